"""Addresses with variables, and what the variables are in an address: in a time that is linear in its length.

The forms of RFC 6570 that can be told apart again: `{name}` for a part without a slash, `{+name}` (or `{name*}`) for
one that may have some. A variable ends at the first place where what follows it goes on, and has at least one
character. At the end there may be `{?first,second}`: what may be said after a question mark, in any order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

_EXPRESSION: Final = re.compile(r"\{([^{}]*)\}")
_VARIABLE: Final = re.compile(r"(\+?)([A-Za-z_][A-Za-z0-9_]*)(\*?)")
_QUERY: Final = re.compile(r"\?[A-Za-z_][A-Za-z0-9_]*(?:,[A-Za-z_][A-Za-z0-9_]*)*")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DRIVE: Final = re.compile(r"[A-Za-z]:")

MAX_URI: Final = 8192
"""Characters of an address that is looked at."""


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str
    has_slashes: bool
    then: str
    """The text after it, up to the next variable or the end."""


@dataclass(frozen=True, slots=True)
class UriTemplate:
    """An address with variables."""

    text: str
    _begin: str
    _variables: tuple[_Variable, ...]
    query: tuple[str, ...]
    """The variables that may be said after a question mark."""

    @classmethod
    def of(cls, text: str) -> "UriTemplate":
        """The template of this text; one without variables is a plain address.

        Raises:
            ValueError: it has no scheme, expressions that are not understood, or variables that cannot be told apart.
        """
        check_uri(text)
        begin, *parts = _EXPRESSION.split(text)
        query: tuple[str, ...] = ()
        if len(parts) > 1 and _QUERY.fullmatch(parts[-2]) and not parts[-1]:
            query = tuple(parts[-2][1:].split(","))
            parts = parts[:-2]
        variables: list[_Variable] = []
        for expression, then in zip(parts[::2], parts[1::2], strict=True):
            found = _VARIABLE.fullmatch(expression)
            if found is None:
                raise ValueError(
                    f"{text!r:.200}: {{{expression}}} is not understood: a variable is {{name}}, or {{+name}} for one "
                    "that may have slashes, and what may follow a question mark is {?first,second}, at the end"
                )
            variables.append(_Variable(found[2], bool(found[1] or found[3]), then))
        _check(text, begin, variables, query)
        return cls(text, begin, tuple(variables), query)

    @property
    def names(self) -> tuple[str, ...]:
        """Its variables."""
        return (*(variable.name for variable in self._variables), *self.query)

    @property
    def ends_in_path(self) -> bool:
        """Whether its last variable may have slashes; others may have none."""
        return bool(self._variables) and self._variables[-1].has_slashes

    def expand(self, values: Mapping[str, str]) -> str:
        """The address in which the variables are that, without a query."""
        parts = (
            quote(values[variable.name], safe="/" if variable.has_slashes else "") + variable.then
            for variable in self._variables
        )
        return self._begin + "".join(parts)

    def match(self, uri: str) -> dict[str, str] | None:
        """What the variables are in an address, decoded; None: it is not of this form."""
        if len(uri) > MAX_URI:
            return None
        found: dict[str, str] = {}
        if self.query:
            uri, _, query = uri.partition("?")
            said = _said(query, self.query)
            if said is None:
                return None
            found = said
        if not uri.startswith(self._begin):
            return None
        at = len(self._begin)
        last = len(self._variables) - 1
        for position, variable in enumerate(self._variables):
            if position == last:
                end = len(uri) - len(variable.then)
                if end <= at or not uri.endswith(variable.then):
                    return None
            else:
                end = uri.find(variable.then, at + 1)
                if end < 0:
                    return None
            value = _value(uri[at:end], variable)
            if value is None:
                return None
            found[variable.name] = value
            at = end + len(variable.then)
        return found if at == len(uri) else None


def check_uri(text: str) -> None:
    """Fails on what is no address.

    Raises:
        ValueError: it has no scheme.
    """
    if not _SCHEME.match(text):
        raise ValueError(f"{text!r:.200} is no address: it begins with a scheme, such as file:///notes or notes://all")


def leads_elsewhere(value: str) -> bool:
    """Whether a variable, taken as a path, could lead out of where it is looked for."""
    parts = value.replace("\\", "/").split("/")
    return ".." in parts or value.startswith(("/", "\\")) or "\0" in value or _DRIVE.match(value) is not None


def _value(raw: str, variable: _Variable) -> str | None:
    if not variable.has_slashes and not {"/", "?", "#"}.isdisjoint(raw):
        return None
    try:
        return unquote(raw, errors="strict")
    except UnicodeDecodeError:
        return None


def _said(query: str, names: tuple[str, ...]) -> dict[str, str] | None:
    """What the variables are after a question mark; None: something else is there, or one of them twice.

    No address that can be written by the template has that: what is said in others would be said to nobody.
    """
    if "#" in query:
        return None
    found: dict[str, str] = {}
    for part in query.split("&") if query else ():
        name, _, value = part.partition("=")
        try:
            # What writes forms writes a space as a plus, and nothing writes a plus as one.
            name, value = (unquote(text.replace("+", " "), errors="strict") for text in (name, value))
        except UnicodeDecodeError:
            return None
        if name not in names or name in found:
            return None
        found[name] = value
    return found


def _check(text: str, begin: str, variables: list[_Variable], query: tuple[str, ...]) -> None:
    if query and any("?" in part for part in (begin, *(variable.then for variable in variables))):
        raise ValueError(f"{text!r:.200}: the question mark is a part of {{?...}}: write none before it")
    if any("{" in part or "}" in part for part in (begin, *(variable.then for variable in variables))):
        raise ValueError(f"{text!r:.200}: a brace is open or closed without the other")
    names = [*(variable.name for variable in variables), *query]
    if len(set(names)) < len(names):
        raise ValueError(f"{text!r:.200}: a variable is there twice")
    for variable in variables[:-1]:
        if not variable.then:
            raise ValueError(f"{text!r:.200}: nothing tells where {variable.name} ends and the next variable begins")
        if variable.has_slashes:
            raise ValueError(f"{text!r:.200}: {variable.name} may have slashes, so it must be the last variable")
