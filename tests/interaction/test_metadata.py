"""What messages carry beside their content, in each version: `_meta`, kinds of results, hints for caches."""

from typing import Any

import pytest

from mcprism import Client, Context, PeerError, Server
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from tests.interaction.manifest import SESSIONS, VERSIONS
from tests.interaction.wire import PREFIX, Tapped

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("bounded")]

STATELESS = VERSIONS[-1]
HINTS: Any = {"ttl_ms": 5000, "cache_scope": "public"}
LISTS = ("tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read")

every_version = pytest.mark.parametrize("version", VERSIONS)
every_session = pytest.mark.parametrize("version", SESSIONS)


class Handler(new.ServerHandler[Context]):
    """Answers with `_meta` of its own, and hints for caches."""

    def __init__(self, meta: dict[str, Any] | None = None) -> None:
        self.meta = {"com.example/mine": [1], "plain": True} if meta is None else meta
        self.seen: list[dict[str, Any]] = []

    def _result(self, kind: Any, **members: Any) -> Any:
        return kind.from_wire({"resultType": "complete", "_meta": self.meta, **members})

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        self.seen.append(params.meta.to_wire())
        block = {"type": "text", "text": "t", "_meta": {"com.example/block": 1}}
        result: new.CallToolResult = self._result(new.CallToolResult, content=[block])
        return result

    async def list_tools(self, params: Any, ctx: Context) -> new.ListToolsResult:
        return new.ListToolsResult(tools=[], **HINTS)

    async def list_prompts(self, params: Any, ctx: Context) -> new.ListPromptsResult:
        return new.ListPromptsResult(prompts=[], **HINTS)

    async def list_resources(self, params: Any, ctx: Context) -> new.ListResourcesResult:
        return new.ListResourcesResult(resources=[], **HINTS)

    async def list_resource_templates(self, params: Any, ctx: Context) -> new.ListResourceTemplatesResult:
        return new.ListResourceTemplatesResult(resource_templates=[], **HINTS)

    async def read_resource(self, params: Any, ctx: Context) -> new.ReadResourceResult:
        return new.ReadResourceResult(contents=[], **HINTS)


def tapped(handler: Handler) -> Tapped:
    return Tapped(Server.from_handler(handler, name="h", version="1", capabilities={"logging": {}}))


def call(client: Client, **meta: Any) -> Any:
    """A tool call with `_meta`, as typed calls of the newest version write it."""
    said = {**client.meta.to_wire(), **meta}
    return client.calls.call_tool(new.CallToolRequestParams.from_wire({"name": "x", "_meta": said}))


@pytest.mark.covers("_meta of authors")
@every_version
async def test_what_authors_write_into_meta_arrives(version: str) -> None:
    handler = Handler()
    async with Client(tapped(handler), version=version) as client:
        result = await call(client, **{"com.example/theirs": {"a": None}, "traceparent": "00-1-2-01"})
    said = handler.seen[0]
    assert (said["com.example/theirs"], said["traceparent"]) == ({"a": None}, "00-1-2-01")
    given = result.meta.to_wire()
    assert {key: value for key, value in given.items() if not key.startswith(PREFIX)} == handler.meta
    # Blocks have `_meta` from the third version on.
    assert (result.content[0].meta == {"com.example/block": 1}) is (version not in VERSIONS[:2])


@pytest.mark.covers("_meta reserved")
@every_version
@pytest.mark.parametrize("key", [PREFIX + "mine", "com.mcp.tools/mine"])
async def test_reserved_keys_of_authors_are_refused(version: str, key: str, caplog: pytest.LogCaptureFixture) -> None:
    handler = Handler({key: 1})
    server = tapped(handler)
    async with Client(server, version=version) as client:
        begun = len(server.from_client)
        with pytest.raises(ValueError, match=r"tools/call: the `_meta` key .* is reserved for the protocol"):
            await call(client, **{key: 1})
        assert len(server.from_client) == begun
        with pytest.raises(PeerError) as failed:
            await call(client)
        assert failed.value.code == -32603
        assert key not in failed.value.message
    assert f"the result of tools/call: the `_meta` key '{key}' has a prefix that is reserved" in caplog.text


