"""Every feature between every two versions: the handler's, and the client's. What comes is what the tables say."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from mcprism import PeerError
from mcprism.client.http.target import HttpTransport
from mcprism.transports.process import ProcessChannel
from tests.versions.conversation import PATIENCE, Talk, talk_in_memory, talk_over, talk_over_http
from tests.versions.everything import NEWEST, VERSIONS, Losses, server_of
from tests.versions.features import BEGINNING, FEATURES, QUESTIONS, Feature, Loss, Refused
from tests.versions.nursery import command

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
PAIRS = [pytest.param(home, peer, id=f"{home} to {peer}") for home in VERSIONS for peer in VERSIONS]


def written_for(home: str) -> list[Feature]:
    return [feature for feature in FEATURES if home in feature.homes]


def lost(losses: Iterable[Loss], home: str, peer: str) -> set[tuple[str, str, str]]:
    """What is reported where these may be lost."""
    return {(loss.method, loss.feature, loss.loss) for loss in losses if loss.happens(home, peer)}


def check(expected: Any, found: Any) -> None:
    """That a row gave what the tables say."""
    match expected:
        case Refused():
            assert found["isError"] is True
            (block,) = found["content"]
            assert f"does not support {expected.feature}" in block["text"]
        case tuple():
            for part, got in zip(expected, found, strict=True):
                check(part, got)
        case _:
            assert found == expected


async def play_all(talk: Talk, home: str, peer: str, subtests: pytest.Subtests) -> None:
    for feature in written_for(home):
        with subtests.test(feature.name):
            found = await feature.play(talk)
            check(feature.expected(home, peer), found)
    faults = [part for feature in written_for(home) for part in feature.faults if home == peer]
    assert [str(fault).partition(" in MCP")[0] for fault in talk.faults] == faults
    at_client = {(report.method, report.feature, report.loss) for report in talk.lost}
    assert at_client == lost(
        [loss for feature in written_for(home) for loss in feature.client_losses], VERSIONS[-1], peer
    )


def expected_losses(home: str, peer: str) -> set[tuple[str, str, str]]:
    losses = [loss for feature in written_for(home) for loss in feature.losses]
    return lost([*BEGINNING, *losses], home, peer)


@pytest.mark.parametrize(
    ("home", "peer", "anyio_backend"),
    [
        *(pytest.param(*pair.values, "asyncio", id=f"{pair.id}, asyncio") for pair in PAIRS),
        # The conversions are the same on every event loop.
        *(pytest.param(NEWEST, peer, "trio", id=f"{NEWEST} to {peer}, trio") for peer in VERSIONS),
    ],
)
async def test_every_feature_is_what_the_tables_say(home: str, peer: str, subtests: pytest.Subtests) -> None:
    losses = Losses()
    async with talk_in_memory(server_of(home, losses), peer) as talk:
        await play_all(talk, home, peer, subtests)
    assert losses.found() == expected_losses(home, peer)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("home", "peer"), PAIRS)
async def test_what_would_be_degraded_can_be_refused(home: str, peer: str, subtests: pytest.Subtests) -> None:
    losses = Losses()
    features = [feature for feature in written_for(home) if "degraded" in classes(feature, home, peer)]
    async with talk_in_memory(server_of(home, losses, lossy="refuse"), peer) as talk:
        for feature in features:
            with subtests.test(feature.name):
                await is_refused(talk, feature, -32603)
    assert talk.faults == []
    assert {loss for _, _, loss in losses.found()} <= {"hint", "refused"}


def classes(feature: Feature, home: str, peer: str) -> set[str]:
    """How a feature is lost between two versions."""
    return {loss.loss for loss in feature.losses if loss.happens(home, peer)}


async def is_refused(talk: Talk, feature: Feature, code: int) -> None:
    """A tool says so in its result, so that a model can read it; other requests, and those without a session, fail."""
    before, failure = len(talk.answers()), None
    try:
        await feature.play(talk)
    except PeerError as error:
        failure = error
    if failure is not None:
        assert (failure.code, "does not support" in failure.message) == (code, True)
        return
    assert any(
        result.get("isError") is True and "does not support" in result["content"][0]["text"]
        for result in talk.answers()[before:]
    )


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("home", "peer"), PAIRS)
async def test_client_that_declares_nothing_is_asked_nothing(home: str, peer: str, subtests: pytest.Subtests) -> None:
    losses = Losses()
    async with talk_in_memory(server_of(home, losses), peer, declares=False) as talk:
        for feature in (feature for feature in QUESTIONS if home in feature.homes):
            if feature.name == "the error that asks for a page" and peer != NEWEST:
                continue
            with subtests.test(feature.name):
                await is_refused(talk, feature, -32021)
    assert talk.faults == []
    for method in ("elicitation/create", "sampling/createMessage", "roots/list"):
        assert talk.questions(method) == []


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(
    ("home", "peer", "transport"),
    [
        *(pytest.param(*pair.values, "streamable", id=f"{pair.id}, streamable") for pair in PAIRS),
        # Two addresses are for the first version, in which every home is reached.
        *(pytest.param(home, VERSIONS[0], "sse", id=f"{home} to {VERSIONS[0]}, sse") for home in VERSIONS),
    ],
)
async def test_it_is_the_same_over_http(
    home: str, peer: str, transport: HttpTransport, subtests: pytest.Subtests
) -> None:
    losses = Losses()
    async with talk_over_http(server_of(home, losses), peer, transport=transport) as talk:
        await play_all(talk, home, peer, subtests)
    assert losses.found() == expected_losses(home, peer)


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where server processes are had from."""
    address = tmp_path_factory.mktemp("nursery") / "socket"
    started = [sys.executable, "-m", "tests.versions.nursery", str(address)]
    with subprocess.Popen(started, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        yield address
        assert parent.stdin is not None
        parent.stdin.close()
        parent.wait(PATIENCE)


@pytest.mark.skipif(os.name == "nt", reason="fork")
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize(("home", "peer"), PAIRS)
async def test_it_is_the_same_over_stdio(nursery: Path, home: str, peer: str, subtests: pytest.Subtests) -> None:
    channel = ProcessChannel(command(nursery, home))
    with anyio.fail_after(PATIENCE):
        async with talk_over(channel, peer) as talk:
            await play_all(talk, home, peer, subtests)
            told = (await talk.call("losses"))["content"][0]["text"]
    assert {tuple(loss) for loss in json.loads(told)} == expected_losses(home, peer)
    assert channel.describe_end().startswith("the server process exited with status 0")
