"""The official SDK's server over HTTP; runs in an environment of its own, on what uvicorn finds there.

    python official_http.py json|sse|newest MORE

json: answers are JSON; sse: one event; newest: as json. MORE: how many tools to list beside `add`.
"""

import sys

from listening import serve
from official_server import server

if __name__ == "__main__":
    app = server(int(sys.argv[2])).streamable_http_app(json_response=sys.argv[1] != "sse")
    serve(app)
