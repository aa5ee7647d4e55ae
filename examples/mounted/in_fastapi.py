"""A server inside a FastAPI application: the same orders for people's programs and for models.

uvicorn in_fastapi:app, then http://127.0.0.1:8000/ai/mcp
"""

from typing import Annotated

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

from mcprism import Server, ToolError


class Order(BaseModel):
    """Something that somebody wants to have."""

    item: str = Field(min_length=1)
    count: int = Field(ge=1, le=100)


ORDERS: dict[int, Order] = {}

server = Server("orders", version="1.0.0", instructions="Takes orders and looks them up.")


@server.tool(title="Place an order")
def place_order(order: Order) -> int:
    """Places an order, and returns its number."""
    number = len(ORDERS) + 1
    ORDERS[number] = order
    return number


@server.tool(title="Find an order", read_only=True)
def find_order(number: Annotated[int, Field(ge=1)]) -> Order:
    """An order by its number."""
    if number not in ORDERS:
        raise ToolError(f"there is no order {number}")
    return ORDERS[number]


mcp = server.asgi_app()
app = FastAPI(title="Orders", lifespan=mcp.lifespan)
app.mount("/ai", mcp)


@app.get("/orders/{number}")
def read_order(number: int) -> Order:
    """The same for programs that are no models."""
    if number not in ORDERS:
        raise HTTPException(404, f"there is no order {number}")
    return ORDERS[number]
