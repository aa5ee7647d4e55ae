"""Servers that list what nobody could use, or ask without end: bounded, and a call's own limit holds."""

from typing import Any

import anyio
import pytest

from mcprism import Client, Context, HttpTarget, InvalidAnswer, McprismError, RequestTimeout
from mcprism_types import v2025_11_25 as v
from tests.runtime.client.http.scripted import CALLED, Answering, Asked, Reply, scripted, stateless
from tests.runtime.faults import numbers

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("no_task_is_left")]

PATIENCE = 30.0
OBJECT = {"type": "object"}


def listing(tools: list[dict[str, Any]], cursor: Any = None) -> Answering:
    """A server that lists these tools, and answers calls."""

    async def answer(asked: Asked, reply: Reply) -> None:
        if asked.what == "tools/list":
            page = {"resultType": "complete", "ttlMs": 0, "cacheScope": "private", "tools": tools}
            await reply.result(page if cursor is None else {**page, "nextCursor": cursor(asked)})
        else:
            await reply.result(CALLED)

    return stateless(answer)


@pytest.mark.fault("PE-12")
@pytest.mark.load
async def test_a_long_list_and_a_long_text_are_taken_up_to_the_limit_of_a_message() -> None:
    many = [{"name": f"tool-{number}", "inputSchema": OBJECT} for number in range(numbers.TOOLS)]
    with anyio.fail_after(PATIENCE):
        async with scripted(listing(many)) as server, Client(server.url) as client:
            assert len([tool async for tool in client.list_tools()]) == numbers.TOOLS
        long = [{"name": "long", "description": "x" * 10_000_000, "inputSchema": OBJECT}]
        async with scripted(listing(long)) as server, Client(server.url) as client:
            (tool,) = [tool async for tool in client.list_tools()]
            assert len(tool.description or "") == 10_000_000
        async with scripted(listing(long)) as server, Client(HttpTarget(server.url, max_message=1_000_000)) as client:
            with pytest.raises(McprismError, match="more than 1000000 bytes"):
                _ = [tool async for tool in client.list_tools()]


@pytest.mark.fault("PE-12")
async def test_a_list_in_a_circle_ends() -> None:
    with anyio.fail_after(PATIENCE):
        async with scripted(listing([], lambda asked: "again")) as server, Client(server.url) as client:
            with pytest.raises(InvalidAnswer, match="the pages go in a circle"):
                _ = [tool async for tool in client.list_tools()]
            assert len(server.of("tools/list")) == 2


@pytest.mark.fault("PE-12")
async def test_schemas_that_never_end_lead_elsewhere_or_take_for_ever_hold_up_nothing() -> None:
    schemas: list[dict[str, Any]] = [
        {"type": "object", "properties": {"x": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"$ref": "#/$defs/a"}}},
        {"type": "object", "properties": {"x": {"$ref": "http://127.0.0.1:1/never"}}},
        {"type": "object", "properties": {"x": {"$ref": "file:///etc/passwd"}}},
        {"type": "object", "properties": {"x": {"type": "string", "pattern": "^(a+)+$"}}},
        {"type": "object", "$ref": "#"},
    ]
    tools = [{"name": f"t{index}", "inputSchema": schema} for index, schema in enumerate(schemas)]
    tools += [{"name": f"o{index}", "inputSchema": OBJECT, "outputSchema": one} for index, one in enumerate(schemas)]
    with anyio.fail_after(PATIENCE):
        async with scripted(listing(tools)) as server, Client(server.url) as client:
            names = [tool.name async for tool in client.list_tools()]
            assert len(names) == len(tools)
            for name in names:
                await client.call_tool(name, {"x": "a" * 50 + "!"}, timeout=PATIENCE)


class Answers(v.ClientHandler[Context]):
    """Answers whatever it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def elicit(self, params: Any, ctx: Context) -> v.ElicitResult:
        self.asked += 1
        return v.ElicitResult(action="accept", content={"name": "Ann"})


@pytest.mark.fault("PE-13")
async def test_a_server_that_asks_again_and_again_is_given_up() -> None:
    form = {"type": "object", "properties": {"name": {"type": "string"}}}

    async def ask(asked: Asked, reply: Reply) -> None:
        question = {"method": "elicitation/create", "params": {"message": "?", "requestedSchema": form}}
        await reply.result({"resultType": "input_required", "inputRequests": {"q": question}})

    handler = Answers()
    with anyio.fail_after(PATIENCE):
        async with scripted(stateless(ask)) as server, Client(server.url, handler=handler) as client:
            with pytest.raises(McprismError, match="10"):
                await client.call_tool("x")
    assert handler.asked == 10


@pytest.mark.fault("PE-12")
async def test_a_list_that_does_not_come_ends_with_its_own_limit() -> None:
    async def silent(asked: Asked, reply: Reply) -> None:
        await reply.until_gone()

    with anyio.fail_after(PATIENCE):
        async with scripted(stateless(silent)) as server, Client(server.url) as client:
            with pytest.raises(RequestTimeout):
                _ = [tool async for tool in client.list_tools(timeout=0.1)]
