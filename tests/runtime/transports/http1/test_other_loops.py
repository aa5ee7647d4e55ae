"""The transport in an event loop of asyncio that is not asyncio's own."""

import sys

import anyio
import pytest

from tests.runtime.transports.http1 import test_transport as tests


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop does not exist there")
def test_uvloop_does_as_the_others() -> None:
    async def main() -> None:
        with anyio.fail_after(20):
            for tls in (False, True):
                await tests.test_large_bodies_pass_both_ways(tls)
            await tests.test_answer_that_is_left_closes_its_connection(read=True)

    anyio.run(main, backend_options={"use_uvloop": True})
