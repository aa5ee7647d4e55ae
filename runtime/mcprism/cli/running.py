"""`mcprism run`: the server of a file, over standard input and output or over HTTP."""

import sys
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from cyclopts import Group, Parameter

from mcprism.cli.failures import Failure, UsageFailure
from mcprism.cli.loading import only_server_in, parted, server_in
from mcprism.errors import McprismError
from mcprism.server.http.options import HttpOptions
from mcprism.transports.security import is_loopback

_HTTP: Final = Group("Over HTTP", sort_key=2)
_RELOADING: Final = Group("While you write it", sort_key=3)
_DEFAULTS: Final = {field.name: field.default for field in fields(HttpOptions)}


def run(
    file: Annotated[
        str, Parameter(name="FILE", help="a Python file with a Server object: server.py, or server.py:NAME")
    ],
    /,
    *,
    transport: Annotated[Literal["stdio", "http"], Parameter(help="stdio, or http")] = "stdio",
    host: Annotated[str | None, Parameter(group=_HTTP, help=f"address to bind: {_DEFAULTS['host']}")] = None,
    port: Annotated[int | None, Parameter(group=_HTTP, help=f"port; 0 for a free one: {_DEFAULTS['port']}")] = None,
    path: Annotated[str | None, Parameter(group=_HTTP, help=f"path of the endpoint: {_DEFAULTS['path']}")] = None,
    allowed_host: Annotated[
        tuple[str, ...],
        Parameter(
            negative="",
            json_list=False,
            show_default=False,
            group=_HTTP,
            help="a name by which other machines reach it, such as mcp.example.com; may be repeated",
        ),
    ] = (),
    workers: Annotated[int | None, Parameter(group=_HTTP, help="processes to serve with: 1")] = None,
    reload: Annotated[
        bool,
        Parameter(
            negative="", group=_RELOADING, help="start again whenever a Python file beside FILE or below changes"
        ),
    ] = False,
    watch: Annotated[
        tuple[Path, ...],
        Parameter(
            negative="", show_default=False, group=_RELOADING, help="a file or folder to watch as well; may be repeated"
        ),
    ] = (),
) -> int:
    """Serves until the client has gone, or a signal comes."""
    given = {"host": host, "port": port, "path": path, "allowed_hosts": allowed_host or None, "workers": workers}
    http: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if http and transport != "http":
        name = next(iter(http)).replace("allowed_hosts", "allowed-host")
        raise UsageFailure(f"--{name} was given; expected --transport http with it")
    if watch and not reload:
        raise UsageFailure(f"--watch is {watch[0]}; expected --reload with it")
    options = _options(http)
    if reload:
        return _reloaded(file, transport, options, watch)
    name, object_name = parted(file)
    server = only_server_in(name) if object_name is None else server_in(name, object_name)
    try:
        if transport == "http":
            server.run("http", options)
        else:
            server.run()
    except SystemExit as end:  # Ctrl-C, and served to the end
        return end.code if isinstance(end.code, int) else 1
    except (McprismError, ValueError) as error:
        raise Failure(str(error)) from error
    return 0


def _options(http: dict[str, Any]) -> HttpOptions:
    host = http.get("host", _DEFAULTS["host"])
    if not is_loopback(host) and "allowed_hosts" not in http:
        raise UsageFailure(
            f"--host is {host}, where other machines reach the server; expected with it the names by which they do, "
            "such as --allowed-host mcp.example.com"
        )
    try:
        return HttpOptions(**http)
    except ValueError as error:
        raise UsageFailure(str(error)) from None


def _reloaded(file: str, transport: str, options: HttpOptions, watch: tuple[Path, ...]) -> int:
    from mcprism.cli.reload import Watched, free_port, served_again  # only while a server is written

    name = parted(file)[0]
    if not Path(name).is_file():
        raise UsageFailure(f"there is no file {name!r}; expected FILE.py or FILE.py:NAME")
    for place in watch:
        if not place.exists():
            raise UsageFailure(f"--watch is {place}; there is nothing of that name")
    command = [sys.executable, "-m", "mcprism", "run", file, "--transport", transport]
    watched = Watched(Path(name), watch)
    if transport == "stdio":
        from mcprism.cli.relay import relayed

        return relayed(command, watched)
    command += [f"--host={options.host}", f"--port={options.port or free_port(options.host)}", f"--path={options.path}"]
    command += [f"--allowed-host={name}" for name in options.allowed_hosts or ()]
    return served_again([*command, f"--workers={options.workers}"], watched)
