"""Tasks, wake-ups and owners: the same on both event loops."""

from contextlib import suppress
from functools import partial

import anyio
import pytest
from anyio.lowlevel import checkpoint

from mcprism.spawn import CANCEL_GRACE, Owner, current_loop
from tests.runtime import virtual_time

pytestmark = pytest.mark.anyio

PATIENCE = 10.0


async def test_jobs_run_beside_the_caller_and_are_waited_for() -> None:
    done: list[int] = []

    async def job(number: int) -> None:
        await checkpoint()
        done.append(number)

    async with current_loop().spawner() as spawner:
        for number in range(3):
            spawner.start(partial(job, number))
        assert done == []
        assert await spawner.finished(PATIENCE)
    assert sorted(done) == [0, 1, 2]


async def test_waiting_for_jobs_has_a_limit() -> None:
    async with current_loop().spawner() as spawner:
        assert await spawner.finished(0)
        spawner.start(anyio.sleep_forever)
        assert not await spawner.finished(0.01)
        assert not await spawner.finished(0)


async def test_cancelling_one_job_leaves_the_others() -> None:
    ended: list[str] = []
    begun, go = anyio.Event(), anyio.Event()

    async def job(name: str) -> None:
        try:
            begun.set()
            await go.wait()
            ended.append(f"{name} done")
        except anyio.get_cancelled_exc_class():
            ended.append(f"{name} cancelled")
            raise

    async with current_loop().spawner() as spawner:
        first = spawner.start(partial(job, "first"))
        spawner.start(partial(job, "second"))
        with anyio.fail_after(PATIENCE):
            await begun.wait()
        first.cancel()
        go.set()
        assert await spawner.finished(PATIENCE)
    assert "second done" in ended
    assert "first done" not in ended


async def test_job_that_has_not_begun_never_begins_once_cancelled() -> None:
    begun = False

    async def job() -> None:
        nonlocal begun
        begun = True

    async with current_loop().spawner() as spawner:
        spawner.start(job).cancel()
        assert await spawner.finished(PATIENCE)
    assert not begun


async def test_end_of_the_block_cancels_and_waits() -> None:
    cleaned = False

    async def job() -> None:
        nonlocal cleaned
        try:
            await anyio.sleep_forever()
        finally:
            with anyio.CancelScope(shield=True):
                await checkpoint()
            cleaned = True

    async with current_loop().spawner() as spawner:
        spawner.start(job)
        await checkpoint()
        await checkpoint()
    assert cleaned


async def test_exception_of_the_block_stays_as_it_is() -> None:
    async def fail() -> None:
        async with current_loop().spawner() as spawner:
            spawner.start(anyio.sleep_forever)
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        await fail()


async def test_anyio_scopes_work_inside_a_job() -> None:
    timed_out = False

    async def job() -> None:
        nonlocal timed_out
        with anyio.move_on_after(0.01):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(anyio.sleep_forever)
        timed_out = True

    async with current_loop().spawner() as spawner:
        spawner.start(job)
        assert await spawner.finished(PATIENCE)
    assert timed_out


async def test_wakeup_before_the_wait_is_not_lost() -> None:
    wakeup = current_loop().wakeup()
    wakeup.set()
    wakeup.set()
    assert await wakeup.wait(float("inf"))
    assert not await wakeup.wait(current_loop().clock())


async def test_wakeup_wakes_and_may_be_used_again() -> None:
    wakeup = current_loop().wakeup()

    async def wake() -> None:
        wakeup.set()

    for _ in range(2):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wake)
            with anyio.fail_after(PATIENCE):
                assert await wakeup.wait(float("inf"))


async def test_wait_ends_at_the_deadline() -> None:
    loop = current_loop()
    deadline = loop.clock() + 0.02
    assert not await loop.wakeup().wait(deadline)
    # An event loop may be early by the resolution of its clock.
    assert loop.clock() >= deadline - 0.001


async def test_wait_may_be_cancelled_and_begun_again() -> None:
    wakeup = current_loop().wakeup()
    with anyio.move_on_after(0.01) as scope:
        await wakeup.wait(float("inf"))
    assert scope.cancelled_caught
    wakeup.set()
    assert await wakeup.wait(float("inf"))


async def test_owner_outlives_the_scope_it_was_started_in() -> None:
    go, done = anyio.Event(), anyio.Event()

    async def job() -> None:
        await go.wait()
        done.set()

    owners: list[Owner] = []
    with anyio.CancelScope() as scope:
        owners.append(current_loop().own(job))
        scope.cancel()
        await checkpoint()
    go.set()
    with anyio.fail_after(PATIENCE):
        await owners[0].ended()
    assert done.is_set()


