"""What a client answers: by the functions that its program gives it, by a handler class, or by both.

Functions are of the newest version, as all methods of a client are, and answer servers of any version.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar, cast

from pydantic import BaseModel

from mcprism.capabilities import merged
from mcprism.client.callables import Callback
from mcprism.client.options import ClientOptions
from mcprism.client.roots import roots_of
from mcprism.context import Context
from mcprism.errors import InvalidParams
from mcprism.handlers import HandlerTable, custom_routes
from mcprism.jsonrpc import JsonObject
from mcprism.middleware import checked_middleware
from mcprism.questions import Accepted, Cancelled, Declined
from mcprism_types import v2026_07_28 as home

T = TypeVar("T")

UNNAMED_MODEL: Final = "unknown"
"""The model of a message that a function gave as text."""


class Answering:
    """What a client answers, and what it declares for that.

    Args:
        options: what is said of the client.

    Raises:
        TypeError: a function cannot be called, the handler or a middleware is none, or two of them answer the same.
        ValueError: a root is none, or a custom method is one of the protocol.
    """

    def __init__(self, options: ClientOptions) -> None:
        self.roots: list[home.Root] | None = None if options.roots is None else roots_of(options.roots)
        """The roots that the client has; None: it was given none."""
        self._strict = options.strict_capabilities
        self._given: dict[str, str] = {}
        """By method of the handler: the option that it is for."""
        functions = home.ClientHandler[Context]()
        declares: JsonObject = {}
        for option, (name, capability, make) in _MAKERS.items():
            function = getattr(options, option)
            if function is not None:
                self._give(functions, option, name, make(function))
                declares = merged(declares, capability)
        if self.roots is not None:
            self._give(functions, "roots", "list_roots", self._list_roots)
            declares = merged(declares, _ROOTS)
        if options.on_elicitation is not None or options.on_url_elicitation is not None:
            option = "on_url_elicitation" if options.on_elicitation is None else "on_elicitation"
            self._give(functions, option, "elicit", _elicited(options))
            if options.on_url_elicitation is not None:
                modes: JsonObject = {"url": {}} if options.on_elicitation is None else {"form": {}, "url": {}}
                declares = merged(declares, {"elicitation": modes})
        declares = merged(declares, options.capabilities or {})
        self.table = _layered(self._table(functions, options.handler, declares), options, declares)
        """What answers; None: nothing does."""
        self.capabilities: JsonObject = declares if self.table is None else self.table.capabilities

    def _give(self, functions: object, option: str, name: str, function: Callable[..., Any]) -> None:
        if name in self._given:
            raise TypeError(f"{option} and {self._given[name]} answer the same: give one of them")
        self._given[name] = option
        # Looked up on the object, as the methods of a class are.
        setattr(functions, name, function)

    def _table(self, functions: object, handler: object | None, declares: Mapping[str, Any]) -> HandlerTable | None:
        if handler is None:
            return (
                HandlerTable.of(functions, side="client", capabilities=declares, strict=self._strict)
                if self._given
                else None
            )
        table = HandlerTable.of(handler, side="client", capabilities=declares, strict=self._strict)
        if not self._given:
            return table
        beside = HandlerTable.of(functions, side="client", capabilities=declares, strict=self._strict)
        kind, options = type(handler).__name__, ", ".join(self._given.values())
        if table.protocol is not beside.protocol:
            raise TypeError(
                f"{options} cannot stand beside {kind}, which is of {table.protocol.version}: override the methods "
                f"for them in it, or derive it from the ClientHandler of {beside.protocol.version}"
            )
        for method in (*beside.requests, *beside.notifications):
            if method in table.requests or method in table.notifications:
                protocol = beside.protocol
                name = (protocol.requests.get(method) or protocol.notifications[method]).handler
                raise TypeError(f"{self._given[name]} and {kind}.{name} answer the same ({method}): remove one of them")
        return replace(
            table,
            requests={**table.requests, **beside.requests},
            notifications={**table.notifications, **beside.notifications},
            capabilities=merged(table.capabilities, beside.capabilities),
        )

    async def _list_roots(self, params: object, ctx: Context) -> home.ListRootsResult:
        return home.ListRootsResult(roots=list(self.roots or ()))


def _layered(table: HandlerTable | None, options: ClientOptions, declares: Mapping[str, Any]) -> HandlerTable | None:
    """What answers, custom messages too, with middleware around it."""
    custom = custom_routes(options.request_handlers, options.notification_handlers)
    middleware = checked_middleware(options.middleware)
    if table is None and (custom or middleware):
        table = HandlerTable.plain(home.PROTOCOL, {}, capabilities=declares)
    return None if table is None else table.with_custom(custom).with_middleware(middleware)


def _sampling(function: Callable[..., Any]) -> Callable[..., Any]:
    callback = Callback("on_sampling", function, "params", context=True, blocks=True)

    async def create_message(params: home.CreateMessageRequestParams, ctx: Context) -> home.CreateMessageResult:
        answer = await callback(params, context=ctx)
        if isinstance(answer, str):
            content = home.TextContent(text=answer)
            return home.CreateMessageResult(role="assistant", content=content, model=UNNAMED_MODEL)
        return _checked(answer, home.CreateMessageResult, "on_sampling", "a text or a CreateMessageResult")

    return create_message


def _roots(function: Callable[..., Any]) -> Callable[..., Any]:
    callback = Callback("on_roots", function, context=True, blocks=True)

    async def list_roots(params: object, ctx: Context) -> home.ListRootsResult:
        return home.ListRootsResult(roots=roots_of(await callback(context=ctx)))

    return list_roots


def _logging(function: Callable[..., Any]) -> Callable[..., Any]:
    callback = Callback("on_log", function, "params", context=True)

    async def on_logging_message(params: home.LoggingMessageNotificationParams, ctx: Context) -> None:
        await callback(params, context=ctx)

    return on_logging_message


def _elicited(options: ClientOptions) -> Callable[..., Any]:
    form, url = (
        None if function is None else Callback(option, function, "params", context=True, blocks=True)
        for option, function in (
            ("on_elicitation", options.on_elicitation),
            ("on_url_elicitation", options.on_url_elicitation),
        )
    )

    async def elicit(
        params: home.ElicitRequestFormParams | home.ElicitRequestURLParams, ctx: Context
    ) -> home.ElicitResult:
        if isinstance(params, home.ElicitRequestURLParams):
            if url is None:
                raise InvalidParams("this client shows forms and opens no pages: ask for what it has declared")
            return _decided(await url(params, context=ctx), "on_url_elicitation")
        if form is None:
            raise InvalidParams("this client opens pages and shows no forms: ask for what it has declared")
        return _decided(await form(params, context=ctx), "on_elicitation")

    return elicit


def _decided(
    answer: home.ElicitResult | Accepted[Any] | Declined | Cancelled | BaseModel | Mapping[str, Any], option: str
) -> home.ElicitResult:
    match answer:
        case home.ElicitResult():
            return answer
        case Declined():
            return home.ElicitResult(action="decline")
        case Cancelled():
            return home.ElicitResult(action="cancel")
        case Accepted():
            content = answer.content
            return home.ElicitResult(action="accept", content=None if content is None else _filled_in(content, option))
        case _:
            return home.ElicitResult(action="accept", content=_filled_in(answer, option))


def _filled_in(content: object, option: str) -> dict[str, Any]:
    if isinstance(content, BaseModel):
        # In a form what is not there is left out.
        return content.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(content, Mapping):
        return dict(cast("Mapping[str, Any]", content))
    raise TypeError(
        f"{option} returned {content!r:.100}: expected Accepted(...), Declined() or Cancelled(), or what was filled "
        "in, as a model or a dict"
    )


def _checked(answer: object, kind: type[T], option: str, expected: str) -> T:
    if not isinstance(answer, kind):
        raise TypeError(f"{option} returned {answer!r:.100}: expected {expected} of mcprism_types.v2026_07_28")
    return answer


_ROOTS: Final[JsonObject] = {"roots": {"listChanged": True}}

_MAKERS: Final[Mapping[str, tuple[str, JsonObject, Callable[[Callable[..., Any]], Callable[..., Any]]]]] = {
    "on_sampling": ("create_message", {}, _sampling),
    "on_roots": ("list_roots", _ROOTS, _roots),
    "on_log": ("on_logging_message", {}, _logging),
}
"""By option: the method of the handler that it is for, what that declares beyond itself, and what makes it."""
