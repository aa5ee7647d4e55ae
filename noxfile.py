"""Every chore of the project is a session; CI runs the same ones.

`uv run nox -l` lists them. Sessions run in the environment that `uv run` has made, where every distribution is
installed from this checkout and every tool is pinned; `interop` adds environments of its own for the peers.
"""

import shutil
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).parent
nox.options.sessions = ["generate", "lint", "types", "tests"]
nox.options.error_on_missing_interpreters = True


@nox.session(venv_backend="none")
def generate(session: nox.Session) -> None:
    """Regenerate all distributions; `-- --check` only compares, `-- 2025-11-25` does one version."""
    session.run(sys.executable, "-m", "codegen", "generate", *session.posargs)


@nox.session(venv_backend="none")
def add_version(session: nox.Session) -> None:
    """Add a version of the protocol: `-- 2027-01-15 path/to/official/schema.json`."""
    session.run(sys.executable, "-m", "codegen", "add-version", *session.posargs)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Formatting, lint rules, import rules."""
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("lint-imports", env={"PYTHONPATH": str(ROOT)})


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """pyright strict and mypy strict over everything that ships and everything that builds it."""
    session.run("pyright")
    roots = ["runtime", "runtime/types", *map(str, sorted(Path("generated").iterdir()))]
    session.run(
        "mypy", "-p", "mcprism", "-p", "mcprism_types", "-p", "codegen", env={"MYPYPATH": ":".join([*roots, "."])}
    )


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """What a contributor runs; arguments go to pytest."""
    session.run("pytest", *session.posargs)


@nox.session(venv_backend="none")
def build(session: nox.Session) -> None:
    """Wheels and source distributions of everything, into dist/."""
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    session.run("uv", "build", "--all-packages", "--out-dir", "dist", "--quiet")
