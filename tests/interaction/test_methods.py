"""Every method of every version, from the client's call to the handler and back."""

from typing import Any

import anyio
import pytest

from mcprism import Client, Context, Server
from mcprism_types import v2025_11_25 as v
from mcprism_types import v2026_07_28 as new
from tests.interaction.manifest import SESSIONS, VERSIONS
from tests.interaction.wire import Tapped

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("bounded")]

NEWEST_SESSION = SESSIONS[-1]
HINTS: Any = {"ttl_ms": 0, "cache_scope": "private"}

every_version = pytest.mark.parametrize("version", VERSIONS)
every_session = pytest.mark.parametrize("version", SESSIONS)


class Everything(new.ServerHandler[Context]):
    """Answers what there is in all versions, with what it was asked."""

    async def list_tools(self, params: new.PaginatedRequestParams, ctx: Context) -> new.ListToolsResult:
        tool = new.Tool(name="echo", input_schema={"type": "object", "properties": {"a": {"type": "integer"}}})
        return new.ListToolsResult(tools=[tool], **HINTS)

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        await ctx.progress(1, 2)
        await ctx.log("error", {"at": "work"}, logger="mine")
        return new.CallToolResult(content=[new.TextContent(text=f"{params.name} {params.arguments}")])

    async def list_prompts(self, params: new.PaginatedRequestParams, ctx: Context) -> new.ListPromptsResult:
        prompt = new.Prompt(name="greet", arguments=[new.PromptArgument(name="who", required=True)])
        return new.ListPromptsResult(prompts=[prompt], **HINTS)

    async def get_prompt(self, params: new.GetPromptRequestParams, ctx: Context) -> new.GetPromptResult:
        message = new.PromptMessage(role="user", content=new.TextContent(text=f"{params.name} {params.arguments}"))
        return new.GetPromptResult(messages=[message], description="a greeting")

    async def list_resources(self, params: new.PaginatedRequestParams, ctx: Context) -> new.ListResourcesResult:
        return new.ListResourcesResult(resources=[new.Resource(name="r", uri="x://r", size=4)], **HINTS)

    async def list_resource_templates(
        self, params: new.PaginatedRequestParams, ctx: Context
    ) -> new.ListResourceTemplatesResult:
        templates = [new.ResourceTemplate(name="t", uri_template="x://{id}")]
        return new.ListResourceTemplatesResult(resource_templates=templates, **HINTS)

    async def read_resource(self, params: new.ReadResourceRequestParams, ctx: Context) -> new.ReadResourceResult:
        return new.ReadResourceResult(contents=[new.TextResourceContents(uri=params.uri, text="text")], **HINTS)

    async def complete(self, params: new.CompleteRequestParams, ctx: Context) -> new.CompleteResult:
        values = [f"{params.argument.value}{number}" for number in range(3)]
        return new.CompleteResult(completion=new.CompleteResultCompletion(values=values))


@pytest.fixture
def server() -> Server:
    return Server.from_handler(
        Everything(), name="everything", version="3", instructions="Try it.", capabilities={"logging": {}}
    )


@pytest.mark.covers("initialize", "server/discover")
@every_version
async def test_both_sides_know_each_other(server: Server, version: str) -> None:
    async with Client(server, version=version) as client:
        assert (client.protocol_version, client.server_info.name, client.server_info.version) == (
            version,
            "everything",
            "3",
        )
        assert client.instructions == "Try it."
        declared = client.server_capabilities
        assert None not in (declared.tools, declared.prompts, declared.resources, declared.logging)
        # The first version has no key for it.
        assert (declared.completions is None) is (version == VERSIONS[0])


@pytest.mark.covers("tools/list", "tools/call", "prompts/list", "prompts/get", "ping")
@every_version
async def test_tools_and_prompts(server: Server, version: str) -> None:
    async with Client(server, version=version) as client:
        await client.ping()
        (tool,) = [tool async for tool in client.list_tools()]
        assert (tool.name, tool.input_schema["properties"]) == ("echo", {"a": {"type": "integer"}})
        result = await client.call_tool("echo", {"a": 1})
        assert (result.content, result.is_error) == ([new.TextContent(text="echo {'a': 1}")], None)
        (prompt,) = [prompt async for prompt in client.list_prompts()]
        assert prompt.arguments == [new.PromptArgument(name="who", required=True)]
        filled = await client.get_prompt("greet", {"who": "you"})
        assert (filled.description, filled.messages[0].role) == ("a greeting", "user")
        assert filled.messages[0].content == new.TextContent(text="greet {'who': 'you'}")


