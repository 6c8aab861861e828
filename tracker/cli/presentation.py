"""How rows of the record read to people: the cells and sheets that several commands show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.columns import MEASURES, MENTIONS, names
from tracker.domain.dates import show_date
from tracker.domain.deciding import SET_ASIDE
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import KINDS, PLACES, STATUSES, TARGETS, status_label
from tracker.output.tables import Cell, Column, Sheet
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import LinkRow, MeasureRow, MentionRow, RankedMentionRow

STYLES = {
    "ruled_out": "red",
    "considered": "",
    "proposed": "",
    "announced": "cyan",
    "under_way": "yellow",
    "in_effect": "green",
    "completed": "green",
    "ended": "dim",
}
DISPUTED, CONDITIONAL, TRIGGERED, INFERRED, UNSURE, UNCONFIRMED, NEVER_PLAIN = "≠", "if", "if!", "~", "?", "†", "‡"
LEGEND = {
    DISPUTED: "≠ sources differ, or one differs with itself: tracker measure explain KEY",
    CONDITIONAL: "if a condition hangs on it",
    TRIGGERED: "if! what it waits for has since been reported, and no source says whether it was done",
    INFERRED: "~ the answer rests on an article's inferred date",
    UNSURE: "? whoever read the deciding words was unsure of them",
    UNCONFIRMED: "† nobody says so by name: only unnamed officials or reports",
    NEVER_PLAIN: "‡ no source says so without a condition",
}


def marks(one: MeasureStatus) -> list[str]:
    """The marks beside a status."""
    row = one.row
    found = [DISPUTED] if row["disputed"] else []
    if row["conditional"]:
        waits = row["status"] in ("considered", "proposed", "announced", "under_way")
        found.append(TRIGGERED if row["trigger_met"] and waits else CONDITIONAL)
    found += [INFERRED] if row["inferred_date"] else []
    found += [UNSURE] if one.decision.row["unsure"] else []
    return found + [mark for mark, caveat in _CAVEATS.items() if caveat in caveats(one)]


def status_cell(one: MeasureStatus) -> Cell:
    """A measure's status in words, with its marks."""
    return Cell(" ".join([one.row["status_label"], *marks(one)]), STYLES[one.row["status"]])


def said_by(row: MeasureRow) -> str:
    """How many articles and independent origins speak of a measure."""
    articles = f"{row['sources']} article{'s' if row['sources'] != 1 else ''}"
    if row["sources"] == row["origins"]:
        return articles
    return f"{articles}, {row['origins']} origin{'s' if row['origins'] != 1 else ''}"


def heading(snapshot: Snapshot, shown: int, held: int) -> str:
    """What a report covers and as of when: how many measures it shows of those that have a status."""
    if not snapshot.newest:
        empty = f" was empty at {moment_text(snapshot.known_at)}" if snapshot.known_at else " is empty"
        return f"The record{empty}: nothing {'had' if snapshot.known_at else 'has'} been read into it."
    measures = f"{shown} measure{'s' if shown != 1 else ''}"
    sources = len(snapshot.articles())
    articles = f"{sources} source{'s' if sources != 1 else ''}"
    return (
        f"UK measures on Russia and Ukraine, as last reported up to {show_date(snapshot.as_of)}{known(snapshot)}"
        f" ({articles}, {measures})"
        f"{f'; {held - shown} others filtered out' if shown < held else ''}"
    )


def moment_text(moment: str) -> str:
    """A moment of the change log as people read it: `22 Nov 2026 14:30:59 UTC`."""
    return f"{show_date(moment[:10])} {moment[11:19]} UTC"


def known(snapshot: Snapshot) -> str:
    """What to add to a title where the answer is not of the record as it is now."""
    return f" and known at {moment_text(snapshot.known_at)}" if snapshot.known_at else ""


class Line(NamedTuple):
    """A measure in the report: its row, its cells, and the marks beside its status."""

    row: MeasureRow
    cells: list[Cell | str]
    marks: list[str]


