"""Several edits on one line, taken apart."""

import pytest

from tracker.guided.edits import Edit, edits

NAMES = {"s": "status", "a": "amount", "due": "due", "note": "note", "unsure": "unsure"}

LINES = {
    "s u; a 40 lorries": [Edit("status", "u"), Edit("amount", "40 lorries")],
    "due = next week;": [Edit("due", "next week")],
    "2; su": [Edit("", "2"), Edit("", "su")],
    "a.": [Edit("amount", "", takes=True)],
    "due =": [Edit("due", "-")],
    "unsure": [Edit("unsure", "yes")],
    "a": [Edit("", "a")],
    "note see ¶3; or ¶4; due = Monday": [Edit("note", "see ¶3; or ¶4"), Edit("due", "Monday")],
    "nothing = 1": [Edit("", "nothing = 1")],
    "": [],
}


@pytest.mark.parametrize(("typed", "found"), LINES.items())
def test_a_line(typed: str, found: list[Edit]) -> None:
    """Letters and names of fields, with a value or a full stop; what names no field stands as it was typed."""
    assert edits(typed, NAMES, ["unsure"]) == found
