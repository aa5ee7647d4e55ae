"""From the signature of a function to what reads its arguments: built once, where the function is declared.

The arguments are read by one validator into a dict, which is what the function is called with. What a client leaves out
is left to the defaults of the function.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import UnionType
from typing import Annotated, Any, Final, Literal, NotRequired, Union, cast, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import to_json, to_jsonable_python
from typing_extensions import Doc, TypeAliasType, TypedDict

from mcprism.context import Context
from mcprism.jsonrpc import JsonObject
from mcprism.server.declarations.depends import Depends
from mcprism.server.declarations.schemas import UNDESCRIBABLE, schema_of

_CONFIG: Final = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes and gives."""

    contexts: tuple[str, ...]
    """The parameters that take the context of the request."""
    dependencies: Mapping[str, Depends]
    """Those that are given what a function gives."""
    parameters: Mapping[str, inspect.Parameter]
    """The others, with their annotations as types."""
    returns: Any
    """The annotation of what it returns; `inspect.Signature.empty`: there is none."""

    @classmethod
    def of(cls, function: Callable[..., Any], *, written: Callable[..., Any], where: str) -> "Signature":
        """That of a function, as a declaration needs it.

        Args:
            function: what is called.
            written: the function that has the annotations, without what was put around it.
            where: the function, for error texts.

        Raises:
            TypeError: it takes what no client can give, or has annotations that cannot be read.
        """
        given, returns = typed_parameters(function, written=written, where=where)
        contexts: list[str] = []
        dependencies: dict[str, Depends] = {}
        parameters: dict[str, inspect.Parameter] = {}
        for name, parameter in given.items():
            depends = depends_of(_checked(parameter, where), where)
            if depends is not None:
                dependencies[name] = depends
            elif is_context(parameter.annotation):
                contexts.append(name)
            else:
                parameters[name] = parameter
        return cls(tuple(contexts), dependencies, parameters, returns)


def typed_parameters(
    function: Callable[..., Any], *, written: Callable[..., Any], where: str
) -> tuple[Mapping[str, inspect.Parameter], Any]:
    """The parameters of a function with their annotations as types, and the annotation of what it returns.

    Raises:
        TypeError: the annotations cannot be read.
        ValueError: it has no signature, as some that are built in.
    """
    try:
        signature = inspect.signature(function)
        hints = get_type_hints(written, include_extras=True)
    except (NameError, AttributeError, SyntaxError) as error:
        raise TypeError(
            f"{where}: the annotations cannot be read: {error}. Types that are named in text, or under `from "
            "__future__ import annotations`, must be names of the module"
        ) from error
    parameters = {
        name: parameter.replace(annotation=hints.get(name, parameter.annotation))
        for name, parameter in signature.parameters.items()
    }
    return parameters, hints.get("return", signature.return_annotation)


def depends_of(parameter: inspect.Parameter, where: str) -> Depends | None:
    """What gives a parameter, if something does: `Annotated[T, Depends(...)]`. `where`: the function, for error texts.

    Raises:
        TypeError: it is written in another way.
    """
    name, annotation = parameter.name, parameter.annotation
    while isinstance(annotation, TypeAliasType):
        annotation = annotation.__value__
    if get_origin(annotation) is Annotated:
        marks = [extra for extra in get_args(annotation)[1:] if isinstance(extra, Depends)]
        if len(marks) > 1:
            raise TypeError(f"{where}: {name} depends on several functions, and is given what one of them gives")
        if marks:
            return marks[0]
    if isinstance(parameter.default, Depends) or _mentions_dependency(annotation):
        raise TypeError(
            f"{where}: {name} depends on a function, and nothing in its annotation is read from arguments then: write "
            f"{name}: Annotated[ItsType, Depends(the_function)]"
        )
    return None


@dataclass(frozen=True, slots=True)
class Arguments:
    """What reads the arguments of a call."""

    schema: JsonObject
    """Their JSON Schema."""
    read: Callable[[Any], Any]
    """Gives what they are for whoever is called. Raises pydantic's ValidationError."""


def arguments_of(signature: Signature, described: Mapping[str, str], *, where: str) -> Arguments:
    """What reads the arguments of a function into a dict by parameter.

    Args:
        signature: that of the function.
        described: words about parameters, for those whose annotations have none: neither `Field(description=...)`, nor
            a text or `Doc` in `Annotated`.
        where: the function, for error texts.

    Raises:
        TypeError: a parameter has a type that no JSON can be read as.
    """
    fields = {name: _field(parameter) for name, parameter in signature.parameters.items()}
    try:
        adapter = _adapter(fields)
        schema = schema_of(adapter, mode="validation")
    except UNDESCRIBABLE as error:
        raise TypeError(_blamed(fields, where, error)) from error
    properties: JsonObject = schema.setdefault("properties", {})
    # One that is hidden, by pydantic's SkipJsonSchema, is not among them.
    listed = [(name, given) for name, given in signature.parameters.items() if not _is_hidden(fields[name])]
    for (name, parameter), shown in zip(listed, properties.values(), strict=True):
        words = _said_of(parameter.annotation) or described.get(name)
        if words:
            shown.setdefault("description", words)
        default = _shown_default(parameter.default)
        if default is not None:
            shown["default"] = default
    return Arguments(schema, reading_with(adapter.validator))


