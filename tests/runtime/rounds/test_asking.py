"""Asking the client from a handler: the same code and outcome for clients of every version, by every broker."""

import logging
from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal

import anyio
import pytest
from pydantic import BaseModel, Field

from mcprism import (
    Accepted,
    Cancelled,
    Context,
    Declined,
    Elicitation,
    InputAbandoned,
    NotSupportedByPeer,
    PeerError,
    Roots,
    Rounds,
    Sampling,
    SealedState,
    Server,
    StoredState,
    UrlElicitation,
)
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared_in_message
from mcprism_types import v2026_07_28 as new

pytestmark = pytest.mark.anyio

STATELESS = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
ANSWERS: dict[str, Any] = {
    "sampling/createMessage": {"role": "assistant", "model": "m", "content": {"type": "text", "text": "written"}},
    "roots/list": {"roots": [{"uri": "file:///r", "name": "r"}]},
}
ALL = {"elicitation": {"form": {}, "url": {}}, "sampling": {}, "roots": {}}
REPLAY, PARK = Rounds(broker="replay"), Rounds(broker="park")
STORED = Rounds(codec=StoredState())


class Place(BaseModel):
    city: str = Field(title="City", max_length=40)
    days: int = 3
    kind: Literal["sea", "hills"] = "sea"


Body = Callable[[Context], Any]


def server_of(body: Body, *, home: str = STATELESS, rounds: Rounds | None = None, name: str = "demo") -> Server:
    """A server whose one tool runs `body`, which returns a text."""
    types: Any = import_module(f"mcprism_types.v{home.replace('-', '_')}")

    class Handler(types.ServerHandler):
        async def call_tool(self, params: Any, ctx: Context) -> Any:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(await body(ctx)))])

        async def get_prompt(self, params: Any, ctx: Context) -> Any:
            message = {"role": "user", "content": {"type": "text", "text": str(await body(ctx))}}
            return types.GetPromptResult.from_wire({"messages": [message]})

        async def read_resource(self, params: Any, ctx: Context) -> Any:
            text = str(await body(ctx))
            cacheable = {"ttlMs": 0, "cacheScope": "private"} if home == STATELESS else {}
            return types.ReadResourceResult.from_wire({"contents": [{"uri": params.uri, "text": text}], **cacheable})

        async def list_tools(self, params: Any, ctx: Context) -> Any:
            await body(ctx)
            raise AssertionError

    return Server.from_handler(Handler(), name=name, version="1", rounds=rounds)


class ByHand:
    """A client by hand that answers questions as a table says, in whichever way its version has."""

    def __init__(self, hand: Any, version: str, answer: Callable[[str, Any], Any], capabilities: Any = None) -> None:
        self.hand = hand
        self.version = version
        self.answer = answer
        self.capabilities = ALL if capabilities is None else capabilities
        self.asked: list[str] = []
        self.rounds = 0

    async def begin(self) -> None:
        if self.version != STATELESS:
            await self.hand.initialize(self.version, self.capabilities)

    def params(self, params: dict[str, Any]) -> dict[str, Any]:
        if self.version != STATELESS:
            return params
        meta = {PREFIX + "protocolVersion": STATELESS, PREFIX + "clientCapabilities": self.capabilities}
        return {**params, "_meta": meta}

    async def ask(self, method: str, params: dict[str, Any]) -> Any:
        """The final message."""
        self.hand.last_id += 1
        self.hand.send({"id": self.hand.last_id, "method": method, "params": self.params(params)})
        while True:
            message = await self.hand.receive()
            assert undeclared_in_message(message, self.version, method=None if "method" in message else method) == []
            if "method" in message:
                if "id" in message:
                    self.rounds += 1
                    self.asked.append(message["method"])
                    answer = self.answer(message["method"], message.get("params"))
                    body = {"error": answer} if "code" in answer else {"result": answer}
                    self.hand.send({"id": message["id"], **body})
                continue
            result = message.get("result", {})
            if result.get("resultType") != "input_required":
                return message
            assert self.version == STATELESS
            self.rounds += 1
            answers = {}
            for key, question in result.get("inputRequests", {}).items():
                self.asked.append(question["method"])
                answers[key] = self.answer(question["method"], question.get("params"))
            again = {**params, "inputResponses": answers}
            if "requestState" in result:
                again["requestState"] = result["requestState"]
            self.hand.last_id += 1
            self.hand.send({"id": self.hand.last_id, "method": method, "params": self.params(again)})

    async def call(self) -> str:
        message = await self.ask("tools/call", {"name": "t", "arguments": {"a": 1}})
        return str(message["result"]["content"][0]["text"])


