"""MCP 2026-07-28: its types, its methods, and what to write handlers and calls with. Generated; do not edit.

    from mcprism_types.v2026_07_28 import CallToolResult, ServerHandler, TextContent

Spec: https://modelcontextprotocol.io/specification/2026-07-28
"""

from mcprism_types.v2026_07_28.calls import ClientCalls as ClientCalls
from mcprism_types.v2026_07_28.calls import ServerCalls as ServerCalls
from mcprism_types.v2026_07_28.errors import HeaderMismatch as HeaderMismatch
from mcprism_types.v2026_07_28.errors import MissingRequiredClientCapability as MissingRequiredClientCapability
from mcprism_types.v2026_07_28.errors import UnsupportedProtocolVersion as UnsupportedProtocolVersion
from mcprism_types.v2026_07_28.handlers import ClientHandler as ClientHandler
from mcprism_types.v2026_07_28.handlers import ServerHandler as ServerHandler
from mcprism_types.v2026_07_28.models import Annotations as Annotations
from mcprism_types.v2026_07_28.models import AudioContent as AudioContent
from mcprism_types.v2026_07_28.models import BaseMetadata as BaseMetadata
from mcprism_types.v2026_07_28.models import BlobResourceContents as BlobResourceContents
from mcprism_types.v2026_07_28.models import BooleanSchema as BooleanSchema
from mcprism_types.v2026_07_28.models import CacheableResult as CacheableResult
from mcprism_types.v2026_07_28.models import CallToolRequest as CallToolRequest
from mcprism_types.v2026_07_28.models import CallToolRequestParams as CallToolRequestParams
from mcprism_types.v2026_07_28.models import CallToolResult as CallToolResult
from mcprism_types.v2026_07_28.models import CancelledNotification as CancelledNotification
from mcprism_types.v2026_07_28.models import CancelledNotificationParams as CancelledNotificationParams
from mcprism_types.v2026_07_28.models import ClientCapabilities as ClientCapabilities
from mcprism_types.v2026_07_28.models import ClientCapabilitiesElicitation as ClientCapabilitiesElicitation
from mcprism_types.v2026_07_28.models import ClientCapabilitiesRoots as ClientCapabilitiesRoots
from mcprism_types.v2026_07_28.models import ClientCapabilitiesSampling as ClientCapabilitiesSampling
from mcprism_types.v2026_07_28.models import ClientNotification as ClientNotification
from mcprism_types.v2026_07_28.models import ClientRequest as ClientRequest
from mcprism_types.v2026_07_28.models import ClientResult as ClientResult
from mcprism_types.v2026_07_28.models import CompleteRequest as CompleteRequest
from mcprism_types.v2026_07_28.models import CompleteRequestParams as CompleteRequestParams
from mcprism_types.v2026_07_28.models import CompleteRequestParamsArgument as CompleteRequestParamsArgument
from mcprism_types.v2026_07_28.models import CompleteRequestParamsContext as CompleteRequestParamsContext
from mcprism_types.v2026_07_28.models import CompleteResult as CompleteResult
from mcprism_types.v2026_07_28.models import CompleteResultCompletion as CompleteResultCompletion
from mcprism_types.v2026_07_28.models import ContentBlock as ContentBlock
from mcprism_types.v2026_07_28.models import CreateMessageRequest as CreateMessageRequest
from mcprism_types.v2026_07_28.models import CreateMessageRequestParams as CreateMessageRequestParams
from mcprism_types.v2026_07_28.models import CreateMessageResult as CreateMessageResult
from mcprism_types.v2026_07_28.models import Cursor as Cursor
from mcprism_types.v2026_07_28.models import DiscoverRequest as DiscoverRequest
from mcprism_types.v2026_07_28.models import DiscoverResult as DiscoverResult
from mcprism_types.v2026_07_28.models import ElicitRequest as ElicitRequest
from mcprism_types.v2026_07_28.models import ElicitRequestedSchema as ElicitRequestedSchema
from mcprism_types.v2026_07_28.models import ElicitRequestFormParams as ElicitRequestFormParams
from mcprism_types.v2026_07_28.models import ElicitRequestParams as ElicitRequestParams
from mcprism_types.v2026_07_28.models import ElicitRequestURLParams as ElicitRequestURLParams
from mcprism_types.v2026_07_28.models import ElicitResult as ElicitResult
from mcprism_types.v2026_07_28.models import EmbeddedResource as EmbeddedResource
from mcprism_types.v2026_07_28.models import EmptyResult as EmptyResult
from mcprism_types.v2026_07_28.models import EnumOption as EnumOption
from mcprism_types.v2026_07_28.models import EnumSchema as EnumSchema
from mcprism_types.v2026_07_28.models import Error as Error
from mcprism_types.v2026_07_28.models import GetPromptRequest as GetPromptRequest
from mcprism_types.v2026_07_28.models import GetPromptRequestParams as GetPromptRequestParams
from mcprism_types.v2026_07_28.models import GetPromptResult as GetPromptResult
from mcprism_types.v2026_07_28.models import HeaderMismatchError as HeaderMismatchError
from mcprism_types.v2026_07_28.models import Icon as Icon
from mcprism_types.v2026_07_28.models import Icons as Icons
from mcprism_types.v2026_07_28.models import ImageContent as ImageContent
from mcprism_types.v2026_07_28.models import Implementation as Implementation
from mcprism_types.v2026_07_28.models import InputRequest as InputRequest
from mcprism_types.v2026_07_28.models import InputRequests as InputRequests
from mcprism_types.v2026_07_28.models import InputRequiredResult as InputRequiredResult
from mcprism_types.v2026_07_28.models import InputResponse as InputResponse
from mcprism_types.v2026_07_28.models import InputResponseRequestParams as InputResponseRequestParams
from mcprism_types.v2026_07_28.models import InputResponses as InputResponses
from mcprism_types.v2026_07_28.models import InternalError as InternalError
from mcprism_types.v2026_07_28.models import InvalidParamsError as InvalidParamsError
from mcprism_types.v2026_07_28.models import InvalidRequestError as InvalidRequestError
from mcprism_types.v2026_07_28.models import JSONArray as JSONArray
from mcprism_types.v2026_07_28.models import JSONObject as JSONObject
from mcprism_types.v2026_07_28.models import JSONValue as JSONValue
from mcprism_types.v2026_07_28.models import LegacyTitledEnumSchema as LegacyTitledEnumSchema
from mcprism_types.v2026_07_28.models import ListPromptsRequest as ListPromptsRequest
from mcprism_types.v2026_07_28.models import ListPromptsResult as ListPromptsResult
from mcprism_types.v2026_07_28.models import ListResourcesRequest as ListResourcesRequest
from mcprism_types.v2026_07_28.models import ListResourcesResult as ListResourcesResult
from mcprism_types.v2026_07_28.models import ListResourceTemplatesRequest as ListResourceTemplatesRequest
from mcprism_types.v2026_07_28.models import ListResourceTemplatesResult as ListResourceTemplatesResult
from mcprism_types.v2026_07_28.models import ListRootsRequest as ListRootsRequest
from mcprism_types.v2026_07_28.models import ListRootsRequestParams as ListRootsRequestParams
from mcprism_types.v2026_07_28.models import ListRootsResult as ListRootsResult
from mcprism_types.v2026_07_28.models import ListToolsRequest as ListToolsRequest
from mcprism_types.v2026_07_28.models import ListToolsResult as ListToolsResult
from mcprism_types.v2026_07_28.models import LoggingLevel as LoggingLevel
from mcprism_types.v2026_07_28.models import LoggingMessageNotification as LoggingMessageNotification
from mcprism_types.v2026_07_28.models import LoggingMessageNotificationParams as LoggingMessageNotificationParams
from mcprism_types.v2026_07_28.models import MetaObject as MetaObject
from mcprism_types.v2026_07_28.models import MethodNotFoundError as MethodNotFoundError
from mcprism_types.v2026_07_28.models import (
    MissingRequiredClientCapabilityError as MissingRequiredClientCapabilityError,
)
from mcprism_types.v2026_07_28.models import (
    MissingRequiredClientCapabilityErrorData as MissingRequiredClientCapabilityErrorData,
)
from mcprism_types.v2026_07_28.models import ModelHint as ModelHint
from mcprism_types.v2026_07_28.models import ModelPreferences as ModelPreferences
from mcprism_types.v2026_07_28.models import MultiSelectEnumSchema as MultiSelectEnumSchema
from mcprism_types.v2026_07_28.models import NotificationMetaObject as NotificationMetaObject
from mcprism_types.v2026_07_28.models import NotificationParams as NotificationParams
from mcprism_types.v2026_07_28.models import NumberSchema as NumberSchema
from mcprism_types.v2026_07_28.models import PaginatedRequestParams as PaginatedRequestParams
from mcprism_types.v2026_07_28.models import PaginatedResult as PaginatedResult
from mcprism_types.v2026_07_28.models import ParseError as ParseError
from mcprism_types.v2026_07_28.models import PrimitiveSchemaDefinition as PrimitiveSchemaDefinition
from mcprism_types.v2026_07_28.models import ProgressNotification as ProgressNotification
from mcprism_types.v2026_07_28.models import ProgressNotificationParams as ProgressNotificationParams
from mcprism_types.v2026_07_28.models import ProgressToken as ProgressToken
from mcprism_types.v2026_07_28.models import Prompt as Prompt
from mcprism_types.v2026_07_28.models import PromptArgument as PromptArgument
from mcprism_types.v2026_07_28.models import PromptListChangedNotification as PromptListChangedNotification
from mcprism_types.v2026_07_28.models import PromptMessage as PromptMessage
from mcprism_types.v2026_07_28.models import PromptReference as PromptReference
from mcprism_types.v2026_07_28.models import ReadResourceRequest as ReadResourceRequest
from mcprism_types.v2026_07_28.models import ReadResourceRequestParams as ReadResourceRequestParams
from mcprism_types.v2026_07_28.models import ReadResourceResult as ReadResourceResult
from mcprism_types.v2026_07_28.models import RequestId as RequestId
from mcprism_types.v2026_07_28.models import RequestMetaObject as RequestMetaObject
from mcprism_types.v2026_07_28.models import RequestParams as RequestParams
from mcprism_types.v2026_07_28.models import Resource as Resource
from mcprism_types.v2026_07_28.models import ResourceContents as ResourceContents
from mcprism_types.v2026_07_28.models import ResourceLink as ResourceLink
from mcprism_types.v2026_07_28.models import ResourceListChangedNotification as ResourceListChangedNotification
from mcprism_types.v2026_07_28.models import ResourceRequestParams as ResourceRequestParams
from mcprism_types.v2026_07_28.models import ResourceTemplate as ResourceTemplate
from mcprism_types.v2026_07_28.models import ResourceTemplateReference as ResourceTemplateReference
from mcprism_types.v2026_07_28.models import ResourceUpdatedNotification as ResourceUpdatedNotification
from mcprism_types.v2026_07_28.models import ResourceUpdatedNotificationParams as ResourceUpdatedNotificationParams
from mcprism_types.v2026_07_28.models import Result as Result
from mcprism_types.v2026_07_28.models import ResultMetaObject as ResultMetaObject
from mcprism_types.v2026_07_28.models import ResultType as ResultType
from mcprism_types.v2026_07_28.models import Role as Role
from mcprism_types.v2026_07_28.models import Root as Root
from mcprism_types.v2026_07_28.models import SamplingMessage as SamplingMessage
from mcprism_types.v2026_07_28.models import SamplingMessageContentBlock as SamplingMessageContentBlock
from mcprism_types.v2026_07_28.models import ServerCapabilities as ServerCapabilities
from mcprism_types.v2026_07_28.models import ServerCapabilitiesPrompts as ServerCapabilitiesPrompts
from mcprism_types.v2026_07_28.models import ServerCapabilitiesResources as ServerCapabilitiesResources
from mcprism_types.v2026_07_28.models import ServerCapabilitiesTools as ServerCapabilitiesTools
from mcprism_types.v2026_07_28.models import ServerNotification as ServerNotification
from mcprism_types.v2026_07_28.models import ServerResult as ServerResult
from mcprism_types.v2026_07_28.models import SingleSelectEnumSchema as SingleSelectEnumSchema
from mcprism_types.v2026_07_28.models import StringSchema as StringSchema
from mcprism_types.v2026_07_28.models import SubscriptionFilter as SubscriptionFilter
from mcprism_types.v2026_07_28.models import (
    SubscriptionsAcknowledgedNotification as SubscriptionsAcknowledgedNotification,
)
from mcprism_types.v2026_07_28.models import (
    SubscriptionsAcknowledgedNotificationParams as SubscriptionsAcknowledgedNotificationParams,
)
from mcprism_types.v2026_07_28.models import SubscriptionsListenRequest as SubscriptionsListenRequest
from mcprism_types.v2026_07_28.models import SubscriptionsListenRequestParams as SubscriptionsListenRequestParams
from mcprism_types.v2026_07_28.models import SubscriptionsListenResult as SubscriptionsListenResult
from mcprism_types.v2026_07_28.models import SubscriptionsListenResultMetaObject as SubscriptionsListenResultMetaObject
from mcprism_types.v2026_07_28.models import TextContent as TextContent
from mcprism_types.v2026_07_28.models import TextResourceContents as TextResourceContents
from mcprism_types.v2026_07_28.models import TitledEnumItems as TitledEnumItems
from mcprism_types.v2026_07_28.models import TitledMultiSelectEnumSchema as TitledMultiSelectEnumSchema
from mcprism_types.v2026_07_28.models import TitledSingleSelectEnumSchema as TitledSingleSelectEnumSchema
from mcprism_types.v2026_07_28.models import Tool as Tool
from mcprism_types.v2026_07_28.models import ToolAnnotations as ToolAnnotations
from mcprism_types.v2026_07_28.models import ToolChoice as ToolChoice
from mcprism_types.v2026_07_28.models import ToolInputSchema as ToolInputSchema
from mcprism_types.v2026_07_28.models import ToolListChangedNotification as ToolListChangedNotification
from mcprism_types.v2026_07_28.models import ToolOutputSchema as ToolOutputSchema
from mcprism_types.v2026_07_28.models import ToolResultContent as ToolResultContent
from mcprism_types.v2026_07_28.models import ToolUseContent as ToolUseContent
from mcprism_types.v2026_07_28.models import UnsupportedProtocolVersionError as UnsupportedProtocolVersionError
from mcprism_types.v2026_07_28.models import UnsupportedProtocolVersionErrorData as UnsupportedProtocolVersionErrorData
from mcprism_types.v2026_07_28.models import UntitledEnumItems as UntitledEnumItems
from mcprism_types.v2026_07_28.models import UntitledMultiSelectEnumSchema as UntitledMultiSelectEnumSchema
from mcprism_types.v2026_07_28.models import UntitledSingleSelectEnumSchema as UntitledSingleSelectEnumSchema
from mcprism_types.v2026_07_28.registry import PROTOCOL as PROTOCOL

