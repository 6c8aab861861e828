"""Guided readings kept in the database: every accepted answer is saved as it is given, every finished entry written.

An answer and the entries it finishes are one transaction: the answer counts if and only if they stand in the record.
A reading is taken up again by giving its conversation the kept answers, and writing nothing twice.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, select, update

from tracker.db import queries
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.models import READING_ANSWER, READING_SESSION
from tracker.db.reader import reading
from tracker.db.retries import again
from tracker.domain.fields import Values
from tracker.domain.keys import paragraph_key
from tracker.errors.base import Conflict
from tracker.errors.guided import (
    AlreadyRead,
    JudgedMeanwhile,
    NoSession,
    OldSession,
    SessionMoved,
    SessionOpen,
    together,
)
from tracker.guided import items, twins
from tracker.guided.answers import free_of
from tracker.guided.dialogue import Dialogue, Form, lines_of
from tracker.guided.entries import Item, Known
from tracker.guided.known_record import READER, known_to
from tracker.guided.mention_form import MentionForm
from tracker.guided.twins import Twin
from tracker.record.paragraphs import PARAGRAPHS
from tracker.record.verbs import VERBS
from tracker.text import articles
from tracker.text.articles import Article, slug

if TYPE_CHECKING:
    from tracker.domain.rows import UnfinishedReading

_session, _answer = READING_SESSION.c, READING_ANSWER.c


class Session:
    """A reading under way: its form, and the two things that can be done: type a line, or take the last one back."""

    def __init__(self, address: Address, row: Values, answers: Sequence[Values], known: Known) -> None:
        self.address = address
        self.key: str = row["key"]
        self.author: str = row["author"]
        self.why: str = row["why"]
        self.article: Article = articles.made(row["name"], row["text"], row["text_sha256"])
        self.known = known
        self.turn: int = row["turn"]
        self.written: int = row["written"]
        self.answers = list(answers)
        # The blank that the last empty line led to.
        self.asked = ""
        self._replay()

    @property
    def form(self) -> Form | None:
        """The form that is to be filled in, nothing at the end."""
        return self.dialogue.form

    @property
    def items(self) -> list[Item]:
        """The entries that are finished."""
        return self.dialogue.items

    @property
    def source(self) -> str:
        """The source that is read, empty as long as it has no key."""
        return next((item.key for item in self.items if item.noun == "source"), self.known.source_key)

    def _replay(self) -> None:
        """The conversation as the kept answers leave it."""
        self.dialogue = Dialogue(self.article, self.known, self.answers)
        self.asked = ""

    def reply(self, typed: str) -> None:
        """Take a line: edits, an empty line that takes the form, or several of them joined by ` + `.

        What can be taken of it is kept; then what cannot is raised, for one fault as it is, for several together.
        Raises what the record refuses, and SessionMoved where another session went on meanwhile; then nothing was
        saved of that part, and the form stands.
        """
        typed = typed.strip()
        for part, more in lines_of(typed) if isinstance(self.form, MentionForm) else [(typed, False)]:
            if self.form is None:
                return
            reply = self.form.read(part, self.asked, more)
            if reply.answer is not None:
                self._keep(reply.answer)
            self.asked = reply.asks
            if reply.faults:
                raise together(reply.faults)
            if reply.asks:
                return

    def _keep(self, answer: Values) -> None:
        def write() -> None:
            with transaction(self.address) as connection:
                self._take_turn(connection, len(self.items))
                kept = json.dumps(answer, ensure_ascii=False, sort_keys=True)
                row = {"session": self.key, "position": len(self.answers), "answer": kept}
                connection.execute(insert(READING_ANSWER), [row])
                for item in self.items[self.written :]:
                    self._write(connection, item)
                if self.form is None:
                    discard(connection, self.key)

        try:
            self.dialogue.take(answer)
            again(write)
        except BaseException:
            self._replay()
            raise
        self.turn += 1
        self.answers.append(answer)
        self.written = len(self.items)

    def finish(self) -> None:
        """Write whatever the kept answers finish, should a crash have come between."""
        if self.form is None:
            with transaction(self.address) as connection:
                discard(connection, self.key)

    def take_back(self) -> bool:
        """Take back the last answer, and withdraw from the record what it finished; False where there is none."""
        if not self.answers:
            return False
        before = self.items
        last = self.answers.pop()
        self._replay()

        def withdraw() -> None:
            with transaction(self.address) as connection:
                self._take_turn(connection, len(self.items))
                place = (_answer.session == self.key, _answer.position == len(self.answers))
                connection.execute(delete(READING_ANSWER).where(*place))
                for item in reversed(before[len(self.items) : self.written]):
                    self._withdraw(connection, item)

        try:
            again(withdraw)
        except BaseException:
            self.answers.append(last)
            self._replay()
            raise
        self.turn += 1
        self.written = len(self.items)
        return True

    def _take_turn(self, connection: Connection, written: int) -> None:
        mine = (_session.key == self.key, _session.turn == self.turn)
        done = connection.execute(update(READING_SESSION).where(*mine).values(turn=self.turn + 1, written=written))
        if done.rowcount != 1:
            raise SessionMoved(self.key)

    def _write(self, connection: Connection, item: Item) -> None:
        with Change(connection, self.author, self.why) as change:
            if item.noun == "verdicts":
                for row in item.values["paragraphs"]:
                    _judge(change, paragraph_key(item.key, row["number"]), {}, row)
                return
            items.add(change, item, self.source)

    def _withdraw(self, connection: Connection, item: Item) -> None:
        """Take back what an item wrote, as long as it still says what was written."""
        with Change(connection, self.author, f"taken back: {self.why}") as change:
            for row in item.values.get("paragraphs", ()):
                key = paragraph_key(item.key, row["number"])
                if item.noun == "verdicts":
                    _judge(change, key, row, {})
                else:
                    _take_away(change, "paragraph", key, {**row, "source": item.key})
            if item.noun != "verdicts":
                _take_away(change, item.noun, item.key, items.values_of(item, self.source))


def _judge(change: Change, key: str, before: Values, after: Values) -> None:
    """Give a paragraph a verdict, or none; raises JudgedMeanwhile where somebody has given it another one."""
    verdicts = {name: after.get(name) for name in ("verdict", "also")}
    held = PARAGRAPHS.required(change, key)
    if all(held.get(name) == verdict for name, verdict in verdicts.items()):
        return
    try:
        base = PARAGRAPHS.base_of(change, key, before, ("verdict", "also"))
    except Conflict as conflict:
        raise JudgedMeanwhile(key, conflict) from None
    PARAGRAPHS.edit(change, key, verdicts, base)


def _take_away(change: Change, noun: str, key: str, written: Values) -> None:
    """Withdraw what a session wrote; raises Conflict where somebody has changed it since."""
    if change.lives(noun, key):
        VERBS[noun].withdraw(change, key, VERBS[noun].base_of(change, key, written))


def discard(connection: Connection, key: str) -> None:
    """Forget a reading's text and answers; what it has written stays in the record."""
    connection.execute(delete(READING_ANSWER).where(_answer.session == key))
    connection.execute(delete(READING_SESSION).where(_session.key == key))


