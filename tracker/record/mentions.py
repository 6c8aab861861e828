"""Mentions: the writing verbs."""

from typing import Any

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.domain import fields, quotes
from tracker.domain.amounts import amount_of
from tracker.domain.dates import period
from tracker.domain.deciding import order_fields, spoken_on
from tracker.domain.fields import Values
from tracker.domain.keys import is_mention_key, mention_key, paragraph_key
from tracker.domain.vocabulary import PAST_STAGES
from tracker.errors.base import NOT_FOUND, Problem, Refused
from tracker.errors.usage import UnknownKey


def values(change: Change, key: str) -> dict[str, Any] | None:
    """What the record says of a mention, in the fields people fill in; nothing where none lives under the key."""
    live = change.live("mention", key)
    return None if live is None else to_values(change, key, live)


def to_values(change: Change, _key: str, live: Row) -> dict[str, Any]:
    """What a version says, in the fields people fill in."""
    found = {name: live[name] for name in _PLAIN if live.get(name) is not None}
    found["measure"] = change.key_of("measure", live["measure_id"])
    found["paragraph"] = _place(change, live["paragraph_id"])[1]
    if live.get("context_paragraph_id"):
        found["context_paragraph"] = _place(change, live["context_paragraph_id"])[1]
    if live.get("event_id"):
        found["event"] = change.key_of("event", live["event_id"])
    if live.get("date_edtf"):
        found["date"] = live["date_edtf"]
    if live["unsure"]:
        found["unsure"] = True
    return found


def source_of(change: Change, key: str) -> str:
    """The key of the source a mention stands in; raises UnknownKey."""
    live = change.live("mention", key)
    if live is None:
        raise UnknownKey("mention", key, change.live_keys("mention"))
    return _place(change, live["paragraph_id"])[0]


def _place(change: Change, paragraph: int) -> tuple[str, int]:
    source, _, number = change.key_of("paragraph", paragraph).rpartition("/")
    return source, int(number)


def problems(change: Change, source: str, values: Values) -> list[Problem]:
    """What is wrong with the values of a mention in a source, taken together."""
    found = fields.check(ALL, values)
    if found:
        return found
    said = change.live("source", source)
    if said is None:
        return [Problem("source", f"no source {source!r}", "add the source first", NOT_FOUND)]
    if values.get("evidence") == "cited":
        remedy = "quote the words that say so, or leave the document out until then"
        found.append(Problem("evidence", "a mention without words of its source cannot be recorded yet", remedy))
    found += _references(change, source, values)
    for field in ("quote", "context_quote"):
        complaint = quotes.complaint(values[field]) if values.get(field) else None
        if complaint:
            found.append(Problem(field, *complaint))
    if bool(values.get("context_paragraph")) != bool(values.get("context_quote")):
        remedy = "give context_paragraph and context_quote together"
        found.append(Problem("context_quote", "the context is incomplete", remedy))
    if values.get("speaker") and values.get("attribution") == "own_voice":
        remedy = "say named_person, named_body or unnamed_officials, or leave the speaker out"
        found.append(Problem("attribution", "own_voice, but somebody speaks", remedy))
    found += _dates(values, spoken_on(said))
    found += _amounts(values)
    return found


def _references(change: Change, source: str, values: Values) -> list[Problem]:
    found = []
    for field, noun in (("measure", "measure"), ("event", "event")):
        if values.get(field) and not change.lives(noun, values[field]):
            remedy = f"add the {noun}, or correct the key"
            found.append(Problem(field, f"no {noun} {values[field]!r}", remedy, NOT_FOUND))
    for field in ("paragraph", "context_paragraph"):
        if values.get(field) and not change.lives("paragraph", paragraph_key(source, values[field])):
            found.append(Problem(field, f"{source} has no paragraph {values[field]}", "check the number", NOT_FOUND))
    return found


def _dates(values: Values, spoken: str) -> list[Problem]:
    found = []
    dated = values.get("date")
    if bool(dated) != bool(values.get("date_basis")):
        remedy = "give date and date_basis together"
        found.append(Problem("date_basis", "a date and its basis go together", remedy))
    if dated and values["status"] in PAST_STAGES and period(dated).earliest > spoken:
        remedy = "a future step belongs in due"
        found.append(Problem("date", f"{dated} lies after the source spoke, on {spoken}", remedy))
    return found


