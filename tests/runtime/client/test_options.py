"""What can be said of a client, and what does not fit."""

import dataclasses
from typing import Any

import pytest

from mcprism import Client, Server
from mcprism.client.options import ClientFields, ClientOptions


def test_every_option_is_a_keyword_of_the_same_type() -> None:
    assert ClientFields.__annotations__ == {field.name: field.type for field in dataclasses.fields(ClientOptions)}


def test_keyword_that_is_no_option_is_refused() -> None:
    unknown: Any = {"time_out": 3}
    with pytest.raises(TypeError, match="time_out"):
        Client(Server("demo", version="1"), **unknown)
