"""Words about parameters, in the styles that people write them in."""

import pytest

from mcprism.server.declarations.docstrings import documented

GOOGLE = """Resize a picture.

    It stays where it is.

    Args:
        image_id (str): Id returned
            by upload.
        width (int, optional): Pixels: at most 4000.
        *rest: More.

    Returns:
        The new size.
    """

NUMPY = """Resize a picture.

    It stays where it is.

    Parameters
    ----------
    image_id : str
        Id returned
        by upload.
    width, height : int, optional
        Pixels: at most 4000.

    Returns
    -------
    Size
        The new size.
    """

SPHINX = """Resize a picture.

    It stays where it is.

    :param str image_id: Id returned
        by upload.
    :type image_id: str
    :param width: Pixels: at most 4000.
    :returns: The new size.
    """


@pytest.mark.parametrize(
    ("docstring", "description", "more"),
    [
        pytest.param(GOOGLE, "Returns:\n    The new size.", {"rest": "More."}, id="Google"),
        pytest.param(
            NUMPY, "Returns\n-------\nSize\n    The new size.", {"height": "Pixels: at most 4000."}, id="NumPy"
        ),
        pytest.param(SPHINX, ":returns: The new size.", {}, id="Sphinx"),
    ],
)
def test_parameters_are_taken_out_and_the_rest_stays(docstring: str, description: str, more: dict[str, str]) -> None:
    found = documented(docstring)
    assert found.parameters == {"image_id": "Id returned by upload.", "width": "Pixels: at most 4000.", **more}
    assert found.description is not None
    paragraphs = found.description.split("\n\n")
    assert paragraphs[:2] == ["Resize a picture.", "It stays where it is."]
    assert description in found.description


@pytest.mark.parametrize(
    "docstring",
    [
        "Args: are explained elsewhere.",
        "Look at this.\n\nArgs:\n\nNothing is indented here.",
        "Parameters\nof a kind.",
        "Parameters\n----------\n\n",
        "\nNote:\n    a: is no parameter.",
        "Use :param: as you like.",
        "\nArgs:\n    words without a colon",
    ],
)
def test_what_is_in_no_known_form_stays_in_the_description(docstring: str) -> None:
    found = documented(docstring)
    assert found.parameters == {}
    assert found.description == docstring.strip()


@pytest.mark.parametrize(
    "docstring",
    [
        pytest.param("Cut.\n\nArgs:\n    In pixels.\n    x: Left\n    y: Top", id="before the first"),
        pytest.param("Cut.\n\nArgs:\n    x: Left\n    y: Top\n\n    In pixels.", id="after the last"),
        pytest.param("Cut.\n\nArgs:\n    x: Left\n\n    In pixels.\n\n    y: Top", id="between"),
        pytest.param("Cut.\n\nParameters\n-----\n    In pixels.\nx\n    Left\ny\n    Top", id="NumPy"),
    ],
)
def test_words_about_no_parameter_stay_in_the_description(docstring: str) -> None:
    found = documented(docstring)
    assert found.parameters == {"x": "Left", "y": "Top"}
    assert found.description == "Cut.\n\nIn pixels."


@pytest.mark.parametrize("docstring", [None, "", "   ", "\nArgs:\n    a: b"])
def test_without_words_there_is_no_description(docstring: str | None) -> None:
    assert documented(docstring).description is None


def test_time_is_linear_in_the_length() -> None:
    # A pattern that goes back and forth would need minutes for this.
    assert documented("Args:\n" + "    a" + " " * 50_000 + "\n" + ":param " + "a " * 50_000).parameters == {}
