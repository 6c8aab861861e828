"""What needs a second look: what a reader was unsure of, what nobody has checked, read, settled or dated.

A second reader's own coding needs none: it is there for comparison.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator
from itertools import chain
from shlex import quote
from typing import TYPE_CHECKING, TypedDict, Unpack

from tracker.db import queries
from tracker.domain.dates import show_date
from tracker.domain.deciding import SET_ASIDE
from tracker.domain.keys import READ_BY, is_second_reading, link_key, paragraph_key
from tracker.domain.vocabulary import Term, Vocabulary
from tracker.output.external_sort import in_order
from tracker.reports.snapshot import LAST_DAY, Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import MentionRow
    from tracker.domain.status import Listed, MeasureStatus

ABOUT = Vocabulary(
    "reason to look again",
    {
        "unsure": Term("Unsure", "whoever read it was unsure"),
        "unread": Term("Unread", "nobody has said what the paragraph is about"),
        "same": Term("Perhaps one measure", "nobody has settled whether the two are one"),
        "inferred": Term("Inferred date", "within the possible days of its articles the answer would change"),
        "unchecked": Term("Read once", "no second reader has coded the article"),
        "cited": Term("Cited, not quoted", "the record has no words of the document"),
        "unreachable": Term("No text", "no copy of the article is at hand, so its quotes cannot be checked here"),
    },
)


class ReviewRow(TypedDict):
    """Why a row is listed, what it is, where, in which words, and the command that settles it, or else another."""

    about: str
    why: str
    noun: str
    key: str
    title: str | None
    source: str | None
    paragraph: int | None
    quote: str | None
    command: str
    or_else: str | None


FIELDS = tuple(ReviewRow.__annotations__)


def review(snapshot: Snapshot, at_hand: Collection[str], about: Collection[str] = tuple(ABOUT)) -> Iterator[ReviewRow]:
    """Everything that needs a second look for one of these reasons, by reason, then source and paragraph.

    `at_hand` are the keys of the sources whose text somebody has here.
    """
    read = {row["source"] for row in snapshot.rows(queries.SOURCES) if row["paragraphs"]}
    found = chain(
        (row for one in snapshot.listed() for row in _of_measure(one, read)),
        _unread(snapshot),
        _same(snapshot),
        _sources(snapshot, at_hand),
    )
    order = list(ABOUT)
    return in_order(
        ((order.index(row["about"]), row["source"] or "", row["paragraph"] or 0, row["key"]), row)
        for row in found
        if row["about"] in about
    )


class _Where(TypedDict, total=False):
    """What stands in a row only where it applies."""

    title: str
    source: str
    paragraph: int | None
    quote: str | None
    or_else: str


def _row(
    about: str, noun: str, key: str, command: str, remark: str | None = None, **where: Unpack[_Where]
) -> ReviewRow:
    """A row; the remark is what is peculiar to it in why it is listed."""
    why = ABOUT[about].definition
    return {
        "about": about,
        "why": f"{why}: {remark}" if remark else why,
        "noun": noun,
        "key": key,
        "title": where.get("title"),
        "source": where.get("source"),
        "paragraph": where.get("paragraph"),
        "quote": where.get("quote"),
        "command": command,
        "or_else": where.get("or_else"),
    }


def _of_measure(one: Listed, read: Container[str]) -> Iterator[ReviewRow]:
    """What of a measure and its mentions needs a second look; `read` are the sources with paragraphs."""
    title = str(one.row["title"])
    for mention in one.told:
        row = mention.row
        if row["standing"] == SET_ASIDE:
            continue
        if row["evidence"] == "cited":
            yield _cited(row, title, read)
        elif row["unsure"]:
            yield _unsure(row, title)
    if one.status and one.status.row["inferred_date"]:
        yield from _inferred(one.status)


def _unsure(row: MentionRow, title: str) -> ReviewRow:
    keep = f'tracker mention edit {row["mention"]} --unsure no --why "looked again"'
    return _row(
        "unsure",
        "mention",
        row["mention"],
        keep,
        row["note"],
        title=title,
        source=row["source"],
        paragraph=row["paragraph"],
        quote=row["quote"],
        or_else=f'tracker mention withdraw {row["mention"]} --why "not said there"',
    )


def _cited(row: MentionRow, title: str, read: Container[str]) -> ReviewRow:
    key, source = row["mention"], row["source"]
    quoted = f'tracker mention edit {key} --evidence quoted --paragraph N --quote WORDS --why "read there"'
    told: _Where = {"title": title, "source": source}
    command = quoted
    if source not in read:
        command = f"tracker source attach {source} FILE"
        told["or_else"] = quoted
    remark = "; ".join(filter(None, [row["locator"], row["note"] if row["unsure"] else None]))
    return _row("cited", "mention", key, command, remark or None, **told)


def _unread(snapshot: Snapshot) -> Iterator[ReviewRow]:
    for row in snapshot.rows(queries.PARAGRAPHS):
        if not row["verdict"] and not is_second_reading(row["source"]):
            source, number = row["source"], row["paragraph"]
            command = f'tracker source paragraph {source} {number} --verdict VERDICT --why "read"'
            yield _row("unread", "paragraph", paragraph_key(source, number), command, source=source, paragraph=number)


def _same(snapshot: Snapshot) -> Iterator[ReviewRow]:
    links = [row for row in snapshot.links() if row["relation"] == "may_be_same_as"]
    ends = {end for row in links for end in (row["measure"], row["other"])}
    titles = {row["measure"]: row["title"] for row in snapshot.rows(queries.MEASURES) if row["measure"] in ends}
    for row in links:
        one, other = row["measure"], row["other"]
        merge = f'tracker measure merge {one} {other} --why "one measure"'
        apart = f'tracker measure link {one} may_be_same_as {other} --off --why "two measures"'
        title = f"{titles[one]} · {titles[other]}"
        yield _row("same", "link", link_key(one, row["relation"], other), merge, title=title, or_else=apart)


def _inferred(one: MeasureStatus) -> Iterator[ReviewRow]:
    ranges = {
        mention.row["source"]: (mention.row["spoken_earliest"], mention.row["spoken_latest"])
        for mention in one.decision.ranked
        if mention.row["standing"] != SET_ASIDE and mention.row["spoken_earliest"] != mention.row["spoken_latest"]
    }
    # Where only a source that may have spoken makes the difference, no mention of it is ranked yet.
    if ranges:
        source, *_ = ranges
        days = "--published DAY --published-earliest DAY --published-latest DAY --published-basis stated"
        command = f'tracker source edit {source} {days} --why "its day is known"'
        spans = [f"{key} {show_date(first)} to {show_date(last)}" for key, (first, last) in ranges.items()]
        spans[0] = spans[0].removeprefix(f"{source} ")
        remark, title = "; ".join(spans), one.row["title"]
        yield _row("inferred", "measure", one.row["measure"], command, remark, title=title, source=source)


def _sources(snapshot: Snapshot, at_hand: Collection[str]) -> Iterator[ReviewRow]:
    # On whatever day: a second reader may have dated the article otherwise.
    sources = (row["source"] for row in snapshot.on(LAST_DAY).rows(queries.SOURCES))
    checked = {source.partition(READ_BY)[0] for source in sources if is_second_reading(source)}
    for row in snapshot.each_article():
        key, file = row["source"], quote(f"{row['seed']}.txt") if row["seed"] else "FILE"
        commands = {}
        if key not in checked:
            commands["unchecked"] = f'tracker read {file} --blind --why "second reading"'
        if key not in at_hand:
            commands["unreachable"] = f"tracker source attach {key} {file}"
        for about, command in commands.items():
            yield _row(about, "source", key, command, title=row["title"], source=key)
