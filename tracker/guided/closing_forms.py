"""The last two forms: a verdict on every paragraph without a measure, and the summary of what is recorded."""

import re
from collections import Counter
from collections.abc import Iterator

from tracker.domain.fields import Values
from tracker.domain.vocabulary import VERDICTS, status_label
from tracker.errors.base import TrackerError
from tracker.errors.guided import BadAnswer
from tracker.guided.answers import TYPED_VERDICTS, verdict_codes
from tracker.guided.edits import edits
from tracker.guided.entries import Progress
from tracker.guided.header_form import KEYS, opening
from tracker.guided.screens import Line, Passage, Reply, Screen
from tracker.text import guesses, highlights

_NUMBERS = r"(?P<numbers>\d+(?:\s*(?:[-–,]|\.\.)\s*\d+)*)"
_NUMBER = r"\d{1,5}"  # of a paragraph
_EDIT = re.compile(rf"{_NUMBERS}\s*(?P<said>[a-z_-].*)", re.IGNORECASE)
_MEASURE = ("m", "measure", "mention")


class VerdictsForm:
    """One screen for all paragraphs without a measure: one line each, with a guess of what it is about."""

    name = "verdicts"

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.numbers = progress.pending
        self.typed: Values = progress.verdicts

    def _codes(self, number: int) -> list[str]:
        """The verdict that stands; none where the paragraph may hold a measure and nobody has said it holds none."""
        if str(number) in self.typed:
            return list(self.typed[str(number)])
        candidate = self.progress.candidates[number - 1]
        if candidate.score >= highlights.THRESHOLD:
            return []
        text = self.progress.article.paragraphs[number - 1]
        # Nothing that has a word of a measure in it is passed over as furniture.
        return [guesses.verdict(text, candidate.furniture and candidate.score < 1, candidate.of_others)]

    @property
    def blanks(self) -> list[int]:
        """The paragraphs that need an answer of their own."""
        return [number for number in self.numbers if not self._codes(number)]

    def screen(self) -> Screen:
        """The form as it stands."""
        progress = self.progress
        above = []
        if progress.known.twin and not progress.settled and not progress.here:
            twin = progress.known.twin
            told = f"recorded as {twin.source}, {twin.read} of {twin.total} paragraphs read"
            above += opening(progress.article, told)
        above.append(Passage("heading", "Paragraphs without a UK measure, and what each is about"))
        lines = []
        for number in self.numbers:
            codes = self._codes(number)
            said = ", ".join("skipped" if code == "skip" else VERDICTS.label(code) for code in codes)
            told = said or "measure?"
            text = " ".join(progress.article.paragraphs[number - 1].split())
            lines.append(Line(str(number), told, text, "", not codes))
        taken = f"goes to ¶{self.blanks[0]}" if self.blanks else "takes all"
        keys = (
            f"Enter {taken}   3 d edits (several: 3 d; 5-7 f)   3 m a measure   ? 3 whole",
            "d diplomacy  o other actor  r rhetoric  c context  f furniture  skip: unread",
            KEYS,
        )
        return Screen(self.name, "verdicts", tuple(above), tuple(lines), (), keys)

    def read(self, typed: str, asked: str, _more: bool) -> Reply:
        """What a typed line comes to."""
        if not typed:
            if self.blanks:
                return Reply(asks=f"¶{self.blanks[0]}")
            told = {number: self._codes(number) for number in self.numbers}
            listed = [[number, [] if codes == ["skip"] else codes] for number, codes in told.items()]
            return Reply({"answer": "verdicts", "verdicts": listed})
        draft, faults = dict(self.typed), []
        for edit in edits(typed, {}):
            try:
                numbers, said = self._understood(edit.value, asked)
                if said.lower() in _MEASURE:
                    return Reply({"answer": "going to", "paragraph": numbers[0]})
                codes = ["skip"] if said.lower() == "skip" else verdict_codes(said)
                draft |= {str(number): codes for number in numbers}
            except TrackerError as fault:
                faults.append(fault)
        answer = {"answer": "draft", "of": self.name, "values": draft} if draft != self.typed else None
        return Reply(answer, faults=faults)

    def _understood(self, piece: str, asked: str) -> tuple[list[int], str]:
        found = _EDIT.fullmatch(piece)
        if not found and (asked or self.blanks) and not piece[0].isdecimal():
            return [int(asked.strip("¶")) if asked else self.blanks[0]], piece
        if not found:
            raise BadAnswer(f"{piece!r} does not say which paragraph is what", "for example: 3 d; 5-7 f")
        numbers = list(_numbers(found["numbers"]))
        if missing := [number for number in numbers if number not in self.numbers]:
            raise BadAnswer(f"¶{missing[0]} is not in this list", f"it has {', '.join(map(str, self.numbers))}")
        return numbers, found["said"].strip()

    def explain(self, what: str) -> list[str]:
        """A paragraph whole, or what the verdicts mean."""
        if what.isdecimal() and 0 < int(what) <= len(self.progress.article.paragraphs):
            return [f"¶{what} {self.progress.article.paragraphs[int(what) - 1]}"]
        return [f"{code:12} {term.definition}" for code, term in TYPED_VERDICTS.items()]

    def words(self, _before: str) -> list[str]:
        """What a key that completes words offers."""
        return list(TYPED_VERDICTS)


