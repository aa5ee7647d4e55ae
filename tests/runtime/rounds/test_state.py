"""What a client keeps between two rounds: it can neither be read, nor changed, nor used elsewhere."""

import base64
from typing import Any

import pytest

from mcprism import SealedState, StoredState
from mcprism.rounds import InvalidState, StateCodec
from mcprism.rounds.state import State, binding_of

KEYS = [bytes([number]) * 32 for number in range(3)]
STATE = State(answers={"a": {"é\u2028": 1.5}}, asked=["b"], memory={"m": [None]}, own="mine", round=3)


@pytest.fixture(params=[SealedState, StoredState])
def codec(request: Any) -> StateCodec:
    made: StateCodec = request.param()
    return made


def test_state_comes_back_as_it_was(codec: StateCodec) -> None:
    assert State.opened(STATE.sealed(codec, binding="x", ttl=60), codec, binding="x") == STATE


def test_text_is_ascii_and_does_not_show_what_is_in_it(codec: StateCodec) -> None:
    text = STATE.sealed(codec, binding="binding", ttl=60)
    assert text.isascii()
    assert "mine" not in text
    assert b"mine" not in base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    assert text != STATE.sealed(codec, binding="binding", ttl=60)


@pytest.mark.parametrize("text", ["", "x", "====", "é", "A" * 10, "A" * 200, "\x00"])
def test_made_up_text_is_refused(codec: StateCodec, text: str) -> None:
    with pytest.raises(InvalidState):
        codec.open(text)


def test_no_character_of_a_text_can_be_changed(codec: StateCodec) -> None:
    text = STATE.sealed(codec, binding="x", ttl=60)
    for position, character in enumerate(text):
        # The last character of base64 can carry bits that mean nothing.
        other = "A" if character != "A" else "Q"
        changed = text[:position] + other + text[position + 1 :]
        if position < len(text) - 1:
            with pytest.raises(InvalidState):
                State.opened(changed, codec, binding="x")
    with pytest.raises(InvalidState):
        State.opened(text + "-TAMPERED", codec, binding="x")


def test_state_expires(codec: StateCodec) -> None:
    text = STATE.sealed(codec, binding="x", ttl=60, now=lambda: 1000.0)
    assert State.opened(text, codec, binding="x", now=lambda: 1060.0) == STATE
    with pytest.raises(InvalidState, match="expired"):
        State.opened(text, codec, binding="x", now=lambda: 1060.1)


def test_state_of_another_request_is_refused(codec: StateCodec) -> None:
    text = STATE.sealed(codec, binding="x", ttl=60)
    with pytest.raises(InvalidState, match="another request"):
        State.opened(text, codec, binding="y")


def test_first_key_seals_and_all_of_them_open() -> None:
    old, both, new = SealedState([KEYS[0]]), SealedState([KEYS[1], KEYS[0]]), SealedState([KEYS[1]])
    assert both.open(old.seal(b"x")) == b"x"
    assert new.open(both.seal(b"x")) == b"x"
    for stranger in (old, SealedState([KEYS[2]]), SealedState()):
        with pytest.raises(InvalidState):
            stranger.open(both.seal(b"x"))


def test_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes, not 16"):
        SealedState([b"k" * 16])


def test_oldest_stored_state_makes_room() -> None:
    codec = StoredState(capacity=2)
    texts = [codec.seal(bytes([number])) for number in range(3)]
    with pytest.raises(InvalidState):
        codec.open(texts[0])
    assert [codec.open(text) for text in texts[1:]] == [b"\x01", b"\x02"]


def test_binding_does_not_depend_on_the_order_of_members() -> None:
    assert binding_of({"a": 1, "b": [2]}, None) == binding_of({"b": [2], "a": 1}, None)
    assert len({binding_of({"a": 1}), binding_of({"a": "1"}), binding_of({"a": 1}, None), binding_of(["a", 1])}) == 4
