"""The conversions of a pair of versions: which there are, what they cost, and that they stand any JSON."""

import ast
import copy
import random
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import mcprism
from mcprism.errors import NotSupportedByPeer
from mcprism.versions import ERAS, installed
from mcprism.versions.adapter import adapter
from mcprism.versions.conversions import DROPPED, Passage
from mcprism.versions.loss import LossReport, WarnOnce, log_loss
from tests.generated.sampler import Sampler
from tests.generated.stored import corrected
from tests.runtime.versions.crossing import Crossing

VERSIONS = tuple(ERAS)
SLOTS = ("params", "result", "error")
PAIRS = [pytest.param(peer, home, id=f"{home} to {peer}") for peer in VERSIONS for home in VERSIONS if peer != home]


def methods(version: str) -> list[str]:
    return [*installed()[version].requests, *installed()[version].notifications]


def converters(peer: str, home: str) -> list[tuple[str, str, Any, Any]]:
    """Method, slot, inbound and outbound converter, wherever there is one."""
    conversions: Any = adapter(peer, home)
    found = [
        (method, slot, conversions.inbound(method, slot), conversions.outbound(method, slot))
        for method in sorted({*methods(peer), *methods(home)})
        for slot in SLOTS
    ]
    return [row for row in found if row[2] or row[3]]


@pytest.mark.parametrize("version", VERSIONS)
def test_between_equals_there_is_nothing_to_convert(version: str) -> None:
    assert converters(version, version) == []


@pytest.mark.parametrize(("peer", "home"), PAIRS)
def test_between_any_others_there_is(peer: str, home: str) -> None:
    assert len(converters(peer, home)) > 10


def test_an_adapter_is_made_once_for_each_pair() -> None:
    assert adapter(VERSIONS[0], VERSIONS[-1]) is adapter(VERSIONS[0], VERSIONS[-1])
    assert adapter(VERSIONS[0], VERSIONS[-1]) is not adapter(VERSIONS[-1], VERSIONS[0])


@pytest.mark.parametrize(("peer", "home"), [("2099-01-01", VERSIONS[0]), (VERSIONS[0], "latest")], ids=["peer", "home"])
def test_unknown_versions_are_refused(peer: str, home: str) -> None:
    with pytest.raises(ValueError, match="is no version of the protocol: expected one of 2024-11-05, "):
        adapter(peer, home)


def test_an_unchanged_message_is_the_same_object() -> None:
    result = {"content": [{"type": "text", "text": "x", "annotations": {"priority": 1}}], "isError": False}
    params = {"name": "t", "arguments": {"a": [1]}}
    for peer in VERSIONS[:4]:
        for home in VERSIONS[:4]:
            crossing = Crossing(peer, home, "tools/call")
            for convert in (crossing.out, crossing.back):
                assert convert("result", result) is result
                assert convert("params", params) is params
            listing = Crossing(peer, home, "tools/list")
            assert listing.out("params", None) is None
            empty: dict[str, Any] = {}
            assert listing.back("params", empty) is empty


@pytest.mark.parametrize(("peer", "home"), PAIRS)
def test_what_is_equal_is_the_same_and_nothing_is_changed_in_place(peer: str, home: str) -> None:
    checked = 0
    for method, slot, inward, outward in converters(peer, home):
        for sender, converter in ((peer, inward), (home, outward)):
            for value in samples(sender, method, slot) if converter else ():
                before = copy.deepcopy(value)
                after = converted(converter, value, method, sender, home if sender == peer else peer)
                assert value == before
                assert after is value or after != value
                checked += 1
    assert checked > 100


@pytest.mark.parametrize(("peer", "home"), PAIRS)
def test_conversions_leave_it_to_validation_to_refuse_what_is_no_message(peer: str, home: str) -> None:
    pick, checked = random.Random(f"{peer} {home}"), 0  # noqa: S311 - not a secret
    for method, slot, inward, outward in converters(peer, home):
        for sender, converter in ((peer, inward), (home, outward)):
            for value in samples(sender, method, slot) if converter else ():
                if value is not None:
                    converted(converter, broken(value, pick), method, sender, home if sender == peer else peer)
                    checked += 1
    assert checked > 100


def samples(version: str, method: str, slot: str) -> list[Any]:
    """Some values that a version allows; for errors a few that mean something."""
    if method not in methods(version) or (slot != "params" and method not in installed()[version].requests):
        return []
    if slot == "error":
        data: list[Any] = [None, {"uri": "u"}, {"elicitations": [{"message": "m", "url": "u"}]}, [], "text"]
        codes = (-32002, -32020, -32021, -32022, -32042, -32602, -32603, 1)
        return [{"code": code, "message": "m", "data": item} for code in codes for item in data]
    contract = corrected(version)
    sampler = Sampler(contract.contract, seed=len(method))
    if slot == "result":
        return [sampler.sample(installed()[version].requests[method].result.__name__) for _ in range(6)]
    name = next(
        name
        for name, schema in contract.types.items()
        if schema.get("properties", {}).get("method", {}).get("const") == method and not name.startswith("Client")
    )
    return [sampler.sample(name).get("params") for _ in range(6)]


def converted(converter: Any, value: Any, method: str, sender: str, receiver: str) -> Any:
    passage = Passage(method=method, from_version=sender, to_version=receiver, on_loss=lambda report: None)
    try:
        return converter(value, passage)
    except NotSupportedByPeer:
        return DROPPED


