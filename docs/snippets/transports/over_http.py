from mcprism import Server

server = Server("clock", version="1.0.0")


@server.tool
def now() -> str:
    return "ten past four"


if __name__ == "__main__":
    server.run(
        "http",
        port=8080,
        allowed_hosts=["mcp.example.com", "127.0.0.1:*"],
        health_path="/live",
        ready_path="/ready",
        idle_timeout=600,
    )
