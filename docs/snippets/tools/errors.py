from mcprism import Server, ToolError

server = Server("bank", version="1.0.0")

ACCOUNTS = {"ada": 100}


@server.tool
def balance(owner: str) -> int:
    """How much somebody has."""
    if owner not in ACCOUNTS:
        raise ToolError(f"nobody is called {owner!r}: the owners are {', '.join(ACCOUNTS)}")
    return ACCOUNTS[owner]


@server.tool
def rate(currency: str) -> float:
    """What a currency is worth."""
    raise KeyError(currency)
