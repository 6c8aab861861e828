"""Rows put in the order of their keys, on the disk: more of them than memory holds."""

import heapq
import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from types import TracebackType
from typing import Generic, TypeVar

# So many are sorted in memory, and so many of those are read back at once.
_RUN, _BLOCK = 20_000, 200
Item = TypeVar("Item")


class InOrder(Generic[Item]):
    """Takes items in any order and gives them back by key, as often as they are asked for; no key stands twice.

    Raises OSError where there is no room for them.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed below)
        self._runs: list[Sequence[int]] = []
        self._waiting: list[tuple[str, Item]] = []

    def __enter__(self) -> "InOrder[Item]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave nothing behind."""
        self._file.close()

    def extend(self, keyed: Iterable[tuple[str, Item]]) -> None:
        """Take items, each behind its key."""
        self._waiting.extend(keyed)
        if len(self._waiting) >= _RUN:
            self._waiting.sort(key=itemgetter(0))
            self._file.seek(0, 2)
            self._runs.append([self._put(start) for start in range(0, len(self._waiting), _BLOCK)])
            self._waiting = []

    def _put(self, start: int) -> int:
        """Write a block of a run; returns where it begins."""
        place = self._file.tell()
        pickle.dump(self._waiting[start : start + _BLOCK], self._file, pickle.HIGHEST_PROTOCOL)
        return place

    def __iter__(self) -> Iterator[Item]:
        self._waiting.sort(key=itemgetter(0))
        runs = [self._run(places) for places in self._runs]
        for _, item in heapq.merge(*runs, self._waiting) if runs else self._waiting:
            yield item

    def _run(self, places: Sequence[int]) -> Iterator[tuple[str, Item]]:
        for place in places:
            self._file.seek(place)
            yield from pickle.load(self._file)  # noqa: S301 (what was written here a moment ago)
