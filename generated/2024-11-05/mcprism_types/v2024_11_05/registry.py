"""The methods of MCP 2024-11-05: who sends them, what they carry, what answers them. Generated; do not edit."""

from typing import Final

from mcprism_types.base import BOTH, CLIENT, SERVER, NotificationSpec, ProtocolSpec, RequestSpec
from mcprism_types.v2024_11_05 import models as m

COMPLETE: Final = RequestSpec[m.CompleteRequestParams, m.CompleteResult](
    method="completion/complete",
    params=m.CompleteRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="complete",
    result=m.CompleteResult,
)
"""Suggests values for an argument of a prompt or a variable of a resource template."""

INITIALIZE: Final = RequestSpec[m.InitializeRequestParams, m.InitializeResult](
    method="initialize",
    params=m.InitializeRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="initialize",
    result=m.InitializeResult,
)
"""Opens a session and settles protocol version and capabilities."""

SET_LEVEL: Final = RequestSpec[m.SetLevelRequestParams, m.EmptyResult](
    method="logging/setLevel",
    params=m.SetLevelRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="set_level",
    result=m.EmptyResult,
)
"""Sets the least severe level of log messages that the server sends."""

PING: Final = RequestSpec[m.RequestParams, m.EmptyResult](
    method="ping", params=m.RequestParams, params_required=False, senders=BOTH, handler="ping", result=m.EmptyResult
)
"""Checks that the peer still answers."""

GET_PROMPT: Final = RequestSpec[m.GetPromptRequestParams, m.GetPromptResult](
    method="prompts/get",
    params=m.GetPromptRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="get_prompt",
    result=m.GetPromptResult,
)
"""Fills in a prompt of the server and returns its messages."""

LIST_PROMPTS: Final = RequestSpec[m.PaginatedRequestParams, m.ListPromptsResult](
    method="prompts/list",
    params=m.PaginatedRequestParams,
    params_required=False,
    senders=CLIENT,
    handler="list_prompts",
    result=m.ListPromptsResult,
)
"""Lists the prompts of the server, page by page."""

LIST_RESOURCES: Final = RequestSpec[m.PaginatedRequestParams, m.ListResourcesResult](
    method="resources/list",
    params=m.PaginatedRequestParams,
    params_required=False,
    senders=CLIENT,
    handler="list_resources",
    result=m.ListResourcesResult,
)
"""Lists the resources of the server, page by page."""

READ_RESOURCE: Final = RequestSpec[m.ReadResourceRequestParams, m.ReadResourceResult](
    method="resources/read",
    params=m.ReadResourceRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="read_resource",
    result=m.ReadResourceResult,
)
"""Returns what a resource contains."""

SUBSCRIBE: Final = RequestSpec[m.SubscribeRequestParams, m.EmptyResult](
    method="resources/subscribe",
    params=m.SubscribeRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="subscribe",
    result=m.EmptyResult,
)
"""Starts to watch a resource for new contents."""

LIST_RESOURCE_TEMPLATES: Final = RequestSpec[m.PaginatedRequestParams, m.ListResourceTemplatesResult](
    method="resources/templates/list",
    params=m.PaginatedRequestParams,
    params_required=False,
    senders=CLIENT,
    handler="list_resource_templates",
    result=m.ListResourceTemplatesResult,
)
"""Lists the resource templates of the server, page by page."""

UNSUBSCRIBE: Final = RequestSpec[m.UnsubscribeRequestParams, m.EmptyResult](
    method="resources/unsubscribe",
    params=m.UnsubscribeRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="unsubscribe",
    result=m.EmptyResult,
)
"""Stops watching a resource."""

LIST_ROOTS: Final = RequestSpec[m.RequestParams, m.ListRootsResult](
    method="roots/list",
    params=m.RequestParams,
    params_required=False,
    senders=SERVER,
    handler="list_roots",
    result=m.ListRootsResult,
)
"""Lists the directories and files that the server may work on; deprecated since 2026-07-28."""

CREATE_MESSAGE: Final = RequestSpec[m.CreateMessageRequestParams, m.CreateMessageResult](
    method="sampling/createMessage",
    params=m.CreateMessageRequestParams,
    params_required=True,
    senders=SERVER,
    handler="create_message",
    result=m.CreateMessageResult,
)
"""Has the client's model write a message; deprecated since 2026-07-28."""

