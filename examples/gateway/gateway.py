"""A gateway between versions: any client in front, any server behind, whatever each of them speaks.

    python gateway.py http://127.0.0.1:8080/mcp           for a client that starts this file
    python gateway.py --http 8081 -- uvx mcp-server-time  for any number of clients, over HTTP

What the client asks goes to the server, and its answer back: tools, resources, prompts, completions, with progress, log
messages and cancellation. What the server asks (forms, messages of a model, roots) goes to the client that it concerns,
and what it tells of changes to all clients. Between the two sides everything has the form of the newest version.
"""

import argparse
import logging
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from typing import Any, Final

import anyio

from mcprism import (
    Caller,
    Client,
    ConnectionClosed,
    Context,
    McprismError,
    NotSupportedByPeer,
    PeerError,
    ProtocolError,
    Rounds,
    Server,
    ServerHandlerCore,
)
from mcprism_types import v2026_07_28 as v
from upstream import INTERNAL_ERROR, Asked, Target, Upstream, Upstreams, asked_of

MAX_KEPT: Final = 64

METHOD_NOT_FOUND: Final = -32601

PAUSE: Final = 1.0
"""Seconds before changes are listened for again after that has ended."""

_log = logging.getLogger("gateway")


class Gateway(ServerHandlerCore):
    """The server's half: hands each request on.

    Args:
        target: the server behind, as `Client` takes it.
        offered: what it declares.
        one_client: whether there is only one client in front.
        versions: those that may be spoken with the server behind; None: all.
        max_kept: connections that are kept although nobody uses them right now.
    """

    protocol = v.PROTOCOL

    def __init__(
        self,
        target: Target,
        offered: v.ServerCapabilities,
        *,
        one_client: bool,
        versions: Collection[str] | None = None,
        max_kept: int = MAX_KEPT,
    ) -> None:
        self._target = target
        self._one_client = one_client
        self._versions = versions
        self._max_kept = max_kept
        self._lists = {
            "tools": offered.tools is not None and bool(offered.tools.list_changed),
            "prompts": offered.prompts is not None and bool(offered.prompts.list_changed),
            "resources": offered.resources is not None and bool(offered.resources.list_changed),
        }
        self._watched: dict[str, anyio.CancelScope] = {}

    async def handle_request(self, request: v.ClientRequest, ctx: Context[Upstreams]) -> Any:
        """The answer of the server behind."""
        try:
            async with ctx.lifespan.of(ctx) as upstream:
                return await upstream.forward(v.PROTOCOL.requests[request.method], request.params, ctx)
        except ConnectionClosed as error:
            raise ProtocolError(f"the server behind has gone: {error}", code=INTERNAL_ERROR) from error

    @asynccontextmanager
    async def lifespan(self, server: Server) -> AsyncGenerator[Upstreams]:
        """The connections to the server behind, while clients are served."""

        def made(front: Caller | None) -> Upstream:
            return (Asked if asked_of(front) else Upstream)(self._target, front, server, self._versions)

        upstreams = Upstreams(made, one_client=self._one_client, max_kept=self._max_kept)
        async with anyio.create_task_group() as self._tasks:
            self._upstreams = upstreams
            if any(self._lists.values()):
                self._tasks.start_soon(self._listen, upstreams, self._lists)
            try:
                yield upstreams
            finally:
                self._tasks.cancel_scope.cancel()
                with anyio.CancelScope(shield=True):
                    await upstreams.close()

    def on_watched(self, uri: str, is_watched: bool) -> None:
        """What a client in front watches is watched behind, as long as one does."""
        if is_watched:
            scope = self._watched[uri] = anyio.CancelScope()
            self._tasks.start_soon(self._watch, uri, scope)
        else:
            self._watched.pop(uri).cancel()

    async def _watch(self, uri: str, scope: anyio.CancelScope) -> None:
        with scope:
            await self._listen(self._upstreams, {"uris": [uri]})

    async def _listen(self, upstreams: Upstreams, wanted: dict[str, Any]) -> None:
        """Hears of changes behind. Where they are told to the clients in front is up to the connection's handler."""
        while True:
            client = None
            try:
                client = await upstreams.listening()
                async with client.listen(**wanted) as changes:
                    async for _ in changes:
                        pass
            except McprismError as error:
                _log.warning("changes are listened for again, because that ended: %s", error)
                if client is not None and isinstance(error, ConnectionClosed):
                    await upstreams.lost(client)
            await anyio.sleep(PAUSE)


async def gateway_to(
    target: Target, *, one_client: bool, versions: Collection[str] | None = None, max_kept: int = MAX_KEPT
) -> Server:
    """A server that says what the server behind says of itself, and answers by it. As `Gateway`."""
    async with Client(target, versions=versions) as first:
        info, instructions = first.server_info, first.instructions
        offered = first.server_capabilities
        if await completes(first):
            offered = offered.model_copy(update={"completions": {}})
    gateway = Gateway(target, offered, one_client=one_client, versions=versions, max_kept=max_kept)
    return Server.from_handler(
        gateway,
        name=info.name,
        version=info.version,
        title=info.title,
        instructions=instructions,
        capabilities=offered.to_wire(),
        lifespan=gateway.lifespan,
        on_watched=gateway.on_watched,
        # While the server behind waits for an answer, the request that it belongs to cannot begin anew.
        rounds=Rounds(broker="park"),
    )


async def completes(client: Client) -> bool:
    """Whether a server completes arguments. Those of the first version cannot declare it: they are asked."""
    try:
        await client.complete(v.PromptReference(name="anything"), "anything", "")
    except NotSupportedByPeer:
        return False
    except PeerError as error:
        return error.code != METHOD_NOT_FOUND
    return True


def main() -> None:
    """Serves until the client has gone, or, over HTTP, until a signal comes."""
    parser = argparse.ArgumentParser(description="Any client in front, any server behind.")
    parser.add_argument("--http", type=int, metavar="PORT", help="serve over HTTP on this port, and not over stdio")
    parser.add_argument("--versions", nargs="*", help="versions that may be spoken with the server behind")
    parser.add_argument("target", nargs="+", help="the address of the server behind, or the command that starts it")
    given = parser.parse_args()
    target = given.target[0] if "://" in given.target[0] else given.target

    async def made() -> Server:
        return await gateway_to(target, one_client=given.http is None, versions=given.versions)

    server = anyio.run(made)
    if given.http is None:
        server.run()
    else:
        server.run("http", port=given.http)


if __name__ == "__main__":
    main()
