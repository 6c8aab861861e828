"""Which mention decides a measure's status, and what disagrees with it: the rule the whole record exists for.

Pure functions over rows; they know neither the database nor the screen. A measure's mentions come in deciding order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.amounts import Amount, incompatible
from tracker.domain.dates import show_date
from tracker.domain.established import acted_on, is_established
from tracker.domain.keys import mention_digits
from tracker.domain.spoken import Spoken
from tracker.domain.vocabulary import ADVANCE, STRENGTHS, place_lies_in

if TYPE_CHECKING:
    from tracker.domain.rows import MentionRow, OrderFields

COMPETES, BACKGROUND, SET_ASIDE = 0, 1, 2
_STRENGTH_ORDER = {code: place for place, code in enumerate(STRENGTHS)}


def spoken_on(source: Mapping[str, object]) -> str:
    """The day a source speaks on: that of the version that was read, where its text says, else of publication."""
    return str(source.get("updated") or source["published"])


def order_fields(key: str, mention: Mapping[str, object], spoken: str, source_type: object = None) -> OrderFields:
    """What puts a mention in deciding order, stored with it: `standing`, then `counts_on` latest first, `precedence`.

    What counts to the reported status counts on the day its source speaks, what counts to the established one on the
    day of the act. `precedence` sorts within a day: direct before indirect, a claim with a speaker before the source's
    own voice, the less advanced stage before the more advanced, then the key.
    """
    set_aside = SET_ASIDE if mention.get("deprecated") else COMPETES
    background = BACKGROUND if mention["strength"] == "background" else COMPETES
    strength = _STRENGTH_ORDER[str(mention["strength"])]
    own_voice = int(mention["attribution"] == "own_voice")
    established = is_established(mention, source_type)
    return {
        "spoken_on": spoken,
        "counts_on": str(mention.get("preferred_on") or (acted_on(mention, spoken) if established else spoken)),
        "standing": max(set_aside, background),
        "precedence": f"{strength}{own_voice}{ADVANCE[str(mention['status'])]}-{mention_digits(key)}",
        "established": 1 if established else None,
    }


class Ranked:
    """A mention in its place: by which rule it stands above the next (the first) or below the one before (the rest)."""

    __slots__ = ("_row", "disagrees", "rank", "reason", "spoken")

    def __init__(self, spoken: Spoken, rank: int, reason: str, disagrees: tuple[str, ...]) -> None:
        self.spoken = spoken
        self.rank = rank
        self.reason = reason
        self.disagrees = disagrees
        self._row: MentionRow | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranked) and self._told == other._told

    __hash__ = None  # type: ignore[assignment]

    @property
    def _told(self) -> tuple[object, ...]:
        return self.spoken, self.rank, self.reason, self.disagrees

    @property
    def row(self) -> MentionRow:
        """The mention as a dictionary, made when somebody looks at it."""
        if self._row is None:
            self._row = self.spoken.row
        return self._row


class Decision(NamedTuple):
    """What a measure's mentions come to as of a day."""

    ranked: tuple[Ranked, ...]
    dated: Spoken | None
    counted: Spoken | None
    placed: Spoken | None
    inferred_date: bool

    @property
    def first(self) -> Spoken:
        """The deciding mention."""
        return self.ranked[0].spoken

    @property
    def row(self) -> MentionRow:
        """The deciding mention as a dictionary."""
        return self.ranked[0].row

    @property
    def date_row(self) -> MentionRow | None:
        """The mention that gives the date."""
        return self._row_of(self.dated)

    @property
    def amount_row(self) -> MentionRow | None:
        """The mention that gives the amount."""
        return self._row_of(self.counted)

    @property
    def place_row(self) -> MentionRow | None:
        """The mention that gives the place."""
        return self._row_of(self.placed)

    def _row_of(self, spoken: Spoken | None) -> MentionRow | None:
        return next((mention.row for mention in self.ranked if mention.spoken is spoken), None)

    @property
    def disagreeing(self) -> tuple[Ranked, ...]:
        """The mentions that disagree with the answer."""
        return tuple([mention for mention in self.ranked if mention.disagrees])


