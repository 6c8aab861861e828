"""Search: the measures that an answer is about, with their status now, and then the words that matched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict

from tracker.db import queries, search_words
from tracker.db.search_words import APART, OPENS, SEARCHED
from tracker.domain.caveats import caveat
from tracker.domain.fields import Values
from tracker.domain.filters import Filters, passes
from tracker.domain.vocabulary import status_label
from tracker.reports.reading_order import reading_order
from tracker.reports.snapshot import LARGEST_PAGE, Snapshot
from tracker.text import near_duplicates

if TYPE_CHECKING:
    from tracker.domain.rows import MeasureDefinition, SearchRow
    from tracker.domain.status import MeasureStatus


class FoundRow(TypedDict):
    """What a search found: a measure with its status now, a mention with the stage it gives, a source or an event.

    `matched` names the fields that match, none where only mentions of the measure do; `words` is the first of them.
    """

    noun: str
    key: str
    measure: str | None
    title: str
    kind: str | None
    status: str | None
    status_label: str
    caveat: str
    source: str | None
    paragraph: int | None
    published: str | None
    quote: str | None
    matched: str
    words: str


SUGGESTED = 5
# A word that so many measures have is a common one; and so many titles at most are compared in earnest.
MANY, _PERHAPS = 500, 50
FIELDS = tuple(FoundRow.__annotations__)


def search(snapshot: Snapshot, query: str, filters: Filters, most: int) -> list[FoundRow]:
    """What a query of `search_words.asked` finds: the newest matches, so many at most, of what passes the filters.

    First come the measures that match or of which a mention does, those before all others whose title matches most.
    What speaks of a measure passes where the measure does and, of mentions, stands in a source that was asked for; a
    measure without a status is left out, and so is, where anything is asked for, what speaks of no measure.
    """
    measured: dict[str, MeasureStatus | None] = {}
    found: list[FoundRow] = []
    skip, page = 0, most if filters == Filters() else max(most, LARGEST_PAGE)
    while len(found) < most:
        rows = list(snapshot.rows(queries.SEARCH, words=query, most=page, skip=skip, as_of=snapshot.established_as_of))
        for row, fields in zip(rows, _marked(query, rows), strict=True):
            key = row["measure"]
            if key and key not in measured:
                measured[key] = next(snapshot.measures(key, key), None)
            one = measured[key] if key else None
            standing = not filters.source or row["source"] in (None, *filters.source)
            if fields and standing and (passes(one, filters) if one else not key and filters == Filters()):
                found.append(_found(row, one, fields))
        if len(rows) < page:
            break
        skip, page = skip + page, 8 * page  # each page is asked for anew: few and growing
    return _in_order(found[:most], measured)


def recorded_alike(snapshot: Snapshot, new: Values) -> list[MeasureDefinition]:
    """The measures that a new one may be once more: those of `near_duplicates.measures_alike`, the most alike first.

    They are looked for by any of its title's words that few others have and by all that many have together, so that
    what is read depends on how many share them, MANY a word at most, and not on how many measures there are.
    """
    own = near_duplicates.title_words(str(new["title"]))
    counts, ever = _counted(snapshot, own)
    words = {stem: search_words.one_word(word) for stem, word in own.items()}
    rare = [words[stem] for stem in own if counts[stem] < MANY]
    common = [words[stem] for stem in own if counts[stem] >= MANY]
    asked = [" OR ".join(rare), " AND ".join(common), "" if rare else search_words.phrase(str(new["title"]))]
    found: dict[str, MeasureDefinition] = {}
    for query in filter(None, asked):
        rows = snapshot.rows(queries.WORDED, words=query, most=MANY * len(own))
        found |= {row["measure"]: row for row in rows}
    # The new one counts as well. Only of those that may be alike, whatever their other words weigh, these are counted.
    weight = near_duplicates.weights({stem: count + 1 for stem, count in counts.items()}, ever + 1)
    perhaps = near_duplicates.measures_alike(new, list(found.values()), weight, _PERHAPS)
    others: dict[str, str] = {}
    for near in perhaps:
        others |= near_duplicates.title_words(found[near.key]["title"])
    counts, _ = _counted(snapshot, {stem: word for stem, word in others.items() if stem not in own})
    weight |= near_duplicates.weights(counts, ever + 1)
    alike = near_duplicates.measures_alike(new, [found[near.key] for near in perhaps], weight)
    return [found[near.key] for near in alike]


def _counted(snapshot: Snapshot, words: Mapping[str, str]) -> tuple[dict[str, int], int]:
    """About how many measures have each word in their titles, by its stem, and how many there ever were."""
    asked = {search_words.one_word(word): stem for stem, word in words.items()}
    rows = list(snapshot.rows(queries.WORD_COUNTS, words=json.dumps(list(asked)), most=MANY))
    return {asked[row["words"]]: row["measures"] for row in rows}, max((row["ever"] for row in rows), default=0)


def perhaps_meant(snapshot: Snapshot, words: str, query: str) -> dict[str, str]:
    """The keys and titles of measures somebody may have meant by words that are nowhere together, a few at most."""
    from tracker.reports.key_search import meant  # only what is nowhere pays for it

    titles = {row["measure"]: row["title"] for row in snapshot.definitions() if not row["merged_into"]}
    found = meant(words, {key: [title] for key, title in titles.items()})
    if not found:
        some = search(snapshot, search_words.some_of(query), Filters(), LARGEST_PAGE)
        found = [row["key"] for row in some if row["noun"] == "measure" and row["matched"].startswith("title")]
    return {key: titles[key] for key in found[:SUGGESTED]}


def _marked(query: str, rows: Sequence[SearchRow]) -> Iterator[dict[str, str]]:
    """Of each row the fields that match, by name, with what matched marked; none of what does not after all."""
    fields = [dict(zip(SEARCHED[row["noun"]], row["words"].split(APART), strict=True)) for row in rows]
    marked = iter(search_words.marked(query, [text for one in fields for text in one.values()]))
    matching = search_words.matching(query, [row["words"] for row in rows])
    for one, matches in zip(fields, matching, strict=True):
        found = {name: text for name in one if OPENS in (text := next(marked))}
        yield found if matches else {}


def _found(row: SearchRow, one: MeasureStatus | None, fields: Mapping[str, str]) -> FoundRow:
    """A match as a row: of a measure its status now, of a mention the stage it gives."""
    if row["noun"] == "measure" and one:
        return _measure(one, fields)
    mentions = one.mentions if one else ()
    said = next((mention.row for mention in mentions if mention.row["mention"] == row["key"]), None)
    kind = one.row["kind"] if one else None
    return {
        "noun": row["noun"],
        "key": row["key"],
        "measure": row["measure"],
        "title": one.row["title"] if one else row["words"].split(APART)[0],
        "kind": kind,
        "status": said["status"] if said else None,
        "status_label": status_label(kind, said["status"]) if said and kind else "",
        "caveat": "",
        "source": row["source"],
        "paragraph": row["paragraph"],
        "published": row["published"],
        "quote": said["quote"] if said else "",
        "matched": ";".join(fields),
        "words": next(iter(fields.values())),
    }


def _measure(one: MeasureStatus, fields: Mapping[str, str] = MappingProxyType({})) -> FoundRow:
    """A measure with its status now, and what of its own matched, if anything did."""
    row = one.row
    return {
        "noun": "measure",
        "key": row["measure"],
        "measure": row["measure"],
        "title": row["title"],
        "kind": row["kind"],
        "status": row["status"],
        "status_label": row["status_label"],
        "caveat": caveat(one),
        "source": row["status_source"],
        "paragraph": row["status_paragraph"],
        "published": one.decision.row["spoken_on"],
        "quote": row["status_quote"],
        "matched": ";".join(fields),
        "words": next(iter(fields.values()), ""),
    }


def _in_order(found: Iterable[FoundRow], measured: Mapping[str, MeasureStatus | None]) -> list[FoundRow]:
    """The measures that match or of which something found speaks, and then the rest, noun by noun."""
    rest = list(found)
    answers = {row["key"]: row for row in rest if row["noun"] == "measure"}
    for row in rest:
        one = measured.get(row["measure"] or "")
        if one and one.row["measure"] not in answers:
            answers[one.row["measure"]] = _measure(one)

    def rank(row: FoundRow) -> tuple[int, bool, object]:
        one = measured[row["key"]]
        in_title = search_words.extent(row["words"]) if row["matched"].startswith("title") else 0
        return -in_title, not row["matched"], reading_order(one.row) if one else ()

    nouns = ("mention", "event", "source")
    return sorted(answers.values(), key=rank) + [row for noun in nouns for row in rest if row["noun"] == noun]
