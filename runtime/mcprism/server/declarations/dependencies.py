"""What functions depend on beside arguments: found and put in order where they are declared, given for each request.

One request has each dependency once, however many depend on it, at the same time or one after the other. Whoever needs
it first has it made, and has it cleaned up: in the same task, before it returns, and once nobody else uses it. So what
a dependency opens is closed in order, cancel scopes and task groups included.
"""

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, MutableMapping, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar, cast
from weakref import WeakKeyDictionary

import anyio

from mcprism.context import Context
from mcprism.server.declarations.bounded_exits import InThreads, within_limit
from mcprism.server.declarations.depends import Depends
from mcprism.server.declarations.functions import called, place_of
from mcprism.server.declarations.signatures import depends_of, is_context, typed_parameters
from mcprism.threads import run_blocking

T = TypeVar("T")

Function: TypeAlias = Callable[..., Any]


@contextmanager
def override_dependency(function: Function, replacement: Function) -> Generator[None]:
    """Gives what another function gives, to all that depend on one, while the block runs: for tests.

        with override_dependency(database, lambda: Database(":memory:")):
            async with Client(server) as client: ...

    It holds for every server of the process, and for requests that begin from now on.

    Args:
        function: what is in `Depends(...)`.
        replacement: as any function that is there; what it depends on itself is given too.

    Raises:
        TypeError: the replacement can be no dependency, or needs what it replaces.
    """
    before = _replacements.current
    _replacements.current = {**before, _key(function): replacement}
    try:
        Dependencies({"value": Depends(function)}, where=f"override_dependency of {place_of(function)}")
        yield
    finally:
        _replacements.current = before


class _Replacements:
    """What is given instead, by what is in `Depends`. Replaced as a whole by each change."""

    def __init__(self) -> None:
        self.current: Mapping[Any, Function] = {}


_replacements: Final = _Replacements()


