"""References and briefs: what is said is cited, in forms that other programs read."""

import json
import re

import pytest

from tests.conftest import ROOT
from tracker.errors.usage import UnknownKey
from tracker.reports.citation import CITATION_STYLES, MAINTAINERS, TITLE, Reference, cited, of_data_set, of_measure
from tracker.reports.snapshot import Snapshot


def test_the_data_set(record: Snapshot) -> None:
    """The data set is cited with its edition and its day, in every form."""
    for form in CITATION_STYLES:
        text = cited([of_data_set(record)], form)
        assert "edition 3, as of 2022-03-03" in text
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


@pytest.mark.parametrize(
    ("author", "csl", "bibtex"),
    [
        ("Emma Soteriou", [{"family": "Soteriou", "given": "Emma"}], "Soteriou, Emma"),
        (
            "Ursula von der Leyen; A. B. Smith Jr.",
            [
                {"family": "von der Leyen", "given": "Ursula"},
                {"family": "Smith", "given": "A. B.", "suffix": "Jr."},
            ],
            "von der Leyen, Ursula and Smith, Jr., A. B.",
        ),
        ("BBC News", [{"literal": "BBC News"}], "{BBC News}"),
        ("Reuters", [{"literal": "Reuters"}], "{Reuters}"),
    ],
)
def test_names(author: str, csl: list[dict[str, str]], bibtex: str) -> None:
    """A person's name has its family and given names apart; a body's name is kept whole."""
    reference = Reference("k", "article", "Lorries", author, "", "2022-02-10")
    [listed] = json.loads(cited([reference], "csl-json"))
    assert listed["author"] == csl
    assert f"author = {{{bibtex}}}" in cited([reference], "bibtex")


def test_tex_runs_nothing() -> None:
    """What TeX would act on is escaped once, and braces stay balanced."""
    hostile = Reference("k", "article", r"50% of {all} \input{x} $5 & #1_a~^", "", "", "2022-02-10")
    text = cited([hostile], "bibtex")
    assert r"50\% of \{all\} \textbackslash{}input\{x\} \$5 \& \#1\_a\textasciitilde{}\textasciicircum{}" in text
    bare = re.sub(r"\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")


def test_the_day_a_page_was_looked_at() -> None:
    """An article's address goes with the day it was looked at, in the field that BibTeX and CSL have for it."""
    seen = Reference("k", "article", "Lorries", "", "https://example.org/a", "2022-02-10", accessed="2022-03-01")
    assert "urldate = {2022-03-01}" in cited([seen], "bibtex")
    [listed] = json.loads(cited([seen], "csl-json"))
    assert listed["accessed"] == {"date-parts": [[2022, 3, 1]]}
    assert "urldate" not in cited([seen._replace(accessed="")], "bibtex")
