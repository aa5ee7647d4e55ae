"""Servers that are reached over HTTP. What needs the HTTP library is imported when a connection is opened."""

from mcprism.client.http.target import HttpTarget

__all__ = ["HttpTarget"]
