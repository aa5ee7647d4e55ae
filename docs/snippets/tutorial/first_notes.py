from mcprism import Server

server = Server("notes", version="1.0.0")

NOTES: dict[str, str] = {}


@server.tool
def write_note(title: str, text: str) -> str:
    """Writes a note, in place of one with the same title.

    Args:
        title: a few words
        text: in Markdown
    """
    NOTES[title] = text
    return f"There are {len(NOTES)} notes now."


if __name__ == "__main__":
    server.run()
