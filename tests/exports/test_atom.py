"""The feed of what moved, held to RFC 4287."""

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from tests.running import run
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.exports.atom import ATOM
from tracker.record import measures, sources

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# What an element may hold, and how often at least and at most.
FEED = {"title": (1, 1), "subtitle": (0, 1), "id": (1, 1), "updated": (1, 1), "author": (1, 99), "rights": (0, 1)}
FEED |= {"generator": (0, 1), "entry": (0, 999)}
ENTRY = {"title": (1, 1), "id": (1, 1), "updated": (1, 1), "published": (0, 1), "category": (0, 99), "link": (0, 99)}
ENTRY |= {"content": (1, 1)}


def feed_of(db: Path, *arguments: str) -> Element:
    """The feed that a command prints."""
    done = run("changes", *arguments, "--format", "atom", db=db)
    assert (done.returncode, done.stderr) == (0, "")
    return ElementTree.fromstring(done.stdout)


def entries(root: Element) -> dict[str, list[str]]:
    """The texts of the entries, by their identifiers."""
    found = [
        [text for one in entry.iter() if (text := (one.text or "").strip())] for entry in root.iter(f"{{{ATOM}}}entry")
    ]
    return {next(text for text in texts if text.startswith("urn:")): texts for texts in found}


def holds(element: Element, allowed: dict[str, tuple[int, int]]) -> None:
    """Fail unless an element holds what it must and no more."""
    names = [one.tag.removeprefix(f"{{{ATOM}}}") for one in element]
    assert set(names) <= allowed.keys()
    for name, (least, most) in allowed.items():
        assert least <= names.count(name) <= most, name


def test_it_is_an_atom_feed(shipped_file: Path) -> None:
    """Feed and entries hold what the standard wants of them, each identifier once, each time a full one."""
    root = feed_of(shipped_file, "2022-01-01")
    assert root.tag == f"{{{ATOM}}}feed"
    holds(root, FEED)
    for entry in root.iter(f"{{{ATOM}}}entry"):
        holds(entry, ENTRY)
    identifiers = [one.text or "" for one in root.iter(f"{{{ATOM}}}id")]
    assert len(set(identifiers)) == len(identifiers) > 32
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in identifiers)
    times = [one.text or "" for name in ("updated", "published") for one in root.iter(f"{{{ATOM}}}{name}")]
    assert all(MOMENT.fullmatch(one) for one in times)
    updated = [one.findtext(f"{{{ATOM}}}updated") for one in root.iter(f"{{{ATOM}}}entry")]
    assert updated == sorted(updated, reverse=True)
    assert root.findtext(f"{{{ATOM}}}updated") == updated[0]


def test_an_entry_is_the_same_whichever_days_are_asked_for(shipped_file: Path) -> None:
    """What moved between two days is, entry for entry, what the feed of all days says of them."""
    whole = entries(feed_of(shipped_file, "2021-12-31"))
    for days in (("2022-02-10", "2022-02-11"), ("2022-02-04", "2022-03-02"), ("2022-02-11", "now")):
        some = entries(feed_of(shipped_file, *days))
        assert some
        assert some.items() <= whole.items()
    some = entries(feed_of(shipped_file, "2022-02-10", "--kind", "sanctions"))
    assert 0 < len(some) < len(whole)
    assert some.items() <= whole.items()
    some = entries(feed_of(shipped_file, "2022-02-10", "--status", "under_way"))
    assert 0 < len(some) < len(whole), "what was there before in another stage is not new"
    assert some.items() <= whole.items()
    marines = next(texts for texts in whole.values() if texts[0] == "350 Royal Marines to Poland: pledged → arriving")
    assert "paragraph 9" in marines[-1]
    assert "Before: “Some 350 Royal Marines" in marines[-1]


def test_the_same_record_gives_the_same_bytes(shipped_file: Path, tmp_path: Path) -> None:
    """No clock is in it; it replaces an earlier feed, and no other file of XML."""
    made = [run("changes", "2022-02-10", "--format", "atom", db=shipped_file).stdout for _ in range(2)]
    assert made[0] == made[1]
    path = tmp_path / "changes.xml"
    for days in (["2022-02-10"], ["2022-02-10", "2022-02-11"]):
        done = run("changes", *days, "--format", "atom", "-o", str(path), db=shipped_file)
        assert done.returncode == 0, done.stderr
    path.write_text('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"/>\n')
    assert run("changes", "2022-02-10", "--format", "atom", "-o", str(path), db=shipped_file).returncode == 1


def test_the_ending_chooses_the_form(shipped_file: Path, tmp_path: Path) -> None:
    """A file that ends in .atom is a feed; of what is no change there is none, and the message says what there is."""
    path = tmp_path / "changes.ATOM"
    assert run("changes", "2022-02-10", "-o", str(path), db=shipped_file).returncode == 0
    asked = run("changes", "2022-02-10", "--format", "atom", db=shipped_file).stdout
    assert path.read_text(encoding="utf-8") == asked
    refused = run("measure", "list", "-o", str(tmp_path / "measures.atom"), db=shipped_file)
    assert (refused.returncode, "tracker changes FROM -o FILE.atom" in refused.stderr) == (2, True)
    assert [file.name for file in tmp_path.iterdir() if "atom" in file.name.lower()] == ["changes.ATOM"]


def test_texts_are_texts(shipped_file: Path) -> None:
    """What looks like XML in a title is read as it is, and a source that has an address is linked."""
    with transaction(Address.of(shipped_file)) as connection, Change(connection, "the tests", "why") as change:
        measures.edit(change, "royal-marines-poland", {"title": "A & B <b>bold</b> ]]>"})
        sources.edit(change, "trip-to-moscow", {"url": "https://example.org/?a=1&b=2"})
    root = feed_of(shipped_file, "2022-02-10", "2022-02-11")
    titles = [entry.findtext(f"{{{ATOM}}}title") for entry in root.iter(f"{{{ATOM}}}entry")]
    assert "A & B <b>bold</b> ]]>: pledged → arriving" in titles
    assert {one.get("href") for one in root.iter(f"{{{ATOM}}}link")} == {"https://example.org/?a=1&b=2"}


@pytest.mark.parametrize("arguments", [["data", "now"], ["2022-02-10", "2022-01-01"]])
def test_what_is_no_feed(shipped_file: Path, arguments: list[str]) -> None:
    """Packages and days that run backwards are refused in one message; nothing moved makes an empty feed."""
    done = run("changes", *arguments, "--format", "atom", db=shipped_file)
    assert (done.returncode, done.stdout) == (2, "")
    assert entries(feed_of(shipped_file, "2022-03-03")) == {}
    assert run("changes", "2022-03-03", "--format", "atom", "--exit-code", db=shipped_file).returncode == 0
    assert run("changes", "2022-02-10", "--format", "atom", "--exit-code", db=shipped_file).returncode == 1
