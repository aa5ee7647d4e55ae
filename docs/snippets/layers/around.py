from mcprism import CallNext, MiddlewareRequest, ProtocolError, Server
from mcprism.jsonrpc import JsonObject

server = Server("guarded", version="1.0.0")

SEEN: list[str] = []


@server.middleware
async def watched(request: MiddlewareRequest, call_next: CallNext) -> JsonObject:
    SEEN.append(request.method)
    return await call_next(request)


@server.middleware
async def guarded(request: MiddlewareRequest, call_next: CallNext) -> JsonObject:
    if request.params.get("name") == "delete":
        raise ProtocolError("not today", code=-31001)
    return await call_next(request)


@server.tool
def delete() -> str:
    return "deleted"


@server.tool
def look() -> str:
    return "seen"
