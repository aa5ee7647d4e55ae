"""Icons from files."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from mcprism import Client, Icon, Server
from mcprism_types import v2026_07_28 as home

PNG = b"\x89PNG\r\n\x1a\n rest"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.mark.anyio
async def test_icon_from_a_file_is_listed_with_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "icon.png").write_bytes(PNG)
    server = Server("demo", version="1.0.0")

    @server.tool(icons=[Icon.from_file(tmp_path / "icon.png", sizes=["48x48"], theme="dark"), Icon(src="data:,x")])
    def nothing() -> None: ...

    async with Client(server) as client:
        (tool,) = [tool async for tool in client.list_tools()]
    src = "data:image/png;base64," + b64encode(PNG).decode()
    assert tool.to_wire()["icons"] == [
        {"src": src, "mimeType": "image/png", "sizes": ["48x48"], "theme": "dark"},
        {"src": "data:,x"},
    ]


@pytest.mark.parametrize(
    ("name", "data", "options", "kind"),
    [
        ("icon.svg", SVG, {"sizes": ["any"]}, "image/svg+xml"),
        ("wrong.jpeg", PNG, {}, "image/png"),
        ("icon.webp", b"?", {}, "image/webp"),
        ("icon", b"?", {"mime_type": "image/x-icon"}, "image/x-icon"),
    ],
)
def test_kind_follows_from_the_contents_and_then_from_the_name(
    name: str, data: bytes, options: dict[str, Any], kind: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    icon = Icon.from_file(tmp_path / name, **options)
    assert (icon.mime_type, icon.src.partition(";")[0]) == (kind, f"data:{kind}")
    assert isinstance(icon, home.Icon)


@pytest.mark.parametrize(
    ("name", "options", "text"),
    [
        ("icon.txt", {}, "is text/plain, and an icon is a picture: image/png, "),
        ("icon", {}, "is of an unknown kind, and an icon is a picture"),
        ("icon.png", {"max_bytes": 4}, "has more than 4 bytes, and an icon is a part of each list: make it smaller"),
        ("icon.png", {"sizes": ["48"]}, "sizes: must be such as 48x48, or any, not '48'"),
        ("icon.png", {"sizes": "48x48"}, r"sizes: must be a list, such as \['48x48'\]"),
        ("icon.png", {"theme": "blue"}, "theme"),
    ],
)
def test_file_that_is_no_icon_is_refused(name: str, options: dict[str, Any], text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"hello")
    with pytest.raises(ValueError, match=text):
        Icon.from_file(tmp_path / name, **options)


def test_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Icon.from_file(tmp_path / "missing.png")
