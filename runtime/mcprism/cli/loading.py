"""Servers that are objects in a Python file, `server.py:NAME`: loaded into this process."""

import sys
import traceback
from contextlib import redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Final

from mcprism.cli.failures import Failure, UsageFailure
from mcprism.cli.nearest import did_you_mean
from mcprism.server import Server

_MODULE: Final = "mcprism_target"
_EXPECTED: Final = "expected FILE.py:NAME, where NAME is a Server in that file"


def server_in(file: str, name: str) -> Server:
    """The server that a file has under a name. What the file does when it is imported happens.

    Raises:
        UsageFailure: there is no such file, or no server of that name in it.
        Failure: importing it fails.
    """
    module = _imported(file)
    found = getattr(module, name, None)
    if isinstance(found, Server):
        return found
    known = _servers(module)
    raise UsageFailure(f"{file} has no Server of the name {name!r}; it has: {', '.join(known) or 'none'}")


def only_server_in(file: str) -> Server:
    """The server of a file that has just one. Raises as `server_in`, and UsageFailure if it has none, or several."""
    known = _servers(_imported(file))
    different = {id(server): server for server in known.values()}
    if len(different) == 1:
        return different.popitem()[1]
    if not known:
        raise UsageFailure(
            f"{file} has no Server object: expected one at the top level of the file, such as "
            'server = Server("name", version="1.0.0")'
        )
    raise UsageFailure(f"{file} has several servers: say which, {file}:{next(iter(known))}{did_you_mean('', known)}")


def parted(target: str) -> tuple[str, str | None]:
    """The file and the name in `FILE.py` or `FILE.py:NAME`."""
    file, colon, name = target.rpartition(":")
    return (file, name) if colon and file.endswith(".py") else (target, None)


def _imported(file: str) -> ModuleType:
    path = Path(file)
    spec = spec_from_file_location(_MODULE, path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise UsageFailure(f"there is no file {file!r}; {_EXPECTED}")
    module = module_from_spec(spec)
    # Files beside it are imported as they are when it is run, and classes find their module by its name.
    sys.path.insert(0, str(path.parent.resolve()))
    sys.modules[_MODULE] = module
    try:
        # Standard output is for messages, or for what was asked for.
        with redirect_stdout(sys.stderr):
            spec.loader.exec_module(module)
    except Exception as error:  # whatever the file does is its author's business, and told to its author
        raise Failure(f"{file} cannot be imported: {type(error).__name__}: {error}{_where(error)}") from error
    return module


def _where(error: Exception) -> str:
    """The line of the author's that failed, unless the text says it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not frame.filename.startswith("<frozen") and frame.filename != __file__]
    if isinstance(error, SyntaxError) or not own:
        return ""
    return f" ({own[-1].filename}, line {own[-1].lineno})"


def _servers(module: ModuleType) -> dict[str, Server]:
    return {name: value for name, value in vars(module).items() if isinstance(value, Server)}
