"""The types of MCP 2025-06-18. Generated from its official schema; do not edit."""

from typing import Annotated, Any, Literal

from mcprism_types.base import OMIT, Integer, MCPModel, Number, OpenUnion, UnknownContent
from pydantic import Field
from typing_extensions import TypeAliasType


class BaseMetadata(MCPModel):
    """Base of everything that has a technical name and a label for people.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#basemetadata
    """

    name: str
    """Technical name, used in code; also shown to people if there is no title."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class BooleanSchema(MCPModel):
    """A form field that the user answers with yes or no.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#booleanschema
    """

    type: Literal["boolean"] = "boolean"
    """Always `boolean`: the answer is yes or no."""

    default: Annotated[bool | None, OMIT] = None
    """Answer that the form shows before the user changes anything."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class ClientCapabilitiesRoots(MCPModel):
    """How the client supports roots beyond answering `roots/list`.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientcapabilities
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """True when the client announces changes of its roots; absent means it does not."""


class CompleteRequestParamsArgument(MCPModel):
    """The argument being typed and its text so far.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completerequest
    """

    name: str
    """Which argument of the prompt, or variable of the template, is being typed."""

    value: str
    """Text typed so far, from which suggestions are derived; may be empty."""


class CompleteRequestParamsContext(MCPModel):
    """Choices made before this one, which may narrow the suggestions.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completerequest
    """

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Values already settled for other arguments or variables, by name."""


class CompleteResultCompletion(MCPModel):
    """The suggestions themselves, and whether these are all.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completeresult
    """

    values: list[str]
    """Suggested values, most relevant first, at most 100."""

    has_more: Annotated[bool | None, Field(alias="hasMore"), OMIT] = None
    """True when suggestions were left out of `values`, whether or not `total` is known."""

    total: Annotated[Integer | None, OMIT] = None
    """How many suggestions exist, sent or not; absent when not counted."""


Cursor = TypeAliasType("Cursor", str)
"""Position in a paged list, meaningful only to the server that issued it.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#cursor
"""


class EnumSchema(MCPModel):
    """A form field with fixed choices of which the user picks one.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#enumschema
    """

    type: Literal["string"] = "string"
    """Always `string`: the answer is one of the values on offer."""

    enum: list[str]
    """The values on offer, in the order in which to show them."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    enum_names: Annotated[list[str] | None, Field(alias="enumNames"), OMIT] = None
    """Labels for the values of `enum`, in the same order; without them, the values are shown."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class Implementation(MCPModel):
    """Name and version of a piece of software that speaks the protocol; self-declared, for display and logs.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#implementation
    """

    name: str
    """Technical name of the software; also shown to people if there is no title."""

    version: str
    """Which release of the software, in its own notation."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


LoggingLevel = TypeAliasType(
    "LoggingLevel", Literal["alert", "critical", "debug", "emergency", "error", "info", "notice", "warning"]
)
"""How serious a log message is, from `debug` up to `emergency`; the levels of syslog (RFC 5424).

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#logginglevel
"""


MetaObject = TypeAliasType("MetaObject", dict[str, Any])
"""Metadata by namespaced key; prefixes that belong to the protocol are not for applications.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/basic
"""


class ModelHint(MCPModel):
    """A wish for a certain model or model family; the client may choose another.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#modelhint
    """

    name: Annotated[str | None, OMIT] = None
    """Part of a model's name to look for; a client without such a model may take a comparable one."""


class ModelPreferences(MCPModel):
    """What the server values in a model, as advice to the client, which has the last word.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#modelpreferences
    """

    cost_priority: Annotated[Number | None, Field(alias="costPriority", ge=0, le=1), OMIT] = None
    """Weight of a low price, from 0 (of no interest) to 1 (above all else). (at least 0, at most 1.)"""

    hints: Annotated[list[ModelHint] | None, OMIT] = None
    """Models or families to look for, the best first; they count for more than the weights."""

    intelligence_priority: Annotated[Number | None, Field(alias="intelligencePriority", ge=0, le=1), OMIT] = None
    """Weight of a capable model, from 0 (of no interest) to 1 (above all else). (at least 0, at most 1.)"""

    speed_priority: Annotated[Number | None, Field(alias="speedPriority", ge=0, le=1), OMIT] = None
    """Weight of a quick answer, from 0 (of no interest) to 1 (above all else). (at least 0, at most 1.)"""


NotificationMetaObject = TypeAliasType("NotificationMetaObject", dict[str, Any])
"""Metadata of a notification.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/basic
"""


