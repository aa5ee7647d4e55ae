"""What data looks like in the result of a tool: an object in every version, whatever the tool returned.

What is no object by itself is the member `result` of one: `{"result": 3}`. Servers write it by this rule, and clients
read it by the same.

Spec: server/tools#structured-content
"""

from mcprism.jsonrpc import JsonObject

MEMBER = "result"
"""What data is in that is no object."""


def as_object(schema: JsonObject) -> JsonObject | None:
    """The schema with an object as its root, as older versions want it; None: it describes something else."""
    root = schema
    for _ in range(len(schema.get("$defs", {})) + 1):
        reference = root.get("$ref")
        if not isinstance(reference, str):
            break
        root = schema["$defs"][reference.rpartition("/")[2]]
    if root.get("type") != "object":
        return None
    return {"type": "object", **schema}


def in_object(schema: JsonObject) -> JsonObject:
    """The schema of an object whose `result` is what the given one describes."""
    inner = {key: value for key, value in schema.items() if key != "$defs"}
    wrapped: JsonObject = {"type": "object", "properties": {MEMBER: inner}, "required": [MEMBER]}
    return {**wrapped, "$defs": schema["$defs"]} if "$defs" in schema else wrapped
