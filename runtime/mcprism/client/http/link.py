"""A connection over Streamable HTTP: each message is a POST of whoever sends it, and its answer is read there.

No task and no queue lies between a call and its answer. What else a stream brings (notifications, questions of a
session) is worked on beside the call. Which era the server is in follows from the messages: those without a session
say their version, and the others come after `initialize`.

Spec: basic/transports#streamable-http
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Final

import anyio

from mcprism.calls import Call, Calls
from mcprism.client.http.answers import Answers, check
from mcprism.client.http.headers import RequestHeaders
from mcprism.client.http.incoming import Incoming
from mcprism.client.http.session import HttpSession, Lasting, SessionEnded
from mcprism.client.http.streams import Beginning, Position, Streams, are_answered
from mcprism.client.http.target import HttpTarget
from mcprism.connection import INITIALIZE, Connection, RequestReceived
from mcprism.errors import ConnectionClosed, HttpError, McprismError, PeerError, RequestTimeout
from mcprism.inbound import Inbound, Receiver, encoded
from mcprism.jsonrpc import (
    Failure,
    JsonObject,
    JsonText,
    Message,
    Notification,
    RequestId,
    Response,
    array_of,
    decode,
    encode,
)
from mcprism.spawn import Job, Spawner, Task, current_loop
from mcprism.transports.http_client import Http
from mcprism.versions.http import HEADER_MISMATCH
from mcprism.versions.stateless import names_version
from mcprism_types.base import OnProgress

INITIALIZED: Final = "notifications/initialized"

_CALL_TOOL, _LIST_TOOLS = "tools/call", "tools/list"
_MAX_PAGES: Final = 1000
_RESTORED_AT_ONCE: Final = 16
"""Requests in flight that make a new session what the old one was."""

_CLOSED: Final = "this side closed the connection"
_ENDED_MEANWHILE: Final = (
    "was not answered: the server ended the session meanwhile, and it may have been done; a new session has begun"
)
_BATCH: Final = "the batch"

_log = logging.getLogger("mcprism")


@dataclass(frozen=True, slots=True)
class _Asking:
    """A request that is to be made, possibly more than once."""

    method: str
    params: JsonObject | JsonText | None
    on_progress: OnProgress | None = None
    on_sent: Callable[[RequestId], None] | None = None
    send: Callable[[bytes], None] | None = None


class HttpLink:
    """Messages to and from one server. As `client.tasks.Link`.

    Args:
        http: reaches the server.
        receiver: what the server's messages are for.
        target: the limits.
        timeout: seconds that a request may take, unless it says otherwise.
        takes_batches: whether the server may send several messages in one array now.
        on_end: called once when nothing more comes, with how it ended.
        on_gap: called when the server may have told something that did not arrive.
    """

    def __init__(
        self,
        http: Http,
        receiver: Receiver,
        *,
        target: HttpTarget,
        timeout: float,
        takes_batches: Callable[[], bool],
        on_end: Callable[[str], None],
        on_gap: Callable[[], None],
    ) -> None:
        self._http = http
        self._target = target
        self._timeout = timeout
        self._on_end = on_end
        self._on_gap = on_gap
        self._loop = current_loop()
        self._connection = Connection()
        self._inbound = Inbound(self._connection, receiver, self, self._loop)
        self._calls = Calls(self._connection, self._loop)
        self._headers = RequestHeaders()
        self._spawner: Spawner | None = None
        incoming = Incoming(
            self._connection,
            self._calls,
            self._inbound,
            takes_batches=takes_batches,
            takes_requests=lambda: self._session is not None,
            refuse=self._reply,
        )
        self._streams = Streams(http, incoming, target, self._loop.clock)
        self._answers = Answers(self._calls, incoming, self._streams)
        self._scopes: set[anyio.CancelScope] = set()
        self._stopped = anyio.Event()
        self._session: HttpSession | None = None
        self._lasting = Lasting()
        self._hearing: Task | None = None
        self._renewing = anyio.Lock()

    @property
    def session_id(self) -> str | None:
        """The session that there is now, if it has an id."""
        return None if self._session is None else self._session.id

    async def run(self, *, on_open: Callable[[], None] | None = None) -> None:
        """As `Link.run`."""
        try:
            async with self._http, self._loop.spawner() as spawner:
                self._inbound.spawner = self._spawner = spawner
                if on_open is not None:
                    on_open()
                try:
                    await self._stopped.wait()
                finally:
                    self._connection.end_input()
                    self._on_end(_CLOSED)
                    for scope in self._scopes:
                        scope.cancel()
                    if self._hearing is not None:
                        self._hearing.cancel()
                    with anyio.CancelScope(shield=True), anyio.move_on_after(self._target.close_timeout):
                        await self._end_session()
        finally:
            self._spawner = self._inbound.spawner = None
            self._connection.close()

    def stop(self) -> None:
        """As `Link.stop`."""
        self._connection.end_input()
        self._stopped.set()

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
        on_sent: Callable[[RequestId], None] | None = None,
        send: Callable[[bytes], None] | None = None,
    ) -> JsonObject:
        """As `Link.request`. `on_progress` runs in the calling task, and never after this has returned.

        Raises:
            HttpError: what answers over HTTP is not a server of the protocol.
        """
        timeout = self._timeout if timeout is None else timeout
        with self._scope(method, timeout) as scope:
            try:
                return await self._answered(_Asking(method, params, on_progress, on_sent, send))
            except SessionEnded:
                raise self._forgotten(method) from None
            finally:
                self._scopes.discard(scope)
        raise self._given_up(method, timeout)

    async def notify(self, method: str, params: JsonObject | JsonText | None = None) -> None:
        """As `exchange.Sender.notify`. Returns when the server has taken it.

        Raises:
            HttpError: it was not taken.
            RequestTimeout: the server did not answer.
        """
        with self._scope(method, self._timeout) as scope:
            try:
                await self._ready()
                try:
                    await self._tell(Notification(method, params))
                except SessionEnded as ended:
                    await self._renew(ended.session)
                    await self._tell(Notification(method, params))
                if method == INITIALIZED:
                    await self._listen()
                return
            except SessionEnded:
                raise self._forgotten(method) from None
            finally:
                self._scopes.discard(scope)
        raise self._given_up(method, self._timeout)

    def send(self, frame: bytes) -> None:
        """As `Link.send`. It leaves beside whoever calls."""
        self._send(decode(frame))

    async def send_together(self, frames: Sequence[bytes], asked: Sequence[RequestId]) -> None:
        """As `Link.send_together`. What answers the array is read here."""
        frame, calls = array_of(frames), self._calls.of(asked)
        timeout = inf if calls else self._timeout
        problem: McprismError | None = None
        with self._scope(_BATCH, timeout) as scope:
            try:
                await self._sent_together(frame, calls)
            except SessionEnded:
                problem = self._forgotten(_BATCH)
            except McprismError as error:
                problem = error
            finally:
                self._scopes.discard(scope)
        if scope.cancelled_caught:
            problem = self._given_up(_BATCH, timeout)
        if problem is not None:
            self._answers.refuse(calls, problem)
            raise problem

    def start(self, job: Job) -> None:
        """As `Link.start`."""
        if self._spawner is not None:
            self._spawner.start(job)

    def answer(self, received: RequestReceived, message: Response | Failure | None) -> None:
        """As `inbound.Answers.answer`."""
        if message is not None:
            self._send(message)

    async def progress(self, received: RequestReceived, value: float, total: float | None, message: str | None) -> None:
        """As `inbound.Answers.progress`."""
        notification = self._connection.progress(received, value, total, message)
        if notification is not None:
            await self.notify(notification.method, notification.params)

    def _scope(self, method: str, timeout: float) -> anyio.CancelScope:
        if self._spawner is None or self._stopped.is_set():
            raise ConnectionClosed(f"{method} was not sent: {_CLOSED}")
        scope = anyio.CancelScope(deadline=self._loop.clock() + timeout)
        self._scopes.add(scope)
        return scope

    def _given_up(self, method: str, timeout: float) -> McprismError:
        if self._stopped.is_set():
            return ConnectionClosed(f"{method} was not answered: {_CLOSED}")
        return RequestTimeout(method, timeout)

    def _forgotten(self, method: str) -> ConnectionClosed:
        return ConnectionClosed(f"{method} was not answered: the server does not know the session that it has begun")

    async def _answered(self, asking: "_Asking") -> JsonObject:
        await self._ready()
        try:
            result = await self._asked(asking)
        except SessionEnded as ended:
            await self._renew(ended.session)
            if ended.was_taken:
                raise ConnectionClosed(f"{asking.method} {_ENDED_MEANWHILE}") from None
            result = await self._asked(asking)
        except PeerError as error:
            if error.code != HEADER_MISMATCH or asking.method != _CALL_TOOL or not isinstance(asking.params, dict):
                raise
            await self._list_tools(asking.params)
            result = await self._asked(asking)
        if self._session is not None:
            self._lasting.done(asking.method, asking.params)
        elif asking.method == _LIST_TOOLS:
            return self._headers.listed(result)
        return result

    async def _list_tools(self, params: JsonObject) -> None:
        """Finds out which headers the tools want, for who asks with these params."""
        page: JsonObject = {"_meta": params["_meta"]}
        for _ in range(_MAX_PAGES):
            result = await self._asked(_Asking(_LIST_TOOLS, page))
            self._headers.listed(result)
            cursor = result.get("nextCursor")
            if not isinstance(cursor, str):
                return
            page = {**page, "cursor": cursor}

    async def _asked(self, asking: "_Asking") -> JsonObject:
        """One request from its id to its answer. Its time is that of whoever asks."""
        is_watched = asking.on_progress is not None
        call = self._calls.begin(asking.method, asking.params, timeout=inf, progress=is_watched)
        if asking.on_sent is not None:
            asking.on_sent(call.request.id)
        try:
            if asking.send is not None:
                asking.send(encode(call.request))
                return await self._calls.answer(call, asking.on_progress)
            call.on_progress = asking.on_progress
            position = await self._post(call)
            if call.answer is None:
                await self._answers.go_on(self._session, position, [call])
            return call.result()
        except (McprismError, SessionEnded):
            self._connection.abandon(call.request.id)
            raise
        finally:
            self._withdraw(self._calls.ended(call), asking.send)

    async def _post(self, call: Call) -> Position:
        """Sends a request and reads what answers it; where the stream broke off, if it did."""
        session, request = self._session, call.request
        headers = self._headers.of(request) if session is None and names_version(request) else self._session_headers()
        async with self._http.post(encode(request), headers) as answer:
            if answer.is_success:
                position = await self._answers.read(answer, [call])
            else:
                await self._answers.take_refusal(answer, session, [call])
                position = Position()
            if call.answer is not None:
                if request.method == INITIALIZE and isinstance(call.answer, dict):
                    self._session = HttpSession.begun(request.params, call.answer, answer)
                await answer.skip_rest()
            return position

    async def _sent_together(self, frame: bytes, calls: Sequence[Call]) -> None:
        """Sends an array and has its requests answered. Raises as `_tell`, if it was not taken."""
        await self._ready()
        try:
            position = await self._post_together(frame, calls)
        except SessionEnded as ended:
            await self._renew(ended.session)
            position = await self._post_together(frame, calls)
        if position is None or are_answered(calls):
            return
        try:
            await self._answers.go_on(self._session, position, calls)
        except SessionEnded as ended:
            await self._renew(ended.session)
            self._answers.refuse(calls, ConnectionClosed(f"{_BATCH} {_ENDED_MEANWHILE}"))
        except McprismError as error:
            self._answers.refuse(calls, error)

    async def _post_together(self, frame: bytes, calls: Sequence[Call]) -> Position | None:
        """As `_post`, for an array of which these are the calls; None: nothing more comes of it."""
        session = self._session
        async with self._http.post(frame, self._session_headers()) as answer:
            if not answer.is_success:
                await self._answers.take_refusal(answer, session, calls)
                raise answer.refused()
            position: Position | None = None
            try:
                position = await self._answers.read(answer, calls) if calls else None
            except McprismError as error:
                self._answers.refuse(calls, error)
            await answer.skip_rest()
            return position

    async def _tell(self, message: Message) -> None:
        """Sends what nothing answers.

        Raises:
            SessionEnded: the server does not know the session.
            HttpError, ConnectionClosed: it was not taken.
        """
        session = self._session
        async with self._http.post(encoded(message), self._session_headers(message)) as answer:
            check(session, answer)
            if not answer.is_success:
                raise answer.refused("", await answer.error_body())
            await answer.skip_rest()

    async def _reply(self, message: Message) -> None:
        """Sends an answer or a cancellation, within a limit; that it cannot be sent hurts nobody here."""
        with anyio.move_on_after(self._timeout):
            try:
                await self._tell(message)
            except (McprismError, SessionEnded) as error:
                _log.debug("not sent: %s", error)

    def _withdraw(self, cancellation: Notification | None, send: Callable[[bytes], None] | None) -> None:
        """Tells the server that nobody waits any more. Without a session the end of the stream says it.

        Spec: basic/utilities/cancellation
        """
        if cancellation is None or self._session is None or self._stopped.is_set():
            return
        if send is None:
            self._send(cancellation)
        else:
            send(encode(cancellation))

    def _send(self, message: Message) -> None:
        if self._spawner is not None:
            self._spawner.start(partial(self._reply, message))

    async def _renew(self, ended: HttpSession) -> None:
        """Begins a new session in place of one that the server does not know any more.

        Raises:
            ConnectionClosed: the new one is not like the old one.
            McprismError: as `request`.

        Spec: basic/transports#session-management ("MUST start a new session")
        """
        async with self._renewing:
            if self._session is not ended:
                return  # somebody else was faster
            _log.warning("the server at %s has ended the session, and a new one begins", self._http.url)
            self._session = None
            try:
                await self._asked(_Asking(INITIALIZE, ended.initialize))
                begun = self._session
                if begun is None or begun.version != ended.version:
                    text = f"the server at {self._http.url} speaks another version than before: connect again"
                    raise ConnectionClosed(text)
                await self._tell(Notification(INITIALIZED))
            except BaseException:
                self._session = ended
                raise
            # It goes on even if whoever began it is cancelled: nobody else would.
            is_restored = anyio.Event()
            self.start(partial(self._restore, is_restored))
            await is_restored.wait()

    async def _restore(self, is_restored: anyio.Event) -> None:
        """Makes a new session what the one before it was: hears what the server tells, and asks for what lasted."""
        try:
            await self._listen()
            limit = anyio.CapacityLimiter(_RESTORED_AT_ONCE)
            async with anyio.create_task_group() as tasks:
                for method, params in self._lasting.requests():
                    tasks.start_soon(self._ask_again, method, params, limit)
            self._on_gap()
        finally:
            is_restored.set()

    async def _ask_again(self, method: str, params: JsonObject | JsonText | None, limit: anyio.CapacityLimiter) -> None:
        async with limit:
            with anyio.move_on_after(self._timeout):
                try:
                    await self._asked(_Asking(method, params))
                except (McprismError, SessionEnded) as error:
                    _log.warning("the new session is without what %s asked of the old one: %s", method, error)
                return
            _log.warning("the new session is without what %s asked of the old one: no answer in time", method)

    async def _ready(self) -> None:
        if self._renewing.locked():
            async with self._renewing:
                return

    async def _listen(self) -> None:
        """Has the server say things on its own. What it wants to ask because of a call may have no other way."""
        if self._target.listens and self._session is not None and self._spawner is not None:
            beginning = Beginning()
            self._hearing = self._spawner.start(partial(self._hear, self._session, beginning))
            await beginning.wait()

    async def _hear(self, session: HttpSession, beginning: Beginning) -> None:
        """Hears what the server says on its own, as long as the session lasts and the server offers that."""
        try:
            try:
                await self._streams.follow(session, Position(), (), beginning)
            finally:
                beginning.end()
        except HttpError as error:
            _log.debug("the server has no stream of its own messages: %s", error)
        except ConnectionClosed as error:
            _log.warning("the server's own messages are not heard any more: %s", error)
        except SessionEnded as ended:
            with anyio.move_on_after(self._timeout):
                try:
                    await self._renew(ended.session)
                except (McprismError, SessionEnded) as error:
                    _log.warning("no new session: %s", error)

    async def _end_session(self) -> None:
        session = self._session
        if session is None or session.id is None:
            return
        try:
            status = await self._http.delete(session.headers)
            _log.debug("the session was ended: status %d", status)
        except McprismError as error:
            _log.debug("the session was not ended: %s", error)

    def _session_headers(self, message: Message | None = None) -> Mapping[str, str]:
        if self._session is not None:
            return self._session.headers
        return self._headers.of_notification(message.method) if isinstance(message, Notification) else {}
