"""Requests of the versions without a session: each is complete in itself, and so is what answers it.

Spec: 2026-07-28/basic/transports#streamable-http
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from mcprism.connection import LISTEN, progress_notification, progress_token
from mcprism.errors import (
    METHOD_NOT_FOUND,
    NotSupportedByPeer,
    ProtocolError,
    wire_error,
)
from mcprism.events import EventBus
from mcprism.exchange import Outcome, Work
from mcprism.inbound import encoded, unfinished
from mcprism.jsonrpc import Failure, JsonObject, JsonText, Notification, Request, RequestId, Response, encode
from mcprism.server.http.engine import Engine
from mcprism.server.http.params import ListedTools
from mcprism.server.http.reply import Reply
from mcprism.spawn import Guard
from mcprism.transports.http_server import Headers
from mcprism.versions import MISSING_CAPABILITY, UNSUPPORTED_VERSION, StatelessReceiver, StatelessServer, stated
from mcprism.versions.http import HEADER_MISMATCH, checked_headers
from mcprism_types.base import OnProgress

CALL: Final = "tools/call"

_STATUS: Final[Mapping[int, int]] = {
    HEADER_MISMATCH: 400,
    MISSING_CAPABILITY: 400,
    UNSUPPORTED_VERSION: 400,
}
"""The HTTP status of errors that have one wherever they come from; all others of a handler are answered with 200."""


class StatelessEndpoint:
    """Serves one request after the other, and remembers nothing in between.

    Args:
        engine: the app that they come to.
        receiver: answers them.
        era: knows who asks.
        events: what changes.
    """

    def __init__(self, engine: Engine, receiver: StatelessReceiver, era: StatelessServer, events: EventBus) -> None:
        self._engine = engine
        self._receiver = receiver
        self._era = era
        self._tools = ListedTools(receiver, events)

    async def serve(self, request: Request, headers: Headers, reply: Reply) -> None:
        """Answers a request."""
        try:
            statement = stated(request)
            checked_headers(request, statement[0], headers.get, headers.repeats)
            self._era.admitted(request, statement)
        except ProtocolError as error:
            await reply.answer(400, encode(Failure(request.id, wire_error(error, doing="reading a request"))))
            return
        guard = self._engine.loop.guard()
        try:
            if request.method == CALL and not self._tools.lets_pass(request, headers):
                await self._tools.check(request, headers, StatelessExchange(request, None, guard))
            outcome = self._receiver.dispatch(request, StatelessExchange(request, reply, guard))
        except Exception as error:  # the border: an error of one request never hurts another
            await self._fail(request, error, reply, at_once=True)
            return
        result = await self._done(request, outcome, reply, guard) if callable(outcome) else outcome
        if result is not None:
            await reply.answer(200, encoded(Response(request.id, result)))

    async def _done(self, request: Request, work: Work, reply: Reply, guard: Guard) -> Outcome | None:
        """What answers a request that takes work; None: it has been answered otherwise, or nobody waits any more."""
        reply.on_gone = guard.interrupt
        try:
            if request.method == LISTEN:
                # It lasts as long as the client likes, and is no work: only connections limit how many there are.
                reply.use_events()
                result = await guard.run(work)
            else:
                result = await guard.run(work, partial(self._runs, guard, reply))
        except (self._engine.loop.cancelled, KeyboardInterrupt):
            raise
        except BaseException as error:  # the border, as in serve
            await self._fail(request, error, reply)
            return None
        if result is None and not reply.is_lost:
            await reply.answer(200, encode(Failure(request.id, unfinished(request))))
        return result

    def _runs(self, guard: Guard, reply: Reply) -> Callable[[], object]:
        """The work for a request takes its time: it can be ended, until what this returns is called."""
        self._engine.running.add(guard)
        reply.begin()
        return partial(self._engine.running.discard, guard)

    def close(self) -> None:
        """Ends what lasts: those who listen are told so."""
        self._receiver.close()
        self._tools.close()

    async def _fail(self, request: Request, error: BaseException, reply: Reply, *, at_once: bool = False) -> None:
        failure = wire_error(error, doing=f"{request.method!r:.100} (id {request.id!r:.50})")
        # Once work has begun the method is known: the error is about something else.
        status = 404 if at_once and failure.code == METHOD_NOT_FOUND else _STATUS.get(failure.code, 200)
        await reply.answer(status, encoded(Failure(request.id, failure)))


class StatelessExchange:
    """The way back for one request, or for one that we make ourselves: then there is none. As `exchange.Exchange`."""

    __slots__ = ("_guard", "_memory", "_progress", "_reply", "_token", "id")

    def __init__(self, request: Request, reply: Reply | None, guard: Guard) -> None:
        self.id: Final[RequestId] = request.id
        self._token = progress_token(request.params)
        self._progress = float("-inf")
        self._reply = reply
        self._guard = guard
        self._memory: dict[str, Any] | None = None

    @property
    def session_id(self) -> str | None:
        """There is no session."""
        return None

    @property
    def cancelled(self) -> bool:
        """Whether the client has gone."""
        return self._guard.interrupted

    @property
    def memory(self) -> dict[str, Any]:
        """As `Exchange.memory`."""
        if self._memory is None:
            self._memory = {}
        return self._memory

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        """Never asks: questions travel in results, and whoever puts them there does not come here."""
        raise NotSupportedByPeer(method, peer_version="a version without a session", needs="a session")

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `Sender.notify`."""
        if self._reply is not None:
            await self._reply.tell(encode(Notification(method, params)))

    async def close_stream(self) -> None:
        """As `Exchange.close_stream`: a client without a session cannot come back."""

    async def progress(self, value: float, total: float | None, message: str | None) -> None:
        """As `Exchange.progress`."""
        reply = self._reply
        if reply is not None and reply.tells and self._token is not None and value > self._progress:
            self._progress = value
            await reply.tell(encode(progress_notification(self._token, value, total, message)))
