"""The errors that MCP 2025-06-18 defines beyond those of JSON-RPC. Generated; do not edit."""
