"""Which paragraphs of an English article are likely to mention a UK measure, and why: word lists, nothing learned.

A highlight only draws the eye; it records nothing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tracker.phrases import amount_in

THRESHOLD = 3


class Candidate(NamedTuple):
    """What speaks for and against a paragraph: its score, the reasons in words, and the words that gave them."""

    score: int
    reasons: tuple[str, ...]
    marked: tuple[str, ...]
    furniture: bool = False

    @property
    def likely(self) -> bool:
        """Whether it is worth a reader's second look."""
        return self.score >= THRESHOLD and not self.furniture


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


# The UK and those who act for it.
_UK = _words(
    r"UK(?:'s|’s)?",
    r"Britain(?:'s|’s)?",
    "British",
    "United Kingdom",
    "Downing Street",
    "Whitehall",
    "Westminster",
    "No 10",
    r"prime minister(?:'s|’s)?",
    r"(?:foreign|defen[cs]e|home|justice|transport|business|trade) (?:secretary|minister)",
    r"(?:security|armed forces|immigration) minister",
    r"chancellor(?: of the exchequer)?",
    "home office",
    "foreign office",
    "ministry of defence",
    "MoD",
    "FCDO",
    "Treasury",
    "Royal (?:Navy|Air Force|Marines?|Engineers)",
    "RAF",
    r"HMS \w+",
    "House of (?:Commons|Lords)",
    "the government",
    "ministers",
)
# Ministers of the time by name: a record about 2022 may know them.
_NAMES = _words(
    "Boris Johnson|Johnson|Ben Wallace|Wallace|Liz Truss|Truss|Dominic Raab|Raab|Priti Patel|Patel|Rishi Sunak|Sunak"
    "|Damian Hinds|Hinds|Grant Shapps|Shapps|James Heappey|Heappey|Michael Gove|Gove|James Cleverly|Cleverly"
    "|Kwasi Kwarteng|Kwarteng|Nadine Dorries|Dorries|Sajid Javid|Javid|Radakin|Simon Clarke"
)
_OTHERS = _words(
    r"Russian?(?:'s|’s)?|Moscow(?:'s|’s)?|Kremlin|Putin(?:'s|’s)?|Lavrov|Shoigu|Belarus(?:ian)?",
    r"US|United States|American?|Washington|White House|Biden|Pentagon|French|France|Macron|German[ys]?|Berlin|Scholz",
    "Italy|Italian|Spain|Spanish|Turkey|Turkish|China|Chinese|Canada|Canadian|Japan|Dutch|Netherlands|Denmark|Danish",
    "European Union|EU|Brussels|West(?:ern)?|allies|members? states?|United Nations|UN|company|companies|retailers?",
    "Labour|Starmer|opposition|Paralympic|Olympic|Fifa|Uefa",
)
_WE = _words("we|we've|we’ve|we're|we’re|we'll|we’ll|our")

_ACTIONS = _words(
    r"send(?:s|ing)?|sent|deploy(?:s|ed|ing|ment|ments)?|dispatch(?:ed|ing)?|despatch(?:ed|ing)?|stationed|moved?",
    r"suppl(?:y|ies|ied|ying)|provid(?:e|es|ed|ing)|donat(?:e|es|ed|ing)|deliver(?:s|ed|ing|y|ies)?|giv(?:e|en|ing)",
    r"offer(?:s|ed|ing)?|pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing)|commit(?:s|ted|ting|ment)?|announc(?:e|es|ed|ing)",
    r"impos(?:e|es|ed|ing)|sanction(?:ed|ing)|freez(?:e|es|ing)|froze|frozen|seiz(?:e|es|ed|ing|ure)|ban(?:s|ned|ning)?",
    r"legislat(?:e|ing|ion)|bolster(?:s|ed|ing)?|toughen(?:ed|ing)?|tighten(?:ed|ing)?|strengthen(?:s|ed|ing)?",
    r"train(?:s|ed|ing)?|reinforc(?:e|es|ed|ing)|doubl(?:e|es|ed|ing)|increas(?:e|es|ed|ing)|extend(?:s|ed|ing)?",
    r"refer(?:red|ring)|expel(?:led|ling)?|evacuat(?:e|ed|ing)|withdr(?:aw|ew|awn|awing)|suspend(?:ed|ing)?|revok(?:e|ed)",
    r"waiv(?:e|ed|ing)|open(?:s|ed|ing)?|clos(?:e|es|ed|ing)|bar(?:red|ring)|authori[sz](?:e|es|ed|ing)|intervene[ds]?",
    r"put (?:on|troops)|standby|stand-by|alert|readiness|in place|into force|help(?:s|ed)?|assist(?:s|ed|ing)?|support",
    r"hous(?:e|es|ed|ing)|fund(?:s|ed|ing)?|lend|loan|earmark(?:ed)?|ship(?:ped|ping)|fly(?:ing)?|flew|arriv(?:e|ed|ing)",
)
_MODALS = _words(
    r"could|would|may|might|will|ready to|prepared to|consider(?:s|ed|ing)?|plans? to|expected to|set to|about to",
    r"not rul(?:e|ed|ing) (?:\w+ )?out|ruled? (?:nothing|out)|rul(?:e|ing) (?:that|it|this|anything) out|want to rule",
    r"cannot|can’t|can't|will not|won't|won’t|no plans|asked (?:if|whether)|look at|possibl[ey]|almost complete",
    r"going to|go further|going further|more to come|if (?:needed|required|necessary)",
)
# What measures are about.
_MATTERS = _words(
    r"sanctions?|sanctioned|asset(?:s)? freeze|assets|travel bans?|visas?|wealth orders?|legislation|bill|regulations",
    r"troops?|soldiers?|marines?|engineers?|battle ?groups?|battalions?|forces|personnel|military presence",
    r"jets?|aircraft|warplanes?|helicopters?|destroyers?|frigates?|warships?|vessels?|squadrons?|ships|drones?",
    r"missiles?|weapons?|arms|ammunition|tanks?|rifles?|launchers?|howitzers?|body armou?r|helmets?|equipment|kit",
    r"military (?:support|aid|assistance|help)|support package|aid|humanitarian|refugees?|sponsor(?:s|ship)?|airspace",
    r"ambassadors?|diplomats?|embassy|embassies|war crimes|ICC|International Criminal Court|prosecut(?:e|ors?|ions?)",
    r"defen[cs]es|reinforcements|deployments?|exports?|imports?|ports|banks?|oligarchs?|yachts?|laundering|asylum",
    r"proceeds of crime|Swift|gas|oil|investigations?|training|loans?|guarantees?|package|militarily|measures?",
)
_STRONG = _words(
    r"standby|stand-by|sanction(?:s|ed|ing)|deploy(?:ed|ing|ment)?|legislat(?:e|ing|ion)|troops|marines|engineers",
    r"missiles?|destroyer|frigate|jets?|seiz(?:e|ed|ing)|freez(?:e|ing)|weapons?|military support|intervene|visas?",
)
_TALK = _words(
    r"visit(?:s|ed|ing)?|meeting|talks|trip|travel(?:led|ling)?|press conference|said|says|told|warn(?:s|ed|ing)?"
    r"|call(?:ed|s)? (?:on|for)|urg(?:e|ed|ing)|condemn(?:ed|s)?"
)
_FURNITURE = re.compile(
    r"^(?:read more|see more|latest|listen|loading|watch|share|advert|related|sign up|subscribe|follow us|click here"
    r"|comments?|about (?:the )?author|photo|image|picture|getty|additional reporting|by [A-Z]|published|updated"
    r"|for more|most read|trending|copyright|\d{1,2} \w+ \d{4})",
    re.IGNORECASE,
)
_OPENING = ("“", '"', "‘", "'")
_CARRIED = re.compile(
    r"^(?:(?:when )?asked|he|she|they|it|the (?:move|minister|measure)s?|measures|this)\b", re.IGNORECASE
)
_END = (".", "!", "?", '."', ".”", ".’", "”", '"', ":", ",", ";")


