"""Editions: readings on their way into the record, compared three ways so that nothing of a person's is lost.

What a reading says is compared with what it said when it was last loaded and with what the record says now. A row
nobody touched takes the new version; a row a person changed is kept and listed, until somebody says whose to take.
Everything is planned first, and carried out whole or not at all.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from tracker.db.change import Change
from tracker.db.models import NOUNS
from tracker.domain import fields
from tracker.domain.fields import Values
from tracker.domain.keys import as_mention_key, link_key, mention_key, paragraph_key
from tracker.errors.base import NOT_FOUND, Fault, FaultsFound, Problem, Refused
from tracker.errors.usage import NoSuchConflict
from tracker.readings import toml_file
from tracker.readings.toml_file import Entry, Reading
from tracker.record.mentions import is_cited
from tracker.record.paragraphs import missing_numbers
from tracker.record.verbs import VERBS

ORDER = ("measure", "source", "paragraph", "event", "mention", "link")


# The noun that a field of another name refers to.
_REFERS_TO = {"other": "measure", "merged_into": "measure", "document": "source"}


class Step(NamedTuple):
    """What loading does to one thing: add, change or withdraw it; or, where a person changed it too, keep it."""

    action: str  # add · change · withdraw · conflict
    noun: str
    key: str
    before: Values | None
    after: Values | None


class Wanted(NamedTuple):
    """What a file says of one thing, and where it says so."""

    values: Values
    reading: Reading
    entry: Entry


class Loading:
    """Files to load, compared with the record and then carried out: all of one edition, or each an edition of its own.

    A person's file is an edition named after it, so that its next version knows which rows are its own.
    """

    def __init__(self, change: Change, files: Sequence[Path], shipped: bool) -> None:
        self.change = change
        self.shipped = shipped
        parsed = [toml_file.parse(file) for file in files]
        self.readings = [reading for reading, _ in parsed if reading]
        self.faults: list[Fault] = [fault for _, found in parsed for fault in found]
        named = next((reading.entries["edition"][0] for reading in self.readings if reading.entries["edition"]), None)
        content = toml_file.digest(files)
        whole = (str(named.values.get("name")) if named else f"unnamed-{content[:12]}", content)
        alone = {
            file.name: (f"{file.name}@{toml_file.digest([file])[:12]}", toml_file.digest([file])) for file in files
        }
        self.whole = whole
        self.editions = dict.fromkeys(alone, whole) if shipped else alone
        self.wanted: dict[str, dict[str, Wanted]] = {noun: {} for noun in ORDER}
        self._gather()

    def _gather(self) -> None:
        """What the files say, by noun and key; the same thing twice is a fault."""
        for reading in self.readings:
            source = "" if reading.has_many else next(_keys(reading), "")
            for entry in reading.entries["source"]:
                values = dict(entry.values)
                source = str(entry.values.get("key")) if reading.has_many else source
                listed = values.pop("paragraphs", [])
                self._want("source", source, Wanted(values, reading, entry))
                rows = [dict(row) if isinstance(row, dict) else row for row in listed]
                unread = _whole(
                    row.get("number") for row in rows if isinstance(row, dict) and row.pop("unread", None) is True
                )
                held = [Entry("paragraph", place, row) for place, row in enumerate(rows) if isinstance(row, dict)]
                for line in held:
                    key = paragraph_key(source, line.values.get("number", 0))
                    self._want("paragraph", key, Wanted(self._placed(reading, line, source), reading, line))
                self._account(reading, entry, held, unread)
            for section in ("measure", "event"):
                for entry in reading.entries[section]:
                    self._want(section, str(entry.values.get("key")), Wanted(entry.values, reading, entry))
            for entry in reading.entries["link"]:
                parts = [str(entry.values.get(name)) for name in ("measure", "relation", "other")]
                self._want("link", link_key(*parts), Wanted(entry.values, reading, entry))
            for entry in reading.entries["mention"]:
                self._want_mention(reading, entry, "" if reading.has_many else source)

    def _want_mention(self, reading: Reading, entry: Entry, source: str) -> None:
        if reading.has_many:
            source = str(entry.values.get("source", ""))
            if source not in _keys(reading):
                remedy = "name the key of one of its [[source]]s"
                self.faults.append(reading.fault(entry, "source", "the file has no such [[source]]", remedy))
                return
        elif not source:
            self.faults.append(reading.fault(entry, "", "the file has no [source]", "say whose words these are"))
            return
        values = dict(entry.values) if reading.has_many else self._placed(reading, entry, source)
        born = values.get("recorded_as") or values.get("measure")
        place = str(values.get("locator", "")) if is_cited(values) else values.get("paragraph", 0)
        key = as_mention_key(str(values.pop("key", ""))) or mention_key(
            source, place, str(born), str(values.get("quote", ""))
        )
        self._want("mention", key, Wanted(values, reading, entry))

    def _placed(self, reading: Reading, entry: Entry, source: str) -> dict[str, Any]:
        """What a table says of something in the file's source, and the source, which only the file's head may say."""
        if "source" in entry.values:
            self.faults.append(
                reading.fault(entry, "source", "unknown field", "the [source] says whose words these are")
            )
        return {**entry.values, "source": source}

    def _want(self, noun: str, key: str, wanted: Wanted) -> None:
        if key in self.wanted[noun]:
            field = {"mention": "quote", "paragraph": "number", "link": "relation"}.get(noun, "key")
            message = (
                f"the files have this {noun} already" if noun != "mention" else "the file has this mention already"
            )
            self.faults.append(wanted.reading.fault(wanted.entry, field, message, "leave one of them out"))
            return
        self.wanted[noun][key] = wanted

    def _account(self, reading: Reading, source: Entry, lines: list[Entry], unread: Collection[object]) -> None:
        """Every paragraph is numbered without a gap, and has a mention or a verdict, or says that it is unread."""
        numbers = [entry.values["number"] for entry in lines if isinstance(entry.values.get("number"), int)]
        for number in missing_numbers(numbers):
            remedy = "number every non-empty line of the text, from 1"
            self.faults.append(reading.fault(source, "paragraphs", f"paragraph {number} is missing", remedy))
        told = _whole(entry.values.get("paragraph") for entry in reading.entries["mention"]) | {*unread}
        for entry in lines:
            if not entry.values.get("verdict") and not told & _whole([entry.values.get("number")]):
                remedy = "give it a verdict, record what it mentions, or say unread = true"
                self.faults.append(reading.fault(entry, "verdict", "missing, and nothing is recorded here", remedy))

    def plan(self) -> list[Step]:
        """What loading would do, noun by noun, in key order; nothing where all is as the files say."""
        steps = []
        for noun in ORDER:
            loaded = self._loaded(noun)
            for key, wanted in self.wanted[noun].items():
                step = self._compare(noun, key, _said(wanted.values), loaded.get(key))
                if step:
                    steps.append(step)
            for key in sorted(loaded.keys() - self.wanted[noun].keys()):
                now = self._now(noun, key)
                if now is not None and now == loaded[key]:
                    steps.append(Step("withdraw", noun, key, now, None))
        return steps

    def _compare(self, noun: str, key: str, after: Values, base: Values | None) -> Step | None:
        now = self._now(noun, key)
        if now == after or (base is not None and after == base):
            return None
        if now is None and base is None:
            return Step("add", noun, key, None, after)
        unaltered = now is not None and (now == base or (base is None and self._is_edit_of(noun, key, after)))
        return Step("change" if unaltered else "conflict", noun, key, now, after)

    def _is_edit_of(self, noun: str, key: str, after: Values) -> bool:
        """Whether a file's words are the live ones with something changed: an export that somebody edited.

        So they are where no person has written the live version and none before it is as near to them: the file may
        have been written before somebody changed the row, and loading it would take that change back.
        """
        live = self.change.live(noun, key) or {}
        if self.shipped or live.get("edition") is None:
            return False
        table = NOUNS[noun][1]
        of_key = table.c[f"{noun}_id"] == live[f"{noun}_id"]
        rows = self.change.connection.execute(select(table).where(of_key).order_by(table.c.made_in)).mappings()
        *others, now = [_distance(VERBS[noun].to_values(self.change, key, dict(row)), after) for row in rows]
        return all(now < other for other in others)

    def _now(self, noun: str, key: str) -> Values | None:
        return VERBS[noun].values(self.change, key)

    def _loaded(self, noun: str) -> dict[str, Values]:
        """What the newest version that this family of editions wrote of each thing says."""
        table = NOUNS[noun][1]
        families = [table.c.edition.startswith(f"{file}@", autoescape=True) for file in self.editions]
        mine = table.c.edition.not_like("%@%") if self.shipped else or_(*families)
        rows = self.change.connection.execute(select(table).where(mine).order_by(table.c.made_in))
        found: dict[str, Values] = {}
        for row in rows:
            key = self.change.key_of(noun, row._mapping[f"{noun}_id"])
            found[key] = VERBS[noun].to_values(self.change, key, dict(row._mapping))
        return found

    def apply(self, steps: Sequence[Step], take: Mapping[str, str]) -> list[Step]:
        """Carry out a plan; of things a person changed too, those that `take` settles as `theirs` or `mine`.

        Returns the steps settled as `mine`, for `restore` to put back in a change of its own. Raises FaultsFound with
        every fault of all files, EditionAltered where the edition's name stands for other content already; the
        caller's transaction is then rolled back.
        """
        for step in steps:
            if step.after is not None and (step.action != "conflict" or step.key in take):
                self._bring(step, self.wanted[step.noun][step.key])
        for step in steps:
            if step.noun == "measure" and step.after is not None and (step.action != "conflict" or step.key in take):
                self._merge(step.key, self.wanted["measure"][step.key])
        if self.faults:
            raise FaultsFound(sorted(set(self.faults)))
        if self.shipped:
            self.change.hold_edition(*self.whole)
        for step in reversed(steps):
            if step.action == "withdraw":
                VERBS[step.noun].withdraw(self.change, step.key)
        return [step for step in steps if step.action == "conflict" and take.get(step.key) == "mine"]

    def _bring(self, step: Step, wanted: Wanted) -> None:
        # Which measure answers for another is said when all of them are there.
        values = {**wanted.values, "merged_into": None} if step.noun == "measure" else wanted.values
        self._write(wanted, lambda: _carry_out(self.change, step, values))

    def _merge(self, key: str, wanted: Wanted) -> None:
        """Let another measure answer for one, where the file says so and both are there."""
        into = wanted.values.get("merged_into")
        if into and self.change.lives("measure", key):
            self._write(wanted, lambda: VERBS["measure"].edit(self.change, key, {"merged_into": into}))

    def _write(self, wanted: Wanted, verb: Callable[[], object]) -> None:
        self.change.use_edition(*self.editions[wanted.reading.file])
        try:
            verb()
        except Refused as refusal:
            for problem in refusal.problems:
                noun = _REFERS_TO.get(problem.field, problem.field)
                # A reference to something a file brings and that was refused itself is not a second fault.
                if noun in ORDER and problem.code == NOT_FOUND and self._brought(noun, wanted, problem):
                    continue
                self.faults.append(wanted.reading.fault(wanted.entry, *problem[:3]))

    def _brought(self, noun: str, wanted: Wanted, problem: Problem) -> bool:
        return str(wanted.values.get(problem.field)) in self.wanted[noun]


def _keys(reading: Reading) -> Iterator[str]:
    """The keys of the sources that a file brings."""
    return (str(entry.values.get("key")) for entry in reading.entries["source"])


def _whole(numbers: Iterable[object]) -> set[object]:
    """The numbers among what a file gives as numbers: anything else is told of by itself."""
    return {number for number in numbers if isinstance(number, int)}


def _distance(before: Values, after: Values) -> int:
    """In how many fields two rows differ."""
    return sum(before.get(name) != after.get(name) for name in before.keys() | after.keys())


def settled(steps: Sequence[Step], taken: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Whose side is taken in each conflict, by key, from whose side it is and a key or a pattern such as `hms-*`.

    Raises NoSuchConflict for one that no conflict answers to, so that nothing said is passed over.
    """
    keys = sorted({step.key for step in steps if step.action == "conflict"})
    sides: dict[str, str] = {}
    for whose, pattern in taken:
        met = [key for key in keys if fnmatchcase(key, pattern) or key == as_mention_key(pattern)]
        if not met:
            raise NoSuchConflict(f"{whose}:{pattern}", keys)
        sides |= dict.fromkeys(met, whose)
    return sides


def _said(values: Values) -> Values:
    """Values as the record would give them back: without empty ones and without flags that are not set."""
    return {name: value for name, value in values.items() if fields.says_something(value)}


def _carry_out(change: Change, step: Step, values: Values) -> None:
    """Let the noun's verb bring a thing to what the values say; a field they leave out is taken away."""
    noun = VERBS[step.noun]
    if step.before is None:
        noun.add(change, values, step.key)
    else:
        noun.edit(change, step.key, {**dict.fromkeys(field.name for field in noun.fields), **values})


def restore(change: Change, steps: Sequence[Step]) -> None:
    """Put a person's side of settled conflicts back on top of the file's, in a change of its own.

    The file's version stands in the record before it, so that the file's next version is compared with that.
    """
    for step in steps:
        if step.before is None:
            VERBS[step.noun].withdraw(change, step.key)
        else:
            before = None if change.live(step.noun, step.key) is None else step.after
            _carry_out(change, step._replace(before=before), step.before)
