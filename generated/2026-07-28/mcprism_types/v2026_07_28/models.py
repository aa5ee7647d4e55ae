"""The types of MCP 2026-07-28. Generated from its official schema; do not edit."""

from typing import Annotated, Any, Literal

from mcprism_types.base import OMIT, Integer, MCPModel, Number, OpenUnion, UnknownContent
from pydantic import MISSING, Field
from typing_extensions import TypeAliasType


class BaseMetadata(MCPModel):
    """Base of everything that has a technical name and a label for people.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#basemetadata
    """

    name: str
    """Technical name, used in code; also shown to people if there is no title."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class BooleanSchema(MCPModel):
    """A form field that the user answers with yes or no.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#booleanschema
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
    """Says that the client supports roots; it has no settings. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientcapabilities
    """


class CompleteRequestParamsArgument(MCPModel):
    """The argument being typed and its text so far.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequestparams
    """

    name: str
    """Which argument of the prompt, or variable of the template, is being typed."""

    value: str
    """Text typed so far, from which suggestions are derived; may be empty."""


class CompleteRequestParamsContext(MCPModel):
    """Choices made before this one, which may narrow the suggestions.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequestparams
    """

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Values already settled for other arguments or variables, by name."""


class CompleteResultCompletion(MCPModel):
    """The suggestions themselves, and whether these are all.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completeresult
    """

    values: Annotated[list[str], Field(max_length=100)]
    """Suggested values, most relevant first, at most 100."""

    has_more: Annotated[bool | None, Field(alias="hasMore"), OMIT] = None
    """True when suggestions were left out of `values`, whether or not `total` is known."""

    total: Annotated[Integer | None, OMIT] = None
    """How many suggestions exist, sent or not; absent when not counted."""


Cursor = TypeAliasType("Cursor", str)
"""Position in a paged list, meaningful only to the server that issued it.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cursor
"""


class ElicitRequestURLParams(MCPModel):
    """Parameters of `elicitation/create` for a web page, where the user deals with secrets or payment.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequesturlparams
    """

    mode: Literal["url"] = "url"
    """Always `url`, which tells this apart from a form."""

    message: str
    """Tells the user why to visit the page; show it before asking for consent."""

    url: str
    """Page for the user to open; the client shows it in full and never opens it unasked."""


class ElicitResult(MCPModel):
    """The user's decision on an elicitation, sent with the retried request.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitresult
    """

    action: Literal["accept", "cancel", "decline"]
    """What the user did: `accept`, `decline`, or `cancel` for leaving without an answer."""

    content: Annotated[dict[str, list[str] | str | Number | bool] | None, OMIT] = None
    """Values entered into the form, by field name; absent unless a form was accepted."""


class EnumOption(MCPModel):
    """One choice of a form field: its value and the label shown for it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#titledmultiselectenumschema
    """

    const: str
    """Value that is sent back when this choice is picked."""

    title: str
    """Text that stands for the choice in the form."""


class Error(MCPModel):
    """The error object of a failed response: code, message and optional details.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#error
    """

    code: Integer
    """Number that tells which error it is; fixed for each error type of the protocol."""

    message: str
    """What went wrong, in a few words for logs and people."""

    data: Any = MISSING
    """Details of the error, in whatever form its sender chose; absent when there are none."""


class HeaderMismatchError(MCPModel):
    """Refusal over HTTP: a header is absent, unreadable or contradicts the body (code -32020).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#headermismatcherror
    """

    code: Literal[-32020] = -32020
    """Number that tells which error it is; fixed for each error type of the protocol."""

    message: str
    """What went wrong, in a few words for logs and people."""

    data: Any = MISSING
    """Details of the error, in whatever form its sender chose; absent when there are none."""


class Icon(MCPModel):
    """One image for use in interfaces, with the sizes and background it suits.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#icon
    """

    src: str
    """Where to find the image: HTTP URL or `data:` URI. Beware of foreign hosts and of scripts in SVG."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the image, where the one delivered with it is missing or too vague."""

    sizes: Annotated[list[str] | None, OMIT] = None
    """Pixel sizes, each as in `48x48`; `any` for an image that scales. Absent means every size."""

    theme: Annotated[Literal["dark", "light"] | None, OMIT] = None
    """Background it was drawn for, `light` or `dark`; absent means either."""


class Icons(MCPModel):
    """Base of things that can be shown with an icon.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#icons
    """

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Images for interfaces, one per size or format; a client that draws them handles at least PNG and JPEG."""


class Implementation(MCPModel):
    """Name and version of a piece of software that speaks the protocol; self-declared, for display and logs.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#implementation
    """

    name: str
    """Technical name of the software; also shown to people if there is no title."""

    version: str
    """Which release of the software, in its own notation."""

    description: Annotated[str | None, OMIT] = None
    """What the software does, for people."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Images for interfaces, one per size or format; a client that draws them handles at least PNG and JPEG."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""

    website_url: Annotated[str | None, Field(alias="websiteUrl"), OMIT] = None
    """Home page of the software."""


class InternalError(MCPModel):
    """The receiver failed for a reason of its own (code -32603).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#internalerror
    """

    code: Literal[-32603] = -32603
    """Number that tells which error it is; fixed for each error type of the protocol."""

    message: str
    """What went wrong, in a few words for logs and people."""

    data: Any = MISSING
    """Details of the error, in whatever form its sender chose; absent when there are none."""


class InvalidParamsError(MCPModel):
    """The parameters were refused, for example an unknown tool or a stale cursor (code -32602).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#invalidparamserror
    """

    code: Literal[-32602] = -32602
    """Number that tells which error it is; fixed for each error type of the protocol."""

    message: str
    """What went wrong, in a few words for logs and people."""

    data: Any = MISSING
    """Details of the error, in whatever form its sender chose; absent when there are none."""


class InvalidRequestError(MCPModel):
    """The message was JSON but no proper JSON-RPC request (code -32600).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#invalidrequesterror
    """

    code: Literal[-32600] = -32600
    """Number that tells which error it is; fixed for each error type of the protocol."""

    message: str
    """What went wrong, in a few words for logs and people."""

    data: Any = MISSING
    """Details of the error, in whatever form its sender chose; absent when there are none."""


JSONObject = TypeAliasType("JSONObject", dict[str, Any])
"""A JSON object with any members.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#jsonobject
"""


JSONValue = TypeAliasType("JSONValue", Any)
"""Anything JSON can express: object, array, text, number, boolean or null.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#jsonvalue
"""


class LegacyTitledEnumSchema(MCPModel):
    """A single choice with labels in a parallel list; superseded by `TitledSingleSelectEnumSchema`.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#legacytitledenumschema
    """

    type: Literal["string"] = "string"
    """Always `string`: the answer is one of the values on offer."""

    enum: list[str]
    """The values on offer, in the order in which to show them."""

    default: Annotated[str | None, OMIT] = None
    """Answer that the form shows before the user changes anything."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    enum_names: Annotated[list[str] | None, Field(alias="enumNames"), OMIT] = None
    """Labels for the values of `enum`, in the same order; without them, the values are shown."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


