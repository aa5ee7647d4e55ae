"""A server as a process that listens on a port: uvicorn with httptools, on uvloop where there is one.

This module needs the extra `http`; everything else about HTTP runs in any ASGI server without it.
"""

import socket
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Final

import anyio
import uvicorn

from mcprism.errors import StartError
from mcprism.server.http.app import HttpApp
from mcprism.server.http.connections import LimitedProtocol, Room
from mcprism.server.http.options import HttpOptions
from mcprism.server.http.tls import Tls

BACKLOG: Final = 2048

IDLE: Final = 30
"""Seconds that a connection may be kept without a request."""

_TOO_LATE: Final = 2.0
"""Seconds beyond the drain limit after which what is left is cut off: by then the app has answered all it could."""


class Listener:
    """An app on a port.

    Args:
        app: what is served.
        options: where, and within which limits.
        bound: the socket to take connections from; None: one of its own.
    """

    def __init__(self, app: HttpApp, options: HttpOptions, bound: socket.socket | None = None) -> None:
        self._app = app
        self._options = options
        self._given = bound
        self._socket: socket.socket | None = None
        config = uvicorn.Config(
            app,
            http=partial(LimitedProtocol, Room(options.max_connections), options),  # type: ignore[arg-type]  # it is called only
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=int(options.shutdown_timeout + _TOO_LATE),
        )
        if options.tls is not None:
            config.load()
            config.ssl = options.tls.context() if isinstance(options.tls, Tls) else options.tls
        self._uvicorn = _Uvicorn(config)

    async def serve(self, on_start: Callable[[], object]) -> None:
        """Serves until `stop`; what is in flight then is answered within the drain limit.

        Raises:
            StartError: the port cannot be bound.
            BaseException: as the lifespan of the server.
        """
        with bound_to(self._options) if self._given is None else self._given as bound:
            self._socket = bound
            async with self._app.living(self.stop):
                self._uvicorn.on_start = on_start
                if not self._uvicorn.is_stopped:
                    await self._uvicorn.serve([bound])
        self._socket = None

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Serves while the block runs. Raises as `serve`."""
        started = anyio.Event()

        async def serve() -> None:
            # However the block ends, what is in flight is answered first, and connections are closed.
            with anyio.CancelScope(shield=True):
                await self.serve(started.set)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(serve)
            try:
                await started.wait()
                yield
            finally:
                self.stop()

    def stop(self) -> None:
        """Takes no more requests and ends once what is in flight is answered."""
        self._app.drain()
        self._uvicorn.stop()

    @property
    def url(self) -> str:
        """Where the endpoint is.

        Raises:
            RuntimeError: it does not run.
        """
        if self._socket is None:
            raise RuntimeError("the server has no address while it does not run")
        return url_of(self._socket, self._options)


def bound_to(options: HttpOptions) -> socket.socket:
    """A socket that takes connections to the port.

    Raises:
        StartError: it cannot be bound.
    """
    host, port = options.host, options.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise StartError(f"cannot listen on {host}:{port}: {error}; port=0 takes a free port") from error


def url_of(bound: socket.socket, options: HttpOptions) -> str:
    """Where the endpoint is that is served on a socket."""
    host, port = bound.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    scheme = "http" if options.tls is None else "https"
    return f"{scheme}://{host}:{port}{options.path}"


class _Uvicorn(uvicorn.Server):
    """Without signal handlers of its own: whoever runs it has them."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.on_start: Callable[[], object] = bool
        self._serves = False
        self.is_stopped = False

    def stop(self) -> None:
        """Ends it in order: not before it has begun, since some versions leave out the end of what they then began.

        Once it has, no more connections are taken from now on.
        """
        self.is_stopped = True
        self.should_exit = self._serves
        if self._serves:
            for server in self.servers:
                server.close()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.on_start()

    async def main_loop(self) -> None:
        self._serves = True
        if not self.is_stopped:
            await super().main_loop()
