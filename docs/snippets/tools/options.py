from mcprism import Icon, Server

server = Server("files", version="1.0.0")


@server.tool(
    name="delete_file",
    title="Delete a file",
    destructive=True,
    idempotent=True,
    icons=[Icon(src="https://example.com/bin.svg", mime_type="image/svg+xml", sizes=["any"])],
    meta={"example.com/owner": "files"},
    timeout=30,
)
async def delete(path: str) -> None:
    """Deletes a file for good."""
