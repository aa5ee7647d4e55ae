"""`mcprism completion`: the commands, their options and what those may be, completed by a shell."""

import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from mcprism.cli.app import program
from mcprism.cli.failures import Failure


def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], Parameter(name="SHELL", help="bash, zsh or fish")],
    /,
    *,
    install: Annotated[
        bool,
        Parameter(
            negative="", help="write it to where the shell looks for it, and for bash and zsh add a line to its rc file"
        ),
    ] = False,
) -> None:
    """Prints the script, or says where it was written to."""
    if not install:
        sys.stdout.write(program().generate_completion(shell=shell))
        return
    try:
        place = program().install_completion(shell=shell)
    except OSError as error:
        raise Failure(f"cannot install the completion of {shell}: {error}") from None
    sys.stdout.write(f"completion of {shell} is in {place}; it holds in shells that are opened from now on\n")
