"""What each side of MCP 2026-07-28 can send, one typed method for each message. Generated; do not edit."""

from mcprism_types.base import Outbound, SendOptions
from mcprism_types.v2026_07_28 import models as m
from mcprism_types.v2026_07_28 import registry as r


class ClientCalls:
    """What a client sends in MCP 2026-07-28, sent through `outbound`."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def complete(
        self, params: m.CompleteRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CompleteResult:
        """Suggests values for an argument of a prompt or a variable of a resource template.

        Sends `completion/complete`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequest
        """
        return await self._outbound.request(r.COMPLETE, params, options)

    async def get_prompt(
        self, params: m.GetPromptRequestParams, /, *, options: SendOptions | None = None
    ) -> m.GetPromptResult:
        """Fills in a prompt of the server and returns its messages.

        Sends `prompts/get`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#getpromptrequest
        """
        return await self._outbound.request(r.GET_PROMPT, params, options)

    async def get_prompt_raw(
        self, params: m.GetPromptRequestParams, /, *, options: SendOptions | None = None
    ) -> m.GetPromptResult | m.InputRequiredResult:
        """`get_prompt`, with whatever type of result answered it."""
        return await self._outbound.request_raw(r.GET_PROMPT, params, options)

    async def list_prompts(
        self, params: m.PaginatedRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ListPromptsResult:
        """Lists the prompts of the server, page by page.

        Sends `prompts/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listpromptsrequest
        """
        return await self._outbound.request(r.LIST_PROMPTS, params, options)

    async def list_resources(
        self, params: m.PaginatedRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ListResourcesResult:
        """Lists the resources of the server, page by page.

        Sends `resources/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcesrequest
        """
        return await self._outbound.request(r.LIST_RESOURCES, params, options)

    async def read_resource(
        self, params: m.ReadResourceRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ReadResourceResult:
        """Returns what a resource contains.

        Sends `resources/read`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#readresourcerequest
        """
        return await self._outbound.request(r.READ_RESOURCE, params, options)

    async def read_resource_raw(
        self, params: m.ReadResourceRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ReadResourceResult | m.InputRequiredResult:
        """`read_resource`, with whatever type of result answered it."""
        return await self._outbound.request_raw(r.READ_RESOURCE, params, options)

    async def list_resource_templates(
        self, params: m.PaginatedRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ListResourceTemplatesResult:
        """Lists the resource templates of the server, page by page.

        Sends `resources/templates/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcetemplatesrequest
        """
        return await self._outbound.request(r.LIST_RESOURCE_TEMPLATES, params, options)

    async def discover(self, params: m.RequestParams, /, *, options: SendOptions | None = None) -> m.DiscoverResult:
        """Returns the versions, capabilities and instructions of the server.

        Sends `server/discover`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#discoverrequest
        """
        return await self._outbound.request(r.DISCOVER, params, options)

    async def subscriptions_listen(
        self, params: m.SubscriptionsListenRequestParams, /, *, options: SendOptions | None = None
    ) -> m.SubscriptionsListenResult:
        """Opens a stream of the notifications that the client names.

        Sends `subscriptions/listen`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenrequest
        """
        return await self._outbound.request(r.SUBSCRIPTIONS_LISTEN, params, options)

    async def call_tool(
        self, params: m.CallToolRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CallToolResult:
        """Runs a tool of the server with the given arguments.

        Sends `tools/call`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#calltoolrequest
        """
        return await self._outbound.request(r.CALL_TOOL, params, options)

    async def call_tool_raw(
        self, params: m.CallToolRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CallToolResult | m.InputRequiredResult:
        """`call_tool`, with whatever type of result answered it."""
        return await self._outbound.request_raw(r.CALL_TOOL, params, options)

    async def list_tools(
        self, params: m.PaginatedRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ListToolsResult:
        """Lists the tools of the server, page by page.

        Sends `tools/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listtoolsrequest
        """
        return await self._outbound.request(r.LIST_TOOLS, params, options)

    async def notify_cancelled(self, params: m.CancelledNotificationParams, /) -> None:
        """Withdraws a request whose answer is no longer wanted.

        Sends `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotification
        """
        await self._outbound.notify(r.CANCELLED, params)


class ServerCalls:
    """What a server sends in MCP 2026-07-28, sent through `outbound`."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def notify_cancelled(self, params: m.CancelledNotificationParams, /) -> None:
        """Withdraws a request whose answer is no longer wanted.

        Sends `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotification
        """
        await self._outbound.notify(r.CANCELLED, params)

    async def notify_logging_message(self, params: m.LoggingMessageNotificationParams, /) -> None:
        """Sends a log message to the client; deprecated since 2026-07-28.

        Sends `notifications/message`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#loggingmessagenotification
        """
        await self._outbound.notify(r.LOGGING_MESSAGE, params)

    async def notify_progress(self, params: m.ProgressNotificationParams, /) -> None:
        """Reports how far a request has come.

        Sends `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progressnotification
        """
        await self._outbound.notify(r.PROGRESS, params)

    async def notify_prompt_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Announces that the prompts on offer have changed.

        Sends `notifications/prompts/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptlistchangednotification
        """
        await self._outbound.notify(r.PROMPT_LIST_CHANGED, params)

    async def notify_resource_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Announces that the resources on offer have changed.

        Sends `notifications/resources/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcelistchangednotification
        """
        await self._outbound.notify(r.RESOURCE_LIST_CHANGED, params)

    async def notify_resource_updated(self, params: m.ResourceUpdatedNotificationParams, /) -> None:
        """Announces that a watched resource has new contents.

        Sends `notifications/resources/updated`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourceupdatednotification
        """
        await self._outbound.notify(r.RESOURCE_UPDATED, params)

    async def notify_subscriptions_acknowledged(self, params: m.SubscriptionsAcknowledgedNotificationParams, /) -> None:
        """Confirms a listen stream and says which notifications it will carry.

        Sends `notifications/subscriptions/acknowledged`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionsacknowledgednotification
        """
        await self._outbound.notify(r.SUBSCRIPTIONS_ACKNOWLEDGED, params)

    async def notify_tool_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Announces that the tools on offer have changed.

        Sends `notifications/tools/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toollistchangednotification
        """
        await self._outbound.notify(r.TOOL_LIST_CHANGED, params)
