"""What the commands that add and change things share: values from options or, at a terminal, from questions."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import typer

from tracker import fields
from tracker.cli.context import Request, at_terminal, typed
from tracker.errors import Missing
from tracker.fields import Field
from tracker.keys import KEY_LENGTH


def suggested_key(title: str) -> str:
    """A key made from a title: its words in small letters, joined by hyphens, without the small words."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall("[a-z0-9]+", plain.replace("'", "")) if word not in _SMALL]
    return "-".join(words)[:KEY_LENGTH].strip("-")


_SMALL = frozenset("a an and at by for from in of on or s the to with".split())


def collect(
    request: Request, noun: Sequence[Field], suggest: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> dict[str, Any]:
    """The values of something new: those given, those that can be suggested, and those asked for at a terminal.

    `suggest` makes defaults from what is known so far. Raises Missing with the whole list of what is missing where
    nobody is there to be asked.
    """
    values = request.entered(noun)
    if at_terminal():
        for field in noun:
            if field.required and field.name not in values:
                values[field.name] = ask(field, suggest(values).get(field.name))
    values = {**suggest(values), **values}
    missing = [
        (field.name.replace("_", "-"), field.meaning) for field in noun if field.required and not has(values, field)
    ]
    if missing:
        raise Missing(missing)
    return values


def has(values: Mapping[str, Any], field: Field) -> bool:
    """Whether a value is there for a field."""
    return values.get(field.name) not in (None, "")


def ask(field: Field, default: Any = None) -> Any:
    """Ask for a field's value until it is one."""
    prompt = f"{field.name.replace('_', ' ')} ({field.meaning})"
    if field.vocabulary is not None and len(field.vocabulary) < 24:
        prompt += f"\n  {', '.join(field.vocabulary)}\n"
    while True:
        given = typer.prompt(prompt, default="" if default is None else default, show_default=bool(default), err=True)
        value = typed(field, str(given))
        problems = fields.check([field], {field.name: value})
        if not problems:
            return value
        for problem in problems:
            typer.echo(f"  {problem.message}: {problem.remedy}", err=True)


def changed(request: Request, noun: Sequence[Field], now: Mapping[str, Any]) -> dict[str, Any]:
    """The values to change: those given, or asked for one by one at a terminal with those of now as defaults.

    Raises Missing where none are given and nobody is there to be asked.
    """
    given = request.entered(noun)
    if given:
        return given
    if not at_terminal():
        raise Missing([(field.name.replace("_", "-"), field.meaning) for field in noun])
    typer.echo("Enter keeps what is there; a single - takes it away.", err=True)
    for field in noun:
        value = ask(field, now.get(field.name)) if field.name not in ("key",) else None
        if value not in (None, now.get(field.name), ""):
            given[field.name] = "" if value == "-" else value
    return given