class Dependencies:
    """What one function depends on, with all that this depends on in turn.

    Args:
        wanted: by parameter of the function.
        where: the function, for error texts.

    Raises:
        TypeError: something takes what nobody can give it, or needs itself.
    """

    __slots__ = ("_plan", "_wanted", "_where")

    def __init__(self, wanted: Mapping[str, Depends], *, where: str) -> None:
        self._wanted = wanted
        self._where = where
        self._plan = self._arranged()

    @property
    def take_context(self) -> bool:
        """Whether one of them is given the context of the request."""
        return any(step.function.contexts for step in self._plan.steps)

    async def around(self, context: Context, call: Callable[[dict[str, Any]], Awaitable[T]]) -> T:
        """What `call` returns, given what is wanted by parameter. In the end all is cleaned up, the last first.

        Raises:
            Exception: as `call`, or as a dependency.
        """
        plan = self._plan
        if plan.replacements is not _replacements.current:
            plan = self._plan = self._arranged()
        # What is left never hides what was raised in its block.
        stack: AsyncExitStack[None] = AsyncExitStack()
        async with stack:
            values: list[Any] = []
            for step in plan.steps:
                values.append(await step.value(values, context, stack))
            return await call({name: values[position] for name, position in plan.takes})

    def _arranged(self) -> "_Plan":
        replacements = _replacements.current
        order = _Order(replacements)
        takes = [(name, order.position(one, (self._where,))) for name, one in self._wanted.items()]
        return _Plan(replacements, order.steps, takes)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is made for one function, and in which order."""

    replacements: Mapping[Any, Function]
    """Those with which it was made."""
    steps: "Sequence[_Step]"
    takes: Sequence[tuple[str, int]]
    """The parameters of the function, with the positions of what they are given."""


@dataclass(frozen=True, slots=True)
class _Function:
    """A function that gives a dependency."""

    call: Function
    where: str
    contexts: tuple[str, ...]
    """The parameters that take the context."""
    needs: Mapping[str, Depends]
    """The others that are given something."""
    is_async: bool
    cleans_up: bool
    """Whether it is a generator."""

    @classmethod
    def of(cls, call: Function, *, needed_by: str) -> "_Function":
        """`needed_by`: what depends on it, for error texts.

        Raises:
            TypeError: it takes what nobody can give it.
        """
        where = f"{needed_by} depends on {place_of(call)}"
        function = called(call)
        contexts: list[str] = []
        needs: dict[str, Depends] = {}
        try:
            parameters, _ = typed_parameters(call, written=inspect.unwrap(function), where=where)
        except ValueError as error:
            raise TypeError(f"{where}: what it takes is not known ({error}): wrap it in a function") from error
        for name, parameter in parameters.items():
            depends = depends_of(parameter, where)
            if depends is not None:
                needs[name] = depends
            elif is_context(parameter.annotation):
                contexts.append(name)
            elif parameter.default is parameter.empty and parameter.kind not in _STARS:
                raise TypeError(
                    f"{where}: nothing gives its parameter {name}: a dependency takes ctx: Context and other "
                    f"dependencies, {name}: Annotated[..., Depends(...)]; give {name} a default, or one of these types"
                )
        inner = inspect.unwrap(function)
        is_generator = inspect.isgeneratorfunction(inner) or inspect.isasyncgenfunction(inner)
        is_async = inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(inner)
        return cls(call, where, tuple(contexts), needs, is_async, is_generator)

    async def value(self, given: dict[str, Any], context: Context, inline: bool, stack: AsyncExitStack[None]) -> Any:
        """What it gives; what it has to clean up is on the stack then."""
        for name in self.contexts:
            given[name] = context
        if self.cleans_up:
            opened = within_limit(self._opened(given, inline), place_of(self.call))
            # What is raised in its block always comes out.
            return await stack.enter_async_context(cast("AbstractAsyncContextManager[Any, None]", opened))
        if self.is_async:
            return await self.call(**given)
        (value,) = self._called(given) if inline else await run_blocking(self._called, given)
        # What is around a function, or is a lambda, need not look async to give something to await.
        return await value if inspect.isawaitable(value) else value

    def _called(self, given: dict[str, Any]) -> tuple[Any]:
        # On trio no thread may return what is to be awaited, as it is.
        return (self.call(**given),)

    def _opened(self, given: dict[str, Any], inline: bool) -> Any:
        made = self.call(**given)
        if inspect.isasyncgen(made):
            generator = cast("AsyncGenerator[Any]", made)
            return asynccontextmanager(lambda: generator)()
        if inspect.isgenerator(made):
            blocking = cast("Generator[Any]", made)
            made = contextmanager(lambda: blocking)()
        # What is around a generator has made it a context manager, or something that is none.
        if isinstance(made, AbstractAsyncContextManager):
            return cast("AbstractAsyncContextManager[Any]", made)
        if not isinstance(made, AbstractContextManager):
            return nullcontext(made)
        manager = cast("AbstractContextManager[Any]", made)
        return _in_place(manager) if inline else InThreads(manager)


_STARS: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@asynccontextmanager
async def _in_place(manager: AbstractContextManager[T]) -> AsyncGenerator[T]:
    with manager as value:
        yield value


@dataclass(frozen=True, slots=True)
class _Step:
    """One dependency in an order in which each comes after what it needs."""

    function: _Function
    key: Any
    """What it is known by in a request; None: it is made anew."""
    takes: Sequence[tuple[str, int]]
    """Its parameters, with the positions of what they are given."""
    inline: bool
    lasts: bool
    """Whether it is of use when others have been cleaned up."""

    async def value(self, values: Sequence[Any], context: Context, stack: AsyncExitStack[None]) -> Any:
        """What it is in a request, where those before it have these values."""
        given = {name: values[position] for name, position in self.takes}
        if self.key is None:
            return await self.function.value(given, context, self.inline, stack)
        known = _known.setdefault(context, {})
        while (entry := known.get(self.key)) is not None and not entry.is_settled:
            await entry.settled()
        if entry is not None:
            stack.callback(entry.release)
            return entry.held()
        entry = known[self.key] = _Entry()
        try:
            entry.value = await self.function.value(given, context, self.inline, stack)
        except BaseException:
            del known[self.key]
            raise
        finally:
            entry.settle()
        if not self.lasts:
            stack.push_async_callback(entry.end, known, self.key)
        return entry.value


class _Entry:
    """What one request has of a dependency."""

    __slots__ = ("_holders", "_waiting", "is_settled", "value")

    def __init__(self) -> None:
        self.value: Any = None
        self.is_settled = False
        """Whether it is there, or could not be made."""
        self._holders = 0
        self._waiting: anyio.Event | None = None

    def settle(self) -> None:
        self.is_settled = True
        self._wake()

    async def settled(self) -> None:
        await self._wait()

    def held(self) -> Any:
        """The value, for one more who uses it until `release`."""
        self._holders += 1
        return self.value

    def release(self) -> None:
        self._holders -= 1
        if not self._holders:
            self._wake()

    async def end(self, known: MutableMapping[Any, "_Entry"], key: Any) -> None:
        """Returns when nobody else uses it any more; nobody else begins to."""
        del known[key]
        while self._holders:
            await self._wait()

    async def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = anyio.Event()
        await self._waiting.wait()

    def _wake(self) -> None:
        if self._waiting is not None:
            self._waiting.set()
            self._waiting = None


_known: Final[MutableMapping[Context, dict[Any, _Entry]]] = WeakKeyDictionary()
"""What requests have been given."""


class _Order:
    """Puts dependencies in order. `replacements`: what is called instead of others."""

    def __init__(self, replacements: Mapping[Any, Function]) -> None:
        self.steps: list[_Step] = []
        self._replacements = replacements
        self._positions: dict[Any, int] = {}

    def position(self, depends: Depends, path: tuple[str, ...], inside: tuple[Any, ...] = ()) -> int:
        """Where one is in the order.

        Args:
            depends: the one.
            path: what needs it, from the outermost on, for error texts.
            inside: the functions among that.

        Raises:
            TypeError: it takes what nobody can give it, or needs itself.
        """
        key = _key(depends.call)
        path = (*path, place_of(depends.call))
        if key in inside:
            raise TypeError(f"{path[0]} depends on what needs itself: {' -> '.join(path[1:])}")
        if depends.cached and key in self._positions:
            return self._positions[key]
        function = _Function.of(self._replacements.get(key, depends.call), needed_by=path[-2])
        takes = [(name, self.position(one, path, (*inside, key))) for name, one in function.needs.items()]
        lasts = not function.cleans_up and all(self.steps[position].lasts for _, position in takes)
        self.steps.append(_Step(function, key if depends.cached else None, takes, depends.inline, lasts))
        if depends.cached:
            self._positions[key] = len(self.steps) - 1
        return len(self.steps) - 1


def _key(function: Function) -> Any:
    """What a function is known by: methods of one object, taken from it twice, are the same."""
    try:
        hash(function)
    except TypeError:
        return id(function)
    return function
