"""How commands reach a server: the options that they share, and what is said when it cannot be reached."""

import os
import shlex
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final, TypeAlias, cast

from cyclopts import Group, Parameter
from typing_extensions import Unpack

from mcprism.cli.arguments import TARGET_FORMS, installed_version, target_of
from mcprism.cli.failures import Failure, UsageFailure
from mcprism.cli.nearest import did_you_mean
from mcprism.cli.output import one_line
from mcprism.client import Client
from mcprism.client.command import Command
from mcprism.client.configuration import Configuration
from mcprism.client.http.target import HttpTarget, HttpTransport
from mcprism.client.options import ClientFields
from mcprism.client.targets import http_target
from mcprism.errors import ConfigurationError, ConnectionClosed, McprismError, RequestTimeout, UnsupportedVersion
from mcprism.server import Server
from mcprism.versions import installed

TARGET_HELP: Final = "address, script, command in quotes, command after --, or script.py:SERVER"

Place: TypeAlias = str | list[str] | Server | Command | HttpTarget
"""Where a server is: the path of a script, an address, a command, an object, or what a configuration has of it."""

Headers: TypeAlias = Annotated[
    tuple[str, ...],
    Parameter(
        name="--header",
        negative="",
        json_list=False,
        show_default=False,
        allow_leading_hyphen=True,
        help="'NAME: VALUE', sent to an address with each request; may be repeated",
    ),
]


@Parameter(name="*", group=Group("The server", sort_key=2))
@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """The options of commands that connect to one server."""

    version: Annotated[str | None, Parameter(help="version of the protocol to speak; the newest by default")] = None
    transport: Annotated[
        HttpTransport | None, Parameter(help="of an address: streamable, sse, or auto for whichever is there")
    ] = None
    timeout: Annotated[float | None, Parameter(help="seconds for each answer: 30, and 300 for a call")] = None
    header: Headers = ()
    env: Annotated[
        tuple[str, ...],
        Parameter(
            negative="",
            json_list=False,
            show_default=False,
            help="NAME=VALUE for a command, or the NAME of a variable to pass on, UV_* for several, * for all; may be "
            "repeated",
        ),
    ] = ()
    cwd: Annotated[Path | None, Parameter(help="folder in which a command is started")] = None
    config: Annotated[
        Path | None, Parameter(help="a JSON file with `mcpServers`, as hosts have one, in place of TARGET")
    ] = None
    server: Annotated[str | None, Parameter(help="name of the server in that file")] = None
    command: Annotated[
        tuple[str, ...], Parameter(show=False, negative="", json_list=False, allow_leading_hyphen=True)
    ] = ()
    """The words after `--`: the command that starts the server."""

    def place(self, words: Sequence[str]) -> tuple[Place, list[str]]:
        """Where the server is, and the words that say something else.

        Raises:
            UsageFailure: there is no target, or it is none.
            Failure: the file that has the server cannot be imported.
        """
        if self.config is not None or self.server is not None:
            return self._configured(), list(words)
        if self.command:
            return target_of(self.command), list(words)
        return target_of(words[:1]), list(words[1:])

    def whole(self, words: Sequence[str]) -> Place:
        """Where the server is, if all of the words say it. Raises as `place`."""
        if self.config is not None or self.server is not None:
            if words:
                raise UsageFailure(f"expected TARGET or --config, not both: {words[0]!r} and {self.config}")
            return self._configured()
        return target_of([*words, *self.command])

    def client(self, place: Place, **fields: Unpack[ClientFields]) -> Client:
        """A client for it, not opened yet. The fields are those of `ClientOptions`; a timeout holds if none was said.

        Raises:
            UsageFailure: options do not fit, or not to this kind of target.
        """
        timeout = fields.get("timeout", 30.0) if self.timeout is None else self.timeout
        if timeout <= 0:
            raise UsageFailure(f"--timeout is {timeout:g}; expected a number of seconds above 0")
        fields |= {"timeout": timeout, "connect_timeout": timeout}
        if self.version is not None:
            fields["version"] = installed_version(self.version, installed())
        try:
            return Client(self._target(place), **fields)
        except ValueError as error:
            raise UsageFailure(f"{error}. {TARGET_FORMS}") from None

    def _configured(self) -> Command | HttpTarget:
        """What the configuration has of the server that was named, or of its only one."""
        if self.config is None:
            raise UsageFailure(f"--server is {self.server}; expected --config FILE with it")
        if self.command:
            raise UsageFailure(f"expected --config or a command after --, not both: {self.config}, {self.command[0]}")
        try:
            configuration = Configuration.of(self.config)
            names = list(configuration.servers)
            name = self.server or (names[0] if len(names) == 1 else None)
            if name is None:
                raise UsageFailure(f"{self.config} has {len(names)} servers: say which with --server{_all_of(names)}")
            if name not in names:
                raise UsageFailure(f"{self.config} has no server {name!r}{did_you_mean(name, names)}")
            target = configuration.target(name, {})
        except ConfigurationError as error:
            raise UsageFailure(str(error)) from None
        if target is None:
            raise UsageFailure(f"the server {name} is disabled in {self.config}")
        return target

    def _target(self, place: Place) -> Place:
        address = http_target(place)
        if address is not None:
            self._refuse("only a command has one", env=self.env, cwd=self.cwd)
            headers = {**address.headers, **headers_of(self.header)}
            return replace(address, headers=headers, transport=self.transport or address.transport)
        self._refuse("only an address has a choice", transport=self.transport)
        self._refuse("only an address has some", header=self.header)
        if isinstance(place, Server):
            self._refuse("only a command has one: this server is in the same process", env=self.env, cwd=self.cwd)
        if isinstance(place, Server) or (not self.env and self.cwd is None):
            return place
        command = place if isinstance(place, Command) else Command(command_of(place) or [])
        variables, passed_on = variables_of(self.env)
        return replace(
            command,
            env={**command.env, **variables},
            inherit_env=[*command.inherit_env, *passed_on],
            cwd=self.cwd or command.cwd,
        )

    def _refuse(self, why: str, **options: object) -> None:
        for name, value in options.items():
            if value:
                shown = ", ".join(map(str, cast("tuple[object, ...]", value))) if isinstance(value, tuple) else value
                raise UsageFailure(f"--{name} is {shown}, and {why}")


