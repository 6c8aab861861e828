"""Commands made from signatures: a group of options is one object, and only what is asked for is built."""

from pathlib import Path
from types import ModuleType

import pytest
import typer
from typer.testing import CliRunner

from tests.running import run
from tracker.cli.commands import Built, as_typer_sees, noun_of
from tracker.cli.context import Clocks, Layout, Request
from tracker.domain.filters import Filters


def call(function: object, *arguments: str) -> str:
    """What a function prints, called as a command."""
    app = typer.Typer()
    app.command()(as_typer_sees(function))  # type: ignore[arg-type]
    return CliRunner().invoke(app, list(arguments)).output


def test_a_group_is_one_typed_object() -> None:
    """A command's shared groups arrive as one object each, made once: the layout holds the very request."""

    def shown(request: Request, clocks: Clocks, layout: Layout, filters: Filters, loud: bool = False) -> None:
        print(request, clocks, filters.kind, layout.columns, layout.request is request, loud)

    given = ["--by", "Ada", "--as-of", "2022-02-10", "--kind", "sanctions", "--columns", "a, b", "--loud"]
    said = call(shown, *given)
    assert f"{Request(by='Ada')} {Clocks('2022-02-10')} ('sanctions',) ('a', 'b') True True" in said


def test_every_command_takes_the_options_of_all() -> None:
    """A command that names no group still takes --quiet and its like, and refuses a form there is none of."""

    def bare() -> None:
        print("done")

    assert call(bare, "--quiet") == "done\n"
    assert call(bare, "--format", "xml") == ""


def test_only_the_command_asked_for_is_built() -> None:
    """Of a noun's commands, and of the root's, only the one that is asked for is made."""
    made: list[str] = []
    commands = Built({name: lambda name=name: made.append(name) for name in ("one", "two")})  # type: ignore[misc]
    assert list(commands) == ["one", "two"]
    assert commands.get("three") is None
    assert made == []
    commands.get("two")
    assert made == ["two"]
    noun = ModuleType("noun")
    noun.HELP, noun.VERBS = "A noun.", {"list": lambda: None}  # type: ignore[attr-defined]
    assert isinstance(noun_of("noun", noun).commands, Built)


@pytest.mark.parametrize(
    ("words", "message", "remedy"),
    [
        (["report", "--as-of", "30", "Feb"], "tracker report has no use for 'Feb'", "quotation marks: '30 Feb'"),
        (["measure", "show", "wealth", "orders"], "no use for 'orders'", "quotation marks: 'wealth orders'"),
        (["report", "boats"], "tracker report has no use for 'boats'", "tracker report --help"),
        (["report", "--disputed", "boats"], "no use for 'boats'", "tracker report --help"),
        (["undo", "zzz"], "REVISION wants a whole number, 0 or more, not 'zzz'", "tracker undo --help"),
        (["search", "x", "--limit", "0"], "--limit wants a whole number, 1 or more, not 0", "tracker search --help"),
    ],
)
def test_what_is_too_much_or_no_number(shipped_file: Path, words: list[str], message: str, remedy: str) -> None:
    """Words too many and what is no number are refused in our own words, with the remedy."""
    done = run(*words, db=shipped_file)
    first, second = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert message in first
    assert remedy in second
