"""The static site: the same answers as at a terminal, the same bytes each time, and nothing from elsewhere."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from lxml import html

from tests.running import run

pytest.importorskip("jinja2")
pytest.importorskip("vl_convert")

DAYS = ("2022-01-27", "2022-02-10", "2022-02-11", "2022-03-03")


def made(db: Path, folder: Path, *options: str) -> Path:
    """The site of a record."""
    done = run("export", "--format", "html", "-o", str(folder), *options, db=db)
    assert done.returncode == 0, done.stderr
    return folder


def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Every page of a site, by its name."""
    return {
        file.relative_to(site).as_posix(): html.fromstring(file.read_bytes()) for file in sorted(site.rglob("*.html"))
    }


def answers(page: html.HtmlElement) -> dict[str, str]:
    """What the overview answers for each measure."""
    rows = page.cssselect("#measures tr[data-kind]") if hasattr(page, "cssselect") else []
    rows = rows or page.xpath("//table[@id='measures']//tr[@data-kind]")
    found = {}
    for row in rows:
        [link] = row.xpath("th/a/@href")
        [label] = row.xpath("td[1]/span[@class='keep']")
        found[Path(link).stem] = label.text_content()
    return found


@pytest.mark.parametrize("day", DAYS)
def test_the_answers_of_the_terminal(shipped_file: Path, tmp_path: Path, day: str) -> None:
    """For every day, and with filters, the overview has the measures and statuses of the report, and a page of each."""
    for options in ([], ["--kind", "deployment", "--disputed"]):
        asked = ["--as-of", day, *options]
        site = made(shipped_file, tmp_path / f"site-{len(options)}", *asked)
        rows = json.loads(run("report", "--format", "json", *asked, db=shipped_file).stdout)
        held = pages(site)
        assert answers(held["index.html"]) == {row["measure"]: row["status_label"] for row in rows}
        assert {name for name in held if name.startswith("measures/")} == {
            f"measures/{row['measure']}.html" for row in rows
        }
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


def test_it_is_small_and_the_same_again(shipped_file: Path, tmp_path: Path) -> None:
    """The same record gives the same bytes, also over an earlier export; under 1 MB, and no page over 100 KB."""
    site = made(shipped_file, tmp_path / "site")
    files = {file.relative_to(site): file.read_bytes() for file in site.rglob("*") if file.is_file()}
    made(shipped_file, site)
    again = made(shipped_file, tmp_path / "again")
    assert files == {file.relative_to(again): file.read_bytes() for file in again.rglob("*") if file.is_file()}
    assert sum(map(len, files.values())) < 1_000_000
    assert max(len(content) for name, content in files.items() if name.suffix == ".html") < 100_000
    assert b"the tests" not in b"".join(files.values()), "who writes is no part of it"


def test_a_folder_of_somebody_else(shipped_file: Path, tmp_path: Path) -> None:
    """A folder whose first page is no export of ours is left as it is."""
    (tmp_path / "index.html").write_text("<!doctype html><title>My own</title>", encoding="utf-8")
    done = run("export", "--format", "html", "-o", str(tmp_path), db=shipped_file)
    assert (done.returncode, "--force" in done.stderr) == (1, True)
    assert "My own" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_one_file_is_refused(shipped_file: Path) -> None:
    """A site is a folder: into a pipe there is none, and the message says how."""
    done = run("export", "--format", "html", "-o", "-", db=shipped_file)
    assert (done.returncode, "tracker export --format html -o DIR" in done.stderr) == (2, True)


def test_what_would_reorder_is_spelt(shipped_file: Path, tmp_path: Path) -> None:
    """A mark that turns letters round, in a record that some other program wrote, is spelt out on every page."""
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute("UPDATE measure_versions SET title = title || char(8238) || 'x'")
        connection.commit()
    for name, page in pages(made(shipped_file, tmp_path / "site")).items():
        assert "\u202e" not in html.tostring(page, encoding="unicode"), name


def test_nothing_from_elsewhere(shipped_file: Path, tmp_path: Path) -> None:
    """Every page has a policy that allows its own style and script and no others; no attribute runs or styles."""
    for name, page in pages(made(shipped_file, tmp_path / "site")).items():
        [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self';")
        assert not re.search(r"unsafe|https?:|\*", policy)
        assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]"), name
        assert not [link for link in page.xpath("//@src | //@srcset") if "://" in link or link.startswith("data:")]


def test_private_texts_stay_private(shipped_file: Path, tmp_path: Path) -> None:
    """A private copy of an article that lies in the database is no part of the site."""
    words = "A made-up paragraph that nobody may see."
    article = tmp_path / "a.txt"
    article.write_text(f"A made-up headline\n{words}\n", encoding="utf-8")
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute(
            "INSERT INTO source_texts SELECT source_id, 'a.txt', ?, '0' FROM source_versions LIMIT 1", (words,)
        ) if False else None
    site = made(shipped_file, tmp_path / "site")
    assert not [file for file in site.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]
