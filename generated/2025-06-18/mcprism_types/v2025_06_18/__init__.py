"""MCP 2025-06-18: its types, its methods, and what to write handlers and calls with. Generated; do not edit.

    from mcprism_types.v2025_06_18 import CallToolResult, ServerHandler, TextContent

Spec: https://modelcontextprotocol.io/specification/2025-06-18
"""

from mcprism_types.v2025_06_18.calls import ClientCalls as ClientCalls
from mcprism_types.v2025_06_18.calls import ServerCalls as ServerCalls
from mcprism_types.v2025_06_18.handlers import ClientHandler as ClientHandler
from mcprism_types.v2025_06_18.handlers import ServerHandler as ServerHandler
from mcprism_types.v2025_06_18.models import Annotations as Annotations
from mcprism_types.v2025_06_18.models import AudioContent as AudioContent
from mcprism_types.v2025_06_18.models import BaseMetadata as BaseMetadata
from mcprism_types.v2025_06_18.models import BlobResourceContents as BlobResourceContents
from mcprism_types.v2025_06_18.models import BooleanSchema as BooleanSchema
from mcprism_types.v2025_06_18.models import CallToolRequest as CallToolRequest
from mcprism_types.v2025_06_18.models import CallToolRequestParams as CallToolRequestParams
from mcprism_types.v2025_06_18.models import CallToolResult as CallToolResult
from mcprism_types.v2025_06_18.models import CancelledNotification as CancelledNotification
from mcprism_types.v2025_06_18.models import CancelledNotificationParams as CancelledNotificationParams
from mcprism_types.v2025_06_18.models import ClientCapabilities as ClientCapabilities
from mcprism_types.v2025_06_18.models import ClientCapabilitiesRoots as ClientCapabilitiesRoots
from mcprism_types.v2025_06_18.models import ClientNotification as ClientNotification
from mcprism_types.v2025_06_18.models import ClientRequest as ClientRequest
from mcprism_types.v2025_06_18.models import ClientResult as ClientResult
from mcprism_types.v2025_06_18.models import CompleteRequest as CompleteRequest
from mcprism_types.v2025_06_18.models import CompleteRequestParams as CompleteRequestParams
from mcprism_types.v2025_06_18.models import CompleteRequestParamsArgument as CompleteRequestParamsArgument
from mcprism_types.v2025_06_18.models import CompleteRequestParamsContext as CompleteRequestParamsContext
from mcprism_types.v2025_06_18.models import CompleteResult as CompleteResult
from mcprism_types.v2025_06_18.models import CompleteResultCompletion as CompleteResultCompletion
from mcprism_types.v2025_06_18.models import ContentBlock as ContentBlock
from mcprism_types.v2025_06_18.models import CreateMessageRequest as CreateMessageRequest
from mcprism_types.v2025_06_18.models import CreateMessageRequestParams as CreateMessageRequestParams
from mcprism_types.v2025_06_18.models import CreateMessageResult as CreateMessageResult
from mcprism_types.v2025_06_18.models import Cursor as Cursor
from mcprism_types.v2025_06_18.models import ElicitRequest as ElicitRequest
from mcprism_types.v2025_06_18.models import ElicitRequestedSchema as ElicitRequestedSchema
from mcprism_types.v2025_06_18.models import ElicitRequestParams as ElicitRequestParams
from mcprism_types.v2025_06_18.models import ElicitResult as ElicitResult
from mcprism_types.v2025_06_18.models import EmbeddedResource as EmbeddedResource
from mcprism_types.v2025_06_18.models import EmptyResult as EmptyResult
from mcprism_types.v2025_06_18.models import EnumSchema as EnumSchema
from mcprism_types.v2025_06_18.models import GetPromptRequest as GetPromptRequest
from mcprism_types.v2025_06_18.models import GetPromptRequestParams as GetPromptRequestParams
from mcprism_types.v2025_06_18.models import GetPromptResult as GetPromptResult
from mcprism_types.v2025_06_18.models import ImageContent as ImageContent
from mcprism_types.v2025_06_18.models import Implementation as Implementation
from mcprism_types.v2025_06_18.models import InitializedNotification as InitializedNotification
from mcprism_types.v2025_06_18.models import InitializeRequest as InitializeRequest
from mcprism_types.v2025_06_18.models import InitializeRequestParams as InitializeRequestParams
from mcprism_types.v2025_06_18.models import InitializeResult as InitializeResult
from mcprism_types.v2025_06_18.models import ListPromptsRequest as ListPromptsRequest
from mcprism_types.v2025_06_18.models import ListPromptsResult as ListPromptsResult
from mcprism_types.v2025_06_18.models import ListResourcesRequest as ListResourcesRequest
from mcprism_types.v2025_06_18.models import ListResourcesResult as ListResourcesResult
from mcprism_types.v2025_06_18.models import ListResourceTemplatesRequest as ListResourceTemplatesRequest
from mcprism_types.v2025_06_18.models import ListResourceTemplatesResult as ListResourceTemplatesResult
from mcprism_types.v2025_06_18.models import ListRootsRequest as ListRootsRequest
from mcprism_types.v2025_06_18.models import ListRootsResult as ListRootsResult
from mcprism_types.v2025_06_18.models import ListToolsRequest as ListToolsRequest
from mcprism_types.v2025_06_18.models import ListToolsResult as ListToolsResult
from mcprism_types.v2025_06_18.models import LoggingLevel as LoggingLevel
from mcprism_types.v2025_06_18.models import LoggingMessageNotification as LoggingMessageNotification
from mcprism_types.v2025_06_18.models import LoggingMessageNotificationParams as LoggingMessageNotificationParams
from mcprism_types.v2025_06_18.models import MetaObject as MetaObject
from mcprism_types.v2025_06_18.models import ModelHint as ModelHint
from mcprism_types.v2025_06_18.models import ModelPreferences as ModelPreferences
from mcprism_types.v2025_06_18.models import NotificationMetaObject as NotificationMetaObject
from mcprism_types.v2025_06_18.models import NotificationParams as NotificationParams
from mcprism_types.v2025_06_18.models import NumberSchema as NumberSchema
from mcprism_types.v2025_06_18.models import PaginatedRequestParams as PaginatedRequestParams
from mcprism_types.v2025_06_18.models import PaginatedResult as PaginatedResult
from mcprism_types.v2025_06_18.models import PingRequest as PingRequest
from mcprism_types.v2025_06_18.models import PrimitiveSchemaDefinition as PrimitiveSchemaDefinition
from mcprism_types.v2025_06_18.models import ProgressNotification as ProgressNotification
from mcprism_types.v2025_06_18.models import ProgressNotificationParams as ProgressNotificationParams
from mcprism_types.v2025_06_18.models import ProgressToken as ProgressToken
from mcprism_types.v2025_06_18.models import Prompt as Prompt
from mcprism_types.v2025_06_18.models import PromptArgument as PromptArgument
from mcprism_types.v2025_06_18.models import PromptListChangedNotification as PromptListChangedNotification
from mcprism_types.v2025_06_18.models import PromptMessage as PromptMessage
from mcprism_types.v2025_06_18.models import PromptReference as PromptReference
from mcprism_types.v2025_06_18.models import ReadResourceRequest as ReadResourceRequest
from mcprism_types.v2025_06_18.models import ReadResourceRequestParams as ReadResourceRequestParams
from mcprism_types.v2025_06_18.models import ReadResourceResult as ReadResourceResult
from mcprism_types.v2025_06_18.models import RequestId as RequestId
from mcprism_types.v2025_06_18.models import RequestMetaObject as RequestMetaObject
from mcprism_types.v2025_06_18.models import RequestParams as RequestParams
from mcprism_types.v2025_06_18.models import Resource as Resource
from mcprism_types.v2025_06_18.models import ResourceContents as ResourceContents
from mcprism_types.v2025_06_18.models import ResourceLink as ResourceLink
from mcprism_types.v2025_06_18.models import ResourceListChangedNotification as ResourceListChangedNotification
from mcprism_types.v2025_06_18.models import ResourceTemplate as ResourceTemplate
from mcprism_types.v2025_06_18.models import ResourceTemplateReference as ResourceTemplateReference
from mcprism_types.v2025_06_18.models import ResourceUpdatedNotification as ResourceUpdatedNotification
from mcprism_types.v2025_06_18.models import ResourceUpdatedNotificationParams as ResourceUpdatedNotificationParams
from mcprism_types.v2025_06_18.models import Result as Result
from mcprism_types.v2025_06_18.models import ResultMetaObject as ResultMetaObject
from mcprism_types.v2025_06_18.models import Role as Role
from mcprism_types.v2025_06_18.models import Root as Root
from mcprism_types.v2025_06_18.models import RootsListChangedNotification as RootsListChangedNotification
from mcprism_types.v2025_06_18.models import SamplingMessage as SamplingMessage
from mcprism_types.v2025_06_18.models import SamplingMessageContentBlock as SamplingMessageContentBlock
from mcprism_types.v2025_06_18.models import ServerCapabilities as ServerCapabilities
from mcprism_types.v2025_06_18.models import ServerCapabilitiesPrompts as ServerCapabilitiesPrompts
from mcprism_types.v2025_06_18.models import ServerCapabilitiesResources as ServerCapabilitiesResources
from mcprism_types.v2025_06_18.models import ServerCapabilitiesTools as ServerCapabilitiesTools
from mcprism_types.v2025_06_18.models import ServerNotification as ServerNotification
from mcprism_types.v2025_06_18.models import ServerRequest as ServerRequest
from mcprism_types.v2025_06_18.models import ServerResult as ServerResult
from mcprism_types.v2025_06_18.models import SetLevelRequest as SetLevelRequest
from mcprism_types.v2025_06_18.models import SetLevelRequestParams as SetLevelRequestParams
from mcprism_types.v2025_06_18.models import StringSchema as StringSchema
from mcprism_types.v2025_06_18.models import SubscribeRequest as SubscribeRequest
from mcprism_types.v2025_06_18.models import SubscribeRequestParams as SubscribeRequestParams
from mcprism_types.v2025_06_18.models import TextContent as TextContent
from mcprism_types.v2025_06_18.models import TextResourceContents as TextResourceContents
from mcprism_types.v2025_06_18.models import Tool as Tool
from mcprism_types.v2025_06_18.models import ToolAnnotations as ToolAnnotations
from mcprism_types.v2025_06_18.models import ToolInputSchema as ToolInputSchema
from mcprism_types.v2025_06_18.models import ToolListChangedNotification as ToolListChangedNotification
from mcprism_types.v2025_06_18.models import ToolOutputSchema as ToolOutputSchema
from mcprism_types.v2025_06_18.models import UnsubscribeRequest as UnsubscribeRequest
from mcprism_types.v2025_06_18.models import UnsubscribeRequestParams as UnsubscribeRequestParams
from mcprism_types.v2025_06_18.registry import PROTOCOL as PROTOCOL

