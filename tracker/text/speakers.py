"""Whose claim the words of a paragraph are, and what sort of speaker that is."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tracker.domain import quotes


class Minister(NamedTuple):
    """An office and who held it, from a day until another; `short` are names that mean nobody else."""

    name: str
    short: tuple[str, ...]
    office: str
    since: str
    until: str

    @property
    def pattern(self) -> str:
        """A pattern of the names by which an article calls them; tabloids shout the first one they name."""
        last = self.name.rpartition(" ")[2]
        return "|".join([re.escape(self.name), re.escape(self.name.upper()), rf"{_TITLE}{last}", *self.short])


_TITLE = r"(?:Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady|Baroness|Admiral|Adm|Gen|General)\.? (?:Sir )?(?:[A-Z]\w+ )?"


@lru_cache(maxsize=1)
def ministers() -> tuple[Minister, ...]:
    """The ministers that `ministers.txt` beside this module lists."""
    lines = (Path(__file__).parent / "ministers.txt").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]
    return tuple(Minister(name, tuple(filter(None, re.split(", *", short))), *rest) for name, short, *rest in rows)


def full_name(words: str, spoken: str) -> str:
    """The minister whom words name, or whose office they name as it was held on a day; empty where they name none.

    Another of the same last name, and a shadow, former or foreign holder of the office, is nobody here.
    """
    if not words:
        return ""
    for one in ministers():
        last = one.name.rpartition(" ")[2]
        called = "|".join([re.escape(one.name), f"{_TITLE}(?:{last})", *one.short])
        office = r"(?:.*\b(?i:minister|secretary|chancellor|pm|staff),? )?"
        if words == one.name.upper() or re.fullmatch(rf"{office}(?:{called})", words):
            return one.name
    ours = r"(?:the )?(?:(?:uk|british|britain's|uk's) )?"
    held = [one for one in ministers() if re.fullmatch(ours + _office(one.office), words, re.IGNORECASE)]
    return next((one.name for one in held if one.since <= spoken < one.until), "")


def is_short_for(words: str, full: str) -> bool:
    """Whether words are a name cut short, `Mr Wallace`, and no longer title such as `Ben Wallace, the minister`."""
    name = re.sub(r"^(?:(?:Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady)\.? )+", "", words)
    return words != full and full.endswith(name)


def _office(office: str) -> str:
    return office.replace("defence", "defen[cs]e")


# Bodies that speak for the UK.
BODIES = (
    r"Downing Street|No ?10|Whitehall|Ministry of Defence|MoD|Foreign(?:, Commonwealth and Development)? Office|FCDO"
    r"|Home Office|Treasury|Department for \w+(?: \w+)?|Cabinet Office|National Crime Agency|Royal Navy|RAF"
    r"|(?:[Tt]he )?(?:UK |British )?[Gg]overnment|(?:UK|British) ministers|[Mm]inisters"
)
_UNNAMED = (
    r"(?:(?:[Aa]n?|[Tt]he|[Oo]ne) )?(?:[\w'-]+ ){0,4}?(?:[Oo]fficials?|[Ss]ources?|aides?|insiders?"
    r"|[Ss]pokes(?:man|woman|person|people))|people familiar with \w+ \w+"
)
# Verbs of saying.
SAID = (
    "said|says|told|announced|confirmed|added|suggested|stressed|revealed|pledged|indicated|insisted|promised|vowed"
    "|warned|wrote|tweeted|replied|explained|declared|hinted|informed|admitted|argued|made (?:it )?clear|acknowledged"
)
_NAMED = r"(?:[A-Z][\w'.-]*(?: (?:[A-Z][\w'.-]*|of the)){0,6} )?[A-Z][\w'-]*"
_OFFICE = (
    r"(?:[Tt]he )?(?:(?:UK|British) )?(?:(?!(?:which|that|who|when|as|and|but|while|after) )[\w-]+ ){1,3}?"
    r"(?:[Mm]inister|[Ss]ecretary)|(?:[Tt]he )?[Cc]hancellor|PM"
)
_SUBJECT = rf"(?P<who>{_UNNAMED}|{BODIES}|{_OFFICE}(?: {_NAMED})?|{_NAMED}|[Hh]e|[Ss]he)"
# An aside in commas may come between: Ada Perrin, the defence secretary, said.
_SAYS = re.compile(
    rf"\b{_SUBJECT}(?:,[^,.]{{3,80}},)? (?:(?:has|have|had|also|later|then|appeared to|seemed to) )*"
    rf"(?:{SAID}|suggest)\b"
)
_SAID_BY = re.compile(rf"[\"',] (?:said|says|added|announced|confirmed|according to) (?:the )?{_SUBJECT}\b")
_HEADED = re.compile(rf"^{_SUBJECT}:")
_NOBODY = re.compile(r"(?:It|They|This|That|The|In|On|At|But|And|Reports?|Who|Which)\b")
PRONOUNS = ("he", "she")


def speaker(quote: str, read: Sequence[str], spoken: str) -> tuple[str, str]:
    """Whose claim a quote is and the words that say so, in the last of the paragraphs that were read; or nothing.

    A minister gets the full name, whom "he", "she" or an opening quotation mark stand for is looked for in the
    paragraphs before.
    """
    text = quotes.normalise(read[-1])
    start = max(0, text.find(quotes.normalise(quote)))
    before, after = quotes.sentence_around(quote, text)
    said = [one for one in _attributions(text) if one[0] <= start or _closes(text[: one[0]])]
    nearby = [one for one in said if start - len(before) - 2 <= one[0] <= start + len(quote) + len(after)]
    goes_on = text[:1] in ('"', "'")
    found = nearby or (said if '"' in text or "'" in text else [])
    if not found:
        return _speaker_before(read[:-1], spoken) if goes_on else ("", "")
    place, words = min(found, key=lambda one: (one[0] > start, abs(one[0] - start)))
    if words.lower() in PRONOUNS:
        return _speaker_before([*read[:-1], text[:place]], spoken)[0], words
    return _named(words, spoken), words


def is_retold(quote: str, paragraph: str) -> bool:
    """Whether the sentence that a quote stands in says whose words it retells."""
    before, after = quotes.sentence_around(quote, paragraph)
    return any(True for _ in _attributions(f"{before} {quotes.normalise(quote)} {after}"))


def _closes(before: str) -> bool:
    """Whether what is said ends before a speaker is named, by a comma or a quotation mark: X, Downing Street said."""
    return (
        re.search(r"[,\"']\s*(?:(?:said|says|added|announced|confirmed|according to) )?(?:the |an? )?$", before)
        is not None
    )


def _named(words: str, spoken: str) -> str:
    return full_name(words, spoken) or re.sub(r"^(?:[Tt]he (?=[A-Z])|[Aa]n? )", "", words).replace("The ", "the ")


def _attributions(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (_SAYS, _SAID_BY, _HEADED):
        for found in pattern.finditer(text):
            if pattern is _HEADED and _is_shouted(found["who"]):
                continue
            if not _NOBODY.match(found["who"]) or found["who"].startswith(("The ", "the ")):
                yield found.start("who"), found["who"]


def _is_shouted(words: str) -> bool:
    """Whether words before a colon are the kicker of a headline, YACHT A SURPRISE, and nobody's name."""
    return words.isupper() and " " in words and not full_name(words, "")


def _speaker_before(read: Sequence[str], spoken: str) -> tuple[str, str]:
    """The person who spoke last, at most four paragraphs before."""
    for paragraph in reversed(read[-4:]):
        for _, words in sorted(_attributions(quotes.normalise(paragraph)), reverse=True):
            if words.lower() not in PRONOUNS:
                return _named(words, spoken), words
        named = [
            (found.start(), one.name, found[0])
            for one in ministers()
            for found in re.finditer(rf"\b(?:{one.pattern})\b", paragraph)
        ]
        if named:
            return max(named)[1:]
    return "", ""
