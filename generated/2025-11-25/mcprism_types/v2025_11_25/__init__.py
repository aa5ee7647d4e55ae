"""MCP 2025-11-25: its types, its methods, and what to write handlers and calls with. Generated; do not edit.

    from mcprism_types.v2025_11_25 import CallToolResult, ServerHandler, TextContent

Spec: https://modelcontextprotocol.io/specification/2025-11-25
"""

from mcprism_types.v2025_11_25.calls import ClientCalls as ClientCalls
from mcprism_types.v2025_11_25.calls import ServerCalls as ServerCalls
from mcprism_types.v2025_11_25.errors import URLElicitationRequired as URLElicitationRequired
from mcprism_types.v2025_11_25.handlers import ClientHandler as ClientHandler
from mcprism_types.v2025_11_25.handlers import ServerHandler as ServerHandler
from mcprism_types.v2025_11_25.models import Annotations as Annotations
from mcprism_types.v2025_11_25.models import AudioContent as AudioContent
from mcprism_types.v2025_11_25.models import BaseMetadata as BaseMetadata
from mcprism_types.v2025_11_25.models import BlobResourceContents as BlobResourceContents
from mcprism_types.v2025_11_25.models import BooleanSchema as BooleanSchema
from mcprism_types.v2025_11_25.models import CallToolRequest as CallToolRequest
from mcprism_types.v2025_11_25.models import CallToolRequestParams as CallToolRequestParams
from mcprism_types.v2025_11_25.models import CallToolResult as CallToolResult
from mcprism_types.v2025_11_25.models import CancelledNotification as CancelledNotification
from mcprism_types.v2025_11_25.models import CancelledNotificationParams as CancelledNotificationParams
from mcprism_types.v2025_11_25.models import CancelTaskRequest as CancelTaskRequest
from mcprism_types.v2025_11_25.models import CancelTaskRequestParams as CancelTaskRequestParams
from mcprism_types.v2025_11_25.models import CancelTaskResult as CancelTaskResult
from mcprism_types.v2025_11_25.models import ClientCapabilities as ClientCapabilities
from mcprism_types.v2025_11_25.models import ClientCapabilitiesElicitation as ClientCapabilitiesElicitation
from mcprism_types.v2025_11_25.models import ClientCapabilitiesRoots as ClientCapabilitiesRoots
from mcprism_types.v2025_11_25.models import ClientCapabilitiesSampling as ClientCapabilitiesSampling
from mcprism_types.v2025_11_25.models import ClientCapabilitiesTasks as ClientCapabilitiesTasks
from mcprism_types.v2025_11_25.models import ClientCapabilitiesTasksRequests as ClientCapabilitiesTasksRequests
from mcprism_types.v2025_11_25.models import (
    ClientCapabilitiesTasksRequestsElicitation as ClientCapabilitiesTasksRequestsElicitation,
)
from mcprism_types.v2025_11_25.models import (
    ClientCapabilitiesTasksRequestsSampling as ClientCapabilitiesTasksRequestsSampling,
)
from mcprism_types.v2025_11_25.models import ClientNotification as ClientNotification
from mcprism_types.v2025_11_25.models import ClientRequest as ClientRequest
from mcprism_types.v2025_11_25.models import ClientResult as ClientResult
from mcprism_types.v2025_11_25.models import CompleteRequest as CompleteRequest
from mcprism_types.v2025_11_25.models import CompleteRequestParams as CompleteRequestParams
from mcprism_types.v2025_11_25.models import CompleteRequestParamsArgument as CompleteRequestParamsArgument
from mcprism_types.v2025_11_25.models import CompleteRequestParamsContext as CompleteRequestParamsContext
from mcprism_types.v2025_11_25.models import CompleteResult as CompleteResult
from mcprism_types.v2025_11_25.models import CompleteResultCompletion as CompleteResultCompletion
from mcprism_types.v2025_11_25.models import ContentBlock as ContentBlock
from mcprism_types.v2025_11_25.models import CreateMessageRequest as CreateMessageRequest
from mcprism_types.v2025_11_25.models import CreateMessageRequestParams as CreateMessageRequestParams
from mcprism_types.v2025_11_25.models import CreateMessageResult as CreateMessageResult
from mcprism_types.v2025_11_25.models import CreateTaskResult as CreateTaskResult
from mcprism_types.v2025_11_25.models import Cursor as Cursor
from mcprism_types.v2025_11_25.models import ElicitationCompleteNotification as ElicitationCompleteNotification
from mcprism_types.v2025_11_25.models import (
    ElicitationCompleteNotificationParams as ElicitationCompleteNotificationParams,
)
from mcprism_types.v2025_11_25.models import ElicitRequest as ElicitRequest
from mcprism_types.v2025_11_25.models import ElicitRequestedSchema as ElicitRequestedSchema
from mcprism_types.v2025_11_25.models import ElicitRequestFormParams as ElicitRequestFormParams
from mcprism_types.v2025_11_25.models import ElicitRequestParams as ElicitRequestParams
from mcprism_types.v2025_11_25.models import ElicitRequestURLParams as ElicitRequestURLParams
from mcprism_types.v2025_11_25.models import ElicitResult as ElicitResult
from mcprism_types.v2025_11_25.models import EmbeddedResource as EmbeddedResource
from mcprism_types.v2025_11_25.models import EmptyResult as EmptyResult
from mcprism_types.v2025_11_25.models import EnumOption as EnumOption
from mcprism_types.v2025_11_25.models import EnumSchema as EnumSchema
from mcprism_types.v2025_11_25.models import Error as Error
from mcprism_types.v2025_11_25.models import GetPromptRequest as GetPromptRequest
from mcprism_types.v2025_11_25.models import GetPromptRequestParams as GetPromptRequestParams
from mcprism_types.v2025_11_25.models import GetPromptResult as GetPromptResult
from mcprism_types.v2025_11_25.models import GetTaskPayloadRequest as GetTaskPayloadRequest
from mcprism_types.v2025_11_25.models import GetTaskPayloadRequestParams as GetTaskPayloadRequestParams
from mcprism_types.v2025_11_25.models import GetTaskPayloadResult as GetTaskPayloadResult
from mcprism_types.v2025_11_25.models import GetTaskRequest as GetTaskRequest
from mcprism_types.v2025_11_25.models import GetTaskRequestParams as GetTaskRequestParams
from mcprism_types.v2025_11_25.models import GetTaskResult as GetTaskResult
from mcprism_types.v2025_11_25.models import Icon as Icon
from mcprism_types.v2025_11_25.models import Icons as Icons
from mcprism_types.v2025_11_25.models import ImageContent as ImageContent
from mcprism_types.v2025_11_25.models import Implementation as Implementation
from mcprism_types.v2025_11_25.models import InitializedNotification as InitializedNotification
from mcprism_types.v2025_11_25.models import InitializeRequest as InitializeRequest
from mcprism_types.v2025_11_25.models import InitializeRequestParams as InitializeRequestParams
from mcprism_types.v2025_11_25.models import InitializeResult as InitializeResult
from mcprism_types.v2025_11_25.models import LegacyTitledEnumSchema as LegacyTitledEnumSchema
from mcprism_types.v2025_11_25.models import ListPromptsRequest as ListPromptsRequest
from mcprism_types.v2025_11_25.models import ListPromptsResult as ListPromptsResult
from mcprism_types.v2025_11_25.models import ListResourcesRequest as ListResourcesRequest
from mcprism_types.v2025_11_25.models import ListResourcesResult as ListResourcesResult
from mcprism_types.v2025_11_25.models import ListResourceTemplatesRequest as ListResourceTemplatesRequest
from mcprism_types.v2025_11_25.models import ListResourceTemplatesResult as ListResourceTemplatesResult
from mcprism_types.v2025_11_25.models import ListRootsRequest as ListRootsRequest
from mcprism_types.v2025_11_25.models import ListRootsResult as ListRootsResult
from mcprism_types.v2025_11_25.models import ListTasksRequest as ListTasksRequest
from mcprism_types.v2025_11_25.models import ListTasksResult as ListTasksResult
from mcprism_types.v2025_11_25.models import ListToolsRequest as ListToolsRequest
from mcprism_types.v2025_11_25.models import ListToolsResult as ListToolsResult
from mcprism_types.v2025_11_25.models import LoggingLevel as LoggingLevel
from mcprism_types.v2025_11_25.models import LoggingMessageNotification as LoggingMessageNotification
from mcprism_types.v2025_11_25.models import LoggingMessageNotificationParams as LoggingMessageNotificationParams
from mcprism_types.v2025_11_25.models import MetaObject as MetaObject
from mcprism_types.v2025_11_25.models import ModelHint as ModelHint
from mcprism_types.v2025_11_25.models import ModelPreferences as ModelPreferences
from mcprism_types.v2025_11_25.models import MultiSelectEnumSchema as MultiSelectEnumSchema
from mcprism_types.v2025_11_25.models import NotificationMetaObject as NotificationMetaObject
from mcprism_types.v2025_11_25.models import NotificationParams as NotificationParams
from mcprism_types.v2025_11_25.models import NumberSchema as NumberSchema
from mcprism_types.v2025_11_25.models import PaginatedRequestParams as PaginatedRequestParams
from mcprism_types.v2025_11_25.models import PaginatedResult as PaginatedResult
from mcprism_types.v2025_11_25.models import PingRequest as PingRequest
from mcprism_types.v2025_11_25.models import PrimitiveSchemaDefinition as PrimitiveSchemaDefinition
from mcprism_types.v2025_11_25.models import ProgressNotification as ProgressNotification
from mcprism_types.v2025_11_25.models import ProgressNotificationParams as ProgressNotificationParams
from mcprism_types.v2025_11_25.models import ProgressToken as ProgressToken
from mcprism_types.v2025_11_25.models import Prompt as Prompt
from mcprism_types.v2025_11_25.models import PromptArgument as PromptArgument
from mcprism_types.v2025_11_25.models import PromptListChangedNotification as PromptListChangedNotification
from mcprism_types.v2025_11_25.models import PromptMessage as PromptMessage
from mcprism_types.v2025_11_25.models import PromptReference as PromptReference
from mcprism_types.v2025_11_25.models import ReadResourceRequest as ReadResourceRequest
from mcprism_types.v2025_11_25.models import ReadResourceRequestParams as ReadResourceRequestParams
from mcprism_types.v2025_11_25.models import ReadResourceResult as ReadResourceResult
from mcprism_types.v2025_11_25.models import RelatedTaskMetadata as RelatedTaskMetadata
from mcprism_types.v2025_11_25.models import RequestId as RequestId
from mcprism_types.v2025_11_25.models import RequestMetaObject as RequestMetaObject
from mcprism_types.v2025_11_25.models import RequestParams as RequestParams
from mcprism_types.v2025_11_25.models import Resource as Resource
from mcprism_types.v2025_11_25.models import ResourceContents as ResourceContents
from mcprism_types.v2025_11_25.models import ResourceLink as ResourceLink
from mcprism_types.v2025_11_25.models import ResourceListChangedNotification as ResourceListChangedNotification
from mcprism_types.v2025_11_25.models import ResourceRequestParams as ResourceRequestParams
from mcprism_types.v2025_11_25.models import ResourceTemplate as ResourceTemplate
from mcprism_types.v2025_11_25.models import ResourceTemplateReference as ResourceTemplateReference
from mcprism_types.v2025_11_25.models import ResourceUpdatedNotification as ResourceUpdatedNotification
from mcprism_types.v2025_11_25.models import ResourceUpdatedNotificationParams as ResourceUpdatedNotificationParams
from mcprism_types.v2025_11_25.models import Result as Result
from mcprism_types.v2025_11_25.models import ResultMetaObject as ResultMetaObject
from mcprism_types.v2025_11_25.models import Role as Role
from mcprism_types.v2025_11_25.models import Root as Root
from mcprism_types.v2025_11_25.models import RootsListChangedNotification as RootsListChangedNotification
from mcprism_types.v2025_11_25.models import SamplingMessage as SamplingMessage
from mcprism_types.v2025_11_25.models import SamplingMessageContentBlock as SamplingMessageContentBlock
from mcprism_types.v2025_11_25.models import ServerCapabilities as ServerCapabilities
from mcprism_types.v2025_11_25.models import ServerCapabilitiesPrompts as ServerCapabilitiesPrompts
from mcprism_types.v2025_11_25.models import ServerCapabilitiesResources as ServerCapabilitiesResources
from mcprism_types.v2025_11_25.models import ServerCapabilitiesTasks as ServerCapabilitiesTasks
from mcprism_types.v2025_11_25.models import ServerCapabilitiesTasksRequests as ServerCapabilitiesTasksRequests
from mcprism_types.v2025_11_25.models import (
    ServerCapabilitiesTasksRequestsTools as ServerCapabilitiesTasksRequestsTools,
)
from mcprism_types.v2025_11_25.models import ServerCapabilitiesTools as ServerCapabilitiesTools
from mcprism_types.v2025_11_25.models import ServerNotification as ServerNotification
from mcprism_types.v2025_11_25.models import ServerRequest as ServerRequest
from mcprism_types.v2025_11_25.models import ServerResult as ServerResult
from mcprism_types.v2025_11_25.models import SetLevelRequest as SetLevelRequest
from mcprism_types.v2025_11_25.models import SetLevelRequestParams as SetLevelRequestParams
from mcprism_types.v2025_11_25.models import SingleSelectEnumSchema as SingleSelectEnumSchema
from mcprism_types.v2025_11_25.models import StringSchema as StringSchema
from mcprism_types.v2025_11_25.models import SubscribeRequest as SubscribeRequest
from mcprism_types.v2025_11_25.models import SubscribeRequestParams as SubscribeRequestParams
from mcprism_types.v2025_11_25.models import Task as Task
from mcprism_types.v2025_11_25.models import TaskAugmentedRequestParams as TaskAugmentedRequestParams
from mcprism_types.v2025_11_25.models import TaskMetadata as TaskMetadata
from mcprism_types.v2025_11_25.models import TaskStatus as TaskStatus
from mcprism_types.v2025_11_25.models import TaskStatusNotification as TaskStatusNotification
from mcprism_types.v2025_11_25.models import TaskStatusNotificationParams as TaskStatusNotificationParams
from mcprism_types.v2025_11_25.models import TextContent as TextContent
from mcprism_types.v2025_11_25.models import TextResourceContents as TextResourceContents
from mcprism_types.v2025_11_25.models import TitledEnumItems as TitledEnumItems
from mcprism_types.v2025_11_25.models import TitledMultiSelectEnumSchema as TitledMultiSelectEnumSchema
from mcprism_types.v2025_11_25.models import TitledSingleSelectEnumSchema as TitledSingleSelectEnumSchema
from mcprism_types.v2025_11_25.models import Tool as Tool
from mcprism_types.v2025_11_25.models import ToolAnnotations as ToolAnnotations
from mcprism_types.v2025_11_25.models import ToolChoice as ToolChoice
from mcprism_types.v2025_11_25.models import ToolExecution as ToolExecution
from mcprism_types.v2025_11_25.models import ToolInputSchema as ToolInputSchema
from mcprism_types.v2025_11_25.models import ToolListChangedNotification as ToolListChangedNotification
from mcprism_types.v2025_11_25.models import ToolOutputSchema as ToolOutputSchema
from mcprism_types.v2025_11_25.models import ToolResultContent as ToolResultContent
from mcprism_types.v2025_11_25.models import ToolUseContent as ToolUseContent
from mcprism_types.v2025_11_25.models import UnsubscribeRequest as UnsubscribeRequest
from mcprism_types.v2025_11_25.models import UnsubscribeRequestParams as UnsubscribeRequestParams
from mcprism_types.v2025_11_25.models import UntitledEnumItems as UntitledEnumItems
from mcprism_types.v2025_11_25.models import UntitledMultiSelectEnumSchema as UntitledMultiSelectEnumSchema
from mcprism_types.v2025_11_25.models import UntitledSingleSelectEnumSchema as UntitledSingleSelectEnumSchema
from mcprism_types.v2025_11_25.models import URLElicitationRequiredError as URLElicitationRequiredError
from mcprism_types.v2025_11_25.models import URLElicitationRequiredErrorData as URLElicitationRequiredErrorData
from mcprism_types.v2025_11_25.registry import PROTOCOL as PROTOCOL

