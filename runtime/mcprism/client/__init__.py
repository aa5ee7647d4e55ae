"""Clients."""

from mcprism.client.client import Client
from mcprism.client.http import HttpTarget
from mcprism.client.listening import Subscription
from mcprism.client.tool_results import ToolResult

__all__ = ["Client", "HttpTarget", "Subscription", "ToolResult"]
