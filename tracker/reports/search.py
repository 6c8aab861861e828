"""Search: what the record holds whose words match, as far as the filters let it pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.db import queries
from tracker.domain.filters import Filters
from tracker.reports.snapshot import LARGEST_PAGE, Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import SearchRow


def search(snapshot: Snapshot, words: str, filters: Filters, most: int) -> list[SearchRow]:
    """The newest matches of a query as `search_words` makes it, so many at most, of what passes the filters.

    What speaks of a measure passes where the measure does and, of mentions, stands in a source that was asked for;
    a measure without a status is left out, and so is, where anything is asked for, what speaks of no measure.
    """
    passing: dict[str, bool] = {}
    found: list[SearchRow] = []
    skip, page = 0, most if filters == Filters() else max(most, LARGEST_PAGE)
    while True:
        rows = list(snapshot.rows(queries.SEARCH, words=words, most=page, skip=skip))
        for row in rows:
            key = row["measure"]
            if key and key not in passing:
                passing[key] = any(snapshot.measure_rows(filters, ["status"], key, key))
            standing = not filters.source or row["source"] in (None, *filters.source)
            if standing and (passing[key] if key else filters == Filters()):
                found.append(row)
            if len(found) == most:
                return found
        if len(rows) < page:
            return found
        skip, page = skip + page, 8 * page  # each page is asked for anew: few and growing
