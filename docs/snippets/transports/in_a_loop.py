import anyio
import httpx

from mcprism import Client, Cors, HttpTarget, Server

server = Server("clock", version="1.0.0")


@server.tool
def now() -> str:
    return "ten past four"


async def main() -> None:
    page = "https://app.example.com"
    async with server.http(port=0, health_path="/live", cors=Cors(origins=[page])) as handle:
        async with Client(handle.url) as client:
            print(client.protocol_version, (await client.call_tool("now")).text)

        async with Client(handle.url, version="2025-11-25") as client:
            print(client.protocol_version, len(handle.sessions()), "session")

        two_addresses = HttpTarget(handle.url.replace("/mcp", "/sse"), transport="sse")
        async with Client(two_addresses) as client:
            print(client.protocol_version, (await client.call_tool("now")).text)

        async with httpx.AsyncClient() as browser:
            lives = await browser.get(handle.url.replace("/mcp", "/live"))
            print(lives.status_code)
            asked = {"Origin": page, "Access-Control-Request-Method": "POST"}
            preflight = await browser.options(handle.url, headers=asked)
            print(preflight.headers["access-control-allow-origin"])
            stranger = {"Origin": "https://evil.example.com", "Access-Control-Request-Method": "POST"}
            print((await browser.options(handle.url, headers=stranger)).status_code)


if __name__ == "__main__":
    anyio.run(main)
