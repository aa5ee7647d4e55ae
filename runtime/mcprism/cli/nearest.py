"""What somebody may have meant by a name that is not there."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

_MOST_NAMED: Final = 12


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The end of a sentence that said that there is no such name: the nearest one, and those that there are."""
    if not known:
        return "; there are none"
    folded = {one.casefold(): one for one in known}
    nearest = get_close_matches(name.casefold(), folded, n=1)
    shown = ", ".join(list(known)[:_MOST_NAMED])
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    question = f"; did you mean {folded[nearest[0]]}?" if nearest else "."
    return f"{question} There is: {shown}{more}" if len(known) == 1 else f"{question} There are: {shown}{more}"
