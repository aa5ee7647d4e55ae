"""What HTTP costs: our server and client, the official SDKs and the limit, side by side in one run. Linux only.

    uv run python benchmarks/streamable_http.py [--json] [--seconds 0.4] [--rounds 5]

MCPRISM_PEERS and MCPRISM_NODE as for `stdio.py`. How to read the table: `benchmarks/README.md`.
"""

import json
import select
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial
from types import TracebackType
from typing import Any, Final, Self

from http_connection import Answer, Connection
from messages import (
    INITIALIZE,
    INITIALIZED,
    NEWEST,
    TOOLS,
    VERSION,
    call,
    check_called,
    check_initialized,
    check_listed,
)
from peers.participants import Participant
from programs import ANSWER_TIMEOUT, Program, client_window
from report import Row, by_turns, main

CONNECTIONS: Final = 16
SESSIONS: Final = 1000
OF_THE_NEWEST: Final = {"mcp-protocol-version": NEWEST, "mcp-method": "tools/call", "mcp-name": "add"}


class Server(Program):
    """A server under test, which has printed where it listens. Every answer is checked."""

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__(command)
        self.url = ""
        self._last_id = 0
        self._sessions: list[Mapping[str, str]] = []
        self.answer_size = 0
        """Bytes of the last answer to `tools/list`."""

    def __enter__(self) -> Self:
        try:
            self.url = self.lines()[0].decode().strip()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the server: SIGTERM, then SIGKILL."""
        self.terminate()
        super().__exit__(exc_type, exc, traceback)

    def begin_sessions(self, count: int) -> None:
        """The handshake so many times, on one connection."""
        with closing(Connection(self.url, {})) as connection:
            for _ in range(count):
                connection.say({})
                answer = connection.ask(self._request("initialize", INITIALIZE))
                check_initialized(answer.message(), self)
                session = answer.headers[b"mcp-session-id"].decode()
                self._sessions.append({"mcp-protocol-version": VERSION, "mcp-session-id": session})
                connection.say(self._sessions[-1])
                if connection.ask(INITIALIZED).status != 202:
                    raise self.error("did not accept notifications/initialized")

    def session_memory(self) -> float:
        """kB that an idle session takes, by SESSIONS of them; what the first ones load and cache is not counted."""
        self.begin_sessions(SESSIONS // 10)
        before = self.memory()
        self.begin_sessions(SESSIONS)
        return (self.memory() - before) / SESSIONS * 1e3

    def call_tools(self, seconds: float) -> float:
        """Keeps a call outstanding on each of CONNECTIONS sessions for so long; CPU us per call."""
        while len(self._sessions) < CONNECTIONS:
            self.begin_sessions(1)
        return self._calls(self._sessions[:CONNECTIONS], call, seconds)

    def call_newest(self, seconds: float) -> float:
        """As `call_tools`, in the newest version: without sessions."""
        return self._calls([OF_THE_NEWEST] * CONNECTIONS, partial(call, newest=True), seconds)

    def list_tools(self, seconds: float) -> float:
        """Asks for the list of tools again and again for so long; CPU ms per list."""
        if not self._sessions:
            self.begin_sessions(1)
        with closing(Connection(self.url, self._sessions[0])) as connection:
            before = self.cpu()
            end = time.perf_counter() + seconds
            answered = 0
            while not answered or time.perf_counter() < end:
                answer = connection.ask(self._request("tools/list"))
                self.answer_size = len(answer.body)
                check_listed(answer.message(), self)
                answered += 1
            return (self.cpu() - before) / answered * 1e3

    def _calls(self, kinds: Sequence[Mapping[str, str]], request: Callable[[int], bytes], seconds: float) -> float:
        with ExitStack() as stack:
            connections = [stack.enter_context(closing(Connection(self.url, headers))) for headers in kinds]
            # The first call on a connection also costs what accepting it does.
            for connection in connections:
                self._last_id += 1
                self._check(connection.ask(request(self._last_id)), self._last_id)
            return self._window(connections, request, seconds)

    def _window(self, connections: Sequence[Connection], request: Callable[[int], bytes], seconds: float) -> float:
        by_file = {connection.socket.fileno(): connection for connection in connections}
        waiting: dict[int, int] = {}
        answered = 0
        with select.epoll() as poll:
            for number in by_file:
                poll.register(number, select.EPOLLIN)
            before = self.cpu()
            end = time.perf_counter() + seconds
            ready = list(by_file)
            while True:
                if time.perf_counter() < end:
                    for number in ready:
                        self._last_id += 1
                        waiting[number] = self._last_id
                        by_file[number].send(request(self._last_id))
                if not waiting:
                    break
                events = poll.poll(ANSWER_TIMEOUT)
                if not events:
                    raise self.error(f"gave no answer within {ANSWER_TIMEOUT:g} s")
                ready = []
                for number, _ in events:
                    answer = by_file[number].read()
                    if answer is not None:
                        self._check(answer, waiting.pop(number))
                        ready.append(number)
                answered += len(ready)
            return (self.cpu() - before) / answered * 1e6

    def _check(self, answer: Answer, expected: int) -> None:
        if answer.status != 200 or check_called(answer.message(), self) != expected:
            raise self.error(f"answered a call of add with {answer.status} {answer.body[:300]!r}")

    def _request(self, method: str, params: Mapping[str, Any] | None = None) -> bytes:
        self._last_id += 1
        request: dict[str, Any] = {"jsonrpc": "2.0", "id": self._last_id, "method": method}
        return json.dumps(request if params is None else {**request, "params": params}).encode()


def measure(participants: Sequence[Participant], *, seconds: float, rounds: int) -> list[Row]:
    """As `report.Measure`."""
    present = [participant for participant in participants if not participant.missing]
    rows: list[Row] = []

    def started(stack: ExitStack, kind: str, more: int = 0) -> dict[str, Server]:
        takes_part = [it for it in present if it.speaks_newest or kind != "newest"]
        commands = {it.name: [*it.http_server, kind, str(more)] for it in takes_part if it.http_server}
        return {name: stack.enter_context(Server(command)) for name, command in commands.items()}

    def calls(case: str, windows: Mapping[str, Callable[[float], float]]) -> None:
        measurements = {name: partial(window, seconds) for name, window in windows.items()}
        rows.append(Row(case, "CPU us per call", by_turns(measurements, rounds)))

    with ExitStack() as stack:
        # The first start may have to compile, which shows in memory.
        started(stack, "json")
    with ExitStack() as stack:
        servers = started(stack, "json")
        name = f"{CONNECTIONS} connections"
        calls(f"server, session, JSON, {name}", {name: it.call_tools for name, it in servers.items()})
        rows.append(Row("server, memory after the run", "MB", {name: [it.memory()] for name, it in servers.items()}))
        asking = {it.name: [*it.http_client, servers[participants[0].name].url] for it in present if it.http_client}
        clients = {name: stack.enter_context(Program(command)) for name, command in asking.items()}
        for case, outstanding in ((f"client, {CONNECTIONS} outstanding", CONNECTIONS), ("client, one at a time", 1)):
            windows = {name: partial(client_window, it, outstanding) for name, it in clients.items()}
            calls(case, windows)
    with ExitStack() as stack:
        # By processes of their own: in others there is room that has become free.
        servers = started(stack, "json")
        idle = {name: [it.session_memory()] for name, it in servers.items() if name != participants[0].name}
        rows.append(Row(f"an idle session, of {SESSIONS:,}", "kB", idle, has_limit=False))
    with ExitStack() as stack:
        servers = started(stack, "sse")
        calls(f"server, session, one event, {CONNECTIONS} connections", {n: it.call_tools for n, it in servers.items()})
    with ExitStack() as stack:
        servers = started(stack, "newest")
        calls(f"server, {NEWEST}, JSON, {CONNECTIONS} connections", {n: it.call_newest for n, it in servers.items()})
    with ExitStack() as stack:
        servers = started(stack, "json", TOOLS - 1)
        lists = {name: partial(server.list_tools, seconds) for name, server in servers.items()}
        rows.append(Row(f"`tools/list`, {TOOLS:,} tools", "CPU ms", by_turns(lists, rounds)))
        rows.append(Row("size of that list", "kB", {name: [it.answer_size / 1e3] for name, it in servers.items()}))
    return rows


if __name__ == "__main__":
    main("Streamable HTTP", measure)
