"""Options can be given as keywords: the names and the fields are the same."""

from dataclasses import fields
from typing import Any

import pytest

from mcprism import Client, Server
from mcprism.server.declarations.prompts import PromptFields, PromptOptions
from mcprism.server.declarations.resources import ResourceFields, ResourceOptions
from mcprism.tool_options import ToolFields, ToolOptions


@pytest.mark.parametrize(
    ("options", "keywords"),
    [(ToolOptions, ToolFields), (PromptOptions, PromptFields), (ResourceOptions, ResourceFields)],
)
def test_every_option_is_a_keyword(options: Any, keywords: Any) -> None:
    assert [field.name for field in fields(options)] == list(keywords.__annotations__)


def function(name: str = "") -> str:
    """Something to declare."""
    return name


def test_option_that_is_misspelt_is_named_with_the_nearest_one() -> None:
    server, wrong = Server("demo"), dict[str, Any](titel="Demo")
    with pytest.raises(TypeError, match="a tool has no option 'titel'; did you mean 'title'"):
        server.add_tool(function, **wrong)
    with pytest.raises(TypeError, match="a resource has no option 'titel'; did you mean 'title'"):
        server.add_resource(function, "a://{name}", **wrong)
    with pytest.raises(TypeError, match="a prompt has no option 'titel'; did you mean 'title'"):
        server.add_prompt(function, **wrong)


def test_misspelt_option_of_a_server_or_a_client_fails_where_it_is_written() -> None:
    wrong: Any = {"instruction": "Ask."}
    with pytest.raises(TypeError, match="a server has no option 'instruction'; did you mean 'instructions'"):
        Server("demo", **wrong)
    wrong = {"on_elicit": print}
    with pytest.raises(TypeError, match="a client has no option 'on_elicit'; did you mean 'on_elicitation'"):
        Client(Server("demo"), **wrong)


def test_resource_without_an_address_is_not_taken_for_one() -> None:
    declare: Any = Server("demo").resource
    with pytest.raises(TypeError, match="takes an address: write "):
        declare(function)


def test_misspelt_option_of_http_is_named_with_the_nearest_one() -> None:
    wrong: Any = {"allowed_host": ["mcp.example.com"]}
    with pytest.raises(TypeError, match="HTTP has no option 'allowed_host'; did you mean 'allowed_hosts'"):
        Server("demo").asgi_app(**wrong)
