"""Two readers' codings of one article beside each other: what both found, what only one did, and how far they agree.

Pure functions over rows. Measures are matched by key, mentions by measure and paragraph, never by likeness: what looks
alike under two keys is only ever a question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.dates import show_date
from tracker.domain.keys import READ_BY
from tracker.domain.vocabulary import PLACES, STRENGTHS, VERDICTS, status_label
from tracker.text.near_duplicates import likeness, measures_like

if TYPE_CHECKING:
    from tracker.domain.rows import MeasureDefinition, MentionRow, ParagraphRow, SourceRow


class DifferenceRow(TypedDict):
    """A difference to reconcile: where it is and over what, then how each reader coded it."""

    source: str
    other: str
    paragraph: int
    measure: str | None
    title: str | None
    aspect: str
    coded: str
    quote: str | None
    mention: str | None
    other_coded: str
    other_quote: str | None
    other_mention: str | None
    may_be_same_as: str | None


FIELDS = tuple(DifferenceRow.__annotations__)

Pair = tuple[Hashable, Hashable]


class Coding(NamedTuple):
    """One reader's coding of an article: the key of its source, its paragraphs and its mentions."""

    source: str
    paragraphs: Sequence[ParagraphRow]
    mentions: Sequence[MentionRow]


class Share(NamedTuple):
    """One judgement that both readers made: how often, how often alike, and κ where it is asked for and defined."""

    name: str
    compared: int
    agreed: int
    corrected: bool = False  # whether κ is asked for
    kappa: float | None = None


