"""The sessions of an app: which there are, how many there may be, and when one ends.

There is no task that looks after them: whoever comes pays for those that have expired meanwhile.
"""

import logging
from collections.abc import Iterator
from typing import Final

from pydantic_core import from_json, to_json

from mcprism.errors import OVERLOADED
from mcprism.exchange import ACCESS, Principal
from mcprism.jsonrpc import JsonObject
from mcprism.server.http.engine import Engine
from mcprism.server.http.repeated import Repeated
from mcprism.server.http.session import Session
from mcprism.server.http.sharing import keeps_sessions_alone
from mcprism.server.service import Service
from mcprism.transports.headers import is_identifier
from mcprism.transports.http_server import Refusal

_RETRY: Final = ((b"retry-after", b"60"),)

_log = logging.getLogger("mcprism")


class Sessions:
    """The sessions that this process knows, the one that was used longest ago first.

    Args:
        engine: the app.
        service: what it serves.
    """

    def __init__(self, engine: Engine, service: Service) -> None:
        self._engine = engine
        self._service = service
        self._known: dict[str, Session] = {}
        self._next_expiry = 0.0
        self._evictions = Repeated(_log, lambda: engine.loop.clock())
        self.are_shared: Final = engine.options.session_store is not None
        """Whether other processes know them too: what they know is read before a session is used, and written after."""

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Session]:
        return iter(tuple(self._known.values()))

    def knows(self, session_id: bytes) -> bool:
        """Whether this process has such a session."""
        return session_id.decode("latin-1") in self._known

    def known(self, session_id: str) -> Session | None:
        """The session with this id, if this process has it; it does not count as used."""
        return self._known.get(session_id)

    def new(self, client: str, session_id: str | None, *, principal: Principal | None = None) -> Session:
        """A session that is none of these yet. `principal`: whose it is."""
        receiver, era = self._service.warning_once().session(lasts=session_id is not None)
        return Session(
            self._engine,
            receiver,
            era,
            session_id=session_id,
            client=client,
            principal=principal,
            timeout=self._service.timeout,
            max_inbound=self._service.max_inbound,
        )

    async def begin(self, client: str) -> Session:
        """A new session for a client at an address; it is one of these once it is kept.

        Raises:
            Refusal: 503, there are too many.
        """
        self._expire(self._engine.loop.clock())
        options = self._engine.options
        self._engine.clients.check(client)
        if len(self._known) >= options.max_sessions:
            oldest = next((session for session in self._known.values() if session.is_idle), None)
            if oldest is None:
                text = f"all of {options.max_sessions} sessions are in use: try again later"
                raise Refusal(503, text, code=OVERLOADED, headers=_RETRY)
            self._evictions.warn("a session was ended to make room: max_sessions is %d", options.max_sessions)
            if self.are_shared:
                # Another process may have used it since; what the store has of it expires there.
                self._drop(oldest)
            else:
                await self.end(oldest)
        session_id = options.session_id()
        if not is_identifier(session_id.encode()) or session_id in self._known:
            raise ValueError(f"session_id must make a new id of visible ASCII characters each time, not {session_id!r}")
        return self.new(client, session_id, principal=ACCESS.get().principal)

    def add(self, session: Session) -> None:
        """The session has begun."""
        if session.id is not None and not session.is_closed:
            self._known[session.id] = session
            self._engine.clients.add(session.client)

    async def write(self, session: Session) -> None:
        """Tells other processes what has changed about a session, if anything has."""
        store = self._engine.options.session_store
        if store is None or session.id is None or session.is_closed:
            return
        principal = None if session.principal is None else session.principal.identity
        record = to_json({**session.era.record(), "principal": principal})
        if record != session.saved:
            session.saved = record
            await store.save(session.id, record)

    async def read(self, session_id: bytes, client: str) -> None:
        """Learns from other processes what has become of a session; of an id that is none nothing."""
        store = self._engine.options.session_store
        if store is None or not is_identifier(session_id):
            return
        name = session_id.decode("ascii")
        self._expire(self._engine.loop.clock())
        before = self._known.get(name)
        saved = None if before is None else before.saved
        record = await store.load(name)
        session = self._known.get(name)
        if record is None:
            if session is not None:
                self._drop(session)
            return
        # What this process has written meanwhile is newer.
        if session is None or (record != session.saved and session.saved == saved):
            session = self._resumed(name, client, record, session)
        self._use(session, self._engine.loop.clock())

    def find(self, session_id: bytes) -> Session:
        """The session with this id; it counts as used.

        Raises:
            Refusal: 400, this is no id; 404, there is no such session, or not any more.
        """
        now = self._engine.loop.clock()
        if now >= self._next_expiry:
            self._expire(now)
        session = self._known.get(session_id.decode("latin-1"))
        # Whoever has got hold of the id of somebody else's session learns nothing about it.
        if session is None or session.principal != ACCESS.get().principal:
            if not is_identifier(session_id):
                raise Refusal(400, "Mcp-Session-Id must be 1 to 128 visible ASCII characters")
            text = "there is no session with this id, or not any more: send initialize without one"
            if keeps_sessions_alone(self._engine.options):
                text = (
                    "this process has no session with this id, or not any more; there are "
                    f"{self._engine.options.workers} of them, with no session_store that they share: give them one, or "
                    "send initialize without an id"
                )
            raise Refusal(404, text)
        self._use(session, now)
        return session

    async def end(self, session: Session) -> None:
        """Ends a session."""
        self._drop(session)
        options = self._engine.options
        if session.id is not None:
            if options.session_store is not None:
                await options.session_store.delete(session.id)
            if options.event_store is not None:
                await options.event_store.forget(session.id)

    def close(self) -> None:
        """The app ends: so do all sessions, as far as this process is concerned."""
        for session in self:
            self._drop(session)

    def _resumed(self, name: str, client: str, record: bytes, session: Session | None) -> Session:
        """The session that another process has begun or changed."""
        members: JsonObject = from_json(record)
        if session is None:
            principal = members["principal"]
            session = self._known[name] = self.new(
                client, name, principal=None if principal is None else Principal(*principal)
            )
            self._engine.clients.add(client)
            session.resume(members)
        else:
            session.era.resume(members)
        session.saved = record
        return session

    def _drop(self, session: Session) -> None:
        if session.id is not None and self._known.pop(session.id, None) is session:
            self._engine.clients.remove(session.client)
        session.close()

    def _expire(self, now: float) -> None:
        idle_timeout = self._engine.options.idle_timeout
        while self._known:
            oldest = next(iter(self._known.values()))
            if oldest.used > now - idle_timeout:
                # It is the next one at the earliest; used meanwhile, it is later.
                self._next_expiry = oldest.used + idle_timeout
                return
            if oldest.is_idle:
                # What the stores have of it expires there.
                self._drop(oldest)
            else:
                self._use(oldest, now)
        self._next_expiry = now + idle_timeout

    def _use(self, session: Session, now: float) -> None:
        """It is the one that was used last."""
        session.used = now
        self._known[str(session.id)] = self._known.pop(str(session.id))
