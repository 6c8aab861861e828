"""A brief: chosen measures as prose, each statement with a note that names the article, the paragraph and the words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.dates import MONTHS, show_date
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import KINDS, PLACES, PRESS, status_label
from tracker.errors.files import ExtraMissing
from tracker.output.escapes import in_markdown
from tracker.reports.reading_order import by_kind
from tracker.reports.snapshot import Snapshot
from tracker.reports.wording import counted, known, quoted

if TYPE_CHECKING:
    from tracker.domain.rows import MentionRow, SourceRow

# A part of a paragraph, and the mentions that the notes after it are of.
Piece = tuple[str, Sequence["MentionRow"]]
_SHORT = {month[:3].title(): month.title() for month in MONTHS}


class Passage(NamedTuple):
    """What the brief says of one measure: its title, and the parts of a paragraph with the numbers of their notes."""

    title: str
    pieces: Sequence[tuple[str, Sequence[int]]]


class Brief(NamedTuple):
    """A brief, before it takes a form: its heading, passages under headings of their kinds, and the notes in order."""

    title: str
    opening: str
    sections: Sequence[tuple[str, Sequence[Passage]]]
    notes: Sequence[str]
    as_of: str


def brief(snapshot: Snapshot, measured: Sequence[MeasureStatus]) -> Brief:
    """The brief of some measures."""
    sources = {row["source"]: row for row in snapshot.sources()}
    notes: list[str] = []

    def note(row: MentionRow) -> int:
        text = _note(row, sources[row["source"]])
        if text not in notes:
            notes.append(text)
        return notes.index(text) + 1

    sections = []
    for kind, group in groupby(by_kind(measured), lambda one: str(one.row["kind"])):
        passages = [
            Passage(one.row["title"], [(text, [*map(note, rows)]) for text, rows in _pieces(one, sources)])
            for one in group
        ]
        sections.append((KINDS.label(kind), passages))
    day = f"{_in_full(snapshot.as_of)}{known(snapshot)}"
    opening = f"{counted(len(measured), 'measure')}, as last reported up to {day}; edition {snapshot.version}"
    return Brief("UK measures on Russia and Ukraine", f"{opening} of the record.", sections, notes, snapshot.as_of)


Sources = dict[str, "SourceRow"]


def _pieces(one: MeasureStatus, sources: Sources) -> Iterator[Piece]:
    """A measure's paragraph: how far it is, how many and where, what it waits for, and where sources differ."""
    row, decision, first = one.row, one.decision, one.decision.row
    dated = decision.date_row
    label = f"{row['status_label'][:1].upper()}{row['status_label'][1:]}"
    yield f"{label}{_dated(row['status_date'])},", [dated] if dated and dated != first else []
    yield f" {_said(first, sources)}.", [first]
    yield from _extent(one)
    if row["condition"]:
        met = show_date(first["event_met_on"] or "")
        since = f"; that was reported {_written(met)}, but no article here says whether it was then done" if met else ""
        yield f" It hangs on a condition, “{row['condition']}”{since}.", []
    if row["due"]:
        yield f" The next step is due{_dated(row['due'])}.", []
    if row["summary"]:
        yield f" {row['summary'].rstrip('.')}.", []
    for place, mention in enumerate(decision.disagreeing, 1):
        told = f"{_difference(row['kind'], mention.row, mention.disagrees)}, {_said(mention.row, sources)}"
        end = "." if place == len(decision.disagreeing) else ";"
        yield f"{' ' if place > 1 else ' The sources differ: '}{told}{end}", [mention.row]
    if one.established:
        told = f"{row['established_label']}{_dated(row['established_date'])}"
        who = "a press report, cited as the only witness," if row["established_type"] in PRESS else "official documents"
        yield f" By {who} it was {told}.", [one.established.row]
    if row["inferred_date"]:
        yield " Which article is the later one rests on an inferred date; another order would give another answer.", []
    if row["first_reported"] != row["last_reported"]:
        first_day, last_day = _in_full(row["first_reported"]), _in_full(row["last_reported"])
        yield f" It was spoken of from {first_day} to {last_day}.", []


