"""Addresses with variables: which are taken, and what the variables are in an address."""

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcprism.server.declarations.uri_templates import MAX_URI, UriTemplate, leads_elsewhere


@pytest.mark.parametrize(
    ("template", "uri", "variables"),
    [
        ("users://{user_id}/profile", "users://7/profile", {"user_id": "7"}),
        ("users://{user_id}/profile", "users://7/8/profile", None),
        ("users://{user_id}/profile", "users:///profile", None),
        ("users://{user_id}/profile", "users://7/profile/x", None),
        ("file:///{+path}", "file:///a/b.txt", {"path": "a/b.txt"}),
        ("file:///{path*}", "file:///a/b.txt", {"path": "a/b.txt"}),
        ("x://{a}-{b}.{c}", "x://1-2-3.4.5", {"a": "1", "b": "2-3", "c": "4.5"}),
        ("x://{a}", "x://sm%C3%B8r%20br%C3%B8d", {"a": "smør brød"}),
        ("x://{a}", "x://%FF", None),
        ("x://{a}", "x://a?b", None),
        ("x://{a}", "y://a", None),
        ("x://{a}b", "x://b", None),
        ("x://plain", "x://plain", {}),
        ("x://plain", "x://plain2", None),
        ("x://all{?q,limit}", "x://all", {}),
        ("x://all{?q,limit}", "x://all?", {}),
        ("x://all{?q,limit}", "x://all?limit=3&q=a%26b%3Dc", {"limit": "3", "q": "a&b=c"}),
        ("x://all{?q,limit}", "x://all?q=sm%C3%B8r+br%C3%B8d%2B", {"q": "smør brød+"}),
        ("x://all{?q,limit}", "x://all?q=a/b?c", {"q": "a/b?c"}),
        ("x://all{?q,limit}", "x://all?q=", {"q": ""}),
        ("x://all{?q,limit}", "x://all?%71=x", {"q": "x"}),
        ("x://all{?q,limit}", "x://all?page=3", None),
        ("x://all{?q,limit}", "x://all?q=1&q=2", None),
        ("x://all{?q,limit}", "x://all?q=1&", None),
        ("x://all{?q,limit}", "x://all?q=%FF", None),
        ("x://all{?q,limit}", "x://all?q=1#end", None),
        ("x://all{?q,limit}", "x://allq=1", None),
        ("x://{name}/log{?since}", "x://a%3Fb/log?since=2026", {"name": "a?b", "since": "2026"}),
        ("x://{+path}{?raw}", "x://a/b.txt?raw=1", {"path": "a/b.txt", "raw": "1"}),
        ("x://{+path}{?raw}", "x://?raw=1", None),
    ],
)
def test_variables_are_what_stands_in_their_places(template: str, uri: str, variables: dict[str, str] | None) -> None:
    assert UriTemplate.of(template).match(uri) == variables


@given(st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=2))
def test_what_is_written_into_a_template_is_found_there_again(values: list[str]) -> None:
    first, second = (value.replace("\ud800", "") for value in values)
    uri = f"x://{quote(first, safe='')}/{quote(second, safe='')}"
    assert UriTemplate.of("x://{first}/{second}").match(uri) == {"first": first, "second": second}


def test_long_addresses_take_no_long_time() -> None:
    # With patterns that go back and forth each variable more would multiply the time by the length.
    template = UriTemplate.of("x://" + "-".join(f"{{v{number}}}" for number in range(12)) + "!")
    assert template.match("x://" + "-" * (MAX_URI - 10)) is None
    assert UriTemplate.of("x://{+a}").match("x://" + "a" * MAX_URI) is None
    assert UriTemplate.of("x://a{?b}").match("x://a?" + "&" * (MAX_URI - 10)) is None


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.text(max_size=8)))
def test_what_is_said_after_a_question_mark_is_found_there_again(values: dict[str, str]) -> None:
    uri = "x://y" + ("?" if values else "") + urlencode(values)
    assert UriTemplate.of("x://y{?c,b,a}").match(uri) == values


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_address_with_variables_written_in_has_them(value: str) -> None:
    for template in map(UriTemplate.of, ("x://{a}", "x://y/{+a}")):
        assert template.match(template.expand({"a": value})) == {"a": value}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{a}", "is no address: it begins with a scheme"),
        ("notes", "'notes' is no address"),
        ("x://{?a}/b", r"\{\?a\} is not understood: a variable is \{name\}, or \{\+name\} .* at the end"),
        ("x://a{?b*}", "is not understood"),
        ("x://a{?}", "is not understood"),
        ("x://a{?b, c}", "is not understood"),
        ("x://a{?b}{?c}", "is not understood"),
        ("x://a?b={b}{?c}", "the question mark is a part of"),
        ("x://{a}{?a}", "a variable is there twice"),
        ("x://{a:3}", "is not understood"),
        ("x://{}", "is not understood"),
        ("x://{a", "a brace is open or closed without the other"),
        ("x://a}", "a brace is open or closed without the other"),
        ("x://{a}/{a}", "a variable is there twice"),
        ("x://{a}{b}", "nothing tells where a ends and the next variable begins"),
        ("x://{+a}/{b}", "a may have slashes, so it must be the last variable"),
    ],
)
def test_template_that_cannot_be_told_apart_is_refused(template: str, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        UriTemplate.of(template)


@pytest.mark.parametrize(
    "value", ["..", "../x", "a/../b", "a/..", "/etc/passwd", "..\\x", "\\\\host", "a\0", "C:\\x", "c:x"]
)
def test_paths_out_of_a_folder_are_known(value: str) -> None:
    assert leads_elsewhere(value)


@pytest.mark.parametrize("value", ["a", "a/b", "a..b", "...", "2026-01-02T10:00", ".hidden", "ab:c"])
def test_other_paths_are_not(value: str) -> None:
    assert not leads_elsewhere(value)
