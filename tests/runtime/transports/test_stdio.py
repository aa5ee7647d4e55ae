"""The server's side of stdio, in processes of its own."""

import importlib.util
import os
import pty
import socket
import subprocess
import sys
import termios
from pathlib import Path
from typing import IO

import pytest

PROGRAM = Path(__file__).parent / "programs" / "serve.py"
LIMIT = 20.0

# With output unbuffered by the environment nothing that was printed before would still wait to be written.
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}

has_uvloop = importlib.util.find_spec("uvloop") is not None


@pytest.fixture(
    params=["asyncio", "trio", pytest.param("uvloop", marks=pytest.mark.skipif(not has_uvloop, reason="needs uvloop"))]
)
def loop(request: pytest.FixtureRequest) -> str:
    return request.param


def command(loop: str, behaviour: str) -> list[str]:
    return [sys.executable, "-W", "error", str(PROGRAM), loop, behaviour]


def serve(loop: str, behaviour: str, stdin: bytes | IO[bytes]) -> tuple[bytes, bytes]:
    """Output and stderr of the process that was given `stdin` to its end."""
    with subprocess.Popen(
        command(loop, behaviour),
        stdin=subprocess.PIPE if isinstance(stdin, bytes) else stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=BUFFERED,
    ) as process:
        out, err = process.communicate(stdin if isinstance(stdin, bytes) else None, timeout=LIMIT)
    assert process.returncode == 0, err.decode()
    return out, err


def test_frames_go_in_and_out(loop: str) -> None:
    assert serve(loop, "echo", b"one\r\n\ntwo\nlast") == (b"one\ntwo\nlast\n", b"")


def test_oversized_line_costs_only_itself(loop: str) -> None:
    out, _ = serve(loop, "echo_small", b"one\n" + b"x" * 300_000 + b"\ntwo\n")
    assert out == b"one\nover 10\ntwo\n"


@pytest.mark.fault("IN-06")
def test_line_of_four_mebibytes_is_taken_and_a_longer_one_is_not(loop: str) -> None:
    limit = 4 * 1024 * 1024
    out, _ = serve(loop, "echo", b"x" * limit + b"\n" + b"x" * (limit + 1) + b"\n")
    assert out == b"x" * limit + b"\noversized\n"


def test_many_frames_pass_in_order(loop: str) -> None:
    stdin = b"".join(b'{"id":%d}\n' % number for number in range(100_000))
    assert serve(loop, "echo", stdin)[0] == stdin


def test_handlers_reach_neither_standard_output_nor_input(loop: str) -> None:
    out, err = serve(loop, "careless_handler", b"frame\n")
    assert out.splitlines() == [b"input() saw the end", b"child exited with 0", b"frame", b"printed after"]
    assert err.splitlines() == [
        b"printed before",
        b"printed by a handler",
        b"written to descriptor 1",
        b"printed by a child",
        b"no line feed at the end",
    ]


