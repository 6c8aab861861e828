"""`tracker read`: the guided reading at a terminal or from a pipe. The conversation itself is in `dialogue`."""

import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import asking
from tracker.cli.context import (
    Layout,
    Request,
    at_terminal,
    reading,
    require_why,
    show,
    transaction,
    what_came,
    writing,
)
from tracker.db import queries
from tracker.db.retries import again, came_of_it
from tracker.domain.vocabulary import STATUSES, status_label
from tracker.errors.base import TrackerError, UsageError
from tracker.errors.files import CannotRead
from tracker.errors.guided import AnothersSession, AnswersEnded, BadAnswer, JudgedMeanwhile, NoSession, OldSession
from tracker.output.tables import Column, Sheet
from tracker.reports.wording import counted, place, quoted
from tracker.text.input_files import content_of, content_up_to

if TYPE_CHECKING:
    from tracker.domain.rows import UnfinishedReading
    from tracker.guided.screens import Screen
    from tracker.guided.sessions import Session


def read(
    request: Request,
    layout: Layout,
    text: Annotated[
        str,
        typer.Argument(
            metavar="[FILE|FOLDER|-]",
            help="The article's text, or a folder of them; - takes it from standard input. With --resume and --discard:"
            " which session.",
        ),
    ] = "",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an unfinished session.")] = False,
    blind: Annotated[
        bool, typer.Option("--blind", help="Code it as a second reader, without seeing what is recorded of it.")
    ] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Throw an unfinished session away.")] = False,
    unfinished: Annotated[bool, typer.Option("--unfinished", help="List the unfinished sessions.")] = False,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why you read it; kept in the change log.")] = "",
) -> None:
    """Read an article paragraph by paragraph and record what it says about UK measures.

    Where the article is recorded already, only the paragraphs that nobody has read are gone through.

    Each measure has one screen with all its fields and guesses: Enter takes it, su; p Estonia changes stage and place,
    < takes back the last answer, ? shows what can be typed. Every answer is kept the moment it is given: close the
    terminal, and --resume goes on where you were. Answers can also come from a pipe, one a line.

    \b
    Examples:
      tracker read article.txt --why "today's front page"
      tracker read ~/articles --why "this week's papers"
      tracker read --resume
      tracker read article.txt --blind --why "a second reader" --by Jane
    """
    with reading(request) as snapshot:
        waiting = list(snapshot.rows(queries.READINGS))
    if unfinished:
        _list(layout, waiting)
        return
    if discard:
        _discard(request, text, waiting, why)
        return
    if text and not resume and Path(text).is_dir():
        _folder(request, layout, Path(text), blind, why)
        return
    _until_the_end(layout, _resumed(request, text) if resume else _begun(request, text, blind, why))


def _folder(request: Request, layout: Layout, folder: Path, blind: bool, why: str) -> None:
    """Read the articles of a folder one after the other, likely ones first; who stops goes on there another time."""
    from tracker.guided.inbox import inbox, queue

    if blind:
        raise UsageError("a second reader takes one article at a time", "tracker read FILE --blind")
    with reading(request) as snapshot:
        rows = inbox(folder, snapshot)
    begun = {row["file"]: row["of"] for row in rows if row["state"] == "begun"}
    files = queue(rows)
    why = require_why(why) if set(files) - set(begun) else why
    for left, file in zip(reversed(range(len(files))), list(files), strict=True):
        request.say(f"{file}: {counted(left, 'article')} left after it.")
        author, _, session = begun.get(file, "").partition(": ")
        if session and author != request.author:
            request.say(f"  {author} is reading it; go on with it: tracker read --resume {session}")
            files = [one for one in files if one != file]
            continue
        own = _resumed(request, session) if session else _begun(request, str(folder / file), blind, why)
        _until_the_end(layout, own)
    request.say(f"{counted(len(files), 'article')} read; none in {folder} waits for you.")


