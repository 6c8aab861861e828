"""The static site: the same answers as at a terminal, the same bytes each time, and nothing from elsewhere."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import html

from tests import databases as every
from tests.making import act
from tests.running import run
from tracker.db.address import Address
from tracker.domain.vocabulary import ATTRIBUTIONS
from tracker.exports.site import UNNAMED
from tracker.record import mentions, sources

pytest.importorskip("jinja2")
pytest.importorskip("vl_convert")

ASKED = [["--as-of", day] for day in ("2022-01-27", "2022-02-10", "2022-02-11")] + [
    ["--kind", "deployment", "--disputed"]
]


def made(db: Path, folder: Path, *options: str) -> Path:
    """The site of a record."""
    done = run("export", "--format", "html", "-o", str(folder), *options, db=db)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped record."""
    folder = tmp_path_factory.mktemp("site")
    return made(Path(shutil.copy(every.of("sqlite").template("record"), folder / "record.db")), folder / "site")


def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Every page of a site, by its name."""
    return {
        file.relative_to(site).as_posix(): html.fromstring(file.read_bytes()) for file in sorted(site.rglob("*.html"))
    }


def answers(page: html.HtmlElement) -> dict[str, str]:
    """What the overview answers for each measure."""
    found = {}
    for row in page.xpath("//table[@id='measures']//tr[@data-kind]"):
        [link] = row.xpath("th/a/@href")
        [label] = row.xpath("td[1]/span[@class='keep']")
        found[Path(link).stem] = label.text_content()
    return found


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_the_answers_of_the_terminal(shipped_file: Path, tmp_path: Path, asked: list[str]) -> None:
    """For every day, and with filters, the overview has the measures and statuses of the report, and a page of each."""
    held = pages(made(shipped_file, tmp_path / "site", *asked))
    rows = json.loads(run("report", "--format", "json", *asked, db=shipped_file).stdout)
    assert answers(held["index.html"]) == {row["measure"]: row["status_label"] for row in rows}
    of_measures = {f"measures/{row['measure']}.html" for row in rows}
    assert {name for name in held if name.startswith("measures/")} == of_measures
    for row in rows:
        text = held[f"measures/{row['measure']}.html"].text_content()
        assert row["status_quote"] in text
        assert row["title"] in text


def test_links_lead_somewhere(shipped_file: Path, tmp_path: Path) -> None:
    """Every link and every picture leads to a file of the site, and to a place that is in it."""
    run("measure", "merge", "oligarch-sanctions", "further-sanctions", "--why", "to test", db=shipped_file)
    site = made(shipped_file, tmp_path / "site")
    held = pages(site)
    seen = 0
    for name, page in held.items():
        for _, _, link, _ in page.iterlinks():
            if link.startswith("https://"):
                continue
            target, _, anchor = link.partition("#")
            file = ((site / name).parent / target).resolve() if target else site / name
            assert file.is_file(), f"{name}: {link}"
            if anchor and file.suffix == ".html":
                assert held[file.relative_to(site.resolve()).as_posix()].xpath(f"//*[@id='{anchor}']"), link
            seen += 1
    assert seen > 300
    assert "further-sanctions.html" in html.tostring(held["measures/oligarch-sanctions.html"]).decode()


def test_what_documents_establish_stands_apart(shipped_file: Path, tmp_path: Path) -> None:
    """A measure's page tells what documents establish beside what was reported, and leads to a page of the document."""
    address = Address.of(shipped_file)
    document = {"key": "the-act", "publisher": "legislation.gov.uk", "title": "The Act", "type": "legislation"}
    document |= dict.fromkeys(("published", "published_earliest", "published_latest"), "2022-03-15")
    act(address, sources.add, document | {"published_basis": "stated", "citation": "2022 c. 10"})
    says = {"measure": "insurgency-support", "evidence": "cited", "status": "in_effect", "strength": "direct"}
    says |= {"attribution": "own_voice", "locator": "s. 69", "date": "2022-03-15", "date_basis": "stated"}
    act(address, mentions.add, "the-act", says)
    held = pages(made(shipped_file, tmp_path / "site"))
    told = " ".join(held["measures/insurgency-support.html"].text_content().split())
    assert "considered" in told
    assert "What documents establish partly delivered, 15 Mar 2022, by what official documents say" in told
    assert "the-act, s. 69" in told
    assert "documents: partly delivered" in held["index.html"].text_content()
    assert "2022 c. 10" in held["index.html"].text_content()
    assert "partly delivered: s. 69" in " ".join(held["sources/the-act.html"].text_content().split())


def test_the_feed(shipped_site: Path) -> None:
    """Every page leads to a feed of what moved, which has an entry for each measure and day."""
    feed = ElementTree.parse(shipped_site / "feed.xml").getroot()
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) >= 32
    for name, page in pages(shipped_site).items():
        assert page.xpath("//link[@rel='alternate']/@href") == [f"{'../' * name.count('/')}feed.xml"], name


def test_disagreements_read_as_the_terminal_tells_them(shipped_file: Path, shipped_site: Path) -> None:
    """Each disagreeing pair stands on the page of disagreements and on its measure's, in words and not in codes."""
    held = pages(shipped_site)
    rows = json.loads(run("disagreements", "--format", "json", db=shipped_file).stdout)
    assert {row["with_document"] for row in rows} == {True, False}
    for row in rows:
        told = f"{row['aspect']}: {row['says_label']} or {row['but_label']}"
        for name in ("disagreements.html", f"measures/{row['measure']}.html"):
            assert told in " ".join(held[name].text_content().split()), name


