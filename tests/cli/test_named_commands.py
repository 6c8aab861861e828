"""Commands that are named in words, wherever: what a message, a help text or a guide tells people to type exists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.running import ROOT
from tracker.cli.app import ROOMS, built
from tracker.db.conventions import NOUNS
from tracker.errors.usage import UnknownKey

# What may stand after the program's name in a sentence that names no command.
PROSE = {"database", "import", "needs", "maintainers", "made", "has"}
# Where a command ends that is named within a sentence.
END = re.compile(r"[`\"'“”;|…<>]|\n|, |: |[.,:](?=\s|$)|\)|\(| #| → | or | and | if | with | is | for ")
NAMED = re.compile(r"\btracker ((?:-{0,2}[a-z])[^\0]*)")


def texts() -> Iterator[tuple[str, str]]:
    """Every text that people read: where it stands, and its words, with KEY for what is put in when it is shown."""
    for file in [*ROOT.glob("*.md"), *(ROOT / ".github").rglob("*.md"), *(ROOT / "tracker").rglob("*.md")]:
        yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8").replace("\\\n", " ")
    for file in (ROOT / "tracker").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else "KEY" for part in node.values]
                yield f"{file.relative_to(ROOT)}:{node.lineno}", "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node.value


def named(text: str) -> Iterator[list[str]]:
    """The commands a text names, as words."""
    for start in re.finditer(r"\btracker (?=-{0,2}[a-z])", text):
        words = END.split(text[start.end() :], maxsplit=1)[0].split()
        if words and words[0] not in PROSE:
            yield words


def wrong_with(words: list[str], root: Any) -> str:
    """What is wrong with a command: a word or an option that does not exist; nothing where all does."""
    command, path, taken = root, "tracker", {"--help", "--version"}
    words = [*words]
    if words[0].startswith("--"):  # an option of every command, with its value, before the command
        words = words[2:] if words[0] not in ("--version", "--quiet", "--help") else words[1:]
    while words and hasattr(command, "get_command"):
        word = words.pop(0)
        inner = command.get_command(None, word)
        if inner is None:
            return "" if command is not root and not re.fullmatch("[a-z-]+", word) else f"{path} has no {word}"
        command, path = inner, f"{path} {word}"
    for parameter in getattr(command, "params", ()):
        taken |= {*parameter.opts, *parameter.secondary_opts}
    unknown = [word for word in words if re.match(r"--[a-z]|-[a-z]$", word) and word.split("=")[0] not in taken]
    return f"{path} takes no {unknown[0]}" if unknown and not hasattr(command, "get_command") else ""


FOUND = [(where, words) for where, text in texts() for words in named(text)]


def test_every_command_that_is_named_exists() -> None:
    """Messages, hints, help texts, guides and the README name no command or option that does not exist."""
    root = built()
    told = {f"{where}: {fault} ({' '.join(words)})" for where, words in FOUND if (fault := wrong_with(words, root))}
    assert not told, "\n".join(sorted(told))
    assert {words[0] for _, words in FOUND} >= ROOMS.keys() - {"sql"}, "hardly any command was seen"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("do it with: tracker measure shwo KEY", "tracker measure has no shwo"),
        ("`tracker reprot`", "tracker has no reprot"),
        ("tracker measure show KEY --frob", "tracker measure show takes no --frob"),
        ("tracker --db x.db report --kind sanctions, or tracker report --quotes", ""),
        ("see tracker log, and edit it", ""),
    ],
)
def test_a_wrong_one_would_be_seen(text: str, fault: str) -> None:
    """The test above would notice a word or an option that is none."""
    assert next(wrong_with(words, built()) for words in named(text)) == fault


@pytest.mark.parametrize("noun", NOUNS)
def test_where_keys_are_listed(noun: str) -> None:
    """Whatever noun a key is unknown of, the message names a command that shows those there are."""
    [words] = named(UnknownKey(noun, "x", ()).hint)
    assert wrong_with(words, built()) == ""


def test_the_readme_is_among_them() -> None:
    """What is walked are the messages as much as the README and the guides."""
    where = {Path(place.split(":")[0]).suffix for place, _ in FOUND}
    assert where == {".md", ".py"}
    assert any(place.startswith("README.md") for place, _ in FOUND)
