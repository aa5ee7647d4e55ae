"""What a server has beside what it declares or its handler answers: methods of its own, and middleware around all."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from mcprism.custom_handlers import CustomNoticeRoute, CustomRoute, notice_route, request_route
from mcprism.handlers import HandlerTable
from mcprism.middleware import Middleware, checked_middleware

Target = TypeVar("Target", bound=Callable[..., Any])
LayerT = TypeVar("LayerT", bound=Middleware)

_INSTEAD: Final = "declare a tool, a resource or a prompt for it, or override its method in a handler"


class Layers(ABC):
    """Custom messages, and middleware.

    Args:
        middleware: what requests go through, the first one outermost.

    Raises:
        TypeError: something is no middleware.
    """

    def __init__(self, *, middleware: Sequence[Middleware]) -> None:
        self._middleware: Final[list[Middleware]] = list(checked_middleware(middleware))
        self._custom: Final[list[CustomRoute | CustomNoticeRoute]] = []

    def request_handler(self, method: str, *, params: Any = None, result: Any = None) -> Callable[[Target], Target]:
        """Declares what answers a request that the protocol does not have, for clients of every version.

            @server.request_handler("vendor/convert")
            async def convert(params: Conversion, ctx: Context) -> Converted: ...

        The function takes the params, the context of the request by its annotation, both or nothing. Params and result
        are pydantic models, TypedDicts, dataclasses, or JSON objects as dicts. One that is not async runs in a thread.

        Args:
            method: the name of the request, such as `vendor/convert`.
            params: the type of the params; None: as they are annotated.
            result: the type of the result; None: as it is annotated.

        Raises:
            TypeError: it is no such function, or no JSON can be read as one of the types.
            ValueError: the protocol has a method of this name, or it has a handler already.
            RuntimeError: the server is being served already.
        """

        def declare(target: Target) -> Target:
            self._add(request_route(method, target, params=params, result=result, instead=_INSTEAD))
            return target

        return declare

    def notification_handler(self, method: str, *, params: Any = None) -> Callable[[Target], Target]:
        """Declares what receives a notification that the protocol does not have. As `request_handler`.

        Clients of 2026-07-28 cannot send any.
        """

        def declare(target: Target) -> Target:
            self._add(notice_route(method, target, params=params, instead=_INSTEAD))
            return target

        return declare

    def middleware(self, layer: LayerT) -> LayerT:
        """Puts a function around every request, inside of those that were there before: `@server.middleware`.

            @server.middleware
            async def timed(request: MiddlewareRequest, call_next: CallNext) -> JsonObject:
                begun = perf_counter()
                try:
                    return await call_next(request)
                finally:
                    print(request.method, perf_counter() - begun)

        It is around what clients ask (`request.direction == "inbound"`) and what handlers ask them (`"outbound"`).

        Raises:
            TypeError: it is no function of a request and what goes on with it.
            RuntimeError: the server is being served already.
        """
        self._check_not_begun(f"the middleware {getattr(layer, '__qualname__', layer)!s:.100}")
        self._middleware.extend(checked_middleware([layer]))
        return layer

    def _layered(self, table: HandlerTable) -> HandlerTable:
        """What is served, with all of this in it."""
        return table.with_custom(self._custom).with_middleware(self._middleware)

    def _add(self, route: CustomRoute | CustomNoticeRoute) -> None:
        self._check_not_begun(f"a handler of {route.method}")
        if any(known.method == route.method for known in self._custom):
            raise ValueError(f"{route.method!r} has a handler already")
        self._custom.append(route)

    @abstractmethod
    def _check_not_begun(self, what: str) -> None:
        """Fails where the server is being served already. `what`: comes too late."""
