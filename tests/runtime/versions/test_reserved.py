"""Keys of `_meta` that authors may not make up."""

import pytest

from mcprism.versions import check_metadata
from mcprism.versions.reserved import is_reserved
from mcprism_types import v2024_11_05, v2025_11_25, v2026_07_28
from mcprism_types.base import MCPModel


@pytest.mark.parametrize(
    ("key", "reserved"),
    [
        ("mine", False),
        ("com.example/mine", False),
        ("com.example.mcp/mine", False),
        ("example/mcp", False),
        ("mcp/mine", False),
        ("progressToken", False),
        ("traceparent", False),
        ("io.modelcontextprotocol/related-task", False),
        ("io.modelcontextprotocol/serverInfo", False),
        ("io.modelcontextprotocol/mine", True),
        ("com.mcp/mine", True),
        ("com.mcp.tools/mine", True),
        ("modelcontextprotocol.io/mine", True),
        ("mcp.dev/mine", True),
        ("tools.mcp.com/mine", True),
    ],
)
def test_prefix_of_the_protocol_is_reserved(key: str, reserved: bool) -> None:
    assert is_reserved(key) is reserved


BAD = {"io.modelcontextprotocol/mine": 1}


def block(**members: object) -> v2026_07_28.TextContent:
    return v2026_07_28.TextContent.from_wire({"type": "text", "text": "t", **members})


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            v2026_07_28.CallToolResult.from_wire({"content": [], "_meta": BAD, "resultType": "x"}), id="typed"
        ),
        pytest.param(v2025_11_25.CallToolResult(content=[], meta=BAD), id="any object"),
        pytest.param(v2026_07_28.CallToolResult(content=[block(), block(_meta=BAD)]), id="in a list"),
        pytest.param(
            v2024_11_05.Tool.from_wire({"name": "t", "inputSchema": {"type": "object"}, "_meta": BAD}), id="extra"
        ),
        pytest.param(
            v2026_07_28.InputRequiredResult.from_wire(
                {
                    "resultType": "input_required",
                    "inputRequests": {
                        "q": {
                            "method": "sampling/createMessage",
                            "params": {
                                "maxTokens": 1,
                                "messages": [{"role": "user", "content": {"type": "text", "text": "?"}, "_meta": BAD}],
                            },
                        }
                    },
                }
            ),
            id="in a question",
        ),
    ],
)
def test_reserved_key_is_found_wherever_it_is(value: MCPModel) -> None:
    with pytest.raises(
        ValueError, match=r"it: the `_meta` key 'io\.modelcontextprotocol/mine' has a prefix that is res"
    ):
        check_metadata(value, value.to_wire(), "it")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            v2026_07_28.CallToolResult(content=[], structured_content={"_meta": BAD}), id="structured content"
        ),
        pytest.param(v2025_11_25.CallToolResult(content=[], meta={"com.example/mine": BAD}), id="of the author"),
        pytest.param(v2025_11_25.CallToolResult.from_wire({"content": [], "meta": BAD}), id="another member"),
    ],
)
def test_what_an_author_may_write_passes(value: MCPModel) -> None:
    check_metadata(value, value.to_wire(), "it")