class NotificationParams(MCPModel):
    """What the parameters of all notifications share: the metadata.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializednotification
    """

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class NumberSchema(MCPModel):
    """A form field that the user answers with a number.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#numberschema
    """

    type: Literal["integer", "number"]
    """`integer` for whole numbers only, `number` for any."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    maximum: Annotated[Number | None, OMIT] = None
    """Largest number accepted; no upper bound when absent."""

    minimum: Annotated[Number | None, OMIT] = None
    """Smallest number accepted; no lower bound when absent."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


ProgressToken = TypeAliasType("ProgressToken", str | Integer)
"""Links progress reports to a request; chosen by the requester, unique among its open requests.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#progresstoken
"""


class PromptArgument(MCPModel):
    """A value that a prompt takes, always given as text.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#promptargument
    """

    name: str
    """Key of the argument in `prompts/get`; also shown to people if there is no title."""

    description: Annotated[str | None, OMIT] = None
    """What to enter for the argument, for people."""

    required: Annotated[bool | None, OMIT] = None
    """True when the prompt cannot be filled in without it; absent means it can."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class PromptListChangedNotification(MCPModel):
    """Tells the client that the prompts on offer have changed; list them again.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#promptlistchangednotification
    """

    method: Literal["notifications/prompts/list_changed"] = "notifications/prompts/list_changed"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class PromptReference(MCPModel):
    """Points to a prompt by name, to complete one of its arguments.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#promptreference
    """

    type: Literal["ref/prompt"] = "ref/prompt"
    """Constant that tells this type from others in the same place."""

    name: str
    """Which prompt, by its `name` in the list of prompts."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


RequestId = TypeAliasType("RequestId", str | Integer)
"""Pairs an answer with its request: text or a whole number, never null.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#requestid
"""


class RequestMetaObject(MCPModel):
    """Metadata of a request: a progress token where reports are wanted, and keys of applications.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/basic
    """

    progress_token: Annotated[ProgressToken | None, Field(alias="progressToken"), OMIT] = None
    """Asks for progress reports that carry this token; absent means none are wanted."""


class RequestParams(MCPModel):
    """What the parameters of all requests share: the metadata.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listrootsrequest
    """

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ResourceContents(MCPModel):
    """Base of resource contents: the URI and media type that text and binary contents share.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcecontents
    """

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ResourceListChangedNotification(MCPModel):
    """Tells the client that the resources on offer have changed; list them again.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcelistchangednotification
    """

    method: Literal["notifications/resources/list_changed"] = "notifications/resources/list_changed"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ResourceTemplateReference(MCPModel):
    """Points to a resource template by URI, to complete one of its variables.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcetemplatereference
    """

    type: Literal["ref/resource"] = "ref/resource"
    """Constant that tells this type from others in the same place."""

    uri: str
    """Which template, by its `uri_template`; a plain URI is accepted too."""


class ResourceUpdatedNotificationParams(MCPModel):
    """Parameters of `notifications/resources/updated`: which resource has new contents.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourceupdatednotification
    """

    uri: str
    """What has changed: the watched resource itself or a part of it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


ResultMetaObject = TypeAliasType("ResultMetaObject", dict[str, Any])
"""Metadata of a result.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/basic
"""


Role = TypeAliasType("Role", Literal["assistant", "user"])
"""Who speaks or is spoken to: `user` or `assistant`.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#role
"""


class Root(MCPModel):
    """A directory or file on the client's side that the server may work on.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#root
    """

    uri: str
    """Location of the directory or file; only `file://` is allowed."""

    name: Annotated[str | None, OMIT] = None
    """Label to show to people; absent when the URI has to do."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class RootsListChangedNotification(MCPModel):
    """Tells the server that the roots have changed; ask for them again.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#rootslistchangednotification
    """

    method: Literal["notifications/roots/list_changed"] = "notifications/roots/list_changed"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ServerCapabilitiesPrompts(MCPModel):
    """How the server supports prompts beyond listing and filling them in.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servercapabilities
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """True when the server announces changes of its prompt list; absent means it does not."""


class ServerCapabilitiesResources(MCPModel):
    """How the server supports resources beyond listing and reading them.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servercapabilities
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """True when the server announces changes of its resource list; absent means it does not."""

    subscribe: Annotated[bool | None, OMIT] = None
    """True when clients may watch single resources for new contents; absent means they may not."""


