"""Blocking code in threads: both loops."""

import threading
from contextvars import ContextVar

import anyio
import pytest
from anyio import from_thread, to_thread

from mcprism import run_blocking
from mcprism.threads import MAX_THREADS

pytestmark = pytest.mark.anyio

PATIENCE = 10.0

colour: ContextVar[str] = ContextVar("colour", default="none")


async def test_result_and_exception_are_those_of_the_call() -> None:
    def fail(text: str) -> None:
        raise KeyError(text)

    assert await run_blocking(divmod, 7, 2) == (3, 1)
    with pytest.raises(KeyError, match="mine"):
        await run_blocking(fail, "mine")


async def test_thread_has_a_copy_of_the_context_variables() -> None:
    def paint() -> str:
        before = colour.get()
        colour.set("green")
        return before

    colour.set("red")
    assert await run_blocking(paint) == "red"
    assert colour.get() == "red"


async def test_thread_may_await_in_the_event_loop() -> None:
    async def double(number: int) -> int:
        await anyio.lowlevel.checkpoint()
        return 2 * number

    assert await run_blocking(from_thread.run, double, 4) == 8


async def test_only_so_many_calls_block_at_once() -> None:
    lock, running, most = threading.Lock(), 0, 0
    go_on = threading.Event()

    def call() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == MAX_THREADS:
                go_on.set()
        go_on.wait(PATIENCE)
        with lock:
            running -= 1

    with anyio.fail_after(PATIENCE):
        async with anyio.create_task_group() as tasks:
            for _ in range(3 * MAX_THREADS):
                tasks.start_soon(run_blocking, call)
    assert most == MAX_THREADS


async def test_who_is_cancelled_while_waiting_for_a_thread_calls_nothing_and_keeps_no_place() -> None:
    go_on = threading.Event()
    called: list[int] = []

    with anyio.fail_after(PATIENCE):
        async with anyio.create_task_group() as tasks:
            for _ in range(MAX_THREADS):
                tasks.start_soon(run_blocking, go_on.wait, PATIENCE)
            await anyio.wait_all_tasks_blocked()
            with anyio.move_on_after(0.02) as scope:
                await run_blocking(called.append, 1)
            assert scope.cancelled_caught
            go_on.set()
        await run_blocking(called.append, 2)
    assert called == [2]


async def test_cancelled_caller_returns_before_its_thread() -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def call() -> None:
        begun.set()
        go_on.wait(PATIENCE)
        ended.set()

    with anyio.fail_after(PATIENCE):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run_blocking, call)
            await to_thread.run_sync(begun.wait, PATIENCE)
            tasks.cancel_scope.cancel()
    assert not ended.is_set()
    go_on.set()
    assert ended.wait(PATIENCE)
