from mcprism import Accepted, Context, Server

server = Server("shop", version="1.0.0")


@server.tool
async def pay(amount: int, ctx: Context) -> str:
    """Has the user pay."""
    answer = await ctx.elicit_url("Please pay on this page.", f"https://pay.example.com/orders/7?amount={amount}")
    if not isinstance(answer, Accepted):
        return "The user did not open the page."
    # Accepted: the user agreed to open it. Whether they paid, the shop's own system knows.
    return "The page is open."