class ServerCapabilitiesTools(MCPModel):
    """How the server supports tools beyond listing and calling them.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servercapabilities
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """True when the server announces changes of its tool list; absent means it does not."""


class SetLevelRequestParams(MCPModel):
    """Parameters of `logging/setLevel`: the least severe level wanted.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#setlevelrequest
    """

    level: LoggingLevel
    """Least severe level to send; more severe messages come as well."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class StringSchema(MCPModel):
    """A form field that the user answers with text.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#stringschema
    """

    type: Literal["string"] = "string"
    """Always `string`: the answer is text."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    format: Annotated[Literal["date", "date-time", "email", "uri"] | None, OMIT] = None
    """Notation the text must follow: `email`, `uri`, `date` or `date-time`; free text when absent."""

    max_length: Annotated[Integer | None, Field(alias="maxLength"), OMIT] = None
    """Largest number of characters accepted; unlimited when absent."""

    min_length: Annotated[Integer | None, Field(alias="minLength"), OMIT] = None
    """Smallest number of characters accepted; none are needed when absent."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class SubscribeRequestParams(MCPModel):
    """Parameters of `resources/subscribe`: which resource to watch.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#subscriberequest
    """

    uri: str
    """Address of the resource to watch."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class TextResourceContents(MCPModel):
    """Contents of a resource that is text.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#textresourcecontents
    """

    text: str
    """The contents as text; binary data never stands here."""

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ToolAnnotations(MCPModel):
    """Claims of a server about how its tool behaves; do not rely on them unless you trust the server.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations
    """

    destructive_hint: Annotated[bool | None, Field(alias="destructiveHint"), OMIT] = None
    """False when the tool only adds and never deletes or overwrites; absent means it may."""

    idempotent_hint: Annotated[bool | None, Field(alias="idempotentHint"), OMIT] = None
    """True when repeating a call with equal arguments changes nothing more; absent means it may."""

    open_world_hint: Annotated[bool | None, Field(alias="openWorldHint"), OMIT] = None
    """False when the tool stays within a closed domain, such as its own notes; absent means it may reach beyond."""

    read_only_hint: Annotated[bool | None, Field(alias="readOnlyHint"), OMIT] = None
    """True when calls change nothing, which makes the destructive and idempotent hints moot; absent means they may."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people if the tool itself has no title."""


ToolInputSchema = TypeAliasType("ToolInputSchema", dict[str, Any])
"""JSON Schema of a tool's arguments, kept exactly as the server sent it; its root is an object.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#tool
"""


class ToolListChangedNotification(MCPModel):
    """Tells the client that the tools on offer have changed; list them again.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#toollistchangednotification
    """

    method: Literal["notifications/tools/list_changed"] = "notifications/tools/list_changed"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


ToolOutputSchema = TypeAliasType("ToolOutputSchema", dict[str, Any])
"""JSON Schema of a tool's structured output, kept exactly as sent; its root is an object.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#tool
"""


class UnsubscribeRequestParams(MCPModel):
    """Parameters of `resources/unsubscribe`: which resource to stop watching.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#unsubscriberequest
    """

    uri: str
    """Address of the resource that need not be watched any more."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class Annotations(MCPModel):
    """Hints on a piece of content: whom it is for, how much it matters, how recent it is.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#annotations
    """

    audience: Annotated[list[Role] | None, OMIT] = None
    """Roles the content is meant for; name both when user and model should see it."""

    last_modified: Annotated[str | None, Field(alias="lastModified"), OMIT] = None
    """When the content last changed, as an ISO 8601 date and time."""

    priority: Annotated[Number | None, Field(ge=0, le=1), OMIT] = None
    """Importance from 0 (can be left out) to 1 (cannot be done without). (at least 0, at most 1.)"""


class AudioContent(MCPModel):
    """A sound clip as a content block, encoded as base64.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#audiocontent
    """

    type: Literal["audio"] = "audio"
    """Constant that tells this type from others in the same place."""

    data: str
    """The sound, encoded as base64."""

    mime_type: Annotated[str, Field(alias="mimeType")]
    """Media type of the sound, such as `audio/wav`."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class BlobResourceContents(MCPModel):
    """Contents of a resource that is binary data, encoded as base64.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#blobresourcecontents
    """

    blob: str
    """The binary contents, encoded as base64."""

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class CallToolRequestParams(MCPModel):
    """Parameters of `tools/call`: which tool to run, and with what arguments.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#calltoolrequest
    """

    name: str
    """Which tool to run, by its `name` in the list of tools."""

    arguments: Annotated[dict[str, Any] | None, OMIT] = None
    """Values for the tool's arguments, by name, as its input schema demands; absent means none."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class CancelledNotificationParams(MCPModel):
    """Parameters of `notifications/cancelled`: which request is withdrawn, and perhaps why.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#cancellednotification
    """

    request_id: Annotated[RequestId, Field(alias="requestId")]
    """Names the withdrawn request; it must be one that the sender itself made."""

    reason: Annotated[str | None, OMIT] = None
    """Why the request was withdrawn, for logs or to show to the user."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ClientCapabilities(MCPModel):
    """Optional features a client offers; what is absent must not be used by the server.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientcapabilities
    """

    elicitation: Annotated[dict[str, Any] | None, OMIT] = None
    """Declared when the client can put questions to its user."""

    experimental: Annotated[dict[str, dict[str, Any]] | None, OMIT] = None
    """Features outside the specification, by name, each with its settings."""

    roots: Annotated[ClientCapabilitiesRoots | None, OMIT] = None
    """Declared when the client answers `roots/list`."""

    sampling: Annotated[dict[str, Any] | None, OMIT] = None
    """Declared when the client lets servers use its model."""


