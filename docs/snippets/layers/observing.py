import json
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio

from mcprism import Client, LoggingObserver, MessageEvent, MetricsObserver, Recorder, Server, hidden


class Slow:
    """An observer is anything with these two methods. They are called in the event loop, and must be quick."""

    def on_receive(self, event: MessageEvent) -> None:
        """Nothing is of interest here."""

    def on_send(self, event: MessageEvent) -> None:
        if event.elapsed is not None and event.elapsed > 10:
            print("slow:", event.method)


async def main(folder: Path) -> None:
    metrics = MetricsObserver()
    with Recorder(folder / "messages.jsonl", redact=hidden("password")) as recorder:
        server = Server("watched", version="1.0.0", observers=[metrics, recorder, Slow()])

        @server.tool
        def login(name: str, password: str) -> str:
            return f"Welcome, {name}."

        async with Client(server, version="2025-11-25", observers=[LoggingObserver(level=logging.DEBUG)]) as client:
            await client.call_tool("login", {"name": "Ada", "password": "secret"})

    calls = metrics.as_dict()["received"]["requests"]["tools/call"]
    print("calls:", calls["count"], "answered:", calls["results"])
    for line in (folder / "messages.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        if event["method"] == "tools/call" and event["direction"] == "received":
            print("recorded:", event["message"]["params"]["arguments"])


if __name__ == "__main__":
    with TemporaryDirectory() as temporary:
        anyio.run(main, Path(temporary))
