"""Which paragraphs of an English article are likely to mention a UK measure, and why: word lists, nothing learned.

A highlight only draws the eye; it records nothing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tracker.text.amount_phrases import amount_in

THRESHOLD = 2


class Candidate(NamedTuple):
    """What speaks for and against a paragraph: its score, the reasons in words, and the words that gave them."""

    score: int
    reasons: tuple[str, ...]
    marked: tuple[str, ...]
    furniture: bool = False
    of_others: bool = False  # somebody else than the UK is spoken of

    @property
    def likely(self) -> bool:
        """Whether it is worth a reader's second look."""
        return self.score >= THRESHOLD and not self.furniture


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


# The UK, and the offices, forces and bodies that act for it.
_UK = _words(
    r"UK(?:'s|’s)?|Brit(?:ain|ish|ons?|s)?(?:'s|’s)?|United Kingdom|London(?:'s|’s)?",
    r"Downing Street|Whitehall|Westminster|No 10|King Charles Street|Parliament(?:'s|’s)?|MPs|peers|Commons",
    r"Lords|Cobra",
    r"prime minister(?:'s|’s)?|chancellor(?: of the exchequer)?|attorney[- ]general|chief of the defence staff",
    r"(?:foreign|defen[cs]e|home|justice|transport|business|trade|health|culture|energy) (?:secretary|minister|office)",
    r"(?:security|armed forces|immigration|refugees|veterans) minister|ministry of (?:defence|justice)|MoD",
    r"FCDO|Treasury",
    r"department (?:for|of) \w+|home office|border force|national crime agency|NCA|Ofcom|HMRC|companies house|crown",
    r"met(?:ropolitan)? police|scotland yard|NHS|the government|ministers|cabinet",
    r"Royal (?:Navy|Air Force|Marines?|Engineers|Artillery)|RAF|HMS \w+|the (?:army|navy)|squaddies|regiment|brigade",
)
# Ministers of the time by name: a record about 2022 may know them.
_NAMES = _words(
    "Boris Johnson|Johnson|Ben Wallace|Wallace|Liz Truss|Truss|Dominic Raab|Raab|Priti Patel|Patel|Rishi Sunak|Sunak"
    "|Damian Hinds|Hinds|Grant Shapps|Shapps|James Heappey|Heappey|Michael Gove|Gove|James Cleverly|Cleverly"
    "|Kwasi Kwarteng|Kwarteng|Nadine Dorries|Dorries|Sajid Javid|Javid|Radakin|Simon Clarke|Suella Braverman|Braverman"
    "|Jeremy Hunt|Penny Mordaunt|Mordaunt|Kemi Badenoch|Badenoch|Tom Tugendhat|Tugendhat|Lord Harrington"
)
# Who else acts or speaks: other states and their capitals, bodies of many states, companies, the opposition.
_OTHERS = _words(
    r"Russian?s?(?:'s|’s)?|Moscow(?:'s|’s)?|Kremlin(?:'s|’s)?|Putin(?:'s|’s)?|Lavrov|Peskov|Shoigu",
    r"Belarus(?:ian)?|Zakharova",
    r"US|U\.S\.|United States|Americans?|Washington|White House|Biden|Pentagon|French|France|Paris|Macron|Bundestag",
    r"German[ys]?|Berlin|Scholz|Italy|Italian|Spain|Spanish|Turkey|Turkish|Ankara|China|Chinese|Beijing",
    r"Canada|Canadian",
    r"Japan(?:ese)?|Dutch|Netherlands|Denmark|Danish|Sweden|Swedish|Finland|Finnish|Norway|Estonians?|Warsaw|Budapest",
    r"European (?:Union|Parliament|Commission)|EU(?:'s|’s)?|Brussels|West(?:ern)?|allies|members? states?",
    r"Nato diplomat",
    r"United Nations|U\.?N\.?|think-tank|compan(?:y|ies)|retailers?|chains?|Shell|BP|McDonald(?:'s|’s)",
    r"Labour(?:'s|’s)?|Starmer|opposition|shadow|Lib Dems?|SNP|Paralympic|Olympic|Fifa|Uefa|church",
    r"charit(?:y|ies)|readers",
)
_WE = _words("we|we've|we’ve|we're|we’re|we'll|we’ll|our")

