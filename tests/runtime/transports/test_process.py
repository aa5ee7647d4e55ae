"""The client's side of stdio, with real child processes."""

import logging
import os
import signal
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio
import pytest

from mcprism.errors import ConnectionClosed, StartError
from mcprism.transports import HIGH_WATER, Frame, Oversized, ProcessChannel
from tests.runtime.leaks import children, descriptors

pytestmark = pytest.mark.anyio

ECHO = ["cat"]


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def shell(code: str) -> list[str]:
    return ["sh", "-c", code]


@asynccontextmanager
async def running(channel: ProcessChannel) -> AsyncGenerator[ProcessChannel]:
    """The open channel; everything together takes 20 seconds at most."""
    with anyio.fail_after(20):
        async with channel:
            yield channel


async def receive_all(channel: ProcessChannel) -> list[Frame]:
    frames: list[Frame] = []
    while some := await channel.receive():
        frames += some
    return frames


async def receive_number(channel: ProcessChannel) -> int:
    """The process id in the next frame."""
    (frame,) = await channel.receive()
    assert isinstance(frame, bytes)
    return int(frame)


def runs(pid: int) -> bool:
    """Whether the process lives: neither gone nor a zombie that its new parent has not collected."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def ended(pid: int) -> bool:
    """Whether the process ends, or has: a signal that was sent takes its time to end another process."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    with anyio.move_on_after(20) as waiting:
        await anyio.wait_readable(descriptor)
    os.close(descriptor)
    return not waiting.cancelled_caught


def collected(pid: int) -> bool:
    """Whether our child has left nothing behind, not even a zombie."""
    return not Path(f"/proc/{pid}").exists()


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """The event loop of the test is open at both times or closed at both: only ours could be new."""
    before = descriptors(), children()
    yield
    assert descriptors() <= before[0]
    assert children() <= before[1]


async def test_frames_go_to_the_child_and_come_back() -> None:
    async with running(ProcessChannel(ECHO)) as channel:
        channel.send(b"one")
        channel.send(b"two")
        frames = list(await channel.receive())
        while len(frames) < 2:
            frames += await channel.receive()
        assert frames == [b"one", b"two"]
        assert channel.describe_end() == ""
    assert channel.describe_end() == "the server process exited with status 0"


async def test_garbage_is_frames_too() -> None:
    async with running(ProcessChannel(shell(r"printf 'noise\n\n\r\n\377\n{}\r\nhalf'"))) as channel:
        assert await receive_all(channel) == [b"noise", b"\xff", b"{}", b"half"]


@pytest.mark.fault("FL-06")
async def test_sixteen_mebibytes_pass_and_more_do_not() -> None:
    limit = 16 * 1024 * 1024
    async with running(ProcessChannel(ECHO)) as channel:
        channel.send(b"x" * limit)
        assert await channel.receive() == [b"x" * limit]
        channel.send(b"x" * (limit + 1))
        assert await channel.receive() == [Oversized(limit)]


async def test_limit_of_a_line_can_be_chosen() -> None:
    async with running(ProcessChannel(shell("echo 12345678; echo 123456789"), max_line=8)) as channel:
        assert await receive_all(channel) == [b"12345678", Oversized(8)]


async def test_exit_at_start_is_described_with_status_and_stderr() -> None:
    async with running(ProcessChannel(shell("echo 'no such database' >&2; echo 'giving up' >&2; exit 3"))) as channel:
        assert await channel.receive() == []
        end = channel.describe_end()
    assert end == "the server process exited with status 3; its stderr ended with: no such database\ngiving up"


async def test_output_before_the_exit_is_received_before_the_end() -> None:
    async with running(ProcessChannel(shell("echo one; echo two; exit 1"))) as channel:
        assert await receive_all(channel) == [b"one", b"two"]
        assert await channel.receive() == []


@pytest.mark.fault("PE-01")
async def test_killed_child_ends_the_input_and_fails_the_next_send() -> None:
    async with running(ProcessChannel(shell("echo $$; exec cat"))) as channel:
        pid = await receive_number(channel)
        os.kill(pid, signal.SIGKILL)
        assert await channel.receive() == []
        assert channel.describe_end() == "the server process was ended by SIGKILL"
        with pytest.raises(ConnectionClosed, match="the server process was ended by SIGKILL"):
            channel.send(b"x")
        await channel.drained()
        assert collected(pid)


@pytest.mark.fault("PE-04")
async def test_child_that_closes_its_output_and_lives_ends_the_input() -> None:
    async with running(ProcessChannel(shell("exec >&-; exec cat >&2"))) as channel:
        assert await channel.receive() == []
        assert channel.describe_end() == "the server process closed its output but still runs"


