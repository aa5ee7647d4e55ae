"""What is declared on a server: its tools, resources and prompts, and what answers for them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from typing_extensions import Unpack

from mcprism.declaration_options import check_list
from mcprism.events import PromptsChanged, ResourcesChanged
from mcprism.jsonrpc import JsonObject
from mcprism.lifespan import Lifespan
from mcprism.plain import Answer
from mcprism.server.declarations.listing import Register, Revision, Source
from mcprism.server.declarations.tool_declarations import ToolDeclarations

if TYPE_CHECKING:
    # These need the models of the newest version: whoever declares something loads them, and nobody else.
    from mcprism.server.declarations.declaration import Declaration
    from mcprism.server.declarations.prompts import Prompt, PromptFields
    from mcprism.server.declarations.resources import Resource, ResourceFields

Target = TypeVar("Target", bound=Callable[..., Any])

MAX_FILE: Final = 8 * 1024 * 1024
"""Bytes of a file that are sent; as base64 they are two thirds of what clients take in one message."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of what is declared."""

    is_made: bool
    """Whether there is anything."""
    answers: Mapping[str, Answer]
    """What answers requests for it, by method."""
    declares: JsonObject
    """The capability that says so."""


class Declarations(ToolDeclarations):
    """Functions and classes as tools, resources and prompts, and what is declared elsewhere.

    Args:
        name: what it is called.
        page_size: how many are on one page of a list.
        list_ttl: seconds for which clients may use a list again.
        lifespan: what its functions need.

    Raises:
        ValueError: an option does not fit.
    """

    def __init__(self, name: str, *, page_size: int, list_ttl: float, lifespan: Lifespan) -> None:
        super().__init__(name, page_size=page_size, list_ttl=list_ttl, lifespan=lifespan)
        change = ResourcesChanged()
        self._resources: Final[Register[Resource]] = self._register("resource", "resources", "resources", change)
        self._templates: Final[Register[Resource]] = self._register(
            "resource", "resources", "resourceTemplates", change
        )
        self._prompts: Final[Register[Prompt]] = self._register("prompt", "prompts", "prompts", PromptsChanged())
        self._registers.update(
            {"resources": self._resources, "resourceTemplates": self._templates, "prompts": self._prompts}
        )
        self._inner: Final[list[ToolDeclarations]] = []
        """What is included."""

    def include(self, other: ToolDeclarations, /, prefix: str = "", *, tags: Collection[str] | None = None) -> None:
        """Offers here, too, what is declared on another server or in a tool box, now or later.

        Its functions run with the lifespan of their own server, if that has one, which is held while this one is
        served; otherwise with that of this one. What is disabled there is disabled here. Clients are told of changes.
        What else belongs to the other server stays there: its instructions, its middleware, methods of its own.

        Args:
            other: a `Server` or a `ToolBox`. What it includes is a part of it.
            prefix: what goes in front of the names of its tools and prompts. Addresses of resources stay as they are.
            tags: only what has one of these tags; None: all.

        Raises:
            ValueError: a name or an address is there already, or cannot be one with this prefix; or this is a part of
                the other, or is the other.
            TypeError: it is neither a server nor a tool box, or one of the two servers answers by a handler.
            RuntimeError: this is being served already, and said that it has nothing of a kind that the other has, or
                the other has a lifespan.
        """
        if not isinstance(other, ToolDeclarations):  # pyright: ignore[reportUnnecessaryIsInstance] -- for those who do not check
            raise TypeError(f"include takes a Server or a ToolBox, not {other!r:.100}")
        check_list("tags", tags)
        for one in (self, other):
            if one._handler is not None:
                raise TypeError(
                    f"the server {one.name!r} answers by {type(one._handler).__name__}, and only what is declared can "
                    "be included, where something is declared: use a Server(...) or a ToolBox(...)"
                )
        lifespan, where = None if other._lifespan.own is None else other._lifespan, repr(other.name)
        wanted = None if tags is None else frozenset(tags)

        def adopted(item: "Declaration[Any]") -> "Declaration[Any] | None":
            if wanted is not None and wanted.isdisjoint(item.tags):
                return None
            return item.included(prefix, lifespan, where)

        with Revision() as revision:
            self._check_order(other)
            for kind, register in other._registers.items():
                self._registers[kind].include(Source(register, where, adopted), revision)
            for kind, register in other._registers.items():
                register.outer.add(self._registers[kind])
            other._outer.add(self)
            self._inner.append(other)
            self._lifespan.needs.append(other._lifespan)

    def exclude(self, other: ToolDeclarations, /) -> None:
        """Offers no more what is declared there. Clients are told. Its lifespan is held until this one ends.

        Raises:
            ValueError: it is not included here.
        """
        with Revision() as revision:
            if other not in self._inner:
                raise ValueError(f"{other.name!r} is not included in {self.name!r}")
            for kind, register in other._registers.items():
                self._registers[kind].exclude(register, revision)
                register.outer.discard(self._registers[kind])
            other._outer.discard(self)
            self._inner[:] = [inner for inner in self._inner if inner is not other]
            self._lifespan.needs[:] = [inner._lifespan for inner in self._inner]

    def resource(self, uri: str, /, **fields: "Unpack[ResourceFields]") -> Callable[[Target], Target]:
        """Declares what reads a resource, or, where the address has variables, all resources of that form.

            @server.resource("users://{user_id}/profile", mime_type="application/json")
            async def profile(user_id: int) -> Profile: ...

        Parameters are the variables, converted to their types. Text, bytes, `Image`, `Audio`, contents and lists of
        them are sent as they are, anything else as JSON. `fields`: those of `mcprism.ResourceOptions`.

        Raises:
            TypeError, ValueError: as `add_resource`.
        """
        if not isinstance(uri, str):  # pyright: ignore[reportUnnecessaryIsInstance] -- for those who do not check
            raise TypeError(
                f'@server.resource takes an address: write @server.resource("notes://all"), not {uri!r:.80}'
            )

        def declare(target: Target) -> Target:
            self.add_resource(target, uri, **fields)
            return target

        return declare

    def add_resource(self, target: Callable[..., Any], uri: str, /, **fields: "Unpack[ResourceFields]") -> None:
        """Offers a resource or a template, as `resource` does. Clients that are connected are told of it.

        Raises:
            TypeError: it cannot be a resource, its parameters are not the variables of the address, or the server
                answers by a handler.
            ValueError: the address or an option does not fit, or there is a resource of that address, here or where
                this is included.
            RuntimeError: it is being served already, and said that it has no resources.
        """
        from mcprism.server.declarations.resources import Resource

        self._add_resource(Resource(target, uri, fields))

    def add_file(
        self,
        uri: str,
        path: str | PathLike[str],
        /,
        *,
        max_bytes: int = MAX_FILE,
        **fields: "Unpack[ResourceFields]",
    ) -> None:
        """Offers a file as a resource: `server.add_file("docs://readme", "README.md")`.

        It is sent as text if its name or its contents say that it is one, otherwise as bytes. It is listed with its
        size, and with when it changed, as they are when somebody asks.

        Args:
            uri: the address.
            path: where the file is; a relative path is one from the directory in which this process is now.
            max_bytes: how many bytes it may have when it is read.
            fields: those of `mcprism.ResourceOptions`; the name is by default that of the file.

        Raises:
            FileNotFoundError: there is no such file.
            TypeError, ValueError, RuntimeError: as `add_resource`.
        """
        from mcprism.server.declarations.files import FileResource

        self._add_resource(FileResource(uri, path, max_bytes, fields))

    def add_directory(
        self,
        uri: str,
        path: str | PathLike[str],
        /,
        *,
        listed: bool = False,
        hidden: bool = False,
        follow_links: bool = False,
        max_bytes: int = MAX_FILE,
        **fields: "Unpack[ResourceFields]",
    ) -> None:
        """Offers the files of a directory as resources: `server.add_directory("docs://{+path}", "docs")`.

        What is not in the directory is not there, whatever an address says. The files are told as by `add_file`.

        Args:
            uri: a template with one variable: `{+path}` for files in directories below it, too, `{name}` for others.
            path: where the directory is, as for `add_file`.
            listed: whether the files are in the list of resources, too, as they are when somebody asks; clients are
                not told when they change.
            hidden: whether files and directories are there whose names begin with a dot.
            follow_links: whether links may lead out of the directory.
            max_bytes: how many bytes a file may have when it is read.
            fields: those of `mcprism.ResourceOptions`; the name is by default that of the directory.

        Raises:
            NotADirectoryError: there is no such directory.
            TypeError, ValueError, RuntimeError: as `add_resource`.
        """
        from mcprism.server.declarations.files import DirectoryResource

        self._add_resource(
            DirectoryResource(
                uri, path, fields, listed=listed, hidden=hidden, follow_links=follow_links, max_bytes=max_bytes
            )
        )

    def remove_resource(self, uri: str) -> None:
        """Offers the resource or the template of this address no more. Clients are told.

        Raises:
            KeyError: there is none.
            ValueError: it is from a server that is included here.
        """
        self._register_of(uri).remove(uri)

    def enable_resource(self, uri: str) -> None:
        """Lists a resource or a template again that was disabled. Clients are told. KeyError: there is none."""
        self._register_of(uri).set_enabled(uri, True)

    def disable_resource(self, uri: str) -> None:
        """Lists a resource or a template no more, and reads none, until it is enabled. As `enable_resource`."""
        self._register_of(uri).set_enabled(uri, False)

    @overload
    def prompt(self, target: Target, /) -> Target: ...
    @overload
    def prompt(self, target: None = None, /, **fields: "Unpack[PromptFields]") -> Callable[[Target], Target]: ...
    def prompt(
        self, target: Target | None = None, /, **fields: "Unpack[PromptFields]"
    ) -> Target | Callable[[Target], Target]:
        """Declares what writes a prompt: `@server.prompt`, or with options.

        Parameters are its arguments, which come as texts and are converted to their types. What is returned is said by
        the user, unless it is a `PromptMessage`. `fields`: those of `mcprism.PromptOptions`.

        Raises:
            TypeError, ValueError: as `add_prompt`.
        """
        if target is not None and not callable(target):
            raise TypeError(f"@server.prompt takes keywords: write @server.prompt(name={target!r:.100})")

        def declare(target: Target) -> Target:
            self.add_prompt(target, **fields)
            return target

        return declare if target is None else declare(target)

    def add_prompt(self, target: Callable[..., Any], /, **fields: "Unpack[PromptFields]") -> None:
        """Offers a prompt, as `prompt` does. Clients that are connected are told of it.

        Raises:
            TypeError: it cannot be a prompt, or the server answers by a handler.
            ValueError: an option does not fit, or there is a prompt of that name, here or where this is included.
            RuntimeError: it is being served already, and said that it has no prompts.
        """
        from mcprism.server.declarations.prompts import Prompt

        self._prompts.add(Prompt(target, fields))

    def remove_prompt(self, name: str) -> None:
        """Offers a prompt no more. Clients are told.

        Raises:
            KeyError: there is no prompt of that name.
            ValueError: it is from a server that is included here.
        """
        self._prompts.remove(name)

    def enable_prompt(self, name: str) -> None:
        """Lists a prompt again that was disabled. Clients are told. KeyError: there is no prompt of that name."""
        self._prompts.set_enabled(name, True)

    def disable_prompt(self, name: str) -> None:
        """Lists a prompt no more and writes none, until it is enabled. Clients are told. As `enable_prompt`."""
        self._prompts.set_enabled(name, False)

    def completion(
        self, ref: str, argument: str, /, *, timeout: float | None = None, inline: bool = False
    ) -> Callable[[Target], Target]:
        """Declares what completes an argument of a prompt, or a variable of a template, while somebody types it.

            @server.completion("review", "language")
            def languages(value: str, framework: str = "") -> list[str]: ...

        The first parameter is what has been typed so far; others are arguments of the same prompt, which need not be
        known. Arguments that are one of a few values (`Literal`, `Enum`, `bool`) complete by themselves.

        Args:
            ref: the name of the prompt, or the template as it was declared. It is declared before.
            argument: the argument, or the variable.
            timeout: seconds that it may take; None: as long as it takes.
            inline: whether a function that is not async runs in the event loop, and in no thread.

        Raises:
            TypeError, ValueError, RuntimeError: as `add_completion`.
        """

        def declare(target: Target) -> Target:
            self.add_completion(target, ref, argument, timeout=timeout, inline=inline)
            return target

        return declare

    def add_completion(
        self,
        target: Callable[..., Any],
        ref: str,
        argument: str,
        /,
        *,
        timeout: float | None = None,
        inline: bool = False,
    ) -> None:
        """Completes an argument, as `completion` does, until its prompt or template is removed.

        Raises:
            TypeError: the function cannot complete anything, or the server answers by a handler.
            ValueError: there is no such prompt, template or argument, or it is from a server that is included here.
            RuntimeError: the server is being served already, and said that it completes nothing.
        """
        from mcprism.server.declarations.completions import CompleterFunction, there_is_no, unknown_argument

        self._check_open("completions", f"the completion of {argument!r:.100}")
        item = self._prompts.find(ref) or self._templates.find(ref)
        if item is None:
            text = there_is_no("prompt or template", ref, self._prompts, self._templates)
            raise ValueError(f"{text}; declare it before what completes it")
        if argument not in item.argument_names:
            raise ValueError(unknown_argument(item, argument))
        item.completers[argument] = CompleterFunction(target, argument, item, timeout=timeout, inline=inline)

    def _add_resource(self, resource: "Resource") -> None:
        (self._templates if resource.template.names else self._resources).add(resource)

    def _register_of(self, uri: str) -> "Register[Resource]":
        return self._templates if "{" in uri else self._resources

    def _check_order(self, other: ToolDeclarations) -> None:
        if other._contains(self):
            raise ValueError(
                f"{self.name!r} cannot include {other.name!r}: "
                + ("it is the same" if self is other else f"{self.name!r} is included in that")
            )
        if not other._lifespan.is_empty and self._is_served():
            raise RuntimeError(
                f"{other.name!r} has a lifespan, and {self.name!r} is being served already: include it before"
            )

    def _contains(self, other: ToolDeclarations) -> bool:
        return self is other or any(inner._contains(other) for inner in self._inner)

    def _offers(self) -> Mapping[str, Offer]:
        """All that is declared, by the capability that it is."""
        from mcprism.server.declarations.completions import METHOD, completing
        from mcprism.server.declarations.files import listing
        from mcprism.server.declarations.prompts import getting
        from mcprism.server.declarations.resources import reading
        from mcprism.server.declarations.tool import calling

        return {
            "tools": Offer(
                bool(self._tools),
                {"tools/list": self._tools.list, "tools/call": calling(self._tools)},
                {"listChanged": True},
            ),
            "resources": Offer(
                bool(self._resources or self._templates),
                {
                    "resources/list": listing(self._resources, self._templates),
                    "resources/templates/list": self._templates.list,
                    "resources/read": reading(self._resources, self._templates),
                },
                {"listChanged": True, "subscribe": True},
            ),
            "prompts": Offer(
                bool(self._prompts),
                {"prompts/list": self._prompts.list, "prompts/get": getting(self._prompts)},
                {"listChanged": True},
            ),
            "completions": Offer(
                any(item.completers for item in (*self._prompts, *self._templates)),
                {METHOD: completing(self._prompts, self._templates, self._resources)},
                {},
            ),
        }
