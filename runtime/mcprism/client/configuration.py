"""Servers as hosts write them down: `mcpServers` of a JSON object or file, or `servers` as editors have it.

    {"mcpServers": {"weather": {"command": "npx", "args": ["-y", "weather-server"], "env": {"KEY": "${WEATHER_KEY}"}}}}

Only what is asked for is read from the environment. Keys that are for the host alone are left to it.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from mcprism.client.command import Command
from mcprism.client.http.target import HttpTarget, HttpTransport
from mcprism.errors import ConfigurationError

Config: TypeAlias = "Mapping[str, Any] | str | os.PathLike[str]"
"""A configuration, or the path of a file that has one."""

_SECTIONS: Final = ("mcpServers", "servers")
_HTTP: Final[Mapping[str, HttpTransport]] = {
    "http": "auto",
    "streamable-http": "streamable",
    "streamablehttp": "streamable",
    "sse": "sse",
}
_TYPES: Final = ("stdio", "http", "streamable-http", "sse")

_VARIABLE: Final = re.compile(r"\$\{([^{}]*)\}")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Editors allow comments, and a comma after the last member. What is in quotes stays as it is.
_COMMENT: Final = re.compile(r'("(?:\\.|[^"\\\n])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_LAST_COMMA: Final = re.compile(r'("(?:\\.|[^"\\\n])*")|,(?=\s*[}\]])')


@dataclass(frozen=True, slots=True)
class Configuration:
    """The servers of one configuration, as they were written."""

    source: str
    """Where it is from, for error texts: the path of the file, or what it is."""
    section: str
    """The key that has the servers."""
    servers: Mapping[str, Any]

    @classmethod
    def of(cls, config: Config) -> "Configuration":
        """A configuration, read from its file if it is in one.

        Raises:
            ConfigurationError: the file cannot be read, is no JSON, or has no servers.
        """
        if isinstance(config, Mapping):
            source, members = "the configuration", config
        else:
            source = os.fspath(config)
            members = _read(source)
        for section in _SECTIONS:
            servers = members.get(section)
            if isinstance(servers, Mapping):
                return cls(source, section, cast("Mapping[str, Any]", servers))
            if servers is not None:
                raise ConfigurationError(f"{source}: {section}: must be an object of servers, not {servers!r:.50}")
        found = ", ".join(list(members)[:5]) or "nothing"
        raise ConfigurationError(f"{source}: has no servers: expected the key mcpServers or servers, found {found}")

    def target(self, name: str, variables: Mapping[str, str]) -> Command | HttpTarget | None:
        """What leads to one of the servers; None: it is disabled.

        Args:
            name: the server's.
            variables: what `${name}` stands for, beside variables of the environment.

        Raises:
            ConfigurationError: what is written of it does not fit; the text names the key.
        """
        where = f"{self.source}: {self.section}.{name}"
        entry = self.servers[name]
        if not isinstance(entry, Mapping):
            raise ConfigurationError(f"{where}: must be an object, not {entry!r:.50}")
        members = _Members(cast("Mapping[str, Any]", entry), where, variables)
        if members.flag("disabled") or not members.flag("enabled", default=True):
            return None
        kind = members.kind()
        return members.command() if kind == "stdio" else members.address(_HTTP[kind])


@dataclass(frozen=True, slots=True)
class _Members:
    """What is written of one server."""

    entry: Mapping[str, Any]
    where: str
    variables: Mapping[str, str]

    def kind(self) -> str:
        """`stdio` or a key of `_HTTP`: as its type says, or as it follows from what is there."""
        has_command, has_url = "command" in self.entry, "url" in self.entry
        if has_command == has_url:
            problem = "has both a command and a url: keep one" if has_url else "needs a command or a url"
            raise ConfigurationError(f"{self.where}: {problem}")
        key = "type" if "type" in self.entry else "transport"
        said = self.entry.get(key)
        if said is None:
            return "stdio" if has_command else "http"
        kind = said.lower().replace("_", "-") if isinstance(said, str) else ""
        if kind != "stdio" and kind not in _HTTP:
            raise ConfigurationError(f"{self.where}.{key}: must be one of {', '.join(_TYPES)}, not {said!r:.50}")
        if (kind == "stdio") is not has_command:
            raise ConfigurationError(f"{self.where}.{key}: {said} needs a {'url' if has_command else 'command'}")
        return kind

    def command(self) -> Command:
        """The command that starts it."""
        program, arguments = self.text("command"), self.texts("args")
        if not program:
            raise ConfigurationError(f"{self.where}.command: must be a program, and is empty")
        return Command([program, *arguments], env=self.mapping("env"), cwd=self.text("cwd") or None)

    def address(self, transport: HttpTransport) -> HttpTarget:
        """Where it is."""
        try:
            return HttpTarget(self.text("url"), headers=self.mapping("headers"), transport=transport)
        except ValueError as error:
            raise ConfigurationError(f"{self.where}.url: {error}") from error

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self.entry.get(key, default)
        if not isinstance(value, bool):
            raise self._unfit(key, "true or false", value)
        return value

    def text(self, key: str) -> str:
        return self._expanded(key, self.entry.get(key) or "")

    def texts(self, key: str) -> list[str]:
        values: object = self.entry.get(key) or []
        if not isinstance(values, list):
            raise self._unfit(key, "a list of texts", values)
        return [self._expanded(f"{key}.{at}", value) for at, value in enumerate(cast("list[object]", values))]

    def mapping(self, key: str) -> dict[str, str]:
        values: object = self.entry.get(key) or {}
        if not isinstance(values, Mapping):
            raise self._unfit(key, "an object of texts", values)
        named = cast("Mapping[str, object]", values)
        return {name: self._expanded(f"{key}.{name}", value) for name, value in named.items()}

    def _expanded(self, key: str, value: object) -> str:
        if not isinstance(value, str):
            raise self._unfit(key, "text", value)
        return _VARIABLE.sub(lambda found: self._value(key, found[1]), value)

    def _value(self, key: str, said: str) -> str:
        """What `${said}` stands for: `VAR`, `env:VAR`, either with `:-` and a default, or a name of `variables`."""
        if said in self.variables:
            return self.variables[said]
        name, has_default, default = said.removeprefix("env:").partition(":-")
        if not _NAME.fullmatch(name):
            raise ConfigurationError(
                f"{self.where}.{key}: ${{{said}}} is not known: expected ${{VAR}}, ${{env:VAR}} or ${{VAR:-default}} "
                f"for a variable of the environment, or one of `variables` ({', '.join(self.variables) or 'none'})"
            )
        value = os.environ.get(name)
        if value is None and not has_default:
            raise ConfigurationError(
                f"{self.where}.{key}: ${{{said}}} is not set: set {name} in the environment of this program, or write "
                f"${{{name}:-default}}"
            )
        return default if value is None else value

    def _unfit(self, key: str, expected: str, value: object) -> ConfigurationError:
        return ConfigurationError(f"{self.where}.{key}: must be {expected}, not {value!r:.50}")


def _read(path: str) -> Mapping[str, Any]:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigurationError(f"{path}: cannot be read: {why}") from error
    try:
        members = json.loads(_LAST_COMMA.sub(_quoted, _COMMENT.sub(_quoted, text)))
    except ValueError as error:
        raise ConfigurationError(f"{path}: is no JSON: {error}") from error
    if not isinstance(members, dict):
        raise ConfigurationError(f"{path}: must be a JSON object, not {members!r:.50}")
    return cast("dict[str, Any]", members)


def _quoted(found: re.Match[str]) -> str:
    # Lines are kept: errors name them.
    return found[1] or "\n" * found[0].count("\n")
