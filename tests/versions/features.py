"""What each pair of versions can say to each other: a row for each feature, as the reference of the versions has it.

A row names its place there, what the client does, what it is answered and what is reported as lost. `home` is the
version that the handler is written for, `peer` the one that the client speaks. Nothing here looks at how conversions
are made.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mcprism import NotSupportedByPeer
from mcprism.events import ResourceUpdated, ToolsChanged
from mcprism_types import v2026_07_28 as newest
from tests.versions.conversation import Talk
from tests.versions.everything import (
    AUDIO,
    CONTENTS,
    DATA,
    EMBEDDED,
    IMAGE,
    LINK,
    MARKED,
    MINE,
    NEWEST,
    NO_OBJECT,
    PAGE,
    PROMPT,
    RESOURCE,
    TEMPLATE,
    TEXT,
    TOOL,
    VERSIONS,
    has,
    within,
)

V1, V2, V3, V4, V5 = VERSIONS
ANY_OTHER = "any other"
"""Stands for the versions that the handler is not written for."""


@dataclass(frozen=True)
class Loss:
    """A loss of one row: reported wherever the message goes from a version that has the feature to one that has not."""

    method: str
    feature: str
    loss: Literal["hint", "degraded", "refused"]
    brought: str
    """The version that has it first."""
    inward: bool = False
    """Whether it is in what the client sends."""
    asked: bool = False
    """Whether it is in what is written in the newest version whatever the handler's: questions of `ctx`, the title."""
    sent_since: str = VERSIONS[0]
    """The first version in which such a message is sent at all: where it is refused, nothing else is reported."""

    def happens(self, home: str, peer: str) -> bool:
        if self.brought == ANY_OTHER:
            return home != peer
        sender, receiver = (peer, home) if self.inward else (NEWEST if self.asked else home, peer)
        return has(sender, self.brought) and not has(receiver, self.brought) and has(receiver, self.sent_since)


@dataclass(frozen=True)
class Refused:
    """Stands for the tool error that a handler's question becomes where it cannot be asked."""

    feature: str


Expected = Callable[[str, str], Any]


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One row."""

    name: str
    row: str
    """Where the reference has it."""
    play: Callable[[Talk], Awaitable[Any]]
    gives: Mapping[str, Any] | Expected
    """What the client is answered on the wire: by the first client version of which it holds, or for home and peer."""
    losses: tuple[Loss, ...] = ()
    client_losses: tuple[Loss, ...] = ()
    """What the client reports: its methods are those of the newest version."""
    faults: tuple[str, ...] = ()
    """What a strict reader finds in the answer, where the client's version is the handler's own."""
    homes: tuple[str, ...] = tuple(VERSIONS)
    """The versions in which a handler can say it."""

    def expected(self, home: str, peer: str) -> Any:
        if not isinstance(self.gives, Mapping):
            return self.gives(home, peer)
        known = [value for version, value in self.gives.items() if has(peer, version)]
        return known[-1]


def since(version: str) -> tuple[str, ...]:
    return tuple(known for known in VERSIONS if has(known, version))


def told(text: str) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": text}]}


def tool(name: str) -> Callable[[Talk], Awaitable[Any]]:
    return lambda talk: talk.call(name)


def cached(home: str, peer: str, result: dict[str, Any]) -> dict[str, Any]:
    """With the hints for caches: the handler's, none where it has none, and none for clients that know none."""
    if peer != NEWEST:
        return result
    return {**result, "ttlMs": 5, "cacheScope": "public"} if home == NEWEST else {**result, **NOT_CACHED}


NOT_CACHED = {"ttlMs": 0, "cacheScope": "private"}
CALL, LIST, GET = "tools/call", "tools/list", "prompts/get"
ELICIT, SAMPLE = "elicitation/create", "sampling/createMessage"


def cache_hints(method: str) -> tuple[Loss, ...]:
    """3.5: `ttlMs`, `cacheScope` are stripped, as hints."""
    return tuple(Loss(method, f"CacheableResult.{name}", "hint", V5) for name in ("ttlMs", "cacheScope"))