LoggingLevel = TypeAliasType(
    "LoggingLevel", Literal["alert", "critical", "debug", "emergency", "error", "info", "notice", "warning"]
)
"""How serious a log message is, from `debug` up to `emergency`; the levels of syslog (RFC 5424).

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#logginglevel
"""


MetaObject = TypeAliasType("MetaObject", dict[str, Any])
"""Metadata by namespaced key; prefixes that belong to the protocol are not for applications.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#metaobject
"""


class MethodNotFoundError(MCPModel):
    """The receiver has no such method, or did not declare the capability for it (code -32601).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#methodnotfounderror
    """

    code: Literal[-32601] = -32601
    """Number that tells which error it is; fixed for each error type of the protocol."""

    message: str
    """What went wrong, in a few words for logs and people."""

    data: Any = MISSING
    """Details of the error, in whatever form its sender chose; absent when there are none."""


class ModelHint(MCPModel):
    """A wish for a certain model or model family; the client may choose another.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#modelhint
    """

    name: Annotated[str | None, OMIT] = None
    """Part of a model's name to look for; a client without such a model may take a comparable one."""


class ModelPreferences(MCPModel):
    """What the server values in a model, as advice to the client, which has the last word.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#modelpreferences
    """

    cost_priority: Annotated[Number | None, Field(alias="costPriority", ge=0, le=1), OMIT] = None
    """Weight of a low price, from 0 (of no interest) to 1 (above all else). (at least 0, at most 1.)"""

    hints: Annotated[list[ModelHint] | None, OMIT] = None
    """Models or families to look for, the best first; they count for more than the weights."""

    intelligence_priority: Annotated[Number | None, Field(alias="intelligencePriority", ge=0, le=1), OMIT] = None
    """Weight of a capable model, from 0 (of no interest) to 1 (above all else). (at least 0, at most 1.)"""

    speed_priority: Annotated[Number | None, Field(alias="speedPriority", ge=0, le=1), OMIT] = None
    """Weight of a quick answer, from 0 (of no interest) to 1 (above all else). (at least 0, at most 1.)"""


class NumberSchema(MCPModel):
    """A form field that the user answers with a number.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#numberschema
    """

    type: Literal["integer", "number"]
    """`integer` for whole numbers only, `number` for any."""

    default: Annotated[Number | None, OMIT] = None
    """Answer that the form shows before the user changes anything."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    maximum: Annotated[Number | None, OMIT] = None
    """Largest number accepted; no upper bound when absent."""

    minimum: Annotated[Number | None, OMIT] = None
    """Smallest number accepted; no lower bound when absent."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class ParseError(MCPModel):
    """The message could not be read as JSON (code -32700).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#parseerror
    """

    code: Literal[-32700] = -32700
    """Number that tells which error it is; fixed for each error type of the protocol."""

    message: str
    """What went wrong, in a few words for logs and people."""

    data: Any = MISSING
    """Details of the error, in whatever form its sender chose; absent when there are none."""


ProgressToken = TypeAliasType("ProgressToken", str | Integer)
"""Links progress reports to a request; chosen by the requester, unique among its open requests.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progresstoken
"""


class PromptArgument(MCPModel):
    """A value that a prompt takes, always given as text.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptargument
    """

    name: str
    """Key of the argument in `prompts/get`; also shown to people if there is no title."""

    description: Annotated[str | None, OMIT] = None
    """What to enter for the argument, for people."""

    required: Annotated[bool | None, OMIT] = None
    """True when the prompt cannot be filled in without it; absent means it can."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class PromptReference(MCPModel):
    """Points to a prompt by name, to complete one of its arguments.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptreference
    """

    type: Literal["ref/prompt"] = "ref/prompt"
    """Constant that tells this type from others in the same place."""

    name: str
    """Which prompt, by its `name` in the list of prompts."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


RequestId = TypeAliasType("RequestId", str | Integer)
"""Pairs an answer with its request: text or a whole number, never null.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#requestid
"""


class ResourceContents(MCPModel):
    """Base of resource contents: the URI and media type that text and binary contents share.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcecontents
    """

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ResourceTemplateReference(MCPModel):
    """Points to a resource template by URI, to complete one of its variables.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcetemplatereference
    """

    type: Literal["ref/resource"] = "ref/resource"
    """Constant that tells this type from others in the same place."""

    uri: str
    """Which template, by its `uri_template`; a plain URI is accepted too."""


class ResultMetaObject(MCPModel):
    """Metadata of a result, with the identity of the server that gave it.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resultmetaobject
    """

    server_info: Annotated[Implementation | None, Field(alias="io.modelcontextprotocol/serverInfo"), OMIT] = None
    """Which server software answered; self-declared, for display and logs only."""


ResultType = TypeAliasType("ResultType", str)
"""How to read a result: `complete` is final, `input_required` has questions; extensions may add more.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resulttype
"""


Role = TypeAliasType("Role", Literal["assistant", "user"])
"""Who speaks or is spoken to: `user` or `assistant`.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#role
"""


class Root(MCPModel):
    """A directory or file on the client's side that the server may work on. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#root
    """

    uri: str
    """Location of the directory or file; only `file://` is allowed."""

    name: Annotated[str | None, OMIT] = None
    """Label to show to people; absent when the URI has to do."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ServerCapabilitiesPrompts(MCPModel):
    """How the server supports prompts beyond listing and filling them in.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servercapabilities
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """True when the server announces changes of its prompt list; absent means it does not."""


