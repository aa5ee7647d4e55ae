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
        """Words about it.

        Sends `completion/complete`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequest
        """
        return await self._outbound.request(r.COMPLETE, params, options)

    async def get_prompt(
        self, params: m.GetPromptRequestParams, /, *, options: SendOptions | None = None
    ) -> m.GetPromptResult:
        """Words about it.

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
        """Words about it.

        Sends `prompts/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listpromptsrequest
        """
        return await self._outbound.request(r.LIST_PROMPTS, params, options)

    async def list_resources(
        self, params: m.PaginatedRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ListResourcesResult:
        """Words about it.

        Sends `resources/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcesrequest
        """
        return await self._outbound.request(r.LIST_RESOURCES, params, options)

    async def read_resource(
        self, params: m.ReadResourceRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ReadResourceResult:
        """Words about it.

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
        """Words about it.

        Sends `resources/templates/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcetemplatesrequest
        """
        return await self._outbound.request(r.LIST_RESOURCE_TEMPLATES, params, options)

    async def discover(self, params: m.RequestParams, /, *, options: SendOptions | None = None) -> m.DiscoverResult:
        """Words about it.

        Sends `server/discover`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#discoverrequest
        """
        return await self._outbound.request(r.DISCOVER, params, options)

    async def subscriptions_listen(
        self, params: m.SubscriptionsListenRequestParams, /, *, options: SendOptions | None = None
    ) -> m.SubscriptionsListenResult:
        """Words about it.

        Sends `subscriptions/listen`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenrequest
        """
        return await self._outbound.request(r.SUBSCRIPTIONS_LISTEN, params, options)

    async def call_tool(
        self, params: m.CallToolRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CallToolResult:
        """Words about it.

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
        """Words about it.

        Sends `tools/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listtoolsrequest
        """
        return await self._outbound.request(r.LIST_TOOLS, params, options)

    async def notify_cancelled(self, params: m.CancelledNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotification
        """
        await self._outbound.notify(r.CANCELLED, params)


class ServerCalls:
    """What a server sends in MCP 2026-07-28, sent through `outbound`."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def notify_cancelled(self, params: m.CancelledNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotification
        """
        await self._outbound.notify(r.CANCELLED, params)

    async def notify_logging_message(self, params: m.LoggingMessageNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/message`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#loggingmessagenotification
        """
        await self._outbound.notify(r.LOGGING_MESSAGE, params)

    async def notify_progress(self, params: m.ProgressNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progressnotification
        """
        await self._outbound.notify(r.PROGRESS, params)

    async def notify_prompt_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Words about it.

        Sends `notifications/prompts/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptlistchangednotification
        """
        await self._outbound.notify(r.PROMPT_LIST_CHANGED, params)

    async def notify_resource_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Words about it.

        Sends `notifications/resources/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcelistchangednotification
        """
        await self._outbound.notify(r.RESOURCE_LIST_CHANGED, params)

    async def notify_resource_updated(self, params: m.ResourceUpdatedNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/resources/updated`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourceupdatednotification
        """
        await self._outbound.notify(r.RESOURCE_UPDATED, params)

    async def notify_subscriptions_acknowledged(self, params: m.SubscriptionsAcknowledgedNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/subscriptions/acknowledged`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionsacknowledgednotification
        """
        await self._outbound.notify(r.SUBSCRIPTIONS_ACKNOWLEDGED, params)

    async def notify_tool_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Words about it.

        Sends `notifications/tools/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toollistchangednotification
        """
        await self._outbound.notify(r.TOOL_LIST_CHANGED, params)
