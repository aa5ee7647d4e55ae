"""The types of MCP 2025-03-26. Generated from its official schema; do not edit."""

from typing import Annotated, Any, Literal

from mcprism_types.base import OMIT, Integer, MCPModel, Number, OpenUnion, UnknownContent
from pydantic import Field
from typing_extensions import TypeAliasType


class BlobResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    blob: str
    """Words about it."""

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""


class ClientCapabilitiesRoots(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/roots
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class CompleteRequestParamsArgument(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/completion
    """

    name: str
    """Words about it."""

    value: str
    """Words about it."""


class CompleteResultCompletion(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/completion
    """

    values: list[str]
    """Words about it."""

    has_more: Annotated[bool | None, Field(alias="hasMore"), OMIT] = None
    """Words about it."""

    total: Annotated[Integer | None, OMIT] = None
    """Words about it."""


Cursor = TypeAliasType("Cursor", str)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/pagination
"""


class Implementation(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
    """

    name: str
    """Words about it."""

    version: str
    """Words about it."""


LoggingLevel = TypeAliasType(
    "LoggingLevel", Literal["alert", "critical", "debug", "emergency", "error", "info", "notice", "warning"]
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/logging
"""


class ModelHint(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/sampling
    """

    name: Annotated[str | None, OMIT] = None
    """Words about it."""


class ModelPreferences(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/sampling
    """

    cost_priority: Annotated[Number | None, Field(alias="costPriority", ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""

    hints: Annotated[list[ModelHint] | None, OMIT] = None
    """Words about it."""

    intelligence_priority: Annotated[Number | None, Field(alias="intelligencePriority", ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""

    speed_priority: Annotated[Number | None, Field(alias="speedPriority", ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""


NotificationMetaObject = TypeAliasType("NotificationMetaObject", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


class NotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
    """

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


ProgressToken = TypeAliasType("ProgressToken", str | Integer)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/progress
"""


class PromptArgument(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    name: str
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    required: Annotated[bool | None, OMIT] = None
    """Words about it."""


class PromptListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    method: Literal["notifications/prompts/list_changed"] = "notifications/prompts/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class PromptReference(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    type: Literal["ref/prompt"] = "ref/prompt"
    """Words about it."""

    name: str
    """Words about it."""


RequestId = TypeAliasType("RequestId", str | Integer)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


class RequestMetaObject(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
    """

    progress_token: Annotated[ProgressToken | None, Field(alias="progressToken"), OMIT] = None
    """Words about it."""


class RequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
    """

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""


class ResourceListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    method: Literal["notifications/resources/list_changed"] = "notifications/resources/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ResourceTemplateReference(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    type: Literal["ref/resource"] = "ref/resource"
    """Words about it."""

    uri: str
    """Words about it."""


class ResourceUpdatedNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    uri: str
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


ResultMetaObject = TypeAliasType("ResultMetaObject", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


Role = TypeAliasType("Role", Literal["assistant", "user"])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


class Root(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/roots
    """

    uri: str
    """Words about it."""

    name: Annotated[str | None, OMIT] = None
    """Words about it."""


class RootsListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/roots
    """

    method: Literal["notifications/roots/list_changed"] = "notifications/roots/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ServerCapabilitiesPrompts(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class ServerCapabilitiesResources(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""

    subscribe: Annotated[bool | None, OMIT] = None
    """Words about it."""


class ServerCapabilitiesTools(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class SetLevelRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/logging
    """

    level: LoggingLevel
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class SubscribeRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class TextResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    text: str
    """Words about it."""

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""


class ToolAnnotations(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    destructive_hint: Annotated[bool | None, Field(alias="destructiveHint"), OMIT] = None
    """Words about it."""

    idempotent_hint: Annotated[bool | None, Field(alias="idempotentHint"), OMIT] = None
    """Words about it."""

    open_world_hint: Annotated[bool | None, Field(alias="openWorldHint"), OMIT] = None
    """Words about it."""

    read_only_hint: Annotated[bool | None, Field(alias="readOnlyHint"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


ToolInputSchema = TypeAliasType("ToolInputSchema", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
"""


class ToolListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    method: Literal["notifications/tools/list_changed"] = "notifications/tools/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class UnsubscribeRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Annotations(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
    """

    audience: Annotated[list[Role] | None, OMIT] = None
    """Words about it."""

    priority: Annotated[Number | None, Field(ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""


class AudioContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    type: Literal["audio"] = "audio"
    """Words about it."""

    data: str
    """Words about it."""

    mime_type: Annotated[str, Field(alias="mimeType")]
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""


class CallToolRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    name: str
    """Words about it."""

    arguments: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CancelledNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/cancellation
    """

    request_id: Annotated[RequestId, Field(alias="requestId")]
    """Words about it."""

    reason: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ClientCapabilities(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
    """

    experimental: Annotated[dict[str, dict[str, Any]] | None, OMIT] = None
    """Words about it."""

    roots: Annotated[ClientCapabilitiesRoots | None, OMIT] = None
    """Words about it."""

    sampling: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""


class CompleteRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/completion
    """

    argument: CompleteRequestParamsArgument
    """Words about it."""

    ref: Annotated[PromptReference | ResourceTemplateReference, Field(discriminator="type")]
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CompleteResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/completion
    """

    completion: CompleteResultCompletion
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class EmbeddedResource(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    type: Literal["resource"] = "resource"
    """Words about it."""

    resource: TextResourceContents | BlobResourceContents
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""


class EmptyResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetPromptRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    name: str
    """Words about it."""

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ImageContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    type: Literal["image"] = "image"
    """Words about it."""

    data: str
    """Words about it."""

    mime_type: Annotated[str, Field(alias="mimeType")]
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""


class InitializeRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
    """

    capabilities: ClientCapabilities
    """Words about it."""

    client_info: Annotated[Implementation, Field(alias="clientInfo")]
    """Words about it."""

    protocol_version: Annotated[str, Field(alias="protocolVersion")]
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class InitializedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
    """

    method: Literal["notifications/initialized"] = "notifications/initialized"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ListRootsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/roots
    """

    method: Literal["roots/list"] = "roots/list"
    """Words about it."""

    params: Annotated[RequestParams | None, OMIT] = None
    """Words about it."""


class ListRootsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/roots
    """

    roots: list[Root]
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class LoggingMessageNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/logging
    """

    data: Any
    """Words about it."""

    level: LoggingLevel
    """Words about it."""

    logger: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class PaginatedRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/pagination
    """

    cursor: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class PaginatedResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/pagination
    """

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class PingRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/ping
    """

    method: Literal["ping"] = "ping"
    """Words about it."""

    params: Annotated[RequestParams | None, OMIT] = None
    """Words about it."""


class ProgressNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/progress
    """

    progress: Number
    """Words about it."""

    progress_token: Annotated[ProgressToken, Field(alias="progressToken")]
    """Words about it."""

    message: Annotated[str | None, OMIT] = None
    """Words about it."""

    total: Annotated[Number | None, OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Prompt(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    name: str
    """Words about it."""

    arguments: Annotated[list[PromptArgument] | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""


class ReadResourceRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ReadResourceResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    contents: list[TextResourceContents | BlobResourceContents]
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Resource(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    name: str
    """Words about it."""

    uri: str
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    size: Annotated[Integer | None, OMIT] = None
    """Words about it."""


class ResourceTemplate(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    name: str
    """Words about it."""

    uri_template: Annotated[str, Field(alias="uriTemplate")]
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""


class ResourceUpdatedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    method: Literal["notifications/resources/updated"] = "notifications/resources/updated"
    """Words about it."""

    params: ResourceUpdatedNotificationParams
    """Words about it."""


class Result(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ServerCapabilities(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
    """

    completions: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    experimental: Annotated[dict[str, dict[str, Any]] | None, OMIT] = None
    """Words about it."""

    logging: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    prompts: Annotated[ServerCapabilitiesPrompts | None, OMIT] = None
    """Words about it."""

    resources: Annotated[ServerCapabilitiesResources | None, OMIT] = None
    """Words about it."""

    tools: Annotated[ServerCapabilitiesTools | None, OMIT] = None
    """Words about it."""


class SetLevelRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/logging
    """

    method: Literal["logging/setLevel"] = "logging/setLevel"
    """Words about it."""

    params: SetLevelRequestParams
    """Words about it."""


class SubscribeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    method: Literal["resources/subscribe"] = "resources/subscribe"
    """Words about it."""

    params: SubscribeRequestParams
    """Words about it."""


class TextContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    type: Literal["text"] = "text"
    """Words about it."""

    text: str
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""


class Tool(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    input_schema: Annotated[ToolInputSchema, Field(alias="inputSchema")]
    """Words about it."""

    name: str
    """Words about it."""

    annotations: Annotated[ToolAnnotations | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""


class UnsubscribeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
    """

    method: Literal["resources/unsubscribe"] = "resources/unsubscribe"
    """Words about it."""

    params: UnsubscribeRequestParams
    """Words about it."""


class CallToolRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    method: Literal["tools/call"] = "tools/call"
    """Words about it."""

    params: CallToolRequestParams
    """Words about it."""


class CancelledNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/cancellation
    """

    method: Literal["notifications/cancelled"] = "notifications/cancelled"
    """Words about it."""

    params: CancelledNotificationParams
    """Words about it."""


class CompleteRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/completion
    """

    method: Literal["completion/complete"] = "completion/complete"
    """Words about it."""

    params: CompleteRequestParams
    """Words about it."""


ContentBlock = TypeAliasType(
    "ContentBlock",
    Annotated[TextContent | ImageContent | AudioContent | EmbeddedResource | UnknownContent, OpenUnion("type")],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
"""


class GetPromptRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    method: Literal["prompts/get"] = "prompts/get"
    """Words about it."""

    params: GetPromptRequestParams
    """Words about it."""


class InitializeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
    """

    method: Literal["initialize"] = "initialize"
    """Words about it."""

    params: InitializeRequestParams
    """Words about it."""


class InitializeResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
    """

    capabilities: ServerCapabilities
    """Words about it."""

    protocol_version: Annotated[str, Field(alias="protocolVersion")]
    """Words about it."""

    server_info: Annotated[Implementation, Field(alias="serverInfo")]
    """Words about it."""

    instructions: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListPromptsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    method: Literal["prompts/list"] = "prompts/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListPromptsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    prompts: list[Prompt]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListResourceTemplatesRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    method: Literal["resources/templates/list"] = "resources/templates/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListResourceTemplatesResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    resource_templates: Annotated[list[ResourceTemplate], Field(alias="resourceTemplates")]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListResourcesRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    method: Literal["resources/list"] = "resources/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListResourcesResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    resources: list[Resource]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListToolsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    method: Literal["tools/list"] = "tools/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListToolsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    tools: list[Tool]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class LoggingMessageNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/logging
    """

    method: Literal["notifications/message"] = "notifications/message"
    """Words about it."""

    params: LoggingMessageNotificationParams
    """Words about it."""


class ProgressNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/progress
    """

    method: Literal["notifications/progress"] = "notifications/progress"
    """Words about it."""

    params: ProgressNotificationParams
    """Words about it."""


class PromptMessage(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    content: ContentBlock
    """Words about it."""

    role: Role
    """Words about it."""


class ReadResourceRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
    """

    method: Literal["resources/read"] = "resources/read"
    """Words about it."""

    params: ReadResourceRequestParams
    """Words about it."""


SamplingMessageContentBlock = TypeAliasType(
    "SamplingMessageContentBlock",
    Annotated[TextContent | ImageContent | AudioContent | UnknownContent, OpenUnion("type")],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
"""


ServerNotification = TypeAliasType(
    "ServerNotification",
    Annotated[
        CancelledNotification
        | ProgressNotification
        | ResourceListChangedNotification
        | ResourceUpdatedNotification
        | PromptListChangedNotification
        | ToolListChangedNotification
        | LoggingMessageNotification,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


class CallToolResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
    """

    content: list[ContentBlock]
    """Words about it."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


ClientNotification = TypeAliasType(
    "ClientNotification",
    Annotated[
        CancelledNotification | InitializedNotification | ProgressNotification | RootsListChangedNotification,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


ClientRequest = TypeAliasType(
    "ClientRequest",
    Annotated[
        InitializeRequest
        | PingRequest
        | ListResourcesRequest
        | ListResourceTemplatesRequest
        | ReadResourceRequest
        | SubscribeRequest
        | UnsubscribeRequest
        | ListPromptsRequest
        | GetPromptRequest
        | ListToolsRequest
        | CallToolRequest
        | SetLevelRequest
        | CompleteRequest,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


class CreateMessageResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/sampling
    """

    content: SamplingMessageContentBlock
    """Words about it."""

    model: str
    """Words about it."""

    role: Role
    """Words about it."""

    stop_reason: Annotated[str | None, Field(alias="stopReason"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetPromptResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
    """

    messages: list[PromptMessage]
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class SamplingMessage(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/sampling
    """

    content: SamplingMessageContentBlock
    """Words about it."""

    role: Role
    """Words about it."""


ServerResult = TypeAliasType(
    "ServerResult",
    Result
    | InitializeResult
    | ListResourcesResult
    | ListResourceTemplatesResult
    | ReadResourceResult
    | ListPromptsResult
    | GetPromptResult
    | ListToolsResult
    | CallToolResult
    | CompleteResult,
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


ClientResult = TypeAliasType("ClientResult", Result | CreateMessageResult | ListRootsResult)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""


class CreateMessageRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/sampling
    """

    max_tokens: Annotated[Integer, Field(alias="maxTokens")]
    """Words about it."""

    messages: list[SamplingMessage]
    """Words about it."""

    include_context: Annotated[
        Literal["allServers", "none", "thisServer"] | None, Field(alias="includeContext"), OMIT
    ] = None
    """Words about it."""

    metadata: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    model_preferences: Annotated[ModelPreferences | None, Field(alias="modelPreferences"), OMIT] = None
    """Words about it."""

    stop_sequences: Annotated[list[str] | None, Field(alias="stopSequences"), OMIT] = None
    """Words about it."""

    system_prompt: Annotated[str | None, Field(alias="systemPrompt"), OMIT] = None
    """Words about it."""

    temperature: Annotated[Number | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CreateMessageRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/sampling
    """

    method: Literal["sampling/createMessage"] = "sampling/createMessage"
    """Words about it."""

    params: CreateMessageRequestParams
    """Words about it."""


ServerRequest = TypeAliasType(
    "ServerRequest", Annotated[PingRequest | CreateMessageRequest | ListRootsRequest, Field(discriminator="method")]
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic
"""
