"""A brief: chosen measures as prose, each status with a note that names the article, the paragraph and the words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.dates import show_date
from tracker.domain.deciding import Ranked
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import KINDS, PLACES, status_label
from tracker.errors.files import ExtraMissing
from tracker.output.escapes import harmless, in_markdown
from tracker.reports.snapshot import Snapshot, by_kind

if TYPE_CHECKING:
    from tracker.domain.rows import MeasureRow, MentionRow, SourceRow


class Passage(NamedTuple):
    """What the brief says of one measure: its title, and sentences with the numbers of their notes."""

    title: str
    sentences: Sequence[tuple[str, Sequence[int]]]


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
        passages = []
        for one in group:
            told: list[tuple[str, Sequence[int]]] = [(_status(one.row), [note(one.decision.row)])]
            told += [(text, ()) for text in _particulars(one.row)]
            if one.decision.disagreeing:
                differing = sorted({_difference(kind, mention) for mention in one.decision.disagreeing})
                numbers = [note(mention.row) for mention in one.decision.disagreeing]
                told.append((f"Sources differ, or one differs with itself ({', '.join(differing)}).", numbers))
            passages.append(Passage(one.row["title"], told))
        sections.append((KINDS.label(kind), passages))
    count = f"{len(measured)} measure{'s' if len(measured) != 1 else ''}"
    opening = f"{count}, as last reported up to {show_date(snapshot.as_of)}; edition {snapshot.version} of the record."
    return Brief("UK measures on Russia and Ukraine", opening, sections, notes, snapshot.as_of)


def _difference(kind: str, mention: Ranked) -> str:
    """In what a mention differs: its stage as it reads, or what else."""
    others = [aspect for aspect in mention.disagrees if aspect != "status"]
    stage = [status_label(kind, mention.row["status"])] if "status" in mention.disagrees else []
    return " and ".join([*stage, *(f"another {aspect}" for aspect in others)])


def _status(row: MeasureRow) -> str:
    since = f", dated {show_date(row['status_date'])}" if row["status_date"] else ""
    speaker = f", according to {row['status_speaker']}" if row["status_speaker"] else ""
    doubt = " (the answer rests on an inferred date)" if row["inferred_date"] else ""
    return f"{row['status_label'][:1].upper()}{row['status_label'][1:]}{since}{speaker}{doubt}."


def _particulars(row: MeasureRow) -> list[str]:
    found = []
    places = PLACES.labels(row["place"])
    amount = show_amount(amount_of(row))
    stated = ", ".join(text for text in (amount, places) if text)
    if stated:
        found.append(f"{stated[:1].upper()}{stated[1:]}.")
    if row["condition"]:
        reported = ", which has since been reported" if row["trigger_met"] else ""
        found.append(f"It depends on this: {row['condition']}{reported}.")
    if row["summary"]:
        found.append(row["summary"])
    if row["first_reported"] != row["last_reported"]:
        found.append(f"Reported from {show_date(row['first_reported'])} to {show_date(row['last_reported'])}.")
    return found


def _note(row: MentionRow, source: SourceRow) -> str:
    who = f"{source['publisher']}, " if source["publisher"] else ""
    author = f"{source['author']}, " if source["author"] else ""
    inferred = "" if row["spoken_earliest"] == row["spoken_latest"] else " (inferred)"
    where = f"{show_date(row['published'])}{inferred}, paragraph {row['paragraph']}"
    remark = f" Note: {row['note']}" if row["note"] else ""
    return f"{author}{source['title']}, {who}{where}: “{row['quote']}”{'.' if remark else ''}{remark}"


def markdown(made: Brief) -> str:
    """The brief in Markdown, with footnotes."""
    lines = [f"# {made.title}", made.opening]
    for heading, passages in made.sections:
        lines.append(f"## {in_markdown(heading)}")
        for passage in passages:
            told = " ".join(
                in_markdown(text) + "".join(f"[^{number}]" for number in numbers) for text, numbers in passage.sentences
            )
            lines.append(f"**{in_markdown(passage.title)}.** {told}")
    if made.notes:
        lines.append("\n".join(f"[^{number}]: {in_markdown(text)}" for number, text in enumerate(made.notes, 1)))
    return "\n\n".join(lines) + "\n"


def docx(made: Brief) -> bytes:
    """The brief as a Word document with footnotes. Raises ExtraMissing without python-docx."""
    try:
        from docx import Document
    except ImportError:
        raise ExtraMissing("Word documents", "docx") from None
    document = Document()
    day = datetime.combine(date.fromisoformat(made.as_of), datetime.min.time(), UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = made.title, "", ""
    properties.created = properties.modified = day.replace(tzinfo=None)
    document.add_heading(made.title, 0)
    document.add_paragraph(made.opening)
    noted: list[str] = []
    for heading, passages in made.sections:
        document.add_heading(heading, 1)
        for passage in passages:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{harmless(passage.title)}. ").bold = True
            for text, numbers in passage.sentences:
                paragraph.add_run(harmless(text))
                for place, number in enumerate(numbers):
                    # A footnote is referred to once: one that is needed again stands again.
                    noted.append(made.notes[number - 1])
                    run = paragraph.add_run(", " if place else "")
                    run.font.superscript = True
                    run._r.append(_element(f'<w:footnoteReference {_WORD} w:id="{len(noted)}"/>'))
                paragraph.add_run(" ")
    if noted:
        _add_footnotes(document, noted)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# The two lines that Word draws between text and footnotes have numbers of their own.
_FOOTNOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {namespace}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
{notes}
</w:footnotes>
"""
_FOOTNOTE = (
    '<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)


def _add_footnotes(document: Any, notes: Sequence[str]) -> None:
    """Give a document its footnotes, a part of the file that python-docx knows by name and no more."""
    from html import escape

    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    told = (escape(harmless(text), quote=False) for text in notes)
    lines = [_FOOTNOTE.format(number=number, text=text) for number, text in enumerate(told, 1)]
    content = _FOOTNOTES.format(namespace=_WORD, notes="\n".join(lines)).encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _element(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)
