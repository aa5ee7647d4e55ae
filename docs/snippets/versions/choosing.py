import anyio

from mcprism import Client, Server, UnsupportedVersion

old = Server("old", version="1.0.0", versions=["2024-11-05", "2025-06-18"])


@old.tool
def add(a: int, b: int) -> int:
    return a + b


async def main() -> None:
    async with Client(old) as client:
        print(client.protocol_version)
    async with Client(old, version="2024-11-05") as client:
        print(client.protocol_version)
    try:
        async with Client(old, version="2025-11-25"):
            pass
    except UnsupportedVersion as error:
        print(error)


if __name__ == "__main__":
    anyio.run(main)