@pytest.mark.covers("resources/list", "resources/templates/list", "resources/read")
@every_version
async def test_resources(server: Server, version: str) -> None:
    async with Client(server, version=version) as client:
        (resource,) = [resource async for resource in client.list_resources()]
        assert (resource.uri, resource.size) == ("x://r", 4)
        (template,) = [template async for template in client.list_resource_templates()]
        assert template.uri_template == "x://{id}"
        read = await client.read_resource("x://r")
        assert read.contents == [new.TextResourceContents(uri="x://r", text="text")]


@pytest.mark.covers("completion/complete")
@every_version
async def test_values_are_suggested(server: Server, version: str) -> None:
    async with Client(server, version=version) as client:
        for ref in (new.PromptReference(name="greet"), new.ResourceTemplateReference(uri="x://{id}")):
            assert (await client.complete(ref, "who", "a")).completion.values == ["a0", "a1", "a2"]


@pytest.mark.covers("completion/complete")
@every_version
async def test_a_hundred_values_are_suggested_at_most(version: str) -> None:
    class Suggests(v.ServerHandler[Context]):
        async def complete(self, params: v.CompleteRequestParams, ctx: Context) -> v.CompleteResult:
            values = [f"{params.argument.value}{number}" for number in range(120)]
            return v.CompleteResult(completion=v.CompleteResultCompletion(values=values))

    async with Client(Server.from_handler(Suggests(), name="s", version="1"), version=version) as client:
        completion = (await client.complete(new.PromptReference(name="greet"), "who", "a")).completion
    assert completion.values == [f"a{number}" for number in range(100)]
    assert (completion.total, completion.has_more) == (120, True)


