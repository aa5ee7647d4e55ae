"""The server that the official conformance suites look at: `server.py [--port N]` serves every version at `/mcp`.

One handler, written against the newest version. What the suites expect of it is a list of names: tools, resources and
prompts that each show one thing. Its standard error says where it is served.

Suite: https://github.com/modelcontextprotocol/conformance
"""

import argparse
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import anyio

from mcprism import Accepted, Cancelled, Context, Declined, Elicitation, InvalidParams, Roots, Sampling, Server
from mcprism.stores import InMemoryEventStore
from mcprism_types import v2026_07_28 as mcp

PIXEL: Final = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
SILENCE: Final = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA="

MOMENT: Final = 0.05
"""Seconds between two things that a client is to see one after the other."""

Run: TypeAlias = Callable[
    [mcp.CallToolRequestParams, Context], Awaitable[str | list[mcp.ContentBlock] | mcp.InputRequiredResult]
]
"""A tool: a text or blocks of content, or questions to the client."""

TOOLS: Final[dict[str, tuple[mcp.Tool, Run]]] = {}


class Failed(Exception):
    """A tool could not do its work."""


def tool(description: str, schema: Mapping[str, Any] | None = None, **properties: Any) -> Callable[[Run], Run]:
    """Offers a function as the tool of that name. `schema`: of its arguments; otherwise they have these properties."""
    fields = {name: {"type": kind} if isinstance(kind, str) else kind for name, kind in properties.items()}

    def offered(run: Run) -> Run:
        name = run.__name__
        given = dict(schema or {"type": "object", "properties": fields})
        TOOLS[name] = mcp.Tool(name=name, description=description, input_schema=given), run
        return run

    return offered


def text_of(uri: str, text: str, mime_type: str = "text/plain") -> mcp.TextResourceContents:
    """The contents of a resource that is text."""
    return mcp.TextResourceContents(uri=uri, mime_type=mime_type, text=text)


def filled_in(answer: Accepted[dict[str, Any]] | Declined | Cancelled) -> str:
    """What came of a form, in words."""
    return f"accepted: {answer.content}" if isinstance(answer, Accepted) else type(answer).__name__.lower()


# Content


