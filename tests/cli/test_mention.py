"""`tracker mention`: amounts and dates in words, and what they are echoed as."""

from pathlib import Path

import pytest

from tests.conftest import opened
from tests.making import mention
from tests.running import run
from tracker.db.address import Address


def test_a_plain_number_for_a_range(shipped_file: Path) -> None:
    """A plain number typed for a mention that gives a range replaces it."""
    key = mention(Address.of(shipped_file), "hms-trent", "step-back")
    for amount in ("100 to 150 ships", "5"):
        assert run("mention", "edit", key, "--amount", amount, "--why", "w", db=shipped_file).returncode == 0
    row = opened(Address.of(shipped_file)).mention(key)
    assert (row["amount"], row["amount_low"], row["amount_high"], row["unit"]) == (5, None, None, "ships")


def test_dates_and_amounts_in_words(shipped_file: Path) -> None:
    """Words fill date and amount, are echoed as they will be coded, and what cannot be read writes nothing."""
    options = ["--source", "trip-to-moscow", "--measure", "royal-marines-poland", "--paragraph", "9", "--why", "read"]
    options += ["--quote", "Royal Marines arriving", "--status", "arriving", "--anyway"]
    done = run(*("mention", "add", *options, "--date", "earlier this week", "--amount", "some 350"), db=shipped_file)
    assert done.returncode == 0, done.stderr
    assert "  earlier this week → 7–11 Feb 2022: 2022-02-07/2022-02-11, relative\n" in done.stderr
    assert "  some 350 → about 350 marines: amount 350, marines, about\n" in done.stderr
    key = done.stdout.strip()
    assert (
        run("mention", "edit", key, "--amount", "a further 20", "--why", "x", "--quiet", db=shipped_file).stderr == ""
    )
    shown = run("mention", "show", key, "--format", "csv", db=shipped_file).stdout
    assert ",20,,,marines,exact,additional," in shown
    bad = ["--date", "Blursday", "--amount", "a lot", "--source", "trip-to-mosco"]
    done = run("mention", "add", *options, *bad, db=shipped_file)
    assert done.returncode == 2
    for message in ("--date: cannot read 'Blursday'", "--amount: cannot read 'a lot'", "did you mean trip-to-moscow?"):
        assert message in done.stderr
    assert run("log", "--format", "csv", db=shipped_file).stdout.count("\n") == 4


def test_a_mention_reads_in_words(shipped_file: Path) -> None:
    """Showing a mention gives labels and dates in words, and the title of its article; as data it keeps its codes."""
    key = mention(Address.of(shipped_file), "royal-marines-poland", "trip-to-moscow")
    shown = run("mention", "show", key, db=shipped_file).stdout
    facts = dict(line.split("  ", 1) for line in shown.splitlines()[2:])
    told = {name: text.strip() for name, text in facts.items()}
    assert told["status"] == "arriving"
    assert told["date"] == "10 Feb 2022"
    assert told["attribution"] == "own voice"
    assert told["amount"] == "350 marines"
    assert told["paragraph"].startswith("¶9 of “Defense secretary prepares")
    assert ",under_way," in run("mention", "show", key, "--format", "csv", db=shipped_file).stdout


@pytest.mark.parametrize(
    "verb",
    [("prefer",), ("deprecate",), ("withdraw",), ("move", "type-45-destroyer"), ("edit", "--note", "mine")],
    ids=lambda verb: verb[0],
)
def test_what_somebody_else_changed_meanwhile(shipped_file: Path, verb: tuple[str, ...]) -> None:
    """Every verb that starts from a revision somebody else has gone beyond is refused, and says who it was."""
    address = Address.of(shipped_file)
    key = mention(address, "hms-trent", "step-back")
    mine = (verb[0], key, *verb[1:])
    assert run("mention", "edit", key, "--note", "seen", "--why", "a", "--by", "ann", db=shipped_file).returncode == 0
    late = run("mention", *mine, "--base", "1", "--why", "b", db=shipped_file)
    assert (late.returncode, "was changed by ann" in late.stderr) == (1, True), late.stderr
    assert opened(address).revision == 2
    assert run("mention", *mine, "--base", "2", "--why", "b", db=shipped_file).returncode == 0


def test_what_a_guided_reading_fills_in(shipped_file: Path) -> None:
    """Who acts is filled in as in a guided reading; a stage goes by its letter, and its option by both names."""
    options = ["--source", "step-back", "--paragraph", "9", "--quote", "said the weather", "--why", "w"]
    for measure, acts in (("royal-marines-poland", "British armed forces"), ("sanctions-law", "UK government")):
        named = ("--measure", measure, "--stage", "U", "--speaker", "Mr Wallace")
        done = run("mention", "add", *options, *named, db=shipped_file)
        assert done.returncode == 0, done.stderr
        assert f"actor: {acts}" in done.stderr
        assert "Mr Wallace is Ben Wallace in full" in done.stderr
        shown = run("mention", "show", done.stdout.strip(), "--format", "json", db=shipped_file).stdout
        assert f'"actor": "{acts}"' in shown
        assert '"status": "under_way"' in shown
    assert run("source", "paragraph", "step-back", "1", "--verdict", "r", "--why", "w", db=shipped_file).returncode == 0


def test_digits_alone_are_a_mentions_key(shipped_file: Path) -> None:
    """Every command that takes a mention's key takes its ten digits alone, as people wrote them down once."""
    digits, why = "0529222215", ("--why", "w")
    shown = [run("mention", "show", key, db=shipped_file).stdout for key in (digits, f"m{digits}")]
    assert shown[0] == shown[1] != ""
    for verb in (("edit", digits, "--note", "n"), ("prefer", digits), ("deprecate", digits), ("withdraw", digits)):
        assert run("mention", *verb, *why, db=shipped_file).returncode == 0
    assert "mention m0529222215 withdrawn" in run("log", digits, db=shipped_file).stdout
    moved = run("mention", "move", "dafcd2de5c", "nato-defence-offer", *why, db=shipped_file)
    assert moved.returncode == 0, moved.stderr


def test_one_mention_is_told_as_one(shipped_file: Path) -> None:
    """The title of a list counts in words that fit its numbers."""
    assert run(
        "mention", "list", "--source", "not-optimistic", "--kind", "legislation", db=shipped_file
    ).stdout.startswith("1 mention of 1 measure\n")


def test_a_document_that_is_cited(shipped_file: Path) -> None:
    """A mention that is cited and has no quote is found by its note, and nothing is shown as its words."""
    document = ["--key", "si-1", "--type", "legislation", "--title", "A regulation", "--published", "2022-02-10"]
    document += ["--citation", "S.I. 2022/1", "--publisher", "P", "--paragraphs", "0", "--why", "x"]
    assert run("source", "add", *document, db=shipped_file).returncode == 0
    said = ["--source", "si-1", "--measure", "sanctions-law", "--evidence", "cited", "--locator", "reg 2"]
    said += ["--status", "in_effect", "--note", "Wider criteria for lorries.", "--why", "x"]
    key = run("mention", "add", *said, db=shipped_file).stdout.strip()
    shown = run("search", "lorries", db=shipped_file).stdout
    assert "Sanctions legislation, toughened" in shown
    assert "cited, not quoted" in shown
    assert "note: Wider criteria for «lorries»." in shown
    told = run("mention", "show", key, db=shipped_file).stdout
    assert "None" not in told + shown
