"""One handler that returns audio, links, structured data, icons and titles and asks two questions, to raw clients.

The clients write JSON by hand and know nothing of this package. Each answer is valid for their version, by the official
schema and by a reader that lets nothing pass without a name; and whatever is not there as it was written is reported.
"""

import json
from typing import Any

import anyio
import pytest

from mcprism import Context, LossReport, Server
from mcprism.transports.memory import memory_channels
from mcprism.versions.conversation import Conversation
from mcprism_types import v2026_07_28 as v
from tests.generated.stored import stored
from tests.versions.everything import HANDSHAKE, NEWEST, VERSIONS

pytestmark = pytest.mark.anyio

V1, V2, V3, V4, V5 = VERSIONS
PREFIX = "io.modelcontextprotocol/"
ICON = v.Icon(src="https://example.com/lamp.png")
ANSWERS: dict[str, Any] = {
    "elicitation/create": {"action": "accept", "content": {"room": "kitchen"}},
    "roots/list": {"roots": [{"uri": "file:///home"}]},
}


class Lamp(v.ServerHandler[Context]):
    """Written once, against the newest version."""

    async def list_tools(self, params: v.PaginatedRequestParams, ctx: Context) -> v.ListToolsResult:
        tool = v.Tool(
            name="light",
            title="Switch the light",
            icons=[ICON],
            input_schema={"type": "object"},
            output_schema={"type": "object", "properties": {"on": {"type": "boolean"}}, "required": ["on"]},
        )
        return v.ListToolsResult(tools=[tool], ttl_ms=1000, cache_scope="public")

    async def call_tool(self, params: v.CallToolRequestParams, ctx: Context) -> v.CallToolResult:
        form = {"type": "object", "properties": {"room": {"type": "string"}}}
        room = "hall"
        if ctx.peer.capabilities.get("elicitation") is not None:
            room = (await ctx.elicit("Which room?", form)).content["room"]  # type: ignore[union-attr]
        home = (await ctx.list_roots())[0].uri
        return v.CallToolResult(
            content=[
                v.AudioContent(data="AAAA", mime_type="audio/wav"),
                v.ResourceLink(uri="lamp://1", name="lamp", title="The lamp", icons=[ICON]),
                v.TextContent(text=f"{room} of {home}"),
            ],
            structured_content={"on": True},
        )


class RawClient:
    """Writes and reads JSON, in one version."""

    def __init__(self, channel: Any, version: str) -> None:
        self.channel = channel
        self.version = version
        self.capabilities: dict[str, Any] = {"roots": {}, **({"elicitation": {}} if version in VERSIONS[2:] else {})}
        self.conversation = Conversation()
        self.asked: list[str] = []
        self.last = 0

    def send(self, **message: Any) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.conversation.read("client", data) == []
        self.channel.send(data)

    async def receive(self) -> Any:
        (frame,) = await self.channel.receive()
        assert [str(fault) for fault in self.conversation.read("server", frame)] == []
        return json.loads(frame)

    async def begin(self) -> None:
        if self.version == NEWEST:
            return
        info = {"name": "raw", "version": "1"}
        params = {"protocolVersion": self.version, "capabilities": self.capabilities, "clientInfo": info}
        result = await self.ask("initialize", "InitializeResult", params)
        assert result["protocolVersion"] == self.version
        self.send(method="notifications/initialized")

    async def ask(self, method: str, kind: str, params: dict[str, Any]) -> Any:
        """The result, once all that the server asked was answered; it is of an official type of the version."""
        self.last += 1
        envelope = {PREFIX + "protocolVersion": NEWEST, PREFIX + "clientCapabilities": self.capabilities}
        own = {"_meta": envelope} if self.version == NEWEST else {}
        self.send(id=self.last, method=method, params={**params, **own})
        while "method" in (message := await self.receive()):
            self.asked.append(message["method"])
            self.send(id=message["id"], result=ANSWERS[message["method"]])
        assert message["id"] == self.last
        result = message["result"]
        if result.get("resultType") != "input_required":
            stored(self.version).validator(kind).validate(result)
            return result
        stored(self.version).validator("InputRequiredResult").validate(result)
        questions = [question["method"] for question in result["inputRequests"].values()]
        self.asked += questions
        answers = {key: ANSWERS[method] for key, method in zip(result["inputRequests"], questions, strict=True)}
        again = {**params, "inputResponses": answers, "requestState": result["requestState"]}
        return await self.ask(method, kind, again)


@pytest.mark.parametrize("version", VERSIONS)
async def test_one_handler_answers_raw_clients_of_every_version(version: str) -> None:
    lost: list[LossReport] = []
    server = Server.from_handler(Lamp(), name="lamp", version="1", title="Lamp", on_loss=lost.append)
    ours, theirs = memory_channels()
    with anyio.fail_after(20):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(server.serve, theirs)
            async with ours:
                client = RawClient(ours, version)
                await client.begin()
                tools = (await client.ask("tools/list", "ListToolsResult", {}))["tools"]
                result = await client.ask("tools/call", "CallToolResult", {"name": "light"})
    asks = version in VERSIONS[2:]
    assert client.asked == (["elicitation/create", "roots/list"] if asks else ["roots/list"])

    # What is there, and in which form.
    (tool,) = tools
    assert tool.get("title") == ("Switch the light" if asks else None)
    assert tool.get("annotations") == ({"title": "Switch the light"} if version == V2 else None)
    assert ("icons" in tool) == (version in (V4, V5))
    assert ("outputSchema" in tool) == asks
    assert result.get("structuredContent") == ({"on": True} if asks else None)
    audio, link, text = result["content"]
    assert text == {"type": "text", "text": f"{'kitchen' if asks else 'hall'} of file:///home"}
    assert audio["type"] == ("resource" if version == V1 else "audio")
    assert (audio["resource"]["blob"] if version == V1 else audio["data"]) == "AAAA"
    assert link["type"] == ("resource_link" if asks else "text")
    assert (link["uri"] if asks else link["text"]) == ("lamp://1" if asks else "The lamp <lamp://1>")
    assert ("icons" in link) == (version in (V4, V5))

    # What is not there was reported; what was reported is not there.
    found = {(report.feature, report.loss) for report in lost}
    assert found == {
        *({("audio content", "degraded"), ("Tool.annotations", "hint")} if version == V1 else ()),
        *(
            {("resource links", "degraded"), ("Tool.outputSchema", "hint"), ("Implementation.title", "hint")}
            if version in (V1, V2)
            else ()
        ),
        *({("Tool.icons", "hint"), ("ResourceLink.icons", "hint")} if version in (V1, V2, V3) else ()),
        *({(f"CacheableResult.{name}", "hint") for name in ("ttlMs", "cacheScope")} if version in HANDSHAKE else ()),
    }
    assert all((report.from_version, report.to_version) == (NEWEST, version) for report in lost)
