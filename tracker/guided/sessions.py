"""Guided readings kept in the database: every accepted answer is saved as it is given, every finished entry written.

An answer and the entries it finishes are one transaction: the answer counts if and only if they stand in the record.
A reading is taken up again by giving its conversation the kept answers, and writing nothing twice.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, insert, select, update

from tracker.db import queries
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.models import ReadingAnswer, ReadingSession
from tracker.db.reader import reading
from tracker.domain.fields import Values
from tracker.domain.keys import READ_BY, paragraph_key
from tracker.domain.quotes import fingerprint
from tracker.errors.base import Conflict
from tracker.errors.guided import AlreadyRead, JudgedMeanwhile, NoSession, SessionMoved, SessionOpen
from tracker.guided import twins
from tracker.guided.dialogue import Dialogue
from tracker.guided.entries import Item, Known
from tracker.guided.questions import Passage, Question
from tracker.guided.twins import Twin
from tracker.record import paragraphs
from tracker.record.paragraphs import PARAGRAPHS
from tracker.record.verbs import VERBS
from tracker.reports.snapshot import Snapshot
from tracker.text import articles
from tracker.text.articles import Article, slug

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow, SourceRow, UnfinishedReading

SECOND_READING = "a second reader's coding, for comparison only"
# Before a name: a second reader whose source has no key yet.
_READER = "by "
# Paragraphs shorter than this are alike by chance.
TELLING_WORDS = 8

_session = ReadingSession.__table__
_answer = ReadingAnswer.__table__


class Session:
    """A reading under way: its question, and the two things that can be done: answer it, or take the last one back."""

    def __init__(self, address: Address, row: Values, answers: Sequence[str], known: Known) -> None:
        self.address = address
        self.key: str = row["key"]
        self.author: str = row["author"]
        self.why: str = row["why"]
        self.article: Article = articles.made(row["name"], row["text"], row["text_sha256"])
        self.known = known
        self.turn: int = row["turn"]
        self.written: int = row["written"]
        self.answers = list(answers)
        self.question: Question | None = None
        self.items: list[Item] = []
        # What was shown with the paragraph that is being read, for somebody who comes back to it.
        self.passages: Sequence[Passage] = ()
        self._replay()

    @property
    def source(self) -> str:
        """The source that is read, empty as long as it has no key."""
        return next((item.key for item in self.items if item.noun == "source"), self.known.source_key)

    def _replay(self) -> None:
        """The conversation as the kept answers leave it."""
        self._steps = Dialogue(self.article, self.known).run()
        self.items = []
        self.question = self._advance(None)
        for answer in self.answers:
            self.question = self._advance(answer)

    def _advance(self, answer: str | None) -> Question | None:
        """Send an answer, gather the entries it finishes, and return the next question, or nothing at the end."""
        try:
            step = next(self._steps) if answer is None else self._steps.send(answer)
            while isinstance(step, Item):
                self.items.append(step)
                step = next(self._steps)
        except StopIteration:
            return None
        if any(passage.sort == "paragraph" for passage in step.above):
            self.passages = step.above
        return step

    def reply(self, typed: str) -> str:
        """Answer the question; returns how the answer will be coded, in words.

        Raises what the question or the record refuses, and SessionMoved where another session went on meanwhile; then
        nothing was saved and the question stands.
        """
        if self.question is None:
            return ""
        question = self.question
        answer = question.accept(typed)
        try:
            self.question = self._advance(answer)
            with transaction(self.address) as connection:
                self._take_turn(connection, len(self.items))
                row = {"session": self.key, "position": len(self.answers), "answer": answer}
                connection.execute(insert(ReadingAnswer), [row])
                for item in self.items[self.written :]:
                    self._write(connection, item)
                if self.question is None:
                    discard(connection, self.key)
        except BaseException:
            self._replay()
            raise
        self.turn += 1
        self.answers.append(answer)
        self.written = len(self.items)
        return question.echo(answer)

    def finish(self) -> None:
        """Write whatever the kept answers finish, should a crash have come between."""
        if self.question is None:
            with transaction(self.address) as connection:
                discard(connection, self.key)

    def take_back(self) -> bool:
        """Take back the last answer, and withdraw from the record what it finished; False where there is none."""
        if not self.answers:
            return False
        before = self.items
        last = self.answers.pop()
        self._replay()
        try:
            with transaction(self.address) as connection:
                self._take_turn(connection, len(self.items))
                place = (_answer.c.session == self.key, _answer.c.position == len(self.answers))
                connection.execute(delete(ReadingAnswer).where(*place))
                for item in reversed(before[len(self.items) : self.written]):
                    self._withdraw(connection, item)
        except BaseException:
            self.answers.append(last)
            self._replay()
            raise
        self.turn += 1
        self.written = len(self.items)
        return True

    def _take_turn(self, connection: Connection, written: int) -> None:
        mine = (_session.c.key == self.key, _session.c.turn == self.turn)
        done = connection.execute(update(ReadingSession).where(*mine).values(turn=self.turn + 1, written=written))
        if done.rowcount != 1:
            raise SessionMoved(self.key)

    def _write(self, connection: Connection, item: Item) -> None:
        with Change(connection, self.author, self.why) as change:
            if item.noun == "verdicts":
                for row in item.values["paragraphs"]:
                    _judge(change, paragraph_key(item.key, row["number"]), {}, row)
                return
            VERBS[item.noun].add(change, self._values(item))
            for row in item.values.get("paragraphs", ()):
                paragraphs.add(change, item.key, row)

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
                _take_away(change, item.noun, item.key, self._values(item))

    def _values(self, item: Item) -> Values:
        """An item in the fields that the record's verbs take."""
        values = {name: value for name, value in item.values.items() if name not in ("paragraphs", "set_aside")}
        if item.noun == "mention":
            values["source"] = self.source
            values["deprecated"] = item.values.get("set_aside")
        return values


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
    connection.execute(delete(ReadingAnswer).where(_answer.c.session == key))
    connection.execute(delete(ReadingSession).where(_session.c.key == key))


