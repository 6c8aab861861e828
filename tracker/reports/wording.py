"""How rows of the record read to people, in plain words: the same at a terminal, in a chart and on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.domain.amounts import amount_of, show_amount
from tracker.domain.caveats import CAVEATS, caveat, nobody_named
from tracker.domain.columns import MENTIONS, SOURCES
from tracker.domain.dates import add_days, show_date, show_hour
from tracker.domain.deciding import SET_ASIDE, what_would_flip
from tracker.domain.established import label_of
from tracker.domain.fields import NOT_STATED
from tracker.domain.vocabulary import KINDS, PLACES, RULES, STATUSES, TARGETS, status_label
from tracker.output.tables import cell_text
from tracker.reports.established import MARKS, life, marks_of, outcome

if TYPE_CHECKING:
    from tracker.domain.fields import Field
    from tracker.domain.rows import LinkRow, MeasureRow, MentionRow, RankedMentionRow, SourceRow
    from tracker.domain.status import MeasureStatus
    from tracker.reports.overview import Line
    from tracker.reports.snapshot import Snapshot


# So long may regulations stand that were made before they were approved, the day of making among them.
APPROVAL_DAYS = 28


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 article`, `5 articles`."""
    return f"{number:,} {noun}{'s' if number != 1 else ''}"


def said_by(row: MeasureRow) -> str:
    """How many articles and independent origins speak of a measure."""
    articles = counted(row["sources"], "article")
    if row["sources"] == row["origins"]:
        return articles
    return f"{articles}, {counted(row['origins'], 'origin')}"


def moment_text(moment: str) -> str:
    """A moment of the change log as people read it: `22 Nov 2026 14:30:59 UTC`."""
    return f"{show_date(moment[:10])} {moment[11:19]} UTC"


def known(snapshot: Snapshot) -> str:
    """What to add to a title where the answer is not of the record as it is now."""
    return f" and known at {moment_text(snapshot.known_at)}" if snapshot.known_at else ""


def place(source: str | None, paragraph: int | None) -> str:
    """A paragraph of a source, or the source alone."""
    return f"{source} ¶{paragraph}" if source and paragraph else source or ""


CITED = "cited, not quoted"


def quoted_title(article: SourceRow) -> str:
    """An article's title in quotation marks; one of our own stands in square brackets already."""
    return article["title"] if article["title"].startswith("[") else f"“{article['title']}”"


def words_of(row: RankedMentionRow | MentionRow) -> str:
    """A mention's words in quotation marks; of what is cited that it is, and what we noted of it."""
    return quoted(row["quote"]) if row["quote"] or not row["note"] else f"{CITED}: {row['note']}"


def quoted(quote: str | None) -> str:
    """Words in quotation marks, or that the record has none of them."""
    return f"“{quote}”" if quote else CITED


def facts(one: MeasureStatus) -> list[tuple[str, str]]:
    """A measure's particulars, as pairs of name and words; of one that only documents tell of, what they say."""
    row, unreported = one.row, one.decision is one.established
    dated = show_date(row["status_date"] or "")
    pairs = [
        ("key", row["measure"]),
        ("kind", KINDS.label(row["kind"]) + (f", {row['form'].replace('_', ' ')}" if row["form"] else "")),
        ("status", UNREPORTED if unreported else status_text(one)),
        ("since", dated),
        ("life", " · ".join(step.text for step in life(one)) if one.established else ""),
        ("established", established_text(one)),
        ("condition", row["condition"] or ""),
        ("due", show_date(row["due"] or "")),
        ("amount", show_amount(amount_of(row))),
        ("comprises", (row["components"] or "").replace(";", ", ")),
        ("where", PLACES.labels(row["place"])),
        ("target", TARGETS.labels(row["target"])),
        ("who acts", row["actor"] or ""),
        ("reported", _span(row["first_reported"], row["last_reported"])),
        ("since then", freshness(row)),
        ("said by", said_by(row)),
        ("rests on", "; ".join(caveats(one))),
        ("also known as", row["aliases"].replace(";", ", ")),
        ("summary", row["summary"] or ""),
    ]
    return [(name, text) for name, text in pairs if text and not (unreported and name in _OF_REPORTS)]


UNREPORTED = "not reported: no article's mention of it counts"
# What is counted over articles.
_OF_REPORTS = ("since", "reported", "since then", "said by", "rests on")


