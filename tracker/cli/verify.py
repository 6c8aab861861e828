"""`tracker verify`: every quote against the texts at hand."""

from tracker.cli.context import Clocks, Layout, Request, reading, show
from tracker.cli.options import TextsFolder
from tracker.cli.presentation import BAD, GOOD
from tracker.errors.base import FaultsFound
from tracker.output.tables import Cell, Column, Sheet


def verify(
    request: Request,
    clocks: Clocks,
    layout: Layout,
    texts: TextsFolder = "",
) -> None:
    """Hold every quote and fingerprint against your own copies of the articles.

    Without a copy at hand an article is reported as not checked. A copy is a text file named as `tracker source list`
    gives it under seed, or was attached with `tracker source attach`. Exit code 1 where anything does not hold.

    \b
    Example:
      tracker verify --texts ~/articles
    """
    from tracker.reports import verification

    with reading(request, clocks) as snapshot:
        folder = verification.texts_folder(texts)
        rows, faults = verification.verify(snapshot, verification.Texts(snapshot, folder))
    if folder and all(row["result"] in ("not checked", "cited, not quoted") for row in rows):
        request.say(f"{folder} holds none of the articles: a text is looked for under its seed, with the ending .txt.")
    fields = verification.FIELDS
    columns = [Column(field, right=field in fields[3:]) for field in fields]
    styles = {"holds": GOOD, "fails": BAD}
    cells: list[list[Cell | str]] = [
        [Cell(str(value), styles.get(str(value), "")) for value in row.values()] for row in rows
    ]
    show(layout, Sheet(rows, fields, columns, cells))
    if faults:
        raise FaultsFound(faults, "the record does not hold against these texts")