def drops(method: str, kind: str, **brought: str) -> tuple[Loss, ...]:
    """Members of a type that are dropped, as hints, by the version that brought each."""
    return tuple(Loss(method, f"{kind}.{member}", "hint", version) for member, version in brought.items())


# Content of tool results and prompts.

AUDIO_AS_RESOURCE = {
    "type": "resource",
    "resource": {
        # sha256 of three zero bytes
        "uri": "urn:mcp-content:sha256:709e80c88487a2411e1ee4dfb9f22a861492d20c4765150c0c794abd70f8147c",
        "mimeType": "audio/wav",
        "blob": DATA,
    },
}
LINK_AS_TEXT = {"type": "text", "text": "R <x://r>\nA resource.\ntext/plain"}
LINK_WITHOUT_ICONS = {name: value for name, value in LINK.items() if name != "icons"}
MARKED_BEFORE = {"type": "text", "text": "marked", "annotations": {"audience": ["user"], "priority": 0.5}}


def content(*blocks: Any) -> dict[str, Any]:
    return {"content": list(blocks)}


def marked(home: str, peer: str) -> dict[str, Any]:
    return content(MARKED if has(home, V3) and has(peer, V3) else MARKED_BEFORE)


def own(home: str, peer: str) -> dict[str, Any]:
    # Towards a client of the handler's own version nothing is converted, and nothing looked at.
    return content({"type": "text", "text": "own", **({"inner": 1} if home == peer else {})})


def embedded(home: str, peer: str) -> dict[str, Any]:
    resource = EMBEDDED["resource"]
    if not (has(home, V3) and has(peer, V3)):
        resource = {name: value for name, value in resource.items() if name != "_meta"}
    return content({"type": "resource", "resource": resource})


def link_of(home: str, peer: str) -> Any:
    if not has(peer, V3):
        return LINK_AS_TEXT
    return LINK if has(home, V4) and has(peer, V4) else LINK_WITHOUT_ICONS


def prompt_messages(home: str, peer: str) -> dict[str, Any]:
    blocks = [TEXT]
    if has(home, V2):
        blocks.append(AUDIO if has(peer, V2) else AUDIO_AS_RESOURCE)
    if has(home, V3):
        blocks.append(link_of(home, peer))
    return {"messages": [{"role": "user", "content": block} for block in blocks]}


