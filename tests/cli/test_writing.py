"""The commands that write: fields by option, all that is missing at once, a reason always, and nothing by halves."""

from pathlib import Path

import pytest

from tests.running import run

TEXT = "Ministers met on Monday.\n\nThe government will send 40 lorries to Lviv, an aide said.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An article as a text file."""
    path = tmp_path / "lorries.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_an_article_in_three_commands(shipped_file: Path, article: Path) -> None:
    """An article, a measure and a mention are added with three commands, each printing the key it gave."""
    source = run(
        *("source", "add", "--title", "Lorries for Lviv", "--publisher", "The Daily Example"),
        *("--published", "2022-03-08", "--text", str(article), "--why", "new article"),
        db=shipped_file,
    )
    assert (source.returncode, source.stdout) == (0, "lorries-lviv\n"), source.stderr
    measure = run(
        *("measure", "add", "--title", "Lorries to Lviv", "--kind", "humanitarian", "--why", "new"), db=shipped_file
    )
    assert measure.stdout == "lorries-lviv\n"
    mention = run(
        *("mention", "add", "--source", "lorries-lviv", "--measure", "lorries-lviv", "--paragraph", "2"),
        *("--quote", "will send 40 lorries to Lviv", "--status", "announced", "--why", "read"),
        db=shipped_file,
    )
    assert mention.returncode == 0, mention.stderr
    assert mention.stderr.endswith("Recorded as revision 4.\n")
    assert "held against no text" in mention.stderr
    shown = run("measure", "show", "lorries-lviv", db=shipped_file).stdout
    assert "pledged" in shown
    assert "“will send 40 lorries to Lviv”" in shown
    assert run("check", db=shipped_file).returncode == 0


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


def test_a_quote_is_held_against_the_text(shipped_file: Path, article: Path) -> None:
    """With the article's text at hand a quote that is not in its paragraph is refused, and first … last words do."""
    options = ["--title", "A", "--published", "8 March 2022", "--key", "lorries", "--text", str(article), "--why", "x"]
    assert run("source", "add", *options, db=shipped_file).returncode == 0
    mention = ["mention", "add", "--source", "lorries", "--measure", "protective-equipment", "--paragraph", "2"]
    mention += ["--status", "pledged", "--why", "x", "--text", str(article), "--quote"]
    wrong = run(*mention, "will send 50 lorries", db=shipped_file)
    assert (wrong.returncode, "--quote: the quote is not in the paragraph" in wrong.stderr) == (2, True)
    environment = {"TRACKER_SEED_TEXTS": str(article.parent)}
    wrong = run(*mention[:-3], "--quote", "will send 50 lorries", db=shipped_file, **environment)
    assert (wrong.returncode, "--quote: the quote is not in the paragraph" in wrong.stderr) == (2, True)
    key = run(*mention, "will send ... to Lviv", db=shipped_file).stdout.strip()
    assert "will send 40 lorries to Lviv" in run("mention", "show", key, db=shipped_file).stdout
    article.write_text("Another text.\n\nOf two lines.\n", encoding="utf-8")
    other = run(*mention, "Of two", db=shipped_file)
    assert (other.returncode, "is not the text that lorries was read from" in other.stderr) == (2, True)


def test_the_same_text_twice(shipped_file: Path, article: Path) -> None:
    """A text that is in the record already is refused, with the article it was read as."""
    options = ["--title", "A", "--published", "2022-03-08", "--text", str(article), "--why", "new"]
    assert run("source", "add", *options, db=shipped_file).returncode == 0
    again = run("source", "add", *options, "--key", "another", db=shipped_file)
    assert (again.returncode, "in the record already, as a" in again.stderr) == (1, True)


def test_all_that_is_missing_at_once(shipped_file: Path) -> None:
    """With nobody there to be asked, everything that is missing is named, and nothing is written."""
    done = run("mention", "add", "--why", "test", db=shipped_file)
    assert done.returncode == 2
    for name in ("source", "measure", "paragraph", "quote", "status"):
        assert f"--{name} " in done.stderr
    done = run("measure", "edit", "hms-trent", "--title", "Trent", db=shipped_file)
    assert (done.returncode, "--why" in done.stderr) == (2, True)
    assert run("log", "--format", "csv", db=shipped_file).stdout.count("\n") == 2


