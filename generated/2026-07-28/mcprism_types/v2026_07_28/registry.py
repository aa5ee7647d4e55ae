"""The methods of MCP 2026-07-28: who sends them, what they carry, what answers them. Generated; do not edit."""

from typing import Final

from mcprism_types.base import BOTH, CLIENT, EMBEDDED, SERVER, Alternative, NotificationSpec, ProtocolSpec, RequestSpec
from mcprism_types.v2026_07_28 import errors as e
from mcprism_types.v2026_07_28 import models as m

COMPLETE: Final = RequestSpec[m.CompleteRequestParams, m.CompleteResult](
    method="completion/complete",
    params=m.CompleteRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="complete",
    result=m.CompleteResult,
)
"""Suggests values for an argument of a prompt or a variable of a resource template."""

ELICIT: Final = RequestSpec[m.ElicitRequestParams, m.ElicitResult](
    method="elicitation/create",
    params=m.ElicitRequestParams,
    params_required=True,
    senders=EMBEDDED,
    handler="elicit",
    result=m.ElicitResult,
)
"""Puts a question to the user through the client."""

GET_PROMPT: Final = RequestSpec[m.GetPromptRequestParams, m.GetPromptResult, m.InputRequiredResult](
    method="prompts/get",
    params=m.GetPromptRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="get_prompt",
    result=m.GetPromptResult,
    alternative=Alternative(type=m.InputRequiredResult, member="resultType", value="input_required"),
)
"""Fills in a prompt of the server and returns its messages."""

LIST_PROMPTS: Final = RequestSpec[m.PaginatedRequestParams, m.ListPromptsResult](
    method="prompts/list",
    params=m.PaginatedRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="list_prompts",
    result=m.ListPromptsResult,
)
"""Lists the prompts of the server, page by page."""

LIST_RESOURCES: Final = RequestSpec[m.PaginatedRequestParams, m.ListResourcesResult](
    method="resources/list",
    params=m.PaginatedRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="list_resources",
    result=m.ListResourcesResult,
)
"""Lists the resources of the server, page by page."""

READ_RESOURCE: Final = RequestSpec[m.ReadResourceRequestParams, m.ReadResourceResult, m.InputRequiredResult](
    method="resources/read",
    params=m.ReadResourceRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="read_resource",
    result=m.ReadResourceResult,
    alternative=Alternative(type=m.InputRequiredResult, member="resultType", value="input_required"),
)
"""Returns what a resource contains."""

LIST_RESOURCE_TEMPLATES: Final = RequestSpec[m.PaginatedRequestParams, m.ListResourceTemplatesResult](
    method="resources/templates/list",
    params=m.PaginatedRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="list_resource_templates",
    result=m.ListResourceTemplatesResult,
)
"""Lists the resource templates of the server, page by page."""

LIST_ROOTS: Final = RequestSpec[m.ListRootsRequestParams, m.ListRootsResult](
    method="roots/list",
    params=m.ListRootsRequestParams,
    params_required=False,
    senders=EMBEDDED,
    handler="list_roots",
    result=m.ListRootsResult,
)
"""Lists the directories and files that the server may work on; deprecated since 2026-07-28."""

CREATE_MESSAGE: Final = RequestSpec[m.CreateMessageRequestParams, m.CreateMessageResult](
    method="sampling/createMessage",
    params=m.CreateMessageRequestParams,
    params_required=True,
    senders=EMBEDDED,
    handler="create_message",
    result=m.CreateMessageResult,
)
"""Has the client's model write a message; deprecated since 2026-07-28."""

DISCOVER: Final = RequestSpec[m.RequestParams, m.DiscoverResult](
    method="server/discover",
    params=m.RequestParams,
    params_required=True,
    senders=CLIENT,
    handler="discover",
    result=m.DiscoverResult,
)
"""Returns the versions, capabilities and instructions of the server."""

SUBSCRIPTIONS_LISTEN: Final = RequestSpec[m.SubscriptionsListenRequestParams, m.SubscriptionsListenResult](
    method="subscriptions/listen",
    params=m.SubscriptionsListenRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="subscriptions_listen",
    result=m.SubscriptionsListenResult,
)
"""Opens a stream of the notifications that the client names."""

CALL_TOOL: Final = RequestSpec[m.CallToolRequestParams, m.CallToolResult, m.InputRequiredResult](
    method="tools/call",
    params=m.CallToolRequestParams,
    params_required=True,
    senders=CLIENT,
    handler="call_tool",
    result=m.CallToolResult,
    alternative=Alternative(type=m.InputRequiredResult, member="resultType", value="input_required"),
)
"""Runs a tool of the server with the given arguments."""

LIST_TOOLS: Final = RequestSpec[m.PaginatedRequestParams, m.ListToolsResult](
    method="tools/list",
    params=m.PaginatedRequestParams,
    params_required=True,
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
    senders=SERVER,
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

SUBSCRIPTIONS_ACKNOWLEDGED: Final = NotificationSpec[m.SubscriptionsAcknowledgedNotificationParams](
    method="notifications/subscriptions/acknowledged",
    params=m.SubscriptionsAcknowledgedNotificationParams,
    params_required=True,
    senders=SERVER,
    handler="on_subscriptions_acknowledged",
)
"""Confirms a listen stream and says which notifications it will carry."""

TOOL_LIST_CHANGED: Final = NotificationSpec[m.NotificationParams](
    method="notifications/tools/list_changed",
    params=m.NotificationParams,
    params_required=False,
    senders=SERVER,
    handler="on_tool_list_changed",
)
"""Announces that the tools on offer have changed."""

PROTOCOL: Final = ProtocolSpec.of(
    version="2026-07-28",
    package="mcprism_types.v2026_07_28",
    released=True,
    requests=(
        COMPLETE,
        ELICIT,
        GET_PROMPT,
        LIST_PROMPTS,
        LIST_RESOURCES,
        READ_RESOURCE,
        LIST_RESOURCE_TEMPLATES,
        LIST_ROOTS,
        CREATE_MESSAGE,
        DISCOVER,
        SUBSCRIPTIONS_LISTEN,
        CALL_TOOL,
        LIST_TOOLS,
    ),
    notifications=(
        CANCELLED,
        LOGGING_MESSAGE,
        PROGRESS,
        PROMPT_LIST_CHANGED,
        RESOURCE_LIST_CHANGED,
        RESOURCE_UPDATED,
        SUBSCRIPTIONS_ACKNOWLEDGED,
        TOOL_LIST_CHANGED,
    ),
    errors=(e.HeaderMismatch, e.MissingRequiredClientCapability, e.UnsupportedProtocolVersion),
)
"""All of MCP 2026-07-28."""
