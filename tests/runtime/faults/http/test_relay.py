"""The relay does to a connection what it is told, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest
from anyio.abc import SocketAttribute, SocketStream

from tests.runtime.faults.http.relay import Fault, Relay, Wire, drawn, relayed

pytestmark = pytest.mark.anyio

PATIENCE = 10.0
TEXT = bytes(range(100))


async def send_back(stream: SocketStream) -> None:
    """A server that sends back what it gets."""
    async with stream:
        try:
            async for data in stream:
                await stream.send(data)
        except anyio.BrokenResourceError:
            return


@asynccontextmanager
async def wire(fault: Wire) -> AsyncIterator[tuple[Relay, SocketStream]]:
    """One connection through a relay with these faults."""
    with anyio.fail_after(PATIENCE):
        async with (
            await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=0) as listener,
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(listener.serve, send_back)
            port = listener.extra_attributes[SocketAttribute.local_address]()[1]
            async with relayed(f"http://127.0.0.1:{port}/") as relay:
                await relay.use(lambda number: fault)
                own_port = int(relay.url.rpartition(":")[2].strip("/"))
                async with await anyio.connect_tcp("127.0.0.1", own_port) as stream:
                    await stream.send(TEXT)
                    yield relay, stream
            tasks.cancel_scope.cancel()


async def received(stream: SocketStream, size: int = len(TEXT)) -> bytes:
    """What comes, up to this size or the end."""
    data = b""
    while len(data) < size:
        try:
            data += await stream.receive()
        except anyio.EndOfStream:
            break
    return data


@pytest.mark.parametrize("fault", [Fault(), Fault(delay=0.01), Fault(rate=7)], ids=["none", "delay", "rate"])
async def test_what_is_late_or_slow_arrives_whole(fault: Fault) -> None:
    for faults in (Wire(up=fault), Wire(down=fault)):
        async with wire(faults) as (_, stream):
            assert await received(stream) == TEXT


async def test_one_bit_arrives_another_way() -> None:
    async with wire(Wire(up=Fault(flip_at=50, rate=30))) as (_, stream):
        assert await received(stream) == TEXT[:50] + b"3" + TEXT[51:]


async def test_a_connection_is_cut_at_a_byte() -> None:
    async with wire(Wire(down=Fault(cut_at=33))) as (_, stream):
        assert await received(stream) == TEXT[:33]


async def test_a_connection_is_reset_at_a_byte() -> None:
    async with wire(Wire(down=Fault(reset_at=0))) as (_, stream):
        with pytest.raises(anyio.BrokenResourceError):
            await received(stream)


async def test_one_direction_ends_and_the_other_goes_on() -> None:
    async with wire(Wire(up=Fault(half_close_at=10))) as (_, stream):
        assert await received(stream) == TEXT[:10]
        with pytest.raises(anyio.EndOfStream):
            await stream.receive()


async def test_nothing_is_read_until_it_may_go_on() -> None:
    async with wire(Wire(down=Fault(stop_at=0))) as (relay, stream):
        with anyio.move_on_after(0.05) as scope:
            await stream.receive()
        assert scope.cancelled_caught
        relay.go_on.set()
        assert await received(stream) == TEXT


def test_a_seed_draws_the_same_faults_again() -> None:
    kinds = ("delay", "rate", "stop_at", "half_close_at", "cut_at", "reset_at", "flip_at")
    one, other = ([drawn(7, kinds, 500)(number) for number in range(50)] for _ in range(2))
    assert one == other
    assert len(set(one)) > 40
    assert one[0] != drawn(8, kinds, 500)(0)
