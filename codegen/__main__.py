"""The generator's command line: `python -m codegen COMMAND`."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from codegen import add_version, contract, diff, pipeline
from codegen.errors import CodegenError
from codegen.write import Changes


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 when something is wrong, 2 when the call was."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except CodegenError as error:
        print(f"codegen: {error}", file=sys.stderr)  # noqa: T201 - a command line speaks by printing
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="codegen", description="Official MCP schemas to typed Python distributions.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    command = commands.add_parser("generate", help="regenerate distributions and version reports")
    command.add_argument("versions", nargs="*", metavar="VERSION", help="only these versions (default: all)")
    command.add_argument("--check", action="store_true", help="change nothing, fail if anything would change")
    command.set_defaults(run=_generate)

    command = commands.add_parser("import", help="store the contract of an official schema file")
    command.add_argument("version")
    command.add_argument("file", type=Path)
    command.add_argument("--commit", default="", help="upstream commit in which the file last changed")
    command.add_argument("--date", default="", help="date of that commit, YYYY-MM-DD")
    command.set_defaults(run=_import)

    command = commands.add_parser("verify", help="compare the stored contracts with a folder of official files")
    command.add_argument("folder", type=Path, help="holds VERSION/schema.json for each version")
    command.set_defaults(run=_verify)

    command = commands.add_parser("diff", help="what changed between two versions")
    command.add_argument("older")
    command.add_argument("newer")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const=diff.as_json, default=diff.as_text)
    form.add_argument("--markdown", dest="form", action="store_const", const=diff.as_markdown)
    command.set_defaults(run=_diff)

    command = commands.add_parser("add-version", help="import, pin, generate and wire up a new version")
    command.add_argument("version")
    command.add_argument("file", type=Path)
    command.set_defaults(run=_add_version)
    return parser


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - as above


def _generate(options: argparse.Namespace) -> int:
    started = time.monotonic()
    changes = pipeline.generate(options.versions, check=options.check, report=_say)
    _say_changes(changes)
    _say(f"{time.monotonic() - started:.1f} s")
    if options.check and changes:
        _say("generated files are not what the generator writes: run `nox -s generate` and commit the result")
        return 1
    return 0


def _say_changes(changes: Changes) -> None:
    for line in changes.lines() or ["nothing changed"]:
        _say(line)


def _import(options: argparse.Namespace) -> int:
    pin = contract.import_official(options.version, options.file, commit=options.commit, date=options.date)
    _say(f"stored the contract of {pin.version}, sha256 {pin.sha256}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    findings = contract.verify(options.folder)
    for line in findings:
        _say(line)
    _say(
        "the stored contracts differ from the official files"
        if findings
        else "the stored contracts are the official ones"
    )
    return 1 if findings else 0


def _diff(options: argparse.Namespace) -> int:
    older, newer = pipeline.describe(options.older), pipeline.describe(options.newer)
    sys.stdout.write(options.form(older.version, newer.version, diff.compare(older, newer)))
    return 0


def _add_version(options: argparse.Namespace) -> int:
    added = add_version.add(options.version, options.file, report=_say)
    _say_changes(added.changes)
    _say(added.next_steps)
    return 0


if __name__ == "__main__":
    sys.exit(main())
