"""A mention while it is put together: its quote, its measure, and every field as typed or guessed."""

from collections.abc import Mapping
from contextlib import suppress

from tracker.domain import fields, quotes
from tracker.domain.fields import Values
from tracker.domain.vocabulary import STATUSES, require_status
from tracker.errors.base import TrackerError
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import UnknownCode
from tracker.guided.answers import code_of, unknown_edit, value_of
from tracker.guided.edits import Edit
from tracker.guided.entries import Progress
from tracker.guided.measure_choices import MeasureChoices
from tracker.guided.quote_choices import STRONG, clause_of, likeliest, quote_choices
from tracker.text import near_duplicates
from tracker.text.amount_phrases import amount_in, how_much
from tracker.text.mention_guesses import Guess, last_said, mention_guesses
from tracker.text.typed_values import usual_unit

LETTERS = {"m": "measure", "s": "status", "a": "amount", "p": "place", "d": "date", "w": "speaker"}
LETTERS |= {"b": "actor", "c": "condition", "x": "strength"}
FIELD = {field.name: field for field in fields.MENTION}
OF_MEASURE = {field.name: field for field in fields.MEASURE if field.name in ("title", "kind", "form", "key")}
NAMES = {**LETTERS, **{name: name for name in FIELD}, "stage": "status", "where": "place", "who": "speaker"}
NAMES |= {"n": "title", "new": "title", "k": "kind", "q": "quote", **{name: name for name in OF_MEASURE}}


