"""Functions as resources and templates, for clients of every version."""

import json
from base64 import b64decode
from datetime import date
from typing import Any

import anyio
import pytest
from pydantic import BaseModel

from mcprism import (
    BlobResourceContents,
    Client,
    Context,
    Icon,
    Image,
    PeerError,
    ReadResourceResult,
    ResourceLink,
    ResourcesChanged,
    ResourceUpdated,
    Server,
    TextResourceContents,
    ToolError,
)
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from tests.generated.stored import corrected

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n rest"


class Profile(BaseModel):
    user_id: int
    name: str


def demo(**options: Any) -> Server:
    server = Server("demo", version="1.0.0", on_loss=lambda report: None, **options)

    @server.resource("config://app", mime_type="application/json", audience=["assistant"], size=12, priority=0.5)
    def config() -> str:
        """How it is set up."""
        return '{"debug": 1}'

    @server.resource("users://{user_id}/profile", title="Profile", icons=[Icon(src="data:,x")])
    async def profile(user_id: int, ctx: Context) -> Profile:
        """Who somebody is."""
        return Profile(user_id=user_id, name=ctx.peer.version)

    @server.resource("files:///{+path}")
    def file(path: str, since: date | None = None) -> list[Any]:
        return [Image(PNG), path] if path == "both" else [TextResourceContents(uri=f"files:///{path}", text=path)]

    return server


@pytest.mark.parametrize("version", ERAS)
async def test_resources_and_templates_are_listed_and_read(version: str) -> None:
    async with Client(demo(), version=version) as client:
        (config,) = [resource async for resource in client.list_resources()]
        templates = [template.uri_template async for template in client.list_resource_templates()]
        (read,) = (await client.read_resource("config://app")).contents
        (profile,) = (await client.read_resource("users://7/profile")).contents
    assert (config.uri, config.name, config.description) == ("config://app", "config", "How it is set up.")
    assert config.mime_type == "application/json"
    assert config.annotations is not None
    assert (config.annotations.audience, config.annotations.priority) == (["assistant"], 0.5)
    assert templates == ["users://{user_id}/profile", "files:///{+path}"]
    assert read.to_wire() == {"uri": "config://app", "mimeType": "application/json", "text": '{"debug": 1}'}
    assert profile.mime_type == "application/json"
    assert json.loads(profile.to_wire()["text"]) == {"user_id": 7, "name": version}


