"""`mcprism prompt`: the messages of a prompt; `mcprism complete`: how an argument of one may go on."""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import anyio
from cyclopts import Parameter

from mcprism.cli.blocks import Saving, show_blocks, write_text
from mcprism.cli.failures import UsageFailure
from mcprism.cli.nearest import did_you_mean
from mcprism.cli.output import console, plain, write_json
from mcprism.cli.pairs import pairs_of, texts_of
from mcprism.cli.reaching import HERE, Reaching, told
from mcprism.client import Client
from mcprism.jsonrpc import JsonObject
from mcprism_types import v2026_07_28 as v


def prompt(
    *words: Annotated[
        str, Parameter(name="TARGET NAME [key=value]", help="the server; the prompt; and its arguments, which are text")
    ],
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", show_default=False, help="the whole result as one JSON object")
    ] = False,
    reaching: Reaching = HERE,
) -> None:
    """Shows who says what."""
    place, rest = reaching.place(words)
    if not rest:
        raise UsageFailure("NAME is missing: name a prompt after TARGET; mcprism list TARGET prompts shows them")
    client = reaching.client(place)
    with told(place):
        result = anyio.run(_prompted, client, rest[0], rest[1:])
    if as_json:
        write_json(result)
        return
    out = console()
    for index, message in enumerate(result["messages"]):
        if index:
            out.print()
        out.print(plain(f"{message['role']}:", "bold"))
        show_blocks([message["content"]], Saving(None), sys.stdout)


async def _prompted(unopened: Client, name: str, words: Sequence[str]) -> JsonObject:
    async with unopened as client:
        prompts = {prompt.name: prompt.to_wire() async for prompt in client.list_prompts()}
        if name not in prompts:
            raise UsageFailure(f"the server has no prompt {name!r}{did_you_mean(name, prompts)}")
        known: list[Any] = prompts[name].get("arguments", [])
        arguments = texts_of(words, [argument["name"] for argument in known], f"the prompt {name}")
        missing = [one["name"] for one in known if one.get("required") and one["name"] not in arguments]
        if missing:
            raise UsageFailure(f"the prompt {name} needs {', '.join(missing)}; expected {missing[0]}=VALUE")
        return (await client.get_prompt(name, arguments)).to_wire()


def complete(
    *words: Annotated[
        str,
        Parameter(
            name="TARGET NAME ARGUMENT [VALUE [key=value]]",
            help="the server; a prompt or a template; its argument; what has been typed of it; other arguments",
        ),
    ],
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", show_default=False, help="the whole result as one JSON object")
    ] = False,
    reaching: Reaching = HERE,
) -> None:
    """Shows the values that the server offers, one on each line."""
    place, rest = reaching.place(words)
    if len(rest) < 2:
        raise UsageFailure("expected TARGET, the name of a prompt or the text of a template, and one of its arguments")
    name, argument, *more = rest
    is_template = "{" in name
    ref = v.ResourceTemplateReference(uri=name) if is_template else v.PromptReference(name=name)
    context = dict(pairs_of(more[1:])) or None
    client = reaching.client(place)
    with told(place):
        result = anyio.run(_completed, client, ref, argument, more[0] if more else "", context)
    if as_json:
        write_json(result)
        return
    for value in result["completion"]["values"]:
        write_text(value, sys.stdout)
    if result["completion"].get("hasMore"):
        sys.stderr.write("(there are more: type more of it)\n")


async def _completed(
    unopened: Client,
    ref: v.PromptReference | v.ResourceTemplateReference,
    argument: str,
    value: str,
    context: dict[str, str] | None,
) -> JsonObject:
    async with unopened as client:
        return (await client.complete(ref, argument, value, context=context)).to_wire()
