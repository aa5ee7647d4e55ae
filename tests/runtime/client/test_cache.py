"""Results that are used again, for as long as the server says. Spec: 2026-07-28/server/utilities/caching."""

from typing import Any

import anyio
import pytest

from mcprism import Client, Context, Server
from mcprism.client.cache import Cache
from mcprism.jsonrpc import JsonObject, JsonText, Notification
from mcprism_types import v2025_11_25 as old
from mcprism_types import v2026_07_28 as new

LONG = 600_000


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(clock: Clock) -> Cache:
    return Cache(clock, max_bytes=4000)


def result(ttl_ms: Any = 1000, scope: Any = "private", **members: Any) -> JsonObject:
    return {"resultType": "complete", "ttlMs": ttl_ms, "cacheScope": scope, **members}


def keep(cache: Cache, method: str, params: JsonObject | JsonText | None = None, **members: Any) -> None:
    ticket = cache.ticket(method, params)
    assert ticket is not None
    cache.keep(ticket, result(**members))


def found(cache: Cache, method: str, params: JsonObject | JsonText | None = None) -> JsonObject | None:
    ticket = cache.ticket(method, params)
    assert ticket is not None
    return cache.found(ticket)


LISTS = {
    "notifications/tools/list_changed": ["tools/list"],
    "notifications/prompts/list_changed": ["prompts/list"],
    "notifications/resources/list_changed": ["resources/list", "resources/templates/list"],
}
CACHED = ["server/discover", *(method for methods in LISTS.values() for method in methods)]


@pytest.mark.parametrize("method", CACHED)
def test_result_is_good_for_as_long_as_the_server_says(cache: Cache, clock: Clock, method: str) -> None:
    assert found(cache, method) is None
    keep(cache, method, ttl_ms=1000)
    clock.now = 0.999
    assert found(cache, method) == result()
    clock.now = 1.0
    assert found(cache, method) is None
    assert cache.size == 0


@pytest.mark.parametrize(
    ("ttl_ms", "scope"),
    [(0, "private"), (-1, "private"), (True, "private"), ("1000", "private"), (None, "private"), (1000, "shared")],
)
def test_result_that_may_not_be_kept_is_not(cache: Cache, ttl_ms: Any, scope: Any) -> None:
    keep(cache, "tools/list", ttl_ms=ttl_ms, scope=scope)
    assert found(cache, "tools/list") is None


@pytest.mark.parametrize("method", ["tools/call", "prompts/get", "completion/complete", "ping"])
def test_results_of_other_methods_are_used_once(cache: Cache, method: str) -> None:
    assert cache.ticket(method, None) is None


def test_each_page_is_kept_by_itself(cache: Cache) -> None:
    keep(cache, "tools/list", None, page=1)
    keep(cache, "tools/list", {"cursor": "2"}, page=2)
    assert found(cache, "tools/list", JsonText(b'{"cursor":"2"}')) == result(page=2)
    assert found(cache, "tools/list", {}) == result(page=1)
    assert found(cache, "tools/list", {"cursor": "3"}) is None


def test_what_a_request_says_of_the_client_does_not_matter_and_what_it_adds_does(cache: Cache) -> None:
    keep(cache, "tools/list", {"_meta": {"io.modelcontextprotocol/clientInfo": {"name": "a", "version": "1"}}})
    assert found(cache, "tools/list") is not None
    assert cache.ticket("tools/list", {"_meta": {"example.com/locale": "de"}}) is None


@pytest.mark.parametrize("notification", LISTS)
def test_change_of_a_list_ends_what_was_kept_of_it_alone(cache: Cache, notification: str) -> None:
    for method in CACHED:
        keep(cache, method)
        keep(cache, method, {"cursor": "2"})
    cache.heard(Notification(notification))
    gone = [method for method in CACHED if found(cache, method) is None]
    assert gone == LISTS[notification]


def test_change_of_a_resource_ends_what_was_read_of_it_and_of_what_it_is_in(cache: Cache) -> None:
    for uri in ("file:///a", "file:///a/b", "file:///c"):
        keep(cache, "resources/read", {"uri": uri})
    cache.heard(Notification("notifications/resources/updated", {"uri": "file:///a/b"}))
    kept = [uri for uri in ("file:///a", "file:///a/b", "file:///c") if found(cache, "resources/read", {"uri": uri})]
    assert kept == ["file:///c"]


