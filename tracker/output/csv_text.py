"""Rows → lines of CSV as RFC 4180 has it, column by column: what is alike in a column is found once for them all."""

from collections.abc import Sequence
from typing import Any

from tracker.output.csv_injection import guarded, may_need_guard
from tracker.output.tables import cell_text

_QUOTED = ('"', ",", "\n", "\r")
_NOTHING = type(None)


def csv_lines(columns: Sequence[Sequence[object]], guards: Sequence[bool]) -> list[str]:
    """Rows, given by their columns, as lines without their ends; `guards` says whose texts are guarded.

    Cells are what `cell_text` makes of them, and only those are quoted that have to be.
    """
    if not columns:
        return []
    return [*map(",".join, zip(*map(_cells, columns, guards), strict=True))]


def _cells(values: Sequence[Any], guard: bool) -> Sequence[str]:
    """The cells of a column."""
    kinds = set(map(type, values))
    if kinds == {_NOTHING}:
        return [""] * len(values)
    if kinds <= {int, _NOTHING} or kinds == {bool}:
        known = {value: cell_text(value) for value in set(values)}
        return [*map(known.__getitem__, values)]
    if kinds != {str}:
        values = [value if type(value) is str else "" if value is None else cell_text(value) for value in values]
    if guard and may_need_guard(values):
        values = [*map(guarded, values)]
    whole = "".join(values)
    return [*map(_quoted, values)] if any(mark in whole for mark in _QUOTED) else values


def _quoted(cell: str) -> str:
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if "," in cell or "\n" in cell or "\r" in cell else cell
