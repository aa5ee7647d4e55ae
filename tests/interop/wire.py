"""Reads a recorded conversation and says what our side wrote wrong."""

from collections.abc import Iterable
from typing import Any, Literal

from mcprism.versions.conversation import Conversation

Side = Literal["client", "server"]


def faults(messages: Iterable[tuple[str, Any]], version: str) -> list[str]:
    """What is invalid, or has no name, in the messages that were sent; empty if all is right.

    `version` is the one that was negotiated. A request that names one itself, such as a question of which versions
    there are, and its answer, are read as that one's.
    """
    recorded = list(messages)
    ours: Side = "client" if recorded and recorded[0][0] == "sent" else "server"
    theirs: Side = "server" if ours == "client" else "client"
    conversation = Conversation(version)
    found: list[str] = []
    for direction, message in recorded:
        faulty = conversation.hear(ours if direction == "sent" else theirs, message)
        if direction == "sent":
            found += [f"{fault.message} in {fault.version}: {fault.problem}" for fault in faulty]
    return found
