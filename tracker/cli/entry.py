"""What the commands that add and change things share: values from options or, at a terminal, from questions."""

import shutil
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import typer

from tracker.cli.asking import BACK, agreed
from tracker.cli.context import FIRST_QUESTION, Back, Request, at_terminal, reading, require_why, typed, writing
from tracker.db.retries import again, came_of_it
from tracker.domain import fields
from tracker.domain.fields import Field, Values
from tracker.errors.base import LooksRecorded, Problem
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
    from tracker.text import typed_values  # noqa: F401 (for the same reason: what reads words takes long to load)

    if at_terminal() or not why.strip():
        with reading(request, guesses=False) as snapshot:
            prepared, reason = with_why(why, lambda: prepare(snapshot))
        return again(lambda: _write(request, reason, lambda change: act(change, prepared)), request.say)
    with writing(request, why) as change:
        from tracker.db.engine import rows_of

        snapshot = Snapshot(rows_of(change.connection))
        snapshot.tell = request.say
        return act(change, prepare(snapshot))


def _write(request: Request, why: str, act: "Callable[[Change], Came]") -> Came:
    with writing(request, why) as change:
        return act(change)


# What came of each question so far, in turn; and what need not be asked again, as somebody went back from the last.
_answered: list[Values | None] = []
_kept: list[Values | None] = []


def with_why(why: str, prepare: Callable[[], Prepared]) -> tuple[Prepared, str]:
    """What somebody is asked for, and why, the last question: `<` at it puts the one before again."""
    _kept.clear()
    while True:
        _answered.clear()
        prepared = prepare()
        put = [place for place, found in enumerate(_answered) if found is not None]
        try:
            return prepared, require_why(why, is_first=not put)
        except Back:
            _kept[:] = _answered[: put[-1]]


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

        def question(field: Field) -> Question:
            def put(held: Values) -> Values | None:
                made = suggest(held)
                if field.name in given or not (field.name in asked or field.name not in made):
                    return None
                return ask(field, {**made, **(guessed or {})}.get(field.name), held, read)

            return put

        wanted = sorted([field for field in noun if field in missing or field.name in asked], key=_is_key)
        more: Question = lambda held: _more(noun, {**suggest(held), **held}, read)  # noqa: E731
        values = dict(in_turn([*map(question, wanted), more], values))
    elif missing:
        told = [(_option(field), field.meaning) for field in missing]
        raise Missing(told if why else [*told, ("why", WHY)])
    values = _understand(request, noun, values, read)
    return {name: value for name, value in {**suggest(values), **values}.items() if value not in NOTHING}


# Puts a question beside what is held so far, and returns what was answered, or nothing where it need not be put.
Question = Callable[[Values], Values | None]


def in_turn(questions: Sequence[Question], held: Values) -> Values:
    """What is held after all questions; `<` at any of them goes back to the one that was put before."""
    before: list[tuple[int, Values]] = []
    place, start = 0, len(_answered)
    while place < len(questions):
        try:
            found = _kept.pop(0) if _kept else questions[place](held)
        except Back:
            if before:
                place, held = before.pop()
                del _answered[start + place :]
            else:
                _say([FIRST_QUESTION])
            continue
        if found is not None:
            before.append((place, held))
            held = {**held, **found}
        _answered.append(found)
        place += 1
    return held


NOTHING = (None, "")
# Asked for at a terminal, though something can be suggested.
_ASKED = ("key", "publisher")


def _is_key(field: Field) -> bool:
    return field.name == "key"


def _more(noun: Sequence[Field], known: Values, read: Reader) -> dict[str, object]:
    """Whatever else somebody wants to say of it, in one line; of a line with faults the rest is kept."""
    from tracker.guided.answers import named

    rest = [field for field in noun if field.name not in known]
    kept: dict[str, object] = {}
    while True:
        given = _typed("more (field = value; …, ? lists fields)", "", [f"{one.name:17} {one.meaning}" for one in rest])
        words, unknown = named(given, rest)
        _say([f"{fault.message}: {fault.hint}" for fault in unknown])
        problems: list[Problem] = []
        for field in rest:
            if field.name in words:
                found, wrong = _read(field, words[field.name], {**known, **kept}, read)
                problems += wrong
                kept |= {} if wrong else found
        if not (problems or unknown):
            return kept
        _complain(problems)
        if kept:
            _say([f"taken: {', '.join(kept)}; give the rest again, or nothing"])


def _read(field: Field, given: str, known: Values, read: Reader) -> tuple[dict[str, object], list[Problem]]:
    """What was typed of a field, coded and said back, or what is wrong with it."""
    try:
        found = read({field.name: typed(field, "" if given == "-" else given)}, known)
    except NotUnderstood as error:
        return {}, error.problems
    problems = fields.check([field], {field.name: found.values[field.name]})
    if not problems:
        _say(found.echoes)
    return found.values, problems


def _typed(prompt: str, shown: str, told: Sequence[str]) -> str:
    """A line for a prompt; ? tells what it takes and is never an answer, < raises Back."""
    came_of_it()
    while True:
        given = typer.prompt(prompt, shown, show_default=bool(shown), err=True).strip()
        if given in ("?", "help"):
            _say([*told, "< goes back; - leaves it empty"])
            continue
        if given in BACK:
            raise Back
        return str(given)


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
                held |= in_turn([lambda known, field=field: ask(field, None, known, read)], held)  # type: ignore[misc]
            continue
        for echo in found.echoes:
            request.say(f"  {echo}")
        return found.values


def ask(field: Field, default: object, known: Values, read: Reader) -> dict[str, object]:
    """Ask for a field's value until it is one; returns it with whatever else its words say. Raises Back."""
    choices = f": {', '.join(field.vocabulary)}" if field.vocabulary is not None else ""
    told = [f"{field.meaning}{choices}"]
    _say(told)
    meanings = [f"{code}: {term.definition}" for code, term in (field.vocabulary or {}).items()]
    shown = "" if default is None else cell_text(default)
    while True:
        given = _typed(field.name.replace("_", " "), shown, meanings or told)
        if given == shown and shown:
            return {field.name: default}
        found, problems = _read(field, given, known, read)
        if not problems:
            return found
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
    if not agreed(f"Add the {noun} all the same?", "yes adds it beside what the record holds"):
        raise typer.Abort


def changed(request: Request, given: Values, noun: Sequence[Field], now: Values, read: Reader) -> dict[str, object]:
    """The values to change: those given, or asked for one by one at a terminal with those of now as defaults.

    Raises Missing where none are given and nobody is there to be asked.
    """
    if given:
        return _understand(request, noun, given, read)
    if not at_terminal():
        raise Missing([(_option(field), field.meaning) for field in noun])
    typer.echo("Enter keeps what is there; a single - takes it away; < goes back.", err=True)

    def question(field: Field) -> Question:
        def put(held: Values) -> Values:
            both = {**now, **held}
            found = ask(field, both.get(field.name), both, read)
            return {name: value for name, value in found.items() if value != (both.get(name) or "")}

        return put

    return dict(in_turn([question(field) for field in noun], {}))


def _option(field: Field) -> str:
    return field.name.replace("_", "-")


WHY = "why, in a sentence: the change log keeps it"
