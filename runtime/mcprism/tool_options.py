"""What can be said of a tool beside what its function or class says by itself; and what a tool is called.

A class that is a tool says it on both sides: the server answers with it, and the client makes its requests from it.

Spec: server/tools
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeAlias, TypeVar, overload

from pydantic import BaseModel
from typing_extensions import Unpack

from mcprism.declaration_options import DeclarationFields, DeclarationOptions, check_names
from mcprism.jsonrpc import JsonObject

Target = TypeVar("Target", bound=Callable[..., Any])

TaskSupport: TypeAlias = Literal["forbidden", "optional", "required"]

_ATTRIBUTE: Final = "__mcprism_tool__"
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,128}")
_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class ToolFields(DeclarationFields, total=False):
    """The fields of `ToolOptions`, as keywords."""

    read_only: bool | None
    destructive: bool | None
    idempotent: bool | None
    open_world: bool | None
    task_support: TaskSupport | None
    structured: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolOptions(DeclarationOptions):
    """What is said of a tool.

    Raises:
        ValueError, TypeError: something does not fit.
    """

    read_only: bool | None = None
    """Whether calls change nothing."""
    destructive: bool | None = None
    """Whether calls may delete or overwrite something."""
    idempotent: bool | None = None
    """Whether the same call made twice changes no more than made once."""
    open_world: bool | None = None
    """Whether it reaches beyond a closed domain."""
    task_support: TaskSupport | None = None
    """Whether a client may, or has to, ask for its result as a task."""
    structured: bool = True
    """Whether there is an output schema where the return type gives one, and results are sent as data too."""

    def __post_init__(self) -> None:
        if self.name is not None:
            checked_name(self.name)
        if self.task_support not in (None, "forbidden", "optional", "required"):
            raise ValueError(f"task_support: must be forbidden, optional or required, not {self.task_support!r:.50}")
        DeclarationOptions.__post_init__(self)


@overload
def tool(target: Target, /) -> Target: ...
@overload
def tool(target: None = None, /, **fields: Unpack[ToolFields]) -> Callable[[Target], Target]: ...
def tool(target: Target | None = None, /, **fields: Unpack[ToolFields]) -> Target | Callable[[Target], Target]:
    """Says what a function or a class is as a tool, for servers that it is added to: `server.add_tool(resize)`.

    Both `@tool` and `@tool(title=...)`. `fields`: those of `ToolOptions`.

    Raises:
        ValueError, TypeError: an option does not fit.
    """
    check_names(fields, ToolFields.__annotations__, where="a tool")
    options = ToolOptions(**fields)

    def declare(target: Target) -> Target:
        note(target, options)
        return target

    return declare if target is None else declare(target)


def note(target: object, options: ToolOptions) -> None:
    """Says of a function or a class what it is as a tool.

    Raises:
        TypeError: nothing can be said of it, such as of the method of an object.
    """
    try:
        setattr(target, _ATTRIBUTE, options)
    except AttributeError as error:
        raise TypeError(
            f"nothing can be noted on {target!r:.100}: decorate the function or the class, or give the options to "
            "server.add_tool"
        ) from error


def call_of(call: BaseModel) -> tuple[str, JsonObject]:
    """The name and the arguments of the call that an instance of a tool's class stands for.

    What was not set is left to the server.
    """
    kind = type(call)
    arguments: JsonObject = call.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return name_of(kind, options_of(kind, {})), arguments


def options_of(target: object, fields: ToolFields) -> ToolOptions:
    """What is said of a function or a class, where it was declared and here.

    Raises:
        ValueError, TypeError: an option does not fit.
    """
    check_names(fields, ToolFields.__annotations__, where="a tool")
    # Not by getattr: what is said of a class is not said of those derived from it.
    said = getattr(target, "__dict__", {}).get(_ATTRIBUTE)
    return replace(said, **fields) if isinstance(said, ToolOptions) else ToolOptions(**fields)


def name_of(target: object, options: ToolOptions) -> str:
    """What a function or a class is called as a tool.

    Raises:
        ValueError: it has no name that a tool may have.
    """
    if options.name is not None:
        return options.name
    own = getattr(target, "__name__", None)
    if not isinstance(own, str):
        raise ValueError(f"{target!r:.100} has no name of its own: give it one with name=")
    return checked_name(_WORD.sub("_", own).lower() if isinstance(target, type) else own)


def checked_name(name: str) -> str:
    """The name, if a tool may have it.

    Raises:
        ValueError: it may not.

    Spec: server/tools#tool-names
    """
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{name!r:.150} cannot be the name of a tool: give it one with name= that has 1 to 128 letters (A to Z), "
            "digits, underscores, hyphens and dots"
        )
    return name
