"""Files as resources: one at an address, or all of a directory at addresses of a form.

What is outside of a directory is not there, whatever an address says and wherever links lead, unless whoever declares
it lets links lead out. How big files are, and when they changed, is looked up when somebody asks for the list.

Spec: server/resources
"""

import errno
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from inspect import Parameter, Signature
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import Any, Final, cast

from pydantic_core import from_json, to_json

from mcprism.context import Context
from mcprism.errors import InvalidParams
from mcprism.jsonrpc import JsonObject
from mcprism.plain import Answer, Prepared
from mcprism.server.declarations.file_contents import (
    FileContent,
    kind_of_file,
    kind_of_name,
    read_file,
    state_of,
)
from mcprism.server.declarations.listing import Register
from mcprism.server.declarations.paging import no_cursor
from mcprism.server.declarations.resources import Resource, ResourceFields, ResourceOptions
from mcprism.server.declarations.uri_templates import UriTemplate
from mcprism.threads import run_blocking

_NOT_THERE: Final = frozenset({errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.ENXIO})
"""What the system says of paths at which there is no file, other than that."""


_DEEPEST: Final = 64
"""Directories in directories that are looked into for a list."""


class _OfFiles(Resource):
    """A resource, or a template, that is read from files."""

    __slots__ = ()

    @property
    def is_fixed(self) -> bool:
        """As `listing.Declared.is_fixed`."""
        return False

    async def read(self, uri: str, variables: Mapping[str, str], context: Context) -> JsonObject:
        """As `Resource.read`.

        Raises:
            InvalidParams: there is no such file.
        """
        try:
            return await super().read(uri, variables, context)
        except OSError as error:
            if isinstance(error, FileNotFoundError) or error.errno in _NOT_THERE:
                raise InvalidParams(f"there is no resource {uri!r:.150}", data={"uri": uri}) from None
            raise


class FileResource(_OfFiles):
    """A file as a resource.

    Args:
        uri: its address.
        path: where the file is.
        max_bytes: how many it may have when it is read.
        fields: what else is said of it.

    Raises:
        FileNotFoundError: there is no such file.
        TypeError, ValueError: the address or an option does not fit.
    """

    __slots__ = ("_path",)

    def __init__(self, uri: str, path: str | PathLike[str], max_bytes: int, fields: ResourceFields) -> None:
        file = Path(path).absolute()
        if not file.is_file():
            raise FileNotFoundError(f"{uri}: there is no file {str(file)!r}")

        def read() -> FileContent:
            # Here links lead where they lead: whoever declares it has named the file.
            return read_file(file.resolve(strict=True), max_bytes)

        self._path: Final = file
        super().__init__(read, uri, {"name": file.name, "mime_type": kind_of_file(file), **fields})
        self.where = f"the file {str(file)!r}"

    def listed(self) -> JsonObject:
        """As `listing.Declared.listed`. Blocks."""
        return {**self.definition, **_facts(self._path, self.options)}


