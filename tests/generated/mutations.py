"""Valid samples made wrong, one change at a time."""

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_OTHERS: tuple[Any, ...] = (None, True, 5, 1.5, -1, 10**6, "5", "no such thing", [], [1], {}, {"x": 1})


@dataclass(frozen=True, slots=True)
class Mutation:
    """A changed copy of a sample."""

    path: tuple[str | int, ...]
    """The member that was taken away or replaced."""
    removed: bool
    value: Any
    """The whole document after the change."""


def mutations(
    sample: Any, pick: random.Random, count: int, *, inside: tuple[str | int, ...] = ()
) -> Iterator[Mutation]:
    """`count` changes of a sample: a member taken away, or any value replaced by one of another kind or size.

    Only what is at or in the place `inside` changes.
    """
    paths = list(_paths(at(sample, inside), inside))
    for _ in range(count):
        path = pick.choice(paths)
        if path != inside and isinstance(path[-1], str) and pick.random() < 0.3:
            changed = copy.deepcopy(sample)
            del at(changed, path[:-1])[path[-1]]
            yield Mutation(path, removed=True, value=changed)
            continue
        other = copy.deepcopy(pick.choice(_OTHERS))
        if not path:
            yield Mutation(path, removed=False, value=other)
            continue
        changed = copy.deepcopy(sample)
        at(changed, path[:-1])[path[-1]] = other
        yield Mutation(path, removed=False, value=changed)


def _paths(value: Any, here: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    yield here
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _paths(child, (*here, name))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _paths(child, (*here, index))


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    """The value at a path."""
    for step in path:
        document = document[step]
    return document
