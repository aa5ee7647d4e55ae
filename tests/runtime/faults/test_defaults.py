"""Secure defaults: a test fails when one is loosened."""

import inspect
from typing import Any

import pytest

from mcprism import Context, threads
from mcprism.client import verdicts
from mcprism.client.options import ClientOptions
from mcprism.handlers import HandlerTable
from mcprism.inbound import MAX_WAITING
from mcprism.jsonrpc import MAX_BATCH, MAX_DEPTH
from mcprism.peer import MAX_INBOUND, Peer
from mcprism.server.service import Service
from mcprism.transports import HIGH_WATER, ProcessChannel, StdioChannel
from mcprism_types import v2025_11_25 as v

KIB = 1024
MIB = 1024 * KIB
SERVICE = Service.of(HandlerTable.of(v.ServerHandler[Context](), side="server"), name="x", version="1")


def default(function: Any, name: str) -> Any:
    return inspect.signature(function).parameters[name].default


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        pytest.param(default(StdioChannel, "max_line"), 4 * MIB, id="bytes of a line from a client"),
        pytest.param(default(ProcessChannel, "max_line"), 16 * MIB, id="bytes of a line from a server"),
        pytest.param(MAX_DEPTH, 128, id="levels of JSON"),
        pytest.param(MAX_BATCH, 1000, id="messages in an array"),
        pytest.param(MAX_INBOUND, 128, id="requests in flight"),
        pytest.param(SERVICE.max_inbound, 128, id="requests in flight at a server"),
        pytest.param(default(Peer, "max_inbound"), 128, id="requests in flight at a peer"),
        pytest.param(MAX_WAITING, 1024, id="notifications that wait"),
        pytest.param(HIGH_WATER, MIB, id="bytes that wait to be written"),
        pytest.param(threads.MAX_THREADS, 40, id="threads"),
        pytest.param(verdicts.MAX_KNOWN, 256, id="servers that are remembered"),
        pytest.param(default(ProcessChannel, "stop_timeouts"), (2.0, 2.0), id="seconds to leave"),
        pytest.param(default(StdioChannel, "drain_timeout"), 10.0, id="seconds to write"),
        pytest.param(SERVICE.drain_timeout, 10.0, id="seconds to drain"),
        pytest.param(SERVICE.timeout, 60.0, id="seconds of a question"),
        pytest.param(default(ClientOptions, "timeout"), 60.0, id="seconds of a call"),
        pytest.param(default(ClientOptions, "connect_timeout"), 30.0, id="seconds to connect"),
        pytest.param(default(ClientOptions, "probe_timeout"), 5.0, id="seconds to answer which era"),
        pytest.param(default(ClientOptions, "max_rounds"), 10, id="rounds of questions"),
    ],
)
def test_default_is_no_looser_than_what_was_decided(value: Any, safe: Any) -> None:
    assert value <= safe


def test_child_inherits_no_variable_that_could_hold_a_secret() -> None:
    inherited = set(default(ProcessChannel, "inherit_env"))
    assert inherited <= {"PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LC_*", "TMPDIR"}
