"""Mentions: the writing verbs."""

from collections.abc import Iterator, Sequence

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.domain import fields, quotes
from tracker.domain.amounts import AMOUNT_FIELDS, amount_of
from tracker.domain.dates import period
from tracker.domain.deciding import order_fields, spoken_on
from tracker.domain.fields import Field, Values
from tracker.domain.keys import as_mention_key, is_mention_key, mention_key
from tracker.domain.vocabulary import PAST_STAGES
from tracker.errors.base import Problem, Refused
from tracker.record.nouns import Noun


class Mentions(Noun):
    """A mention's key is made of what it points at; its place in the deciding order is kept with it."""

    def key(self, values: Values) -> str:
        """The key it is born with."""
        if is_cited(values):
            return mention_key(values["source"], values.get("locator") or "", values["measure"])
        return mention_key(values["source"], values["paragraph"], values["measure"], values["quote"])

    def label(self, values: Values) -> str:
        """The measure it speaks of, and where."""
        return f"{values.get('measure', '?')} in {values.get('source', '?')}"

    def taken(self, _key: str) -> Problem:
        """The complaint about words that are recorded."""
        remedy = "leave it out, or quote other words; of one that is cited, give another locator"
        return Problem("quote", "the record has this mention already", remedy)

    def fields_of(self, values: Values) -> Sequence[Field]:
        """A mention that is cited needs no words of its source."""
        return fields.as_cited(self.fields) if is_cited(values) else self.fields

    def checks(self, change: Change, values: Values) -> Iterator[Problem]:
        """Its quotes, its context, its speaker, its dates and its amount."""
        for field in fields.WORDS if is_cited(values) else ():
            if values.get(field):
                remedy = "leave it out; or give paragraph and quote together, and evidence as quoted"
                yield Problem(field, "a mention that is cited has no words of its source", remedy)
        for field in ("quote", "context_quote"):
            complaint = quotes.complaint(values[field]) if values.get(field) else None
            if complaint:
                yield Problem(field, *complaint)
        if bool(values.get("context_paragraph")) != bool(values.get("context_quote")):
            remedy = "give context_paragraph and context_quote together"
            yield Problem("context_quote", "the context is incomplete", remedy)
        if values.get("speaker") and values.get("attribution") == "own_voice":
            remedy = "say named_person, named_body or unnamed_officials, or leave the speaker out"
            yield Problem("attribution", "own_voice, but somebody speaks", remedy)
        yield from _dates(values, spoken_on(change.live("source", values["source"]) or {}))
        yield from amount_problems(values)

    def row(self, change: Change, key: str, values: Values) -> Row:
        """The version its values come to, with what puts it in order."""
        dated = values.get("date") or None
        days = period(dated) if dated else None
        row = super().row(change, key, values) | {
            "date_edtf": dated,
            "date_earliest": (days.earliest or None) if days else None,
            "date_latest": (days.latest or None) if days else None,
        }
        source = change.live("source", values["source"]) or {}
        if row["origin"] == (source.get("origin") or values["source"]):
            row["origin"] = None  # it is its source's, whatever that comes to be
        if not is_cited(values):
            row["source_id"] = None  # its paragraph names it
        return row | order_fields(key, row, spoken_on(source), source.get("type"))

    def to_values(self, change: Change, key: str, row: Row) -> dict[str, object]:
        """What a version says."""
        dated = {"date": row["date_edtf"]} if row.get("date_edtf") else {}
        return super().to_values(change, key, row) | dated

    def add(self, change: Change, values: Values, key: str = "") -> str:
        """Add a mention and return its key; raises Refused, for a given key that is none too."""
        key = as_mention_key(key)
        if key and not is_mention_key(key):
            remedy = "give m and 10 hexadecimal digits, or leave it empty to get a new key"
            complaint = Problem("mention", f"{key[:80]!r} is not a mention's key", remedy)
            raise Refused("mention", self.label(values), [complaint, *self.problems(change, values)])
        return super().add(change, values, key)


def is_cited(values: Values) -> bool:
    """Whether a mention points at a document without words of it."""
    return values.get("evidence") == "cited"


MENTIONS = Mentions("mention", [fields.STANDS_IN, *fields.MENTION_IN_FILE[:-1]])
values, edit, withdraw = MENTIONS.values, MENTIONS.edit, MENTIONS.withdraw


def add(change: Change, source: str, values: Values, key: str = "") -> str:
    """Add a mention to a source and return its key; raises Refused with every problem of its values.

    `key` is for a mention that was born with other words and keeps its key.
    """
    return MENTIONS.add(change, {**values, "source": source}, key)


def move(change: Change, key: str, measure: str, base: int | None = None) -> bool:
    """Let a mention speak of another measure; it remembers under which one it was recorded."""
    before = MENTIONS.required(change, key)
    recorded_as = before.get("recorded_as") or before["measure"]
    changes = {"measure": measure, "recorded_as": None if recorded_as == measure else recorded_as}
    return edit(change, key, changes, base)


def prefer(change: Change, key: str, on: str, base: int | None = None) -> bool:
    """Let a mention count as dated on a day, so that it decides until later news; an empty day takes that back."""
    return edit(change, key, {"preferred_on": on, "deprecated": None}, base)


def deprecate(change: Change, key: str, reason: str, base: int | None = None) -> bool:
    """Set a mention aside for a reason, so that it never decides; an empty reason takes that back."""
    return edit(change, key, {"deprecated": reason, "preferred_on": None}, base)


_AMOUNTS = frozenset(AMOUNT_FIELDS)


def _dates(values: Values, spoken: str) -> Iterator[Problem]:
    dated = values.get("date")
    if bool(dated) != bool(values.get("date_basis")):
        remedy = "give date and date_basis together"
        yield Problem("date_basis", "a date and its basis go together", remedy)
    if dated and values["status"] in PAST_STAGES and period(dated).earliest > spoken:
        remedy = "a future step belongs in due"
        yield Problem("date", f"{dated} lies after the source spoke, on {spoken}", remedy)


def amount_problems(values: Values) -> list[Problem]:
    """What is wrong with the fields of an amount taken together."""
    if _AMOUNTS.isdisjoint(values):
        return []
    amount = amount_of(values)
    if amount.has_number and not (amount.unit and amount.qualifier):
        return [Problem("amount", "a number needs its unit and its qualifier", 'say what is counted: unit = "troops"')]
    if amount.low is not None and amount.high is not None and amount.low > amount.high:
        return [Problem("amount_low", "the least is more than the most", "exchange them")]
    if amount.amount is not None and (amount.low is not None or amount.high is not None):
        return [
            Problem("amount", "a number beside a range", "give one of them, the number or amount_low and amount_high")
        ]
    if amount.qualifier == "not_stated" and amount.has_number:
        return [Problem("qualifier", "not_stated beside a number", "say exact, about, at_least, …")]
    if (amount.qualifier or amount.basis) and not amount.unit:
        return [Problem("unit", "missing beside qualifier or basis", "say what is counted")]
    return []
