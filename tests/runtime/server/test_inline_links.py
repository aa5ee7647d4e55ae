"""Resource links for clients that know none: read by the handler's own means and embedded, if the server wants that."""

from importlib import import_module
from typing import Any

import pytest

from mcprism import Context, LossReport, ProtocolError, Server
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from tests.generated.stored import corrected, stored

pytestmark = pytest.mark.anyio

V24, V03, V06, V11, V26 = ERAS
TEXT = {"type": "text", "text": "see"}
CONTENTS = {"uri": "x://one", "mimeType": "text/plain", "text": "what is there"}


def link(uri: str, **members: Any) -> dict[str, Any]:
    return {"type": "resource_link", "uri": uri, "name": "r", **members}


def told(uri: str) -> dict[str, Any]:
    return {"type": "text", "text": f"r <{uri}>"}


def handler_of(home: str) -> Any:
    """A handler whose tool links to the resource that is named, and whose prompts link to `x://one`."""
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")

    class Linking(types.ServerHandler):
        def __init__(self) -> None:
            self.read: list[str] = []

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            links = [link(params.name, annotations={"priority": 1}), link(params.name)]
            return types.CallToolResult.from_wire({"content": [TEXT, *links]})

        async def get_prompt(self, params: Any, ctx: Context) -> Any:
            messages = [{"role": "user", "content": link("x://one")}]
            return types.GetPromptResult.from_wire({"messages": messages})

        async def read_resource(self, params: Any, ctx: Context) -> Any:
            self.read.append(params.uri)
            cacheable = {"ttlMs": 0, "cacheScope": "private"} if home == V26 else {}
            match params.uri:
                case "x://one":
                    return types.ReadResourceResult.from_wire({"contents": [{**CONTENTS, "_meta": {}}], **cacheable})
                case "x://two":
                    return types.ReadResourceResult.from_wire({"contents": [CONTENTS, CONTENTS], **cacheable})
                case "x://broken":
                    raise ZeroDivisionError
                case "x://asks" if home == V26:
                    return types.InputRequiredResult(request_state="s")
                case _:
                    raise ProtocolError("not found", code=-32002)

    return Linking()


class Losses(list[LossReport]):
    def kinds(self) -> list[tuple[str, str, str]]:
        return [(report.feature, report.loss, report.detail) for report in self if report.loss != "hint"]


def serve(handler: Any, lost: Losses, **options: Any) -> Server:
    return Server.from_handler(handler, name="linking", version="1", on_loss=lost.append, **options)


READ = [("resource links", "degraded", "read, and sent as embedded resources")]
AS_TEXT = [("resource links", "degraded", "sent as text")]


def check(kind: str, value: Any, peer: str) -> None:
    for contract in (stored(peer), corrected(peer)):
        contract.validator(kind).validate(value)
    assert undeclared(value, peer, kind) == []


@pytest.mark.parametrize("home", [V06, V11, V26])
@pytest.mark.parametrize("peer", [V24, V03])
async def test_what_a_link_leads_to_is_embedded(talk_to: Any, peer: str, home: str) -> None:
    handler, lost = handler_of(home), Losses()
    async with talk_to(serve(handler, lost, inline_links=True)) as hand:
        await hand.initialize(peer)
        called = (await hand.ask("tools/call", {"name": "x://one"}))["result"]
        assert lost.kinds() == READ
        got = (await hand.ask("prompts/get", {"name": "p"}))["result"]
    check("CallToolResult", called, peer)
    check("GetPromptResult", got, peer)
    resource = {"type": "resource", "resource": CONTENTS}
    assert called == {"content": [TEXT, {**resource, "annotations": {"priority": 1}}, resource]}
    assert got == {"messages": [{"role": "user", "content": resource}]}
    assert lost.kinds() == READ * 2
    assert handler.read == ["x://one"] * 2


@pytest.mark.parametrize("home", [V06, V26])
@pytest.mark.parametrize("uri", ["x://two", "x://broken", "x://asks", "x://none"])
async def test_link_that_does_not_lead_to_one_resource_is_text(talk_to: Any, home: str, uri: str) -> None:
    handler, lost = handler_of(home), Losses()
    async with talk_to(serve(handler, lost, inline_links=True)) as hand:
        await hand.initialize(V03)
        called = (await hand.ask("tools/call", {"name": uri}))["result"]
    assert called == {"content": [TEXT, {**told(uri), "annotations": {"priority": 1}}, told(uri)]}
    assert lost.kinds() == AS_TEXT
    assert handler.read == [uri]


async def test_link_of_a_server_without_resources_is_text(talk_to: Any) -> None:
    types: Any = import_module("mcprism_types.v2025_06_18")

    class Linking(types.ServerHandler):
        async def call_tool(self, params: Any, ctx: Context) -> Any:
            return types.CallToolResult.from_wire({"content": [link("x://one")]})

    async with talk_to(serve(Linking(), Losses(), inline_links=True)) as hand:
        await hand.initialize(V03)
        assert (await hand.ask("tools/call", {"name": "x"}))["result"] == {"content": [told("x://one")]}


@pytest.mark.parametrize("options", [{}, {"inline_links": False}], ids=["by default", "if not wanted"])
async def test_links_are_not_read_unless_wanted(talk_to: Any, options: Any) -> None:
    handler, lost = handler_of(V06), Losses()
    async with talk_to(serve(handler, lost, **options)) as hand:
        await hand.initialize(V03)
        called = (await hand.ask("tools/call", {"name": "x://one"}))["result"]
    assert called["content"][2] == told("x://one")
    assert (lost.kinds(), handler.read) == (AS_TEXT, [])


async def test_links_are_refused_unread_where_nothing_may_be_degraded(talk_to: Any) -> None:
    handler, lost = handler_of(V06), Losses()
    async with talk_to(serve(handler, lost, inline_links=True, lossy="refuse")) as hand:
        await hand.initialize(V03)
        called = (await hand.ask("tools/call", {"name": "x://one"}))["result"]
    assert called["isError"] is True
    assert (lost.kinds(), handler.read) == ([("resource links", "refused", "sent as text")], [])


@pytest.mark.parametrize("peer", [V06, V11])
@pytest.mark.parametrize("home", [V06, V26])
async def test_client_that_knows_links_gets_links(talk_to: Any, peer: str, home: str) -> None:
    handler, lost = handler_of(home), Losses()
    async with talk_to(serve(handler, lost, inline_links=True)) as hand:
        await hand.initialize(peer)
        called = (await hand.ask("tools/call", {"name": "x://one"}))["result"]
    assert called["content"][2] == link("x://one")
    assert (lost.kinds(), handler.read) == ([], [])
