import anyio

from mcprism import Client, MetricsObserver, Server

metrics = MetricsObserver()
server = Server("sums", version="1.0.0", observers=[metrics])


@server.tool
def add(a: int, b: int) -> int:
    return a + b


async def main() -> None:
    async with Client(server) as client:
        for number in range(3):
            await client.call_tool("add", {"a": number, "b": 1})
        await client.call_tool("add", {"a": "x"})

    calls = metrics.as_dict()["received"]["requests"]["tools/call"]
    print(calls["count"], "calls,", calls["tool_errors"], "failed")


if __name__ == "__main__":
    anyio.run(main)
