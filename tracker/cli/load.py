"""`tracker load`: readings and packages into the record; each kind of path has its loader."""

import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import asking
from tracker.cli.context import Layout, Request, at_terminal, require_why, show, transaction, what_came, writing
from tracker.cli.options import Why
from tracker.cli.presentation import BAD, GOOD, WATCH
from tracker.cli.progress import Progress
from tracker.db import settings
from tracker.errors.base import Fault, NotConfirmed, UsageError
from tracker.errors.files import CannotRead, UnknownKind
from tracker.errors.usage import Missing, UnknownCode
from tracker.output.tables import Cell, Column, Sheet, cell_text

if TYPE_CHECKING:
    from tracker.readings.merge import Step

WHOSE = ("mine", "theirs")
# More additions than this are counted, not listed.
LISTED = 20


def load(
    request: Request,
    layout: Layout,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH…", help="Readings or folders of them; a package's folder or .zip, or its .csv files."
        ),
    ] = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Load the readings this program was shipped with.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Carry out changes and withdrawals without asking.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Take the cells of a lone CSV as they stand: no apostrophe guards them.")
    ] = False,
    edited: Annotated[
        bool,
        typer.Option("--edited", help="Take a package whose files were edited: what follows is worked out anew."),
    ] = False,
    take: Annotated[
        list[str] | None,
        typer.Option(
            "--take", metavar="WHOSE:KEY", help="Settle a conflict: mine:KEY, theirs:KEY, or theirs:* for all."
        ),
    ] = None,
    why: Why = "",
) -> None:
    """Bring readings, or a data package, into the record: all of it or nothing. Loading twice changes nothing.

    Of readings, new rows are added, rows nobody touched follow the file, and gone ones are withdrawn. A row that a
    person changed and the file changes too is kept and listed as a conflict until --take settles it. Of a package, new
    rows are added, and what the record has otherwise is a fault; columns that are worked out are checked, not trusted.
    Changes are shown first, and carried out when confirmed or with --yes.

    \b
    Examples:
      tracker load article.toml --why "today's article"
      tracker load --shipped --yes --why "new edition"
      tracker load --shipped --take mine:hms-trent --why "our title is right"
      tracker load package.zip --yes --why "the edition of March"
    """
    taken = _taken(take or [])
    if not paths and not shipped:
        raise Missing([("shipped", "the readings this program was shipped with, or name the files to load")])
    of_readings, packages = _sorted(paths or [], shipped)
    if packages and taken:
        raise UsageError("a package is in no conflict with the record: it only adds", "leave --take out")
    if of_readings:
        _load_readings(layout, of_readings, shipped, yes, taken, why)
    if packages:
        _load_packages(request, packages, yes, raw, edited, why)


def _sorted(paths: Sequence[Path], shipped: bool) -> tuple[list[Path], list[Path]]:
    """The readings and the packages among some paths; raises UsageError where there are both."""
    from tracker.readings import toml_file

    of_readings: list[Path] = list(toml_file.files_in(settings.resource("seeds"))) if shipped else []
    packages: list[Path] = []
    for path in paths:
        if _is_package(path):
            packages.append(path)
        else:
            of_readings += toml_file.files_in(path) if path.is_dir() else [path]
    if of_readings and packages:
        raise UsageError(
            "readings and packages are loaded one after the other", "load the readings first, by themselves"
        )
    return of_readings, packages


def _is_package(path: Path) -> bool:
    """Whether a path is a data package or a part of one, and not readings; raises CannotRead, UnknownKind."""
    if not path.exists():
        raise CannotRead(path, "there is no such file or folder")
    if path.is_dir():
        return not any(path.glob("*.toml"))
    if path.suffix.lower() not in (".csv", ".zip", ".toml"):
        raise UnknownKind(path)
    return path.suffix.lower() != ".toml"


