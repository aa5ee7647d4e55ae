"""A server that uses as much of its version as there is in it, and a client that answers all that it may ask."""

import json
from importlib import import_module
from typing import Any

import anyio

from mcprism import (
    Context,
    Elicitation,
    LossReport,
    ProtocolError,
    Roots,
    Sampling,
    Server,
)
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from mcprism_types import v2026_07_28 as newest

VERSIONS = list(ERAS)
NEWEST = VERSIONS[-1]
HANDSHAKE = [version for version, era in ERAS.items() if era == "handshake"]

DATA = "AAAA"
ICONS = [{"src": "https://example.com/icon.png", "mimeType": "image/png"}]
WHEN = "2026-01-01T00:00:00Z"
MARKS = {"audience": ["user"], "priority": 0.5, "lastModified": WHEN}
MINE = {"mine": 1}

TOOL: dict[str, Any] = {
    "name": "structured",
    "title": "Structured",
    "description": "Returns an object.",
    "inputSchema": {"type": "object", "properties": {"a": {"type": "integer"}}},
    "outputSchema": {"type": "object", "properties": {"a": {"type": "integer"}}},
    "annotations": {"readOnlyHint": True},
    "icons": ICONS,
    "_meta": MINE,
}
NO_OBJECT: dict[str, Any] = {
    "name": "no_object",
    "inputSchema": {"type": "object", "properties": {"any": True}},
    "outputSchema": {"type": "array", "items": {"type": "integer"}},
}
RESOURCE: dict[str, Any] = {
    "uri": "x://r",
    "name": "r",
    "title": "R",
    "description": "A resource.",
    "mimeType": "text/plain",
    "size": 4,
    "annotations": MARKS,
    "icons": ICONS,
    "_meta": MINE,
}
TEMPLATE: dict[str, Any] = {
    "uriTemplate": "x://{name}",
    "name": "t",
    "title": "T",
    "annotations": MARKS,
    "icons": ICONS,
    "_meta": MINE,
}
PROMPT: dict[str, Any] = {
    "name": "p",
    "title": "P",
    "arguments": [{"name": "a", "title": "A", "required": True}],
    "icons": ICONS,
    "_meta": MINE,
}
TEXT: dict[str, Any] = {"type": "text", "text": "plain"}
MARKED: dict[str, Any] = {"type": "text", "text": "marked", "annotations": MARKS, "_meta": MINE}
IMAGE: dict[str, Any] = {"type": "image", "data": DATA, "mimeType": "image/png"}
AUDIO: dict[str, Any] = {"type": "audio", "data": DATA, "mimeType": "audio/wav"}
LINK: dict[str, Any] = {
    "type": "resource_link",
    "uri": "x://r",
    "name": "r",
    "title": "R",
    "description": "A resource.",
    "mimeType": "text/plain",
    "icons": ICONS,
}
EMBEDDED: dict[str, Any] = {"type": "resource", "resource": {"uri": "x://e", "text": "embedded", "_meta": MINE}}
CONTENTS: list[dict[str, Any]] = [
    {"uri": "x://r", "mimeType": "text/plain", "text": "text", "_meta": MINE},
    {"uri": "x://b", "blob": DATA},
]

FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "oneOf": [{"const": "k", "title": "Kyiv"}, {"const": "l", "title": "Lviv"}]},
        "pick": {"type": "array", "title": "Pick", "items": {"type": "string", "enum": ["a", "b"]}},
        "days": {"type": "integer", "default": 3},
    },
    "required": ["city"],
}
PLAIN_FORM: dict[str, Any] = {"type": "object", "properties": {"name": {"type": "string"}}}
PAGE = "https://example.com/pay"


def types_of(version: str) -> Any:
    return import_module(f"mcprism_types.v{version.replace('-', '_')}")


def has(version: str, since: str) -> bool:
    """Whether a version is not older than another."""
    return VERSIONS.index(version) >= VERSIONS.index(since)


def within(version: str, value: Any, kind: str) -> Any:
    """A value of an official type without the members that the contract of a version does not name."""
    copy = json.loads(json.dumps(value))
    for row in undeclared(copy, version, kind):
        *path, last = row.path.split(".")
        place = copy
        for step in path:
            place = place[int(step)] if isinstance(place, list) else place[step]
        del place[last]
    return copy


