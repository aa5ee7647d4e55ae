"""A process that serves standard input and output: python serve.py LOOP BEHAVIOUR"""

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

import anyio

from mcprism.errors import ConnectionClosed
from mcprism.transports import StdioChannel


async def echo() -> None:
    async with StdioChannel() as channel:
        while frames := await channel.receive():
            for frame in frames:
                channel.send(frame if isinstance(frame, bytes) else b"oversized")
            await channel.drained()


async def log() -> None:
    async with StdioChannel() as channel:
        channel.send(b"stderr blocks: %s" % str(os.get_blocking(2)).encode())
        while frames := await channel.receive():
            for frame in frames:
                assert isinstance(frame, bytes)
                channel.send(frame)


async def echo_small() -> None:
    async with StdioChannel(max_line=10) as channel:
        while frames := await channel.receive():
            for frame in frames:
                channel.send(frame if isinstance(frame, bytes) else f"over {frame.limit}".encode())


async def careless_handler() -> None:
    print("printed before")  # noqa: T201
    async with StdioChannel() as channel:
        while frames := await channel.receive():
            print("printed by a handler")  # noqa: T201
            try:
                input()  # noqa: ASYNC250
            except EOFError:
                channel.send(b"input() saw the end")
            os.write(1, b"written to descriptor 1\n")
            child = subprocess.run(["sh", "-c", "cat; echo printed by a child"], check=True)  # noqa: ASYNC221
            channel.send(b"child exited with %d" % child.returncode)
            for frame in frames:
                assert isinstance(frame, bytes)
                channel.send(frame)
        print("no line feed at the end", end="")  # noqa: T201
    print("printed after")  # noqa: T201


async def second_channel() -> None:
    async with StdioChannel() as channel:
        try:
            async with StdioChannel():
                pass
        except RuntimeError as error:
            channel.send(str(error).encode())
        await channel.receive()
    async with StdioChannel() as channel:
        channel.send(b"one after the other is fine")
    try:
        async with channel:
            pass
    except RuntimeError as error:
        sys.stdout.write(str(error))


async def give_back() -> None:
    before = os.get_blocking(0), os.get_blocking(1), os.fstat(0), os.fstat(1)
    async with StdioChannel() as channel:
        frames = await channel.receive()
        channel.send(b"%d frames" % len(frames))
    assert before[:2] == (os.get_blocking(0), os.get_blocking(1))
    assert [stat.st_ino for stat in before[2:]] == [os.fstat(0).st_ino, os.fstat(1).st_ino]
    # What comes before this line may still belong to the channel, which reads ahead.
    os.write(1, b"left\n")
    rest = os.read(0, 100)
    os.write(1, b"rest: " + rest)
    try:
        channel.send(b"late")
    except ConnectionClosed as error:
        os.write(1, str(error).encode())
    assert await channel.receive() == []


async def end_of_input() -> None:
    async with StdioChannel() as channel:
        while await channel.receive():
            pass
        assert not await channel.receive()
        assert not await channel.receive()
        channel.send(b"x" * 1_000_000)


async def reader_gone() -> None:
    async with StdioChannel() as channel:
        await channel.receive()
        with suppress(ConnectionClosed):
            while True:
                channel.send(b"x" * 1000)
                await channel.drained()
                await anyio.lowlevel.checkpoint()
        assert not await channel.receive()
        sys.stderr.write("served to the end")


async def deaf_client() -> None:
    async with StdioChannel(drain_timeout=0.2) as channel:
        channel.send(b"x" * 8_000_000)


async def cancelled() -> None:
    with anyio.CancelScope() as scope:
        async with StdioChannel() as channel:
            channel.send(b"x" * 1_000_000)
            scope.cancel()
            await channel.receive()


BEHAVIOURS: dict[str, Callable[[], Awaitable[None]]] = {
    behaviour.__name__: behaviour
    for behaviour in (
        echo,
        log,
        echo_small,
        careless_handler,
        second_channel,
        give_back,
        end_of_input,
        reader_gone,
        deaf_client,
        cancelled,
    )
}


if __name__ == "__main__":
    loop, behaviour = sys.argv[1:]
    options = {"use_uvloop": True} if loop == "uvloop" else {}
    anyio.run(BEHAVIOURS[behaviour], backend="trio" if loop == "trio" else "asyncio", backend_options=options)