CONTENT = [
    Feature(name="text", row="nothing to do in any step", play=tool("text"), gives={V1: content(TEXT)}),
    Feature(name="image", row="nothing to do in any step", play=tool("image"), gives={V1: content(IMAGE)}),
    Feature(
        name="audio",
        row="3.2: `audio` block in tool results and prompt messages",
        homes=since(V2),
        play=tool("audio"),
        gives={V1: content(AUDIO_AS_RESOURCE), V2: content(AUDIO)},
        losses=(Loss(CALL, "audio content", "degraded", V2),),
    ),
    Feature(
        name="resource link",
        row="3.3: `resource_link` block; 3.4: `icons`",
        homes=since(V3),
        play=tool("link"),
        gives=lambda home, peer: content(link_of(home, peer)),
        losses=(
            Loss(CALL, "resource links", "degraded", V3),
            Loss(CALL, "ResourceLink.icons", "hint", V4),
        ),
    ),
    Feature(
        name="embedded resource",
        row="3.3: `_meta` on resource contents",
        play=tool("embedded"),
        gives=embedded,
        losses=drops(CALL, "ResourceContents", _meta=V3),
    ),
    Feature(
        name="annotations and _meta of content",
        row="3.3: `Annotations.lastModified`; `_meta` on content blocks",
        play=tool("marked"),
        gives=marked,
        losses=(*drops(CALL, "Annotations", lastModified=V3), *drops(CALL, "ContentBlock", _meta=V3)),
    ),
    Feature(
        name="structured content with text",
        row="3.3: `structuredContent`, exact if text was there",
        homes=since(V3),
        play=tool("structured"),
        gives={V1: content(TEXT), V3: {**content(TEXT), "structuredContent": {"a": 1}}},
    ),
    Feature(
        name="structured content alone",
        row="3.3: `structuredContent`, else degraded; 3.5: the text rule for every version",
        homes=since(V3),
        play=tool("untold"),
        gives={V1: told('{"a":1}'), V3: {**told('{"a":1}'), "structuredContent": {"a": 1}}},
        losses=(Loss(CALL, "structured content", "degraded", V3),),
    ),
    Feature(
        name="structured content that is no object",
        row="3.5: `structuredContent` any JSON value",
        homes=(V5,),
        play=tool("no_object"),
        gives={
            V1: told("[1,2]"),
            V3: {**told("[1,2]"), "structuredContent": {"result": [1, 2]}},
            V5: {**told("[1,2]"), "structuredContent": [1, 2]},
        },
        losses=(Loss(CALL, "output that is no object", "degraded", V5),),
    ),
    Feature(
        name="tool error",
        row="nothing to do in any step",
        play=tool("fails"),
        gives={V1: {**content(TEXT), "isError": True}},
    ),
    Feature(
        name="members of the author's own",
        row="3.1 rule 2: they pass at the top of results only; 3.6: `_meta` keys survive",
        play=tool("own_members"),
        gives=lambda home, peer: {**own(home, peer), "outer": 1, "_meta": MINE},
        losses=(Loss(CALL, "members of the author's own", "hint", ANY_OTHER),),
        faults=("tools/call result of the server: result.content.0.inner: no such member",),
    ),
    Feature(
        name="prompt messages",
        row="3.2: `audio` in prompt messages; 3.3: `resource_link` in prompt messages",
        play=lambda talk: talk.asking(talk.client.get_prompt("p", {"a": "1"})),
        gives=prompt_messages,
        losses=(
            Loss(GET, "audio content", "degraded", V2),
            Loss(GET, "resource links", "degraded", V3),
            Loss(GET, "ResourceLink.icons", "hint", V4),
        ),
    ),
]


# Lists, and what is read from them.


def shown(kind: str, full: dict[str, Any], home: str, peer: str) -> dict[str, Any]:
    """What is left of something after both versions have left out what they do not name."""
    left: dict[str, Any] = within(peer, within(home, full, kind), kind)
    return left


def tools(home: str, peer: str) -> dict[str, Any]:
    listed = [shown("Tool", TOOL, home, peer)]
    if has(home, V3) and peer == V2:
        # 3.3: `title` on Tool is copied to `annotations.title`, which 2025-03-26 has.
        listed[0]["annotations"]["title"] = TOOL["title"]
    if home == NEWEST:
        listed.append(no_object(peer))
    return cached(home, peer, {"tools": listed})


def no_object(peer: str) -> dict[str, Any]:
    if peer == NEWEST:
        return NO_OBJECT
    # 3.5: property schemas `true` are illegal before; an output schema without an object at its root is wrapped.
    older = {"name": "no_object", "inputSchema": {"type": "object", "properties": {"any": {}}}}
    if has(peer, V3):
        inner = NO_OBJECT["outputSchema"]
        older["outputSchema"] = {"type": "object", "properties": {"result": inner}, "required": ["result"]}
    return older


def first_page(home: str, peer: str) -> dict[str, Any]:
    page = {"resources": [shown("Resource", RESOURCE, home, peer)], "nextCursor": ""}
    return cached(home, peer, page)


async def list_pages(talk: Talk) -> Any:
    uris = [resource.uri async for resource in talk.client.list_resources()]
    assert uris == ["x://r", "x://2"]
    return talk.answers("resources/list")[-2]


def completed(home: str, peer: str) -> dict[str, Any]:
    # 3.3: `CompleteRequest.context` is dropped on its way to a version without it.
    context = ["context"] if has(home, V3) and has(peer, V3) else []
    return {"completion": {"values": ["argument", *context, "ref"]}}


def listing(name: str, lister: Callable[[Talk], Any]) -> Callable[[Talk], Awaitable[Any]]:
    async def play(talk: Talk) -> Any:
        assert [item async for item in lister(talk)]
        return talk.answers(name)[-1]

    return play


