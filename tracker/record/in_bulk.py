"""Rows that a verb would surely take, found column by column, with the versions that the verb would make of them.

The verbs have the last word: what is doubtful here for any reason is theirs to take, or to refuse in words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress
from typing import Any, NamedTuple

from tracker.db.change import Change
from tracker.domain.deciding import spoken_on
from tracker.domain.keys import paragraph_key
from tracker.domain.vocabulary import FORMS_OF_KIND
from tracker.record.measures import MEASURES
from tracker.record.nouns import Noun
from tracker.record.paragraphs import PARAGRAPHS
from tracker.record.sources import SOURCES

# The values of each field, row by row; an empty text where a row says nothing.
Columns = Mapping[str, Sequence[Any]]


class Speaker:
    """What the paragraphs and mentions of a source ask of it: its number and what it says; no number where it is none.

    Its paragraphs that were made in number have one number after another, `first` being that of paragraph 1.
    """

    __slots__ = ("count", "first", "number", "origin", "spoken", "type")

    def __init__(self, number: int, spoken: str = "", kind: str = "", origin: str = "") -> None:
        self.number = number
        self.spoken = spoken
        self.type = kind
        self.origin = origin
        self.first = 0
        self.count = 0


NOBODY = Speaker(0)


class Speakers(dict[str, Speaker]):
    """The sources by their keys, as far as they were asked for."""

    def __init__(self, change: Change) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, key: str) -> Speaker:
        live = self._change.live("source", key) if key else None
        if live is None:
            return NOBODY
        found = Speaker(live["source_id"], spoken_on(live), live["type"] or "", live["origin"] or key)
        self[key] = found
        return found


class Remembered(dict[Any, Any]):
    """What was worked out once of a value, for as many values as are seldom too many."""

    def __init__(self, work_out: Callable[[Any], object]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, given: object) -> Any:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[given] = found = self._work_out(given)
        return found


_REMEMBERED = 10_000


class Accepted(NamedTuple):
    """Rows that are taken: their places among those given, their keys, their versions and anchors by column."""

    places: Sequence[int]
    keys: Sequence[str]
    versions: Columns
    anchors: Columns


class InBulk:
    """Takes the rows of one noun; what a noun fills in is what its rows come to, and which of them are doubtful."""

    noun: Noun

    def __init__(self, change: Change, speakers: Speakers) -> None:
        self.change = change
        self.speakers = speakers
        self._known = change.keys(self.noun.name)
        self._lives = Remembered(self._living_number)

    def accept(self, columns: Columns, doubtful: Iterable[int]) -> Accepted:
        """The rows that are surely right, but for those that are doubtful for another reason; nothing is written.

        Rows without a key, and those whose key the record has or had, are doubtful. A field without a column is empty.
        """
        keys = columns["key"]
        empty = [""] * len(keys)
        given = {field.name: columns.get(field.name, empty) for field in self.noun.fields}
        wrong = {*doubtful, *self.noun.sound.doubtful(given)}
        wrong |= {place for place, key in enumerate(keys) if not key or key in self._known}
        versions, anchors = self.come_to({**given, "key": keys}, wrong)
        kept = [place not in wrong for place in range(len(keys))]

        def only(values: Sequence[Any]) -> list[Any]:
            return list(compress(values, kept))

        if not wrong:
            return Accepted(range(len(keys)), keys, versions, anchors)
        kept_versions, kept_anchors = (
            {name: only(held) for name, held in part.items()} for part in (versions, anchors)
        )
        return Accepted(only(range(len(keys))), only(keys), kept_versions, kept_anchors)

    def take(self, accepted: Accepted) -> None:
        """Write what was accepted."""
        if accepted.keys:
            self.change.make_many(self.noun.name, accepted.keys, accepted.versions, accepted.anchors)

    def come_to(self, given: Columns, wrong: set[int]) -> tuple[Columns, Columns]:
        """What versions and anchors hold; the places of rows that are not surely right are put to those that are wrong.

        Of a row that is wrong anything may come.
        """
        raise NotImplementedError

    def numbers(self, noun: str, keys: Sequence[str]) -> list[int | str]:
        """The numbers of things that live: 0 where none does, an empty text where none is named."""
        return [self._lives[noun, key] if key else "" for key in keys]

    def _living_number(self, one: tuple[str, str]) -> int:
        return self.change.number_of(*one) if self.change.lives(*one) else 0


class Measures(InBulk):
    """Measures that were not merged into another."""

    noun = MEASURES

    def come_to(self, given: Columns, wrong: set[int]) -> tuple[Columns, Columns]:
        """A measure is what is said of it."""
        forms = zip(given["kind"], given["form"], strict=True)
        wrong |= {place for place, (kind, form) in enumerate(forms) if form and form not in FORMS_OF_KIND.get(kind, ())}
        wrong |= {place for place, into in enumerate(given["merged_into"]) if into}
        return {name: held for name, held in given.items() if name not in ("key", "merged_into")}, {}


class Sources(InBulk):
    """Articles: a document, or what is cited of one, is for the verb."""

    noun = SOURCES
    _OF_DOCUMENTS = "citation instrument made laid in_force approved lapses".split()

    def come_to(self, given: Columns, wrong: set[int]) -> tuple[Columns, Columns]:
        """A source is what is said of it; its days must be in order."""
        days = zip(
            *(given[name] for name in ("published_earliest", "published", "published_latest", "updated")), strict=True
        )
        for place, (earliest, best, latest, updated) in enumerate(days):
            if not earliest <= best <= latest or (updated and updated < earliest):
                wrong.add(place)
        for name in self._OF_DOCUMENTS:
            if any(given[name]):
                wrong |= {place for place, cell in enumerate(given[name]) if cell}
        return {name: held for name, held in given.items() if name != "key"}, {}

    def take(self, accepted: Accepted) -> None:
        """Write what was accepted, and remember what its mentions ask for."""
        first = self.change.next_number("source")
        super().take(accepted)
        said = (accepted.versions[name] for name in ("published", "updated", "type", "origin"))
        for number, (key, published, updated, kind, origin) in enumerate(zip(accepted.keys, *said, strict=True), first):
            self.speakers[key] = Speaker(number, updated or published, kind, origin or key)


class Paragraphs(InBulk):
    """Paragraphs of sources, each the next one of its source."""

    noun = PARAGRAPHS

    def accept(self, columns: Columns, doubtful: Iterable[int]) -> Accepted:
        """Their keys are those of their source and their number there."""
        places = zip(columns["source"], columns["number"], strict=True)
        return super().accept({**columns, "key": [paragraph_key(*place) for place in places]}, doubtful)

    def come_to(self, given: Columns, wrong: set[int]) -> tuple[Columns, Columns]:
        """A paragraph is what is said of it."""
        verdicts = zip(given["verdict"], given["also"], strict=True)
        wrong |= {place for place, (verdict, also) in enumerate(verdicts) if also and not verdict}
        speakers = [self.speakers[source] for source in given["source"]]
        number = self.change.next_number("paragraph")
        for place, (one, paragraph) in enumerate(zip(speakers, given["number"], strict=True)):
            if place in wrong:
                continue
            if paragraph == 1 and one.number and not one.count:
                one.first = number
            elif not one.count or paragraph != one.count + 1 or number != one.first + one.count:
                wrong.add(place)
                continue
            one.count += 1
            number += 1
        versions = {name: held for name, held in given.items() if name not in ("key", "source", "number")}
        return versions, {"source_id": [one.number for one in speakers], "number": given["number"]}
