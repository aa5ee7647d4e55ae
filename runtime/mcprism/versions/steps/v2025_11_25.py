"""2025-06-18 -> 2025-11-25: icons, tasks, richer elicitation (URLs, choices, defaults), tools in sampling.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/changelog
"""

from typing import Any, Final

from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import (
    Conversion,
    Passage,
    chain,
    content,
    drop,
    each,
    is_list,
    is_object,
    kind,
    leave_out,
    leave_out_without,
    refuse,
    refuse_members,
    within,
    without,
)
from mcprism.versions.steps.forms import answer_of_older_form, older_form
from mcprism.versions.steps.step import ANY_METHOD, Row, Slots, Step
from mcprism.versions.steps.task_tools import refuse_task_tool, without_task_tools
from mcprism.versions.steps.url_required import addresses_as_message, addresses_as_result

_NEEDS: Final = "2025-11-25 or newer"


def _drop(*members: str, of: str) -> Conversion:
    return drop(*members, of=of, needs=_NEEDS)


def _sampling_messages(params: JsonObject, passage: Passage) -> JsonObject:
    """One block for each message: a list becomes as many messages of the same role, one after the other."""
    messages = params.get("messages")
    if not is_list(messages):
        return params
    single: list[Any] = []
    changed = False
    for message in messages:
        blocks = message.get("content") if is_object(message) else None
        if not is_object(message) or not is_list(blocks):
            single.append(message)
            continue
        if len(blocks) != 1:
            passage.lose("lists of sampling content", "degraded", "sent as one message for each block", needs=_NEEDS)
        changed = True
        single += [{**message, "content": block} for block in blocks]
    return {**params, "messages": single} if changed else params


def _sampled_content(result: JsonObject, passage: Passage) -> JsonObject:
    """One block: that of a list of one, or the text of all."""
    blocks = result.get("content")
    if not is_list(blocks):
        return result
    if len(blocks) == 1:
        return {**result, "content": blocks[0]}
    texts = [block.get("text") for block in blocks if is_object(block) and block.get("type") == "text"]
    if len(texts) != len(blocks):
        passage.lose("lists of sampling content", "refused", "only text can be joined to one block", needs=_NEEDS)
    passage.lose("lists of sampling content", "degraded", "sent as one text block", needs=_NEEDS)
    return {**result, "content": {"type": "text", "text": "\n".join(str(text) for text in texts)}}


def _elicitation_capability(capabilities: JsonObject, passage: Passage) -> JsonObject:
    """Forms without saying so, or nothing: 2025-06-18 has no other mode."""
    modes = capabilities.get("elicitation")
    if not is_object(modes) or not ("form" in modes or "url" in modes):
        return capabilities
    if "form" not in modes:
        return without(capabilities, frozenset({"elicitation"}))
    return {**capabilities, "elicitation": without(modes, frozenset({"form", "url"}))}


def _not_by_url(params: JsonObject, passage: Passage) -> JsonObject:
    if params.get("mode") == "url":
        passage.lose("URL elicitation", "refused", "questions can only be forms", needs=_NEEDS)
    return params


def _no_lists_in_answers(result: JsonObject, passage: Passage) -> JsonObject:
    # No 2025-06-18 server can have asked for a choice of several: there is nobody who could read this.
    answers = result.get("content")
    if is_object(answers) and any(is_list(answer) for answer in answers.values()):
        passage.lose("choices of several values", "refused", "an answer is one value", needs=_NEEDS)
    return result


def _no_task(result: JsonObject, passage: Passage) -> JsonObject:
    if "task" in result and not ("content" in result or "action" in result):
        passage.lose("tasks", "refused", "a result is the answer itself", needs=_NEEDS)
    return result


_IMPLEMENTATION: Final = _drop("icons", "description", "websiteUrl", of="Implementation")
_CLIENT_CAPABILITIES: Final = chain(
    drop("tasks", of="ClientCapabilities", needs=_NEEDS, loss=None),
    within("sampling", drop("tools", "context", of="ClientCapabilities.sampling", needs=_NEEDS, loss=None)),
    _elicitation_capability,
)
_SERVER_CAPABILITIES: Final = drop("tasks", of="ServerCapabilities", needs=_NEEDS, loss=None)
_LINK: Final = kind("resource_link", _drop("icons", of="ResourceLink"))
_TOOL_BLOCKS: Final = chain(
    *(
        kind(name, refuse("tools in sampling", needs=_NEEDS, detail="only text, images and audio can be sampled"))
        for name in ("tool_use", "tool_result")
    )
)
_NO_TASK_PARAMETER: Final = drop(
    "task", of="params", needs=_NEEDS, loss="degraded", detail="is not sent: the request is answered by its result"
)
_TASKS: Final = refuse("tasks", needs=_NEEDS, detail="there are no tasks to ask about")

