"""By a handler core: starts a server and looks around: the command to start, or by default `hello_world.py`.

python over_stdio_core.py [COMMAND ...]
"""

import sys
from pathlib import Path

import anyio

from listener import Listener
from look_around import look_around
from mcprism import Client

HELLO_WORLD = Path(__file__).parents[1] / "servers" / "hello_world.py"


async def main() -> None:
    async with Client(sys.argv[1:] or HELLO_WORLD, handler=Listener()) as client:
        await look_around(client)


anyio.run(main)
