"""Servers."""

from mcprism.server.server import Server

__all__ = ["Server"]
