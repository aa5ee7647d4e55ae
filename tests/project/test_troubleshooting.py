"""Each text on the page about troubleshooting is one that people meet: it is brought about here."""

import logging
import re
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, redirect_stderr
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Final

import anyio
import httpx
import pytest
from pydantic import BaseModel

from mcprism import (
    Client,
    Clients,
    Command,
    Context,
    Depends,
    HttpOptions,
    McprismError,
    Principal,
    Server,
    ServerCommand,
)
from mcprism.cli import main as mcprism
from mcprism.server.http.handle import HttpHandle
from tests.project.pages import ROOT

PAGE: Final = ROOT / "docs" / "troubleshooting.md"
TIME: Final = 30.0
HEADERS: Final = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
HELLO: Final = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "somebody", "version": "1.0.0"},
    },
}

Producer = Callable[[Path], Awaitable[str] | str]

PRODUCERS: dict[str, Producer] = {}


def produces(heading: str) -> Callable[[Producer], Producer]:
    """The function brings about the text of this heading of the page; what is in angle brackets there is any text."""

    def note(producer: Producer) -> Producer:
        assert heading not in PRODUCERS
        PRODUCERS[heading] = producer
        return producer

    return note


def headings() -> list[str]:
    return re.findall(r"^### `([^`]+)`$", PAGE.read_text("utf-8"), flags=re.MULTILINE)


def test_each_text_of_the_page_is_brought_about_here_and_nothing_else_is() -> None:
    assert sorted(headings()) == sorted(PRODUCERS)


@pytest.mark.parametrize("heading", PRODUCERS)
def test_the_page_has_the_text_that_people_meet(heading: str, tmp_path: Path) -> None:
    producer = PRODUCERS[heading]

    async def produced() -> str:
        with anyio.fail_after(TIME):
            text = producer(tmp_path)
            return text if isinstance(text, str) else await text

    parts = re.split(r"<[^<>]+>", heading)
    assert re.search(".+?".join(map(re.escape, parts)), anyio.run(produced), re.DOTALL)


def tools() -> Server:
    """A server that fails in ways of its own."""
    server = Server("tools", version="1.0.0")

    @server.tool
    def add(a: int, b: int) -> int:
        return a + b

    @server.tool
    def break_down() -> str:
        raise KeyError("password")

    @server.tool
    async def wait() -> str:
        await anyio.sleep_forever()
        return "never"

    @server.tool(timeout=0.05)
    async def wait_a_moment() -> str:
        await anyio.sleep_forever()
        return "never"

    @server.tool
    async def ask(ctx: Context) -> str:
        class Name(BaseModel):
            name: str

        return str(await ctx.elicit("Who are you?", Name))

    @server.resource("notes://{name}")
    def note(name: str) -> str:
        return name

    return server


async def called(name: str, arguments: dict[str, Any] | None = None, **fields: Any) -> str:
    """What a model reads of a call."""
    async with Client(tools(), **fields) as client:
        result = await client.call_tool(name, arguments or {})
    assert result.is_error
    return result.text


async def failed(action: Callable[[], Awaitable[object]]) -> str:
    with pytest.raises((McprismError, RuntimeError, TypeError, ValueError)) as caught:
        await action()
    return str(caught.value)


async def failed_with(action: Callable[[Client], Awaitable[object]], **fields: Any) -> str:
    """How something that a connected client does fails."""
    async with Client(tools(), **fields) as client:
        return await failed(lambda: action(client))


async def not_opened(target: Any, **fields: Any) -> str:
    async def opened() -> None:
        async with Client(target, **fields):
            pass

    return await failed(opened)


def refused(declare: Callable[[], object]) -> str:
    with pytest.raises((TypeError, ValueError, RuntimeError, McprismError)) as caught:
        declare()
    return str(caught.value)


def failed_program(text: str) -> str:
    """What a program writes that fails."""
    command = [sys.executable, "-c", text]
    return subprocess.run(command, capture_output=True, text=True, timeout=TIME, check=False).stderr


@asynccontextmanager
async def over_http(**options: Any) -> AsyncGenerator[tuple[HttpHandle, httpx.AsyncClient]]:
    async with tools().http(port=0, **options) as handle, httpx.AsyncClient() as http:
        yield handle, http


