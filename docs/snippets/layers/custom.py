from pydantic import BaseModel

from mcprism import Server

server = Server("office", version="1.0.0")


class Amount(BaseModel):
    euros: float


class Converted(BaseModel):
    dollars: float


@server.request_handler("example.com/convert")
async def convert(amount: Amount) -> Converted:
    return Converted(dollars=amount.euros * 1.5)
