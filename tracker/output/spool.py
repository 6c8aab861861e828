"""Rows kept on the disk, in the order they came or in that of their keys: more of them than memory holds."""

import pickle
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import itemgetter

from tracker.output.external_sort import InOrder

Row = Mapping[str, object]


class Spool(Collection[Row]):
    """The rows of a table, read from the disk as often as they are asked for; of each the fields of the table.

    With a `key` they come in its order.
    """

    def __init__(self, fields: Sequence[str], key: str = "") -> None:
        self._fields = fields
        self._key = key
        self._take = itemgetter(*fields)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed when nobody asks any more)
        self._sorted: InOrder[bytes] | None = InOrder() if key else None
        self._count = 0

    def add(self, row: Row) -> None:
        """Take a row. Raises OSError where there is no room for it."""
        content = pickle.dumps(self._take(row), pickle.HIGHEST_PROTOCOL)
        if self._sorted:
            self._sorted.add(str(row[self._key]), content)
        else:
            self._file.write(content)
        self._count += 1

    def __del__(self) -> None:
        self._file.close()
        if self._sorted:
            self._sorted.connection.close()

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)

    def __iter__(self) -> Iterator[Row]:
        for values in self._values():
            yield dict(zip(self._fields, values, strict=True))

    def _values(self) -> Iterator[Sequence[object]]:
        if self._sorted:
            yield from (pickle.loads(content) for content in self._sorted)  # noqa: S301
            return
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)  # noqa: S301 (what was written here a moment ago)
