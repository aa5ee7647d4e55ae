"""A copy of what the generator reads and writes, for tests that must be free to break it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
COPIED = (
    "codegen",
    "docs/versions",
    "generated",
    "pyproject.toml",
    "runtime/pyproject.toml",
    "runtime/types/pyproject.toml",
    "schema",
)


@dataclass(frozen=True, slots=True)
class Checkout:
    """What the generator reads and writes, in a folder of its own."""

    root: Path

    def run(self, *arguments: str, hash_seed: int = 0) -> subprocess.CompletedProcess[str]:
        """`python -m codegen` with these arguments, in this checkout."""
        return subprocess.run(
            [sys.executable, "-m", "codegen", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def files(self) -> dict[str, bytes]:
        """Every file by its path."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    def contract(self, version: str) -> dict[str, Any]:
        """A stored contract, as an object of one's own."""
        return json.loads((self.root / "schema" / version / "schema.json").read_text("utf-8"))

    def store(self, version: str, contract: Any) -> None:
        """Overwrite a stored contract."""
        (self.root / "schema" / version / "schema.json").write_text(json.dumps(contract), "utf-8")

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """Rewrite a text file."""
        file = self.root / path
        text = file.read_text("utf-8")
        changed = change(text)
        assert changed != text, f"the change of {path} changes nothing"
        file.write_text(changed, "utf-8")


def copy_repository(root: Path) -> Checkout:
    """A fresh checkout in the folder `root`, which does not exist yet."""
    leftovers = shutil.ignore_patterns("__pycache__", "dist", "build", "*.egg-info")
    for name in COPIED:
        source, target = REPOSITORY / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=leftovers)
        else:
            shutil.copy(source, target)
    return Checkout(root)
