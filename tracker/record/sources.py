"""Sources: the writing verbs."""

from collections.abc import Iterable, Iterator

from tracker.db.change import Change
from tracker.domain import citations, fields, quotes
from tracker.domain.deciding import order_fields, spoken_on
from tracker.domain.fields import Values
from tracker.errors.base import AlreadyRecorded, Problem
from tracker.record import paragraphs
from tracker.record.nouns import Noun
from tracker.text.articles import Article


class Sources(Noun):
    """A source speaks on one day, which puts its mentions in order."""

    def checks(self, _change: Change, values: Values) -> Iterator[Problem]:
        """Its days agree with each other, and with how it is cited."""
        earliest, best, latest = (values[f"published{end}"] for end in ("_earliest", "", "_latest"))
        if not earliest <= best <= latest:
            remedy = "let published lie between published_earliest and published_latest"
            yield Problem("published", f"{best} is not within {earliest} to {latest}", remedy)
        if values.get("updated") and values["updated"] < earliest:
            yield Problem("updated", f"{values['updated']} is before it was published", "check both dates")
        yield from citations.problems(values)
        yield from citations.life_problems(values)

    def edit(self, change: Change, key: str, changes: Values, base: int | None = None) -> bool:
        """Change fields of a source, empty ones to nothing; its mentions speak on its new day, as what it is now.

        Returns whether anything changed. Raises UnknownKey, Refused, or Conflict where it was changed since `base`.
        """
        before = self.required(change, key)
        changed = super().edit(change, key, changes, base)
        after = self.required(change, key)
        if (spoken_on(before), before.get("type")) != (spoken_on(after), after.get("type")):
            for mention in mentions_of(change, key):
                row = change.live("mention", mention) or {}
                change.revise("mention", mention, order_fields(mention, row, spoken_on(after), after.get("type")))
        return changed


SOURCES = Sources("source", fields.SOURCE)
values, add, edit = SOURCES.values, SOURCES.add, SOURCES.edit


def refuse_known(change: Change, fingerprints: Iterable[str]) -> None:
    """Raise AlreadyRecorded where a source in the record was read from the text that has these fingerprints."""
    known = [key for sha256 in fingerprints for key in change.live_keys("source", text_sha256=sha256)]
    if known:
        raise AlreadyRecorded(known[0])


def take_text(change: Change, key: str, article: Article) -> None:
    """Take over the text of a source that has none yet: its fingerprint and its paragraphs. Raises AlreadyRecorded."""
    refuse_known(change, article.fingerprints)
    edit(change, key, {"text_sha256": article.sha256})
    for number, line in enumerate(article.paragraphs, 1):
        words = max(1, quotes.words(line))
        paragraphs.add(change, key, {"number": number, "sha256": quotes.fingerprint(line), "words": words})


def mentions_of(change: Change, key: str) -> list[str]:
    """The keys of a source's live mentions."""
    numbers = [change.number_of("paragraph", paragraph) for paragraph in paragraphs_of(change, key)]
    quoted = [mention for number in numbers for mention in change.live_keys("mention", paragraph_id=number)]
    return quoted + change.live_keys("mention", source_id=change.number_of("source", key))


def paragraphs_of(change: Change, key: str) -> list[str]:
    """The keys of a source's live paragraphs, in reading order."""
    found = change.live_keys("paragraph", source_id=change.number_of("source", key))
    return sorted(found, key=lambda name: int(name.rpartition("/")[2]))


def withdraw(change: Change, key: str, base: int | None = None) -> int:
    """Withdraw a source with its paragraphs and mentions; returns how many mentions went.

    An event that only this source said was met is unmet again, and one that it dated undated. Raises UnknownKey, or
    Conflict.
    """
    mentions, lines = mentions_of(change, key), paragraphs_of(change, key)
    SOURCES.withdraw(change, key, base)
    for mention in mentions:
        change.end("mention", mention)
    for paragraph in lines:
        for event in change.live_keys("event", paragraph_id=change.number_of("paragraph", paragraph)):
            change.revise("event", event, {"met_on": None, "paragraph_id": None, "quote": None})
        change.end("paragraph", paragraph)
    for event in change.live_keys("event", document_id=change.number_of("source", key)):
        change.revise("event", event, {"happened_on": None, "document_id": None, "locator": None})
    return len(mentions)
