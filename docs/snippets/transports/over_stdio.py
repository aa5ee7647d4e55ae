from mcprism import Server

server = Server("clock", version="1.0.0")


@server.tool
def now() -> str:
    print("this goes to standard error")
    return "ten past four"


if __name__ == "__main__":
    server.run()
