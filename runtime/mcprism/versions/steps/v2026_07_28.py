"""2025-11-25 -> 2026-07-28: no session, so that each request says who asks; questions inside results; cache hints.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/changelog
"""

import uuid
from typing import Final

from mcprism.errors import INTERNAL_ERROR, INVALID_PARAMS, INVALID_REQUEST, URL_ELICITATION_REQUIRED
from mcprism.jsonrpc import JsonObject
from mcprism.versions.conversions import (
    AsResult,
    Conversion,
    Passage,
    chain,
    content,
    cut_completions,
    default,
    drop,
    drop_metadata,
    each,
    is_object,
    kind,
    leave_out,
    leave_out_without,
    put,
    recode,
    refuse,
    within,
    without,
)
from mcprism.versions.steps.step import ANY_METHOD, Row, Slots, Step
from mcprism.versions.steps.structured_output import older_structured_content, older_tool, older_tool_result
from mcprism.versions.steps.task_tools import refuse_task_tool, without_task_tools
from mcprism.versions.steps.url_required import addresses_as_message, required_addresses

_NEEDS: Final = "2026-07-28 or newer"
_NEEDS_OLDER: Final = "2025-11-25 or older"
_PREFIX: Final = "io.modelcontextprotocol/"
_RESERVED: Final = tuple(
    _PREFIX + name
    for name in ("protocolVersion", "clientInfo", "clientCapabilities", "logLevel", "subscriptionId", "serverInfo")
)
_RESOURCE_NOT_FOUND: Final = -32002
_ELICITATION_ID: Final = "elicitationId"


def _with_envelope(params: JsonObject, passage: Passage) -> JsonObject:
    """The params of a request that says who asks. What the message says of that itself is not believed."""
    metadata = params.get("_meta", {})
    if not is_object(metadata):
        return params
    said = without(metadata, frozenset(_RESERVED))
    least: JsonObject = {_PREFIX + "protocolVersion": passage.to_version, _PREFIX + "clientCapabilities": {}}
    return {**params, "_meta": {**said, **least, **passage.envelope}}


def _not_a_question(result: JsonObject, passage: Passage) -> JsonObject:
    # Whoever asks the client does so by requests, and converts those: this result never reaches an older peer.
    if result.get("resultType") == "input_required":
        passage.lose("input required", "refused", "a result cannot ask the client", needs=_NEEDS)
    return result


def _not_a_task(result: JsonObject, passage: Passage) -> JsonObject:
    if "task" in result and not ("content" in result or "action" in result):
        passage.lose("tasks", "refused", "tasks are an extension, and have another form there", needs=_NEEDS_OLDER)
    return result


def _with_elicitation_id(params: JsonObject, passage: Passage) -> JsonObject:
    """A question by URL with an id: older clients match `notifications/elicitation/complete` by it."""
    if params.get("mode") != "url" or _ELICITATION_ID in params:
        return params
    identifier: str = passage.memory.setdefault(_ELICITATION_ID, str(uuid.uuid4()))
    return {**params, _ELICITATION_ID: identifier}


def _without_elicitation_id(params: JsonObject, passage: Passage) -> JsonObject:
    if _ELICITATION_ID not in params:
        return params
    passage.memory[_ELICITATION_ID] = params[_ELICITATION_ID]
    return without(params, frozenset({_ELICITATION_ID}))


def _resource_not_found(error: JsonObject, passage: Passage) -> JsonObject:
    data = error.get("data")
    if error.get("code") == INVALID_PARAMS and is_object(data) and "uri" in data:
        return {**error, "code": _RESOURCE_NOT_FOUND}
    return _NO_NEWER_CODE(error, passage)


def _url_questions(error: JsonObject) -> JsonObject:
    """The questions by URL in such an error, by their ids, as requests inside a result."""
    questions: JsonObject = {}
    for position, entry in enumerate(required_addresses(error)):
        params = {"mode": "url", "message": entry.get("message"), "url": entry.get("url")}
        identifier = entry.get(_ELICITATION_ID, position)
        questions[str(identifier)] = {"method": "elicitation/create", "params": params}
    return questions


