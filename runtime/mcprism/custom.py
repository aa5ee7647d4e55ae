"""Messages that the protocol does not have: two programs may agree on methods of their own.

They cross as they are, whatever version is spoken, and no capability is needed for them. Params and results are JSON
objects; where a type is given for them (a pydantic model, a TypedDict, a dataclass) they are read and written as that.

Spec: basic ("Requests", "Notifications")
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar, cast, overload

from pydantic import PydanticSchemaGenerationError, PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_jsonable_python

from mcprism.capabilities import is_custom
from mcprism.errors import InvalidAnswer, described
from mcprism.exchange import Sender
from mcprism.jsonrpc import JsonObject, is_object
from mcprism_types.base import OnProgress

T = TypeVar("T")

_RESERVED: Final = "rpc."
"""How names begin that JSON-RPC keeps for itself."""
_TYPED: Final = "use the typed call that is there for it"


@dataclass(frozen=True, slots=True)
class CustomRequest:
    """A request that the protocol does not have, as a handler core gets it."""

    method: str
    params: JsonObject
    """As they came, without their `_meta`; `{}` for none."""


@dataclass(frozen=True, slots=True)
class CustomNotification:
    """A notification that the protocol does not have, as a handler core gets it."""

    method: str
    params: JsonObject
    """As for `CustomRequest`."""


class Form(Generic[T]):
    """What JSON objects of one kind are in Python.

    Args:
        kind: their type; None: plain JSON.
        where: what they are for, for error texts.

    Raises:
        TypeError: no JSON can be read as that.
    """

    def __init__(self, kind: type[T] | None, where: str) -> None:
        try:
            self._adapter: TypeAdapter[T] | None = None if kind is None else _adapter_of(kind)
        except (PydanticSchemaGenerationError, PydanticUserError) as error:
            first = str(error).partition("\n")[0]
            raise TypeError(f"{where}: JSON cannot be read as {kind!r:.200} ({first:.300})") from None
        self._kind = kind
        self._where = where

    def read(self, value: JsonObject) -> T:
        """The object that JSON describes.

        Raises:
            pydantic.ValidationError: it does not fit.
        """
        return cast("T", value) if self._adapter is None else self._adapter.validate_python(value)

    def written(self, value: object) -> JsonObject:
        """The JSON of an object, or of what can be read as one.

        Raises:
            TypeError: it is neither, or has no JSON form.
        """
        if self._adapter is None:
            return written(value, self._where)
        try:
            typed = self._adapter.validate_python(value)
        except ValidationError as error:
            problems = described(error, value)
            raise TypeError(
                f"{self._where}: expected {_name_of(self._kind)}, not {value!r:.100}:\n{problems}"
            ) from None
        return written(typed, self._where)


def written(value: object, where: str) -> JsonObject:
    """The JSON of params or of a result.

    Raises:
        TypeError: it is no object, or has no JSON form. `where`: what it is, for the text.
    """
    try:
        members = to_jsonable_python(value, by_alias=True)
    except PydanticSerializationError as error:
        raise TypeError(f"{where}: {value!r:.100} has no JSON form: {error}") from None
    if not is_object(members):
        raise TypeError(
            f"{where}: expected what is an object in JSON, such as a dict or a pydantic model, not {value!r:.100}"
        )
    return members


def check_name(method: str, instead: str) -> None:
    """Lets the name of a method pass that the protocol does not have.

    Raises:
        ValueError: it is one of the protocol's, or of JSON-RPC's own. `instead`: what to do about the former.
    """
    if not method or method.startswith(_RESERVED):
        raise ValueError(
            f"{method!r} cannot be the name of a method of yours: call it something like 'vendor/{method}'"
        )
    if not is_custom(method):
        raise ValueError(f"{method!r} is a method of the protocol: {instead}")


class CustomMessages:
    """Sends what the protocol does not have."""

    __slots__ = ()

    _on_progress: OnProgress | None = None
    """Awaited for reports of progress where a call names nobody else."""

    def _sends_custom(self) -> Sender:
        """What takes such messages to the peer as they are."""
        raise NotImplementedError

    @overload
    async def request(
        self,
        method: str,
        params: object = None,
        *,
        result_type: None = None,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject: ...
    @overload
    async def request(
        self,
        method: str,
        params: object = None,
        *,
        result_type: type[T],
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> T: ...
    async def request(
        self,
        method: str,
        params: object = None,
        *,
        result_type: type[Any] | None = None,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> Any:
        """The peer's answer to a request that the protocol does not have, such as one of `Server.request_handler`.

            converted = await client.request("vendor/convert", Conversion(euros=3), result_type=Converted)

        Args:
            method: the name of the request.
            params: a pydantic model, a dict, or what else is an object in JSON; None: there are none.
            result_type: the type of the result: a pydantic model, a TypedDict, a dataclass; None: it is left as JSON.
            timeout: seconds until it is given up and cancelled.
            on_progress: as for `call_tool`.

        Raises:
            ValueError: the protocol has a method of this name. Nothing was sent.
            TypeError: the params are no object. Nothing was sent.
            NotSupportedByPeer: it is for a client without a session, which only the protocol's questions get to.
            PeerError: the peer answered with an error, as with -32601 if it does not know the method.
            InvalidAnswer: what it answered is no such result.
            RequestTimeout, ConnectionClosed: as for any request.
        """
        check_name(method, _TYPED)
        form = None if result_type is None else Form(result_type, f"the result of {method}")
        members = None if params is None else written(params, f"the params of {method}")
        heard = on_progress or self._on_progress
        result = await self._sends_custom().request(method, members, timeout=timeout, on_progress=heard)
        if form is None:
            return result
        try:
            return form.read(result)
        except ValidationError as error:
            problems = described(error, result)
            raise InvalidAnswer(f"the answer to {method} is no {_name_of(result_type)}:\n{problems}") from None

    async def notify(self, method: str, params: object = None) -> None:
        """Sends a notification that the protocol does not have, such as one of `Server.notification_handler`.

        Raises:
            NotSupportedByPeer: it is for a server without a session, which could not know who tells. Nothing was sent.
            ValueError, TypeError, ConnectionClosed: as `request`.
        """
        check_name(method, _TYPED)
        members = None if params is None else written(params, f"the params of {method}")
        await self._sends_custom().notify(method, members)


def without_metadata(params: JsonObject) -> JsonObject:
    """The params of a message without what the protocol says in them."""
    return {name: value for name, value in params.items() if name != "_meta"} if "_meta" in params else params


def _adapter_of(kind: type[T]) -> TypeAdapter[T]:
    try:
        return _kept_adapter_of(cast("Any", kind))
    except TypeError:
        # It cannot be looked up, such as a type that is annotated with a list.
        return TypeAdapter(kind)


@lru_cache(maxsize=256)
def _kept_adapter_of(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _name_of(kind: object) -> str:
    return str(getattr(kind, "__name__", kind))
