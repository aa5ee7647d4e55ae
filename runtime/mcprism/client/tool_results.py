"""The results of tools with their data as what the caller knows it to be: an `ImageInfo`, an `int`.

The type is that of `run` of the class that the call is an instance of, or the one that the caller names.

Spec: server/tools#tool-result
"""

import inspect
import sys
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType, SimpleNamespace
from typing import Any, Final, Generic, Protocol, Self, TypeAlias, cast, get_type_hints

from pydantic import BaseModel, PydanticUserError, TypeAdapter, ValidationError
from pydantic.errors import PydanticSchemaGenerationError
from pydantic_core import to_json
from typing_extensions import TypeVar

from mcprism.errors import InvalidAnswer, ToolError, described
from mcprism.structured import MEMBER, as_object
from mcprism.versions.conversions import is_object
from mcprism_types import v2026_07_28 as home

T = TypeVar("T", default=Any)
T_co = TypeVar("T_co", covariant=True)

_UNSAID: Final = object()


class AsyncToolCall(Protocol[T_co]):
    """An instance of a class that is a tool, whose method `run` is async."""

    @property
    def run(self) -> Callable[..., Coroutine[Any, Any, T_co]]:
        """What the server runs."""
        ...


class ToolCall(Protocol[T_co]):
    """An instance of a class that is a tool."""

    @property
    def run(self) -> Callable[..., T_co]:
        """What the server runs."""
        ...


Returns: TypeAlias = type[T] | TypeAdapter[T]
"""What a tool is known to return."""


class ToolResult(home.CallToolResult, Generic[T]):
    """What a tool returned, with its data as what it is known to be.

        result = await client.call_tool(ResizeImage(width=80))
        result.data  # an ImageInfo, as `run` of the class says

    A tool that failed has a result as well: `is_error` says so, and `data` raises.
    """

    # No members of the protocol, and no private attributes of pydantic: those cost each result, these nobody.
    __slots__ = ("_data", "_returns", "_tool")

    @property
    def data(self) -> T:
        """What the tool returned, read as the type that is known of it; without one, `structured_content` as it is.

        Where a server or its version has no structured content it is read from the text.

        Raises:
            ToolError: the tool failed.
            InvalidAnswer: what it returned does not fit the type, or is no data.
            TypeError: nothing can be read as that type.
        """
        found = getattr(self, "_data", _UNSAID)
        if found is _UNSAID:
            found = self._read()
            object.__setattr__(self, "_data", found)
        return cast("T", found)

    @property
    def text(self) -> str:
        """The text in its content, a line for each block of it."""
        return "\n".join(block.text for block in self.content if isinstance(block, home.TextContent))

    def check(self) -> Self:
        """This result, if the tool did not fail.

        Raises:
            ToolError: it did; the text is what it said.
        """
        if self.is_error:
            raise ToolError(f"{self._name} failed: {self.text or 'it does not say why'}")
        return self

    def of(self, tool: str, returns: Any) -> Self:
        """This result, as that of a tool which is known to return that; None: nothing is known."""
        object.__setattr__(self, "_tool", tool)
        object.__setattr__(self, "_returns", returns)
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, home.CallToolResult):
            return NotImplemented
        return self.to_wire() == other.to_wire()

    def __copy__(self) -> Self:
        return super().__copy__().of(getattr(self, "_tool", ""), getattr(self, "_returns", None))

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        return super().__deepcopy__(memo).of(getattr(self, "_tool", ""), getattr(self, "_returns", None))

    __hash__ = None  # type: ignore[assignment]  # as all models, it may be changed

    @property
    def _name(self) -> str:
        return f"the tool {getattr(self, '_tool', '')}".rstrip()

    def _read(self) -> Any:
        self.check()
        returns = getattr(self, "_returns", None)
        if isinstance(returns, ResultOf):
            returns = returns.annotation()
        if returns is None:
            if not self._is_structured:
                raise InvalidAnswer(
                    f"{self._name} returned no data: look at `content`, or say what it is by `returns=`"
                )
            return self.structured_content
        if returns is home.CallToolResult:
            return self
        if returns is NoneType and not self._is_structured:
            return None
        return self._read_as(_reader(returns))

    def _read_as(self, reader: "_Reader") -> Any:
        problem = ""
        for value in self._forms(reader):
            try:
                return reader.read(value)
            except ValidationError as error:
                # The first form is what it should have been.
                problem = problem or described(error, value)
        what = problem or "it is in its content, and no data"
        raise InvalidAnswer(f"what {self._name} returned is no {reader.name}:\n{what}")

    @property
    def _is_structured(self) -> bool:
        return "structured_content" in self.model_fields_set

    def _forms(self, reader: "_Reader") -> Iterator[Any]:
        """What may be the data, the likeliest first."""
        if self._is_structured:
            data = self.structured_content
            if reader.wraps and is_object(data) and data.keys() == {MEMBER}:
                yield data[MEMBER]
            yield data
            return
        if self.text and all(isinstance(block, home.TextContent) for block in self.content):
            yield from _in_text(self.text)
        if len(self.content) == 1:
            yield self.content[0]
        yield self.content


