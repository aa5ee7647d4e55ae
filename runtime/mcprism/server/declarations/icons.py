"""Pictures for interfaces, from files too.

Spec: basic#icons
"""

from base64 import b64encode
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Final, Literal, Self

from mcprism.server.declarations.file_contents import kind_of_name
from mcprism.server.declarations.media import mime_type_of
from mcprism_types import v2026_07_28 as home

MAX_ICON: Final = 64 * 1024
"""Bytes of a picture that is a part of each list which has it."""

_EVERYWHERE: Final = ("image/png", "image/jpeg", "image/svg+xml", "image/webp")
"""What those who show icons have to know, or should."""


class Icon(home.Icon):
    """One picture, with the sizes and the background that it suits.

    `src` is an address of the picture, such as `https://example.com/icon.png`.
    """

    @classmethod
    def from_file(
        cls,
        path: str | PathLike[str],
        *,
        sizes: Sequence[str] | None = None,
        theme: Literal["light", "dark"] | None = None,
        mime_type: str | None = None,
        max_bytes: int = MAX_ICON,
    ) -> Self:
        """The picture in a file, which is sent along wherever the icon is listed.

        Args:
            path: the file.
            sizes: those that it suits, such as `["48x48"]`, or `["any"]` for what scales; None: every size.
            theme: the background that it was drawn for; None: either.
            mime_type: what kind of picture it is; by default what its first bytes say, or else its name.
            max_bytes: how many it may have.

        Raises:
            OSError: it cannot be read.
            ValueError: it is no picture, or too large, or an option does not fit.
        """
        file = Path(path)
        with file.open("rb") as opened:
            data = opened.read(max_bytes + 1)
        if len(data) > max_bytes:
            raise ValueError(
                f"{str(file)!r} has more than {max_bytes} bytes, and an icon is a part of each list: make it smaller, "
                "raise max_bytes=, or give an address of it, Icon(src=...)"
            )
        kind = mime_type or mime_type_of(data) or kind_of_name(file.name)
        if kind is None or not kind.startswith("image/"):
            raise ValueError(
                f"{str(file)!r} is {kind or 'of an unknown kind'}, and an icon is a picture: {', '.join(_EVERYWHERE)} "
                "are known to those who show icons; mime_type= says of which kind it is"
            )
        return cls(
            src=f"data:{kind};base64,{b64encode(data).decode()}",
            mime_type=kind,
            sizes=None if sizes is None else [*_checked(sizes)],
            theme=theme,
        )


def _checked(sizes: Sequence[str]) -> Sequence[str]:
    if isinstance(sizes, str):
        raise ValueError(f"sizes: must be a list, such as [{sizes!r:.50}]")
    for size in sizes:
        width, by, height = size.partition("x")
        if size != "any" and not (by and width.isdecimal() and height.isdecimal()):
            raise ValueError(f"sizes: must be such as 48x48, or any, not {size!r:.50}")
    return sizes
