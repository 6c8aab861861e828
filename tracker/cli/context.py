"""What a command needs of its surroundings: the request, a reading or writing session, and a way to show rows."""

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

import typer

from tracker.cli.asking import BACK, STOP
from tracker.db import settings
from tracker.db.address import Address
from tracker.db.retries import came_of_it
from tracker.domain.fields import Field
from tracker.domain.filters import Filters
from tracker.domain.vocabulary import STATUSES, Vocabulary, require_status
from tracker.errors.base import UsageError
from tracker.errors.database import Damaged, DatabaseExists
from tracker.errors.usage import Missing, UnknownCode, UnknownName
from tracker.output import terminal
from tracker.output.escapes import harmless
from tracker.output.tables import DATA_FORMS, Cell, Sheet, begun, data_sheet, text_of, write

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tracker.db.change import Change
    from tracker.reports.snapshot import Snapshot


# The databases that the commands of this process asked for, the last one last.
ASKED_FOR: list[Address] = []


class Request(NamedTuple):
    """What every command is asked beside its own options."""

    db: str = ""
    by: str = ""
    format: str = ""
    quiet: bool = False
    no_pager: bool = False

    @property
    def address(self) -> tuple[Address, bool]:
        """The database, and whether somebody named it."""
        named = self.db or os.environ.get("TRACKER_DB", "")
        ASKED_FOR.append(Address.parse(named) if named else Address.of(settings.default_database()))
        return ASKED_FOR[-1], bool(named)

    @property
    def author(self) -> str:
        """Who writes."""
        return self.by or settings.author()

    def say(self, message: str) -> None:
        """A remark on standard error, unless asked to be quiet."""
        if not self.quiet:
            typer.echo(harmless(message), err=True)


class Clocks(NamedTuple):
    """The day sources had spoken by, and the moment this record had it; empty for the newest."""

    as_of: str = ""
    known_at: str = ""


WORKBOOK, FEED = "xlsx", "atom"


class Layout(NamedTuple):
    """How and where to show rows."""

    request: Request = Request()
    form: str = "table"
    sort: str = ""
    columns: Sequence[str] = ()
    raw: bool = False
    output: str = ""
    force: bool = False

    @property
    def fields(self) -> list[str]:
        """The columns it takes to answer, where some were chosen: those to show and the one to sort by."""
        sorted_by = [self.sort.removeprefix("-")] if self.sort else []
        return [*self.columns, *sorted_by] if self.columns else []

    def fields_of(self, every: Sequence[str]) -> Sequence[str]:
        """Those of the columns there are that it takes to answer."""
        return [name for name in every if name in self.fields] or every

    @property
    def wants_data(self) -> bool:
        """Whether rows will be shown as data, so that no table for people need be made."""
        return self.wants_rows or bool(self.columns)

    @property
    def wants_rows(self) -> bool:
        """Whether the form is one of data."""
        return self.wants_only_rows or self.form == WORKBOOK

    @property
    def wants_only_rows(self) -> bool:
        """Whether it shows rows and not even a title, so that they may come one by one."""
        return self.form in DATA_FORMS


class Back(Exception):
    """Somebody wants to answer the question before once more."""


FIRST_QUESTION = "This is the first question."


def require_why(given: str, is_first: bool = True) -> str:
    """The reason of a change: given, or asked for at a terminal, never invented; raises Back where that is asked."""
    given = given.strip()
    while not given and at_terminal():
        given = typer.prompt("why", err=True).strip()
        if given in STOP:
            raise typer.Abort
        if given in BACK and not is_first:
            raise Back
        if given in ("?", "help", *BACK):
            told = "a sentence that the change log keeps: today's front page, say; < goes back; q stops"
            typer.echo(f"  {FIRST_QUESTION if given in BACK else told}", err=True)
            given = ""
    if not given:
        raise Missing([("why", "why, in a sentence: the change log keeps it")])
    return given


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def typed(field: Field, text: str) -> object:
    """A value as its field's type; one that cannot be is left as it is, for the check to complain of."""
    text = text.strip()
    if field.type in ("number", "whole", "count") and re.fullmatch(r"[0-9]{1,16}(\.[0-9]{1,16})?", text):
        return float(text) if "." in text else int(text)
    if field.type == "flag" and text in ("true", "false", "yes", "no"):
        return text in ("true", "yes")
    if field.vocabulary is not None and text:
        return ";".join(_code(field.vocabulary, part) for part in re.split(r"\s*[;,]\s*", text))
    return text