CALL_TOOL: Final = RequestSpec[m.CallToolRequestParams, m.CallToolResult](
    method="tools/call",
    params=m.CallToolRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="call_tool",
    result=m.CallToolResult,
)
"""Runs a tool of the server with the given arguments."""

LIST_TOOLS: Final = RequestSpec[m.PaginatedRequestParams, m.ListToolsResult](
    method="tools/list",
    params=m.PaginatedRequestParams,
    params_required=False,
    senders=CLIENT,
    handler="list_tools",
    result=m.ListToolsResult,
)
"""Lists the tools of the server, page by page."""


CANCELLED: Final = NotificationSpec[m.CancelledNotificationParams](
    method="notifications/cancelled",
    params=m.CancelledNotificationParams,
    params_required=True,
    senders=BOTH,
    handler="on_cancelled",
)
"""Withdraws a request whose answer is no longer wanted."""

INITIALIZED: Final = NotificationSpec[m.NotificationParams](
    method="notifications/initialized",
    params=m.NotificationParams,
    params_required=False,
    senders=CLIENT,
    handler="on_initialized",
)
"""Announces that the client has finished the handshake."""

LOGGING_MESSAGE: Final = NotificationSpec[m.LoggingMessageNotificationParams](
    method="notifications/message",
    params=m.LoggingMessageNotificationParams,
    params_required=True,
    senders=SERVER,
    handler="on_logging_message",
)
"""Sends a log message to the client; deprecated since 2026-07-28."""

PROGRESS: Final = NotificationSpec[m.ProgressNotificationParams](
    method="notifications/progress",
    params=m.ProgressNotificationParams,
    params_required=True,
    senders=BOTH,
    handler="on_progress",
)
"""Reports how far a request has come."""

PROMPT_LIST_CHANGED: Final = NotificationSpec[m.NotificationParams](
    method="notifications/prompts/list_changed",
    params=m.NotificationParams,
    params_required=False,
    senders=SERVER,
    handler="on_prompt_list_changed",
)
"""Announces that the prompts on offer have changed."""

RESOURCE_LIST_CHANGED: Final = NotificationSpec[m.NotificationParams](
    method="notifications/resources/list_changed",
    params=m.NotificationParams,
    params_required=False,
    senders=SERVER,
    handler="on_resource_list_changed",
)
"""Announces that the resources on offer have changed."""

RESOURCE_UPDATED: Final = NotificationSpec[m.ResourceUpdatedNotificationParams](
    method="notifications/resources/updated",
    params=m.ResourceUpdatedNotificationParams,
    params_required=True,
    senders=SERVER,
    handler="on_resource_updated",
)
"""Announces that a watched resource has new contents."""

ROOTS_LIST_CHANGED: Final = NotificationSpec[m.NotificationParams](
    method="notifications/roots/list_changed",
    params=m.NotificationParams,
    params_required=False,
    senders=CLIENT,
    handler="on_roots_list_changed",
)
"""Announces that the client's roots have changed."""

TOOL_LIST_CHANGED: Final = NotificationSpec[m.NotificationParams](
    method="notifications/tools/list_changed",
    params=m.NotificationParams,
    params_required=False,
    senders=SERVER,
    handler="on_tool_list_changed",
)
"""Announces that the tools on offer have changed."""

PROTOCOL: Final = ProtocolSpec.of(
    version="2024-11-05",
    package="mcprism_types.v2024_11_05",
    released=True,
    requests=(
        COMPLETE,
        INITIALIZE,
        SET_LEVEL,
        PING,
        GET_PROMPT,
        LIST_PROMPTS,
        LIST_RESOURCES,
        READ_RESOURCE,
        SUBSCRIBE,
        LIST_RESOURCE_TEMPLATES,
        UNSUBSCRIBE,
        LIST_ROOTS,
        CREATE_MESSAGE,
        CALL_TOOL,
        LIST_TOOLS,
    ),
    notifications=(
        CANCELLED,
        INITIALIZED,
        LOGGING_MESSAGE,
        PROGRESS,
        PROMPT_LIST_CHANGED,
        RESOURCE_LIST_CHANGED,
        RESOURCE_UPDATED,
        ROOTS_LIST_CHANGED,
        TOOL_LIST_CHANGED,
    ),
    errors=(),
)
"""All of MCP 2024-11-05."""
