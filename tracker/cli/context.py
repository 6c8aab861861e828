"""What a command needs of its surroundings: the request, a reading or writing session, and a way to show rows."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tracker.db import settings
from tracker.db.address import Address
from tracker.db.reader import reading as open_reader
from tracker.domain.fields import Field
from tracker.domain.filters import Filters
from tracker.domain.vocabulary import STATUSES, Vocabulary, require_status
from tracker.errors.database import DatabaseExists
from tracker.errors.usage import Missing, UnknownCode
from tracker.output.atomic_write import replace
from tracker.output.tables import DATA_FORMS, Sheet, data_sheet, form_of
from tracker.output.tables import show as show_sheet
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.db.change import Change


class Request:
    """What was asked on the command line and in the environment, beside a command's own parameters."""

    def __init__(self, context: typer.Context) -> None:
        self._given = context.meta

    def get(self, name: str, default: Any = "") -> Any:
        """The value of a shared option, or the default."""
        return self._given.get(f"tracker.{name}", default)

    @property
    def address(self) -> tuple[Address, bool]:
        """The database, and whether somebody named it."""
        named = self.get("db") or os.environ.get("TRACKER_DB", "")
        return (Address.parse(named), True) if named else (Address.of(settings.default_database()), False)

    @property
    def form(self) -> str:
        """How to show rows."""
        return str(self.get("format", "table"))

    @property
    def columns(self) -> list[str]:
        """The columns to show, where some were chosen."""
        return [name.strip() for name in str(self.get("columns")).split(",")] if self.get("columns") else []

    @property
    def fields(self) -> list[str]:
        """The columns it takes to answer, where some were chosen: those to show and the one to sort by."""
        return [*self.columns, *([str(self.get("sort")).removeprefix("-")] if self.get("sort") else [])]

    @property
    def wants_data(self) -> bool:
        """Whether rows will be shown as data, so that no table for people need be made."""
        return self.form in DATA_FORMS or bool(self.columns)

    @property
    def author(self) -> str:
        """Who writes."""
        return str(self.get("by") or settings.author())

    def filters(self) -> Filters:
        """What to keep of a report."""
        given = {name: self.get(name, None) for name in Filters._fields}
        return Filters(**{name: value for name, value in given.items() if value is not None})

    def give_why(self, reason: str) -> None:
        """A reason that the command itself is: an undo says so by being one."""
        self._given["tracker.why"] = reason

    def require_sources(self, snapshot: Snapshot, filters: Filters) -> None:
        """Raise UnknownKey where a filter names an article the record does not hold."""
        for key in filters.source:
            snapshot.source(key)

    def say(self, message: str) -> None:
        """A remark on standard error, unless asked to be quiet."""
        if not self.get("quiet", False):
            typer.echo(message, err=True)

    def entered(self, fields: Sequence[Field]) -> dict[str, Any]:
        """The values given for a noun's fields, each as its type: an empty one asks for nothing to be there."""
        given = [(field, self._given.get(f"tracker.entered.{field.name}")) for field in fields]
        return {field.name: typed(field, text) for field, text in given if text is not None}

    def why(self) -> str:
        """The reason of a change: given, or asked for at a terminal, never invented."""
        given = str(self.get("why")).strip()
        if not given and at_terminal():
            given = typer.prompt("why", err=True).strip()
        if not given:
            raise Missing([("why", "why, in a sentence: the change log keeps it")])
        return given


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def typed(field: Field, text: str) -> Any:
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


@contextmanager
def writing(request: Request) -> Iterator["Change"]:
    """A change of the record: one transaction, one revision, closed when the command is through."""
    from tracker.db.change import writing as db_writing  # SQLAlchemy: writing pays for it

    why = request.why()
    address, named = request.address
    if not named and address.path and not address.path.exists():
        _make_default(request, address)
    with open_reader(address):
        pass  # says in words what is wrong with a database that cannot be used
    with db_writing(address, request.author, why) as change:
        yield change
    request.say(f"Recorded as revision {change.recorded}." if change.recorded else "Nothing changed.")


@contextmanager
def reading(request: Request) -> Iterator[Snapshot]:
    """The record as of the day asked for; the first reading on a new machine makes the default record.

    A database that somebody named is never made by reading.
    """
    address, named = request.address
    if not named and address.path and not address.path.exists():
        _make_default(request, address)
    with open_reader(address) as reader:
        snapshot = Snapshot(reader.rows, request.get("as_of"), request.get("known_at"))
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
    request.say(f"Made a new record at {address}: {counted(came)}.")


def counted(came: dict[str, int]) -> str:
    """What a load brought, in words."""
    names = {"source": "article", "edition": ""}
    parts = [
        f"{count} {names.get(noun, noun)}{'s' if count != 1 else ''}"
        for noun, count in came.items()
        if names.get(noun, noun)
    ]
    return ", ".join(parts) or "empty"


def show(request: Request, sheet: Sheet) -> None:
    """Show a sheet as asked: sorted, with the columns and in the form of the request."""
    if request.get("sort"):
        sheet = _sorted(sheet, str(request.get("sort")))
    if request.columns:
        chosen = [_known(name, sheet.fields) for name in request.columns]
        if request.form in DATA_FORMS:
            sheet = sheet._replace(fields=chosen)
        else:
            sheet = data_sheet(list(sheet.data), chosen, sheet.title)
    sheet = sheet._replace(raw=bool(request.get("raw", False)))
    output = request.get("output")
    if output:
        deliver(request, str(output), form_of(sheet, request.form).encode())
        return
    show_sheet(sheet, request.form)


def deliver(request: Request, output: str, content: bytes, read_only: bool = False) -> None:
    """Put what was made into a file, whole or not at all, or onto standard output for `-`. Raises CannotWrite."""
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    replace(Path(output), content, read_only)
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