def as_told(method: str, params: Any) -> Any:
    if method == "elicitation/create":
        return {"action": "accept", "content": {"city": params["message"], "days": 2, "kind": "hills"}}
    return ANSWERS[method]


async def everything(ctx: Context) -> Any:
    """Two questions after each other, then several at once."""
    first = await ctx.elicit("one", Place)
    second = await ctx.elicit("two", {"type": "object", "properties": {"city": {"type": "string"}}})
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    third, sampled, roots = await ctx.ask_all(Elicitation("three", Place), Sampling("Write.", max_tokens=5), Roots())
    assert isinstance(third, Accepted)
    texts = [first.content.city, second.content["city"], third.content.city]
    return [*texts, sampled.content.text, roots[0].uri]  # type: ignore[union-attr]


CARRIERS = [
    *(pytest.param(version, None, id=version) for version in ("2025-06-18", "2025-11-25")),
    pytest.param(STATELESS, REPLAY, id="replay"),
    pytest.param(STATELESS, STORED, id="replay, stored"),
    pytest.param(STATELESS, PARK, id="park"),
]
STATELESS_CARRIERS = CARRIERS[2:]


@pytest.mark.covers("ctx.elicit", "ctx.ask_all")
@pytest.mark.parametrize("home", list(ERAS))
@pytest.mark.parametrize(("version", "rounds"), CARRIERS)
async def test_same_handler_comes_to_the_same_end(talk_to: Any, version: str, rounds: Rounds | None, home: str) -> None:
    async with talk_to(server_of(everything, home=home, rounds=rounds)) as hand:
        client = ByHand(hand, version, as_told)
        await client.begin()
        assert await client.call() == "['one', 'two', 'three', 'written', 'file:///r']"
        form = "elicitation/create"
        assert client.asked[:2] == [form, form]
        assert sorted(client.asked[2:]) == sorted([form, "sampling/createMessage", "roots/list"])
        # What is asked at once takes one round where rounds are requests of the client.
        assert client.rounds == (3 if version == STATELESS else 5)


@pytest.mark.parametrize("version", ["2024-11-05", "2025-03-26"])
async def test_client_that_cannot_show_forms_gets_a_refusal_and_the_other_questions(talk_to: Any, version: str) -> None:
    async def body(ctx: Context) -> Any:
        with pytest.raises(NotSupportedByPeer) as refusal:
            await ctx.elicit("one", Place)
        assert refusal.value.peer_version == version
        sampled, roots = await ctx.ask_all(Sampling("Write.", max_tokens=5), Roots())
        return [sampled.content.text, roots[0].name]  # type: ignore[union-attr]

    async with talk_to(server_of(body)) as hand:
        client = ByHand(hand, version, as_told)
        await client.begin()
        assert await client.call() == "['written', 'r']"


@pytest.mark.parametrize(
    ("method", "params"),
    [("tools/call", {"name": "t"}), ("prompts/get", {"name": "p"}), ("resources/read", {"uri": "x://r"})],
)
@pytest.mark.parametrize("rounds", [REPLAY, PARK], ids=["replay", "park"])
async def test_each_request_that_may_ask_does(talk_to: Any, method: str, params: Any, rounds: Rounds) -> None:
    async def body(ctx: Context) -> Any:
        return (await ctx.sample("Write.", max_tokens=5)).model

    async with talk_to(server_of(body, rounds=rounds)) as hand:
        client = ByHand(hand, STATELESS, as_told)
        assert '"text": "m"' in str(await client.ask(method, params)).replace("'", '"')


async def test_request_that_may_not_ask_is_refused_in_the_handler(talk_to: Any) -> None:
    seen: list[str] = []

    async def body(ctx: Context) -> Any:
        try:
            await ctx.list_roots()
        except NotSupportedByPeer as error:
            seen.append(str(error))
            raise

    async with talk_to(server_of(body)) as hand:
        answer = await ByHand(hand, STATELESS, as_told).ask("tools/list", {})
    assert "error" in answer
    assert "tools/call" in seen[0]


@pytest.mark.parametrize(
    ("answer", "seen"),
    [({"action": "decline"}, Declined()), ({"action": "cancel"}, Cancelled())],
    ids=["declined", "cancelled"],
)
@pytest.mark.parametrize(("version", "rounds"), CARRIERS)
async def test_user_may_say_no(talk_to: Any, version: str, rounds: Rounds | None, answer: Any, seen: Any) -> None:
    async def body(ctx: Context) -> Any:
        return await ctx.elicit("Where?", Place) == seen

    async with talk_to(server_of(body, rounds=rounds)) as hand:
        client = ByHand(hand, version, lambda method, params: answer)
        await client.begin()
        assert await client.call() == "True"


