"""Resources as text and bytes, and completions by the name of a prompt or the text of a template."""

from typing import Any

import pytest

from mcprism import BlobResourceContents, Client, Context, InvalidAnswer, Server, TextResourceContents
from mcprism.versions import ERAS
from mcprism_types import v2026_07_28 as home

pytestmark = pytest.mark.anyio

CONTENTS: dict[str, list[Any]] = {
    "x://text": [TextResourceContents(uri="x://text", text="caf\u00e9")],
    "x://bytes": [BlobResourceContents(uri="x://bytes", blob="AAE=", mime_type="image/png")],
    "x://broken": [BlobResourceContents(uri="x://broken", blob="?")],
    "x://two": [TextResourceContents(uri="x://two", text="1"), TextResourceContents(uri="x://two", text="2")],
}


class Things(home.ServerHandler[Context]):
    async def read_resource(self, params: home.ReadResourceRequestParams, ctx: Context) -> home.ReadResourceResult:
        return home.ReadResourceResult(contents=CONTENTS[params.uri], ttl_ms=0, cache_scope="private")

    async def complete(self, params: home.CompleteRequestParams, ctx: Context) -> home.CompleteResult:
        said = params.ref.name if isinstance(params.ref, home.PromptReference) else params.ref.uri
        return home.CompleteResult(completion=home.CompleteResultCompletion(values=[params.ref.type, said]))


@pytest.mark.parametrize("version", list(ERAS))
async def test_resource_is_read_as_text_or_bytes(version: str) -> None:
    async with Client(Server.from_handler(Things(), name="things", version="1"), version=version) as client:
        assert await client.read_text("x://text") == "caf\u00e9"
        assert await client.read_bytes("x://text") == "caf\u00e9".encode()
        assert await client.read_bytes("x://bytes") == b"\0\1"
        for read, uri, problem in (
            (client.read_text, "x://bytes", r"x://bytes has bytes \(image/png\) and no text: use read_bytes"),
            (client.read_bytes, "x://broken", "the bytes of x://broken are no base64"),
            (client.read_text, "x://two", "x://two has 2 contents, not one: use read_resource"),
        ):
            with pytest.raises(InvalidAnswer, match=problem):
                await read(uri)


async def test_completion_is_of_a_prompt_or_of_a_template() -> None:
    async with Client(Server.from_handler(Things(), name="things", version="1")) as client:
        for ref in ("review", "x://{name}"):
            completed = await client.complete(ref, "name", "")
            assert completed.completion.values == ["ref/resource" if "{" in ref else "ref/prompt", ref]
