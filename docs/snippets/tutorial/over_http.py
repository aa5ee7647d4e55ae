from notes import server

if __name__ == "__main__":
    server.run("http", port=8080)