class ServerCapabilitiesResources(MCPModel):
    """How the server supports resources beyond listing and reading them.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servercapabilities
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """True when the server announces changes of its resource list; absent means it does not."""

    subscribe: Annotated[bool | None, OMIT] = None
    """True when clients may watch single resources for new contents; absent means they may not."""


class ServerCapabilitiesTools(MCPModel):
    """How the server supports tools beyond listing and calling them.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servercapabilities
    """

    list_changed: Annotated[bool | None, Field(alias="listChanged"), OMIT] = None
    """True when the server announces changes of its tool list; absent means it does not."""


class StringSchema(MCPModel):
    """A form field that the user answers with text.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#stringschema
    """

    type: Literal["string"] = "string"
    """Always `string`: the answer is text."""

    default: Annotated[str | None, OMIT] = None
    """Answer that the form shows before the user changes anything."""

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


class SubscriptionFilter(MCPModel):
    """Notifications a client wants on a stream; whatever is not named is never sent there.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionfilter
    """

    prompts_list_changed: Annotated[bool | None, Field(alias="promptsListChanged"), OMIT] = None
    """True to hear of changes in the list of prompts; absent means no."""

    resource_subscriptions: Annotated[list[str] | None, Field(alias="resourceSubscriptions"), OMIT] = None
    """URIs of the resources to watch for new contents; absent means none."""

    resources_list_changed: Annotated[bool | None, Field(alias="resourcesListChanged"), OMIT] = None
    """True to hear of changes in the list of resources; absent means no."""

    tools_list_changed: Annotated[bool | None, Field(alias="toolsListChanged"), OMIT] = None
    """True to hear of changes in the list of tools; absent means no."""


class SubscriptionsListenResultMetaObject(MCPModel):
    """Metadata of the result that ends a listen stream, naming that stream.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenresultmetaobject
    """

    subscription_id: Annotated[RequestId, Field(alias="io.modelcontextprotocol/subscriptionId")]
    """Listen stream that ends here: the same id as that of the response."""

    server_info: Annotated[Implementation | None, Field(alias="io.modelcontextprotocol/serverInfo"), OMIT] = None
    """Which server software answered; self-declared, for display and logs only."""


class TextResourceContents(MCPModel):
    """Contents of a resource that is text.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#textresourcecontents
    """

    text: str
    """The contents as text; binary data never stands here."""

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class TitledEnumItems(MCPModel):
    """The choices of a multiple-choice field, each with a label.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#titledmultiselectenumschema
    """

    any_of: Annotated[list[EnumOption], Field(alias="anyOf")]
    """The choices, in the order in which to show them; several may be picked."""


class TitledMultiSelectEnumSchema(MCPModel):
    """A form field with labelled choices, any number of which may be picked.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#titledmultiselectenumschema
    """

    type: Literal["array"] = "array"
    """Always `array`: the answer is a list of values."""

    items: TitledEnumItems
    """Describes the values among which the user picks."""

    default: Annotated[list[str] | None, OMIT] = None
    """Values picked before the user changes anything."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    max_items: Annotated[Integer | None, Field(alias="maxItems"), OMIT] = None
    """Largest number of choices the user may pick; unlimited when absent."""

    min_items: Annotated[Integer | None, Field(alias="minItems"), OMIT] = None
    """Smallest number of choices the user must pick; absent means the user may pick none."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class TitledSingleSelectEnumSchema(MCPModel):
    """A form field with labelled choices, one of which is picked.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#titledsingleselectenumschema
    """

    type: Literal["string"] = "string"
    """Always `string`: the answer is the value of one choice."""

    one_of: Annotated[list[EnumOption], Field(alias="oneOf")]
    """The choices, in the order in which to show them; one is picked."""

    default: Annotated[str | None, OMIT] = None
    """Answer that the form shows before the user changes anything."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class ToolAnnotations(MCPModel):
    """Claims of a server about how its tool behaves; do not rely on them unless you trust the server.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolannotations
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


class ToolChoice(MCPModel):
    """Whether the model may, must or must not call tools while it writes a message.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolchoice
    """

    mode: Annotated[Literal["auto", "none", "required"] | None, OMIT] = None
    """`auto` leaves it to the model (also when absent), `required` makes it call a tool, `none` forbids it."""


ToolInputSchema = TypeAliasType("ToolInputSchema", dict[str, Any])
"""JSON Schema of a tool's arguments, kept exactly as the server sent it; its root is an object.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#tool
"""


ToolOutputSchema = TypeAliasType("ToolOutputSchema", dict[str, Any])
"""JSON Schema of a tool's structured output, kept exactly as sent; it may describe any JSON value.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#tool
"""


class ToolUseContent(MCPModel):
    """A block in which the model calls a tool; the result goes back in a later message.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolusecontent
    """

    type: Literal["tool_use"] = "tool_use"
    """Constant that tells this type from others in the same place."""

    id: str
    """Identifies this call; its result refers to it."""

    input: dict[str, Any]
    """Arguments the model chose, by name, as the tool's schema demands."""

    name: str
    """Which of the tools in the request the model calls."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class UnsupportedProtocolVersionErrorData(MCPModel):
    """Details of that refusal: the version asked for, and those that would work.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#unsupportedprotocolversionerror
    """

    requested: str
    """The version that was refused."""

    supported: list[str]
    """Versions the server speaks; try again with one of them."""


class UntitledEnumItems(MCPModel):
    """The choices of a multiple-choice field, shown as they are.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#untitledmultiselectenumschema
    """

    type: Literal["string"] = "string"
    """Always `string`: each value on offer is a text."""

    enum: list[str]
    """The values on offer, in the order in which to show them."""


class UntitledMultiSelectEnumSchema(MCPModel):
    """A form field with choices shown as they are, any number of which may be picked.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#untitledmultiselectenumschema
    """

    type: Literal["array"] = "array"
    """Always `array`: the answer is a list of values."""

    items: UntitledEnumItems
    """Describes the values among which the user picks."""

    default: Annotated[list[str] | None, OMIT] = None
    """Values picked before the user changes anything."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    max_items: Annotated[Integer | None, Field(alias="maxItems"), OMIT] = None
    """Largest number of choices the user may pick; unlimited when absent."""

    min_items: Annotated[Integer | None, Field(alias="minItems"), OMIT] = None
    """Smallest number of choices the user must pick; absent means the user may pick none."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class UntitledSingleSelectEnumSchema(MCPModel):
    """A form field with choices shown as they are, one of which is picked.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#untitledsingleselectenumschema
    """

    type: Literal["string"] = "string"
    """Always `string`: the answer is one of the values on offer."""

    enum: list[str]
    """The values on offer, in the order in which to show them."""

    default: Annotated[str | None, OMIT] = None
    """Answer that the form shows before the user changes anything."""

    description: Annotated[str | None, OMIT] = None
    """Explanation to show to people along with the title."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""


class Annotations(MCPModel):
    """Hints on a piece of content: whom it is for, how much it matters, how recent it is.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#annotations
    """

    audience: Annotated[list[Role] | None, OMIT] = None
    """Roles the content is meant for; name both when user and model should see it."""

    last_modified: Annotated[str | None, Field(alias="lastModified"), OMIT] = None
    """When the content last changed, as an ISO 8601 date and time."""

    priority: Annotated[Number | None, Field(ge=0, le=1), OMIT] = None
    """Importance from 0 (can be left out) to 1 (cannot be done without). (at least 0, at most 1.)"""


