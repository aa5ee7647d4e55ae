"""The ASGI app of a server: which requests are let in, and where they go.

Spec: basic/transports#streamable-http
"""

from functools import partial
from typing import Final

from mcprism.errors import OVERLOADED, MalformedMessage
from mcprism.jsonrpc import Message, Notification, Request, decode
from mcprism.server.http.options import HttpOptions
from mcprism.server.http.reply import Reply
from mcprism.server.http.stateless import StatelessEndpoint
from mcprism.server.service import Service
from mcprism.spawn import EventLoop, Guard, current_loop
from mcprism.transports.headers import EVENT_STREAM, JSON, accepts, is_json
from mcprism.transports.http_server import (
    ClientGone,
    Header,
    Headers,
    Receive,
    Refusal,
    Scope,
    Send,
    read_body,
    refuse,
)

_SOON: Final[tuple[Header, ...]] = ((b"retry-after", b"1"),)


class HttpApp:
    """A server as an ASGI app. It may be run by itself, or mounted in another; what it needs begins on first use.

    Args:
        service: what is served.
        options: how.
    """

    def __init__(self, service: Service, options: HttpOptions) -> None:
        self._options = options
        self._hosts = options.hosts()
        self._origins = options.origins()
        self._loop: EventLoop | None = None
        self._running: set[Guard] = set()
        self._is_draining = False
        self._stateless = StatelessEndpoint(*service.warning_once().stateless())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._respond(scope, receive, send)
        else:
            raise RuntimeError(f"this app serves http, not {scope['type']!r}")

    def drain(self) -> None:
        """Refuses new requests from now on; those in flight are ended once the drain limit is over."""
        self._is_draining = True
        if self._loop is not None:
            self._loop.call_later(self._options.shutdown_timeout, self._end_all)

    def _end_all(self) -> None:
        for guard in self._running:
            guard.interrupt()

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope["headers"])
        try:
            self._let_in(headers)
            if self._is_draining:
                raise Refusal(503, "the server is being shut down", code=OVERLOADED, headers=_SOON)
            path: str = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
            if path != self._options.path:
                raise Refusal(404, f"nothing is served at {path[:100]!r}: the endpoint is {self._options.path}")
            if scope["method"] != "POST":
                raise Refusal(405, "this endpoint takes POST", headers=((b"allow", b"POST"),))
            await self._post(headers, receive, send)
        except Refusal as refusal:
            await refuse(send, refusal)
        except ClientGone:
            return

    def _let_in(self, headers: Headers) -> None:
        host, origin = headers.get(b"host"), headers.get(b"origin")
        if self._hosts is not None and not self._hosts.allows(host):
            raise Refusal(
                421, f"the host {_text(host)} is not served here; the server's option allowed_hosts lists them"
            )
        if origin is not None and not self._origins.allows(origin):
            raise Refusal(
                403, f"pages from {_text(origin)} may not use this server; its option allowed_origins lists them"
            )

    async def _post(self, headers: Headers, receive: Receive, send: Send) -> None:
        accept = headers.get(b"accept") or b""
        if not (accepts(accept, JSON) and accepts(accept, EVENT_STREAM)):
            raise Refusal(406, "Accept must list application/json and text/event-stream")
        if not is_json(headers.get(b"content-type") or b""):
            raise Refusal(415, "Content-Type must be application/json")
        loop = self._loop
        if loop is None:
            loop = self._loop = current_loop()
        guard = loop.guard()
        if len(self._running) >= self._options.max_requests:
            text = f"{self._options.max_requests} requests are served already: try again later"
            raise Refusal(503, text, code=OVERLOADED, headers=_SOON)
        self._running.add(guard)
        try:
            await guard.run(partial(self._serve, headers, receive, send, guard, loop))
        finally:
            self._running.discard(guard)

    async def _serve(self, headers: Headers, receive: Receive, send: Send, guard: Guard, loop: EventLoop) -> None:
        alarm = loop.call_later(self._options.body_timeout, guard.interrupt)
        try:
            body = await read_body(receive, headers, limit=self._options.max_body_bytes)
        finally:
            alarm.cancel()
        message = _decoded(body)
        options = self._options
        reply = Reply(
            receive,
            send,
            loop,
            mode=options.response_mode,
            keep_alive=options.keep_alive,
            write_timeout=options.write_timeout,
            on_gone=guard.interrupt,
        )
        match message:
            case Request():
                await self._stateless.serve(message, headers, reply, guard)
            case Notification():
                await reply.accepted()
            case _:
                raise Refusal(400, "an answer was sent, and without a session nothing is asked")


def _decoded(body: bytes) -> Message:
    try:
        return decode(body)
    except MalformedMessage as error:
        raise Refusal(400, error.message, code=error.code, request_id=error.request_id) from None


def _text(value: bytes | None) -> str:
    return repr((value or b"").decode("latin-1")[:100])
