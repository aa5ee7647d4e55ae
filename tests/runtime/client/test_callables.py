"""Functions that answer a server and are told by it, in every version; and those that cannot be called."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest
from anyio.lowlevel import checkpoint
from pydantic import BaseModel

from mcprism import (
    Accepted,
    Cancelled,
    Client,
    Context,
    Declined,
    NotSupportedByPeer,
    PeerError,
    PromptsChanged,
    ResourcesChanged,
    Server,
    ToolError,
    ToolsChanged,
)
from mcprism.versions import ERAS
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as home

pytestmark = pytest.mark.anyio

VERSIONS = list(ERAS)
PATIENCE = 20.0
WITH_FORMS = VERSIONS[2:]
WITH_PAGES = VERSIONS[3:]


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    with anyio.fail_after(PATIENCE):
        yield


class Delivery(BaseModel):
    street: str
    speed: Literal["slow", "fast"] = "slow"
    note: str | None = None


def asking() -> Server:
    """Asks whatever there is to ask."""
    server = Server("asking", version="1", capabilities={"logging": {}, "resources": {"subscribe": True}})

    @server.tool
    async def sample(ctx: Context) -> str:
        written = await ctx.sample("Hello?", max_tokens=5)
        assert isinstance(written.content, home.TextContent)
        return f"{written.model}: {written.content.text}"

    @server.tool
    async def order(ctx: Context) -> str:
        match await ctx.elicit("Where to?", Delivery):
            case Accepted(delivery):
                return f"{delivery.speed} to {delivery.street}"
            case other:
                return type(other).__name__

    @server.tool
    async def pay(ctx: Context) -> str:
        return type(await ctx.elicit_url("Please pay", "https://pay.example/1")).__name__

    @server.tool
    async def roots(ctx: Context) -> list[str]:
        return [root.uri for root in await ctx.list_roots()]

    @server.tool
    async def tell(ctx: Context) -> None:
        await ctx.log("debug", "too little")
        await ctx.log("warning", {"load": 3}, logger="disk")
        await ctx.progress(1, 2, "half")

    @server.tool
    def declared(ctx: Context) -> dict[str, Any]:
        return dict(ctx.peer.capabilities)

    @server.resource("x://{name}")
    def thing(name: str) -> str:
        return name

    return server


@pytest.mark.parametrize("version", VERSIONS)
async def test_functions_answer_servers_of_every_version(version: str, tmp_path: Path) -> None:
    async def write(params: home.CreateMessageRequestParams, ctx: Context) -> str:
        assert ctx.peer.info is not None
        return f"{params.max_tokens} {ctx.peer.info.name}"

    async with Client(asking(), version=version, on_sampling=write, roots=[tmp_path, "file:///etc"]) as client:
        assert (await client.call_tool("sample")).check().text == "unknown: 5 asking"
        where = (await client.call_tool("roots", returns=list[str])).data
        assert where == [tmp_path.as_uri(), "file:///etc"]
        await client.set_roots([home.Root(uri="file:///new")])
        assert (await client.call_tool("roots", returns=list[str])).data == ["file:///new"]


@pytest.mark.parametrize("version", WITH_FORMS)
@pytest.mark.parametrize(
    ("answer", "ordered"),
    [
        ({"street": "Elm"}, "slow to Elm"),
        (Delivery(street="Elm", speed="fast"), "fast to Elm"),
        (Accepted(Delivery(street="Oak")), "slow to Oak"),
        (home.ElicitResult(action="accept", content={"street": "Fir"}), "slow to Fir"),
        (Declined(), "Declined"),
        (Cancelled(), "Cancelled"),
    ],
)
async def test_form_is_answered_with_what_was_filled_in_or_a_decision(version: str, answer: Any, ordered: str) -> None:
    def ask(params: home.ElicitRequestFormParams) -> Any:
        assert params.requested_schema.required == ["street"]
        return answer

    async with Client(asking(), version=version, on_elicitation=ask) as client:
        assert (await client.call_tool("order")).check().text == ordered


@pytest.mark.parametrize("version", WITH_PAGES)
@pytest.mark.parametrize("answer", [Accepted(None), Declined()])
async def test_page_is_opened_or_not(version: str, answer: Any) -> None:
    seen: list[str] = []

    async def show(params: home.ElicitRequestURLParams) -> Accepted[None] | Declined:
        seen.append(params.url)
        return answer

    async with Client(asking(), version=version, on_url_elicitation=show) as client:
        assert (await client.call_tool("pay")).check().text == type(answer).__name__
        with pytest.raises((PeerError, ToolError), match="does not support"):
            (await client.call_tool("order")).check()
    assert seen == ["https://pay.example/1"]


@pytest.mark.parametrize("version", WITH_PAGES)
async def test_who_shows_forms_need_not_open_pages(version: str) -> None:
    async with Client(asking(), version=version, on_elicitation=lambda params: Declined()) as client:
        assert (await client.call_tool("order")).text == "Declined"
        with pytest.raises((PeerError, ToolError), match="does not support"):
            (await client.call_tool("pay")).check()


@pytest.mark.parametrize("version", VERSIONS)
async def test_what_is_declared_follows_from_what_is_given(version: str) -> None:
    expected: dict[str, Any] = {"sampling": {}, "roots": {} if ERAS[version] == "stateless" else {"listChanged": True}}
    if version in WITH_FORMS:
        expected["elicitation"] = {"form": {}, "url": {}} if version in WITH_PAGES else {}
    functions: Any = dict.fromkeys(("on_sampling", "on_elicitation", "on_url_elicitation"), repr)
    async with Client(asking(), version=version, roots=[], **functions) as client:
        assert (await client.call_tool("declared", returns=dict[str, Any])).data == expected
    async with Client(asking(), version=version) as client:
        assert (await client.call_tool("declared", returns=dict[str, Any])).data == {}


async def test_function_that_is_not_async_may_wait() -> None:
    here = threading.get_ident()
    threads: list[int] = []

    def ask(params: home.ElicitRequestFormParams) -> Declined:
        threads.append(threading.get_ident())
        return Declined()

    async with Client(asking(), on_elicitation=ask) as client:
        await client.call_tool("order")
    assert here not in threads


@pytest.mark.parametrize("version", VERSIONS)
async def test_log_messages_and_progress_are_told(version: str) -> None:
    logged: list[Any] = []
    progress: list[Any] = []
    heard = anyio.Event()

    def log(params: home.LoggingMessageNotificationParams) -> None:
        logged.append((params.level, params.data, params.logger))
        heard.set()

    def report(value: float, total: float | None, message: str | None) -> None:
        progress.append((value, total))

    async with Client(asking(), version=version, on_log=log, on_progress=report) as client:
        await client.call_tool("tell")
        await heard.wait()
        assert (logged, progress) == ([("warning", {"load": 3}, "disk")], [(1, 2)])

        async def mine(progress: float, total: float | None, message: str | None) -> None:
            logged.append("mine")

        await client.call_tool("tell", on_progress=mine)
        assert "mine" in logged
        assert len(progress) == 1


@pytest.mark.parametrize("version", VERSIONS)
async def test_changes_are_told_for_as_long_as_the_client_is_open(version: str) -> None:
    server = asking()
    changes: list[Any] = []
    updated: list[str] = []

    async def until(condition: Callable[[], bool]) -> None:
        while not condition():
            await checkpoint()

    async with Client(
        server, version=version, on_list_changed=changes.append, on_resource_updated=updated.append
    ) as client:
        server.disable_tool("pay")
        await until(lambda: ToolsChanged() in changes)
        await client.subscribe("x://a", "x://b")
        await client.subscribe("x://a")
        for uri in ("x://c", "x://b", "x://a/below", "x://a"):
            server.notify_resource_updated(uri)
        await until(lambda: len(updated) == 3)
        await client.unsubscribe("x://b", "x://never")
        server.notify_resource_updated("x://b")
        server.notify_resource_updated("x://a")
        await until(lambda: len(updated) == 4)
    assert sorted(updated) == ["x://a", "x://a", "x://a/below", "x://b"]
    assert set(changes) <= {ToolsChanged(), PromptsChanged(), ResourcesChanged()}


async def test_function_that_fails_is_told_of_the_next_change(caplog: pytest.LogCaptureFixture) -> None:
    server = asking()
    heard = anyio.Event()

    def fail_once(uri: str) -> None:
        if "failed" not in caplog.text:
            raise RuntimeError("mine")
        heard.set()

    async with Client(server, on_resource_updated=fail_once) as client:
        await client.subscribe("x://a")
        server.notify_resource_updated("x://a")
        while "failed" not in caplog.text:
            await checkpoint()
        server.notify_resource_updated("x://a")
        await heard.wait()


async def test_server_that_tells_no_changes_is_no_error() -> None:
    server = Server.from_handler(v.ServerHandler[Context](), name="quiet", version="1")
    async with Client(server, on_list_changed=print) as client:
        with pytest.raises(NotSupportedByPeer, match="changes of single resources"):
            await client.subscribe("x://a")


class Newest(home.ClientHandler[Context]):
    async def create_message(self, params: home.CreateMessageRequestParams, ctx: Context) -> home.CreateMessageResult:
        return home.CreateMessageResult(role="assistant", model="m", content=home.TextContent(text="!"))


class Older(v.ClientHandler[Context]):
    pass


async def test_functions_may_stand_beside_a_handler_of_the_newest_version() -> None:
    async with Client(asking(), handler=Newest(), on_roots=lambda: ["file:///x"]) as client:
        assert (await client.call_tool("sample")).text == "m: !"
        assert (await client.call_tool("roots", returns=list[str])).data == ["file:///x"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"handler": Newest(), "on_sampling": repr}, r"on_sampling and Newest\.create_message answer the same"),
        ({"handler": Older(), "on_log": repr}, "on_log cannot stand beside Older, which is of 2025-11-25"),
        ({"roots": [], "on_roots": list[str]}, "roots and on_roots answer the same"),
        (
            {"on_sampling": threading.active_count},
            r"on_sampling: .* it is called with \(params\), and may take ctx: Context",
        ),
        ({"on_progress": "".join}, r"on_progress: .* it is called with \(progress, total, message\)$"),
        ({"on_list_changed": 3}, "on_list_changed: 3 cannot be called"),
        ({"roots": "/etc"}, "roots: expected a list"),
        ({"roots": [5]}, "roots: expected paths"),
    ],
)
async def test_function_that_cannot_be_called_is_refused_at_once(options: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        Client(asking(), **options)


@pytest.mark.parametrize(
    ("options", "problem"),
    [({"roots": ["http://x/"]}, "must begin with file://"), ({"log_level": "loud"}, "log_level must be one of debug")],
)
async def test_value_that_does_not_fit_is_refused_at_once(options: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Client(asking(), **options)


@pytest.mark.parametrize(
    ("option", "tool"), [("on_sampling", "sample"), ("on_elicitation", "order"), ("on_url_elicitation", "pay")]
)
async def test_answer_that_is_none_is_the_programs_own_error(option: str, tool: str) -> None:
    def five(params: object) -> int:
        return 5

    options: Any = {option: five}
    async with Client(asking(), **options) as client:
        with pytest.raises(TypeError, match=f"{option} returned 5: expected"):
            await client.call_tool(tool)


async def test_roots_cannot_be_set_where_none_were_declared() -> None:
    async with Client(asking()) as client:
        with pytest.raises(TypeError, match="was made without roots"):
            await client.set_roots([])


async def test_server_with_a_session_hears_that_roots_are_others() -> None:
    heard = anyio.Event()

    class Hearing(v.ServerHandler[Context]):
        async def on_roots_list_changed(self, params: Any, ctx: Context) -> None:
            heard.set()

    server = Server.from_handler(Hearing(), name="hearing", version="1")
    async with Client(server, version="2025-11-25", on_roots=list) as client:
        await client.notify_roots_changed()
        await heard.wait()