def _begun(request: Request, text: str, blind: bool, why: str) -> "Session":
    from tracker.guided import sessions
    from tracker.text import articles

    if not text:
        raise UsageError("say which article to read", "tracker read article.txt; or tracker read --resume")
    article = articles.read(_content(text), "standard input" if text == "-" else Path(text).name)
    if text == "-":
        _answers_from_terminal()
    return sessions.begin(request.address[0], article, request.author, require_why(why), blind)


def _content(text: str) -> bytes:
    if text == "-":
        came_of_it()  # what came in on standard input does not come again
    try:
        return content_up_to(sys.stdin.buffer, "standard input") if text == "-" else content_of(Path(text))
    except OSError as error:
        raise CannotRead(text, error.strerror or str(error)) from error


def _answers_from_terminal() -> None:
    try:
        sys.stdin = open("CONIN$" if sys.platform == "win32" else "/dev/tty", encoding="utf-8")  # noqa: SIM115, PTH123 (it stays open to the end)
    except OSError:
        raise UsageError(
            "the text came from standard input, and there is no terminal to answer at", "give the text as a FILE"
        ) from None


def _resumed(request: Request, key: str) -> "Session":
    from tracker.guided import sessions

    session = sessions.resume(request.address[0], request.author, Path(key).name if key else "")
    session.finish()
    count = len(session.answers)
    request.say(f"Going on with {session.key} ({session.article.name}): {what_came({'answer': count})} kept.")
    return session


def _list(layout: Layout, waiting: Sequence[Mapping[str, object]]) -> None:
    fields = ["reading", "name", "author", "started_at", "answers"]
    rows = [{name: row[name] for name in fields} for row in waiting]
    columns = [Column("reading"), Column("article", grows=True), Column("by"), Column("began"), Column("answers", True)]
    show(layout, Sheet(rows, fields, columns, [[str(row[name]) for name in fields] for row in rows]))


def _discard(request: Request, key: str, waiting: "Sequence[UnfinishedReading]", why: str) -> None:
    begun = next((row for row in waiting if row["reading"] == key), None)
    if begun is None:
        raise NoSession(key, [row["reading"] for row in waiting])
    if begun["answers"] and begun["author"] != request.author:
        raise AnothersSession(key, begun["author"], begun["answers"])
    from tracker.guided import sessions
    from tracker.record import sources

    try:
        session = sessions.resume(request.address[0], request.author, key)
        source = session.source if session.items else ""
    except OldSession:
        session, source = None, ""
    with transaction(request) as connection:
        sessions.discard(connection, key)
    if session is None:
        request.say(f"The session {key} is thrown away; what it had recorded stays in the record.")
        return
    if not source:
        request.say(f"The session {key} is thrown away; it had recorded nothing.")
        return
    request.say(f"The session {key} is thrown away; the article {source} and what was read in it stay in the record.")
    if session.known.twin:
        return
    told = "yes takes the article and what was read in it out of every report; the change log keeps them"
    if at_terminal() and asking.agreed(f"Withdraw {source} as well?", told):
        with writing(request, why or f"the session {key} was thrown away") as change:
            sources.withdraw(change, source)
    else:
        request.say(f'To take it away as well: tracker source withdraw {source} --why "begun by mistake"')


