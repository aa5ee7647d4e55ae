"""What the clients beside this file do once they are connected: look at all that a server has, and use some of it."""

from mcprism import Client
from mcprism_types.v2026_07_28 import TextContent


async def look_around(client: Client) -> None:
    """Prints what a server is and offers, calls its first tool with somebody's name, and pings it."""
    print(f"{client.server_info.name} {client.server_info.version}, MCP {client.protocol_version}")
    capabilities = client.server_capabilities
    print(f"capabilities: {', '.join(sorted(capabilities.to_wire())) or 'none'}")
    if capabilities.tools is not None:
        async for tool in client.list_tools():
            print(f"tool {tool.name}: {tool.description}")
    if capabilities.prompts is not None:
        async for prompt in client.list_prompts():
            arguments = ", ".join(argument.name for argument in prompt.arguments or [])
            print(f"prompt {prompt.name}({arguments}): {prompt.description}")
    if capabilities.resources is not None:
        async for resource in client.list_resources():
            print(f"resource {resource.uri}: {resource.description}")
        async for template in client.list_resource_templates():
            print(f"template {template.uri_template}: {template.description}")

    result = await client.call_tool("say_hello", {"name": "Ada"})
    for block in result.content:
        if isinstance(block, TextContent):
            print(f"say_hello: {block.text}")
    await client.ping()
    print("it is still there")
