"""The error of the generator: whatever is wrong with its input is said in one sentence, and nothing is written."""


class CodegenError(Exception):
    """The input cannot be generated from; the text says what was found, what was expected and what to change."""
