"""Rows kept on the disk, in the order they came or in that of their keys: more of them than memory holds."""

from collections.abc import Collection, Iterator, Mapping, Sequence

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

    def add(self, values: Sequence[object]) -> None:
        """Take a row's values. Raises OSError where there is no room for it."""
        key = f"{self._count:012}" if self._place is None else str(values[self._place])
        self._rows.extend([(key, values)])
        self._count += 1

    def __del__(self) -> None:
        self._rows.close()

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)

    def __iter__(self) -> Iterator[Row]:
        return (dict(zip(self._fields, values, strict=True)) for values in self._rows)
