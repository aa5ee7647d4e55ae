"""Serving over HTTP: one endpoint for every version."""
