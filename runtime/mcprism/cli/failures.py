"""How a command ends when it cannot do what it was asked: one line on standard error, and an exit status.

Status 0: done, and nothing to complain about. 1: what was looked at is not in order. 2: the command was called wrongly.
"""


class Failure(Exception):
    """Ends a command with status 1. The text says what is wrong, and what to do."""

    status = 1


class UsageFailure(Failure):
    """Ends a command with status 2: its arguments do not make sense. The text says what was expected."""

    status = 2