BAD = {
    ("measure", "add", "--title", "A", "--kind", "humanitarain"): "did you mean humanitarian",
    ("measure", "add", "--title", "A", "--kind", "refuge", "--key", "hms-trent"): "already",
    ("measure", "edit", "hms-trnt", "--title", "A"): "did you mean hms-trent",
    ("measure", "edit", "hms-trent", "--form", "trade"): "is no form of deployment",
    ("measure", "merge", "hms-trent", "hms-trent"): "one already",
    ("measure", "unmerge", "hms-trent"): "it is not merged into another",
    ("measure", "unmerge", "hms-trnt"): "did you mean hms-trent",
    ("measure", "link", "hms-trent", "part_off", "nato-defence-offer"): "did you mean part_of",
    ("mention", "withdraw", "0000000000"): "no mention",
    ("mention", "prefer", "0529222215", "--on", "yesterday"): "bad date",
    ("source", "edit", "step-back", "--published", "2022-13-01"): "--published: cannot read",
    ("source", "add", "--title", "A", "--published", "2022-03-08", "--text", "/no/such/file"): "cannot read",
    ("source", "paragraph", "step-back", "999", "--verdict", "context"): "no paragraph",
    ("event", "withdraw", "russia-invades-ukraine"): "wait for it",
    ("undo", "99"): "there is no revision 99",
    ("load", "/no/such/file.toml"): "cannot read",
    ("load",): "--shipped",
    ("load", "--shipped", "--take", "hers:hms-trent"): "did you mean theirs",
}


@pytest.mark.parametrize(("arguments", "message"), BAD.items(), ids=lambda value: " ".join(value)[:60])
def test_a_bad_entry_writes_nothing(shipped_file: Path, arguments: tuple[str, ...], message: str) -> None:
    """A bad value gets a message with a remedy, a code that is not 0, and the record stays as it was."""
    why = [] if arguments[0] == "undo" else ["--why", "test"]
    done = run(*arguments, *why, db=shipped_file)
    assert done.returncode in (1, 2), done.stdout
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "fault of tracker's own" not in done.stderr
    assert run("log", "--format", "csv", db=shipped_file).stdout.count("\n") == 2


TEXTS = {
    b"": "it is empty",
    b"\x00\x01\x02": "it is not text",
    b"abc \xff\x41": "line 1 is not UTF-8",
    b"a" * 200_000: "line 1 has 200,000 characters",
}


@pytest.mark.parametrize(("content", "message"), TEXTS.items(), ids=lambda value: repr(value)[:20])
def test_a_text_that_is_none(shipped_file: Path, tmp_path: Path, content: bytes, message: str) -> None:
    """A file that is no article is refused in words."""
    (tmp_path / "text.txt").write_bytes(content)
    options = ["--title", "A", "--published", "2022-03-08", "--text", str(tmp_path / "text.txt"), "--why", "x"]
    done = run("source", "add", *options, db=shipped_file)
    assert (done.returncode, message in done.stderr) == (1, True)


def test_correct_and_take_back(shipped_file: Path) -> None:
    """A correction shows in the log with before and after, and undo takes it back by another entry."""
    run("measure", "edit", "hms-trent", "--title", "Trent", "--why", "shorter", db=shipped_file)
    log = run("log", "hms-trent", db=shipped_file).stdout
    assert "title: HMS Trent to the Mediterranean → Trent" in log
    assert "shorter" in log
    assert run("undo", db=shipped_file).returncode == 0
    assert "HMS Trent to the Mediterranean" in run("measure", "show", "hms-trent", db=shipped_file).stdout


def test_the_second_of_two_editors(shipped_file: Path) -> None:
    """An edit thought out on an old revision is refused where somebody else was faster."""
    run("measure", "edit", "hms-trent", "--title", "One", "--why", "a", "--by", "ann", db=shipped_file)
    late = run("measure", "edit", "hms-trent", "--title", "Two", "--why", "b", "--base", "1", db=shipped_file)
    assert (late.returncode, "was changed by ann" in late.stderr) == (1, True)


def test_a_head_kept_elsewhere(shipped_file: Path) -> None:
    """A head printed earlier finds even a tail that was cut off."""
    head = run("log", "--head", db=shipped_file).stdout.strip()
    assert run("check", "--expect", head, db=shipped_file).returncode == 0
    done = run("check", "--expect", f"7{head}", db=shipped_file)
    assert (done.returncode, "does not hold the head" in done.stderr) == (1, True)


def test_load_asks_before_it_changes(shipped_file: Path, tmp_path: Path) -> None:
    """A changed reading is shown as a difference, and carried out only with --yes where nobody can be asked."""
    out = tmp_path / "readings"
    assert run("export", "--readings", str(out), db=shipped_file).returncode == 0
    assert run("load", str(out), "--why", "again", db=shipped_file).stderr == "Nothing changed.\n"
    new = tmp_path / "new.toml"
    new.write_text('[[measure]]\nkey = "mine"\ntitle = "Mine"\nkind = "refuge"\n', encoding="utf-8")
    assert run("load", str(new), "--why", "mine", db=shipped_file).returncode == 0
    new.write_text(new.read_text(encoding="utf-8").replace('"Mine"', '"Ours"'), encoding="utf-8")
    done = run("load", str(new), "--why", "ours", db=shipped_file)
    assert (done.returncode, "--yes" in done.stderr) == (1, True)
    assert "Mine" in done.stdout
    assert "Ours" in done.stdout
    assert run("load", str(new), "--yes", "--why", "ours", db=shipped_file).returncode == 0
