"""`tracker add`: one line, one yes."""

from pathlib import Path

import pytest

from tests.conftest import opened
from tests.running import run
from tests.spring_article import TEXT
from tests.terminal import Terminal
from tracker.db.address import Address

QUOTE = "armoured ... sent to Ukraine"


@pytest.fixture
def text(tmp_path: Path) -> str:
    """The invented article, as a file."""
    file = tmp_path / "spring.txt"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def test_one_line_adds_article_and_mention(shipped_file: Path, text: str) -> None:
    """One line of fewer than ninety keys writes the article, its paragraphs and the mention in one revision."""
    assert len(f'tracker add spring.txt protective-equip "{QUOTE}"\n\n') < 90
    done = run("add", text, "protective-equip", QUOTE, "--yes", db=shipped_file)
    assert done.returncode == 0, done.stderr
    assert "measure protective-equipment" in done.stderr
    assert '--due "next week"' in done.stderr
    key = done.stdout.strip()
    snapshot = opened(Address.of(shipped_file))
    row = snapshot.mention(key)
    assert (row["status"], row["speaker"], row["due"]) == ("announced", "Downing Street", None)
    assert snapshot.revision == 2
    assert "read in spring.txt" in run("log", key, db=shipped_file).stdout
    again = run("add", text, "protective-equip", QUOTE, "--yes", db=shipped_file)
    assert (again.returncode, key in again.stderr) == (1, True)
    more = run("add", text, "hms-trent", "looking at ... could go", "-y", "--quiet", db=shipped_file)
    assert (more.returncode, more.stderr) == (0, "")


def test_nothing_is_recorded_without_a_yes(shipped_file: Path, text: str) -> None:
    """Where nobody is there to be asked, --yes is needed; what is shown is the same."""
    done = run("add", text, "hms-trent", QUOTE, db=shipped_file)
    assert (done.returncode, "add --yes" in done.stderr, "armoured lorries" in done.stderr) == (2, True, True)
    assert opened(Address.of(shipped_file)).revision == 1


REFUSED = {
    ("hms-trent", "no such words"): "not in spring.txt",
    ("nothing-like-it", QUOTE): "no measure 'nothing-like-it'",
    ("hms-trent", "with his counterpart"): "the words do not say for sure: status",
}


@pytest.mark.parametrize(("named", "message"), REFUSED.items())
def test_what_cannot_be_worked_out(shipped_file: Path, text: str, named: tuple[str, str], message: str) -> None:
    """What is missing or unknown is told, and nothing is written."""
    done = run("add", text, *named, "--yes", db=shipped_file)
    assert (done.returncode != 0, done.stdout) == (True, "")
    assert message in done.stderr
    assert opened(Address.of(shipped_file)).revision == 1


def test_another_text_than_the_one_that_was_read(shipped_file: Path, text: str) -> None:
    """An article of the record whose paragraphs are divided otherwise is refused: its numbers mean other ones."""
    assert run("add", text, "hms-trent", QUOTE, "-y", db=shipped_file).returncode == 0
    Path(text).write_text(TEXT.replace("By Ada Perrin", "By Ada\nPerrin"), encoding="utf-8")
    done = run("add", text, "hms-trent", "will not send fighter jets", "-y", db=shipped_file)
    assert (done.returncode, "spring.txt is not the text" in done.stderr) == (1, True), done.stderr


@pytest.mark.parametrize(("answer", "code"), [("<", 1), ("q", 1), ("", 0)])
def test_a_yes_can_be_asked_about_and_refused(shipped_file: Path, text: str, answer: str, code: int) -> None:
    """At a confirmation ? explains, < and q are a no, and Enter is what is offered."""
    terminal = Terminal("add", text, "protective-equip", QUOTE, db=shipped_file)
    terminal.answer(("[Y/n]", "?"), ("add --help", None), ("[Y/n]", answer))
    done, shown = terminal.end()
    assert (done, "Recorded" in shown) == (code, code == 0)


@pytest.mark.parametrize("answer", ["q", "quit"])
def test_nobody_means_q_for_a_reason(shipped_file: Path, text: str, answer: str) -> None:
    """At the why prompt ? and < explain, and q stops: none of them is kept as a reason."""
    terminal = Terminal("read", text, db=shipped_file)
    terminal.answer(("why", "<"), ("first question", None), ("why", "?"), ("q stops", None), ("why", answer))
    assert terminal.end()[0] == 1
    assert answer not in run("read", "--unfinished", db=shipped_file).stdout
