"""`tracker help`: the guides in a pipe and at a terminal, and what happens where there is no such guide."""

import csv
import io
import re
from pathlib import Path

import pytest

from tests.running import run
from tests.terminal import at_terminal
from tracker.cli.app import ROOMS
from tracker.cli.help import GUIDES, topics

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def test_the_list() -> None:
    """Without a topic every guide is listed with what it is about; as data too; no record is needed or made."""
    done = run("help")
    assert (done.returncode, done.stderr) == (0, "")
    for name, about in topics().items():
        assert re.search(rf"^{name} +{re.escape(about)}$", done.stdout, flags=re.MULTILINE)
    rows = list(csv.DictReader(io.StringIO(run("help", "--format", "csv").stdout)))
    assert {row["topic"]: row["about"] for row in rows} == topics()


def test_the_index_names_every_guide() -> None:
    """The list is the index of the guides, which people see on a code host: it names each guide once, in one line."""
    text = (GUIDES / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[", text, flags=re.MULTILINE)
    assert len(listed) == len(topics())
    assert set(topics()) == {file.stem for file in GUIDES.glob("*.md")} - {"README"}


@pytest.mark.parametrize("topic", topics())
def test_a_guide_in_a_pipe(topic: str) -> None:
    """In a pipe a guide is its Markdown as it stands."""
    assert run("help", topic).stdout == (GUIDES / f"{topic}.md").read_text(encoding="utf-8")


def test_the_beginning_of_a_name_will_do() -> None:
    """A prefix that only one guide has shows it; one that several have lists them."""
    assert run("help", "stat").stdout == run("help", "status").stdout != ""
    several = run("help", "c")
    assert several.returncode == 2
    assert "one of: correcting, checking, citing, changelog" in several.stderr


def test_a_guide_at_a_terminal(shipped_file: Path) -> None:
    """At a terminal the guide is laid out within its width, and a link is the command that shows the other guide."""
    shown = COLOURS.sub("", at_terminal("help", "status", db=shipped_file, width=80))
    assert max(map(len, shown.splitlines())) <= 80
    assert "# How a status is decided" not in shown
    assert "correcting.md" not in shown
    assert "tracker help correcting" in " ".join(shown.split())
    plain = at_terminal("help", "status", "--format", "md", db=shipped_file, width=80)
    assert plain.startswith("# How a status is decided\n")


def test_no_command_offers_what_the_root_does_not() -> None:
    """No command has an option that would write completion into somebody's shell: one command prints it."""
    for command in ROOMS:
        assert "-completion" not in run(command, "--help").stdout.replace("bash-completion", ""), command


def test_a_command_is_shown_as_its_own_help_shows_it() -> None:
    """The name of a command that is no topic shows what the command takes."""
    assert "Usage: tracker mention [OPTIONS] COMMAND" in run("help", "mention").stdout


@pytest.mark.parametrize(
    ("topic", "remedy"), [("statsu", "did you mean status?"), ("nothing like it", "one of: "), ("", "one of: ")]
)
def test_no_such_guide(topic: str, remedy: str) -> None:
    """A topic that is not there gets one message that says what was meant, or what there is."""
    done = run("help", topic)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"unknown topic {topic!r}" in done.stderr
    assert remedy in done.stderr
