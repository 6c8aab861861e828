"""Coverage: how much of each article was read, and what its paragraphs are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.db import queries
from tracker.domain.keys import is_second_reading
from tracker.domain.vocabulary import VERDICTS
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow

FIELDS = ("source", "paragraphs", "mentions", *VERDICTS, "unread")

CoverageRow = dict[str, str | int]


def coverage(snapshot: Snapshot) -> Iterator[CoverageRow]:
    """Per article, by FIELDS: its paragraphs, its mentions, how many have each verdict, how many none."""
    mentions = {row["source"]: row["mentions"] for row in snapshot.rows(queries.MENTION_COUNTS)}
    for source, rows in groupby(snapshot.rows(queries.PARAGRAPHS), lambda row: row["source"]):
        if not is_second_reading(source):
            verdicts = [row["verdict"] for row in rows]
            counts = {verdict: verdicts.count(verdict) for verdict in VERDICTS}
            row: CoverageRow = {"source": source, "paragraphs": len(verdicts), "mentions": mentions.get(source, 0)}
            yield {**row, **counts, "unread": verdicts.count(None)}


def runs(paragraphs: Sequence[ParagraphRow]) -> Iterator[tuple[int, int, ParagraphRow]]:
    """The first and last paragraph of each run of furniture without a remark, and every other paragraph alone."""
    for furniture, run in groupby(paragraphs, lambda row: row["verdict"] == "furniture" and not row["note"]):
        rows = list(run)
        for ones in [rows] if furniture else [[row] for row in rows]:
            yield ones[0]["paragraph"], ones[-1]["paragraph"], ones[0]
