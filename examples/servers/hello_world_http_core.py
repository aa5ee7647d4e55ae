"""Hello world by hand, over HTTP: the server of `hello_world_core.py`, served as `hello_world_http.py` serves its own.

python hello_world_http_core.py [PORT]
"""

import sys

from hello_world_core import server
from hello_world_http import OPTIONS

if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
    server.run("http", OPTIONS, port=port)
