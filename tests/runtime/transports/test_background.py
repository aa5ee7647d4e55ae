import anyio
import pytest

from mcprism.transports.background import Background

pytestmark = pytest.mark.anyio


async def test_tasks_run_on_while_their_owner_is_cancelled_and_end_when_it_is_left() -> None:
    steps: list[str] = []
    go_on, went_on = anyio.Event(), anyio.Event()

    async def job() -> None:
        try:
            await go_on.wait()
            steps.append("went on")
            went_on.set()
            await anyio.sleep_forever()
        finally:
            steps.append("ended")

    with anyio.fail_after(10), anyio.CancelScope() as scope:
        async with Background() as background:
            background.start(job)
            await anyio.wait_all_tasks_blocked()
            scope.cancel()
            try:
                await anyio.sleep_forever()
            finally:
                with anyio.CancelScope(shield=True):
                    go_on.set()
                    await went_on.wait()
    assert steps == ["went on", "ended"]


async def test_exception_of_the_body_comes_out_as_itself() -> None:
    async def fail() -> None:
        async with Background() as background:
            background.start(anyio.sleep_forever)
            raise KeyError("body")

    with pytest.raises(KeyError, match="body"):
        await fail()
