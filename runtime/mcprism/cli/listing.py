"""`mcprism list`: the tools, resources, templates and prompts of a server."""

from collections.abc import Sequence
from typing import Annotated, Final

import anyio
from cyclopts import Parameter

from mcprism.cli.failures import UsageFailure
from mcprism.cli.nearest import did_you_mean
from mcprism.cli.offers import LISTS, Report, listed, offered, show_lists
from mcprism.cli.output import console, write_json
from mcprism.cli.reaching import HERE, Reaching, told
from mcprism.client import Client

_KINDS: Final = {
    "tools": "tools",
    "resources": "resources",
    "templates": "resourceTemplates",
    "prompts": "prompts",
}


def list_offers(
    *words: Annotated[
        str, Parameter(name="TARGET [KIND]", help="the server; and one of tools, resources, templates and prompts")
    ],
    as_json: Annotated[bool, Parameter(name="--json", negative="", show_default=False, help="one JSON object")] = False,
    reaching: Reaching = HERE,
) -> None:
    """Shows what the server offers, or one kind of it."""
    place, kinds = reaching.place(words)
    wanted = _wanted(kinds)
    client = reaching.client(place)
    with told(place):
        report = anyio.run(_look, client, wanted)
    if as_json:
        write_json(report)
    elif not report:
        console().print("The server offers no tools, resources or prompts.")
    else:
        show_lists(report, console(), titles=False)


def _wanted(kinds: Sequence[str]) -> str | None:
    """Which list is wanted; None: all that there are."""
    if len(kinds) > 1:
        raise UsageFailure(f"expected one kind after TARGET, not {' '.join(kinds)!r}; a command is given in quotes")
    if kinds and kinds[0] not in _KINDS:
        raise UsageFailure(f"there is no kind {kinds[0]!r}{did_you_mean(kinds[0], _KINDS)}")
    return _KINDS[kinds[0]] if kinds else None


async def _look(unopened: Client, wanted: str | None) -> Report:
    async with unopened as client:
        if wanted is None:
            return await offered(client, LISTS)
        return {wanted: await listed(client, wanted)}
