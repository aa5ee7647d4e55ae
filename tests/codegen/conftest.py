"""What the generator's tests share."""

from pathlib import Path

import pytest

from tests.codegen.checkout import Checkout, copy_repository


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A fresh copy of what the generator needs."""
    return copy_repository(tmp_path / "checkout")
