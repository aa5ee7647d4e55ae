from mcprism import Server

server = Server("library", version="1.0.0")

BOOKS = ["Emma", "Middlemarch", "Persuasion"]


@server.resource("books://all{?begins,limit}", ttl=3600, cache="public")
def books(begins: str = "", limit: int = 10) -> list[str]:
    return [book for book in BOOKS if book.startswith(begins)][:limit]
