"""Clients."""

from mcprism.client.client import Client

__all__ = ["Client"]