__all__ = [
    "Annotations",
    "AudioContent",
    "BaseMetadata",
    "BlobResourceContents",
    "BooleanSchema",
    "CallToolRequest",
    "CallToolRequestParams",
    "CallToolResult",
    "CancelledNotification",
    "CancelledNotificationParams",
    "ClientCalls",
    "ClientCapabilities",
    "ClientCapabilitiesRoots",
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
    "ElicitRequest",
    "ElicitRequestParams",
    "ElicitRequestedSchema",
    "ElicitResult",
    "EmbeddedResource",
    "EmptyResult",
    "EnumSchema",
    "GetPromptRequest",
    "GetPromptRequestParams",
    "GetPromptResult",
    "ImageContent",
    "Implementation",
    "InitializeRequest",
    "InitializeRequestParams",
    "InitializeResult",
    "InitializedNotification",
    "ListPromptsRequest",
    "ListPromptsResult",
    "ListResourceTemplatesRequest",
    "ListResourceTemplatesResult",
    "ListResourcesRequest",
    "ListResourcesResult",
    "ListRootsRequest",
    "ListRootsResult",
    "ListToolsRequest",
    "ListToolsResult",
    "LoggingLevel",
    "LoggingMessageNotification",
    "LoggingMessageNotificationParams",
    "MetaObject",
    "ModelHint",
    "ModelPreferences",
    "NotificationMetaObject",
    "NotificationParams",
    "NumberSchema",
    "PROTOCOL",
    "PaginatedRequestParams",
    "PaginatedResult",
    "PingRequest",
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
    "ResourceTemplate",
    "ResourceTemplateReference",
    "ResourceUpdatedNotification",
    "ResourceUpdatedNotificationParams",
    "Result",
    "ResultMetaObject",
    "Role",
    "Root",
    "RootsListChangedNotification",
    "SamplingMessage",
    "SamplingMessageContentBlock",
    "ServerCalls",
    "ServerCapabilities",
    "ServerCapabilitiesPrompts",
    "ServerCapabilitiesResources",
    "ServerCapabilitiesTools",
    "ServerHandler",
    "ServerNotification",
    "ServerRequest",
    "ServerResult",
    "SetLevelRequest",
    "SetLevelRequestParams",
    "StringSchema",
    "SubscribeRequest",
    "SubscribeRequestParams",
    "TextContent",
    "TextResourceContents",
    "Tool",
    "ToolAnnotations",
    "ToolInputSchema",
    "ToolListChangedNotification",
    "ToolOutputSchema",
    "UnsubscribeRequest",
    "UnsubscribeRequestParams",
]
