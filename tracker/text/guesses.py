"""Guesses from an article's words, for a reader to accept or correct: shown as guesses, recorded by nobody else."""

import re
from collections.abc import Container, Sequence

from tracker.domain import vocabulary
from tracker.domain.dates import MONTHS, read_day
from tracker.domain.fields import UNSAFE
from tracker.errors.usage import BadDate
from tracker.text import speakers, word_lists

_MONTH = "|".join([*(name.title() for name in MONTHS), *(name[:3].title() for name in MONTHS)])
_DAY = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?P<british>\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})\.?,? \d{{4}})"
    rf"|(?P<american>(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}))\b"
)
# A dateline of an agency gives no year: LONDON, March 1 (Reuters) -
_YEARLESS = re.compile(rf"\b(?:\d{{1,2}} (?:{_MONTH})\b|(?:{_MONTH})\.? \d{{1,2}}\b)(?! ?\d)(?!,? \d{{4}})")
_NAMES = r"(?:[A-Z][\w'’.-]+ ){1,3}[A-Z][\w'’-]+"
_BYLINE = re.compile(rf"(?i:by) ({_NAMES}(?:(?:, | and | & ){_NAMES})*)(?:$|,| \||(?i: in | for | at ))")
# A name and an office, without "by": Jane Doe, Defence Editor.
_BARE_BYLINE = re.compile(
    rf"({_NAMES}(?: and {_NAMES})*)(?:,| [-–|])?(?: [\w'’&-]+){{0,4}}"
    r" (?i:editor|correspondent|reporter|writer|columnist|analyst)s?\b"
)
# Names alone, and what is none: whoever publishes, a section, a place.
_BARE_NAMES = re.compile(rf"({_NAMES}(?:(?:, | and | & ){_NAMES})*)(?: in [A-Z][\w ]+)?\W*")
_NO_NAME = re.compile(
    r"\b(?:The|News|Press|Agency|Association|Daily|Sunday|Times|Post|Mail|Guardian|Telegraph|Independent|Standard|Express"
    r"|Mirror|Media|Online|Live|Politics|World|Business|Opinion|Street|Office|House|Ministry|Government|Kingdom|Read"
    r"|Published|Updated|Last|First|Article|Story|Photo|Image|Picture|Minute|Minutes)\b"
)
_OFFICES_IN_NAME = re.compile(
    r",? (?:(?:Chief|Senior|Deputy|Associate|Assistant|Political|Defen[cs]e|Foreign|Security|Diplomatic|World|Home|News"
    r"|Reporter|Correspondent|Editor|Business|Economics|Environment|Health|Whitehall|Europe|Moscow|Kyiv|UK|Global"
    r"|Special) ?)+$"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:(?:[A-Za-z]\.)*[A-Za-z]|Mr|Mrs|Ms|Messrs|Dr|Prof|St|No|Nos|Gen|Lt|Col|Maj|Sgt|Capt|Cpl|Adm|Brig|Cdr"
    r"|Sen|Rep|Gov|Rev|Hon|Jr|Sr|Ltd|Co|Inc|Corp|vs|v|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|est|etc)$"
)


def title(paragraphs: Sequence[str], name: str) -> str:
    """The headline: the first paragraph if it is short and no sentence, else its first words, in square brackets.

    A line with a date or a byline is none.
    """
    headed = (text.strip() for text in paragraphs[:4])
    passed = (
        text for text in headed if not (_DAY.search(text) and len(text.split()) <= 10) and not _BYLINE.match(text)
    )
    first = UNSAFE.sub("", next(passed, paragraphs[0])).strip()
    is_sentence = first.endswith(("”", '"')) or (first.endswith(".") and not _is_short(first[:-1]))
    if len(first.split()) <= 25 and not is_sentence:
        return first
    ends = [found.start() for found in re.finditer(r"(?<=[\w”\"’])[.,;:] ", first)]
    end = next((end for end in ends if first[end] != "." or not _is_short(first[:end])), len(first))
    words = first[:end].split()
    return f"[{' '.join(words[:12])}]" if words else f"[{name}]"


