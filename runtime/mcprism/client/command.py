"""What a client needs to know of a server that it starts."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field

from mcprism.transports.process import INHERITED, MAX_LINE, ProcessChannel


@dataclass(frozen=True, slots=True)
class Command:
    """A server that is started as a child process: `Client(Command(["my-server"], env={"API_KEY": "..."}))`.

    Raises:
        TypeError: the command is no list.
        ValueError: it is empty, or an option is out of its range.
    """

    command: Sequence[str]
    """The program and its arguments; no shell sees them."""
    _: KW_ONLY
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    """Variables for the server, beside those that it inherits."""
    cwd: str | os.PathLike[str] | None = None
    """Its working directory; None: that of this process."""
    inherit_env: Sequence[str] = INHERITED
    """Names of variables of this process that it gets; a final `*` stands for any ending, and `["*"]` for all. By
    default those that programs need to run, none that holds secrets."""
    on_stderr: Callable[[str], object] | None = None
    """Called in the event loop with each line that it writes to standard error; None: they are logged to
    `mcprism.server.stderr`."""
    stop_timeouts: tuple[float, float] = (2.0, 2.0)
    """Seconds that it gets to leave after the end of its input, and then after SIGTERM, before SIGKILL."""
    max_line: int = MAX_LINE
    """Bytes that one message of the server may have."""

    def __post_init__(self) -> None:
        if isinstance(self.command, str | bytes):
            raise TypeError(f"command must be a list of the program and its arguments, not {self.command!r:.200}")
        if not self.command:
            raise ValueError("command is empty: give a list of the program and its arguments")
        if not self.max_line > 0:
            raise ValueError(f"max_line must be more than 0, not {self.max_line!r:.50}")
        if not all(seconds >= 0 for seconds in self.stop_timeouts):
            raise ValueError(f"stop_timeouts must be 0 seconds or more, not {self.stop_timeouts!r:.100}")

    def channel(self) -> ProcessChannel:
        """The channel to the server, which is started when that is opened."""
        return ProcessChannel(
            [str(part) for part in self.command],
            env=self.env,
            cwd=self.cwd,
            inherit_env=self.inherit_env,
            stop_timeouts=self.stop_timeouts,
            max_line=self.max_line,
            on_stderr=self.on_stderr,
        )
