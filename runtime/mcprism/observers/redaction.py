"""What is taken out of messages before anybody keeps them."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeGuard, cast

from pydantic_core import from_json, to_json

Redact: TypeAlias = Callable[[Any], Any]
"""Takes a message as JSON values, and gives what may be kept of it. It must not change what it was given."""


def hidden(*names: str) -> Redact:
    """Hides the values of all members with these names, wherever they are: `Recorder(path, redact=hidden("token"))`.

    In their place is `"***"`. Names are compared without regard to case. Text that is JSON, as results of tools have
    it beside their data, is searched too.
    """
    wanted = frozenset(name.lower() for name in names)

    def redact(value: Any) -> Any:
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            return {name: "***" if name.lower() in wanted else redact(inner) for name, inner in members.items()}
        if isinstance(value, str):
            return _redacted_text(value, redact)
        return [redact(inner) for inner in value] if _is_array(value) else value

    return redact


def _redacted_text(text: str, redact: Redact) -> str:
    """A text without what is hidden, if it is the JSON of something that has members."""
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        value = from_json(text)
    except ValueError:
        return text
    kept = redact(value)
    return text if kept == value else to_json(kept, inf_nan_mode="null").decode()


def _is_array(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)
