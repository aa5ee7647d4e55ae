"""The mark that says what gives a parameter: `Annotated[Database, Depends(database)]`."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Depends:
    """In an annotation: what a function gives, and no client.

        async def session(ctx: Context[App]) -> AsyncIterator[Session]:
            async with ctx.lifespan.pool.session() as session:
                yield session

        @server.tool
        async def rename(user: int, name: str, session: Annotated[Session, Depends(session)]) -> str: ...

    The function may be async, and takes nothing but the context and what it depends on itself. What follows a `yield`
    runs when the handler has ended; what the handler raised, or that it was cancelled, is raised at the `yield`, as in
    `contextlib.contextmanager`: clean up in `finally`, or by `with`. What the function raises counts as raised by the
    handler.

    Raises:
        TypeError: it is given something else than a function.
    """

    call: Callable[..., Any]
    """The function, or the class."""
    _: KW_ONLY
    cached: bool = True
    """Whether all that depends on it in one request gets the same; otherwise each gets one of its own."""
    inline: bool = False
    """Whether a function that is not async runs in the event loop, which it then must not hold up, and in no thread."""

    def __post_init__(self) -> None:
        if not callable(self.call):  # pyright: ignore[reportUnnecessaryComparison] -- for those who do not check
            raise TypeError(f"Depends takes a function, and is given {self.call!r:.100}: leave its parentheses out")