class AudioContent(MCPModel):
    """A sound clip as a content block, encoded as base64.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#audiocontent
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#blobresourcecontents
    """

    blob: str
    """The binary contents, encoded as base64."""

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class CacheableResult(MCPModel):
    """Base of results that a client may keep and reuse for a while.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cacheableresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Who may share a cached copy: `public` means any user, `private` only the same authorization."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """How long the client may reuse the result, in milliseconds from receipt; 0 means ask again every time. (at least 0.)"""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ClientCapabilitiesElicitation(MCPModel):
    """Ways in which the client can ask its user; when empty, forms only.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientcapabilities
    """

    form: Annotated[JSONObject | None, OMIT] = None
    """Declared when the client can show forms; also implied if no way is declared."""

    url: Annotated[JSONObject | None, OMIT] = None
    """Declared when the client can send its user to a web page."""


class ClientCapabilitiesSampling(MCPModel):
    """What the client supports in sampling besides plain messages. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientcapabilities
    """

    context: Annotated[JSONObject | None, OMIT] = None
    """Declared when the client honours `include_context`; without it, ask for `none` only."""

    tools: Annotated[JSONObject | None, OMIT] = None
    """Declared when servers may send `tools` and `tool_choice` with a sampling request."""


class CompleteResult(MCPModel):
    """Suggested values for an argument, at most 100 of them.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completeresult
    """

    completion: CompleteResultCompletion
    """The suggestions, with a note on how many more there are."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class EmbeddedResource(MCPModel):
    """A resource as a content block, with its contents included.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#embeddedresource
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#emptyresult
    """

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ImageContent(MCPModel):
    """An image as a content block, encoded as base64.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#imagecontent
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


JSONArray = TypeAliasType("JSONArray", list[JSONValue])
"""A list of JSON values of any kind.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#jsonarray
"""


class ListRootsRequestParams(MCPModel):
    """Parameters of `roots/list`: nothing but metadata.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listrootsrequest
    """

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ListRootsResult(MCPModel):
    """Directories and files to work on, sent with the retried request. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listrootsresult
    """

    roots: list[Root]
    """All roots at the moment of asking; an empty list means none."""


MultiSelectEnumSchema = TypeAliasType(
    "MultiSelectEnumSchema", UntitledMultiSelectEnumSchema | TitledMultiSelectEnumSchema
)
"""A form field with fixed choices of which the user may pick several.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#multiselectenumschema
"""


class NotificationMetaObject(MCPModel):
    """Metadata of a notification, naming the listen stream that delivers it, if any.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#notificationmetaobject
    """

    subscription_id: Annotated[RequestId | None, Field(alias="io.modelcontextprotocol/subscriptionId"), OMIT] = None
    """Listen stream that delivers this, by its request's id; absent elsewhere."""


class NotificationParams(MCPModel):
    """What the parameters of all notifications share: the metadata.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#notificationparams
    """

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class PaginatedResult(MCPModel):
    """Base of results that hold one page of a list.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#paginatedresult
    """

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ProgressNotificationParams(MCPModel):
    """Parameters of `notifications/progress`: how much is done, out of how much.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progressnotificationparams
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#prompt
    """

    name: str
    """Identifies the prompt in `prompts/get`; also shown to people if there is no title."""

    arguments: Annotated[list[PromptArgument] | None, OMIT] = None
    """Arguments that `prompts/get` takes for it; absent means none."""

    description: Annotated[str | None, OMIT] = None
    """What the prompt does, for people who choose among several."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Images for interfaces, one per size or format; a client that draws them handles at least PNG and JPEG."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class PromptListChangedNotification(MCPModel):
    """Tells a client that listens for it that the prompts on offer have changed.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptlistchangednotification
    """

    method: Literal["notifications/prompts/list_changed"] = "notifications/prompts/list_changed"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ReadResourceResult(MCPModel):
    """Contents of a resource, possibly in several parts.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#readresourceresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Who may share a cached copy: `public` means any user, `private` only the same authorization."""

    contents: list[TextResourceContents | BlobResourceContents]
    """The parts of the resource; more than one when the URI stands for several, as a directory does."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """How long the client may reuse the result, in milliseconds from receipt; 0 means ask again every time. (at least 0.)"""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class Resource(MCPModel):
    """Data the server can provide, found by its URI; the contents come with `resources/read`.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resource
    """

    name: str
    """Technical name of the resource; also shown to people if there is no title."""

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    description: Annotated[str | None, OMIT] = None
    """What the resource holds, for people and for the model."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Images for interfaces, one per size or format; a client that draws them handles at least PNG and JPEG."""

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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcelink
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

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Images for interfaces, one per size or format; a client that draws them handles at least PNG and JPEG."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type of the contents, such as `text/plain`; absent when the server cannot tell."""

    size: Annotated[Integer | None, OMIT] = None
    """Number of bytes in the contents before any encoding; absent when not known in advance."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ResourceListChangedNotification(MCPModel):
    """Tells a client that listens for it that the resources on offer have changed.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcelistchangednotification
    """

    method: Literal["notifications/resources/list_changed"] = "notifications/resources/list_changed"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ResourceTemplate(MCPModel):
    """A family of resources whose URIs are made by filling in a template.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcetemplate
    """

    name: str
    """Technical name of the template; also shown to people if there is no title."""

    uri_template: Annotated[str, Field(alias="uriTemplate")]
    """Pattern to expand, by the rules of RFC 6570, into the URI of a resource."""

    annotations: Annotated[Annotations | None, OMIT] = None
    """Hints on whom the content is for and how much it matters."""

    description: Annotated[str | None, OMIT] = None
    """What its resources hold, for people and for the model."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Images for interfaces, one per size or format; a client that draws them handles at least PNG and JPEG."""

    mime_type: Annotated[str | None, Field(alias="mimeType"), OMIT] = None
    """Media type that all its resources have; absent when they differ."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the technical name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ResourceUpdatedNotificationParams(MCPModel):
    """Parameters of `notifications/resources/updated`: which resource has new contents.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourceupdatednotificationparams
    """

    uri: str
    """What has changed: the watched resource itself or a part of it."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class Result(MCPModel):
    """Base of all results: says whether it is final; methods add members of their own.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#result
    """

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ServerCapabilities(MCPModel):
    """Optional features a server offers; what is absent must not be used by the client.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servercapabilities
    """

    completions: Annotated[JSONObject | None, OMIT] = None
    """Declared when the server answers `completion/complete`."""

    experimental: Annotated[dict[str, JSONObject] | None, OMIT] = None
    """Features outside the specification, by name, each with its settings."""

    extensions: Annotated[dict[str, JSONObject] | None, OMIT] = None
    """Protocol extensions the server speaks, by identifier, each with settings that may be empty."""

    logging: Annotated[JSONObject | None, OMIT] = None
    """Declared when the server may send log messages. Deprecated."""

    prompts: Annotated[ServerCapabilitiesPrompts | None, OMIT] = None
    """Declared when the server answers `prompts/list` and `prompts/get`."""

    resources: Annotated[ServerCapabilitiesResources | None, OMIT] = None
    """Declared when the server answers `resources/list` and `resources/read`."""

    tools: Annotated[ServerCapabilitiesTools | None, OMIT] = None
    """Declared when the server answers `tools/list` and `tools/call`."""


