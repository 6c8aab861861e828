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


def column_texts(values: Sequence[Any]) -> Sequence[str]:
    """What `cell_text` makes of each value of a column."""
    kinds = set(map(type, values))
    if kinds == {_NOTHING}:
        return [""] * len(values)
    if kinds <= {int, _NOTHING} or kinds == {bool}:
        known = {value: cell_text(value) for value in set(values)}
        return [*map(known.__getitem__, values)]
    if kinds != {str}:
        return [value if type(value) is str else "" if value is None else cell_text(value) for value in values]
    return values


def _cells(values: Sequence[Any], guard: bool) -> Sequence[str]:
    """The cells of a column."""
    is_text = any(type(value) is str for value in values)
    values = column_texts(values)
    if not is_text:
        return values  # numbers, days and nothing hold neither a mark nor a formula
    if guard and may_need_guard(values):
        values = [*map(guarded, values)]
    whole = "".join(values)
    return [*map(_quoted, values)] if any(mark in whole for mark in _QUOTED) else values


def _quoted(cell: str) -> str:
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if "," in cell or "\n" in cell or "\r" in cell else cell