def reading_with(validator: Any, **options: Any) -> Callable[[Any], Any]:
    """What reads arguments with a validator of pydantic's, the strict ones too. `options`: of its methods."""
    read, read_json = validator.validate_python, validator.validate_json
    if options:
        read, read_json = partial(read, **options), partial(read_json, **options)

    def read_arguments(arguments: Any) -> Any:
        try:
            return read(arguments)
        except ValidationError as error:
            # Strict types take a text as a date, or a list as a tuple, from JSON only.
            try:
                return read_json(to_json(arguments))
            except ValidationError:
                raise error from None

    return read_arguments


def _checked(parameter: inspect.Parameter, where: str) -> inspect.Parameter:
    name = parameter.name
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
        raise TypeError(
            f"{where}: {stars}{name} cannot be told to a client: name each parameter, or take a list or dict"
        )
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise TypeError(
            f"{where}: {name} can only be given by position, and clients give arguments by name: remove the /"
        )
    if parameter.annotation is parameter.empty:
        if name in ("self", "cls"):
            raise TypeError(
                f"{where}: {name} is a parameter only as long as there is no object: declare the method of an object, "
                "server.add_tool(the_object.method)"
            )
        raise TypeError(
            f"{where}: the parameter {name} has no annotation: write its type, such as {name}: str, or {name}: Context "
            "for the context of the request"
        )
    return parameter


def _is_hidden(field: Any) -> bool:
    annotation = get_args(field)[0] if get_origin(field) is NotRequired else field
    return get_origin(annotation) is Annotated and any(
        isinstance(extra, cast("type[Any]", SkipJsonSchema)) for extra in get_args(annotation)[1:]
    )


def _mentions_dependency(annotation: Any) -> bool:
    if isinstance(annotation, Depends) or annotation is Depends:
        return True
    # Not those of a Literal: they are values.
    parts = () if get_origin(annotation) is Literal else get_args(annotation)
    return any(_mentions_dependency(part) for part in parts)


def is_context(annotation: Any) -> bool:
    """Whether this is the annotation of a parameter that takes the context of the request."""
    if get_origin(annotation) in (Annotated, Union, UnionType):
        return any(is_context(part) for part in get_args(annotation))
    # `Context[App]` is none that classes can be asked about.
    kind = get_origin(annotation) or annotation
    return isinstance(kind, type) and issubclass(kind, Context)


def _field(parameter: inspect.Parameter) -> Any:
    annotation, default = parameter.annotation, parameter.default
    if isinstance(default, FieldInfo):
        # `x: int = Field(3, ge=1)`, as in models: pydantic knows the default.
        return Annotated[annotation, default]
    return annotation if default is parameter.empty else NotRequired[annotation]


def _said_of(annotation: Any) -> str | None:
    """What an annotation says in words: `Annotated[int, "Pixels"]`, or with `Doc("Pixels")`."""
    if get_origin(annotation) is not Annotated:
        return None
    for extra in get_args(annotation)[1:]:
        if isinstance(extra, str | Doc):
            return extra if isinstance(extra, str) else extra.documentation
    return None


def _adapter(fields: Mapping[str, Any]) -> TypeAdapter[Any]:
    # A class that is made from what is known at run time only, which no type checker follows.
    make: Any = TypedDict
    arguments = make("Arguments", dict(fields))
    arguments.__pydantic_config__ = _CONFIG
    return TypeAdapter(arguments)


def _blamed(fields: Mapping[str, Any], where: str, error: BaseException) -> str:
    """The text of the error, with the parameter that is to blame."""
    for name, field in fields.items():
        try:
            schema_of(_adapter({name: field}), mode="validation")
        except UNDESCRIBABLE as own:
            annotation = get_args(field)[0] if get_origin(field) is NotRequired else field
            return (
                f"{where}: the parameter {name} is annotated with {inspect.formatannotation(annotation):.200}, which "
                f"cannot be read from JSON ({_first_line(own)}): use types that pydantic knows"
            )
    return f"{where}: the parameters cannot be read from JSON ({_first_line(error)})"


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:300]


def _shown_default(default: Any) -> Any:
    """A default as JSON; None where there is none to show."""
    if default is inspect.Parameter.empty or isinstance(default, FieldInfo):
        return None
    try:
        return to_jsonable_python(default)
    except ValueError:
        # Such as a mark for "not given": it is the function's own business.
        return None
