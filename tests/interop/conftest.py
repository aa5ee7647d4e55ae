"""Where the peers are: the `interop` session installs them and says so."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Peers:
    """The installed peers."""

    root: Path
    node: Path

    @property
    def python(self) -> Path:
        """An interpreter whose environment has the official Python SDK and servers."""
        return self.environment("python")

    @property
    def packages(self) -> Path:
        """The folder that has the npm packages below `node_modules`."""
        return self.root / "npm"

    def environment(self, name: str) -> Path:
        """The interpreter of the environment that `pins/NAME.txt` was installed into."""
        return self.root / name / "bin" / "python"


@pytest.fixture(scope="session")
def peers() -> Peers:
    """The peers that `nox -s interop` installed."""
    folder = os.environ.get("MCPRISM_PEERS")
    if folder is None:
        pytest.fail("run these tests with `nox -s interop`: it installs the peers and sets MCPRISM_PEERS")
    return Peers(root=Path(folder), node=Path(os.environ["MCPRISM_NODE"]))
