"""What each command is called, does and takes, with examples: the text of the help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Command:
    """One command, whose module is imported when it is called."""

    function: str
    """Module and name."""
    does: str
    usage: str
    examples: Sequence[str]
    has_target: bool = False
    """Whether words after `--` are the command of a server."""


_REACHING: Final = "[--version V] [OPTION ...]"

COMMANDS: Final[Mapping[str, Command]] = {
    "demo": Command(
        "demonstration:demo",
        "Use an example server in every version of the protocol, and show what each has of it.",
        "",
        ["mcprism demo"],
    ),
    "run": Command(
        "running:run",
        "Serve the Server object of a file, over standard input and output or over HTTP.",
        "FILE[:OBJECT] [--transport stdio|http] [--host H] [--port N] [--reload] [OPTION ...]",
        [
            "mcprism run server.py",
            "mcprism run server.py --transport http --port 8080",
            "mcprism run server.py:server --transport http --host 0.0.0.0 --allowed-host mcp.example.com",
            "mcprism run server.py --reload --watch templates",
        ],
    ),
    "inspect": Command(
        "inspection:inspect",
        "Connect to a server, and show what it is and what it offers.",
        f"TARGET [--json | --markdown] [--transport auto|streamable|sse] {_REACHING}",
        [
            "mcprism inspect server.py",
            'mcprism inspect "my-server --verbose"',
            "mcprism inspect -- uvx mcp-server-time --local-timezone UTC",
            "mcprism inspect server.py --version 2025-06-18 --json",
            "mcprism inspect http://127.0.0.1:8080/mcp",
        ],
        has_target=True,
    ),
    "list": Command(
        "listing:list_offers",
        "List the tools, resources, templates and prompts of a server.",
        f"TARGET [tools|resources|templates|prompts] [--json] {_REACHING}",
        [
            "mcprism list server.py",
            'mcprism list "uvx mcp-server-time" tools',
            "mcprism list tools -- uvx mcp-server-time --local-timezone UTC",
            "mcprism list http://127.0.0.1:8080/mcp prompts --json",
            "mcprism list --config .mcp.json --server weather",
        ],
        has_target=True,
    ),
    "call": Command(
        "calling:call",
        "Call a tool, and print what it returns.",
        f"TARGET TOOL [JSON | @FILE | key=value ...] [--json] [--output FILE] [--root DIR] {_REACHING}",
        [
            "mcprism call server.py add a=1 b=2",
            'mcprism call server.py add \'{"a": 1, "b": 2}\'',
            "mcprism call server.py resize @arguments.json --output small.png",
            'echo \'{"a": 1, "b": 2}\' | mcprism call server.py add @- --json',
            "mcprism call get_current_time timezone=Europe/Berlin -- uvx mcp-server-time",
        ],
        has_target=True,
    ),
    "read": Command(
        "reading:read",
        "Read a resource, and print its contents or save them.",
        f"TARGET URI [--json] [--output FILE] {_REACHING}",
        [
            "mcprism read server.py docs://readme",
            "mcprism read server.py pictures://logo --output logo.png",
            "mcprism read http://127.0.0.1:8080/mcp docs://readme --header 'X-Api-Key: secret'",
        ],
        has_target=True,
    ),
    "prompt": Command(
        "prompting:prompt",
        "Fill in a prompt, and print its messages.",
        f"TARGET NAME [key=value ...] [--json] {_REACHING}",
        ["mcprism prompt server.py review code='x = 1' tone=dry"],
        has_target=True,
    ),
    "complete": Command(
        "prompting:complete",
        "Ask a server what could be meant by the beginning of an argument of a prompt or a template.",
        f"TARGET NAME ARGUMENT [VALUE [key=value ...]] [--json] {_REACHING}",
        ["mcprism complete server.py translate language L", "mcprism complete server.py 'docs://{page}' page in"],
        has_target=True,
    ),
    "matrix": Command(
        "matrix:matrix",
        "Use a server in every version of the protocol: what works, what takes another form, what is refused.",
        "TARGET [--json | --markdown] [--call TOOL JSON] [--header H] [--timeout SECONDS]",
        [
            "mcprism matrix server.py:server",
            "mcprism matrix -- uvx mcp-server-time",
            "mcprism matrix http://127.0.0.1:8080/mcp",
            'mcprism matrix server.py --call add \'{"a": 1, "b": 2}\' --json',
        ],
        has_target=True,
    ),
    "validate": Command(
        "validate:validate",
        "Check a JSON value against a type of one protocol version, and for members that the version does not name.",
        "FILE --version V --type T [--json]",
        [
            "mcprism validate result.json --version 2025-11-25 --type CallToolResult",
            'echo \'{"method": "ping"}\' | mcprism validate - --version 2024-11-05 --type PingRequest',
        ],
    ),
    "diff": Command(
        "diff:diff",
        "Show what changed between two versions of the protocol.",
        "V1 V2 [--json]",
        ["mcprism diff 2025-06-18 2025-11-25"],
    ),
    "completion": Command(
        "shells:completion",
        "Print the script that completes these commands in a shell, or install it.",
        "bash|zsh|fish [--install]",
        ["mcprism completion bash --install", "mcprism completion zsh > ~/.zfunc/_mcprism"],
    ),
}
