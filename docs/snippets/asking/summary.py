from mcprism import Context, Server, TextContent

server = Server("summaries", version="1.0.0")


@server.tool
async def summarise(text: str, ctx: Context) -> str:
    """Has the client's model write a summary."""
    answer = await ctx.sample(
        f"Summarise in one sentence:\n\n{text}",
        system_prompt="You write short sentences.",
        max_tokens=100,
    )
    blocks = answer.content if isinstance(answer.content, list) else [answer.content]
    return "".join(block.text for block in blocks if isinstance(block, TextContent))
