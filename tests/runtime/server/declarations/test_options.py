"""Options can be given as keywords: the names and the fields are the same."""

from dataclasses import fields
from typing import Any

import pytest

from mcprism.server.declarations.prompts import PromptFields, PromptOptions
from mcprism.server.declarations.resources import ResourceFields, ResourceOptions
from mcprism.tool_options import ToolFields, ToolOptions


@pytest.mark.parametrize(
    ("options", "keywords"),
    [(ToolOptions, ToolFields), (PromptOptions, PromptFields), (ResourceOptions, ResourceFields)],
)
def test_every_option_is_a_keyword(options: Any, keywords: Any) -> None:
    assert [field.name for field in fields(options)] == list(keywords.__annotations__)