def decide(mentions: Sequence[Spoken], as_of: str) -> Decision | None:
    """The decision for one measure as of a day, from its mentions in deciding order; nothing where none competes.

    They may be of sources that only possibly had spoken by then: those are weighed for `inferred_date`.
    """
    present = [one for one in mentions if one.spoken_on <= as_of]
    counted = [one for one in present if one.standing != SET_ASIDE]
    if not counted:
        return None
    first = counted[0]
    amount = next((one for one in counted if one.has_number), None) or next((one for one in counted if one.unit), None)
    place = next((one for one in counted if one.place), None)
    ranked = [Ranked(first, 1, _rule_of_choice(counted), ())]
    above = first
    for position, one in enumerate(present[1:], 2):
        disagrees = differences(first, one, amount, place) if one.standing == first.standing else ()
        ranked.append(Ranked(one, position, rule_between(above, one), disagrees))
        above = one
    return Decision(tuple(ranked), _dated(counted), amount, place, _rests_on_inference(mentions, first, as_of))


def _rule_of_choice(counted: Sequence[Spoken]) -> str:
    """The rule that put the first row first: before the best row of another stage, or where there is none, the next."""
    if len(counted) == 1:
        return "only"
    first = counted[0]
    return rule_between(first, next((one for one in counted if one.status != first.status), counted[1]))


def rule_between(above: Spoken, below: Spoken) -> str:
    """The code of the rule that puts one mention above another."""
    if below.standing == SET_ASIDE:  # below another such one too: it is nowhere else
        return "deprecated"
    if above.standing != below.standing:
        return "standing"
    if above.counts_on != below.counts_on:
        if above.preferred_on or below.preferred_on:
            return "latest" if above.spoken_on > below.spoken_on else "preferred"
        return "latest_act" if above.established else "latest"
    for position, rule in enumerate(("direct", "attributed", "less_advanced")):
        if above.precedence[position] != below.precedence[position]:
            return rule
    return "key"


def _dated(counted: Sequence[Spoken]) -> Spoken | None:
    """The earliest dated mention in the unbroken run of the decided status; nothing where no text dates it."""
    run = takewhile(lambda one: one.status == counted[0].status, counted)
    dated = [one for one in run if one.date_edtf]
    return min(dated, key=lambda one: one.date_earliest or one.date_latest or "", default=None)


def differences(first: Spoken, one: Spoken, amount: Spoken | None, place: Spoken | None) -> tuple[str, ...]:
    """In which respects a mention cannot be so beside the stage, date and actor of one, amount and place of others.

    Documents that date two acts tell of two, each with its own day and amount.
    """
    found = []
    two_acts = first.established and one.established and first.acted_on != one.acted_on
    if not two_acts:
        if _stages_clash(first, one):
            found.append("status")
        if amount and one.has_number and incompatible(_amount(amount), _amount(one)):
            found.append("amount")
    if place and one.place and one.place != place.place and _places_clash(place.place, one.place):
        found.append("place")
    if not two_acts and first.date_edtf and one.date_edtf and _dates_clash(first, one):
        found.append("date")
    if first.actor != one.actor and first.actor and one.actor and first.actor.lower() != one.actor.lower():
        found.append("actor")
    return tuple(found)


def _amount(one: Spoken) -> Amount:
    numbers = one.amount, one.amount_low, one.amount_high
    return Amount(*numbers, one.unit or "", one.qualifier or "", one.basis or "")


def stages_clash_on(one: Spoken, other: Spoken, order: int) -> bool:
    """Whether two stages would clash if one spoke before (-1), on the day of (0) or after (1) the other."""
    day, other_day = {-1: ("1", "2"), 0: ("1", "1"), 1: ("2", "1")}[order]
    return _stages_clash(
        one._replace(spoken_on=day, established=None), other._replace(spoken_on=other_day, established=None)
    )


