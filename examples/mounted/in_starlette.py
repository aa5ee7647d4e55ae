"""A server inside a Starlette application, beside routes of its own.

uvicorn in_starlette:app, then http://127.0.0.1:8000/tools/mcp
"""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from mcprism import Server

server = Server("inside", version="1.0.0")


@server.tool
def shout(text: str) -> str:
    """Says it louder."""
    return text.upper() + "!"


async def home(request: Request) -> JSONResponse:
    """A route of the application."""
    return JSONResponse({"tools": "/tools/mcp"})


mcp = server.asgi_app()
# With its lifespan the server begins and ends with the application, and clients that listen are told of the end.
app = Starlette(routes=[Route("/", home), Mount("/tools", mcp)], lifespan=mcp.lifespan)