def unfinished(address: Address) -> "list[UnfinishedReading]":
    """The readings that are not finished, oldest first."""
    with reading(address) as reader:
        return list(reader.rows(queries.READINGS))


def begin(address: Address, article: Article, author: str, why: str, blind: bool = False) -> Session:
    """Begin a reading, or go on with a source of this text that the record holds and nobody has read to its end.

    Raises AlreadyRead or SessionOpen where the text was, or is being, read.
    """
    known, twin = known_to(address, article, f"{READER}{author}" if blind else "")
    with transaction(address) as connection:
        query = select(READING_SESSION).where(_session.text_sha256.in_(article.fingerprints))
        for other in connection.execute(query).mappings():
            if bool(other["blind"]) == blind and (not blind or other["author"] == author):
                count = _count(connection, other["key"])
                raise SessionOpen(article.name, other["key"], other["author"], other["started_at"][:16], count)
        if twin and not blind:
            if not twin.unread:
                raise AlreadyRead(article.name, twin.source, twin.read, twin.total)
            known = _going_on(known, twin)
        taken = set(connection.scalars(select(_session.key)))
        suggested = slug(article.paragraphs[0], words=3)
        key = free_of(suggested, taken)
        row = {
            "key": key,
            "name": article.name,
            "text": article.kept,
            "text_sha256": article.sha256,
            "author": author,
            "why": why,
            "blind": known.source_key if blind else None,
            "started_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "turn": 0,
            "written": 0,
            "goes_on": known.twin and known.twin.kept,
        }
        connection.execute(insert(READING_SESSION), [row])
    return Session(address, row, [], known)


def _count(connection: Connection, key: str) -> int:
    return connection.scalar(select(func.count()).select_from(READING_ANSWER).where(_answer.session == key)) or 0


def resume(address: Address, author: str, key: str = "") -> Session:
    """Take up an unfinished session: the one named by key or file, else the author's last; raises NoSession."""
    with transaction(address) as connection:
        rows = list(connection.execute(select(READING_SESSION).order_by(_session.started_at)).mappings())
        wanted = [row for row in rows if (key in (row["key"], row["name"]) if key else row["author"] == author)]
        if not wanted:
            raise NoSession(key, [row["key"] for row in rows])
        row = dict(wanted[-1])
        query = select(_answer.answer).where(_answer.session == row["key"]).order_by(_answer.position)
        kept = list(connection.scalars(query))
    # What the reading itself has written is not part of what it found: its conversation brings that along.
    before = as_kept(address, row, kept)
    own = frozenset((item.noun, item.key) for item in before.items)
    known, _ = known_to(address, before.article, row["blind"] or "", own)
    return Session(address, row, before.answers, _going_on(known, before.known.twin))


def as_kept(address: Address, row: Values, kept: Sequence[str]) -> Session:
    """A reading as its row and its answers were kept, beside an empty record.

    Raises OldSession where earlier versions kept them in another form, or somebody else wrote them.
    """
    second = row["blind"] or ""
    try:
        known = _going_on(Known(source_key=second, set_aside=second), twins.made(row["goes_on"]))
        session = Session(address, row, [_answer_of(row["key"], answer) for answer in kept], known)
        if session.form:
            session.form.screen()  # what is half typed in it is kept too
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
        raise OldSession(row["key"]) from None
    return session


def _answer_of(session: str, kept: str) -> Values:
    """A kept answer; raises OldSession for one in the form that earlier versions kept."""
    try:
        answer = json.loads(kept)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "answer" not in answer:
        raise OldSession(session)
    return answer


def _going_on(known: Known, twin: Twin | None) -> Known:
    return known._replace(source_key=twin.source, twin=twin) if twin else known
