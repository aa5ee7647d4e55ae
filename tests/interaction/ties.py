"""A pytest plugin that writes which tests are tied to which requirements, and in which versions."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.interaction.manifest import VERSION_PARAMETERS, versions_of

OUTPUT = "MCPRISM_TIES"
"""The environment variable with the path of the file to write."""


def pytest_collection_finish(session: pytest.Session) -> None:
    """Writes a list of `[test, [requirement, ...], [version, ...]]`."""
    ties = [
        [item.nodeid, list(mark.args), sorted(_versions(item, mark))]
        for item in session.items
        for mark in item.iter_markers("covers")
    ]
    Path(os.environ[OUTPUT]).write_text(json.dumps(ties), "utf-8")


def _versions(item: pytest.Item, mark: pytest.Mark) -> frozenset[str]:
    said: str | Sequence[str] | None = mark.kwargs.get("versions")
    if said is not None:
        return versions_of(said)
    parameters: dict[str, Any] = getattr(item, "callspec").params if hasattr(item, "callspec") else {}  # noqa: B009
    for name in VERSION_PARAMETERS:
        if isinstance(parameters.get(name), str):
            return versions_of(parameters[name])
    names = " or ".join(VERSION_PARAMETERS)
    raise pytest.UsageError(f"{item.nodeid}: covers(...) needs versions=..., or a parameter of the test named {names}")
