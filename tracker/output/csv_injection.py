"""Text that a spreadsheet would run as a formula, made harmless in a way that can be undone.

A cell that begins like a formula gets one apostrophe in front, and so does a cell that begins with an apostrophe, so
that taking one apostrophe away always gives the text back exactly. Plain numbers are left as they are.
"""

import re
from collections.abc import Iterable

MARK = "'"
# What spreadsheets take for the beginning of a formula, in its full-width forms too.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SUSPECTED = frozenset((MARK, *_BEGINNINGS))
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def guarded(text: str) -> str:
    """The text as a spreadsheet may safely open it."""
    if text[:1] not in _SUSPECTED:
        return text
    return text if _PLAIN_NUMBER.fullmatch(text) else MARK + text


def may_need_guard(texts: Iterable[str]) -> bool:
    """Whether any of the texts has to be looked at."""
    return not _SUSPECTED.isdisjoint([text[:1] for text in texts])


def unguarded(text: str) -> str:
    """The text that was guarded, exactly."""
    return text.removeprefix(MARK)
