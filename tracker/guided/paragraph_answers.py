"""What is typed of a paragraph: a measure the record has, a new one, or a verdict, as the answer that is kept."""

import re
from collections.abc import Callable, Mapping, Sequence

from tracker.domain.fields import Values
from tracker.domain.vocabulary import VERDICT_LETTERS, VERDICTS
from tracker.errors.base import suggestion
from tracker.errors.guided import BadAnswer
from tracker.guided import questions
from tracker.text import near_duplicates

TYPED_VERDICTS = {code: VERDICTS[code] for code in VERDICT_LETTERS}


class ParagraphAnswers:
    """Reads the answers about an article's paragraphs, beside the measures and mentions known so far."""

    def __init__(self, measures: Mapping[str, Values], mentions: Mapping[str, Values], count: int) -> None:
        self.measures = measures
        self.mentions = mentions
        self.count = count

    def reader(self, number: int, offered: Sequence[str], told: bool) -> Callable[[str], str]:
        """Reads what is typed of a paragraph; `told` says that something is recorded there already."""

        def read(typed: str) -> str:
            if typed == "done" and not told:
                raise BadAnswer("nothing is recorded here yet", "say what it is, or s to skip it for now")
            if typed in ("s", "skip", "done"):
                return "done" if told else "skip"
            words, like = typed, ""
            found = re.fullmatch(r"(n .*?)\s+like\s+(m?[0-9a-f]{4,10})|((?!n ).*?)\s+like(?:\s+(\S+))?", typed)
            if found:
                words = found[1] or found[3]
                like = f" like {self._earlier(found[2] or found[4] or self._latest(words, offered))}"
            if words in ("n", "new") or words.startswith(("n ", "new ")):
                return " ".join(["new", *words.split()[1:]]) + like
            if words.isdecimal():
                if not 0 < int(words) <= len(offered):
                    raise BadAnswer(f"there is no {words} among the measures offered", "give a key, or n for a new one")
                return f"measure {offered[int(words) - 1]}{like}"
            if words in self.measures:
                return f"measure {words}{like}"
            if not words:
                raise BadAnswer("an answer is needed: it is likely to mention a measure", "? shows what can be typed")
            return self._as_verdict(words, number, told)

        return read

    def _latest(self, words: str, offered: Sequence[str]) -> str:
        """The last mention of the measure that is named, or offered by a number."""
        chosen = offered[int(words) - 1] if words.isdecimal() and 0 < int(words) <= len(offered) else words
        return str(self.last_of(chosen).get("mention") or words)

    def _earlier(self, key: str) -> str:
        found = [mention for mention in self.mentions if mention.startswith((key, f"m{key}"))]
        if len(found) != 1:
            raise BadAnswer(f"no mention {key!r} to take defaults from", "tracker mention list shows their keys")
        return found[0]

    def _as_verdict(self, words: str, number: int, told: bool) -> str:
        found = re.fullmatch(r"(.+?)\s*\.\.\s*(\d*)", words)
        listed, until = (found[1], found[2] or str(self.count)) if found else (words, "")
        if until and not number <= int(until) <= self.count:
            raise BadAnswer(f"there is no paragraph {until} ahead", f"there are {self.count}")
        try:
            codes = [questions.code_of(part, TYPED_VERDICTS, VERDICT_LETTERS) for part in re.split(r"[\s,;]+", listed)]
        except BadAnswer:
            near = near_duplicates.measures_like(words, list(self.measures.values()))
            remedy = "perhaps " + " or ".join(one.key for one in near) if near else suggestion(words, self.measures)
            raise BadAnswer(f"neither a measure's key nor a verdict: {words!r}", remedy) from None
        if told:
            raise BadAnswer("the paragraph records a measure, so it needs no verdict", "an empty line goes on")
        return " ".join(["verdict", *dict.fromkeys(codes), *([f"..{until}"] if until else [])])

    def last_of(self, measure: str) -> Values:
        """The last mention of a measure, empty where there is none."""
        listed = [row for row in self.mentions.values() if row["measure"] == measure]
        return listed[-1] if listed else {}
