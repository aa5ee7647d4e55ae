"""A server that runs on a port, and what can be done with it from outside."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import anyio

from mcprism.errors import StartError
from mcprism.server.http.app import HttpApp
from mcprism.server.http.live import HttpSession
from mcprism.server.http.options import HttpOptions
from mcprism.server.process import INTERRUPTED, announce, loop_options, signals
from mcprism.server.service import Service
from mcprism.spawn import current_loop


class Listening(Protocol):
    """What listens on a port. As `running.Listener`."""

    @property
    def url(self) -> str:
        """Where the endpoint is."""
        ...

    def stop(self) -> None:
        """Begins to end."""
        ...


class HttpHandle:
    """A server that runs on a port."""

    def __init__(self, listener: Listening, app: HttpApp) -> None:
        self._listener = listener
        self._app = app

    @property
    def url(self) -> str:
        """Where its endpoint is, for clients on this machine."""
        return self._listener.url

    def sessions(self) -> list[HttpSession]:
        """As `HttpApp.sessions`."""
        return self._app.sessions()

    def session(self, session_id: str) -> HttpSession:
        """As `HttpApp.session`."""
        return self._app.session(session_id)

    def stop(self) -> None:
        """Takes no more requests; ends once those in flight are answered, or the drain limit is over."""
        self._listener.stop()


@asynccontextmanager
async def running(service: Service, options: HttpOptions) -> AsyncGenerator[HttpHandle]:
    """As `Server.http`."""
    if options.workers > 1:
        raise ValueError(
            "a server in a running event loop is one process: leave workers away here, or use "
            f'server.run("http", workers={options.workers})'
        )
    app = HttpApp(service, options)
    listener = _listener(app, options)
    try:
        async with listener.running():
            yield HttpHandle(listener, app)
    except BaseExceptionGroup as group:
        # That serving takes a task is nobody's concern: what the block raises comes out as it is.
        if len(group.exceptions) != 1:
            raise
        raise group.exceptions[0] from None


def run_http(service: Service, options: HttpOptions) -> None:
    """As `Server.run("http")`."""
    interrupted = False
    try:
        if options.workers > 1:
            interrupted = _in_workers(service, options)
        else:
            interrupted = anyio.run(_serve, service, options, backend_options=loop_options())
    except* KeyboardInterrupt:
        interrupted = True
    if interrupted:
        raise SystemExit(INTERRUPTED)


async def _serve(service: Service, options: HttpOptions) -> bool:
    """Whether the service was interrupted."""
    listener = _listener(HttpApp(service, options), options)
    interrupted = False

    def interrupt() -> None:
        nonlocal interrupted
        interrupted = True
        listener.stop()

    def tell() -> None:
        announce(service.introduction.info["name"], listener.url)

    with signals(current_loop(), interrupt=interrupt, terminate=listener.stop):
        await listener.serve(tell)
    return interrupted


def _listener(app: HttpApp, options: HttpOptions) -> Any:
    try:
        from mcprism.server.http.running import Listener
    except ImportError as error:
        raise _without_uvicorn(error) from error
    return Listener(app, options)


def _in_workers(service: Service, options: HttpOptions) -> bool:
    try:
        from mcprism.server.http.workers import run_workers
    except ImportError as error:
        raise _without_uvicorn(error) from error
    return run_workers(service, options)


def _without_uvicorn(error: ImportError) -> StartError:
    return StartError(f'serving on a port needs uvicorn: pip install "mcprism[http]" ({error})')
