from typing import Any

import anyio

from mcprism import Client, Context, HttpError, HttpTarget, PeerError, Principal, Server

server = Server("diary", version="1.0.0")


@server.tool
def who_am_i(ctx: Context) -> str:
    principal = ctx.peer.principal
    return "nobody" if principal is None else principal.subject


@server.tool(scopes=["write"])
def write(text: str) -> str:
    return f"written: {text}"


class Authenticating:
    """A table of keys; what your application has for that goes here."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            key = dict(scope["headers"]).get(b"authorization", b"").decode()
            if key != "Bearer key-of-ada":
                challenge = [(b"www-authenticate", b"Bearer")]
                await send({"type": "http.response.start", "status": 401, "headers": challenge})
                await send({"type": "http.response.body", "body": b"who are you?"})
                return
            principal = Principal("https://login.example.com", "ada", scopes=frozenset({"read"}))
            scope = {**scope, "mcprism.principal": principal}
        await self.app(scope, receive, send)


async def main() -> None:
    async with server.http(port=0, middleware=[Authenticating]) as handle:
        ada = HttpTarget(handle.url, headers={"Authorization": "Bearer key-of-ada"})
        async with Client(ada) as client:
            print((await client.call_tool("who_am_i")).text)
            try:
                await client.call_tool("write", {"text": "Dear diary"})
            except PeerError as error:
                print(error.message, error.data)
        try:
            async with Client(handle.url):
                pass
        except HttpError as error:
            print(error.status, error.body)


if __name__ == "__main__":
    anyio.run(main)
