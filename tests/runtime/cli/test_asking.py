"""Questions of a server, asked on a terminal."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from mcprism.cli.asking import answer_for

SHOP = f"{Path(__file__).with_name('shop.py')}:server"
TIME_LIMIT = 60

TEXT = {"type": "string", "minLength": 2, "maxLength": 3}
COLOURS = {"type": "array", "items": {"enum": ["red", "green"]}, "minItems": 1}
TITLED = {"type": "string", "oneOf": [{"const": "s", "title": "Small"}, {"const": "m", "title": "Medium"}]}


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("abc", TEXT, "abc"),
        ("5", {"type": "integer", "minimum": 5}, 5),
        ("2.5", {"type": "number"}, 2.5),
        ("yes", {"type": "boolean"}, True),
        ("n", {"type": "boolean"}, False),
        ("green, RED", COLOURS, ["green", "red"]),
        ("medium", TITLED, "m"),
        ("b", {"type": "string", "enum": ["a", "b"]}, "b"),
    ],
)
def test_what_is_typed_becomes_what_the_field_wants(typed: str, field: dict[str, Any], value: Any) -> None:
    assert answer_for(typed, field) == value


@pytest.mark.parametrize(
    ("typed", "field", "expected"),
    [
        ("a", TEXT, "expected 2 to 3 characters, not 'a'"),
        ("4", {"type": "integer", "minimum": 5}, "expected at least 5, not '4'"),
        ("x", {"type": "integer"}, "expected a whole number, not 'x'"),
        ("perhaps", {"type": "boolean"}, "expected true or false, not 'perhaps'"),
        ("blue", COLOURS, "expected one of red, green, not 'blue'"),
        ("", COLOURS, "expected at least 1 of them"),
        ("large", TITLED, "expected one of s, m, not 'large'"),
    ],
)
def test_what_does_not_fit_says_what_was_expected(typed: str, field: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        answer_for(typed, field)


if sys.platform != "win32":
    import fcntl
    import pty
    import subprocess
    import termios
    from collections.abc import Sequence
    from select import select

    def on_terminal(arguments: Sequence[str], typed: Sequence[tuple[str, bytes]]) -> tuple[int, str]:
        """Status and output of a command on a terminal, where something is typed after each of these texts."""
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "mcprism", *arguments]
        environment = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80"}
        with subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env=environment,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        ) as process:
            os.close(theirs)
            seen, told, waiting = b"", 0, list(typed)
            try:
                while select([ours], [], [], TIME_LIMIT)[0]:
                    try:
                        data = os.read(ours, 65536)
                    except OSError:
                        break  # the other end is closed
                    if not data:
                        break
                    seen += data
                    if waiting and (at := seen.find(waiting[0][0].encode(), told)) >= 0:
                        told = at + len(waiting[0][0])
                        os.write(ours, waiting.pop(0)[1])
            finally:
                if process.poll() is None and waiting:
                    process.kill()
                status = process.wait(TIME_LIMIT)
                os.close(ours)
        return status, seen.decode(errors="replace").replace("\r", "")

    def test_a_form_is_filled_in_field_by_field() -> None:
        status, seen = on_terminal(
            ["call", SHOP, "send"],
            [
                ("Street (and number): ", b"ab\n"),
                ("Street (and number): ", b"Main 1\n"),
                ("Floor [integer]: ", b"high\n"),
                ("Floor [integer]: ", b"3\n"),
                ("Express [y/n] (Enter: no): ", b"\n"),
                ("Colours [red, green] (several with commas): ", b"red, green\n"),
            ],
        )
        assert status == 0
        assert "The server asks: Where to?" in seen
        assert "expected at least 3 characters, not 'ab'" in seen
        assert "expected a whole number, not 'high'" in seen
        assert "Accepted(content=Parcel(street='Main 1', floor=3, express=False, colours=['red', 'green']))" in seen

    def test_the_end_of_input_declines_and_an_address_is_opened_by_whoever_sits_there() -> None:
        status, seen = on_terminal(["call", SHOP, "send", "--version", "2025-11-25"], [("number): ", b"\x04")])
        assert (status, "Declined()" in seen) == (0, True)
        status, seen = on_terminal(["call", SHOP, "pay"], [("Have you opened it? [y/n] ", b"y\n")])
        assert (status, "https://example.com/pay" in seen, "Accepted" in seen) == (0, True, True)

    def test_an_interrupt_while_a_question_is_open_ends_with_status_130() -> None:
        status, seen = on_terminal(["call", SHOP, "send"], [("number): ", b"\x03")])
        assert (status, "Traceback" in seen) == (130, False)

    def test_on_a_terminal_text_cannot_steer_it_and_tables_fit() -> None:
        status, seen = on_terminal(["read", SHOP, "shop://terms"], [])
        assert (status, seen) == (0, "Be kind.\\x1b[31m\n")
        status, seen = on_terminal(["list", SHOP], [])
        assert (status, "\x1b[3" in seen) == (0, False)
        assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in seen.splitlines()) <= 80