def test_everybody_who_may_speak_has_a_name() -> None:
    """Whoever may stand behind words is named on a page, a person's or body's name apart."""
    assert set(UNNAMED) == set(ATTRIBUTIONS)


def test_it_is_small_and_the_same_again(shipped_file: Path, tmp_path: Path, shipped_site: Path) -> None:
    """The same record gives the same bytes, also over an earlier export; under 1 MB, and no page over 100 KB."""
    again = shutil.copytree(shipped_site, tmp_path / "again")
    made(shipped_file, again)
    files = {file.relative_to(again): file.read_bytes() for file in again.rglob("*") if file.is_file()}
    assert all((shipped_site / name).read_bytes() == content for name, content in files.items())
    assert sum(map(len, files.values())) < 1_000_000
    assert max(len(content) for name, content in files.items() if name.suffix == ".html") < 100_000
    assert b"the tests" not in b"".join(files.values()), "who writes is no part of it"


def test_a_folder_of_somebody_else(shipped_file: Path, tmp_path: Path) -> None:
    """A folder whose first page is no export of ours is left as it is."""
    (tmp_path / "index.html").write_text("<!doctype html><title>My own</title>", encoding="utf-8")
    done = run("export", "--format", "html", "-o", str(tmp_path), db=shipped_file)
    assert (done.returncode, "--force" in done.stderr) == (1, True)
    assert "My own" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert not (tmp_path / "data").exists()


def test_what_left_the_record_leaves_the_site(shipped_file: Path, tmp_path: Path) -> None:
    """The page of a measure that was withdrawn goes with the next export; what somebody else put there stays."""
    site = made(shipped_file, tmp_path / "site")
    (site / "measures" / "notes.html").write_text("mine", encoding="utf-8")
    before = {file for file in site.rglob("*") if file.is_file()}
    done = run("measure", "withdraw", "hms-trent", "--why", "to test", db=shipped_file)
    assert done.returncode == 0, done.stderr
    made(shipped_file, site)
    assert before - {file for file in site.rglob("*") if file.is_file()} == {site / "measures" / "hms-trent.html"}


@pytest.mark.skipif(os.name == "nt", reason="open files are not counted there")
def test_more_pages_than_files_may_be_open(shipped_file: Path, tmp_path: Path) -> None:
    """A site has more pages than a process may have files open."""
    import resource

    export = [sys.executable, "-m", "tracker", "--db", str(shipped_file), "export", "--format", "html", "-o"]
    done = subprocess.run(
        [*export, str(tmp_path / "site")],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40)),
    )
    assert done.returncode == 0, done.stderr
    assert len(pages(tmp_path / "site")) > 40


def test_one_file_is_refused(shipped_file: Path) -> None:
    """A site is a folder: into a pipe there is none, and the message says how."""
    done = run("export", "--format", "html", "-o", "-", db=shipped_file)
    assert (done.returncode, "tracker export --format html -o DIR" in done.stderr) == (2, True)


def test_what_would_reorder_is_spelt(shipped_file: Path, tmp_path: Path) -> None:
    """A mark that turns letters round, in a record that some other program wrote, is spelt out on every page."""
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute("UPDATE measure_version SET title = title || char(8238) || 'x'")
        connection.commit()
    for name, page in pages(made(shipped_file, tmp_path / "site")).items():
        assert "\u202e" not in html.tostring(page, encoding="unicode"), name


def test_nothing_from_elsewhere(shipped_site: Path) -> None:
    """Every page has a policy that allows its own style and script and no others; no attribute runs or styles."""
    for name, page in pages(shipped_site).items():
        [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self';")
        assert not re.search(r"unsafe|https?:|\*", policy)
        assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]"), name
        assert not [link for link in page.xpath("//@src | //@srcset") if "://" in link or link.startswith("data:")]


def test_what_programs_are_told(shipped_site: Path) -> None:
    """The overview is a data set to programs, and a measure a claim with every article that speaks of it."""
    held = pages(shipped_site)

    def told(name: str) -> dict[str, Any]:
        [text] = held[name].xpath("//script[@type='application/ld+json']/text()")
        return dict(json.loads(text))

    data_set = told("index.html")
    assert (data_set["@type"], data_set["version"]) == ("Dataset", "3")
    assert all((shipped_site / one["contentUrl"]).is_file() for one in data_set["distribution"])
    claim = told("measures/standby-1000.html")
    assert (claim["@type"], claim["text"]) == ("Claim", "1,000 troops on standby: on standby")
    assert [one["datePublished"] for one in claim["appearance"]] == ["2022-02-09", "2022-02-10", "2022-02-11"]
    assert claim["appearance"][0]["url"].startswith("https://www.lbc.co.uk/")


def test_the_log_only_when_asked(shipped_file: Path, tmp_path: Path, shipped_site: Path) -> None:
    """What was changed in the record stands on a page only where provenance is asked for."""
    name = "measures/hms-trent.html"
    told = pages(made(shipped_file, tmp_path / "site", "--source", "step-back", "--provenance"))[name].text_content()
    assert "What was changed in the record" in told
    assert "What was changed in the record" not in pages(shipped_site)[name].text_content()
