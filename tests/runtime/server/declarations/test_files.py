"""Files and directories as resources: what is told of them, and what is not there."""

import os
import socket
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from mcprism import Client, PeerError, ResourceUpdated, Server
from mcprism.server.declarations.file_contents import read_file
from mcprism.versions import ERAS
from mcprism.versions.contract import undeclared
from tests.generated.stored import corrected

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n rest"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A directory with files, and with what must not be read, in a directory with a secret."""
    docs = tmp_path / "docs"
    (docs / "deep" / "er").mkdir(parents=True)
    (docs / ".git").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "docs-too").mkdir()
    (tmp_path / "docs-too" / "secret.txt").write_text("secret")
    (docs / "a.md").write_text("# smørrebrød", encoding="utf-8")
    (docs / "deep" / "b c?.txt").write_text("b")
    (docs / "deep" / "er" / "picture.png").write_bytes(PNG)
    (docs / "z.bin").write_bytes(b"\0\1")
    (docs / ".env").write_text("secret")
    (docs / ".git" / "config").write_text("secret")
    (docs / "out").symlink_to(tmp_path / "secret.txt")
    (docs / "outside").symlink_to(tmp_path, target_is_directory=True)
    (docs / "inside.md").symlink_to(docs / "a.md")
    (docs / "to_hidden").symlink_to(docs / ".env")
    (docs / "circle").symlink_to(docs / "circle")
    return docs


def demo(docs: Path, **options: Any) -> Server:
    server = Server("demo", version="1.0.0", on_loss=lambda report: None)
    server.add_directory("docs://{+path}", docs, **options)
    return server


async def read(client: Client, uri: str) -> dict[str, Any]:
    (content,) = (await client.read_resource(uri)).contents
    found = content.to_wire()
    if "blob" in found:
        found["blob"] = b64decode(found["blob"])
    assert found.pop("uri") == uri
    return found


