"""`tracker measure`: list, show, explain, edit."""

import csv
import io
import json
import re
from pathlib import Path

from tests.running import run


def test_explain(shipped_file: Path) -> None:
    """Explaining a status answers in a sentence first, then shows every candidate, and what would flip it."""
    shown = run("measure", "explain", "royal-marines-poland", db=shipped_file).stdout
    answer = "It is arriving, according to the article itself (trip-to-moscow ¶9, 11 Feb 2022); of 3 mentions this one"
    assert shown.splitlines()[1].startswith(f"{answer} decides, as the latest; disputed: ")
    assert "It would be deployed, by cold-war-rhetoric ¶17, if its source spoke after 11 Feb 2022." in shown
    assert [line.split()[0] for line in shown.splitlines()[4:7]] == ["1", "2", "3"]


def test_show_tells_the_story(shipped_file: Path) -> None:
    """Showing a measure gives its particulars, links and every mention."""
    shown = run("measure", "show", "unexplained-wealth-orders", db=shipped_file).stdout
    assert "part of" in shown
    assert "7 Mar 2022" in shown
    assert "“we're debating it on Monday – to include bolstering unexplained wealth orders”" in shown


def test_only_documents_speak_of_it(shipped_file: Path) -> None:
    """What no article tells of is shown as documents have it, and said not to be reported; other answers say where."""
    new = ["measure", "add", "--key", "tent-ban", "--title", "Ban on tents", "--kind", "sanctions", "--why", "a law"]
    said = {"source": "si-2022-123", "measure": "tent-ban", "evidence": "cited", "locator": "reg. 2"}
    said |= {"status": "in_effect", "date": "2022-02-10", "date-basis": "stated", "why": "its day"}
    options = [word for name, value in said.items() for word in (f"--{name}", value)]
    for words in (new, ["mention", "add", *options]):
        done = run(*words, db=shipped_file)
        assert done.returncode == 0, done.stderr
    shown = run("measure", "show", "tent-ban", db=shipped_file).stdout
    assert re.search(r"^status +not reported: no article's mention of it counts$", shown, re.MULTILINE)
    assert re.search(r"^established +imposed, by si-2022-123, reg. 2", shown, re.MULTILINE)
    assert not re.search(r"^(since|reported|since then|said by|rests on) ", shown, re.MULTILINE)
    explained = run("measure", "explain", "tent-ban", db=shipped_file).stdout
    assert "It is not reported: no article's mention of it counts. Documents establish it: imposed" in explained
    (row,) = json.loads(run("measure", "show", "tent-ban", "--format", "json", db=shipped_file).stdout)
    assert (row["status"], row["mentions"], row["established_status"]) == (None, 0, "in_effect")
    elsewhere = run("cite", "tent-ban", db=shipped_file)
    assert (elsewhere.returncode, "tracker measure show tent-ban" in elsewhere.stderr) == (2, True)
    before = run("measure", "show", "tent-ban", "--as-of", "2022-02-01", db=shipped_file)
    assert (before.returncode, "had not been reported by" in before.stderr) == (2, True)


def test_a_page_of_measures(shipped_file: Path) -> None:
    """Pages follow one another by key and leave nothing out, in every form and with filters."""
    listed = run("measure", "list", "--format", "csv", "--columns", "measure", db=shipped_file).stdout.split()[1:]
    pages: list[str] = []
    while True:
        options = ["--after", pages[-1]] if pages else []
        page = run("measure", "list", "--limit", "12", *options, "--format", "csv", db=shipped_file).stdout
        rows = list(csv.DictReader(io.StringIO(page)))
        if not rows:
            break
        pages += [row["measure"] for row in rows]
    assert pages == sorted(listed)
    shown = run("measure", "list", "--limit", "1", "--kind", "training", "--columns", "title", db=shipped_file).stdout
    assert shown.split("\n")[1:] == ["Training of Ukrainian troops", ""]


def test_the_second_of_two_editors(shipped_file: Path) -> None:
    """An edit thought out on an old revision is refused where somebody else was faster."""
    run("measure", "edit", "hms-trent", "--title", "One", "--why", "a", "--by", "ann", db=shipped_file)
    late = run("measure", "edit", "hms-trent", "--title", "Two", "--why", "b", "--base", "1", db=shipped_file)
    assert (late.returncode, "was changed by ann" in late.stderr) == (1, True)
