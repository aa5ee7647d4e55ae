"""What a program gives a client to be called: functions of any kind, in the one form in which they are called here."""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

from pydantic import BaseModel

from mcprism.client.roots import RootLike
from mcprism.context import Context
from mcprism.events import PromptsChanged, ResourcesChanged, ToolsChanged
from mcprism.questions import Accepted, Cancelled, Declined
from mcprism.threads import run_blocking
from mcprism_types import v2026_07_28 as home

P = TypeVar("P")
R = TypeVar("R")

_POSITIONAL: Final = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
_CONTEXTS: Final = ("ctx", "context")

Told: TypeAlias = Callable[[P], object]
"""Called with what happened; it may be async."""
Asked: TypeAlias = (
    Callable[[P], R] | Callable[[P], Awaitable[R]] | Callable[[P, Context], R] | Callable[[P, Context], Awaitable[R]]
)
"""Called with what is asked, and with the context of the question if it takes that."""

Sampled: TypeAlias = home.CreateMessageResult | str
"""What a model wrote; a text is a message of the assistant whose model is not named."""
FilledIn: TypeAlias = home.ElicitResult | Accepted[Any] | Declined | Cancelled | Mapping[str, Any] | BaseModel
"""What a user did with a form; a model or a dict is what was filled in."""
Opened: TypeAlias = home.ElicitResult | Accepted[None] | Declined | Cancelled
"""Whether a user agreed to open a page."""
ListChange: TypeAlias = ToolsChanged | PromptsChanged | ResourcesChanged

OnSampling: TypeAlias = Asked[home.CreateMessageRequestParams, Sampled]
OnElicitation: TypeAlias = Asked[home.ElicitRequestFormParams, FilledIn]
OnUrlElicitation: TypeAlias = Asked[home.ElicitRequestURLParams, Opened]
OnRoots: TypeAlias = (
    Callable[[], Iterable[RootLike]]
    | Callable[[], Awaitable[Iterable[RootLike]]]
    | Callable[[Context], Iterable[RootLike]]
    | Callable[[Context], Awaitable[Iterable[RootLike]]]
)
OnLog: TypeAlias = (
    Told[home.LoggingMessageNotificationParams] | Callable[[home.LoggingMessageNotificationParams, Context], object]
)
OnListChanged: TypeAlias = Told[ListChange]
OnResourceUpdated: TypeAlias = Told[str]
OnAnyProgress: TypeAlias = Callable[[float, float | None, str | None], object]


class Callback:
    """One function of the program's.

    Args:
        option: what it was given as, for error texts.
        function: the function; it may be async.
        takes: what it is given, by position.
        context: whether it may take a context beside that.
        blocks: whether it is called in a thread if it is not async.

    Raises:
        TypeError: it cannot be called like that.
    """

    def __init__(
        self, option: str, function: Callable[..., Any], *takes: str, context: bool = False, blocks: bool = False
    ) -> None:
        self._function = function
        self._is_in_thread = blocks and not _is_async(function)
        self._takes_context = False
        try:
            signature = inspect.signature(function)
            more = [parameter for parameter in signature.parameters.values() if parameter.kind in _POSITIONAL]
            self._takes_context = context and len(more) > len(takes) and _is_context(more[len(takes)])
            signature.bind(*takes, *(["ctx"] if self._takes_context else []))
        except TypeError as error:
            given = f"({', '.join(takes)})" + (", and may take ctx: Context beside that" if context else "")
            raise TypeError(
                f"{option}: {function!r:.100} cannot be called ({error}): it is called with {given}"
            ) from None
        except ValueError:
            # Some that are written in C do not tell.
            pass

    async def __call__(self, *given: Any, context: Context | None = None) -> Any:
        """What it returns. Raises as it does."""
        arguments = (*given, context) if self._takes_context else given
        call = partial(_called, self._function, arguments)
        (value,) = await run_blocking(call) if self._is_in_thread else call()
        return await value if inspect.isawaitable(value) else value


def _called(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any]:
    # On trio no thread may return what is to be awaited, as it is.
    return (function(*arguments),)


def _is_async(function: Any) -> bool:
    while isinstance(function, partial):
        inner: Any = function.func  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        function = inner
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__)


def _is_context(parameter: inspect.Parameter) -> bool:
    """Whether a parameter beyond those that are always given is for the context."""
    if parameter.default is parameter.empty or parameter.name in _CONTEXTS:
        return True
    return "Context" in str(parameter.annotation)