SingleSelectEnumSchema = TypeAliasType(
    "SingleSelectEnumSchema", UntitledSingleSelectEnumSchema | TitledSingleSelectEnumSchema
)
"""A form field with fixed choices of which the user picks one.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#singleselectenumschema
"""


class SubscriptionsAcknowledgedNotificationParams(MCPModel):
    """Parameters of `notifications/subscriptions/acknowledged`: what the stream will carry.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionsacknowledgednotificationparams
    """

    notifications: SubscriptionFilter
    """The part of the client's wishes that the server will fulfil."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class SubscriptionsListenResult(MCPModel):
    """Ends a listen stream in good order; a dropped connection ends it without one.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenresult
    """

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    meta: Annotated[SubscriptionsListenResultMetaObject, Field(alias="_meta")]
    """Metadata that is not part of the payload, under namespaced keys."""


class TextContent(MCPModel):
    """Text as a content block.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#textcontent
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

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#tool
    """

    input_schema: Annotated[ToolInputSchema, Field(alias="inputSchema")]
    """JSON Schema that the arguments of a call must satisfy."""

    name: str
    """Identifies the tool in calls; unique within the server."""

    annotations: Annotated[ToolAnnotations | None, OMIT] = None
    """What the server claims about the tool's behaviour; not to be trusted blindly."""

    description: Annotated[str | None, OMIT] = None
    """What the tool does and when to use it, written for the model."""

    icons: Annotated[list[Icon] | None, OMIT] = None
    """Images for interfaces, one per size or format; a client that draws them handles at least PNG and JPEG."""

    output_schema: Annotated[ToolOutputSchema | None, Field(alias="outputSchema"), OMIT] = None
    """JSON Schema that the structured result satisfies; absent means its form is not promised."""

    title: Annotated[str | None, OMIT] = None
    """Label to show to people; when absent, show the title in `annotations`, else the name."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ToolListChangedNotification(MCPModel):
    """Tells a client that listens for it that the tools on offer have changed.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toollistchangednotification
    """

    method: Literal["notifications/tools/list_changed"] = "notifications/tools/list_changed"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[NotificationParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class UnsupportedProtocolVersionError(MCPModel):
    """Refusal: the server does not speak the version that the request names (code -32022).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#unsupportedprotocolversionerror
    """

    code: Literal[-32022] = -32022
    """Number that tells which error it is; fixed for each error type of the protocol."""

    data: UnsupportedProtocolVersionErrorData
    """The version that was refused, and those that would have worked."""

    message: str
    """What went wrong, in a few words for logs and people."""


class CancelledNotificationParams(MCPModel):
    """Parameters of `notifications/cancelled`: which request is withdrawn, and perhaps why.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotificationparams
    """

    request_id: Annotated[RequestId, Field(alias="requestId")]
    """Names the client's request to drop or, from a server, the listen stream that ends."""

    reason: Annotated[str | None, OMIT] = None
    """Why the request was withdrawn, for logs or to show to the user."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ClientCapabilities(MCPModel):
    """Optional features a client offers; what is absent must not be used by the server.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientcapabilities
    """

    elicitation: Annotated[ClientCapabilitiesElicitation | None, OMIT] = None
    """Declared when the client can put questions to its user."""

    experimental: Annotated[dict[str, JSONObject] | None, OMIT] = None
    """Features outside the specification, by name, each with its settings."""

    extensions: Annotated[dict[str, JSONObject] | None, OMIT] = None
    """Protocol extensions the client speaks, by identifier, each with settings that may be empty."""

    roots: Annotated[ClientCapabilitiesRoots | None, OMIT] = None
    """Declared when the client can list its roots. Deprecated."""

    sampling: Annotated[ClientCapabilitiesSampling | None, OMIT] = None
    """Declared when the client lets servers use its model. Deprecated."""


ClientResult = TypeAliasType("ClientResult", Result)
"""Base of what clients answer; in this version answers travel inside the retried request.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientresult
"""


ContentBlock = TypeAliasType(
    "ContentBlock",
    Annotated[
        TextContent | ImageContent | AudioContent | ResourceLink | EmbeddedResource | UnknownContent, OpenUnion("type")
    ],
)
"""One block of content: text, image, audio, resource link or embedded resource.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#contentblock
"""


class DiscoverResult(MCPModel):
    """What a server says of itself: supported versions, capabilities and instructions.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#discoverresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Who may share a cached copy: `public` means any user, `private` only the same authorization."""

    capabilities: ServerCapabilities
    """Optional features the server offers."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    supported_versions: Annotated[list[str], Field(alias="supportedVersions")]
    """Versions the server speaks; pick one of them for later requests."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """How long the client may reuse the result, in milliseconds from receipt; 0 means ask again every time. (at least 0.)"""

    instructions: Annotated[str | None, OMIT] = None
    """Guidance on the server as a whole, written for the model and often added to its system prompt."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


EnumSchema = TypeAliasType("EnumSchema", SingleSelectEnumSchema | MultiSelectEnumSchema | LegacyTitledEnumSchema)
"""A form field that offers a fixed set of choices, for one or several answers.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#enumschema
"""


