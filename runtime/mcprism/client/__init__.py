"""Clients."""

from mcprism.client.client import Client
from mcprism.client.http import HttpTarget

__all__ = ["Client", "HttpTarget"]
