"""What several processes have to share, so that it does not matter which of them a request reaches."""

import logging
from collections.abc import Iterator
from typing import Final

from mcprism.events import Filter
from mcprism.rounds import SealedState, StoredState
from mcprism.server.http.options import HttpOptions
from mcprism.server.service import Service
from mcprism.stores import InMemoryEventStore, InMemorySessionStore
from mcprism.versions.http import HAS_EVENTS_ONLY

_EVERYTHING: Final = Filter(tools=True, prompts=True, resources=True, uris=frozenset({"any"}))

_log = logging.getLogger("mcprism")


def warn_of_what_is_not_shared(service: Service, options: HttpOptions, *, have_one_key: bool) -> None:
    """Logs what will not work whenever another process is reached; nothing where there is one.

    `have_one_key`: whether the processes have the same key of a `SealedState`, although none was given.
    """
    if options.workers > 1:
        for problem in _unshared(service, options, have_one_key):
            _log.warning("%d processes serve: %s", options.workers, problem)


def keeps_sessions_alone(options: HttpOptions) -> bool:
    """Whether there are several processes, and each has sessions of its own."""
    store = options.session_store
    return options.workers > 1 and (store is None or isinstance(store, InMemorySessionStore))


def _unshared(service: Service, options: HttpOptions, have_one_key: bool) -> Iterator[str]:
    if service.with_handshake and not options.stateless:
        if keeps_sessions_alone(options):
            yield (
                "a session is known to the one that began it, and a request that reaches another one is answered with "
                "404; pass session_store=SqliteSessionStore(path), or stateless=True"
            )
        if isinstance(options.event_store, InMemoryEventStore):
            yield (
                "a stream can be resumed at the one that began it alone; pass event_store=SqliteEventStore(path) in "
                "place of the store in memory"
            )
    has_sessions = bool(service.with_handshake) and not options.stateless
    if options.mailbox is None and (has_sessions or _EVERYTHING.within(service.introduction.capabilities)):
        yield (
            "an answer or a cancellation that reaches another one than it is for is lost, and what changes is told by "
            "the one that learns of it alone; pass mailbox=SqliteMailbox(path)"
        )
    if options.legacy_sse and HAS_EVENTS_ONLY in service.offered:
        yield (
            f"clients of {HAS_EVENTS_ONLY} have a stream from one of them, and what they post to another one is "
            "answered with 404; pass legacy_sse=False, or serve them with one process"
        )
    if not service.without_session:
        return
    codec = service.rounds.codec
    if service.rounds.broker == "park":
        yield "a handler that asks waits in one of them; pass Rounds(broker='replay')"
    elif isinstance(codec, StoredState):
        yield "what a client has answered is kept by the one that asked; pass Rounds(codec=SealedState())"
    elif isinstance(codec, SealedState) and codec.made_its_key and not have_one_key:
        yield (
            "what a client keeps while it is asked can be read by the one that asked alone; pass "
            "rounds=Rounds(codec=SealedState(keys=[...])) with the same keys to all"
        )
