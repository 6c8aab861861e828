"""Rows of a file column by column: what their cells stand for, and which rows have to be read cell by cell."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tracker.domain.fields import TEXT_LENGTH, Field
from tracker.output.csv_injection import MARK
from tracker.package.cell_values import Taken
from tracker.package.csv_rows import Batch, Page

_BETWEEN = "\0"


class RowColumns(NamedTuple):
    """The cells of rows by column and the values they stand for, an empty text where a cell says nothing.

    `doubtful` are the places of the rows whose cells do not stand for something just as they are: they may be guarded,
    be of another type, or be meant otherwise.
    """

    cells: dict[str, Sequence[str]]
    values: dict[str, Sequence[Any]]
    doubtful: set[int]

    def cell(self, name: str) -> Sequence[str]:
        """The cells of a column, which the file may not have."""
        return self.cells.get(name) or [""] * len(next(iter(self.cells.values())))


def row_columns(page: Page, batch: Batch) -> RowColumns:
    """The rows of a batch by column."""
    found = RowColumns({}, {}, set())
    for field, cells in zip(page.fields, zip(*batch.rows, strict=True), strict=True):
        found.cells[field.name] = found.values[field.name] = cells
        if any(cells):
            take = page.takes.get(field.name)
            if take is not None:
                found.values[field.name] = _taken(take, cells, found.doubtful)
            found.doubtful.update(_unlike_texts(field, cells, page.guarded))
    return found


def _taken(take: Taken, cells: Sequence[str], doubtful: set[int]) -> Sequence[Any]:
    """What cells stand for; those that cannot be taken as they are stand for nothing."""
    try:
        return [take[cell] if cell else "" for cell in cells]
    except ValueError:
        values: list[Any] = [""] * len(cells)
        for place, cell in enumerate(cells):
            try:
                values[place] = take[cell] if cell else ""
            except ValueError:
                doubtful.add(place)
        return values


def _unlike_texts(field: Field, cells: Sequence[str], guarded: bool) -> Iterator[int]:
    """The places of cells that are too long, or may have a mark to be taken away."""
    joined = _BETWEEN.join(cells)
    may_be_guarded = guarded and field.type == "text" and (_BETWEEN + MARK in joined or joined.startswith(MARK))
    if may_be_guarded or (len(joined) > TEXT_LENGTH and max(map(len, cells)) > TEXT_LENGTH):
        yield from (place for place, cell in enumerate(cells) if len(cell) > TEXT_LENGTH or cell.startswith(MARK))
