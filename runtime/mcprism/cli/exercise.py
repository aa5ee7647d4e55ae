"""Uses a server in one version of the protocol, carefully, and writes down what happened at each step.

Nothing is changed at the server: lists are read, resources are read, prompts without required arguments are filled in.
Of the tools only those are called that say they only read and need no arguments, and those that the user names.
"""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

from mcprism.cli.answers import CAPABILITIES, Answers
from mcprism.cli.findings import LISTENING, Seen, Step
from mcprism.cli.output import one_line
from mcprism.cli.recorder import Recorder, losing_to
from mcprism.client import Client
from mcprism.client.targets import Target
from mcprism.errors import (
    METHOD_NOT_FOUND,
    ConnectionClosed,
    HttpError,
    InvalidAnswer,
    McprismError,
    NotSupportedByPeer,
    PeerError,
    RequestTimeout,
    UnsupportedVersion,
)
from mcprism.jsonrpc import JsonObject
from mcprism.versions import ERAS
from mcprism_types import v2026_07_28 as v

MOST_READ: Final = 5
"""Resources that are read, and prompts that are filled in."""
MOST_CALLED: Final = 20
"""Tools that are called."""
MOST_LISTED: Final = 10_000
"""Entries of a list that are asked for."""
MOST_WORDS: Final = 300
"""Characters of a tool's error that are shown."""
PROBE_TIMEOUT: Final = 5.0
"""Seconds that a server may take to answer in a version without sessions, or over two addresses: of others, some never
answer."""

_NO_SUCH_VERSION: Final = (400, 404, 405, 406)
"""Statuses with which servers of older versions answer what they do not understand."""

Call: TypeAlias = tuple[str, JsonObject]
"""A tool, and its arguments."""

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Plan:
    """What to ask, beside what each version lists. Newer versions go first, and tell what older ones cannot say."""

    calls: Sequence[Call] = ()
    timeout: float = 30.0
    """Seconds for each answer."""
    harmless: list[str] = field(default_factory=list[str])
    """Tools that only read, as far as any version said so."""
    completes: bool = False
    """Whether any version declared completion, for which the first one has no word."""


async def seen_in(version: str, target: Target, plan: Plan, *, over: str = "") -> Seen:
    """What a server does in one version, on a connection of its own. `over`: as in `Seen`.

    Raises:
        TypeError, ValueError: the target leads to no server.
    """
    seen = Seen(version, over)
    recorder = Recorder(seen)
    sessions = ERAS[version] == "handshake"
    client = Client(
        losing_to(target, recorder),
        version=version,
        handler=Answers(),
        capabilities=CAPABILITIES,
        timeout=plan.timeout,
        connect_timeout=plan.timeout if sessions and not over else min(plan.timeout, PROBE_TIMEOUT),
        on_loss=recorder.lost_at("client"),
        observers=[recorder],
    )
    connection = recorder.step
    try:
        async with client:
            seen.server = client.server_info
            connection.note = "session" if sessions else "no session"
            await _Exercise(client, recorder, plan).run()
    except ConnectionClosed as error:
        if seen.is_spoken or sessions:
            recorder.step.fail(str(error))
        else:
            seen.refusal = "it ended when it was asked"
    except (UnsupportedVersion, PeerError, RequestTimeout, InvalidAnswer) as error:
        seen.refusal = _refusal(error)
        if isinstance(error, RequestTimeout | InvalidAnswer) and sessions:
            connection.fail(str(error))
    except HttpError as error:
        if seen.is_spoken or sessions or error.status not in _NO_SUCH_VERSION:
            recorder.step.fail(str(error))
        else:
            seen.refusal = f"status {error.status}"
    except McprismError as error:
        connection.fail(str(error))
    return seen


def _refusal(error: McprismError) -> str:
    """Why a version is not spoken, in few words."""
    match error:
        case UnsupportedVersion(answered=str(answered)):
            return f"it speaks {answered} instead"
        case UnsupportedVersion() if isinstance(error.__cause__, PeerError):
            return f"error {error.__cause__.code}"
        case PeerError(code=code):
            return f"error {code}"
        case RequestTimeout():
            return "no answer"
        case _:
            return str(error)