def _numbers(typed: str) -> Iterator[int]:
    for part in typed.replace(" ", "").replace("..", "-").replace("–", "-").split(","):
        first, _, last = part.partition("-")
        if not re.fullmatch(_NUMBER, first) or not re.fullmatch(_NUMBER, last or first):
            raise BadAnswer(f"there is no paragraph {part}", "for example: 3 d; 5-7 f")
        yield from range(int(first), int(last or first) + 1)


class SummaryForm:
    """One screen for everything that the reading has recorded, and the last question."""

    name = "summary"

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def screen(self) -> Screen:
        """The form as it stands."""
        progress = self.progress
        lines = []
        for row in sorted(progress.own, key=lambda row: row["paragraph"]):
            measure = progress.measures.get(row["measure"], {})
            stage = status_label(str(measure.get("kind") or ""), row["status"])
            title = str(measure.get("title") or row["measure"])
            new = ", new" if row["measure"] in progress.made else ""
            lines.append(Line(str(row["paragraph"]), stage, f"{title}{new}", f"“{row['quote']}”"))
        counts = Counter(codes[0] for codes in progress.judged.values())
        told = ", ".join(f"{count} {VERDICTS.label(code)}" for code, count in counts.most_common())
        lines.append(Line("", "the rest", told or "–"))
        above = (Passage("heading", f"{progress.source}: what this reading records"),)
        keys = ("Enter finishes   3 m another measure in ¶3   < goes back   ? helps",)
        return Screen(self.name, "finish", above, tuple(lines), (), keys)

    def read(self, typed: str, _asked: str, _more: bool) -> Reply:
        """What a typed line comes to."""
        if not typed or typed.lower() in ("y", "yes"):
            return Reply({"answer": "end"})
        found = _EDIT.fullmatch(typed)
        number = int(found["numbers"]) if found and found["numbers"].isdecimal() else 0
        if found and found["said"].strip().lower() in _MEASURE and 0 < number <= len(self.progress.article.paragraphs):
            return Reply({"answer": "going to", "paragraph": number})
        fault = BadAnswer(f"{typed!r} is no answer here", "Enter finishes, 3 m records a measure in ¶3, < goes back")
        return Reply(faults=[fault])

    def explain(self, what: str) -> list[str]:
        """A paragraph whole, or what is asked."""
        if what.isdecimal() and 0 < int(what) <= len(self.progress.article.paragraphs):
            return [f"¶{what} {self.progress.article.paragraphs[int(what) - 1]}"]
        return ["Everything above is in the record; Enter ends the reading, and its kept answers are thrown away."]

    def words(self, _before: str) -> list[str]:
        """What a key that completes words offers."""
        return []
