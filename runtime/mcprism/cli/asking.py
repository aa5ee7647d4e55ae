"""Questions of a server, asked on the terminal while a call goes on.

Standard output belongs to the result: questions go to standard error, answers come from standard input.
"""

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, Final, cast

import anyio

from mcprism.cli.output import printable
from mcprism.cli.pairs import converted
from mcprism.context import Context
from mcprism.jsonrpc import JsonObject, is_object
from mcprism.transports.blocking import BlockingThread
from mcprism_types import v2026_07_28 as v

_LONGEST_LINE: Final = 64 * 1024


CAPABILITIES: Final[JsonObject] = {"elicitation": {"form": {}, "url": {}}}


class Declines(Exception):
    """Whoever sits there does not want to answer."""


class TerminalAnswers(v.ClientHandler[Context]):
    """Shows forms and addresses, and gives what is typed.

    Args:
        before: called before something is asked, to clear the line.
    """

    def __init__(self, before: Callable[[], None]) -> None:
        self._before = before
        self._turn = anyio.Lock()
        self._thread: BlockingThread[bytes] | None = None

    async def elicit(self, params: v.ElicitRequestParams, ctx: Context) -> v.ElicitResult:
        """One question at a time. The end of input (Ctrl-D) declines."""
        asked = params.to_wire()
        async with self._turn:
            self._before()
            try:
                if asked.get("mode") == "url":
                    await self._opens(asked)
                    return v.ElicitResult(action="accept")
                content = await self._filled_in(asked)
            except Declines:
                _say("(declined)")
                return v.ElicitResult(action="decline")
        return v.ElicitResult.from_wire({"action": "accept", "content": content})

    async def _opens(self, asked: JsonObject) -> None:
        _say(f"The server asks: {asked['message']}")
        _say(f"It wants you to open this address: {asked['url']}")
        if not _is_yes(await self._typed("Have you opened it? [y/n] ")):
            raise Declines

    async def _filled_in(self, asked: JsonObject) -> JsonObject:
        form: JsonObject = asked["requestedSchema"]
        fields: JsonObject = form.get("properties", {})
        _say(f"The server asks: {asked['message']}  (Ctrl-D declines)")
        if not fields and not _is_yes(await self._typed("Do you agree? [y/n] ")):
            raise Declines
        content: JsonObject = {}
        for name, field in fields.items():
            value = await self._value_of(name, field, is_needed=name in form.get("required", ()))
            if value is not None:
                content[name] = value
        return content

    async def _value_of(self, name: str, field: JsonObject, *, is_needed: bool) -> Any:
        """What is typed for a field, asked until it fits; None: it is left out."""
        question = _question(name, field, is_needed=is_needed)
        while True:
            text = (await self._typed(question)).strip()
            if not text and ("default" in field or not is_needed):
                return field.get("default")
            try:
                return answer_for(text, field)
            except ValueError as error:
                _say(f"  {error}")

    async def _typed(self, question: str) -> str:
        sys.stderr.write(printable(question))
        sys.stderr.flush()
        if self._thread is None:
            self._thread = BlockingThread[bytes]("mcprism asks")
        # Not through `sys.stdin`: a thread that waits there holds a lock that the end of the process needs.
        line = await self._thread.run(partial(os.read, sys.stdin.fileno(), _LONGEST_LINE))
        if not line:
            sys.stderr.write("\n")
            raise Declines
        return line.decode(errors="replace").rstrip("\r\n")


def answer_for(text: str, field: JsonObject) -> Any:
    """What was typed, as a value of a field of a form.

    Raises:
        ValueError: it does not fit; the text says what was expected.
    """
    choices = _choices(field)
    if field.get("type") == "array":
        values = [_choice(part.strip(), choices) for part in text.split(",") if part.strip()]
        least, most = field.get("minItems", 0), field.get("maxItems", len(values))
        if not least <= len(values) <= most:
            raise ValueError(f"expected {_between(field.get('minItems'), field.get('maxItems'))} of them")
        return values
    if choices:
        return _choice(text, choices)
    if field.get("type") == "boolean" and text.lower() in ("y", "yes", "n", "no"):
        return _is_yes(text)
    value = converted(text, field, {})
    size, unit = (len(text), " characters") if isinstance(value, str) else (value, "")
    least, most = field.get("minLength", field.get("minimum")), field.get("maxLength", field.get("maximum"))
    if not isinstance(value, bool) and not ((least is None or least <= size) and (most is None or size <= most)):
        raise ValueError(f"expected {_between(least, most)}{unit}, not {text!r}")
    return value


def _question(name: str, field: JsonObject, *, is_needed: bool) -> str:
    words = str(field.get("title") or name)
    if field.get("description"):
        words += f" ({field['description']})"
    choices = _choices(field)
    if choices:
        words += f" [{', '.join(f'{value}: {title}' if title != value else value for value, title in choices.items())}]"
        words += " (several with commas)" if field.get("type") == "array" else ""
    elif field.get("type") == "boolean":
        words += " [y/n]"
    elif field.get("format") or field.get("type") != "string":
        words += f" [{field.get('format') or field.get('type')}]"
    if "default" in field:
        words += f" (Enter: {_shown(field['default'])})"
    elif not is_needed:
        words += " (Enter: leave it out)"
    return f"  {words}: "


def _choices(field: JsonObject) -> dict[str, str]:
    """The values that a field may have, with what each is called; none: any."""
    items = field.get("items")
    place: JsonObject = items if is_object(items) else field
    titled = place.get("oneOf", place.get("anyOf"))
    if isinstance(titled, list):
        rows = [row for row in cast("list[object]", titled) if is_object(row) and "const" in row]
        return {str(row["const"]): str(row.get("title", row["const"])) for row in rows}
    values, names = cast("list[Any]", place.get("enum", [])), cast("list[Any]", place.get("enumNames", []))
    return {str(value): str(names[at] if at < len(names) else value) for at, value in enumerate(values)}


def _choice(text: str, choices: dict[str, str]) -> str:
    for value, title in choices.items():
        if text.casefold() in (value.casefold(), title.casefold()):
            return value
    raise ValueError(f"expected one of {', '.join(choices)}, not {text!r}")


def _between(least: float | None, most: float | None) -> str:
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value)


def _is_yes(text: str) -> bool:
    return text.strip().lower() in ("y", "yes")


def _say(text: str) -> None:
    sys.stderr.write(f"{printable(text)}\n")
