"""Ways for frames between two peers. Each is a `Channel`; none knows what the frames say."""

from mcprism.transports.channel import HIGH_WATER, Channel, Frame, Oversized, Undelivered
from mcprism.transports.memory import memory_channels
from mcprism.transports.process import ProcessChannel
from mcprism.transports.stdio import StdioChannel

__all__ = [
    "HIGH_WATER",
    "Channel",
    "Frame",
    "Oversized",
    "ProcessChannel",
    "StdioChannel",
    "Undelivered",
    "memory_channels",
]
