from mcprism import EmbeddedResource, PromptMessage, Server, TextContent, TextResourceContents

server = Server("tutor", version="1.0.0")


@server.prompt
def explain(word: str) -> list[str | EmbeddedResource | PromptMessage]:
    """Explains a word, with an example of how."""
    notes = TextResourceContents(uri="notes://style", mime_type="text/plain", text="Short sentences.")
    return [
        "Explain the word 'tide'.",
        PromptMessage(role="assistant", content=TextContent(text="The sea rises and falls, twice a day.")),
        f"Explain the word {word!r}, as shortly.",
        EmbeddedResource(resource=notes),
    ]
