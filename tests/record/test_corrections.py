"""Corrections on top of corrections: merges taken back in any order, a record written out after them, odd amounts."""

from pathlib import Path

import pytest

from tests.conftest import ROOT, opened
from tests.record.test_writing import act, mention, sound, state
from tests.running import run
from tracker.db.address import Address
from tracker.errors.base import Refused
from tracker.errors.usage import NobodySpeaks
from tracker.record import measures, mentions


def test_linked_measures_merged_into_one_come_back_last_first(shipped: Address) -> None:
    """Of two linked measures merged into a third, the one merged first cannot come back before the other."""
    before = state(shipped)
    act(shipped, measures.merge, "unexplained-wealth-orders", "asset-seizure")
    act(shipped, measures.merge, "assets-legislation", "asset-seizure")
    with pytest.raises(Refused, match="first: tracker measure unmerge assets-legislation"):
        act(shipped, measures.unmerge, "unexplained-wealth-orders")
    act(shipped, measures.unmerge, "assets-legislation")
    act(shipped, measures.unmerge, "unexplained-wealth-orders")
    assert state(shipped) == before
    assert sound(shipped)


def test_a_number_takes_the_place_of_a_range(shipped: Address) -> None:
    """A number beside a range is refused."""
    key = mention(shipped, "hms-trent", "step-back")
    with pytest.raises(Refused, match="a number beside a range"):
        act(shipped, mentions.edit, key, {"amount_low": 1, "amount_high": 2})


def test_a_plain_number_for_a_range(shipped_file: Path) -> None:
    """A plain number typed for a mention that gives a range replaces it."""
    key = mention(Address.of(shipped_file), "hms-trent", "step-back")
    for amount in ("100 to 150 ships", "5"):
        assert run("mention", "edit", key, "--amount", amount, "--why", "w", db=shipped_file).returncode == 0
    row = opened(Address.of(shipped_file)).mention(key)
    assert (row["amount"], row["amount_low"], row["amount_high"], row["unit"]) == (5, None, None, "ships")


def test_a_speaker_is_not_the_articles_own_voice(shipped: Address) -> None:
    """Where somebody speaks, the attribution says what sort of speaker."""
    key = mention(shipped, "hms-trent", "step-back")
    with pytest.raises(Refused, match="own_voice, but somebody speaks"):
        act(shipped, mentions.edit, key, {"speaker": "Downing Street"})


def test_what_is_set_aside_is_still_there(shipped: Address) -> None:
    """The only mention of a measure can be looked up when it is set aside, and the measure says that nobody speaks."""
    key = mention(shipped, "initial-sanctions", "almost-impossible")
    act(shipped, mentions.deprecate, key, "doubtful")
    row = opened(shipped).mention(key)
    assert (row["measure"], row["rank_reason"], row["decides"]) == ("initial-sanctions", "deprecated", False)
    with pytest.raises(NobodySpeaks, match="no mention of it counts"):
        opened(shipped).measure("initial-sanctions")


def test_readings_after_corrections(shipped_file: Path, tmp_path: Path) -> None:
    """A merge into a later key, a withdrawn mention and an unread article come back from readings as they went out."""
    article = tmp_path / "lorries.txt"
    article.write_text("Ministers met.\n\nNothing was said.\n", encoding="utf-8")
    added = ("source", "add", "--title", "Lorries", "--published", "2022-03-08", "--text", str(article), "--why", "w")
    assert run(*added, db=shipped_file).returncode == 0
    assert run("measure", "merge", "estonia-doubling", "hms-trent", "--why", "w", db=shipped_file).returncode == 0
    key = mention(Address.of(shipped_file), "initial-sanctions", "almost-impossible")
    assert run("mention", "withdraw", key, "--why", "w", db=shipped_file).returncode == 0
    first, second, other = tmp_path / "first", tmp_path / "second", tmp_path / "other.db"
    assert run("export", "--readings", str(first), db=shipped_file).returncode == 0
    assert "unread = true" in (first / "lorries.toml").read_text(encoding="utf-8")
    assert run("db", "init", "--empty", db=other).returncode == 0
    loaded = run("load", str(first), "--why", "w", db=other)
    assert loaded.returncode == 0, loaded.stderr
    assert run("export", "--readings", str(second), db=other).returncode == 0
    written = {file.name: file.read_bytes() for file in first.iterdir()}
    assert {file.name: file.read_bytes() for file in second.iterdir()} == written