HERE: Final = Reaching()
"""What holds where nothing was said."""


def _all_of(names: Sequence[str]) -> str:
    return f": {', '.join(names)}" if names else ""


def command_of(place: Place) -> list[str] | None:
    """What is started for a target; None where nothing is."""
    match place:
        case str() if "://" not in place:
            return [sys.executable, str(Path(place).resolve())]
        case list():
            return place
        case Command():
            return list(place.command)
        case _:
            return None


def headers_of(lines: Sequence[str]) -> dict[str, str]:
    """Headers as they are typed, `NAME: VALUE`.

    Raises:
        UsageFailure: one is something else.
    """
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name.strip() or not line.isprintable():
            raise UsageFailure(f"--header {line!r}: expected 'NAME: VALUE', such as 'X-Api-Key: secret'")
        headers[name.strip()] = value.strip()
    return headers


def variables_of(words: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Variables of an environment as they are typed, `NAME=VALUE`; and the names of those that are to be passed on.

    Raises:
        UsageFailure: one has no name, or is to be passed on and not there.
    """
    variables: dict[str, str] = {}
    passed_on: list[str] = []
    for word in words:
        name, equals, value = word.partition("=")
        if not name or not (equals or name.endswith("*") or name in os.environ):
            raise UsageFailure(
                f"--env {word!r}: expected NAME=VALUE, or the NAME of a variable that is set here, to pass it on"
            )
        if equals:
            variables[name] = value
        else:
            passed_on.append(name)
    return variables, passed_on


@contextmanager
def told(place: Place) -> Generator[None]:
    """Turns what goes wrong with a server into the one line that a command ends with.

    Standard output is for what was asked for: what a server in this process prints goes to standard error.

    Raises:
        Failure: the server could not be reached, or did not do what it was asked.
    """
    try:
        with redirect_stdout(sys.stderr):
            yield
    except UnsupportedVersion as error:
        if error.answered is None:
            raise Failure(str(error)) from None
        raise Failure(
            f"the server speaks version {error.answered} of the protocol, not {error.requested}; "
            f"add --version {error.answered}"
        ) from None
    except RequestTimeout as error:
        raise Failure(f"{error.method} was not answered within {error.timeout:g} s; --timeout gives more") from None
    except ConnectionClosed as error:
        raise Failure(f"{one_line(str(error))}{_to_see_more(place, str(error))}") from None
    except McprismError as error:
        raise Failure(str(error)) from None


def _to_see_more(place: Place, error: str) -> str:
    command = command_of(place)
    if isinstance(place, str) and "exited with status 0" in error:
        return f". Does {place} run its server? If not, name the Server object in it: {place}:NAME"
    return "" if command is None else f" (to see all that it writes: {shlex.join(command)})"
