"""What each side of MCP 2024-11-05 can send, one typed method for each message. Generated; do not edit."""

from mcprism_types.base import Outbound, SendOptions
from mcprism_types.v2024_11_05 import models as m
from mcprism_types.v2024_11_05 import registry as r


class ClientCalls:
    """What a client sends in MCP 2024-11-05, sent through `outbound`."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def complete(
        self, params: m.CompleteRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CompleteResult:
        """Words about it.

        Sends `completion/complete`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/utilities/completion
        """
        return await self._outbound.request(r.COMPLETE, params, options)

    async def initialize(
        self, params: m.InitializeRequestParams, /, *, options: SendOptions | None = None
    ) -> m.InitializeResult:
        """Words about it.

        Sends `initialize`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic/lifecycle
        """
        return await self._outbound.request(r.INITIALIZE, params, options)

    async def set_level(
        self, params: m.SetLevelRequestParams, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Words about it.

        Sends `logging/setLevel`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/utilities/logging
        """
        return await self._outbound.request(r.SET_LEVEL, params, options)

    async def ping(
        self, params: m.RequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Words about it.

        Sends `ping`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic/utilities/ping
        """
        return await self._outbound.request(r.PING, params, options)

    async def get_prompt(
        self, params: m.GetPromptRequestParams, /, *, options: SendOptions | None = None
    ) -> m.GetPromptResult:
        """Words about it.

        Sends `prompts/get`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/prompts
        """
        return await self._outbound.request(r.GET_PROMPT, params, options)

    async def list_prompts(
        self, params: m.PaginatedRequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListPromptsResult:
        """Words about it.

        Sends `prompts/list`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/prompts
        """
        return await self._outbound.request(r.LIST_PROMPTS, params, options)

    async def list_resources(
        self, params: m.PaginatedRequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListResourcesResult:
        """Words about it.

        Sends `resources/list`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/resources
        """
        return await self._outbound.request(r.LIST_RESOURCES, params, options)

    async def read_resource(
        self, params: m.ReadResourceRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ReadResourceResult:
        """Words about it.

        Sends `resources/read`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/resources
        """
        return await self._outbound.request(r.READ_RESOURCE, params, options)

    async def subscribe(
        self, params: m.SubscribeRequestParams, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Words about it.

        Sends `resources/subscribe`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/resources
        """
        return await self._outbound.request(r.SUBSCRIBE, params, options)

    async def list_resource_templates(
        self, params: m.PaginatedRequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListResourceTemplatesResult:
        """Words about it.

        Sends `resources/templates/list`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/resources
        """
        return await self._outbound.request(r.LIST_RESOURCE_TEMPLATES, params, options)

    async def unsubscribe(
        self, params: m.UnsubscribeRequestParams, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Words about it.

        Sends `resources/unsubscribe`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic
        """
        return await self._outbound.request(r.UNSUBSCRIBE, params, options)

    async def call_tool(
        self, params: m.CallToolRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CallToolResult:
        """Words about it.

        Sends `tools/call`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/tools
        """
        return await self._outbound.request(r.CALL_TOOL, params, options)

    async def list_tools(
        self, params: m.PaginatedRequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListToolsResult:
        """Words about it.

        Sends `tools/list`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/tools
        """
        return await self._outbound.request(r.LIST_TOOLS, params, options)

    async def notify_cancelled(self, params: m.CancelledNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic/utilities/cancellation
        """
        await self._outbound.notify(r.CANCELLED, params)

    async def notify_initialized(self, params: m.NotificationParams | None = None, /) -> None:
        """Words about it.

        Sends `notifications/initialized`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic/lifecycle
        """
        await self._outbound.notify(r.INITIALIZED, params)

    async def notify_progress(self, params: m.ProgressNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic/utilities/progress
        """
        await self._outbound.notify(r.PROGRESS, params)

    async def notify_roots_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Words about it.

        Sends `notifications/roots/list_changed`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/client/roots
        """
        await self._outbound.notify(r.ROOTS_LIST_CHANGED, params)


class ServerCalls:
    """What a server sends in MCP 2024-11-05, sent through `outbound`."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def ping(
        self, params: m.RequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Words about it.

        Sends `ping`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic/utilities/ping
        """
        return await self._outbound.request(r.PING, params, options)

    async def list_roots(
        self, params: m.RequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListRootsResult:
        """Words about it.

        Sends `roots/list`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/client/roots
        """
        return await self._outbound.request(r.LIST_ROOTS, params, options)

    async def create_message(
        self, params: m.CreateMessageRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CreateMessageResult:
        """Words about it.

        Sends `sampling/createMessage`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/client/sampling
        """
        return await self._outbound.request(r.CREATE_MESSAGE, params, options)

    async def notify_cancelled(self, params: m.CancelledNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic/utilities/cancellation
        """
        await self._outbound.notify(r.CANCELLED, params)

    async def notify_logging_message(self, params: m.LoggingMessageNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/message`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/utilities/logging
        """
        await self._outbound.notify(r.LOGGING_MESSAGE, params)

    async def notify_progress(self, params: m.ProgressNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/basic/utilities/progress
        """
        await self._outbound.notify(r.PROGRESS, params)

    async def notify_prompt_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Words about it.

        Sends `notifications/prompts/list_changed`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/prompts
        """
        await self._outbound.notify(r.PROMPT_LIST_CHANGED, params)

    async def notify_resource_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Words about it.

        Sends `notifications/resources/list_changed`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/resources
        """
        await self._outbound.notify(r.RESOURCE_LIST_CHANGED, params)

    async def notify_resource_updated(self, params: m.ResourceUpdatedNotificationParams, /) -> None:
        """Words about it.

        Sends `notifications/resources/updated`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/resources
        """
        await self._outbound.notify(r.RESOURCE_UPDATED, params)

    async def notify_tool_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Words about it.

        Sends `notifications/tools/list_changed`. Spec: https://modelcontextprotocol.io/specification/2024-11-05/server/tools
        """
        await self._outbound.notify(r.TOOL_LIST_CHANGED, params)
