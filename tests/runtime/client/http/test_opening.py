"""What a client makes of a server of which it knows nothing but the address."""

from collections.abc import Sequence
from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, HttpError, HttpTarget, PeerError, RequestTimeout, UnsupportedVersion
from tests.runtime.client.http.scripted import (
    CALLED,
    DISCOVERED,
    NEWEST,
    PREFIX,
    Answering,
    Asked,
    Reply,
    scripted,
    stateless,
    with_sessions,
)

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_time")]

PROBED = ["server/discover", "initialize", "notifications/initialized"]
OLD = "2025-11-25"


async def answers(asked: Asked, reply: Reply) -> None:
    """Whatever a call is."""
    await reply.result(CALLED)


def probed(probe: Answering, **options: Any) -> Answering:
    """A server with sessions that answers `server/discover` in a way of its own."""
    otherwise = with_sessions(answers, **options)

    async def answer(asked: Asked, reply: Reply) -> None:
        await (probe if asked.what == "server/discover" else otherwise)(asked, reply)

    return answer


def discover_error(code: int, data: Any = None, status: int = 400) -> Answering:
    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.error(code, "no", data, status)

    return answer


def plain(status: int, body: bytes = b"", **headers: str) -> Answering:
    async def answer(asked: Asked, reply: Reply) -> None:
        await reply.plain(status, body, **headers)

    return answer


async def nameless_error(asked: Asked, reply: Reply) -> None:
    """As servers of the official Python SDK 1.x answer what has no session."""
    error = {"code": -32600, "message": "Bad Request: Missing session ID"}
    await reply.json({"jsonrpc": "2.0", "id": "server-error", "error": error}, 400)


async def only_old_ones(asked: Asked, reply: Reply) -> None:
    await reply.result({**DISCOVERED, "supportedVersions": ["2025-06-18", OLD]})


async def unusable(asked: Asked, reply: Reply) -> None:
    await reply.result({"tools": []})


@pytest.mark.parametrize(
    "probe",
    [
        pytest.param(discover_error(-32601), id="method not found"),
        pytest.param(discover_error(-32601, status=200), id="method not found with status 200"),
        pytest.param(discover_error(-32000), id="some other code"),
        pytest.param(discover_error(-32022, {"supported": [OLD], "requested": NEWEST}), id="only old versions named"),
        pytest.param(nameless_error, id="error with an id of the server's"),
        pytest.param(plain(400), id="400 without a body"),
        pytest.param(plain(404, b"<html>", content_type="text/html"), id="404 with HTML"),
        pytest.param(plain(405), id="405"),
        pytest.param(plain(406, b"{}", content_type="application/json"), id="406 with JSON that is no message"),
        pytest.param(plain(202), id="202 without an answer"),
        pytest.param(only_old_ones, id="result with only old versions"),
        pytest.param(unusable, id="result of something else"),
    ],
)
async def test_what_says_nothing_of_the_newest_version_leads_to_a_session(probe: Answering) -> None:
    async with scripted(probed(probe)) as server, Client(HttpTarget(server.url, listens=False)) as client:
        assert client.protocol_version == OLD
        assert server.asked == PROBED
        await client.call_tool("x")


@pytest.mark.parametrize("status", [401, 403, 407, 408, 429, 500, 502, 503])
async def test_what_says_nothing_of_the_server_is_raised(status: int) -> None:
    probe = plain(status, b"<h1>no</h1>", content_type="text/html", www_authenticate="Bearer")
    async with scripted(probed(probe)) as server:
        with pytest.raises(HttpError, match=f"server/discover|{status}") as refused:
            async with Client(server.url):
                pytest.fail("connected")
        assert server.asked == ["server/discover"]
    error = refused.value
    assert (error.status, error.body, error.url) == (status, "<h1>no</h1>", server.url)
    assert error.headers["www-authenticate"] == "Bearer"


async def test_internal_error_of_the_server_is_no_evidence_either() -> None:
    async with scripted(probed(discover_error(-32603, status=500))) as server:
        with pytest.raises(PeerError) as failed:
            async with Client(server.url):
                pytest.fail("connected")
        assert (failed.value.code, failed.value.status) == (-32603, 500)
        assert server.asked == ["server/discover"]


@pytest.mark.parametrize("code", [-32020, -32021])
async def test_what_only_a_server_without_sessions_can_say_is_raised(code: int) -> None:
    async with scripted(probed(discover_error(code))) as server:
        with pytest.raises((PeerError, UnsupportedVersion), match=str(code)) as refused:
            async with Client(server.url):
                pytest.fail("connected")
        assert server.asked == ["server/discover"]
    if code == -32020:
        assert "a header did not arrive as it was sent" in str(refused.value)