def _is_short(text: str) -> bool:
    """Whether a text ends with an abbreviation, but for its point; none is longer than so many letters."""
    return _ABBREVIATION.search(text[-30:]) is not None


def days(paragraphs: Sequence[str]) -> tuple[str, str]:
    """The days of publication and of the update, where the first or last lines give them; else empty."""
    published = updated = ""
    for text in [*paragraphs[:8], *paragraphs[-4:]]:
        if len(text.split()) > 16:
            continue
        for found in _DAY.finditer(text):
            day = _iso(found[0])
            if day and re.search(r"updated|modified|amended", text[: found.start()], re.IGNORECASE):
                updated = updated or day
            elif day:
                published = published or day
    return published or updated, updated if published else ""


def day_without_year(paragraphs: Sequence[str]) -> str:
    """The day of a dateline whose year the reader has to give, in its own words; empty where there is none."""
    for text in paragraphs[:6]:
        opening = " ".join(text.split()[:8])
        found = _YEARLESS.search(opening)
        if found and (opening[:4].isupper() or opening.startswith(found[0])):
            return found[0]
    return ""


def _iso(text: str) -> str:
    try:
        return read_day(text)
    except BadDate:
        return ""


def author(paragraphs: Sequence[str]) -> str:
    """The author a byline names, with "by", with an office or beside the day it was published, or nothing."""
    for text in map(str.strip, [*paragraphs[:6], *paragraphs[-3:]]):
        if len(text.split()) > 12 or text.endswith((".", "?", "!")):
            continue
        found = _BYLINE.match(text) or _BARE_BYLINE.fullmatch(text)
        if found:
            return _OFFICES_IN_NAME.sub("", found[1].strip())
    return _beside_the_day(list(map(str.strip, paragraphs[:6])))


def _beside_the_day(lines: Sequence[str]) -> str:
    """The names that stand alone ahead of a day on its line, or on the line above or below; the headline is none."""
    for place, text in enumerate(lines):
        dated = _DAY.search(text)
        if dated and len(text.split()) <= 10:
            for near in (text[: dated.start()], *lines[max(place - 1, 1) : place], *lines[place + 1 : place + 2]):
                found = _BARE_NAMES.fullmatch(near.strip())
                if found and not _NO_NAME.search(near):
                    return found[1]
    return ""


_KINDS_AND_FORMS = word_lists.sections("kind_words.txt")


def kind(words: str) -> str:
    """The kind of measure that words suggest, or nothing."""
    return _first_of(vocabulary.KINDS, words)


def form(kind_code: str, words: str) -> str:
    """The form within a kind that words suggest, or nothing."""
    forms = vocabulary.FORMS_OF_KIND.get(kind_code, ())
    return _first_of(forms, words) or ("unspecified" if "unspecified" in forms else "")


def _first_of(codes: Container[str], words: str) -> str:
    return next((code for code, pattern in _KINDS_AND_FORMS if code in codes and pattern.search(words)), "")


def targets(kind_code: str, words: str) -> str:
    """Whom a measure is for or against, by its kind and words, or nothing."""
    text = words.lower()
    named = {"oligarch": "russian_oligarchs", "putin": "vladimir_putin", "bank": "russian_banks"}
    found = [code for cue, code in named.items() if cue in text]
    if kind_code in ("sanctions", "asset_recovery", "legislation"):
        return ";".join(found) or "russia"
    if kind_code in ("materiel", "training"):
        return "ukraine"
    if kind_code in ("deployment", "readiness"):
        return "nato_allies"
    return {"refuge": "refugees", "humanitarian": "refugees", "justice": "russian_forces"}.get(kind_code, "")


def place(words: str) -> tuple[str, str]:
    """Where something is or goes, as codes, and the words that say so: the first place named, and others beside it."""
    found = _PLACED.search(words)
    return (_place_codes(found[0]), found[0]) if found else ("", "")


def only_place(words: str) -> tuple[str, str]:
    """The same, where words name no other place besides."""
    return place(words) if len({_place_codes(found[0]) for found in _PLACED.finditer(words)}) == 1 else ("", "")


