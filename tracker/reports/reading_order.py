"""Measures, and rows about them, in the order a reader meets them: by kind, furthest status first, then title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tracker.domain.vocabulary import KINDS
from tracker.output.external_sort import rows_in_order

if TYPE_CHECKING:
    from tracker.domain.rows import StatusRow
    from tracker.domain.status import MeasureStatus


def by_kind(measured: Iterable[MeasureStatus]) -> list[MeasureStatus]:
    """Measures in the order a reader meets them."""
    return sorted(measured, key=lambda one: reading_order(one.row))


def in_reading_order(
    told: Iterable[tuple[StatusRow, Mapping[str, Any]]], fields: Sequence[str]
) -> Iterator[Mapping[str, Any]]:
    """Rows with these fields, each told of a measure, however many: those of one measure as they come."""
    return rows_in_order(((reading_order(measure), row) for measure, row in told), fields)


def reading_order(row: StatusRow) -> tuple[int, int, str]:
    """The place of a measure's row for readers: by kind, furthest status first, then title."""
    return _KIND_ORDER[row["kind"]], -(row["status_order"] or 0), row["title"].lower()


_KIND_ORDER = {kind: place for place, kind in enumerate(KINDS)}
