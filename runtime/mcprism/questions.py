"""What a handler can ask of the client, and what comes back: the same for every client, whichever version it speaks.

A question is written in the newest version and read in the newest version. On its way it becomes what the client knows.

Spec: client/elicitation, client/sampling, client/roots
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, Protocol, TypeAlias, TypeVar, overload

from pydantic import TypeAdapter, ValidationError

from mcprism.errors import InvalidAnswer, InvalidParams, described
from mcprism.forms import form_of, message_of
from mcprism.jsonrpc import JsonObject
from mcprism_types import v2026_07_28 as home
from mcprism_types.base import Outbound, SendOptions
from mcprism_types.v2026_07_28 import registry

HOME: Final = home.PROTOCOL.version
"""The version that questions are written in."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Accepted(Generic[T]):
    """The user agreed."""

    content: T
    """What was filled in; None where there was nothing to fill in."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The user said no."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The user left without an answer."""


class Question(Protocol[T_co]):
    """Something to ask of a client; `T_co`: what the answer is read as."""

    async def ask(self, outbound: Outbound, options: SendOptions) -> T_co:
        """The client's answer.

        Raises:
            NotSupportedByPeer: the client does not answer such questions. Nothing was sent.
            PeerError: it answered with an error.
            InvalidAnswer: what it answered does not fit the question.
            RequestTimeout, ConnectionClosed: no answer came.
        """
        ...


class Elicitation(Generic[T]):
    """A form for the user. Never ask for secrets this way: `UrlElicitation` is for those.

    Args:
        message: what is wanted, and what for. A model that `@elicitation` was said of needs none.
        form: a model whose fields are text, numbers, yes or no, and choices; or a JSON Schema of such an object.

    Raises:
        TypeError: the model has a field that no form has, or nothing says what is wanted.
        ValueError: the schema is not one of a form.

    Spec: client/elicitation
    """

    @overload
    def __init__(self, form: type[T], /) -> None: ...
    @overload
    def __init__(self, message: str, form: type[T] | Mapping[str, Any]) -> None: ...
    def __init__(self, message: str | type[T], form: type[T] | Mapping[str, Any] | None = None) -> None:
        asked = form if isinstance(message, str) else message
        if asked is None or (asked is message and form is not None):
            raise TypeError('an elicitation has a message and a form: ("Where to?", Delivery)')
        text = message if isinstance(message, str) else message_of(message)
        self._model = asked if isinstance(asked, type) else None
        self._params = home.ElicitRequestFormParams(mode="form", message=text, requested_schema=form_of(asked))

    async def ask(self, outbound: Outbound, options: SendOptions) -> "Accepted[T] | Declined | Cancelled":
        """As `Question.ask`: with `Accepted`, the model, or a dict where the form is a schema."""
        result = await outbound.request(registry.ELICIT, self._params, options)
        return self.answer(result)

    def as_request(self) -> home.ElicitRequest:
        """The question in an `InputRequiredResult`."""
        return home.ElicitRequest(params=self._params)

    def answer(self, response: home.InputResponse) -> "Accepted[T] | Declined | Cancelled":
        """What one of `ctx.input_responses` says, as `ask` gives it.

        Raises:
            InvalidAnswer: it is no answer to this question.
        """
        result = _response(response, home.ElicitResult)
        content: Any = result.content or {}
        if result.action == "accept" and self._model is not None:
            model: Any = self._model
            try:
                content = model.model_validate(content)
            except ValidationError as error:
                raise InvalidAnswer(f"what was filled in does not fit:\n{described(error, content)}") from None
        return _decision(result.action, content)


@dataclass(frozen=True, slots=True)
class UrlElicitation:
    """A page for the user to open: what is entered there goes to the page, and the client does not see it.

    Accepted means that the user agreed to open it, not that all was done there.

    Spec: client/elicitation ("URL mode")
    """

    message: str
    """Why to open it."""
    url: str

    async def ask(self, outbound: Outbound, options: SendOptions) -> "Accepted[None] | Declined | Cancelled":
        """As `Question.ask`."""
        result = await outbound.request(registry.ELICIT, self._params, options)
        return self.answer(result)

    def as_request(self) -> home.ElicitRequest:
        """As `Elicitation.as_request`."""
        return home.ElicitRequest(params=self._params)

    def answer(self, response: home.InputResponse) -> "Accepted[None] | Declined | Cancelled":
        """As `Elicitation.answer`."""
        return _decision(_response(response, home.ElicitResult).action, None)

    @property
    def _params(self) -> home.ElicitRequestURLParams:
        return home.ElicitRequestURLParams(message=self.message, url=self.url)


