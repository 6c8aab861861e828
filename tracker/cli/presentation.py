"""How rows of the record read to people: the cells and sheets that several commands show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.caveats import CAVEATS, caveat
from tracker.domain.columns import MENTIONS, names
from tracker.domain.dates import show_date
from tracker.domain.established import label_of
from tracker.output import colours
from tracker.output.tables import DIM, Cell, Column, Sheet
from tracker.output.terminal import terminal_width
from tracker.reports.wording import place, words_of

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow
    from tracker.domain.status import MeasureStatus

# The word carries the meaning.
GOOD, WATCH, BAD = colours.style(colours.GREEN), colours.style(colours.AMBER), colours.style(colours.RED)
STYLES = {
    "ruled_out": BAD,
    "considered": DIM,
    "proposed": colours.style(colours.PURPLE),
    "announced": colours.style(colours.BLUE),
    "under_way": WATCH,
    "in_effect": GOOD,
    "completed": GOOD,
    "ended": DIM,
}


# From how many columns of a terminal a date has room for the year of the report.
YEARS = 120


def short_date(date: str, as_of: str) -> str:
    """A date in words; the year of the report goes without saying where a terminal is narrow."""
    text = show_date(date)
    return text if (terminal_width() or YEARS) >= YEARS else text.replace(f" {as_of[:4]}", "")


def status_cell(one: MeasureStatus) -> Cell:
    """A measure's status in words, with its caveat."""
    known = caveat(one)
    return Cell(one.row["status_label"], STYLES[one.row["status"]], after=f" · {CAVEATS[known].label}" if known else "")


def legend(used: Collection[str], *first: tuple[str, str]) -> list[str]:
    """What caveats that are used mean, by their codes, below other names with their meaning."""
    pairs = [*first, *(term for code, term in CAVEATS.items() if code in used)]
    width = max((len(name) for name, _ in pairs), default=0)
    return [f"{name:<{width}}  {text}" for name, text in pairs]


MENTION_MARKS = "◄ decides the measure's status, reported or established; ≠ disagrees with it"


def stage_cell(kind: str, row: RankedMentionRow) -> Cell:
    """The stage a mention gives a measure of a kind, marked where it decides or disagrees."""
    marked = " ◄" if row["decides"] else " ≠" if row["disagrees"] else ""
    return Cell(label_of(kind, row) + marked, STYLES[row["status"]])


def mention_sheet(rows: Sequence[RankedMentionRow], title: str, kinds: Mapping[str, str], first: str) -> Sheet:
    """Mentions with the words, stage and place of each; `first` names the column that leads: measure or source."""
    columns = [Column(first), Column("article", folds=""), Column("stage", folds="")]
    columns += [Column("words", grows=True), Column("amount", folds=""), Column("who says", folds="")]
    if first == "source":
        columns[:2] = [Column("article")]
    cells: list[list[Cell | str]] = [
        [
            *([row["measure"]] if first == "measure" else []),
            place(row["source"], row["paragraph"]),
            stage_cell(kinds.get(row["measure"], ""), row),
            words_of(row),
            show_amount(amount_of(row)),
            row["speaker"] or row["attribution"].replace("_", " "),
        ]
        for row in rows
    ]
    return Sheet(rows, names(MENTIONS), columns, cells, title, notes=[MENTION_MARKS] if cells else [])