@pytest.mark.fault("PE-04")
async def test_child_that_closes_its_input_and_lives_ends_the_input() -> None:
    async with running(
        ProcessChannel(shell("exec <&-; echo ready; exec sleep 60"), stop_timeouts=(0.1, 10))
    ) as channel:
        assert await channel.receive() == [b"ready"]
        channel.send(b"x")
        assert await channel.receive() == []
        assert channel.describe_end() == "the server process does not read its input any more but still runs"
        with pytest.raises(ConnectionClosed, match="does not read its input any more"):
            channel.send(b"x")


async def test_end_of_input_lets_the_child_finish() -> None:
    lines: list[str] = []
    program = python("import sys; sys.stdin.read(); print('last words', file=sys.stderr)")
    async with running(ProcessChannel(program, on_stderr=lines.append)) as channel:
        channel.send(b"x")
    assert lines == ["last words"]
    assert channel.describe_end() == "the server process exited with status 0; its stderr ended with: last words"


async def test_what_was_sent_is_written_before_the_end_of_input(tmp_path: Path) -> None:
    async with running(ProcessChannel(shell("exec cat > all"), cwd=tmp_path)) as channel:
        for _ in range(3):
            channel.send(b"x" * 1_000_000)
    assert (tmp_path / "all").read_bytes() == (b"x" * 1_000_000 + b"\n") * 3


async def test_child_that_writes_much_before_it_leaves_is_not_stuck() -> None:
    program = python("import sys; sys.stdin.read(); print('x' * 1_000_000); print('x' * 1_000_000, file=sys.stderr)")
    async with running(ProcessChannel(program, on_stderr=lambda line: None)):
        pass


@pytest.mark.fault("PE-05")
async def test_child_that_ignores_the_end_of_input_is_terminated() -> None:
    async with running(ProcessChannel(shell("echo $$; exec sleep 60"), stop_timeouts=(0.1, 10))) as channel:
        pid = await receive_number(channel)
    assert collected(pid)
    assert channel.describe_end() == "the server process was ended by SIGTERM"


@pytest.mark.fault("PE-05")
async def test_child_that_ignores_sigterm_is_killed_with_its_children() -> None:
    program = shell("trap '' TERM; sleep 60 & echo $!; while :; do sleep 60; done")
    async with running(ProcessChannel(program, stop_timeouts=(0.1, 0.1))) as channel:
        grandchild = await receive_number(channel)
        assert runs(grandchild)
    assert await ended(grandchild)
    assert channel.describe_end() == "the server process was ended by SIGKILL"


async def test_stopped_child_is_ended() -> None:
    async with running(ProcessChannel(shell("echo $$; kill -STOP $$"), stop_timeouts=(0.1, 0.1))) as channel:
        pid = await receive_number(channel)
    assert collected(pid)


@pytest.mark.fault("PE-04")
async def test_grandchild_is_ended_although_the_child_has_exited() -> None:
    async with running(ProcessChannel(shell("sleep 60 & echo $!; exit 5"), stop_timeouts=(10, 0.2))) as channel:
        grandchild = await receive_number(channel)
        assert await channel.receive() == []
        assert channel.describe_end() == "the server process exited with status 5"
        assert runs(grandchild)
    assert await ended(grandchild)


@pytest.mark.fault("PE-04")
async def test_grandchild_of_another_group_that_holds_the_pipes_does_not_delay_the_end() -> None:
    grandchild = 0
    try:
        async with running(ProcessChannel(shell("setsid sh -c 'echo $$; exec sleep 60' & exec cat"))) as channel:
            grandchild = await receive_number(channel)
    finally:
        with suppress(ProcessLookupError):
            os.kill(grandchild, signal.SIGKILL)
    assert channel.describe_end() == "the server process exited with status 0"


async def test_child_that_never_reads_holds_back_the_sender_and_delays_the_end_by_its_limits_only() -> None:
    async with running(ProcessChannel(shell("echo $$; exec sleep 60"), stop_timeouts=(0.1, 10))) as channel:
        pid = await receive_number(channel)
        for _ in range(4):
            channel.send(b"x" * HIGH_WATER)
        with anyio.move_on_after(0.05) as blocked:
            await channel.drained()
        assert blocked.cancelled_caught
    assert collected(pid)