Message: TypeAlias = str | home.SamplingMessage
"""Something said; a text is what the user says."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """A message for the client's model to write.

    Spec: client/sampling
    """

    messages: Message | Sequence[Message]
    """The conversation so far, oldest first."""
    max_tokens: int
    system_prompt: str | None = None
    temperature: float | None = None
    stop_sequences: Sequence[str] | None = None
    model_preferences: home.ModelPreferences | None = None
    include_context: Literal["none", "thisServer", "allServers"] | None = None
    tools: Sequence[home.Tool] | None = None
    tool_choice: home.ToolChoice | None = None
    metadata: Mapping[str, Any] | None = None

    async def ask(self, outbound: Outbound, options: SendOptions) -> home.CreateMessageResult:
        """As `Question.ask`."""
        return await outbound.request(registry.CREATE_MESSAGE, self._params, options)

    def as_request(self) -> home.CreateMessageRequest:
        """As `Elicitation.as_request`."""
        return home.CreateMessageRequest(params=self._params)

    def answer(self, response: home.InputResponse) -> home.CreateMessageResult:
        """As `Elicitation.answer`."""
        return _response(response, home.CreateMessageResult)

    @property
    def _params(self) -> home.CreateMessageRequestParams:
        said = [self.messages] if isinstance(self.messages, str | home.SamplingMessage) else self.messages
        return home.CreateMessageRequestParams(
            messages=[_message(one) for one in said],
            max_tokens=self.max_tokens,
            system_prompt=self.system_prompt,
            temperature=self.temperature,
            stop_sequences=None if self.stop_sequences is None else list(self.stop_sequences),
            model_preferences=self.model_preferences,
            include_context=self.include_context,
            tools=None if self.tools is None else list(self.tools),
            tool_choice=self.tool_choice,
            metadata=None if self.metadata is None else dict(self.metadata),
        )


@dataclass(frozen=True, slots=True)
class Roots:
    """The directories and files that the client lets the server work on.

    Spec: client/roots
    """

    async def ask(self, outbound: Outbound, options: SendOptions) -> list[home.Root]:
        """As `Question.ask`."""
        return (await outbound.request(registry.LIST_ROOTS, None, options)).roots

    def as_request(self) -> home.ListRootsRequest:
        """As `Elicitation.as_request`."""
        return home.ListRootsRequest()

    def answer(self, response: home.InputResponse) -> list[home.Root]:
        """As `Elicitation.answer`."""
        return _response(response, home.ListRootsResult).roots


def answers_of(responses: JsonObject) -> Mapping[str, home.InputResponse]:
    """The answers of a client to an `InputRequiredResult`, by key.

    Raises:
        InvalidParams: they are none.
    """
    try:
        return _RESPONSES.validate_python(responses)
    except ValidationError as error:
        raise InvalidParams(f"Invalid inputResponses:\n{described(error, responses)}") from None


_RESPONSES: Final = TypeAdapter[dict[str, home.InputResponse]](home.InputResponses)


def _response(response: home.InputResponse, kind: type[T]) -> T:
    if not isinstance(response, kind):
        raise InvalidAnswer(f"expected {kind.__name__} as the answer to a question, got {type(response).__name__}")
    return response


def _decision(action: Literal["accept", "decline", "cancel"], content: T) -> "Accepted[T] | Declined | Cancelled":
    if action == "accept":
        return Accepted(content)
    return Declined() if action == "decline" else Cancelled()


def _message(said: Message) -> home.SamplingMessage:
    if isinstance(said, str):
        return home.SamplingMessage(role="user", content=home.TextContent(text=said))
    return said
