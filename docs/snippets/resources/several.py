from mcprism import BlobResourceContents, Server, TextResourceContents

server = Server("album", version="1.0.0")


@server.resource("album://summer")
def summer() -> list[TextResourceContents | BlobResourceContents]:
    """A page and its picture."""
    return [
        TextResourceContents(uri="album://summer/page", mime_type="text/plain", text="At the sea"),
        BlobResourceContents(uri="album://summer/picture", mime_type="image/png", blob="iVBORw0KGgo="),
    ]
