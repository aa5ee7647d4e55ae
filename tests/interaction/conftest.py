"""No test here waits for ever."""

from collections.abc import AsyncIterator

import anyio
import pytest


@pytest.fixture(autouse=True)
async def bounded(anyio_backend: str) -> AsyncIterator[None]:
    """Ends an async test that hangs."""
    with anyio.fail_after(30):
        yield