class Comparison(NamedTuple):
    """What two codings of an article come to beside each other; `rows` is what is left to reconcile."""

    both: Sequence[str]
    only_first: Sequence[str]
    only_second: Sequence[str]
    left_out: int  # paragraphs that one of the readers has not read
    shares: Sequence[Share]
    rows: Sequence[DifferenceRow]


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's κ of paired judgements: 1 full agreement, 0 what chance would give, below 0 less than chance.

    κ = (p_o - p_e) / (1 - p_e), where p_o is the share judged alike and p_e the share that two readers who used each
    category as often as these did would judge alike by chance. Nothing where that is undefined: without a pair, or
    where both used one and the same category throughout. Jacob Cohen, "A coefficient of agreement for nominal scales",
    Educational and Psychological Measurement 20 (1960), pages 37 to 46.
    """
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    # In counts and not in shares, so that nothing is rounded before the division.
    possible = len(pairs) ** 2
    chance = sum(first[category] * second[category] for category in first)
    agreed = sum(one == other for one, other in pairs) * len(pairs)
    return None if chance == possible else (agreed - chance) / (possible - chance)


def codings_of(source: SourceRow, sources: Sequence[SourceRow]) -> list[str]:
    """The keys of the other sources that hold a coding of the same text: by fingerprint, or as a second reading."""
    article = source["source"].partition(READ_BY)[0]
    return [
        row["source"]
        for row in sources
        if row["source"] != source["source"]
        and (
            row["source"].partition(READ_BY)[0] == article
            or (row["text_sha256"] is not None and row["text_sha256"] == source["text_sha256"])
        )
    ]


def compare(first: Coding, second: Coding, measures: Mapping[str, MeasureDefinition]) -> Comparison:
    """Hold two codings of one text against each other; `measures` has a row for each measure that either speaks of."""
    mine, theirs = ({row["measure"] for row in coding.mentions} for coding in (first, second))
    verdicts = _verdicts(first, second)
    matched = _matched(first, second)
    shared = [(one, other) for one, other in matched if one and other]
    shares = [
        Share("measures", len(mine | theirs), len(mine & theirs)),
        _share("a paragraph records a measure", [(a == "records", b == "records") for a, b in verdicts.values()], True),
        _share("verdict of a paragraph", list(verdicts.values()), True),
    ]
    for aspect, read in _CODED.items():
        shares.append(_share(aspect, [(read(one), read(other)) for one, other in shared], aspect == "status"))
    near = _near(first, second, measures) | _near(second, first, measures)
    # One title may look like another and not the other way round: a question about one is a question about both.
    near = {other: one for one, other in near.items()} | near
    context = _Context(first, second, measures, mine, theirs, near)
    rows = [row for one, other in matched for row in _differences(context, one, other)]
    rows += [
        _row(context, _Where(number, None, "verdict"), _Said(VERDICTS.label(one)), _Said(VERDICTS.label(other)))
        for number, (one, other) in verdicts.items()
        if one != other and "records" not in (one, other)
    ]
    rows.sort(key=lambda row: (row["paragraph"], row["measure"] or ""))  # stable: aspects keep their order
    left_out = len(first.paragraphs) - len(verdicts)
    return Comparison(sorted(mine & theirs), sorted(mine - theirs), sorted(theirs - mine), left_out, shares, rows)


def _share(name: str, pairs: Sequence[Pair], corrected: bool) -> Share:
    agreed = sum(one == other for one, other in pairs)
    return Share(name, len(pairs), agreed, corrected, kappa(pairs) if corrected else None)


def _verdicts(first: Coding, second: Coding) -> dict[int, tuple[str, str]]:
    """The verdicts of each paragraph that both have read."""
    theirs = {row["paragraph"]: row["verdict"] for row in second.paragraphs}
    pairs = {row["paragraph"]: (row["verdict"], theirs.get(row["paragraph"])) for row in first.paragraphs}
    return {number: (one, other) for number, (one, other) in pairs.items() if one and other}


def _matched(first: Coding, second: Coding) -> list[tuple[MentionRow | None, MentionRow | None]]:
    """Mentions of one measure in one paragraph side by side, the most alike in words together, the rest alone."""
    placed: dict[tuple[str, int], tuple[list[MentionRow], list[MentionRow]]] = {}
    for side, coding in enumerate((first, second)):
        for row in coding.mentions:
            placed.setdefault((row["measure"], row["paragraph"] or 0), ([], []))[side].append(row)
    pairs: list[tuple[MentionRow | None, MentionRow | None]] = []
    for ones, others in placed.values():
        left = list(others)
        for one in ones:
            alike = [likeness(one["quote"] or "", other["quote"] or "") for other in left]
            nearest = left[alike.index(max(alike))] if left else None
            pairs.append((one, nearest))
            left = [other for other in left if other is not nearest]
        pairs += [(None, other) for other in left]
    return pairs


# How a mention is coded in each respect, as it is compared.
_CODED: dict[str, Callable[[MentionRow], Hashable]] = {
    "status": lambda row: row["status"],
    "strength": lambda row: row["strength"],
    "amount": amount_of,
    "date": lambda row: row["date_edtf"],
    "place": lambda row: frozenset((row["place"] or "").split(";")),
}


class _Where(NamedTuple):
    paragraph: int
    measure: str | None
    aspect: str


class _Said(NamedTuple):
    coded: str
    mention: MentionRow | None = None


class _Context(NamedTuple):
    first: Coding
    second: Coding
    measures: Mapping[str, MeasureDefinition]
    mine: set[str]
    theirs: set[str]
    near: Mapping[str, str]


def _differences(context: _Context, one: MentionRow | None, other: MentionRow | None) -> list[DifferenceRow]:
    """The rows that a pair of mentions, or one alone, leaves to reconcile."""
    pair = [row for row in (one, other) if row]
    number, measure = pair[0]["paragraph"] or 0, pair[0]["measure"]
    if one and other:
        return [
            _row(context, _Where(number, measure, aspect), *(_Said(_told(context, aspect, row), row) for row in pair))
            for aspect, read in _CODED.items()
            if read(one) != read(other)
        ]
    coding, found = (context.second, context.theirs) if one else (context.first, context.mine)
    aspect = "paragraph" if measure in found else "measure"
    alone, instead = _Said(_told(context, "status", pair[0]), pair[0]), _Said(_instead(coding, measure, number))
    return [_row(context, _Where(number, measure, aspect), *((alone, instead) if one else (instead, alone)))]


def _instead(coding: Coding, measure: str, number: int) -> str:
    """What a reader made of a paragraph in which the other found a measure that this one did not."""
    elsewhere = sorted({row["paragraph"] or 0 for row in coding.mentions if row["measure"] == measure})
    if elsewhere:
        return f"in {', '.join(f'¶{place}' for place in elsewhere)}"
    here = sorted({row["measure"] for row in coding.mentions if row["paragraph"] == number})
    if here:
        return ", ".join(here)
    verdict = next((row["verdict"] for row in coding.paragraphs if row["paragraph"] == number), None)
    return VERDICTS.label(verdict) if verdict else "unread"


def _told(context: _Context, aspect: str, row: MentionRow) -> str:
    """How a mention is coded in one respect, in words."""
    if aspect == "status":
        return status_label(context.measures[row["measure"]]["kind"], row["status"])
    if aspect == "strength":
        return STRENGTHS.label(row["strength"])
    if aspect == "amount":
        total = ", in total" if row["basis"] == "total" else ""
        return f"{show_amount(amount_of(row))}{total}" or "no amount"
    if aspect == "date":
        return show_date(row["date_edtf"]) if row["date_edtf"] else "no date"
    return PLACES.labels(row["place"]) or "no place"


def _row(context: _Context, where: _Where, one: _Said, other: _Said) -> DifferenceRow:
    number, measure, aspect = where
    return {
        "source": context.first.source,
        "other": context.second.source,
        "paragraph": number,
        "measure": measure,
        "title": context.measures[measure]["title"] if measure else None,
        "aspect": aspect,
        "coded": one.coded,
        "quote": one.mention["quote"] if one.mention else None,
        "mention": one.mention["mention"] if one.mention else None,
        "other_coded": other.coded,
        "other_quote": other.mention["quote"] if other.mention else None,
        "other_mention": other.mention["mention"] if other.mention else None,
        "may_be_same_as": context.near.get(measure) if measure and aspect == "measure" else None,
    }


def _near(one: Coding, other: Coding, measures: Mapping[str, MeasureDefinition]) -> dict[str, str]:
    """For measures that only one reader found, the measure only the other found that looks most like each."""
    quotes: dict[str, list[str]] = {}
    for row in (*one.mentions, *other.mentions):
        quotes.setdefault(row["measure"], []).append(row["quote"] or "")
    mine, theirs = ({row["measure"] for row in coding.mentions} for coding in (one, other))
    rows = [{**measures[key], "quotes": quotes[key]} for key in sorted(theirs - mine)]
    found = {}
    for key in sorted(mine - theirs):
        text = " ".join([str(measures[key]["title"]), *quotes[key]])
        for near in measures_like(text, rows, limit=1):
            found[key] = near.key
    return found
