"""The client's side of stdio: a server as a child process.

The child leads a process group of its own, so that what it starts in turn can be ended with it.

Spec: basic/transports#stdio, basic/lifecycle#shutdown
"""

import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import anyio

from mcprism.errors import ConnectionClosed, StartError
from mcprism.transports.background import Background
from mcprism.transports.blocking import in_thread
from mcprism.transports.channel import Frame
from mcprism.transports.duplex import Duplex
from mcprism.transports.lines import LineSplitter
from mcprism.transports.readiness import Reader, open_reader

MAX_LINE = 16 * 1024 * 1024

INHERITED = (
    (
        *("APPDATA", "COMSPEC", "HOMEDRIVE", "HOMEPATH", "LOCALAPPDATA", "PATH", "PATHEXT", "PROCESSOR_ARCHITECTURE"),
        *("PROGRAMDATA", "PROGRAMFILES", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "TMP", "USERNAME", "USERPROFILE"),
        "WINDIR",
    )
    if sys.platform == "win32"
    else ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LC_*", "TMPDIR")
)
"""Variables a server may see without being told to: what programs need to run, none that holds secrets."""

LAST_WORDS_TIMEOUT = 0.5
"""Seconds between the end of the output and its report, for the exit status and the rest of stderr to arrive."""
KILL_TIMEOUT = 2.0
"""Seconds for the system to end what was killed."""
GROUP_POLL = 0.02
"""Seconds between looks at a process group whose leader is gone."""

TAIL_BYTES = 64 * 1024
TAIL_LINES = 20
TAIL_CHARACTERS = 2000
LOGGED_CHARACTERS = 200

_stderr_log = logging.getLogger("mcprism.server.stderr")


class ProcessChannel:
    """A server that runs as a child process, from its start to its end.

    Args:
        command: program and arguments; no shell sees them.
        env: variables for the child, beside those it inherits.
        cwd: its working directory, ours if None.
        inherit_env: names of our variables that the child gets; a final `*` stands for any ending.
        stop_timeouts: seconds that it gets to leave after the end of its input, and then after SIGTERM, before SIGKILL.
        max_line: bytes of the longest frame taken.
        on_stderr: called with each line the child writes to stderr; None logs them to `mcprism.server.stderr`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        inherit_env: Iterable[str] = INHERITED,
        stop_timeouts: tuple[float, float] = (2.0, 2.0),
        max_line: int = MAX_LINE,
        on_stderr: Callable[[str], object] | None = None,
    ) -> None:
        if isinstance(command, str):
            raise TypeError(f"command must be a list of the program and its arguments, not the string {command!r}")
        if not command:
            raise ValueError("command is empty: give a list of the program and its arguments")
        self.command: Final = tuple(command)
        self._env = {**_inherited(tuple(inherit_env)), **(env or {})}
        self._cwd = cwd
        self._stop_timeouts = stop_timeouts
        self._max_line = max_line
        self._stderr = _Stderr(on_stderr or _log_line)
        self._child: _Child | None = None
        self._duplex: Duplex | None = None
        self._input_ended = False
        self._closed = False
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """The channel to the running child.

        Raises:
            StartError: the child could not be started.
            RuntimeError: it was entered before.
        """
        if self._child is not None:
            raise RuntimeError("this channel was entered before: make a new ProcessChannel")
        async with AsyncExitStack() as stack:
            child = self._child = _Child(_start(list(self.command), self._env, self._cwd))
            stack.callback(child.close_pipes)
            background = await stack.enter_async_context(Background())
            stderr = open_reader(child.stderr)
            stack.callback(stderr.stop)
            duplex = self._duplex = Duplex(child.stdout, child.stdin, max_line=self._max_line, background=background)
            background.start(lambda: self._stderr.read_all(stderr))
            background.start(lambda: self._watch(child, duplex, stderr))
            stack.push_async_callback(self._stop, child, duplex, background)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends the child and its process group: end of input, SIGTERM, SIGKILL, each after its time limit."""
        await self._stack.aclose()

    async def receive(self) -> Sequence[Frame]:
        """As `Channel.receive`. Also ends when the child has exited while another process holds its output open."""
        if self._duplex is None or self._child is None or self._closed:
            return ()
        frames = await self._duplex.receive()
        if not frames and not self._input_ended:
            with anyio.move_on_after(LAST_WORDS_TIMEOUT):
                await self._child.exited.wait()
                await self._stderr.ended.wait()
            self._input_ended = True
        return frames

    def send(self, frame: bytes) -> None:
        """As `Channel.send`."""
        if self._duplex is None or self._closed:
            raise ConnectionClosed("the server process is not running: send inside `async with ProcessChannel(...)`")
        try:
            self._duplex.send(frame)
        except ConnectionClosed as closed:
            raise ConnectionClosed(self.describe_end() or str(closed)) from None

    async def drained(self) -> None:
        """As `Channel.drained`."""
        if self._duplex is not None:
            await self._duplex.drained()

    async def unread(self) -> None:
        """As `Channel.unread`."""
        if self._duplex is not None:
            await self._duplex.unread()

    def describe_end(self) -> str:
        """How the child ended or what it did to its pipes, and its last lines on stderr."""
        if self._child is None:
            return ""
        how = self._child.describe_exit()
        if not how and self._duplex is not None and self._duplex.broken:
            how = "does not read its input any more but still runs"
        elif not how and self._input_ended:
            how = "closed its output but still runs"
        if not how:
            return ""
        tail = self._stderr.tail()
        return f"the server process {how}" + (f"; its stderr ended with: {tail}" if tail else "")

    async def _watch(self, child: "_Child", duplex: Duplex, stderr: Reader) -> None:
        await child.wait()
        duplex.stop_writing("the server process has exited")
        # Others may hold the pipes open and never write to them.
        duplex.finish()
        stderr.finish()

    async def _stop(self, child: "_Child", duplex: Duplex, background: Background) -> None:
        self._closed = True
        after_end_of_input, after_sigterm = self._stop_timeouts
        # A child that is stuck with a full pipe would not come to see the end of its input.
        background.start(duplex.discard)
        try:
            with anyio.move_on_after(after_end_of_input, shield=True):
                try:
                    await duplex.flushed()
                finally:
                    duplex.stop_writing("the server process is being stopped")
                    child.close_stdin()
                # Not left to the watching task: asyncio cancels every task when its loop ends, that one, too.
                await child.wait()
            if child.alive():
                child.terminate()
                with anyio.move_on_after(after_sigterm, shield=True):
                    await child.gone()
        finally:
            # Here without the grace, too, if asyncio's own cancellation, which knows no shield, ends the waiting.
            if child.alive():
                child.kill()
                with anyio.move_on_after(KILL_TIMEOUT, shield=True):
                    await child.wait()
            with anyio.move_on_after(LAST_WORDS_TIMEOUT, shield=True):
                await self._stderr.ended.wait()
            duplex.stop_reading()