class CompleteRequestParams(MCPModel):
    """Parameters of `completion/complete`: what is being filled in, and how far it has got.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completerequest
    """

    argument: CompleteRequestParamsArgument
    """What is being typed: which argument, and the text so far."""

    ref: Annotated[PromptReference | ResourceTemplateReference, Field(discriminator="type")]
    """The prompt or resource template that the argument belongs to."""

    context: Annotated[CompleteRequestParamsContext | None, OMIT] = None
    """Choices made before this one; absent when there are none."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class CompleteResult(MCPModel):
    """Suggested values for an argument, at most 100 of them.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completeresult
    """

    completion: CompleteResultCompletion
    """The suggestions, with a note on how many more there are."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ElicitResult(MCPModel):
    """The user's decision on an elicitation, with the values entered if it was accepted.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#elicitresult
    """

    action: Literal["accept", "cancel", "decline"]
    """What the user did: `accept`, `decline`, or `cancel` for leaving without an answer."""

    content: Annotated[dict[str, str | Number | bool] | None, OMIT] = None
    """Values entered into the form, by field name; absent unless a form was accepted."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class EmbeddedResource(MCPModel):
    """A resource as a content block, with its contents included.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#embeddedresource
    """

    type: Literal["resource"] = "resource"
    """Constant that tells this type from others in the same place."""

    resource: TextResourceContents | BlobResourceContents
    """The contents: text, or binary data in base64, with their URI."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class EmptyResult(MCPModel):
    """Acknowledges a request that has nothing to return.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#emptyresult
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class GetPromptRequestParams(MCPModel):
    """Parameters of `prompts/get`: which prompt, and the values to fill in.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#getpromptrequest
    """

    name: str
    """Which prompt to fill in, by its `name` in the list of prompts."""

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Texts to fill in, by argument name; absent means none."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ImageContent(MCPModel):
    """An image as a content block, encoded as base64.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#imagecontent
    """

    type: Literal["image"] = "image"
    """Constant that tells this type from others in the same place."""

    data: str
    """The image, encoded as base64."""

    mime_type: Annotated[str, Field(alias="mimeType")]
    """Media type of the image, such as `image/png`."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class InitializeRequestParams(MCPModel):
    """Parameters of `initialize`: the version and features the client offers.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializerequest
    """

    capabilities: ClientCapabilities
    """Optional features the client offers for the whole session."""

    client_info: Annotated[Implementation, Field(alias="clientInfo")]
    """Which client software is connecting; for display and logs."""

    protocol_version: Annotated[str, Field(alias="protocolVersion")]
    """Version the client wants to speak, normally the newest it knows."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class InitializedNotification(MCPModel):
    """Tells the server that the handshake is over and normal requests may flow.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializednotification
    """

    method: Literal["notifications/initialized"] = "notifications/initialized"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ListRootsRequest(MCPModel):
    """Asks the client which directories and files the server should work on.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listrootsrequest
    """

    method: Literal["roots/list"] = "roots/list"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[RequestParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ListRootsResult(MCPModel):
    """Directories and files the client lets the server work on.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listrootsresult
    """

    roots: list[Root]
    """All roots at the moment of asking; an empty list means none."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class LoggingMessageNotificationParams(MCPModel):
    """Parameters of `notifications/message`: severity, source and the logged value.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#loggingmessagenotification
    """

    data: Any
    """What was logged: a text or any other JSON value. Must hold no secrets."""

    level: LoggingLevel
    """How serious the message is."""

    logger: Annotated[str | None, OMIT] = None
    """Part of the server that logged it; absent when not told."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class PaginatedRequestParams(MCPModel):
    """Parameters of requests for a list: which page to return.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listpromptsrequest
    """

    cursor: Annotated[str | None, OMIT] = None
    """The `next_cursor` of the page before; absent asks for the first page."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class PaginatedResult(MCPModel):
    """Base of results that hold one page of a list.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#paginatedresult
    """

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class PingRequest(MCPModel):
    """Checks that the peer still answers; either side may send it at any time.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#pingrequest
    """

    method: Literal["ping"] = "ping"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[RequestParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


PrimitiveSchemaDefinition = TypeAliasType(
    "PrimitiveSchemaDefinition", StringSchema | NumberSchema | BooleanSchema | EnumSchema
)
"""One field of an elicitation form: text, number, yes or no, or a choice.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#primitiveschemadefinition
"""


class ProgressNotificationParams(MCPModel):
    """Parameters of `notifications/progress`: how much is done, out of how much.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#progressnotification
    """

    progress: Number
    """Amount of work done, in any unit; larger in each report than in the one before."""

    progress_token: Annotated[ProgressToken, Field(alias="progressToken")]
    """The token that came with the request this reports on."""

    message: Annotated[str | None, OMIT] = None
    """What is going on right now, for people; absent when there is nothing to say."""

    total: Annotated[Number | None, OMIT] = None
    """Amount of work in all, in the unit of `progress`; absent when not known."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class Prompt(MCPModel):
    """A message template for users to pick; the server fills it in with their arguments.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#prompt
    """

    name: str
    """Identifies the prompt in `prompts/get`; also shown to people if there is no title."""

    arguments: Annotated[list[PromptArgument] | None, OMIT] = None
    """Arguments that `prompts/get` takes for it; absent means none."""

    description: Annotated[str | None, OMIT] = None
    """What the prompt does, for people who choose among several."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ReadResourceRequestParams(MCPModel):
    """Parameters of `resources/read`: which resource to return.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#readresourcerequest
    """

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ReadResourceResult(MCPModel):
    """Contents of a resource, possibly in several parts.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#readresourceresult
    """

    contents: list[TextResourceContents | BlobResourceContents]
    """The parts of the resource; more than one when the URI stands for several, as a directory does."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class Resource(MCPModel):
    """Data the server can provide, found by its URI; the contents come with `resources/read`.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resource
    """

    name: str
    """Technical name of the resource; also shown to people if there is no title."""

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    description: Annotated[str | None, OMIT] = None
    """What the resource holds, for people and for the model."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    size: Annotated[Integer | None, OMIT] = None
    """Number of bytes in the contents before any encoding; absent when not known in advance."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ResourceLink(MCPModel):
    """Points to a resource without its contents; it need not appear in `resources/list`.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcelink
    """

    type: Literal["resource_link"] = "resource_link"
    """Constant that tells this type from others in the same place."""

    name: str
    """Technical name of the resource; also shown to people if there is no title."""

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    description: Annotated[str | None, OMIT] = None
    """What the resource holds, for people and for the model."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    size: Annotated[Integer | None, OMIT] = None
    """Number of bytes in the contents before any encoding; absent when not known in advance."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ResourceTemplate(MCPModel):
    """A family of resources whose URIs are made by filling in a template.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourcetemplate
    """

    name: str
    """Technical name of the template; also shown to people if there is no title."""

    uri_template: Annotated[str, Field(alias="uriTemplate")]
    """Pattern to expand, by the rules of RFC 6570, into the URI of a resource."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    description: Annotated[str | None, OMIT] = None
    """What its resources hold, for people and for the model."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type that all its resources have; absent when they differ."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ResourceUpdatedNotification(MCPModel):
    """Tells a subscribed client that a resource has new contents; read it again if they matter.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#resourceupdatednotification
    """

    method: Literal["notifications/resources/updated"] = "notifications/resources/updated"
    """Name of the method on the wire; constant for each message type."""

    params: ResourceUpdatedNotificationParams
    """Parameters of the method; optional where the method can do without any."""


class Result(MCPModel):
    """Base of all results; methods add members of their own.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#result
    """

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ServerCapabilities(MCPModel):
    """Optional features a server offers; what is absent must not be used by the client.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servercapabilities
    """

    completions: Annotated[dict[str, Any] | None, OMIT] = None
    """Declared when the server answers `completion/complete`."""

    experimental: Annotated[dict[str, dict[str, Any]] | None, OMIT] = None
    """Features outside the specification, by name, each with its settings."""

    logging: Annotated[dict[str, Any] | None, OMIT] = None
    """Declared when the server may send log messages."""

    prompts: Annotated[ServerCapabilitiesPrompts | None, OMIT] = None
    """Declared when the server answers `prompts/list` and `prompts/get`."""

    resources: Annotated[ServerCapabilitiesResources | None, OMIT] = None
    """Declared when the server answers `resources/list` and `resources/read`."""

    tools: Annotated[ServerCapabilitiesTools | None, OMIT] = None
    """Declared when the server answers `tools/list` and `tools/call`."""


class SetLevelRequest(MCPModel):
    """Asks the server to send log messages from a certain severity upwards.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#setlevelrequest
    """

    method: Literal["logging/setLevel"] = "logging/setLevel"
    """Name of the method on the wire; constant for each message type."""

    params: SetLevelRequestParams
    """Parameters of the method; optional where the method can do without any."""


class SubscribeRequest(MCPModel):
    """Asks to be told whenever the contents of one resource change.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#subscriberequest
    """

    method: Literal["resources/subscribe"] = "resources/subscribe"
    """Name of the method on the wire; constant for each message type."""

    params: SubscribeRequestParams
    """Parameters of the method; optional where the method can do without any."""


class TextContent(MCPModel):
    """Text as a content block.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#textcontent
    """

    type: Literal["text"] = "text"
    """Constant that tells this type from others in the same place."""

    text: str
    """The text itself, for the model or the user to read."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class Tool(MCPModel):
    """A function of the server that a model can call: name, purpose and the arguments it takes.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#tool
    """

    input_schema: Annotated[ToolInputSchema, Field(alias="inputSchema")]
    """JSON Schema that the arguments of a call must satisfy."""

    name: str
    """Identifies the tool in calls; unique within the server."""

    annotations: Annotated[ToolAnnotations | None, OMIT] = None
    """What the server claims about the tool's behaviour; not to be trusted blindly."""

    description: Annotated[str | None, OMIT] = None
    """What the tool does and when to use it, written for the model."""

    output_schema: Annotated[ToolOutputSchema | None, Field(alias="outputSchema"), OMIT] = None
    """JSON Schema that the structured result satisfies; absent means its form is not promised."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the title in `annotations`, else the name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class UnsubscribeRequest(MCPModel):
    """Asks the server to stop reporting changes of a resource.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#unsubscriberequest
    """

    method: Literal["resources/unsubscribe"] = "resources/unsubscribe"
    """Name of the method on the wire; constant for each message type."""

    params: UnsubscribeRequestParams
    """Parameters of the method; optional where the method can do without any."""


class CallToolRequest(MCPModel):
    """Asks the server to run a tool.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#calltoolrequest
    """

    method: Literal["tools/call"] = "tools/call"
    """Name of the method on the wire; constant for each message type."""

    params: CallToolRequestParams
    """Parameters of the method; optional where the method can do without any."""


class CancelledNotification(MCPModel):
    """Withdraws a request: the sender no longer waits for its answer. Never valid for `initialize`.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#cancellednotification
    """

    method: Literal["notifications/cancelled"] = "notifications/cancelled"
    """Name of the method on the wire; constant for each message type."""

    params: CancelledNotificationParams
    """Parameters of the method; optional where the method can do without any."""


class CompleteRequest(MCPModel):
    """Asks the server to suggest values for an argument that is being typed.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#completerequest
    """

    method: Literal["completion/complete"] = "completion/complete"
    """Name of the method on the wire; constant for each message type."""

    params: CompleteRequestParams
    """Parameters of the method; optional where the method can do without any."""


ContentBlock = TypeAliasType(
    "ContentBlock",
    Annotated[
        TextContent | ImageContent | AudioContent | ResourceLink | EmbeddedResource | UnknownContent, OpenUnion("type")
    ],
)
"""One block of content: text, image, audio, resource link or embedded resource.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#contentblock
"""


class ElicitRequestedSchema(MCPModel):
    """The form to show: an object schema with simple fields only, none of them nested.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#elicitrequest
    """

    type: Literal["object"] = "object"
    """Always `object`: the answer is a set of named values."""

    properties: dict[str, PrimitiveSchemaDefinition]
    """The fields of the form, by the names under which the answers come back."""

    required: Annotated[list[str] | None, OMIT] = None
    """Names of the properties that must be present; the others may be left out."""


class GetPromptRequest(MCPModel):
    """Asks the server to fill in one of its prompts and return the messages.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#getpromptrequest
    """

    method: Literal["prompts/get"] = "prompts/get"
    """Name of the method on the wire; constant for each message type."""

    params: GetPromptRequestParams
    """Parameters of the method; optional where the method can do without any."""


class InitializeRequest(MCPModel):
    """Opens a session: the client offers a protocol version and its capabilities. Always sent first.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializerequest
    """

    method: Literal["initialize"] = "initialize"
    """Name of the method on the wire; constant for each message type."""

    params: InitializeRequestParams
    """Parameters of the method; optional where the method can do without any."""


class InitializeResult(MCPModel):
    """The server's side of the handshake: the version it chose and what it offers.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#initializeresult
    """

    capabilities: ServerCapabilities
    """Optional features the server offers for the whole session."""

    protocol_version: Annotated[str, Field(alias="protocolVersion")]
    """Version the session will use; a client that does not speak it has to disconnect."""

    server_info: Annotated[Implementation, Field(alias="serverInfo")]
    """Which server software answered; for display and logs."""

    instructions: Annotated[str | None, OMIT] = None
    """Guidance on the server as a whole, written for the model and often added to its system prompt."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ListPromptsRequest(MCPModel):
    """Asks for one page of the prompts a server offers.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listpromptsrequest
    """

    method: Literal["prompts/list"] = "prompts/list"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ListPromptsResult(MCPModel):
    """One page of prompts, and where the next page begins.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listpromptsresult
    """

    prompts: list[Prompt]
    """The prompts on this page."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ListResourceTemplatesRequest(MCPModel):
    """Asks for one page of the URI templates a server offers.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listresourcetemplatesrequest
    """

    method: Literal["resources/templates/list"] = "resources/templates/list"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ListResourceTemplatesResult(MCPModel):
    """One page of resource templates, and where the next page begins.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listresourcetemplatesresult
    """

    resource_templates: Annotated[list[ResourceTemplate], Field(alias="resourceTemplates")]
    """The resource templates on this page."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ListResourcesRequest(MCPModel):
    """Asks for one page of the resources a server offers.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listresourcesrequest
    """

    method: Literal["resources/list"] = "resources/list"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ListResourcesResult(MCPModel):
    """One page of resources, and where the next page begins.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listresourcesresult
    """

    resources: list[Resource]
    """The resources on this page."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ListToolsRequest(MCPModel):
    """Asks for one page of the tools a server offers.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listtoolsrequest
    """

    method: Literal["tools/list"] = "tools/list"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[PaginatedRequestParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ListToolsResult(MCPModel):
    """One page of tools, and where the next page begins.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#listtoolsresult
    """

    tools: list[Tool]
    """The tools on this page."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class LoggingMessageNotification(MCPModel):
    """Carries a log message of the server; before `logging/setLevel`, the server picks the level.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#loggingmessagenotification
    """

    method: Literal["notifications/message"] = "notifications/message"
    """Name of the method on the wire; constant for each message type."""

    params: LoggingMessageNotificationParams
    """Parameters of the method; optional where the method can do without any."""


class ProgressNotification(MCPModel):
    """Reports to the requester how far a request has come; sent only if it gave a progress token.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#progressnotification
    """

    method: Literal["notifications/progress"] = "notifications/progress"
    """Name of the method on the wire; constant for each message type."""

    params: ProgressNotificationParams
    """Parameters of the method; optional where the method can do without any."""


class PromptMessage(MCPModel):
    """One message of a filled-in prompt: who says it and what.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#promptmessage
    """

    content: ContentBlock
    """What is said: one content block."""

    role: Role
    """Who says it: `user` or `assistant`."""


class ReadResourceRequest(MCPModel):
    """Asks the server for what is in a resource.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#readresourcerequest
    """

    method: Literal["resources/read"] = "resources/read"
    """Name of the method on the wire; constant for each message type."""

    params: ReadResourceRequestParams
    """Parameters of the method; optional where the method can do without any."""


SamplingMessageContentBlock = TypeAliasType(
    "SamplingMessageContentBlock",
    Annotated[TextContent | ImageContent | AudioContent | UnknownContent, OpenUnion("type")],
)
"""One block of a sampling message: text, image or audio.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#createmessageresult
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
"""Any notification a server may send, told apart by its method.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#servernotification
"""


class CallToolResult(MCPModel):
    """What a tool call answered: content for the model, structured data, or a tool error.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#calltoolresult
    """

    content: list[ContentBlock]
    """What the tool has to say to the model, in order; may be empty."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """True when the tool failed and the content says how; absent means it succeeded."""

    structured_content: Annotated[dict[str, Any] | None, Field(alias="structuredContent"), OMIT] = None
    """The result as data for programs: an object that fits `output_schema`, if the tool declares one."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


ClientNotification = TypeAliasType(
    "ClientNotification",
    Annotated[
        CancelledNotification | InitializedNotification | ProgressNotification | RootsListChangedNotification,
        Field(discriminator="method"),
    ],
)
"""Any notification a client may send, told apart by its method.

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
"""Any request a client may send, told apart by its method.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientrequest
"""


class CreateMessageResult(MCPModel):
    """The message that the client's model wrote, and why it stopped there.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#createmessageresult
    """

    content: SamplingMessageContentBlock
    """What the model wrote: a single block."""

    model: str
    """Which model wrote the answer, as the client calls it."""

    role: Role
    """Who says it: `user` or `assistant`."""

    stop_reason: Annotated[str | None, Field(alias="stopReason"), OMIT] = None
    """Why the model stopped, such as `endTurn` or `maxTokens`; other values are allowed, absent is unknown."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ElicitRequestParams(MCPModel):
    """Parameters of `elicitation/create`: a question and the form to show; never ask for secrets this way.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#elicitrequest
    """

    message: str
    """Question to show above the form: what is wanted, and what for."""

    requested_schema: Annotated[ElicitRequestedSchema, Field(alias="requestedSchema")]
    """The form's fields and which of them must be filled in."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class GetPromptResult(MCPModel):
    """A filled-in prompt: messages to hand to the model.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#getpromptresult
    """

    messages: list[PromptMessage]
    """Messages to give to the model, in this order."""

    description: Annotated[str | None, OMIT] = None
    """What the prompt is about, for people; absent when it says nothing beyond the listing."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class SamplingMessage(MCPModel):
    """One message of a conversation with the client's model.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#samplingmessage
    """

    content: SamplingMessageContentBlock
    """What is said: a single block."""

    role: Role
    """Who says it: `user` or `assistant`."""


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
"""Any result with which a server may answer a client's request.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#serverresult
"""


ClientResult = TypeAliasType("ClientResult", Result | CreateMessageResult | ListRootsResult | ElicitResult)
"""Any result with which a client may answer a server's request.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#clientresult
"""


class CreateMessageRequestParams(MCPModel):
    """Parameters of `sampling/createMessage`: the conversation, limits and wishes for the model.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#createmessagerequest
    """

    max_tokens: Annotated[Integer, Field(alias="maxTokens")]
    """Upper limit on the length of the answer, in tokens; the client may set a lower one."""

    messages: list[SamplingMessage]
    """The conversation to continue, oldest message first."""

    include_context: Annotated[
        Literal["allServers", "none", "thisServer"] | None, Field(alias="includeContext"), OMIT
    ] = None
    """Whose context to add: `none`, `thisServer` or `allServers`; the client may refuse."""

    metadata: Annotated[dict[str, Any] | None, OMIT] = None
    """Settings for the model's provider, in that provider's own form."""

    model_preferences: Annotated[ModelPreferences | None, Field(alias="modelPreferences"), OMIT] = None
    """What matters in the choice of a model; advice that the client may overrule."""

    stop_sequences: Annotated[list[str] | None, Field(alias="stopSequences"), OMIT] = None
    """Texts at which the model stops writing; absent or empty means none."""

    system_prompt: Annotated[str | None, Field(alias="systemPrompt"), OMIT] = None
    """Instructions to put before the conversation; the client decides whether and how to use them."""

    temperature: Annotated[Number | None, OMIT] = None
    """How varied the answer may be, on the scale of the model that is used."""

    meta: Annotated[RequestMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ElicitRequest(MCPModel):
    """Asks the client to put a question to its user, as a form to fill in.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#elicitrequest
    """

    method: Literal["elicitation/create"] = "elicitation/create"
    """Name of the method on the wire; constant for each message type."""

    params: ElicitRequestParams
    """Parameters of the method; optional where the method can do without any."""


class CreateMessageRequest(MCPModel):
    """Asks the client to let its model write the next message, under the user's control.

    Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#createmessagerequest
    """

    method: Literal["sampling/createMessage"] = "sampling/createMessage"
    """Name of the method on the wire; constant for each message type."""

    params: CreateMessageRequestParams
    """Parameters of the method; optional where the method can do without any."""


ServerRequest = TypeAliasType(
    "ServerRequest",
    Annotated[PingRequest | CreateMessageRequest | ListRootsRequest | ElicitRequest, Field(discriminator="method")],
)
"""Any request a server may send, told apart by its method.

Spec: https://modelcontextprotocol.io/specification/2025-06-18/schema#serverrequest
"""
