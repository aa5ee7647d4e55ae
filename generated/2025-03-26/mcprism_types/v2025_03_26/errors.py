"""The errors that MCP 2025-03-26 defines beyond those of JSON-RPC. Generated; do not edit."""
