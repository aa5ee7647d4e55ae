"""Limits for tests that wait."""

from collections.abc import AsyncIterator

import anyio
import pytest


@pytest.fixture
async def bounded(anyio_backend: str) -> AsyncIterator[None]:
    """Ends an async test that hangs."""
    with anyio.fail_after(30):
        yield