class _Exercise:
    """One connection, from the first list to the last call."""

    def __init__(self, client: Client, recorder: Recorder, plan: Plan) -> None:
        self._client = client
        self._recorder = recorder
        self._plan = plan

    async def run(self) -> None:
        """All steps.

        Raises:
            ConnectionClosed: the server has ended.
        """
        client, plan = self._client, self._plan
        declared = client.server_capabilities.to_wire()
        plan.completes = plan.completes or "completions" in declared
        await self._step("ping", "ping", client.ping())
        if "logging" in declared:
            # The quietest level there is.
            await self._step("logging/setLevel", "logging/setLevel", client.set_log_level("emergency"))
        tools = await self._list("tools/list", client.list_tools) if "tools" in declared else []
        resources: list[v.Resource] = []
        templates: list[v.ResourceTemplate] = []
        if "resources" in declared:
            resources = await self._list("resources/list", client.list_resources)
            templates = await self._list("resources/templates/list", client.list_resource_templates, optional=True)
        prompts = await self._list("prompts/list", client.list_prompts) if "prompts" in declared else []

        await self._call(tools)
        await self._read(resources)
        await self._fill_in(prompts)
        await self._listen(resources, declared)
        if plan.completes:
            await self._complete(prompts, templates)

    async def _call(self, tools: Sequence[v.Tool]) -> None:
        plan = self._plan
        plan.harmless += [tool.name for tool in tools if _is_harmless(tool) and tool.name not in plan.harmless]
        listed = {tool.name for tool in tools}
        named = [name for name, _ in plan.calls]
        free: list[Call] = [(name, {}) for name in plan.harmless if name in listed and name not in named]
        for name, arguments in [*plan.calls, *free[:MOST_CALLED]]:
            shown = f"tools/call {name} {json.dumps(arguments) if arguments else ''}".rstrip()
            await self._step("tools/call", shown, self._client.call_tool(name, arguments))
            answer = self._recorder.step.answer
            if answer is not None and answer.get("isError") is True:
                self._recorder.step.note = f"the tool says: {_first_words(answer)}"

    async def _read(self, resources: Sequence[v.Resource]) -> None:
        for resource in resources[:MOST_READ]:
            name = f"resources/read {resource.uri}"
            await self._step("resources/read", name, self._client.read_resource(resource.uri))

    async def _listen(self, resources: Sequence[v.Resource], declared: JsonObject) -> None:
        """Listens for all changes that the server declares to tell of, and for nothing any more."""
        lists = {kind: bool(declared.get(kind, {}).get("listChanged")) for kind in ("tools", "prompts", "resources")}
        watched = [resource.uri for resource in resources[:1] if declared.get("resources", {}).get("subscribe")]
        if not watched and not any(lists.values()):
            return

        async def listened() -> None:
            async with self._client.listen(**lists, uris=watched):
                pass

        await self._step(LISTENING, LISTENING, listened())

    async def _fill_in(self, prompts: Sequence[v.Prompt]) -> None:
        free = [prompt for prompt in prompts if not any(argument.required for argument in prompt.arguments or ())]
        for prompt in free[:MOST_READ]:
            await self._step("prompts/get", f"prompts/get {prompt.name}", self._client.get_prompt(prompt.name))

    async def _complete(self, prompts: Sequence[v.Prompt], templates: Sequence[v.ResourceTemplate]) -> None:
        method, asked = "completion/complete", next(iter(_completable(prompts, templates)), None)
        if asked is not None:
            ref, of, argument = asked
            await self._step(method, f"{method} {of}", self._client.complete(ref, argument, ""), optional=True)

    async def _list(self, method: str, items: Callable[[], AsyncIterator[T]], *, optional: bool = False) -> list[T]:
        async def listed() -> list[T]:
            found: list[T] = []
            async for item in items():
                found.append(item)
                if len(found) == MOST_LISTED:
                    break
            return found

        found = await self._step(method, method, listed(), optional=optional)
        if found is not None:
            self._recorder.step.note = str(len(found))
        return found or []

    async def _step(self, method: str, name: str, request: Awaitable[T], *, optional: bool = False) -> T | None:
        """What a request gives; None if it gives nothing. `optional`: a server need not have the method."""
        step = self._recorder.begin(method, name)
        try:
            return await request
        except ConnectionClosed:
            raise
        except NotSupportedByPeer as error:
            step.refuse(str(error))
        except PeerError as error:
            self._failed(step, error, optional=optional)
        except McprismError as error:
            step.fail(str(error))
        return None

    def _failed(self, step: Step, error: PeerError, *, optional: bool) -> None:
        if optional and error.code == METHOD_NOT_FOUND:
            step.missing = True
        elif any(lost.report.loss == "refused" for lost in step.losses):
            step.refuse(str(error))
        else:
            step.fail(str(error))


def _first_words(answer: JsonObject) -> str:
    """The beginning of the text in a result."""
    texts = [block["text"] for block in answer.get("content", ()) if isinstance(block.get("text"), str)]
    return one_line(texts[0])[:MOST_WORDS] if texts else "nothing"


def _completable(
    prompts: Sequence[v.Prompt], templates: Sequence[v.ResourceTemplate]
) -> Iterator[tuple[v.PromptReference | v.ResourceTemplateReference, str, str]]:
    """What completion may be asked about: where an argument is, what that is called, and the argument."""
    for prompt in prompts:
        for argument in prompt.arguments or ():
            yield v.PromptReference(name=prompt.name), prompt.name, argument.name
    for template in templates:
        for variable in re.findall(r"\{(\w+)\}", template.uri_template):
            yield v.ResourceTemplateReference(uri=template.uri_template), template.uri_template, variable


def _is_harmless(tool: v.Tool) -> bool:
    """Whether a tool says that it only reads, and can be called without arguments."""
    hints = tool.annotations
    return hints is not None and hints.read_only_hint is True and not tool.to_wire()["inputSchema"].get("required")
