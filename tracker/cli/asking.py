"""Asking at a terminal or through a pipe: lines typed, and what stands above the question, wrapped and harmless."""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import typer

from tracker.output.escapes import harmless

if TYPE_CHECKING:
    from tracker.guided.questions import Passage

WIDEST = 100
BACK = ("<", "back")
STOP = ("q", "quit")


def line(prompt: str) -> str:
    """One line from the terminal or the pipe; raises EOFError where there is none."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        import readline  # noqa: F401 (gives the line its editing keys)

        return input(prompt)
    typer.echo(prompt, err=True, nl=False)
    typed = sys.stdin.readline()
    if not sys.stdin.isatty():
        typer.echo(harmless(typed.rstrip("\n")), err=True)
    if not typed:
        raise EOFError
    return typed


STYLES: dict[str, Callable[[str], str]] = {
    "heading": partial(typer.style, bold=True),
    "why": partial(typer.style, fg="yellow"),
    "offer": partial(typer.style, fg="cyan"),
    "note": partial(typer.style, dim=True),
    "dim": partial(typer.style, dim=True),
    "red": partial(typer.style, fg="red"),
    "green": partial(typer.style, fg="green"),
}


def width() -> int:
    """How wide lines may be, in characters."""
    return min(WIDEST, shutil.get_terminal_size().columns)


def _styled(text: str, sort: str) -> str:
    return text if "NO_COLOR" in os.environ or not sys.stderr.isatty() else STYLES.get(sort, str)(text)


def passages(above: "Sequence[Passage]") -> None:
    """Show what stands above a question."""
    for passage in above:
        if passage.sort == "heading":
            typer.echo("", err=True)
        text = harmless(" ".join(passage.text.split()))
        indent = "  " if passage.sort in ("paragraph", "why", "offer", "note") else ""
        wrapped = textwrap.wrap(
            text, width(), initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        ) or [""]
        for piece in wrapped:
            marked = _marked(piece, passage.marked) if passage.sort == "paragraph" else _styled(piece, passage.sort)
            typer.echo(marked, err=True)


def _marked(text: str, words: Sequence[str]) -> str:
    if not words or "NO_COLOR" in os.environ or not sys.stderr.isatty():
        return text
    pattern = "|".join(re.escape(harmless(word)) for word in sorted(words, key=len, reverse=True))
    return re.sub(rf"\b(?:{pattern})\b", lambda found: typer.style(found[0], bold=True, fg="yellow"), text)


def lines(told: Sequence[str], sort: str) -> None:
    """Show lines of one sort, wrapped."""
    for one in told:
        column = re.match(r"\S.{0,12}?\s{2,}(?=\S)", one)
        indent = " " * len(column[0]) if column else "    "
        for piece in textwrap.wrap(harmless(one), width(), subsequent_indent=indent, break_on_hyphens=False) or [""]:
            typer.echo(_styled(piece, sort), err=True)
