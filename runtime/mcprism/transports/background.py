"""Tasks of a channel that must outlive the cancellation of those who use it, until it is closed."""

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

import anyio


class Background:
    """Tasks beside the one that entered it, which run until it is left, whatever is cancelled around them."""

    def __init__(self) -> None:
        self._group = anyio.create_task_group()
        self._scopes: list[anyio.CancelScope] = []

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Cancels the tasks and waits for their end. An exception of the body stays as it is, in no group."""
        for scope in self._scopes:
            scope.cancel()
        await self._group.__aexit__(None, None, None)

    def start(self, job: Callable[[], Awaitable[object]]) -> None:
        """Runs `job` until it returns or this object is left."""
        scope = anyio.CancelScope(shield=True)
        self._scopes.append(scope)
        self._group.start_soon(_run_in, scope, job)


async def _run_in(scope: anyio.CancelScope, job: Callable[[], Awaitable[object]]) -> None:
    with scope:
        await job()
