import anyio

from mcprism import Client, Icon, LossReport, ResourceLink, Server

lost: list[LossReport] = []
server = Server("notes", version="1.0.0", on_loss=lost.append)


@server.tool(icons=[Icon(src="https://example.com/today.png")])
def today() -> ResourceLink:
    return ResourceLink(uri="notes://today", name="today")


async def main() -> None:
    for version in ("2026-07-28", "2025-03-26"):
        async with Client(server, version=version) as client:
            await client.list_tools()
            result = await client.call_tool("today")
            print(client.protocol_version, result.content[0].type)
    for report in lost:
        print(f"{report.loss}: {report.feature} in {report.method}: {report.detail}")


if __name__ == "__main__":
    anyio.run(main)
