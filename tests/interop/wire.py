"""Reads a recorded conversation and says what our side wrote wrong."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from mcprism.versions import installed
from mcprism.versions.contract import undeclared_in_message

VERSION = "io.modelcontextprotocol/protocolVersion"


def faults(messages: Iterable[tuple[str, Any]], version: str) -> list[str]:
    """What is invalid, or has no name, in the messages that were sent; empty if all is right.

    `version` is the one that was negotiated. A request that names one itself, such as a question of which versions
    there are, and its answer, are read as that one's.
    """
    found: list[str] = []
    asked: dict[tuple[str, Any], tuple[str, str]] = {}
    for direction, message in messages:
        meta = (message.get("params") or {}).get("_meta") or {}
        spoken, method = meta.get(VERSION, version), message.get("method")
        if method is None:
            other = "received" if direction == "sent" else "sent"
            spoken, method = asked.get((other, message.get("id")), (version, ""))
        elif "id" in message:
            asked[direction, message["id"]] = spoken, method
        if direction == "sent":
            found += [f"{method} in {spoken}: {fault}" for fault in _faults(message, method, spoken)]
    return found


def _faults(message: dict[str, Any], method: str, version: str) -> Iterator[str]:
    protocol = installed()[version]
    if message.get("jsonrpc") != "2.0" or sum(part in message for part in ("method", "result", "error")) != 1:
        yield f"no message: {message}"
        return
    specs = protocol.requests if "id" in message else protocol.notifications
    if "error" in message:
        error = message["error"]
        if type(error.get("code")) is not int or type(error.get("message")) is not str:
            yield f"no error: {error}"
    elif method not in specs:
        yield "there is no such method"
        return
    else:
        try:
            if "result" in message:
                protocol.requests[method].read_result(message["result"])
            else:
                specs[method].read_params(message.get("params"))
        except ValidationError as error:
            yield str(error)
    yield from map(str, undeclared_in_message(message, version, method=method))
