"""Clients."""

from mcprism.client.client import Client
from mcprism.client.clients import Clients, ServerCommand
from mcprism.client.command import Command
from mcprism.client.http import HttpTarget
from mcprism.client.listening import Subscription
from mcprism.client.tool_results import ToolResult

__all__ = ["Client", "Clients", "Command", "HttpTarget", "ServerCommand", "Subscription", "ToolResult"]