async def test_sender_that_is_held_back_goes_on_when_the_child_dies() -> None:
    async with running(ProcessChannel(shell("echo $$; exec sleep 60"))) as channel, anyio.create_task_group() as tasks:
        pid = await receive_number(channel)
        channel.send(b"x" * (4 * HIGH_WATER))
        tasks.start_soon(channel.drained)
        await anyio.wait_all_tasks_blocked()
        os.kill(pid, signal.SIGKILL)


async def test_exit_is_noticed_where_the_system_gives_no_descriptor_of_a_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forbidden(pid: int, flags: int = 0) -> int:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "pidfd_open", forbidden)
    async with running(ProcessChannel(shell("echo $$; exec cat"))) as channel:
        pid = await receive_number(channel)
        os.kill(pid, signal.SIGKILL)
        assert await channel.receive() == []
        assert channel.describe_end() == "the server process was ended by SIGKILL"
        assert collected(pid)


async def test_cancelled_body_ends_the_child_in_good_order() -> None:
    channel = ProcessChannel(ECHO)
    with anyio.fail_after(20), anyio.CancelScope() as scope:
        async with channel:
            channel.send(b"x")
            scope.cancel()
            await anyio.sleep_forever()
    assert scope.cancelled_caught
    assert channel.describe_end() == "the server process exited with status 0"


async def test_cancellation_while_closing_does_not_cut_it_short() -> None:
    program = python("import sys, time; print(1, flush=True); sys.stdin.read(); print('done', file=sys.stderr)")
    lines: list[str] = []
    with anyio.fail_after(20):
        async with anyio.create_task_group() as tasks:

            async def open_and_close() -> None:
                async with ProcessChannel(program, on_stderr=lines.append) as channel:
                    await channel.receive()
                    tasks.start_soon(cancel)

            async def cancel() -> None:
                tasks.cancel_scope.cancel()

            tasks.start_soon(open_and_close)
    assert lines == ["done"]


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_native_cancellation_while_closing_kills_the_child() -> None:
    import asyncio

    pids: list[int] = []

    async def open_and_close() -> None:
        async with ProcessChannel(shell("echo $$; exec sleep 60"), stop_timeouts=(60, 60)) as channel:
            pids.append(await receive_number(channel))

    task = asyncio.create_task(open_and_close())
    with anyio.fail_after(20):
        while not pids:
            await anyio.wait_all_tasks_blocked()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert collected(pids[0])


async def test_exception_of_the_body_comes_out_as_itself() -> None:
    with pytest.raises(KeyError, match="body"):
        async with running(ProcessChannel(ECHO)):
            raise KeyError("body")


async def test_channel_is_entered_once_and_closed_for_good() -> None:
    channel = ProcessChannel(ECHO)
    with pytest.raises(ConnectionClosed, match="not running"):
        channel.send(b"x")
    async with running(channel):
        pass
    with pytest.raises(ConnectionClosed, match="not running"):
        channel.send(b"x")
    assert await channel.receive() == ()
    with pytest.raises(RuntimeError, match="entered before"):
        await channel.__aenter__()


async def test_stderr_lines_are_given_to_the_callback() -> None:
    lines: list[str] = []
    program = shell(r"printf 'one\r\n\ntw\303\266\377\nthree' >&2")
    async with running(ProcessChannel(program, on_stderr=lines.append)) as channel:
        assert await channel.receive() == []
    assert lines == ["one", "twö\N{REPLACEMENT CHARACTER}", "three"]


async def test_callback_that_fails_costs_one_line() -> None:
    lines: list[str] = []

    def on_stderr(line: str) -> None:
        lines.append(line)
        if line == "one":
            raise ValueError("cannot take this")

    async with running(ProcessChannel(shell("echo one >&2; echo two >&2"), on_stderr=on_stderr)) as channel:
        assert await channel.receive() == []
    assert lines == ["one", "two"]


async def test_last_words_are_kept_although_a_grandchild_holds_stderr() -> None:
    async with running(
        ProcessChannel(shell("setsid sh -c 'echo $$; exec sleep 60' & read go; echo why >&2"))
    ) as channel:
        grandchild = await receive_number(channel)
        try:
            channel.send(b"go")
            assert await channel.receive() == []
            assert channel.describe_end().endswith("exited with status 0; its stderr ended with: why")
        finally:
            os.kill(grandchild, signal.SIGKILL)