async def complete(talk: Talk) -> Any:
    ref = newest.PromptReference(name="p")
    return await talk.asking(talk.client.complete(ref, "a", "", context={"b": "2"}))


LISTS = [
    Feature(
        name="tools",
        row="3.2: `Tool.annotations`; 3.3: `title`, `outputSchema`, `_meta`; 3.4: `icons`; 3.5: schemas, cache hints",
        play=listing(LIST, lambda talk: talk.client.list_tools()),
        gives=tools,
        losses=(
            *drops(LIST, "Tool", annotations=V2, outputSchema=V3, _meta=V3, icons=V4),
            Loss(LIST, "output that is no object", "degraded", V5),
            *cache_hints(LIST),
        ),
    ),
    Feature(
        name="resources, in pages",
        row='3.3: `title`, `_meta`, `Annotations.lastModified`; 3.4: `icons`; C6: `""` is a valid cursor',
        play=list_pages,
        gives=first_page,
        losses=(
            *drops("resources/list", "Resource", title=V3, _meta=V3, icons=V4),
            *drops("resources/list", "Annotations", lastModified=V3),
            *cache_hints("resources/list"),
        ),
    ),
    Feature(
        name="resource templates",
        row="3.3: `title`, `_meta`; 3.4: `icons`",
        play=listing("resources/templates/list", lambda talk: talk.client.list_resource_templates()),
        gives=lambda home, peer: cached(
            home, peer, {"resourceTemplates": [shown("ResourceTemplate", TEMPLATE, home, peer)]}
        ),
        losses=(
            *drops("resources/templates/list", "ResourceTemplate", title=V3, _meta=V3, icons=V4),
            *drops("resources/templates/list", "Annotations", lastModified=V3),
            *cache_hints("resources/templates/list"),
        ),
    ),
    Feature(
        name="prompts",
        row="3.3: `title` on Prompt and PromptArgument, `_meta`; 3.4: `icons`",
        play=listing("prompts/list", lambda talk: talk.client.list_prompts()),
        gives=lambda home, peer: cached(home, peer, {"prompts": [shown("Prompt", PROMPT, home, peer)]}),
        losses=(
            *drops("prompts/list", "Prompt", title=V3, _meta=V3, icons=V4),
            *drops("prompts/list", "PromptArgument", title=V3),
            *cache_hints("prompts/list"),
        ),
    ),
    Feature(
        name="reading a resource",
        row="3.3: `_meta` on contents; 3.5: `ttlMs`, `cacheScope`",
        play=lambda talk: talk.asking(talk.client.read_resource("x://r")),
        gives=lambda home, peer: cached(home, peer, shown("ReadResourceResult", {"contents": CONTENTS}, home, peer)),
        losses=(*drops("resources/read", "ResourceContents", _meta=V3), *cache_hints("resources/read")),
    ),
    Feature(
        name="a resource that is not there",
        row="3.5: resource not found",
        play=lambda talk: talk.failing(talk.client.read_resource("x://none")),
        gives={
            V1: {"code": -32002, "message": "not found", "data": {"uri": "x://none"}},
            V5: {"code": -32602, "message": "not found", "data": {"uri": "x://none"}},
        },
    ),
    Feature(
        name="an unknown tool",
        row="6: unknown tool",
        play=lambda talk: talk.failing(talk.client.call_tool("unknown")),
        gives={V1: {"code": -32602, "message": "there is no such tool"}},
    ),
    Feature(
        name="completion",
        row="3.3: `CompleteRequest.context`; 2.3: no key in 2024-11-05, where the server is asked",
        play=complete,
        gives=completed,
        losses=(Loss("completion/complete", "CompleteRequestParams.context", "hint", V3, inward=True),),
        client_losses=(Loss("completion/complete", "CompleteRequestParams.context", "hint", V3),),
    ),
]


# What goes on beside requests.


async def log(talk: Talk) -> Any:
    await talk.client.set_log_level("info")
    await talk.call("talk")
    return await talk.heard.logs(1)


