import pytest
from depending import server, user

from mcprism import Client, override_dependency


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_an_account_is_renamed() -> None:
    with override_dependency(user, lambda: "a tester"):
        async with Client(server) as client:
            result = await client.call_tool("rename", {"name": "Ada"})
    assert result.structured_content == {"result": "a tester is called Ada now, by connection 1"}