def unfinished(address: Address) -> "list[UnfinishedReading]":
    """The readings that are not finished, oldest first."""
    with reading(address) as reader:
        return list(reader.rows(queries.READINGS))


def begin(address: Address, article: Article, author: str, why: str, blind: bool = False) -> Session:
    """Begin a reading, or go on with a source of this text that the record holds and nobody has read to its end.

    Raises AlreadyRead or SessionOpen where the text was, or is being, read.
    """
    known, twin = _known(address, article, f"{_READER}{author}" if blind else "")
    with transaction(address) as connection:
        query = select(_session).where(_session.c.text_sha256.in_(article.fingerprints))
        for other in connection.execute(query).mappings():
            if bool(other["blind"]) == blind and (not blind or other["author"] == author):
                count = _count(connection, other["key"])
                raise SessionOpen(article.name, other["key"], other["author"], other["started_at"][:16], count)
        if twin and not blind:
            if not twin.unread:
                raise AlreadyRead(article.name, twin.source, twin.read, twin.total)
            known = _going_on(known, twin)
        taken = set(connection.scalars(select(_session.c.key)))
        suggested = slug(article.paragraphs[0], words=3)
        key = next(free for number in range(1, 10_000) if (free := suggested + _ordinal(number)) not in taken)
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
        connection.execute(insert(ReadingSession), [row])
    return Session(address, row, [], known)


def _ordinal(number: int) -> str:
    return "" if number == 1 else f"-{number}"


def _count(connection: Connection, key: str) -> int:
    return connection.scalar(select(func.count()).select_from(_answer).where(_answer.c.session == key)) or 0


