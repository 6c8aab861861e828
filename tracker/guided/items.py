"""Finished entries of a reading, in the words of the record's verbs."""

from tracker.db.change import Change
from tracker.domain.fields import Values
from tracker.guided.entries import Item
from tracker.record import paragraphs
from tracker.record.verbs import VERBS


def values_of(item: Item, source: str) -> Values:
    """An item of the reading of a source, in the fields that the record's verbs take."""
    values = {name: value for name, value in item.values.items() if name not in ("paragraphs", "set_aside")}
    if item.noun == "mention":
        values["source"] = source
        values["deprecated"] = item.values.get("set_aside")
    return values


def add(change: Change, item: Item, source: str) -> None:
    """Write a source with its paragraphs, a measure, or a mention; raises what the record refuses."""
    VERBS[item.noun].add(change, values_of(item, source))
    for row in item.values.get("paragraphs", ()):
        paragraphs.add(change, item.key, row)