def broken(value: Any, pick: random.Random) -> Any:
    """The value with some of what is in it replaced by other JSON."""
    garbage = (None, True, 0, "", "text", [], {}, [[]], [{}], [None, 1], {"": {}}, {"type": "audio"}, {"type": []})
    if isinstance(value, dict):
        return {name: inner_or_garbage(inner, pick, garbage) for name, inner in value.items() if pick.random() < 0.9}
    if isinstance(value, list):
        return [inner_or_garbage(item, pick, garbage) for item in value]
    return value


def inner_or_garbage(value: Any, pick: random.Random, garbage: Any) -> Any:
    return pick.choice(garbage) if pick.random() < 0.2 else broken(value, pick)


EMBEDDED = ("elicitation/create", "sampling/createMessage", "roots/list")


@pytest.mark.parametrize("method", EMBEDDED)
@pytest.mark.parametrize("peer", VERSIONS[:4])
def test_a_question_inside_a_result_converts_like_one_of_a_session(peer: str, method: str) -> None:
    """A handler of 2026-07-28 asks an older client: what is embedded there is a request here."""
    older, newest, sent = corrected(peer), VERSIONS[-1], 0
    for sample in [Sampler(corrected(newest).contract, seed=seed).sample("InputRequests") for seed in range(300)]:
        for question in sample.values():
            if question["method"] != method:
                continue
            crossing = Crossing(peer, newest, method)
            try:
                params = crossing.out("params", question.get("params"))
            except NotSupportedByPeer:
                continue
            request = {"jsonrpc": "2.0", "id": 1, "method": method, **({} if params is None else {"params": params})}
            older.validator("ServerRequest").validate(request)
            sent += 1
    assert (sent > 20) == (method in installed()[peer].requests)


def test_a_peer_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="mcprism")
    warn = WarnOnce()
    degraded = LossReport("audio content", "tools/call", VERSIONS[1], VERSIONS[0], "degraded", "sent otherwise")
    hint = LossReport("Tool.icons", "tools/list", VERSIONS[3], VERSIONS[0], "hint", "is not sent")
    refused = LossReport("tasks", "tasks/get", VERSIONS[3], VERSIONS[0], "refused", "there are none")
    for report in (degraded, degraded, hint, hint, refused, refused):
        warn(report)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "tools/call, 2025-03-26 to 2024-11-05: audio content: sent otherwise (degraded)"),
        ("DEBUG", "tools/list, 2025-11-25 to 2024-11-05: Tool.icons: is not sent (hint)"),
        ("WARNING", "tasks/get, 2025-11-25 to 2024-11-05: tasks: there are none (refused)"),
        ("WARNING", "tasks/get, 2025-11-25 to 2024-11-05: tasks: there are none (refused)"),
    ]


def test_losses_are_logged_unless_somebody_listens(caplog: pytest.LogCaptureFixture) -> None:
    passage = Passage(method="tools/call", from_version=VERSIONS[1], to_version=VERSIONS[0])
    assert passage.on_loss is log_loss
    passage.lose("audio content", "degraded", "sent otherwise", needs="2025-03-26 or newer")
    assert "audio content" in caplog.text


SOURCES = sorted(Path(str(mcprism.__file__)).parent.rglob("*.py"))
VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")


def test_versions_are_told_apart_in_one_place_only() -> None:
    outside = [path for path in SOURCES if "versions" not in path.parts]
    assert len(outside) > 10
    assert {str(path): found for path in outside if (found := comparisons(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "code",
    [
        'if peer.version < "2025-11-25": pass',
        'x = version == "2024-11-05"',
        'x = version in ("2024-11-05", other)',
        'match version:\n    case "2024-11-05": pass',
        "x = caller.version >= newest_version",
        'x = version.startswith("2024-11-05")',
    ],
)
def test_a_comparison_of_versions_is_found(code: str) -> None:
    assert comparisons(code)


def comparisons(source: str) -> list[str]:
    """The expressions of a module that tell versions apart by their names, or put them in order."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        operands: list[ast.AST] = []
        ordered = False
        if isinstance(node, ast.Compare):
            operands = [node.left, *node.comparators]
            ordered = any(isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for operator in node.ops)
        elif isinstance(node, ast.MatchValue):
            operands = [node.value]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
            operands = list(node.args)
        inside = [part for operand in operands for part in ast.walk(operand)]
        names = [getattr(part, "id", getattr(part, "attr", "")) for part in inside]
        named = any(isinstance(part, ast.Constant) and is_version(part.value) for part in inside)
        if named or (ordered and any(name == "version" or name.endswith("_version") for name in names)):
            found.append(f"line {getattr(node, 'lineno', '?')}: {ast.unparse(node)}")
    return found


def is_version(value: Any) -> bool:
    return isinstance(value, str) and VERSION.fullmatch(value) is not None


def test_what_is_refused_on_the_way_is_one_report() -> None:
    reports: list[LossReport] = []
    choice = {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}
    form = {"type": "object", "properties": {"c": choice, "n": {"type": "string", "default": "x"}}}
    params = {"message": "?", "mode": "form", "requestedSchema": form}
    for peer, losses in (("2025-03-26", ["refused"]), ("2025-06-18", ["degraded", "hint"])):
        convert = adapter(peer, "2026-07-28").outbound("elicitation/create", "params")
        passage = Passage(
            method="elicitation/create", from_version="2026-07-28", to_version=peer, on_loss=reports.append
        )
        assert convert is not None
        with suppress(NotSupportedByPeer):
            convert(params, passage)
        assert [report.loss for report in reports] == losses
        reports.clear()
