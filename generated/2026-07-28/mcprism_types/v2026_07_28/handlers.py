"""What to override to answer MCP 2026-07-28: one method for each request and notification. Generated; do not edit.

`ContextT` is the type of the second argument; a runtime says what it hands over (mcprism: `mcprism.Context`).
"""

from typing import ClassVar, Generic

from mcprism_types.base import MethodNotFound, ProtocolSpec
from mcprism_types.v2026_07_28 import models as m
from mcprism_types.v2026_07_28.registry import PROTOCOL
from typing_extensions import TypeVar

ContextT = TypeVar("ContextT", default=object, contravariant=True)


class ServerHandler(Generic[ContextT]):
    """What a server answers and receives in MCP 2026-07-28.

    Override the methods that you support; a runtime derives the capabilities from what is overridden. A request that
    is not overridden is answered with the error -32601, a notification that is not is ignored.
    """

    protocol: ClassVar[ProtocolSpec] = PROTOCOL

    async def complete(self, params: m.CompleteRequestParams, ctx: ContextT) -> m.CompleteResult:
        """Suggests values for an argument of a prompt or a variable of a resource template.

        Answers `completion/complete`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#completerequest
        """
        raise MethodNotFound("completion/complete")

    async def get_prompt(
        self, params: m.GetPromptRequestParams, ctx: ContextT
    ) -> m.GetPromptResult | m.InputRequiredResult:
        """Fills in a prompt of the server and returns its messages.

        Answers `prompts/get`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#getpromptrequest
        """
        raise MethodNotFound("prompts/get")

    async def list_prompts(self, params: m.PaginatedRequestParams, ctx: ContextT) -> m.ListPromptsResult:
        """Lists the prompts of the server, page by page.

        Answers `prompts/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listpromptsrequest
        """
        raise MethodNotFound("prompts/list")

    async def list_resources(self, params: m.PaginatedRequestParams, ctx: ContextT) -> m.ListResourcesResult:
        """Lists the resources of the server, page by page.

        Answers `resources/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcesrequest
        """
        raise MethodNotFound("resources/list")

    async def read_resource(
        self, params: m.ReadResourceRequestParams, ctx: ContextT
    ) -> m.ReadResourceResult | m.InputRequiredResult:
        """Returns what a resource contains.

        Answers `resources/read`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#readresourcerequest
        """
        raise MethodNotFound("resources/read")

    async def list_resource_templates(
        self, params: m.PaginatedRequestParams, ctx: ContextT
    ) -> m.ListResourceTemplatesResult:
        """Lists the resource templates of the server, page by page.

        Answers `resources/templates/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listresourcetemplatesrequest
        """
        raise MethodNotFound("resources/templates/list")

    async def discover(self, params: m.RequestParams, ctx: ContextT) -> m.DiscoverResult:
        """Returns the versions, capabilities and instructions of the server.

        Answers `server/discover`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#discoverrequest
        """
        raise MethodNotFound("server/discover")

    async def subscriptions_listen(
        self, params: m.SubscriptionsListenRequestParams, ctx: ContextT
    ) -> m.SubscriptionsListenResult:
        """Opens a stream of the notifications that the client names.

        Answers `subscriptions/listen`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionslistenrequest
        """
        raise MethodNotFound("subscriptions/listen")

    async def call_tool(
        self, params: m.CallToolRequestParams, ctx: ContextT
    ) -> m.CallToolResult | m.InputRequiredResult:
        """Runs a tool of the server with the given arguments.

        Answers `tools/call`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#calltoolrequest
        """
        raise MethodNotFound("tools/call")

    async def list_tools(self, params: m.PaginatedRequestParams, ctx: ContextT) -> m.ListToolsResult:
        """Lists the tools of the server, page by page.

        Answers `tools/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listtoolsrequest
        """
        raise MethodNotFound("tools/list")

    async def on_cancelled(self, params: m.CancelledNotificationParams, ctx: ContextT) -> None:
        """Withdraws a request whose answer is no longer wanted.

        Receives `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotification
        """


class ClientHandler(Generic[ContextT]):
    """What a client answers and receives in MCP 2026-07-28.

    Override the methods that you support; a runtime derives the capabilities from what is overridden. A request that
    is not overridden is answered with the error -32601, a notification that is not is ignored.
    """

    protocol: ClassVar[ProtocolSpec] = PROTOCOL

    async def elicit(self, params: m.ElicitRequestParams, ctx: ContextT) -> m.ElicitResult:
        """Puts a question to the user through the client.

        Answers `elicitation/create`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#elicitrequest
        """
        raise MethodNotFound("elicitation/create")

    async def list_roots(self, params: m.ListRootsRequestParams | None, ctx: ContextT) -> m.ListRootsResult:
        """Lists the directories and files that the server may work on; deprecated since 2026-07-28.

        Answers `roots/list`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#listrootsrequest
        """
        raise MethodNotFound("roots/list")

    async def create_message(self, params: m.CreateMessageRequestParams, ctx: ContextT) -> m.CreateMessageResult:
        """Has the client's model write a message; deprecated since 2026-07-28.

        Answers `sampling/createMessage`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#createmessagerequest
        """
        raise MethodNotFound("sampling/createMessage")

    async def on_cancelled(self, params: m.CancelledNotificationParams, ctx: ContextT) -> None:
        """Withdraws a request whose answer is no longer wanted.

        Receives `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#cancellednotification
        """

    async def on_logging_message(self, params: m.LoggingMessageNotificationParams, ctx: ContextT) -> None:
        """Sends a log message to the client; deprecated since 2026-07-28.

        Receives `notifications/message`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#loggingmessagenotification
        """

    async def on_progress(self, params: m.ProgressNotificationParams, ctx: ContextT) -> None:
        """Reports how far a request has come.

        Receives `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#progressnotification
        """

    async def on_prompt_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Announces that the prompts on offer have changed.

        Receives `notifications/prompts/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#promptlistchangednotification
        """

    async def on_resource_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Announces that the resources on offer have changed.

        Receives `notifications/resources/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourcelistchangednotification
        """

    async def on_resource_updated(self, params: m.ResourceUpdatedNotificationParams, ctx: ContextT) -> None:
        """Announces that a watched resource has new contents.

        Receives `notifications/resources/updated`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#resourceupdatednotification
        """

    async def on_subscriptions_acknowledged(
        self, params: m.SubscriptionsAcknowledgedNotificationParams, ctx: ContextT
    ) -> None:
        """Confirms a listen stream and says which notifications it will carry.

        Receives `notifications/subscriptions/acknowledged`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#subscriptionsacknowledgednotification
        """

    async def on_tool_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Announces that the tools on offer have changed.

        Receives `notifications/tools/list_changed`. Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#toollistchangednotification
        """
