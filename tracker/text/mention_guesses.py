"""What a mention of a measure may say, field by field, and where each guess comes from.

The paragraph's own words come first, those of the quote before those around it. What an earlier mention said is offered
only where the paragraph is silent, and says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from tracker.domain import quotes
from tracker.domain.dates import lies_ahead
from tracker.domain.fields import Values
from tracker.domain.vocabulary import PAST_STAGES
from tracker.text import guesses, lists, speakers
from tracker.text.amount_phrases import amount_in
from tracker.text.date_phrases import date_in, when


class Guess(NamedTuple):
    """A field's value as somebody would type it, and what it comes from: words of the paragraph, or an earlier mention.

    Without words and mention it follows from the kind of measure, or from another field.
    """

    value: str = ""
    words: str = ""  # as they stand in the paragraph, or in the one before it
    in_quote: bool = False
    said: str = ""  # "KEY, DATE" of the earlier mention that it is carried over from

    @property
    def is_supported(self) -> bool:
        """Whether it can be taken unseen: not what is carried over from an earlier mention."""
        return bool(self.value) and not self.said

    @property
    def origin(self) -> str:
        """Where it comes from, in words; empty where it follows from the kind of measure or from another field."""
        if self.said:
            return f"as last said in {self.said}"
        if not self.words:
            return ""
        return f"“{self.words}”" if self.in_quote else f"“{self.words}”, outside the quote"


# Carried over, and labelled, where the paragraph says nothing of it. A date, an amount or a speaker never is.
_CARRIED = ("status", "place", "condition")
# What is under way, in effect or done waits for nothing.
_CONDITIONAL = ("considered", "proposed", "announced")


def mention_guesses(
    quote: str, read: Sequence[str], spoken: str, measure: Mapping[str, object], last: Values | None = None
) -> dict[str, Guess]:
    """The guesses for a mention of a measure; every field is there, perhaps empty.

    `read` are the article's paragraphs up to the one that the quote stands in, `spoken` is the day the source speaks,
    `measure` has `kind` and `target`, and `last` is what was last said of it (`last_said`). Amounts and dates are words
    as they stand in the text, the rest are codes or words of the record.
    """
    paragraph, kind = quotes.normalise(read[-1]), str(measure.get("kind") or "")
    quote = quotes.normalise(quote)
    before, after = quotes.sentence_around(quote, paragraph)
    from tracker.text import highlights  # its patterns take long to make, and who types a mention needs none of them

    lead = lists.leads(read)[-1]
    is_asked = guesses.is_asked(paragraph, paragraph.find(quote))
    status = Guess() if is_asked else _stage(quote, f"{lead} {before}" if highlights.uk_in(lead) else before, kind)
    said_by, words = speakers.speaker(quote, read, spoken)
    within = quotes.occurrences(words, quote) > 0
    found = {
        "status": status,
        "amount": _first(_itself(amount_in), (quote,)),
        **_dates(quote, paragraph, spoken, status.value),
        "place": _place(quote, paragraph, kind),
        "speaker": Guess(said_by, words, within),
        "condition": Guess(),
    }
    if status.value in _CONDITIONAL:
        found["condition"] = _first(_itself(guesses.condition), (quote,), (after, before))
    found["attribution"] = Guess(guesses.attribution(said_by), words, within)
    if not said_by and (report := _REPORTED.search(f"{before} {quote}")):
        found["attribution"] = Guess("reports", report[0], report[0] in quote)
    for name in _CARRIED:
        if last and last.get(name) and not found[name].value:
            found[name] = Guess(str(last[name]), said=_said(last))
    found["actor"] = Guess(actor(kind, last))
    found["target"] = Guess(str(measure.get("target") or ""))
    hedge = _HEDGE.search(quote)
    found["strength"] = Guess(
        "direct" if status.in_quote and not hedge else "indirect", hedge[0] if hedge else "", True
    )
    return found


def actor(kind: str, last: Values | None = None) -> str:
    """Who acts in a measure of a kind, where a mention does not say: who was last said to."""
    armed = kind in ("deployment", "readiness", "training")
    return str((last or {}).get("actor") or ("British armed forces" if armed else "UK government"))


_HEDGE = re.compile(
    r"\b(?:could|may|might|possib\w+|potential\w*|appear\w* to|suggest\w*|hint\w*|indicat\w*|[Rr]eport(?:s|edly))\b"
)
_REPORTED = re.compile(
    r"\b(?:reportedly|(?:[Rr]eports|[Ii]t (?:is|was|has been)) (?:say|said|suggest\w*|reported|claimed|understood))\b"
)
Found = Callable[[str], tuple[str, str]]  # a value and the words it comes from


def _itself(guess: Callable[[str], str]) -> Found:
    """A guess whose words are its value."""

    def found(text: str) -> tuple[str, str]:
        words = guess(text)
        return words, words

    return found


def _first(guess: Found, inside: Sequence[str], outside: Sequence[str] = ()) -> Guess:
    """The first guess that texts inside or outside the quote make."""
    for text in (*inside, *outside):
        value, words = guess(text)
        if value:
            return Guess(value, words, text in inside)
    return Guess()


def _stage(quote: str, before: str, kind: str) -> Guess:
    """The stage by the words of the quote, else by those that lead up to it in its sentence."""
    from tracker.text import stages  # as above

    # Together, as a verb may have its first half before the quote: They will | carry generators.
    for text, inside in ((quote, True), (f"{before} {quote}", False)):
        status, words = stages.stage(text, kind)
        if words:
            return Guess(status, words, inside) if status else Guess()
    return Guess()


def _place(quote: str, paragraph: str, kind: str) -> Guess:
    """The place that something is in or goes to; the places that a sanction or a law names are not where it is."""
    if kind in ("sanctions", "legislation", "asset_recovery", "justice"):
        return Guess()
    before, after = quotes.sentence_around(quote, paragraph)
    found = _first(guesses.place, (quote,), (after,))
    return found if found.value else _first(guesses.only_place, (), (before, paragraph))


def _dates(quote: str, paragraph: str, spoken: str, status: str) -> dict[str, Guess]:
    """The day from which it is so, and a stated step still to come.

    Outside the quote the day on which somebody spoke dates a claim, and no act.
    """
    before, after = quotes.sentence_around(quote, paragraph)
    nothing = {"date": Guess(), "due": Guess()}
    for text in (quote, after, before, paragraph):
        told = date_in(text, spoken)
        if not told or (text != quote and status in PAST_STAGES and guesses.is_when_said(text, told)):
            continue
        ahead = lies_ahead(when(told, spoken).edtf, spoken)
        # The verb that puts a day ahead may stand in the quote: sails | on Thursday.
        goes_on = text == after and not re.search(r"[,;]|\b(?:after|following)\b", after.partition(told)[0])
        ahead = ahead or guesses.lies_ahead(f"{quote} {after}" if goes_on else text, told)
        return nothing | {"due" if ahead else "date": Guess(told, told, text == quote)}
    return nothing


def _said(last: Values) -> str:
    return f"{last.get('mention')}, {last['published']}" if last.get("published") else "this article"


def last_said(measure: str, mentions: Iterable[Values], spoken: str) -> Values | None:
    """The mention of a measure that was the last word on it by the day a source speaks, or nothing.

    The mentions come in deciding order, as the record lists them; one of the reading under way has no day (`published`)
    and is later than all of the record.
    """
    said = [row for row in mentions if row["measure"] == measure]
    own = [row for row in said if not row.get("published")]
    by_then = [row for row in said if row.get("published") and str(row["published"]) <= spoken]
    return own[-1] if own else max(by_then, key=lambda row: str(row["published"]), default=None)


def remarks(status: str, quote: str, paragraph: str) -> list[str]:
    """What a reader should look at again before a stage is saved, in words; empty where nothing strikes."""
    found = re.search(r"\b(?:was|were|had)\b", quote)
    if status == "announced" and found and speakers.is_retold(quote, paragraph):
        return [f"“{found[0]}” retells what somebody said: it may have gone further than announced"]
    return []
