import anyio

from mcprism import (
    Client,
    McprismError,
    NotSupportedByPeer,
    PeerError,
    RequestTimeout,
    Server,
    StartError,
    ToolError,
)

server = Server("slow", version="1.0.0")


@server.tool
async def sleep() -> str:
    await anyio.sleep_forever()
    return "awake"


@server.tool
def half(number: int) -> int:
    if number % 2:
        raise ToolError(f"{number} is odd")
    return number // 2


async def attempt(name: str, timeout: float, **arguments: int) -> None:
    try:
        async with Client(server) as client:
            result = await client.call_tool(name, arguments, timeout=timeout)
    except RequestTimeout as error:
        print("too slow:", error.timeout, "s")
    except PeerError as error:
        print("refused:", error.code, error.message)
    else:
        print("the tool failed:" if result.is_error else "done:", result.text)


async def main() -> None:
    await attempt("half", 30, number=4)
    await attempt("half", 30, number=5)
    await attempt("sleep", 0.1)
    await attempt("hlf", 30, number=4)
    try:
        async with Client(server) as client:
            await client.get_prompt("review")
    except NotSupportedByPeer as error:
        print("not offered:", error.needs)
    try:
        async with Client(["no-such-program"]):
            pass
    except StartError:
        print("not started")
    except McprismError as error:
        print("anything else that mcprism raises:", error)


if __name__ == "__main__":
    anyio.run(main)
