"""Sources and their paragraphs: the writing verbs."""

from collections.abc import Sequence

from tracker import fields
from tracker.errors import Problem, Refused
from tracker.fields import Values
from tracker.keys import paragraph_key
from tracker.revisions import Change


def problems(change: Change, values: Values) -> list[Problem]:
    """What keeps these values from being a new source."""
    found = fields.check(fields.SOURCE, values)
    if found:
        return found
    if values["key"] in change.keys("source") and change.live("source", values["key"]):
        found.append(Problem("key", f"the record has a source {values['key']!r} already", "choose another key"))
    earliest, best, latest = (values[f"published{end}"] for end in ("_earliest", "", "_latest"))
    if not earliest <= best <= latest:
        remedy = "let published lie between published_earliest and published_latest"
        found.append(Problem("published", f"{best} is not within {earliest} to {latest}", remedy))
    if values.get("updated") and values["updated"] < earliest:
        found.append(Problem("updated", f"{values['updated']} is before it was published", "check both dates"))
    return found


def add(change: Change, values: Values) -> None:
    """Add a source; raises Refused with every problem of its values."""
    found = problems(change, values)
    if found:
        raise Refused("source", str(values.get("key", "?")), found)
    change.make("source", values["key"], {name: value for name, value in values.items() if name != "key"})


def paragraph_problems(values: Values) -> list[Problem]:
    """What is wrong with one paragraph's values."""
    found = fields.check(fields.PARAGRAPH, values)
    if not found and values.get("also") and not values.get("verdict"):
        found.append(Problem("also", "there is no verdict for it to stand beside", "put the first one in verdict"))
    return found


def add_paragraph(change: Change, source: str, values: Values) -> None:
    """Add a paragraph to a source; raises Refused with every problem of its values, UnknownKey without the source."""
    number = values.get("number")
    found = paragraph_problems(values)
    key = paragraph_key(source, number if isinstance(number, int) else 0)
    if not found and key in change.keys("paragraph") and change.live("paragraph", key):
        found.append(Problem("number", f"paragraph {number} is there already", "number each line once"))
    if found:
        raise Refused("paragraph", key, found)
    anchor = {"source_id": change.number_of("source", source), "number": number}
    change.make("paragraph", key, {name: value for name, value in values.items() if name != "number"}, anchor)


def missing_numbers(numbers: Sequence[int]) -> list[int]:
    """The paragraph numbers left out between 1 and the greatest given."""
    given = set(numbers)
    return [number for number in range(1, max(given, default=0) + 1) if number not in given]
