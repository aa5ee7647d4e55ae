"""What is declared on a server: its tools, resources and prompts, and what answers for them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import isclass
from typing import TYPE_CHECKING, Any, Final, TypeVar, overload

from typing_extensions import Unpack

from mcprism.events import Change, PromptsChanged, ResourcesChanged, ToolsChanged
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Answer
from mcprism.server.declarations.listing import Register
from mcprism.tool_options import ToolFields, note, options_of

if TYPE_CHECKING:
    # These need the models of the newest version: whoever declares something loads them, and nobody else.
    from mcprism.server.declarations.prompts import Prompt, PromptFields
    from mcprism.server.declarations.resources import Resource, ResourceFields
    from mcprism.server.declarations.tool import Tool

Target = TypeVar("Target", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of what is declared."""

    is_made: bool
    """Whether there is anything."""
    answers: Mapping[str, Answer]
    """What answers requests for it, by method."""
    declares: JsonObject
    """The capability that says so."""


class Declarations(ABC):
    """Functions and classes as tools, resources and prompts.

    Args:
        page_size: how many are on one page of a list.

    Raises:
        ValueError: the page size is not at least 1.
    """

    def __init__(self, *, page_size: int) -> None:
        self._tools: Final[Register[Tool]] = Register(
            "tool", "tools", lambda: self._announce(ToolsChanged()), page_size=page_size
        )
        self._resources: Final[Register[Resource]] = Register(
            "resource", "resources", lambda: self._announce(ResourcesChanged()), page_size=page_size
        )
        self._templates: Final[Register[Resource]] = Register(
            "resource", "resourceTemplates", lambda: self._announce(ResourcesChanged()), page_size=page_size
        )
        self._prompts: Final[Register[Prompt]] = Register(
            "prompt", "prompts", lambda: self._announce(PromptsChanged()), page_size=page_size
        )

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
            ValueError: an option does not fit, or there is a tool of that name.
            RuntimeError: it is being served already, and said that it has no tools.
        """
        from mcprism.server.declarations.tool import Tool

        tool = Tool(target, fields)
        self._check_open("tools", tool.where)
        self._tools.add(tool)

    def remove_tool(self, name: str) -> None:
        """Offers a tool no more. Clients are told. Calls of it that run go on.

        Raises:
            KeyError: there is no tool of that name.
        """
        self._tools.remove(name)

    def enable_tool(self, name: str) -> None:
        """Lists a tool again that was disabled. Clients are told. Raises as `remove_tool`."""
        self._tools.set_enabled(name, True)

    def disable_tool(self, name: str) -> None:
        """Lists a tool no more and refuses calls of it until it is enabled. Clients are told. As `remove_tool`."""
        self._tools.set_enabled(name, False)

    def resource(self, uri: str, /, **fields: "Unpack[ResourceFields]") -> Callable[[Target], Target]:
        """Declares what reads a resource, or, where the address has variables, all resources of that form.

            @server.resource("users://{user_id}/profile", mime_type="application/json")
            async def profile(user_id: int) -> Profile: ...

        Parameters are the variables, converted to their types. Text, bytes, `Image`, `Audio`, contents and lists of
        them are sent as they are, anything else as JSON. `fields`: those of `mcprism.ResourceOptions`.

        Raises:
            TypeError, ValueError: as `add_resource`.
        """

        def declare(target: Target) -> Target:
            self.add_resource(target, uri, **fields)
            return target

        return declare

    def add_resource(self, target: Callable[..., Any], uri: str, /, **fields: "Unpack[ResourceFields]") -> None:
        """Offers a resource or a template, as `resource` does. Clients that are connected are told of it.

        Raises:
            TypeError: it cannot be a resource, its parameters are not the variables of the address, or the server
                answers by a handler.
            ValueError: the address or an option does not fit, or there is a resource of that address.
            RuntimeError: it is being served already, and said that it has no resources.
        """
        from mcprism.server.declarations.resources import Resource

        resource = Resource(target, uri, fields)
        self._check_open("resources", resource.where)
        self._register_of(uri, resource).add(resource)

    def remove_resource(self, uri: str) -> None:
        """Offers the resource or the template of this address no more. Clients are told.

        Raises:
            KeyError: there is none.
        """
        self._register_of(uri).remove(uri)

    def enable_resource(self, uri: str) -> None:
        """Lists a resource or a template again that was disabled. Clients are told. Raises as `remove_resource`."""
        self._register_of(uri).set_enabled(uri, True)

    def disable_resource(self, uri: str) -> None:
        """Lists a resource or a template no more, and reads none, until it is enabled. As `remove_resource`."""
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
            ValueError: an option does not fit, or there is a prompt of that name.
            RuntimeError: it is being served already, and said that it has no prompts.
        """
        from mcprism.server.declarations.prompts import Prompt

        prompt = Prompt(target, fields)
        self._check_open("prompts", prompt.where)
        self._prompts.add(prompt)

    def remove_prompt(self, name: str) -> None:
        """Offers a prompt no more. Clients are told.

        Raises:
            KeyError: there is no prompt of that name.
        """
        self._prompts.remove(name)

    def enable_prompt(self, name: str) -> None:
        """Lists a prompt again that was disabled. Clients are told. Raises as `remove_prompt`."""
        self._prompts.set_enabled(name, True)

    def disable_prompt(self, name: str) -> None:
        """Lists a prompt no more and writes none, until it is enabled. Clients are told. Raises as `remove_prompt`."""
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
            ValueError: there is no such prompt, template or argument.
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

    def _register_of(self, uri: str, resource: "Resource | None" = None) -> "Register[Resource]":
        is_template = "{" in uri if resource is None else bool(resource.template.names)
        return self._templates if is_template else self._resources

    def _offers(self) -> Mapping[str, Offer]:
        """All that is declared, by the capability that it is."""
        from mcprism.server.declarations.completions import METHOD, completing
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
                    "resources/list": self._resources.list,
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

    @abstractmethod
    def _check_open(self, kind: str, where: str) -> None:
        """Fails where nothing more of a kind can be declared. `where`: what is to be, for error texts."""

    @abstractmethod
    def _announce(self, change: Change) -> None:
        """Tells whoever is connected of a change."""
