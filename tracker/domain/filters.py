"""Filters: what of a report to keep, and what passes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import place_lies_in


class Filters(NamedTuple):
    """What to keep of a report; an empty field keeps everything."""

    kind: Sequence[str] = ()
    status: Sequence[str] = ()
    source: Sequence[str] = ()
    place: Sequence[str] = ()
    target: Sequence[str] = ()
    actor: Sequence[str] = ()
    speaker: Sequence[str] = ()
    since: str = ""
    conditional: bool = False
    disputed: bool = False
    stale: int = 0
    single_origin: bool = False

    def on_status(self) -> "Filters":
        """What of them the deciding mention and the measure itself can tell."""
        return Filters(kind=self.kind, status=self.status)


def select(measured: Iterable[MeasureStatus], filters: Filters) -> list[MeasureStatus]:
    """The measures that pass every filter."""
    return [one for one in measured if passes(one, filters)]


def passes(one: MeasureStatus, filters: Filters) -> bool:
    """Whether a measure passes every filter; within one filter, any of its values will do."""
    return filters == Filters() or all(_passes(one, filters))


def speaks(mention: Mapping[str, Any], filters: Filters) -> bool:
    """Whether a mention itself, and not only its measure, passes the filters on source, speaker, actor and status."""
    return all(
        not wanted or any(word.lower() in (mention[field] or "").lower() for word in wanted)
        for field, wanted in (("speaker", filters.speaker), ("actor", filters.actor))
    ) and all(
        not wanted or mention[field] in wanted
        for field, wanted in (("source", filters.source), ("status", filters.status))
    )


def _passes(one: MeasureStatus, filters: Filters) -> Iterator[bool]:
    row, mentions = one.row, [mention.row for mention in one.decision.ranked]
    yield not filters.kind or row["kind"] in filters.kind
    yield not filters.status or row["status"] in filters.status
    yield not filters.source or any(mention["source"] in filters.source for mention in mentions)
    places = (row["place"] or "").split(";")
    yield not filters.place or any(place_lies_in(place, wanted) for place in places for wanted in filters.place)
    yield not filters.target or not set(filters.target).isdisjoint((row["target"] or "").split(";"))
    for field, wanted in (("actor", filters.actor), ("speaker", filters.speaker)):
        said = [(mention[field] or "").lower() for mention in mentions]
        yield not wanted or any(name.lower() in text for name in wanted for text in said)
    yield not filters.since or row["last_reported"] >= filters.since
    yield not filters.conditional or row["conditional"]
    yield not filters.disputed or row["disputed"]
    yield not filters.single_origin or row["single_origin"]
    yield row["days_silent"] >= filters.stale
