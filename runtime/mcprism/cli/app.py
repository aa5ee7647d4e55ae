"""The program: from its arguments to its exit status. What each command does is in a module of its own.

Status 0: done. 1: the server said no, or what was looked at is not in order. 2: wrong arguments. 130: interrupted.
"""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Final

from cyclopts import App, CycloptsError

from mcprism.cli.commands import COMMANDS
from mcprism.cli.failures import Failure, UsageFailure
from mcprism.cli.output import one_line, printable

INTERRUPTED: Final = 130
"""The exit status that shells expect of a program that Ctrl-C ended."""


def run(arguments: Sequence[str]) -> int:
    """Runs one command, and returns its exit status."""
    try:
        status = program()(_told_apart(arguments), exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
        return status or 0
    except CycloptsError as error:
        name = next((argument for argument in arguments if argument in COMMANDS), "")
        return _fail(UsageFailure(f"{str(error).rstrip('.')}. {_usage(name)}"))
    except Failure as failure:
        return _fail(failure)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; the interpreter must not try to flush the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def program() -> App:
    """The program with all of its commands."""
    app = App(
        name="mcprism",
        help="The Model Context Protocol in every version: run, examine and use servers, messages and versions.",
        version=lambda: version("mcprism"),
        help_format="plaintext",
        help_epilogue="mcprism COMMAND --help says more of each; mcprism demo is a good first one. Exit status: 0 done,"
        " 1 the server said no or something is not in order, 2 wrong arguments, 130 interrupted.",
    )
    for name, command in COMMANDS.items():
        app.command(
            f"mcprism.cli.{command.function}",
            name=name,
            help=command.does,
            usage=_usage(name),
            help_epilogue="\n".join(["Examples:", *(f"  {example}" for example in command.examples)]),
            # `--version` of a command is about the protocol.
            version_flags=[],
        )
    return app


def _told_apart(arguments: Sequence[str]) -> list[str]:
    """The arguments, with the command of a server after `--` as an option: it is no part of the other words."""
    words = list(arguments)
    if "--" not in words or not words or words[0] not in COMMANDS or not COMMANDS[words[0]].has_target:
        return words
    at = words.index("--")
    return [*words[:at], *(f"--command={word}" for word in words[at + 1 :])]


def _usage(name: str) -> str:
    if name not in COMMANDS:
        return "Usage: mcprism COMMAND; mcprism --help lists the commands"
    return f"Usage: mcprism {name} {COMMANDS[name].usage}".rstrip()


def _fail(failure: Failure) -> int:
    sys.stderr.write(f"mcprism: {printable(one_line(str(failure)))}\n")
    return failure.status
