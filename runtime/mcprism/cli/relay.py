"""A server over standard input and output that is started again whenever a file changes, while its client stays.

The client's messages go to the server's process and back. When that is started again, a client with a session need not
know: what it said to begin the session is said again for it, and so are its log level and its subscriptions. Messages
that come meanwhile wait. A request that the old process does not answer in time is answered with an error.
"""

import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

import anyio
from anyio.abc import TaskGroup

from mcprism.cli.failures import Failure
from mcprism.cli.output import one_line
from mcprism.cli.reload import Watched, named, say
from mcprism.cli.session_kept import SessionKept, cancelled_by, frame_of, is_greeting_answered, messages_in, refusal
from mcprism.errors import ConnectionClosed, StartError
from mcprism.jsonrpc import JsonObject
from mcprism.server.process import INTERRUPTED, signals
from mcprism.spawn import current_loop
from mcprism.transports.blocking import BlockingThread
from mcprism.transports.process import ProcessChannel
from mcprism.transports.stdio import StdioChannel

DRAIN_TIMEOUT: Final = 10.0
"""Seconds that requests in flight may take when the server is started again."""
MOST_WAITING: Final = 1000
"""Requests that wait until the server is there again; more of them are refused."""


def relayed(command: Sequence[str], watched: Watched) -> int:
    """Runs a command that serves over standard input and output, until the client has gone; the exit status.

    Raises:
        Failure: standard input or output is closed.
    """
    try:
        interrupted = anyio.run(_relay, command, watched)
    except ConnectionClosed as error:
        raise Failure(str(error)) from None
    return INTERRUPTED if interrupted else 0


async def _relay(command: Sequence[str], watched: Watched) -> bool:
    """Whether it was interrupted."""
    interrupted = False
    async with StdioChannel() as client, anyio.create_task_group() as tasks:

        def interrupt() -> None:
            nonlocal interrupted
            interrupted = True
            tasks.cancel_scope.cancel()

        with signals(current_loop(), interrupt=interrupt, terminate=tasks.cancel_scope.cancel):
            await Relay(command, watched, client).run(tasks)
            tasks.cancel_scope.cancel()
    return interrupted


