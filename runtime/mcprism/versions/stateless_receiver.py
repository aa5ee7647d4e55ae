"""Requests without a session on their way to the handler, and what answers them on its way back."""

from functools import partial

from mcprism.connection import LISTEN
from mcprism.errors import NotSupportedByPeer
from mcprism.exchange import Exchange, ForwardedExchange, Outcome, Work
from mcprism.inbound import Handling, Receiver
from mcprism.jsonrpc import JsonObject, JsonText, Notification, Request, object_of
from mcprism.rounds import Park, Replay, Rounds
from mcprism.versions.listen_streams import ListenStreams
from mcprism.versions.stateless import PROTOCOL_VERSION, StatelessServer
from mcprism_types.base import OnProgress


class StatelessReceiver:
    """Finishes the results of what answers requests of this era. As `peer.Receiver`.

    Args:
        receiver: what answers them.
        era: how it knows who asks.
        rounds: how handlers ask the client.
        streams: what answers those who listen for changes.
    """

    def __init__(self, receiver: Receiver, era: StatelessServer, rounds: Rounds, streams: ListenStreams) -> None:
        self._receiver = receiver
        self._era = era
        self._streams = streams
        self._broker = (Park if rounds.broker == "park" else Replay)(era, rounds)

    def dispatch(self, request: Request, exchange: Exchange) -> Outcome | Work:
        """As `Receiver.dispatch`."""
        outcome: Outcome | Work
        if request.method in self._era.asking:
            outcome = self._broker.dispatch(request, exchange, self._receiver.dispatch)
        elif request.method == LISTEN:
            outcome = self._streams.dispatch(request, exchange)
        else:
            outcome = self._receiver.dispatch(request, _Unasking(exchange, request, self._era))
        # What is there at once is the era's own, and finished.
        return partial(self._finished, outcome, request) if callable(outcome) else outcome

    def notified(self, notification: Notification, exchange: Exchange) -> Handling | None:
        """As `Receiver.notified`."""
        return self._receiver.notified(notification, exchange)

    def close(self) -> None:
        """The client is gone, or the server ends: what waits for it ends."""
        self._streams.close()
        self._broker.close()

    async def _finished(self, work: Work, request: Request) -> Outcome:
        try:
            result = await work()
        except NotSupportedByPeer as error:
            # A question that a handler returned, and this client does not answer.
            result = self._era.failed(request.method, error, self._era.caller(request))
        return self._era.finished(result, object_of(request.params)["_meta"][PROTOCOL_VERSION])


class _Unasking(ForwardedExchange):
    """The way back for a request whose result cannot be a question. As `exchange.Exchange`."""

    __slots__ = ("_era", "_request")

    def __init__(self, exchange: Exchange, request: Request, era: StatelessServer) -> None:
        super().__init__(exchange)
        self._request = request
        self._era = era

    async def request(
        self,
        method: str,
        params: JsonObject | JsonText | None = None,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> JsonObject:
        raise NotSupportedByPeer(
            f"{method} while {self._request.method} is served",
            peer_version=self._era.caller(self._request).version,
            needs=f"a session, or to be asked while {', '.join(sorted(self._era.asking))} is served",
        )
