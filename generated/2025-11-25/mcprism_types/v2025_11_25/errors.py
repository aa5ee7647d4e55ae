"""The errors that MCP 2025-11-25 defines beyond those of JSON-RPC. Generated; do not edit."""

from mcprism_types.base import ProtocolError
from mcprism_types.v2025_11_25 import models as m


class URLElicitationRequired(ProtocolError):
    """Refusal until the user has dealt with one or more web pages; then try again (code -32042).

    Spec: https://modelcontextprotocol.io/specification/2025-11-25/schema#urlelicitationrequirederror
    """

    code = -32042

    def __init__(self, message: str, *, data: m.URLElicitationRequiredErrorData) -> None:
        super().__init__(message, data=data.to_wire())

    @property
    def details(self) -> m.URLElicitationRequiredErrorData:
        """The data of this error, typed.

        Raises:
            pydantic.ValidationError: a peer sent data that does not fit.
        """
        return m.URLElicitationRequiredErrorData.from_wire(self.data)
