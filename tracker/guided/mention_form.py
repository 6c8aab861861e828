"""The form of a mention: what a paragraph says of one measure, on one screen, and what a line typed at it comes to."""

import re

from tracker.domain import fields
from tracker.domain.vocabulary import STATUS_LETTERS
from tracker.errors.base import TrackerError
from tracker.errors.guided import BadAnswer
from tracker.guided.answers import verdict_codes
from tracker.guided.edits import edits
from tracker.guided.mention_draft import FIELD, LETTERS, NAMES, OF_MEASURE
from tracker.guided.mention_screen import READS, MentionScreen
from tracker.guided.screens import Reply
from tracker.text import guesses

_FLAGS = [name for name, field in FIELD.items() if field.type == "flag"]


class MentionForm(MentionScreen):
    """One screen for one mention: the quote that stands, the measure it speaks of, and every field."""

    def read(self, typed: str, asked: str, more: bool) -> Reply:
        """What a typed line comes to; `more` says that it saves, and that another measure follows here."""
        if typed.startswith("-") and not more:
            return self._nothing(typed[1:].strip())
        if not typed and not more:
            return Reply(asks=self.blanks[0]) if self.blanks else Reply(self.saved(stays=False))
        draft, faults = self.drafted(), []
        for edit in edits(typed, NAMES, _FLAGS):
            try:
                draft = self.edited(draft, edit, asked)
            except TrackerError as fault:
                faults.append(fault)
        answer = {"answer": "draft", "of": self.name, "paragraph": self.number, "values": draft}
        if not more or faults:
            return Reply(answer if draft != self.drafted() else None, faults=faults)
        form = self.after(draft)
        if form.blanks:
            return Reply(answer if draft != self.drafted() else None, asks=form.blanks[0])
        return Reply(form.saved(stays=True))

    def _nothing(self, typed: str) -> Reply:
        """No measure here, or no more of them: a verdict, the guessed one where none is said."""
        if self.progress.here:
            if typed:
                fault = BadAnswer("the paragraph records a measure, so it needs no verdict", "a single - goes on")
                return Reply(faults=[fault])
            return Reply({"answer": "left", "paragraph": self.number})
        if typed == "skip":
            return Reply({"answer": "verdicts", "verdicts": [[self.number, []]]})
        if not typed and self.number in self.progress.settled:
            return Reply({"answer": "left", "paragraph": self.number})
        try:
            guessed = guesses.verdict(self.text, False, self.candidate.of_others)
            codes = verdict_codes(typed) if typed else [guessed]
        except BadAnswer as fault:
            return Reply(faults=[fault])
        return Reply({"answer": "verdicts", "verdicts": [[self.number, codes]]})

    def explain(self, what: str) -> list[str]:
        """What can be typed, or what a choice or the codes of a field are."""
        if what.isdecimal():
            place = int(what)
            if 0 < place <= len(self.choices):
                return [f"“{self.choices[place - 1].words}”"]
            what = self.offered.numbered(place - len(self.choices), what)
        name = NAMES.get(what, what)
        if name == "measure":
            shown = [self.offered.shown(key) for key in self.offered.keys]
            numbered = enumerate(shown, len(self.choices) + 1)
            return [
                *(line for place, (first, *rest) in numbered for line in (f"{place} {first}", *rest)),
                "m KEY, n TITLE",
            ]
        if what in self.progress.measures:
            return self.offered.shown(what)
        field = FIELD.get(name) or OF_MEASURE.get(name)
        if field:
            return [f"{name}: {field.meaning}", *meanings(name, field)]
        told = [f"{letter}  {READS.get(name, name):10} {FIELD[name].meaning}" for letter, name in LETTERS.items()]
        rest = ", ".join(name for name in FIELD if name not in LETTERS.values() and name not in ("paragraph", "quote"))
        return [
            *told,
            f"also: {rest}; of a new measure: kind (k), form, target, key",
            "s.         takes what is shown as not taken; d - takes a value away",
            "q WORDS    other words of the paragraph, whole or as first … last; at most 15",
            "? s        what each stage means; ? p, ? k and so on: the words a field may hold",
            "A + B      saves A, and says B of another measure in the paragraph",
        ]

    def words(self, before: str) -> list[str]:
        """What a key that completes words offers after what stands before on the line: a field's codes, or its name."""
        name = NAMES.get(re.split(r"[;+]", before)[-1].strip(" =").lower(), "")
        field = FIELD.get(name) or OF_MEASURE.get(name)
        if field and field.vocabulary:
            return list(field.vocabulary)
        keys = list(self.progress.measures)
        return keys if name == "measure" else [*keys, *FIELD, *OF_MEASURE]


def meanings(name: str, field: fields.Field) -> list[str]:
    """The codes that a field takes, each with what it means."""
    if field.vocabulary is None:
        return []
    letters = STATUS_LETTERS if name == "status" else {}
    room = max(18, *map(len, field.vocabulary))
    return [f"{letters.get(code, ''):2}{code:{room}} {term.definition}" for code, term in field.vocabulary.items()]
