from pathlib import Path

from mcprism import Server

PAGES = Path(__file__).parent / "pages"

server = Server("handbook", version="1.0.0")
server.add_file("handbook://start", PAGES / "index.md", title="Where to start")
server.add_directory("handbook://pages/{+path}", PAGES)
