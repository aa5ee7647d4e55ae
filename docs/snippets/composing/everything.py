from media import media
from weather import weather

from mcprism import Server

server = Server("everything", version="1.0.0")
server.include(media, prefix="media_")
server.include(weather, prefix="weather_")


@server.tool
def ping() -> str:
    return "pong"
