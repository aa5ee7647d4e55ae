"""What the core clients beside this file hear and answer: one method for all requests, one for all notifications."""

from mcprism import ClientHandlerCore, Context, MethodNotFound
from mcprism_types import v2026_07_28 as v


class Listener(ClientHandlerCore):
    """Lets the server work on one directory, and prints what it tells.

    A server without sessions asks in results, one with a session in requests: it makes no difference here.
    """

    protocol = v.PROTOCOL
    methods = ("roots/list",)

    async def handle_request(
        self, request: v.ListRootsRequest | v.ElicitRequest | v.CreateMessageRequest, ctx: Context
    ) -> v.ListRootsResult:
        """What answers a question of the server."""
        match request:
            case v.ListRootsRequest():
                return v.ListRootsResult(roots=[v.Root(uri="file:///tmp", name="temporary")])
            case _:
                raise MethodNotFound(request.method)

    async def handle_notification(self, notification: v.ServerNotification, ctx: Context) -> None:
        """What the server tells without being asked."""
        print(f"the server tells: {notification.method}")

    async def handle_error(self, error: Exception) -> None:
        """What went wrong here, beside that it is logged."""
        print(f"the listener failed: {error}")
