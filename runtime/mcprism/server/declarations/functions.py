"""What is called where a function is given, and what it is called in error texts."""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, cast


def called(target: Callable[..., Any]) -> Callable[..., Any]:
    """The function that is called in the end, with what was put around it: that says whether it is async."""
    function: Any = target
    while isinstance(function, partial):
        inner: Any = cast("Any", function).func
        function = inner
    if inspect.isclass(function):
        function = function.__init__
    elif not inspect.isroutine(function):
        function = type(function).__call__
    result: Callable[..., Any] = function
    return result


def place_of(target: object) -> str:
    """What something is called in error texts."""
    name = getattr(target, "__qualname__", None)
    return f"{getattr(target, '__module__', '')}.{name}" if isinstance(name, str) else f"{target!r:.100}"