def test_a_source_moved_before_what_it_says(shipped_file: Path) -> None:
    """An article whose day is put before a stage it reports is named by the check, with the mention."""
    day = "2022-02-01"
    moved = ("--published", day, "--published-earliest", day, "--published-latest", day, "--why", "w")
    assert run("source", "edit", "trip-to-moscow", *moved, db=shipped_file).returncode == 0
    done = run("check", db=shipped_file)
    assert done.returncode == 1
    assert "its stage is dated 2022-02-10, after its source spoke, on 2022-02-01" in done.stderr


def test_a_review_before_a_source_may_have_spoken(shipped_file: Path, tmp_path: Path) -> None:
    """A review as of a day on which only an inferred date makes the difference lists what it can."""
    article = tmp_path / "early.txt"
    article.write_text("First line.\n\nSecond line about 350 marines going to Poland soon.\n", encoding="utf-8")
    for command in (
        ("source", "add", "--title", "Early article", "--published", "2022-02-01", "--text", str(article)),
        (
            *("mention", "add", "--source", "early-article", "--measure", "royal-marines-poland", "--paragraph", "2"),
            *("--quote", "350 marines going to Poland", "--status", "announced"),
        ),
    ):
        assert run(*command, "--why", "w", db=shipped_file).returncode == 0
    done = run("review", "--as-of", "2022-02-09", db=shipped_file)
    assert done.returncode == 0, done.stderr


def test_readings_and_packages_do_not_mix(shipped_file: Path, tmp_path: Path) -> None:
    """Readings and a package in one command are refused before anything is written."""
    package, other = tmp_path / "package", tmp_path / "other.db"
    assert run("export", str(package), db=shipped_file).returncode == 0
    assert run("db", "init", "--empty", db=other).returncode == 0
    done = run("load", str(ROOT / "seeds"), str(package), "--yes", "--why", "w", db=other)
    assert done.returncode == 2
    assert "one after the other" in done.stderr
    assert "0" in run("db", "info", db=other).stdout
    assert opened(Address.of(other)).revision == 0


ODD = [
    ["undo", "9" * 20],
    ["search", "marine", "--limit", "9" * 20],
    ["measure", "list", "--limit", "9" * 20],
    ["report", "--stale", "9" * 5000],
    ["mention", "edit", "KEY", "--amount", "9" * 400 + " troops"],
    ["mention", "edit", "KEY", "--paragraph", "9" * 5000],
    ["mention", "edit", "KEY", "--date", "by " * 600 + "Monday"],
    ["export", "--panel", "--as", "csv", "--as-of", "9999-12-31", "-o", "-"],
    ["log", "nosuch", "--by", "nobody"],
    ["codes", "nosuch"],
]


@pytest.mark.parametrize("command", ODD, ids=lambda command: " ".join(command)[:40])
def test_numbers_out_of_bounds(shipped_file: Path, command: list[str]) -> None:
    """Numbers and words beyond all bounds are refused in one message, never with a fault of the program's own."""
    key = mention(Address.of(shipped_file), "hms-trent", "step-back")
    why = ["--why", "w"] if command[0] == "mention" else []
    done = run(*[key if word == "KEY" else word for word in command], *why, db=shipped_file)
    assert done.returncode in (1, 2), done.stderr
    assert "fault of tracker's own" not in done.stderr
    assert "Traceback" not in done.stderr


def test_every_kind_of_fault_at_once(shipped_file: Path) -> None:
    """A wrong code, an unknown key and an amount that cannot be read are told in one go."""
    done = run(
        *("mention", "add", "--source", "step-back", "--measure", "hms-trentt", "--paragraph", "3", "--why", "w"),
        *("--quote", "a b", "--status", "anounced", "--amount", "lots"),
        db=shipped_file,
    )
    assert done.returncode == 2
    for told in ("did you mean announced?", "did you mean hms-trent?", "cannot read 'lots' as an amount"):
        assert told in done.stderr


def test_a_text_of_another_name(shipped_file: Path, tmp_path: Path) -> None:
    """A copy of an article under another name is known by its fingerprint."""
    article, folder = tmp_path / "lorries.txt", tmp_path / "copies"
    article.write_text(
        "Ministers met.\n\nThe government will send 40 lorries to Lviv, an aide said.\n", encoding="utf-8"
    )
    added = ("source", "add", "--title", "Lorries", "--published", "2022-03-08", "--text", str(article), "--why", "w")
    assert run(*added, db=shipped_file).returncode == 0
    folder.mkdir()
    article.rename(folder / "renamed.txt")
    rows = run("verify", "--texts", str(folder), "--format", "csv", db=shipped_file).stdout.splitlines()
    assert next(row for row in rows if row.startswith("lorries,")).split(",")[2] == "holds"
