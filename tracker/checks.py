"""Checks: the record against itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.address import Address
from tracker.deciding import order_fields
from tracker.engine import transaction
from tracker.errors import Fault
from tracker.reports import Record
from tracker.revisions import broken_chain


def check(record: Record, address: Address) -> list[Fault]:
    """Everything unsound in the record itself: what the change log does not vouch for, what points nowhere."""
    name = str(address)
    faults = [Fault(name, 0, "change log", message, remedy) for message, remedy in _log(address)]
    spoken_of = record.spoken_of()
    for measure in record.measure_keys():
        if measure not in spoken_of:
            remedy = "add a mention, or withdraw the measure"
            faults.append(Fault(name, 0, measure, "the measure has no mention, so it has no status", remedy))
    for mention in record.mentions():
        faults += _stored_order(name, mention)
    for row in record.coverage():
        if row["unread"]:
            message = f"{row['unread']} paragraphs have neither mention nor verdict"
            faults.append(Fault(name, 0, row["source"], message, "read them, or give each a verdict"))
    return faults


def _log(address: Address) -> list[tuple[str, str]]:
    with transaction(address, mode="ro") as connection:
        return broken_chain(connection)


def _stored_order(name: str, mention: Mapping[str, Any]) -> Iterator[Fault]:
    """The order stored with a mention is the one its fields give."""
    expected = order_fields(mention["mention"], mention, mention["published"])
    if any(mention[field] != value for field, value in expected.items()):
        remedy = "restore the record from a copy"
        yield Fault(name, 0, mention["mention"], "its stored place in the deciding order is not its own", remedy)
