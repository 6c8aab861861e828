"""A mention's form as it is shown: the paragraph, its quotes by number, and a line for every field."""

from tracker.domain.amounts import AMOUNT_FIELDS, amount_of, show_amount
from tracker.domain.dates import show_date
from tracker.domain.vocabulary import KINDS, STATUSES, TARGETS, status_label
from tracker.guided.header_form import opening
from tracker.guided.mention_draft import FIELD, LETTERS, MentionDraft
from tracker.guided.quote_choices import QuoteChoice
from tracker.guided.screens import Line, Passage, Screen
from tracker.text import guesses, near_duplicates
from tracker.text.mention_guesses import Guess, remarks
from tracker.text.speakers import full_name, is_short_for

_LETTER_OF = {name: letter for letter, name in LETTERS.items()}
READS = {"speaker": "who says", "actor": "acts"}
_ALWAYS = ("status", "amount", "place", "date", "speaker", "actor", "condition", "strength")
_SHOWN = ("measure", "paragraph", "quote", "date_basis", "attribution", *AMOUNT_FIELDS[1:])


class MentionScreen(MentionDraft):
    """A mention that can be shown."""

    name = "mention"

    def screen(self) -> Screen:
        """The form as it stands."""
        blanks = self.blanks
        prompt = f"¶{self.number}"
        lines = [*self._quote_lines(), self._measure_line(), *self._new_lines()]
        if "measure" in blanks:
            lines += [Line(str(place), "", told) for place, told in self.offered.listed(len(self.choices))]
        lines += [self._line(name) for name in _ALWAYS]
        lines += [self._line(name) for name in FIELD if name not in (*_ALWAYS, *_SHOWN) and self.values.get(name)]
        return Screen(self.name, prompt, tuple(self._above()), tuple(lines), tuple(self._remarks()), self._keys())

    def _above(self) -> list[Passage]:
        progress, total = self.progress, len(self.progress.article.paragraphs)
        above = []
        if progress.known.twin and not progress.settled and not progress.here:
            twin = progress.known.twin
            told = f"recorded as {twin.source}, {twin.read} of {twin.total} paragraphs read"
            above += opening(progress.article, told)
        many = f" · mention {len(progress.here) + 1} here" if progress.here else ""
        above += [Passage("between", f"¶{number} {text}") for number, text in self._between()]
        above.append(Passage("heading", f"{progress.source} · ¶{self.number} of {total}{many}"))
        above.append(Passage("paragraph", self.text, self.candidate.marked if self.candidate.likely else ()))
        return above

    def _between(self) -> list[tuple[int, str]]:
        """The paragraphs since the last form, which are read on the way and judged at the end."""
        if self.progress.here:
            return []
        pending = [number for number in self.progress.pending if number < self.number]
        last = max((number for number in self.progress.settled if number < self.number), default=0)
        return [(number, self.progress.article.paragraphs[number - 1]) for number in pending if number > last]

    def _quote_lines(self) -> list[Line]:
        listed = [choice.words for choice in self.choices]
        lines = []
        for place, words in enumerate(listed, 1):
            origin = "taken" if words == self.quote else "recorded" if self._is_used(self.choices[place - 1]) else ""
            lines.append(Line(str(place), "quote" if place == 1 else "", f"“{words}”", origin))
        if self.quote and self.quote not in listed:
            lines.append(Line("q", "quote", f"“{self.quote}”", "typed"))
        if not self.quote:
            lines.append(Line("q", "quote", "–", "needed: q its first … last words", True))
        return lines

    def _is_used(self, choice: QuoteChoice) -> bool:
        return any(choice.overlaps(other) for other in self.used)

    def _measure_line(self) -> Line:
        if not self.measure:
            return Line("m", "measure", "–", "needed: a number, m KEY, or n TITLE for a new one", True)
        origin = f"new: {self.measure}" if self.new else self.offered.why(self.measure)
        return Line("m", "measure", str(self.row.get("title") or self.measure), origin)

    def _new_lines(self) -> list[Line]:
        if not self.new:
            return []
        form, target = self.new.get("form"), TARGETS.labels(str(self.new.get("target") or ""))
        kind = f"{KINDS.label(self.new['kind'])}{f', {form}' if form else ''}" if self.new["kind"] else "–"
        origin = f"for or against: {target}" if self.new["kind"] else "needed: k KIND; ? k lists them"
        return [Line("k", "kind", kind, origin, not self.new["kind"])]

    def _line(self, name: str) -> Line:
        guess, letter = self.guesses.get(name, Guess()), _LETTER_OF.get(name, "")
        value = self._in_words(name)
        is_needed = name == "status" and not value
        if name in self.typed:
            origin = ""
        elif guess.value and not guess.is_supported:
            origin = f"{self._told(name, guess.value)} {guess.origin}, not taken: {letter}. takes it"
        else:
            origin = guess.origin
        if is_needed and not origin:
            origin = "needed: s and a letter, R C P A U I D E; ? s explains"
        return Line(letter, READS.get(name, name.replace("_", " ")), value or "–", origin, is_needed)

    def _told(self, name: str, value: str) -> str:
        field = FIELD[name]
        return field.vocabulary.labels(value) if field.vocabulary else value

    def _in_words(self, name: str) -> str:
        value = self.values.get(name)
        if name == "amount":
            return show_amount(amount_of(self.values)) if amount_of(self.values).is_stated else ""
        if name == "speaker":
            sort = str(self.values["attribution"]).replace("_", " ")
            return f"{value}, {sort}" if value else "the article itself" if sort == "own voice" else sort
        if value is None:
            return ""
        if name == "status":
            label, reads = STATUSES.label(str(value)), status_label(str(self.row.get("kind") or ""), str(value))
            return label if label == reads else f"{label} ({reads})"
        if name in ("date", "due"):
            return f"{show_date(str(value))} ({value})"
        return self._told(name, str(value))

    def _remarks(self) -> list[str]:
        found = remarks(str(self.values.get("status") or ""), self.quote, self.text)
        if self.text == guesses.title(self.progress.article.paragraphs, ""):
            found.append("this is the headline: where the text below says it too, - c leaves it to the text")
        speaker = str(self.values.get("speaker") or "")
        if (full := full_name(speaker, self.progress.spoken)) and is_short_for(speaker, full):
            found.append(f"{speaker} in full: w {full}")
        if self.new:
            found += [f"looks like {key}: {title}" for key, title in self.offered.alike(self.new)]
        own = [row for row in self.progress.own if row["measure"] == self.measure]
        twins = near_duplicates.twins(self.quote, own)
        found += [f"nearly the same words are recorded as {near.key}" for near in twins]
        return found

    def _keys(self) -> tuple[str, ...]:
        rest = "- no more here" if self.progress.here else "- none here (- d o r c f)"
        taken = "Enter takes all" if not self.blanks else f"Enter goes to {self.blanks[0]}"
        return (
            f"{taken}   {rest}   ? helps",
            "2 another quote   su edits (several: su; p Estonia)   n TITLE new measure",
            "+ at the end: then another measure of this paragraph   ? 2 shows a choice",
            "< back   q stops, all is kept",
        )
