"""Coverage: how much of each article was read, and what its paragraphs are about."""

from itertools import groupby

from tracker.db import queries
from tracker.domain.keys import is_second_reading
from tracker.domain.vocabulary import VERDICTS
from tracker.reports.snapshot import Snapshot

FIELDS = ("source", "paragraphs", "mentions", *VERDICTS, "unread")

CoverageRow = dict[str, str | int]


def coverage(snapshot: Snapshot) -> list[CoverageRow]:
    """Per article, by FIELDS: its paragraphs, its mentions, how many have each verdict, how many none."""
    mentions = {row["source"]: row["mentions"] for row in snapshot.rows(queries.MENTION_COUNTS)}
    found: list[CoverageRow] = []
    for source, rows in groupby(snapshot.paragraphs(), lambda row: row["source"]):
        if not is_second_reading(source):
            verdicts = [row["verdict"] for row in rows]
            counts = {verdict: verdicts.count(verdict) for verdict in VERDICTS}
            row: CoverageRow = {"source": source, "paragraphs": len(verdicts), "mentions": mentions.get(source, 0)}
            found.append({**row, **counts, "unread": verdicts.count(None)})
    return found