def _code(vocabulary: Vocabulary, word: str) -> str:
    try:
        return require_status(word) if vocabulary is STATUSES else vocabulary.require(word)
    except UnknownCode:
        return word


def require_known(snapshot: "Snapshot", filters: Filters) -> Filters:
    """The filters, each article by its key; raises UnknownKey or UnknownName for what the record has never had."""
    for field, wanted in (("actor", filters.actor), ("speaker", filters.speaker)):
        if not wanted:
            continue
        from tracker.db.queries import MENTIONS
        from tracker.reports.snapshot import LAST_DAY

        mentions = snapshot.rows(MENTIONS, as_of=LAST_DAY)
        known = {name for one in mentions if (name := one.actor if field == "actor" else one.speaker)}
        for one in wanted:
            if not any(one.lower() in name.lower() for name in known):
                raise UnknownName(field, one, known)
    return filters._replace(source=tuple(snapshot.source(key)["source"] for key in filters.source))


@contextmanager
def transaction(request: Request) -> Iterator["Connection"]:
    """One transaction to write in; the default record is made first where it is missing.

    Raises what keeps the database from being used, in the program's own words.
    """
    from tracker.db import engine  # SQLAlchemy: writing pays for it
    from tracker.db.reader import require_schema

    address, named = request.address
    if not named and address.path and not address.path.exists():
        _make_default(request, address)
    with engine.transaction(address) as connection:
        require_schema(address, engine.schema_version(connection))
        yield connection


def damage_behind_it() -> Damaged | None:
    """Where something failed that nobody foresaw: whether that is because the record that was asked for is damaged."""
    if not ASKED_FOR or (ASKED_FOR[-1].path and not ASKED_FOR[-1].path.exists()):
        return None
    from tracker.reports.checks import first_damage

    why = first_damage(ASKED_FOR[-1])
    return Damaged(ASKED_FOR[-1], why) if why else None


@contextmanager
def writing(request: Request, why: str) -> Iterator["Change"]:
    """A change of the record: one transaction, one revision, closed when the command is through."""
    from tracker.db.change import Change

    why = require_why(why)
    with transaction(request) as connection, Change(connection, request.author, why) as change:
        yield change
    request.say(f"Recorded as revision {change.recorded}." if change.recorded else "Nothing changed.")


@contextmanager
def reading(request: Request, clocks: Clocks | None = None, guesses: bool = True) -> Iterator["Snapshot"]:
    """The record as of the day asked for; the first reading on a new machine makes the default record.

    A database that somebody named is never made by reading. What is to be changed is named, and nothing `guesses` it.
    """
    # Here, so that help and a usage error need no database.
    from tracker.db import reader
    from tracker.reports.snapshot import Snapshot

    address, named = request.address
    if not named and address.path and not address.path.exists():
        _make_default(request, address)
    with reader.reading(address) as opened:
        snapshot = Snapshot(opened.rows, *(clocks or Clocks()))
        snapshot.guesses, snapshot.tell = guesses, request.say
        if not snapshot.known_at:
            _tell_of_newer_edition(request, snapshot.edition)
        yield snapshot


def _tell_of_newer_edition(request: Request, held: str) -> None:
    """One line where the program ships a newer edition of the readings than the record once took."""
    if held.isdecimal() and int(held) < int(settings.SHIPPED_EDITION):
        request.say(
            f"Edition {settings.SHIPPED_EDITION} of the readings is shipped with this program; this record holds"
            f" edition {held}: tracker load --shipped"
        )


def _make_default(request: Request, address: Address) -> None:
    from tracker.readings import new_record

    try:
        came = new_record.create(address, request.author)
    except DatabaseExists:
        return  # another program was first; its record is as good
    request.say(f"Made a new record at {address}: {what_came(came)}.")