async def test_other_newest_version_is_asked_in_once_more() -> None:
    asked_in: list[str] = []

    async def answer(asked: Asked, reply: Reply) -> None:
        version = asked.message["params"]["_meta"][PREFIX + "protocolVersion"]
        asked_in.append(version)
        await reply.error(-32022, "no", {"supported": ["2027-01-01"], "requested": version}, 400)

    async with scripted(answer) as server:
        with pytest.raises(UnsupportedVersion, match="2027-01-01"):
            async with Client(server.url):
                pytest.fail("connected")
    assert asked_in == [NEWEST]


async def test_silence_is_no_evidence() -> None:
    async def silent(asked: Asked, reply: Reply) -> None:
        await reply.until_gone()

    async with scripted(silent) as server:
        with pytest.raises(RequestTimeout, match="server/discover"):
            async with Client(server.url, connect_timeout=0.2):
                pytest.fail("connected")
        assert server.asked == ["server/discover"]


async def test_nobody_there_is_one_plain_error_that_says_why() -> None:
    async with scripted(answers) as server:
        url = server.url
    with pytest.raises(ConnectionClosed, match=f"cannot connect to {url}: .*") as refused:
        async with Client(url):
            pytest.fail("connected")
    assert isinstance(refused.value.__cause__, OSError)


async def test_server_that_ends_the_connection_is_one_plain_error() -> None:
    async def cut(asked: Asked, reply: Reply) -> None:
        await reply.cut()

    async with scripted(cut) as server:
        with pytest.raises(ConnectionClosed, match="ended before an answer came"):
            async with Client(server.url):
                pytest.fail("connected")


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ({"version": OLD}, PROBED[1:]),
        ({"versions": ["2025-03-26", "2025-06-18"]}, PROBED[1:]),
    ],
    ids=str,
)
async def test_versions_that_leave_no_choice_are_not_probed_for(options: Any, asked: Sequence[str]) -> None:
    newest = options.get("version") or options["versions"][-1]
    async with scripted(with_sessions(answers, version=newest)) as server:
        async with Client(HttpTarget(server.url, listens=False), **options) as client:
            assert client.protocol_version == newest
        assert server.asked[: len(asked)] == asked


async def test_newest_version_alone_begins_no_session() -> None:
    async with scripted(probed(plain(400))) as server:
        with pytest.raises(HttpError):
            async with Client(server.url, version=NEWEST):
                pytest.fail("connected")
        assert server.asked == ["server/discover"]


async def test_what_a_server_was_is_asked_first_next_time() -> None:
    async with scripted(with_sessions(answers)) as server:
        target = HttpTarget(server.url, listens=False)
        for _ in range(2):
            async with Client(target):
                pass
        assert server.asked == [*PROBED, "DELETE", *PROBED[1:], "DELETE"]
        server.answer = stateless(answers)  # it was exchanged for a newer one
        async with Client(target) as client:
            assert client.protocol_version == NEWEST
        assert server.asked[-2:] == ["initialize", "server/discover"]


async def test_server_that_knows_neither_is_told_with_both_failures() -> None:
    async with scripted(plain(404, b"nothing here")) as server:
        with pytest.raises(
            HttpError, match=r"POST .* status 404 .*nothing here.*as one of 2024-11-05: GET .* 404"
        ) as no:
            async with Client(server.url):
                pytest.fail("connected")
        assert server.asked == ["server/discover", "initialize", "GET"]
    assert no.value.status == 404


async def test_session_refused_by_a_newer_server_is_not_asked_for_in_the_oldest_way() -> None:
    async def refuses(asked: Asked, reply: Reply) -> None:
        code = -32601 if asked.what == "server/discover" else -32022
        await reply.error(code, "no sessions", {"supported": [NEWEST], "requested": OLD}, 400)

    async with scripted(refuses) as server:
        with pytest.raises(UnsupportedVersion, match=f"the server speaks {NEWEST}"):
            async with Client(server.url):
                pytest.fail("connected")
        assert server.asked == ["server/discover", "initialize"]


async def test_answer_that_is_a_stream_is_read_to_the_result() -> None:
    async def streams(asked: Asked, reply: Reply) -> None:
        if "id" not in asked.message:
            await reply.plain(202)
            return
        await reply.events()
        await reply.answer(DISCOVERED if asked.what == "server/discover" else CALLED)
        await reply.end()

    async with scripted(streams) as server, Client(server.url) as client:
        await client.call_tool("x")
        assert client.protocol_version == NEWEST
        assert server.connections == 1


async def test_initialize_answered_by_another_version_is_spoken() -> None:
    async with (
        scripted(with_sessions(answers, version="2025-03-26")) as server,
        Client(HttpTarget(server.url, listens=False)) as client,
    ):
        assert client.protocol_version == "2025-03-26"
        assert server.of("notifications/initialized")[0].headers["mcp-protocol-version"] == "2025-03-26"


async def test_many_clients_may_open_one_after_the_other_and_leave_nothing_behind() -> None:
    async with scripted(with_sessions(answers)) as server:
        for _ in range(20):
            async with Client(HttpTarget(server.url)) as client:
                await client.call_tool("x")
        await anyio.wait_all_tasks_blocked()
    assert server.asked.count("DELETE") == 20
