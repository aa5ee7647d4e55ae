"""A wire that fails as a test likes: a TCP relay between a client and a server, each direction with faults of its own.

Where faults are drawn at random they come from a seed, so that what has failed once fails again.
"""

import random
import socket
import struct
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import anyio
from anyio.abc import SocketAttribute, SocketStream

RESET: Final = struct.pack("ii", 1, 0)
"""The option of a socket that has closing it tell the peer that the connection was reset."""

_GONE: Final = (anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong in one direction of a connection. Positions count the bytes that have passed."""

    delay: float = 0.0
    """Seconds that each piece is late."""
    rate: int | None = None
    """Bytes that pass at once; after each of them others have their turn."""
    stop_at: int | None = None
    """Where nothing is read any more, until `Relay.go_on` is set."""
    half_close_at: int | None = None
    """Where the receiver is told that there is no more, while the other direction stays open."""
    cut_at: int | None = None
    """Where the connection is closed, in both directions."""
    reset_at: int | None = None
    """Where the connection is reset."""
    flip_at: int | None = None
    """The byte that arrives with another bit."""

    @property
    def end(self) -> int | None:
        """Where this direction is over."""
        ends = [at for at in (self.half_close_at, self.cut_at, self.reset_at) if at is not None]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True)
class Wire:
    """The faults of one connection."""

    up: Fault = field(default_factory=Fault)
    """On the way to the server."""
    down: Fault = field(default_factory=Fault)
    """On the way to the client."""


def drawn(seed: int, kinds: Sequence[str], within: int) -> Callable[[int], Wire]:
    """Connections with one fault each of one of these kinds, somewhere in its first bytes, in either direction."""

    def wire(number: int) -> Wire:
        chance = random.Random(f"{seed} {number}")  # noqa: S311 -- the same each time is what is wanted
        kind = chance.choice(kinds)
        value = {"delay": 0.005, "rate": chance.randrange(1, 64)}.get(kind, chance.randrange(within))
        fault = Fault(**{kind: value})  # type: ignore[arg-type] -- the kinds are fields
        return Wire(up=fault) if chance.random() < 0.5 else Wire(down=fault)

    return wire


class Relay:
    """The wire.

    Args:
        target: host and port of the server; may be changed for connections to come.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.url = ""
        self.go_on = anyio.Event()
        """Ends the waits of `Fault.stop_at`."""
        self.connections = 0
        """How many there were since `use`."""
        self.connected = anyio.Event()
        """Set with the first of them."""
        self._wires: Callable[[int], Wire] = lambda number: Wire()
        self._open: set[SocketStream] = set()

    async def use(self, wires: Callable[[int], Wire]) -> None:
        """From now on the n-th connection is like this, beginning with 0. Ends those that are open."""
        self._wires = wires
        self.connections = 0
        self.connected = anyio.Event()
        for stream in tuple(self._open):
            await stream.aclose()

    async def carry(self, client: SocketStream) -> None:
        """Carries one connection to its end."""
        wire = self._wires(self.connections)
        self.connections += 1
        self.connected.set()
        async with client:
            try:
                server = await anyio.connect_tcp(*self.target)
            except OSError:
                return
            async with server, anyio.create_task_group() as tasks:
                self._open |= {client, server}
                try:
                    tasks.start_soon(self._pass_on, client, server, wire.up, tasks.cancel_scope)
                    await self._pass_on(server, client, wire.down, tasks.cancel_scope)
                finally:
                    self._open -= {client, server}

    async def _pass_on(self, source: SocketStream, sink: SocketStream, fault: Fault, both: anyio.CancelScope) -> None:
        passed = 0
        try:
            while True:
                if fault.stop_at is not None and passed >= fault.stop_at:
                    await self.go_on.wait()
                data = await source.receive(fault.rate or 65536)
                if fault.flip_at is not None and passed <= fault.flip_at < passed + len(data):
                    at = fault.flip_at - passed
                    data = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
                if fault.delay:
                    await anyio.sleep(fault.delay)
                if fault.end is not None and passed + len(data) >= fault.end:
                    await sink.send(data[: fault.end - passed])
                    break
                await sink.send(data)
                passed += len(data)
        except _GONE:
            both.cancel()
            return
        if fault.end == fault.half_close_at:
            await self._half_close(source, sink)
            return
        if fault.end == fault.reset_at:
            raw = sink.extra_attributes[SocketAttribute.raw_socket]()
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        both.cancel()

    async def _half_close(self, source: SocketStream, sink: SocketStream) -> None:
        try:
            await sink.send_eof()
            while True:
                await source.receive()
        except _GONE:
            return


@asynccontextmanager
async def relayed(url: str) -> AsyncIterator[Relay]:
    """A relay to the server at this URL while the block runs; its own URL is `Relay.url`. What is raised comes out."""
    host, _, path = url.removeprefix("http://").partition("/")
    name, _, port = host.partition(":")
    relay = Relay((name, int(port)))
    failure: BaseException | None = None
    async with (
        await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0) as listener,
        anyio.create_task_group() as tasks,
    ):
        own_port = listener.extra_attributes[SocketAttribute.local_address]()[1]
        relay.url = f"http://127.0.0.1:{own_port}/{path}"
        tasks.start_soon(listener.serve, relay.carry)
        try:
            yield relay
        except Exception as error:  # brought out of the task group
            failure = error
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure
