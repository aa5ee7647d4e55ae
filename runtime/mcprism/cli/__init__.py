"""The command line `mcprism`. It needs the extra `cli`; without it, it says so."""

import sys
from collections.abc import Sequence

_PACKAGES_OF_THE_EXTRA = frozenset({"cyclopts", "rich"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command, and returns its exit status. None: the arguments of this process."""
    try:
        from mcprism.cli.app import run
    except ModuleNotFoundError as error:
        if error.name not in _PACKAGES_OF_THE_EXTRA:
            raise
        sys.stderr.write(f'mcprism: the command line needs {error.name}: pip install "mcprism[cli]"\n')
        return 1
    return run(sys.argv[1:] if arguments is None else arguments)