# What is said of a mention elsewhere: beside its date, in its amount, or by the stage in words.
_TOLD_ELSEWHERE = frozenset(
    "date_earliest date_latest status_order amount_low amount_high unit qualifier basis publisher".split()
)


def mention_facts(row: RankedMentionRow, kind: str, article: str) -> list[tuple[str, str]]:
    """Everything recorded of a mention of a measure of a kind, as pairs of name and words; with its article's title."""
    values: Mapping[str, object] = {**row}
    own = {
        "quote": quoted(row["quote"]),
        "context_quote": f"“{row['context_quote']}”" if row["context_quote"] else "",
        "paragraph": f"¶{row['paragraph']} of {article}" if row["paragraph"] else article,
        "status": status_label(kind, row["status"]),
        "amount": show_amount(amount_of(row)),
    }
    told = ((field, own.get(field.name, in_words(field, values[field.name]))) for field in MENTIONS)
    return [
        (field.name.removesuffix("_edtf").replace("_", " "), text)
        for field, text in told
        if text and field.name not in _TOLD_ELSEWHERE
    ]


def in_words(field: Field, value: object) -> str:
    """The value of a field as people read it: labels for codes, days and flags in words."""
    if value is None or value == "" or isinstance(value, bool):
        return "yes" if value else ""
    if field.vocabulary is not None:
        return field.vocabulary.labels(str(value))
    return show_date(str(value)) if field.type in ("day", "edtf") else cell_text(value)


# How a link reads from its other end.
_INVERSE = {
    "part_of": "has as a part",
    "follows": "is followed by",
    "implements": "is implemented by",
    "supersedes": "is superseded by",
    "may_be_same_as": "may be same as",
}


# How the days in the life of a law are called: of regulations, and of an Act or a bill.
_CALLED = {"in_force": "in force", "enabled_by": "made under"}
_ACT_CALLED = {"made": "Royal Assent", "laid": "introduced", "in_force": "commenced", "enabled_by": "made under"}


def source_facts(source: SourceRow) -> list[tuple[str, str]]:
    """A source's particulars, as pairs of name and words; of a law the days of its life, as they are called."""
    called = _ACT_CALLED if source["instrument"] in ("act", "bill") else _CALLED
    told: dict[str, object] = {**source, "publisher": source["publisher"] or NOT_STATED}
    shown = {"day": show_date, "hour": show_hour}
    facts = []
    for field in SOURCES:
        text = str(told[field.name]) if told[field.name] not in (None, "") else ""
        text = shown[field.type](text) if text and field.type in shown else text
        facts.append((called.get(field.name, field.name.replace("_", " ")), text))
    facts.append(("to be approved", approval_clock(source)))
    return [(name, text) for name, text in facts if text]


def approval_clock(source: SourceRow) -> str:
    """When regulations that were made before Parliament approved them lapse: 28 days from their making."""
    if source["instrument"] != "statutory_instrument" or not source["made"] or source["approved"] or source["lapses"]:
        return ""
    last = show_date(add_days(source["made"][:10], APPROVAL_DAYS - 1))
    return f"no day is known; of what is approved after its making, 28 days end on {last}, recess not counted"


def established_text(one: MeasureStatus) -> str:
    """What documents establish of a measure: the stage, by which document, and how well."""
    if one.established is None:
        return ""
    row = one.established.row
    told = [place(row["source"], row["paragraph"]), row["locator"] or "", "" if row["quote"] else CITED]
    told += [MARKS[mark] for mark in marks_of(row)]
    return f"{label_of(one.row['kind'], row)}, by {', '.join(filter(None, told))}"


def link_fact(link: LinkRow, measure: str) -> tuple[str, str]:
    """A link as read from one of its ends: the relation and the measure at the other end."""
    if link["measure"] == measure:
        return link["relation"].replace("_", " "), link["other"]
    return _INVERSE[link["relation"]], link["measure"]


def freshness(row: MeasureRow) -> str:
    """How long nobody has spoken of a measure."""
    days = row["days_silent"]
    return f"{counted(days, 'day')} without a word up to {show_date(row['as_of'])}" if days else ""