def _url_required_as_question(error: JsonObject, passage: Passage) -> JsonObject | AsResult:
    """Both say: open these addresses, then send the request again."""
    questions = _url_questions(error) if error.get("code") == URL_ELICITATION_REQUIRED else {}
    if questions:
        return AsResult({"resultType": "input_required", "inputRequests": questions})
    return _NO_URL_REQUIRED(error, passage)


def _read_error(error: JsonObject, passage: Passage) -> JsonObject | AsResult:
    return _url_required_as_question(_NOT_FOUND_UP(error, passage), passage)


def _without_embedded_metadata(value: JsonObject, passage: Passage) -> JsonObject:
    """A request inside a result, or the answer to one, without `_meta`."""
    if "_meta" not in value:
        return value
    if value["_meta"]:
        passage.lose("_meta of questions", "hint", "is not sent", needs=_NEEDS_OLDER)
    return without(value, frozenset({"_meta"}))


def _removed(feature: str) -> Slots:
    return Slots(params=refuse(feature, needs=_NEEDS_OLDER, detail="there is no such request"))


_NO_NEWER_CODE: Final = recode({-32020: INVALID_REQUEST, -32021: INTERNAL_ERROR, -32022: INVALID_PARAMS})
"""What the three new codes mean in older versions, as far as these have a word for it."""
_NOT_FOUND_UP: Final = recode({_RESOURCE_NOT_FOUND: INVALID_PARAMS})
_NO_URL_REQUIRED: Final = recode({URL_ELICITATION_REQUIRED: INTERNAL_ERROR})

_PARAMS_DOWN: Final = drop_metadata(*_RESERVED)
_RETRY_DOWN: Final = chain(
    drop("inputResponses", "requestState", of="params", needs=_NEEDS, loss=None), drop_metadata(*_RESERVED)
)
_NOTICE: Final = drop_metadata(*_RESERVED)
_RESULT_DOWN: Final = chain(
    drop("resultType", of="Result", needs=_NEEDS, loss=None), drop_metadata(_PREFIX + "serverInfo")
)
_CACHEABLE_DOWN: Final = chain(drop("ttlMs", "cacheScope", of="CacheableResult", needs=_NEEDS), _RESULT_DOWN)
_ANSWER_DOWN: Final = chain(_not_a_question, _RESULT_DOWN)

_COMPLETE: Final = put({"resultType": "complete"})
_RESULT_UP: Final = chain(drop_metadata(_PREFIX + "serverInfo"), _COMPLETE)
_CACHEABLE_UP: Final = chain(_RESULT_UP, put({"ttlMs": 0, "cacheScope": "private"}))
_TOOL_UP: Final = drop("execution", of="Tool", needs=_NEEDS_OLDER)
_NO_TASK_PARAMETER: Final = drop(
    "task",
    of="params",
    needs=_NEEDS_OLDER,
    loss="degraded",
    detail="is not sent: the request is answered by its result",
)
_TOOL_RESULT_DOWN: Final = content(kind("tool_result", older_tool_result))
_CLIENT_CAPABILITIES: Final[Conversion] = chain(
    drop("tasks", of="ClientCapabilities", needs=_NEEDS_OLDER, loss=None),
    within("roots", drop("listChanged", of="ClientCapabilities.roots", needs=_NEEDS_OLDER)),
)
_SERVER_CAPABILITIES: Final = drop("tasks", of="ServerCapabilities", needs=_NEEDS_OLDER, loss=None)

_SAME_NOTICES: Final = (
    "notifications/message",
    "notifications/progress",
    "notifications/prompts/list_changed",
    "notifications/resources/list_changed",
    "notifications/resources/updated",
    "notifications/tools/list_changed",
)