async def answered(
    method: str = "POST", *, path: str = "", headers: dict[str, str] | None = None, json: Any = HELLO, **options: Any
) -> str:
    """The status of a refusal over HTTP, and what it says."""
    async with over_http(**options) as (handle, http):
        address = httpx.URL(handle.url).join(path) if path else handle.url
        content = {"json": json} if method == "POST" else {}
        answer = await http.request(method, address, headers={**HEADERS, **(headers or {})}, **content)
    return f"{answer.status_code}: {answer.json()['error']['message']}"


# Starting a server.


@produces("cannot listen on <host>:<port>: <reason>")
async def port_in_use(folder: Path) -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        async def serve() -> None:
            async with tools().http(port=port):
                pass

        return await failed(serve)


@produces("the server would be reached from other machines at '<host>'")
def from_other_machines(folder: Path) -> str:
    return refused(lambda: HttpOptions(host="0.0.0.0"))  # noqa: S104 - what is refused


@produces("a server in a running event loop is one process")
async def workers_in_a_loop(folder: Path) -> str:
    async def serve() -> None:
        async with tools().http(port=0, workers=2):
            pass

    return await failed(serve)


@produces("<lifespan> is a generator: decorate it with contextlib.asynccontextmanager")
def generator_as_lifespan(folder: Path) -> str:
    async def lifespan(server: Server) -> Any:
        yield None

    return refused(lambda: Server("held", lifespan=lifespan))  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


@produces("<what> comes too late: the server is being served already")
async def too_late(folder: Path) -> str:
    server = tools()
    async with Client(server):
        return refused(lambda: server.middleware(lambda request, call_next: call_next(request)))


@produces("<function>: the server is being served already, and said that it has no <prompts>")
async def capability_too_late(folder: Path) -> str:
    server = tools()
    async with Client(server):

        def late() -> str:
            return "late"

        return refused(lambda: server.prompt(late))


# Declaring.


@produces("<function>: the parameter <name> has no annotation")
def no_annotation(folder: Path) -> str:
    def untyped(x):  # type: ignore[no-untyped-def] # pyright: ignore
        return x  # pyright: ignore

    return refused(lambda: tools().tool(untyped))  # pyright: ignore


@produces("<function>: the annotations cannot be read: <problem>")
def unknown_type(folder: Path) -> str:
    def lost(x: "Missing") -> str:  # type: ignore[name-defined] # pyright: ignore # noqa: F821
        return str(x)  # pyright: ignore

    return refused(lambda: tools().tool(lost))  # pyright: ignore


@produces("<function>: *<name> cannot be told to a client")
def stars(folder: Path) -> str:
    def many(*numbers: int) -> int:
        return sum(numbers)

    return refused(lambda: tools().tool(many))


@produces("<function>: <name> can only be given by position, and clients give arguments by name")
def by_position(folder: Path) -> str:
    def positional(a: int, /) -> int:
        return a

    return refused(lambda: tools().tool(positional))


@produces("'<name>' cannot be the name of a tool")
def no_name(folder: Path) -> str:
    return refused(lambda: tools().tool(name="my tool")(named))


@produces("<function>: there is a tool named '<name>' already, <function>")
def twice(folder: Path) -> str:
    return refused(lambda: tools().tool(name="add")(named))


def named() -> str:
    """A function that can be declared."""
    return "named"


@produces("<function>: no parameter takes <variables> of '<template>'")
def no_parameter(folder: Path) -> str:
    return refused(lambda: tools().resource("notes://{day}/all")(named))


@produces("<function>: nothing in '<template>' is <parameters>")
def no_variable(folder: Path) -> str:
    def of(name: str) -> str:
        return name

    return refused(lambda: tools().resource("notes://all/notes")(of))


@produces("'<text>' is no address: it begins with a scheme")
def no_address(folder: Path) -> str:
    return refused(lambda: tools().resource("notes.txt")(named))


@produces("<function>: the return type <type> has no JSON form")
def no_json_form(folder: Path) -> str:
    class Opaque:
        pass

    def opaque() -> Opaque:
        return Opaque()

    return refused(lambda: tools().tool(opaque))


@produces("Depends takes a function, and is given <value>")
def depends_on_a_value(folder: Path) -> str:
    return refused(lambda: Depends(named()))  # type: ignore[arg-type] # pyright: ignore


