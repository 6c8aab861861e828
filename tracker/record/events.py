"""Events that measures wait for: the writing verbs."""

from collections.abc import Iterator

from tracker.db.change import Change
from tracker.domain import fields, quotes
from tracker.domain.fields import Values
from tracker.errors.base import Problem, Refused
from tracker.record.nouns import Noun


class Events(Noun):
    """An event is met where a source says so, in words that are cited."""

    def checks(self, _change: Change, values: Values) -> Iterator[Problem]:
        """The citation is whole, and no day without it."""
        cited = [bool(values.get(name)) for name in ("source", "paragraph", "quote")]
        if any(cited) and not all(cited):
            yield Problem("quote", "the citation is incomplete", "give source, paragraph and quote together")
        if values.get("met_on") and not all(cited):
            yield Problem("met_on", "no source says that it was met", "cite the source, paragraph and quote")
        if bool(values.get("happened_on")) != bool(values.get("document")):
            yield Problem("happened_on", "the day and the document go together", "give happened_on and document")
        if values.get("locator") and not values.get("document"):
            yield Problem("locator", "there is no document for it to point into", "give document too")
        if all(cited) and (complaint := quotes.complaint(values["quote"])):
            yield Problem("quote", *complaint)

    def withdraw(self, change: Change, key: str, base: int | None = None) -> None:
        """Withdraw an event that no live mention waits for; raises UnknownKey, Conflict, or Refused."""
        super().withdraw(change, key, base)
        waiting = change.live_keys("mention", event_id=change.number_of("event", key))
        if waiting:
            remedy = f"edit them first: {', '.join(waiting)}"
            raise Refused("event", key, [Problem("key", f"{len(waiting)} mentions wait for it", remedy)])


EVENTS = Events("event", fields.EVENT)
values, add, edit, withdraw = EVENTS.values, EVENTS.add, EVENTS.edit, EVENTS.withdraw
