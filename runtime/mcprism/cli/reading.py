"""`mcprism read`: the contents of a resource."""

import sys
from pathlib import Path
from typing import Annotated

import anyio
from cyclopts import Parameter

from mcprism.cli.blocks import Saving, decoded, note, show_contents
from mcprism.cli.failures import UsageFailure
from mcprism.cli.output import write_json
from mcprism.cli.reaching import HERE, Reaching, told
from mcprism.client import Client
from mcprism.jsonrpc import JsonObject


def read(
    *words: Annotated[str, Parameter(name="TARGET URI", help="the server, and the address of one of its resources")],
    output: Annotated[
        Path | None, Parameter(help="file for the contents, of whichever kind; more of them are numbered")
    ] = None,
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", show_default=False, help="the whole result as one JSON object")
    ] = False,
    reaching: Reaching = HERE,
) -> None:
    """Text goes out as it is. Binary contents go to a file or another program, and are described on a terminal."""
    place, rest = reaching.place(words)
    if len(rest) != 1:
        raise UsageFailure(
            f"expected one URI after TARGET, not {' '.join(rest) or 'nothing'!r}; "
            "mcprism list TARGET resources shows them"
        )
    client = reaching.client(place)
    with told(place):
        result = anyio.run(_read, client, rest[0])
    contents: list[JsonObject] = result["contents"]
    if output is not None:
        saving = Saving(output)
        for part in contents:
            data = part["text"].encode() if "text" in part else decoded(part["blob"])
            note(f"saved {part['uri']}, {len(data)} bytes: {saving.write(data)}")
    if as_json:
        write_json(result)
    elif output is None and len(contents) == 1 and "blob" in contents[0] and not sys.stdout.isatty():
        sys.stdout.flush()
        sys.stdout.buffer.write(decoded(contents[0]["blob"]))
    elif output is None:
        show_contents(contents, Saving(None), sys.stdout)


async def _read(unopened: Client, uri: str) -> JsonObject:
    async with unopened as client:
        return (await client.read_resource(uri)).to_wire()
