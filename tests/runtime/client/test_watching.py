"""What a program is told of changes where streams end, and where it closes its client meanwhile."""

from typing import Any

import anyio
import pytest

from mcprism import Client, ConnectionClosed, Server, ToolsChanged
from mcprism.versions import ERAS
from tests.runtime import virtual_time
from tests.runtime.client.test_listening import OPENED, ByHand, result, tools

BACKENDS = ["asyncio", "trio"]


def one_tool() -> Server:
    server = Server("demo", version="1")

    @server.tool
    def add(a: int) -> int:
        return a

    return server


@pytest.mark.parametrize("version", list(ERAS)[-2:])
@pytest.mark.parametrize("backend", BACKENDS)
def test_client_may_be_closed_by_the_function_that_it_tells_changes(version: str, backend: str) -> None:
    async def main() -> None:
        server, ended = one_tool(), anyio.Event()

        async def close(change: object) -> None:
            try:
                await client.__aexit__(None, None, None)
            finally:
                ended.set()

        client = Client(server, version=version, on_list_changed=close)
        await client.__aenter__()
        begun = anyio.current_time()
        server.disable_tool("add")
        await ended.wait()
        with pytest.raises(ConnectionClosed):
            await client.ping()
        assert anyio.current_time() - begun < 1

    virtual_time.run(main, backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_stream_that_the_server_ends_is_asked_for_again_and_in_the_end_no_more(
    backend: str, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[Any] = []

    def script(request_id: Any) -> list[dict[str, Any]]:
        asked.append(request_id)
        first = [tools(request_id)] if len(asked) == 1 else []
        return [OPENED(request_id), *first, result(request_id)]

    async def main() -> None:
        changes: list[Any] = []
        async with Client(ByHand(script), on_list_changed=changes.append):
            await anyio.sleep(3600)
        # One was told, and each time that nobody listened there may have been one.
        assert changes == [ToolsChanged()] * len(asked)
        assert len(asked) == 11

    virtual_time.run(main, backend)
    assert "the server ends every stream that tells them" in caplog.text


@pytest.mark.parametrize("backend", BACKENDS)
def test_server_that_refuses_to_tell_does_not_keep_the_client_from_opening(
    backend: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def main() -> None:
        def refuse(request_id: Any) -> list[dict[str, Any]]:
            return [{"id": request_id, "error": {"code": -32000, "message": "not now"}}]

        async with Client(ByHand(refuse), on_list_changed=print) as client:
            assert client.protocol_version == "2026-07-28"

    virtual_time.run(main, backend)
    assert "on_list_changed will not be called: subscriptions/listen: not now" in caplog.text


@pytest.mark.anyio
@pytest.mark.parametrize("version", list(ERAS)[-2:])
async def test_who_subscribes_twice_at_once_is_told_once_and_not_any_more_after_one_unsubscribe(version: str) -> None:
    server = Server("watched", version="1")

    @server.resource("notes://{name}")
    def note(name: str) -> str:
        return name

    told: list[str] = []
    changed = anyio.Event()

    def on_updated(uri: str) -> None:
        told.append(uri)
        changed.set()

    async def is_told(*uris: str) -> None:
        nonlocal changed
        with anyio.fail_after(30):
            while not set(uris) <= set(told):
                changed = anyio.Event()
                await changed.wait()

    async with Client(server, version=version, on_resource_updated=on_updated) as client:
        await client.subscribe("notes://b")
        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(client.subscribe, "notes://a")
        server.notify_resource_updated("notes://a")
        await is_told("notes://a")
        await client.unsubscribe("notes://a")
        told.clear()
        server.notify_resource_updated("notes://a")
        server.notify_resource_updated("notes://b")
        await is_told("notes://b")
        # Streams are told one after the other, so that nothing is on its way any more.
        told.remove("notes://b")
        server.notify_resource_updated("notes://b")
        await is_told("notes://b")
        assert told == ["notes://b"]
