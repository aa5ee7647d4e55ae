"""The page about what is converted is what the conversions do."""

from tests.project.conversions import PAGE, page


def test_the_page_about_conversions_is_current() -> None:
    wrong = "docs/versions/conversions.md is out of date: `python -m tests.project.conversions` writes it"
    assert page() == PAGE.read_text("utf-8"), wrong
