"""What functions depend on beside arguments: what it is given, once for each request, and how it is cleaned up."""

import functools
import logging
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

import anyio
import anyio.lowlevel
import pytest
from pydantic import BaseModel

from mcprism import (
    Accepted,
    Client,
    Context,
    Depends,
    PeerError,
    Rounds,
    Server,
    ToolError,
    override_dependency,
)
from mcprism.server.declarations.tool import Tool
from mcprism.versions import ERAS
from mcprism_types import v2026_07_28 as newest

pytestmark = pytest.mark.anyio


def demo(**options: Any) -> Server:
    return Server("demo", version="1.0.0", **options)


async def call(server: Server, name: str, arguments: dict[str, Any] | None = None) -> newest.CallToolResult:
    with anyio.fail_after(30):
        async with Client(server) as client:
            return await client.call_tool(name, arguments)


def text_of(result: newest.CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, newest.TextContent)
    return block.text


@dataclass
class User:
    name: str


async def current_user(ctx: Context) -> User:
    return User(f"user of {ctx.peer.version}")


User_ = Annotated[User, Depends(current_user)]


@pytest.mark.parametrize("version", ERAS)
async def test_tools_resources_and_prompts_are_given_what_they_depend_on(version: str) -> None:
    server = demo()

    @server.tool
    async def greet(user: User_, word: str = "Hello") -> str:
        return f"{word}, {user.name}"

    @server.tool
    class Farewell(BaseModel):
        word: str

        async def run(self, ctx: Context, user: User_) -> str:
            assert ctx.peer.version == version
            return f"{self.word}, {user.name}"

    @server.resource("users://{name}/notes")
    def notes(name: str, user: User_) -> str:
        return f"{name} and {user.name}"

    @server.prompt
    def review(code: str, user: User_) -> str:
        return f"{user.name} wants {code}"

    expected = f"user of {version}"
    async with Client(server, version=version) as client:
        tools = {tool.name: tool.input_schema async for tool in client.list_tools()}
        prompts = [prompt async for prompt in client.list_prompts()]
        greeted = text_of(await client.call_tool("greet", {}))
        left = text_of(await client.call_tool("farewell", {"word": "Bye"}))
        (content,) = (await client.read_resource("users://ada/notes")).contents
        (message,) = (await client.get_prompt("review", {"code": "x"})).messages
        refused = await client.call_tool("greet", {"user": {"name": "me"}})
    assert {name: list(schema["properties"]) for name, schema in tools.items()} == {
        "greet": ["word"],
        "farewell": ["word"],
    }
    assert [[argument.name for argument in prompt.arguments or []] for prompt in prompts] == [["code"]]
    assert greeted == f"Hello, {expected}"
    assert left == f"Bye, {expected}"
    assert isinstance(content, newest.TextResourceContents)
    assert content.text == f"ada and {expected}"
    assert isinstance(message.content, newest.TextContent)
    assert message.content.text == f"{expected} wants x"
    assert refused.is_error


async def test_each_is_made_once_for_a_request_and_anew_for_the_next_one() -> None:
    server = demo()
    made: list[str] = []

    def settings() -> str:
        made.append("settings")
        return "s"

    async def database(settings: Annotated[str, Depends(settings)]) -> str:
        made.append("database")
        return f"d({settings})"

    async def cache(settings: Annotated[str, Depends(settings)], database: Annotated[str, Depends(database)]) -> str:
        made.append("cache")
        return f"c({settings},{database})"

    @server.tool
    async def show(
        cache: Annotated[str, Depends(cache)],
        database: Annotated[str, Depends(database)],
    ) -> str:
        return f"{cache} {database}"

    assert text_of(await call(server, "show")) == "c(s,d(s)) d(s)"
    assert made == ["settings", "database", "cache"]
    await call(server, "show")
    assert made == ["settings", "database", "cache"] * 2


async def test_one_that_is_not_cached_is_made_for_each_who_depends_on_it() -> None:
    server = demo()
    numbers = iter(range(10))

    async def number() -> int:
        return next(numbers)

    @server.tool
    async def show(
        first: Annotated[int, Depends(number, cached=False)],
        second: Annotated[int, Depends(number, cached=False)],
        third: Annotated[int, Depends(number)],
        fourth: Annotated[int, Depends(number)],
    ) -> list[int]:
        return [first, second, third, fourth]

    assert (await call(server, "show")).structured_content == {"result": [0, 1, 2, 2]}


