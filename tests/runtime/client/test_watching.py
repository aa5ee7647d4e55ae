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


@pytest.mark.parametrize("version", list(ERAS)[-2:])
@pytest.mark.parametrize("backend", BACKENDS)
def test_resource_that_two_tasks_ask_to_watch_at_once_is_watched_once(version: str, backend: str) -> None:
    async def main() -> None:
        server, told = Server("demo", version="1"), list[str]()

        @server.resource("note://a")
        def note() -> str:
            return ""

        async with Client(server, version=version, on_resource_updated=told.append) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.subscribe, "note://a")
                tasks.start_soon(client.subscribe, "note://a")
            server.notify_resource_updated("note://a")
            await anyio.sleep(1)
            assert told == ["note://a"]
            await client.unsubscribe("note://a")
            server.notify_resource_updated("note://a")
            await anyio.sleep(1)
            assert told == ["note://a"]

    virtual_time.run(main, backend)
