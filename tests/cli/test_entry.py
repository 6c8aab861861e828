"""Entry by hand: what looks recorded already is held up first; at a terminal, what is missing is asked for."""

from pathlib import Path

import pytest

from tests.bench import duplicates
from tests.running import run
from tests.terminal import Terminal
from tracker.domain.fields import MENTION

MARINES = ("measure", "add", "--title", "Some 350 marines for Poland", "--kind", "deployment", "--why", "today's")


def test_a_measure_that_looks_recorded(shipped_file: Path) -> None:
    """A measure like one that is recorded is refused with what to do instead, and taken with --anyway."""
    done = run(*MARINES, db=shipped_file)
    assert done.returncode == 1
    assert "royal-marines-poland  350 Royal Marines to Poland" in done.stderr
    assert "tracker mention add --measure royal-marines-poland" in done.stderr
    assert run("log", "--format", "csv", db=shipped_file).stdout.count("\n") == 2
    assert run(*MARINES, "--anyway", db=shipped_file).stdout == "some-350-marines-poland\n"


def test_a_mention_that_looks_recorded(shipped_file: Path) -> None:
    """A mention of the same measure in the same paragraph is refused; the same words for another measure are not."""
    options = ["--source", "trip-to-moscow", "--paragraph", "9", "--status", "arriving", "--why", "x"]
    options += ["--quote", "Royal Marines arriving in"]
    done = run("mention", "add", "--measure", "royal-marines-poland", *options, db=shipped_file)
    assert done.returncode == 1
    assert "¶9 “350 Royal Marines arriving in Poland”" in done.stderr
    assert "tracker mention edit" in done.stderr
    assert run("mention", "add", "--measure", "royal-engineers-poland", *options, db=shipped_file).returncode == 0
    anyway = run("mention", "add", "--measure", "royal-marines-poland", *options, "--anyway", db=shipped_file)
    assert anyway.returncode == 0, anyway.stderr


@pytest.mark.parametrize(("typed", "code"), [("", 1), ("y", 0)])
def test_asked_at_a_terminal(shipped_file: Path, typed: str, code: int) -> None:
    """At a terminal somebody is asked whether to go on; an empty line does not."""
    terminal = Terminal(*MARINES, db=shipped_file)
    terminal.answer(("all the same? [y/N]", typed))
    assert terminal.end()[0] == code
    recorded = "some-350-marines-poland" in run("log", db=shipped_file).stdout
    assert recorded == (code == 0)


def test_how_often_it_is_right() -> None:
    """Of the shipped measures, most are noticed when reworded, and hardly one is held up as a copy of another."""
    total = len(duplicates.REWORDED)
    assert duplicates.REWORDED.keys() == duplicates.shipped().keys()
    assert len(duplicates.missed()) <= total * 0.2
    assert len(duplicates.alarms()) <= total * 0.05
    assert len(duplicates.new_alarms()) <= len(duplicates.NEW) * 0.3


ARTICLE = """UK to send lorries to Lviv

8 March 2022

The government will send some 40 lorries to Lviv next week, an aide said on Monday.
"""


def test_an_article_by_answers(shipped_file: Path, tmp_path: Path) -> None:
    """At a terminal whatever is missing is asked for, one wrong answer at a time, and nothing typed is lost."""
    file = tmp_path / "lorries.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    source = Terminal("source", "add", "--text", str(file), "--why", "new", db=shipped_file)
    source.answer(("publisher [not stated]:", ""), ("title [UK to send lorries to Lviv]:", ""))
    source.answer(("published [2022-03-08]:", ""), ("key [uk-send-lorries-lviv]:", "lorries"), ("more (", ""))
    assert source.end()[0] == 0
    measure = Terminal("measure", "add", db=shipped_file)
    measure.answer(("title:", "Lorries to Lviv"), ("kind:", "materil"), ("did you mean materiel", None))
    measure.answer(("kind:", "Materiel"), ("key [lorries-lviv]:", ""), ("more (", "colour = red"))
    measure.answer(("unknown field 'colour'", None), ("more (", "target = Ukraine"), ("why:", "new in it"))
    assert measure.end()[0] == 0
    mention = Terminal("mention", "add", "--date", "Blursday", "--why", "read", db=shipped_file)
    mention.answer(("source:", "lories"), ("did you mean lorries", None), ("source:", "lorries"))
    mention.answer(("measure:", "lorries-lviv"), ("paragraph:", "9"), ("it has 3", None), ("paragraph:", "3"))
    mention.answer(("quote:", "will send some 40 lorries"), ("status:", "pledged"), ("more (", "?"))
    mention.answer(("condition", None), ("more (", "amount = some 40 lorries; note = by road; or by rail"))
    mention.answer(("cannot read 'Blursday'", None), ("date:", "Monday"))
    assert mention.end()[0] == 0
    row = run("mention", "list", "--source", "lorries", "--format", "json", db=shipped_file).stdout
    coded_so = ('"date_edtf": "2022-03-07"', '"qualifier": "about"', '"note": "by road; or by rail"')
    for coded in (*coded_so, '"status": "announced"'):
        assert coded in row


def test_an_edit_by_answers(shipped_file: Path) -> None:
    """Without options every field is asked for: Enter keeps what is there, with its basis, and - takes it away."""
    terminal = Terminal("mention", "edit", "0529222215", "--why", "look again", db=shipped_file)
    fields = [field.name.replace("_", " ") for field in MENTION[1:]]
    for name in fields:
        terminal.until(f"\n{name}")
        terminal.type({"condition": "-", "note": "seen"}.get(name, ""))
    assert terminal.end()[0] == 0
    log = run("log", "--format", "csv", db=shipped_file).stdout
    assert log.count("\n") == 3
    assert "note" in log.splitlines()[1]
    assert "date_basis" not in log.splitlines()[1]
