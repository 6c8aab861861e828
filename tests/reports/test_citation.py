"""References and briefs: what is said is cited, in forms that other programs read."""

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document

from tests.conftest import ROOT, opened
from tracker.db.address import Address
from tracker.domain.filters import Filters, select
from tracker.errors.usage import UnknownKey
from tracker.exports.brief import brief, docx, markdown
from tracker.reports.citation import FORMS, MAINTAINERS, TITLE, Reference, cited, of_data_set, of_measure
from tracker.reports.snapshot import Snapshot

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def record(shipped_file: Path) -> Snapshot:
    """The shipped record."""
    return opened(Address.of(shipped_file))


def test_the_data_set(record: Snapshot) -> None:
    """The data set is cited with its edition and its day, in every form."""
    for form in FORMS:
        text = cited([of_data_set(record)], form)
        assert "edition 1, as of 2022-03-03" in text
        assert TITLE in text
        assert MAINTAINERS in text


def test_the_citation_file(record: Snapshot) -> None:
    """CITATION.cff names the same title, edition and licence as the data package."""
    held = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    described = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert f'title: "{described["title"]}"' in held
    assert f'version: "{described["version"]}"' in held
    assert f"license: {described['licenses'][0]['name']}" in held
    assert described["title"] == of_data_set(record).title


def test_the_sources_of_a_measure(record: Snapshot) -> None:
    """A measure is cited by its articles, oldest first, with day and paragraphs; what is inferred says so."""
    references = of_measure(record, "royal-marines-poland")
    assert [reference.key for reference in references] == ["cold-war-rhetoric", "step-back", "trip-to-moscow"]
    assert references[0].note.endswith("its date is inferred")
    assert cited(references, "text").splitlines()[1].startswith("Emma Soteriou. 'Step back")
    listed = json.loads(cited(references, "csl-json"))
    assert [item["issued"]["date-parts"][0] for item in listed] == [[2022, 2, 10], [2022, 2, 10], [2022, 2, 11]]
    assert {item["type"] for item in listed} == {"article-newspaper"}
    with pytest.raises(UnknownKey):
        of_measure(record, "no-such-measure")


def test_tex_runs_nothing() -> None:
    """What TeX would act on is escaped once, and braces stay balanced."""
    hostile = Reference("k", "article", r"50% of {all} \input{x} $5 & #1_a~^", "", "", "2022-02-10")
    text = cited([hostile], "bibtex")
    assert r"50\% of \{all\} \textbackslash{}input\{x\} \$5 \& \#1\_a\textasciitilde{}\textasciicircum{}" in text
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_the_brief(record: Snapshot) -> None:
    """Every measure chosen is in the brief, each status with a note that names article, day, paragraph and words."""
    measured = select(record.measures(), Filters(kind=["deployment"]))
    made = brief(record, measured)
    text = markdown(made)
    for one in measured:
        assert f"**{one.row['title']}.**" in text
        assert f"paragraph {one.row['status_paragraph']}: “{one.row['status_quote']}”" in "\n".join(made.notes)
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
