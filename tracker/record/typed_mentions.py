"""A mention as somebody types it, read beside the record: words, quotes and what they name, every fault at once."""

from collections.abc import Iterator
from pathlib import Path

from tracker.db import queries
from tracker.domain import fields, quotes
from tracker.domain.fields import Values
from tracker.domain.rows import SourceRow
from tracker.errors.base import Problem, UsageError, suggestion
from tracker.errors.files import CannotRead
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import NotUnderstood
from tracker.reports.snapshot import Snapshot
from tracker.reports.verification import Texts, texts_folder
from tracker.text.input_files import content_of
from tracker.text.typed_values import Understood, understood, usual_unit


class TypedMention:
    """Reads what is typed of a mention: dates from the day its source speaks, numbers in the measure's usual unit.

    Where the article's text is at hand, in a file that was given or in a copy, its quotes are held against it. `held`
    is what the mention says already, where it is one of the record.
    """

    def __init__(self, snapshot: Snapshot, held: Values | None = None, text: Path | None = None) -> None:
        self.snapshot = snapshot
        self.copies = Texts(snapshot, texts_folder(""))
        self.held = held or {}
        self.text = text

    def __call__(self, given: Values, known: Values) -> Understood:
        """The values given as they are coded, beside what is known already; raises NotUnderstood with all faults."""
        known = {**self.held, **known, **given}
        source = self.snapshot.known_source(str(known.get("source", "")))
        earlier = self.snapshot.mentions_of(str(known.get("measure", "")))
        quoted, problems = self._quotes(given, known)
        problems += self._unknown(given, source)
        unit = str(self.held.get("unit") or usual_unit(earlier))
        try:
            spoken = source["spoken_on"] if source else ""
            found = understood(fields.MENTION_IN_SOURCE, {**given, **quoted}, spoken, unit, self.held)
        except NotUnderstood as error:
            problems += error.problems
        if problems:
            raise NotUnderstood(problems)
        return found

    def _unknown(self, given: Values, source: SourceRow | None) -> Iterator[Problem]:
        """What the values name that is not there: codes, sources, measures, paragraphs."""
        coded = [field for field in fields.MENTION if field.vocabulary is not None and given.get(field.name)]
        yield from fields.check(coded, {field.name: given[field.name] for field in coded})
        if given.get("source") and self.snapshot.known_source(given["source"]) is None:
            known = [row["source"] for row in self.snapshot.sources()]
            yield Problem("source", f"no source {given['source']!r}", suggestion(given["source"], known))
        if key := given.get("measure"):
            measure = next(iter(self.snapshot.rows(queries.MEASURES, first=key, last=key)), None)
            if measure is None:
                known = [row["measure"] for row in self.snapshot.definitions()]
                yield Problem("measure", f"no measure {key!r}", suggestion(key, known))
            elif into := measure["merged_into"]:
                yield Problem("measure", f"{key} was merged into another measure", f"say {into}")
        for name in ("paragraph", "context_paragraph"):
            number = given.get(name)
            if source and isinstance(number, int) and number > source["paragraphs"]:
                yield Problem(name, f"{source['source']} has no paragraph {number}", f"it has {source['paragraphs']}")

    def paragraphs(self, key: str) -> list[str]:
        """The paragraphs of a source's text: of the file that was given, else of a copy at hand, else none."""
        source = self.snapshot.known_source(key)
        if source is None or not (self.text or self.copies.name(source)):
            return []
        try:
            content = content_of(self.text) if self.text else self.copies.content(source)
        except OSError as error:
            raise CannotRead(self.text, error.strerror or str(error)) from error
        if source["text_sha256"] not in (None, *quotes.file_fingerprints(content)):
            if self.text is None:
                return []
            message = f"{self.text} is not the text that {source['source']} was read from"
            raise UsageError(message, "give that text, or leave --text out")
        return quotes.paragraphs(quotes.as_meant(content).decode("utf-8", errors="replace"))

    def _quotes(self, given: Values, known: Values) -> tuple[dict[str, str], list[Problem]]:
        """The quotes as they stand in their paragraphs, and what is wrong with them."""
        texts = self.paragraphs(known.get("source", ""))
        found, problems = {}, []
        for name, place in (("quote", "paragraph"), ("context_quote", "context_paragraph")):
            number, quote = known.get(place), given.get(name)
            if quote and isinstance(number, int) and 0 < number <= len(texts):
                try:
                    found[name] = quotes.as_written(quote, texts[number - 1])
                except BadAnswer as error:
                    elsewhere = [place for place, one in enumerate(texts, 1) if quotes.occurrences(quote, one)]
                    remedy = f"it stands in paragraph {elsewhere[0]}" if elsewhere else error.hint
                    problems.append(Problem(name, error.message, remedy))
            elif quote and (complaint := quotes.complaint(quote)):
                problems.append(Problem(name, *complaint))
        return found, problems
