"""Rows put apart by what they belong to, on the disk: more than memory holds, in more groups than open files."""

import pickle
import tempfile
from collections.abc import Iterator, Sequence

# So many rows wait in memory.
_MOST = 1_000


class Grouped:
    """Takes rows of any group and gives them back group by group, in each as they came.

    Raises OSError where there is no room for them.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed below)
        self._places: dict[str, list[int]] = {}
        self._waiting: dict[str, list[Sequence[object]]] = {}
        self._count = 0

    def add(self, group: str, values: Sequence[object]) -> None:
        """Take a row's values."""
        self._waiting.setdefault(group, []).append(values)
        self._count += 1
        if self._count == _MOST:
            self._put()

    def _put(self) -> None:
        for group, rows in self._waiting.items():
            self._places.setdefault(group, []).append(self._file.tell())
            pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)
        self._waiting, self._count = {}, 0

    def __del__(self) -> None:
        self._file.close()

    def groups(self) -> list[str]:
        """The groups there are, in the order of their names; nothing is taken afterwards."""
        self._put()
        return sorted(self._places)

    def rows(self, group: str) -> Iterator[Sequence[object]]:
        """The rows of a group."""
        for place in self._places[group]:
            self._file.seek(place)
            yield from pickle.load(self._file)  # noqa: S301 (what was written here a moment ago)
