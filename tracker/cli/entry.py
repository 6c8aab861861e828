"""What the commands that add and change things share: values from options or, at a terminal, from questions."""

import shutil
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import typer

from tracker.cli.context import Request, at_terminal, reading, typed, writing
from tracker.domain import fields
from tracker.domain.fields import Field, Values
from tracker.errors.base import LooksRecorded, Problem
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import Missing, NotUnderstood
from tracker.output.escapes import harmless
from tracker.output.tables import cell_text
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.db.change import Change
    from tracker.text.typed_values import Understood

# Reads values as they were typed, beside what is known already; raises NotUnderstood.
Reader = Callable[[Values, Values], "Understood"]


def suggested(known: Values) -> dict[str, object]:
    """The key that a title suggests."""
    from tracker.text.articles import slug

    return {"key": slug(str(known["title"]))} if known.get("title") else {}


class Edit(NamedTuple):
    """A change of a thing: its key, the new values, and the newest revision that whoever thought it out had seen."""

    key: str
    values: Values
    base: int


Prepared = TypeVar("Prepared")
Came = TypeVar("Came")


def write(
    request: Request,
    why: str,
    prepare: Callable[[Snapshot], Prepared],
    act: "Callable[[Change, Prepared], Came]",
) -> Came:
    """Prepare what to write beside the record, and write it, in one transaction.

    Where somebody is asked for values, they are asked before it begins: nobody else is kept waiting meanwhile.
    """
    if at_terminal() or not why.strip():
        with reading(request, guesses=False) as snapshot:
            prepared = prepare(snapshot)
        with writing(request, why) as change:
            return act(change, prepared)
    with writing(request, why) as change:
        from tracker.db.engine import rows_of

        snapshot = Snapshot(rows_of(change.session.connection()))
        snapshot.tell = request.say
        return act(change, prepare(snapshot))


def reader(noun: Sequence[Field]) -> Reader:
    """Reads the values of a noun whose words need nothing else to be understood."""
    from tracker.text.typed_values import (
        understood,  # the patterns for words in it are for who writes, not for who reads
    )

    return lambda given, _known: understood(noun, given)


def collect(
    request: Request,
    given: Values,
    noun: Sequence[Field],
    suggest: Callable[[Values], Values],
    read: Reader,
    why: str,
    guessed: Values | None = None,
) -> dict[str, object]:
    """The values of something new: those given, those that can be suggested, and those asked for at a terminal.

    `suggest` makes defaults from what is known so far, `read` takes words for codes, and what is `guessed` stands in
    brackets where somebody is asked, and is never taken without. Raises Missing with the whole
    list of what is missing, or NotUnderstood with all that cannot be read, where nobody is there to be asked.
    """
    values = dict(given)
    missing = [field for field in noun if field.required and {**suggest(values), **values}.get(field.name) in NOTHING]
    if missing and at_terminal():
        # A key is asked for last: it is suggested from the rest.
        asked = {*_ASKED, *(guessed or {})}
        for field in sorted([field for field in noun if field in missing or field.name in asked], key=_is_key):
            made = suggest(values)
            if field.name not in values and (field.name in asked or field.name not in made):
                values |= ask(field, {**made, **(guessed or {})}.get(field.name), values, read)
        values |= _more(noun, {**suggest(values), **values}, read)
    elif missing:
        told = [(_option(field), field.meaning) for field in missing]
        raise Missing(told if why else [*told, ("why", WHY)])
    values = _understand(request, noun, values, read)
    return {name: value for name, value in {**suggest(values), **values}.items() if value not in NOTHING}


NOTHING = (None, "")
# Asked for at a terminal, though something can be suggested.
_ASKED = ("key", "publisher")


def _is_key(field: Field) -> bool:
    return field.name == "key"


