"""Writing a generated tree: formatted once, only files that changed are touched, files that nobody generates go."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.errors import CodegenError

Texts = Mapping[str, str]
"""Generated files: path relative to the tree -> text."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What writing a tree did, or would do: relative paths, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted)

    def lines(self) -> list[str]:
        """One line for each file, as printed."""
        return [
            f"{sign} {path}"
            for sign, paths in (("+", self.added), ("~", self.changed), ("-", self.deleted))
            for path in paths
        ]


def formatted(texts: Texts) -> dict[str, str]:
    """The same files after `ruff`, with explicit settings: a user's configuration must not leak into the output.

    Raises:
        CodegenError: a file is not Python; the text is ruff's.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        ruff = [sys.executable, "-m", "ruff"]
        options = ["--isolated", "--no-cache", "--quiet", "--target-version", "py311", "--line-length", "120"]
        _run([*ruff, "check", *options, "--fix", "--select", "F401,I,UP", "--ignore", "UP046,UP047", str(root)])
        _run([*ruff, "format", *options, "--config", "format.skip-magic-trailing-comma = true", str(root)])
        return {path: (root / path).read_text("utf-8") for path in texts}


def _run(command: list[str]) -> None:
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own ruff, no shell
    if outcome.returncode:
        raise CodegenError(f"ruff refused the generated code:\n{outcome.stdout}{outcome.stderr}")


def compare(texts: Texts, root: Path, existing: set[str]) -> Changes:
    """What would change if `texts` were written to `root`, where `existing` files are the generator's."""
    added = sorted(path for path in texts if not (root / path).exists())
    changed = sorted(
        path for path, text in texts.items() if path not in added and (root / path).read_bytes() != text.encode()
    )
    return Changes(tuple(added), tuple(changed), tuple(sorted(existing - texts.keys())))


def write(texts: Texts, root: Path, existing: set[str]) -> Changes:
    """Write what changed, delete what is no longer generated, and tell."""
    changes = compare(texts, root, existing)
    for path in (*changes.added, *changes.changed):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(texts[path].encode())
    for path in changes.deleted:
        (root / path).unlink()
        folder = (root / path).parent
        while folder != root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
    return changes
