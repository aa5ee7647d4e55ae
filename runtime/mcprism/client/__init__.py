"""Clients."""

from mcprism.client.client import Client
from mcprism.client.http import HttpTarget
from mcprism.client.listening import Subscription

__all__ = ["Client", "HttpTarget", "Subscription"]
