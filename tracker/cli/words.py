"""How rows of the record read to people: the cells and sheets that several commands show."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.amounts import display as amount_text
from tracker.columns import MEASURES, MENTIONS, names
from tracker.dates import display as date_text
from tracker.deciding import SET_ASIDE, amount_of
from tracker.reports import Measured, Record
from tracker.tables import Cell, Column, Sheet
from tracker.vocabulary import KINDS, PLACES, STATUSES, TARGETS, Vocabulary, status_label

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
DISPUTED, CONDITIONAL, TRIGGERED, INFERRED, UNSURE = "≠", "if", "if!", "~", "?"
LEGEND = {
    DISPUTED: "≠ sources differ, or one differs with itself: tracker measure explain KEY",
    CONDITIONAL: "if a condition hangs on it",
    TRIGGERED: "if! what it waits for has since been reported, and no source says whether it was done",
    INFERRED: "~ the answer rests on an article's inferred date",
    UNSURE: "? whoever read the deciding words was unsure of them",
}


def labels(vocabulary: Vocabulary, codes: str | None) -> str:
    """The labels of codes separated by semicolons."""
    return ", ".join(vocabulary.label(code) for code in (codes or "").split(";") if code)


def marks(one: Measured) -> list[str]:
    """The marks beside a status."""
    row = one.row
    found = [DISPUTED] if row["disputed"] else []
    if row["conditional"]:
        waits = row["status"] in ("considered", "proposed", "announced", "under_way")
        found.append(TRIGGERED if row["trigger_met"] and waits else CONDITIONAL)
    found += [INFERRED] if row["inferred_date"] else []
    return found + ([UNSURE] if one.decision.row["unsure"] else [])


def status_cell(one: Measured) -> Cell:
    """A measure's status in words, with its marks."""
    return Cell(" ".join([one.row["status_label"], *marks(one)]), STYLES[one.row["status"]])


def said_by(row: Mapping[str, Any]) -> str:
    """How many articles and independent origins speak of a measure."""
    articles = f"{row['sources']} article{'s' if row['sources'] != 1 else ''}"
    if row["sources"] == row["origins"]:
        return articles
    return f"{articles}, {row['origins']} origin{'s' if row['origins'] != 1 else ''}"


def heading(record: Record, shown: int, held: int) -> str:
    """What a report covers and as of when: how many measures it shows of those that have a status."""
    if not record.newest:
        empty = f" was empty at {moment_text(record.known_at)}" if record.known_at else " is empty"
        return f"The record{empty}: nothing {'had' if record.known_at else 'has'} been read into it."
    measures = f"{shown} measure{'s' if shown != 1 else ''}"
    sources = len(record.articles())
    articles = f"{sources} source{'s' if sources != 1 else ''}"
    return (
        f"UK measures on Russia and Ukraine, as last reported up to {date_text(record.as_of)}{known(record)}"
        f" ({articles}, {measures})"
        f"{f'; {held - shown} others filtered out' if shown < held else ''}"
    )


def moment_text(moment: str) -> str:
    """A moment of the change log as people read it: `22 Nov 2026 14:30:59 UTC`."""
    return f"{date_text(moment[:10])} {moment[11:19]} UTC"


def known(record: Record) -> str:
    """What to add to a title where the answer is not of the record as it is now."""
    return f" and known at {moment_text(record.known_at)}" if record.known_at else ""


def summary(measured: Sequence[Measured]) -> list[str]:
    """A line for every status that occurs: how many measures have it."""
    counts = {status: sum(one.row["status"] == status for one in measured) for status in STATUSES}
    return [f"{count:4}  {STATUSES.label(status)}" for status, count in reversed(counts.items()) if count]


def legend(measured: Sequence[Measured]) -> list[str]:
    """What the marks that occur mean."""
    used = {mark for one in measured for mark in marks(one)}
    return [text for mark, text in LEGEND.items() if mark in used]


def report_sheet(measured: Sequence[Measured], title: str, quotes: bool) -> Sheet:
    """Measures grouped by kind, with amount, place, status and who says so, or with the words that decide."""
    columns = [Column("measure", grows=True), Column("amount", folds=""), Column("where", folds="")]
    columns += [Column("status"), Column("since", folds="dated "), Column("last said"), Column("said by", folds="")]
    if quotes:
        columns = [
            Column("measure", grows=True),
            Column("status"),
            Column("words", folds=""),
            Column("article", folds=""),
            Column("last said"),
        ]
    rows: list[list[Cell | str]] = []
    for one in measured:
        row = one.row
        if quotes:
            words, where = f"“{row['status_quote']}”", f"{row['status_source']} ¶{row['status_paragraph']}"
            rows.append([row["title"], status_cell(one), words, where, date_text(row["last_reported"])])
            continue
        cells: list[Cell | str] = [row["title"], amount_text(amount_of(row)), labels(PLACES, row["place"])]
        cells += [status_cell(one), date_text(row["status_date"] or ""), date_text(row["last_reported"]), said_by(row)]
        rows.append(cells)
    groups = [KINDS.label(one.row["kind"]) for one in measured]
    data = [one.row for one in measured]
    notes = [*summary(measured), *([""] if measured else []), *legend(measured)]
    return Sheet(data, names(MEASURES), columns, rows, title, groups, notes)


