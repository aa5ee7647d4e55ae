"""The official Python client, 2.x: `python_client.py MODE COMMAND...` or `MODE URL`; prints what it saw as JSON.

MODE is that of `mcp.Client`. Runs in an environment of its own.
"""

import asyncio
import json
import sys
from typing import Any

import mcp_types as types
from mcp import Client, MCPError, StdioServerParameters


async def elicit(context: Any, params: types.ElicitRequestFormParams) -> types.ElicitResult:
    assert list(params.requested_schema["properties"]) == ["name"]
    return types.ElicitResult(action="accept", content={"name": "Ada"})


async def sample(context: Any, params: types.CreateMessageRequestParams) -> types.CreateMessageResult:
    text = f"{params.messages[0].content.text} Because."
    return types.CreateMessageResult(role="assistant", model="m", content=types.TextContent(type="text", text=text))


async def main() -> None:
    seen: dict[str, Any] = {"progress": [], "logs": []}
    ticks: list[asyncio.Task[Any]] = []

    async def on_log(params: types.LoggingMessageNotificationParams) -> None:
        seen["logs"].append([params.level, params.data, params.logger])

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        seen["progress"].append([progress, total, message])
        ticks.append(asyncio.create_task(client.call_tool("tick", {})))

    async def started(progress: float, total: float | None, message: str | None) -> None:
        waiting.cancel()

    async def called(name: str) -> str:
        result = await client.call_tool(name, {})
        return "refused" if result.is_error else result.content[0].text

    target = sys.argv[2]
    client = Client(
        target if "://" in target else StdioServerParameters(command=target, args=sys.argv[3:]),
        mode=sys.argv[1],
        log_level="info",
        logging_callback=on_log,
        elicitation_callback=elicit,
        sampling_callback=sample,
    )
    async with client:
        seen["version"] = client.protocol_version
        seen["server"] = client.server_info.name if client.server_info else None
        seen["instructions"] = client.instructions
        tools = (await client.list_tools()).tools
        seen["tools"] = [tool.name for tool in tools]
        seen["title"] = tools[0].title
        added = await client.call_tool("add", {"a": 2, "b": 3})
        seen["sum"], seen["structured"] = added.content[0].text, added.structured_content
        await client.call_tool("count", {}, progress_callback=on_progress)
        await asyncio.gather(*ticks)
        seen["logged"] = await called("log")
        seen["media"] = [block.type for block in (await client.call_tool("media", {})).content]
        try:
            await client.call_tool("nothing", {})
        except MCPError as error:
            seen["unknown"] = error.error.code
        seen["resources"] = [str(resource.uri) for resource in (await client.list_resources()).resources]
        seen["text"] = (await client.read_resource("demo://greeting")).contents[0].text
        seen["prompts"] = [prompt.name for prompt in (await client.list_prompts()).prompts]
        seen["prompt"] = (await client.get_prompt("greet", {"name": "Ada"})).messages[0].content.text
        seen["asked"] = await called("ask")
        seen["thought"] = await called("think")
        seen["interview"] = await called("interview")
        seen["form"] = await called("form")
        waiting = asyncio.create_task(client.call_tool("wait", {}, progress_callback=started))
        await asyncio.wait([waiting])
        seen["cancelled"] = await called("cancelled")
    print(json.dumps(seen))


asyncio.run(main())
