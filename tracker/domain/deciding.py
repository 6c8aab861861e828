"""Which mention decides a measure's status, and what disagrees with it: the rule the whole record exists for.

Pure functions over rows; they know neither the database nor the screen. A row is one mention as `queries/mentions.sql`
gives it, and a measure's rows come in deciding order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.amounts import amount_of, incompatible
from tracker.domain.dates import show_date
from tracker.domain.established import acted_on, is_established
from tracker.domain.keys import mention_digits
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


class Ranked(NamedTuple):
    """A mention in its place: by which rule it stands above the next (the first) or below the one before (the rest)."""

    row: MentionRow
    rank: int
    reason: str
    disagrees: tuple[str, ...]


class Decision(NamedTuple):
    """What a measure's mentions come to as of a day."""

    ranked: tuple[Ranked, ...]
    date_row: MentionRow | None
    amount_row: MentionRow | None
    place_row: MentionRow | None
    inferred_date: bool

    @property
    def row(self) -> MentionRow:
        """The deciding mention."""
        return self.ranked[0].row

    @property
    def disagreeing(self) -> tuple[Ranked, ...]:
        """The mentions that disagree with the answer."""
        return tuple(mention for mention in self.ranked if mention.disagrees)


def decide(rows: Sequence[MentionRow], as_of: str) -> Decision | None:
    """The decision for one measure as of a day, from its rows in deciding order; nothing where none competes.

    The rows may hold mentions of sources that only possibly had spoken by then: those are weighed for `inferred_date`.
    """
    present = [row for row in rows if row["spoken_on"] <= as_of]
    counted = [row for row in present if row["standing"] != SET_ASIDE]
    if not counted:
        return None
    first = counted[0]
    amount_row = next(filter(_has_number, counted), None) or next((row for row in counted if row["unit"]), None)
    place_row = next((row for row in counted if row["place"]), None)
    ranked = []
    for position, row in enumerate(present):
        reason = rule_between(present[position - 1], row) if position else _rule_of_choice(counted)
        weighed = row["standing"] == first["standing"]
        disagrees = tuple(differences(first, row, amount_row, place_row)) if weighed and position else ()
        ranked.append(Ranked(row, position + 1, reason, disagrees))
    return Decision(tuple(ranked), _date_row(counted), amount_row, place_row, _rests_on_inference(rows, first, as_of))


def _has_number(row: MentionRow) -> bool:
    return row["amount"] is not None or row["amount_low"] is not None or row["amount_high"] is not None


def _rule_of_choice(counted: Sequence[MentionRow]) -> str:
    """The rule that put the first row first: before the best row of another stage, or where there is none, the next."""
    first, *others = counted
    rivals = [row for row in others if row["status"] != first["status"]] or others
    return rule_between(first, rivals[0]) if rivals else "only"


def rule_between(above: MentionRow, below: MentionRow) -> str:
    """The code of the rule that puts one row above another."""
    if below["standing"] == SET_ASIDE:  # below another such one too: it is nowhere else
        return "deprecated"
    if above["standing"] != below["standing"]:
        return "standing"
    if above["counts_on"] != below["counts_on"]:
        if above["preferred_on"] or below["preferred_on"]:
            return "latest" if above["spoken_on"] > below["spoken_on"] else "preferred"
        return "latest_act" if above["established"] else "latest"
    for position, rule in enumerate(("direct", "attributed", "less_advanced")):
        if above["precedence"][position] != below["precedence"][position]:
            return rule
    return "key"


def _date_row(counted: Sequence[MentionRow]) -> MentionRow | None:
    """The earliest dated row in the unbroken run of the decided status; nothing where no text dates it."""
    run = []
    for row in counted:
        if row["status"] != counted[0]["status"]:
            break
        run.append(row)
    dated = [row for row in run if row["date_edtf"]]
    return min(dated, key=lambda row: row["date_earliest"] or row["date_latest"] or "", default=None)


def differences(
    first: MentionRow, row: MentionRow, amount_row: MentionRow | None, place_row: MentionRow | None
) -> Iterator[str]:
    """In which respects a row cannot be so beside the stage, date and actor of one, the amount and place of others.

    Documents that date two acts tell of two, each with its own day and amount.
    """
    two_acts = _are_two_acts(first, row)
    if not two_acts and _stages_clash(first, row):
        yield "status"
    if not two_acts and amount_row and _has_number(row) and incompatible(amount_of(amount_row), amount_of(row)):
        yield "amount"
    if place_row and _places_clash(place_row["place"], row["place"]):
        yield "place"
    if not two_acts and _dates_clash(first, row):
        yield "date"
    if first["actor"] and row["actor"] and first["actor"].lower() != row["actor"].lower():
        yield "actor"


