"""Mentions that the verb would surely take, column by column: see `in_bulk`."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tracker.domain import quotes
from tracker.domain.amounts import AMOUNT_FIELDS
from tracker.domain.dates import Period, period
from tracker.domain.deciding import order_fields
from tracker.domain.keys import is_mention_key, mention_digits, paragraph_key
from tracker.domain.vocabulary import PAST_STAGES
from tracker.errors.usage import BadDate
from tracker.record.in_bulk import Columns, InBulk, Remembered, Speaker
from tracker.record.mentions import MENTIONS, amount_problems


class Order(NamedTuple):
    """What puts a mention in deciding order, apart from its key and its days."""

    standing: int
    precedence: str
    established: int | str


class Mentions(InBulk):
    """Mentions that are quoted: one that is cited is for the verb."""

    noun = MENTIONS

    def come_to(self, given: Columns, wrong: set[int]) -> tuple[Columns, Columns]:
        """A mention is what is said of it, and its place in the deciding order."""
        keys, speakers = given["key"], [self.speakers[source] for source in given["source"]]
        versions: dict[str, Sequence[Any]] = {name: given[name] for name in self.noun.empty if name in given}
        versions["unsure"] = [int(held or 0) for held in given["unsure"]]
        own = zip(given["origin"], speakers, strict=True)
        versions["origin"] = ["" if origin == one.origin else origin for origin, one in own]
        for name, needed in (("paragraph", True), ("context_paragraph", False)):
            versions[f"{name}_id"] = self._paragraphs(speakers, given["source"], given[name])
            wrong.update(_unmet(given[name], versions[f"{name}_id"], needed))
        for name, needed in (("measure", True), ("event", False)):
            versions[f"{name}_id"] = self.numbers(name, given[name])
            wrong.update(_unmet(given[name], versions[f"{name}_id"], needed))
        days = [_days[dated] for dated in given["date"]]
        versions |= {"date_edtf": given["date"]}
        versions |= {"date_earliest": [one.earliest for one in days], "date_latest": [one.latest for one in days]}
        for found in (_unlike_keys(keys), _quoted(given), _said(given), _dated(given, days, speakers), _counted(given)):
            wrong.update(found)
        return {**versions, **_in_order(keys, versions, speakers, wrong)}, {}

    def _paragraphs(
        self, speakers: Sequence[Speaker], sources: Sequence[str], places: Sequence[int | str]
    ) -> list[int | str]:
        """The numbers of paragraphs: 0 where there is none, an empty text where none is named."""
        if not any(places):
            return [""] * len(places)
        found: list[int | str] = []
        for one, source, place in zip(speakers, sources, places, strict=True):
            if isinstance(place, int) and place <= one.count:
                found.append(one.first + place - 1)
            else:
                found += self.numbers("paragraph", [paragraph_key(source, int(place)) if place else ""])
        return found


def _days_of(dated: str) -> Period:
    try:
        return period(dated) if dated else _NO_DAYS
    except BadDate:
        return _NO_DAYS


def _order(shape: tuple[str, ...]) -> Order:
    """What follows from status, strength, attribution, whether it is set aside, and the type of the source."""
    status, strength, attribution, deprecated, kind = shape
    said = {"status": status, "strength": strength, "attribution": attribution, "deprecated": deprecated}
    try:
        found = order_fields("", said, "", kind)
    except KeyError:  # words that are on no list
        return _NO_ORDER
    return Order(found["standing"], found["precedence"], found["established"] or "")


def _is_sound(amount: tuple[object, ...]) -> bool:
    return not amount_problems(dict(zip(AMOUNT_FIELDS, amount, strict=True)))


_NO_DAYS, _NO_ORDER = Period("", ""), Order(0, "", "")
_days = Remembered(_days_of)
_orders = Remembered(_order)
_amounts = Remembered(_is_sound)


def _in_order(keys: Sequence[str], versions: Columns, speakers: Sequence[Speaker], wrong: set[int]) -> Columns:
    """What puts mentions in deciding order; those for which nothing does are wrong."""
    shaped = [versions[name] for name in ("status", "strength", "attribution", "deprecated")]
    orders = [_orders[shape] for shape in zip(*shaped, [one.type for one in speakers], strict=True)]
    if _NO_ORDER in orders:
        wrong |= {place for place, order in enumerate(orders) if order is _NO_ORDER}
    spoken = [one.spoken for one in speakers]
    counts_on = spoken
    if any(versions["preferred_on"]) or any(order.established for order in orders):
        counts_on = spoken.copy()
        for place, (one, order) in enumerate(zip(speakers, orders, strict=True)):
            if place not in wrong and (order.established or versions["preferred_on"][place]):
                said = {name: held[place] for name, held in versions.items()}
                counts_on[place] = order_fields(keys[place], said, one.spoken, one.type)["counts_on"]
    return {
        "spoken_on": spoken,
        "counts_on": counts_on,
        "standing": [order.standing for order in orders],
        "precedence": [order.precedence + mention_digits(key) for order, key in zip(orders, keys, strict=True)],
        "established": [order.established for order in orders],
    }


# What is wrong with rows, by their places.


def _unmet(named: Sequence[object], numbers: Sequence[int | str], needed: bool) -> Iterator[int]:
    """What they name is not there."""
    if needed or any(named):
        yield from (place for place, number in enumerate(numbers) if not number and (needed or named[place]))


def _unlike_keys(keys: Sequence[str]) -> Iterator[int]:
    yield from (place for place, key in enumerate(keys) if not is_mention_key(key))


def _quoted(given: Columns) -> Iterator[int]:
    """Their quotes, which are not cited, are no fragments of a sentence, or their context is incomplete."""
    for name in ("quote", "context_quote"):
        held = given[name]
        joined = "".join(held)
        ends = any(end in joined for end in quotes.SENTENCE_END)
        for place, quote in enumerate(held):
            # So few spaces make no more words than a quote may have.
            if quote and (ends or quote.count(" ") >= quotes.QUOTE_WORDS) and quotes.complaint(quote):
                yield place
    if any(given["context_quote"]) or any(given["context_paragraph"]):
        pairs = zip(given["context_paragraph"], given["context_quote"], strict=True)
        yield from (place for place, (paragraph, quote) in enumerate(pairs) if bool(paragraph) != bool(quote))
    if "cited" in given["evidence"]:
        yield from (place for place, evidence in enumerate(given["evidence"]) if evidence == "cited")


def _said(given: Columns) -> Iterator[int]:
    """Somebody speaks in the source's own voice."""
    pairs = zip(given["speaker"], given["attribution"], strict=True)
    yield from (place for place, (speaker, sort) in enumerate(pairs) if speaker and sort == "own_voice")


def _dated(given: Columns, days: Sequence[Period], speakers: Sequence[Speaker]) -> Iterator[int]:
    """A date has no basis, or lies after what has happened by it was told."""
    rows = zip(given["date"], given["date_basis"], given["status"], days, speakers, strict=True)
    for place, (dated, basis, status, held, one) in enumerate(rows):
        if bool(dated) != bool(basis) or (dated and status in PAST_STAGES and held.earliest > one.spoken):
            yield place


def _counted(given: Columns) -> Iterator[int]:
    """An amount is incomplete, or contradicts itself."""
    amounts = [*zip(*(given[name] for name in AMOUNT_FIELDS), strict=True)]
    if not all(_amounts[amount] for amount in set(amounts)):
        yield from (place for place, amount in enumerate(amounts) if not _amounts[amount])