STEP: Final = Step(
    older="2025-06-18",
    newer="2025-11-25",
    down={
        ANY_METHOD: Slots(error=addresses_as_message(_NEEDS)),
        "initialize": Slots(
            params=chain(within("capabilities", _CLIENT_CAPABILITIES), within("clientInfo", _IMPLEMENTATION)),
            result=chain(within("capabilities", _SERVER_CAPABILITIES), within("serverInfo", _IMPLEMENTATION)),
        ),
        "tools/list": Slots(
            result=chain(without_task_tools(_NEEDS), each("tools", _drop("icons", "execution", of="Tool")))
        ),
        "tools/call": Slots(
            params=_NO_TASK_PARAMETER, result=chain(_no_task, content(_LINK)), error=addresses_as_result(_NEEDS)
        ),
        "prompts/list": Slots(result=each("prompts", _drop("icons", of="Prompt"))),
        "prompts/get": Slots(result=each("messages", content(_LINK))),
        "resources/list": Slots(result=each("resources", _drop("icons", of="Resource"))),
        "resources/templates/list": Slots(result=each("resourceTemplates", _drop("icons", of="ResourceTemplate"))),
        "sampling/createMessage": Slots(
            params=chain(
                refuse_members("tools", "toolChoice", of="sampling", needs=_NEEDS, detail="a model cannot call tools"),
                each("messages", content(_TOOL_BLOCKS), _drop("_meta", of="SamplingMessage")),
                _sampling_messages,
                _NO_TASK_PARAMETER,
            ),
            result=chain(_no_task, content(_TOOL_BLOCKS), _sampled_content),
        ),
        "elicitation/create": Slots(
            params=chain(_not_by_url, older_form, _NO_TASK_PARAMETER), result=chain(_no_task, _no_lists_in_answers)
        ),
        "notifications/cancelled": Slots(params=leave_out_without("requestId")),
        "notifications/elicitation/complete": Slots(
            params=leave_out("notifications/elicitation/complete", needs=_NEEDS)
        ),
        "notifications/tasks/status": Slots(params=leave_out("notifications/tasks/status", needs=_NEEDS)),
        "tasks/cancel": Slots(params=_TASKS),
        "tasks/get": Slots(params=_TASKS),
        "tasks/list": Slots(params=_TASKS),
        "tasks/result": Slots(params=_TASKS),
    },
    up={
        "elicitation/create": Slots(result=answer_of_older_form),
        "tools/call": Slots(params=refuse_task_tool),
    },
    objects_down={
        "ClientCapabilities": _CLIENT_CAPABILITIES,
        "ServerCapabilities": _SERVER_CAPABILITIES,
        "Implementation": _IMPLEMENTATION,
    },
    handled=frozenset(
        {
            "added error -32042",
            "added member CallToolRequestParams.task",
            "added member ClientCapabilities.tasks",
            "added member CreateMessageRequestParams.task",
            "added member CreateMessageRequestParams.toolChoice",
            "added member CreateMessageRequestParams.tools",
            "added member ElicitRequestedSchema.$schema",
            "added member Implementation.description",
            "added member Implementation.icons",
            "added member Implementation.websiteUrl",
            "added member NumberSchema.default",
            "added member Prompt.icons",
            "added member Resource.icons",
            "added member ResourceLink.icons",
            "added member ResourceTemplate.icons",
            "added member SamplingMessage._meta",
            "added member ServerCapabilities.tasks",
            "added member StringSchema.default",
            "added member Tool.execution",
            "added member Tool.icons",
            "added method notifications/elicitation/complete",
            "added method notifications/tasks/status",
            "added method tasks/cancel",
            "added method tasks/get",
            "added method tasks/list",
            "added method tasks/result",
            "changed member CancelledNotificationParams.requestId",
            "changed member ClientCapabilities.elicitation",
            "changed member ClientCapabilities.sampling",
            "changed member CreateMessageResult.content",
            "changed member ElicitResult.content",
            "changed member SamplingMessage.content",
            "changed method elicitation/create",
            "changed method sampling/createMessage",
            "changed method tools/call",
            "changed type ElicitRequestParams",
            "changed type EnumSchema",
            "changed type SamplingMessageContentBlock",
        }
    ),
    ignorable={
        "a union of messages or results: the methods say the same": (
            "changed type ClientNotification",
            "changed type ClientRequest",
            "changed type ClientResult",
            "changed type ServerNotification",
            "changed type ServerRequest",
            "changed type ServerResult",
        ),
        "the type became a union, one branch of which has the member": (
            "removed member ElicitRequestParams._meta",
            "removed member ElicitRequestParams.message",
            "removed member ElicitRequestParams.requestedSchema",
            "removed member EnumSchema.description",
            "removed member EnumSchema.enum",
            "removed member EnumSchema.enumNames",
            "removed member EnumSchema.title",
            "removed member EnumSchema.type",
        ),
        "the envelope of messages, written in another way": (
            "changed member JSONRPCNotification.params",
            "changed member JSONRPCRequest.params",
            "changed type JSONRPCMessage",
            "changed type JSONRPCResponse",
            "removed member JSONRPCResponse.id",
            "removed member JSONRPCResponse.jsonrpc",
            "removed member JSONRPCResponse.result",
        ),
        "a keyword of JSON Schema: older peers take it as any other": (
            "added member ToolInputSchema.$schema",
            "added member ToolOutputSchema.$schema",
        ),
    },
    by_era=(
        Row("tasks", "`tasks`: where a peer has none, the request runs to its end and is answered with its result"),
        Row("a choice outside minItems and maxItems", "the conversion makes it `cancel`; asking again is the asker's"),
        Row("includeContext without sampling.context", "`fitting`: what the client declared is not in the message"),
        Row("one block instead of a list of one, without sampling.tools", "`fitting`, for the same reason"),
        Row("tool names, bad arguments as tool errors", "the server, alike for all versions"),
        Row("dialect of a schema without $schema", "the client's output validation"),
        Row("error responses without id", "`jsonrpc`: the envelope is not converted"),
        Row("SSE priming event, retry, 403 on a bad Origin", "the HTTP transport"),
    ),
)
