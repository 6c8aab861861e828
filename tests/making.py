"""Acting on a record by the writing verbs, and looking at what came of it."""

from typing import Any

from tests.conftest import opened
from tracker.db import change_log
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import ask_of, transaction
from tracker.db.hash_chain import broken_chain
from tracker.db.reader import reading
from tracker.record import measures
from tracker.record.undo import last_of, undo


def act(address: Address, verb: Any, *arguments: Any, by: str = "a person", **named: Any) -> Any:
    """One verb, in a change of its own."""
    with transaction(address) as connection:
        change = Change(connection, by, "to test")
        answer = verb(change, *arguments, **named)
        change.close()
        return answer


def undo_it(address: Address, number: int = 0, by: str = "a person") -> int:
    """Take a change back, in a change of its own."""
    with transaction(address) as connection:
        change = Change(connection, by, "undo")
        count = undo(change, number or last_of(change, by))
        change.close()
        return count


def state(address: Address) -> list[Any]:
    """All that a report could show of a record."""
    record = opened(address)
    return [record.mentions(), record.definitions(), record.sources(), record.paragraphs(), record.links()]


def live_keys(address: Address) -> list[str]:
    """The keys of all measures, but for those that were merged away."""
    return [row["measure"] for row in opened(address).definitions() if not row["merged_into"]]


def sound(address: Address) -> bool:
    """Whether the change log vouches for everything."""
    with transaction(address) as connection:
        return broken_chain(ask_of(connection)) == []


def mention(address: Address, measure: str, source: str) -> str:
    """The key of a source's first mention of a measure."""
    found = [row for row in opened(address).mentions() if (row["measure"], row["source"]) == (measure, source)]
    return str(found[0]["mention"])


def entries(address: Address) -> list[change_log.Entry]:
    """The change log, newest entry first."""
    with reading(address) as reader:
        return [*change_log.log(reader.rows)]


MEASURE = {"key": "a-loan", "title": "A loan", "kind": "humanitarian"}


def add(address: Address, key: str, why: str = "to test") -> int | None:
    """Add a measure in a change of its own."""
    with transaction(address) as connection:
        change = Change(connection, "the tests", why)
        measures.add(change, {**MEASURE, "key": key})
        return change.close()
