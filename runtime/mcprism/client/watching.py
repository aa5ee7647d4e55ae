"""Telling a program of changes on its server for as long as the client is open, whichever way the server tells them.

Spec: basic/patterns/subscriptions, server/resources#subscriptions
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Final

import anyio

from mcprism.client.backoff import Backoff
from mcprism.client.callables import Callback
from mcprism.client.listening import Subscription
from mcprism.errors import ConnectionClosed, McprismError
from mcprism.events import Change, Filter, ResourceUpdated
from mcprism.spawn import CANCEL_GRACE, Owner, current_loop

_RETRY_DELAY: Final = 1.0
_MOST_IN_VAIN: Final = 10

STEADY: Final = 60.0
"""Seconds after which a stream counts as one that works; streams that end earlier are asked for ever more seldom."""

_log = logging.getLogger("mcprism")


class Watching:
    """What one open client is told of changes.

    Args:
        listen: opens nothing yet; as `Session.listen`.
        on_list_changed: called with each change of a list; None: nobody wants to hear of them.
        on_resource_updated: called with the address of each resource that has other contents; None: as above.
    """

    def __init__(
        self,
        listen: Callable[[Filter], Subscription],
        on_list_changed: Callback | None,
        on_resource_updated: Callback | None,
    ) -> None:
        self._listen = listen
        self._on_list_changed = on_list_changed
        self._on_resource_updated = on_resource_updated
        self._owners: dict[Filter, Owner] = {}
        self._open: dict[Filter, Subscription] = {}
        self._turn = anyio.Lock()

    async def watch_lists(self, capabilities: Filter) -> None:
        """From now on changes of these lists are told, if anybody wants to hear of them."""
        if self._on_list_changed is None or not capabilities:
            return
        try:
            await self._watch(capabilities)
        except McprismError as error:
            _log.warning("on_list_changed will not be called: %s", error)

    async def watch(self, uri: str) -> None:
        """From now on changes of this resource are told.

        Raises:
            McprismError: as `Subscription.__aenter__`.
        """
        wanted = Filter(uris=frozenset({uri}))
        # Whoever asks for the same meanwhile waits: of two subscriptions only one would be forgotten.
        async with self._turn:
            if wanted not in self._owners:
                await self._watch(wanted)

    async def forget(self, uri: str) -> None:
        """Not any more; nothing happens if they were not."""
        wanted = Filter(uris=frozenset({uri}))
        owner = self._owners.pop(wanted, None)
        if owner is not None:
            owner.cancel()
            subscription = self._open.pop(wanted, None)
            if subscription is not None:
                await subscription.__aexit__(None, None, None)

    async def close(self) -> None:
        """Nothing is told any more. To be called when the connection has ended, with all subscriptions."""
        owners = list(self._owners.values())
        self._owners.clear()
        for owner in owners:
            owner.cancel()
        for owner in owners:
            # Not shielded: it may be one of them that closes the client.
            with anyio.move_on_after(CANCEL_GRACE):
                await owner.ended()

    async def _watch(self, wanted: Filter) -> None:
        subscription = self._listen(wanted)
        await subscription.__aenter__()
        self._open[wanted] = subscription
        self._owners[wanted] = current_loop().own(partial(self._tell, wanted, subscription))

    async def _tell(self, wanted: Filter, subscription: Subscription) -> None:
        backoff = Backoff(delay=_RETRY_DELAY, max_in_vain=_MOST_IN_VAIN, max_attempts=None)
        clock = current_loop().clock
        while True:
            begun = clock()
            try:
                async for change in subscription:
                    await self._told(change)
            except ConnectionClosed as error:
                _log.debug("changes are not told any more: %s", error)
                return
            except McprismError as error:
                _log.warning("the server has stopped telling changes: %s", error)
            if clock() - begun > STEADY:
                backoff.has_delivered()
            self._open.pop(wanted, None)
            again = await self._again(wanted, backoff)
            if again is None:
                return
            subscription = self._open[wanted] = again

    async def _again(self, wanted: Filter, backoff: Backoff) -> Subscription | None:
        """Another subscription, after the server has ended one; None: there will be none."""
        while (delay := backoff.next_delay(None)) is not None:
            await anyio.sleep(delay)
            subscription = self._listen(wanted)
            try:
                await subscription.__aenter__()
            except ConnectionClosed:
                return None
            except McprismError as error:
                _log.warning("changes cannot be listened for again: %s", error)
                continue
            # What changed meanwhile was told to nobody.
            subscription.missed()
            return subscription
        _log.error("changes are not told any more: the server ends every stream that tells them")
        return None

    async def _told(self, change: Change) -> None:
        try:
            if isinstance(change, ResourceUpdated):
                if self._on_resource_updated is not None:
                    await self._on_resource_updated(change.uri)
            elif self._on_list_changed is not None:
                await self._on_list_changed(change)
        except Exception:  # the border: it is the program's own failure, and must not end what it is told
            _log.exception("the function that was told of %r failed", change)
