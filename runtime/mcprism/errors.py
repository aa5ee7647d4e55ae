"""Every exception that mcprism raises on purpose.

McprismError
├── ProtocolError          has a JSON-RPC code, message and data; raised in a handler it goes on the wire
├── ConnectionClosed       the connection ended, or never stood: nobody is there to answer
└── StartError             a server's process could not be started
"""

from mcprism_types.base.errors import McprismError as McprismError
from mcprism_types.base.errors import MethodNotFound as MethodNotFound
from mcprism_types.base.errors import ProtocolError as ProtocolError


class ConnectionClosed(McprismError):
    """The connection to the peer has ended; the text says how, as far as that is known."""


class StartError(McprismError):
    """A server's process could not be started; the text names the command and the reason."""
