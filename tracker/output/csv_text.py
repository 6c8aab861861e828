"""Rows → lines of CSV as RFC 4180 has it, column by column: what is alike in a column is found once for them all."""

from collections.abc import Iterable, Sequence

from tracker.output.csv_injection import guarded, may_need_guard
from tracker.output.tables import cell_text

_QUOTED = ('"', ",", "\n", "\r")
_NOTHING = type(None)


def csv_lines(rows: Sequence[Sequence[object]], chosen: Iterable[tuple[int, bool]]) -> list[str]:
    """The rows as lines without their ends: which of their columns, and whether its texts are guarded.

    Cells are what `cell_text` makes of them, and only those are quoted that have to be.
    """
    if not rows:
        return []
    columns = [*zip(*rows, strict=True)]
    return [*map(",".join, zip(*(_cells(columns[place], guard) for place, guard in chosen), strict=True))]


def _cells(values: Sequence[object], guard: bool) -> Sequence[str]:
    """The cells of a column."""
    kinds = set(map(type, values))
    if kinds == {_NOTHING}:
        return [""] * len(values)
    if kinds == {int}:
        return [*map(str, values)]
    cells = [value if type(value) is str else "" if value is None else cell_text(value) for value in values]
    if str not in kinds:
        return cells
    if guard and may_need_guard(cells):
        cells = [*map(guarded, cells)]
    whole = "".join(cells)
    return [*map(_quoted, cells)] if any(mark in whole for mark in _QUOTED) else cells


def _quoted(cell: str) -> str:
    if '"' in cell:
        return '"' + cell.replace('"', '""') + '"'
    return f'"{cell}"' if "," in cell or "\n" in cell or "\r" in cell else cell
