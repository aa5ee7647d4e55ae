"""The client's half of the gateway: connections to the server behind, each for one client in front at a time."""

import json
from collections.abc import AsyncGenerator, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final, TypeAlias

import anyio
import anyio.lowlevel

from mcprism import (
    Caller,
    Client,
    ClientHandlerCore,
    ConnectionClosed,
    Context,
    HttpTarget,
    McprismError,
    NotDeclared,
    PeerError,
    ProtocolError,
    Server,
)
from mcprism_types import v2026_07_28 as v
from mcprism_types.base import RequestSpec, SendOptions

Target: TypeAlias = str | HttpTarget | Sequence[str] | Server

IDLE: Final = 600.0
"""Seconds after which a connection that nobody used is ended."""

QUESTION_TIMEOUT: Final = 600.0
"""Seconds that a client, and who sits before it, may take to answer a question."""

INTERNAL_ERROR: Final = -32603

_THE_ONLY_ONE: Final = "the only client"
_FOR_ALL: Final = "all clients"

# What a client can be asked. Whether its roots changed is not forwarded: the server asks again when it wants them.
_ASKED: Final = ("elicitation", "roots", "sampling")


@dataclass(eq=False)
class Call:
    """A request of the client in front, while the server behind answers it."""

    context: Context
    questions: int = 0
    """How many the server has asked by way of it that are not answered yet."""
    settled: anyio.Event = field(default_factory=anyio.Event)


class Upstream(ClientHandlerCore):
    """One connection to the server behind. Hears what it tells outside of answers.

    Args:
        target: what `Client` takes.
        front: the client in front; None: the connection is for all of them, and only to hear of changes.
        server: the server in front, which tells its clients what has changed.
        versions: those that may be spoken with the server behind; None: all.
    """

    protocol = v.PROTOCOL

    def __init__(self, target: Target, front: Caller | None, server: Server, versions: Collection[str] | None) -> None:
        info = None if front is None else front.info
        self.client: Final = Client(
            target,
            handler=self,
            versions=versions,
            capabilities=asked_of(front),
            client_info=None if info is None else {"name": info.name, "version": info.version},
        )
        self.used = monotonic()
        self._server = server
        self._calls: list[Call] = []
        self._level: str | None = None

    @property
    def is_idle(self) -> bool:
        """Whether it answers nothing right now."""
        return not self._calls

    async def forward(self, spec: RequestSpec[Any, Any, Any], params: Any, ctx: Context) -> Any:
        """The server's answer to a request of the client in front; it may be a question, for the client to answer.

        Raises:
            ProtocolError: what the server answered instead, or that it does not answer.
        """

        async def on_progress(progress: float, total: float | None, message: str | None) -> None:
            await ctx.progress(progress, total, message)

        call = Call(ctx)
        self._calls.append(call)
        try:
            await self._set_level(ctx.peer.log_level)
            # The raw form: without a session a question is a result, and goes to the client as one.
            outbound = self.client.outbound(v.PROTOCOL.version)
            # How long it may take is up to the client: when it gives up, this is cancelled.
            options = SendOptions(timeout=float("inf"), on_progress=on_progress)
            result = await outbound.request_raw(spec, params, options)
            # What the server told before it answered is handled in another task: let that come first.
            await anyio.lowlevel.checkpoint()
            # What the client was asked by way of this request it can only answer as long as that goes on.
            while call.questions:
                await call.settled.wait()
            return result
        except PeerError as error:
            raise ProtocolError(error.message, code=error.code, data=error.data) from error
        except ConnectionClosed:
            raise
        except McprismError as error:
            raise ProtocolError(f"the server behind: {error}", code=INTERNAL_ERROR) from error
        finally:
            self._calls.remove(call)
            self.used = monotonic()

    async def handle_notification(self, notification: v.ServerNotification, ctx: Context) -> None:
        """What the server tells goes on to the clients in front."""
        with suppress(NotDeclared):
            match notification:
                case v.LoggingMessageNotification(params=params) if self._calls:
                    await self._calls[-1].context.log(params.level, params.data, params.logger)
                case v.ToolListChangedNotification():
                    self._server.notify_tools_changed()
                case v.PromptListChangedNotification():
                    self._server.notify_prompts_changed()
                case v.ResourceListChangedNotification():
                    self._server.notify_resources_changed()
                case v.ResourceUpdatedNotification(params=params):
                    self._server.notify_resource_updated(params.uri)
                case _:
                    pass

    async def ask(self, request: Any) -> Any:
        """The answer of the client in front to a question of the server behind.

        Raises:
            ProtocolError: the client answered with an error, or has nothing in flight that this could belong to.
            NotSupportedByPeer: it does not answer such questions.
        """
        if not self._calls:
            raise ProtocolError("no client is there to be asked", code=INTERNAL_ERROR)
        # One client has made all of these requests: any of them leads to it.
        call = self._calls[-1]
        call.questions += 1
        try:
            spec = v.PROTOCOL.requests[request.method]
            return await call.context.outbound.request(spec, request.params, SendOptions(timeout=QUESTION_TIMEOUT))
        except PeerError as error:
            raise ProtocolError(error.message, code=error.code, data=error.data) from error
        finally:
            call.questions -= 1
            if not call.questions:
                call.settled.set()
                call.settled = anyio.Event()

    async def _set_level(self, level: Any) -> None:
        if level is not None and level != self._level and self.client.server_capabilities.logging is not None:
            self._level = level
            await self.client.set_log_level(level)