def test_prints_are_seen_at_once(loop: str) -> None:
    with subprocess.Popen(
        command(loop, "careless_handler"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=BUFFERED,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(b"frame\n")
        process.stdin.flush()
        assert [process.stderr.readline(), process.stderr.readline()] == [
            b"printed before\n",
            b"printed by a handler\n",
        ]
        process.communicate(timeout=LIMIT)


def test_second_channel_at_the_same_time_is_refused(loop: str) -> None:
    out, _ = serve(loop, "second_channel", b"")
    assert out.splitlines() == [
        b"standard input and output are being served already: one StdioChannel at a time",
        b"one after the other is fine",
        b"this channel was entered before: make a new StdioChannel",
    ]


def test_standard_streams_are_given_back_as_they_were(loop: str) -> None:
    with subprocess.Popen(
        command(loop, "give_back"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"one\ntwo\n")
        process.stdin.flush()
        assert [process.stdout.readline(), process.stdout.readline()] == [b"2 frames\n", b"left\n"]
        out, err = process.communicate(b"for the next reader", timeout=LIMIT)
    assert out == b"rest: for the next readerstandard output is not served any more: the StdioChannel was left", err


def test_what_was_sent_after_the_end_of_input_is_still_written(loop: str) -> None:
    assert serve(loop, "end_of_input", b"x\n")[0] == b"x" * 1_000_000 + b"\n"


def test_what_was_sent_before_a_cancellation_is_still_written(loop: str) -> None:
    assert serve(loop, "cancelled", b"")[0] == b"x" * 1_000_000 + b"\n"


def test_reader_gone_ends_service(loop: str) -> None:
    with subprocess.Popen(
        command(loop, "reader_gone"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"x\n")
        process.stdin.flush()
        assert process.stdout.read(10) == b"x" * 10
        process.stdout.close()
        assert process.stderr.read() == b"served to the end"
        assert process.wait(LIMIT) == 0


def test_client_that_does_not_read_delays_the_end_by_the_drain_limit_only(loop: str) -> None:
    with subprocess.Popen(
        command(loop, "deaf_client"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.wait(LIMIT) == 0


def test_standard_input_from_a_file_and_output_to_a_file(loop: str, tmp_path: Path) -> None:
    stdin = b"".join(b"%d\n" % number for number in range(50_000))
    (tmp_path / "in").write_bytes(stdin)
    with (tmp_path / "in").open("rb") as source, (tmp_path / "out").open("wb") as sink:
        done = subprocess.run(
            command(loop, "echo"), stdin=source, stdout=sink, stderr=subprocess.PIPE, timeout=LIMIT, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out").read_bytes() == stdin


def test_null_device_as_input_is_the_end(loop: str) -> None:
    with Path(os.devnull).open("rb") as null:
        assert serve(loop, "echo", null)[0] == b""


def test_one_socket_for_input_and_output(loop: str) -> None:
    ours, theirs = socket.socketpair()
    with (
        ours,
        subprocess.Popen(
            command(loop, "echo"), stdin=theirs.fileno(), stdout=theirs.fileno(), stderr=subprocess.PIPE
        ) as process,
    ):
        theirs.close()
        ours.settimeout(LIMIT)
        ours.sendall(b"one\n")
        assert ours.recv(100) == b"one\n"
        ours.shutdown(socket.SHUT_WR)
        assert ours.recv(100) == b""
        assert process.wait(LIMIT) == 0


def test_output_and_errors_in_one_pipe(loop: str) -> None:
    done = subprocess.run(
        command(loop, "log"),
        input=b"one\ntwo\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=LIMIT,
        check=True,
    )
    assert done.stdout == b"stderr blocks: True\none\ntwo\n"


def test_terminal_as_input_and_output(loop: str) -> None:
    ours, theirs = pty.openpty()
    quiet = termios.tcgetattr(theirs)
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(theirs, termios.TCSANOW, quiet)
    try:
        with subprocess.Popen(command(loop, "echo"), stdin=theirs, stdout=theirs, stderr=subprocess.PIPE) as process:
            os.write(ours, b"one\n")
            assert os.read(ours, 100) == b"one\r\n"
            os.write(ours, b"\x04")
            assert process.wait(LIMIT) == 0
    finally:
        os.close(ours)
        os.close(theirs)


# libuv ends the process when a standard stream is closed at its start.
without_uvloop = pytest.mark.parametrize("loop", ["asyncio", "trio"])


@without_uvloop
@pytest.mark.parametrize(("closed", "name"), [("<&-", b"standard input"), (">&-", b"standard output")])
def test_closed_stream_is_named(loop: str, closed: str, name: bytes) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command(loop, "echo")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 1
    assert b"ConnectionClosed: " + name + b" is closed: to serve over stdio" in done.stderr


@without_uvloop
def test_closed_standard_error_is_no_hindrance(loop: str) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" 2>&-', "sh", *command(loop, "echo")],
        input=b"one\n",
        stdout=subprocess.PIPE,
        timeout=LIMIT,
        check=True,
    )
    assert done.stdout == b"one\n"