async def progress(talk: Talk) -> Any:
    reports: list[Any] = []

    async def on_progress(progress: float, total: float | None, message: str | None) -> None:
        reports.append((progress, total, message))

    await talk.client.call_tool("talk", on_progress=on_progress)
    return reports


async def cancel(talk: Talk) -> Any:
    await talk.give_up("wait")
    return await talk.call("waits")


async def ping(talk: Talk) -> Any:
    await talk.client.ping()
    return talk.last_answered()


async def listen(talk: Talk) -> Any:
    async with talk.client.listen(tools=True, uris="x://r") as changes:
        await talk.call("change")
        return {str(await anext(changes)), str(await anext(changes))}


async def send_batch(talk: Talk) -> Any:
    try:
        results = await talk.client.send_batch(talk.client.call_tool("text"), talk.client.call_tool("image"))
    except NotSupportedByPeer as refusal:
        return refusal.feature
    assert not any(isinstance(result, BaseException) for result in results)
    return talk.batches


BESIDE = [
    Feature(
        name="batches",
        row="3.2 and 3.3: JSON-RPC batching; S3: answers in one array",
        play=send_batch,
        gives={V1: "batches", V2: [("sent", 2), ("received", 2)], V3: "batches"},
    ),
    Feature(
        name="log messages",
        row="3.5: `logging/setLevel`, stored as the session's level, or with each request",
        play=log,
        gives={V1: [{"level": "info", "logger": "mine", "data": {"at": 1}}]},
        # 3.2: `ProgressNotification.message` is in the same conversation, and nobody asked for progress.
    ),
    Feature(
        name="progress",
        row="3.2: `ProgressNotification.message`",
        play=progress,
        gives={V1: [(1, 2, None)], V2: [(1, 2, "half")]},
        losses=(Loss("notifications/progress", "ProgressNotificationParams.message", "hint", V2, asked=True),),
    ),
    Feature(name="cancellation", row="4.6: C1", play=cancel, gives={V1: told("was cancelled")}),
    Feature(
        name="ping",
        row="3.5: `ping`; towards a stateless server, `server/discover`",
        play=ping,
        gives={V1: "ping", V5: "server/discover"},
    ),
    Feature(
        name="changes",
        row="5.6: `subscriptions/listen`; with a session `resources/subscribe` and `list_changed`",
        play=listen,
        gives={V1: {str(ResourceUpdated("x://r")), str(ToolsChanged())}},
    ),
]


# Questions to the client.


async def elicit(talk: Talk) -> Any:
    answer = await talk.call("elicit")
    asked = talk.questions(ELICIT)
    return asked[-1]["requestedSchema"]["properties"] if asked else answer, answer


ANSWER = told(json.dumps({"city": "k", "days": 3, "pick": ["a"]}))
ELICITED_BEFORE = {
    "city": {"type": "string", "enum": ["k", "l"], "enumNames": ["Kyiv", "Lviv"]},
    "pick.a": {"type": "boolean", "title": "a", "description": "Pick"},
    "pick.b": {"type": "boolean", "title": "b", "description": "Pick"},
    "days": {"type": "integer"},
}
ELICITED = {
    "city": {"type": "string", "oneOf": [{"const": "k", "title": "Kyiv"}, {"const": "l", "title": "Lviv"}]},
    "pick": {"type": "array", "title": "Pick", "items": {"type": "string", "enum": ["a", "b"]}},
    "days": {"type": "integer", "default": 3},
}


async def elicit_url(talk: Talk) -> Any:
    answer = await talk.call("elicit_url")
    asked = talk.questions(ELICIT)
    if not asked or asked[-1].get("mode") != "url":
        return answer
    question = asked[-1]
    # 3.5: 2025-11-25 requires an id, which 2026-07-28 has no more.
    assert ("elicitationId" in question) == (talk.client.protocol_version == V4)
    return answer, question["url"]


def sampled(text: str) -> dict[str, Any]:
    return told(json.dumps({"text": text, "type": "text"}))


async def url_required(talk: Talk) -> Any:
    return await talk.call("url_required")


