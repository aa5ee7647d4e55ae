"""The types of MCP 2025-06-18. Generated from its official schema; do not edit."""

from typing import Annotated, Any, Literal

from mcprism_types.base import OMIT, Integer, MCPModel, Number, OpenUnion, UnknownContent
from pydantic import Field
from typing_extensions import TypeAliasType


class BaseMetadata(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#basemetadata
    """

    name: str
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class BooleanSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#booleanschema
    """

    type: Literal["boolean"] = "boolean"
    """Words about it."""

    default: Annotated[bool | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class ClientCapabilitiesRoots(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientcapabilitiesroots
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class CompleteRequestParamsArgument(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completerequestparamsargument
    """

    name: str
    """Words about it."""

    value: str
    """Words about it."""


class CompleteRequestParamsContext(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completerequestparamscontext
    """

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Words about it."""


class CompleteResultCompletion(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completeresultcompletion
    """

    values: list[str]
    """Words about it."""

    has_more: Annotated[bool | None, Field(alias="hasMore"), OMIT] = None
    """Words about it."""

    total: Annotated[Integer | None, OMIT] = None
    """Words about it."""


Cursor = TypeAliasType("Cursor", str)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#cursor
"""


class EnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#enumschema
    """

    type: Literal["string"] = "string"
    """Words about it."""

    enum: list[str]
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    enum_names: Annotated[list[str] | None, Field(alias="enumNames"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class Implementation(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#implementation
    """

    name: str
    """Words about it."""

    version: str
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


LoggingLevel = TypeAliasType(
    "LoggingLevel", Literal["alert", "critical", "debug", "emergency", "error", "info", "notice", "warning"]
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#logginglevel
"""


MetaObject = TypeAliasType("MetaObject", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#metaobject
"""


class ModelHint(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#modelhint
    """

    name: Annotated[str | None, OMIT] = None
    """Words about it."""


class ModelPreferences(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#modelpreferences
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

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#notificationmetaobject
"""


class NotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#notificationparams
    """

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class NumberSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#numberschema
    """

    type: Literal["integer", "number"]
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    maximum: Annotated[Number | None, OMIT] = None
    """Words about it."""

    minimum: Annotated[Number | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


ProgressToken = TypeAliasType("ProgressToken", str | Integer)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#progresstoken
"""


class PromptArgument(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#promptargument
    """

    name: str
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    required: Annotated[bool | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class PromptListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#promptlistchangednotification
    """

    method: Literal["notifications/prompts/list_changed"] = "notifications/prompts/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class PromptReference(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#promptreference
    """

    type: Literal["ref/prompt"] = "ref/prompt"
    """Words about it."""

    name: str
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


RequestId = TypeAliasType("RequestId", str | Integer)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#requestid
"""


class RequestMetaObject(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#requestmetaobject
    """

    progress_token: Annotated[ProgressToken | None, Field(alias="progressToken"), OMIT] = None
    """Words about it."""


class RequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#requestparams
    """

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcecontents
    """

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcelistchangednotification
    """

    method: Literal["notifications/resources/list_changed"] = "notifications/resources/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ResourceTemplateReference(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcetemplatereference
    """

    type: Literal["ref/resource"] = "ref/resource"
    """Words about it."""

    uri: str
    """Words about it."""


class ResourceUpdatedNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourceupdatednotificationparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


ResultMetaObject = TypeAliasType("ResultMetaObject", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resultmetaobject
"""


Role = TypeAliasType("Role", Literal["assistant", "user"])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#role
"""


class Root(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#root
    """

    uri: str
    """Words about it."""

    name: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class RootsListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#rootslistchangednotification
    """

    method: Literal["notifications/roots/list_changed"] = "notifications/roots/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ServerCapabilitiesPrompts(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servercapabilitiesprompts
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class ServerCapabilitiesResources(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servercapabilitiesresources
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""

    subscribe: Annotated[bool | None, OMIT] = None
    """Words about it."""


class ServerCapabilitiesTools(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servercapabilitiestools
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class SetLevelRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#setlevelrequestparams
    """

    level: LoggingLevel
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class StringSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#stringschema
    """

    type: Literal["string"] = "string"
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    format: Annotated[Literal["date", "date-time", "email", "uri"] | None, OMIT] = None
    """Words about it."""

    max_length: Annotated[Integer | None, Field(alias="maxLength"), OMIT] = None
    """Words about it."""

    min_length: Annotated[Integer | None, Field(alias="minLength"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class SubscribeRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#subscriberequestparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class TextResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#textresourcecontents
    """

    text: str
    """Words about it."""

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ToolAnnotations(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations
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

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#toolinputschema
"""


class ToolListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#toollistchangednotification
    """

    method: Literal["notifications/tools/list_changed"] = "notifications/tools/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


ToolOutputSchema = TypeAliasType("ToolOutputSchema", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#tooloutputschema
"""


class UnsubscribeRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#unsubscriberequestparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Annotations(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#annotations
    """

    audience: Annotated[list[Role] | None, OMIT] = None
    """Words about it."""

    last_modified: Annotated[str | None, Field(alias="lastModified"), OMIT] = None
    """Words about it."""

    priority: Annotated[Number | None, Field(ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""


class AudioContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#audiocontent
    """

    type: Literal["audio"] = "audio"
    """Words about it."""

    data: str
    """Words about it."""

    mime_type: Annotated[str, Field(alias="mimeType")]
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class BlobResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#blobresourcecontents
    """

    blob: str
    """Words about it."""

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CallToolRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#calltoolrequestparams
    """

    name: str
    """Words about it."""

    arguments: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CancelledNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#cancellednotificationparams
    """

    request_id: Annotated[RequestId, Field(alias="requestId")]
    """Words about it."""

    reason: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ClientCapabilities(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientcapabilities
    """

    elicitation: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    experimental: Annotated[dict[str, dict[str, Any]] | None, OMIT] = None
    """Words about it."""

    roots: Annotated[ClientCapabilitiesRoots | None, OMIT] = None
    """Words about it."""

    sampling: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""


class CompleteRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completerequestparams
    """

    argument: CompleteRequestParamsArgument
    """Words about it."""

    ref: Annotated[PromptReference | ResourceTemplateReference, Field(discriminator="type")]
    """Words about it."""

    context: Annotated[CompleteRequestParamsContext | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CompleteResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completeresult
    """

    completion: CompleteResultCompletion
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ElicitResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#elicitresult
    """

    action: Literal["accept", "cancel", "decline"]
    """Words about it."""

    content: Annotated[dict[str, str | Number | bool] | None, OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class EmbeddedResource(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#embeddedresource
    """

    type: Literal["resource"] = "resource"
    """Words about it."""

    resource: TextResourceContents | BlobResourceContents
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class EmptyResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#emptyresult
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetPromptRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#getpromptrequestparams
    """

    name: str
    """Words about it."""

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ImageContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#imagecontent
    """

    type: Literal["image"] = "image"
    """Words about it."""

    data: str
    """Words about it."""

    mime_type: Annotated[str, Field(alias="mimeType")]
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class InitializeRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializerequestparams
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

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializednotification
    """

    method: Literal["notifications/initialized"] = "notifications/initialized"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ListRootsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listrootsrequest
    """

    method: Literal["roots/list"] = "roots/list"
    """Words about it."""

    params: Annotated[RequestParams | None, OMIT] = None
    """Words about it."""


class ListRootsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listrootsresult
    """

    roots: list[Root]
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class LoggingMessageNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#loggingmessagenotificationparams
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

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#paginatedrequestparams
    """

    cursor: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class PaginatedResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#paginatedresult
    """

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class PingRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#pingrequest
    """

    method: Literal["ping"] = "ping"
    """Words about it."""

    params: Annotated[RequestParams | None, OMIT] = None
    """Words about it."""


PrimitiveSchemaDefinition = TypeAliasType(
    "PrimitiveSchemaDefinition", StringSchema | NumberSchema | BooleanSchema | EnumSchema
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#primitiveschemadefinition
"""


class ProgressNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#progressnotificationparams
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

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#prompt
    """

    name: str
    """Words about it."""

    arguments: Annotated[list[PromptArgument] | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ReadResourceRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#readresourcerequestparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ReadResourceResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#readresourceresult
    """

    contents: list[TextResourceContents | BlobResourceContents]
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Resource(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resource
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

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceLink(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcelink
    """

    type: Literal["resource_link"] = "resource_link"
    """Words about it."""

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

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceTemplate(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcetemplate
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

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceUpdatedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourceupdatednotification
    """

    method: Literal["notifications/resources/updated"] = "notifications/resources/updated"
    """Words about it."""

    params: ResourceUpdatedNotificationParams
    """Words about it."""


class Result(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#result
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ServerCapabilities(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servercapabilities
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

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#setlevelrequest
    """

    method: Literal["logging/setLevel"] = "logging/setLevel"
    """Words about it."""

    params: SetLevelRequestParams
    """Words about it."""


class SubscribeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#subscriberequest
    """

    method: Literal["resources/subscribe"] = "resources/subscribe"
    """Words about it."""

    params: SubscribeRequestParams
    """Words about it."""


class TextContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#textcontent
    """

    type: Literal["text"] = "text"
    """Words about it."""

    text: str
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Tool(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#tool
    """

    input_schema: Annotated[ToolInputSchema, Field(alias="inputSchema")]
    """Words about it."""

    name: str
    """Words about it."""

    annotations: Annotated[ToolAnnotations | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    output_schema: Annotated[ToolOutputSchema | None, Field(alias="outputSchema"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class UnsubscribeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#unsubscriberequest
    """

    method: Literal["resources/unsubscribe"] = "resources/unsubscribe"
    """Words about it."""

    params: UnsubscribeRequestParams
    """Words about it."""


class CallToolRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#calltoolrequest
    """

    method: Literal["tools/call"] = "tools/call"
    """Words about it."""

    params: CallToolRequestParams
    """Words about it."""


class CancelledNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#cancellednotification
    """

    method: Literal["notifications/cancelled"] = "notifications/cancelled"
    """Words about it."""

    params: CancelledNotificationParams
    """Words about it."""


class CompleteRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completerequest
    """

    method: Literal["completion/complete"] = "completion/complete"
    """Words about it."""

    params: CompleteRequestParams
    """Words about it."""


ContentBlock = TypeAliasType(
    "ContentBlock",
    Annotated[
        TextContent | ImageContent | AudioContent | ResourceLink | EmbeddedResource | UnknownContent, OpenUnion("type")
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#contentblock
"""


class ElicitRequestedSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#elicitrequestedschema
    """

    type: Literal["object"] = "object"
    """Words about it."""

    properties: dict[str, PrimitiveSchemaDefinition]
    """Words about it."""

    required: Annotated[list[str] | None, OMIT] = None
    """Words about it."""


class GetPromptRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#getpromptrequest
    """

    method: Literal["prompts/get"] = "prompts/get"
    """Words about it."""

    params: GetPromptRequestParams
    """Words about it."""


class InitializeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializerequest
    """

    method: Literal["initialize"] = "initialize"
    """Words about it."""

    params: InitializeRequestParams
    """Words about it."""


class InitializeResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializeresult
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

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listpromptsrequest
    """

    method: Literal["prompts/list"] = "prompts/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListPromptsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listpromptsresult
    """

    prompts: list[Prompt]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListResourceTemplatesRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listresourcetemplatesrequest
    """

    method: Literal["resources/templates/list"] = "resources/templates/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListResourceTemplatesResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listresourcetemplatesresult
    """

    resource_templates: Annotated[list[ResourceTemplate], Field(alias="resourceTemplates")]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListResourcesRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listresourcesrequest
    """

    method: Literal["resources/list"] = "resources/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListResourcesResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listresourcesresult
    """

    resources: list[Resource]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListToolsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listtoolsrequest
    """

    method: Literal["tools/list"] = "tools/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListToolsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listtoolsresult
    """

    tools: list[Tool]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class LoggingMessageNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#loggingmessagenotification
    """

    method: Literal["notifications/message"] = "notifications/message"
    """Words about it."""

    params: LoggingMessageNotificationParams
    """Words about it."""


class ProgressNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#progressnotification
    """

    method: Literal["notifications/progress"] = "notifications/progress"
    """Words about it."""

    params: ProgressNotificationParams
    """Words about it."""


class PromptMessage(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#promptmessage
    """

    content: ContentBlock
    """Words about it."""

    role: Role
    """Words about it."""


class ReadResourceRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#readresourcerequest
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

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#samplingmessagecontentblock
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

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servernotification
"""


class CallToolResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#calltoolresult
    """

    content: list[ContentBlock]
    """Words about it."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """Words about it."""

    structured_content: Annotated[dict[str, Any] | None, Field(alias="structuredContent"), OMIT] = None
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

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientnotification
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

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientrequest
"""


class CreateMessageResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#createmessageresult
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


class ElicitRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#elicitrequestparams
    """

    message: str
    """Words about it."""

    requested_schema: Annotated[ElicitRequestedSchema, Field(alias="requestedSchema")]
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetPromptResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#getpromptresult
    """

    messages: list[PromptMessage]
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class SamplingMessage(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#samplingmessage
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

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#serverresult
"""


ClientResult = TypeAliasType("ClientResult", Result | CreateMessageResult | ListRootsResult | ElicitResult)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientresult
"""


class CreateMessageRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#createmessagerequestparams
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


class ElicitRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#elicitrequest
    """

    method: Literal["elicitation/create"] = "elicitation/create"
    """Words about it."""

    params: ElicitRequestParams
    """Words about it."""


class CreateMessageRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#createmessagerequest
    """

    method: Literal["sampling/createMessage"] = "sampling/createMessage"
    """Words about it."""

    params: CreateMessageRequestParams
    """Words about it."""


ServerRequest = TypeAliasType(
    "ServerRequest",
    Annotated[PingRequest | CreateMessageRequest | ListRootsRequest | ElicitRequest, Field(discriminator="method")],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#serverrequest
"""
