"""What to override to answer MCP 2025-11-25: one method for each request and notification. Generated; do not edit.

`ContextT` is the type of the second argument; a runtime says what it hands over (mcprism: `mcprism.Context`).
"""

from typing import ClassVar, Generic

from mcprism_types.base import MethodNotFound, ProtocolSpec
from mcprism_types.v2025_11_25 import models as m
from mcprism_types.v2025_11_25.registry import PROTOCOL
from typing_extensions import TypeVar

ContextT = TypeVar("ContextT", default=object, contravariant=True)


class ServerHandler(Generic[ContextT]):
    """What a server answers and receives in MCP 2025-11-25.

    Override the methods that you support; a runtime derives the capabilities from what is overridden. A request that
    is not overridden is answered with the error -32601, a notification that is not is ignored.
    """

    protocol: ClassVar[ProtocolSpec] = PROTOCOL

    async def complete(self, params: m.CompleteRequestParams, ctx: ContextT) -> m.CompleteResult:
        """Words about it.

        Answers `completion/complete`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#completerequest
        """
        raise MethodNotFound("completion/complete")

    async def initialize(self, params: m.InitializeRequestParams, ctx: ContextT) -> m.InitializeResult:
        """Words about it.

        Answers `initialize`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#initializerequest
        """
        raise MethodNotFound("initialize")

    async def set_level(self, params: m.SetLevelRequestParams, ctx: ContextT) -> m.EmptyResult:
        """Words about it.

        Answers `logging/setLevel`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#setlevelrequest
        """
        raise MethodNotFound("logging/setLevel")

    async def ping(self, params: m.RequestParams | None, ctx: ContextT) -> m.EmptyResult:
        """Words about it.

        Answers `ping`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#pingrequest
        """
        raise MethodNotFound("ping")

    async def get_prompt(self, params: m.GetPromptRequestParams, ctx: ContextT) -> m.GetPromptResult:
        """Words about it.

        Answers `prompts/get`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#getpromptrequest
        """
        raise MethodNotFound("prompts/get")

    async def list_prompts(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListPromptsResult:
        """Words about it.

        Answers `prompts/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listpromptsrequest
        """
        raise MethodNotFound("prompts/list")

    async def list_resources(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListResourcesResult:
        """Words about it.

        Answers `resources/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listresourcesrequest
        """
        raise MethodNotFound("resources/list")

    async def read_resource(self, params: m.ReadResourceRequestParams, ctx: ContextT) -> m.ReadResourceResult:
        """Words about it.

        Answers `resources/read`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#readresourcerequest
        """
        raise MethodNotFound("resources/read")

    async def subscribe(self, params: m.SubscribeRequestParams, ctx: ContextT) -> m.EmptyResult:
        """Words about it.

        Answers `resources/subscribe`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#subscriberequest
        """
        raise MethodNotFound("resources/subscribe")

    async def list_resource_templates(
        self, params: m.PaginatedRequestParams | None, ctx: ContextT
    ) -> m.ListResourceTemplatesResult:
        """Words about it.

        Answers `resources/templates/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listresourcetemplatesrequest
        """
        raise MethodNotFound("resources/templates/list")

    async def unsubscribe(self, params: m.UnsubscribeRequestParams, ctx: ContextT) -> m.EmptyResult:
        """Words about it.

        Answers `resources/unsubscribe`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#unsubscriberequest
        """
        raise MethodNotFound("resources/unsubscribe")

    async def cancel_task(self, params: m.CancelTaskRequestParams, ctx: ContextT) -> m.CancelTaskResult:
        """Words about it.

        Answers `tasks/cancel`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#canceltaskrequest
        """
        raise MethodNotFound("tasks/cancel")

    async def get_task(self, params: m.GetTaskRequestParams, ctx: ContextT) -> m.GetTaskResult:
        """Words about it.

        Answers `tasks/get`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskrequest
        """
        raise MethodNotFound("tasks/get")

    async def list_tasks(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListTasksResult:
        """Words about it.

        Answers `tasks/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtasksrequest
        """
        raise MethodNotFound("tasks/list")

    async def get_task_payload(self, params: m.GetTaskPayloadRequestParams, ctx: ContextT) -> m.GetTaskPayloadResult:
        """Words about it.

        Answers `tasks/result`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskpayloadrequest
        """
        raise MethodNotFound("tasks/result")

    async def call_tool(self, params: m.CallToolRequestParams, ctx: ContextT) -> m.CallToolResult | m.CreateTaskResult:
        """Words about it.

        Answers `tools/call`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#calltoolrequest
        """
        raise MethodNotFound("tools/call")

    async def list_tools(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListToolsResult:
        """Words about it.

        Answers `tools/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtoolsrequest
        """
        raise MethodNotFound("tools/list")

    async def on_cancelled(self, params: m.CancelledNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#cancellednotification
        """

    async def on_initialized(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/initialized`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#initializednotification
        """

    async def on_progress(self, params: m.ProgressNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#progressnotification
        """

    async def on_roots_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/roots/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#rootslistchangednotification
        """

    async def on_task_status(self, params: m.TaskStatusNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/tasks/status`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskstatusnotification
        """


class ClientHandler(Generic[ContextT]):
    """What a client answers and receives in MCP 2025-11-25.

    Override the methods that you support; a runtime derives the capabilities from what is overridden. A request that
    is not overridden is answered with the error -32601, a notification that is not is ignored.
    """

    protocol: ClassVar[ProtocolSpec] = PROTOCOL

    async def elicit(self, params: m.ElicitRequestParams, ctx: ContextT) -> m.ElicitResult | m.CreateTaskResult:
        """Words about it.

        Answers `elicitation/create`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitrequest
        """
        raise MethodNotFound("elicitation/create")

    async def ping(self, params: m.RequestParams | None, ctx: ContextT) -> m.EmptyResult:
        """Words about it.

        Answers `ping`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#pingrequest
        """
        raise MethodNotFound("ping")

    async def list_roots(self, params: m.RequestParams | None, ctx: ContextT) -> m.ListRootsResult:
        """Words about it.

        Answers `roots/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listrootsrequest
        """
        raise MethodNotFound("roots/list")

    async def create_message(
        self, params: m.CreateMessageRequestParams, ctx: ContextT
    ) -> m.CreateMessageResult | m.CreateTaskResult:
        """Words about it.

        Answers `sampling/createMessage`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#createmessagerequest
        """
        raise MethodNotFound("sampling/createMessage")

    async def cancel_task(self, params: m.CancelTaskRequestParams, ctx: ContextT) -> m.CancelTaskResult:
        """Words about it.

        Answers `tasks/cancel`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#canceltaskrequest
        """
        raise MethodNotFound("tasks/cancel")

    async def get_task(self, params: m.GetTaskRequestParams, ctx: ContextT) -> m.GetTaskResult:
        """Words about it.

        Answers `tasks/get`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskrequest
        """
        raise MethodNotFound("tasks/get")

    async def list_tasks(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListTasksResult:
        """Words about it.

        Answers `tasks/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtasksrequest
        """
        raise MethodNotFound("tasks/list")

    async def get_task_payload(self, params: m.GetTaskPayloadRequestParams, ctx: ContextT) -> m.GetTaskPayloadResult:
        """Words about it.

        Answers `tasks/result`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskpayloadrequest
        """
        raise MethodNotFound("tasks/result")

    async def on_cancelled(self, params: m.CancelledNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#cancellednotification
        """

    async def on_elicitation_complete(self, params: m.ElicitationCompleteNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/elicitation/complete`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitationcompletenotification
        """

    async def on_logging_message(self, params: m.LoggingMessageNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/message`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#loggingmessagenotification
        """

    async def on_progress(self, params: m.ProgressNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#progressnotification
        """

    async def on_prompt_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/prompts/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#promptlistchangednotification
        """

    async def on_resource_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/resources/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourcelistchangednotification
        """

    async def on_resource_updated(self, params: m.ResourceUpdatedNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/resources/updated`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourceupdatednotification
        """

    async def on_task_status(self, params: m.TaskStatusNotificationParams, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/tasks/status`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskstatusnotification
        """

    async def on_tool_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Words about it.

        Receives `notifications/tools/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toollistchangednotification
        """
