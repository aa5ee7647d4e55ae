"""Bounds and a clean slate for every test."""

from typing import Any

import anyio
import pytest

PATIENCE = 20.0


@pytest.fixture
async def in_time() -> Any:
    """No test waits for ever."""
    with anyio.fail_after(PATIENCE):
        yield
