import anyio
from answering import Answers
from parcel import server

from mcprism import Client


async def main() -> None:
    async with Client(server, handler=Answers()) as client:
        result = await client.call_tool("send_parcel", {"weight": 2})
        print(result.structured_content)


if __name__ == "__main__":
    anyio.run(main)