STEP: Final = Step(
    older="2025-11-25",
    newer="2026-07-28",
    down={
        ANY_METHOD: Slots(error=_NO_NEWER_CODE),
        "completion/complete": Slots(params=_PARAMS_DOWN, result=_RESULT_DOWN),
        "prompts/get": Slots(params=_RETRY_DOWN, result=_ANSWER_DOWN),
        "prompts/list": Slots(params=_PARAMS_DOWN, result=_CACHEABLE_DOWN),
        "resources/list": Slots(params=_PARAMS_DOWN, result=_CACHEABLE_DOWN),
        "resources/templates/list": Slots(params=_PARAMS_DOWN, result=_CACHEABLE_DOWN),
        "resources/read": Slots(
            params=_RETRY_DOWN, result=chain(_not_a_question, _CACHEABLE_DOWN), error=_resource_not_found
        ),
        "tools/call": Slots(
            params=chain(refuse_task_tool, _RETRY_DOWN), result=chain(_ANSWER_DOWN, older_structured_content)
        ),
        "tools/list": Slots(params=_PARAMS_DOWN, result=chain(_CACHEABLE_DOWN, each("tools", older_tool))),
        "elicitation/create": Slots(params=_with_elicitation_id),
        "sampling/createMessage": Slots(
            params=chain(each("messages", _TOOL_RESULT_DOWN), each("tools", older_tool)), result=_TOOL_RESULT_DOWN
        ),
        "server/discover": Slots(
            params=refuse("server/discover", needs=_NEEDS, detail="the session has said it when it began")
        ),
        "subscriptions/listen": Slots(
            params=refuse("subscriptions/listen", needs=_NEEDS, detail="the session carries the notifications")
        ),
        "notifications/cancelled": Slots(params=_NOTICE),
        "notifications/subscriptions/acknowledged": Slots(
            params=leave_out("notifications/subscriptions/acknowledged", needs=_NEEDS, loss=None)
        ),
        **{method: Slots(params=_NOTICE) for method in _SAME_NOTICES},
    },
    up={
        ANY_METHOD: Slots(error=addresses_as_message(_NEEDS_OLDER)),
        "completion/complete": Slots(params=_with_envelope, result=chain(_RESULT_UP, cut_completions)),
        "prompts/get": Slots(params=_with_envelope, result=_RESULT_UP, error=_url_required_as_question),
        "prompts/list": Slots(params=_with_envelope, result=_CACHEABLE_UP),
        "resources/list": Slots(params=_with_envelope, result=_CACHEABLE_UP),
        "resources/templates/list": Slots(params=_with_envelope, result=_CACHEABLE_UP),
        "resources/read": Slots(params=_with_envelope, result=_CACHEABLE_UP, error=_read_error),
        "tools/call": Slots(
            params=chain(_NO_TASK_PARAMETER, _with_envelope),
            # Required in every version, and left out by deployed servers beside `structuredContent`.
            result=chain(_not_a_task, default({"content": []}), _RESULT_UP),
            error=_url_required_as_question,
        ),
        "tools/list": Slots(
            params=_with_envelope,
            result=chain(without_task_tools(_NEEDS_OLDER), each("tools", _TOOL_UP), _CACHEABLE_UP),
        ),
        "elicitation/create": Slots(
            params=chain(_NO_TASK_PARAMETER, _without_embedded_metadata, _without_elicitation_id),
            result=chain(_not_a_task, _without_embedded_metadata),
        ),
        "sampling/createMessage": Slots(
            params=chain(_NO_TASK_PARAMETER, _without_embedded_metadata, each("tools", _TOOL_UP)), result=_not_a_task
        ),
        "roots/list": Slots(params=_without_embedded_metadata, result=_without_embedded_metadata),
        "initialize": _removed("initialize"),
        "ping": _removed("ping"),
        "logging/setLevel": _removed("logging/setLevel"),
        "resources/subscribe": _removed("resources/subscribe"),
        "resources/unsubscribe": _removed("resources/unsubscribe"),
        "tasks/cancel": _removed("tasks"),
        "tasks/get": _removed("tasks"),
        "tasks/list": _removed("tasks"),
        "tasks/result": _removed("tasks"),
        "notifications/cancelled": Slots(params=leave_out_without("requestId", _NOTICE)),
        "notifications/elicitation/complete": Slots(
            params=leave_out("notifications/elicitation/complete", needs=_NEEDS_OLDER)
        ),
        "notifications/initialized": Slots(
            params=leave_out("notifications/initialized", needs=_NEEDS_OLDER, loss=None)
        ),
        "notifications/roots/list_changed": Slots(
            params=leave_out("notifications/roots/list_changed", needs=_NEEDS_OLDER)
        ),
        "notifications/tasks/status": Slots(params=leave_out("notifications/tasks/status", needs=_NEEDS_OLDER)),
        **{method: Slots(params=_NOTICE) for method in _SAME_NOTICES},
    },
    objects_up={"ClientCapabilities": _CLIENT_CAPABILITIES, "ServerCapabilities": _SERVER_CAPABILITIES},
    handled=frozenset(
        {
            "added error -32020",
            "added error -32021",
            "added error -32022",
            "removed error -32042",
            "changed member CallToolRequestParams._meta",
            "added member CallToolRequestParams.inputResponses",
            "added member CallToolRequestParams.requestState",
            "removed member CallToolRequestParams.task",
            "added member CallToolResult.resultType",
            "changed member CallToolResult.structuredContent",
            "changed member CancelledNotificationParams.requestId",
            "removed member ClientCapabilities.tasks",
            "removed member ClientCapabilitiesRoots.listChanged",
            "changed member CompleteRequestParams._meta",
            "added member CompleteResult.resultType",
            "changed member CompleteResultCompletion.values",
            "removed member CreateMessageRequestParams._meta",
            "removed member CreateMessageRequestParams.task",
            "removed member ElicitRequestFormParams._meta",
            "removed member ElicitRequestFormParams.task",
            "removed member ElicitRequestURLParams._meta",
            "removed member ElicitRequestURLParams.elicitationId",
            "removed member ElicitRequestURLParams.task",
            "removed member ElicitResult._meta",
            "changed member GetPromptRequestParams._meta",
            "added member GetPromptRequestParams.inputResponses",
            "added member GetPromptRequestParams.requestState",
            "added member GetPromptResult.resultType",
            "changed member ListPromptsRequest.params",
            "added member ListPromptsResult.cacheScope",
            "added member ListPromptsResult.resultType",
            "added member ListPromptsResult.ttlMs",
            "changed member ListResourceTemplatesRequest.params",
            "added member ListResourceTemplatesResult.cacheScope",
            "added member ListResourceTemplatesResult.resultType",
            "added member ListResourceTemplatesResult.ttlMs",
            "changed member ListResourcesRequest.params",
            "added member ListResourcesResult.cacheScope",
            "added member ListResourcesResult.resultType",
            "added member ListResourcesResult.ttlMs",
            "changed member ListRootsRequest.params",
            "removed member ListRootsResult._meta",
            "changed member ListToolsRequest.params",
            "added member ListToolsResult.cacheScope",
            "added member ListToolsResult.resultType",
            "added member ListToolsResult.ttlMs",
            "added member NotificationMetaObject.io.modelcontextprotocol/subscriptionId",
            "changed member PaginatedRequestParams._meta",
            "added member PaginatedResult.resultType",
            "changed member ReadResourceRequestParams._meta",
            "added member ReadResourceRequestParams.inputResponses",
            "added member ReadResourceRequestParams.requestState",
            "added member ReadResourceResult.cacheScope",
            "added member ReadResourceResult.resultType",
            "added member ReadResourceResult.ttlMs",
            "added member RequestMetaObject.io.modelcontextprotocol/clientCapabilities",
            "added member RequestMetaObject.io.modelcontextprotocol/protocolVersion",
            "changed member RequestParams._meta",
            "changed member ResourceRequestParams._meta",
            "added member Result.resultType",
            "removed member ServerCapabilities.tasks",
            "removed member Tool.execution",
            "removed member ToolInputSchema.properties",
            "removed member ToolInputSchema.required",
            "removed member ToolOutputSchema.properties",
            "removed member ToolOutputSchema.required",
            "removed member ToolOutputSchema.type",
            "changed member ToolResultContent.structuredContent",
            "changed method elicitation/create",
            "changed method prompts/get",
            "changed method prompts/list",
            "changed method resources/list",
            "changed method resources/read",
            "changed method resources/templates/list",
            "changed method roots/list",
            "changed method sampling/createMessage",
            "changed method tools/call",
            "changed method tools/list",
            "changed type ToolInputSchema",
            "changed type ToolOutputSchema",
        }
    ),
    ignorable={
        "a union of messages or results: the methods say the same": (
            "changed type ClientNotification",
            "changed type ClientRequest",
            "changed type ClientResult",
            "changed type ServerNotification",
            "changed type ServerResult",
        ),
        "an object with any members before, and any JSON object now": (
            "changed member ClientCapabilities.experimental",
            "changed member ClientCapabilitiesElicitation.form",
            "changed member ClientCapabilitiesElicitation.url",
            "changed member ClientCapabilitiesSampling.context",
            "changed member ClientCapabilitiesSampling.tools",
            "changed member CreateMessageRequestParams.metadata",
            "changed member ServerCapabilities.completions",
            "changed member ServerCapabilities.experimental",
            "changed member ServerCapabilities.logging",
        ),
        "sets of capabilities are open: older peers use it too": (
            "added member ClientCapabilities.extensions",
            "added member ServerCapabilities.extensions",
        ),
        "an object of `_meta` keys, written in another way": (
            "changed member CreateMessageResult._meta",
            "changed type NotificationMetaObject",
            "changed type ResultMetaObject",
        ),
        "the branches in another order": ("changed type ElicitRequestParams",),
        "no older version requires it, and the empty results of theirs are no business of the newer one": (
            "added member EmptyResult.resultType",
        ),
    },
    by_era=(
        Row(
            "initialize and notifications/initialized",
            "the handshake era: it performs them, and no handler sees them",
            (
                "removed method initialize",
                "removed method notifications/initialized",
            ),
        ),
        Row(
            "server/discover",
            "the handshake era: answered from the result of initialize; asked for it, it is no method",
            ("added method server/discover",),
        ),
        Row(
            "questions inside results, and their answers in params",
            "`rounds`: real requests on a session, a result and a retry without one; each converts like the other",
        ),
        Row(
            "subscriptions/listen, resources/subscribe and unsubscribe",
            "`events`: one publish, filtered for each stream or session; a client's listen is emulated",
            (
                "added method subscriptions/listen",
                "added method notifications/subscriptions/acknowledged",
                "removed method resources/subscribe",
                "removed method resources/unsubscribe",
            ),
        ),
        Row(
            "logging/setLevel",
            "the eras: the level of the session, or of each request",
            ("removed method logging/setLevel",),
        ),
        Row(
            "ping",
            "the handshake era answers it; a client asks a stateless server for server/discover instead",
            ("removed method ping",),
        ),
        Row(
            "notifications/roots/list_changed",
            "the handshake era: it calls the application's hook",
            ("removed method notifications/roots/list_changed",),
        ),
        Row(
            "progress of the client's",
            "`peer`: it goes to whoever awaits the request, and is not sent to a stateless server",
            ("changed method notifications/progress",),
        ),
        Row(
            "notifications/elicitation/complete",
            "the client's retry waits for it; the server sends it where the application says so",
            ("removed method notifications/elicitation/complete",),
        ),
        Row(
            "tasks",
            "`tasks`: the core methods of 2025-11-25 and the extension of 2026-07-28, behind one interface",
            (
                "removed method tasks/cancel",
                "removed method tasks/get",
                "removed method tasks/list",
                "removed method tasks/result",
                "removed method notifications/tasks/status",
            ),
        ),
        Row(
            "serverInfo of results",
            "the client takes it from the session; the server adds it for stateless clients",
            ("added member ResultMetaObject.io.modelcontextprotocol/serverInfo",),
        ),
        Row(
            "the envelope's content",
            "the stateless era: it hands over who asks as `Passage.envelope`",
            (
                "added member RequestMetaObject.io.modelcontextprotocol/clientInfo",
                "added member RequestMetaObject.io.modelcontextprotocol/logLevel",
            ),
        ),
        Row("headers from x-mcp-header", "the HTTP transport: in schemas it is a keyword like any other"),
        Row(
            "validation against schemas, order and sameness of lists, deprecations",
            "server and client, alike for all versions",
        ),
        Row(
            "choosing how to put a question by URL",
            "`rounds`: by what the client declared; an error that asks for it becomes a question here",
        ),
    ),
)
