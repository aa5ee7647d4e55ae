"""Starts a program as soon as one of a few places is free: `in_turn.py FOLDER PROGRAM [ARGUMENT...]`.

The suites start all of their forty clients at the same time. Most of what these do is to load, and where forty load at
once on two cores, all of them are late. A place is a locked file in the folder, for as long as the program runs.
"""

import fcntl
import os
import sys
from pathlib import Path


def main(folder: str, *command: str) -> None:
    """Waits for a place, and becomes the program."""
    places = [
        os.open(Path(folder) / f"place-{number}", os.O_CREAT | os.O_RDWR) for number in range(os.cpu_count() or 1)
    ]
    mine = next((place for place in places if _is_free(place)), None)
    if mine is None:
        mine = places[os.getpid() % len(places)]
        fcntl.flock(mine, fcntl.LOCK_EX)
    os.set_inheritable(mine, True)
    os.execv(command[0], command)


def _is_free(place: int) -> bool:
    """Takes a place if nobody has it."""
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
