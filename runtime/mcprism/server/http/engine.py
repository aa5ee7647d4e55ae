"""What all requests to one app have in common while it runs: the event loop, the limits, what is in flight."""

from collections.abc import Callable

from mcprism.exchange import Outcome, Work
from mcprism.server.http.options import HttpOptions
from mcprism.spawn import EventLoop, Guard
from mcprism.transports.http_server import EventStream, Header, Send


class Engine:
    """An app in an event loop.

    Args:
        options: how it serves.
        loop: the event loop that it serves in.
    """

    def __init__(self, options: HttpOptions, loop: EventLoop) -> None:
        self.options = options
        self.loop = loop
        self.running: set[Guard] = set()
        """The work that is being done for clients."""
        self.on_drain: set[Callable[[], object]] = set()
        """Called when the app is to end, for what would last longer."""
        self.is_draining = False

    async def run(self, work: Work, guard: Guard) -> Outcome | None:
        """What the work comes to, or None if its guard was interrupted. Raises as the work."""
        self.running.add(guard)
        try:
            return await guard.run(work)
        finally:
            self.running.discard(guard)

    def stream(self, send: Send, headers: list[Header], on_lost: Callable[[], object] | None = None) -> EventStream:
        """A new answer in events."""
        return EventStream(send, headers, self.loop, timeout=self.options.write_timeout, on_lost=on_lost)

    def drain(self) -> None:
        """Nothing new is served. Who listens stops now; what is in flight is ended once the drain limit is over."""
        if self.is_draining:
            return
        self.is_draining = True
        for end in tuple(self.on_drain):
            end()

        def end_all() -> None:
            for guard in tuple(self.running):
                guard.interrupt()

        self.loop.call_later(self.options.shutdown_timeout, end_all)