class ListPromptsResult(MCPModel):
    """One page of prompts, and where the next page begins.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listpromptsresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Who may share a cached copy: `public` means any user, `private` only the same authorization."""

    prompts: list[Prompt]
    """The prompts on this page."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """How long the client may reuse the result, in milliseconds from receipt; 0 means ask again every time. (at least 0.)"""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ListResourceTemplatesResult(MCPModel):
    """One page of resource templates, and where the next page begins.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcetemplatesresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Who may share a cached copy: `public` means any user, `private` only the same authorization."""

    resource_templates: Annotated[list[ResourceTemplate], Field(alias="resourceTemplates")]
    """The resource templates on this page."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """How long the client may reuse the result, in milliseconds from receipt; 0 means ask again every time. (at least 0.)"""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ListResourcesResult(MCPModel):
    """One page of resources, and where the next page begins.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcesresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Who may share a cached copy: `public` means any user, `private` only the same authorization."""

    resources: list[Resource]
    """The resources on this page."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """How long the client may reuse the result, in milliseconds from receipt; 0 means ask again every time. (at least 0.)"""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ListRootsRequest(MCPModel):
    """Asks, inside an unfinished result, which directories and files to work on. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listrootsrequest
    """

    method: Literal["roots/list"] = "roots/list"
    """Name of the method on the wire; constant for each message type."""

    params: Annotated[ListRootsRequestParams | None, OMIT] = None
    """Parameters of the method; optional where the method can do without any."""


class ListToolsResult(MCPModel):
    """One page of tools, and where the next page begins.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listtoolsresult
    """

    cache_scope: Annotated[Literal["private", "public"], Field(alias="cacheScope")]
    """Who may share a cached copy: `public` means any user, `private` only the same authorization."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    tools: list[Tool]
    """The tools on this page."""

    ttl_ms: Annotated[Integer, Field(alias="ttlMs", ge=0)]
    """How long the client may reuse the result, in milliseconds from receipt; 0 means ask again every time. (at least 0.)"""

    next_cursor: Annotated[str | None, Field(alias="nextCursor"), OMIT] = None
    """Send it as `cursor` to get the next page; absent on the last page."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class LoggingMessageNotificationParams(MCPModel):
    """Parameters of `notifications/message`: severity, source and the logged value.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#loggingmessagenotificationparams
    """

    data: Any
    """What was logged: a text or any other JSON value. Must hold no secrets."""

    level: LoggingLevel
    """How serious the message is."""

    logger: Annotated[str | None, OMIT] = None
    """Part of the server that logged it; absent when not told."""

    meta: Annotated[NotificationMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class MissingRequiredClientCapabilityErrorData(MCPModel):
    """Details of that refusal: the features that were missing.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#missingrequiredclientcapabilityerror
    """

    required_capabilities: Annotated[ClientCapabilities, Field(alias="requiredCapabilities")]
    """Features the client has to declare for the request to succeed."""


PrimitiveSchemaDefinition = TypeAliasType(
    "PrimitiveSchemaDefinition", StringSchema | NumberSchema | BooleanSchema | EnumSchema
)
"""One field of an elicitation form: text, number, yes or no, or a choice.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#primitiveschemadefinition
"""


class ProgressNotification(MCPModel):
    """Reports to the client how far its request has come; sent only if it gave a progress token.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progressnotification
    """

    method: Literal["notifications/progress"] = "notifications/progress"
    """Name of the method on the wire; constant for each message type."""

    params: ProgressNotificationParams
    """Parameters of the method; optional where the method can do without any."""


class PromptMessage(MCPModel):
    """One message of a filled-in prompt: who says it and what.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptmessage
    """

    content: ContentBlock
    """What is said: one content block."""

    role: Role
    """Who says it: `user` or `assistant`."""


class RequestMetaObject(MCPModel):
    """Metadata that every request carries: protocol version, what the client is and what it offers.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#requestmetaobject
    """

    client_capabilities: Annotated[ClientCapabilities, Field(alias="io.modelcontextprotocol/clientCapabilities")]
    """Features the client offers for this one request; earlier requests do not count."""

    protocol_version: Annotated[str, Field(alias="io.modelcontextprotocol/protocolVersion")]
    """Version in which the request is written; over HTTP the `MCP-Protocol-Version` header must agree."""

    client_info: Annotated[Implementation | None, Field(alias="io.modelcontextprotocol/clientInfo"), OMIT] = None
    """Which client software is asking; self-declared, for display and logs only."""

    log_level: Annotated[LoggingLevel | None, Field(alias="io.modelcontextprotocol/logLevel"), OMIT] = None
    """Least severe log messages to send for this request; absent means none at all. Deprecated."""

    progress_token: Annotated[ProgressToken | None, Field(alias="progressToken"), OMIT] = None
    """Asks for progress reports that carry this token; absent means none are wanted."""


class RequestParams(MCPModel):
    """What the parameters of all requests share: the metadata.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#requestparams
    """

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


class ResourceRequestParams(MCPModel):
    """Base of parameters that name a single resource.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcerequestparams
    """

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


class ResourceUpdatedNotification(MCPModel):
    """Tells a client that listens for it about new contents of a resource.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourceupdatednotification
    """

    method: Literal["notifications/resources/updated"] = "notifications/resources/updated"
    """Name of the method on the wire; constant for each message type."""

    params: ResourceUpdatedNotificationParams
    """Parameters of the method; optional where the method can do without any."""


class SubscriptionsAcknowledgedNotification(MCPModel):
    """First message of a listen stream: says which of the wanted notifications will be sent.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionsacknowledgednotification
    """

    method: Literal["notifications/subscriptions/acknowledged"] = "notifications/subscriptions/acknowledged"
    """Name of the method on the wire; constant for each message type."""

    params: SubscriptionsAcknowledgedNotificationParams
    """Parameters of the method; optional where the method can do without any."""


class SubscriptionsListenRequestParams(MCPModel):
    """Parameters of `subscriptions/listen`: which notifications to receive.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenrequestparams
    """

    notifications: SubscriptionFilter
    """Which notifications to send on this stream; no others will come."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


class ToolResultContent(MCPModel):
    """A block that gives the model the outcome of a tool call it made.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toolresultcontent
    """

    type: Literal["tool_result"] = "tool_result"
    """Constant that tells this type from others in the same place."""

    content: list[ContentBlock]
    """What the tool answered, in order; the blocks are those of a tool result."""

    tool_use_id: Annotated[str, Field(alias="toolUseId")]
    """Names the tool call that this answers, by its `id`."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """True when the tool failed and the content says how; absent means it succeeded."""

    structured_content: Annotated[Any, Field(alias="structuredContent")] = MISSING
    """The result as data for programs: any JSON value that fits `output_schema`, if the tool declares one."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class CallToolResult(MCPModel):
    """What a tool call answered: content for the model, structured data, or a tool error.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#calltoolresult
    """

    content: list[ContentBlock]
    """What the tool has to say to the model, in order; may be empty."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    is_error: Annotated[bool | None, Field(alias="isError"), OMIT] = None
    """True when the tool failed and the content says how; absent means it succeeded."""

    structured_content: Annotated[Any, Field(alias="structuredContent")] = MISSING
    """The result as data for programs: any JSON value that fits `output_schema`, if the tool declares one."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class CancelledNotification(MCPModel):
    """On stdio, withdraws a client's request; from a server, only ends a listen stream.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotification
    """

    method: Literal["notifications/cancelled"] = "notifications/cancelled"
    """Name of the method on the wire; constant for each message type."""

    params: CancelledNotificationParams
    """Parameters of the method; optional where the method can do without any."""


ClientNotification = TypeAliasType("ClientNotification", CancelledNotification)
"""The only notification a client sends in this version: it withdraws a request.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientnotification
"""


