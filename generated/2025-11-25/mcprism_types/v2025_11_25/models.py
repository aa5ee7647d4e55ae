"""The types of MCP 2025-11-25. Generated from its official schema; do not edit."""

from typing import Annotated, Any, Literal

from mcprism_types.base import OMIT, Integer, MCPModel, Number, OpenUnion, UnknownContent
from pydantic import MISSING, Field
from typing_extensions import TypeAliasType


class BaseMetadata(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#basemetadata
    """

    name: str
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class BooleanSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#booleanschema
    """

    type: Literal["boolean"] = "boolean"
    """Words about it."""

    default: Annotated[bool | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class ClientCapabilitiesElicitation(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientcapabilitieselicitation
    """

    form: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    url: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""


class ClientCapabilitiesRoots(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientcapabilitiesroots
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class ClientCapabilitiesSampling(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientcapabilitiessampling
    """

    context: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    tools: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""


class ClientCapabilitiesTasksRequestsElicitation(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientcapabilitiestasksrequestselicitation
    """

    create: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""


class ClientCapabilitiesTasksRequestsSampling(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientcapabilitiestasksrequestssampling
    """

    create_message: Annotated[dict[str, Any] | None, Field(alias="createMessage"), OMIT] = None
    """Words about it."""


class CompleteRequestParamsArgument(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#completerequestparamsargument
    """

    name: str
    """Words about it."""

    value: str
    """Words about it."""


class CompleteRequestParamsContext(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#completerequestparamscontext
    """

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Words about it."""


class CompleteResultCompletion(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#completeresultcompletion
    """

    values: list[str]
    """Words about it."""

    has_more: Annotated[bool | None, Field(alias="hasMore"), OMIT] = None
    """Words about it."""

    total: Annotated[Integer | None, OMIT] = None
    """Words about it."""


Cursor = TypeAliasType("Cursor", str)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#cursor
"""


class EnumOption(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#enumoption
    """

    const: str
    """Words about it."""

    title: str
    """Words about it."""


class Error(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#error
    """

    code: Integer
    """Words about it."""

    message: str
    """Words about it."""

    data: Any = MISSING
    """Words about it."""


class Icon(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#icon
    """

    src: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    sizes: Annotated[list[str] | None, OMIT] = None
    """Words about it."""

    theme: Annotated[Literal["dark", "light"] | None, OMIT] = None
    """Words about it."""


class Icons(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#icons
    """

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Words about it."""


class Implementation(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#implementation
    """

    name: str
    """Words about it."""

    version: str
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    website_url: Annotated[str | None, Field(alias="websiteUrl"), OMIT] = None
    """Words about it."""


class LegacyTitledEnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#legacytitledenumschema
    """

    type: Literal["string"] = "string"
    """Words about it."""

    enum: list[str]
    """Words about it."""

    default: Annotated[str | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    enum_names: Annotated[list[str] | None, Field(alias="enumNames"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


LoggingLevel = TypeAliasType(
    "LoggingLevel", Literal["alert", "critical", "debug", "emergency", "error", "info", "notice", "warning"]
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#logginglevel
"""


MetaObject = TypeAliasType("MetaObject", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#metaobject
"""


class ModelHint(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#modelhint
    """

    name: Annotated[str | None, OMIT] = None
    """Words about it."""


class ModelPreferences(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#modelpreferences
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

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#notificationmetaobject
"""


class NotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#notificationparams
    """

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class NumberSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#numberschema
    """

    type: Literal["integer", "number"]
    """Words about it."""

    default: Annotated[Number | None, OMIT] = None
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

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#progresstoken
"""


class PromptArgument(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#promptargument
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#promptlistchangednotification
    """

    method: Literal["notifications/prompts/list_changed"] = "notifications/prompts/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class PromptReference(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#promptreference
    """

    type: Literal["ref/prompt"] = "ref/prompt"
    """Words about it."""

    name: str
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class RelatedTaskMetadata(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#relatedtaskmetadata
    """

    task_id: Annotated[str, Field(alias="taskId")]
    """Words about it."""


RequestId = TypeAliasType("RequestId", str | Integer)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#requestid
"""


class RequestMetaObject(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#requestmetaobject
    """

    progress_token: Annotated[ProgressToken | None, Field(alias="progressToken"), OMIT] = None
    """Words about it."""


class RequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#requestparams
    """

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourcecontents
    """

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourcelistchangednotification
    """

    method: Literal["notifications/resources/list_changed"] = "notifications/resources/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ResourceRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourcerequestparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceTemplateReference(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourcetemplatereference
    """

    type: Literal["ref/resource"] = "ref/resource"
    """Words about it."""

    uri: str
    """Words about it."""


class ResourceUpdatedNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourceupdatednotificationparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


ResultMetaObject = TypeAliasType("ResultMetaObject", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resultmetaobject
"""


Role = TypeAliasType("Role", Literal["assistant", "user"])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#role
"""


class Root(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#root
    """

    uri: str
    """Words about it."""

    name: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class RootsListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#rootslistchangednotification
    """

    method: Literal["notifications/roots/list_changed"] = "notifications/roots/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ServerCapabilitiesPrompts(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#servercapabilitiesprompts
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class ServerCapabilitiesResources(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#servercapabilitiesresources
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""

    subscribe: Annotated[bool | None, OMIT] = None
    """Words about it."""


class ServerCapabilitiesTasksRequestsTools(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#servercapabilitiestasksrequeststools
    """

    call: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""


class ServerCapabilitiesTools(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#servercapabilitiestools
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class SetLevelRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#setlevelrequestparams
    """

    level: LoggingLevel
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class StringSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#stringschema
    """

    type: Literal["string"] = "string"
    """Words about it."""

    default: Annotated[str | None, OMIT] = None
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#subscriberequestparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class TaskMetadata(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskmetadata
    """

    ttl: Annotated[Integer | None, OMIT] = None
    """Words about it."""


TaskStatus = TypeAliasType("TaskStatus", Literal["cancelled", "completed", "failed", "input_required", "working"])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskstatus
"""


class TaskStatusNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskstatusnotificationparams
    """

    created_at: Annotated[str, Field(alias="createdAt")]
    """Words about it."""

    last_updated_at: Annotated[str, Field(alias="lastUpdatedAt")]
    """Words about it."""

    status: TaskStatus
    """Words about it."""

    task_id: Annotated[str, Field(alias="taskId")]
    """Words about it."""

    ttl: Integer | None
    """Words about it."""

    poll_interval: Annotated[Integer | None, Field(alias="pollInterval"), OMIT] = None
    """Words about it."""

    status_message: Annotated[str | None, Field(alias="statusMessage"), OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class TextResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#textresourcecontents
    """

    text: str
    """Words about it."""

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class TitledEnumItems(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#titledenumitems
    """

    any_of: Annotated[list[EnumOption], Field(alias="anyOf")]
    """Words about it."""


class TitledMultiSelectEnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#titledmultiselectenumschema
    """

    type: Literal["array"] = "array"
    """Words about it."""

    items: TitledEnumItems
    """Words about it."""

    default: Annotated[list[str] | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    max_items: Annotated[Integer | None, Field(alias="maxItems"), OMIT] = None
    """Words about it."""

    min_items: Annotated[Integer | None, Field(alias="minItems"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class TitledSingleSelectEnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#titledsingleselectenumschema
    """

    type: Literal["string"] = "string"
    """Words about it."""

    one_of: Annotated[list[EnumOption], Field(alias="oneOf")]
    """Words about it."""

    default: Annotated[str | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class ToolAnnotations(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations
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


class ToolChoice(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolchoice
    """

    mode: Annotated[Literal["auto", "none", "required"] | None, OMIT] = None
    """Words about it."""


class ToolExecution(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolexecution
    """

    task_support: Annotated[Literal["forbidden", "optional", "required"] | None, Field(alias="taskSupport"), OMIT] = (
        None
    )
    """Words about it."""


ToolInputSchema = TypeAliasType("ToolInputSchema", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolinputschema
"""


class ToolListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toollistchangednotification
    """

    method: Literal["notifications/tools/list_changed"] = "notifications/tools/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


ToolOutputSchema = TypeAliasType("ToolOutputSchema", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#tooloutputschema
"""


class ToolUseContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolusecontent
    """

    type: Literal["tool_use"] = "tool_use"
    """Words about it."""

    id: str
    """Words about it."""

    input: dict[str, Any]
    """Words about it."""

    name: str
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class UnsubscribeRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#unsubscriberequestparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class UntitledEnumItems(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#untitledenumitems
    """

    type: Literal["string"] = "string"
    """Words about it."""

    enum: list[str]
    """Words about it."""


class UntitledMultiSelectEnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#untitledmultiselectenumschema
    """

    type: Literal["array"] = "array"
    """Words about it."""

    items: UntitledEnumItems
    """Words about it."""

    default: Annotated[list[str] | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    max_items: Annotated[Integer | None, Field(alias="maxItems"), OMIT] = None
    """Words about it."""

    min_items: Annotated[Integer | None, Field(alias="minItems"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class UntitledSingleSelectEnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#untitledsingleselectenumschema
    """

    type: Literal["string"] = "string"
    """Words about it."""

    enum: list[str]
    """Words about it."""

    default: Annotated[str | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class Annotations(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#annotations
    """

    audience: Annotated[list[Role] | None, OMIT] = None
    """Words about it."""

    last_modified: Annotated[str | None, Field(alias="lastModified"), OMIT] = None
    """Words about it."""

    priority: Annotated[Number | None, Field(ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""


class AudioContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#audiocontent
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#blobresourcecontents
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#calltoolrequestparams
    """

    name: str
    """Words about it."""

    arguments: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    task: Annotated[TaskMetadata | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CancelTaskRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#canceltaskrequestparams
    """

    task_id: Annotated[str, Field(alias="taskId")]
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CancelTaskResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#canceltaskresult
    """

    created_at: Annotated[str, Field(alias="createdAt")]
    """Words about it."""

    last_updated_at: Annotated[str, Field(alias="lastUpdatedAt")]
    """Words about it."""

    status: TaskStatus
    """Words about it."""

    task_id: Annotated[str, Field(alias="taskId")]
    """Words about it."""

    ttl: Integer | None
    """Words about it."""

    poll_interval: Annotated[Integer | None, Field(alias="pollInterval"), OMIT] = None
    """Words about it."""

    status_message: Annotated[str | None, Field(alias="statusMessage"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CancelledNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#cancellednotificationparams
    """

    reason: Annotated[str | None, OMIT] = None
    """Words about it."""

    request_id: Annotated[RequestId | None, Field(alias="requestId"), OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ClientCapabilitiesTasksRequests(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientcapabilitiestasksrequests
    """

    elicitation: Annotated[ClientCapabilitiesTasksRequestsElicitation | None, OMIT] = None
    """Words about it."""

    sampling: Annotated[ClientCapabilitiesTasksRequestsSampling | None, OMIT] = None
    """Words about it."""


class CompleteRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#completerequestparams
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#completeresult
    """

    completion: CompleteResultCompletion
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ElicitRequestURLParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitrequesturlparams
    """

    mode: Literal["url"] = "url"
    """Words about it."""

    elicitation_id: Annotated[str, Field(alias="elicitationId")]
    """Words about it."""

    message: str
    """Words about it."""

    url: str
    """Words about it."""

    task: Annotated[TaskMetadata | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ElicitResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitresult
    """

    action: Literal["accept", "cancel", "decline"]
    """Words about it."""

    content: Annotated[dict[str, list[str] | str | Number | bool] | None, OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ElicitationCompleteNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitationcompletenotificationparams
    """

    elicitation_id: Annotated[str, Field(alias="elicitationId")]
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class EmbeddedResource(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#embeddedresource
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#emptyresult
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetPromptRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#getpromptrequestparams
    """

    name: str
    """Words about it."""

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetTaskPayloadRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskpayloadrequestparams
    """

    task_id: Annotated[str, Field(alias="taskId")]
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetTaskPayloadResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskpayloadresult
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetTaskRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskrequestparams
    """

    task_id: Annotated[str, Field(alias="taskId")]
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class GetTaskResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskresult
    """

    created_at: Annotated[str, Field(alias="createdAt")]
    """Words about it."""

    last_updated_at: Annotated[str, Field(alias="lastUpdatedAt")]
    """Words about it."""

    status: TaskStatus
    """Words about it."""

    task_id: Annotated[str, Field(alias="taskId")]
    """Words about it."""

    ttl: Integer | None
    """Words about it."""

    poll_interval: Annotated[Integer | None, Field(alias="pollInterval"), OMIT] = None
    """Words about it."""

    status_message: Annotated[str | None, Field(alias="statusMessage"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ImageContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#imagecontent
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


class InitializedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#initializednotification
    """

    method: Literal["notifications/initialized"] = "notifications/initialized"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ListRootsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listrootsrequest
    """

    method: Literal["roots/list"] = "roots/list"
    """Words about it."""

    params: Annotated[RequestParams | None, OMIT] = None
    """Words about it."""


class ListRootsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listrootsresult
    """

    roots: list[Root]
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class LoggingMessageNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#loggingmessagenotificationparams
    """

    data: Any
    """Words about it."""

    level: LoggingLevel
    """Words about it."""

    logger: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


MultiSelectEnumSchema = TypeAliasType(
    "MultiSelectEnumSchema", UntitledMultiSelectEnumSchema | TitledMultiSelectEnumSchema
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#multiselectenumschema
"""


class PaginatedRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#paginatedrequestparams
    """

    cursor: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class PaginatedResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#paginatedresult
    """

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class PingRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#pingrequest
    """

    method: Literal["ping"] = "ping"
    """Words about it."""

    params: Annotated[RequestParams | None, OMIT] = None
    """Words about it."""


class ProgressNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#progressnotificationparams
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#prompt
    """

    name: str
    """Words about it."""

    arguments: Annotated[list[PromptArgument] | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ReadResourceRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#readresourcerequestparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ReadResourceResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#readresourceresult
    """

    contents: list[TextResourceContents | BlobResourceContents]
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Resource(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resource
    """

    name: str
    """Words about it."""

    uri: str
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    icons: Annotated[list[Icon] | None, OMIT] = None
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourcelink
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

    icons: Annotated[list[Icon] | None, OMIT] = None
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourcetemplate
    """

    name: str
    """Words about it."""

    uri_template: Annotated[str, Field(alias="uriTemplate")]
    """Words about it."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceUpdatedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourceupdatednotification
    """

    method: Literal["notifications/resources/updated"] = "notifications/resources/updated"
    """Words about it."""

    params: ResourceUpdatedNotificationParams
    """Words about it."""


class Result(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#result
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ServerCapabilitiesTasksRequests(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#servercapabilitiestasksrequests
    """

    tools: Annotated[ServerCapabilitiesTasksRequestsTools | None, OMIT] = None
    """Words about it."""


class SetLevelRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#setlevelrequest
    """

    method: Literal["logging/setLevel"] = "logging/setLevel"
    """Words about it."""

    params: SetLevelRequestParams
    """Words about it."""


SingleSelectEnumSchema = TypeAliasType(
    "SingleSelectEnumSchema", UntitledSingleSelectEnumSchema | TitledSingleSelectEnumSchema
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#singleselectenumschema
"""


class SubscribeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#subscriberequest
    """

    method: Literal["resources/subscribe"] = "resources/subscribe"
    """Words about it."""

    params: SubscribeRequestParams
    """Words about it."""


class Task(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#task
    """

    created_at: Annotated[str, Field(alias="createdAt")]
    """Words about it."""

    last_updated_at: Annotated[str, Field(alias="lastUpdatedAt")]
    """Words about it."""

    status: TaskStatus
    """Words about it."""

    task_id: Annotated[str, Field(alias="taskId")]
    """Words about it."""

    ttl: Integer | None
    """Words about it."""

    poll_interval: Annotated[Integer | None, Field(alias="pollInterval"), OMIT] = None
    """Words about it."""

    status_message: Annotated[str | None, Field(alias="statusMessage"), OMIT] = None
    """Words about it."""


class TaskAugmentedRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskaugmentedrequestparams
    """

    task: Annotated[TaskMetadata | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class TaskStatusNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskstatusnotification
    """

    method: Literal["notifications/tasks/status"] = "notifications/tasks/status"
    """Words about it."""

    params: TaskStatusNotificationParams
    """Words about it."""


class TextContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#textcontent
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

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#tool
    """

    input_schema: Annotated[ToolInputSchema, Field(alias="inputSchema")]
    """Words about it."""

    name: str
    """Words about it."""

    annotations: Annotated[ToolAnnotations | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    execution: Annotated[ToolExecution | None, OMIT] = None
    """Words about it."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Words about it."""

    output_schema: Annotated[ToolOutputSchema | None, Field(alias="outputSchema"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class URLElicitationRequiredErrorData(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#urlelicitationrequirederrordata
    """

    elicitations: list[ElicitRequestURLParams]
    """Words about it."""


class UnsubscribeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#unsubscriberequest
    """

    method: Literal["resources/unsubscribe"] = "resources/unsubscribe"
    """Words about it."""

    params: UnsubscribeRequestParams
    """Words about it."""


class CallToolRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#calltoolrequest
    """

    method: Literal["tools/call"] = "tools/call"
    """Words about it."""

    params: CallToolRequestParams
    """Words about it."""


class CancelTaskRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#canceltaskrequest
    """

    method: Literal["tasks/cancel"] = "tasks/cancel"
    """Words about it."""

    params: CancelTaskRequestParams
    """Words about it."""


class CancelledNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#cancellednotification
    """

    method: Literal["notifications/cancelled"] = "notifications/cancelled"
    """Words about it."""

    params: CancelledNotificationParams
    """Words about it."""


class ClientCapabilitiesTasks(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientcapabilitiestasks
    """

    cancel: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    list: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    requests: Annotated[ClientCapabilitiesTasksRequests | None, OMIT] = None
    """Words about it."""


class CompleteRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#completerequest
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

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#contentblock
"""


class CreateTaskResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#createtaskresult
    """

    task: Task
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ElicitationCompleteNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitationcompletenotification
    """

    method: Literal["notifications/elicitation/complete"] = "notifications/elicitation/complete"
    """Words about it."""

    params: ElicitationCompleteNotificationParams
    """Words about it."""


EnumSchema = TypeAliasType("EnumSchema", SingleSelectEnumSchema | MultiSelectEnumSchema | LegacyTitledEnumSchema)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#enumschema
"""


class GetPromptRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#getpromptrequest
    """

    method: Literal["prompts/get"] = "prompts/get"
    """Words about it."""

    params: GetPromptRequestParams
    """Words about it."""


class GetTaskPayloadRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskpayloadrequest
    """

    method: Literal["tasks/result"] = "tasks/result"
    """Words about it."""

    params: GetTaskPayloadRequestParams
    """Words about it."""


class GetTaskRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskrequest
    """

    method: Literal["tasks/get"] = "tasks/get"
    """Words about it."""

    params: GetTaskRequestParams
    """Words about it."""


class ListPromptsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listpromptsrequest
    """

    method: Literal["prompts/list"] = "prompts/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListPromptsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listpromptsresult
    """

    prompts: list[Prompt]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListResourceTemplatesRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listresourcetemplatesrequest
    """

    method: Literal["resources/templates/list"] = "resources/templates/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListResourceTemplatesResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listresourcetemplatesresult
    """

    resource_templates: Annotated[list[ResourceTemplate], Field(alias="resourceTemplates")]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListResourcesRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listresourcesrequest
    """

    method: Literal["resources/list"] = "resources/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListResourcesResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listresourcesresult
    """

    resources: list[Resource]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListTasksRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtasksrequest
    """

    method: Literal["tasks/list"] = "tasks/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListTasksResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtasksresult
    """

    tasks: list[Task]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListToolsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtoolsrequest
    """

    method: Literal["tools/list"] = "tools/list"
    """Words about it."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Words about it."""


class ListToolsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtoolsresult
    """

    tools: list[Tool]
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class LoggingMessageNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#loggingmessagenotification
    """

    method: Literal["notifications/message"] = "notifications/message"
    """Words about it."""

    params: LoggingMessageNotificationParams
    """Words about it."""


PrimitiveSchemaDefinition = TypeAliasType(
    "PrimitiveSchemaDefinition", StringSchema | NumberSchema | BooleanSchema | EnumSchema
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#primitiveschemadefinition
"""


class ProgressNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#progressnotification
    """

    method: Literal["notifications/progress"] = "notifications/progress"
    """Words about it."""

    params: ProgressNotificationParams
    """Words about it."""


class PromptMessage(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#promptmessage
    """

    content: ContentBlock
    """Words about it."""

    role: Role
    """Words about it."""


class ReadResourceRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#readresourcerequest
    """

    method: Literal["resources/read"] = "resources/read"
    """Words about it."""

    params: ReadResourceRequestParams
    """Words about it."""


class ServerCapabilitiesTasks(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#servercapabilitiestasks
    """

    cancel: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    list: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    requests: Annotated[ServerCapabilitiesTasksRequests | None, OMIT] = None
    """Words about it."""


ServerNotification = TypeAliasType(
    "ServerNotification",
    Annotated[
        CancelledNotification
        | ProgressNotification
        | ResourceListChangedNotification
        | ResourceUpdatedNotification
        | PromptListChangedNotification
        | ToolListChangedNotification
        | TaskStatusNotification
        | LoggingMessageNotification
        | ElicitationCompleteNotification,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#servernotification
"""


class ToolResultContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toolresultcontent
    """

    type: Literal["tool_result"] = "tool_result"
    """Words about it."""

    content: list[ContentBlock]
    """Words about it."""

    tool_use_id: Annotated[str, Field(alias="toolUseId")]
    """Words about it."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """Words about it."""

    structured_content: Annotated[dict[str, Any] | None, Field(alias="structuredContent"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class URLElicitationRequiredError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#urlelicitationrequirederror
    """

    code: Literal[-32042] = -32042
    """Words about it."""

    data: URLElicitationRequiredErrorData
    """Words about it."""

    message: str
    """Words about it."""


class CallToolResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#calltoolresult
    """

    content: list[ContentBlock]
    """Words about it."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """Words about it."""

    structured_content: Annotated[dict[str, Any] | None, Field(alias="structuredContent"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ClientCapabilities(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientcapabilities
    """

    elicitation: Annotated[ClientCapabilitiesElicitation | None, OMIT] = None
    """Words about it."""

    experimental: Annotated[dict[str, dict[str, Any]] | None, OMIT] = None
    """Words about it."""

    roots: Annotated[ClientCapabilitiesRoots | None, OMIT] = None
    """Words about it."""

    sampling: Annotated[ClientCapabilitiesSampling | None, OMIT] = None
    """Words about it."""

    tasks: Annotated[ClientCapabilitiesTasks | None, OMIT] = None
    """Words about it."""


ClientNotification = TypeAliasType(
    "ClientNotification",
    Annotated[
        CancelledNotification
        | InitializedNotification
        | ProgressNotification
        | TaskStatusNotification
        | RootsListChangedNotification,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientnotification
"""


class ElicitRequestedSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitrequestedschema
    """

    type: Literal["object"] = "object"
    """Words about it."""

    properties: dict[str, PrimitiveSchemaDefinition]
    """Words about it."""

    schema_uri: Annotated[str | None, Field(alias="$schema"), OMIT] = None
    """Words about it."""

    required: Annotated[list[str] | None, OMIT] = None
    """Words about it."""


class GetPromptResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#getpromptresult
    """

    messages: list[PromptMessage]
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class InitializeRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#initializerequestparams
    """

    capabilities: ClientCapabilities
    """Words about it."""

    client_info: Annotated[Implementation, Field(alias="clientInfo")]
    """Words about it."""

    protocol_version: Annotated[str, Field(alias="protocolVersion")]
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


SamplingMessageContentBlock = TypeAliasType(
    "SamplingMessageContentBlock",
    Annotated[
        TextContent | ImageContent | AudioContent | ToolUseContent | ToolResultContent | UnknownContent,
        OpenUnion("type"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#samplingmessagecontentblock
"""


class ServerCapabilities(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#servercapabilities
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

    tasks: Annotated[ServerCapabilitiesTasks | None, OMIT] = None
    """Words about it."""

    tools: Annotated[ServerCapabilitiesTools | None, OMIT] = None
    """Words about it."""


class CreateMessageResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#createmessageresult
    """

    content: SamplingMessageContentBlock | list[SamplingMessageContentBlock]
    """Words about it."""

    model: str
    """Words about it."""

    role: Role
    """Words about it."""

    stop_reason: Annotated[str | None, Field(alias="stopReason"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ElicitRequestFormParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitrequestformparams
    """

    message: str
    """Words about it."""

    requested_schema: Annotated[ElicitRequestedSchema, Field(alias="requestedSchema")]
    """Words about it."""

    mode: Annotated[Literal["form"] | None, OMIT] = None
    """Words about it."""

    task: Annotated[TaskMetadata | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


ElicitRequestParams = TypeAliasType("ElicitRequestParams", ElicitRequestURLParams | ElicitRequestFormParams)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitrequestparams
"""


class InitializeRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#initializerequest
    """

    method: Literal["initialize"] = "initialize"
    """Words about it."""

    params: InitializeRequestParams
    """Words about it."""


class InitializeResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#initializeresult
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


class SamplingMessage(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#samplingmessage
    """

    content: SamplingMessageContentBlock | list[SamplingMessageContentBlock]
    """Words about it."""

    role: Role
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
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
    | GetTaskResult
    | GetTaskPayloadResult
    | CancelTaskResult
    | ListTasksResult
    | CompleteResult,
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#serverresult
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
        | GetTaskRequest
        | GetTaskPayloadRequest
        | CancelTaskRequest
        | ListTasksRequest
        | SetLevelRequest
        | CompleteRequest,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientrequest
"""


ClientResult = TypeAliasType(
    "ClientResult",
    Result
    | GetTaskResult
    | GetTaskPayloadResult
    | CancelTaskResult
    | ListTasksResult
    | CreateMessageResult
    | ListRootsResult
    | ElicitResult,
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#clientresult
"""


class CreateMessageRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#createmessagerequestparams
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

    task: Annotated[TaskMetadata | None, OMIT] = None
    """Words about it."""

    temperature: Annotated[Number | None, OMIT] = None
    """Words about it."""

    tool_choice: Annotated[ToolChoice | None, Field(alias="toolChoice"), OMIT] = None
    """Words about it."""

    tools: Annotated[list[Tool] | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ElicitRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitrequest
    """

    method: Literal["elicitation/create"] = "elicitation/create"
    """Words about it."""

    params: ElicitRequestParams
    """Words about it."""


class CreateMessageRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#createmessagerequest
    """

    method: Literal["sampling/createMessage"] = "sampling/createMessage"
    """Words about it."""

    params: CreateMessageRequestParams
    """Words about it."""


ServerRequest = TypeAliasType(
    "ServerRequest",
    Annotated[
        PingRequest
        | GetTaskRequest
        | GetTaskPayloadRequest
        | CancelTaskRequest
        | ListTasksRequest
        | CreateMessageRequest
        | ListRootsRequest
        | ElicitRequest,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#serverrequest
"""
