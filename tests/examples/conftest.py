"""The examples, as they are run and as they can be imported."""

import sys
from collections.abc import AsyncIterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import anyio
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@contextmanager
def beside(folder: Path) -> Any:
    """As if a file of the folder had been started: what is beside it can be imported."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def loaded(name: str) -> Any:
    """An example as a module; `name`: its path below `examples`."""
    path = EXAMPLES / name
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    # Classes find their module by its name, and examples beside it find it.
    sys.modules[path.stem] = module
    with beside(path.parent):
        spec.loader.exec_module(module)
    return module


@pytest.fixture
async def bounded(anyio_backend: str) -> AsyncIterator[None]:
    """Ends an async test that hangs."""
    with anyio.fail_after(60):
        yield
