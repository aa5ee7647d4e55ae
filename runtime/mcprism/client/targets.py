"""What a client can be pointed at, and what leads there."""

import sys
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

from mcprism.client.command import Command
from mcprism.client.http.target import HttpTarget
from mcprism.transports.channel import Channel
from mcprism.transports.process import ProcessChannel


@runtime_checkable
class Serves(Protocol):
    """Something in this process that serves a channel, such as a `Server`."""

    async def serve(self, channel: Channel) -> None:
        """Serves the client at the other end until that closes its side."""
        ...


Target: TypeAlias = "Serves | Channel | HttpTarget | Command | Sequence[str] | str | PathLike[str]"
"""A server object, a channel, an address, the command that starts a server, or the path of a script that is one; an
`HttpTarget` or a `Command` where more is to be said."""


def http_target(target: Any) -> HttpTarget | None:
    """How a target is reached over HTTP; None: it is not.

    Raises:
        ValueError: it is an address that is none of HTTP.
    """
    if isinstance(target, str) and "://" in target:
        return HttpTarget(target)
    return target if isinstance(target, HttpTarget) else None


def channel_to(target: Any) -> Channel | None:
    """The channel to a target that is not reached over HTTP; None for a server object, which is reached in memory.

    Raises:
        TypeError: the target is nothing that leads to a server.
        ValueError: it is a text that is not the path of a Python script.
    """
    match target:
        case Serves():
            return None
        case str() | PathLike():
            path = Path(cast("str | PathLike[str]", target))
            if path.suffix != ".py":
                raise ValueError(
                    f"cannot connect to {str(path)!r:.200}: a text is an address, such as http://127.0.0.1:8080/mcp, "
                    "or the path of a Python script (.py); give a command as a list, such as ['my-server', '--flag']"
                )
            if not path.is_file():
                raise ValueError(f"cannot connect to {str(path)!r:.200}: there is no such file in {str(Path.cwd())!r}")
            return ProcessChannel([sys.executable, str(path)])
        case Command():
            return target.channel()
        case list() | tuple():
            return ProcessChannel([str(part) for part in cast("Sequence[object]", target)])
        case _ if hasattr(target, "receive") and hasattr(target, "send"):
            return cast("Channel", target)
        case _:
            raise TypeError(
                f"cannot connect to {target!r:.200}: expected an address, a command as a list, the path of a Python "
                "script, a Server or a channel"
            )
