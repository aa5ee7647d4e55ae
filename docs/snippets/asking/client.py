import anyio
from parcel import server

from mcprism import Client
from mcprism_types.v2026_07_28 import ElicitRequestFormParams


async def fill_in(form: ElicitRequestFormParams) -> dict[str, str]:
    """A program for people would show the form and wait."""
    print("asked:", form.message)
    print("fields:", *form.requested_schema.properties)
    return {"street": "Rua Augusta 1", "day": "today"}


async def main() -> None:
    async with Client(server, on_elicitation=fill_in) as client:
        result = await client.call_tool("send_parcel", {"weight": 2})
        print(result.text)


if __name__ == "__main__":
    anyio.run(main)