__all__ = [
    "Annotations",
    "AudioContent",
    "BaseMetadata",
    "BlobResourceContents",
    "BooleanSchema",
    "CallToolRequest",
    "CallToolRequestParams",
    "CallToolResult",
    "CancelTaskRequest",
    "CancelTaskRequestParams",
    "CancelTaskResult",
    "CancelledNotification",
    "CancelledNotificationParams",
    "ClientCalls",
    "ClientCapabilities",
    "ClientCapabilitiesElicitation",
    "ClientCapabilitiesRoots",
    "ClientCapabilitiesSampling",
    "ClientCapabilitiesTasks",
    "ClientCapabilitiesTasksRequests",
    "ClientCapabilitiesTasksRequestsElicitation",
    "ClientCapabilitiesTasksRequestsSampling",
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
    "CreateTaskResult",
    "Cursor",
    "ElicitRequest",
    "ElicitRequestFormParams",
    "ElicitRequestParams",
    "ElicitRequestURLParams",
    "ElicitRequestedSchema",
    "ElicitResult",
    "ElicitationCompleteNotification",
    "ElicitationCompleteNotificationParams",
    "EmbeddedResource",
    "EmptyResult",
    "EnumOption",
    "EnumSchema",
    "Error",
    "GetPromptRequest",
    "GetPromptRequestParams",
    "GetPromptResult",
    "GetTaskPayloadRequest",
    "GetTaskPayloadRequestParams",
    "GetTaskPayloadResult",
    "GetTaskRequest",
    "GetTaskRequestParams",
    "GetTaskResult",
    "Icon",
    "Icons",
    "ImageContent",
    "Implementation",
    "InitializeRequest",
    "InitializeRequestParams",
    "InitializeResult",
    "InitializedNotification",
    "LegacyTitledEnumSchema",
    "ListPromptsRequest",
    "ListPromptsResult",
    "ListResourceTemplatesRequest",
    "ListResourceTemplatesResult",
    "ListResourcesRequest",
    "ListResourcesResult",
    "ListRootsRequest",
    "ListRootsResult",
    "ListTasksRequest",
    "ListTasksResult",
    "ListToolsRequest",
    "ListToolsResult",
    "LoggingLevel",
    "LoggingMessageNotification",
    "LoggingMessageNotificationParams",
    "MetaObject",
    "ModelHint",
    "ModelPreferences",
    "MultiSelectEnumSchema",
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
    "RelatedTaskMetadata",
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
    "Role",
    "Root",
    "RootsListChangedNotification",
    "SamplingMessage",
    "SamplingMessageContentBlock",
    "ServerCalls",
    "ServerCapabilities",
    "ServerCapabilitiesPrompts",
    "ServerCapabilitiesResources",
    "ServerCapabilitiesTasks",
    "ServerCapabilitiesTasksRequests",
    "ServerCapabilitiesTasksRequestsTools",
    "ServerCapabilitiesTools",
    "ServerHandler",
    "ServerNotification",
    "ServerRequest",
    "ServerResult",
    "SetLevelRequest",
    "SetLevelRequestParams",
    "SingleSelectEnumSchema",
    "StringSchema",
    "SubscribeRequest",
    "SubscribeRequestParams",
    "Task",
    "TaskAugmentedRequestParams",
    "TaskMetadata",
    "TaskStatus",
    "TaskStatusNotification",
    "TaskStatusNotificationParams",
    "TextContent",
    "TextResourceContents",
    "TitledEnumItems",
    "TitledMultiSelectEnumSchema",
    "TitledSingleSelectEnumSchema",
    "Tool",
    "ToolAnnotations",
    "ToolChoice",
    "ToolExecution",
    "ToolInputSchema",
    "ToolListChangedNotification",
    "ToolOutputSchema",
    "ToolResultContent",
    "ToolUseContent",
    "URLElicitationRequired",
    "URLElicitationRequiredError",
    "URLElicitationRequiredErrorData",
    "UnsubscribeRequest",
    "UnsubscribeRequestParams",
    "UntitledEnumItems",
    "UntitledMultiSelectEnumSchema",
    "UntitledSingleSelectEnumSchema",
]
