"""The client that the official conformance suites look at: `client.py URL`.

The suites start it once for each scenario, with the scenario's name in the environment, and watch what it sends. One
client serves all scenarios: which version is spoken, how questions are answered, what is sent again is up to the SDK.

Suite: https://github.com/modelcontextprotocol/conformance
"""

import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import anyio

from mcprism import Client, Context
from mcprism_types import v2026_07_28 as mcp

Scenario: TypeAlias = Callable[[Client], Awaitable[None]]

TIMEOUT: Final = 20.0
"""Seconds that a request may take; the suites wait for thirty."""


class User(mcp.ClientHandler[Context]):
    """Agrees to everything: with the defaults of a form, has a model that always says the same, and one root."""

    async def elicit(self, params: mcp.ElicitRequestParams, ctx: Context) -> mcp.ElicitResult:
        """Fills in a form."""
        if not isinstance(params, mcp.ElicitRequestFormParams):
            return mcp.ElicitResult(action="decline")
        fields: dict[str, Any] = params.requested_schema.to_wire()["properties"]
        return mcp.ElicitResult(action="accept", content={name: filled_in(field) for name, field in fields.items()})

    async def create_message(self, params: mcp.CreateMessageRequestParams, ctx: Context) -> mcp.CreateMessageResult:
        """Writes a message."""
        text = mcp.TextContent(text="This is the answer of a test model.")
        return mcp.CreateMessageResult(role="assistant", model="test-model", content=text)

    async def list_roots(self, params: mcp.ListRootsRequestParams | None, ctx: Context) -> mcp.ListRootsResult:
        """Offers a folder."""
        return mcp.ListRootsResult(roots=[mcp.Root(uri="file:///test", name="Test")])


EXAMPLES: Final[Mapping[str, Any]] = {
    "array": [],
    "boolean": True,
    "integer": 1,
    "null": None,
    "number": 1.5,
    "object": {},
    "string": "test",
}


def filled_in(schema: Mapping[str, Any]) -> Any:
    """A value for a field of a form or an argument of a tool: its default, or else something of its type."""
    return schema.get("default", EXAMPLES.get(schema.get("type", "string"), "test"))


async def tools_of(client: Client) -> list[mcp.Tool]:
    """All tools of the server."""
    return [tool async for tool in client.list_tools()]


async def call_first(client: Client) -> None:
    """Lists the tools and calls the first one."""
    tools = await tools_of(client)
    await client.call_tool(tools[0].name)


async def call_all(client: Client) -> None:
    """Lists the tools and calls each, with an argument for every property."""
    for tool in await tools_of(client):
        properties: Mapping[str, Any] = tool.input_schema.get("properties", {})
        await client.call_tool(tool.name, {name: filled_in(schema) for name, schema in properties.items()})


async def connect(client: Client) -> None:
    """Nothing more: the connection stands."""


async def list_tools(client: Client) -> None:
    """Lists the tools."""
    await tools_of(client)


async def add_numbers(client: Client) -> None:
    """Calls a tool with two numbers."""
    await tools_of(client)
    await client.call_tool("add_numbers", {"a": 5, "b": 3})


async def use_everything(client: Client) -> None:
    """Sends each kind of request that names something."""
    await call_all(client)
    async for resource in client.list_resources():
        await client.read_resource(resource.uri)
    async for prompt in client.list_prompts():
        await client.get_prompt(prompt.name)


async def call_as_told(client: Client) -> None:
    """Makes the calls that the suite gives."""
    await tools_of(client)
    for call in json.loads(os.environ["MCP_CONFORMANCE_CONTEXT"])["toolCalls"]:
        await client.call_tool(call["name"], call["arguments"])


async def echo_schema(client: Client) -> None:
    """Sends the schema of a tool back as it came."""
    schemas = {tool.name: tool.input_schema for tool in await tools_of(client)}
    await client.call_tool("json_schema_echo", {"schema": schemas["json_schema_2020_12_tool"]})


SCENARIOS: Final[Mapping[str, Scenario]] = {
    "initialize": connect,
    "request-metadata": connect,
    "json-schema-ref-no-deref": list_tools,
    "tools_call": add_numbers,
    "elicitation-sep1034-client-defaults": call_all,
    "sse-retry": call_all,
    "sep-2322-client-request-state": call_all,
    "http-invalid-tool-headers": call_all,
    "http-standard-headers": use_everything,
    "http-custom-headers": call_as_told,
    "json-schema-2020-12-preservation": echo_schema,
}
"""What is done in each scenario; in others, `call_first`."""


async def main(url: str) -> None:
    """Plays one scenario."""
    scenario = SCENARIOS.get(os.environ.get("MCP_CONFORMANCE_SCENARIO", ""), call_first)
    async with Client(url, handler=User(), timeout=TIMEOUT) as client:
        await scenario(client)


if __name__ == "__main__":
    anyio.run(main, sys.argv[1])
