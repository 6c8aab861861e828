"""`tracker inbox`, and reading a folder of saved articles one after the other."""

from pathlib import Path

import pytest

from tests.house_styles import STYLES
from tests.running import run
from tests.spring_article import ANSWERS, TEXT
from tracker.text import articles
from tracker.text.highlights import candidates


def likely(text: str) -> int:
    """How many paragraphs have a screen of their own."""
    return sum(one.likely for one in candidates(articles.read(text.encode(), "x.txt").paragraphs))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two articles and a copy of one of them."""
    texts = {"spring.txt": TEXT, "copy-of-spring.txt": TEXT, "magazine.txt": STYLES["magazine"].text}
    box = tmp_path / "saved"
    box.mkdir()
    for name, text in texts.items():
        (box / name).write_text(text, encoding="utf-8")
    return box


def test_the_list(shipped_file: Path, folder: Path) -> None:
    """The command lists what waits, as a table with what the marks mean and as data; an empty folder has nothing."""
    shown = run("inbox", str(folder), db=shipped_file).stdout
    assert "3 articles in" in shown
    assert "copy: the text of another file here" in shown
    rows = run("inbox", str(folder), "--format", "csv", db=shipped_file).stdout.splitlines()
    assert rows[0] == "file,title,published,paragraphs,likely,state,of"
    assert [row.split(",")[0] for row in rows[1:]] == ["magazine.txt", "copy-of-spring.txt", "spring.txt"]
    empty = folder / "empty"
    empty.mkdir()
    assert "0 articles" in run("inbox", str(empty), db=shipped_file).stdout
    refused = run("inbox", str(folder / "nowhere"), db=shipped_file)
    assert (refused.returncode, "cannot read" in refused.stderr) == (1, True)


def test_a_folder_is_read_to_its_end(shipped_file: Path, folder: Path) -> None:
    """Its articles come one after the other with how many are left; who stops goes on where it was."""
    done = run("read", str(folder), "--why", "to test", db=shipped_file, typed=["", "q"])
    assert done.returncode == 1
    assert "magazine.txt: 1 article left after it." in done.stderr
    answers = [*["- c"] * likely(STYLES["magazine"].text), "", "", *ANSWERS]
    done = run("read", str(folder), "--why", "to test", db=shipped_file, typed=answers)
    assert done.returncode == 0, done.stderr
    assert "Going on with" in done.stderr
    assert "copy-of-spring.txt: 0 articles left after it." in done.stderr
    assert "2 articles read; none in" in done.stderr
    again = run("read", str(folder), "--why", "to test", db=shipped_file)
    assert (again.returncode, "0 articles read; none in" in again.stderr) == (0, True)
    assert run("check", db=shipped_file).returncode == 0


def test_what_somebody_else_reads_is_passed_over(shipped_file: Path, folder: Path) -> None:
    """An article that another person is reading is left to them, and named with how to go on with it."""
    assert run("read", str(folder / "magazine.txt"), "--why", "w", db=shipped_file, typed=[""]).returncode == 1
    done = run("read", str(folder), "--why", "w", db=shipped_file, typed=[*ANSWERS], TRACKER_BY="Jane")
    assert done.returncode == 0, done.stderr
    assert "the tests is reading it; go on with it: tracker read --resume" in done.stderr


def test_a_folder_is_not_read_blind(shipped_file: Path, folder: Path) -> None:
    """A second reader names one article."""
    done = run("read", str(folder), "--blind", "--why", "w", db=shipped_file)
    assert (done.returncode, "one article at a time" in done.stderr) == (2, True)
