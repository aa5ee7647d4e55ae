"""The vocabulary that version steps are written in: conversions of JSON objects from one version to the next.

What holds for each of them:

1. What is passed in is never changed. What needs no change is returned as it is, the same object.
2. A member of another JSON kind than expected is left alone: conversions come before validation, which refuses it.
3. Whatever loses something says so to the `Passage`, with its kind; silence means that nothing is lost.
"""

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias, TypeGuard

from mcprism.errors import NotSupportedByPeer
from mcprism.jsonrpc import JsonObject
from mcprism.jsonrpc import is_object as is_object
from mcprism.versions.loss import Loss, LossPolicy, LossReport, OnLoss, log_loss


class Dropped(enum.Enum):
    """Stands for a notification that the target version has no form for: it is not sent."""

    DROPPED = enum.auto()


DROPPED: Final = Dropped.DROPPED


@dataclass(frozen=True, slots=True)
class AsResult:
    """Stands for an error that the target version expresses as a result."""

    result: JsonObject


@dataclass(slots=True, kw_only=True)
class Passage:
    """One message on its way from one version to another: what conversions need to know beside its content.

    For a request and its answer there are two, one each way, that share their `memory`.
    """

    method: str
    from_version: str
    to_version: str
    on_loss: OnLoss = log_loss
    lossy: LossPolicy = "degrade"
    memory: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the conversion of a request leaves for that of its answer. It lives as long as the request."""
    envelope: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Who asks: the reserved `_meta` members of a stateless request, where it is made from one of a session."""
    tool: Mapping[str, Any] | None = None
    """For tools/call: the tool as its author declares it, if that is known."""
    _reported: set[tuple[str, Loss]] = field(default_factory=set[tuple[str, Loss]], init=False)
    _held: list[LossReport] | None = field(default=None, init=False)

    def hold(self) -> None:
        """Keeps what is lost to itself from now on: of a message that is refused nothing else is worth a word."""
        self._held = []

    def tell(self) -> None:
        """The message has arrived: reports what was lost."""
        held, self._held = self._held, None
        for report in held or ():
            self.on_loss(report)

    def lose(self, feature: str, loss: Loss, detail: str, *, needs: str = "a version that has it") -> None:
        """Reports a loss. `needs`: the versions in which there would be none, `2025-03-26 or newer`.

        Raises:
            NotSupportedByPeer: the loss is `refused`, or `degraded` where the policy is to refuse that. The version
                it names is the one of the side that receives the message.
        """
        if loss == "degraded" and self.lossy == "refuse":
            loss = "refused"
        if (feature, loss) not in self._reported:
            self._reported.add((feature, loss))
            report = LossReport(feature, self.method, self.from_version, self.to_version, loss, detail)
            if self._held is None or loss == "refused":
                self.on_loss(report)
            else:
                self._held.append(report)
        if loss == "refused":
            raise NotSupportedByPeer(feature, peer_version=self.to_version, needs=needs)


Conversion: TypeAlias = Callable[[JsonObject, Passage], JsonObject]
"""Makes of an object of one version the same thing in another."""

NoticeConversion: TypeAlias = Callable[[JsonObject, Passage], JsonObject | Dropped]
"""The same for the params of a message that may have to be left out."""

ErrorConversion: TypeAlias = Callable[[JsonObject, Passage], JsonObject | AsResult]
"""The same for an error object: `code`, `message`, `data`."""


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def chain(*conversions: Conversion) -> Conversion:
    """One after the other."""

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        for conversion in conversions:
            value = conversion(value, passage)
        return value

    return convert


def drop(*members: str, of: str, needs: str, loss: Loss | None = "hint", detail: str = "is not sent") -> Conversion:
    """Leaves members out. `of`: the type that has them, for the report; `loss` None: the target has no use for them."""
    gone = frozenset(members)

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        if gone.isdisjoint(value):
            return value
        if loss is not None:
            for member in members:
                if member in value:
                    passage.lose(f"{of}.{member}", loss, detail, needs=needs)
        return without(value, gone)

    return convert


def without(value: JsonObject, members: frozenset[str]) -> JsonObject:
    """A copy that lacks some members."""
    return {name: inner for name, inner in value.items() if name not in members}


def keep(*members: str) -> Conversion:
    """Leaves out everything but these members."""
    wanted = frozenset(members)

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        return value if wanted.issuperset(value) else {name: value[name] for name in value if name in wanted}

    return convert


def put(members: Mapping[str, Any]) -> Conversion:
    """Sets members to constants, whatever they were."""

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        return {**value, **members}

    return convert