@pytest.mark.covers("_meta reserved")
@every_version
async def test_keys_that_the_protocol_defines_may_be_written(version: str) -> None:
    handler = Handler({PREFIX + "related-task": {"taskId": "t"}})
    async with Client(tapped(handler), version=version) as client:
        await call(client, **{PREFIX + "related-task": {"taskId": "t"}})
    assert handler.seen[0][PREFIX + "related-task"] == {"taskId": "t"}


@pytest.mark.covers("_meta envelope", "resultType", "cache hints", versions="stateless")
async def test_without_a_session_each_message_says_what_it_is() -> None:
    server = tapped(Handler())
    who = {"name": "me", "version": "2"}
    async with Client(server, version=STATELESS, client_info=who, capabilities={"roots": {}}) as client:
        await everything(client)
    for request in server.from_client:
        said = request["params"]["_meta"]
        assert (said[PREFIX + "protocolVersion"], said[PREFIX + "clientCapabilities"]) == (STATELESS, {"roots": {}})
        assert said[PREFIX + "clientInfo"] == who
    for request, result in zip(server.from_client, server.results, strict=True):
        assert result["resultType"] == "complete"
        assert result["_meta"][PREFIX + "serverInfo"] == {"name": "h", "version": "1"}
        if request["method"] in LISTS:
            assert (result["ttlMs"], result["cacheScope"]) == (5000, "public")
        elif request["method"] == "server/discover":
            assert (result["ttlMs"], result["cacheScope"]) == (0, "private")


@pytest.mark.covers("_meta without envelope", "no resultType", "no cache hints")
@every_session
async def test_in_a_session_no_message_says_what_it_is(version: str) -> None:
    server = tapped(Handler())
    async with Client(server, version=version, capabilities={"roots": {}}) as client:
        page = await everything(client)
        await client.set_log_level("info")
    assert (page.ttl_ms, page.cache_scope) == (0, "private")
    messages = [*server.from_client, *server.from_server]
    assert all(PREFIX not in str(message) for message in messages)
    for result in server.results:
        assert result.keys().isdisjoint({"resultType", "ttlMs", "cacheScope"})
    # Released clients want nothing at all in there.
    assert [result for result in server.results if not result] == [{}, {}]


async def everything(client: Client) -> new.ListToolsResult:
    """One request of each kind; returns a page of tools."""
    await call(client)
    await client.ping()
    lists: list[Any] = [client.list_prompts(), client.list_resources(), client.list_resource_templates()]
    for items in lists:
        assert [item async for item in items] == []
    await client.read_resource("x://r")
    return await client.calls.list_tools(new.PaginatedRequestParams(meta=client.meta))


@pytest.mark.covers("_meta without envelope")
@every_session
async def test_in_a_session_nobody_believes_what_a_message_says_of_its_sender(version: str) -> None:
    seen: list[Any] = []

    class Looks(v.ServerHandler[Context]):
        async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
            seen.append((ctx.peer.version, ctx.peer.info.name if ctx.peer.info else None, dict(ctx.peer.capabilities)))
            return v.CallToolResult.from_wire({"content": [], "_meta": {PREFIX + "serverInfo": {"name": "other"}}})

    said = {
        PREFIX + "clientInfo": {"name": "somebody else", "version": "1"},
        PREFIX + "clientCapabilities": {"sampling": {}},
    }
    server = Server.from_handler(Looks(), name="looks", version="1")
    async with Client(server, version=version, client_info={"name": "me", "version": "1"}) as client:
        # Calls of the version that is spoken leave as they are written.
        params = v.CallToolRequestParams.from_wire({"name": "x", "_meta": said})
        await v.ClientCalls(client.outbound(SESSIONS[-1])).call_tool(params)
        assert client.server_info.name == "looks"
    assert seen == [(version, "me", {})]
