"""`tracker read`: the guided reading at a terminal or from a pipe. The conversation itself is in `dialogue`."""

import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import asking
from tracker.cli.context import Layout, Request, at_terminal, reading, show, transaction, what_came, writing
from tracker.db import queries
from tracker.domain.vocabulary import status_label
from tracker.errors.base import TrackerError, UsageError
from tracker.errors.files import CannotRead
from tracker.errors.guided import AnothersSession, AnswersEnded, BadAnswer, JudgedMeanwhile, NoSession
from tracker.output.escapes import harmless
from tracker.output.tables import Column, Sheet

if TYPE_CHECKING:
    from tracker.domain.rows import UnfinishedReading
    from tracker.guided.questions import Question
    from tracker.guided.sessions import Session

HELP = ("?", "help")
# Questions whose choices stand above them every time, or whenever there is no guess; those of others only once.
ALWAYS = ("status",)
CLOSED = ("kind", "form", "target")


def read(
    request: Request,
    layout: Layout,
    text: Annotated[
        str,
        typer.Argument(
            metavar="[FILE|-]",
            help="The article's text; - takes it from standard input. With --resume and --discard: which session.",
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

    Every answer is kept the moment it is given: close the terminal, and --resume goes on where you were. Enter takes
    the answer in brackets, < takes back the last one, ? shows what can be typed. Answers can also come from a pipe, one
    a line.

    \b
    Examples:
      tracker read article.txt --why "today's front page"
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
    session = _resumed(request, text) if resume else _begun(request, text, blind, why)
    _until_the_end(layout, session)


def _begun(request: Request, text: str, blind: bool, why: str) -> "Session":
    from tracker.guided import sessions
    from tracker.text import articles

    if not text:
        raise UsageError("say which article to read", "tracker read article.txt; or tracker read --resume")
    article = articles.read(_content(text), "standard input" if text == "-" else Path(text).name)
    if text == "-":
        _answers_from_terminal()
    why = why.strip()
    if not why and sys.stdin.isatty():
        why = asking.line("Why do you read it (kept in the change log): ").strip()
    if not why:
        raise UsageError("a write needs a reason", '--why "today\'s front page"')
    return sessions.begin(request.address[0], article, request.author, why, blind)


def _content(text: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if text == "-" else Path(text).read_bytes()
    except OSError as error:
        raise CannotRead(text, error.strerror or str(error)) from error


def _answers_from_terminal() -> None:
    try:
        sys.stdin = open("/dev/tty", encoding="utf-8")  # noqa: SIM115, PTH123 (it stays open to the end)
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
    if session.question and session.question.above is not session.passages:
        asking.passages(session.passages)
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

    session = sessions.resume(request.address[0], request.author, key)
    source = session.source if session.items else ""
    with transaction(request) as connection:
        sessions.discard(connection, key)
    if not source:
        request.say(f"The session {key} is thrown away; it had recorded nothing.")
        return
    request.say(f"The session {key} is thrown away; the article {source} and what was read in it stay in the record.")
    if session.known.twin:
        return
    if at_terminal() and typer.confirm(f"Withdraw {source} as well?", err=True):
        with writing(request, why or f"the session {key} was thrown away") as change:
            sources.withdraw(change, source)
    else:
        request.say(f'To take it away as well: tracker source withdraw {source} --why "begun by mistake"')


def _until_the_end(layout: Layout, session: "Session") -> None:
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupted)
    try:
        asked, told = None, set[str]()
        while session.question is not None:
            place = (len(session.answers), session.question.name)
            _one(session, place == asked, told)
            asked = place
    except (KeyboardInterrupt, EOFError) as stop:
        typer.echo("", err=True)
        why = "stopped" if isinstance(stop, KeyboardInterrupt) else "the answers ended before the article did"
        raise AnswersEnded(session.key, len(session.answers), why) from None
    _summary(layout, session)


def _interrupted(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _one(session: "Session", again: bool, told: set[str]) -> None:
    """Put the question, and take one line for it; put again, only its prompt. `told` gathers what was explained."""
    question: Any = session.question
    if not again:
        asking.passages(question.above)
        needed = question.name in ALWAYS or (question.name in CLOSED and not question.default)
        if sys.stdin.isatty() and (needed or question.name not in told):
            asking.lines(question.choices, "dim")
            told.add(question.name)
    typed = asking.line(f"{question.prompt}{_bracket(question, again)}> ").strip()
    if typed in HELP:
        keys = ("Enter takes what stands in brackets.", "< takes back the last answer; q stops and keeps all.")
        asking.lines((*question.choices, *question.meanings, *keys), "dim")
        return
    if typed in asking.STOP:
        raise KeyboardInterrupt
    if typed in asking.BACK:
        if not session.take_back():
            asking.lines(("This is the first question.",), "dim")
        return
    try:
        echo = session.reply(typed)
    except TrackerError as error:
        if not sys.stdin.isatty() or not _can_be_mended(error):
            where = f"answer {len(session.answers) + 1} ({question.name}), {typed!r}: "
            error.message = (where if not sys.stdin.isatty() else "") + error.message
            raise
        asking.lines([error.message, *([error.hint] if error.hint else [])], "red")
        return
    if echo:
        asking.lines([f"  → {echo}"], "green")


def _bracket(question: "Question", again: bool) -> str:
    """What an empty line takes, in brackets; on a line of its own where it is long."""
    if not question.default:
        return f" [{question.why_default}]" if question.why_default not in ("", "a guess") else ""
    why = f", {question.why_default}" if question.why_default else ""
    bracket = f" [{harmless(question.default)}{why}]"
    if len(question.prompt) + len(bracket) + 8 < asking.width():
        return bracket
    if not again:
        asking.lines([f"  {question.default}"], "offer")
    return f" [as above{why}]"


def _can_be_mended(error: TrackerError) -> bool:
    """Whether another answer to the same question can help."""
    from tracker.errors.base import Refused
    from tracker.errors.usage import UnclearAmount, UnclearDate

    return isinstance(error, BadAnswer | JudgedMeanwhile | Refused | UnclearAmount | UnclearDate | UsageError)


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
    columns = [Column("¶", right=True), Column("measure"), Column("stage"), Column("words", grows=True)]
    cells = [
        [
            str(row["paragraph"]),
            row["measure"],
            status_label(kinds.get(row["measure"], ""), row["status"]),
            f"“{row['quote']}”",
        ]
        for row in rows
    ]
    show(layout, Sheet(rows, fields, columns, cells))