def _stages_clash(first: Spoken, one: Spoken) -> bool:
    """Same day, different stage; or the later of the two less advanced. Later and further is progress."""
    ahead, other = ADVANCE[first.status], ADVANCE[one.status]
    if first.spoken_on == one.spoken_on or first.established:  # of one act, whenever the documents that date it speak
        return ahead != other
    return other > ahead if one.spoken_on < first.spoken_on else other < ahead


def _places_clash(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    pairs = [(a, b) for a in one.split(";") for b in other.split(";")]
    return not any(place_lies_in(a, b) or place_lies_in(b, a) for a, b in pairs)


def _dates_clash(first: Spoken, one: Spoken) -> bool:
    """Whether two dated mentions date the same stage to times that share no day."""
    if first.status != one.status:
        return False
    starts = max(first.date_earliest or "", one.date_earliest or "")
    ends = min(first.date_latest or "9999", one.date_latest or "9999")
    return starts > ends


def _rests_on_inference(mentions: Sequence[Spoken], first: Spoken, as_of: str) -> bool:
    """Whether some choice of days within the sources' possible dates would give another answer, or none."""
    if not any(one.spoken_earliest != one.spoken_latest for one in mentions):
        return False
    rivals = [one for one in mentions if one.standing != SET_ASIDE]
    if all(one.spoken_latest > as_of for one in rivals):
        return True
    return any(_could_win(one, rivals, as_of) for one in rivals if one.status != first.status)


def _could_win(one: Spoken, rivals: Sequence[Spoken], as_of: str) -> bool:
    """Whether a mention decides when its source speaks as late, and every other as early or too late, as it can."""
    if one.spoken_earliest > as_of:
        return False
    # A preferred mention counts from the day it was preferred, so speaking late gains it nothing.
    own = one.spoken_earliest if one.preferred_on else min(one.spoken_latest, as_of)
    place = _sort_key(one, own)
    days = [
        (rival, own if rival.source == one.source else rival.spoken_earliest)
        for rival in rivals
        if rival.source == one.source or rival.spoken_latest <= as_of
    ]
    return all(place <= _sort_key(rival, spoken) for rival, spoken in days)


def _sort_key(one: Spoken, spoken: str) -> tuple[int, tuple[int, ...], str]:
    acted = (one.date_latest or one.date_earliest or spoken) if one.established else spoken
    return one.standing, _latest_first(one.preferred_on or acted), one.precedence


@cache
def _latest_first(day: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in day)


def what_would_flip(decision: Decision) -> list[tuple[Ranked, str]]:
    """For the first mention of each other stage, in rank order: what would have to differ for it to decide."""
    seen = {decision.first.status}
    flips = []
    for mention in decision.ranked[1:]:
        one = mention.spoken
        if one.status not in seen and one.standing != SET_ASIDE:
            seen.add(one.status)
            flips.append((mention, what_would_put_first(decision.first, one)))
    return flips


# One source cannot speak after itself: only another reading of its words would turn the order round.
_FLIP_WITHIN = {
    "direct": "if it named the measure and its stage as directly",
    "attributed": "if it had a speaker",
    "less_advanced": "if the other were withdrawn or read as less direct: nothing is upgraded on a tie",
    "key": "if a curator preferred it",
}


def what_would_put_first(first: Spoken, one: Spoken) -> str:
    """What would have to differ for the second of two mentions to come first, as the end of a sentence."""
    rule = rule_between(first, one)
    if first.source == one.source and rule in _FLIP_WITHIN:
        return _FLIP_WITHIN[rule]
    if rule == "standing":
        return "if every other mention were withdrawn"
    if first.preferred_on or one.preferred_on or first.source == one.source:
        return "if a curator preferred it" if not one.preferred_on else "if it were preferred on a later day"
    if rule == "latest":
        tie = first.precedence < one.precedence
        return f"if its source spoke {'after' if tie else 'on or after'} {show_date(first.spoken_on)}"
    return f"if its source spoke after {show_date(first.spoken_on)}, or the other before"
