"""Who is measured: the limit, us, and the peers that are installed."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

PROGRAMS: Final = Path(__file__).parent
LOOK_TIMEOUT: Final = 30.0
"""Seconds that asking a peer for its version may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A column of the table: the commands to measure, None for what it does not take part in."""

    name: str
    versions: Mapping[str, str] = field(default_factory=dict[str, str])
    missing: str = ""
    """Why it cannot be measured here."""
    server: Sequence[str] | None = None
    """Takes one more argument: how many tools to list beside `add`."""
    client: Sequence[str] | None = None
    """Takes more arguments: the command of the server to connect to."""
    http_server: Sequence[str] | None = None
    """Takes two more arguments: `json`, `sse` or `newest`, and how many tools to list beside `add`."""
    speaks_newest: bool = True
    """Whether its HTTP server takes requests of 2026-07-28."""
    http_client: Sequence[str] | None = None
    """Takes one more argument: the URL to connect to."""
    imports: Sequence[str] | None = None
    folder: Path | None = None
    """Where `imports` is to run."""


def find_participants(peers: Path | None, node: Path | None) -> list[Participant]:
    """The limit, us and the peers; those that are not installed say so."""
    python, programs = sys.executable, str(PROGRAMS)
    ours = _own_versions("mcprism", "pydantic", "anyio")
    uvloop = _own_versions("uvloop")
    http = _own_versions("uvicorn", "httptools", "uvloop", "h11")
    return [
        Participant(
            name="limit",
            versions=http,
            server=[python, f"{programs}/limit.py"],
            client=[python, f"{programs}/limit_client.py"],
            http_server=[python, f"{programs}/limit_http.py", "fast"],
            http_client=[python, f"{programs}/limit_http_client.py"],
            imports=[python, "-c", "pass"],
        ),
        Participant(name="limit, h11 and asyncio", http_server=[python, f"{programs}/limit_http.py", "plain"]),
        Participant(
            name="mcprism",
            versions={**ours, **_own_versions("httpx")},
            server=[python, f"{programs}/ours.py", "asyncio"],
            client=[python, f"{programs}/our_client.py"],
            http_server=[python, f"{programs}/ours_http.py"],
            http_client=[python, f"{programs}/our_client.py"],
            imports=[python, "-c", "from mcprism import Client, Server; import mcprism_types.v2025_11_25"],
        ),
        Participant(
            name="mcprism, uvloop",
            versions={**ours, **uvloop},
            missing="" if uvloop else "uvloop is not installed",
            server=[python, f"{programs}/ours.py", "uvloop"],
        ),
        _official_python(peers),
        _official_typescript(peers, node),
    ]


def _official_python(peers: Path | None) -> Participant:
    name = "mcp"
    if peers is None:
        return Participant(name=name, missing="MCPRISM_PEERS is not set; `nox -s interop` installs the peers")
    python = peers / "python" / "bin" / "python"
    if not python.exists():
        return Participant(name=name, missing="MCPRISM_PEERS has no python/bin/python; run `nox -s interop`")
    names = ["mcp", "pydantic", "anyio", "uvicorn", "h11", "httpx2"]
    look = f"found = {{name: version(name) for name in {names}}} | {{'Python': platform.python_version()}}"
    look = f"import json, platform; from importlib.metadata import version; {look}; print(json.dumps(found))"
    found = subprocess.run([python, "-c", look], capture_output=True, text=True, timeout=LOOK_TIMEOUT)
    if found.returncode:
        return Participant(name=name, missing="mcp is not installed in MCPRISM_PEERS; run `nox -s interop`")
    return Participant(
        name=name,
        versions=json.loads(found.stdout),
        server=[str(python), str(PROGRAMS / "official_server.py")],
        client=[str(python), str(PROGRAMS / "official_client.py")],
        http_server=[str(python), str(PROGRAMS / "official_http.py")],
        http_client=[str(python), str(PROGRAMS / "official_client.py")],
        imports=[str(python), "-c", "import mcp"],
    )


def _official_typescript(peers: Path | None, node: Path | None) -> Participant:
    name, package = "TypeScript SDK", "@modelcontextprotocol/sdk"
    if peers is None or node is None:
        variable = "MCPRISM_PEERS" if peers is None else "MCPRISM_NODE"
        return Participant(name=name, missing=f"{variable} is not set; `nox -s interop` installs the peers")
    folder = peers / "npm"
    description = folder / "node_modules" / package / "package.json"
    if not description.exists():
        return Participant(name=name, missing=f"MCPRISM_PEERS has no {package}; run `nox -s interop`")
    if not node.exists():
        return Participant(name=name, missing="MCPRISM_NODE does not exist; it is to be the path of a Node.js program")
    node_version = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=LOOK_TIMEOUT)
    return Participant(
        name=name,
        versions={package: json.loads(description.read_text("utf-8"))["version"], "Node": node_version.stdout.strip()},
        server=[str(node), str(PROGRAMS / "typescript_server.mjs"), str(folder)],
        http_server=[str(node), str(PROGRAMS / "typescript_http.mjs"), str(folder)],
        speaks_newest=False,
        imports=[str(node), "-e", f'import("{package}/server/mcp.js")'],
        folder=folder,
    )


def _own_versions(*distributions: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in distributions:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