class CompleteRequestParams(MCPModel):
    """Parameters of `completion/complete`: what is being filled in, and how far it has got.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequestparams
    """

    argument: CompleteRequestParamsArgument
    """What is being typed: which argument, and the text so far."""

    ref: Annotated[PromptReference | ResourceTemplateReference, Field(discriminator="type")]
    """The prompt or resource template that the argument belongs to."""

    context: Annotated[CompleteRequestParamsContext | None, OMIT] = None
    """Choices made before this one; absent when there are none."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


class DiscoverRequest(MCPModel):
    """Asks a server which protocol versions and features it has; optional before other requests.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#discoverrequest
    """

    method: Literal["server/discover"] = "server/discover"
    """Name of the method on the wire; constant for each message type."""

    params: RequestParams
    """Parameters of the method; optional where the method can do without any."""


class ElicitRequestedSchema(MCPModel):
    """The form to show: an object schema with simple fields only, none of them nested.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequestformparams
    """

    type: Literal["object"] = "object"
    """Always `object`: the answer is a set of named values."""

    properties: dict[str, PrimitiveSchemaDefinition]
    """The fields of the form, by the names under which the answers come back."""

    schema_uri: Annotated[str | None, Field(alias="$schema"), OMIT] = None
    """URI of the JSON Schema dialect the document is written in; 2020-12 when absent."""

    required: Annotated[list[str] | None, OMIT] = None
    """Names of the properties that must be present; the others may be left out."""


class GetPromptResult(MCPModel):
    """A filled-in prompt: messages to hand to the model.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#getpromptresult
    """

    messages: list[PromptMessage]
    """Messages to give to the model, in this order."""

    result_type: Annotated[str, Field(alias="resultType")] = "complete"
    """`complete` for a final result, `input_required` for questions to answer first; absent means `complete`."""

    description: Annotated[str | None, OMIT] = None
    """What the prompt is about, for people; absent when it says nothing beyond the listing."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class LoggingMessageNotification(MCPModel):
    """Carries a log message about a request that asked for them by its log level. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#loggingmessagenotification
    """

    method: Literal["notifications/message"] = "notifications/message"
    """Name of the method on the wire; constant for each message type."""

    params: LoggingMessageNotificationParams
    """Parameters of the method; optional where the method can do without any."""


class MissingRequiredClientCapabilityError(MCPModel):
    """Refusal: the request needs features that the client has not declared (code -32021).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#missingrequiredclientcapabilityerror
    """

    code: Literal[-32021] = -32021
    """Number that tells which error it is; fixed for each error type of the protocol."""

    data: MissingRequiredClientCapabilityErrorData
    """Which features the request would have needed."""

    message: str
    """What went wrong, in a few words for logs and people."""


class PaginatedRequestParams(MCPModel):
    """Parameters of requests for a list: which page to return.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#paginatedrequestparams
    """

    cursor: Annotated[str | None, OMIT] = None
    """The `next_cursor` of the page before; absent asks for the first page."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


SamplingMessageContentBlock = TypeAliasType(
    "SamplingMessageContentBlock",
    Annotated[
        TextContent | ImageContent | AudioContent | ToolUseContent | ToolResultContent | UnknownContent,
        OpenUnion("type"),
    ],
)
"""One block of a sampling message: text, image, audio, tool call or tool result.

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
"""Any notification a server may send, told apart by its method.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#servernotification
"""


class SubscriptionsListenRequest(MCPModel):
    """Opens a long-lived stream of notifications; its result comes only when the stream ends.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenrequest
    """

    method: Literal["subscriptions/listen"] = "subscriptions/listen"
    """Name of the method on the wire; constant for each message type."""

    params: SubscriptionsListenRequestParams
    """Parameters of the method; optional where the method can do without any."""


class CompleteRequest(MCPModel):
    """Asks the server to suggest values for an argument that is being typed.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequest
    """

    method: Literal["completion/complete"] = "completion/complete"
    """Name of the method on the wire; constant for each message type."""

    params: CompleteRequestParams
    """Parameters of the method; optional where the method can do without any."""


class CreateMessageResult(MCPModel):
    """The message that the client's model wrote, sent with the retried request. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#createmessageresult
    """

    content: SamplingMessageContentBlock | list[SamplingMessageContentBlock]
    """What the model wrote: one block, or a list of blocks."""

    model: str
    """Which model wrote the answer, as the client calls it."""

    role: Role
    """Who says it: `user` or `assistant`."""

    stop_reason: Annotated[str | None, Field(alias="stopReason"), OMIT] = None
    """Why the model stopped, such as `endTurn` or `maxTokens`; other values are allowed, absent is unknown."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class ElicitRequestFormParams(MCPModel):
    """Parameters of `elicitation/create` for a form; never ask for secrets this way.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequestformparams
    """

    message: str
    """Question to show above the form: what is wanted, and what for."""

    requested_schema: Annotated[ElicitRequestedSchema, Field(alias="requestedSchema")]
    """The form's fields and which of them must be filled in."""

    mode: Annotated[Literal["form"] | None, OMIT] = None
    """Always `form`, which is also the meaning of its absence."""


ElicitRequestParams = TypeAliasType("ElicitRequestParams", ElicitRequestFormParams | ElicitRequestURLParams)
"""Parameters of `elicitation/create`, for either a form or a web page.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequestparams
"""


InputResponse = TypeAliasType("InputResponse", CreateMessageResult | ListRootsResult | ElicitResult)
"""The client's answer to one question of an unfinished result.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputresponse
"""


InputResponses = TypeAliasType("InputResponses", dict[str, InputResponse])
"""Answers to an unfinished result, each under the key of its question.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputresponses
"""


class ListPromptsRequest(MCPModel):
    """Asks for one page of the prompts a server offers.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listpromptsrequest
    """

    method: Literal["prompts/list"] = "prompts/list"
    """Name of the method on the wire; constant for each message type."""

    params: PaginatedRequestParams
    """Parameters of the method; optional where the method can do without any."""


class ListResourceTemplatesRequest(MCPModel):
    """Asks for one page of the URI templates a server offers.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcetemplatesrequest
    """

    method: Literal["resources/templates/list"] = "resources/templates/list"
    """Name of the method on the wire; constant for each message type."""

    params: PaginatedRequestParams
    """Parameters of the method; optional where the method can do without any."""


class ListResourcesRequest(MCPModel):
    """Asks for one page of the resources a server offers.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcesrequest
    """

    method: Literal["resources/list"] = "resources/list"
    """Name of the method on the wire; constant for each message type."""

    params: PaginatedRequestParams
    """Parameters of the method; optional where the method can do without any."""


class ListToolsRequest(MCPModel):
    """Asks for one page of the tools a server offers.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listtoolsrequest
    """

    method: Literal["tools/list"] = "tools/list"
    """Name of the method on the wire; constant for each message type."""

    params: PaginatedRequestParams
    """Parameters of the method; optional where the method can do without any."""


class ReadResourceRequestParams(MCPModel):
    """Parameters of `resources/read`: which resource to return.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#readresourcerequestparams
    """

    uri: str
    """Address of the resource; the server alone decides what its scheme means."""

    input_responses: Annotated[InputResponses | None, Field(alias="inputResponses"), OMIT] = None
    """Answers to the questions of an unfinished result, by its keys; absent on the first attempt."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """The value from the unfinished result, returned untouched; absent if that result had none."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


