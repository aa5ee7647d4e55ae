"""What `import mcprism` gives, and what it leaves alone."""

import subprocess
import sys

import pytest

import mcprism


def test_every_public_name_is_there_and_belongs_to_us() -> None:
    for name in mcprism.__all__:
        assert getattr(mcprism, name).__module__.split(".")[0] in ("mcprism", "mcprism_types"), name
    assert list(mcprism.__all__) == sorted(mcprism.__all__)
    assert set(mcprism.__all__) <= set(dir(mcprism))


def test_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'mcprism' has no attribute 'Sever'"):
        _ = mcprism.Sever


@pytest.mark.parametrize(
    ("code", "left_alone"),
    [
        ("import mcprism", ["pydantic", "anyio", "mcprism.server"]),
        (
            "from mcprism import Server",
            ["mcprism.client", "mcprism_types.v2024", "mcprism_types.v2025", "cryptography", "trio", "httpx"],
        ),
        ("from mcprism import Context, Server", ["mcprism.questions", "mcprism_types.v2026"]),
        ("import mcprism.server.http.app", ["sqlite3", "uvicorn", "mcprism_types.v2026"]),
        (
            "from mcprism import Client",
            ["mcprism.server", "mcprism_types.v2024", "mcprism_types.v2025", "cryptography", "trio", "httpx"],
        ),
        ("from mcprism_types.v2025_06_18 import ServerHandler", ["mcprism", "mcprism_types.v2025_11"]),
    ],
)
def test_import_loads_only_what_is_needed(code: str, left_alone: list[str]) -> None:
    program = f"{code}\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    loaded = done.stdout.splitlines()
    for name in left_alone:
        assert [module for module in loaded if module == name or (name.count(".v") and module.startswith(name))] == []
