"""The errors that MCP 2026-07-28 defines beyond those of JSON-RPC. Generated; do not edit."""

from mcprism_types.base import ProtocolError
from mcprism_types.v2026_07_28 import models as m


class HeaderMismatch(ProtocolError):
    """Refusal over HTTP: a header is absent, unreadable or contradicts the body (code -32020).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#headermismatcherror
    """

    code = -32020


class MissingRequiredClientCapability(ProtocolError):
    """Refusal: the request needs features that the client has not declared (code -32021).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#missingrequiredclientcapabilityerror
    """

    code = -32021

    def __init__(self, message: str, *, data: m.MissingRequiredClientCapabilityErrorData) -> None:
        super().__init__(message, data=data.to_wire())

    @property
    def details(self) -> m.MissingRequiredClientCapabilityErrorData:
        """The data of this error, typed.

        Raises:
            pydantic.ValidationError: a peer sent data that does not fit.
        """
        return m.MissingRequiredClientCapabilityErrorData.from_wire(self.data)


class UnsupportedProtocolVersion(ProtocolError):
    """Refusal: the server does not speak the version that the request names (code -32022).

    Spec: https://modelcontextprotocol.io/specification/2026-07-28/schema#unsupportedprotocolversionerror
    """

    code = -32022

    def __init__(self, message: str, *, data: m.UnsupportedProtocolVersionErrorData) -> None:
        super().__init__(message, data=data.to_wire())

    @property
    def details(self) -> m.UnsupportedProtocolVersionErrorData:
        """The data of this error, typed.

        Raises:
            pydantic.ValidationError: a peer sent data that does not fit.
        """
        return m.UnsupportedProtocolVersionErrorData.from_wire(self.data)
