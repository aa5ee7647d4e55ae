"""The errors that generated code raises or describes; the runtime's own tree (`mcprism.errors`) grows from them."""

from typing import Any


class McprismError(Exception):
    """Whatever mcprism raises on purpose."""


class ProtocolError(McprismError):
    """An error that has a place on the wire: a JSON-RPC code, a message, and data where the code defines some.

    Raised in a handler, it is what the peer receives. Subclasses fix the code; an instance of this class may carry any.
    """

    code: int = -32603
    data: Any

    def __init__(self, message: str, *, code: int | None = None, data: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.data = data
        if code is not None:
            self.code = code


class MethodNotFound(ProtocolError):
    """The receiver does not offer this method. JSON-RPC -32601. `why`: what it would take."""

    code = -32601

    def __init__(self, method: str, *, why: str = "", data: Any = None) -> None:
        super().__init__(f"Method not found: {method}" + (f": {why}" if why else ""), data=data)
        self.method = method
