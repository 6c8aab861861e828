"""A brief: chosen measures as prose, with notes."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
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
    assert "The sources differ: deployed, as an article of 10 February 2022 (inferred) has it.[^" in text


def test_what_a_status_rests_on_is_said(record: Snapshot) -> None:
    """Who says it, on which day and whether that is inferred, since when, how many and where; months in full.

    A date, a figure or a place that rests on other words than the status has a note of its own.
    """
    text = markdown(brief(record, [record.measure(key) for key in ("putin-personal-sanctions", "standby-1000")]))
    assert "Considered on 26 January 2022,[^1] said Liz Truss on 27 January 2022 (inferred).[^2]" in text
    assert "The figure given is 1,000 troops. The place is United Kingdom.[^" in text
    assert "no article here says whether it was then done" in text
    assert "By official documents it was imposed on 25 February 2022.[^" in text
    marines = markdown(brief(record, [record.measure("royal-marines-poland")]))
    assert "By a press report, cited as the only witness, it was arriving on 16 February 2022.[^" in marines


def test_the_brief_in_word(record: Snapshot) -> None:
    """The Word document opens, has every title and every note as a footnote, and is the same on any day."""
    pytest.importorskip("pypandoc")
    made = brief(record, [*record.measures()])
    written = docx(made)
    document = Document(io.BytesIO(written))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for one in record.measures():
        assert f"{one.row['title']}." in text.replace("’", "'")
    with zipfile.ZipFile(io.BytesIO(written)) as held:
        notes = ElementTree.fromstring(held.read("word/footnotes.xml"))
        said = ElementTree.fromstring(held.read("word/document.xml"))
    told = {"".join(note.itertext()).strip() for note in notes if f"{WORD}type" not in note.attrib}
    assert told == set(made.notes)
    assert len([*said.iter(f"{WORD}footnoteReference")]) == markdown(made).count("[^") - len(made.notes)
    assert (document.core_properties.title, document.core_properties.author) == (made.title, "")
    assert docx(made) == written


def test_an_empty_brief(shipped_file: Path) -> None:
    """A day before any source gives a brief that says it has nothing."""
    made = brief(opened(Address.of(shipped_file), "2021-12-31"), [])
    assert "0 measures" in markdown(made)
