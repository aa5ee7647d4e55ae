"""Everything that is converted between a peer's version and the home version, which the code is written against.

An adapter is made once for each pair of versions. What it has no conversion for crosses as it is, and asking for that
costs one look into a table:

    converter = adapter(peer, home).inbound("tools/call", "params")
    if converter is not None:
        params = converter(params, passage)

A request of a session and one that is embedded in a result of 2026-07-28 are converted alike, by method and slot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias, overload

from mcprism.jsonrpc import JsonObject
from mcprism.versions.catalog import ERAS, installed
from mcprism.versions.conversions import (
    DROPPED,
    AsResult,
    Conversion,
    Dropped,
    ErrorConversion,
    NoticeConversion,
    Passage,
    chain,
    cut_completions,
)
from mcprism.versions.steps import steps_between
from mcprism.versions.steps.step import ANY_METHOD, Conversions, Objects, Slots
from mcprism.versions.unnamed import unnamed_in_params, unnamed_in_result

Slot: TypeAlias = Literal["params", "result", "error", "object"]
"""A part of a message; or an object that a session carries outside of messages, under the name of its type."""

ParamsConverter: TypeAlias = Callable[[JsonObject | None, Passage], JsonObject | Dropped | None]
"""For the params of a message; None: it has none. Only a notification is ever dropped."""

_NOTHING: Final = Slots()

_EVERYWHERE: Final[Mapping[str, Conversion]] = {"completion/complete": cut_completions}
"""What is done to results for every other version."""


@cache
def adapter(peer: str, home: str) -> "Adapter":
    """The conversions between two versions, none if they are the same.

    Raises:
        ValueError: one of them is no version of the protocol, or they differ and the peer's is not installed.
    """
    return Adapter(peer, home)


class Adapter:
    """The conversions between a peer's version and the home version, both ways; see `adapter`.

    Converters raise `NotSupportedByPeer` for what the version of the receiving side cannot express.
    """

    def __init__(self, peer: str, home: str) -> None:
        self.peer: Final = peer
        self.home: Final = home
        steps = steps_between(peer, home)
        up = [_Leg(step.up, step.objects_up) for step in steps]
        down = [_Leg(step.down, step.objects_down) for step in reversed(steps)]
        order = list(ERAS)
        inward, outward = (up, down) if order.index(peer) < order.index(home) else (down, up)
        self._inbound = _converters(inward, None)
        self._outbound = _converters(outward, peer if steps else None)

    @overload
    def inbound(self, method: str, slot: Literal["params"]) -> ParamsConverter | None: ...
    @overload
    def inbound(self, method: str, slot: Literal["result", "object"]) -> Conversion | None: ...
    @overload
    def inbound(self, method: str, slot: Literal["error"]) -> ErrorConversion | None: ...
    def inbound(self, method: str, slot: Slot) -> Any:
        """What turns a part of a message from the peer into the home version's; None if it is that already."""
        return _found(self._inbound, method, slot)

    @overload
    def outbound(self, method: str, slot: Literal["params"]) -> ParamsConverter | None: ...
    @overload
    def outbound(self, method: str, slot: Literal["result", "object"]) -> Conversion | None: ...
    @overload
    def outbound(self, method: str, slot: Literal["error"]) -> ErrorConversion | None: ...
    def outbound(self, method: str, slot: Slot) -> Any:
        """What turns a part of a message of the home version into the peer's; None if it is that already."""
        return _found(self._outbound, method, slot)


def _found(converters: Mapping[tuple[str, Slot], Any], method: str, slot: Slot) -> Any:
    found = converters.get((method, slot))
    return converters.get((ANY_METHOD, slot)) if found is None and slot == "error" else found


@dataclass(frozen=True, slots=True)
class _Leg:
    """One step, one way."""

    conversions: Conversions
    objects: Objects

    def slots(self, method: str) -> Slots:
        return self.conversions.get(method, _NOTHING)

    def error(self, method: str) -> ErrorConversion | None:
        return self.slots(method).error or self.slots(ANY_METHOD).error


def _converters(legs: Sequence[_Leg], sent_to: str | None) -> Mapping[tuple[str, Slot], Any]:
    """The chains along these legs. `sent_to`: the version at their end, if we are the ones who send there."""
    methods = {method for leg in legs for method in leg.conversions}
    if sent_to is not None:
        protocol = installed()[sent_to]
        methods |= {*protocol.requests, *protocol.notifications}
    made: dict[tuple[str, Slot], Any] = {}
    for method in methods:
        results = [leg.slots(method).result for leg in legs]
        params = [leg.slots(method).params for leg in legs]
        if sent_to is not None:
            results += [_EVERYWHERE.get(method), unnamed_in_result(sent_to, method)]
            params += [unnamed_in_params(sent_to, method)]
        errors = [leg.error(method) for leg in legs]
        made[method, "params"] = _params_converter(params)
        made[method, "result"] = _composed(results)
        made[method, "error"] = _error_converter(errors, results)
    for name in {name for leg in legs for name in leg.objects}:
        made[name, "object"] = _composed([leg.objects.get(name) for leg in legs])
    return {key: _reporting(converter) for key, converter in made.items() if converter is not None}


def _reporting(convert: Callable[[Any, Passage], Any]) -> Callable[[Any, Passage], Any]:
    """The same, with what is lost on the whole way reported at its end."""

    def told(value: Any, passage: Passage) -> Any:
        passage.hold()
        converted = convert(value, passage)
        passage.tell()
        return converted

    return told


def _composed(conversions: Sequence[Conversion | None]) -> Conversion | None:
    needed = [conversion for conversion in conversions if conversion is not None]
    return chain(*needed) if len(needed) > 1 else next(iter(needed), None)


def _params_converter(conversions: Sequence[Conversion | NoticeConversion | None]) -> ParamsConverter | None:
    needed = [conversion for conversion in conversions if conversion is not None]
    if not needed:
        return None

    def convert(params: JsonObject | None, passage: Passage) -> JsonObject | Dropped | None:
        given = value = {} if params is None else params
        for conversion in needed:
            converted = conversion(value, passage)
            if converted is DROPPED:
                return DROPPED
            value = converted
        return params if value is given else value or None

    return convert


def _error_converter(
    errors: Sequence[ErrorConversion | None], results: Sequence[Conversion | None]
) -> ErrorConversion | None:
    """One after the other; where an error becomes a result, the rest of the way is that of results."""
    needed = [
        (conversion, _composed(results[position + 1 :]))
        for position, conversion in enumerate(errors)
        if conversion is not None
    ]
    if not needed:
        return None

    def convert(error: JsonObject, passage: Passage) -> JsonObject | AsResult:
        for conversion, rest in needed:
            converted = conversion(error, passage)
            if isinstance(converted, AsResult):
                return converted if rest is None else AsResult(rest(converted.result, passage))
            error = converted
        return error

    return convert