class DirectoryResource(_OfFiles):
    """The files of a directory as resources.

    Args:
        uri: a template with one variable, which is the path of a file in the directory.
        path: where the directory is.
        listed: whether its files are in the list of resources, and not only the template in that of templates.
        hidden: whether there are files, and directories, whose names begin with a dot.
        follow_links: whether links may lead out of it.
        max_bytes: how many a file may have when it is read.
        fields: what else is said of it.

    Raises:
        NotADirectoryError: there is no such directory.
        TypeError, ValueError: the address or an option does not fit.
    """

    __slots__ = ("_follow_links", "_hidden", "_root", "is_listed")

    def __init__(
        self,
        uri: str,
        path: str | PathLike[str],
        fields: ResourceFields,
        *,
        listed: bool,
        hidden: bool,
        follow_links: bool,
        max_bytes: int,
    ) -> None:
        names = UriTemplate.of(uri).names
        if len(names) != 1:
            raise ValueError(f"{uri!r:.200}: a directory needs one variable for the path of a file, such as {{+path}}")
        root = Path(path).resolve()
        if not root.is_dir():
            raise NotADirectoryError(f"{uri}: there is no directory {str(root)!r}")

        def read(**variables: str) -> FileContent:
            file = self._file(variables[names[0]])
            return read_file(file, max_bytes, within=root if file.is_relative_to(root) else None)

        cast("Any", read).__signature__ = Signature([Parameter(names[0], Parameter.KEYWORD_ONLY, annotation=str)])
        self.is_listed: Final = listed
        self._root: Final = root
        self._hidden: Final = hidden
        self._follow_links: Final = follow_links
        super().__init__(read, uri, {"name": root.name, **fields})
        self.where = f"the directory {str(root)!r}"

    def listed(self) -> JsonObject:
        """As `listing.Declared.listed`."""
        return self.definition

    def files(self, after: str) -> Iterator[tuple[str, JsonObject]]:
        """What its files are listed as, with their paths, in order, beginning after one. Blocks.

        Directories that are links are not looked into: they may lead in circles.
        """
        for path, file in self._walk(self._root, tuple(after.split("/")) if after else ()):
            kind = self.options.mime_type or kind_of_name(file.name)
            definition: JsonObject = {
                "uri": self.template.expand({self.template.names[0]: path}),
                "name": path,
                **({} if kind is None else {"mimeType": kind}),
            }
            yield path, {**definition, **_facts(file, self.options)}

    def _walk(self, directory: Path, after: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
        for entry in _entries(directory):
            if (after and entry.name < after[0]) or (entry.name.startswith(".") and not self._hidden):
                continue
            is_last = bool(after) and entry.name == after[0]
            if entry.is_dir(follow_symlinks=False):
                if self.template.ends_in_path and len(directory.parts) - len(self._root.parts) < _DEEPEST:
                    yield from self._walk(Path(entry.path), after[1:] if is_last else ())
            elif not is_last:
                path = Path(entry.path).relative_to(self._root).as_posix()
                try:
                    file = self._file(path)
                except OSError:
                    continue
                if file.is_file():
                    yield path, file

    def _file(self, path: str) -> Path:
        """Where a file is, without links; `path`: in the directory.

        Raises:
            FileNotFoundError: there is none that may be read.
        """
        parts = path.split("/")
        # Each file has one address.
        if not {"", ".", ".."}.isdisjoint(parts) or (len(parts) > 1 and not self.template.ends_in_path):
            raise FileNotFoundError(path)
        try:
            file = self._root.joinpath(*parts).resolve(strict=True)
        except (ValueError, RuntimeError):
            raise FileNotFoundError(path) from None
        is_inside = file.is_relative_to(self._root)
        if not is_inside and not self._follow_links:
            raise FileNotFoundError(path)
        seen = [*parts, *(file.relative_to(self._root).parts if is_inside else ())]
        if not self._hidden and any(part.startswith(".") for part in seen):
            raise FileNotFoundError(path)
        return file


def listing(resources: Register[Resource], templates: Register[Resource]) -> Answer:
    """What answers resources/list: the resources, and then the files of directories that are to be listed.

    Raises InvalidParams where the cursor is none of this list.
    """

    async def answer(params: JsonObject, context: Context) -> Prepared:
        directories = [item for item in templates if isinstance(item, DirectoryResource) and item.is_listed]
        if not directories:
            return await resources.list(params, context)
        cursor: str = params.get("cursor", "")
        place = _place(cursor)
        if place is not None:
            following = [directory for directory in directories if directory.name == place[0]]
            if not following:
                raise no_cursor(cursor)
            rest = directories[directories.index(following[0]) :]
            return await run_blocking(_page, resources, [], rest, place[1])
        page = await resources.list(params, context)
        if "nextCursor" in page.value:
            return page
        return await run_blocking(_page, resources, page.value["resources"], directories, "")

    return answer


def _page(
    resources: Register[Resource], begin: list[JsonObject], directories: list[DirectoryResource], after: str
) -> Prepared:
    """A page that begins with something, and goes on with files. `after`: a path in the first directory."""
    room = resources.page_size - len(begin)
    files = (
        (directory, path, definition)
        for position, directory in enumerate(directories)
        for path, definition in directory.files("" if position else after)
    )
    found = [*islice(files, room + 1)]
    cursor: str | None = None
    if len(found) > room:
        last = (found[room - 1][0].name, found[room - 1][1]) if room else (directories[0].name, after)
        cursor = urlsafe_b64encode(to_json(last)).decode()
    return resources.page([*begin, *(definition for _, _, definition in found[:room])], cursor)


def _place(cursor: str) -> tuple[str, str] | None:
    """The template of a directory, and a path in it, after which a page begins; None: the cursor says none."""
    try:
        name, path = from_json(urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, TypeError):
        return None
    return (name, path) if isinstance(name, str) and isinstance(path, str) else None


def _entries(directory: Path) -> list[os.DirEntry[str]]:
    """What is in a directory, by name: as far as it may be seen, and its name is a text that JSON can have."""
    try:
        with os.scandir(directory) as found:
            return sorted((entry for entry in found if _is_text(entry.name)), key=lambda entry: entry.name)
    except OSError:
        return []


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _facts(path: Path, options: ResourceOptions) -> JsonObject:
    """What is listed of a file as it is now."""
    state = state_of(path)
    if state is None:
        return {}
    size, changed = state
    return {"size": size, "annotations": {**options.annotations(), "lastModified": changed}}
