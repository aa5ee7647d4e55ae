"""Handlers with one method for all requests, and one for all notifications: the layer under the generated stubs.

    class Core(ServerHandlerCore):
        protocol = v.PROTOCOL
        methods = ("tools/list", "tools/call")

        async def handle_request(self, request: v.ClientRequest, ctx: Context) -> v.ServerResult:
            match request:
                case v.ListToolsRequest():
                    return v.ListToolsResult(tools=[...])
                case v.CallToolRequest(params=params):
                    return v.CallToolResult(content=[...])
                case _:
                    raise MethodNotFound(request.method)

Messages are those of the version that a core names, whichever one the peer speaks. Custom ones that it names come as
`CustomRequest` and `CustomNotification`. Nothing follows from what a core does with a message, so it says what it
answers: by `methods`, from which the capabilities follow, or by capabilities, from which the methods follow.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, get_args

from mcprism.context import Context
from mcprism.custom import CustomNotification, CustomRequest
from mcprism.errors import NotSupportedByPeer, ProtocolError
from mcprism.jsonrpc import JsonObject
from mcprism_types.base import MCPModel, ProtocolSpec, Side


class HandlerCore:
    """What both sides have. Subclass `ServerHandlerCore` or `ClientHandlerCore`."""

    side: ClassVar[Side]
    protocol: ClassVar[ProtocolSpec]
    """The version of the messages: `v2025_11_25.PROTOCOL`."""
    methods: ClassVar[Collection[str]] = ()
    """The requests that it answers beside those that its capabilities amount to; custom ones among them."""
    notifications: ClassVar[Collection[str]] = ()
    """The custom notifications that it receives, beside all of the protocol's."""

    async def handle_request(self, request: Any, ctx: Context) -> Any:
        """The result of a request: a model of the home version; for a `CustomRequest` what has a JSON form.

        Raises:
            ProtocolError: what is to be answered instead; `MethodNotFound` for what is not answered.
        """
        raise NotImplementedError(f"{type(self).__name__} must have a method handle_request(self, request, ctx)")

    async def handle_notification(self, notification: Any, ctx: Context) -> None:
        """Receives a notification. Does nothing unless it is overridden."""

    async def handle_error(self, error: Exception) -> None:
        """Hears of what `handle_request`, `handle_notification` or `on_initialized` has raised that is no answer.

        It is logged all the same, and a request is answered with an error that does not say what it was. Does nothing
        unless it is overridden.
        """


class ServerHandlerCore(HandlerCore):
    """What a server answers and receives. Serve it by `Server.from_handler(core, name=..., version=...)`."""

    side = "server"

    async def on_initialized(self, ctx: Context) -> None:
        """The client of a session is ready; one without a session never says so.

        Does nothing unless it is overridden. Spec: basic/lifecycle#initialization
        """


class ClientHandlerCore(HandlerCore):
    """What a client answers and receives: `Client(target, handler=core)`."""

    side = "client"


def request_of(core: HandlerCore, model: type[MCPModel]) -> Callable[[Any, Context], Awaitable[Any]]:
    """What answers requests of one method, given their params. `model`: their type."""

    async def handle(params: Any, context: Context) -> Any:
        # The params were read as those of the method.
        return await _heard(core, core.handle_request(model.model_construct(params=params), context))

    return handle


def notification_of(core: HandlerCore, model: type[MCPModel]) -> Callable[[Any, Context], Awaitable[None]]:
    """As `request_of`, for a notification."""

    async def handle(params: Any, context: Context) -> None:
        await _heard(core, core.handle_notification(model.model_construct(params=params), context))

    return handle


def custom_request_of(core: HandlerCore, method: str) -> Callable[[JsonObject, Context], Awaitable[Any]]:
    """What answers a custom request."""

    async def handle(params: JsonObject, context: Context) -> Any:
        return await _heard(core, core.handle_request(CustomRequest(method, params), context))

    return handle


def custom_notification_of(core: HandlerCore, method: str) -> Callable[[JsonObject, Context], Awaitable[None]]:
    """What receives a custom notification."""

    async def handle(params: JsonObject, context: Context) -> None:
        await _heard(core, core.handle_notification(CustomNotification(method, params), context))

    return handle


def initialized_of(core: ServerHandlerCore) -> Callable[[JsonObject, Context], Awaitable[None]]:
    """What hears that a client is ready."""

    async def handle(params: JsonObject, context: Context) -> None:
        await _heard(core, core.on_initialized(context))

    return handle


def message_model(protocol: ProtocolSpec, method: str) -> type[MCPModel]:
    """The type of the messages of a method of a version."""
    return _message_models(protocol.package)[method]


async def _heard(core: HandlerCore, doing: Awaitable[Any]) -> Any:
    try:
        return await doing
    except (ProtocolError, NotSupportedByPeer):
        raise
    except Exception as error:  # the border is above: here it is only told of
        await core.handle_error(error)
        raise


@cache
def _message_models(package: str) -> dict[str, type[MCPModel]]:
    return dict(_messages(vars(import_module(package))))


def _messages(names: dict[str, Any]) -> Iterator[tuple[str, type[MCPModel]]]:
    for found in names.values():
        if (
            isinstance(found, type)
            and issubclass(found, MCPModel)
            and {"method", "params"} <= found.model_fields.keys()
        ):
            for method in get_args(found.model_fields["method"].annotation):
                yield method, found