def candidates(paragraphs: Sequence[str]) -> list[Candidate]:
    """One candidate for each paragraph, in order: an actor carries over into what is quoted or says "he"."""
    return _weighed(tuple(paragraphs))


@lru_cache(maxsize=4)  # a reading that goes back or is taken up again asks for the same article
def _weighed(paragraphs: tuple[str, ...]) -> list[Candidate]:
    found = []
    uk_before = False
    ended = _where_it_ends(paragraphs)
    for position, text in enumerate(paragraphs):
        continued = text.lstrip().startswith(_OPENING) or _CARRIED.match(text.lstrip()) is not None
        found.append(_weigh(text, uk_before and continued, position >= ended))
        named = _UK.search(text) or _NAMES.search(text)
        uk_before = bool(named) or (uk_before and continued)
    return found


def _where_it_ends(paragraphs: Sequence[str]) -> int:
    """The first paragraph of the tail in which headings and captions stand for other stories."""
    prose = [position for position, text in enumerate(paragraphs) if _is_prose(text)]
    return prose[-1] + 1 if prose else len(paragraphs)


def _is_prose(text: str) -> bool:
    return len(text.split()) >= 5 and text.rstrip().endswith(_END)


def _weigh(text: str, carried: bool, tail: bool) -> Candidate:
    furniture = tail or _FURNITURE.match(text.strip()) is not None
    uk = _found(_UK, text) + _found(_NAMES, text)
    actions, matters, modals = _found(_ACTIONS, text), _found(_MATTERS, text), _found(_MODALS, text)
    others, ours = _found(_OTHERS, text), _found(_WE, text)
    amount = amount_in(text)
    reasons, score = [], 0
    if uk:
        score += 2
        reasons.append(f"actor: {uk[0]}")
    elif carried:
        score += 2 if ours or modals else 1
        reasons.append("actor: carried over from the paragraph before")
    if actions:
        score += 1
        reasons.append(f"action: {actions[0]}")
    if matters:
        score += 1
        reasons.append(f"about: {matters[0]}")
    if actions and matters and (uk or carried):
        score += 1 + bool(_STRONG.search(text))
    if modals:
        score += 1
        reasons.append(f"stage: “{modals[0]}”")
    if amount:
        score += 1
        reasons.append(f"amount: {amount}")
    marked = [*uk[:2], *actions[:2], *modals[:1], *([amount] if amount else [])]
    if others and not uk and not carried:
        score -= 2
        reasons.append(f"against: {others[0]}, not the UK, is spoken of")
    elif uk and others and _subject(text, others, uk):
        score -= 1
        reasons.append(f"against: {others[0]} is named first")
    if _TALK.search(text) and not matters:
        score -= 1
        reasons.append("against: talk or travel")
    if furniture:
        reasons.append("against: it looks like a heading, a caption or navigation")
    return Candidate(score, tuple(reasons), tuple(marked), furniture)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]


def _subject(text: str, others: list[str], uk: list[str]) -> bool:
    return text.find(others[0]) < text.find(uk[0])
