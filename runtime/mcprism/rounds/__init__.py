"""Asking the client while a request of its own is served, whatever its version has for that.

With a session a question is a request, and the handler waits for its answer. Without one it travels in the result, and
the client sends the request again with the answer: the handler runs again (`replay`) or has waited meanwhile (`park`).

Spec: basic/patterns/mrtr
"""

from mcprism.rounds.carrier import ANSWERS, STATE, Carrier, InputNeeded, is_question, may_ask
from mcprism.rounds.options import Rounds
from mcprism.rounds.park import InputAbandoned, Park
from mcprism.rounds.push import QUESTION_TIMEOUT, settled
from mcprism.rounds.replay import Replay, binding
from mcprism.rounds.state import InvalidState, SealedState, StateCodec, StoredState

__all__ = [
    "ANSWERS",
    "QUESTION_TIMEOUT",
    "STATE",
    "Carrier",
    "InputAbandoned",
    "InputNeeded",
    "InvalidState",
    "Park",
    "Replay",
    "Rounds",
    "SealedState",
    "StateCodec",
    "StoredState",
    "binding",
    "is_question",
    "may_ask",
    "settled",
]