@dataclass(frozen=True, slots=True)
class ResultOf:
    """What the method `run` of a class returns."""

    kind: type[BaseModel]

    def annotation(self) -> Any:
        """Its return type; None: it says nothing.

        Raises:
            TypeError: the annotation cannot be read.
        """
        return _returned_by(self.kind)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads data as one type."""

    adapter: TypeAdapter[Any]
    name: str
    wraps: bool
    """Whether it is no object by itself."""

    def read(self, value: Any) -> Any:
        try:
            return self.adapter.validate_python(value)
        except ValidationError as error:
            # Strict types take a text as a date, or a list as a tuple, from JSON only.
            try:
                return self.adapter.validate_json(to_json(value))
            except ValidationError:
                raise error from None


def _in_text(text: str) -> Iterator[Any]:
    yield text
    try:
        yield TypeAdapter(Any).validate_json(text)
    except ValidationError:
        return


def _reader(returns: Any) -> _Reader:
    try:
        return _kept_reader(returns)
    except TypeError as error:
        if "unhashable" not in str(error):
            raise
        return _made_reader(returns)


def _made_reader(returns: Any) -> _Reader:
    is_adapter = isinstance(returns, TypeAdapter)
    name = "answer of that type" if is_adapter else inspect.formatannotation(returns)
    try:
        adapter = cast("TypeAdapter[Any]", returns) if is_adapter else TypeAdapter[Any](returns)
    except (PydanticSchemaGenerationError, PydanticUserError, NameError) as error:
        why = str(error).partition("\n")[0]
        raise TypeError(f"nothing can be read as {name:.200} ({why:.300}): look at `content` instead") from error
    try:
        schema = adapter.json_schema(mode="serialization")
    except PydanticUserError:
        return _Reader(adapter, name, wraps=True)
    return _Reader(adapter, name, wraps=as_object(schema) is None)


# Building one takes a hundred times as long as reading with it.
_kept_reader: Final = lru_cache(maxsize=256)(_made_reader)


@lru_cache(maxsize=256)
def _returned_by(kind: type[BaseModel]) -> Any:
    run: Any = getattr(kind, "run", None)
    annotations: dict[str, Any] = {} if run is None else getattr(inspect.unwrap(run), "__annotations__", {})
    if "return" not in annotations:
        return None
    names = {**vars(sys.modules[kind.__module__]), kind.__name__: kind}
    # That of the parameters is the server's business, and may be of what a client does not have.
    only: Any = SimpleNamespace(__annotations__={"return": annotations["return"]})
    try:
        return get_type_hints(only, names, include_extras=True)["return"]
    except (NameError, AttributeError, SyntaxError) as error:
        raise TypeError(
            f"{kind.__module__}.{kind.__qualname__}.run: the annotation of what it returns cannot be read: {error}"
        ) from error