def _until_the_end(layout: Layout, session: "Session") -> None:
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupted)
    shown, known = None, set[str]()
    try:
        while session.form is not None:
            shown = _one(layout.request, session, shown, known)
    except (KeyboardInterrupt, EOFError) as stop:
        typer.echo("", err=True)
        why = "stopped" if isinstance(stop, KeyboardInterrupt) else "the answers ended before the article did"
        raise AnswersEnded(session.key, len(session.answers), why) from None
    _summary(layout, session)


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _one(request: Request, session: "Session", before: "Screen | None", known: set[str]) -> "Screen":
    """Show the form, or what has changed in it since `before`, and take one line for it; returns what was shown.

    `known` gathers the sorts of forms whose keys were told.
    """
    form: Any = session.form
    screen: Screen = form.screen()
    if screen.name == "summary":
        screen = screen._replace(remarks=tuple(again(lambda: _differences(request, session), request.say)))
    asking.form(screen, before, screen.name in known)
    known.add(screen.name)
    asks = f" {session.asked}" if session.asked else ""
    typed = asking.line(f"{screen.prompt}{asks}> ", form.words).strip()
    if typed.startswith("?") or typed == "help":
        asking.lines(form.explain(typed.removeprefix("help").lstrip("?").strip()), "aside")
        return screen
    if typed in asking.STOP:
        raise KeyboardInterrupt
    try:
        if typed in asking.BACK:
            if not session.take_back():
                asking.lines(("This is the first form, and nothing is typed in it.",), "aside")
            return screen
        session.reply(typed)
    except TrackerError as error:
        if not sys.stdin.isatty() or not _can_be_mended(error):
            where = f"answer {len(session.answers) + 1} ({screen.prompt}), {typed!r}: "
            error.message = (where if not sys.stdin.isatty() else "") + error.message
            raise
        asking.lines([*error.message.split("\n"), *([error.hint] if error.hint else [])], "fault")
    if session.asked and not asks:
        asking.lines(form.explain(session.asked.strip("¶")), "aside")
    return screen


def _can_be_mended(error: TrackerError) -> bool:
    """Whether another answer to the same question can help."""
    from tracker.errors.base import Refused
    from tracker.errors.usage import UnclearAmount, UnclearDate

    return isinstance(error, BadAnswer | JudgedMeanwhile | Refused | UnclearAmount | UnclearDate | UsageError)


def _differences(request: Request, session: "Session") -> list[str]:
    """Where what was read differs from the record, in words; a second reader is told nothing of it."""
    from tracker.reports.disagreements import disagreements

    if session.known.set_aside:
        return []
    named = {str(item.values["measure"]) for item in session.items if item.noun == "mention"}
    with reading(request) as snapshot:
        found = [row for key in sorted(named) for row in disagreements([snapshot.measure(key)])]
    told = []
    for row in found:
        if session.source in (row["source"], row["other_source"]):
            places = [place(row["source"], row["paragraph"]), place(row["other_source"], row["other_paragraph"])]
            says, but = (
                STATUSES.label(row[name]) if row["aspect"] == "status" else row[name] for name in ("says", "but")
            )
            said = f"{says} ({places[0]}), {but} ({places[1]})"
            told.append(f"differs on {row['aspect']}: {row['title']}: {said}")
    return told or ["Nothing in it differs from the record."]


def _summary(layout: Layout, session: "Session") -> None:
    """What was recorded, as rows."""
    source = session.source
    kinds = {str(row["measure"]): str(row["kind"]) for row in session.known.measures}
    kinds |= {item.key: item.values["kind"] for item in session.items if item.noun == "measure"}
    fields = ["mention", "measure", "source", "paragraph", "status", "quote"]
    found = [{**item.values, "mention": item.key, "source": source} for item in session.items if item.noun == "mention"]
    rows = [{name: values[name] for name in fields} for values in found]
    new = sum(item.noun == "measure" for item in session.items)
    layout.request.say(f"{source} is recorded: {what_came({'mention': len(rows), 'new measure': new})}.")
    if at_terminal() and not layout.wants_data:
        return  # the form that was just agreed to showed them
    columns = [Column("¶", right=True), Column("measure"), Column("stage"), Column("words", grows=True)]
    cells = [
        [
            str(row["paragraph"]),
            row["measure"],
            status_label(kinds.get(row["measure"], ""), row["status"]),
            quoted(row["quote"]),
        ]
        for row in rows
    ]
    show(layout, Sheet(rows, fields, columns, cells))
