"""What people type, turned into values; or a failure that says what was expected."""

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from mcprism.cli.failures import UsageFailure
from mcprism.cli.loading import server_in
from mcprism.server import Server
from mcprism.versions import Installed

TARGET_FORMS = (
    "TARGET is an address (http://127.0.0.1:8080/mcp), the path of a Python script (server.py), "
    'a command in quotes ("my-server --flag"), '
    "a command after -- (-- uvx mcp-server-time), or a Server object in a file (server.py:server)"
)


def target_of(words: Sequence[str]) -> str | list[str] | Server:
    """What a client connects to: the path of a Python script, an address, a command as a list, or a server.

    Raises:
        UsageFailure: the words are none of the forms that a target has.
        Failure: the file that has the server cannot be imported.
    """
    if not words:
        raise UsageFailure(f"TARGET is missing. {TARGET_FORMS}")
    if len(words) > 1:
        return _command(words)
    word = words[0]
    if "://" in word:
        return word
    if word.endswith(".py") and Path(word).is_file():
        return word
    file, colon, name = word.rpartition(":")
    if colon and file.endswith(".py"):
        return server_in(file, name)
    try:
        command = shlex.split(word, posix=os.name != "nt")
    except ValueError as error:
        raise UsageFailure(f"{word!r} is no command: {error}. {TARGET_FORMS}") from None
    if not command:
        raise UsageFailure(f"TARGET is empty. {TARGET_FORMS}")
    if command[0].endswith(".py") and not Path(command[0]).is_file():
        raise UsageFailure(f"there is no file {command[0]!r}. {TARGET_FORMS}")
    return _command(command)


def _command(words: Sequence[str]) -> list[str]:
    return [sys.executable, *words] if words[0].endswith(".py") else list(words)


def installed_version(version: str, versions: Installed) -> str:
    """The version that was named, if its distribution is one of those installed.

    Raises:
        UsageFailure: it is not; the text says which are, and what adds it.
    """
    if version in versions:
        return version
    there = f"installed: {', '.join(versions) or 'none'}"
    remedy = versions.extra_for(version)
    if remedy is None:
        raise UsageFailure(f"there is no version {version!r} of the protocol ({there})")
    raise UsageFailure(f"version {version} of the protocol is not installed ({there}); {remedy} adds it")


def bytes_of(file: str) -> bytes:
    """What is in a file; `-` is standard input.

    Raises:
        UsageFailure: it cannot be read.
    """
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageFailure(f"cannot read {file!r}: {error.strerror}; FILE is a path, or - for standard input") from None