@tool("Returns a text.")
async def test_simple_text(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    return "This is a simple text response for testing."


@tool("Returns an image.")
async def test_image_content(params: mcp.CallToolRequestParams, ctx: Context) -> list[mcp.ContentBlock]:
    return [mcp.ImageContent(data=PIXEL, mime_type="image/png")]


@tool("Returns a sound.")
async def test_audio_content(params: mcp.CallToolRequestParams, ctx: Context) -> list[mcp.ContentBlock]:
    return [mcp.AudioContent(data=SILENCE, mime_type="audio/wav")]


@tool("Returns a resource with its contents.")
async def test_embedded_resource(params: mcp.CallToolRequestParams, ctx: Context) -> list[mcp.ContentBlock]:
    return [mcp.EmbeddedResource(resource=text_of("test://embedded-resource", "This is an embedded resource."))]


@tool("Returns a text, an image and a resource.")
async def test_multiple_content_types(params: mcp.CallToolRequestParams, ctx: Context) -> list[mcp.ContentBlock]:
    return [
        mcp.TextContent(text="A text, an image and a resource:"),
        mcp.ImageContent(data=PIXEL, mime_type="image/png"),
        mcp.EmbeddedResource(resource=text_of("test://mixed-content", '{"test": "data"}', "application/json")),
    ]


@tool("Always fails.")
async def test_error_handling(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    raise Failed("This tool fails on purpose.")


# What is told while a tool runs


@tool("Reports how far it is, in three steps.")
async def test_tool_with_progress(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    for done in (0, 50, 100):
        await ctx.progress(done, 100, f"{done} of 100")
        await anyio.sleep(MOMENT)
    return "All of 100 steps are done."


@tool("Logs three messages.")
async def test_tool_with_logging(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    for data in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        await ctx.log("info", data)
        await anyio.sleep(MOMENT)
    return "Three messages were logged, as far as they are wanted."


@tool("Logs one message, for clients that want it.")
async def test_logging_tool(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    await ctx.log("info", "This is a message of a tool.")
    return "One message was logged, as far as it is wanted."


@tool("Lets the client's connection go, and answers where the client comes back.")
async def test_reconnection(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    await ctx.close_stream()
    await anyio.sleep(2 * MOMENT)
    return "This was sent after the connection had ended."


# Questions to the client: the same for clients with a session, who get a request, and for those without


@tool("Has the client's model answer a prompt.", prompt="string")
async def test_sampling(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    answer = await ctx.sample(str((params.arguments or {}).get("prompt", "Hello?")), max_tokens=100)
    return f"{answer.model} says: {answer.content}"


@tool("Asks the user for a name and an address.", message="string")
async def test_elicitation(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    message = str((params.arguments or {}).get("message", "Who are you?"))
    return filled_in(await ctx.elicit(message, form(username={"type": "string"}, email={"type": "string"})))


@tool("Shows a form with a default for every kind of field.")
async def test_elicitation_sep1034_defaults(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    fields = {
        "name": {"type": "string", "default": "John Doe"},
        "age": {"type": "integer", "default": 30},
        "score": {"type": "number", "default": 95.5},
        "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
        "verified": {"type": "boolean", "default": True},
    }
    return filled_in(await ctx.elicit("Is this right?", {"type": "object", "properties": fields}))


@tool("Shows a form with every kind of choice.")
async def test_elicitation_sep1330_enums(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    titled = [{"const": f"value{number}", "title": f"Value {number}"} for number in (1, 2, 3)]
    options = [f"option{number}" for number in (1, 2, 3)]
    fields = {
        "untitledSingle": {"type": "string", "enum": options},
        "titledSingle": {"type": "string", "oneOf": titled},
        "legacyEnum": {"type": "string", "enum": ["opt1", "opt2", "opt3"], "enumNames": ["One", "Two", "Three"]},
        "untitledMulti": {"type": "array", "items": {"type": "string", "enum": options}},
        "titledMulti": {"type": "array", "items": {"anyOf": titled}},
    }
    return filled_in(await ctx.elicit("Which ones?", {"type": "object", "properties": fields}))


@tool("Asks the user for a confirmation, without a session in the result.")
async def test_streaming_elicitation(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    return filled_in(await ctx.elicit("Go on?", form(confirmed={"type": "boolean"})))


@tool("Needs a client that has a model.")
async def test_missing_capability(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    answer = await ctx.sample("Hello?", max_tokens=10)
    return f"{answer.model} says: {answer.content}"


@tool("Asks the model.")
async def test_input_required_result_sampling(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    answer = await ctx.sample("What is the capital of France?", max_tokens=100)
    return f"{answer.model} says: {answer.content}"


@tool("Asks for the client's roots.")
async def test_input_required_result_list_roots(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    return ", ".join(root.uri for root in await ctx.list_roots())


@tool("Asks the user, and has the client keep what is known so far.")
async def test_input_required_result_request_state(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    return f"state-ok, {filled_in(await ctx.elicit('All right?', form(ok={'type': 'boolean'})))}"


@tool("Asks the user, and does not take a changed state back.")
async def test_input_required_result_tampered_state(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    return filled_in(await ctx.elicit("All right?", form(ok={"type": "boolean"})))


@tool("Asks the user, the model and for roots at once.")
async def test_input_required_result_multiple_inputs(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    user, said, roots = await ctx.ask_all(
        Elicitation[dict[str, Any]]("What is your name?", form(name={"type": "string"})),
        Sampling("Write a greeting.", max_tokens=50),
        Roots(),
    )
    return f"{filled_in(user)}; {said.model} says: {said.content}; {len(roots)} roots"


@tool("Asks whom it can: the user, or else the model.")
async def test_input_required_result_capabilities(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    if "elicitation" in ctx.peer.capabilities:
        return filled_in(await ctx.elicit("What is your name?", form(name={"type": "string"})))
    answer = await ctx.sample("What could the user's name be?", max_tokens=50)
    return f"{answer.model} says: {answer.content}"


# The same by hand: a result with questions under keys of one's own


@tool("Asks the user for a name.")
async def test_input_required_result_elicitation(
    params: mcp.CallToolRequestParams, ctx: Context
) -> str | mcp.InputRequiredResult:
    name = answer_to("user_name", "name", params.input_responses)
    return f"Hello, {name}!" if name is not None else question("user_name", "What is your name?", "name")


@tool("Asks the user twice.")
async def test_input_required_result_multi_round(
    params: mcp.CallToolRequestParams, ctx: Context
) -> str | mcp.InputRequiredResult:
    name = params.request_state or answer_to("step1", "name", params.input_responses)
    if name is None:
        return question("step1", "What is your name?", "name", state="")
    color = answer_to("step2", "color", params.input_responses)
    if color is None:
        return question("step2", "What is your favourite color?", "color", state=name)
    return f"{name} likes {color}."


def form(**fields: Any) -> dict[str, Any]:
    """A form all of whose fields are required."""
    return {"type": "object", "properties": fields, "required": list(fields)}


def question(key: str, message: str, field: str, *, state: str | None = None) -> mcp.InputRequiredResult:
    """A result that asks the user for one text."""
    asked = mcp.ElicitRequestFormParams.from_wire(
        {"mode": "form", "message": message, "requestedSchema": form(**{field: {"type": "string"}})}
    )
    return mcp.InputRequiredResult(input_requests={key: mcp.ElicitRequest(params=asked)}, request_state=state)


def answer_to(key: str, field: str, answers: mcp.InputResponses | None) -> str | None:
    """What the user filled in, if that question has been answered."""
    match (answers or {}).get(key):
        case mcp.ElicitResult(action="accept", content=content) if content is not None and field in content:
            return str(content[field])
        case _:
            return None


# Changes


@tool("Adds a tool and takes it away again.")
async def test_trigger_tool_change(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    TOOLS["test_passing_tool"] = mcp.Tool(name="test_passing_tool", input_schema={"type": "object"}), test_simple_text
    ctx.notify_tools_changed()
    del TOOLS["test_passing_tool"]
    ctx.notify_tools_changed()
    return "A tool came and went."


@tool("Adds a prompt and takes it away again.")
async def test_trigger_prompt_change(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    PROMPTS["test_passing_prompt"] = mcp.Prompt(name="test_passing_prompt", description="Not here to stay.")
    ctx.notify_prompts_changed()
    del PROMPTS["test_passing_prompt"]
    ctx.notify_prompts_changed()
    return "A prompt came and went."


# Schemas


@tool("Has an argument that is repeated in a header.", region={"type": "string", "x-mcp-header": "Region"})
async def test_x_mcp_header(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    return f"The region is {(params.arguments or {}).get('region', 'not said')}."


@tool(
    "Has a schema with much of JSON Schema 2020-12 in it.",
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {
            "address": {
                "$anchor": "addressDef",
                "type": "object",
                "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
            }
        },
        "properties": {
            "name": {"type": "string"},
            "address": {"$ref": "#/$defs/address"},
            "contactMethod": {"type": "string", "enum": ["phone", "email"]},
            "phone": {"type": "string"},
            "email": {"type": "string"},
        },
        "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
        "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
        "then": {"required": ["phone"]},
        "else": {"required": ["email"]},
        "additionalProperties": False,
    },
)
async def json_schema_2020_12_tool(params: mcp.CallToolRequestParams, ctx: Context) -> str:
    return f"The arguments are {params.arguments}."


# Resources and prompts

RESOURCES: Final[dict[str, tuple[str, mcp.TextResourceContents | mcp.BlobResourceContents]]] = {
    "test://static-text": ("Text", text_of("test://static-text", "This is the content of the static text resource.")),
    "test://static-binary": (
        "Image",
        mcp.BlobResourceContents(uri="test://static-binary", mime_type="image/png", blob=PIXEL),
    ),
    "test://watched-resource": ("Watched", text_of("test://watched-resource", "This resource can be subscribed to.")),
}

PROMPTS: Final = {
    prompt.name: prompt
    for prompt in (
        mcp.Prompt(name="test_simple_prompt", description="Takes no arguments."),
        mcp.Prompt(
            name="test_prompt_with_arguments",
            description="Takes two arguments.",
            arguments=[mcp.PromptArgument(name=name, required=True) for name in ("arg1", "arg2")],
        ),
        mcp.Prompt(
            name="test_prompt_with_embedded_resource",
            description="Has the contents of a resource in it.",
            arguments=[mcp.PromptArgument(name="resourceUri", required=True)],
        ),
        mcp.Prompt(name="test_prompt_with_image", description="Has an image in it."),
        mcp.Prompt(name="test_input_required_result_prompt", description="Asks the user first."),
    )
}


class Everything(mcp.ServerHandler[Context]):
    """All of it. What it lists and says stays the same for a minute, as far as clients are concerned."""

    async def list_tools(self, params: mcp.PaginatedRequestParams, ctx: Context) -> mcp.ListToolsResult:
        """The tools, always in this order."""
        return mcp.ListToolsResult(tools=[offer for offer, _ in TOOLS.values()], ttl_ms=60_000, cache_scope="public")

    async def call_tool(
        self, params: mcp.CallToolRequestParams, ctx: Context
    ) -> mcp.CallToolResult | mcp.InputRequiredResult:
        """Runs a tool."""
        if params.name not in TOOLS:
            raise InvalidParams(f"there is no tool {params.name!r}")
        try:
            outcome = await TOOLS[params.name][1](params, ctx)
        except Failed as failure:
            return mcp.CallToolResult(content=[mcp.TextContent(text=str(failure))], is_error=True)
        if isinstance(outcome, mcp.InputRequiredResult):
            return outcome
        return mcp.CallToolResult(content=[mcp.TextContent(text=outcome)] if isinstance(outcome, str) else outcome)

    async def list_resources(self, params: mcp.PaginatedRequestParams, ctx: Context) -> mcp.ListResourcesResult:
        """The resources that have an address of their own."""
        resources = [
            mcp.Resource(uri=uri, name=name, mime_type=contents.mime_type)
            for uri, (name, contents) in RESOURCES.items()
        ]
        return mcp.ListResourcesResult(resources=resources, ttl_ms=60_000, cache_scope="public")

    async def list_resource_templates(
        self, params: mcp.PaginatedRequestParams, ctx: Context
    ) -> mcp.ListResourceTemplatesResult:
        """The one template."""
        template = mcp.ResourceTemplate(uri_template="test://template/{id}/data", name="Data", mime_type="text/plain")
        return mcp.ListResourceTemplatesResult(resource_templates=[template], ttl_ms=60_000, cache_scope="public")

    async def read_resource(self, params: mcp.ReadResourceRequestParams, ctx: Context) -> mcp.ReadResourceResult:
        """A resource, or what the template makes of an id."""
        match params.uri.split("/"):
            case ["test:", "", "template", item, "data"]:
                contents = text_of(params.uri, f"This is the data of {item}.")
            case _ if params.uri in RESOURCES:
                contents = RESOURCES[params.uri][1]
            case _:
                raise InvalidParams(f"there is no resource {params.uri!r}", data={"uri": params.uri})
        return mcp.ReadResourceResult(contents=[contents], ttl_ms=60_000, cache_scope="public")

    async def list_prompts(self, params: mcp.PaginatedRequestParams, ctx: Context) -> mcp.ListPromptsResult:
        """The prompts."""
        return mcp.ListPromptsResult(prompts=list(PROMPTS.values()), ttl_ms=60_000, cache_scope="public")

    async def get_prompt(
        self, params: mcp.GetPromptRequestParams, ctx: Context
    ) -> mcp.GetPromptResult | mcp.InputRequiredResult:
        """A prompt with its arguments in it."""
        match params.name, params.arguments or {}:
            case "test_simple_prompt", _:
                return said(mcp.TextContent(text="This is a simple prompt for testing."))
            case "test_prompt_with_arguments", {"arg1": first, "arg2": second}:
                return said(mcp.TextContent(text=f"Prompt with arguments: arg1='{first}', arg2='{second}'"))
            case "test_prompt_with_embedded_resource", {"resourceUri": uri}:
                return said(
                    mcp.EmbeddedResource(resource=text_of(uri, "This is an embedded resource.")),
                    mcp.TextContent(text="Please use the resource above."),
                )
            case "test_prompt_with_image", _:
                return said(
                    mcp.ImageContent(data=PIXEL, mime_type="image/png"), mcp.TextContent(text="What is in the image?")
                )
            case "test_input_required_result_prompt", _:
                answer = await ctx.elicit("What is this about?", form(context={"type": "string"}))
                return said(mcp.TextContent(text=f"The user {filled_in(answer)}"))
            case name, arguments:
                raise InvalidParams(f"there is no prompt {name!r} that takes {arguments}")

    async def complete(self, params: mcp.CompleteRequestParams, ctx: Context) -> mcp.CompleteResult:
        """Words that begin alike."""
        words = [word for word in ("park", "party", "test1", "test2") if word.startswith(params.argument.value)]
        return mcp.CompleteResult(completion=mcp.CompleteResultCompletion(values=words))


def said(*contents: mcp.ContentBlock) -> mcp.GetPromptResult:
    """Messages of the user."""
    return mcp.GetPromptResult(messages=[mcp.PromptMessage(role="user", content=content) for content in contents])


def main() -> None:
    """Serves until it is told to end."""
    parser = argparse.ArgumentParser(description="Serves what the conformance suites ask for, at /mcp on this machine.")
    parser.add_argument("--port", type=int, default=0, help="the port; 0, the default: a free one")
    server = Server.from_handler(
        Everything(),
        name="mcprism-conformance",
        version="1.0.0",
        capabilities={
            "logging": {},
            "tools": {"listChanged": True},
            "prompts": {"listChanged": True},
            "resources": {"listChanged": True, "subscribe": True},
        },
    )
    server.run("http", port=parser.parse_args().port, event_store=InMemoryEventStore(), retry_ms=100)


if __name__ == "__main__":
    main()
