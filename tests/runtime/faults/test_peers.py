"""Servers that die or misbehave, as real processes, and what is left of them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import anyio
import pytest

from mcprism import Client, ConnectionClosed, RequestTimeout
from mcprism.transports import Frame, ProcessChannel
from mcprism_types import v2026_07_28 as home

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_task_is_left")]

PATIENCE = 30.0

Light = Callable[..., list[str]]

TELL_PID = 'result = {"content": [{"type": "text", "text": str(__import__("os").getpid())}]}'


def text_of(result: home.CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, home.TextContent)
    return content.text


@pytest.mark.fault("PE-01", "SD-03")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
async def test_every_waiting_call_fails_when_the_server_is_killed(light: Light, number: signal.Signals) -> None:
    command = light(
        on_call=f'{TELL_PID}\n            if message["params"]["name"] == "hang": __import__("time").sleep(60)'
    )
    failed: list[str] = []

    async def call(client: Client) -> None:
        with pytest.raises(ConnectionClosed) as caught:
            await client.call_tool("hang")
        failed.append(str(caught.value))

    with anyio.fail_after(PATIENCE):
        async with Client(command, version="2025-11-25") as client:
            pid = int(text_of(await client.call_tool("pid")))
            async with anyio.create_task_group() as tasks:
                for _ in range(3):
                    tasks.start_soon(call, client)
                await anyio.wait_all_tasks_blocked()
                os.kill(pid, number)
            with pytest.raises(ConnectionClosed, match="tools/call was not sent"):
                await client.call_tool("pid")
    assert len(failed) == 3
    if number != signal.SIGINT:  # Python turns that one into an exception
        assert all(f"was ended by {number.name}" in text for text in failed)


@pytest.mark.fault("PE-02", "IN-03")
async def test_what_is_printed_between_messages_is_skipped(light: Light) -> None:
    command = light(
        on_call=r"""
            out = sys.stdout.buffer
            for noise in (b"", b"\r", b"Listening on port 3000\r", b"\xff\xfe\x00", b"[]", b"{}", b"null",
                          b'{"level":1}', b'{"jsonrpc":"2.0"', b'{"jsonrpc":"2.0","result":{}}',
                          b'{"jsonrpc":"2.0","id":"x","result":{}}', b"\xc3\x28", b"[" * 100_000,
                          b'{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"?"}}'):
                out.write(noise + b"\n")
            out.write(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode() + b"\r\n")
        """.strip()
    )
    with anyio.fail_after(PATIENCE):
        async with Client(command, version="2025-11-25") as client:
            for _ in range(3):
                assert text_of(await client.call_tool("x")) == "called"


@pytest.mark.fault("PE-02")
async def test_noise_before_the_first_message_is_skipped(tmp_path: Path, light: Light) -> None:
    script = tmp_path / "noisy.sh"
    script.write_text('printf "Starting...\\n\\n\\r\\n\\377\\n"\nexec "$@"\n')
    with anyio.fail_after(PATIENCE):
        async with Client(["sh", str(script), *light()], version="2025-11-25") as client:
            assert text_of(await client.call_tool("x")) == "called"


@pytest.mark.fault("PE-03")
@pytest.mark.parametrize("options", [{}, {"version": "2025-11-25"}, {"version": "2026-07-28"}], ids=str)
async def test_server_that_cannot_start_is_one_plain_error_with_its_last_words(options: dict[str, Any]) -> None:
    command = ["sh", "-c", "echo 'no such database' >&2; exit 3"]
    with anyio.fail_after(PATIENCE):
        with pytest.raises(ConnectionClosed, match=r"status 3; its stderr ended with: no such database") as caught:
            async with Client(command, **options):
                pytest.fail("connected")
    assert not isinstance(caught.value, BaseExceptionGroup)


@pytest.mark.fault("PE-05")
async def test_server_that_ignores_everything_is_gone_when_the_client_is_closed(light: Light) -> None:
    stubborn = light(
        on_call=f"""
            {TELL_PID}
            import signal, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        """.strip()
    )
    stubborn_to_the_end = ["sh", "-c", '"$@"; while :; do sleep 60; done', "sh", *stubborn]
    channel = ProcessChannel(stubborn_to_the_end, stop_timeouts=(0.1, 0.1))
    with anyio.fail_after(PATIENCE):
        async with Client(channel, version="2025-11-25") as client:
            pid = int(text_of(await client.call_tool("x")))
        while running(pid):  # noqa: ASYNC110 - the system tells nobody of the end of a grandchild
            await anyio.sleep(0.01)


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


PARENT = """
import sys
import anyio
from mcprism import Client
from mcprism.transports import ProcessChannel

async def main(command):
    async with Client(ProcessChannel(command, on_stderr=lambda line: print(line, flush=True))) as client:
        await client.call_tool("work", {"seconds": float(sys.argv[2])}, timeout=600)

anyio.run(main, [sys.executable, sys.argv[1]], backend=sys.argv[3])
"""

CHILD = """
import os
import sys
import anyio
from mcprism import Context, Server
from mcprism_types.v2025_11_25 import CallToolResult, ServerHandler


class Handler(ServerHandler[Context]):
    async def call_tool(self, params, ctx):
        print(os.getpid(), file=sys.stderr, flush=True)
        await anyio.sleep(600)


Server.from_handler(Handler(), name="child", version="1", drain_timeout=600).run(backend="BACKEND")
"""


@pytest.mark.fault("PE-06")
async def test_server_ends_by_itself_when_its_client_is_killed_in_the_middle_of_a_call(
    tmp_path: Path, anyio_backend: str
) -> None:
    (tmp_path / "child.py").write_text(CHILD.replace("BACKEND", anyio_backend))
    command = [sys.executable, "-c", PARENT, str(tmp_path / "child.py"), "600", anyio_backend]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:  # noqa: ASYNC220 - to be killed, not waited for
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        descriptor = os.pidfd_open(pid)
        parent.kill()
    try:
        # Long before the drain limit: nobody is there to read the answer.
        with anyio.fail_after(PATIENCE):
            await anyio.wait_readable(descriptor)
    finally:
        os.close(descriptor)


class Unreachable:
    """A channel that never opens."""

    async def __aenter__(self) -> Self:
        await anyio.sleep_forever()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None

    async def receive(self) -> list[Frame]:
        return []

    def send(self, frame: bytes) -> None:
        raise ConnectionClosed("never open")

    async def drained(self) -> None:
        return None

    async def unread(self) -> None:
        return None

    def describe_end(self) -> str:
        return ""


@pytest.mark.fault("PE-07")
async def test_connection_that_never_opens_is_given_up() -> None:
    with anyio.fail_after(PATIENCE):
        with pytest.raises(RequestTimeout, match=r"connecting was not answered within 0\.05 s"):
            async with Client(Unreachable(), connect_timeout=0.05):
                pytest.fail("connected")


@pytest.mark.fault("PE-07", "ID-08")
@pytest.mark.parametrize("options", [{}, {"version": "2025-11-25"}, {"version": "2026-07-28"}], ids=str)
async def test_process_that_never_answers_is_given_up_and_ended(options: dict[str, Any]) -> None:
    channel = ProcessChannel(["sleep", "60"], stop_timeouts=(0.05, 5.0))
    with anyio.fail_after(PATIENCE):
        with pytest.raises(RequestTimeout):
            async with Client(channel, connect_timeout=0.05, probe_timeout=0.05, **options):
                pytest.fail("connected")
    assert channel.describe_end() == "the server process was ended by SIGTERM"
