"""Which version two sides of the handshake era speak. Plain functions: what was asked for, what there is, what follows.

Versions are in the order of `catalog.ERAS`, oldest first.

Spec: basic/lifecycle#version-negotiation
"""

from collections.abc import Sequence

from mcprism.errors import UnsupportedVersion
from mcprism.versions.catalog import ERAS, Installed


def answered(requested: str, offered: Sequence[str]) -> str:
    """What a server answers: the version that was asked for if it offers that, else its newest."""
    return requested if requested in offered else offered[-1]


def asked_for(versions: Installed, *, pinned: str | None) -> str:
    """What a client asks for: the version that it is pinned to, else its newest with a handshake.

    Raises:
        UnsupportedVersion: the pinned version is not installed, has no handshake, or is not released; or there is no
            version at all.
    """
    offered = versions.of_era("handshake")
    if pinned is None:
        newest = next((version for version in reversed(offered) if versions[version].released), None)
        if newest is None:
            raise UnsupportedVersion(
                'no version with a handshake is installed; pip install "mcprism[2025-11-25]" adds one', requested=""
            )
        return newest
    if pinned in offered and versions[pinned].released:
        return pinned
    known = ", ".join(offered) or "none"
    if pinned not in ERAS:
        problem = "there is no such version of the protocol"
    elif ERAS[pinned] != "handshake":
        problem = "it has no handshake, and this client opens connections by handshake"
    elif pinned in offered:
        problem = "it is not released yet"
    else:
        problem = f"it is not installed; {versions.extra_for(pinned)} adds it"
    raise UnsupportedVersion(f"cannot speak {pinned!r}: {problem} (can speak: {known})", requested=pinned)


def accept(answer: str, requested: str) -> None:
    """Lets a client go on with the version that the server answered, if it is the one it asked for.

    Raises:
        UnsupportedVersion: it is another one; the client has to disconnect.
    """
    if answer != requested:
        raise UnsupportedVersion(
            f"the server speaks {answer!r} and was asked for {requested!r}; pass version={answer!r} to speak that",
            requested=requested,
            answered=answer,
        )
