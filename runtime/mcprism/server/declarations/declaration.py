"""What tools, resources and prompts have in common once they are declared."""

from collections.abc import Sequence
from copy import copy
from typing import ClassVar, Generic, Self, TypeVar

from mcprism.context import Context
from mcprism.declaration_options import DeclarationOptions
from mcprism.errors import InsufficientScope
from mcprism.jsonrpc import JsonObject
from mcprism.lifespan import Lifespan
from mcprism.server.declarations.callee import Callee
from mcprism.server.declarations.completions import Completer

Options = TypeVar("Options", bound=DeclarationOptions)


class Declaration(Generic[Options]):
    """Something that is declared: a function or a class, and what is said of it.

    Args:
        callee: what is called for it.
        name: what clients call it.
        definition: what it is listed as, in the newest version.
        options: what is said of it.

    Raises:
        ValueError: it cannot be kept to its limits.
    """

    __slots__ = (
        "_callee",
        "_lifespan",
        "_scopes",
        "argument_names",
        "completers",
        "definition",
        "name",
        "options",
        "where",
    )
    has_prefix: ClassVar[bool] = True
    """Whether a prefix with which it is included goes in front of its name."""

    def __init__(self, callee: Callee, name: str, definition: JsonObject, options: Options) -> None:
        callee.check_limits(inline=options.inline, timeout=options.timeout)
        self._callee = callee
        self._lifespan: Lifespan | None = None
        """That of the server that it was declared on, where that is another one; None: that of this one."""
        self._scopes = frozenset(options.scopes)
        self.where = callee.where
        """What was declared, for error texts."""
        self.name = name
        self.definition = definition
        self.options = options
        self.argument_names: Sequence[str] = ()
        """What can be completed."""
        self.completers: dict[str, Completer] = {}
        """What completes them: those that are one of a few values, and what is declared."""

    @property
    def tags(self) -> Sequence[str]:
        """As `listing.Declared.tags`."""
        return self.options.tags

    @property
    def is_fixed(self) -> bool:
        """As `listing.Declared.is_fixed`."""
        return True

    def listed(self) -> JsonObject:
        """As `listing.Declared.listed`."""
        return self.definition

    def included(self, prefix: str, lifespan: Lifespan | None, origin: str) -> Self:
        """The same, as it is on another server.

        Args:
            prefix: what goes in front of its name.
            lifespan: that of the server that it is from; None: it has none, and gets that of the other server.
            origin: what that server is called, for error texts.

        Raises:
            ValueError: it cannot have such a name.
        """
        other = copy(self)
        other.where = f"{self.where} of {origin}"
        if prefix and self.has_prefix:
            other.name = prefix + self.name
            other.definition = {**self.definition, "name": other.name}
        other._lifespan = self._lifespan or lifespan
        return other

    @property
    def takes_context(self) -> bool:
        """Whether its function is given the context of the request."""
        return self._callee.takes_context

    def admitted(self, context: Context) -> Context:
        """The context of a request for this, with the lifespan of the server that it was declared on.

        Raises:
            InsufficientScope: whoever asks has not been granted what this takes.
        """
        if self._scopes:
            granted = context.peer.scopes
            if granted is not None and not self._scopes <= granted:
                raise InsufficientScope(self.name, self.options.scopes)
        return context if self._lifespan is None else context.lent(self._lifespan)


def name_of_function(target: object, options: DeclarationOptions, where: str) -> str:
    """What a function is called. `where`: the function, for error texts.

    Raises:
        ValueError: it has no name.
    """
    name = options.name or getattr(target, "__name__", "")
    if not isinstance(name, str) or not name or name == "<lambda>":
        raise ValueError(f"{where} has no name of its own: give it one with name=")
    return name
