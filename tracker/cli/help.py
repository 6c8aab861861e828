"""`tracker help`: the guides, one for each task."""

import re
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from tracker.cli.context import Layout, show
from tracker.errors.usage import UnknownCode
from tracker.output.tables import Column, Sheet
from tracker.output.terminal import show_markdown, terminal_width

GUIDES = Path(__file__).parent.parent / "guides"
_IN_INDEX = re.compile(r"^- \[([a-z-]+)\]\(\1\.md\): (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]+\]\(([a-z-]+)\.md\)")


def topics() -> dict[str, str]:
    """Every guide and what it is about, in the order in which the index of the guides lists them."""
    return dict(_IN_INDEX.findall((GUIDES / "README.md").read_text(encoding="utf-8")))


def help(  # noqa: A001 (named as its command is)
    ctx: typer.Context,
    layout: Layout,
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC]", help="A guide, or how its name begins.")] = None,
) -> None:
    """Show a guide; without a topic, the list of them.

    The name of a command shows what that command takes.

    \b
    Examples:
      tracker help
      tracker help status
      tracker help exporting > exporting.md
    """
    known = topics()
    if topic is None:
        columns = [Column("topic"), Column("about", grows=True)]
        rows = [{"topic": name, "about": about} for name, about in known.items()]
        note = "tracker help TOPIC shows a guide, tracker COMMAND --help what a command takes"
        show(layout, Sheet(rows, ["topic", "about"], columns, list(known.items()), notes=[note]))
        return
    found = [topic] if topic in known else [name for name in known if topic and name.startswith(topic)]
    if len(found) == 1:
        text = (GUIDES / f"{found[0]}.md").read_text(encoding="utf-8")
        if layout.form == "table" and terminal_width():
            # What a link to another guide is at a terminal.
            show_markdown(_LINK.sub(r"`tracker help \1`", text), paged=not layout.request.no_pager)
        else:
            typer.echo(text, nl=False)
        return
    root = ctx.find_root()
    command = root.command.get_command(root, topic) if isinstance(root.command, TyperGroup) else None
    if command is None:
        raise UnknownCode("topic", topic, found or known)
    typer.echo(command.get_help(typer.Context(command, info_name=topic, parent=root)))