class Losses:
    """What was reported to be lost: method, feature and class of each."""

    def __init__(self) -> None:
        self.reports: list[LossReport] = []

    def __call__(self, report: LossReport) -> None:
        self.reports.append(report)

    def found(self) -> set[tuple[str, str, str]]:
        return {(report.method, report.feature, report.loss) for report in self.reports}

    def take(self) -> list[tuple[str, str]]:
        """Feature and class of what was lost since the last time."""
        lost = [(report.feature, report.loss) for report in self.reports]
        self.reports.clear()
        return lost


def server_of(home: str, losses: Losses, **options: Any) -> Server:
    """A server with the handler of a version. Its tool `losses` tells what was reported so far."""
    capabilities = {"logging": {}, "resources": {"subscribe": True}, "tools": {"listChanged": True}}
    options = {"capabilities": capabilities, "title": "Everything", "on_loss": losses, **options}
    handler = handler_of(home, losses)
    handler.server = Server.from_handler(handler, name="everything", version="1", **options)
    server: Server = handler.server
    return server


def handler_of(home: str, losses: Losses) -> Any:
    """A handler written for one version: what the name of a tool says, as far as its version can say it."""
    types = types_of(home)
    complete = {"resultType": "complete"} if home == NEWEST else {}
    cacheable = {**complete, "ttlMs": 5, "cacheScope": "public"} if home == NEWEST else {}

    class Everything(types.ServerHandler):
        def __init__(self) -> None:
            self.server: Server | None = None
            self.seen: list[Any] = []
            self.cancelled = anyio.Event()
            self.opened = False

        async def list_tools(self, params: Any, ctx: Context) -> Any:
            tools = [within(home, TOOL, "Tool"), *([NO_OBJECT] if home == NEWEST else [])]
            return types.ListToolsResult.from_wire({"tools": tools, **cacheable})

        async def list_resources(self, params: Any, ctx: Context) -> Any:
            cursor = None if params is None else params.cursor
            page = {"resources": [within(home, RESOURCE, "Resource")], "nextCursor": ""}
            if cursor == "":
                page = {"resources": [{"uri": "x://2", "name": "2"}]}
            return types.ListResourcesResult.from_wire({**page, **cacheable})

        async def list_resource_templates(self, params: Any, ctx: Context) -> Any:
            templates = [within(home, TEMPLATE, "ResourceTemplate")]
            return types.ListResourceTemplatesResult.from_wire({"resourceTemplates": templates, **cacheable})

        async def read_resource(self, params: Any, ctx: Context) -> Any:
            if params.uri == "x://none":
                code = -32602 if home == NEWEST else -32002
                raise ProtocolError("not found", code=code, data={"uri": params.uri})
            contents = within(home, {"contents": CONTENTS}, "ReadResourceResult")
            return types.ReadResourceResult.from_wire({**contents, **cacheable})

        async def list_prompts(self, params: Any, ctx: Context) -> Any:
            prompts = [within(home, PROMPT, "Prompt")]
            return types.ListPromptsResult.from_wire({"prompts": prompts, **cacheable})

        async def get_prompt(self, params: Any, ctx: Context) -> Any:
            blocks = [TEXT, *([AUDIO] if has(home, "2025-03-26") else []), *([LINK] if has(home, "2025-06-18") else [])]
            messages = [{"role": "user", "content": block} for block in blocks]
            result = within(home, {"messages": messages}, "GetPromptResult")
            return types.GetPromptResult.from_wire({**result, **complete})

        async def complete(self, params: Any, ctx: Context) -> Any:
            values = sorted(name for name in params.to_wire() if not name.startswith("_"))
            return types.CompleteResult.from_wire({"completion": {"values": values}, **complete})

        async def call_tool(self, params: Any, ctx: Context) -> Any:
            self.seen.append(params)
            result = await getattr(self, params.name)(params, ctx)
            if isinstance(result, str):
                result = {"content": [{"type": "text", "text": result}]}
            if isinstance(result, dict):
                result = types.CallToolResult.from_wire({**within(home, result, "CallToolResult"), **complete})
            return result

        async def text(self, params: Any, ctx: Context) -> Any:
            return {"content": [TEXT]}

        async def marked(self, params: Any, ctx: Context) -> Any:
            return {"content": [MARKED]}

        async def image(self, params: Any, ctx: Context) -> Any:
            return {"content": [IMAGE]}

        async def audio(self, params: Any, ctx: Context) -> Any:
            return {"content": [AUDIO]}

        async def embedded(self, params: Any, ctx: Context) -> Any:
            return {"content": [EMBEDDED]}

        async def link(self, params: Any, ctx: Context) -> Any:
            return {"content": [LINK]}

        async def structured(self, params: Any, ctx: Context) -> Any:
            return {"content": [TEXT], "structuredContent": {"a": 1}}

        async def untold(self, params: Any, ctx: Context) -> Any:
            return {"content": [], "structuredContent": {"a": 1}}

        async def no_object(self, params: Any, ctx: Context) -> Any:
            return {"content": [], "structuredContent": [1, 2]}

        async def fails(self, params: Any, ctx: Context) -> Any:
            return {"content": [TEXT], "isError": True}

        async def unknown(self, params: Any, ctx: Context) -> Any:
            raise ProtocolError("there is no such tool", code=-32602)

        async def own_members(self, params: Any, ctx: Context) -> Any:
            # Past `within`: no version names these.
            inner = {"type": "text", "text": "own", "inner": 1}
            return types.CallToolResult.from_wire({"content": [inner], "outer": 1, "_meta": MINE, **complete})

        async def talk(self, params: Any, ctx: Context) -> Any:
            await ctx.progress(1, total=2, message="half")
            await ctx.log("debug", "unheard")
            await ctx.log("info", {"at": 1}, logger="mine")
            return "talked"

        async def wait(self, params: Any, ctx: Context) -> Any:
            try:
                await ctx.progress(1)
                await anyio.sleep_forever()
            finally:
                self.cancelled.set()

        async def waits(self, params: Any, ctx: Context) -> Any:
            await self.cancelled.wait()
            return "was cancelled"

        async def change(self, params: Any, ctx: Context) -> Any:
            assert self.server is not None
            self.server.notify_resource_updated("x://r")
            self.server.notify_tools_changed()
            return "changed"

        async def roots(self, params: Any, ctx: Context) -> Any:
            return ", ".join(root.uri for root in await ctx.list_roots())

        async def sample(self, params: Any, ctx: Context) -> Any:
            return json.dumps((await ctx.sample("Write.", max_tokens=9)).to_wire()["content"], sort_keys=True)

        async def sample_several(self, params: Any, ctx: Context) -> Any:
            blocks: Any = [newest.TextContent(text="one"), newest.TextContent(text="two")]
            said = newest.SamplingMessage(role="user", content=blocks)
            return json.dumps((await ctx.sample([said], max_tokens=9)).to_wire()["content"], sort_keys=True)

        async def sample_audio(self, params: Any, ctx: Context) -> Any:
            said = newest.SamplingMessage(role="user", content=newest.AudioContent(data=DATA, mime_type="audio/wav"))
            return json.dumps((await ctx.sample([said], max_tokens=9)).to_wire()["content"], sort_keys=True)

        async def sample_tools(self, params: Any, ctx: Context) -> Any:
            tool = newest.Tool(name="t", input_schema={"type": "object"})
            return json.dumps(
                (await ctx.sample("Use it.", max_tokens=9, tools=[tool])).to_wire()["content"], sort_keys=True
            )

        async def elicit(self, params: Any, ctx: Context) -> Any:
            answer: Any = await ctx.elicit("Where?", FORM)
            return json.dumps(answer.content, sort_keys=True)

        async def elicit_url(self, params: Any, ctx: Context) -> Any:
            return type(await ctx.elicit_url("Pay.", PAGE)).__name__

        async def ask_all(self, params: Any, ctx: Context) -> Any:
            form: Elicitation[dict[str, Any]] = Elicitation("Who?", PLAIN_FORM)
            answer, sampled, roots = await ctx.ask_all(form, Sampling("Write.", max_tokens=9), Roots())
            return f"{answer} {sampled.model} {roots[0].uri}"

        async def two_questions(self, params: Any, ctx: Context) -> Any:
            roots = await ctx.list_roots()
            sampled = await ctx.sample("Write.", max_tokens=9)
            return f"{roots[0].uri} {sampled.model}"

        async def own_question(self, params: Any, ctx: Context) -> Any:
            """With the typed calls of the home version, or, where there are none, by hand."""
            question = {"message": "Who?", "requestedSchema": PLAIN_FORM}
            if home != NEWEST:
                spec = import_module(f"{types.__name__}.registry").ELICIT
                answer = await ctx.outbound.request(spec, spec.read_params(question))
            elif params.input_responses is None:
                asked = {"q": {"method": "elicitation/create", "params": {**question, "mode": "form"}}}
                members = {"resultType": "input_required", "inputRequests": asked, "requestState": "s"}
                return types.InputRequiredResult.from_wire(members)
            else:
                assert params.request_state == "s"
                answer = params.input_responses["q"]
            return f"{answer.action} {answer.content}"

        async def url_required(self, params: Any, ctx: Context) -> Any:
            if self.opened:
                return "paid"
            self.opened = True
            entry = {"mode": "url", "message": "Pay.", "url": PAGE, "elicitationId": "e"}
            raise ProtocolError("pay first", code=-32042, data={"elicitations": [entry]})

        async def losses(self, params: Any, ctx: Context) -> Any:
            return json.dumps(sorted(losses.found()))

    if home == NEWEST:
        return Everything()

    class WithSubscriptions(Everything):
        async def subscribe(self, params: Any, ctx: Context) -> Any:
            return types.EmptyResult()

        async def unsubscribe(self, params: Any, ctx: Context) -> Any:
            return types.EmptyResult()

    return WithSubscriptions()