@pytest.mark.covers("ctx.elicit_url")
@pytest.mark.parametrize(("version", "rounds"), [carrier for carrier in CARRIERS if carrier.id != "2025-06-18"])
async def test_page_to_open_is_asked_by_its_address(talk_to: Any, version: str, rounds: Rounds | None) -> None:
    def answer(method: str, params: Any) -> Any:
        assert params["url"] == "https://example.com/pay"
        assert ("elicitationId" in params) == (version != STATELESS)
        return {"action": "accept"}

    async def body(ctx: Context) -> Any:
        alone = await ctx.elicit_url("Pay.", "https://example.com/pay")
        both = await ctx.ask_all(UrlElicitation("Pay more.", "https://example.com/pay"), Roots())
        return (alone, both[0]) == (Accepted(None), Accepted(None))

    async with talk_to(server_of(body, rounds=rounds)) as hand:
        client = ByHand(hand, version, lambda m, p: ANSWERS[m] if m in ANSWERS else answer(m, p))
        await client.begin()
        assert await client.call() == "True"


@pytest.mark.parametrize(("version", "rounds"), CARRIERS)
async def test_action_is_done_once_however_often_the_handler_runs(
    talk_to: Any, version: str, rounds: Rounds | None
) -> None:
    done: list[str] = []
    runs: list[int] = []

    async def book() -> dict[str, list[int]]:
        done.append("booked")
        return {"seats": [1, 2]}

    async def body(ctx: Context) -> Any:
        runs.append(1)
        booked = await ctx.once("book", book)
        await ctx.list_roots()
        return [booked, await ctx.once("book", book)]

    async with talk_to(server_of(body, rounds=rounds)) as hand:
        client = ByHand(hand, version, as_told)
        await client.begin()
        assert await client.call() == "[{'seats': [1, 2]}, {'seats': [1, 2]}]"
        assert done == ["booked"]
        assert len(runs) == (2 if rounds in (REPLAY, STORED) else 1)
        await client.call()
        assert done == ["booked", "booked"]


async def asked_twice(ctx: Context) -> Any:
    return [len(await ctx.list_roots()), len(await ctx.list_roots())]


@pytest.mark.parametrize(("version", "rounds"), STATELESS_CARRIERS)
async def test_same_question_twice_is_two_questions(talk_to: Any, version: str, rounds: Rounds) -> None:
    sizes = iter([1, 2])

    def answer(method: str, params: Any) -> Any:
        return {"roots": [{"uri": f"file:///{number}"} for number in range(next(sizes))]}

    async with talk_to(server_of(asked_twice, rounds=rounds)) as hand:
        assert await ByHand(hand, version, answer).call() == "[1, 2]"


@pytest.mark.parametrize(("version", "rounds"), STATELESS_CARRIERS)
@pytest.mark.parametrize(
    "wrong",
    [{}, {"x": {"roots": []}}, {"KEY": {"roots": 5}}, {"KEY": {"method": "roots/list", "result": {"roots": []}}}, None],
    ids=["none", "another key", "no answer", "wrapped", "null"],
)
async def test_what_is_no_answer_is_asked_again(talk_to: Any, version: str, rounds: Rounds, wrong: Any) -> None:
    async def body(ctx: Context) -> Any:
        return (await ctx.list_roots())[0].name

    async with talk_to(server_of(body, rounds=rounds)) as hand:
        client = ByHand(hand, version, as_told)
        request = {"name": "t", "arguments": {"a": 1}}
        asked = (await hand.ask("tools/call", client.params(request)))["result"]
        (key,) = asked["inputRequests"]
        answers = {key if name == "KEY" else name: value for name, value in wrong.items()} if wrong else wrong
        retry = {**request, "requestState": asked["requestState"], "inputResponses": answers}
        again = (await hand.ask("tools/call", client.params(retry)))["result"]
        assert again["inputRequests"] == asked["inputRequests"]
        good = {**request, "requestState": again["requestState"], "inputResponses": {key: ANSWERS["roots/list"]}}
        assert (await hand.ask("tools/call", client.params(good)))["result"]["content"][0]["text"] == "r"