def resume(address: Address, author: str, key: str = "") -> Session:
    """Take up an unfinished session: the one named by key or file, else the author's last; raises NoSession."""
    with transaction(address) as connection:
        rows = list(connection.execute(select(_session).order_by(_session.c.started_at)).mappings())
        wanted = [row for row in rows if (key in (row["key"], row["name"]) if key else row["author"] == author)]
        if not wanted:
            raise NoSession(key, [row["key"] for row in rows])
        row = dict(wanted[-1])
        query = select(_answer.c.answer).where(_answer.c.session == row["key"]).order_by(_answer.c.position)
        answers = list(connection.scalars(query))
    article = articles.made(row["name"], row["text"], row["text_sha256"])
    # What the reading itself has written is not part of what it found: its conversation brings that along.
    second, twin = row["blind"] or "", twins.made(row["goes_on"])
    before = Session(address, row, answers, _going_on(Known(source_key=second, set_aside=second), twin))
    own = frozenset((item.noun, item.key) for item in before.items)
    known, _ = _known(address, article, second, own)
    return Session(address, row, answers, _going_on(known, twin))


def _going_on(known: Known, twin: Twin | None) -> Known:
    return known._replace(source_key=twin.source, twin=twin) if twin else known


def _known(
    address: Address, article: Article, second: str = "", own: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Known, Twin | None]:
    """What a reading may know of the record, and the source that holds this very text, if any.

    A second reader knows no measure that only this article speaks of, and none of its mentions.
    """
    with reading(address) as reader:
        snapshot = Snapshot(reader.rows, "9999-12-31")
        mentioned = [
            row for row in snapshot.mentions() if not own & {("source", row["source"]), ("mention", row["mention"])}
        ]
        paragraphs = [row for row in snapshot.paragraphs() if ("source", row["source"]) not in own]
        known_sources = {row["source"]: row for row in snapshot.sources() if ("source", row["source"]) not in own}
        catalogue = [
            row for row in snapshot.definitions() if not row["merged_into"] and ("measure", row["measure"]) not in own
        ]
    same, origin = _texts_alike(article, paragraphs, known_sources)
    taken = frozenset(row["measure"] for row in catalogue)
    if second:
        mentioned = [row for row in mentioned if row["source"] not in same]
        spoken_of = {row["measure"] for row in mentioned}
        catalogue = [row for row in catalogue if row["measure"] in spoken_of]
        second = _second_key(second, same[0] if same else slug(article.paragraphs[0]), known_sources)
    quotes: dict[str, list[str]] = {}
    for row in mentioned:
        quotes.setdefault(row["measure"], []).append(row["quote"])
    told = [{**row, "quotes": quotes.get(row["measure"], [])} for row in catalogue]
    rows = [{**row, "date": row["date_edtf"]} for row in mentioned]
    known = Known(told, rows, frozenset(known_sources), taken, origin, second, SECOND_READING if second else "")
    return known, twins.twin_of(article, same, known_sources, paragraphs)


def _second_key(reader: str, first: str, taken: Container[str]) -> str:
    """The key of a second reader's source: the first one's and the reader's; the one given at the beginning stays."""
    if not reader.startswith(_READER):
        return reader
    base = f"{first}{READ_BY}{slug(reader.removeprefix(_READER))}"
    return next(free for number in range(1, 10_000) if (free := base + _ordinal(number)) not in taken)


def _texts_alike(
    article: Article, paragraphs: "Sequence[ParagraphRow]", known_sources: "Mapping[str, SourceRow]"
) -> tuple[list[str], str]:
    """The sources of this very text, and the origin of the one that shares a third of its paragraphs or more."""
    prints_of_file = article.fingerprints
    prints = {fingerprint(text) for text in article.paragraphs if len(text.split()) >= TELLING_WORDS}
    shared: dict[str, set[str]] = {}
    for row in paragraphs:
        if row["sha256"] in prints:
            shared.setdefault(row["source"], set()).add(row["sha256"])
    same = [name for name, row in known_sources.items() if row["text_sha256"] in prints_of_file]
    same += [name for name, found in shared.items() if found == prints and name not in same]
    nearest = max(shared, key=lambda name: len(shared[name]), default="")
    if not nearest or len(shared[nearest]) * 3 < len(prints):
        return same, ""
    return same, str(known_sources[nearest]["origin"] or nearest)
