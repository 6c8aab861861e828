"""Which measures a mention may speak of: those of the article first, those its words are like, and a new one."""

import re
from collections.abc import Iterator

from tracker.domain import fields
from tracker.domain.dates import show_date
from tracker.domain.fields import Values
from tracker.domain.keys import READ_BY
from tracker.domain.vocabulary import FORMS_OF_KIND, KINDS, place_lies_in, status_label
from tracker.errors.base import did_you_mean
from tracker.errors.guided import BadAnswer
from tracker.guided.answers import code_of, free_key, free_of, value_of
from tracker.guided.entries import Progress
from tracker.text import guesses
from tracker.text.articles import slug
from tracker.text.mention_guesses import last_said
from tracker.text.near_duplicates import LIKE, measures_alike, measures_like, telling_words

# From here on one is taken unasked, where no other comes near it.
SURE, AHEAD = 0.5, 0.12
_FIELD = {field.name: field for field in fields.MEASURE}
_LISTED = 5
# A key is known by its beginning from so many letters on.
_BEGINNING = 3


class MeasureChoices:
    """The measures that are offered for a quote, the likeliest first."""

    def __init__(self, progress: Progress, quote: str, paragraph: str) -> None:
        self.progress = progress
        named = [str(row["measure"]) for row in progress.own]
        here = {row["measure"] for row in progress.here}
        rows = [row for key, row in progress.measures.items() if key not in here]
        found = {near.key: near.likeness for near in measures_like(paragraph, rows)}
        # The words of the quote tell most: two measures of one paragraph differ there.
        likeness = {near.key: near.likeness for near in measures_like(quote, rows)}
        found = {key: likeness.get(key, 0) or share / 2 for key, share in {**found, **likeness}.items()}
        found = {key: share * _apart(progress.measures[key], quote) for key, share in found.items()}
        # What the article speaks of already, it likely speaks of again.
        found = {key: share + (0.1 if key in named else 0) for key, share in found.items()}
        used = [key for key in dict.fromkeys(named) if key in found]
        rest = sorted((key for key in found if key not in used), key=lambda key: (-found[key], key))
        best = [*sorted(found.values(), reverse=True), 0, 0]
        top = max(found, key=lambda key: (found[key], key), default="")
        is_sure = best[0] >= SURE and best[0] - best[1] >= AHEAD
        self.preselected = top if is_sure and _names(str(progress.measures[top]["title"]), quote) else ""
        self.keys = [*used, *rest][:_LISTED]
        self.is_only = sum(share >= LIKE for share in found.values()) == 1

    def listed(self, after: int) -> Iterator[tuple[int, str]]:
        """The numbers and titles to choose by, counted on from what is listed before."""
        for place, key in enumerate(self.keys, after + 1):
            yield place, f"{self.progress.measures[key]['title']} ({key})"

    def numbered(self, place: int, typed: str) -> str:
        """The measure with a number; raises BadAnswer."""
        if not 0 < place <= len(self.keys):
            raise BadAnswer(f"there is no {typed} among the choices", "m KEY names a measure, n TITLE makes a new one")
        return self.keys[place - 1]

    def why(self, key: str) -> str:
        """Why a measure is taken, in words."""
        if any(row["measure"] == key for row in self.progress.own):
            return f"{key}, used in this article"
        return f"{key}, the one match" if key == self.preselected and self.is_only else key

    def resolved(self, typed: str) -> str:
        """The measure that a key, its beginning or a title names; raises BadAnswer."""
        measures = self.progress.measures
        if typed in measures:
            return typed
        word = typed.lower()
        begun = word if len(word) >= _BEGINNING else None
        found = [
            key
            for key, row in measures.items()
            if (begun and key.startswith(begun)) or str(row["title"]).lower() == word
        ]
        if len(found) == 1:
            return found[0]
        near = [one.key for one in measures_like(typed, list(measures.values()))]
        if found or near:
            remedy = f"perhaps {' or '.join(found[:4] or near)}"
        else:
            remedy = did_you_mean(typed, measures) or "n TITLE makes a new one; ? m shows what is like these words"
        raise BadAnswer(f"{typed!r} names {'several measures' if found else 'no measure'}", remedy)

    def new(self, title: str, quote: str, paragraph: str) -> Values:
        """A new measure of a title, with its kind, form and target guessed."""
        title = str(value_of(_FIELD["title"], title)["title"])
        kind = next(filter(None, map(guesses.kind, (title, quote, paragraph))), "")
        taken = self.progress.known.measure_keys | self.progress.measures.keys()
        # A second reader's own measures carry the reader's name: no key may betray what the first one found.
        _, joined, reader = self.progress.source.partition(READ_BY)
        key = free_of(slug(title) + joined + reader, taken)
        made = {"key": key, "title": title, "kind": kind, "form": guesses.form(kind, title)}
        return {**made, "target": guesses.targets(kind, title)}

    def described(self, new: Values, name: str, typed: str) -> Values:
        """A new measure with one of its fields said; raises BadAnswer where there is none."""
        if not new:
            raise BadAnswer(f"{name} is a field of a new measure", "n TITLE makes one")
        if name == "key":
            taken = self.progress.known.measure_keys | self.progress.measures.keys()
            return {**new, "key": free_key(typed, taken, "measure")}
        if name == "kind":
            kind = code_of(typed, KINDS)
            made = {"form": guesses.form(kind, new["title"]), "target": guesses.targets(kind, new["title"])}
            return {**new, **made, "kind": kind}
        found = value_of(_FIELD[name], typed)
        if name == "form" and found["form"] and found["form"] not in FORMS_OF_KIND.get(new["kind"], ()):
            raise BadAnswer(f"{found['form']} is no form of {new['kind']}", "say the kind first, or form -")
        return {**new, **found}

    def alike(self, new: Values) -> Iterator[tuple[str, str]]:
        """The measures that a new one may be once more."""
        for near in measures_alike({"measure": "", **new}, list(self.progress.measures.values())):
            yield near.key, str(self.progress.measures[near.key]["title"])

    def shown(self, key: str) -> list[str]:
        """A measure in words: what it is, and what was last said of it."""
        row = self.progress.measures[key]
        told = [f"{row['title']} ({key}): {KINDS.label(str(row['kind']))}"]
        if last := last_said(key, self.progress.mentions, self.progress.spoken):
            day = f", {show_date(str(last['published']))}" if last.get("published") else ""
            stage = status_label(str(row["kind"]), str(last["status"]))
            told.append(f"    {stage}: “{last['quote']}” ({last['source']} ¶{last['paragraph']}{day})")
        return told


def _names(title: str, quote: str) -> bool:
    """Whether a quote has two telling words of a title, or its only one: one word alone may be any other measure's."""
    telling = telling_words(title)
    return len(telling & telling_words(quote)) >= min(2, len(telling) or 1)


def _apart(measure: Values, quote: str) -> float:
    """How much of a likeness is left where measure and quote are of other places, of other numbers or another kind."""
    title, kind = str(measure["title"]), guesses.kind(quote)
    one, other = (guesses.place(text)[0].split(";") for text in (title, quote))
    share = 0.8 if kind and kind != measure["kind"] else 1.0
    if all((*one, *other)) and not any(place_lies_in(a, b) or place_lies_in(b, a) for a in one for b in other):
        share *= 0.5
    numbers = [set(re.findall(r"\d[\d,]*", text)) for text in (title, quote)]
    return share * (0.7 if all(numbers) and numbers[0].isdisjoint(numbers[1]) else 1)