@pytest.mark.covers("state that was changed", "state of another request")
@pytest.mark.parametrize(("version", "rounds"), STATELESS_CARRIERS)
@pytest.mark.parametrize(
    "change",
    [
        lambda request: {**request, "requestState": request["requestState"] + "-TAMPERED"},
        lambda request: {**request, "requestState": ""},
        lambda request: {**request, "requestState": 5},
        lambda request: {**request, "arguments": {"a": 2}},
        lambda request: {**request, "name": "other"},
    ],
    ids=["tampered", "empty", "a number", "other arguments", "another tool"],
)
async def test_state_that_is_not_of_this_request_gets_the_one_error(
    talk_to: Any, version: str, rounds: Rounds, change: Any
) -> None:
    async with talk_to(server_of(asked_twice, rounds=rounds)) as hand:
        client = ByHand(hand, version, as_told)
        request = {"name": "t", "arguments": {"a": 1}}
        asked = (await hand.ask("tools/call", client.params(request)))["result"]
        changed = change({**request, "requestState": asked["requestState"], "inputResponses": {}})
        answer = await hand.ask("tools/call", client.params(changed))
        assert answer["error"] == {"code": -32602, "message": "Invalid or expired requestState"}
        # A handler that asks nothing refuses it all the same.
        assert "error" in await hand.ask("prompts/get", client.params({"name": "p", "requestState": "made up"}))


@pytest.mark.covers("state of another request", versions=STATELESS)
@pytest.mark.parametrize(("rounds", "serves"), [(Rounds(codec=SealedState([b"k" * 32])), True), (None, False)])
async def test_state_goes_from_one_server_to_another_that_has_its_keys(
    talk_to: Any, rounds: Rounds | None, serves: bool
) -> None:
    async def body(ctx: Context) -> Any:
        return (await ctx.list_roots())[0].name

    request = {"name": "t"}
    async with talk_to(server_of(body, rounds=rounds)) as hand:
        client = ByHand(hand, STATELESS, as_told)
        asked = (await hand.ask("tools/call", client.params(request)))["result"]
    (key,) = asked["inputRequests"]
    retry = {**request, "requestState": asked["requestState"], "inputResponses": {key: ANSWERS["roots/list"]}}
    async with talk_to(server_of(body, rounds=rounds)) as hand:
        assert ("result" in await hand.ask("tools/call", client.params(retry))) is serves
    async with talk_to(server_of(body, rounds=rounds, name="another")) as hand:
        assert "error" in await hand.ask("tools/call", client.params(retry))


@pytest.mark.covers("state that has expired", versions=STATELESS)
async def test_expired_state_is_refused(talk_to: Any) -> None:
    async with talk_to(server_of(asked_twice, rounds=Rounds(ttl=1e-9))) as hand:
        answer = await ByHand(hand, STATELESS, as_told).ask("tools/call", {"name": "t"})
    assert answer["error"]["message"] == "Invalid or expired requestState"


async def test_handler_that_waits_too_long_is_told(talk_to: Any) -> None:
    abandoned = anyio.Event()

    async def body(ctx: Context) -> Any:
        try:
            await ctx.list_roots()
        except InputAbandoned:
            abandoned.set()
            raise

    async with talk_to(server_of(body, rounds=Rounds(broker="park", ttl=0.01))) as hand:
        client = ByHand(hand, STATELESS, as_told)
        asked = (await hand.ask("tools/call", client.params({"name": "t"})))["result"]
        with anyio.fail_after(10):
            await abandoned.wait()
        late = client.params({"name": "t", "requestState": asked["requestState"]})
        assert (await hand.ask("tools/call", late))["error"]["code"] == -32602


async def test_handler_that_waits_ends_with_its_connection(talk_to: Any) -> None:
    ended = anyio.Event()

    async def body(ctx: Context) -> Any:
        try:
            await ctx.list_roots()
        finally:
            ended.set()

    async with talk_to(server_of(body, rounds=PARK)) as hand:
        client = ByHand(hand, STATELESS, as_told)
        assert "inputRequests" in (await hand.ask("tools/call", client.params({"name": "t"})))["result"]
    with anyio.fail_after(10):
        await ended.wait()


async def test_only_so_many_handlers_wait(talk_to: Any) -> None:
    async with talk_to(server_of(asked_twice, rounds=Rounds(broker="park", max_parked=1))) as hand:
        client = ByHand(hand, STATELESS, as_told)
        assert "inputRequests" in (await hand.ask("tools/call", client.params({"name": "t"})))["result"]
        assert (await hand.ask("tools/call", client.params({"name": "t"})))["error"]["code"] == -32000