# What states do, in the words of news.
_ACTIONS = _words(
    r"send(?:s|ing)?|sent|deploy(?:s|ed|ing|ment|ments)?|dispatch(?:ed|ing)?|despatch(?:ed|ing)?|stationed",
    r"moved?|posted",
    r"suppl(?:y|ies|ied|ying)|provid(?:e|es|ed|ing)|donat(?:e|es|ed|ing)|deliver(?:s|ed|ing|y|ies)?",
    r"giv(?:e|en|ing)|gift(?:ed)?",
    r"offer(?:s|ed|ing)?|pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing)|commit(?:s|ted|ting|ment)?|announc(?:e|es|ed|ing)",
    r"impos(?:e|es|ed|ing)|sanction(?:ed|ing)|freez(?:e|es|ing)|froze|frozen|seiz(?:e|es|ed|ing|ure)",
    r"ban(?:s|ned|ning)?",
    r"impound(?:ed|ing)?|detain(?:ed|ing)?|block(?:s|ed|ing)?|prohibit(?:s|ed|ing)?|outlaw(?:ed|ing)?",
    r"oblig(?:ed|es)|forbid(?:den)?",
    r"blacklist(?:ed)?|designat(?:e|ed|ing)|added to|strip(?:ped|ping)?|revok(?:e|ed)|cancel(?:led)?|a crime",
    r"fin(?:es|ed)",
    r"legislat(?:e|ing|ion)|bolster(?:s|ed|ing)?|toughen(?:ed|ing)?|tighten(?:ed|ing)?|strengthen(?:s|ed|ing)?",
    r"(?:re)?train(?:s|ed|ing)?|taught|teach(?:es|ing)?|coach(?:es|ed|ing)?|reinforc(?:e|es|ed|ing)",
    r"doubl(?:e|es|ed|ing)",
    r"increas(?:e|es|ed|ing)|extend(?:s|ed|ing)?|rais(?:e|es|ed|ing)|cut(?:s|ting)?|scrap(?:ped|ping)?",
    r"lift(?:ed|ing)?|loosened",
    r"refer(?:red|ring)|expel(?:led|ling)?|evacuat(?:e|ed|ing)|withdr(?:aw|ew|awn|awing)|suspend(?:ed|ing)?",
    r"end(?:ed|ing)",
    r"waiv(?:e|ed|ing)|(?:re)?open(?:s|ed|ing)?|clos(?:e|es|ed|ing)|shut(?:s|ting)?|bar(?:red|ring)",
    r"authori[sz](?:e|es|ed|ing)",
    r"put (?:on|troops)|standby|stand-by|alert|readiness|in place|into (?:force|service)|help(?:s|ed)?",
    r"assist(?:s|ed|ing)?",
    r"support(?:s|ed|ing)?|hous(?:e|es|ed|ing)|fund(?:s|ed|ing)?|pa(?:y|ys|id|ying)|lend(?:ing)?|loan(?:ed)?",
    r"borrow|earmark(?:ed)?",
    r"ship(?:ped|ping)|fly(?:ing)?|flew|arriv(?:e|es|ed|ing)|hand(?:s|ed|ing)? over|changed hands",
    r"receiv(?:e|es|ed|ing)",
    r"grant(?:s|ed|ing)?|given permission|allow(?:s|ed|ing)?|appl(?:y|ies|ied)|accept(?:s|ed|ing)?",
    r"welcom(?:e|ed|ing)|intervened?",
    r"set up|launch(?:es|ed|ing)?|step(?:s|ped|ping)? up|go(?:ing)? further|gather(?:s|ed|ing)?",
    r"tak(?:e|ing) statements|join(?:ing)?",
)
_MODALS = _words(
    r"could|would|may|might|will|ready to|prepared to|consider(?:s|ed|ing)?|plans? (?:to|for)|expected to",
    r"set to|about to",
    r"(?:is|are) to|weigh(?:s|ed|ing)|looking at|looked at|under (?:review|an option|consideration)",
    r"an option|from next week",
    r"not rul(?:e|ed|ing) (?:\w+ )?out|rule[ds]? (?:nothing|out)|rul(?:e|ing) (?:that|it|this|anything) out",
    r"want to rule",
    r"cannot|can’t|can't|will not|won't|won’t|no plans|asked (?:if|whether)|look at|possibl[ey]",
    r"almost complete|not happening",
    r"going to|go further|going further|more to come|if (?:needed|required|necessary)|has been|have been",
    r"since midnight",
)
# What measures are about, kind by kind.
_MATTERS = _words(
    r"sanctions?|sanctioned|asset(?:s)? freeze|assets|bank accounts?|travel bans?|wealth orders?|oligarchs?",
    r"tycoons?|(?:super)?yachts?",
    r"legislation|bill|regulations?|powers|statutory|instrument|amendments?|laundering|proceeds of crime",
    r"register|propert(?:y|ies)",
    r"exports?|imports?|tariffs?|crude|gas|oil|coal|gold|vodka|luxury|price cap|insurers|ports?|airspace",
    r"Swift|banks?|broadcasters?|RT",
    r"troops?|soldiers?|marines?|engineers?|battle ?groups?|battalions?|forces|personnel|military presence",
    r"infantry|exercises?",
    r"man(?:oeuv|euv)res|jets?|aircraft|warplanes?|helicopters?|destroyers?|frigates?|warships?|vessels?",
    r"squadrons?|ships|drones?",
    r"missiles?|weapons?|arms|ammunition|munitions|shells|tanks?|rifles?|launchers?|howitzers?|guns",
    r"body armou?r|helmets?|boots",
    r"anti-(?:tank|aircraft|air|ship)|air[- ]defence|Challengers?|NLAWs?|Javelins?|equipment|kit|stocks",
    r"clothing|minehunters?",
    r"recruits|volunteers|intake|instructors?|trainers|course|sailors|pilots|military (?:support|aid|assistance|help)",
    r"aid|humanitarian|ambulances?|generators?|medical|medicines?|shelters?|grain|wheat|loans?|guarantees?",
    r"package|support package",
    r"refugees?|sanctuary|visas?|sponsors?(?:hip)?|hosts?|families|asylum|passports?|permission|arrivals|scheme",
    r"ambassadors?|diplomats?|embass(?:y|ies|y's|y’s)|chancery|envoys?|consulates?|expulsions?|flag",
    r"war crimes|ICC|International Criminal Court|The Hague|tribunal|prosecut(?:e|ors?|ions?)",
    r"investigat(?:e|ions?|ors?)|evidence|detectives",
    r"defen[cs]es|reinforcements|deployments?|militarily|measures?|training",
)
_STRONG = _words(
    r"standby|stand-by|sanction(?:s|ed|ing)|deploy(?:ed|ing|ment)?|legislat(?:e|ing|ion)|troops|marines|engineers",
    r"missiles?|destroyer|frigate|jets?|seiz(?:e|ed|ing)|freez(?:e|ing)|weapons?|military support|intervene|visas?",
)
_MONEY = re.compile(r"[£$€]\d[\d,.]*\d*(?:bn|m|k)?\b")
_TALK = _words(
    r"visit(?:s|ed|ing)?|meeting|talks|trip|travel(?:led|ling)?|press conference|speech|said|says|told"
    r"|warn(?:s|ed|ing)?"
    r"|call(?:ed|s)? (?:on|for)|urg(?:e|ed|ing)|condemn(?:ed|s)?|argued"
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
    # A rate is no amount to record, and draws the eye all the same.
    amount = amount_in(text) or "".join(_found(_MONEY, text)[:1])
    reasons, score = [], 0
    if uk:
        score += 2
        reasons.append(f"actor: {uk[0]}")
    elif carried:
        score += 2 if ours or modals else 1
        reasons.append("actor: carried over from the paragraph before")
    elif matters and (actions or amount) and not others:
        score += 1
        reasons.append("actor: nobody else is named")
    if actions:
        score += 1
        reasons.append(f"action: {actions[0]}")
    if matters:
        score += min(len(set(matters)), 2)
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
    of_others = bool(others) and not uk and not carried
    if of_others:
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
    return Candidate(score, tuple(reasons), tuple(marked), furniture, of_others)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0] for match in pattern.finditer(text)]


def _subject(text: str, others: list[str], uk: list[str]) -> bool:
    return text.find(others[0]) < text.find(uk[0])