def stages_clash_on(one: MentionRow, other: MentionRow, order: int) -> bool:
    """Whether two stages would clash if one spoke before (-1), on the day of (0) or after (1) the other."""
    days = {-1: ("1", "2"), 0: ("1", "1"), 1: ("2", "1")}[order]
    day, other_day = days
    return _stages_clash(
        {**one, "spoken_on": day, "established": None}, {**other, "spoken_on": other_day, "established": None}
    )


def _are_two_acts(first: MentionRow, row: MentionRow) -> bool:
    on, other_on = (acted_on(one, one["spoken_on"]) for one in (first, row))
    return bool(first["established"] and row["established"]) and on != other_on


def _stages_clash(first: MentionRow, row: MentionRow) -> bool:
    """Same day, different stage; or the later of the two less advanced. Later and further is progress."""
    ahead, other = ADVANCE[first["status"]], ADVANCE[row["status"]]
    day, other_day = first["spoken_on"], row["spoken_on"]
    if day == other_day or first["established"]:  # of one act, whenever the documents that date it speak
        return ahead != other
    return other > ahead if other_day < day else other < ahead


def _places_clash(one: str | None, other: str | None) -> bool:
    if not one or not other or one == other:
        return False
    pairs = [(a, b) for a in one.split(";") for b in other.split(";")]
    return not any(place_lies_in(a, b) or place_lies_in(b, a) for a, b in pairs)


def _dates_clash(first: MentionRow, row: MentionRow) -> bool:
    """Whether two rows date the same stage to times that share no day."""
    if not first["date_edtf"] or not row["date_edtf"] or first["status"] != row["status"]:
        return False
    starts = max(first["date_earliest"] or "", row["date_earliest"] or "")
    ends = min(first["date_latest"] or "9999", row["date_latest"] or "9999")
    return starts > ends


def _rests_on_inference(rows: Sequence[MentionRow], first: MentionRow, as_of: str) -> bool:
    """Whether some choice of days within the sources' possible dates would give another answer, or none."""
    uncertain = [row for row in rows if row["spoken_earliest"] != row["spoken_latest"]]
    if not uncertain:
        return False
    rivals = [row for row in rows if row["standing"] != SET_ASIDE]
    if all(row["spoken_latest"] > as_of for row in rivals):
        return True
    return any(_could_win(row, rivals, as_of) for row in rivals if row["status"] != first["status"])


def _could_win(row: MentionRow, rivals: Sequence[MentionRow], as_of: str) -> bool:
    """Whether a row decides when its source speaks as late, and every other as early or as much too late, as it can."""
    if row["spoken_earliest"] > as_of:
        return False
    # A preferred mention counts from the day it was preferred, so speaking late gains it nothing.
    own = row["spoken_earliest"] if row["preferred_on"] else min(row["spoken_latest"], as_of)
    place = _sort_key(row, own)
    for rival in rivals:
        same = rival["source"] == row["source"]
        if not same and rival["spoken_latest"] > as_of:
            continue
        if _sort_key(rival, own if same else rival["spoken_earliest"]) < place:
            return False
    return True


def _sort_key(row: MentionRow, spoken: str) -> tuple[int, tuple[int, ...], str]:
    counts_on = row["preferred_on"] or (acted_on(row, spoken) if row["established"] else spoken)
    return row["standing"], _latest_first(counts_on), row["precedence"]


@cache
def _latest_first(day: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in day)


def what_would_flip(decision: Decision) -> list[tuple[Ranked, str]]:
    """For the first mention of each other stage, in rank order: what would have to differ for it to decide."""
    seen = {decision.row["status"]}
    flips = []
    for mention in decision.ranked[1:]:
        status = mention.row["status"]
        if status not in seen and mention.row["standing"] != SET_ASIDE:
            seen.add(status)
            flips.append((mention, what_would_put_first(decision.row, mention.row)))
    return flips


# One source cannot speak after itself: only another reading of its words would turn the order round.
_FLIP_WITHIN = {
    "direct": "if it named the measure and its stage as directly",
    "attributed": "if it had a speaker",
    "less_advanced": "if the other were withdrawn or read as less direct: nothing is upgraded on a tie",
    "key": "if a curator preferred it",
}


def what_would_put_first(first: MentionRow, row: MentionRow) -> str:
    """What would have to differ for the second of two mentions to come first, as the end of a sentence."""
    rule = rule_between(first, row)
    if first["source"] == row["source"] and rule in _FLIP_WITHIN:
        return _FLIP_WITHIN[rule]
    if rule == "standing":
        return "if every other mention were withdrawn"
    if first["preferred_on"] or row["preferred_on"] or first["source"] == row["source"]:
        return "if a curator preferred it" if not row["preferred_on"] else "if it were preferred on a later day"
    if rule == "latest":
        tie = first["precedence"] < row["precedence"]
        return f"if its source spoke {'after' if tie else 'on or after'} {show_date(first['spoken_on'])}"
    return f"if its source spoke after {show_date(first['spoken_on'])}, or the other before"
