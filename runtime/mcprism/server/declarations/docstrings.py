"""What a docstring says of the parameters, in the three styles that people write: Google, NumPy and Sphinx.

Spec: none; the styles are described by Napoleon and by the Sphinx domain of Python.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Final, TypeAlias

_HEADS: Final = frozenset({"args", "arguments", "parameters", "params", "keyword args", "keyword arguments"})
_GOOGLE_HEAD: Final = re.compile(r"(?:args|arguments|parameters|params|keyword args|keyword arguments):", re.IGNORECASE)
_GOOGLE_ITEM: Final = re.compile(r"(\*{0,2}\w+)\s*(?:\(.*?\))?:\s*(.*)")
_NUMPY_ITEM: Final = re.compile(r"(\w+(?:\s*,\s*\w+)*)\s*(?::.*)?")
_SPHINX_ITEM: Final = re.compile(r":(?:param|parameter|arg|argument|key|keyword)\s+(?:[^:]*\s)?(\w+)\s*:\s*(.*)")
_SPHINX_TYPE: Final = re.compile(r":type\s+\w+\s*:")

_Section: TypeAlias = tuple[dict[str, list[str]], list[str], int]


@dataclass(frozen=True, slots=True)
class Documented:
    """What a docstring says."""

    description: str | None
    """All of it that is not about parameters; None: nothing."""
    parameters: dict[str, str]
    """What it says of each parameter that it names, in one line of text."""


def documented(docstring: str | None) -> Documented:
    """A docstring taken apart. Whatever is in no known form stays in the description."""
    if not docstring:
        return Documented(None, {})
    lines = cleandoc(docstring).splitlines()
    kept: list[str] = []
    parameters: dict[str, str] = {}
    at = 0
    while at < len(lines):
        found, rest, end = _section(lines, at)
        kept += rest
        if end == at:
            kept.append(lines[at])
            end += 1
        for name, words in found.items():
            if words:
                parameters[name] = " ".join(" ".join(words).split())
        at = end
    description = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return Documented(description or None, parameters)


def _section(lines: Sequence[str], at: int) -> _Section:
    """What is said of parameters from this line on, of none of them, and the first line after: this one if nothing."""
    line = lines[at]
    if _GOOGLE_HEAD.fullmatch(line.rstrip()):
        return _google(lines, at)
    if line.strip().lower() in _HEADS and at + 1 < len(lines) and re.fullmatch(r"-{3,}\s*", lines[at + 1]):
        return _numpy(lines, at)
    if _SPHINX_TYPE.match(line):
        return {}, [], _end_of_item(lines, at)
    item = _SPHINX_ITEM.match(line)
    if item is None:
        return {}, [], at
    end = _end_of_item(lines, at)
    return {item[1]: [item[2], *lines[at + 1 : end]]}, [], end


def _google(lines: Sequence[str], at: int) -> _Section:
    found: dict[str, list[str]] = {}
    depth: int | None = None
    rest: list[str] = []
    words = rest
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end])):
        line = lines[end]
        if line.strip():
            depth = _indent(line) if depth is None else depth
            is_outer = _indent(line) <= depth
            item = _GOOGLE_ITEM.match(line.strip()) if is_outer else None
            if item is not None:
                words = found[item[1].lstrip("*")] = [item[2]]
            else:
                if is_outer and not lines[end - 1].strip():
                    # A paragraph of its own says something of all of them.
                    words = rest
                    words.append("")
                words.append(line.strip())
        end += 1
    return (found, rest, end) if found else ({}, [], at)


def _numpy(lines: Sequence[str], at: int) -> _Section:
    found: dict[str, list[str]] = {}
    rest: list[str] = []
    words = rest
    end = at + 2
    while end < len(lines):
        line = lines[end]
        if line.strip() and not _indent(line):
            if end + 1 < len(lines) and re.fullmatch(r"-{3,}\s*", lines[end + 1]):
                break
            item = _NUMPY_ITEM.fullmatch(line.rstrip())
            if item is None:
                break
            words = []
            for name in item[1].split(","):
                found[name.strip()] = words
        else:
            words.append(line.strip())
        end += 1
    return (found, rest, end) if found else ({}, [], at)


def _end_of_item(lines: Sequence[str], at: int) -> int:
    end = at + 1
    while end < len(lines) and lines[end].strip() and _indent(lines[end]):
        end += 1
    return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
