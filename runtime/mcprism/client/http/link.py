"""A connection over Streamable HTTP: each message is a POST of whoever sends it, and its answer is read there.

No task and no queue lies between a call and its answer. What else a stream brings (notifications, questions of a
session) is worked on beside the call. Which era the server is in follows from the messages: those without a session
say their version, and the others come after `initialize`.

Spec: basic/transports#streamable-http
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from math import inf
from typing import Final

import anyio

from mcprism.calls import Call, Calls
from mcprism.client.http.headers import RequestHeaders
from mcprism.client.http.incoming import Incoming
from mcprism.client.http.session import HttpSession, SessionEnded
from mcprism.client.http.streams import Beginning, Position, Streams
from mcprism.client.http.target import HttpTarget
from mcprism.connection import INITIALIZE, Connection, RequestReceived
from mcprism.errors import ConnectionClosed, HttpError, McprismError, PeerError, RequestTimeout
from mcprism.inbound import Inbound, Receiver, encoded
from mcprism.jsonrpc import Failure, JsonObject, JsonText, Message, Notification, RequestId, Response, encode
from mcprism.spawn import Job, Spawner, Task, current_loop
from mcprism.transports.http_client import EVENTS, JSON, Http, HttpAnswer
from mcprism.versions.http import HEADER_MISMATCH
from mcprism.versions.stateless import names_version
from mcprism_types.base import OnProgress

INITIALIZED: Final = "notifications/initialized"

_CALL_TOOL, _LIST_TOOLS = "tools/call", "tools/list"
_MAX_PAGES: Final = 1000

_CLOSED: Final = "this side closed the connection"

_log = logging.getLogger("mcprism")


@dataclass(frozen=True, slots=True)
class _Asking:
    """A request that is to be made, possibly more than once."""

    method: str
    params: JsonObject | JsonText | None
    on_progress: OnProgress | None = None
    on_sent: Callable[[RequestId], None] | None = None


class HttpLink:
    """Messages to and from one server. As `client.tasks.Link`.

    Args:
        http: reaches the server.
        receiver: what the server's messages are for.
        target: the limits.
        timeout: seconds that a request may take, unless it says otherwise.
        takes_batches: whether the server may send several messages in one array now.
        on_end: called once when nothing more comes, with how it ended.
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
    ) -> None:
        self._http = http
        self._target = target
        self._timeout = timeout
        self._on_end = on_end
        self._loop = current_loop()
        self._connection = Connection()
        self._inbound = Inbound(self._connection, receiver, self, self._loop)
        self._calls = Calls(self._connection, self._loop)
        self._headers = RequestHeaders()
        self._spawner: Spawner | None = None
        self._incoming = Incoming(
            self._connection,
            self._calls,
            self._inbound,
            takes_batches=takes_batches,
            takes_requests=lambda: self._session is not None,
            refuse=self._reply,
        )
        self._streams = Streams(http, self._incoming, target, self._loop.clock)
        self._scopes: set[anyio.CancelScope] = set()
        self._stopped = anyio.Event()
        self._session: HttpSession | None = None
        self._hearing: Task | None = None
        self._renewing = anyio.Lock()

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
    ) -> JsonObject:
        """As `Link.request`. `on_progress` runs in the calling task, and never after this has returned.

        Raises:
            HttpError: what answers over HTTP is not a server of the protocol.
        """
        timeout = self._timeout if timeout is None else timeout
        with self._scope(method, timeout) as scope:
            try:
                return await self._answered(_Asking(method, params, on_progress, on_sent))
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
                text = "was not answered: the server ended the session meanwhile, and it may have been done"
                raise ConnectionClosed(f"{asking.method} {text}; a new session has begun") from None
            result = await self._asked(asking)
        except PeerError as error:
            if error.code != HEADER_MISMATCH or asking.method != _CALL_TOOL or not isinstance(asking.params, dict):
                raise
            await self._list_tools(asking.params)
            result = await self._asked(asking)
        if asking.method == _LIST_TOOLS and self._session is None:
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
        call.on_progress = asking.on_progress
        if asking.on_sent is not None:
            asking.on_sent(call.request.id)
        try:
            position = await self._post(call)
            if call.answer is None:
                await self._go_on(position, call)
            return call.result()
        except (McprismError, SessionEnded):
            self._connection.abandon(call.request.id)
            raise
        finally:
            self._withdraw(self._calls.ended(call))

    async def _post(self, call: Call) -> Position:
        """Sends a request and reads what answers it; where the stream broke off, if it did."""
        session, request = self._session, call.request
        headers = self._headers.of(request) if session is None and names_version(request) else self._session_headers()
        async with self._http.post(encode(request), headers) as answer:
            position = Position()
            if not answer.is_success:
                body = await answer.error_body()
                _check(session, answer)
                is_forbidden = answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
                if is_forbidden or not self._incoming.take_error(body, answer.status, call):
                    raise answer.refused("", body)
            elif answer.content_type == EVENTS:
                position = await self._streams.read(answer, position, call)
            elif answer.content_type == JSON:
                body = await answer.body()
                await self._incoming.take(body, call)
                if call.answer is None:
                    raise answer.refused("and JSON that is no answer to the request", body)
            else:
                raise answer.refused("and neither JSON nor a stream of events", await answer.error_body())
            if call.answer is not None:
                if request.method == INITIALIZE and isinstance(call.answer, dict):
                    self._session = HttpSession.begun(request.params, call.answer, answer)
                await answer.skip_rest()
            return position

    async def _go_on(self, position: Position, call: Call) -> None:
        """Has a call answered whose stream broke off.

        Raises:
            ConnectionClosed: there is nothing to go on from, or not any more.
            HttpError: the server does not go on.
        """
        session = self._session
        if position.id is None or session is None:
            raise ConnectionClosed(f"{call.request.method} was not answered: {position.reason}; it may have been done")
        await self._streams.follow(session, position, call)

    async def _tell(self, message: Message) -> None:
        """Sends what nothing answers.

        Raises:
            SessionEnded: the server does not know the session.
            HttpError, ConnectionClosed: it was not taken.
        """
        session = self._session
        async with self._http.post(encoded(message), self._session_headers(message)) as answer:
            _check(session, answer)
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

    def _withdraw(self, cancellation: Notification | None) -> None:
        """Tells the server that nobody waits any more. Without a session the end of the stream says it.

        Spec: basic/utilities/cancellation
        """
        if cancellation is not None and self._session is not None and not self._stopped.is_set():
            self._send(cancellation)

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
            await self._listen()

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
                await self._streams.follow(session, Position(), None, beginning)
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


def _check(session: HttpSession | None, answer: HttpAnswer) -> None:
    """Raises SessionEnded if the answer says that the server does not know the session."""
    if answer.status == HTTPStatus.NOT_FOUND and session is not None and session.id is not None:
        raise SessionEnded(session, was_taken=False)