class Hears(v.ClientHandler[Context]):
    """Keeps what the server tells."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.last = anyio.Event()

    async def on_logging_message(self, params: v.LoggingMessageNotificationParams, ctx: Context) -> None:
        self.heard.append((params.level, params.data, params.logger))
        self.last.set()

    async def on_tool_list_changed(self, params: Any, ctx: Context) -> None:
        self.heard.append("tools")

    async def on_prompt_list_changed(self, params: Any, ctx: Context) -> None:
        self.heard.append("prompts")

    async def on_resource_list_changed(self, params: Any, ctx: Context) -> None:
        self.heard.append("resources")

    async def on_resource_updated(self, params: v.ResourceUpdatedNotificationParams, ctx: Context) -> None:
        self.heard.append(params.uri)
        self.last.set()

    async def on_elicitation_complete(self, params: v.ElicitationCompleteNotificationParams, ctx: Context) -> None:
        self.heard.append(params.elicitation_id)

    async def on_task_status(self, params: v.TaskStatusNotificationParams, ctx: Context) -> None:
        self.heard.append((params.task_id, params.status))
        self.last.set()

    async def get_task(self, params: v.GetTaskRequestParams, ctx: Context) -> v.GetTaskResult:
        return v.GetTaskResult.from_wire({**TASK, "taskId": params.task_id})

    async def list_tasks(self, params: v.PaginatedRequestParams | None, ctx: Context) -> v.ListTasksResult:
        return v.ListTasksResult.from_wire({"tasks": [TASK]})

    async def cancel_task(self, params: v.CancelTaskRequestParams, ctx: Context) -> v.CancelTaskResult:
        return v.CancelTaskResult.from_wire({**TASK, "taskId": params.task_id, "status": "cancelled"})

    async def get_task_payload(self, params: v.GetTaskPayloadRequestParams, ctx: Context) -> v.GetTaskPayloadResult:
        return v.GetTaskPayloadResult.from_wire({"of": params.task_id})


TASK: dict[str, Any] = {"taskId": "t", "status": "working", "createdAt": "a", "lastUpdatedAt": "b", "ttl": None}


@pytest.mark.covers("notifications/progress", "notifications/message", "C4")
@every_version
async def test_progress_and_log_messages_of_a_call_reach_the_client(server: Server, version: str) -> None:
    handler, seen = Hears(), []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen.append((progress, total))

    tapped = Tapped(server)
    async with Client(tapped, handler=handler, version=version) as client:
        await client.set_log_level("warning")
        await client.call_tool("echo", on_progress=on_progress)
        assert seen == [(1, 2)]
        await handler.last.wait()
        await client.call_tool("echo")
    assert handler.heard[0] == ("error", {"at": "work"}, "mine")
    # Nobody wanted to know of the second call.
    (progress,) = tapped.told("notifications/progress")
    asked, unasked = tapped.asked("tools/call")
    assert progress["progressToken"] == asked["_meta"]["progressToken"]
    assert "progressToken" not in unasked.get("_meta", {})


class Sessions(v.ServerHandler[Context]):
    """Answers what there is in sessions only, and announces what it is told to."""

    def __init__(self) -> None:
        self.seen: list[Any] = []
        self.heard = anyio.Event()

    async def set_level(self, params: v.SetLevelRequestParams, ctx: Context) -> v.EmptyResult:
        self.seen.append(params.level)
        return v.EmptyResult()

    async def subscribe(self, params: v.SubscribeRequestParams, ctx: Context) -> v.EmptyResult:
        self.seen.append(("watch", params.uri))
        return v.EmptyResult()

    async def unsubscribe(self, params: v.UnsubscribeRequestParams, ctx: Context) -> v.EmptyResult:
        self.seen.append(("do not", params.uri))
        return v.EmptyResult()

    async def on_initialized(self, params: v.NotificationParams | None, ctx: Context) -> None:
        self.seen.append("initialized")
        self.heard.set()

    async def on_roots_list_changed(self, params: v.NotificationParams | None, ctx: Context) -> None:
        self.seen.append("roots")
        self.heard.set()

    async def on_task_status(self, params: v.TaskStatusNotificationParams, ctx: Context) -> None:
        self.seen.append((params.task_id, params.status))
        self.heard.set()

    async def get_task(self, params: v.GetTaskRequestParams, ctx: Context) -> v.GetTaskResult:
        return v.GetTaskResult.from_wire({**TASK, "taskId": params.task_id})

    async def list_tasks(self, params: v.PaginatedRequestParams | None, ctx: Context) -> v.ListTasksResult:
        return v.ListTasksResult.from_wire({"tasks": [TASK]})

    async def cancel_task(self, params: v.CancelTaskRequestParams, ctx: Context) -> v.CancelTaskResult:
        return v.CancelTaskResult.from_wire({**TASK, "taskId": params.task_id, "status": "cancelled"})

    async def get_task_payload(self, params: v.GetTaskPayloadRequestParams, ctx: Context) -> v.GetTaskPayloadResult:
        return v.GetTaskPayloadResult.from_wire({"of": params.task_id})

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        calls = v.ServerCalls(ctx.outbound)
        if params.name == "tasks of the client":
            answers = await of_tasks(calls)
            return v.CallToolResult(content=[v.TextContent(text=str(answers))])
        if params.name == "tasks":
            await calls.notify_elicitation_complete(v.ElicitationCompleteNotificationParams(elicitation_id="e"))
            await calls.notify_task_status(v.TaskStatusNotificationParams.from_wire(TASK))
            return v.CallToolResult(content=[])
        await calls.notify_tool_list_changed(None)
        await calls.notify_prompt_list_changed(None)
        await calls.notify_resource_list_changed(None)
        await calls.notify_resource_updated(v.ResourceUpdatedNotificationParams(uri="x://r"))
        return v.CallToolResult(content=[])


async def of_tasks(calls: v.ClientCalls | v.ServerCalls) -> list[Any]:
    """What a peer answers about its tasks."""
    got = await calls.get_task(v.GetTaskRequestParams(task_id="1"))
    listed = await calls.list_tasks(None)
    cancelled = await calls.cancel_task(v.CancelTaskRequestParams(task_id="2"))
    payload = await calls.get_task_payload(v.GetTaskPayloadRequestParams(task_id="3"))
    return [got.task_id, listed.tasks[0].task_id, cancelled.task_id, cancelled.status, payload.to_wire()["of"]]


ANSWERED = ["1", "t", "2", "cancelled", "3"]


def sessions(**capabilities: Any) -> tuple[Sessions, Server]:
    handler = Sessions()
    return handler, Server.from_handler(handler, name="sessions", version="1", capabilities=capabilities)


@pytest.mark.covers("logging/setLevel", "resources/subscribe", "resources/unsubscribe", "notifications/initialized")
@every_session
async def test_what_only_sessions_have_reaches_the_handler(version: str) -> None:
    handler, server = sessions()
    async with Client(server, version=version) as client:
        await handler.heard.wait()
        await client.set_log_level("alert")
        calls = v.ClientCalls(client.outbound(NEWEST_SESSION))
        assert type(await calls.subscribe(v.SubscribeRequestParams(uri="x://r"))) is v.EmptyResult
        assert type(await calls.unsubscribe(v.UnsubscribeRequestParams(uri="x://r"))) is v.EmptyResult
    assert handler.seen == ["initialized", "alert", ("watch", "x://r"), ("do not", "x://r")]


@pytest.mark.covers(
    "notifications/tools/list_changed",
    "notifications/prompts/list_changed",
    "notifications/resources/list_changed",
    "notifications/resources/updated",
)
@every_session
async def test_changes_are_announced_to_the_client(version: str) -> None:
    changes = {name: {"listChanged": True} for name in ("tools", "prompts", "resources")}
    _, server = sessions(**changes)
    handler = Hears()
    async with Client(server, handler=handler, version=version) as client:
        await client.call_tool("change")
        await handler.last.wait()
    assert handler.heard == ["tools", "prompts", "resources", "x://r"]


@pytest.mark.covers("notifications/roots/list_changed")
@every_session
async def test_roots_that_changed_are_announced_to_the_server(version: str) -> None:
    handler, server = sessions()
    async with Client(server, version=version, capabilities={"roots": {"listChanged": True}}) as client:
        await handler.heard.wait()
        handler.heard = anyio.Event()
        await v.ClientCalls(client.outbound(NEWEST_SESSION)).notify_roots_list_changed(None)
        await handler.heard.wait()
    assert handler.seen == ["initialized", "roots"]


@pytest.mark.covers("tasks/get", "tasks/list", "tasks/cancel", "tasks/result", versions=NEWEST_SESSION)
async def test_either_side_is_asked_about_its_tasks() -> None:
    _, server = sessions()
    async with Client(server, handler=Hears(), version=NEWEST_SESSION) as client:
        assert await of_tasks(v.ClientCalls(client.outbound(NEWEST_SESSION))) == ANSWERED
        result = await client.call_tool("tasks of the client")
        assert result.content == [new.TextContent(text=str(ANSWERED))]


@pytest.mark.covers("notifications/tasks/status", "notifications/elicitation/complete", versions=NEWEST_SESSION)
async def test_either_side_tells_of_its_tasks() -> None:
    handler, server = sessions()
    hears = Hears()
    capabilities = {"elicitation": {"url": {}}}
    async with Client(server, handler=hears, version=NEWEST_SESSION, capabilities=capabilities) as client:
        await client.call_tool("tasks")
        await hears.last.wait()
        await handler.heard.wait()
        handler.heard = anyio.Event()
        status = v.TaskStatusNotificationParams.from_wire(TASK)
        await v.ClientCalls(client.outbound(NEWEST_SESSION)).notify_task_status(status)
        await handler.heard.wait()
    assert hears.heard == ["e", ("t", "working")]
    assert handler.seen == ["initialized", ("t", "working")]


@pytest.mark.covers("identity of a request")
@every_version
async def test_handler_knows_who_asks(version: str) -> None:
    class Looks(new.ServerHandler[Context]):
        async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
            peer, said = ctx.peer, params.meta
            assert peer.info is not None
            assert said.client_info is not None
            known = [peer.version, peer.info.name, dict(peer.capabilities), peer.log_level]
            # A handler of the newest version reads the same in the params of any client.
            assert (said.client_info.name, said.log_level) == (peer.info.name, peer.log_level)
            assert said.client_capabilities.roots is not None
            return new.CallToolResult(content=[new.TextContent(text=str(known))])

    server = Server.from_handler(Looks(), name="looks", version="1", capabilities={"logging": {}})
    who = {"name": "me", "version": "2"}
    async with Client(server, version=version, client_info=who, capabilities={"roots": {}}) as client:
        for level in ("error", "info"):
            await client.set_log_level(level)
            result = await client.call_tool("look")
            assert result.content == [new.TextContent(text=str([version, "me", {"roots": {}}, level]))]


@pytest.mark.covers("structured content")
@every_version
async def test_structured_content_has_its_text_beside_it(version: str) -> None:
    class Structured(new.ServerHandler[Context]):
        async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
            return new.CallToolResult(content=[], structured_content={"a": 1})

    server = Server.from_handler(Structured(), name="s", version="1")
    async with Client(server, version=version) as client:
        result = await client.call_tool("x")
    assert result.content == [new.TextContent(text='{"a":1}')]
    knows_it = version not in VERSIONS[:2]
    assert result.to_wire().get("structuredContent") == ({"a": 1} if knows_it else None)