def _place_codes(words: str) -> str:
    return ";".join(dict.fromkeys(_PLACE_CODES[name.lower()] for name in re.findall(_PLACE, words, re.IGNORECASE)))


_PLACE_CODES = {term.label.lower(): code for code, term in vocabulary.PLACES.items()}
_PLACE = "|".join(sorted(_PLACE_CODES, key=len, reverse=True))
_PLACED = re.compile(
    rf"\b(?:in|into|to|for|near|off|across|inside) (?:the )?(?:{_PLACE})\b(?:(?:,| and| or)+ (?:the )?(?:{_PLACE})\b)*",
    re.IGNORECASE,
)


def is_when_said(text: str, date: str) -> bool:
    """Whether a day that a text names is the one on which something was said."""
    before, _, after = text.partition(date)
    return bool(re.search(rf"\b{_SAYS}\b[^,]*$", before) or re.match(rf"[^,]{{0,20}}\b{_SAYS}\b", after))


def lies_ahead(text: str, date: str) -> bool:
    """Whether a text puts a day it names ahead of it, and not behind it as the day on which something was said."""
    before, _, _ = text.partition(date)
    ahead = (
        r"\b(?:will|would|due|(?:is|are|was|were|set|about) to|to be)\b|(?:'ll|’ll)\b|(?:\b(?:is|are)|['’]re) \w+ing\b"
        # Timetables stand in the present tense: the ship sails on Thursday.
        r"|\b(?:sails|leaves|departs|flies|arrives|starts|begins|opens|comes into force|takes effect|goes)\b"
    )
    return bool(re.search(ahead, before)) and not re.search(rf"\b{_SAYS}\b[^,]*$", before)


_SAYS = rf"(?:{speakers.SAID}|emerged|reported|claimed|understood)"


def attribution(name: str) -> str:
    """What sort of speaker a name is."""
    if not name:
        return "own_voice"
    low = name.lower()
    if re.search(r"\b(?:officials?|sources?|spokes\w+|insiders?|aides?|people familiar|minister who)\b", low):
        return "unnamed_officials"
    if re.search(r"\b(?:reports?|media|press|newspapers?)\b", low):
        return "reports"
    body = (
        re.fullmatch(speakers.BODIES, name) or low.startswith("the ") or low.endswith(("office", "command", "ministry"))
    )
    return "named_body" if body else "named_person"


def is_asked(text: str, start: int) -> bool:
    """Whether what begins at a place of a text is a question that somebody was asked, and no act."""
    return any(found.start() <= start < found.end() for found in _QUESTION.finditer(text))


_QUESTION = re.compile(
    r"\b(?:asks?|asked|asking|pressed|quizzed)(?: [\w'’]+){0,5}? (?:if|whether|about)\b[^,;:.?\"“”]*", re.IGNORECASE
)


def condition(words: str) -> str:
    """What words make a measure depend on, or nothing; a question ("asked if …") is no condition."""
    found = _CONDITION.search(words)
    return found[0].strip(" \"'") if found else ""


_CONDITION = re.compile(
    r"(?<!ask )(?<![Aa]sked )(?<!as )(?<!even )(?<!know )(?<!see )\b"
    r"(?:if|in the event of|in case of|should (?=[A-Z])|unless|provided|once (?=\w+ (?:is|are|has|have)\b|the\b))"
    r"(?:(?! (?:is|are|was|were) \"| and )[^,.;\"])*"
)


def verdict(text: str, furniture: bool, others: bool) -> str:
    """What a paragraph without a measure is most likely about."""
    if furniture:
        return "furniture"
    if re.search(r"\b(?:talks|meeting|visit\w*|travel\w*|trip|summit|counterpart|press conference|diploma\w+)\b", text):
        return "diplomacy"
    if re.search(r"\b(?:warn\w*|must|disastrous|vital|consequences|unacceptable|condemn\w*|united)\b|^[“\"‘']", text):
        return "rhetoric"
    return "other_actor" if others else "context"
