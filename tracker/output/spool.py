"""Rows kept on the disk, in the order they came or in that of their keys: more of them than memory holds."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tracker.output.external_sort import InOrder

Row = Mapping[str, object]


class Spool(Collection[Row]):
    """The rows of a table, read from the disk as often as they are asked for.

    With a `key` they come in its order.
    """

    def __init__(self, fields: Sequence[str], key: str = "") -> None:
        self._fields = fields
        self._place = fields.index(key) if key else None
        self._rows = InOrder[Sequence[object]]()
        self._count = 0

    def extend(self, rows: Iterable[Sequence[object]]) -> None:
        """Take the values of rows. Raises OSError where there is no room for them."""
        found = [*rows]
        keys = (f"{place:012}" for place in range(self._count, self._count + len(found)))
        place = self._place
        self._rows.extend(zip(keys if place is None else [str(row[place]) for row in found], found, strict=True))
        self._count += len(found)

    def __del__(self) -> None:
        self._rows.close()

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)

    def __iter__(self) -> Iterator[Row]:
        return (dict(zip(self._fields, values, strict=True)) for values in self._rows)