@pytest.mark.fault("IN-09")
async def test_stderr_is_logged_without_control_characters_and_cut(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mcprism.server.stderr")
    program = python(r"import sys; sys.stderr.write('a\x1b[31m\u202eb\n' + 'x' * 300 + '\n')")
    async with running(ProcessChannel(program)) as channel:
        assert await channel.receive() == []
    assert [record.message for record in caplog.records] == [r"a\x1b[31m\u202eb", "x" * 200]


async def test_endless_stderr_is_read_and_only_its_end_is_kept() -> None:
    program = python("import sys\nfor n in range(50_000): print('line', n, file=sys.stderr)\nprint('done')")
    async with running(ProcessChannel(program, on_stderr=lambda line: None)) as channel:
        assert await receive_all(channel) == [b"done"]
        end = channel.describe_end()
    assert end.endswith("line 49998\nline 49999")
    assert len(end) < 3000


async def test_child_sees_the_allowed_variables_and_what_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hidden")
    monkeypatch.setenv("LC_TIME", "C")
    monkeypatch.setenv("LANG", "C")
    async with running(ProcessChannel(["env"], env={"GIVEN": "yes", "LANG": "C.UTF-8"})) as channel:
        variables = dict(
            frame.decode().split("=", 1) for frame in await receive_all(channel) if isinstance(frame, bytes)
        )
    assert (variables["GIVEN"], variables["LANG"], variables["LC_TIME"]) == ("yes", "C.UTF-8", "C")
    assert variables["PATH"] == os.environ["PATH"]
    assert "SECRET_TOKEN" not in variables


@pytest.mark.parametrize(
    ("inherit_env", "expected"),
    [
        pytest.param((), {"GIVEN"}, id="nothing"),
        pytest.param(("ONE_A",), {"GIVEN", "ONE_A"}, id="a name"),
        pytest.param(("ONE_*",), {"GIVEN", "ONE_A", "ONE_B"}, id="a prefix"),
        pytest.param(("*",), {"GIVEN", "ONE_A", "ONE_B", "TWO"}, id="all"),
    ],
)
async def test_inherited_variables_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, inherit_env: tuple[str, ...], expected: set[str]
) -> None:
    for name in ("ONE_A", "ONE_B", "TWO"):
        monkeypatch.setenv(name, "x")
    channel = ProcessChannel(["/usr/bin/env"], env={"GIVEN": "x"}, inherit_env=inherit_env)
    async with running(channel):
        names = {frame.split(b"=")[0].decode() for frame in await receive_all(channel) if isinstance(frame, bytes)}
    assert names & {"GIVEN", "ONE_A", "ONE_B", "TWO"} == expected


async def test_child_leads_a_process_group_and_inherits_no_other_descriptor() -> None:
    program = python("import os; print(os.getpgrp() == os.getpid(), sorted(os.listdir('/proc/self/fd'))[:4])")
    async with running(ProcessChannel(program)) as channel:
        # The fourth descriptor is the one that lists the folder.
        assert await receive_all(channel) == [b"True ['0', '1', '2', '3']"]


@pytest.fixture
def broken_programs(tmp_path: Path) -> Path:
    for name, content, mode in [
        ("plain", "", 0o644),
        ("orphan", "#!/no/such/interpreter\n", 0o755),
        ("unknown", "not a program", 0o755),
    ]:
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(mode)
    return tmp_path


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        pytest.param(
            "no-such-command-42", "no such command; install it, give its full path, or change PATH", id="not on PATH"
        ),
        pytest.param("{}/missing", "no such file; correct the path", id="no file"),
        pytest.param("{}/plain", "it is not an executable file", id="not executable"),
        pytest.param("{}/orphan", r"the interpreter in its first line \(#!\) does not exist", id="no interpreter"),
        pytest.param("{}/unknown", "Exec format error", id="no program"),
    ],
)
async def test_command_that_cannot_be_started_is_explained(broken_programs: Path, program: str, reason: str) -> None:
    program = program.format(broken_programs)
    channel = ProcessChannel([program])
    with pytest.raises(StartError, match=f"could not start '{program}': {reason}"):
        await channel.__aenter__()
    assert channel.describe_end() == ""


async def test_missing_working_directory_is_explained(tmp_path: Path) -> None:
    with pytest.raises(
        StartError, match=r"could not start 'cat': its working directory '.*missing' is not a directory"
    ):
        await ProcessChannel(ECHO, cwd=tmp_path / "missing").__aenter__()


async def test_command_must_be_a_list_of_words() -> None:
    with pytest.raises(TypeError, match="must be a list of the program and its arguments, not the string 'cat x'"):
        ProcessChannel("cat x")
    with pytest.raises(ValueError, match="command is empty"):
        ProcessChannel([])


async def test_argument_is_no_business_of_a_shell() -> None:
    async with running(ProcessChannel(["echo", "$HOME; *"])) as channel:
        assert await receive_all(channel) == [b"$HOME; *"]