def _more(noun: Sequence[Field], known: Values, read: Reader) -> dict[str, object]:
    """Whatever else somebody wants to say of it, in one line."""
    from tracker.guided.answers import named as pairs

    rest = [field for field in noun if field.name not in known]
    while True:
        given = typer.prompt("more (field = value; …, ? lists fields)", "", show_default=False, err=True)
        if given.strip() == "?":
            _say([f"{field.name:17} {field.meaning}" for field in rest])
            continue
        try:
            named = pairs(given, rest)
            found = read({field.name: typed(field, named[field.name]) for field in rest if field.name in named}, known)
        except BadAnswer as error:
            _say([f"{error.message}: {error.hint}"])
            continue
        except NotUnderstood as error:
            _complain(error.problems)
            continue
        problems = fields.check(rest, found.values)
        if not problems:
            _say(found.echoes)
            return found.values
        _complain(problems)


def _understand(request: Request, noun: Sequence[Field], values: Values, read: Reader) -> dict[str, object]:
    """The values with their words read, and told how; what cannot be read is asked for again at a terminal."""
    held = dict(values)
    while True:
        try:
            found = read(held, held)
        except NotUnderstood as error:
            if not at_terminal():
                raise
            for problem in error.problems:
                _complain([problem])
                held.pop(problem.field)
                field = next(field for field in noun if field.name == problem.field)
                held |= ask(field, None, held, read)
            continue
        for echo in found.echoes:
            request.say(f"  {echo}")
        return found.values


def ask(field: Field, default: object, known: Values, read: Reader) -> dict[str, object]:
    """Ask for a field's value until it is one; returns it with whatever else its words say."""
    name = field.name.replace("_", " ")
    choices = f": {', '.join(field.vocabulary)}" if field.vocabulary is not None else ""
    _say([f"{field.meaning}{choices}"])
    shown = "" if default is None else cell_text(default)
    while True:
        given = typer.prompt(name, shown, show_default=bool(shown), err=True).strip()
        if given == shown and shown:
            return {field.name: default}
        try:
            found = read({field.name: typed(field, "" if given == "-" else given)}, known)
        except NotUnderstood as error:
            _complain(error.problems)
            continue
        problems = fields.check([field], {field.name: found.values[field.name]})
        if not problems:
            _say(found.echoes)
            return found.values
        _complain(problems)


def _say(lines: Sequence[str]) -> None:
    width = min(100, shutil.get_terminal_size().columns)
    for line in lines:
        typer.echo(textwrap.fill(harmless(f"  {line}"), width, subsequent_indent="    "), err=True)


def _complain(problems: Sequence[Problem]) -> None:
    _say([f"{problem.message}: {problem.remedy}" for problem in problems])


def refuse_alike(noun: str, alike: Sequence[str], instead: str, anyway: bool) -> None:
    """Hold what is new up beside what looks like it, and ask at a terminal whether to go on.

    Raises LooksRecorded where nobody is there to be asked and nobody said --anyway.
    """
    if not alike or anyway:
        return
    found = LooksRecorded(noun, alike, instead)
    if not at_terminal():
        raise found
    typer.echo(f"{harmless(found.message)}\n  {harmless(found.hint)}", err=True)
    typer.confirm(f"Add the {noun} all the same?", abort=True, err=True)


def changed(request: Request, given: Values, noun: Sequence[Field], now: Values, read: Reader) -> dict[str, object]:
    """The values to change: those given, or asked for one by one at a terminal with those of now as defaults.

    Raises Missing where none are given and nobody is there to be asked.
    """
    if given:
        return _understand(request, noun, given, read)
    if not at_terminal():
        raise Missing([(_option(field), field.meaning) for field in noun])
    typer.echo("Enter keeps what is there; a single - takes it away.", err=True)
    for field in noun:
        held = {**now, **given}
        found = ask(field, held.get(field.name), held, read)
        given = {**given, **{name: value for name, value in found.items() if value != (held.get(name) or "")}}
    return dict(given)


def _option(field: Field) -> str:
    return field.name.replace("_", "-")


WHY = "why, in a sentence: the change log keeps it"
