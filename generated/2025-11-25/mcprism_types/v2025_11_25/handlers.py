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
        """Suggests values for an argument of a prompt or a variable of a resource template.

        Answers `completion/complete`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#completerequest
        """
        raise MethodNotFound("completion/complete")

    async def initialize(self, params: m.InitializeRequestParams, ctx: ContextT) -> m.InitializeResult:
        """Opens a session and settles protocol version and capabilities.

        Answers `initialize`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#initializerequest
        """
        raise MethodNotFound("initialize")

    async def set_level(self, params: m.SetLevelRequestParams, ctx: ContextT) -> m.EmptyResult:
        """Sets the least severe level of log messages that the server sends.

        Answers `logging/setLevel`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#setlevelrequest
        """
        raise MethodNotFound("logging/setLevel")

    async def ping(self, params: m.RequestParams | None, ctx: ContextT) -> m.EmptyResult:
        """Checks that the peer still answers.

        Answers `ping`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#pingrequest
        """
        raise MethodNotFound("ping")

    async def get_prompt(self, params: m.GetPromptRequestParams, ctx: ContextT) -> m.GetPromptResult:
        """Fills in a prompt of the server and returns its messages.

        Answers `prompts/get`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#getpromptrequest
        """
        raise MethodNotFound("prompts/get")

    async def list_prompts(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListPromptsResult:
        """Lists the prompts of the server, page by page.

        Answers `prompts/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listpromptsrequest
        """
        raise MethodNotFound("prompts/list")

    async def list_resources(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListResourcesResult:
        """Lists the resources of the server, page by page.

        Answers `resources/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listresourcesrequest
        """
        raise MethodNotFound("resources/list")

    async def read_resource(self, params: m.ReadResourceRequestParams, ctx: ContextT) -> m.ReadResourceResult:
        """Returns what a resource contains.

        Answers `resources/read`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#readresourcerequest
        """
        raise MethodNotFound("resources/read")

    async def subscribe(self, params: m.SubscribeRequestParams, ctx: ContextT) -> m.EmptyResult:
        """Starts to watch a resource for new contents.

        Answers `resources/subscribe`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#subscriberequest
        """
        raise MethodNotFound("resources/subscribe")

    async def list_resource_templates(
        self, params: m.PaginatedRequestParams | None, ctx: ContextT
    ) -> m.ListResourceTemplatesResult:
        """Lists the resource templates of the server, page by page.

        Answers `resources/templates/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listresourcetemplatesrequest
        """
        raise MethodNotFound("resources/templates/list")

    async def unsubscribe(self, params: m.UnsubscribeRequestParams, ctx: ContextT) -> m.EmptyResult:
        """Stops watching a resource.

        Answers `resources/unsubscribe`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#unsubscriberequest
        """
        raise MethodNotFound("resources/unsubscribe")

    async def cancel_task(self, params: m.CancelTaskRequestParams, ctx: ContextT) -> m.CancelTaskResult:
        """Stops a task that is not yet over.

        Answers `tasks/cancel`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#canceltaskrequest
        """
        raise MethodNotFound("tasks/cancel")

    async def get_task(self, params: m.GetTaskRequestParams, ctx: ContextT) -> m.GetTaskResult:
        """Returns the current state of a task.

        Answers `tasks/get`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskrequest
        """
        raise MethodNotFound("tasks/get")

    async def list_tasks(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListTasksResult:
        """Lists the tasks of the receiver, page by page.

        Answers `tasks/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtasksrequest
        """
        raise MethodNotFound("tasks/list")

    async def get_task_payload(self, params: m.GetTaskPayloadRequestParams, ctx: ContextT) -> m.GetTaskPayloadResult:
        """Waits for the end of a task and returns the result of its request.

        Answers `tasks/result`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskpayloadrequest
        """
        raise MethodNotFound("tasks/result")

    async def call_tool(self, params: m.CallToolRequestParams, ctx: ContextT) -> m.CallToolResult | m.CreateTaskResult:
        """Runs a tool of the server with the given arguments.

        Answers `tools/call`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#calltoolrequest
        """
        raise MethodNotFound("tools/call")

    async def list_tools(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListToolsResult:
        """Lists the tools of the server, page by page.

        Answers `tools/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtoolsrequest
        """
        raise MethodNotFound("tools/list")

    async def on_cancelled(self, params: m.CancelledNotificationParams, ctx: ContextT) -> None:
        """Withdraws a request whose answer is no longer wanted.

        Receives `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#cancellednotification
        """

    async def on_initialized(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Announces that the client has finished the handshake.

        Receives `notifications/initialized`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#initializednotification
        """

    async def on_progress(self, params: m.ProgressNotificationParams, ctx: ContextT) -> None:
        """Reports how far a request has come.

        Receives `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#progressnotification
        """

    async def on_roots_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Announces that the client's roots have changed.

        Receives `notifications/roots/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#rootslistchangednotification
        """

    async def on_task_status(self, params: m.TaskStatusNotificationParams, ctx: ContextT) -> None:
        """Announces that a task has entered another phase.

        Receives `notifications/tasks/status`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskstatusnotification
        """


class ClientHandler(Generic[ContextT]):
    """What a client answers and receives in MCP 2025-11-25.

    Override the methods that you support; a runtime derives the capabilities from what is overridden. A request that
    is not overridden is answered with the error -32601, a notification that is not is ignored.
    """

    protocol: ClassVar[ProtocolSpec] = PROTOCOL

    async def elicit(self, params: m.ElicitRequestParams, ctx: ContextT) -> m.ElicitResult | m.CreateTaskResult:
        """Puts a question to the user through the client.

        Answers `elicitation/create`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitrequest
        """
        raise MethodNotFound("elicitation/create")

    async def ping(self, params: m.RequestParams | None, ctx: ContextT) -> m.EmptyResult:
        """Checks that the peer still answers.

        Answers `ping`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#pingrequest
        """
        raise MethodNotFound("ping")

    async def list_roots(self, params: m.RequestParams | None, ctx: ContextT) -> m.ListRootsResult:
        """Lists the directories and files that the server may work on; deprecated since 2026-07-28.

        Answers `roots/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listrootsrequest
        """
        raise MethodNotFound("roots/list")

    async def create_message(
        self, params: m.CreateMessageRequestParams, ctx: ContextT
    ) -> m.CreateMessageResult | m.CreateTaskResult:
        """Has the client's model write a message; deprecated since 2026-07-28.

        Answers `sampling/createMessage`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#createmessagerequest
        """
        raise MethodNotFound("sampling/createMessage")

    async def cancel_task(self, params: m.CancelTaskRequestParams, ctx: ContextT) -> m.CancelTaskResult:
        """Stops a task that is not yet over.

        Answers `tasks/cancel`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#canceltaskrequest
        """
        raise MethodNotFound("tasks/cancel")

    async def get_task(self, params: m.GetTaskRequestParams, ctx: ContextT) -> m.GetTaskResult:
        """Returns the current state of a task.

        Answers `tasks/get`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskrequest
        """
        raise MethodNotFound("tasks/get")

    async def list_tasks(self, params: m.PaginatedRequestParams | None, ctx: ContextT) -> m.ListTasksResult:
        """Lists the tasks of the receiver, page by page.

        Answers `tasks/list`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#listtasksrequest
        """
        raise MethodNotFound("tasks/list")

    async def get_task_payload(self, params: m.GetTaskPayloadRequestParams, ctx: ContextT) -> m.GetTaskPayloadResult:
        """Waits for the end of a task and returns the result of its request.

        Answers `tasks/result`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#gettaskpayloadrequest
        """
        raise MethodNotFound("tasks/result")

    async def on_cancelled(self, params: m.CancelledNotificationParams, ctx: ContextT) -> None:
        """Withdraws a request whose answer is no longer wanted.

        Receives `notifications/cancelled`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#cancellednotification
        """

    async def on_elicitation_complete(self, params: m.ElicitationCompleteNotificationParams, ctx: ContextT) -> None:
        """Announces that the user has finished an interaction on a web page.

        Receives `notifications/elicitation/complete`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#elicitationcompletenotification
        """

    async def on_logging_message(self, params: m.LoggingMessageNotificationParams, ctx: ContextT) -> None:
        """Sends a log message to the client; deprecated since 2026-07-28.

        Receives `notifications/message`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#loggingmessagenotification
        """

    async def on_progress(self, params: m.ProgressNotificationParams, ctx: ContextT) -> None:
        """Reports how far a request has come.

        Receives `notifications/progress`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#progressnotification
        """

    async def on_prompt_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Announces that the prompts on offer have changed.

        Receives `notifications/prompts/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#promptlistchangednotification
        """

    async def on_resource_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Announces that the resources on offer have changed.

        Receives `notifications/resources/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourcelistchangednotification
        """

    async def on_resource_updated(self, params: m.ResourceUpdatedNotificationParams, ctx: ContextT) -> None:
        """Announces that a watched resource has new contents.

        Receives `notifications/resources/updated`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#resourceupdatednotification
        """

    async def on_task_status(self, params: m.TaskStatusNotificationParams, ctx: ContextT) -> None:
        """Announces that a task has entered another phase.

        Receives `notifications/tasks/status`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#taskstatusnotification
        """

    async def on_tool_list_changed(self, params: m.NotificationParams | None, ctx: ContextT) -> None:
        """Announces that the tools on offer have changed.

        Receives `notifications/tools/list_changed`. Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#toollistchangednotification
        """
