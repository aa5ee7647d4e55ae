"""The official Python client, 1.x: `python_1_client.py COMMAND...` or `URL`; prints what it saw as JSON.

Runs in an environment of its own.
"""

import asyncio
import json
import sys
from typing import Any

from mcp import ClientSession, McpError, StdioServerParameters, types
from mcp.client.sse import sse_client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client


async def elicit(context: Any, params: types.ElicitRequestFormParams) -> types.ElicitResult:
    assert list(params.requestedSchema["properties"]) == ["name"]
    return types.ElicitResult(action="accept", content={"name": "Ada"})


async def sample(context: Any, params: types.CreateMessageRequestParams) -> types.CreateMessageResult:
    text = f"{params.messages[0].content.text} Because."
    return types.CreateMessageResult(role="assistant", model="m", content=types.TextContent(type="text", text=text))


def reached(words: list[str]) -> Any:
    """What leads to the server: over HTTP+SSE if its address ends in /sse."""
    if "://" not in words[0]:
        return stdio_client(StdioServerParameters(command=words[0], args=words[1:]))
    return sse_client(words[0]) if words[0].endswith("/sse") else streamable_http_client(words[0])


async def main() -> None:
    seen: dict[str, Any] = {"progress": [], "logs": []}
    ticks: list[asyncio.Task[Any]] = []

    async def on_log(params: types.LoggingMessageNotificationParams) -> None:
        seen["logs"].append([params.level, params.data, params.logger])

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen["progress"].append([progress, total, message])
        ticks.append(asyncio.create_task(session.call_tool("tick", {})))

    async def started(progress: float, total: float | None, message: str | None) -> None:
        # This generation does not tell the server that a call was given up, so it is told here.
        given_up = types.CancelledNotificationParams(requestId=session._request_id - 1, reason="enough")
        await session.send_notification(
            types.ClientNotification(types.CancelledNotification(method="notifications/cancelled", params=given_up))
        )
        waiting.cancel()

    async def called(name: str) -> str:
        result = await session.call_tool(name, {})
        return "refused" if result.isError else result.content[0].text

    async with (
        reached(sys.argv[1:]) as streams,
        ClientSession(
            *streams[:2], logging_callback=on_log, elicitation_callback=elicit, sampling_callback=sample
        ) as session,
    ):
        opened = await session.initialize()
        seen["version"] = opened.protocolVersion
        seen["server"] = opened.serverInfo.name
        seen["instructions"] = opened.instructions
        tools = (await session.list_tools()).tools
        seen["tools"] = [tool.name for tool in tools]
        seen["title"] = tools[0].title
        added = await session.call_tool("add", {"a": 2, "b": 3})
        seen["sum"], seen["structured"] = added.content[0].text, added.structuredContent
        await session.call_tool("count", {}, progress_callback=on_progress)
        await asyncio.gather(*ticks)
        await session.set_logging_level("info")
        seen["logged"] = await called("log")
        seen["media"] = [block.type for block in (await session.call_tool("media", {})).content]
        try:
            await session.call_tool("nothing", {})
        except McpError as error:
            seen["unknown"] = error.error.code
        seen["resources"] = [str(resource.uri) for resource in (await session.list_resources()).resources]
        seen["text"] = (await session.read_resource("demo://greeting")).contents[0].text
        seen["prompts"] = [prompt.name for prompt in (await session.list_prompts()).prompts]
        seen["prompt"] = (await session.get_prompt("greet", {"name": "Ada"})).messages[0].content.text
        seen["asked"] = await called("ask")
        seen["thought"] = await called("think")
        seen["interview"] = await called("interview")
        seen["form"] = await called("form")
        waiting = asyncio.create_task(session.call_tool("wait", {}, progress_callback=started))
        await asyncio.wait([waiting])
        seen["cancelled"] = await called("cancelled")
    print(json.dumps(seen))


asyncio.run(main())