class Heard:
    """The log messages that a client got, in order. They are handled beside the answers that follow them."""

    def __init__(self) -> None:
        self._logged: list[Any] = []
        self._more = anyio.Event()

    def logged(self, message: Any) -> None:
        """A log message came."""
        self._logged.append(message)
        self._more.set()

    async def logs(self, count: int) -> list[Any]:
        """The log messages, once there are this many."""
        while len(self._logged) < count:
            self._more = anyio.Event()
            await self._more.wait()
        return self._logged


def client_handler_of(version: str, heard: Heard) -> Any:
    """A client's handler written for one version: it says yes, chooses the first of several, and fills in the rest."""
    types = types_of(version)

    class Answers(types.ClientHandler):
        async def list_roots(self, params: Any, ctx: Context) -> Any:
            roots = [{"uri": "file:///r", "name": "r", "_meta": MINE}]
            return types.ListRootsResult.from_wire(within(version, {"roots": roots}, "ListRootsResult"))

        async def create_message(self, params: Any, ctx: Context) -> Any:
            content: dict[str, Any] = {"type": "text", "text": f"to {len(params.messages)}"}
            if params.to_wire().get("tools"):
                content = {"type": "tool_use", "id": "1", "name": "t", "input": {}}
            message = {"role": "assistant", "model": "m", "content": content}
            return types.CreateMessageResult.from_wire(message)

        async def on_logging_message(self, params: Any, ctx: Context) -> None:
            heard.logged(params.to_wire())

    if not has(version, "2025-06-18"):
        return Answers()

    class WithForms(Answers):
        async def elicit(self, params: Any, ctx: Context) -> Any:
            asked = params.to_wire()
            fields = asked.get("requestedSchema", {}).get("properties", {})
            content = {"content": {name: _filled_in(name, field) for name, field in fields.items()}} if fields else {}
            return types.ElicitResult.from_wire({"action": "accept", **content})

    return WithForms()


def _filled_in(name: str, field: dict[str, Any]) -> Any:
    match field:
        case {"default": default}:
            return default
        case {"oneOf": [{"const": first}, *_]} | {"enum": [first, *_]}:
            return first
        case {"type": "array", "items": {"enum": [first, *_]}}:
            return [first]
        case {"type": "boolean"}:
            return name.endswith(".a")
        case {"type": "integer"}:
            return 3
        case _:
            return "Ada"


CLIENT_CAPABILITIES = {
    "roots": {},
    "sampling": {"tools": {}, "context": {}},
    "elicitation": {"form": {}, "url": {}},
}


def declared_by(version: str) -> dict[str, Any]:
    """The capabilities of a client that can do all that its version has."""
    return within(version, CLIENT_CAPABILITIES, "ClientCapabilities")
