"""Which versions there are and which are installed."""

import subprocess
import sys

from mcprism.versions import ERAS, Installed, installed


def test_versions_are_in_order() -> None:
    assert list(ERAS) == sorted(ERAS)


def test_every_version_of_the_checkout_is_installed_and_knows_its_name() -> None:
    assert list(installed()) == list(ERAS)
    assert [installed()[version].version for version in ERAS] == list(ERAS)


def test_versions_of_an_era_are_those_of_the_table() -> None:
    assert installed().of_era("handshake") == ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
    assert installed().of_era("stateless") == ("2026-07-28",)


def test_version_that_is_not_in_the_table_is_not_offered() -> None:
    found = installed()._found
    assert list(Installed({"2099-01-01": found["2025-11-25"], "2025-06-18": found["2025-06-18"]})) == ["2025-06-18"]


def test_missing_version_names_the_command_that_adds_it() -> None:
    nothing = Installed({})
    assert nothing.extra_for("2025-06-18") == 'pip install "mcprism[2025-06-18]"'
    assert nothing.extra_for("1999-01-01") is None
    assert installed().extra_for("2025-06-18") is None


def test_listing_versions_imports_none() -> None:
    program = "import sys\nfrom mcprism.versions import installed\nprint(*installed(), len(installed()))\n"
    program += "print([name for name in sys.modules if name.startswith('mcprism_types.v')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == [f"{' '.join(ERAS)} {len(ERAS)}", "[]"]
