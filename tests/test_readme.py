"""The README and the guides: what they show is what the program prints, and what they tell people to type works."""

import re
import shlex
from pathlib import Path

import pytest

from tests.running import ROOT, run
from tests.transcripts import DOCUMENTS, NARROW, README, commands, fences, shown, transcripts
from tracker.cli.help import topics

TEXT = README.read_text(encoding="utf-8")
SHOWN = [(document, *transcript) for document in DOCUMENTS for transcript in transcripts(document)]
OF_THE_PROJECT = sorted((ROOT / ".github").glob("*.md"))
# An article and a folder of one's own copies are at hand wherever a document speaks of them.
ARTICLE = """UK to send lorries to Lviv
The UK will send 40 lorries to Lviv next week, Ms Truss said on Tuesday.
They will carry generators for hospitals in the city.
Poland has opened a second crossing for aid.
"""
# They ask, and nobody is there to answer, or compare with what somebody would have answered: 1 is what they leave with.
ASK = re.compile(r"tracker (?:--db \S+ )?(?:read|review .*--walk|agreement)")
# What a reader is told to have first.
ELSEWHERE = ("postgresql://", ".docx")


@pytest.mark.parametrize(("document", "command", "output"), SHOWN, ids=[f"{d.stem}: {c}" for d, c, _ in SHOWN])
def test_the_transcripts(shipped_file: Path, document: Path, command: str, output: str) -> None:
    """Every screen that a document shows is the one that a terminal of its width shows."""
    assert shown(command, document, shipped_file) == output, "python -m tests.transcripts writes them anew"


def test_there_are_transcripts() -> None:
    """The README shows the main job; the guides show why a status is what it is, a disagreement and a past day."""
    commands_shown = [command for _, command, _ in SHOWN]
    assert [command.split()[0] for command, _ in transcripts(README)] == ["report"]
    for wanted in ("measure explain", "disagreements", "--as-of"):
        assert any(wanted in command for command in commands_shown), wanted


def test_what_stands_apart_fits_a_terminal() -> None:
    """What a guide shows or tells to type is not folded at 80 columns, where one stays free at each side."""
    for document in DOCUMENTS:
        if document != README:
            for _, text in fences(document, r"\w+"):
                assert max(map(len, text.splitlines())) <= NARROW, f"{document.name}: {text}"


@pytest.mark.parametrize("document", [one for one in DOCUMENTS if commands(one)], ids=lambda document: document.stem)
def test_the_commands_work(shipped_file: Path, tmp_path: Path, document: Path) -> None:
    """Every command that a document tells people to type works, one after the other, on the shipped record."""
    (tmp_path / "articles").mkdir()
    for name, text in [("article.txt", ARTICLE), ("articles/lorries.txt", ARTICLE), *fences(document, "text")]:
        (tmp_path / name).write_text(text, encoding="utf-8")
    for line in commands(document):
        if not line.startswith("tracker ") or any(word in line for word in ELSEWHERE):
            continue
        done = run(*shlex.split(line.split(" > ")[0])[1:], db=shipped_file, cwd=tmp_path)
        assert done.returncode in ((0, 1) if ASK.match(line) else (0,)), f"{line}\n{done.stdout}{done.stderr}"


def test_the_two_commands_come_first() -> None:
    """The first commands of the README install and run the main job, and install and run the tests."""
    found = re.findall(r"^    (python3 .+)$", TEXT, flags=re.MULTILINE)
    assert found == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/tracker report",
        "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/python -m pytest",
    ]
    assert TEXT.index(found[1]) < TEXT.index("```"), "before anything that is shown"


def test_the_readme_leads_to_every_guide() -> None:
    """No guide is to be found only by who knows that it is there."""
    assert set(re.findall(r"\(tracker/guides/([a-z-]+)\.md\)", TEXT)) == set(topics())


def test_the_readme_is_short() -> None:
    """The README orients, and the guides tell: at most 130 lines."""
    assert len(TEXT.splitlines()) <= 130


@pytest.mark.parametrize("document", [*DOCUMENTS, *OF_THE_PROJECT], ids=lambda document: document.stem)
def test_what_is_linked_exists(document: Path) -> None:
    """Links lead to files that are there, and paths that are named exist."""
    text = document.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert "://" in link or (document.parent / link).exists(), link
    for path in re.findall(r"`((?:data|seeds|tracker|tests|alembic|\.github)/[\w./]*)`", text):
        assert (ROOT / path).exists(), path
