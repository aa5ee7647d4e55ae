"""From what a tool returns to its result: content for the model, and data where the return type says of which form.

Data is an object in every version: what is none is sent as the member `result` of one, `{"result": 3}`, and so says the
output schema. The same data is sent as text, for clients and models that know no other.

Spec: server/tools#tool-result
"""

import inspect
from collections.abc import Callable, Iterable, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Never, NoReturn, TypeAlias, Union, cast, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, from_json, to_json

from mcprism.jsonrpc import JsonObject
from mcprism.plain import Told
from mcprism.server.declarations.media import Audio, Image, block_of
from mcprism.server.declarations.schemas import UNDESCRIBABLE, schema_of
from mcprism.structured import as_object, in_object
from mcprism.versions import check_metadata, text_beside_structure
from mcprism_types import v2026_07_28 as home
from mcprism_types.base import MCPModel, UnknownContent

Writer: TypeAlias = Callable[[Any], JsonObject | Told]

_BLOCKS: Final = (
    home.TextContent,
    home.ImageContent,
    home.AudioContent,
    home.ResourceLink,
    home.EmbeddedResource,
    UnknownContent,
)
_CONTENT: Final = (*_BLOCKS, bytes, Image, Audio)
"""What becomes a content block of its own, and is no data."""

_WHOLE: Final = (home.CallToolResult, home.InputRequiredResult)
"""What a tool may return as its result, as it is."""

_OF_VERSIONS: Final = (
    *_BLOCKS,
    home.BlobResourceContents,
    home.CallToolResult,
    home.GetPromptResult,
    home.PromptMessage,
    home.ReadResourceResult,
    home.TextResourceContents,
)
_NAMES: Final = frozenset(kind.__name__ for kind in _OF_VERSIONS)


def returns_of(annotation: Any, *, name: str, structured: bool) -> tuple[JsonObject | None, Writer]:
    """The output schema of a tool, if it has one, and what makes results of what it returns.

    Args:
        annotation: the return type; `inspect.Signature.empty`: it is not known.
        name: the tool, for error texts.
        structured: whether there is to be an output schema at all.

    Raises:
        TypeError: the type has no JSON form.
    """
    annotation = _without_questions(annotation)
    if annotation is None or not structured or not _is_data(annotation):
        return None, _unstructured(name)
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(annotation)
        schema = schema_of(adapter, mode="serialization")
    except UNDESCRIBABLE as error:
        raise TypeError(
            f"{name}: the return type {inspect.formatannotation(annotation):.200} has no JSON form "
            f"({str(error).partition(chr(10))[0]:.300}): return what pydantic knows, or declare the tool with "
            "structured=False"
        ) from error
    plain = as_object(schema)
    return plain or in_object(schema), _structured(adapter, name, wraps=plain is None)


def contents(value: Any, where: str) -> list[JsonObject]:
    """The content blocks of a value: its own if it is one or has some, nothing for None, else it as text.

    `where`: what returned it, for error texts.

    Raises:
        PydanticSerializationError: the value has no JSON form.
        ValueError: a block has a `_meta` key that is reserved.
    """
    check_version(value, where)
    if isinstance(value, list | tuple | set | frozenset):
        items = cast("Iterable[object]", value)
        if any(isinstance(item, _CONTENT) or _is_foreign(type(item)) for item in items):
            return [block for item in items for block in contents(item, where)]
    if value is None:
        return []
    if isinstance(value, str):
        return [_text(value)]
    if isinstance(value, _BLOCKS):
        return [written(value, where)]
    if isinstance(value, bytes | Image | Audio):
        return [block_of(value, uri="bytes:result")]
    return [_text(to_json(value).decode())]


def check_version(value: object, where: str) -> None:
    """Fails on what is of another version than what authors return here. `where`: what returned it.

    Raises:
        TypeError: it is.
    """
    kind = type(value)
    if _is_foreign(kind):
        raise TypeError(
            f"{where} returned {kind.__module__}.{kind.__name__}, which is of one version of the protocol: "
            f"return mcprism.{kind.__name__}, which is sent to every client in its own version"
        )


