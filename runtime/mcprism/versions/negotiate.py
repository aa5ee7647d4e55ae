"""Which version two sides speak. Plain functions: what was asked for, what there is, what follows.

Versions are in the order of `catalog.ERAS`, oldest first.

Spec: basic/lifecycle#version-negotiation
"""

from collections.abc import Iterable, Sequence
from typing import Final, cast

from mcprism.errors import PeerError, UnsupportedVersion
from mcprism.jsonrpc import is_object
from mcprism.versions.catalog import ERAS, EraName, Installed

UNSUPPORTED_VERSION: Final = -32022
"""The error code that names the versions which a server speaks."""


def spoken(versions: Installed, *, limited_to: Iterable[str] | None = None) -> tuple[str, ...]:
    """The versions that one side speaks: all that are installed, or those among them that it is limited to.

    Whether they are released is asked when one of them is about to be spoken: finding out means importing it.

    Raises:
        UnsupportedVersion: one that it is limited to is not installed; or there is none at all.
    """
    offered = tuple(versions)
    wanted = offered if limited_to is None else tuple(limited_to)
    for version in wanted:
        if version not in offered:
            raise _refusal(version, _problem(version, versions), offered)
    if not wanted:
        raise UnsupportedVersion('no version can be spoken; pip install "mcprism[2025-11-25]" adds one', requested="")
    return tuple(version for version in offered if version in wanted)


def in_era(era: EraName, versions: Iterable[str]) -> tuple[str, ...]:
    """The versions of one era."""
    return tuple(version for version in versions if ERAS[version] == era)


def answered(requested: str, offered: Sequence[str], versions: Installed) -> str:
    """What a server answers: the version that was asked for if it offers that, else its newest.

    Raises:
        UnsupportedVersion: nothing that it offers is released.
    """
    return requested if requested in offered and versions[requested].released else newest(offered, versions)


def newest(offered: Sequence[str], versions: Installed) -> str:
    """The newest version that is released: what a client asks for.

    Raises:
        UnsupportedVersion: none of them is.
    """
    for version in reversed(offered):
        if versions[version].released:
            return version
    raise _refusal(offered[-1], "it is not released yet", offered)


def accept(answer: str, requested: str, accepted: Sequence[str], versions: Installed) -> None:
    """Lets a client go on with the version that the server answered, if it is one that the client accepts.

    Raises:
        UnsupportedVersion: it is not; the client has to disconnect.
    """
    if answer in accepted and versions[answer].released:
        return
    if answer in versions.of_era("handshake"):
        remedy = f"pass version={answer!r} to speak that"
    else:
        remedy = _problem(answer, versions)
    raise UnsupportedVersion(
        f"the server speaks {answer!r} and was asked for {requested!r}; {remedy}",
        requested=requested,
        answered=answer,
    )


def supported_versions(error: PeerError) -> list[str]:
    """The versions that the server speaks, if its error says that."""
    data = error.data
    supported = data.get("supported") if error.code == UNSUPPORTED_VERSION and is_object(data) else None
    return [str(name) for name in cast("list[object]", supported)] if isinstance(supported, list) else []


def nothing_in_common(requested: str, supported: Sequence[str]) -> UnsupportedVersion:
    """The error for a client that speaks none of the versions which the server named."""
    known = ", ".join(supported) or "none"
    return UnsupportedVersion(
        f"the server speaks {known:.200} and was asked for {requested!r}; pass another `version`",
        requested=requested,
        answered=supported[-1] if supported else None,
    )


def _problem(version: str, versions: Installed) -> str:
    if version not in ERAS:
        return "there is no such version of the protocol"
    if version in versions:
        return "it has no handshake, and is not reached by one"
    return f"it is not installed; {versions.extra_for(version)} adds it"


def _refusal(version: str, problem: str, offered: Sequence[str]) -> UnsupportedVersion:
    known = ", ".join(offered) or "none"
    return UnsupportedVersion(f"cannot speak {version!r}: {problem} (can speak: {known})", requested=version)