MENTION_MARKS = "◄ decides the measure's status; ≠ disagrees with it"


def where(row: Mapping[str, Any]) -> str:
    """Where a mention stands: its source and paragraph."""
    return f"{row['source']} ¶{row['paragraph']}"


def stage_cell(one: Measured, row: Mapping[str, Any]) -> Cell:
    """The stage a mention gives a measure, marked where it decides or disagrees."""
    marked = " ◄" if row["decides"] else " ≠" if row["disagrees"] else ""
    return Cell(status_label(one.row["kind"], row["status"]) + marked, STYLES[row["status"]])


def mention_sheet(rows: Sequence[Mapping[str, Any]], title: str, kinds: Mapping[str, str], first: str) -> Sheet:
    """Mentions with the words, stage and place of each; `first` names the column that leads: measure or source."""
    columns = [Column(first, whole=True), Column("article", folds=""), Column("stage", folds="")]
    columns += [Column("words", grows=True), Column("amount", folds=""), Column("who says", folds="")]
    if first == "source":
        columns[:2] = [Column("article")]
    cells: list[list[Cell | str]] = []
    for row in rows:
        stage = status_label(kinds.get(row["measure"], ""), row["status"]) + (" ≠" if row["disagrees"] else "")
        cells.append(
            [
                *([row[first]] if first != "source" else []),
                f"{row['source']} ¶{row['paragraph']}",
                Cell(f"{stage} ◄" if row["decides"] else stage, STYLES[row["status"]]),
                f"“{row['quote']}”",
                amount_text(amount_of(row)),
                row["speaker"] or row["attribution"].replace("_", " "),
            ]
        )
    notes = ["◄ decides the measure's status; ≠ disagrees with it"] if cells else []
    return Sheet(rows, names(MENTIONS), columns, cells, title, notes=notes)


def facts(one: Measured) -> list[tuple[str, str]]:
    """A measure's particulars, as pairs of name and words."""
    row = one.row
    dated = date_text(row["status_date"] or "")
    pairs = [
        ("key", row["measure"]),
        ("kind", KINDS.label(row["kind"]) + (f", {row['form'].replace('_', ' ')}" if row["form"] else "")),
        ("status", " ".join([row["status_label"], *marks(one)])),
        ("since", dated),
        ("condition", row["condition"] or ""),
        ("due", date_text(row["due"] or "")),
        ("amount", amount_text(amount_of(row))),
        ("comprises", row["components"] or ""),
        ("where", labels(PLACES, row["place"])),
        ("target", labels(TARGETS, row["target"])),
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


def link_fact(link: Mapping[str, Any], measure: str) -> tuple[str, str]:
    """A link as read from one of its ends: the relation and the measure at the other end."""
    if link["measure"] == measure:
        return link["relation"].replace("_", " "), link["other"]
    return _INVERSE[link["relation"]], link["measure"]


def freshness(row: Mapping[str, Any]) -> str:
    """How long nobody has spoken of a measure."""
    days = row["days_silent"]
    return f"{days} day{'s' if days != 1 else ''} without a word up to {date_text(row['as_of'])}" if days else ""


def caveats(one: Measured) -> list[str]:
    """What to be careful about: an unanswered trigger, one origin, nobody by name, nothing without a condition."""
    row, found = one.row, []
    counted = [mention.row for mention in one.decision.ranked if mention.row["standing"] != SET_ASIDE]
    if row["trigger_met"]:
        event, met = one.decision.row["event"], date_text(one.decision.row["event_met_on"])
        found.append(f"the event {event} has since been reported ({met}); no source says whether it was done")
    if row["single_origin"]:
        found.append("one origin alone")
    if all(said["attribution"] in UNNAMED for said in counted):
        found.append("nobody by name: only unnamed officials or reports")
    if all(said["condition"] or said["event"] for said in counted):
        found.append("nothing without a condition")
    return found


# Attributions behind which nobody stands who could be asked.
UNNAMED = ("unnamed_officials", "reports")


def _span(first: str, last: str) -> str:
    return date_text(first) if first == last else f"{date_text(first)} to {date_text(last)}"