__all__ = [
    "Annotations",
    "AudioContent",
    "BaseMetadata",
    "BlobResourceContents",
    "BooleanSchema",
    "CacheableResult",
    "CallToolRequest",
    "CallToolRequestParams",
    "CallToolResult",
    "CancelledNotification",
    "CancelledNotificationParams",
    "ClientCalls",
    "ClientCapabilities",
    "ClientCapabilitiesElicitation",
    "ClientCapabilitiesRoots",
    "ClientCapabilitiesSampling",
    "ClientHandler",
    "ClientNotification",
    "ClientRequest",
    "ClientResult",
    "CompleteRequest",
    "CompleteRequestParams",
    "CompleteRequestParamsArgument",
    "CompleteRequestParamsContext",
    "CompleteResult",
    "CompleteResultCompletion",
    "ContentBlock",
    "CreateMessageRequest",
    "CreateMessageRequestParams",
    "CreateMessageResult",
    "Cursor",
    "DiscoverRequest",
    "DiscoverResult",
    "ElicitRequest",
    "ElicitRequestFormParams",
    "ElicitRequestParams",
    "ElicitRequestURLParams",
    "ElicitRequestedSchema",
    "ElicitResult",
    "EmbeddedResource",
    "EmptyResult",
    "EnumOption",
    "EnumSchema",
    "Error",
    "GetPromptRequest",
    "GetPromptRequestParams",
    "GetPromptResult",
    "HeaderMismatch",
    "HeaderMismatchError",
    "Icon",
    "Icons",
    "ImageContent",
    "Implementation",
    "InputRequest",
    "InputRequests",
    "InputRequiredResult",
    "InputResponse",
    "InputResponseRequestParams",
    "InputResponses",
    "InternalError",
    "InvalidParamsError",
    "InvalidRequestError",
    "JSONArray",
    "JSONObject",
    "JSONValue",
    "LegacyTitledEnumSchema",
    "ListPromptsRequest",
    "ListPromptsResult",
    "ListResourceTemplatesRequest",
    "ListResourceTemplatesResult",
    "ListResourcesRequest",
    "ListResourcesResult",
    "ListRootsRequest",
    "ListRootsRequestParams",
    "ListRootsResult",
    "ListToolsRequest",
    "ListToolsResult",
    "LoggingLevel",
    "LoggingMessageNotification",
    "LoggingMessageNotificationParams",
    "MetaObject",
    "MethodNotFoundError",
    "MissingRequiredClientCapability",
    "MissingRequiredClientCapabilityError",
    "MissingRequiredClientCapabilityErrorData",
    "ModelHint",
    "ModelPreferences",
    "MultiSelectEnumSchema",
    "NotificationMetaObject",
    "NotificationParams",
    "NumberSchema",
    "PROTOCOL",
    "PaginatedRequestParams",
    "PaginatedResult",
    "ParseError",
    "PrimitiveSchemaDefinition",
    "ProgressNotification",
    "ProgressNotificationParams",
    "ProgressToken",
    "Prompt",
    "PromptArgument",
    "PromptListChangedNotification",
    "PromptMessage",
    "PromptReference",
    "ReadResourceRequest",
    "ReadResourceRequestParams",
    "ReadResourceResult",
    "RequestId",
    "RequestMetaObject",
    "RequestParams",
    "Resource",
    "ResourceContents",
    "ResourceLink",
    "ResourceListChangedNotification",
    "ResourceRequestParams",
    "ResourceTemplate",
    "ResourceTemplateReference",
    "ResourceUpdatedNotification",
    "ResourceUpdatedNotificationParams",
    "Result",
    "ResultMetaObject",
    "ResultType",
    "Role",
    "Root",
    "SamplingMessage",
    "SamplingMessageContentBlock",
    "ServerCalls",
    "ServerCapabilities",
    "ServerCapabilitiesPrompts",
    "ServerCapabilitiesResources",
    "ServerCapabilitiesTools",
    "ServerHandler",
    "ServerNotification",
    "ServerResult",
    "SingleSelectEnumSchema",
    "StringSchema",
    "SubscriptionFilter",
    "SubscriptionsAcknowledgedNotification",
    "SubscriptionsAcknowledgedNotificationParams",
    "SubscriptionsListenRequest",
    "SubscriptionsListenRequestParams",
    "SubscriptionsListenResult",
    "SubscriptionsListenResultMetaObject",
    "TextContent",
    "TextResourceContents",
    "TitledEnumItems",
    "TitledMultiSelectEnumSchema",
    "TitledSingleSelectEnumSchema",
    "Tool",
    "ToolAnnotations",
    "ToolChoice",
    "ToolInputSchema",
    "ToolListChangedNotification",
    "ToolOutputSchema",
    "ToolResultContent",
    "ToolUseContent",
    "UnsupportedProtocolVersion",
    "UnsupportedProtocolVersionError",
    "UnsupportedProtocolVersionErrorData",
    "UntitledEnumItems",
    "UntitledMultiSelectEnumSchema",
    "UntitledSingleSelectEnumSchema",
]
