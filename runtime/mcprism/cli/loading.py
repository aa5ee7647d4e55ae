"""Servers that are objects in a Python file, `server.py:NAME`: loaded into this process, and reached in memory."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from mcprism.cli.failures import Failure, UsageFailure
from mcprism.server import Server

_MODULE = "mcprism_target"


def server_in(file: str, name: str) -> Server:
    """The server that a file has under a name. What the file does when it is imported happens.

    Raises:
        UsageFailure: there is no such file, or no server of that name in it.
        Failure: importing it fails.
    """
    path = Path(file)
    spec = spec_from_file_location(_MODULE, path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise UsageFailure(f"there is no file {file!r}; expected FILE.py:NAME, where NAME is a Server in that file")
    module = module_from_spec(spec)
    # Files beside it are imported as they are when it is run, and classes find their module by its name.
    sys.path.insert(0, str(path.parent.resolve()))
    sys.modules[_MODULE] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever the file does is its author's business, and told to its author
        raise Failure(f"{file} cannot be imported: {type(error).__name__}: {error}") from error
    found = getattr(module, name, None)
    if isinstance(found, Server):
        return found
    known = ", ".join(key for key, value in vars(module).items() if isinstance(value, Server)) or "none"
    raise UsageFailure(f"{file} has no Server of the name {name!r}; it has: {known}")
