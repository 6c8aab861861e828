"""`tracker coverage`: how much of each article was read."""

from tracker.cli.context import Clocks, Layout, Request, reading, show
from tracker.domain.vocabulary import VERDICTS
from tracker.output.tables import Column, Sheet
from tracker.reports.coverage import FIELDS
from tracker.reports.coverage import coverage as covered


def coverage(
    request: Request,
    clocks: Clocks,
    layout: Layout,
) -> None:
    """Show how much of each article was read: paragraphs that record measures, by verdict, and unread.

    \b
    Example:
      tracker coverage
    """
    with reading(request, clocks) as snapshot:
        if layout.wants_only_rows:
            show(layout, Sheet(covered(snapshot), FIELDS, (), ()))
            return
        rows = [*covered(snapshot)]
    total: dict[str, str | int] = {
        "source": "all",
        **{field: sum(int(row[field]) for row in rows) for field in FIELDS[1:]},
    }
    columns = [
        Column("article", grows=True),
        Column("all", right=True),
        Column("mentions", right=True, folds="mentions "),
    ]
    columns += [Column(VERDICTS.label(verdict).replace(" ", "\n"), right=True) for verdict in VERDICTS]
    columns.append(Column("unread", right=True))
    cells = [[str(row[field]) for field in FIELDS] for row in [*rows, total]]
    show(layout, Sheet(rows, FIELDS, columns, cells, "Paragraphs of each article by what they hold, and its mentions"))
