"""Mentions: the writing verbs."""

from tracker import evidence, fields
from tracker.amounts import Amount
from tracker.dates import period
from tracker.deciding import order_fields, spoken_on
from tracker.errors import Problem, Refused
from tracker.fields import Values
from tracker.keys import mention_key, paragraph_key
from tracker.revisions import Change, Row

# Stages that claim something has happened: it cannot lie after the day its source speaks.
PAST_STAGES = ("under_way", "in_effect", "completed", "ended")


def problems(change: Change, source: str, values: Values) -> list[Problem]:
    """What keeps these values from being a new mention in a source."""
    found = fields.check(fields.MENTION, values)
    if found:
        return found
    said = change.live("source", source)
    if said is None:
        return [Problem("source", f"no source {source!r}", "add the source first")]
    found += _references(change, source, values)
    for field in ("quote", "context_quote"):
        complaint = evidence.complaint(values[field]) if values.get(field) else None
        if complaint:
            found.append(Problem(field, *complaint))
    if bool(values.get("context_paragraph")) != bool(values.get("context_quote")):
        remedy = "give context_paragraph and context_quote together"
        found.append(Problem("context_quote", "the context is incomplete", remedy))
    found += _dates(values, spoken_on(said))
    found += _amounts(values)
    key = mention_key(source, values["paragraph"], values["measure"], values["quote"])
    if key in change.keys("mention") and change.live("mention", key):
        found.append(Problem("quote", "the record has this mention already", "leave it out, or quote other words"))
    return found


def _references(change: Change, source: str, values: Values) -> list[Problem]:
    found = []
    for field, noun in (("measure", "measure"), ("event", "event")):
        if values.get(field) and values[field] not in change.keys(noun):
            found.append(Problem(field, f"no {noun} {values[field]!r}", f"add the {noun}, or correct the key"))
    for field in ("paragraph", "context_paragraph"):
        if values.get(field) and paragraph_key(source, values[field]) not in change.keys("paragraph"):
            found.append(Problem(field, f"{source} has no paragraph {values[field]}", "check the number"))
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
    if amount.qualifier == "not_stated" and amount.has_number:
        return [Problem("qualifier", "not_stated beside a number", "say exact, about, at_least, …")]
    if (amount.qualifier or amount.basis) and not amount.unit:
        return [Problem("unit", "missing beside qualifier or basis", "say what is counted")]
    return []


def amount_of(values: Values) -> Amount:
    """The amount fields as one group."""
    return Amount(
        values.get("amount"),
        values.get("amount_low"),
        values.get("amount_high"),
        values.get("unit") or "",
        values.get("qualifier") or "",
        values.get("basis") or "",
    )


def add(change: Change, source: str, values: Values, deprecated: str = "") -> str:
    """Add a mention to a source and return its key; raises Refused with every problem of its values.

    `deprecated` says why it is set aside from the beginning, as a second reader's are.
    """
    found = problems(change, source, values)
    if found:
        raise Refused("mention", f"{values.get('measure', '?')} in {source}", found)
    said = change.live("source", source) or {}
    key = mention_key(source, values["paragraph"], values["measure"], values["quote"])
    row: Row = dict.fromkeys(_PLAIN)
    row |= {name: value for name, value in values.items() if name in _PLAIN and value != ""}
    row["measure_id"] = change.number_of("measure", values["measure"])
    row["paragraph_id"] = change.number_of("paragraph", paragraph_key(source, values["paragraph"]))
    if values.get("context_paragraph"):
        context = paragraph_key(source, values["context_paragraph"])
        row["context_paragraph_id"] = change.number_of("paragraph", context)
    if values.get("event"):
        row["event_id"] = change.number_of("event", values["event"])
    if values.get("date"):
        dated = period(values["date"])
        row |= {"date_edtf": values["date"], "date_earliest": dated.earliest or None}
        row["date_latest"] = dated.latest or None
    row["unsure"] = int(bool(values.get("unsure")))
    row["deprecated"] = deprecated or None
    change.make("mention", key, row | order_fields(key, row, spoken_on(said)))
    return key


_REFERENCES = {"measure", "paragraph", "context_paragraph", "event", "date", "unsure"}
_PLAIN = [field.name for field in fields.MENTION if field.name not in _REFERENCES]