class Asked(Upstream):
    """A connection for a client that can be asked something."""

    async def handle_request(self, request: Any, ctx: Context) -> Any:
        """A question of the server goes to the client in front, and its answer back."""
        return await self.ask(request)


def asked_of(front: Caller | None) -> dict[str, Any]:
    """The capabilities to declare to the server behind: what the client in front can be asked."""
    declared: Mapping[str, Any] = {} if front is None else front.capabilities
    return {name: {} if name == "roots" else declared[name] for name in _ASKED if name in declared}


class Upstreams:
    """The connections to the server behind: one for each session in front.

    A client without a session may be another one with each request, and must not be asked what concerns somebody else:
    while one of its requests is answered it has a connection for itself, and the next one takes it over.

    Args:
        make: makes a connection for a client, not open yet; None: for all of them, to hear of changes.
        one_client: whether there is only one client in front, as over standard input and output.
        max_kept: connections that are kept although nobody uses them right now.
    """

    def __init__(self, make: Callable[[Caller | None], Upstream], *, one_client: bool, max_kept: int) -> None:
        self._make = make
        self._one_client = one_client
        self._max_kept = max_kept
        self._kept: dict[str, Upstream] = {}
        """By session."""
        self._free: list[tuple[str, Upstream]] = []
        """Those that the next client of the same kind takes over."""
        self._opening: dict[str, anyio.Lock] = {}
        self._first = anyio.Event()

    @asynccontextmanager
    async def of(self, ctx: Context) -> AsyncGenerator[Upstream]:
        """The connection for a request.

        Raises:
            ConnectionClosed: it has ended, and the next request gets another one.
        """
        session = _THE_ONLY_ONE if self._one_client else ctx.session_id
        if session is None:
            async with self._borrowed(ctx.peer) as upstream:
                yield upstream
            return
        upstream = await self._of_session(session, ctx.peer)
        try:
            yield upstream
        except ConnectionClosed:
            await self._drop(session, upstream)
            raise

    async def listening(self) -> Client:
        """The connection on which to hear of changes: that of the only client, once it is there, or one for all."""
        if not self._one_client:
            return (await self._of_session(_FOR_ALL, None)).client
        while _THE_ONLY_ONE not in self._kept:
            await self._first.wait()
        return self._kept[_THE_ONLY_ONE].client

    async def lost(self, client: Client) -> None:
        """The connection on which changes were heard has ended."""
        for session, upstream in tuple(self._kept.items()):
            if upstream.client is client:
                await self._drop(session, upstream)

    async def close(self) -> None:
        """Ends all connections."""
        async with AsyncExitStack() as stack:
            for upstream in (*self._kept.values(), *(one for _, one in self._free)):
                stack.push_async_exit(upstream.client)

    async def _of_session(self, session: str, front: Caller | None) -> Upstream:
        # Requests that come at the same time wait for one connection, instead of opening several.
        async with self._opening.setdefault(session, anyio.Lock()):
            try:
                if session not in self._kept:
                    await self._retire()
                    self._kept[session] = await self._opened(front)
                    self._first.set()
            finally:
                if not self._opening[session].statistics().tasks_waiting:
                    del self._opening[session]
            return self._kept[session]

    @asynccontextmanager
    async def _borrowed(self, front: Caller) -> AsyncGenerator[Upstream]:
        kind = json.dumps([asked_of(front), repr(front.info), repr(front.principal)], sort_keys=True)
        found = next((position for position, (other, _) in enumerate(self._free) if other == kind), None)
        upstream = await self._opened(front) if found is None else self._free.pop(found)[1]
        try:
            yield upstream
        except ConnectionClosed:
            await _end(upstream)
            raise
        except BaseException:
            # Given up, or answered with an error: the connection is as good as before.
            self._free.append((kind, upstream))
            raise
        self._free.append((kind, upstream))
        await self._retire()

    async def _opened(self, front: Caller | None) -> Upstream:
        upstream = self._make(front)
        await upstream.client.__aenter__()
        return upstream

    async def _drop(self, session: str, upstream: Upstream) -> None:
        if self._kept.get(session) is upstream:
            del self._kept[session]
            self._first = anyio.Event()
            await _end(upstream)

    async def _retire(self) -> None:
        """Ends what nobody has used for long, and of more than are kept those that were used longest ago."""
        lasting = (_THE_ONLY_ONE, _FOR_ALL)
        idle = [one for session, one in self._kept.items() if one.is_idle and session not in lasting]
        idle += [one for _, one in self._free]
        idle.sort(key=lambda one: one.used)
        too_many = max(0, len(idle) - self._max_kept)
        ended = [one for position, one in enumerate(idle) if position < too_many or monotonic() - one.used > IDLE]
        self._kept = {session: one for session, one in self._kept.items() if one not in ended}
        self._free = [(kind, one) for kind, one in self._free if one not in ended]
        for one in ended:
            await _end(one)


async def _end(upstream: Upstream) -> None:
    await upstream.client.__aexit__(None, None, None)
