"""Filters: what of a report to keep, and what passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.vocabulary import PRESS, place_lies_in

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow
    from tracker.domain.status import MeasureStatus


class Filters(NamedTuple):
    """What to keep of a report; an empty field keeps everything, and what keeps everything equals `Filters()`."""

    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    since: str = ""
    conditional: bool = False
    disputed: bool = False
    stale: int = 0
    single_origin: bool = False
    type: tuple[str, ...] = ()

    def on_status(self) -> Filters:
        """What of them the deciding mention and the measure itself can tell."""
        return Filters(kind=self.kind, status=self.status)


def select(measured: Iterable[MeasureStatus], filters: Filters) -> list[MeasureStatus]:
    """The measures that pass every filter."""
    return [one for one in measured if passes(one, filters)]


def passes(one: MeasureStatus, filters: Filters) -> bool:
    """Whether a measure passes every filter; within one filter, any of its values will do."""
    return filters == Filters() or all(_passes(one, filters))


def speaks(mention: RankedMentionRow, filters: Filters) -> bool:
    """Whether a mention itself, and not only its measure, passes the filters on source, speaker, actor, status."""
    return (
        _names(mention["speaker"], filters.speaker)
        and _names(mention["actor"], filters.actor)
        and (not filters.source or mention["source"] in filters.source)
        and (not filters.type or (mention["source_type"] or PRESS[0]) in filters.type)
        and (not filters.status or mention["status"] in filters.status)
    )


def _names(said: str | None, wanted: Sequence[str]) -> bool:
    """Whether a text holds one of the words, in whatever case, or none is wanted."""
    return not wanted or any(word.lower() in (said or "").lower() for word in wanted)


def _passes(one: MeasureStatus, filters: Filters) -> Iterator[bool]:
    row, mentions = one.row, [mention.spoken for mention in one.decision.ranked]
    yield not filters.kind or row["kind"] in filters.kind
    yield not filters.status or row["status"] in filters.status
    every = [mention.spoken for mention in one.mentions]  # a document may speak of it, too
    yield not filters.source or any(mention.source in filters.source for mention in every)
    yield not filters.type or any((mention.source_type or PRESS[0]) in filters.type for mention in every)
    places = (row["place"] or "").split(";")
    yield not filters.place or any(place_lies_in(place, wanted) for place in places for wanted in filters.place)
    yield not filters.target or not set(filters.target).isdisjoint((row["target"] or "").split(";"))
    yield any(_names(mention.actor, filters.actor) for mention in mentions)
    yield any(_names(mention.speaker, filters.speaker) for mention in mentions)
    yield not filters.since or row["last_reported"] >= filters.since
    yield not filters.conditional or row["conditional"]
    yield not filters.disputed or row["disputed"]
    yield not filters.single_origin or row["single_origin"]
    yield row["days_silent"] >= filters.stale
