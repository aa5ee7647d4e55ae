"""What a client can be pointed at, and the channel that leads there."""

import sys
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

from mcprism.transports.channel import Channel
from mcprism.transports.process import ProcessChannel


@runtime_checkable
class Serves(Protocol):
    """Something in this process that serves a channel, such as a `Server`."""

    async def serve(self, channel: Channel) -> None:
        """Serves the client at the other end until that closes its side."""
        ...


Target: TypeAlias = "Serves | Channel | Sequence[str] | str | PathLike[str]"
"""A server object, a channel, the command that starts a server, or the path of a Python script that is one."""


def channel_to(target: Any) -> Channel | None:
    """The channel to a target; None for a server object, which is reached in memory.

    Raises:
        TypeError: the target is nothing that leads to a server.
        ValueError: it is a text that is not the path of a Python script.
    """
    match target:
        case Serves():
            return None
        case str() if "://" in target:
            raise ValueError(
                f"cannot connect to {target!r:.200}: servers are reached over stdio or in memory; "
                "give a command as a list, such as ['my-server', '--flag']"
            )
        case str() | PathLike():
            path = Path(cast("str | PathLike[str]", target))
            if path.suffix != ".py":
                raise ValueError(
                    f"cannot connect to {str(path)!r:.200}: a text is the path of a Python script (.py); "
                    "give a command as a list, such as ['my-server', '--flag']"
                )
            return ProcessChannel([sys.executable, str(path)])
        case list() | tuple():
            return ProcessChannel([str(part) for part in cast("Sequence[object]", target)])
        case _ if hasattr(target, "receive") and hasattr(target, "send"):
            return cast("Channel", target)
        case _:
            raise TypeError(
                f"cannot connect to {target!r:.200}: expected a command as a list, the path of a Python script, "
                "a Server or a channel"
            )