class _Child:
    """The process, its group and our ends of its pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # noqa: S101 - three pipes were asked for
        assert process.stdout is not None  # noqa: S101 - as above
        assert process.stderr is not None  # noqa: S101 - as above
        self._process = process
        self._stdin = process.stdin
        self._pipes = process.stdin, process.stdout, process.stderr
        self.stdin, self.stdout, self.stderr = (pipe.fileno() for pipe in self._pipes)
        if sys.platform != "win32":
            for descriptor in (self.stdin, self.stdout, self.stderr):
                os.set_blocking(descriptor, False)
        self.exited = anyio.Event()
        self._orphans = False

    async def wait(self) -> None:
        """Waits for the exit of the process itself and takes its status, so that no zombie stays."""
        if not self.exited.is_set():
            await _exit_of(self._process)
        if not self.exited.is_set():
            self._process.wait()
            # Asked now, because a group without members may give its number to strangers later.
            self._orphans = sys.platform != "win32" and self._signal_group(0)
            self.exited.set()

    def alive(self) -> bool:
        """Whether the process runs, or others of its group do."""
        if self._process.returncode is None:
            return True
        if self._orphans and sys.platform != "win32":
            self._orphans = self._signal_group(0)
        return self._orphans

    async def gone(self) -> None:
        """Returns when neither the process nor others of its group run."""
        await self.wait()
        while self.alive():  # noqa: ASYNC110 - the system reports the end of a child, not of a group
            await anyio.sleep(GROUP_POLL)

    def terminate(self) -> None:
        """Asks the group to leave; on Windows, which cannot ask, ends the process."""
        if sys.platform == "win32":
            self._process.terminate()
        else:
            self._signal_group(signal.SIGTERM)

    def kill(self) -> None:
        """Ends the group."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            self._signal_group(signal.SIGKILL)

    def close_stdin(self) -> None:
        """The end of input for the child."""
        self._stdin.close()

    def close_pipes(self) -> None:
        """Gives back the descriptors."""
        for pipe in self._pipes:
            pipe.close()

    def describe_exit(self) -> str:
        """`exited with status 3`, `was ended by SIGKILL`, or an empty string while it runs."""
        status = self._process.returncode
        if status is None:
            return ""
        if status >= 0:
            return f"exited with status {status}"
        try:
            return f"was ended by {signal.Signals(-status).name}"
        except ValueError:
            return f"was ended by signal {-status}"

    def _signal_group(self, number: int) -> bool:
        """Whether there was someone to signal."""
        if sys.platform == "win32":
            return False
        try:
            os.killpg(self._process.pid, number)
        except (ProcessLookupError, PermissionError):
            return False
        return True