@produces("<function>: nothing gives its parameter <name>: a dependency takes ctx: Context and other dependencies")
def dependency_with_a_parameter(folder: Path) -> str:
    def of(name: str) -> str:
        return name

    def tool(given: Annotated[str, Depends(of)]) -> str:
        return given

    return refused(lambda: tools().tool(tool))


# Calling.


@produces("Invalid arguments for <tool>:")
async def arguments(folder: Path) -> str:
    return await called("add", {"a": "two"})


@produces("<argument>: expected an integer, got <value>")
async def wrong_kind(folder: Path) -> str:
    return await called("add", {"a": "two", "b": 1})


@produces("<argument>: required member is missing")
async def missing(folder: Path) -> str:
    return await called("add", {"a": 1})


@produces("<argument>: expected no member of this name, got <value>")
async def too_many(folder: Path) -> str:
    return await called("add", {"a": 1, "b": 2, "c": 3})


@produces("internal error, reference <reference>")
async def masked(folder: Path) -> str:
    logging.getLogger("mcprism").setLevel(logging.CRITICAL)
    try:
        return await called("break_down")
    finally:
        logging.getLogger("mcprism").setLevel(logging.NOTSET)


@produces("tools/call: there is no tool '<name>'")
async def unknown_tool(folder: Path) -> str:
    return await failed_with(lambda client: client.call_tool("ad"))


@produces("resources/read: there is no resource '<uri>'")
async def unknown_resource(folder: Path) -> str:
    return await failed_with(lambda client: client.read_resource("nothing://here"))


@produces("<method> was not answered within <seconds> s")
async def too_slow(folder: Path) -> str:
    return await failed_with(lambda client: client.call_tool("wait", timeout=0.05))


@produces("<tool> takes the scopes <scopes>")
async def not_granted(folder: Path) -> str:
    server = tools()

    @server.tool(scopes=["write"])
    def write() -> str:
        return "written"

    def authenticating(app: Any) -> Any:
        async def authenticated(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "mcprism.principal": Principal("https://login.example.com", "ada")}, receive, send)

        return authenticated

    async with server.http(port=0, middleware=[authenticating]) as handle, Client(handle.url) as client:
        return await failed(lambda: client.call_tool("write"))


@produces("ended, because it took longer than <seconds> s")
async def tool_too_slow(folder: Path) -> str:
    return await called("wait_a_moment")


@produces(
    "the peer does not support elicitation/create: it speaks <version>, and this needs its capability elicitation"
)
async def cannot_be_asked(folder: Path) -> str:
    return await failed_with(lambda client: client.call_tool("ask"))


@produces("the peer does not support elicitation: it speaks <version>, and this needs <version> or newer")
async def cannot_be_asked_in_its_version(folder: Path) -> str:
    def fill_in(form: object) -> dict[str, str]:
        return {"name": "Ada"}

    return await called("ask", on_elicitation=fill_in, version="2025-03-26")


@produces("the peer does not support <method>: it speaks <version>, and this needs its capability <capability>")
async def no_prompts(folder: Path) -> str:
    return await failed_with(lambda client: client.get_prompt("review"))


# Connecting.


@produces("could not start '<program>': no such command")
async def no_command(folder: Path) -> str:
    return await not_opened(["no-such-program-here"])


@produces("could not start '<program>': its working directory '<folder>' is not a directory")
async def no_folder(folder: Path) -> str:
    return await not_opened(Command([sys.executable], cwd=folder / "gone"))


@produces("<method> was not answered: the server process exited with status <status>")
async def ended(folder: Path) -> str:
    return await not_opened([sys.executable, "-c", "raise SystemExit('no API key')"])


@produces("cannot connect to <address>: <reason>")
async def nobody_listens(folder: Path) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return await not_opened(f"http://127.0.0.1:{port}/mcp")


@produces("cannot connect to '<text>': a text is an address")
async def command_as_text(folder: Path) -> str:
    return await not_opened("uvx mcp-server-time")


@produces("the client is not connected")
async def not_connected(folder: Path) -> str:
    client = Client(tools())
    return await failed(lambda: client.call_tool("add"))