class Relay:
    """One client and, one after the other, the processes of its server.

    Args:
        command: starts a process.
        watched: the files whose changes start another one.
        client: the way to the client.
    """

    def __init__(self, command: Sequence[str], watched: Watched, client: StdioChannel) -> None:
        self._command = command
        self._watched = watched
        self._client = client
        self._kept = SessionKept()
        self._server: ProcessChannel | None = None
        self._takes_requests = False
        self._broken = ""
        self._waiting: deque[JsonObject] = deque()
        self._changed = anyio.Event()
        self._answered = anyio.Event()

    async def run(self, tasks: TaskGroup) -> None:
        """Returns when the client has gone, and what it asked was answered or took too long."""
        tasks.start_soon(self._watch)
        tasks.start_soon(self._serve)
        while frames := await self._client.receive():
            for frame in frames:
                if isinstance(frame, bytes):
                    self._from_client(frame)
            if self._server is not None:
                await self._server.drained()
        await self._drained(lambda: not self._kept.is_busy and not self._waiting)

    async def _watch(self) -> None:
        thread = BlockingThread[list[str]]("mcprism watches")
        while True:
            await anyio.sleep(self._watched.pause)
            if changed := await thread.run(self._watched.changed):
                say(f"{named(changed)} changed: the server starts again")
                self._changed.set()

    async def _serve(self) -> None:
        while True:
            self._changed = anyio.Event()
            try:
                await self._serve_once()
            except* (StartError, ConnectionClosed, ValueError) as errors:
                self._broken = one_line(str(errors.exceptions[0]))
            self._server, self._takes_requests = None, False
            is_wanted = self._changed.is_set()
            reason = "the server was started again before it answered" if is_wanted else self._broken
            self._to_client(self._kept.given_up(reason))
            if not is_wanted:
                say(f"{self._broken}; a change of a file starts it again")
                self._refuse_waiting()
                await self._changed.wait()
            self._broken = ""

    async def _serve_once(self) -> None:
        """One process, until it ends or files have changed."""
        channel = ProcessChannel(self._command, inherit_env=("*",), on_stderr=_shown)
        async with channel as server, anyio.create_task_group() as tasks:
            self._server = server
            tasks.start_soon(self._end_in_order, tasks)
            first = self._kept.begun_again()
            self._to_server(first)
            if not any(message["method"] == "initialize" for message in first):
                self._take_requests()
            while frames := await server.receive():
                for frame in frames:
                    if isinstance(frame, bytes):
                        self._from_server(frame)
                await self._client.drained()
            tasks.cancel_scope.cancel()
        # Said here, where its last words have come.
        self._broken = one_line(channel.describe_end()) or "the server has ended"

    async def _end_in_order(self, tasks: TaskGroup) -> None:
        """Once files have changed: no new requests for this process, and it may answer those that it has."""
        await self._changed.wait()
        self._takes_requests = False
        await self._drained(lambda: not self._kept.is_busy)
        tasks.cancel_scope.cancel()

    async def _drained(self, is_done: Callable[[], bool]) -> None:
        with anyio.move_on_after(DRAIN_TIMEOUT):
            while not is_done():
                self._answered = anyio.Event()
                await self._answered.wait()

    def _from_client(self, frame: bytes) -> None:
        messages = messages_in(frame)
        if messages is None and self._server is not None:
            self._server.send(frame)  # what is no message gets the answer that it gets
        for message in messages or ():
            is_request = "method" in message and "id" in message
            if is_request and not self._takes_requests:
                self._put_off(message)
            elif is_request or not self._is_about_waiting(message):
                # With no process nobody gets it, but what it says of the session is kept.
                self._to_server([self._kept.from_client(message)])

    def _put_off(self, request: JsonObject) -> None:
        """Has a request wait for a process that takes it, unless there will be none."""
        if self._broken or len(self._waiting) == MOST_WAITING:
            self._to_client([refusal(request, self._broken or "the server is being started again")])
        else:
            self._waiting.append(request)

    def _is_about_waiting(self, message: JsonObject) -> bool:
        """Whether a message cancels a request that waits. No process gets that then."""
        cancelled = cancelled_by(message)
        found = [one for one in self._waiting if cancelled is not None and one["id"] == cancelled]
        for one in found:
            self._waiting.remove(one)
        return bool(found)

    def _from_server(self, frame: bytes) -> None:
        messages = messages_in(frame)
        if messages is None:
            self._client.send(frame)
        for message in messages or ():
            told = self._kept.heard_again(message)
            if told is not None:
                self._to_client(told)
            elif is_greeting_answered(message):
                to_server, to_client = self._kept.greeted(message)
                self._to_server(to_server)
                self._take_requests()
                self._to_client(to_client)
            else:
                self._to_client([self._kept.from_server(message)])

    def _take_requests(self) -> None:
        """The process is ready: what has waited for it goes to it."""
        self._takes_requests = True
        while self._waiting:
            self._to_server([self._kept.from_client(self._waiting.popleft())])

    def _refuse_waiting(self) -> None:
        while self._waiting:
            self._to_client([refusal(self._waiting.popleft(), self._broken)])

    def _to_server(self, messages: Iterable[JsonObject | None]) -> None:
        for message in messages:
            if message is not None and self._server is not None:
                with suppress(ConnectionClosed):  # what it has not answered is answered when its end is noticed
                    self._server.send(frame_of(message))

    def _to_client(self, messages: Iterable[JsonObject | None]) -> None:
        for message in messages:
            if message is not None:
                self._client.send(frame_of(message))
        self._answered.set()


def _shown(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