def caveats(one: MeasureStatus) -> list[str]:
    """What to be careful about: an unanswered trigger, one origin, nobody by name, nothing without a condition."""
    row, found = one.row, []
    counting = [mention.row for mention in one.decision.ranked if mention.row["standing"] != SET_ASIDE]
    if row["trigger_met"]:
        said, then = one.decision.row, outcome(one)
        happened, met = show_date(said["event_happened_on"] or ""), show_date(said["event_met_on"] or "")
        met += f", happened {happened}" if happened else ""
        since = f"the event {said['event']} has since been reported ({met})"
        done = "what may be the same measure has been carried out" if one.perhaps_done else None
        done = f"since then {then.text()}" if then and not then.lasting else done
        found.append(f"{since}; {done or 'no source says whether it was done'}")
    if row["single_origin"]:
        found.append("one origin alone")
    if nobody_named(one):
        found.append("nobody by name: only unnamed officials or reports")
    if all(said["condition"] or said["event"] for said in counting):
        found.append("nothing without a condition")
    return found


def status_text(one: MeasureStatus) -> str:
    """A measure's status in words, with what became of it since, else its caveat."""
    known_as, then = caveat(one), outcome(one)
    if then and not then.lasting:
        return f"{one.row['status_label']} · since then {then.text()}"
    return f"{one.row['status_label']} · {CAVEATS[known_as].label}" if known_as else one.row["status_label"]


def _span(first: str, last: str) -> str:
    return show_date(first) if first == last else f"{show_date(first)} to {show_date(last)}"


# Who says so where nobody is named.
_NOBODY = {"unnamed_officials": "unnamed officials", "reports": "other reports", "own_voice": "the article itself"}


def answer(one: MeasureStatus) -> str:
    """A status and why in one sentence: who says so, where and when, what made that decide, and what to doubt."""
    row, deciding = one.row, one.decision.row
    if one.decision is one.established:
        return f"It is {UNREPORTED}. Documents establish it: {established_text(one)}."
    who = row["status_speaker"] or _NOBODY.get(deciding["attribution"], "a named body")
    where = f"{place(row['status_source'], row['status_paragraph'])}, {show_date(deciding['spoken_on'])}"
    rule = RULES.label(row["status_rule"])
    among = f"of {row['mentions']} mentions this one decides, as" if row["mentions"] > 1 else "it is"
    told = [f"It is {row['status_label']}, according to {who} ({where})", f"{among} {rule}"]
    if known_as := caveat(one):
        condition = f" (“{row['condition']}”)" if row["condition"] and known_as != "disputed" else ""
        told.append(f"{CAVEATS[known_as].label}{condition}: {CAVEATS[known_as].definition}")
    return "; ".join(told) + "."


def explained(one: MeasureStatus) -> list[str]:
    """Why a status is what it is, in sentences: what decides and by which rule, and what would change it."""
    row, kind = one.row, one.row["kind"]
    told = [answer(one), f"The rule: {RULES[row['status_rule']].definition}."]
    for mention, condition in what_would_flip(one.decision):
        label = status_label(kind, mention.row["status"])
        by = place(mention.row["source"], mention.row["paragraph"])
        told.append(f"It would be {label}, by {by}, {condition}.")
    return told


def when(one: Line, day: Callable[[str], str] = show_date) -> str:
    """When the stage was reached, where a text says; a step to come; else the day on which the source spoke."""
    if one.row["status_date"]:
        return day(one.row["status_date"])
    return f"due {day(one.row['due'])}" if one.row["due"] else f"said {day(one.spoken_on)}"


def who(one: Line) -> str:
    """Who says so; nobody where the article speaks in its own voice."""
    speaker = (one.row["status_speaker"] or "").removeprefix("the ")
    return speaker or {"reports": "reports", "unnamed_officials": "officials"}.get(one.attribution, "")


def how_known(row: SourceRow, day: Callable[[str], str] = show_date) -> str:
    """How the day on which an article speaks is known; nothing where the text states it."""
    if row["updated"]:
        return f"updated; first {day(row['published'])}"
    if row["published_basis"] == "stated":
        return ""
    possible = f"{row['published_earliest']}/{row['published_latest']}"
    apart = row["published_earliest"] != row["published_latest"]
    return f"date {row['published_basis']}" + (f", {day(possible)}" if apart else "")


def sums(lines: Sequence[Line]) -> list[str]:
    """How many measures have which status, and how many rest on one origin alone."""
    counts = Counter(one.row["status"] for one in lines)
    alone = sum(one.row["single_origin"] for one in lines)
    listed = ", ".join(f"{counts[status]} {STATUSES.label(status)}" for status in STATUSES if status in counts)
    return [f"{listed}.", f"{alone} of {len(lines)} rest on one origin alone, even where two articles print it."]