async def test_handler_that_swallows_the_end_of_its_run_is_named_in_the_log(
    talk_to: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def body(ctx: Context) -> Any:
        try:
            await ctx.list_roots()
        except BaseException:
            return "went on"

    async with talk_to(server_of(body)) as hand:
        answer = await ByHand(hand, STATELESS, as_told).ask("tools/call", {"name": "t"})
    assert answer["error"]["code"] == -32603
    assert "InputNeeded" in caplog.text


async def test_questions_in_a_task_group_of_the_handler_travel_together(talk_to: Any) -> None:
    async def body(ctx: Context) -> Any:
        found: list[Any] = [None, None]

        async def roots() -> None:
            found[0] = (await ctx.list_roots())[0].name

        async def sample() -> None:
            found[1] = (await ctx.sample("Write.", max_tokens=5)).model

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(roots)
            tasks.start_soon(sample)
        return found

    async with talk_to(server_of(body)) as hand:
        client = ByHand(hand, STATELESS, as_told)
        assert await client.call() == "['r', 'm']"
        assert client.rounds == 1


async def test_author_is_warned_before_clients_give_up(talk_to: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def body(ctx: Context) -> Any:
        return [len(await ctx.list_roots()) for _ in range(9)]

    async with talk_to(server_of(body)) as hand:
        client = ByHand(hand, STATELESS, as_told)
        assert await client.call() == str([1] * 9)
    warnings = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert len([text for text in warnings if "ask_all" in text]) == 1


async def test_more_than_a_client_is_to_keep_is_an_error_that_names_the_remedy(
    talk_to: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async with talk_to(server_of(asked_twice, rounds=Rounds(max_state=600))) as hand:
        roots = {"roots": [{"uri": "file:///" + "x" * 1000}]}
        answer = await ByHand(hand, STATELESS, lambda method, params: roots).ask("tools/call", {"name": "t"})
    assert answer["error"]["code"] == -32603
    assert "StoredState" in caplog.text


async def test_error_that_the_client_answers_is_raised_where_it_was_asked(talk_to: Any) -> None:
    async def body(ctx: Context) -> Any:
        with pytest.raises(PeerError) as error:
            await ctx.ask_all(Roots(), Sampling("Write.", max_tokens=5))
        return error.value.code

    def answer(method: str, params: Any) -> Any:
        return {"code": -1, "message": "User rejected"} if method == "sampling/createMessage" else ANSWERS[method]

    async with talk_to(server_of(body)) as hand:
        client = ByHand(hand, "2025-11-25", answer)
        await client.begin()
        assert await client.call() == "-1"


class AsksByHand(new.ServerHandler[Context]):
    """Asks by returning, in two rounds, with a state of its own, after a question that it awaits."""

    async def call_tool(
        self, params: new.CallToolRequestParams, ctx: Context
    ) -> new.CallToolResult | new.InputRequiredResult:
        roots = await ctx.list_roots()
        given = params.input_responses or {}
        if params.request_state is None:
            question = new.ListRootsRequest()
            return new.InputRequiredResult(input_requests={"again": question}, request_state="first")
        assert params.request_state == "first"
        assert list(given) == ["again"]
        again = given["again"]
        assert isinstance(again, new.ListRootsResult)
        return new.CallToolResult(content=[new.TextContent(text=f"{len(roots)} {len(again.roots)}")])


@pytest.mark.covers("questions by hand")
@pytest.mark.parametrize(("version", "rounds"), [("2025-06-18", None), ("2024-11-05", None), *STATELESS_CARRIERS])
async def test_returned_question_and_awaited_one_go_together(talk_to: Any, version: str, rounds: Rounds | None) -> None:
    sizes = iter([1, 2])

    def answer(method: str, params: Any) -> Any:
        return {"roots": [{"uri": f"file:///{number}"} for number in range(next(sizes, 1))]}

    async with talk_to(Server.from_handler(AsksByHand(), name="demo", version="1", rounds=rounds)) as hand:
        client = ByHand(hand, version, answer)
        await client.begin()
        text = await client.call()
    # A session asks again what is awaited, because there the handler is called again by hand.
    assert text in ("1 2", "1 1")


@pytest.mark.parametrize("rounds", [REPLAY, PARK], ids=["replay", "park"])
async def test_state_of_the_handler_is_not_shown_to_the_client(talk_to: Any, rounds: Rounds) -> None:
    async with talk_to(Server.from_handler(AsksByHand(), name="demo", version="1", rounds=rounds)) as hand:
        client = ByHand(hand, STATELESS, as_told)
        seen = str(await client.ask("tools/call", {"name": "t"})) + str(client.asked)
        assert "first" not in seen
