"""The root: names the rooms, imports the one that is asked for, and turns every failure into a message and a code."""

import importlib
import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from tracker import __version__
from tracker.cli import surroundings
from tracker.cli.commands import Built, as_typer_sees, command_of, noun_of
from tracker.cli.context import Request
from tracker.errors.base import INTERNAL, TrackerError

# Every command of the root by what one wants to do: its module and its line in the help. Importing only the one that is
# asked for keeps a start short; `test_house` proves it.
AIMS = {
    "Read what was reported": {
        "report": ("report", "What the UK has done, is doing and may do, and who says so."),
        "search": ("search", "Find measures by any words; each with its status and source."),
        "timeline": ("timeline", "The life of each measure: who said what of it, and when."),
        "matrix": ("matrix", "Measures by articles: the status each article reports."),
        "changes": ("changes", "What moved between two days, or two copies of the record."),
        "lag": ("lag", "How long from announced to done, and what the press had said."),
        "disagreements": ("disagreements", "Where sources differ, and the rule that chose."),
        "chart": ("chart", "Draw the record as SVG or PNG."),
        "browse": ("browse", "Explore the record in a browser: tables, SQL, pages."),
    },
    "See and correct one thing": {
        "measure": ("measure", "Measures: list, show, explain a status, add, edit, merge."),
        "mention": ("mention", "Mentions: the words that say so, one by one."),
        "source": ("source", "Sources: the articles, and what each paragraph holds."),
        "event": ("event", "Events that measures wait for."),
        "log": ("log", "Who changed what, when and why."),
        "undo": ("undo", "Take a change back, by a new entry in the change log."),
    },
    "Add": {
        "read": ("read", "Read an article paragraph by paragraph, and record it."),
        "add": ("add", "Add a mention in one line: a file, a measure, the words."),
        "inbox": ("inbox", "Saved articles that nobody has read yet, likely ones first."),
        "load": ("load", "Bring in readings, a data package or a newer edition."),
    },
    "Check": {
        "review": ("review", "What needs a second look, and the command that settles it."),
        "check": ("check", "Look for faults in the record itself."),
        "verify": ("verify", "Hold every quote against your own copies of the articles."),
        "coverage": ("coverage", "How much of each article was read, and what was found."),
        "agreement": ("agreement", "How far two readers' codings of one article agree."),
    },
    "Take away": {
        "export": ("export", "Write the data package, a workbook, a database file, a brief."),
        "cite": ("cite", "How to cite the data set, or the sources of one measure."),
        "sql": ("sql", "Print one of the queries behind the reports."),
    },
    "Know your way": {
        "help": ("help", "The guides, one for each task."),
        "codes": ("codes", "The words that a field may hold, and what each means."),
        "completion": ("completion", "Let your shell complete commands, keys and codes."),
        "db": ("db", "The database: make it, bring it up to date, back it up."),
    },
}
ROOMS = {name: told for rooms in AIMS.values() for name, told in rooms.items()}


def room(name: str) -> object:
    """Import the module of a command, and build the command, or the group of a noun's commands."""
    module = importlib.import_module(f"tracker.cli.{ROOMS[name][0]}")
    return noun_of(name, module) if hasattr(module, "VERBS") else command_of(name, getattr(module, name))


class Root(TyperGroup):
    """The commands, which its help lists without importing them."""

    summaries = {name: line for name, (_, line) in ROOMS.items()}  # noqa: RUF012 (nothing writes into it)

    def format_commands(self, _ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        """List the commands with their lines, by what one wants to do; all names in one column."""
        widest = max(map(len, ROOMS))
        for aim, rooms in AIMS.items():
            with formatter.section(aim):
                formatter.write_dl([(name.ljust(widest), line) for name, (_, line) in rooms.items()])


def _complain(message: str, hint: str = "") -> None:
    from tracker.output.escapes import harmless

    typer.echo(f"tracker: {harmless(message)}", err=True)
    if hint:
        typer.echo(f"  {harmless(hint)}", err=True)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tracker {__version__}")
        raise typer.Exit


def root(
    request: Request,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """UK measures over Russia's war on Ukraine: every status traced to the words that say so.

    \b
    Start with:
      tracker report
      tracker measure explain royal-marines-poland
      tracker help
    """


def built() -> Callable[..., object]:
    """The whole command line; of its commands only the one that is asked for is made."""
    app = typer.Typer(
        cls=Root,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},  # every command below takes it over
    )
    app.callback()(as_typer_sees(root))
    group = get_command(app)
    if isinstance(group, TyperGroup):
        group.commands = Built({name: partial(room, name) for name in ROOMS})
    return group


def main() -> None:
    """The `tracker` command: the one place where a failure becomes a message and an exit code."""
    try:
        surroundings.open_streams()
        surroundings.require_text(sys.argv[1:])
        try:
            built()(prog_name="tracker")
        finally:
            sys.stdout.flush()
    except TrackerError as error:
        _complain(error.message, error.hint)
        sys.exit(error.exit_code)
    except OSError as error:
        surroundings.discard_output()
        _complain(f"{error.filename or 'input or output'}: {error.strerror or error}")
        sys.exit(TrackerError.exit_code)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is ours)
        if os.environ.get("TRACKER_DEBUG"):
            traceback.print_exc()
        from tracker.cli.context import damage_behind_it

        if damage := damage_behind_it():
            _complain(damage.message, damage.hint)
            sys.exit(damage.exit_code)
        hint = "nothing was half done; TRACKER_DEBUG=1 shows where it arose, for a report"
        _complain(f"a fault of tracker's own: {type(error).__name__}: {error}", hint)
        sys.exit(INTERNAL)