@produces("this client was opened before: make another one")
async def opened_twice(folder: Path) -> str:
    client = Client(tools())
    async with client:
        pass
    return await failed(client.__aenter__)


@produces("the server speaks <versions> and was asked for '<version>'")
async def another_version(folder: Path) -> str:
    server = Server("old", version="1.0.0", versions=["2025-06-18"])
    return await not_opened(server, version="2025-11-25")


@produces("the server does not speak <version>: it answered server/discover with error <code>")
async def no_session(folder: Path) -> str:
    server = Server("old", version="1.0.0", versions=["2025-06-18"])
    return await not_opened(server, version="2026-07-28")


@produces("cannot speak '<version>': <problem>")
async def no_such_version(folder: Path) -> str:
    return refused(lambda: Client(tools(), version="2025-01-01"))


@produces("version pins one version and versions limits the choice")
async def both_versions(folder: Path) -> str:
    return refused(lambda: Client(tools(), version="2025-11-25", versions=["2025-06-18"]))


@produces("<option>: <function> cannot be called")
async def wrong_callable(folder: Path) -> str:
    def on_elicitation() -> None: ...

    return refused(lambda: Client(tools(), on_elicitation=on_elicitation))  # type: ignore[arg-type] # pyright: ignore


@produces("POST <address> was answered with status <status>: '<body>'")
async def another_answer(folder: Path) -> str:
    async with over_http(routes={"/site": refuses}) as (handle, _):
        return await not_opened(handle.url.replace("/mcp", "/site"))


async def refuses(scope: Any, receive: Any, send: Any) -> None:
    """Something on the web that is no server of the protocol, and asks who one is."""
    await send({"type": "http.response.start", "status": 401, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"who are you?"})


@produces("<address> is reached over HTTP, which needs httpx")
def without_httpx(folder: Path) -> str:
    text = """
import anyio, sys
sys.modules["httpx"] = None
from mcprism import Client

async def main():
    async with Client("http://127.0.0.1:9/mcp"):
        pass

anyio.run(main)
"""
    return failed_program(text)


@produces("<configuration>: mcpServers.<name>.<key>: must be <expected>, not <value>")
async def wrong_entry(folder: Path) -> str:
    return await not_configured({"mcpServers": {"mine": {"command": 5}}})


@produces("there is no server '<name>': open are <names>")
async def unknown_server(folder: Path) -> str:
    async with Clients.from_config({"mcpServers": {}}, consent=consents) as clients:
        with pytest.raises(KeyError) as caught:
            clients["mine"]
        return str(caught.value)


async def consents(command: ServerCommand) -> bool:
    return True


@produces("<configuration>: has no servers: expected the key mcpServers or servers")
async def no_servers(folder: Path) -> str:
    return await not_configured({"mcp": {}})


@produces("<configuration>: ${<name>} is not set")
async def not_set(folder: Path) -> str:
    entry = {"command": "my-server", "env": {"KEY": "${NOT_SET_ANYWHERE}"}}
    return await not_configured({"mcpServers": {"mine": entry}})


@produces("the server <name> was not started: consent to run <program> was refused")
async def no_consent(folder: Path) -> str:
    return await not_configured({"mcpServers": {"mine": {"command": "my-server"}}})


async def not_configured(configuration: dict[str, Any]) -> str:
    async def refuse(command: ServerCommand) -> bool:
        return False

    async def opened() -> None:
        async with Clients.from_config(configuration, consent=refuse) as clients:
            raise clients.failed["mine"]

    return await failed(opened)


# Over HTTP.


@produces("406: Accept must list application/json and text/event-stream")
async def accept(folder: Path) -> str:
    return await answered(headers={"Accept": "application/json"})


@produces("415: Content-Type must be application/json")
async def content_type(folder: Path) -> str:
    return await answered(headers={"Content-Type": "text/plain"})


@produces("421: the host '<host>' is not served here; the server's option allowed_hosts lists them")
async def host(folder: Path) -> str:
    return await answered(headers={"Host": "mcp.example.com"})


@produces("403: pages from '<origin>' may not use this server; its option allowed_origins lists them")
async def origin(folder: Path) -> str:
    return await answered(headers={"Origin": "https://app.example.com"})


