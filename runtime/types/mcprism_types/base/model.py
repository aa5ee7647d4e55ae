"""The base class of every generated model, and the few markers that generated annotations use.

Two spellings of a member never mix. Authors write Python names (`Tool(input_schema=...)`, `meta=`); a peer's JSON is
read by wire names only (`from_wire`), so that its unknown member `meta` is not taken for `_meta`. Members that a
version does not name survive a round trip: every object of the protocol is open.
"""

from dataclasses import dataclass
from functools import partial
from operator import is_
from typing import Annotated, Any, Final, Self, Union, cast, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

# Asked for each absent member of each dump: a call that stays in C costs half.
OMIT: Final = Field(exclude_if=partial(is_, None))
"""Marks a member that may be absent: None in Python, and then not there at all in JSON (`null` is not legal for it)."""


class MCPModel(BaseModel):
    """An object of the protocol.

    Validation is strict (`"5"` is no number, `1` is no boolean), since the schemas are; unknown members are kept.
    Every dump is legal JSON of the protocol: wire names, and no member for a value that is absent.
    """

    model_config = ConfigDict(
        strict=True,
        extra="allow",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        # A class builds its validator when it is first used: importing a version costs half as much.
        defer_build=True,
    )

    @classmethod
    def from_wire(cls, value: Any) -> Self:
        """The object that decoded JSON describes, read by wire names only.

        Raises:
            pydantic.ValidationError: the value does not fit; `problems` turns it into one line for each problem.
        """
        return cls.model_validate(value, by_alias=True, by_name=False)

    def to_wire(self) -> dict[str, Any]:
        """The JSON object of this model under wire names, absent members left out."""
        return self.model_dump(mode="json")


class _WholeNumber:
    """JSON Schema's `integer`: 3 and 3.0 are one, 3.5, true and "3" are not. Always an int in Python."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        whole_float = core_schema.float_schema(strict=True, multiple_of=1, allow_inf_nan=False)
        from_float = core_schema.chain_schema([whole_float, core_schema.int_schema(strict=False)])
        # One error for both ways to be wrong, not one for each branch.
        return core_schema.union_schema(
            [core_schema.int_schema(strict=True), from_float], mode="left_to_right", custom_error_type="int_type"
        )


Integer = Annotated[int, _WholeNumber]
Number = int | float
"""JSON Schema's `number`: 50 stays 50 and 50.0 stays 50.0 on their way through."""


class UnknownContent(MCPModel):
    """A content block of a kind that this version does not name, kept as it came.

    One block from a newer peer then costs that block, not the message it is in.
    """

    type: str


@dataclass(frozen=True, slots=True)
class OpenUnion:
    """Annotates a union of models whose last member takes what none of the others names.

    `discriminator` is the member whose constant tells the others apart. A value with a known constant that does not fit
    its model is an error of that model; it is never taken for an unknown one.
    """

    discriminator: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        *named, fallback = get_args(source)
        known = handler.generate_schema(Annotated[Union[tuple(named)], Discriminator(self.discriminator)])  # noqa: UP007
        constants = {tag for model in named for tag in get_args(model.model_fields[self.discriminator].annotation)}

        def refuse_known(value: Any) -> Any:
            kind = cast("dict[str, Any]", value).get(self.discriminator) if isinstance(value, dict) else None
            if isinstance(kind, str) and kind in constants:
                raise ValueError(f"{self.discriminator} {kind!r} has a model of its own")
            return cast("Any", value)

        unknown = core_schema.no_info_before_validator_function(refuse_known, handler.generate_schema(fallback))
        # Left to right: a known block costs what it would cost without the fallback.
        return core_schema.union_schema([known, (unknown, UNKNOWN_KIND)], mode="left_to_right")


UNKNOWN_KIND: Final = "unknown kind"
"""What errors call the branch of an open union that takes kinds without a model."""