@pytest.mark.parametrize("version", ERAS)
async def test_what_is_sent_is_valid_in_each_version(version: str, talk_to: Any) -> None:
    envelope = {"io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {}}
    more = {"_meta": envelope} if ERAS[version] == "stateless" else {}
    async with talk_to(demo()) as hand:
        if not more:
            await hand.initialize(version)
        for method, kind, params in [
            ("resources/list", "ListResourcesResult", {}),
            ("resources/templates/list", "ListResourceTemplatesResult", {}),
            ("resources/read", "ReadResourceResult", {"uri": "users://7/profile"}),
            ("resources/read", "ReadResourceResult", {"uri": "files:///both"}),
        ]:
            result = (await hand.ask(method, {**params, **more}))["result"]
            corrected(version).validator(kind).validate(result)
            assert undeclared(result, version, kind) == []
        error = (await hand.ask("resources/read", {"uri": "config://ap", **more}))["error"]
    assert error["code"] == (-32602 if ERAS[version] == "stateless" else -32002)
    assert error["message"] == "there is no resource 'config://ap'; did you mean 'config://app'?"
    assert error["data"] == {"uri": "config://ap"}


@pytest.mark.parametrize(
    ("value", "contents"),
    [
        ("text", {"mimeType": "text/plain", "text": "text"}),
        (PNG, {"mimeType": "image/png", "blob": PNG}),
        (b"?", {"mimeType": "application/octet-stream", "blob": b"?"}),
        (Image(b"?", "image/bmp"), {"mimeType": "image/bmp", "blob": b"?"}),
        ({"a": [1]}, {"mimeType": "application/json", "text": '{"a":[1]}'}),
        (BlobResourceContents(uri="x://y", blob="AAE="), {"uri": "x://y", "blob": b"\x00\x01"}),
        (
            ReadResourceResult(contents=[TextResourceContents(uri="x://y", text="t")], ttl_ms=5, cache_scope="public"),
            {"uri": "x://y", "text": "t"},
        ),
    ],
)
async def test_contents_follow_from_what_is_returned(value: Any, contents: dict[str, Any]) -> None:
    server = Server("demo", version="1.0.0")

    @server.resource("x://z")
    async def give() -> Any:
        return value

    async with Client(server) as client:
        (read,) = (await client.read_resource("x://z")).contents
    found = read.to_wire()
    if "blob" in found:
        found["blob"] = b64decode(found["blob"])
    assert found == {"uri": "x://z", **contents}


@pytest.mark.parametrize("path", ["../secret", "a/..%2Fb", "%2Fetc/passwd", "..%5Cx", "a%00"])
async def test_paths_that_lead_elsewhere_are_refused(path: str) -> None:
    async with Client(demo()) as client:
        with pytest.raises(PeerError, match="path must not lead elsewhere as a path, got "):
            await client.read_resource(f"files:///{path}")


async def test_paths_that_lead_elsewhere_can_be_allowed() -> None:
    server = Server("demo", version="1.0.0")

    @server.resource("x://{+path}", any_path=True)
    async def give(path: str) -> str:
        return path

    async with Client(server) as client:
        (read,) = (await client.read_resource("x://../x")).contents
    assert read.to_wire()["text"] == "../x"


async def test_variables_that_do_not_fit_and_errors_are_told() -> None:
    server = demo()

    @server.resource("x://shown")
    async def shown() -> str:
        raise ToolError("the disk is full")

    @server.resource("x://secret")
    async def secret() -> str:
        raise RuntimeError("hunter2")

    async with Client(server) as client:
        with pytest.raises(
            PeerError, match=r"is none of users://\{user_id\}/profile:\nuser_id: expected an integer, got 'x'"
        ):
            await client.read_resource("users://x/profile")
        with pytest.raises(PeerError, match="x://shown: the disk is full"):
            await client.read_resource("x://shown")
        with pytest.raises(PeerError, match="internal error, reference"):
            await client.read_resource("x://secret")


async def test_changes_are_told_and_watchers_hear_of_new_contents() -> None:
    server = demo()
    for version in ERAS:
        async with (
            Client(server, version=version) as client,
            client.listen(resources=True, uris=["config://app"]) as heard,
        ):
            changes = aiter(heard)
            with anyio.fail_after(10):
                for change in (server.disable_resource, server.enable_resource):
                    change("users://{user_id}/profile")
                    assert await anext(changes) == ResourcesChanged()
                server.notify_resource_updated("config://app")
                assert await anext(changes) == ResourceUpdated("config://app")
    server.remove_resource("config://app")
    with pytest.raises(KeyError, match="there is no resource 'config://app'"):
        server.remove_resource("config://app")


async def test_links_are_read_for_clients_that_know_none() -> None:
    server = demo(inline_links=True)

    @server.tool
    async def link() -> ResourceLink:
        return ResourceLink(uri="config://app", name="config")

    async with Client(server, version="2024-11-05") as client:
        (block,) = (await client.call_tool("link")).content
    assert block.to_wire()["resource"]["text"] == '{"debug": 1}'


def nothing() -> None: ...
def one(a: int) -> None: ...


@pytest.mark.parametrize(
    ("target", "uri", "options", "text"),
    [
        (nothing, "x://{a}", {}, r"nothing: no parameter takes a of 'x://\{a\}'"),
        (one, "x://y", {}, "one: nothing in 'x://y' is a: name it there"),
        (nothing, "no scheme", {}, "'no scheme' is no address"),
        (one, "x://{a}", {"size": 3}, "a template of resources has no size"),
        (nothing, "x://y", {"priority": 2}, "priority: must be from 0 to 1, not 2"),
        (nothing, "x://y", {"size": -1}, "size: must be at least 0 bytes"),
        (
            nothing,
            "x://y",
            {"audience": ["model"]},
            "audience: must be user and assistant, or one of them, not 'model'",
        ),
        (lambda: None, "x://y", {}, "has no name of its own"),
    ],
)
def test_what_cannot_be_a_resource_is_refused_where_it_is_declared(
    target: Any, uri: str, options: Any, text: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=text):
        Server("demo", version="1.0.0").resource(uri, **options)(target)


async def test_query_of_an_address_gives_what_is_not_left_out() -> None:
    server = Server("demo", version="1.0.0")

    @server.resource("notes://all{?tag,limit}")
    def notes(tag: str = "any", limit: int = 10) -> list[Any]:
        return [tag, limit]

    async with Client(server) as client:
        for uri, said in [
            ("notes://all", ["any", 10]),
            ("notes://all?limit=3", ["any", 3]),
            ("notes://all?limit=3&tag=a%26b", ["a&b", 3]),
        ]:
            (read,) = (await client.read_resource(uri)).contents
            assert json.loads(read.to_wire()["text"]) == said
        with pytest.raises(PeerError, match=r"notes://all\?limit=x is none of notes://all\{\?tag,limit\}:\nlimit: "):
            await client.read_resource("notes://all?limit=x")
        for uri in ("notes://all?page=3", "notes://all?tag=a&tag=b"):
            with pytest.raises(PeerError, match=r"after the . there may be tag, limit, each once and as name=value"):
                await client.read_resource(uri)


def test_what_may_be_left_out_needs_a_default() -> None:
    def notes(tag: str, limit: int = 10) -> None: ...

    with pytest.raises(TypeError, match=r"what is in \{\?...\} of .* may be left out: give a default to tag"):
        Server("demo", version="1.0.0").add_resource(notes, "notes://all{?tag,limit}")


@pytest.mark.parametrize(("version", "reads"), [("2025-11-25", 4), ("2026-07-28", 2)])
async def test_what_was_read_is_used_again_as_long_as_is_said(version: str, reads: int) -> None:
    server, read = Server("demo", version="1.0.0", on_loss=lambda report: None), list[str]()

    @server.resource("x://kept", ttl=60, cache="public")
    def kept() -> str:
        read.append("kept")
        return "text"

    @server.resource("x://{name}", ttl=0.5)
    def shortly(name: str) -> str:
        read.append(name)
        return name

    async with Client(server, version=version) as client:
        for uri in ("x://kept", "x://shortly", "x://kept", "x://shortly"):
            await client.read_resource(uri)
    assert len(read) == reads


async def test_time_for_which_contents_and_lists_may_be_used_is_sent(talk_to: Any) -> None:
    server = Server("demo", version="1.0.0", list_ttl=90)

    @server.resource("x://kept", ttl=0.5, cache="public")
    def kept() -> str:
        return "text"

    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    async with talk_to(server) as hand:
        listed = (await hand.ask("resources/list", {"_meta": meta}))["result"]
        contents = (await hand.ask("resources/read", {"uri": "x://kept", "_meta": meta}))["result"]
    assert (listed["ttlMs"], listed["cacheScope"]) == (90_000, "private")
    assert (contents["ttlMs"], contents["cacheScope"]) == (500, "public")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"ttl": -1}, "ttl: must be at least 0 seconds"),
        ({"ttl": float("inf")}, "ttl: must be at least 0 seconds"),
        ({"cache": "shared"}, "cache: must be public or private, not 'shared'"),
    ],
)
def test_times_and_scopes_that_there_are_not_are_refused(options: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Server("demo", version="1.0.0").resource("x://y", **options)(lambda: "text")
    with pytest.raises(ValueError, match="list_ttl: must be at least 0 seconds"):
        Server("demo", version="1.0.0", list_ttl=-1)