class _Stderr:
    """What a child writes to stderr: its lines for whom it may concern, its end for error texts."""

    def __init__(self, on_line: Callable[[str], object]) -> None:
        self._on_line = on_line
        self._tail = bytearray()
        self.ended = anyio.Event()

    async def read_all(self, reader: Reader) -> None:
        """Reads to the end."""
        lines = LineSplitter(max_line=TAIL_BYTES)
        try:
            while chunk := await reader.read():
                self._tail += chunk
                del self._tail[:-TAIL_BYTES]
                self._report(lines.feed(chunk))
            self._report(lines.end())
        finally:
            self.ended.set()

    def tail(self) -> str:
        """The last lines, short enough for an error text; control characters are escaped."""
        lines = self._tail.decode(errors="replace").split("\n")
        words = [_printable(line.rstrip("\r")) for line in lines if line.strip()]
        return "\n".join(words[-TAIL_LINES:])[-TAIL_CHARACTERS:]

    def _report(self, frames: Iterable[Frame]) -> None:
        for frame in frames:
            text = (
                frame.decode(errors="replace") if isinstance(frame, bytes) else f"(a line of over {TAIL_BYTES} bytes)"
            )
            try:
                self._on_line(text)
            except Exception:
                # The callback is the caller's: its failure must not cost the connection.
                _stderr_log.exception("on_stderr failed for the line %.*r", LOGGED_CHARACTERS, text)


def _start(command: list[str], env: Mapping[str, str], cwd: str | os.PathLike[str] | None) -> subprocess.Popen[bytes]:
    program = command[0]
    if sys.platform == "win32":
        # Programs such as `npx` are command files there, which only a search by PATHEXT finds.
        command = [shutil.which(program, path=env.get("PATH")) or program, *command[1:]]
    try:
        return subprocess.Popen(  # noqa: S603 - starting what the caller names is what this is for; no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=env,
            cwd=cwd,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # only Windows has it
        )
    except OSError as error:
        raise StartError(f"could not start {program!r}: {_why_not(error, program, env, cwd)}") from error


def _why_not(error: OSError, program: str, env: Mapping[str, str], cwd: str | os.PathLike[str] | None) -> str:
    if cwd is not None and not Path(cwd).is_dir():
        return f"its working directory {os.fspath(cwd)!r} is not a directory; create it or change `cwd`"
    if isinstance(error, FileNotFoundError):
        if os.sep not in program:
            return f"no such command; install it, give its full path, or change PATH (now {env.get('PATH', '')!r})"
        if Path(program).exists():
            return "the interpreter in its first line (#!) does not exist; install it or put another into the command"
        return "no such file; correct the path"
    if isinstance(error, PermissionError):
        return "it is not an executable file; set its permission or start it with its interpreter"
    return f"{error.strerror}; start it with its interpreter if it is a script"


async def _exit_of(process: subprocess.Popen[bytes]) -> None:
    """Returns when the process has exited; its status is not yet taken."""
    if sys.platform == "linux":
        # Old kernels do not have it and sandboxes forbid it; a thread does as well.
        with suppress(OSError):
            descriptor = os.pidfd_open(process.pid)
            try:
                await anyio.wait_readable(descriptor)
            finally:
                os.close(descriptor)
            return
    await in_thread("mcprism waits for a process", process.wait)


def _inherited(names: tuple[str, ...]) -> dict[str, str]:
    prefixes = tuple(name.removesuffix("*") for name in names if name.endswith("*"))
    return {
        name: value for name, value in os.environ.items() if name in names or (prefixes and name.startswith(prefixes))
    }


def _log_line(line: str) -> None:
    _stderr_log.info("%s", _printable(line)[:LOGGED_CHARACTERS])


def _printable(text: str) -> str:
    """Without characters that could forge log lines or steer a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\t" else repr(char)[1:-1] for char in text)
