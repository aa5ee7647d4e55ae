"""What each side of MCP 2025-03-26 can send, one typed method for each message. Generated; do not edit."""

from mcprism_types.base import Outbound, SendOptions
from mcprism_types.v2025_03_26 import models as m
from mcprism_types.v2025_03_26 import registry as r


class ClientCalls:
    """What a client sends in MCP 2025-03-26, sent through `outbound`."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def complete(
        self, params: m.CompleteRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CompleteResult:
        """Suggests values for an argument of a prompt or a variable of a resource template.

        Sends `completion/complete`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/completion
        """
        return await self._outbound.request(r.COMPLETE, params, options)

    async def initialize(
        self, params: m.InitializeRequestParams, /, *, options: SendOptions | None = None
    ) -> m.InitializeResult:
        """Opens a session and settles protocol version and capabilities.

        Sends `initialize`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
        """
        return await self._outbound.request(r.INITIALIZE, params, options)

    async def set_level(
        self, params: m.SetLevelRequestParams, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Sets the least severe level of log messages that the server sends.

        Sends `logging/setLevel`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/logging
        """
        return await self._outbound.request(r.SET_LEVEL, params, options)

    async def ping(
        self, params: m.RequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Checks that the peer still answers.

        Sends `ping`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/ping
        """
        return await self._outbound.request(r.PING, params, options)

    async def get_prompt(
        self, params: m.GetPromptRequestParams, /, *, options: SendOptions | None = None
    ) -> m.GetPromptResult:
        """Fills in a prompt of the server and returns its messages.

        Sends `prompts/get`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
        """
        return await self._outbound.request(r.GET_PROMPT, params, options)

    async def list_prompts(
        self, params: m.PaginatedRequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListPromptsResult:
        """Lists the prompts of the server, page by page.

        Sends `prompts/list`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
        """
        return await self._outbound.request(r.LIST_PROMPTS, params, options)

    async def list_resources(
        self, params: m.PaginatedRequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListResourcesResult:
        """Lists the resources of the server, page by page.

        Sends `resources/list`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
        """
        return await self._outbound.request(r.LIST_RESOURCES, params, options)

    async def read_resource(
        self, params: m.ReadResourceRequestParams, /, *, options: SendOptions | None = None
    ) -> m.ReadResourceResult:
        """Returns what a resource contains.

        Sends `resources/read`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
        """
        return await self._outbound.request(r.READ_RESOURCE, params, options)

    async def subscribe(
        self, params: m.SubscribeRequestParams, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Starts to watch a resource for new contents.

        Sends `resources/subscribe`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
        """
        return await self._outbound.request(r.SUBSCRIBE, params, options)

    async def list_resource_templates(
        self, params: m.PaginatedRequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListResourceTemplatesResult:
        """Lists the resource templates of the server, page by page.

        Sends `resources/templates/list`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
        """
        return await self._outbound.request(r.LIST_RESOURCE_TEMPLATES, params, options)

    async def unsubscribe(
        self, params: m.UnsubscribeRequestParams, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Stops watching a resource.

        Sends `resources/unsubscribe`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
        """
        return await self._outbound.request(r.UNSUBSCRIBE, params, options)

    async def call_tool(
        self, params: m.CallToolRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CallToolResult:
        """Runs a tool of the server with the given arguments.

        Sends `tools/call`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
        """
        return await self._outbound.request(r.CALL_TOOL, params, options)

    async def list_tools(
        self, params: m.PaginatedRequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListToolsResult:
        """Lists the tools of the server, page by page.

        Sends `tools/list`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
        """
        return await self._outbound.request(r.LIST_TOOLS, params, options)

    async def notify_cancelled(self, params: m.CancelledNotificationParams, /) -> None:
        """Withdraws a request whose answer is no longer wanted.

        Sends `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/cancellation
        """
        await self._outbound.notify(r.CANCELLED, params)

    async def notify_initialized(self, params: m.NotificationParams | None = None, /) -> None:
        """Announces that the client has finished the handshake.

        Sends `notifications/initialized`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/lifecycle
        """
        await self._outbound.notify(r.INITIALIZED, params)

    async def notify_progress(self, params: m.ProgressNotificationParams, /) -> None:
        """Reports how far a request has come.

        Sends `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/progress
        """
        await self._outbound.notify(r.PROGRESS, params)

    async def notify_roots_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Announces that the client's roots have changed.

        Sends `notifications/roots/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/roots
        """
        await self._outbound.notify(r.ROOTS_LIST_CHANGED, params)


class ServerCalls:
    """What a server sends in MCP 2025-03-26, sent through `outbound`."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound

    async def ping(
        self, params: m.RequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.EmptyResult:
        """Checks that the peer still answers.

        Sends `ping`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/ping
        """
        return await self._outbound.request(r.PING, params, options)

    async def list_roots(
        self, params: m.RequestParams | None = None, /, *, options: SendOptions | None = None
    ) -> m.ListRootsResult:
        """Lists the directories and files that the server may work on; deprecated since 2026-07-28.

        Sends `roots/list`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/roots
        """
        return await self._outbound.request(r.LIST_ROOTS, params, options)

    async def create_message(
        self, params: m.CreateMessageRequestParams, /, *, options: SendOptions | None = None
    ) -> m.CreateMessageResult:
        """Has the client's model write a message; deprecated since 2026-07-28.

        Sends `sampling/createMessage`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/client/sampling
        """
        return await self._outbound.request(r.CREATE_MESSAGE, params, options)

    async def notify_cancelled(self, params: m.CancelledNotificationParams, /) -> None:
        """Withdraws a request whose answer is no longer wanted.

        Sends `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/cancellation
        """
        await self._outbound.notify(r.CANCELLED, params)

    async def notify_logging_message(self, params: m.LoggingMessageNotificationParams, /) -> None:
        """Sends a log message to the client; deprecated since 2026-07-28.

        Sends `notifications/message`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/utilities/logging
        """
        await self._outbound.notify(r.LOGGING_MESSAGE, params)

    async def notify_progress(self, params: m.ProgressNotificationParams, /) -> None:
        """Reports how far a request has come.

        Sends `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/basic/utilities/progress
        """
        await self._outbound.notify(r.PROGRESS, params)

    async def notify_prompt_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Announces that the prompts on offer have changed.

        Sends `notifications/prompts/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/prompts
        """
        await self._outbound.notify(r.PROMPT_LIST_CHANGED, params)

    async def notify_resource_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Announces that the resources on offer have changed.

        Sends `notifications/resources/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
        """
        await self._outbound.notify(r.RESOURCE_LIST_CHANGED, params)

    async def notify_resource_updated(self, params: m.ResourceUpdatedNotificationParams, /) -> None:
        """Announces that a watched resource has new contents.

        Sends `notifications/resources/updated`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/resources
        """
        await self._outbound.notify(r.RESOURCE_UPDATED, params)

    async def notify_tool_list_changed(self, params: m.NotificationParams | None = None, /) -> None:
        """Announces that the tools on offer have changed.

        Sends `notifications/tools/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-03-26/server/tools
        """
        await self._outbound.notify(r.TOOL_LIST_CHANGED, params)
