"""Shared origins are suggested from shared wording, never recorded."""

import csv
import io
from pathlib import Path

from tests.running import run
from tracker.reports.origins import runs, suggestions

STORY = {1: "The minister said that four grey boats would sail at dawn on Friday.", 2: "Nobody else spoke."}
REPRINT = {4: "“Four grey boats would sail, at dawn, on Friday” – and so they did.", 5: "It rained."}
STRANGER = {1: "Boats sail at dawn.", 2: "Nobody else rained."}


OWN = {key: {key} for key in "abc"}  # three sources, each its own origin


def test_runs_of_words() -> None:
    """Long runs of the same words are found, whatever the marks and capitals, with their paragraphs."""
    assert runs(STORY, REPRINT, 5) == [(1, 4, ["four", "grey", "boats", "would", "sail", "at", "dawn", "on", "friday"])]
    assert runs(STORY, STRANGER, 5) == []


def test_a_run_keeps_to_its_paragraph() -> None:
    """Words that agree across the end of a paragraph are not one run."""
    assert runs({1: "one two three", 2: "four five six"}, {1: "one two three four five six"}, 4) == []


def test_a_word_is_counted_once() -> None:
    """A passage that stands twice in the other text counts once."""
    twice = {1: "four grey boats would sail at dawn", 2: "four grey boats would sail at dawn"}
    assert len(runs(STORY, twice, 5)) == 1


def test_what_is_suggested() -> None:
    """Much in common is worth a question, unless the record says so already; a little is shown and no more."""
    long = {1: " ".join(f"word{number}" for number in range(40))}
    texts = {"a": long, "b": long | {2: "and more"}, "c": {1: " ".join(f"word{number}" for number in range(10))}}
    found = {(row["source"], row["other"]): row for row in suggestions(OWN, {}, texts)}
    assert found["a", "b"]["suggested"] is True
    assert found["a", "c"]["suggested"] is False
    assert found["a", "c"]["shared_words"] == 10
    # Of one origin altogether, or in some of what they say.
    for a, b in (({"one-story"}, {"one-story"}), ({"a", "one-story"}, {"b", "one-story"}), ({"a"}, {"b", "a"})):
        [confirmed] = suggestions({"a": a, "b": b}, {}, texts)
        assert (confirmed["same_origin"], confirmed["suggested"]) == (True, False)


def test_no_more_than_a_fragment_is_shown() -> None:
    """Of what two texts share at most fifteen words are shown."""
    long = {1: " ".join(f"word{number}" for number in range(40))}
    [row] = suggestions({"a": {"a"}, "b": {"b"}}, {}, {"a": long, "b": long})
    assert len(row["words"].split()) == 15


def test_quotes_where_a_text_is_not_at_hand() -> None:
    """A pair of which one text is missing is compared by its quotes."""
    quotes = {"a": {1: "four grey boats would sail"}, "b": {2: "the four grey boats"}, "c": {1: "it rained"}}
    rows = suggestions(OWN, quotes, {"a": STORY})
    assert [(row["source"], row["other"], row["basis"]) for row in rows] == []
    quotes["b"] = {2: "the four grey boats would"}
    [row] = suggestions(OWN, quotes, {"a": STORY})
    assert (row["basis"], row["longest_run"]) == ("quotes", 4)


def test_the_five_articles(shipped_file: Path, texts: Path) -> None:
    """Of the five articles two share a press release, and their wording shows it; no other pair is suggested."""
    done = run("source", "origins", "--texts", str(texts), "--format", "csv", db=shipped_file)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert (rows[0]["source"], rows[0]["other"], rows[0]["same_origin"]) == ("cold-war-rhetoric", "step-back", "true")
    assert int(rows[0]["shared_words"]) > 100
    assert all(int(row["shared_words"]) < 25 and row["suggested"] == "false" for row in rows[1:])


def test_it_would_be_suggested_unconfirmed(shipped_file: Path, texts: Path) -> None:
    """Were no mention of the two recorded as of one origin, the pair would be suggested."""
    import sqlite3

    with sqlite3.connect(shipped_file) as connection:
        for table in ("source_version", "mention_version"):
            connection.execute(f"UPDATE {table} SET origin = NULL")
    connection.close()
    done = run("source", "origins", "--texts", str(texts), "--format", "csv", db=shipped_file)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["suggested"] for row in rows] == ["true", *(["false"] * (len(rows) - 1))]


def test_without_texts_and_with_a_bad_folder(shipped_file: Path) -> None:
    """Without texts the quotes serve; a folder that is none is refused."""
    assert run("source", "origins", db=shipped_file).stdout.startswith("2 pairs of 5 articles share wording")
    # The words that the second pair has in common are quoted no longer.
    assert run("mention", "withdraw", "macea9c5eb0", "--why", "to test", db=shipped_file).returncode == 0
    assert run("source", "origins", db=shipped_file).stdout.startswith("1 pair of 5 articles shares wording")
    bad = run("source", "origins", "--texts", "/no/such/folder", db=shipped_file)
    assert (bad.returncode, "cannot read /no/such/folder" in bad.stderr) == (1, True)
