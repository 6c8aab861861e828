"""`tracker event`: list, add, edit, withdraw."""

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.context import Clocks, Layout, Request, reading, show, writing
from tracker.cli.entry import Edit, Reader, changed, collect, suggested, write
from tracker.cli.options import Base, Entered, Why
from tracker.domain import fields
from tracker.domain.columns import EVENTS, names
from tracker.domain.dates import show_date
from tracker.domain.fields import Values
from tracker.output.tables import Column, Sheet
from tracker.reports import wording
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.text.typed_values import Understood

HELP = "Events that measures wait for."

Key = Annotated[str, typer.Argument(metavar="KEY", help="The event's key, as `tracker event list` shows it.")]


def _reader(snapshot: Snapshot) -> Reader:
    """Reads an event's day as seen from the day of the source that says it was met."""
    from tracker.text.typed_values import understood

    def read(given: Values, known: Values) -> "Understood":
        source = snapshot.known_source(str(known.get("source", "")))
        return understood(fields.EVENT, given, source["spoken_on"] if source else "")

    return read


def list_(
    request: Request,
    clocks: Clocks,
    layout: Layout,
) -> None:
    """List the events that measures wait for, and whether a source says they have happened.

    \b
    Example:
      tracker event list
    """
    with reading(request, clocks) as snapshot:
        events = snapshot.events()
    columns = [
        Column("event"),
        Column("title", grows=True),
        Column("met"),
        Column("words", folds=""),
        Column("article", folds=""),
    ]
    rows = [
        [
            row["event"],
            row["title"],
            show_date(row["met_on"] or "") or "not reported",
            f"“{row['quote']}”" if row["quote"] else "",
            wording.place(row["source"], row["paragraph"]),
        ]
        for row in events
    ]
    show(layout, Sheet(events, names(EVENTS), columns, rows))


def show_(request: Request, clocks: Clocks, layout: Layout, key: Key) -> None:
    """Show one event: whether it has happened, which words say so, and what waits for it.

    \b
    Example:
      tracker event show russia-invades-ukraine
    """
    with reading(request, clocks) as snapshot:
        event = snapshot.event(key)
        waiting = [one.row["measure"] for one in snapshot.measures() if one.decision.row["event"] == event["event"]]
    told: dict[str, object] = {**event}
    facts = [[field.name.replace("_", " "), wording.in_words(field, told[field.name])] for field in EVENTS]
    facts = [fact for fact in facts if fact[1]]
    facts += [["waits for it", ", ".join(waiting)]] if waiting else []
    show(layout, Sheet([event], names(EVENTS), [Column(""), Column("", grows=True)], facts))


def add(
    request: Request,
    given: Annotated[Values, Entered(fields.EVENT)],
    why: Why = "",
) -> None:
    """Add an event that a measure waits for. Prints its key.

    \b
    Example:
      tracker event add --title "A ceasefire is agreed" --why "a measure waits for it"
    """
    from tracker.record import events

    def prepare(snapshot: Snapshot) -> Values:
        return collect(request, given, fields.EVENT, suggested, _reader(snapshot), why)

    typer.echo(write(request, why, prepare, events.add))


def edit(
    request: Request,
    given: Annotated[Values, Entered(fields.EVENT, without=["key"])],
    key: Key,
    base: Base = None,
    why: Why = "",
) -> None:
    """Change an event; say that it was met by citing the source, paragraph and quote that say so.

    \b
    Example:
      tracker event edit humanitarian-crisis --title "A humanitarian crisis" --why "wherever it is"
    """
    from tracker.record import events

    def prepare(snapshot: Snapshot) -> Edit:
        now = snapshot.event(key)
        values = changed(request, given, fields.EVENT[1:], now, _reader(snapshot))
        return Edit(now["event"], values, snapshot.revision if base is None else base)

    write(request, why, prepare, lambda change, edit: events.edit(change, *edit))


def withdraw(
    request: Request,
    key: Key,
    base: Base = None,
    why: Why = "",
) -> None:
    """Withdraw an event that nothing waits for.

    \b
    Example:
      tracker event withdraw a-ceasefire --why "no measure waits for it"
    """
    from tracker.record import events

    with writing(request, why) as change:
        events.withdraw(change, key, base)


VERBS = {one.__name__.strip("_"): one for one in (list_, show_, add, edit, withdraw)}