def what_came(came: dict[str, int]) -> str:
    """What a load brought, in words."""
    from tracker.reports.wording import counted

    names = {"edition": ""}
    parts = [counted(count, names.get(noun, noun)) for noun, count in came.items() if names.get(noun, noun)]
    return ", ".join(parts) or "empty"


Picture = Callable[[int], Sequence[Sequence[Cell]]]


def show(layout: Layout, sheet: Sheet, above: Sequence[Sheet] = (), picture: Picture | None = None) -> None:
    """Show a sheet as asked: sorted, with the columns and in the form of the request.

    Tables that stand `above` it are for people alone, and so is a `picture`, which a terminal shows in its stead.
    """
    if layout.form == FEED:
        raise UsageError(f"nothing is written as .{FEED} here", f"what moved is: tracker changes FROM -o FILE.{FEED}")
    paged = not layout.request.no_pager
    if picture and layout == Layout(layout.request) and (width := terminal.terminal_width()):
        lines = picture(width)
        came_of_it()
        terminal.show_lines(lines, paged)
        return
    if layout.sort:
        sheet = _sorted(sheet, layout.sort)
    if layout.columns:
        chosen = [_known(name, sheet.fields) for name in layout.columns]
        whole = sheet._replace(fields=chosen)
        sheet = whole if layout.wants_rows else data_sheet(list(sheet.data), chosen, sheet.title)
    shown = [*(() if layout.wants_data else above), sheet._replace(raw=layout.raw)]
    if layout.output or layout.form == WORKBOOK:
        from tempfile import TemporaryFile  # only who names a file pays for it

        with TemporaryFile() as made:
            _make(shown, layout, made)
            made.seek(0)
            deliver(layout.request, layout.output or "-", made, layout.force)
        return
    shown[-1] = begun(shown[-1])  # what is broken off until the first row came is done again
    came_of_it()
    terminal.show(shown, layout.form, paged=paged)


def _make(sheets: Sequence[Sheet], layout: Layout, out: IO[bytes]) -> None:
    form = layout.form
    if form != WORKBOOK:
        text = io.TextIOWrapper(out, "utf-8", newline="")
        for place, sheet in enumerate(sheets):
            text.write("\n" if place else "")
            write(sheet, form, text)
        text.detach()
        return
    from tracker.exports.xlsx import rows_workbook

    if sys.stdout.isatty() and layout.output in ("", "-"):
        raise UsageError(f"{form} is not for a terminal", "name a file with -o FILE, or send it down a pipe")
    sheet = sheets[-1]
    about = [line for text in (sheet.title, *map(text_of, sheet.notes)) for line in text.splitlines() if line.strip()]
    rows_workbook(sheet.data, sheet.fields, about, out)


def deliver(
    request: Request, output: str, content: bytes | IO[bytes], force: bool = False, read_only: bool = False
) -> None:
    """Put what was made into a file, or onto standard output for `-`. Raises CannotWrite, InTheWay."""
    from tracker.output import destination  # only who names a file pays for it

    came_of_it()
    if destination.deliver(output, content, force, read_only):
        request.say(f"Wrote {output}.")


def _known(name: str, fields: Sequence[str]) -> str:
    if name not in fields:
        raise UnknownCode("column", name, fields)
    return name


def _sorted(sheet: Sheet, sort: str) -> Sheet:
    name = _known(sort.removeprefix("-"), sheet.fields)
    data = list(sheet.data)
    filled = [position for position, row in enumerate(data) if row[name] is not None]
    empty = [position for position, row in enumerate(data) if row[name] is None]
    filled.sort(key=lambda position: data[position][name], reverse=sort.startswith("-"))
    order = filled + empty
    each = len(sheet.rows) // len(data) if data else 0  # lines of the table for one row of data
    lines = [position * each + line for position in order for line in range(each)]
    return sheet._replace(
        data=[data[position] for position in order],
        rows=[sheet.rows[line] for line in lines],
        groups=[sheet.groups[line] for line in lines] if sheet.named_by_group else (),
    )
