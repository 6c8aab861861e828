"""A brief: chosen measures as prose, with notes."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from docx import Document

from tests.conftest import opened
from tracker.db.address import Address
from tracker.domain.filters import Filters, select
from tracker.exports.brief import brief, docx, markdown
from tracker.reports.snapshot import Snapshot

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_brief(record: Snapshot) -> None:
    """Every measure chosen is in the brief, each status with a note that names article, day, paragraph and words.

    What the curator remarked of the words stands with them.
    """
    measured = select(record.measures(), Filters(kind=["deployment"]))
    made = brief(record, measured)
    text = markdown(made)
    for one in measured:
        assert f"**{one.row['title']}.**" in text
        assert f"paragraph {one.row['status_paragraph']}: “{one.row['status_quote']}”" in "\n".join(made.notes)
        remark = one.decision.row["note"]
        assert not remark or any(note.endswith(f"”. Note: {remark}") for note in made.notes)
    called = {int(number) for number in re.findall(r"\[\^(\d+)\](?!:)", text)}
    told = {int(number) for number in re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)}
    assert called == told == set(range(1, len(made.notes) + 1))
    assert "Sources differ" in text


def test_the_brief_in_word(record: Snapshot) -> None:
    """The Word document opens, has every title, and every note as a footnote that the text refers to once."""
    made = brief(record, [*record.measures()])
    document = Document(io.BytesIO(docx(made)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for one in record.measures():
        assert f"{one.row['title']}." in text
    with zipfile.ZipFile(io.BytesIO(docx(made))) as held:
        notes = ElementTree.fromstring(held.read("word/footnotes.xml"))
        said = ElementTree.fromstring(held.read("word/document.xml"))
    told = ["".join(note.itertext()).strip() for note in notes if f"{WORD}type" not in note.attrib]
    assert set(told) == set(made.notes)
    called = [found.get(f"{WORD}id") for found in said.iter(f"{WORD}footnoteReference")]
    assert called == [str(number) for number in range(1, len(told) + 1)]
    assert not document.core_properties.author


def test_an_empty_brief(shipped_file: Path) -> None:
    """A day before any source gives a brief that says it has nothing."""
    made = brief(opened(Address.of(shipped_file), "2021-12-31"), [])
    assert "0 measures" in markdown(made)