def _extent(one: MeasureStatus) -> Iterator[Piece]:
    """How many and where, each with the words it rests on where those are not the deciding ones."""
    row, decision = one.row, one.decision
    amount, place = decision.amount_row, decision.place_row
    figure = show_amount(amount_of(row))
    if amount and figure:
        by = f", according to {amount['speaker']}" if amount["speaker"] and amount != decision.row else ""
        told = f"The figure given is {figure}{by}" if _counts(amount) else "How many is not said"
        yield f" {told}.", [amount] if amount != decision.row else []
    if place and row["place"] and row["place"] != "international":
        yield f" The place is {PLACES.labels(row['place'])}.", [place] if place not in (decision.row, amount) else []


def _counts(row: MentionRow) -> bool:
    return any(row[name] is not None for name in ("amount", "amount_low", "amount_high"))


def _said(row: MentionRow, sources: Sources) -> str:
    """Whose word it is, and of which day."""
    day = f"{_in_full(row['spoken_on'])}{_inferred(sources[row['source']])}"
    if row["speaker"]:
        return f"said {row['speaker']} on {day}"
    if row["attribution"] == "own_voice":
        return f"as an article of {day} has it"
    who = " by unnamed officials" if row["attribution"] == "unnamed_officials" else ""
    return f"as {'said' if who else 'reported'}{who} in an article of {day}"


def _inferred(source: SourceRow) -> str:
    """What is added to the day on which an article speaks where its text gives none."""
    return " (inferred)" if source["published_basis"] == "inferred" and not source["updated"] else ""


def _difference(kind: str, row: MentionRow, aspects: Sequence[str]) -> str:
    """In what a mention differs: its stage as it reads, or what else."""
    stage = [status_label(kind, row["status"])] if "status" in aspects else []
    others = {
        "amount": show_amount(amount_of(row)),
        "place": PLACES.labels(row["place"]),
        "date": show_date(row["date_edtf"] or ""),
        "actor": row["actor"] or "",
    }
    return " and ".join([*stage, *(_written(others[aspect]) for aspect in aspects if aspect != "status")])


def _dated(date: str | None) -> str:
    """A date as it follows a verb, with the word that goes before it."""
    text = _written(show_date(date or ""))
    if "–" in text:
        return f" between {re.sub(' ?– ?', ' and ', text)}"
    if not text or text.startswith(("by ", "from ", "until ", "about ", "perhaps ")):
        return f" {text}".rstrip()
    return f" on {text}" if re.match(r"\d+ ", text) else f" in {text}"


def _in_full(day: str) -> str:
    return _written(show_date(day))


def _written(text: str) -> str:
    """The names of months in full."""
    return re.sub(rf"\b({'|'.join(_SHORT)})\b(?= \d{{4}})", lambda found: _SHORT[found[1]], text)


def _note(row: MentionRow, source: SourceRow) -> str:
    who = f"{source['publisher']}, " if source["publisher"] else ""
    author = f"{source['author']}, " if source["author"] else ""
    where = f"{_in_full(row['spoken_on'])}{_inferred(source)}"
    where += f", paragraph {row['paragraph']}" if row["paragraph"] else ""
    where += f", {row['locator']}" if row["locator"] else ""
    remark = f" Note: {row['note']}" if row["note"] else ""
    return f"{author}{source['title']}, {who}{where}: {quoted(row['quote'])}{'.' if remark else ''}{remark}"


def markdown(made: Brief) -> str:
    """The brief in Markdown, with footnotes."""
    lines = [f"# {made.title}", in_markdown(made.opening)]
    for heading, passages in made.sections:
        lines.append(f"## {in_markdown(heading)}")
        for passage in passages:
            told = "".join(
                in_markdown(text) + "".join(f"[^{number}]" for number in numbers) for text, numbers in passage.pieces
            )
            lines.append(f"**{in_markdown(passage.title)}.** {told}")
    lines += [f"[^{number}]: {in_markdown(text)}" for number, text in enumerate(made.notes, 1)]
    return "\n\n".join(lines) + "\n"


def docx(made: Brief) -> bytes:
    """The brief as a Word document with footnotes, made by pandoc from the Markdown. Raises ExtraMissing without it."""
    try:
        import pypandoc
    except ImportError:
        raise ExtraMissing("Word documents", "docx") from None
    # Pandoc takes the day of a document from here, so that the same brief gives the same bytes.
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.fromisoformat(made.as_of).replace(tzinfo=UTC).timestamp()))
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder, "brief.docx")
            options = ["--sandbox", "--shift-heading-level-by=-1"]
            pypandoc.convert_text(markdown(made), "docx", "commonmark+footnotes", options, outputfile=str(path))
            return path.read_bytes()
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before
