"""Where the peers are: the `interop` session installs them and says so."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Peers:
    """The installed peers."""

    python: Path
    """An interpreter whose environment has the official Python SDK and servers."""
    node: Path
    packages: Path
    """The folder that has the npm packages below `node_modules`."""


@pytest.fixture(scope="session")
def peers() -> Peers:
    """The peers that `nox -s interop` installed."""
    folder = os.environ.get("MCPRISM_PEERS")
    if folder is None:
        pytest.fail("run these tests with `nox -s interop`: it installs the peers and sets MCPRISM_PEERS")
    root = Path(folder)
    return Peers(
        python=root / "python" / "bin" / "python", node=Path(os.environ["MCPRISM_NODE"]), packages=root / "npm"
    )