NO_FORMS = (Loss(ELICIT, "elicitation", "refused", V3, asked=True),)
NO_FORMS_AT_HOME = (Loss(ELICIT, "elicitation", "refused", V3),)

QUESTIONS = [
    Feature(
        name="roots",
        row="2.1: roots/list, in every version",
        play=tool("roots"),
        gives={V1: told("file:///r")},
    ),
    Feature(
        name="sampling",
        row="3.4: a single block as an object; 2.1: in every version",
        play=tool("sample"),
        gives={V1: sampled("to 1")},
    ),
    Feature(
        name="sampling with several blocks",
        row="3.4: a longer array is as many messages",
        play=tool("sample_several"),
        gives={V1: sampled("to 2"), V4: sampled("to 1")},
        losses=(Loss(SAMPLE, "lists of sampling content", "degraded", V4, asked=True),),
    ),
    Feature(
        name="sampling of audio",
        row="3.2: `audio` in a sampling request",
        play=tool("sample_audio"),
        gives={V1: Refused("audio content in sampling"), V2: sampled("to 1")},
        losses=(Loss(SAMPLE, "audio content in sampling", "refused", V2, asked=True),),
    ),
    Feature(
        name="sampling with tools",
        row="3.4: sampling `tools`, `toolChoice`",
        play=tool("sample_tools"),
        gives={
            V1: Refused("sampling.tools"),
            V4: told(json.dumps({"id": "1", "input": {}, "name": "t", "type": "tool_use"})),
        },
        losses=(Loss(SAMPLE, "sampling.tools", "refused", V4, asked=True),),
    ),
    Feature(
        name="a form with titles, several choices and defaults",
        row="3.3: `elicitation/create`; 3.4: titled enums, the bridge for several choices, `default`",
        play=elicit,
        gives={
            V1: (Refused("elicitation"), Refused("elicitation")),
            V3: (ELICITED_BEFORE, ANSWER),
            V4: (ELICITED, ANSWER),
        },
        losses=(
            *NO_FORMS,
            Loss(ELICIT, "choices of several values", "degraded", V4, asked=True, sent_since=V3),
            Loss(ELICIT, "defaults in forms", "hint", V4, asked=True, sent_since=V3),
        ),
    ),
    Feature(
        name="a page to open",
        row='3.4: elicitation `mode: "url"`; 3.5: `elicitationId`',
        play=elicit_url,
        gives={
            V1: Refused("URL elicitation"),
            V4: (told("Accepted"), PAGE),
        },
        losses=(Loss(ELICIT, "URL elicitation", "refused", V4, asked=True),),
    ),
    Feature(
        name="several questions at once",
        row="5.3: `ask_many`; 3.3: `elicitation/create`",
        play=tool("ask_all"),
        gives={V1: Refused("elicitation"), V3: told("Accepted(content={'name': 'Ada'}) m file:///r")},
        losses=NO_FORMS,
    ),
    Feature(
        name="two questions after each other",
        row="7 item 7",
        play=tool("two_questions"),
        gives={V1: told("file:///r m")},
    ),
    Feature(
        name="a question in the words of the home version",
        row="3.5: `InputRequiredResult` becomes real requests, and a request a question in a result",
        homes=since(V3),
        play=tool("own_question"),
        gives={V1: Refused("elicitation"), V3: told("accept {'name': 'Ada'}")},
        losses=NO_FORMS_AT_HOME,
    ),
    Feature(
        name="the error that asks for a page",
        row="3.4 and 3.5: `-32042`",
        homes=(V4,),
        play=url_required,
        gives={V1: {**told("pay first\nPay.: https://example.com/pay"), "isError": True}, V4: told("paid")},
        losses=(Loss(CALL, "URL elicitation", "degraded", V4),),
    ),
]

BEGINNING = (Loss("initialize", "Implementation.title", "hint", V3, asked=True),)
"""What is lost before anything is asked: the server's title (3.3)."""

FEATURES = [*CONTENT, *LISTS, *BESIDE, *QUESTIONS]
