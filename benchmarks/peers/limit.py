"""The limit of a stdio server in Python: read a line, json.loads, answer, flush. It blocks and checks nothing.

    python limit.py MORE

MORE: how many tools to list beside `add`.
"""

import json
import sys
from typing import Any

INTEGER = {"type": "integer"}
ADD: dict[str, Any] = {
    "name": "add",
    "description": "Add two numbers.",
    # No output schema: a client that validates by it would be charged for work that others do not do.
    "inputSchema": {"type": "object", "properties": {"a": INTEGER, "b": INTEGER}, "required": ["a", "b"]},
}


def search_tool(number: int) -> dict[str, Any]:
    """One of the tools that make a list long: three parameters and an output schema."""
    return {
        "name": f"search_{number}",
        "description": "Search a shelf.",
        "inputSchema": {
            "type": "object",
            "properties": {"query": {"type": "string"}, "limit": INTEGER, "exact": {"type": "boolean"}},
            "required": ["query", "limit", "exact"],
        },
        "outputSchema": {
            "type": "object",
            "properties": {"title": {"type": "string"}, "hits": INTEGER},
            "required": ["title", "hits"],
        },
    }


def answered(method: str, params: Any, tools: list[dict[str, Any]]) -> dict[str, Any]:
    """The part of an answer that is not its envelope."""
    if method == "tools/call":
        total = params["arguments"]["a"] + params["arguments"]["b"]
        content = [{"type": "text", "text": str(total)}]
        return {"result": {"content": content, "structuredContent": {"result": total}}}
    if method == "tools/list":
        return {"result": {"tools": tools}}
    if method == "initialize":
        info = {"name": "limit", "version": "1.0.0"}
        return {"result": {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}}, "serverInfo": info}}
    return {"error": {"code": -32601, "message": "Method not found"}}


def main() -> None:
    """Serves until the end of standard input."""
    tools = [ADD, *(search_tool(number) for number in range(int(sys.argv[1])))]
    write, flush = sys.stdout.buffer.write, sys.stdout.buffer.flush
    for line in sys.stdin.buffer:
        request = json.loads(line)
        if "id" in request:
            answer = answered(request["method"], request.get("params"), tools)
            write(json.dumps({"jsonrpc": "2.0", "id": request["id"], **answer}, separators=(",", ":")).encode() + b"\n")
            flush()


if __name__ == "__main__":
    main()
