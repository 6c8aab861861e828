"""What needs a second look: what a reader was unsure of, what nobody has checked, read, settled or dated.

A second reader's own coding needs none: it is there for comparison.
"""

from collections.abc import Collection, Iterator
from shlex import quote

from tracker.domain.dates import show_date
from tracker.domain.deciding import SET_ASIDE
from tracker.domain.keys import READ_BY, is_second_reading, link_key, paragraph_key
from tracker.domain.vocabulary import Term, Vocabulary
from tracker.reports.snapshot import LAST_DAY, Row, Snapshot

ABOUT = Vocabulary(
    "reason to look again",
    {
        "unsure": Term("Unsure", "whoever read it was unsure"),
        "unread": Term("Unread", "nobody has said what the paragraph is about"),
        "same": Term("Perhaps one measure", "nobody has settled whether the two are one"),
        "inferred": Term("Inferred date", "within the possible days of its articles the answer would change"),
        "unchecked": Term("Read once", "no second reader has coded the article"),
        "unreachable": Term("No text", "no copy of the article is at hand, so its quotes cannot be checked here"),
    },
)
# Why a row is listed, what it is, where, in which words, and the command that settles it, or the other one that does.
FIELDS = ("about", "why", "noun", "key", "title", "source", "paragraph", "quote", "command", "or_else")


def review(snapshot: Snapshot, at_hand: Collection[str]) -> list[Row]:
    """Everything that needs a second look, by reason, then source and paragraph.

    `at_hand` are the keys of the sources whose text somebody has here.
    """
    rows = [
        *_unsure(snapshot),
        *_unread(snapshot),
        *_same(snapshot),
        *_inferred(snapshot),
        *_sources(snapshot, at_hand),
    ]
    order = list(ABOUT)
    rows.sort(key=lambda row: (order.index(row["about"]), row["source"] or "", row["paragraph"] or 0, row["key"]))
    return rows


def _row(about: str, noun: str, key: str, command: str, **more: object) -> Row:
    row: Row = dict.fromkeys(FIELDS)
    return row | {"about": about, "why": ABOUT[about].definition, "noun": noun, "key": key, "command": command} | more


def _unsure(snapshot: Snapshot) -> Iterator[Row]:
    titles = {row["measure"]: row["title"] for row in snapshot.measure_definitions()}
    for row in snapshot.mentions():
        if row["unsure"] and row["standing"] != SET_ASIDE:
            where = {name: row[name] for name in ("source", "paragraph", "quote")}
            keep = f'tracker mention edit {row["mention"]} --unsure no --why "looked again"'
            withdraw = f'tracker mention withdraw {row["mention"]} --why "not said there"'
            told = {"title": titles[row["measure"]], "or_else": withdraw, **where}
            told |= {"why": f"{ABOUT['unsure'].definition}: {row['note']}"} if row["note"] else {}
            yield _row("unsure", "mention", row["mention"], keep, **told)


def _unread(snapshot: Snapshot) -> Iterator[Row]:
    for row in snapshot.paragraphs():
        if not row["verdict"] and not is_second_reading(row["source"]):
            source, number = row["source"], row["paragraph"]
            command = f'tracker source paragraph {source} {number} --verdict VERDICT --why "read"'
            yield _row("unread", "paragraph", paragraph_key(source, number), command, source=source, paragraph=number)


def _same(snapshot: Snapshot) -> Iterator[Row]:
    titles = {row["measure"]: row["title"] for row in snapshot.measure_definitions()}
    for row in snapshot.links():
        if row["relation"] == "may_be_same_as":
            one, other = row["measure"], row["other"]
            merge = f'tracker measure merge {one} {other} --why "one measure"'
            apart = f'tracker measure link {one} may_be_same_as {other} --off --why "two measures"'
            title = f"{titles[one]} · {titles[other]}"
            yield _row("same", "link", link_key(one, row["relation"], other), merge, title=title, or_else=apart)


def _inferred(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.all_measures():
        ranges = {
            mention.row["source"]: (mention.row["spoken_earliest"], mention.row["spoken_latest"])
            for mention in one.decision.ranked
            if mention.row["standing"] != SET_ASIDE and mention.row["spoken_earliest"] != mention.row["spoken_latest"]
        }
        # Where only a source that may have spoken makes the difference, no mention of it is ranked yet.
        if one.row["inferred_date"] and ranges:
            source, *_ = ranges
            days = "--published DAY --published-earliest DAY --published-latest DAY --published-basis stated"
            command = f'tracker source edit {source} {days} --why "its day is known"'
            spans = [f"{key} {show_date(first)} to {show_date(last)}" for key, (first, last) in ranges.items()]
            spans[0] = spans[0].removeprefix(f"{source} ")
            told = {"title": one.row["title"], "source": source}
            told |= {"why": f"{ABOUT['inferred'].definition}: {'; '.join(spans)}"}
            yield _row("inferred", "measure", one.row["measure"], command, **told)


def _sources(snapshot: Snapshot, at_hand: Collection[str]) -> Iterator[Row]:
    # On whatever day: a second reader may have dated the article otherwise.
    sources = [row["source"] for row in snapshot.on(LAST_DAY).sources()]
    checked = {source.partition(READ_BY)[0] for source in sources if is_second_reading(source)}
    for row in snapshot.articles():
        key, file = row["source"], quote(f"{row['seed']}.txt") if row["seed"] else "FILE"
        told = {"title": row["title"], "source": key}
        if key not in checked:
            yield _row("unchecked", "source", key, f'tracker read {file} --blind --why "second reading"', **told)
        if key not in at_hand:
            yield _row("unreachable", "source", key, f"tracker source attach {key} {file}", **told)
