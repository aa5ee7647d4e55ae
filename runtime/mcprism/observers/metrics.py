"""Messages as numbers: how many, how long, how many failed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from mcprism.jsonrpc import JsonObject, is_object
from mcprism.observers.message import MessageEvent
from mcprism.transports.observed import Direction

MAX_METHODS: Final = 200
"""Methods that are counted by themselves, each way: the peer chooses their names, and may go on inventing some."""

OTHER: Final = "(other)"
"""Stands for all methods beyond those."""


@dataclass(slots=True)
class _Requests:
    """Those of one method, one way."""

    count: int = 0
    results: int = 0
    errors: dict[int | str, int] = field(default_factory=dict[int | str, int])
    tool_errors: int = 0
    seconds: float = 0.0
    slowest: float = 0.0

    def as_dict(self) -> JsonObject:
        return {
            "count": self.count,
            "results": self.results,
            "errors": dict(self.errors),
            "tool_errors": self.tool_errors,
            "seconds": self.seconds,
            "slowest": self.slowest,
        }


@dataclass(slots=True)
class _Way:
    """What went one way. Requests have their answers, which went the other way, with them."""

    messages: int = 0
    bytes: int = 0
    unreadable: int = 0
    requests: dict[str, _Requests] = field(default_factory=dict[str, _Requests])
    notifications: dict[str, int] = field(default_factory=dict[str, int])

    def requests_of(self, method: str | None) -> _Requests:
        return self.requests.setdefault(_counted(method, self.requests), _Requests())

    def as_dict(self) -> JsonObject:
        return {
            "messages": self.messages,
            "bytes": self.bytes,
            "unreadable": self.unreadable,
            "requests": {method: requests.as_dict() for method, requests in self.requests.items()},
            "notifications": dict(self.notifications),
        }


class MetricsObserver:
    """Counts messages, and adds up how long requests took.

        metrics = MetricsObserver()
        server = Server("demo", version="1.0.0", observers=[metrics])
        ...
        metrics.as_dict()["received"]["requests"]["tools/call"]["count"]

    One may look on at several servers and clients; of several worker processes each has its own.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ways: dict[Direction, _Way] = {"received": _Way(), "sent": _Way()}

    def on_receive(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_receive`."""
        self._count(event)

    def on_send(self, event: MessageEvent) -> None:
        """As `MessageObserver.on_send`."""
        self._count(event)

    def as_dict(self) -> JsonObject:
        """What was counted so far, by direction: messages, bytes, what was unreadable, requests and notifications.

        Requests and notifications are by method. Of requests there are `count`, those answered with `results`, the
        number of `errors` by code, `tool_errors` (results that say `isError`), and the `seconds` from request to
        answer: all together, and the `slowest`. A request that was received is one that this side has answered.
        """
        with self._lock:
            return {direction: way.as_dict() for direction, way in self._ways.items()}

    def as_prometheus(self) -> str:
        """The same in the text format of Prometheus, to be served at an address of yours."""
        counted = self.as_dict()
        lines: list[str] = []
        for name, kind, samples in _FAMILIES:
            lines.append(f"# TYPE {name} {kind}")
            for direction, way in counted.items():
                lines += [f"{name}{_labels(direction=direction, **labels)} {value}" for labels, value in samples(way)]
        return "\n".join(lines) + "\n"

    def _count(self, event: MessageEvent) -> None:
        with self._lock:
            way = self._ways[event.direction]
            way.messages += 1
            if not event.batch_index:
                way.bytes += len(event.raw)
            match event.kind:
                case "request":
                    way.requests_of(event.method).count += 1
                case "notification":
                    method = _counted(event.method, way.notifications)
                    way.notifications[method] = way.notifications.get(method, 0) + 1
                case "unreadable":
                    way.unreadable += 1
                case "result" | "error":
                    asked = self._ways["sent" if event.direction == "received" else "received"]
                    self._count_answer(asked, event)

    def _count_answer(self, asked: _Way, event: MessageEvent) -> None:
        if event.method is None:
            return  # it answers nothing that was seen
        requests = asked.requests_of(event.method)
        if event.elapsed is not None:
            requests.seconds += event.elapsed
            requests.slowest = max(requests.slowest, event.elapsed)
        if event.kind == "error":
            code = _code_of(event.message)
            if code not in requests.errors and len(requests.errors) >= MAX_METHODS:
                code = OTHER
            requests.errors[code] = requests.errors.get(code, 0) + 1
            return
        requests.results += 1
        result = event.message.get("result")
        if is_object(result) and result.get("isError") is True:
            requests.tool_errors += 1


def _counted(method: str | None, known: dict[str, Any]) -> str:
    """The name under which a method is counted."""
    name = (method or OTHER)[:100]
    return name if name in known or len(known) < MAX_METHODS else OTHER


def _code_of(message: Any) -> int | str:
    error = message.get("error")
    code = error.get("code") if is_object(error) else None
    return code if type(code) is int else OTHER


def _labels(**labels: Any) -> str:
    def quoted(value: Any) -> str:
        return str(value).replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

    return "{" + ",".join(f'{name}="{quoted(value)}"' for name, value in labels.items()) + "}"


def _plain(name: str) -> Any:
    def samples(way: JsonObject) -> Iterator[tuple[dict[str, Any], Any]]:
        yield {}, way[name]

    return samples


def _of_requests(name: str) -> Any:
    def samples(way: JsonObject) -> Iterator[tuple[dict[str, Any], Any]]:
        for method, requests in way["requests"].items():
            yield {"method": method}, requests[name]

    return samples


def _errors(way: JsonObject) -> Iterator[tuple[dict[str, Any], Any]]:
    for method, requests in way["requests"].items():
        for code, times in requests["errors"].items():
            yield {"method": method, "code": code}, times


def _notifications(way: JsonObject) -> Iterator[tuple[dict[str, Any], Any]]:
    for method, times in way["notifications"].items():
        yield {"method": method}, times


_FAMILIES: Final = (
    ("mcprism_messages_total", "counter", _plain("messages")),
    ("mcprism_bytes_total", "counter", _plain("bytes")),
    ("mcprism_unreadable_total", "counter", _plain("unreadable")),
    ("mcprism_requests_total", "counter", _of_requests("count")),
    ("mcprism_results_total", "counter", _of_requests("results")),
    ("mcprism_tool_errors_total", "counter", _of_requests("tool_errors")),
    ("mcprism_errors_total", "counter", _errors),
    ("mcprism_request_seconds_total", "counter", _of_requests("seconds")),
    ("mcprism_request_seconds_max", "gauge", _of_requests("slowest")),
    ("mcprism_notifications_total", "counter", _notifications),
)
