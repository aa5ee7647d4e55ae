"""The directories and files that a client lets servers work on.

Spec: client/roots
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from mcprism_types import v2026_07_28 as home

RootLike: TypeAlias = "home.Root | str | os.PathLike[str]"
"""A root, its `file://` address, or its path."""


def roots_of(roots: Iterable[RootLike]) -> list[home.Root]:
    """Roots by address.

    Raises:
        TypeError: something is none, or these are no list.
        ValueError: an address is none of a file.

    Spec: client/roots ("uri")
    """
    if isinstance(roots, str | os.PathLike):
        raise TypeError(f"roots: expected a list of paths and addresses, not the single {os.fspath(roots)!r:.100}")
    return [_root(root) for root in roots]


def _root(root: RootLike) -> home.Root:
    if isinstance(root, home.Root):
        if not root.uri.startswith("file://"):
            raise ValueError(f"roots: {root.uri!r:.100} is no root: its address must begin with file://")
        return root
    if isinstance(root, str) and "://" in root:
        return _root(home.Root(uri=root))
    if isinstance(root, str | os.PathLike):  # pyright: ignore[reportUnnecessaryIsInstance] -- for those who do not check
        path = Path(root).absolute()
        return home.Root(uri=path.as_uri(), name=path.name or None)
    raise TypeError(f"roots: expected paths, file:// addresses and mcprism_types.v2026_07_28.Root, not {root!r:.100}")
