"""What a handler gets beside its params."""

from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, cast, overload

import anyio
from pydantic_core import to_jsonable_python
from typing_extensions import TypeVar as TypeVarWithDefault

from mcprism.custom import CustomMessages
from mcprism.events import EventBus, PromptsChanged, ResourcesChanged, ResourceUpdated, ToolsChanged
from mcprism.exchange import LOG_LEVELS, Caller, Exchange, Sender
from mcprism.jsonrpc import JsonObject, RequestId
from mcprism.lifespan import Hold, Lifespan
from mcprism.rounds import ANSWERS, QUESTION_TIMEOUT, STATE, InputNeeded
from mcprism.versions import Bridge, Era
from mcprism_types.base import Outbound, SendOptions

if TYPE_CHECKING:
    # Questions need the models of the newest version: whoever asks loads them, and most handlers never ask.
    from mcprism.questions import Accepted, Cancelled, Declined, Message, Question
    from mcprism_types import v2026_07_28 as home

T = TypeVar("T")
T1 = TypeVar("T1")
T2 = TypeVar("T2")
T3 = TypeVar("T3")
T4 = TypeVar("T4")
LifespanT = TypeVarWithDefault("LifespanT", default=Any, covariant=True)

_SEVERITY: Final = {level: rank for rank, level in enumerate(LOG_LEVELS)}


