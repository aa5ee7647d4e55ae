"""What every test may use."""

import signal

import pytest

from tests.interaction.ties import pytest_collection_modifyitems as pytest_collection_modifyitems

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As a shell starts what runs in its background: the programs that tests interrupt would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    """Async tests run on both event loops."""
    return request.param


def pytest_configure(config: pytest.Config) -> None:
    """Tests are tied to the requirements in tests/interaction/requirements.toml."""
    config.addinivalue_line(
        "markers",
        "covers(*requirements, versions=None): proves requirements of the manifest, in the version that the test's "
        "parameter `version` or `peer` names, or in those given",
    )
