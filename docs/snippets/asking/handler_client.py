import anyio
from parcel import server

from mcprism import Client, Context
from mcprism_types.v2026_07_28 import ClientHandler, ElicitRequestFormParams, ElicitRequestParams, ElicitResult


class User(ClientHandler[Context]):
    async def elicit(self, params: ElicitRequestParams, ctx: Context) -> ElicitResult:
        if not isinstance(params, ElicitRequestFormParams):
            return ElicitResult(action="decline")
        return ElicitResult(action="accept", content={"street": "Rua Augusta 1"})


async def main() -> None:
    async with Client(server, handler=User()) as client:
        print((await client.call_tool("send_parcel", {"weight": 2})).text)


if __name__ == "__main__":
    anyio.run(main)