class Context(CustomMessages, Generic[LifespanT]):
    """What a handler gets beside its params: who asks, and what can be sent to them while the handler runs.

    The peer may speak any version. What is asked here is written and read in the newest one, and what the peer's
    version has no form for raises `NotSupportedByPeer`.

    A peer without a session answers a question by sending its request again. Then the handler runs again from its
    beginning, and gets at once what it has asked before: do what must not be done twice in `once`.

    `Context[App]` is one whose `lifespan` is an `App`.
    """

    __slots__ = ("__weakref__", "_bridge", "_era", "_events", "_exchange", "_hold", "_params", "_way_back", "peer")

    _params: JsonObject
    """Those of the request; not there unless it brings answers."""

    def __init__(
        self, exchange: Exchange, peer: Caller, *, era: Era, bridge: Bridge, events: EventBus, hold: Hold | None
    ) -> None:
        self._way_back = exchange
        self._exchange = bridge.exchange(exchange) if bridge.wraps else exchange
        self._era = era
        self._bridge = bridge
        self._events = events
        self._hold = hold
        self.peer: Final = peer

    @property
    def request_id(self) -> RequestId | None:
        """The peer's id of this request; None in the handler of a notification."""
        return self._exchange.id

    @property
    def session_id(self) -> str | None:
        """The id of the session, where the transport has sessions."""
        return self._exchange.session_id

    @property
    def lifespan(self) -> LifespanT:
        """What the server's lifespan has yielded; None where there is none, as in a client."""
        # Its type is what the handler says, and the server was given.
        return cast("LifespanT", None if self._hold is None else self._hold.value)

    def lent(self, lifespan: Lifespan) -> "Context[Any]":
        """The same, with what another lifespan has yielded."""
        other = copy(self)
        other._hold = lifespan.lent()
        return other

    @property
    def cancelled(self) -> bool:
        """Whether the peer has given the request up: for code in threads, which cancellation does not reach."""
        return self._exchange.cancelled

    @property
    def input_responses(self) -> "Mapping[str, home.InputResponse]":
        """What the client has answered to an `InputRequiredResult` of this handler, by key; empty where it did not.

        For handlers that are declared: others have it in their params.

        Spec: basic/patterns/mrtr
        """
        given = self._given.get(ANSWERS)
        if given is None:
            return {}
        from mcprism.questions import answers_of

        return answers_of(given)

    @property
    def request_state(self) -> str | None:
        """The state in the `InputRequiredResult` that this handler has returned before; None: it had none."""
        state: str | None = self._given.get(STATE)
        return state

    @property
    def outbound(self) -> Outbound:
        """Where typed calls to the peer go, as a part of this request: `ServerCalls(ctx.outbound).list_roots(None)`.

        They are those of the version that the handler is written for.
        """
        return self._era.connect(self._exchange, self.peer)

    async def progress(self, value: float, total: float | None = None, message: str | None = None) -> None:
        """Tells the peer how far the work is, if it asked for that. A value that does not exceed the last is not sent.

        Raises:
            ConnectionClosed: the connection has ended.

        Spec: basic/utilities/progress
        """
        await self._exchange.progress(value, total, message)

    async def close_stream(self) -> None:
        """Lets the client's connection go while the work goes on: the client comes back for what it has missed.

        For work that takes longer than connections last. Nothing happens where the client cannot come back: that takes
        a session of 2025-11-25 over HTTP and a server with an `event_store`.

        Spec: 2025-11-25/basic/transports#streamable-http
        """
        await self._exchange.close_stream()

    async def log(self, level: str, data: Any, logger: str | None = None) -> None:
        """Sends a log message to the peer, if it wants messages of that level.

        Nothing is sent where logging is not among the declared capabilities. `data` is anything that has a JSON form.

        Raises:
            ValueError: `level` is not one of `LOG_LEVELS`.
            ConnectionClosed: the connection has ended.

        Spec: server/utilities/logging
        """
        severity = _SEVERITY.get(level)
        if severity is None:
            raise ValueError(f"the log level must be one of {', '.join(LOG_LEVELS)}, not {level!r}")
        wanted = self.peer.log_level
        if wanted is None or severity < _SEVERITY[wanted]:
            return
        params: JsonObject = {"level": level, "data": data}
        if logger is not None:
            params["logger"] = logger
        await self._exchange.notify("notifications/message", params)

    async def debug(self, data: Any, logger: str | None = None) -> None:
        """As `log` at the level `debug`."""
        await self.log("debug", data, logger)

    async def info(self, data: Any, logger: str | None = None) -> None:
        """As `log` at the level `info`."""
        await self.log("info", data, logger)

    async def warning(self, data: Any, logger: str | None = None) -> None:
        """As `log` at the level `warning`."""
        await self.log("warning", data, logger)

    async def error(self, data: Any, logger: str | None = None) -> None:
        """As `log` at the level `error`."""
        await self.log("error", data, logger)

    @overload
    async def elicit(
        self, form: type[T], /, *, timeout: float = QUESTION_TIMEOUT
    ) -> "Accepted[T] | Declined | Cancelled": ...
    @overload
    async def elicit(
        self, message: str, form: Mapping[str, Any], *, timeout: float = QUESTION_TIMEOUT
    ) -> "Accepted[dict[str, Any]] | Declined | Cancelled": ...
    @overload
    async def elicit(
        self, message: str, form: type[T], *, timeout: float = QUESTION_TIMEOUT
    ) -> "Accepted[T] | Declined | Cancelled": ...
    async def elicit(
        self,
        message: str | type[Any],
        form: type[Any] | Mapping[str, Any] | None = None,
        *,
        timeout: float = QUESTION_TIMEOUT,
    ) -> "Accepted[Any] | Declined | Cancelled":
        """Asks the user to fill in a form.

        Args:
            message: what is wanted, and what for. A model that `@elicitation` was said of needs none.
            form: a pydantic model whose fields are text, numbers, yes or no, and choices; or the JSON Schema of one.
            timeout: seconds that a client with a session may take; `Rounds.ttl` is for others.

        Returns:
            `Accepted` with the model, or with a dict where the form is a schema; `Declined`; or `Cancelled`.

        Raises:
            NotSupportedByPeer: the client does not show forms. Nothing was sent.
            TypeError, ValueError: the form has what no form can have, or there is no message.
            PeerError: the client answered with an error.
            InvalidAnswer: what it answered does not fit the form.
            RequestTimeout, ConnectionClosed: no answer came.

        Spec: client/elicitation
        """
        from mcprism.questions import Elicitation

        # The overloads say which of the two was given.
        given: tuple[Any, ...] = (message,) if form is None else (message, form)
        return await self._ask(Elicitation[Any](*given), timeout)

    async def elicit_url(
        self, message: str, url: str, *, timeout: float = QUESTION_TIMEOUT
    ) -> "Accepted[None] | Declined | Cancelled":
        """Asks the user to open a page, for secrets and payments. Raises as `elicit`.

        Accepted means that the user agreed to open it, not that all was done there.

        Spec: client/elicitation ("URL mode")
        """
        from mcprism.questions import UrlElicitation

        return await self._ask(UrlElicitation(message, url), timeout)

    async def sample(
        self,
        messages: "Message | list[Message]",
        *,
        max_tokens: int,
        system_prompt: str | None = None,
        temperature: float | None = None,
        stop_sequences: list[str] | None = None,
        model_preferences: "home.ModelPreferences | None" = None,
        include_context: Literal["none", "thisServer", "allServers"] | None = None,
        tools: "list[home.Tool] | None" = None,
        tool_choice: "home.ToolChoice | None" = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float = QUESTION_TIMEOUT,
    ) -> "home.CreateMessageResult":
        """Has the client's model write a message. Raises as `elicit`.

        Args:
            messages: the conversation so far, oldest first; a text is what the user says.
            max_tokens: how long the message may be.
            system_prompt: what the model is told beside the conversation.
            temperature: how much chance there is in it.
            stop_sequences: texts that end it.
            model_preferences: which model is wanted, and why.
            include_context: whether the client is to add what it knows from servers.
            tools: what the model may call; only for clients that declare it.
            tool_choice: whether it has to.
            metadata: for whoever runs the model.
            timeout: as for `elicit`.

        Spec: client/sampling
        """
        from mcprism.questions import Sampling

        question = Sampling(
            messages,
            max_tokens,
            system_prompt,
            temperature,
            stop_sequences,
            model_preferences,
            include_context,
            tools,
            tool_choice,
            metadata,
        )
        return await self._ask(question, timeout)

    async def list_roots(self, *, timeout: float = QUESTION_TIMEOUT) -> "list[home.Root]":
        """The directories and files that the client lets the server work on. Raises as `elicit`. Spec: client/roots."""
        from mcprism.questions import Roots

        return await self._ask(Roots(), timeout)

    @overload
    async def ask_all(
        self, first: "Question[T1]", second: "Question[T2]", /, *, timeout: float = QUESTION_TIMEOUT
    ) -> tuple[T1, T2]: ...
    @overload
    async def ask_all(
        self,
        first: "Question[T1]",
        second: "Question[T2]",
        third: "Question[T3]",
        /,
        *,
        timeout: float = QUESTION_TIMEOUT,
    ) -> tuple[T1, T2, T3]: ...
    @overload
    async def ask_all(
        self,
        first: "Question[T1]",
        second: "Question[T2]",
        third: "Question[T3]",
        fourth: "Question[T4]",
        /,
        *,
        timeout: float = QUESTION_TIMEOUT,
    ) -> tuple[T1, T2, T3, T4]: ...
    @overload
    async def ask_all(self, *questions: "Question[T]", timeout: float = QUESTION_TIMEOUT) -> tuple[T, ...]: ...
    async def ask_all(self, *questions: "Question[Any]", timeout: float = QUESTION_TIMEOUT) -> tuple[Any, ...]:
        """The answers to several questions at once, in their order: one round, where each question takes one.

            city, roots = await ctx.ask_all(Elicitation("Where?", City), Roots())

        Raises:
            Exception: as `elicit`, for the first question that failed.
        """
        outbound = self._asking()
        options = SendOptions(timeout=timeout)
        answers: list[Any] = [None] * len(questions)
        failures: list[BaseException] = []

        async def ask(position: int, question: "Question[Any]") -> None:
            try:
                answers[position] = await question.ask(outbound, options)
            except InputNeeded as needed:
                failures.append(needed)
            except Exception as error:
                failures.append(error)
                tasks.cancel_scope.cancel()

        async with anyio.create_task_group() as tasks:
            for position, question in enumerate(questions):
                tasks.start_soon(ask, position, question)
        if failures:
            raise min(failures, key=lambda failure: isinstance(failure, InputNeeded))
        return tuple(answers)

    async def once(self, name: str, action: Callable[[], Awaitable[T]]) -> T:
        """What an action comes to, which is done once however often the handler runs for this request.

        Args:
            name: tells it from other actions of this handler.
            action: its result must have a JSON form, which is what is returned: objects as dicts.

        Raises:
            Exception: as the action, which then counts as not done.
        """
        memory = self._exchange.memory
        if name not in memory:
            memory[name] = to_jsonable_python(await action())
        result: T = memory[name]
        return result

    def answering(self, params: JsonObject) -> "Context[LifespanT]":
        """The same for a request that brings answers: `params` are its own."""
        other = copy(self)
        other._params = params
        return other

    def notify_tools_changed(self) -> None:
        """As `Server.notify_tools_changed`: all who are connected hear of it, not this peer alone. Never waits.

        Raises:
            NotDeclared: this side did not declare that it announces such changes.
        """
        self._events.publish(ToolsChanged())

    def notify_prompts_changed(self) -> None:
        """As `Server.notify_prompts_changed`. Raises as `notify_tools_changed`."""
        self._events.publish(PromptsChanged())

    def notify_resources_changed(self) -> None:
        """As `Server.notify_resources_changed`. Raises as `notify_tools_changed`."""
        self._events.publish(ResourcesChanged())

    def notify_resource_updated(self, uri: str) -> None:
        """As `Server.notify_resource_updated`. Raises as `notify_tools_changed`."""
        self._events.publish(ResourceUpdated(uri))

    @property
    def _given(self) -> JsonObject:
        # Hardly any request brings answers, so that nothing is written down for the others.
        params: JsonObject = getattr(self, "_params", {})
        return params

    def _asking(self) -> Outbound:
        from mcprism.questions import HOME

        bridge = self._bridge if self._bridge.home == HOME else replace(self._bridge, home=HOME)
        return self._era.connect(bridge.sender(self._way_back), self.peer)

    def _sends_custom(self) -> Sender:
        return self._era.custom_sender(self._way_back, self.peer)

    async def _ask(self, question: "Question[T]", timeout: float) -> T:
        return await question.ask(self._asking(), SendOptions(timeout=timeout))


def bridge_of(context: Context[Any]) -> Bridge:
    """What lies between the peer of a context and the code that it was made for."""
    return context._bridge  # pyright: ignore[reportPrivateUsage] -- for layers above, and not for handlers
