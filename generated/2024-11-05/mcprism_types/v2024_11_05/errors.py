"""The errors that MCP 2024-11-05 defines beyond those of JSON-RPC. Generated; do not edit."""
