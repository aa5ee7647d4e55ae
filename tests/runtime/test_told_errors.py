"""What of an error whoever asked may read, from every kind of handler and in every version."""

import logging
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from mcprism import Client, Context, InvalidParams, PeerError, Server, ToolError
from mcprism_types import v2025_06_18 as old
from mcprism_types import v2026_07_28 as new
from tests.interaction.manifest import VERSIONS

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("version", VERSIONS)]

PATIENCE = 20.0


async def grouped(*errors: Exception) -> None:
    """Raises errors as tasks do."""

    async def fail(error: Exception) -> None:
        raise error

    async with anyio.create_task_group() as tasks:
        for error in errors:
            tasks.start_soon(fail, error)


def declared(errors: Callable[[], list[Exception]]) -> Server:
    server = Server("told", version="1")

    @server.tool
    async def fails() -> None:
        await grouped(*errors())

    @server.prompt
    async def asks() -> str:
        await grouped(*errors())
        return ""

    return server


class Old(old.ServerHandler[Context]):
    def __init__(self, errors: Callable[[], list[Exception]]) -> None:
        self._errors = errors

    async def call_tool(self, params: old.CallToolRequestParams, ctx: Context) -> old.CallToolResult:
        await grouped(*self._errors())
        raise AssertionError

    async def get_prompt(self, params: old.GetPromptRequestParams, ctx: Context) -> old.GetPromptResult:
        await grouped(*self._errors())
        raise AssertionError


class New(new.ServerHandler[Context]):
    def __init__(self, errors: Callable[[], list[Exception]]) -> None:
        self._errors = errors

    async def call_tool(self, params: new.CallToolRequestParams, ctx: Context) -> new.CallToolResult:
        await grouped(*self._errors())
        raise AssertionError

    async def get_prompt(self, params: new.GetPromptRequestParams, ctx: Context) -> new.GetPromptResult:
        await grouped(*self._errors())
        raise AssertionError


MAKERS: list[Any] = [
    pytest.param(declared, id="declared"),
    pytest.param(lambda errors: Server.from_handler(Old(errors), name="o", version="1"), id="an old handler"),
    pytest.param(lambda errors: Server.from_handler(New(errors), name="n", version="1"), id="a new handler"),
]
serving = pytest.mark.parametrize("make", MAKERS)


async def failing(server: Server, version: str, *, prompt: bool = False) -> Any:
    """What a call comes to: the error, or the text of a tool that failed."""
    with anyio.fail_after(PATIENCE):
        async with Client(server, version=version) as client:
            try:
                result = await (client.get_prompt("asks") if prompt else client.call_tool("fails"))
            except PeerError as error:
                return error.code, error.message
    assert result.is_error
    return result.content[0].text


@serving
@pytest.mark.parametrize("prompt", [False, True])
async def test_protocol_errors_of_tasks_are_told_as_they_are(version: str, make: Any, prompt: bool) -> None:
    assert await failing(make(lambda: [InvalidParams("mine")]), version, prompt=prompt) == (-32602, "mine")
    two = make(lambda: [InvalidParams("mine"), InvalidParams("mine")])
    assert await failing(two, version, prompt=prompt) == (-32602, "mine")


@serving
async def test_the_model_reads_what_a_tool_says_of_its_failure(version: str, make: Any) -> None:
    assert await failing(make(lambda: [ToolError("no such file")]), version) == "no such file"


@serving
async def test_whoever_fills_in_a_prompt_reads_it_too(version: str, make: Any) -> None:
    code, text = await failing(make(lambda: [ToolError("no such file")]), version, prompt=True)
    assert code == -32603
    assert text.endswith("no such file")


@serving
async def test_a_secret_stays_in_the_log_beside_its_reference(
    version: str, make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    shown = str(await failing(make(lambda: [ValueError("secret"), ToolError("told")]), version))
    assert "secret" not in shown
    assert "told" not in shown
    (record,) = [record for record in caplog.records if "reference" in record.getMessage()]
    assert record.getMessage()[-8:] in shown
    assert record.exc_info
