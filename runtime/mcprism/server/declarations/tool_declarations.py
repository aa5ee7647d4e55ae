"""What servers and tool boxes have in common: tools are declared on them."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from inspect import isclass
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload
from weakref import WeakSet

from typing_extensions import Unpack

from mcprism.events import Change, ToolsChanged
from mcprism.lifespan import Lifespan
from mcprism.server.declarations.listing import Register, Revision
from mcprism.tool_options import ToolFields, note, options_of

if TYPE_CHECKING:
    # These need the models of the newest version: whoever declares something loads them, and nobody else.
    from mcprism.server.declarations.tool import Tool

Target = TypeVar("Target", bound=Callable[..., Any])


class ToolDeclarations(ABC):
    """Functions and classes as tools; what has some can be included in a server.

    Args:
        name: what it is called.
        page_size: how many are on one page of a list.
        list_ttl: seconds for which clients may use a list again.

    Raises:
        ValueError: an option does not fit.
    """

    def __init__(self, name: str, *, page_size: int, list_ttl: float, lifespan: Lifespan | None = None) -> None:
        self.name: Final = name
        self._page_size: Final = page_size
        self._list_ttl: Final = list_ttl
        self._lifespan: Final = lifespan or Lifespan(None)
        self._handler: object | None = None
        """What answers, instead of what is declared."""
        self._tools: Final[Register[Tool]] = self._register("tool", "tools", "tools", ToolsChanged())
        self._registers: Final[dict[str, Register[Any]]] = {"tools": self._tools}
        """All that can be included, by what its list is called."""
        self._outer: Final[WeakSet[ToolDeclarations]] = WeakSet()
        """Those that this is included in."""

    @overload
    def tool(self, target: Target, /) -> Target: ...
    @overload
    def tool(self, target: None = None, /, **fields: Unpack[ToolFields]) -> Callable[[Target], Target]: ...
    def tool(
        self, target: Target | None = None, /, **fields: Unpack[ToolFields]
    ) -> Target | Callable[[Target], Target]:
        """Declares a function, or a pydantic model with a method `run`, as a tool: `@server.tool`, or with options.

        Names, descriptions and schemas come from the signature and the docstring. An async function runs where it is
        called, another one in a thread (see `ToolOptions.inline`). A parameter that is annotated `Context` is given the
        context of the request. `fields`: those of `mcprism.ToolOptions`.

        Raises:
            TypeError, ValueError: it cannot be a tool; or as `add_tool`.
        """
        if target is not None and not callable(target):
            raise TypeError(f"@server.tool takes keywords: write @server.tool(name={target!r:.100})")

        def declare(target: Target) -> Target:
            declared: object = target
            if fields and isclass(declared):
                # A client makes its calls from the class, so that is where what it is called has to be.
                note(declared, options_of(declared, fields))
            self.add_tool(target, **fields)
            return target

        return declare if target is None else declare(target)

    def add_tool(self, target: Callable[..., Any], /, **fields: Unpack[ToolFields]) -> None:
        """Offers a tool, as `tool` does. Clients that are connected are told that the list is another one.

        Raises:
            TypeError: it cannot be a tool, or the server answers by a handler.
            ValueError: an option does not fit, or there is a tool of that name, here or where this is included.
            RuntimeError: it is being served already, and said that it has no tools.
        """
        from mcprism.server.declarations.tool import Tool

        self._tools.add(Tool(target, fields))

    def remove_tool(self, name: str) -> None:
        """Offers a tool no more. Clients are told. Calls of it that run go on.

        Raises:
            KeyError: there is no tool of that name.
            ValueError: it is from another server, or from a tool box, that is included here.
        """
        self._tools.remove(name)

    def enable_tool(self, name: str) -> None:
        """Lists a tool again that was disabled. Clients are told. KeyError: there is no tool of that name."""
        self._tools.set_enabled(name, True)

    def disable_tool(self, name: str) -> None:
        """Lists a tool no more and refuses calls of it until it is enabled. Clients are told. As `enable_tool`."""
        self._tools.set_enabled(name, False)

    def enable_tagged(self, *tags: str) -> None:
        """Ends what `disable_tagged` did for these tags. Clients are told of what is listed again."""
        self._set_hidden(tags, False)

    def disable_tagged(self, *tags: str) -> None:
        """Disables all that has one of these tags, now or later, until the tags are enabled. Clients are told.

        What is disabled by its name, too, stays so when its tags are enabled.
        """
        self._set_hidden(tags, True)

    def _set_hidden(self, tags: tuple[str, ...], hidden: bool) -> None:
        for tag in tags:
            if not isinstance(tag, str):  # pyright: ignore[reportUnnecessaryIsInstance] -- for those who do not check
                raise TypeError(f"tags are given one by one, 'beta', 'internal', not {tag!r:.50}")
        with Revision() as revision:
            for register in self._registers.values():
                register.set_hidden(tags, hidden, revision)

    def _register(self, kind: str, capability: str, member: str, change: Change) -> Register[Any]:
        return Register(
            kind,
            member,
            opens=partial(self._check_open, capability),
            changed=partial(self._announce, change),
            page_size=self._page_size,
            ttl=self._list_ttl,
        )

    def _contains(self, other: "ToolDeclarations") -> bool:
        """Whether it is that, or that is included in it."""
        return self is other

    def _is_served(self) -> bool:
        """Whether clients may be connected to it, or to what it is included in."""
        return any(outer._is_served() for outer in self._outer)

    def _tell_outer(self, change: Change) -> None:
        """Tells whoever is connected to what this is included in."""
        if not self._outer:
            return
        # Threads that include it meanwhile have to wait.
        with Revision():
            outers = tuple(self._outer)
        for outer in outers:
            outer._announce(change)
            outer._tell_outer(change)

    @abstractmethod
    def _check_open(self, capability: str, where: str) -> None:
        """Fails where nothing more of a kind can be declared. `where`: what is to be, for error texts."""

    @abstractmethod
    def _announce(self, change: Change) -> None:
        """Tells whoever is connected of a change."""
