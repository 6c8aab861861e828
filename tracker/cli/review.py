"""`tracker review`: what needs a second look, as a list or one by one."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker.cli import asking
from tracker.cli.context import Clocks, Layout, Request, reading, show, writing
from tracker.cli.options import TextsFolder, Why
from tracker.db.retries import again
from tracker.domain import fields, quotes
from tracker.domain.fields import Values
from tracker.domain.vocabulary import VERDICT_LETTERS, VERDICTS
from tracker.errors.base import TrackerError, UsageError
from tracker.errors.guided import BadAnswer, together
from tracker.output.tables import DIM, Cell, Column, Line, Sheet
from tracker.reports import wording
from tracker.reports.review import ABOUT, FIELDS, ReviewRow
from tracker.reports.review import review as everything

if TYPE_CHECKING:
    from tracker.db.change import Change
    from tracker.domain.rows import RankedMentionRow


def review(
    request: Request,
    clocks: Clocks,
    layout: Layout,
    about: Annotated[
        list[str] | None,
        typer.Option("--about", metavar="REASON", help=f"Only this reason; may be repeated: {', '.join(ABOUT)}."),
    ] = None,
    walk: Annotated[
        bool, typer.Option("--walk", help="One by one: settle each or skip it; every answer is saved.")
    ] = False,
    texts: TextsFolder = "",
    why: Why = "",
) -> None:
    """List what needs a second look: why, where, and the command that settles it.

    Mentions whose reader was unsure, paragraphs without a verdict, measures that may be the same, answers that rest on
    an inferred date, articles that nobody has read a second time, articles without a text to check quotes against.
    With --walk each answer is a revision of its own, and asks why; < takes back the last one, q stops and keeps all.

    \b
    Examples:
      tracker review
      tracker review --about unsure --format csv
      tracker review --about unsure --walk
    """
    from tracker.reports import verification

    chosen = [ABOUT.require(word) for word in about or ABOUT]
    folder = verification.texts_folder(texts)
    with reading(request, clocks) as snapshot:
        copies = verification.Texts(snapshot, folder)
        at_hand = {row["source"] for row in snapshot.each_article() if copies.name(row)}
        found = everything(snapshot, at_hand, chosen)
        if layout.wants_only_rows and not walk:
            show(layout, Sheet(found, FIELDS, (), ()))
            return
        rows = [*found]
        mentions = {row["mention"]: row for row in snapshot.mentions()} if walk else {}
        asked_of = {row["source"] for row in rows if row["paragraph"]} if walk else set()
        paragraphs = {
            row["source"]: quotes.paragraphs(copies.content(row).decode("utf-8", errors="replace"))
            for row in snapshot.articles()
            if row["source"] in asked_of & at_hand
        }
        seen = snapshot.revision
    if walk:
        _Walk(request, rows, mentions, paragraphs, seen, why).run()
        return
    columns = [Column("what", grows=True), Column("where", folds=""), Column("why", folds="")]
    cells: list[list[Cell | str] | Line] = []
    groups = []
    for row in rows:
        cells.append([_what(row), _where(row), _remark(row)])
        commands = [command for command in (row["command"], row["or_else"]) if command]
        for command in commands:
            cells.append(Line(f"  {command}", DIM, whole=True))
        groups += [f"{ABOUT.label(row['about'])}: {ABOUT[row['about']].definition}"] * (1 + len(commands))
    title = f"{wording.counted(len(rows), 'thing')} to look at again"
    show(layout, Sheet(rows, FIELDS, columns, cells, title, groups))


def _remark(row: ReviewRow) -> str:
    """What is peculiar to a row in why it is listed."""
    return str(row["why"]).removeprefix(ABOUT[row["about"]].definition).removeprefix(": ")


def _what(row: ReviewRow) -> str:
    words = f" “{row['quote']}”" if row["quote"] else ""
    return f"{row['title'] or row['key']}{words}"


def _where(row: ReviewRow) -> str:
    return wording.place(row["source"], row["paragraph"])


# What each answer does, for who asks for help.
_MEANINGS = {
    "k keep": "k  it is right as it stands: no longer unsure",
    "e edit": "e  change it: field = value",
    "w withdraw": "w  withdraw the mention, or the link that says the two may be one",
    "m merge": "m  the two are one: the second is merged into the first, and its key goes on answering",
    "s": "s  skip it, as an empty line does; it stays on the list",
    "<": "< take back the last answer and what it wrote",
    "q": "q  stop; every answer is kept",
    **{f"{letter} {code}": f"{letter}  {VERDICTS[code].definition}" for code, letter in VERDICT_LETTERS.items()},
}


class _Done(NamedTuple):
    """An answer that was given: of which row, and the revision it made, if any."""

    place: int
    revision: int | None


class _Walk:
    """Going through the rows one by one; every answer that changes something is written as it is given."""

    def __init__(
        self,
        request: Request,
        rows: Sequence[ReviewRow],
        mentions: "dict[str, RankedMentionRow]",
        paragraphs: Mapping[str, Sequence[str]],
        seen: int,
        why: str,
    ) -> None:
        self.request = request
        self.rows = rows
        self.mentions = mentions
        self.paragraphs = paragraphs
        self.seen = seen
        self.why = why.strip()
        self.done: list[_Done] = []

    def run(self) -> None:
        """Ask about each row until the last, or until whoever answers stops."""
        place = 0
        try:
            while place < len(self.rows):
                place = self._one(place)
        except (KeyboardInterrupt, EOFError):
            typer.echo("", err=True)
        settled = sum(one.revision is not None for one in self.done)
        self.request.say(f"{settled} settled, {len(self.rows) - settled} left; every answer is kept.")

    def _one(self, place: int) -> int:
        """Put one row, take one line for it, and return the place of the next."""
        from tracker.guided.screens import Passage

        row = self.rows[place]
        heading = f"{place + 1} of {len(self.rows)} · {ABOUT.label(row['about'])} · {_what(row)}"
        commands = [Passage("offer", command) for command in (row["command"], row["or_else"]) if command]
        text = self._text(row)
        missing = f"its text is not at hand: tracker source attach {row['source']} FILE" if row["paragraph"] else ""
        told = Passage("paragraph", text) if text else Passage("note", missing)
        above = [Passage("heading", heading), *([told] if told.text else [])]
        asking.passages([*above, Passage("note", f"{_where(row)} {row['why']}"), *commands])
        choices = self._choices(row)
        listed = ", ".join([*choices, "s skip", "< back", "q quit", "? help"])
        typed = asking.line(f"{listed} [skip]> ").strip()
        if typed in asking.STOP:
            raise EOFError
        if typed in ("?", "help"):
            recorded = ["a measure in it: tracker mention add"] if row["about"] == "unread" else []
            asking.lines([*(_MEANINGS[words] for words in (*choices, "s", "<", "q")), *recorded], "aside")
            return place
        if typed in ("", "s", "skip"):
            self.done.append(_Done(place, None))
            return place + 1
        act = next((act for words, act in choices.items() if typed in words.split()), None)
        try:
            if typed in asking.BACK:
                return self._back(place)
            if act is None:
                raise BadAnswer(f"{typed!r} is no answer to this", f"one of: {listed}")
            self.done.append(_Done(place, self._written(act(row), self.why or _given("Why"))))
        except TrackerError as error:
            if not sys.stdin.isatty():
                error.message = f"{place + 1} of {len(self.rows)}, {typed!r}: {error.message}"
                raise
            asking.lines([error.message, error.hint], "fault")
            return place
        return place + 1

    def _choices(self, row: ReviewRow) -> "dict[str, Callable[[ReviewRow], Callable[[Change], object]]]":
        """What can be done here and now about a row, by the words that are typed for it."""
        if row["about"] == "unsure":
            return {"k keep": self._keep, "e edit": self._edit, "w withdraw": self._withdraw}
        if row["about"] == "same":
            return {"m merge": self._merge, "w withdraw": self._withdraw_link}
        if row["about"] == "unread":
            return {f"{letter} {code}": partial(self._verdict, code) for code, letter in VERDICT_LETTERS.items()}
        return {}

    def _written(self, act: "Callable[[Change], object]", reason: str) -> int | None:
        """Write one answer as a revision of its own, and return its number, or nothing where nothing changed."""

        def written() -> int | None:
            with writing(self.request, reason) as change:
                act(change)
            return change.recorded

        return again(written, self.request.say)

    def _back(self, place: int) -> int:
        """Take back the last answer, and what it wrote, by another revision."""
        if not self.done:
            asking.lines(["This is the first."], "aside")
            return place
        last = self.done[-1]
        number = last.revision
        if number is not None:
            from tracker.record import undo

            self.seen = self._written(lambda change: undo.undo(change, number), "taken back") or self.seen
        self.done.pop()
        return last.place

    def _keep(self, row: ReviewRow) -> "Callable[[Change], object]":
        from tracker.record import mentions

        return lambda change: mentions.edit(change, row["key"], {"unsure": False}, self.seen)

    def _edit(self, row: ReviewRow) -> "Callable[[Change], object]":
        from tracker.guided.answers import changed
        from tracker.record import mentions

        said = self.mentions[row["key"]]
        held = {**said, "date": said["date_edtf"]}
        now = {field.name: held[field.name] for field in fields.MENTION}
        known = [field for field in fields.MENTION if field.name not in ("measure", "paragraph", "quote")]
        values: Values = now
        while True:
            values, faults = changed(values, _given("field = value; field = value"), known, said["spoken_on"])
            if not faults:
                break
            if not sys.stdin.isatty():
                raise together(faults)
            asking.lines([f"{fault.message}: {fault.hint}" for fault in faults], "fault")
        return lambda change: mentions.edit(change, row["key"], {**values, "unsure": False}, self.seen)

    def _withdraw(self, row: ReviewRow) -> "Callable[[Change], object]":
        from tracker.record import mentions

        return lambda change: mentions.withdraw(change, row["key"], self.seen)

    def _withdraw_link(self, row: ReviewRow) -> "Callable[[Change], object]":
        from tracker.record import links

        return lambda change: links.withdraw(change, row["key"], self.seen)

    def _merge(self, row: ReviewRow) -> "Callable[[Change], object]":
        from tracker.record import measures

        first, _, second = row["key"].split(" ")
        return lambda change: measures.merge(change, second, first, self.seen)

    def _text(self, row: ReviewRow) -> str:
        """The paragraph a row is about, where the article's text is at hand."""
        texts = self.paragraphs.get(row["source"] or "", ())
        number = row["paragraph"] or 0
        return texts[number - 1] if 0 < number <= len(texts) else ""

    def _verdict(self, code: str, row: ReviewRow) -> "Callable[[Change], object]":
        from tracker.record import paragraphs

        return lambda change: paragraphs.edit(change, row["key"], {"verdict": code}, self.seen)


def _given(prompt: str) -> str:
    typed = asking.line(f"{prompt}> ").strip()
    if typed in ("", "?", *asking.BACK):
        raise UsageError("an answer is needed here", "an empty line at the row itself skips it, ? there helps")
    return typed