class Ready:
    def __init__(self, word: str = "made") -> None:
        self.word = word


class Speaker:
    def __call__(self) -> str:
        return "called"

    async def method(self) -> str:
        return "method"


async def as_coroutine() -> str:
    return "awaited"


def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def around(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return around


@wrapped
async def wrapped_one(ctx: Context, *more: int, limit: int = 3, **others: Any) -> str:
    return f"wrapped {limit} {len(others)}"


@wrapped
async def wrapped_generator(limit: int = 3) -> AsyncIterator[str]:
    yield f"generated {limit}"


def collected(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def around() -> str:
        return " and ".join(function())

    return around


@collected
def collected_generator() -> Iterator[str]:
    yield "one"
    yield "two"


@contextmanager
def managed_in_a_thread() -> Generator[str]:
    yield "managed"


@asynccontextmanager
async def managed() -> AsyncGenerator[str]:
    yield "managed"


@pytest.mark.parametrize(
    ("dependency", "expected"),
    [
        pytest.param(Speaker(), "called", id="object"),
        pytest.param(Speaker().method, "method", id="method"),
        pytest.param(functools.partial(wrapped_one, limit=4), "wrapped 4 0", id="partial"),
        pytest.param(lambda: as_coroutine(), "awaited", id="lambda"),
        pytest.param(wrapped_one, "wrapped 3 0", id="wrapped"),
        pytest.param(wrapped_generator, "generated 3", id="wrapped generator"),
        pytest.param(collected_generator, "one and two", id="collected generator"),
        pytest.param(managed, "managed", id="async context manager"),
        pytest.param(managed_in_a_thread, "managed", id="context manager"),
    ],
)
async def test_whatever_can_be_called_can_be_depended_on(dependency: Any, expected: str) -> None:
    server = demo()

    @server.tool
    async def show(value: Annotated[str, Depends(dependency)], made: Annotated[Ready, Depends(Ready)]) -> str:
        return f"{value} {made.word}"

    assert text_of(await call(server, "show")) == f"{expected} made"


async def test_function_that_is_not_async_runs_in_a_thread_unless_it_is_inline() -> None:
    server = demo()

    def thread() -> int:
        return threading.get_ident()

    def opened() -> Iterator[int]:
        yield threading.get_ident()

    @server.tool
    async def places(
        own: Annotated[int, Depends(thread)],
        inline: Annotated[int, Depends(thread, inline=True, cached=False)],
        generated: Annotated[int, Depends(opened)],
        at_once: Annotated[int, Depends(opened, inline=True, cached=False)],
    ) -> list[bool]:
        return [place == threading.get_ident() for place in (own, inline, generated, at_once)]

    assert (await call(server, "places")).structured_content == {"result": [False, True, False, True]}


class Log:
    """What happened, in order, and dependencies that write in it."""

    def __init__(self) -> None:
        self.events: list[str] = []

    async def outer(self) -> AsyncIterator[str]:
        with self.written("outer"):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(anyio.lowlevel.checkpoint)
                yield "outer"
                await anyio.lowlevel.checkpoint()

    def inner(self) -> Iterator[str]:
        with self.written("inner"):
            yield "inner"

    def written(self, name: str) -> Any:
        events = self.events

        class Written:
            def __enter__(self) -> None:
                events.append(f"{name} begins")

            def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
                cause = "" if kind is None else f" by {kind.__name__}"
                events.append(
                    f"{name} ends{cause.replace('Cancelled', 'CancelledError').replace('ErrorError', 'Error')}"
                )

        return Written()


def tool_with(log: Log, body: Callable[[], Any], **options: Any) -> Server:
    server = demo()

    @server.tool(**options)
    async def work(outer: Annotated[str, Depends(log.outer)], inner: Annotated[str, Depends(log.inner)]) -> str:
        assert (outer, inner) == ("outer", "inner")
        log.events.append("works")
        return await body()

    return server


async def test_generators_are_cleaned_up_in_reverse_order_when_the_handler_has_ended() -> None:
    log = Log()

    async def body() -> str:
        return "done"

    assert text_of(await call(tool_with(log, body), "work")) == "done"
    assert log.events == ["outer begins", "inner begins", "works", "inner ends", "outer ends"]


async def test_generators_are_told_that_the_handler_failed() -> None:
    log = Log()

    async def body() -> str:
        raise ToolError("out of paper")

    result = await call(tool_with(log, body), "work")
    assert (text_of(result), result.is_error) == ("out of paper", True)
    assert log.events[-2:] == ["inner ends by ToolError", "outer ends by ExceptionGroup"]


async def test_generators_are_cleaned_up_when_the_handler_is_cancelled() -> None:
    log = Log()
    begun, ended = anyio.Event(), anyio.Event()

    async def guard() -> AsyncIterator[None]:
        try:
            yield
        finally:
            # What has to be awaited is awaited although the request was cancelled.
            await anyio.lowlevel.checkpoint()
            log.events.append("awaited")
            ended.set()

    server = demo()

    @server.tool
    async def work(guard: Annotated[None, Depends(guard)], inner: Annotated[str, Depends(log.inner)]) -> str:
        begun.set()
        await anyio.sleep_forever()
        return "never"

    with anyio.fail_after(30):
        async with Client(server) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "work")
                await begun.wait()
                tasks.cancel_scope.cancel()
            await ended.wait()
    assert log.events == ["inner begins", "inner ends by CancelledError", "awaited"]


async def test_cleaning_up_goes_on_while_the_connection_ends(talk_to: Any) -> None:
    server = demo()
    begun, cleaning = anyio.Event(), anyio.Event()
    reached: list[str] = []

    async def guard() -> AsyncIterator[None]:
        try:
            yield
        finally:
            cleaning.set()
            for _ in range(20):
                await anyio.lowlevel.checkpoint()
            reached.append("the end")

    @server.tool
    async def work(guard: Annotated[None, Depends(guard)]) -> None:
        begun.set()
        await anyio.sleep_forever()

    async with talk_to(server) as hand:
        await hand.initialize()
        hand.send({"id": 7, "method": "tools/call", "params": {"name": "work"}})
        await begun.wait()
        hand.send({"method": "notifications/cancelled", "params": {"requestId": 7}})
        await cleaning.wait()
    assert reached == ["the end"]


async def test_generators_are_cleaned_up_when_the_time_of_a_tool_is_over() -> None:
    log = Log()
    result = await call(tool_with(log, anyio.sleep_forever, timeout=0.05), "work")
    assert text_of(result) == "ended, because it took longer than 0.05 s"
    assert log.events[2:4] == ["works", "inner ends by CancelledError"]
    # The task group inside may take it for its own cancellation.
    assert log.events[4].startswith("outer ends")


async def test_cleaning_up_that_does_not_end_is_given_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("mcprism.server.declarations.bounded_exits.EXIT_TIMEOUT", 0.05)
    server = demo()
    ended: list[str] = []

    async def slow() -> AsyncIterator[str]:
        yield "slow"
        await anyio.sleep_forever()

    async def quick() -> AsyncIterator[str]:
        yield "quick"
        ended.append("quick")

    @server.tool
    async def work(
        quick: Annotated[str, Depends(quick)], slow: Annotated[str, Depends(slow)], fails: bool = False
    ) -> str:
        if fails:
            raise ToolError("failed")
        return "done"

    with caplog.at_level(logging.ERROR):
        assert text_of(await call(server, "work")) == "done"
        assert text_of(await call(server, "work", {"fails": True})) == "failed"
    assert ended == ["quick"]
    assert caplog.messages[0].endswith("slow did not clean up within 0.05 s, and was cancelled")


async def test_dependency_that_fails_counts_as_the_handler_failing() -> None:
    server = demo()
    log = Log()

    def shown() -> str:
        raise ToolError("sign in first")

    async def masked(outer: Annotated[str, Depends(log.outer)]) -> str:
        raise RuntimeError("the secret password")

    async def commits() -> AsyncIterator[str]:
        yield "open"
        raise ToolError("somebody else was faster")

    async def translates() -> AsyncIterator[str]:
        try:
            yield "open"
        except KeyError as error:
            raise ToolError(f"there is no {error.args[0]}") from error

    async def swallows() -> AsyncIterator[str]:
        try:
            yield "open"
        except KeyError:
            log.events.append("swallowed")

    def of(dependency: Any, name: str, error: Exception | None = None) -> None:
        async def work(value: Annotated[str, Depends(dependency)]) -> str:
            if error is not None:
                raise error
            return "done"

        server.add_tool(work, name=name)
        server.add_prompt(work, name=name)
        server.add_resource(work, f"x://{name}")

    of(shown, "shown")
    of(masked, "masked")
    of(commits, "commits")
    of(translates, "translates", KeyError("user"))
    of(swallows, "swallows", KeyError("user"))
    assert text_of(await call(server, "shown")) == "sign in first"
    assert text_of(await call(server, "masked")).startswith("internal error, reference")
    assert log.events == ["outer begins", "outer ends by ExceptionGroup"]
    assert text_of(await call(server, "commits")) == "somebody else was faster"
    assert text_of(await call(server, "translates")) == "there is no user"
    assert text_of(await call(server, "swallows")).startswith("internal error, reference")
    assert log.events[2:] == ["swallowed"]
    async with Client(server) as client:
        with pytest.raises(PeerError, match="shown: sign in first"):
            await client.get_prompt("shown")
        with pytest.raises(PeerError, match="x://shown: sign in first"):
            await client.read_resource("x://shown")
        with pytest.raises(PeerError, match="internal error, reference"):
            await client.read_resource("x://masked")


async def test_generator_that_yields_twice_fails() -> None:
    server = demo()

    async def twice() -> AsyncIterator[int]:
        yield 1
        yield 2

    @server.tool
    async def work(twice: Annotated[int, Depends(twice)]) -> int:
        return twice

    assert (await call(server, "work")).is_error


async def test_what_is_entered_in_a_thread_too_late_is_left_again() -> None:
    server = demo()
    entering, go_on, left = threading.Event(), threading.Event(), threading.Event()
    reasons: list[str] = []

    def slow() -> Iterator[str]:
        entering.set()
        assert go_on.wait(30)
        try:
            yield "slow"
        except BaseException as error:
            reasons.append(type(error).__name__)
            raise
        finally:
            left.set()

    @server.tool
    async def work(slow: Annotated[str, Depends(slow)]) -> str:
        return slow

    with anyio.fail_after(60):
        async with Client(server) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(client.call_tool, "work")
            await anyio.to_thread.run_sync(entering.wait, 30)
            tasks.cancel_scope.cancel()
        go_on.set()
        assert await anyio.to_thread.run_sync(left.wait, 30)
    assert reasons in (["CancelledError"], ["Cancelled"])


class Delivery(BaseModel):
    city: str


async def where_to(ctx: Context) -> str:
    answer = await ctx.elicit("Where should it go?", Delivery)
    return answer.content.city if isinstance(answer, Accepted) else "nowhere"


@pytest.mark.parametrize("rounds", [Rounds(broker="replay"), Rounds(broker="park")], ids=["replay", "park"])
@pytest.mark.parametrize("version", ["2025-06-18", "2026-07-28"])
async def test_dependency_asks_the_client(version: str, rounds: Rounds) -> None:
    events: list[str] = []

    async def session() -> AsyncIterator[str]:
        events.append("open")
        try:
            yield "session"
        finally:
            events.append("close")

    server = demo(rounds=rounds)

    @server.tool
    async def send(
        session: Annotated[str, Depends(session)], city: Annotated[str, Depends(where_to)], ctx: Context
    ) -> str:
        ready = await ctx.elicit("Is it ready?", Delivery)
        events.append("sent")
        return f"{city} {ready.content.city if isinstance(ready, Accepted) else ''}"

    class Handler(newest.ClientHandler[Context]):
        async def elicit(self, params: Any, ctx: Context) -> newest.ElicitResult:
            return newest.ElicitResult(action="accept", content={"city": params.message[:5]})

    with anyio.fail_after(30):
        async with Client(server, version=version, handler=Handler()) as client:
            assert text_of(await client.call_tool("send", {})) == "Where Is it"
    # Where the handler runs again its dependencies are made again, and each of them is cleaned up.
    assert (
        events == ["open", "sent", "close"] if len(events) == 3 else ["open", "close"] * 2 + ["open", "sent", "close"]
    )


async def test_client_that_cannot_be_asked_is_told_so() -> None:
    server = demo()

    @server.tool
    async def send(city: Annotated[str, Depends(where_to)]) -> str:
        return city

    async with Client(server) as client:
        with pytest.raises(PeerError, match="elicitation"):
            await client.call_tool("send", {})


async def test_tools_that_are_called_for_one_request_share_what_they_depend_on() -> None:
    events: list[str] = []
    both = anyio.Event()

    async def session() -> AsyncIterator[str]:
        await anyio.lowlevel.checkpoint()
        events.append("open")
        async with anyio.create_task_group():
            yield "session"
        events.append("close")

    async def settings() -> str:
        events.append("settings")
        return "settings"

    async def inner(
        name: str, session: Annotated[str, Depends(session)], settings: Annotated[str, Depends(settings)]
    ) -> str:
        events.append(name)
        if {"a", "b"} <= set(events):
            both.set()
        await both.wait()
        return session

    part = Tool(inner, {})
    server = demo()

    @server.tool
    async def outer(ctx: Context) -> str:
        async with anyio.create_task_group() as tasks:
            for name in "ab":
                tasks.start_soon(part.call, {"name": name}, ctx)
        await part.call({"name": "c"}, ctx)
        return "done"

    assert text_of(await call(server, "outer")) == "done"
    assert events == ["open", "settings", "a", "b", "close", "open", "c", "close"] or events == [
        "open",
        "settings",
        "b",
        "a",
        "close",
        "open",
        "c",
        "close",
    ]


async def test_dependency_is_overridden_while_a_block_runs() -> None:
    server = demo()
    ended: list[str] = []

    async def database() -> str:
        return "real"

    async def repository(database: Annotated[str, Depends(database)]) -> str:
        return f"repository of {database}"

    async def fake(user: Annotated[User, Depends(current_user)]) -> AsyncIterator[str]:
        yield f"fake for {user.name[:4]}"
        ended.append("fake")

    @server.tool
    async def show(repository: Annotated[str, Depends(repository)]) -> str:
        return repository

    async with Client(server) as client:

        async def shown() -> str:
            return text_of(await client.call_tool("show", {}))

        with override_dependency(database, fake):
            assert await shown() == "repository of fake for user"
            with override_dependency(repository, lambda: "nothing"):
                assert await shown() == "nothing"
            assert await shown() == "repository of fake for user"
        assert await shown() == "repository of real"
    assert ended == ["fake"] * 2


def test_replacement_that_needs_what_it_replaces_is_refused() -> None:
    async def database() -> str:
        return "real"

    async def wrapper(database: Annotated[str, Depends(database)]) -> str:
        return database

    with pytest.raises(TypeError, match="needs itself"), override_dependency(database, wrapper):
        pass
    with (
        pytest.raises(TypeError, match="nothing gives its parameter name"),
        override_dependency(database, needs_argument),
    ):
        pass


def first(value: int) -> int:
    return value


def second(value: Annotated[int, Depends(first)]) -> int:
    return value


first.__annotations__["value"] = Annotated[int, Depends(second)]


def needs_argument(name: str) -> str:
    return name


def unreadable(ctx: Context) -> str:
    return ""


# As it is where a type is imported for type checkers alone.
unreadable.__annotations__["ctx"] = "Missing"


async def in_a_circle(value: Annotated[int, Depends(first)]) -> None: ...
async def with_argument(value: Annotated[str, Depends(needs_argument)]) -> None: ...
async def with_unreadable(value: Annotated[str, Depends(unreadable)]) -> None: ...
async def within_union(value: Annotated[str, Depends(current_user)] | None) -> None: ...
async def as_default(value: Any = Depends(current_user)) -> None: ...  # noqa: B008
async def without_function(value: Annotated[str, Depends]) -> None: ...
async def two(value: Annotated[User, Depends(current_user), Depends(where_to)]) -> None: ...
async def of_built_in(value: Annotated[str, Depends(str)]) -> None: ...


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (in_a_circle, r"in_a_circle depends on what needs itself: .*first -> .*second -> .*first"),
        (with_argument, "needs_argument: nothing gives its parameter name: a dependency takes ctx: Context and other"),
        (with_unreadable, "with_unreadable depends on .*unreadable: the annotations cannot be read: name 'Missing'"),
        (within_union, r"write value: Annotated\[ItsType, Depends\(the_function\)\]"),
        (as_default, r"write value: Annotated\[ItsType, Depends\(the_function\)\]"),
        (without_function, r"write value: Annotated\[ItsType, Depends\(the_function\)\]"),
        (two, "value depends on several functions"),
        (of_built_in, "str: what it takes is not known .*: wrap it in a function"),
    ],
)
def test_what_cannot_be_given_is_refused_where_it_is_declared(function: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        demo().add_tool(function)


def test_result_of_a_call_is_no_dependency() -> None:
    not_a_function: Any = current_user.__name__
    with pytest.raises(TypeError, match="Depends takes a function, and is given 'current_user'"):
        Depends(not_a_function)
