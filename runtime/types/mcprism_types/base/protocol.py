"""What generated code says about a version: its methods, who sends them, what they carry and what answers them.

Descriptions only. Which capability a method needs, how long to wait, what to do with a message: a runtime's business.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Generic, Literal, Never, Protocol, cast

from pydantic import TypeAdapter, ValidationError
from typing_extensions import TypeVar

from mcprism_types.base.errors import ProtocolError

P = TypeVar("P")
R = TypeVar("R")
A = TypeVar("A", default=Never)

Side = Literal["client", "server"]

CLIENT: Final[frozenset[Side]] = frozenset({"client"})
SERVER: Final[frozenset[Side]] = frozenset({"server"})
BOTH: Final[frozenset[Side]] = frozenset({"client", "server"})
EMBEDDED: Final[frozenset[Side]] = frozenset()
"""Sent by nobody as a message of its own: such a request travels inside a result that asks for input."""


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """A second type that may answer a request, and the member that tells it from the usual result.

    `value` None: the member's presence is the sign. Otherwise it must equal `value`.
    """

    type: Any
    member: str
    value: str | None = None

    def matches(self, result: Any) -> bool:
        """Whether this JSON result is of the alternative type."""
        if not isinstance(result, dict) or self.member not in result:
            return False
        return self.value is None or cast("dict[str, Any]", result)[self.member] == self.value


@dataclass(frozen=True, kw_only=True)
class NotificationSpec(Generic[P]):
    """One notification of one version."""

    method: str
    params: Any
    """The type of the params: a model, or a union of models; None: the method takes none."""
    params_required: bool
    senders: frozenset[Side]
    handler: str
    """The name of the method in the generated handler stubs."""

    @cached_property
    def _params(self) -> TypeAdapter[P]:
        return TypeAdapter(self.params)

    def read_params(self, params: Any) -> P | None:
        """Typed params from decoded JSON; None when they are absent and may be, or the method takes none.

        Raises:
            pydantic.ValidationError: they do not fit this method; absent params are read as `{}` where required.
        """
        if self.params is None or (params is None and not self.params_required):
            return None
        # Not by way of the adapter's own method: its dozen options cost a tenth of reading the params of a call.
        typed: P = self._params.validator.validate_python(
            {} if params is None else params, by_alias=True, by_name=False
        )
        return typed


@dataclass(frozen=True, kw_only=True)
class RequestSpec(NotificationSpec[P], Generic[P, R, A]):
    """One request of one version, and what answers it: an `R`, or an `A` where there is an alternative."""

    result: Any
    alternative: Alternative | None = None

    @cached_property
    def _result(self) -> TypeAdapter[R]:
        return TypeAdapter(self.result)

    @cached_property
    def _alternative(self) -> TypeAdapter[A]:
        return TypeAdapter(self.alternative.type if self.alternative else Any)

    def read_result(self, result: Any) -> R | A:
        """The typed result from decoded JSON.

        Raises:
            pydantic.ValidationError: it does not fit this method.
        """
        if self.alternative is not None and self.alternative.matches(result):
            try:
                return self._alternative.validate_python(result, by_alias=True, by_name=False)
            except ValidationError:
                # Objects are open: the usual result may have a member of that name, which means something else.
                if self.alternative.value is not None:
                    raise
        return self._result.validate_python(result, by_alias=True, by_name=False)


@dataclass(frozen=True)
class ProtocolSpec:
    """Everything a runtime needs to know of a version: its methods by name, its errors by code, its models."""

    version: str
    requests: Mapping[str, RequestSpec[Any, Any, Any]]
    notifications: Mapping[str, NotificationSpec[Any]]
    errors: Mapping[int, type[ProtocolError]]
    package: str
    """The import name of the generated package, `mcprism_types.v2025_11_25`."""
    released: bool
    """False while a version is being added: importable, but never negotiated."""

    @classmethod
    def of(
        cls,
        *,
        version: str,
        package: str,
        released: bool,
        requests: tuple[RequestSpec[Any, Any, Any], ...],
        notifications: tuple[NotificationSpec[Any], ...],
        errors: tuple[type[ProtocolError], ...],
    ) -> "ProtocolSpec":
        """The description of a version from its parts; the tables are read-only."""
        return cls(
            version=version,
            requests=MappingProxyType({spec.method: spec for spec in requests}),
            notifications=MappingProxyType({spec.method: spec for spec in notifications}),
            errors=MappingProxyType({error.code: error for error in errors}),
            package=package,
            released=released,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """How one request is sent. None means: as the session is set up."""

    timeout: float | None = None
    """Seconds until the request is given up and cancelled."""
    on_progress: "OnProgress | None" = None


class OnProgress(Protocol):
    """Called for each progress notification of a request, in order, until the request is answered."""

    async def __call__(self, progress: float, total: float | None, message: str | None) -> None: ...


class Outbound(Protocol):
    """Where generated calls go: a session that sends messages of one version to its peer."""

    async def request(self, spec: RequestSpec[P, R, A], params: P | None, options: SendOptions | None = None) -> R:
        """Send a request and return its usual result; an alternative result is resolved or refused by the session."""
        ...

    async def request_raw(
        self, spec: RequestSpec[P, R, A], params: P | None, options: SendOptions | None = None
    ) -> R | A:
        """Send a request and return whatever type of result it was answered with."""
        ...

    async def notify(self, spec: NotificationSpec[P], params: P | None) -> None:
        """Send a notification."""
        ...