def _load_readings(
    layout: Layout, files: Sequence[Path], shipped: bool, yes: bool, taken: list[tuple[str, str]], why: str
) -> None:
    from tracker.readings.merge import Loading, restore, settled

    request = layout.request
    with writing(request, why) as change:
        loading = Loading(change, files, shipped)
        steps = [] if loading.faults else loading.plan()
        sides = {} if loading.faults else settled(steps, taken)
        _show(layout, steps, sides)
        if any(step.action in ("change", "withdraw") for step in steps) and not yes:
            _confirm()
        mine = loading.apply(steps, sides)
    if mine:
        with writing(request, why) as change:
            restore(change, mine)


def _load_packages(request: Request, paths: Sequence[Path], yes: bool, raw: bool, edited: bool, why: str) -> None:
    from tracker.db.change import Change
    from tracker.package.load_package import load as load_package
    from tracker.package.open_package import opened

    reason = require_why(why)
    progress = Progress()
    remarks: list[Fault] = []
    with transaction(request) as connection, Change(connection, request.author, reason) as change:
        try:
            remark = remarks.append if edited else None
            came = load_package(change, opened(paths), raw, progress, remark)
        finally:
            progress.clear()
        for remarked in remarks[:LISTED]:
            request.say(f"{remarked}".rpartition(" → ")[0])
        if len(remarks) > LISTED:
            request.say(f"… and {len(remarks) - LISTED:,} more")
        if came and not yes:
            _ask(came)
    if not came:
        request.say("Nothing new: the record holds all of it already.")
        return
    request.say(f"Loaded {what_came(came)} in revision {change.recorded}.")


def _ask(came: dict[str, int]) -> None:
    """Ask whether to write; raises UsageError where nobody can be asked, which rolls everything back."""
    if not sys.stdin.isatty():
        raise UsageError(f"it would bring {what_came(came)}; nobody is there to ask", "say --yes to write it")
    if not asking.agreed(f"Load {what_came(came)}?", "yes writes it; else nothing is written"):
        raise NotConfirmed


def _taken(given: Sequence[str]) -> list[tuple[str, str]]:
    """Whose version to take, and of which key or keys."""
    taken = []
    for word in given:
        whose, colon, key = word.partition(":")
        if not colon or not key:
            raise UsageError(f"--take wants whose version of what, not {word!r}", "for example --take mine:hms-trent")
        if whose not in WHOSE:
            raise UnknownCode("side", whose, WHOSE)
        taken.append((whose, key))
    return taken


def _confirm() -> None:
    if not at_terminal() or not asking.agreed("Carry this out?", "yes writes it; else nothing is written"):
        raise NotConfirmed


def _show(layout: Layout, steps: Sequence["Step"], sides: Collection[str]) -> None:
    """What loading does to each thing, field by field; of which conflicts are settled, `sides` says by their keys."""
    fields = ["action", "noun", "key", "field", "before", "after"]
    added = [step for step in steps if step.action == "add"]
    data = []
    for step in steps:
        if step.action == "add" and len(added) > LISTED:
            continue
        before, after = dict(step.before or {}), dict(step.after or {})
        names = [name for name in (*after, *(before.keys() - after.keys())) if before.get(name) != after.get(name)]
        told = names if step.action in ("change", "conflict") and before and after else [""]
        for name in told:
            old, new = cell_text(before.get(name)), cell_text(after.get(name))
            row = {
                "action": step.action,
                "noun": step.noun,
                "key": step.key,
                "field": name,
                "before": old,
                "after": new,
            }
            data.append(row)
    if len(added) > LISTED:
        layout.request.say(f"{len(added)} things are new.")
    if not data:
        return
    styles = {"conflict": BAD, "change": WATCH, "withdraw": WATCH, "add": GOOD}
    columns = [Column("action"), Column("noun", folds=""), Column("key"), Column("field", folds="")]
    columns += [Column("before", folds="was "), Column("after", grows=True)]
    rows: list[list[Cell | str]] = [
        [Cell(row["action"], styles[row["action"]]), *(row[name] for name in fields[1:])] for row in data
    ]
    conflicts = [step for step in steps if step.action == "conflict" and step.key not in sides]
    notes = [
        "conflict: changed by hand, and the file has it otherwise; "
        "the record's is kept until --take mine:KEY or --take theirs:KEY, the file's"
    ]
    show(layout, Sheet(data, fields, columns, rows, notes=notes if conflicts else ()))
