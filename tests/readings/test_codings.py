"""The second coding of the shipped articles: it loads, decides nothing, and agrees as far as its README says."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT, opened
from tests.running import run
from tracker.db import queries
from tracker.db.address import Address
from tracker.domain.keys import is_second_reading
from tracker.domain.quotes import QUOTE_WORDS
from tracker.reports.agreement import Coding, codings_of, compare
from tracker.reports.checks import check
from tracker.reports.snapshot import LAST_DAY

CODINGS = ROOT / "data" / "codings"
WHY = ("--why", "the second coding")


@pytest.fixture
def coded_twice(shipped_file: Path) -> Address:
    """The shipped record with the second coding loaded beside it."""
    done = run("load", str(CODINGS), *WHY, db=shipped_file)
    assert done.returncode == 0, done.stderr
    return Address.of(shipped_file)


def test_it_loads_beside_the_record(coded_twice: Address) -> None:
    """The second coding has no fault, adds a source to each article, and is nothing new the second time."""
    record = opened(coded_twice)
    second = [row["source"] for row in record.sources() if is_second_reading(row["source"])]
    assert len(second) == len(record.articles()) == len(list(CODINGS.glob("*.toml"))) == 5
    assert check(record, coded_twice) == []
    assert run("load", str(CODINGS), *WHY, db=coded_twice.path).returncode == 0
    assert opened(coded_twice).revision == record.revision


def test_it_decides_nothing(shipped_file: Path) -> None:
    """Every mention of it is set aside: the report is, to the letter, the one without it."""
    before = run("report", db=shipped_file)
    assert run("load", str(CODINGS), *WHY, db=shipped_file).returncode == 0
    after = run("report", db=shipped_file)
    assert (before.returncode, after.returncode) == (0, 0), after.stderr
    assert after.stdout == before.stdout


def test_the_table_is_what_the_program_gives(coded_twice: Address) -> None:
    """The codebook's table of agreement has a line for each article, with the program's figures."""
    record = opened(coded_twice, LAST_DAY)
    measures = {row["measure"]: row for row in record.definitions()}
    lines = []
    for article in record.articles():
        [other] = codings_of(article, record.sources())
        first, second = (
            Coding(
                source,
                [row for row in record.paragraphs() if row["source"] == source],
                [spoken.row for spoken in record.rows(queries.MENTIONS) if spoken.source == source],
            )
            for source in (article["source"], other)
        )
        shares = {share.name: share for share in compare(first, second, measures).shares}
        found, status = shares["measures"], shares["status"]
        kappas = [shares[name].kappa for name in ("a paragraph records a measure", "verdict of a paragraph")]
        told = " | ".join(f"{kappa:.2f}" for kappa in kappas)
        lines.append(
            f"| {article['source']} | {found.agreed} of {found.compared} | {told}"
            f" | {status.agreed} of {status.compared} |"
        )
    text = (ROOT / "data" / "codebook.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| [a-z-]+ \| \d.*$", text, re.MULTILINE)
    assert shown == sorted(lines)


def test_its_quotes_are_short() -> None:
    """No words that the second coding takes from an article are more than a quote may hold."""
    for file in CODINGS.glob("*.toml"):
        mentions = tomllib.loads(file.read_text(encoding="utf-8"))["mention"]
        quotes = [mention[name] for mention in mentions for name in ("quote", "context_quote") if name in mention]
        assert len(quotes) >= len(mentions) > 0
        for quote in quotes:
            assert len(quote.split()) <= QUOTE_WORDS, f"{file.name}: {quote}"


def test_the_published_folder_loads_without_it(empty_file: Path) -> None:
    """`tracker load data` takes the package and is not troubled by the folder in it."""
    done = run("load", str(ROOT / "data"), "--yes", "--why", "the edition", db=empty_file)
    assert done.returncode == 0, done.stderr
    record = opened(Address.of(empty_file))
    assert len(record.articles()) == 5
    assert not any(is_second_reading(row["source"]) for row in record.sources())
