"""`mcprism demo`: an example server, used in every version of the protocol."""

from functools import partial
from typing import Final

import anyio

from mcprism.cli.demo_server import server
from mcprism.cli.exercise import Plan
from mcprism.cli.failures import Failure
from mcprism.cli.matrix import seen_in_every_version
from mcprism.cli.matrix_tables import show
from mcprism.cli.output import console

_CALLS: Final = [("add", {"a": 2, "b": 40}), ("countdown", {"start": 2})]


def demo() -> None:
    """Shows what each version has of the example, and where to go from there."""
    out = console()
    out.print("One handler, written against the newest version, serves a client of each version of the protocol.")
    out.print("Every message is checked: it has to be valid in its version, and name nothing that the version lacks.\n")
    versions = anyio.run(partial(seen_in_every_version, server, Plan(calls=_CALLS, timeout=20)))
    show(versions, out)
    out.print("\nNext:\n")
    out.print("  mcprism matrix server.py                     the same for a server of yours")
    out.print("  mcprism inspect server.py                    what a server is and offers")
    out.print("  mcprism diff 2025-06-18 2025-11-25           what changed in the protocol")
    out.print("  mcprism --help                               all commands")
    if not all(seen.is_spoken and seen.is_fine for seen in versions):
        raise Failure("the example server did not do its part")
