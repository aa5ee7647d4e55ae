"""A warning about what happens again and again is logged once in a while, with how often it did."""

import logging

import pytest

from mcprism.server.http.repeated import INTERVAL, Repeated


def test_what_happens_a_thousand_times_is_two_lines(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    repeated = Repeated(logging.getLogger("mcprism.test"), lambda: now[0])
    for _ in range(1000):
        repeated.warn("full: %d", 5)
    now[0] = INTERVAL
    repeated.warn("full: %d", 6)
    now[0] = 3 * INTERVAL
    repeated.warn("full: %d", 7)
    assert [record.getMessage() for record in caplog.records] == [
        "full: 5",
        "full: 6 (and 999 times more since the last time that this was said)",
        "full: 7",
    ]