def _is_foreign(kind: type) -> bool:
    return issubclass(kind, MCPModel) and kind.__name__ in _NAMES and not issubclass(kind, _OF_VERSIONS)


def failed(text: str) -> JsonObject:
    """The result of a call that failed, with what the model is to read of it."""
    return {"content": [_text(text)], "isError": True, "resultType": "complete"}


def _without_questions(annotation: Any) -> Any:
    """The type of what is returned in the end: a question to the client is no result."""
    if annotation is home.InputRequiredResult:
        return None
    if get_origin(annotation) not in (Union, UnionType):
        return annotation
    parts = tuple(part for part in get_args(annotation) if part is not home.InputRequiredResult)
    return Union[parts]  # noqa: UP007 -- of parts that are known at run time only


def _is_data(annotation: Any) -> bool:
    """Whether values of a type are data, whose form a schema can tell."""
    if annotation in (inspect.Signature.empty, Any, object, NoneType, Never, NoReturn, home.CallToolResult):
        return False
    origin = get_origin(annotation)
    if (origin or annotation) in _MANY and all(part in (Any, object, ...) for part in get_args(annotation)):
        # What says nothing of its items may have pictures among them.
        return False
    if origin is Annotated:
        return _is_data(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return not any(_is_content(part) for part in get_args(annotation))
    return not _is_content(annotation)


def _is_content(annotation: Any) -> bool:
    """Whether a type is, or has in a list, what becomes content of its own."""
    if annotation is home.CallToolResult or annotation is home.ContentBlock:
        return True
    if isinstance(annotation, type):
        kind = cast("type[Any]", annotation)
        if issubclass(kind, _CONTENT) or _is_foreign(kind):
            return True
    return get_origin(annotation) in _LISTS and any(_is_content(part) for part in get_args(annotation))


_MANY: Final = (list, tuple, set, frozenset, Sequence, Iterable)
_LISTS: Final = (*_MANY, Union, UnionType, Annotated)


def _unstructured(name: str) -> Writer:
    where = f"the tool {name}"

    def write(value: Any) -> JsonObject | Told:
        if isinstance(value, str):
            return Told(value, None)
        if isinstance(value, _WHOLE):
            return _whole(value, where)
        return {"content": contents(value, where), "resultType": "complete"}

    return write


def _structured(adapter: TypeAdapter[Any], name: str, *, wraps: bool) -> Writer:
    where = f"the tool {name}"
    dump, read = adapter.serializer.to_json, adapter.validator.validate_python

    def write(value: Any) -> JsonObject | Told:
        if isinstance(value, _WHOLE):
            return _whole(value, where)
        try:
            data = dump(value, by_alias=True, warnings="error")
        except PydanticSerializationError:
            # Not quite of the type: a dict for a model, a tuple for a list.
            try:
                data = dump(read(value), by_alias=True, warnings="error")
            except ValidationError as error:
                raise TypeError(f"{where} returned what its return type does not describe: {error}") from error
        if b"NaN" in data or b"Infinity" in data:
            data = _finite(data)
        said = from_json(data) if data.startswith(b'"') else data.decode()
        return Told(said, b'{"result":%b}' % data if wraps else data)

    return write


def _finite(data: bytes) -> bytes:
    """The JSON of a model that writes NaN and infinity as constants, without them: they are no JSON."""
    return to_json(from_json(data), inf_nan_mode="null")


def _whole(result: home.CallToolResult | home.InputRequiredResult, where: str) -> JsonObject:
    return text_beside_structure(written(result, where))


def written(value: MCPModel, where: str) -> JsonObject:
    """The JSON of a model that an author made. `where`: what returned it, for error texts.

    Raises:
        ValueError: it has a `_meta` key that is reserved.
    """
    wire = value.to_wire()
    check_metadata(value, wire, where)
    return wire


def _text(text: str) -> JsonObject:
    return {"type": "text", "text": text}