def default(members: Mapping[str, Any]) -> Conversion:
    """Adds members that are not there."""

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        return value if value.keys() >= members.keys() else {**members, **value}

    return convert


def within(member: str, *conversions: Conversion) -> Conversion:
    """Converts the object in a member, if there is one."""
    inner = chain(*conversions)

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        found = value.get(member)
        if not is_object(found):
            return value
        converted = inner(found, passage)
        return value if converted is found else {**value, member: converted}

    return convert


def each(member: str, *conversions: Conversion) -> Conversion:
    """Converts each object in the list in a member."""
    inner = chain(*conversions)

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        found = value.get(member)
        if not is_list(found):
            return value
        converted = _items(found, inner, passage)
        return value if converted is found else {**value, member: converted}

    return convert


def content(*conversions: Conversion) -> Conversion:
    """Converts the content blocks in `content`, be it a list of them or one."""
    inner = chain(*conversions)
    one, many = within("content", inner), each("content", inner)

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        return many(value, passage) if is_list(value.get("content")) else one(value, passage)

    return convert


def kind(name: str, *conversions: Conversion) -> Conversion:
    """Converts objects whose `type` is this one."""
    inner = chain(*conversions)

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        return inner(value, passage) if value.get("type") == name else value

    return convert


def drop_metadata(*keys: str) -> Conversion:
    """Leaves reserved keys out of `_meta`, and `_meta` with them if nothing else is in it. Loses nothing."""
    reserved = frozenset(keys)

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        metadata = value.get("_meta")
        if not is_object(metadata) or reserved.isdisjoint(metadata):
            return value
        rest = without(metadata, reserved)
        return {**value, "_meta": rest} if rest else without(value, _META)

    return convert


_META: Final = frozenset({"_meta"})


def refuse(feature: str, *, needs: str, detail: str) -> Conversion:
    """For what the target version has no form for at all."""

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        passage.lose(feature, "refused", detail, needs=needs)
        return value

    return convert


def refuse_members(*members: str, of: str, needs: str, detail: str) -> Conversion:
    """For members without which the message means something else."""

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        for member in members:
            if member in value:
                passage.lose(f"{of}.{member}", "refused", detail, needs=needs)
        return value

    return convert


def leave_out(feature: str, *, needs: str, loss: Loss | None = "hint") -> NoticeConversion:
    """For a notification that the target version does not have."""

    def convert(value: JsonObject, passage: Passage) -> Dropped:
        if loss is not None:
            passage.lose(feature, loss, "the notification is not sent", needs=needs)
        return DROPPED

    return convert


def leave_out_without(member: str, *conversions: Conversion) -> NoticeConversion:
    """For a notification that says nothing in the target version if a member is not there; others are converted."""
    inner = chain(*conversions)

    def convert(value: JsonObject, passage: Passage) -> JsonObject | Dropped:
        return inner(value, passage) if member in value else DROPPED

    return convert


def recode(codes: Mapping[int, int]) -> Conversion:
    """Gives an error another code."""

    def convert(value: JsonObject, passage: Passage) -> JsonObject:
        code = value.get("code")
        new = codes.get(code) if isinstance(code, int) else None
        return value if new is None else {**value, "code": new}

    return convert


def with_text(value: JsonObject, structured: Any) -> JsonObject:
    """A result (or `tool_result` block) whose content has text: its own, or else a value as JSON behind it."""
    blocks = value.get("content", [])
    if not is_list(blocks) or any(is_object(block) and block.get("type") == "text" for block in blocks):
        return value
    return {**value, "content": [*blocks, {"type": "text", "text": compact(structured)}]}


def compact(value: Any) -> str:
    """A JSON value as text without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def cut_completions(value: JsonObject, passage: Passage) -> JsonObject:
    """At most 100 completion values; `hasMore` then says that there are more.

    Every version has this limit, 2026-07-28 also in its schema.

    Spec: server/utilities/completion
    """
    completion = value.get("completion")
    values = completion.get("values") if is_object(completion) else None
    if not is_object(completion) or not is_list(values) or len(values) <= _MOST_COMPLETIONS:
        return value
    passage.lose(
        "completion values", "hint", f"only {_MOST_COMPLETIONS} of {len(values)} are sent", needs="100 values at most"
    )
    more = {"values": values[:_MOST_COMPLETIONS], "hasMore": True}
    return {**value, "completion": {"total": len(values), **completion, **more}}


_MOST_COMPLETIONS: Final = 100


def _items(found: list[Any], inner: Conversion, passage: Passage) -> list[Any]:
    converted = [inner(item, passage) if is_object(item) else item for item in found]
    changed = any(new is not old for new, old in zip(converted, found, strict=True))
    return converted if changed else found
