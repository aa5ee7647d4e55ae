"""Servers over HTTP that faults are tried on: an app in process, and one that listens on a port."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal

from mcprism import Server
from tests.runtime.server.http.conftest import calling as calling
from tests.runtime.server.http.conftest import driving as driving


@contextmanager
def _listening(server: Server, **options: Any) -> Iterator[str]:
    with (
        start_blocking_portal("asyncio") as portal,
        portal.wrap_async_context_manager(server.http(port=0, **options)) as handle,
    ):
        yield handle.url


@pytest.fixture
def listening() -> Callable[..., AbstractContextManager[str]]:
    """`with listening(server) as url`: the server on a port, in a thread of its own; clients may be in any loop."""
    return _listening
