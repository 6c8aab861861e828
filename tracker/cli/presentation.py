"""How rows of the record read to people: the cells and sheets that several commands show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.caveats import CAVEATS, caveat, nobody_named
from tracker.domain.columns import MENTIONS, names
from tracker.domain.dates import show_date
from tracker.domain.deciding import SET_ASIDE
from tracker.domain.vocabulary import KINDS, PLACES, TARGETS, status_label
from tracker.output.tables import DIM, Cell, Column, Sheet

if TYPE_CHECKING:
    from tracker.domain.rows import LinkRow, MeasureRow, RankedMentionRow
    from tracker.domain.status import MeasureStatus
    from tracker.reports.snapshot import Snapshot

# Of the 256 colours those that keep a contrast of 3:1 on white and on #1e1e1e; the word carries the meaning.
STYLES = {
    "ruled_out": "color(160)",
    "considered": DIM,
    "proposed": "color(133)",
    "announced": "color(31)",
    "under_way": "color(130)",
    "in_effect": "color(28)",
    "completed": "color(28)",
    "ended": DIM,
}
NOT_STATED = "not stated"


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 article`, `5 articles`."""
    return f"{number:,} {noun}{'s' if number != 1 else ''}"


def status_cell(one: MeasureStatus) -> Cell:
    """A measure's status in words, with its caveat."""
    known = caveat(one)
    return Cell(one.row["status_label"], STYLES[one.row["status"]], after=f" · {CAVEATS[known].label}" if known else "")


def said_by(row: MeasureRow) -> str:
    """How many articles and independent origins speak of a measure."""
    articles = counted(row["sources"], "article")
    if row["sources"] == row["origins"]:
        return articles
    return f"{articles}, {counted(row['origins'], 'origin')}"


def moment_text(moment: str) -> str:
    """A moment of the change log as people read it: `22 Nov 2026 14:30:59 UTC`."""
    return f"{show_date(moment[:10])} {moment[11:19]} UTC"


def known(snapshot: Snapshot) -> str:
    """What to add to a title where the answer is not of the record as it is now."""
    return f" and known at {moment_text(snapshot.known_at)}" if snapshot.known_at else ""


def legend(measured: Iterable[MeasureStatus]) -> list[str]:
    """What the caveats that occur mean."""
    used = {caveat(one) for one in measured}
    return [f"{term.label}: {term.definition}" for code, term in CAVEATS.items() if code in used]


MENTION_MARKS = "◄ decides the measure's status; ≠ disagrees with it"


def place(source: str | None, paragraph: int | None) -> str:
    """A paragraph of a source, or the source alone."""
    return f"{source} ¶{paragraph}" if source and paragraph else source or ""


def stage_cell(kind: str, row: RankedMentionRow) -> Cell:
    """The stage a mention gives a measure of a kind, marked where it decides or disagrees."""
    marked = " ◄" if row["decides"] else " ≠" if row["disagrees"] else ""
    return Cell(status_label(kind, row["status"]) + marked, STYLES[row["status"]])


def mention_sheet(rows: Sequence[RankedMentionRow], title: str, kinds: Mapping[str, str], first: str) -> Sheet:
    """Mentions with the words, stage and place of each; `first` names the column that leads: measure or source."""
    columns = [Column(first, whole=True), Column("article", folds=""), Column("stage", folds="")]
    columns += [Column("words", grows=True), Column("amount", folds=""), Column("who says", folds="")]
    if first == "source":
        columns[:2] = [Column("article")]
    cells: list[list[Cell | str]] = [
        [
            *([row["measure"]] if first == "measure" else []),
            place(row["source"], row["paragraph"]),
            stage_cell(kinds.get(row["measure"], ""), row),
            f"“{row['quote']}”",
            show_amount(amount_of(row)),
            row["speaker"] or row["attribution"].replace("_", " "),
        ]
        for row in rows
    ]
    return Sheet(rows, names(MENTIONS), columns, cells, title, notes=[MENTION_MARKS] if cells else [])


def facts(one: MeasureStatus) -> list[tuple[str, str]]:
    """A measure's particulars, as pairs of name and words."""
    row = one.row
    dated = show_date(row["status_date"] or "")
    pairs = [
        ("key", row["measure"]),
        ("kind", KINDS.label(row["kind"]) + (f", {row['form'].replace('_', ' ')}" if row["form"] else "")),
        ("status", _status_text(one)),
        ("since", dated),
        ("condition", row["condition"] or ""),
        ("due", show_date(row["due"] or "")),
        ("amount", show_amount(amount_of(row))),
        ("comprises", row["components"] or ""),
        ("where", PLACES.labels(row["place"])),
        ("target", TARGETS.labels(row["target"])),
        ("who acts", row["actor"] or ""),
        ("reported", _span(row["first_reported"], row["last_reported"])),
        ("since then", freshness(row)),
        ("said by", said_by(row)),
        ("rests on", "; ".join(caveats(one))),
        ("also known as", row["aliases"].replace(";", ", ")),
        ("summary", row["summary"] or ""),
    ]
    return [(name, text) for name, text in pairs if text]


# How a link reads from its other end.
_INVERSE = {
    "part_of": "has as a part",
    "follows": "is followed by",
    "implements": "is implemented by",
    "supersedes": "is superseded by",
    "may_be_same_as": "may be same as",
}


def link_fact(link: LinkRow, measure: str) -> tuple[str, str]:
    """A link as read from one of its ends: the relation and the measure at the other end."""
    if link["measure"] == measure:
        return link["relation"].replace("_", " "), link["other"]
    return _INVERSE[link["relation"]], link["measure"]


def freshness(row: MeasureRow) -> str:
    """How long nobody has spoken of a measure."""
    days = row["days_silent"]
    return f"{counted(days, 'day')} without a word up to {show_date(row['as_of'])}" if days else ""


def caveats(one: MeasureStatus) -> list[str]:
    """What to be careful about: an unanswered trigger, one origin, nobody by name, nothing without a condition."""
    row, found = one.row, []
    counting = [mention.row for mention in one.decision.ranked if mention.row["standing"] != SET_ASIDE]
    if row["trigger_met"]:
        event, met = one.decision.row["event"], show_date(one.decision.row["event_met_on"] or "")
        found.append(f"the event {event} has since been reported ({met}); no source says whether it was done")
    if row["single_origin"]:
        found.append("one origin alone")
    if nobody_named(one):
        found.append("nobody by name: only unnamed officials or reports")
    if all(said["condition"] or said["event"] for said in counting):
        found.append("nothing without a condition")
    return found


def _status_text(one: MeasureStatus) -> str:
    cell = status_cell(one)
    return f"{cell.text}{cell.after}"


def _span(first: str, last: str) -> str:
    return show_date(first) if first == last else f"{show_date(first)} to {show_date(last)}"
