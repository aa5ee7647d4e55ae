"""What each version changed, one module for each, and the way from any version to any other."""

from collections.abc import Sequence
from importlib import import_module

from mcprism.versions.catalog import ERAS
from mcprism.versions.steps.step import Step as Step


def step_to(newer: str) -> Step:
    """The step from the version before to this one; its module is imported then and not before.

    Raises:
        ValueError: there is no such version, or none before it.
    """
    if newer not in list(ERAS)[1:]:
        raise ValueError(f"no step leads to {newer!r}: expected one of {', '.join(list(ERAS)[1:])}")
    step: Step = import_module(f"{__name__}.v{newer.replace('-', '_')}").STEP
    return step


def steps_between(one: str, other: str) -> Sequence[Step]:
    """The steps between two versions, oldest first, in whichever order the two are given.

    Raises:
        ValueError: one of them is no version of the protocol.
    """
    order = list(ERAS)
    for version in (one, other):
        if version not in order:
            raise ValueError(f"{version!r} is no version of the protocol: expected one of {', '.join(order)}")
    first, last = sorted((order.index(one), order.index(other)))
    return [step_to(version) for version in order[first + 1 : last + 1]]
