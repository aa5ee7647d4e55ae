"""Which commands there are. What each one does is in a module of its own, imported when it is called."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from cyclopts import App, CycloptsError

from mcprism.cli.failures import Failure, UsageFailure
from mcprism.cli.output import one_line, printable

INTERRUPTED: Final = 130
"""The exit status that shells expect of a program that Ctrl-C ended."""


@dataclass(frozen=True, slots=True)
class _Command:
    module: str
    does: str
    usage: str
    examples: Sequence[str]


_COMMANDS: Final[Mapping[str, _Command]] = {
    "demo": _Command(
        "demonstration",
        "Use an example server in every version of the protocol, and show what each has of it.",
        "",
        ["mcprism demo"],
    ),
    "inspect": _Command(
        "inspection",
        "Connect to a server, and show what it is and what it offers.",
        "TARGET [--json | --markdown] [--version V] [--transport auto|streamable|sse] [--timeout SECONDS]",
        [
            "mcprism inspect server.py",
            'mcprism inspect "my-server --verbose"',
            "mcprism inspect -- uvx mcp-server-time --local-timezone UTC",
            "mcprism inspect server.py --version 2025-06-18 --json",
            "mcprism inspect http://127.0.0.1:8080/mcp",
        ],
    ),
    "matrix": _Command(
        "matrix",
        "Use a server in every version of the protocol: what works, what takes another form, what is refused.",
        "TARGET [--json | --markdown] [--call TOOL JSON] [--timeout SECONDS]",
        [
            "mcprism matrix server.py:server",
            "mcprism matrix -- uvx mcp-server-time",
            "mcprism matrix http://127.0.0.1:8080/mcp",
            'mcprism matrix server.py --call add \'{"a": 1, "b": 2}\' --json',
        ],
    ),
    "validate": _Command(
        "validate",
        "Check a JSON value against a type of one protocol version, and for members that the version does not name.",
        "FILE --version V --type T [--json]",
        [
            "mcprism validate result.json --version 2025-11-25 --type CallToolResult",
            'echo \'{"method": "ping"}\' | mcprism validate - --version 2024-11-05 --type PingRequest',
        ],
    ),
    "diff": _Command(
        "diff",
        "Show what changed between two versions of the protocol.",
        "V1 V2 [--json]",
        ["mcprism diff 2025-06-18 2025-11-25"],
    ),
}


def run(arguments: Sequence[str]) -> int:
    """Runs one command, and returns its exit status."""
    try:
        status = _app()(list(arguments), exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
        return status or 0
    except CycloptsError as error:
        name = next((argument for argument in arguments if argument in _COMMANDS), "")
        return _fail(UsageFailure(f"{str(error).rstrip('.')}. {_usage(name)}"))
    except Failure as failure:
        return _fail(failure)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; the interpreter must not try to flush the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _app() -> App:
    app = App(
        name="mcprism",
        help="The Model Context Protocol in every version: look at servers, messages and versions.",
        version=lambda: version("mcprism"),
        help_format="plaintext",
        help_epilogue="mcprism COMMAND --help says more of each; mcprism demo is a good first one.",
    )
    for name, command in _COMMANDS.items():
        app.command(
            f"mcprism.cli.{command.module}:{name}",
            name=name,
            help=command.does,
            usage=_usage(name),
            help_epilogue="\n".join(["Examples:", *(f"  {example}" for example in command.examples)]),
            # `--version` of a command is about the protocol.
            version_flags=[],
        )
    return app


def _usage(name: str) -> str:
    if name not in _COMMANDS:
        return "Usage: mcprism COMMAND; mcprism --help lists the commands"
    return f"Usage: mcprism {name} {_COMMANDS[name].usage}".rstrip()


def _fail(failure: Failure) -> int:
    sys.stderr.write(f"mcprism: {printable(one_line(str(failure)))}\n")
    return failure.status