async def test_owner_ends_when_it_is_cancelled_from_another_task() -> None:
    cleaned = anyio.Event()

    async def job() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            cleaned.set()

    owner = current_loop().own(job)
    await checkpoint()

    async def end() -> None:
        owner.cancel()
        await owner.ended()

    with anyio.fail_after(PATIENCE):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(end)
            tasks.start_soon(owner.ended)
    assert cleaned.is_set()


async def test_callback_of_a_signal_handler_runs_in_the_loop() -> None:
    called = anyio.Event()
    current_loop().call_soon(called.set)
    with anyio.fail_after(PATIENCE):
        await called.wait()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_job_that_ignores_its_cancellation_is_left_behind(backend: str, caplog: pytest.LogCaptureFixture) -> None:
    ended: list[float] = []

    async def stubborn() -> None:
        with anyio.CancelScope(shield=True):
            for _ in range(2):
                with suppress(anyio.get_cancelled_exc_class()):
                    await anyio.sleep(1000)
        ended.append(anyio.current_time())

    async def main() -> None:
        begun = anyio.current_time()
        async with current_loop().spawner() as spawner:
            spawner.start(stubborn)
            await anyio.sleep(1)
        assert anyio.current_time() - begun == pytest.approx(1 + CANCEL_GRACE)
        assert ended == []
        await anyio.sleep(3000)
        assert len(ended) == 1

    virtual_time.run(main, backend)
    assert "1 tasks go on although they were cancelled" in caplog.text
    assert "stubborn" in caplog.text


async def test_loop_tells_whether_it_is_the_one_that_runs() -> None:
    loop = current_loop()
    loop.check()

    def elsewhere() -> None:
        with pytest.raises(RuntimeError, match="belongs to another event loop"):
            loop.check()

    await anyio.to_thread.run_sync(elsewhere)


def test_outside_of_an_event_loop_there_is_none() -> None:
    with pytest.raises(RuntimeError):
        current_loop()


async def test_a_guarded_job_returns_what_it_returns_and_raises_what_it_raises() -> None:
    async def job() -> int:
        await checkpoint()
        return 7

    async def broken() -> None:
        await checkpoint()
        raise LookupError("mine")

    guard = current_loop().guard()
    assert await guard.run(job) == 7
    guard.interrupt()
    assert not guard.interrupted
    with pytest.raises(LookupError, match="mine"):
        await current_loop().guard().run(broken)


async def test_a_guarded_job_ends_where_it_waits_and_its_task_goes_on() -> None:
    loop = current_loop()
    guard = loop.guard()
    ended: list[bool] = []

    async def job() -> str:
        try:
            await anyio.sleep_forever()
        finally:
            ended.append(True)
        return "never"

    loop.call_later(0.001, guard.interrupt)
    with anyio.fail_after(PATIENCE):
        assert await guard.run(job) is None
    assert guard.interrupted
    assert ended == [True]
    await checkpoint()
    with anyio.fail_after(PATIENCE):
        await anyio.sleep(0.001)


async def test_a_job_that_was_interrupted_before_it_waits_harms_nobody_after_it() -> None:
    guard = current_loop().guard()

    async def job() -> str:
        guard.interrupt()
        return "done"

    assert await guard.run(job) in ("done", None)
    await checkpoint()

    early = current_loop().guard()
    early.interrupt()
    assert await early.run(anyio.sleep_forever) is None
    await checkpoint()


async def test_whoever_cancels_the_task_of_a_guard_cancels_all_of_it() -> None:
    guard = current_loop().guard()
    after: list[str] = []

    async def guarded() -> None:
        await guard.run(anyio.sleep_forever)
        after.append("went on")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(guarded)
        await anyio.wait_all_tasks_blocked()
        tasks.cancel_scope.cancel()
    assert after == []
    assert not guard.interrupted


async def test_scopes_work_in_a_guarded_job() -> None:
    guard = current_loop().guard()

    async def job() -> str:
        with anyio.move_on_after(0.001) as scope:
            await anyio.sleep_forever()
        return f"cancelled {scope.cancelled_caught}"

    assert await guard.run(job) == "cancelled True"


async def test_a_timer_that_is_cancelled_does_not_call() -> None:
    loop = current_loop()
    called: list[str] = []
    done = anyio.Event()
    loop.call_later(0.001, lambda: called.append("never")).cancel()
    loop.call_later(0.002, done.set)
    with anyio.fail_after(PATIENCE):
        await done.wait()
    assert called == []
