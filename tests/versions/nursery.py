"""Server processes that start at once: each is forked from one that has imported everything already.

A session over stdio is a process of its own. Importing is nearly all that starting one takes, and 25 of them would
take longer than what they are started for. `python -m tests.versions.nursery SOCKET` is the parent; `command` is what a
client starts: it hands its standard input and output to a child of the parent, and is there as long as that is.
"""

import os
import select
import signal
import socket
import sys
from pathlib import Path

from mcprism.versions.adapter import adapter
from tests.versions.everything import VERSIONS, Losses, server_of

_RELAY = """
import os, socket, sys
with socket.socket(socket.AF_UNIX) as parent:
    parent.connect(sys.argv[1])
    socket.send_fds(parent, [sys.argv[2].encode()], [0, 1, 2])
    os.close(0)
    os.close(1)
    sys.exit(parent.recv(1) != b"0")
"""


def command(address: Path, home: str) -> list[str]:
    """Starts a server with the handler of a version. Its status is 0 if the server came to its end in order."""
    return [sys.executable, "-I", "-S", "-c", _RELAY, str(address), home]


def main(address: str) -> None:
    """Serves until standard input ends; says a line when it is ready."""
    for home in VERSIONS:
        server_of(home, Losses())
        for peer in VERSIONS:
            adapter(peer, home)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)  # noqa: T201 - standard output is how the one who waits is told
        while True:
            readable, _, _ = select.select([sys.stdin, listening], [], [])
            if sys.stdin in readable:
                return
            session, _ = listening.accept()
            if not os.fork():
                listening.close()
                _serve(session)
            session.close()


def _serve(session: socket.socket) -> None:
    data, descriptors, _, _ = socket.recv_fds(session, 64, 3)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        server_of(data.decode(), Losses()).run()
        session.send(b"0")
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
