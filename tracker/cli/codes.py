"""`tracker codes`: the words of the closed lists."""

from typing import Annotated

import typer

from tracker.cli.context import Layout, show
from tracker.domain.columns import CODES, names
from tracker.domain.vocabulary import codes as all_codes
from tracker.errors.usage import UnknownCode
from tracker.output.tables import Column, Sheet


def codes(
    layout: Layout,
    name: Annotated[str | None, typer.Argument(metavar="[LIST]", help="One list only: status, kind, place …")] = None,
) -> None:
    """Show the words that a field may hold, list by list, and what each means.

    \b
    Examples:
      tracker codes status
      tracker codes place
      tracker codes --format csv > codes.csv
    """
    rows = [dict(zip(names(CODES), row, strict=True)) for row in all_codes()]
    lists = list(dict.fromkeys(row["list"] for row in rows))
    if name is not None and name not in lists:
        raise UnknownCode("list", name, lists)
    chosen = [row for row in rows if name in (None, row["list"])]
    columns = [Column("code"), Column("reads", folds=""), Column("means", grows=True)]
    cells = [[row["code"], row["label"], row["definition"]] for row in chosen]
    show(layout, Sheet(chosen, names(CODES), columns, cells, groups=[row["list"] for row in chosen]))
