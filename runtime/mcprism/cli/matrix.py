"""`mcprism matrix`: a server in every version of the protocol: what works, what takes another form, what is refused."""

import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final

import anyio
from cyclopts import Parameter

from mcprism.cli.arguments import TARGET_FORMS, target_of
from mcprism.cli.comparison import note_differences
from mcprism.cli.exercise import Call, Plan, seen_in
from mcprism.cli.failures import Failure, UsageFailure
from mcprism.cli.findings import CONNECTION, Seen
from mcprism.cli.matrix_tables import as_json, as_markdown, show
from mcprism.cli.output import console, printable, write_json
from mcprism.cli.reaching import TARGET_HELP, Headers, headers_of
from mcprism.client.http.target import HttpTarget
from mcprism.client.targets import Target, channel_to, http_target
from mcprism.jsonrpc import is_object
from mcprism.server import Server
from mcprism.versions import ERAS, installed

TWO_ADDRESSES: Final = "HTTP+SSE"
"""What tells the columns of that transport from those of the other."""


def matrix(
    *target: Annotated[str, Parameter(name="TARGET", help=TARGET_HELP)],
    json_: Annotated[bool, Parameter(name="--json", negative="", show_default=False, help="one JSON object")] = False,
    markdown: Annotated[
        bool, Parameter(negative="", show_default=False, help="Markdown, for a page of documentation")
    ] = False,
    call: Annotated[
        tuple[str, ...],
        # Two words each time, in one sequence: in a list of pairs a JSON object is taken for the pair.
        Parameter(
            n_tokens=2,
            json_list=False,
            negative="",
            show_default=False,
            help="a tool to call, and its arguments as JSON; may be repeated",
        ),
    ] = (),
    header: Headers = (),
    timeout: Annotated[float, Parameter(help="seconds that the server may take for each answer")] = 30.0,
    command: Annotated[
        tuple[str, ...], Parameter(show=False, negative="", json_list=False, allow_leading_hyphen=True)
    ] = (),
) -> int:
    """The exit status: 0 if all is well, 1 if a message broke the rules of its version, or something failed."""
    if json_ and markdown:
        raise UsageFailure("--json and --markdown were both given; expected one of them")
    if timeout <= 0:
        raise UsageFailure(f"--timeout is {timeout:g}; expected a number of seconds above 0")
    place = _with_headers(target_of([*target, *command]), header)
    plan = Plan(calls=[_call(*pair) for pair in zip(call[::2], call[1::2], strict=True)], timeout=timeout)
    # Standard output is for the tables: what a server in this process prints goes to standard error.
    with redirect_stdout(sys.stderr):
        versions = anyio.run(partial(seen_in_every_version, place, plan))
    if json_:
        write_json(as_json(versions))
    elif markdown:
        console().print(printable(as_markdown(versions)), markup=False, soft_wrap=True)
    else:
        show(versions, console())
    if not any(seen.is_spoken for seen in versions):
        raise Failure("the server could be used in no version")
    return 0 if all(seen.is_fine for seen in versions) else 1


async def seen_in_every_version(target: Target, plan: Plan) -> list[Seen]:
    """What a server does in each installed version, oldest first; over HTTP, for each transport that it has there."""
    # The newest first: it tells which tools only read.
    versions = list(reversed(list(installed())))
    address = http_target(target)
    if address is None:
        seen = [await seen_in(version, target, plan) for version in versions]
        if not isinstance(target, Server):
            note_differences(seen)
        return seen[::-1]
    streamable = replace(address, transport="streamable")
    over_one = [await seen_in(version, streamable, plan) for version in versions]
    over_two = await _over_two_addresses(address, versions, plan)
    if not any(seen.is_spoken for seen in over_one) and over_two:
        over_one = []
    note_differences([*over_one, *over_two])
    return [*over_one[::-1], *over_two[::-1]]


async def _over_two_addresses(address: HttpTarget, versions: Sequence[str], plan: Plan) -> list[Seen]:
    """The same over HTTP+SSE, newest first; nothing if the server does not have that at the address."""
    found: list[Seen] = []
    for version in versions:
        if ERAS[version] != "handshake":
            continue
        seen = await seen_in(version, replace(address, transport="sse"), plan, over=TWO_ADDRESSES)
        if not seen.is_spoken and seen.steps[CONNECTION].failed:
            break
        found.append(seen)
    return found if any(seen.is_spoken for seen in found) else []


def _with_headers(target: Target, header: Sequence[str]) -> Target:
    """The target, if it is one that can be used, with headers for each request to an address."""
    try:
        address = http_target(target)
        if address is None:
            channel_to(target)
    except ValueError as error:
        raise UsageFailure(f"{error}. {TARGET_FORMS}") from None
    if address is not None:
        return replace(address, headers=headers_of(header))
    if header:
        raise UsageFailure(f"--header is {', '.join(header)}, and only an address has some. {TARGET_FORMS}")
    return target


def _call(name: str, arguments: str) -> Call:
    try:
        value: Any = json.loads(arguments)
    except ValueError as error:
        raise UsageFailure(f"--call {name}: the arguments are not JSON ({error}): {arguments!r}") from None
    if not is_object(value):
        raise UsageFailure(f"--call {name}: the arguments must be a JSON object, not {arguments}")
    return name, value
