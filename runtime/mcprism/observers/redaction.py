"""What is taken out of messages before anybody keeps them."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeGuard, cast

Redact: TypeAlias = Callable[[Any], Any]
"""Takes a message as JSON values, and gives what may be kept of it. It must not change what it was given."""


def hidden(*names: str) -> Redact:
    """Hides the values of all members with these names, wherever they are: `Recorder(path, redact=hidden("token"))`.

    In their place is `"***"`. Names are compared without regard to case.
    """
    wanted = frozenset(name.lower() for name in names)

    def redact(value: Any) -> Any:
        if isinstance(value, dict):
            members = cast("dict[str, Any]", value)
            return {name: "***" if name.lower() in wanted else redact(inner) for name, inner in members.items()}
        return [redact(inner) for inner in value] if _is_array(value) else value

    return redact


def _is_array(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)
