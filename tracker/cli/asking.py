"""Asking at a terminal or through a pipe: lines typed, and what stands above the question, wrapped and harmless."""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import typer

from tracker.db.retries import came_of_it
from tracker.errors.base import UsageError
from tracker.output import colours
from tracker.output.escapes import harmless

if TYPE_CHECKING:
    from tracker.guided.screens import Line, Passage, Screen

WIDEST = 120
LONGEST = 4_000  # characters of a line that is typed; fewer than the digits that Python takes for a number
BACK = ("<", "back")
STOP = ("q", "quit")


def agreed(question: str, told: str, default: bool = False) -> bool:
    """Whether somebody at the terminal says yes; < and q are no, ? shows what yes does, Enter is the default."""
    came_of_it()
    while True:
        typed = typer.prompt(f"{question} [{'Y/n' if default else 'y/N'}]", "", show_default=False, err=True)
        word = typed.strip().lower()
        if not word:
            return default
        if word in ("y", "yes"):
            return True
        if word in ("n", "no", *BACK, *STOP):
            return False
        lines((told, "y agrees; n, < or q does not"), "aside")


# What may stand next on a line, by what stands before it.
Words = Callable[[str], Sequence[str]]


def line(prompt: str, words: Words | None = None) -> str:
    """One line from the terminal, where Tab completes `words`, or the pipe; raises EOFError where there is none."""
    came_of_it()
    if sys.stdin.isatty() and sys.stdout.isatty():
        _completing(words)
        return input(prompt)
    typer.echo(prompt, err=True, nl=False)
    typed = sys.stdin.readline(LONGEST + 1)
    if len(typed) > LONGEST:
        raise UsageError(f"a line of more than {LONGEST:,} characters came in", "one answer a line")
    if not sys.stdin.isatty():
        typer.echo(harmless(typed.rstrip("\n")), err=True)
    if not typed:
        raise EOFError
    return typed


def _completing(words: Words | None) -> None:
    """Let Tab complete words, where the system's line editor is at hand: it comes with Python, but for Windows."""
    if sys.platform == "win32":
        return
    try:
        import readline
    except ImportError:
        return
    readline.set_completer_delims(" ;=,+")

    def completed(begun: str, place: int) -> str | None:
        offered = words(readline.get_line_buffer()[: readline.get_begidx()]) if words else ()
        return next(islice((word for word in offered if word.startswith(begun)), place, None), None)

    readline.set_completer(completed)
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")


# How each sort of text is styled: bold, or in one of the colours.
STYLES: dict[str, Callable[[str], str]] = {
    "heading": partial(typer.style, bold=True),
    "why": partial(typer.style, fg=colours.AMBER),
    "offer": partial(typer.style, fg=colours.BLUE),
    "note": partial(typer.style, fg=colours.GREY),
    "between": partial(typer.style, fg=colours.GREY),
    "aside": partial(typer.style, fg=colours.GREY),
    "needed": partial(typer.style, fg=colours.AMBER),
    "label": partial(typer.style, fg=colours.BLUE),
    "fault": partial(typer.style, fg=colours.RED),
    "marked": partial(typer.style, fg=colours.AMBER, bold=True),
}


def width() -> int:
    """How wide lines may be, in characters."""
    return min(WIDEST, shutil.get_terminal_size().columns)


def _styled(text: str, sort: str) -> str:
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") in ("dumb", "unknown") or not sys.stderr.isatty()
    return text if plain else STYLES.get(sort, str)(text)


def passages(above: "Sequence[Passage]") -> None:
    """Show what stands above a question."""
    for passage in above:
        if passage.sort == "heading":
            typer.echo("", err=True)
        text = harmless(" ".join(passage.text.split()))
        indent = "" if passage.sort == "heading" else "  "
        wrapped = textwrap.wrap(
            text, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        ) or [""]
        for piece in wrapped:
            marked = _marked(piece, passage.marked) if passage.sort == "paragraph" else _styled(piece, passage.sort)
            typer.echo(marked, err=True)


def _marked(text: str, words: Sequence[str]) -> str:
    if not words:
        return text
    pattern = "|".join(re.escape(harmless(word)) for word in sorted(words, key=len, reverse=True))
    return re.sub(rf"\b(?:{pattern})\b", lambda found: _styled(found[0], "marked"), text)


def lines(told: Sequence[str], sort: str) -> None:
    """Show lines of one sort, wrapped."""
    for one in told:
        column = re.match(r"\S.{0,12}?\s{2,}(?=\S)", one)
        indent = " " * len(column[0]) if column else "    "
        for piece in textwrap.wrap(harmless(one), width(), subsequent_indent=indent, break_on_hyphens=False) or [""]:
            typer.echo(_styled(piece, sort), err=True)


# Columns before a form's values: the letter to type, and the name; more where a name is longer.
_LABEL = 16


def form(screen: "Screen", before: "Screen | None", is_known: bool) -> None:
    """Show a form; where it stood there before, only the lines that have changed.

    What can be typed is told whole only where the sort of form is not known yet.
    """
    is_same = before is not None and (before.name, before.above) == (screen.name, screen.above)
    old = before.lines if before and is_same else ()
    if not is_same:
        passages(screen.above)
        typer.echo("", err=True)
    label = max(_LABEL, *(len(one.name) + 5 for one in screen.lines))
    for one in screen.lines:
        if one not in old:
            _form_line(one, label, cut=screen.name == "verdicts")
    if not before or not is_same or before.remarks != screen.remarks:
        lines(screen.remarks, "why")
    if not before or screen.keys[0] != before.keys[0] or not is_same:
        lines(screen.keys[:1] if is_known or is_same else screen.keys, "aside")


def _form_line(one: "Line", before: int, cut: bool) -> None:
    """A line of a form: what is typed to change it, its name, its value, and to the right where that comes from."""
    label, value, origin = f" {one.letter:>2} {one.name:<{before - 4}}", harmless(one.value), harmless(one.origin)
    room = width() - before
    style = "needed" if one.is_needed else ""
    if cut and len(value) > room:
        value = f"{value[: room - 1]}…"
    pieces = textwrap.wrap(value, room, break_on_hyphens=False) or [""]
    for place, piece in enumerate(pieces):
        start = label if place == 0 else " " * before
        is_last = place == len(pieces) - 1
        fits = is_last and origin and len(piece) + 2 + len(origin) <= room
        told = f"{origin:>{room - len(piece)}}" if fits else ""
        typer.echo(_styled(start, "label") + _styled(piece, style) + _styled(told, style or "aside"), err=True)
    if origin and len(pieces[-1]) + 2 + len(origin) > room:
        for piece in textwrap.wrap(origin, room - 2, break_on_hyphens=False):
            typer.echo(_styled(" " * (before + 2) + piece, style or "aside"), err=True)