@pytest.mark.parametrize("version", ERAS)
async def test_file_is_told_with_its_size_and_the_time_of_its_last_change(
    version: str, docs: Path, talk_to: Any
) -> None:
    file = docs / "a.md"
    os.utime(file, (0, 1_700_000_000))
    server = Server("demo", version="1.0.0", on_loss=lambda report: None)
    server.add_file("docs://a", file, title="A", audience=["user"])
    envelope = {"io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {}}
    more = {"_meta": envelope} if ERAS[version] == "stateless" else {}
    async with talk_to(server) as hand:
        if not more:
            await hand.initialize(version)
        listed = (await hand.ask("resources/list", more))["result"]
        file.write_text("longer than before", encoding="utf-8")
        again = (await hand.ask("resources/list", more))["result"]
        contents = (await hand.ask("resources/read", {"uri": "docs://a", **more}))["result"]
    corrected(version).validator("ListResourcesResult").validate(listed)
    assert undeclared(listed, version, "ListResourcesResult") == []
    (resource,) = listed["resources"]
    annotations = resource.pop("annotations")
    assert annotations.get("lastModified") == ("2023-11-14T22:13:20Z" if version >= "2025-06-18" else None)
    assert annotations["audience"] == ["user"]
    assert resource.pop("size", None) in ((14,) if version >= "2025-03-26" else (None, 14))
    assert (resource["uri"], resource["name"], resource["mimeType"]) == ("docs://a", "a.md", "text/markdown")
    assert again["resources"][0].get("size") in (18, None)
    corrected(version).validator("ReadResourceResult").validate(contents)
    assert contents["contents"] == [{"uri": "docs://a", "mimeType": "text/markdown", "text": "longer than before"}]


@pytest.mark.parametrize(
    ("name", "data", "contents"),
    [
        ("a.json", b"{}", {"mimeType": "application/json", "text": "{}"}),
        ("a.svg", b"<svg/>", {"mimeType": "image/svg+xml", "text": "<svg/>"}),
        ("a.ts", b"let a", {"mimeType": "text/x-typescript", "text": "let a"}),
        ("a.png", b"text", {"mimeType": "image/png", "blob": b"text"}),
        ("a.pdf", b"text", {"mimeType": "application/pdf", "blob": b"text"}),
        ("a.txt.gz", b"\x1f\x8b", {"mimeType": "application/gzip", "blob": b"\x1f\x8b"}),
        ("a.txt", b"\xff", {"mimeType": "text/plain", "blob": b"\xff"}),
        ("LICENSE", "é".encode() * 300 + b"!", {"mimeType": "text/plain", "text": "é" * 300 + "!"}),
        ("unknown", b"\0", {"mimeType": "application/octet-stream", "blob": b"\0"}),
        ("unknown", PNG, {"mimeType": "image/png", "blob": PNG}),
        ("empty", b"", {"mimeType": "text/plain", "text": ""}),
    ],
)
async def test_kind_follows_from_the_name_and_then_from_the_contents(
    name: str, data: bytes, contents: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    server = demo(tmp_path)
    server.add_file("file://it", tmp_path / name)
    server.add_file("file://other", tmp_path / name, mime_type="text/x-other")
    async with Client(server) as client:
        assert await read(client, f"docs://{name}") == contents
        assert await read(client, "file://it") == contents
        assert (await read(client, "file://other"))["mimeType"] == "text/x-other"


async def test_files_in_a_directory_are_read_by_their_paths(docs: Path) -> None:
    async with Client(demo(docs)) as client:
        assert await read(client, "docs://a.md") == {"mimeType": "text/markdown", "text": "# smørrebrød"}
        assert (await read(client, "docs://deep/b%20c%3F.txt"))["text"] == "b"
        assert (await read(client, "docs://deep/er/picture.png"))["blob"] == PNG
        assert (await read(client, "docs://inside.md"))["text"] == "# smørrebrød"
        (docs / "new.md").write_text("new")
        assert (await read(client, "docs://new.md"))["text"] == "new"
        assert [resource async for resource in client.list_resources()] == []
        (template,) = [template async for template in client.list_resource_templates()]
    assert (template.uri_template, template.name) == ("docs://{+path}", "docs")


NOWHERE = [
    *("missing", "deep", "a.md/x", "deep//er/picture.png", "deep/./b%20c%3F.txt", "deep/", "x" * 300, "circle"),
    *("out", "outside/secret.txt", ".env", ".git/config", "to_hidden", "deep/er/pipe", "socket"),
]


@pytest.mark.parametrize("options", [{}, {"any_path": True}, {"listed": True}])
async def test_what_is_no_file_of_the_directory_is_not_there(
    options: dict[str, Any], docs: Path, talk_to: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(docs / "deep" / "er" / "pipe")
    # The path of a socket must be short.
    monkeypatch.chdir(docs)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        async with talk_to(demo(docs, **options)) as hand:
            await hand.initialize("2025-11-25")
            for path in NOWHERE:
                error = (await hand.ask("resources/read", {"uri": f"docs://{path}"}))["error"]
                assert error["code"] == -32002
                assert error["message"].startswith("there is no resource 'docs://")
                assert error["data"] == {"uri": f"docs://{path}"}


@pytest.mark.parametrize("any_path", [False, True])
async def test_paths_out_of_the_directory_lead_nowhere(any_path: bool, docs: Path) -> None:
    async with Client(demo(docs, any_path=any_path, follow_links=True, hidden=True)) as client:
        for path in ("../secret.txt", "..%2Fsecret.txt", "deep/../../secret.txt", "%2Fetc/passwd", "a%00"):
            with pytest.raises(PeerError, match="there is no resource" if any_path else "path must not lead elsewhere"):
                await client.read_resource(f"docs://{path}")


def test_link_that_is_put_on_the_way_after_it_was_looked_at_leads_nowhere(docs: Path) -> None:
    assert read_file(docs / "deep" / "er" / "picture.png", 100, within=docs).data == PNG
    (docs / "linked").symlink_to(docs / "deep", target_is_directory=True)
    for path in ("outside/secret.txt", "out", "linked/er/picture.png"):
        with pytest.raises(OSError, match=r"Not a directory|Too many levels|secret|out"):
            read_file(docs / path, 100, within=docs)


async def test_links_and_hidden_files_can_be_allowed(docs: Path) -> None:
    async with Client(demo(docs, follow_links=True)) as client:
        assert (await read(client, "docs://out"))["text"] == "secret"
        with pytest.raises(PeerError, match="there is no resource"):
            await client.read_resource("docs://.env")
    async with Client(demo(docs, hidden=True)) as client:
        assert (await read(client, "docs://.git/config"))["text"] == "secret"
        with pytest.raises(PeerError, match="there is no resource"):
            await client.read_resource("docs://out")


async def test_files_that_are_too_large_are_refused_with_the_limit(docs: Path) -> None:
    server = demo(docs, max_bytes=3)
    server.add_file("docs-2://a", docs / "a.md", max_bytes=13)
    async with Client(server) as client:
        assert (await read(client, "docs://z.bin"))["blob"] == b"\0\1"
        with pytest.raises(PeerError, match=r"docs://a.md: the file has 14 bytes, and no more than 3 are sent"):
            await client.read_resource("docs://a.md")
        with pytest.raises(PeerError, match=r"docs-2://a: the file has 14 bytes, and no more than 13 are sent"):
            await client.read_resource("docs-2://a")


async def test_files_of_a_directory_are_listed_as_they_are_when_somebody_asks(docs: Path) -> None:
    server = demo(docs, listed=True, audience=["assistant"])
    server.add_file("docs-2://z", docs / "z.bin")
    async with Client(server) as client:
        resources = [resource async for resource in client.list_resources()]
        names = ["z.bin", "a.md", "deep/b c?.txt", "deep/er/picture.png", "inside.md", "z.bin"]
        assert [resource.name for resource in resources] == names
        (docs / "a.md").unlink()
        (docs / "b.md").write_text("new")
        assert [resource.name async for resource in client.list_resources()][1:3] == ["b.md", "deep/b c?.txt"]
        server.disable_resource("docs://{+path}")
        assert [resource.name async for resource in client.list_resources()] == ["z.bin"]
    picture = resources[3]
    assert (picture.uri, picture.mime_type, picture.size) == ("docs://deep/er/picture.png", "image/png", len(PNG))
    assert picture.annotations is not None
    assert picture.annotations.audience == ["assistant"]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 100])
async def test_files_of_directories_come_in_pages(size: int, docs: Path) -> None:
    server = Server("demo", version="1.0.0", page_size=size)
    server.add_file("docs-2://z", docs / "z.bin")
    server.add_file("docs-2://y", docs / "z.bin")
    server.add_directory("docs://{+path}", docs, listed=True)
    server.add_directory("flat://{name}", docs, listed=True)
    outer = Server("outer", version="1.0.0", page_size=size)
    outer.include(server)
    for each in (server, outer):
        async with Client(each) as client:
            uris = [resource.uri async for resource in client.list_resources()]
            for uri in uris:
                await client.read_resource(uri)
        deep = [
            "docs://a.md",
            "docs://deep/b%20c%3F.txt",
            "docs://deep/er/picture.png",
            "docs://inside.md",
            "docs://z.bin",
        ]
        assert uris == ["docs-2://z", "docs-2://y", *deep, "flat://a.md", "flat://inside.md", "flat://z.bin"]


@pytest.mark.parametrize("cursor", ["WyJ4Oi8veSIsIiJd", "WzEsMl0=", "e30=", "x"])
async def test_cursor_of_no_directory_is_refused(cursor: str, docs: Path, talk_to: Any) -> None:
    async with talk_to(demo(docs, listed=True)) as hand:
        await hand.initialize()
        error = (await hand.ask("resources/list", {"cursor": cursor}))["error"]
    assert error["message"].startswith("cursor: expected one that came with a page of this list, got ")


async def test_file_that_has_gone_is_not_there_and_listed_without_what_it_had(docs: Path) -> None:
    server = Server("demo", version="1.0.0")
    server.add_file("docs://z", docs / "z.bin")
    (docs / "z.bin").unlink()
    async with Client(server) as client, client.listen(uris=["docs://z"]) as changes:
        (resource,) = [resource async for resource in client.list_resources()]
        assert resource.size is None
        with pytest.raises(PeerError, match="there is no resource 'docs://z'"):
            await client.read_resource("docs://z")
        server.notify_resource_updated("docs://z")
        assert await anext(aiter(changes)) == ResourceUpdated("docs://z")


async def test_relative_paths_are_those_of_the_time_when_they_were_declared(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(docs.parent)
    server = demo(Path("docs"))
    server.add_file("docs-2://a", "docs/a.md")
    monkeypatch.chdir("/")
    async with Client(server) as client:
        assert (await read(client, "docs://a.md"))["text"] == (await read(client, "docs-2://a"))["text"]


def test_what_is_not_there_is_refused_where_it_is_declared(docs: Path) -> None:
    server = Server("demo", version="1.0.0")
    with pytest.raises(FileNotFoundError, match=r"docs://x: there is no file '.*missing'"):
        server.add_file("docs://x", docs / "missing")
    with pytest.raises(FileNotFoundError, match=r"docs://x: there is no file '.*docs'"):
        server.add_file("docs://x", docs)
    with pytest.raises(NotADirectoryError, match=r"there is no directory '.*a.md'"):
        server.add_directory("docs://{+path}", docs / "a.md")
    for uri in ("docs://all", "docs://{a}/{b}"):
        with pytest.raises(ValueError, match="a directory needs one variable for the path of a file, such as"):
            server.add_directory(uri, docs)
    server.add_file("docs://x", docs / "a.md")
    with pytest.raises(ValueError, match=r"the file '.*z.bin': there is a resource named 'docs://x' already, the file"):
        server.add_file("docs://x", docs / "z.bin")