class SamplingMessage(MCPModel):
    """One message of a conversation with the client's model. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#samplingmessage
    """

    content: SamplingMessageContentBlock | list[SamplingMessageContentBlock]
    """What is said: one block, or a list of blocks."""

    role: Role
    """Who says it: `user` or `assistant`."""

    meta: Annotated[MetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


class CallToolRequestParams(MCPModel):
    """Parameters of `tools/call`: which tool to run, and with what arguments.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#calltoolrequestparams
    """

    name: str
    """Which tool to run, by its `name` in the list of tools."""

    arguments: Annotated[dict[str, Any] | None, OMIT] = None
    """Values for the tool's arguments, by name, as its input schema demands; absent means none."""

    input_responses: Annotated[InputResponses | None, Field(alias="inputResponses"), OMIT] = None
    """Answers to the questions of an unfinished result, by its keys; absent on the first attempt."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """The value from the unfinished result, returned untouched; absent if that result had none."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


class CreateMessageRequestParams(MCPModel):
    """Parameters of `sampling/createMessage`: the conversation, limits and wishes for the model.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#createmessagerequestparams
    """

    max_tokens: Annotated[Integer, Field(alias="maxTokens")]
    """Upper limit on the length of the answer, in tokens; the client may set a lower one."""

    messages: list[SamplingMessage]
    """The conversation to continue, oldest message first."""

    include_context: Annotated[
        Literal["allServers", "none", "thisServer"] | None, Field(alias="includeContext"), OMIT
    ] = None
    """Whose context to add; `none` when absent, the other values are deprecated."""

    metadata: Annotated[JSONObject | None, OMIT] = None
    """Settings for the model's provider, in that provider's own form."""

    model_preferences: Annotated[ModelPreferences | None, Field(alias="modelPreferences"), OMIT] = None
    """What matters in the choice of a model; advice that the client may overrule."""

    stop_sequences: Annotated[list[str] | None, Field(alias="stopSequences"), OMIT] = None
    """Texts at which the model stops writing; absent or empty means none."""

    system_prompt: Annotated[str | None, Field(alias="systemPrompt"), OMIT] = None
    """Instructions to put before the conversation; the client decides whether and how to use them."""

    temperature: Annotated[Number | None, OMIT] = None
    """How varied the answer may be, on the scale of the model that is used."""

    tool_choice: Annotated[ToolChoice | None, Field(alias="toolChoice"), OMIT] = None
    """Whether the model may or must call tools; `auto` when absent. Needs the client's `sampling.tools`."""

    tools: Annotated[list[Tool] | None, OMIT] = None
    """Tools to give the model for this answer. Needs the client's `sampling.tools`."""


class ElicitRequest(MCPModel):
    """Asks, inside an unfinished result, to put a question to the user, as a form or on a web page.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequest
    """

    method: Literal["elicitation/create"] = "elicitation/create"
    """Name of the method on the wire; constant for each message type."""

    params: ElicitRequestParams
    """Parameters of the method; optional where the method can do without any."""


class GetPromptRequestParams(MCPModel):
    """Parameters of `prompts/get`: which prompt, and the values to fill in.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#getpromptrequestparams
    """

    name: str
    """Which prompt to fill in, by its `name` in the list of prompts."""

    arguments: Annotated[dict[str, str] | None, OMIT] = None
    """Texts to fill in, by argument name; absent means none."""

    input_responses: Annotated[InputResponses | None, Field(alias="inputResponses"), OMIT] = None
    """Answers to the questions of an unfinished result, by its keys; absent on the first attempt."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """The value from the unfinished result, returned untouched; absent if that result had none."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


class InputResponseRequestParams(MCPModel):
    """Base of parameters that can carry answers to the questions of an earlier, unfinished result.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputresponserequestparams
    """

    input_responses: Annotated[InputResponses | None, Field(alias="inputResponses"), OMIT] = None
    """Answers to the questions of an unfinished result, by its keys; absent on the first attempt."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """The value from the unfinished result, returned untouched; absent if that result had none."""

    meta: Annotated[RequestMetaObject, Field(alias="_meta")]
    """Protocol version and client capabilities, declared anew with each request, and other metadata."""


class ReadResourceRequest(MCPModel):
    """Asks the server for what is in a resource.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#readresourcerequest
    """

    method: Literal["resources/read"] = "resources/read"
    """Name of the method on the wire; constant for each message type."""

    params: ReadResourceRequestParams
    """Parameters of the method; optional where the method can do without any."""


class CallToolRequest(MCPModel):
    """Asks the server to run a tool.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#calltoolrequest
    """

    method: Literal["tools/call"] = "tools/call"
    """Name of the method on the wire; constant for each message type."""

    params: CallToolRequestParams
    """Parameters of the method; optional where the method can do without any."""


class CreateMessageRequest(MCPModel):
    """Asks, inside an unfinished result, for a message from the client's model. Deprecated.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#createmessagerequest
    """

    method: Literal["sampling/createMessage"] = "sampling/createMessage"
    """Name of the method on the wire; constant for each message type."""

    params: CreateMessageRequestParams
    """Parameters of the method; optional where the method can do without any."""


class GetPromptRequest(MCPModel):
    """Asks the server to fill in one of its prompts and return the messages.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#getpromptrequest
    """

    method: Literal["prompts/get"] = "prompts/get"
    """Name of the method on the wire; constant for each message type."""

    params: GetPromptRequestParams
    """Parameters of the method; optional where the method can do without any."""


InputRequest = TypeAliasType(
    "InputRequest", Annotated[CreateMessageRequest | ListRootsRequest | ElicitRequest, Field(discriminator="method")]
)
"""A question the server puts to the client inside an unfinished result: sampling, roots or elicitation.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputrequest
"""


InputRequests = TypeAliasType("InputRequests", dict[str, InputRequest])
"""Questions the client must answer before it tries again, by keys the server chose.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputrequests
"""


class InputRequiredResult(MCPModel):
    """An unfinished result: answer its questions, then send the original request again with the answers.

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#inputrequiredresult
    """

    result_type: Annotated[str, Field(alias="resultType")] = "input_required"
    """Always `input_required`, which tells this result from a final one."""

    input_requests: Annotated[InputRequests | None, Field(alias="inputRequests"), OMIT] = None
    """Questions to answer before trying again; absent when only a retry with the state is wanted."""

    request_state: Annotated[str | None, Field(alias="requestState"), OMIT] = None
    """Opaque server state to return untouched with the retry; absent means send none."""

    meta: Annotated[ResultMetaObject | None, Field(alias="_meta"), OMIT] = None
    """Metadata that is not part of the payload, under namespaced keys."""


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
"""Any result with which a server may answer a client's request.

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
"""Any request a client may send, told apart by its method.

Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#clientrequest
"""