def test_result_that_was_asked_for_before_a_change_is_not_kept(cache: Cache) -> None:
    ticket = cache.ticket("tools/list", None)
    assert ticket is not None
    cache.heard(Notification("notifications/tools/list_changed"))
    cache.keep(ticket, result())
    assert found(cache, "tools/list") is None
    keep(cache, "tools/list")
    assert found(cache, "tools/list") is not None


def test_what_others_do_to_a_result_does_not_reach_what_is_kept(cache: Cache) -> None:
    keep(cache, "tools/list", None, tools=[{"name": "a"}])
    first = found(cache, "tools/list")
    assert first is not None
    first["tools"].clear()
    assert found(cache, "tools/list") == result(tools=[{"name": "a"}])


def test_what_is_kept_is_bounded_and_what_is_used_stays_longest(cache: Cache) -> None:
    for number in range(100):
        keep(cache, "resources/read", {"uri": str(number)}, text="x" * 300)
        assert found(cache, "resources/read", {"uri": "0"}) is not None
        assert cache.size <= 4000
    assert found(cache, "resources/read", {"uri": "1"}) is None
    keep(cache, "tools/list", None, text="x" * 2000)
    assert found(cache, "tools/list") is None


def test_nothing_is_left_where_changes_may_have_been_missed(cache: Cache) -> None:
    for _ in range(3):
        ticket = cache.ticket("tools/list", None)
        keep(cache, "tools/list")
        cache.clear()
        assert ticket is not None
        cache.keep(ticket, result())
        assert found(cache, "tools/list") is None
        assert cache.size == 0


class Handler(new.ServerHandler[Context]):
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.lists = 0
        self.reads = 0

    async def list_tools(self, params: Any, ctx: Context) -> new.ListToolsResult:
        self.lists += 1
        tool = new.Tool(name=f"t{self.lists}", input_schema={"type": "object"})
        return new.ListToolsResult(tools=[tool], ttl_ms=LONG, cache_scope="public")

    async def list_resources(self, params: Any, ctx: Context) -> new.ListResourcesResult:
        return new.ListResourcesResult(resources=[], ttl_ms=0, cache_scope="public")

    async def read_resource(self, params: new.ReadResourceRequestParams, ctx: Context) -> Any:
        self.reads += 1
        if params.uri == "ask://" and not params.input_responses:
            question = new.ListRootsRequest(method="roots/list", params={})
            return new.InputRequiredResult(input_requests={"roots": question}, request_state="s")
        contents = new.TextResourceContents(uri=params.uri, text=str(self.reads))
        return new.ReadResourceResult(contents=[contents], ttl_ms=LONG, cache_scope="private")


class Roots(old.ClientHandler[Context]):
    """Answers about roots."""

    async def list_roots(self, params: Any, ctx: Context) -> old.ListRootsResult:
        return old.ListRootsResult(roots=[])


async def names(client: Client) -> list[str]:
    return [tool.name async for tool in client.list_tools()]


@pytest.mark.anyio
async def test_client_asks_once_for_what_it_may_use_again_until_it_changes() -> None:
    handler = Handler()
    server = Server.from_handler(handler, name="s", version="1", capabilities={"tools": {"listChanged": True}})
    with anyio.fail_after(20):
        async with Client(server) as client:
            assert [await names(client) for _ in range(3)] == [["t1"]] * 3
            for uri in ("a://", "b://", "a://"):
                await client.read_resource(uri)
            assert handler.reads == 2
            async with client.listen(tools=True) as changes:
                server.notify_tools_changed()
                await anext(changes)
                assert await names(client) == ["t2"]


@pytest.mark.anyio
@pytest.mark.parametrize("options", [{"cache": False}, {"version": "2025-11-25"}], ids=str)
async def test_client_asks_again_where_it_is_told_to_or_the_version_says_nothing(options: Any) -> None:
    handler = Handler()
    with anyio.fail_after(20):
        async with Client(Server.from_handler(handler, name="s", version="1"), **options) as client:
            assert [await names(client) for _ in range(3)] == [["t1"], ["t2"], ["t3"]]


@pytest.mark.anyio
async def test_what_was_asked_for_with_answers_is_not_kept() -> None:
    handler = Handler()
    with anyio.fail_after(20):
        async with Client(Server.from_handler(handler, name="s", version="1"), handler=Roots()) as client:
            for _ in range(2):
                await client.read_resource("ask://")
    assert handler.reads == 4
