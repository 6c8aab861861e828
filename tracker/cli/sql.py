"""`tracker sql`: the queries behind the reports."""

from typing import Annotated

import typer

from tracker.cli.context import Layout, show
from tracker.db.queries import query_names, query_purpose, query_text
from tracker.errors.usage import UnknownCode
from tracker.output.tables import data_sheet


def sql(
    layout: Layout,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The query; without one, their names.")] = None,
) -> None:
    """Print one of the queries behind the reports, as the program runs it on SQLite and PostgreSQL alike.

    By hand: set :revision (0 for none, 2147483646 for all), :as_of and :known_at, for a stretch of keys :first and
    :last (all: '' and '~') and :most, how many at most; then read the file.

    \b
    Examples:
      tracker sql
      tracker sql mentions
      tracker sql measures | sqlite3 -cmd ".parameter set :revision 1" tracker.db
    """
    names = query_names()
    if name is None:
        rows = [{"name": one, "about": query_purpose(one)} for one in names]
        show(layout, data_sheet(rows, ["name", "about"]))
        return
    if name not in names:
        raise UnknownCode("query", name, names)
    typer.echo(query_text(name), nl=False)
