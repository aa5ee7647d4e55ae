"""The types of MCP 2026-07-28. Generated from its official schema; do not edit."""

from typing import Annotated, Any, Literal

from mcprism_types.base import OMIT, Integer, MCPModel, Number, OpenUnion, UnknownContent
from pydantic import MISSING, Field
from typing_extensions import TypeAliasType


class BaseMetadata(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#basemetadata
    """

    name: str
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class BooleanSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#booleanschema
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientcapabilitiesroots
    """


class CompleteRequestParamsArgument(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequestparamsargument
    """

    name: str
    """Words about it."""

    value: str
    """Words about it."""


class CompleteRequestParamsContext(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequestparamscontext
    """

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Words about it."""


class CompleteResultCompletion(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completeresultcompletion
    """

    values: Annotated[list[str], Field(max_length=100)]
    """Words about it. (at most 100 items.)"""

    has_more: Annotated[bool | None, Field(alias="hasMore"), OMIT] = None
    """Words about it."""

    total: Annotated[Integer | None, OMIT] = None
    """Words about it."""


Cursor = TypeAliasType("Cursor", str)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cursor
"""


class ElicitRequestURLParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequesturlparams
    """

    mode: Literal["url"] = "url"
    """Words about it."""

    message: str
    """Words about it."""

    url: str
    """Words about it."""


class ElicitResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitresult
    """

    action: Literal["accept", "cancel", "decline"]
    """Words about it."""

    content: Annotated[dict[str, list[str] | str | Number | bool] | None, OMIT] = None
    """Words about it."""


class EnumOption(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#enumoption
    """

    const: str
    """Words about it."""

    title: str
    """Words about it."""


class Error(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#error
    """

    code: Integer
    """Words about it."""

    message: str
    """Words about it."""

    data: Any = MISSING
    """Words about it."""


class HeaderMismatchError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#headermismatcherror
    """

    code: Literal[-32020] = -32020
    """Words about it."""

    message: str
    """Words about it."""

    data: Any = MISSING
    """Words about it."""


class Icon(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#icon
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#icons
    """

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Words about it."""


class Implementation(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#implementation
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


class InternalError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#internalerror
    """

    code: Literal[-32603] = -32603
    """Words about it."""

    message: str
    """Words about it."""

    data: Any = MISSING
    """Words about it."""


class InvalidParamsError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#invalidparamserror
    """

    code: Literal[-32602] = -32602
    """Words about it."""

    message: str
    """Words about it."""

    data: Any = MISSING
    """Words about it."""


class InvalidRequestError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#invalidrequesterror
    """

    code: Literal[-32600] = -32600
    """Words about it."""

    message: str
    """Words about it."""

    data: Any = MISSING
    """Words about it."""


JSONObject = TypeAliasType("JSONObject", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#jsonobject
"""


JSONValue = TypeAliasType("JSONValue", Any)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#jsonvalue
"""


class LegacyTitledEnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#legacytitledenumschema
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

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#logginglevel
"""


MetaObject = TypeAliasType("MetaObject", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#metaobject
"""


class MethodNotFoundError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#methodnotfounderror
    """

    code: Literal[-32601] = -32601
    """Words about it."""

    message: str
    """Words about it."""

    data: Any = MISSING
    """Words about it."""


class ModelHint(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#modelhint
    """

    name: Annotated[str | None, OMIT] = None
    """Words about it."""


class ModelPreferences(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#modelpreferences
    """

    cost_priority: Annotated[Number | None, Field(alias="costPriority", ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""

    hints: Annotated[list[ModelHint] | None, OMIT] = None
    """Words about it."""

    intelligence_priority: Annotated[Number | None, Field(alias="intelligencePriority", ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""

    speed_priority: Annotated[Number | None, Field(alias="speedPriority", ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""


class NumberSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#numberschema
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


class ParseError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#parseerror
    """

    code: Literal[-32700] = -32700
    """Words about it."""

    message: str
    """Words about it."""

    data: Any = MISSING
    """Words about it."""


ProgressToken = TypeAliasType("ProgressToken", str | Integer)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progresstoken
"""


class PromptArgument(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptargument
    """

    name: str
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    required: Annotated[bool | None, OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


class PromptReference(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptreference
    """

    type: Literal["ref/prompt"] = "ref/prompt"
    """Words about it."""

    name: str
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""


RequestId = TypeAliasType("RequestId", str | Integer)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#requestid
"""


class ResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcecontents
    """

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ResourceTemplateReference(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcetemplatereference
    """

    type: Literal["ref/resource"] = "ref/resource"
    """Words about it."""

    uri: str
    """Words about it."""


class ResultMetaObject(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resultmetaobject
    """

    server_info: Annotated[Implementation | None, Field(alias="io.modelcontextprotocol/serverInfo"), OMIT] = None
    """Words about it."""


ResultType = TypeAliasType("ResultType", str)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resulttype
"""


Role = TypeAliasType("Role", Literal["assistant", "user"])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#role
"""


class Root(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#root
    """

    uri: str
    """Words about it."""

    name: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ServerCapabilitiesPrompts(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servercapabilitiesprompts
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class ServerCapabilitiesResources(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servercapabilitiesresources
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""

    subscribe: Annotated[bool | None, OMIT] = None
    """Words about it."""


class ServerCapabilitiesTools(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servercapabilitiestools
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """Words about it."""


class StringSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#stringschema
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


class SubscriptionFilter(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionfilter
    """

    prompts_list_changed: Annotated[bool | None, Field(alias="promptsListChanged"), OMIT] = None
    """Words about it."""

    resource_subscriptions: Annotated[list[str] | None, Field(alias="resourceSubscriptions"), OMIT] = None
    """Words about it."""

    resources_list_changed: Annotated[bool | None, Field(alias="resourcesListChanged"), OMIT] = None
    """Words about it."""

    tools_list_changed: Annotated[bool | None, Field(alias="toolsListChanged"), OMIT] = None
    """Words about it."""


class SubscriptionsListenResultMetaObject(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenresultmetaobject
    """

    subscription_id: Annotated[RequestId, Field(alias="io.modelcontextprotocol/subscriptionId")]
    """Words about it."""

    server_info: Annotated[Implementation | None, Field(alias="io.modelcontextprotocol/serverInfo"), OMIT] = None
    """Words about it."""


class TextResourceContents(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#textresourcecontents
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#titledenumitems
    """

    any_of: Annotated[list[EnumOption], Field(alias="anyOf")]
    """Words about it."""


class TitledMultiSelectEnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#titledmultiselectenumschema
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#titledsingleselectenumschema
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolannotations
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolchoice
    """

    mode: Annotated[Literal["auto", "none", "required"] | None, OMIT] = None
    """Words about it."""


ToolInputSchema = TypeAliasType("ToolInputSchema", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolinputschema
"""


ToolOutputSchema = TypeAliasType("ToolOutputSchema", dict[str, Any])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#tooloutputschema
"""


class ToolUseContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolusecontent
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


class UnsupportedProtocolVersionErrorData(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#unsupportedprotocolversionerrordata
    """

    requested: str
    """Words about it."""

    supported: list[str]
    """Words about it."""


class UntitledEnumItems(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#untitledenumitems
    """

    type: Literal["string"] = "string"
    """Words about it."""

    enum: list[str]
    """Words about it."""


class UntitledMultiSelectEnumSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#untitledmultiselectenumschema
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#untitledsingleselectenumschema
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#annotations
    """

    audience: Annotated[list[Role] | None, OMIT] = None
    """Words about it."""

    last_modified: Annotated[str | None, Field(alias="lastModified"), OMIT] = None
    """Words about it."""

    priority: Annotated[Number | None, Field(ge=0, le=1), OMIT] = None
    """Words about it. (at least 0, at most 1.)"""


class AudioContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#audiocontent
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#blobresourcecontents
    """

    blob: str
    """Words about it."""

    uri: str
    """Words about it."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CacheableResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cacheableresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """Words about it. (at least 0.)"""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ClientCapabilitiesElicitation(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientcapabilitieselicitation
    """

    form: Annotated[JSONObject | None, OMIT] = None
    """Words about it."""

    url: Annotated[JSONObject | None, OMIT] = None
    """Words about it."""


class ClientCapabilitiesSampling(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientcapabilitiessampling
    """

    context: Annotated[JSONObject | None, OMIT] = None
    """Words about it."""

    tools: Annotated[JSONObject | None, OMIT] = None
    """Words about it."""


class CompleteResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completeresult
    """

    completion: CompleteResultCompletion
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class EmbeddedResource(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#embeddedresource
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#emptyresult
    """

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ImageContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#imagecontent
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


JSONArray = TypeAliasType("JSONArray", list[JSONValue])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#jsonarray
"""


class ListRootsRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listrootsrequestparams
    """

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListRootsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listrootsresult
    """

    roots: list[Root]
    """Words about it."""


MultiSelectEnumSchema = TypeAliasType(
    "MultiSelectEnumSchema", UntitledMultiSelectEnumSchema | TitledMultiSelectEnumSchema
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#multiselectenumschema
"""


class NotificationMetaObject(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#notificationmetaobject
    """

    subscription_id: Annotated[RequestId | None, Field(alias="io.modelcontextprotocol/subscriptionId"), OMIT] = None
    """Words about it."""


class NotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#notificationparams
    """

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class PaginatedResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#paginatedresult
    """

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ProgressNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progressnotificationparams
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#prompt
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


class PromptListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptlistchangednotification
    """

    method: Literal["notifications/prompts/list_changed"] = "notifications/prompts/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ReadResourceResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#readresourceresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Words about it."""

    contents: list[TextResourceContents | BlobResourceContents]
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """Words about it. (at least 0.)"""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Resource(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resource
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcelink
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


class ResourceListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcelistchangednotification
    """

    method: Literal["notifications/resources/list_changed"] = "notifications/resources/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class ResourceTemplate(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcetemplate
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


class ResourceUpdatedNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourceupdatednotificationparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class Result(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#result
    """

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ServerCapabilities(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servercapabilities
    """

    completions: Annotated[JSONObject | None, OMIT] = None
    """Words about it."""

    experimental: Annotated[dict[str, JSONObject] | None, OMIT] = None
    """Words about it."""

    extensions: Annotated[dict[str, JSONObject] | None, OMIT] = None
    """Words about it."""

    logging: Annotated[JSONObject | None, OMIT] = None
    """Words about it."""

    prompts: Annotated[ServerCapabilitiesPrompts | None, OMIT] = None
    """Words about it."""

    resources: Annotated[ServerCapabilitiesResources | None, OMIT] = None
    """Words about it."""

    tools: Annotated[ServerCapabilitiesTools | None, OMIT] = None
    """Words about it."""


SingleSelectEnumSchema = TypeAliasType(
    "SingleSelectEnumSchema", UntitledSingleSelectEnumSchema | TitledSingleSelectEnumSchema
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#singleselectenumschema
"""


class SubscriptionsAcknowledgedNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionsacknowledgednotificationparams
    """

    notifications: SubscriptionFilter
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class SubscriptionsListenResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenresult
    """

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    meta: Annotated[SubscriptionsListenResultMetaObject, Field(alias="_meta")]
    """Words about it."""


class TextContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#textcontent
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#tool
    """

    input_schema: Annotated[ToolInputSchema, Field(alias="inputSchema")]
    """Words about it."""

    name: str
    """Words about it."""

    annotations: Annotated[ToolAnnotations | None, OMIT] = None
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Words about it."""

    output_schema: Annotated[ToolOutputSchema | None, Field(alias="outputSchema"), OMIT] = None
    """Words about it."""

    title: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ToolListChangedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toollistchangednotification
    """

    method: Literal["notifications/tools/list_changed"] = "notifications/tools/list_changed"
    """Words about it."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Words about it."""


class UnsupportedProtocolVersionError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#unsupportedprotocolversionerror
    """

    code: Literal[-32022] = -32022
    """Words about it."""

    data: UnsupportedProtocolVersionErrorData
    """Words about it."""

    message: str
    """Words about it."""


class CancelledNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotificationparams
    """

    request_id: Annotated[RequestId, Field(alias="requestId")]
    """Words about it."""

    reason: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ClientCapabilities(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientcapabilities
    """

    elicitation: Annotated[ClientCapabilitiesElicitation | None, OMIT] = None
    """Words about it."""

    experimental: Annotated[dict[str, JSONObject] | None, OMIT] = None
    """Words about it."""

    extensions: Annotated[dict[str, JSONObject] | None, OMIT] = None
    """Words about it."""

    roots: Annotated[ClientCapabilitiesRoots | None, OMIT] = None
    """Words about it."""

    sampling: Annotated[ClientCapabilitiesSampling | None, OMIT] = None
    """Words about it."""


ClientResult = TypeAliasType("ClientResult", Result)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientresult
"""


ContentBlock = TypeAliasType(
    "ContentBlock",
    Annotated[
        TextContent | ImageContent | AudioContent | ResourceLink | EmbeddedResource | UnknownContent, OpenUnion("type")
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#contentblock
"""


class DiscoverResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#discoverresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Words about it."""

    capabilities: ServerCapabilities
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    supported_versions: Annotated[list[str], Field(alias="supportedVersions")]
    """Words about it."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """Words about it. (at least 0.)"""

    instructions: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


EnumSchema = TypeAliasType("EnumSchema", SingleSelectEnumSchema | MultiSelectEnumSchema | LegacyTitledEnumSchema)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#enumschema
"""


class ListPromptsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listpromptsresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Words about it."""

    prompts: list[Prompt]
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """Words about it. (at least 0.)"""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListResourceTemplatesResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcetemplatesresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Words about it."""

    resource_templates: Annotated[list[ResourceTemplate], Field(alias="resourceTemplates")]
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """Words about it. (at least 0.)"""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListResourcesResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcesresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Words about it."""

    resources: list[Resource]
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """Words about it. (at least 0.)"""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ListRootsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listrootsrequest
    """

    method: Literal["roots/list"] = "roots/list"
    """Words about it."""

    params: Annotated[ListRootsRequestParams | None, OMIT] = None
    """Words about it."""


class ListToolsResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listtoolsresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    tools: list[Tool]
    """Words about it."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """Words about it. (at least 0.)"""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class LoggingMessageNotificationParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#loggingmessagenotificationparams
    """

    data: Any
    """Words about it."""

    level: LoggingLevel
    """Words about it."""

    logger: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class MissingRequiredClientCapabilityErrorData(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#missingrequiredclientcapabilityerrordata
    """

    required_capabilities: Annotated[ClientCapabilities, Field(alias="requiredCapabilities")]
    """Words about it."""


PrimitiveSchemaDefinition = TypeAliasType(
    "PrimitiveSchemaDefinition", StringSchema | NumberSchema | BooleanSchema | EnumSchema
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#primitiveschemadefinition
"""


class ProgressNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progressnotification
    """

    method: Literal["notifications/progress"] = "notifications/progress"
    """Words about it."""

    params: ProgressNotificationParams
    """Words about it."""


class PromptMessage(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptmessage
    """

    content: ContentBlock
    """Words about it."""

    role: Role
    """Words about it."""


class RequestMetaObject(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#requestmetaobject
    """

    client_capabilities: Annotated[ClientCapabilities, Field(alias="io.modelcontextprotocol/clientCapabilities")]
    """Words about it."""

    protocol_version: Annotated[str, Field(alias="io.modelcontextprotocol/protocolVersion")]
    """Words about it."""

    client_info: Annotated[Implementation | None, Field(alias="io.modelcontextprotocol/clientInfo"), OMIT] = None
    """Words about it."""

    log_level: Annotated[LoggingLevel | None, Field(alias="io.modelcontextprotocol/logLevel"), OMIT] = None
    """Words about it."""

    progress_token: Annotated[ProgressToken | None, Field(alias="progressToken"), OMIT] = None
    """Words about it."""


class RequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#requestparams
    """

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


class ResourceRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcerequestparams
    """

    uri: str
    """Words about it."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


class ResourceUpdatedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourceupdatednotification
    """

    method: Literal["notifications/resources/updated"] = "notifications/resources/updated"
    """Words about it."""

    params: ResourceUpdatedNotificationParams
    """Words about it."""


class SubscriptionsAcknowledgedNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionsacknowledgednotification
    """

    method: Literal["notifications/subscriptions/acknowledged"] = "notifications/subscriptions/acknowledged"
    """Words about it."""

    params: SubscriptionsAcknowledgedNotificationParams
    """Words about it."""


class SubscriptionsListenRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenrequestparams
    """

    notifications: SubscriptionFilter
    """Words about it."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


class ToolResultContent(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolresultcontent
    """

    type: Literal["tool_result"] = "tool_result"
    """Words about it."""

    content: list[ContentBlock]
    """Words about it."""

    tool_use_id: Annotated[str, Field(alias="toolUseId")]
    """Words about it."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """Words about it."""

    structured_content: Annotated[Any, Field(alias="structuredContent")] = MISSING
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CallToolResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#calltoolresult
    """

    content: list[ContentBlock]
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """Words about it."""

    structured_content: Annotated[Any, Field(alias="structuredContent")] = MISSING
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CancelledNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotification
    """

    method: Literal["notifications/cancelled"] = "notifications/cancelled"
    """Words about it."""

    params: CancelledNotificationParams
    """Words about it."""


ClientNotification = TypeAliasType("ClientNotification", CancelledNotification)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientnotification
"""


class CompleteRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequestparams
    """

    argument: CompleteRequestParamsArgument
    """Words about it."""

    ref: Annotated[PromptReference | ResourceTemplateReference, Field(discriminator="type")]
    """Words about it."""

    context: Annotated[CompleteRequestParamsContext | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


class DiscoverRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#discoverrequest
    """

    method: Literal["server/discover"] = "server/discover"
    """Words about it."""

    params: RequestParams
    """Words about it."""


class ElicitRequestedSchema(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequestedschema
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#getpromptresult
    """

    messages: list[PromptMessage]
    """Words about it."""

    result_type: Annotated[str | None, Field(alias="resultType")] = "complete"
    """Words about it."""

    description: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class LoggingMessageNotification(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#loggingmessagenotification
    """

    method: Literal["notifications/message"] = "notifications/message"
    """Words about it."""

    params: LoggingMessageNotificationParams
    """Words about it."""


class MissingRequiredClientCapabilityError(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#missingrequiredclientcapabilityerror
    """

    code: Literal[-32021] = -32021
    """Words about it."""

    data: MissingRequiredClientCapabilityErrorData
    """Words about it."""

    message: str
    """Words about it."""


class PaginatedRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#paginatedrequestparams
    """

    cursor: Annotated[str | None, OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


SamplingMessageContentBlock = TypeAliasType(
    "SamplingMessageContentBlock",
    Annotated[
        TextContent | ImageContent | AudioContent | ToolUseContent | ToolResultContent | UnknownContent,
        OpenUnion("type"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#samplingmessagecontentblock
"""


ServerNotification = TypeAliasType(
    "ServerNotification",
    Annotated[
        CancelledNotification
        | ProgressNotification
        | ResourceListChangedNotification
        | SubscriptionsAcknowledgedNotification
        | ResourceUpdatedNotification
        | PromptListChangedNotification
        | ToolListChangedNotification
        | LoggingMessageNotification,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servernotification
"""


class SubscriptionsListenRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenrequest
    """

    method: Literal["subscriptions/listen"] = "subscriptions/listen"
    """Words about it."""

    params: SubscriptionsListenRequestParams
    """Words about it."""


class CompleteRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequest
    """

    method: Literal["completion/complete"] = "completion/complete"
    """Words about it."""

    params: CompleteRequestParams
    """Words about it."""


class CreateMessageResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#createmessageresult
    """

    content: SamplingMessageContentBlock | list[SamplingMessageContentBlock]
    """Words about it."""

    model: str
    """Words about it."""

    role: Role
    """Words about it."""

    stop_reason: Annotated[str | None, Field(alias="stopReason"), OMIT] = None
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class ElicitRequestFormParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequestformparams
    """

    message: str
    """Words about it."""

    requested_schema: Annotated[ElicitRequestedSchema, Field(alias="requestedSchema")]
    """Words about it."""

    mode: Annotated[Literal["form"] | None, OMIT] = None
    """Words about it."""


ElicitRequestParams = TypeAliasType("ElicitRequestParams", ElicitRequestFormParams | ElicitRequestURLParams)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequestparams
"""


InputResponse = TypeAliasType("InputResponse", CreateMessageResult | ListRootsResult | ElicitResult)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputresponse
"""


InputResponses = TypeAliasType("InputResponses", dict[str, InputResponse])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputresponses
"""


class ListPromptsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listpromptsrequest
    """

    method: Literal["prompts/list"] = "prompts/list"
    """Words about it."""

    params: PaginatedRequestParams
    """Words about it."""


class ListResourceTemplatesRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcetemplatesrequest
    """

    method: Literal["resources/templates/list"] = "resources/templates/list"
    """Words about it."""

    params: PaginatedRequestParams
    """Words about it."""


class ListResourcesRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcesrequest
    """

    method: Literal["resources/list"] = "resources/list"
    """Words about it."""

    params: PaginatedRequestParams
    """Words about it."""


class ListToolsRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listtoolsrequest
    """

    method: Literal["tools/list"] = "tools/list"
    """Words about it."""

    params: PaginatedRequestParams
    """Words about it."""


class ReadResourceRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#readresourcerequestparams
    """

    uri: str
    """Words about it."""

    input_responses: Annotated[InputResponses | None, Field(alias="inputResponses"), OMIT] = None
    """Words about it."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


class SamplingMessage(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#samplingmessage
    """

    content: SamplingMessageContentBlock | list[SamplingMessageContentBlock]
    """Words about it."""

    role: Role
    """Words about it."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


class CallToolRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#calltoolrequestparams
    """

    name: str
    """Words about it."""

    arguments: Annotated[dict[str, Any] | None, OMIT] = None
    """Words about it."""

    input_responses: Annotated[InputResponses | None, Field(alias="inputResponses"), OMIT] = None
    """Words about it."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


class CreateMessageRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#createmessagerequestparams
    """

    max_tokens: Annotated[Integer, Field(alias="maxTokens")]
    """Words about it."""

    messages: list[SamplingMessage]
    """Words about it."""

    include_context: Annotated[
        Literal["allServers", "none", "thisServer"] | None, Field(alias="includeContext"), OMIT
    ] = None
    """Words about it."""

    metadata: Annotated[JSONObject | None, OMIT] = None
    """Words about it."""

    model_preferences: Annotated[ModelPreferences | None, Field(alias="modelPreferences"), OMIT] = None
    """Words about it."""

    stop_sequences: Annotated[list[str] | None, Field(alias="stopSequences"), OMIT] = None
    """Words about it."""

    system_prompt: Annotated[str | None, Field(alias="systemPrompt"), OMIT] = None
    """Words about it."""

    temperature: Annotated[Number | None, OMIT] = None
    """Words about it."""

    tool_choice: Annotated[ToolChoice | None, Field(alias="toolChoice"), OMIT] = None
    """Words about it."""

    tools: Annotated[list[Tool] | None, OMIT] = None
    """Words about it."""


class ElicitRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequest
    """

    method: Literal["elicitation/create"] = "elicitation/create"
    """Words about it."""

    params: ElicitRequestParams
    """Words about it."""


class GetPromptRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#getpromptrequestparams
    """

    name: str
    """Words about it."""

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Words about it."""

    input_responses: Annotated[InputResponses | None, Field(alias="inputResponses"), OMIT] = None
    """Words about it."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


class InputResponseRequestParams(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputresponserequestparams
    """

    input_responses: Annotated[InputResponses | None, Field(alias="inputResponses"), OMIT] = None
    """Words about it."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """Words about it."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Words about it."""


class ReadResourceRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#readresourcerequest
    """

    method: Literal["resources/read"] = "resources/read"
    """Words about it."""

    params: ReadResourceRequestParams
    """Words about it."""


class CallToolRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#calltoolrequest
    """

    method: Literal["tools/call"] = "tools/call"
    """Words about it."""

    params: CallToolRequestParams
    """Words about it."""


class CreateMessageRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#createmessagerequest
    """

    method: Literal["sampling/createMessage"] = "sampling/createMessage"
    """Words about it."""

    params: CreateMessageRequestParams
    """Words about it."""


class GetPromptRequest(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#getpromptrequest
    """

    method: Literal["prompts/get"] = "prompts/get"
    """Words about it."""

    params: GetPromptRequestParams
    """Words about it."""


InputRequest = TypeAliasType(
    "InputRequest", Annotated[CreateMessageRequest | ListRootsRequest | ElicitRequest, Field(discriminator="method")]
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputrequest
"""


InputRequests = TypeAliasType("InputRequests", dict[str, InputRequest])
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputrequests
"""


class InputRequiredResult(MCPModel):
    """Words about it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputrequiredresult
    """

    result_type: Annotated[str | None, Field(alias="resultType")] = "input_required"
    """Words about it."""

    input_requests: Annotated[InputRequests | None, Field(alias="inputRequests"), OMIT] = None
    """Words about it."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """Words about it."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Words about it."""


ServerResult = TypeAliasType(
    "ServerResult",
    Result
    | InputRequiredResult
    | DiscoverResult
    | ListResourcesResult
    | ListResourceTemplatesResult
    | ReadResourceResult
    | SubscriptionsListenResult
    | ListPromptsResult
    | GetPromptResult
    | ListToolsResult
    | CallToolResult
    | CompleteResult,
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#serverresult
"""


ClientRequest = TypeAliasType(
    "ClientRequest",
    Annotated[
        DiscoverRequest
        | ListResourcesRequest
        | ListResourceTemplatesRequest
        | ReadResourceRequest
        | SubscriptionsListenRequest
        | ListPromptsRequest
        | GetPromptRequest
        | ListToolsRequest
        | CallToolRequest
        | CompleteRequest,
        Field(discriminator="method"),
    ],
)
"""Words about it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientrequest
"""