def _amounts(values: Values) -> list[Problem]:
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


def add(change: Change, source: str, values: Values, key: str = "") -> str:
    """Add a mention to a source and return its key; raises Refused with every problem of its values.

    `key` is for a mention that was born with other words and keeps its key.
    """
    found = problems(change, source, values)
    if key and not is_mention_key(key):
        remedy = "give 10 hexadecimal digits, or leave it empty to get a new key"
        found.insert(0, Problem("mention", f"{key[:80]!r} is not a mention's key", remedy))
    if not found:
        key = key or mention_key(source, values["paragraph"], values["measure"], values["quote"])
        if change.lives("mention", key):
            remedy = "leave it out, or quote other words"
            found.append(Problem("quote", "the record has this mention already", remedy))
    if found:
        raise Refused("mention", f"{values.get('measure', '?')} in {source}", found)
    change.make("mention", key, _row(change, source, key, values))
    return key


def edit(change: Change, key: str, changes: Values, base: int | None = None) -> bool:
    """Change fields of a mention, empty ones to nothing; its key stays. Returns whether anything changed.

    Raises UnknownKey, Refused, or Conflict where it was changed since `base`.
    """
    source = source_of(change, key)
    before = values(change, key) or {}
    after = {name: value for name, value in (before | dict(changes)).items() if value not in (None, "")}
    found = problems(change, source, after)
    if found:
        raise Refused("mention", key, found)
    return change.revise("mention", key, _row(change, source, key, after), base)


def move(change: Change, key: str, measure: str, base: int | None = None) -> bool:
    """Let a mention speak of another measure; it remembers under which one it was recorded."""
    before = values(change, key)
    recorded_as = (before or {}).get("recorded_as") or (before or {}).get("measure")
    changes = {"measure": measure, "recorded_as": None if recorded_as == measure else recorded_as}
    return edit(change, key, changes, base)


def prefer(change: Change, key: str, on: str, base: int | None = None) -> bool:
    """Let a mention count as dated on a day, so that it decides until later news; an empty day takes that back."""
    return edit(change, key, {"preferred_on": on, "deprecated": None}, base)


def deprecate(change: Change, key: str, reason: str, base: int | None = None) -> bool:
    """Set a mention aside for a reason, so that it never decides; an empty reason takes that back."""
    return edit(change, key, {"deprecated": reason, "preferred_on": None}, base)


def withdraw(change: Change, key: str, base: int | None = None) -> None:
    """Withdraw a mention; raises UnknownKey or Conflict."""
    change.end("mention", key, base)


ALL = fields.MENTION_IN_FILE[:-1]
_REFERENCES = {"measure", "paragraph", "context_paragraph", "event", "date", "unsure"}
_PLAIN = [field.name for field in ALL if field.name not in _REFERENCES]


def _row(change: Change, source: str, key: str, values: Values) -> Row:
    """The version a mention's values come to."""
    context, event, dated = values.get("context_paragraph"), values.get("event"), values.get("date")
    days = period(dated) if dated else None
    row: Row = {name: None if values.get(name) == "" else values.get(name) for name in _PLAIN}
    row |= {
        "measure_id": change.number_of("measure", values["measure"]),
        "paragraph_id": change.number_of("paragraph", paragraph_key(source, values["paragraph"])),
        "context_paragraph_id": change.number_of("paragraph", paragraph_key(source, context)) if context else None,
        "event_id": change.number_of("event", event) if event else None,
        "date_edtf": dated or None,
        "date_earliest": (days.earliest or None) if days else None,
        "date_latest": (days.latest or None) if days else None,
        "unsure": int(bool(values.get("unsure"))),
    }
    said = change.live("source", source) or {}
    if row["origin"] == (said.get("origin") or source):
        row["origin"] = None  # it is its source's, whatever that comes to be
    return row | order_fields(key, row, spoken_on(said))
