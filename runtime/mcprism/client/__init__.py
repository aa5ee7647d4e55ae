"""Clients."""

from mcprism.client.client import Client
from mcprism.client.listening import Subscription

__all__ = ["Client", "Subscription"]
