"""Colours for a terminal, by their numbers among 256: their contrast is at least 3:1 on white and on #1e1e1e.

The first sixteen are what each terminal makes of them, and its own dim is fainter than can be read: none is used.
"""

GREY, GREEN, AMBER, RED, BLUE, PURPLE = 244, 28, 130, 160, 31, 133


def style(colour: int) -> str:
    """A colour as the style of a cell."""
    return f"color({colour})"