def line(one: MeasureStatus, quotes: bool) -> Line:
    """A measure with amount, place, status and who says so, or with the words that decide."""
    row = one.row
    status, last_said = status_cell(one), show_date(row["last_reported"])
    if quotes:
        words, article = f"“{row['status_quote']}”", f"{row['status_source']} ¶{row['status_paragraph']}"
        return Line(row, [row["title"], status, words, article, last_said], marks(one))
    amount, place = show_amount(amount_of(row)), PLACES.labels(row["place"])
    since = show_date(row["status_date"] or "")
    return Line(row, [row["title"], amount, place, status, since, last_said, said_by(row)], marks(one))


def summary(rows: Sequence[MeasureRow]) -> list[str]:
    """A line for every status that occurs: how many measures have it; and how many rest on one origin alone."""
    if not rows:
        return []
    counts = Counter(row["status"] for row in rows)
    alone = sum(row["single_origin"] for row in rows)
    found = [f"{counts[status]:4}  {STATUSES.label(status)}" for status in reversed(STATUSES) if status in counts]
    return [*found, "", f"{alone} of {len(rows)} rest on one origin alone", ""]


def legend(measured: Iterable[MeasureStatus]) -> list[str]:
    """What the marks that occur mean."""
    return _meanings(mark for one in measured for mark in marks(one))


def _meanings(used: Iterable[str]) -> list[str]:
    occurring = set(used)
    return [text for mark, text in LEGEND.items() if mark in occurring]


def report_sheet(lines: Sequence[Line], title: str, quotes: bool) -> Sheet:
    """Measures grouped by kind, a line each, with how many have which status and what the marks mean."""
    columns = [Column("measure", grows=True), Column("amount", folds=""), Column("where", folds=""), Column("status")]
    columns += [Column("since", folds="dated "), Column("last said"), Column("said by", folds="", implies="1 article")]
    if quotes:
        columns = [Column("measure", grows=True), Column("status"), Column("words", folds="")]
        columns += [Column("article", folds=""), Column("last said")]
    data = [line.row for line in lines]
    groups = [KINDS.label(row["kind"]) for row in data]
    notes = [*summary(data), *_meanings(mark for line in lines for mark in line.marks)]
    return Sheet(data, names(MEASURES), columns, [line.cells for line in lines], title, groups, notes)


MENTION_MARKS = "◄ decides the measure's status; ≠ disagrees with it"


def where(row: MentionRow) -> str:
    """Where a mention stands: its source and paragraph."""
    return f"{row['source']} ¶{row['paragraph']}"


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
            where(row),
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
        ("status", " ".join([row["status_label"], *marks(one)])),
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
    return f"{days} day{'s' if days != 1 else ''} without a word up to {show_date(row['as_of'])}" if days else ""


def caveats(one: MeasureStatus) -> list[str]:
    """What to be careful about: an unanswered trigger, one origin, nobody by name, nothing without a condition."""
    row, found = one.row, []
    counted = [mention.row for mention in one.decision.ranked if mention.row["standing"] != SET_ASIDE]
    if row["trigger_met"]:
        event, met = one.decision.row["event"], show_date(one.decision.row["event_met_on"] or "")
        found.append(f"the event {event} has since been reported ({met}); no source says whether it was done")
    if row["single_origin"]:
        found.append("one origin alone")
    if all(said["attribution"] in UNNAMED for said in counted):
        found.append(_NOBODY_NAMED)
    if all(said["condition"] or said["event"] for said in counted):
        found.append(_ALWAYS_CONDITIONAL)
    return found


_NOBODY_NAMED = "nobody by name: only unnamed officials or reports"
_ALWAYS_CONDITIONAL = "nothing without a condition"
# One origin alone is what most measures rest on: it is counted, not marked.
_CAVEATS = {UNCONFIRMED: _NOBODY_NAMED, NEVER_PLAIN: _ALWAYS_CONDITIONAL}


# Attributions behind which nobody stands who could be asked.
UNNAMED = ("unnamed_officials", "reports")


def _span(first: str, last: str) -> str:
    return show_date(first) if first == last else f"{show_date(first)} to {show_date(last)}"
