"""Hello world by hand: the server of `hello_world.py`, with one method that is given every request.

python hello_world_core.py
"""

import logging
from base64 import b64encode

from hello_world import SayGoodbye, SayHello, dot, greetings, poem, swatch
from mcprism import Context, InvalidParams, LoggingObserver, MethodNotFound, Server, ServerHandlerCore
from mcprism_types import v2026_07_28 as v
from swatch import COLORS

SWATCH = "hello://swatch/"


class HelloWorld(ServerHandlerCore):
    """Messages are those of the version that is named here, whatever a client speaks."""

    protocol = v.PROTOCOL
    methods = (
        "tools/list",
        "tools/call",
        "resources/list",
        "resources/templates/list",
        "resources/read",
    )

    async def handle_request(self, request: v.ClientRequest, ctx: Context) -> v.ServerResult:
        """What answers a request."""
        match request:
            case v.ListToolsRequest():
                return v.ListToolsResult(tools=greetings.definitions(), ttl_ms=60_000, cache_scope="public")
            case v.CallToolRequest(params=params):
                return said(greetings.parse(params))
            case v.ListResourcesRequest():
                resources = [
                    v.Resource(uri="hello://poem", name="poem", title="A poem", mime_type="text/plain"),
                    v.Resource(uri="hello://dot", name="dot", title="A dot", mime_type="image/png"),
                ]
                return v.ListResourcesResult(resources=resources, ttl_ms=60_000, cache_scope="public")
            case v.ListResourceTemplatesRequest():
                template = v.ResourceTemplate(
                    uri_template=SWATCH + "{color}", name="swatch", title="A color", mime_type="image/png"
                )
                return v.ListResourceTemplatesResult(resource_templates=[template], ttl_ms=60_000, cache_scope="public")
            case v.ReadResourceRequest(params=params):
                return v.ReadResourceResult(contents=[contents(params.uri)], ttl_ms=60_000, cache_scope="public")
            case _:
                raise MethodNotFound(request.method)

    async def on_initialized(self, ctx: Context) -> None:
        """A client with a session is ready."""
        name = "somebody" if ctx.peer.info is None else ctx.peer.info.name
        logging.getLogger("hello").info("%s is here", name)


def said(call: SayHello | SayGoodbye) -> v.CallToolResult:
    """What comes of a call: the tool box has read it, and it is an instance of the class of its tool."""
    match call:
        case SayHello(name=name):
            text = f"Hello, {name}!"
        case SayGoodbye():
            text = call.run()
    return v.CallToolResult(content=[v.TextContent(text=text)])


def contents(uri: str) -> v.TextResourceContents | v.BlobResourceContents:
    """What is at an address."""
    match uri.removeprefix(SWATCH):
        case "hello://poem":
            return v.TextResourceContents(uri=uri, mime_type="text/plain", text=poem())
        case "hello://dot":
            data = dot()
        case "red" | "green" | "blue" as color:
            data = swatch(color).data
        case _:
            raise InvalidParams(f"there is no resource {uri!r}; colors are {', '.join(COLORS)}")
    return v.BlobResourceContents(uri=uri, mime_type="image/png", blob=b64encode(data).decode())


server = Server.from_handler(
    HelloWorld(),
    name="hello-world",
    version="0.1.0",
    title="Hello, world",
    instructions="Greets, takes leave, and has something to look at.",
    observers=[LoggingObserver()],
)

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    server.run()