class MentionDraft:
    """A mention of a paragraph as it stands: what is typed, and of the guesses those that the paragraph supports."""

    def __init__(self, progress: Progress, number: int) -> None:
        self.progress, self.number = progress, number
        self.text = progress.article.paragraphs[number - 1]
        self.candidate = progress.candidates[number - 1]
        self.typed: Values = progress.draft.get("set", {})
        self.choices = quote_choices(self.text)
        self.used = [clause_of(row["quote"], self.text) for row in progress.here]
        self.preselected = likeliest(self.choices, self.used)
        self.quote = str(progress.draft.get("quote") or (self.preselected.words if self.preselected else ""))
        self.offered = MeasureChoices(progress, self.quote, self.text)
        self.new: Values = progress.draft.get("new", {})
        self.measure = str(self.new.get("key") or progress.draft.get("measure") or self.offered.preselected)
        self.row: Values = self.new or progress.measures.get(self.measure, {})
        self.last = last_said(self.measure, progress.mentions, progress.spoken) or {}
        read = progress.article.paragraphs[:number]
        self.guesses: Mapping[str, Guess] = mention_guesses(self.quote, read, progress.spoken, self.row, self.last)
        self.values = self._values()

    def _values(self) -> Values:
        """The mention as Enter would take it: what is typed, and of the guesses those that the paragraph supports."""
        found: dict[str, object] = {}
        for name, guess in self.guesses.items():
            if guess.is_supported and name not in self.typed:
                with suppress(TrackerError):
                    found |= self._coded(name, guess.value)
        found |= self.typed
        return {name: value for name, value in found.items() if value not in ("", None, False)}

    def _coded(self, name: str, text: str) -> Values:
        if name == "target":
            return {name: text}
        unit = usual_unit([row for row in self.progress.mentions if row["measure"] == self.measure])
        return value_of(FIELD[name], text, self.progress.spoken, unit)

    @property
    def blanks(self) -> list[str]:
        """The fields that are needed and empty, in the order in which they are asked for."""
        have = {"quote": self.quote, "measure": self.measure, "status": self.values.get("status")}
        have |= {"kind": self.new["kind"]} if self.new else {}
        return [name for name, value in have.items() if not value]

    @property
    def is_promising(self) -> bool:
        """Whether another mention in a paragraph is worth a screen of its own: another measure, or strong words."""
        if self.preselected is None:
            return False
        named = {row["measure"] for row in self.progress.here}
        return (self.offered.preselected or "") not in named and (
            bool(self.offered.preselected) or (self.preselected.is_act and self.preselected.weight >= STRONG)
        )

    def after(self, draft: Values) -> "MentionDraft":
        """The form as it stands with another draft."""
        kept, self.progress.draft = self.progress.draft, draft
        try:
            return type(self)(self.progress, self.number)
        finally:
            self.progress.draft = kept

    def drafted(self) -> Values:
        """What is kept of it while it is not saved: the quote and measure as they stand, and what was typed."""
        made = {"quote": self.quote, "measure": "" if self.new else self.measure, "new": self.new, "set": self.typed}
        return {name: value for name, value in made.items() if value}

    def edited(self, draft: Values, edit: Edit, asked: str) -> Values:
        """A draft with one edit more; raises what the edit cannot be taken for."""
        form = self.after(draft) if draft != self.drafted() else self
        name, value = edit.name, edit.value
        if not name or (name in ("measure", "quote") and value.isdecimal()):
            name, value = form._understood(value, asked)
        if edit.takes:
            value = form.guesses[name].value if name in form.guesses else ""
            if not value:
                raise BadAnswer(f"nothing is offered for {name}", f"give it: {name} VALUE")
        if name == "quote":
            return {**draft, "quote": quotes.as_written(value, self.text)}
        if name == "measure":
            key = form.offered.resolved(value)
            return {**{key: held for key, held in draft.items() if key != "new"}, "measure": key}
        if name == "title":
            return {**draft, "new": form.offered.new(value, form.quote, form.text)}
        if name in OF_MEASURE or (name == "target" and form.new):
            return {**draft, "new": form.offered.described(form.new, name, value)}
        coded = value if name == "target" and edit.takes else None
        found = {name: coded} if coded else form._coded_typed(name, value)
        return {**draft, "set": {**draft.get("set", {}), **found}}

    def _coded_typed(self, name: str, value: str) -> Values:
        unit = usual_unit([row for row in self.progress.mentions if row["measure"] == self.measure])
        unit = str(self.values.get("unit") or unit or (amount_unit(self.text)))
        found = value_of(FIELD[name], value, self.progress.spoken, unit)
        if name.startswith("context_"):
            found = self._context({**self.values, **found}, found)
        return found

    def _context(self, values: Values, found: Values) -> Values:
        """The words of another paragraph, held against it as the quote is against its own; raises BadAnswer."""
        number, words = values.get("context_paragraph"), values.get("context_quote")
        texts = self.progress.article.paragraphs
        if isinstance(number, int) and not 0 < number <= len(texts):
            raise BadAnswer(f"context_paragraph: there is no paragraph {number}", f"there are {len(texts)}")
        if not (number and words):
            return found
        try:
            return {**found, "context_quote": quotes.as_written(str(words), texts[int(number) - 1])}
        except BadAnswer as error:
            raise BadAnswer(f"context_quote, in ¶{number}: {error.message}", error.hint) from None

    def _understood(self, piece: str, asked: str) -> tuple[str, str]:
        """The field and value that an edit stands for which names none."""
        if piece.lower() in ("n", "new"):
            raise BadAnswer("a new measure needs a title", "n TITLE; ? m shows the measures that are known")
        if piece.isdecimal():
            if 0 < int(piece) <= len(self.choices):
                return "quote", self.choices[int(piece) - 1].words
            return "measure", self.offered.numbered(int(piece) - len(self.choices), piece)
        if piece[0] in '“"‘':
            return "quote", piece.strip('“”"')
        if piece in self.progress.measures:
            return "measure", piece
        if len(piece) == 2 and piece[0].lower() == "s":
            with suppress(BadAnswer):
                return "status", code_of(piece[1], STATUSES)
        blank = asked or next(iter(self.blanks), "")
        if blank:
            return blank, piece
        with suppress(UnknownCode):
            return "status", require_status(piece)
        raise self._unknown(piece)

    def _unknown(self, piece: str) -> BadAnswer:
        near = near_duplicates.measures_like(piece, list(self.progress.measures.values()))
        if near and "=" not in piece:
            return BadAnswer(f"{piece!r} names no field", f"a measure? perhaps {' or '.join(one.key for one in near)}")
        return unknown_edit(piece, NAMES)

    def saved(self, stays: bool) -> Values:
        """The answer that saves it; the reading stays in the paragraph where asked to, or where more is likely."""
        values = {"measure": self.measure, "paragraph": self.number, "quote": self.quote, **self.values}
        answer: dict[str, object] = {"answer": "mention", "values": values}
        if self.new:
            answer["measure"] = {name: value for name, value in self.new.items() if value}
        kept, here = self.progress.draft, self.progress.here
        try:
            self.progress.draft, self.progress.here = {}, [*here, values]
            answer["stays"] = stays or MentionDraft(self.progress, self.number).is_promising
        finally:
            self.progress.draft, self.progress.here = kept, here
        return answer


def amount_unit(text: str) -> str:
    """What is counted in a text, where an amount stands in it."""
    words = amount_in(text)
    return how_much(words).unit if words else ""