@produces("404: there is no session with this id, or not any more: send initialize without one")
async def session(folder: Path) -> str:
    ping = {"jsonrpc": "2.0", "id": 2, "method": "ping"}
    return await answered(json=ping, headers={"Mcp-Session-Id": "gone", "MCP-Protocol-Version": "2025-11-25"})


@produces("404: this process has no session with this id, or not any more")
async def session_of_another_worker(folder: Path) -> str:
    ping = {"jsonrpc": "2.0", "id": 2, "method": "ping"}
    headers = {**HEADERS, "Mcp-Session-Id": "gone", "MCP-Protocol-Version": "2025-11-25"}
    app = tools().asgi_app(workers=2)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as http:
        answer = await http.post("/mcp", json=ping, headers=headers)
    return f"{answer.status_code}: {answer.json()['error']['message']}"


@produces("400: Mcp-Session-Id is missing: send initialize, and with everything after that the id from its answer")
async def session_missing(folder: Path) -> str:
    return await answered(json={"jsonrpc": "2.0", "id": 2, "method": "ping"})


@produces("404: nothing is served at '<path>': the endpoint is <path>")
async def path(folder: Path) -> str:
    return await answered(path="/")


@produces("405: this endpoint takes <methods>")
async def method(folder: Path) -> str:
    return await answered("PUT")


@produces("413: The request is larger than <number> bytes")
async def too_large(folder: Path) -> str:
    return await answered(max_body_bytes=10)


@produces("400: Header mismatch: <header> says '<text>', and the body '<text>'")
async def header_mismatch(folder: Path) -> str:
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "somebody", "version": "1.0.0"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": meta}}
    return await answered(json=message, headers={"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "ping"})


@produces("400: one message at a time: only 2025-03-26 has batches")
async def batch(folder: Path) -> str:
    async with over_http() as (handle, http):
        begun = await http.post(handle.url, json=HELLO, headers=HEADERS)
        headers = {**HEADERS, "Mcp-Session-Id": begun.headers["mcp-session-id"]}
        answer = await http.post(handle.url, json=[HELLO, HELLO], headers=headers)
    return f"{answer.status_code}: {answer.json()['error']['message']}"


@produces("503: <number> requests are served already: try again later")
async def busy(folder: Path) -> str:
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "wait"}}
    served = over_http(max_requests=1, stateless=True, shutdown_timeout=0.1)
    async with served as (handle, http), anyio.create_task_group() as tasks:
        tasks.start_soon(partial(http.post, handle.url, json=call, headers=HEADERS))
        answer = await http.post(handle.url, json=HELLO, headers=HEADERS)
        while answer.status_code == 200:
            answer = await http.post(handle.url, json=HELLO, headers=HEADERS)
        tasks.cancel_scope.cancel()
    return f"{answer.status_code}: {answer.json()['error']['message']}"


@produces("scope['mcprism.principal'] must be a mcprism.Principal or None, not <value>")
async def no_principal(folder: Path) -> str:
    def authenticating(app: Any) -> Any:
        async def authenticated(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "mcprism.principal": "ada"}, receive, send)

        return authenticated

    app = tools().asgi_app(middleware=[authenticating])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as http:
        return await failed(lambda: http.post("/mcp", json=HELLO, headers=HEADERS))


# On the command line.


@produces("there is no file '<file>'")
def no_file(folder: Path) -> str:
    return command("run", str(folder / "gone.py"))


@produces("<file> has no Server object: expected one at the top level of the file")
def no_server(folder: Path) -> str:
    return command("run", written(folder, "tools = []"))


@produces("<file> has several servers: say which, <file>:<name>")
def several_servers(folder: Path) -> str:
    text = "from mcprism import Server\nfirst, second = Server('a'), Server('b')"
    return command("run", written(folder, text))


@produces("<file> cannot be imported: <error>")
def cannot_be_imported(folder: Path) -> str:
    return command("run", written(folder, "import no_such_module"))


def written(folder: Path, text: str) -> str:
    file = folder / "server.py"
    file.write_text(text, "utf-8")
    return str(file)


def command(*arguments: str) -> str:
    """What `mcprism` writes where it fails."""
    with redirect_stderr(StringIO()) as said:
        assert mcprism(list(arguments)) > 0
    return " ".join(said.getvalue().split())
