"""Bounds and a clean slate for every test."""

from typing import Any

import anyio
import pytest

PATIENCE = 20.0


@pytest.fixture(autouse=True)
async def bounded() -> Any:
    """No test waits for ever."""
    with anyio.fail_after(PATIENCE):
        yield
