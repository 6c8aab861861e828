"""Rows put in the order of their keys, on the disk: more of them than memory holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from types import TracebackType
from typing import Any, Generic, TypeVar

# So many are sorted in memory, and so many of those are read back at once.
_RUN, _BLOCK = 10_000, 200
Item = TypeVar("Item")


class InOrder(Generic[Item]):
    """Takes items in any order and gives them back by key, as often as asked for; those of one key as they came.

    Raises OSError where there is no room for them.
    """

    def __init__(self) -> None:
        import tempfile  # as below: only who has many rows pays for it

        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed below)
        self._runs: list[Sequence[int]] = []
        self._waiting: list[tuple[Any, Item]] = []

    def __enter__(self) -> "InOrder[Item]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave nothing behind."""
        self._file.close()

    def extend(self, keyed: Iterable[tuple[Any, Item]]) -> None:
        """Take items, each behind its key."""
        self._waiting.extend(keyed)
        if len(self._waiting) >= _RUN:
            self._waiting.sort(key=itemgetter(0))
            self._file.seek(0, 2)
            self._runs.append([self._put(start) for start in range(0, len(self._waiting), _BLOCK)])
            self._waiting = []

    def _put(self, start: int) -> int:
        """Write a block of a run; returns where it begins."""
        import pickle

        place = self._file.tell()
        pickle.dump(self._waiting[start : start + _BLOCK], self._file, pickle.HIGHEST_PROTOCOL)
        return place

    def __iter__(self) -> Iterator[Item]:
        from heapq import merge

        self._waiting.sort(key=itemgetter(0))
        runs = [self._run(places) for places in self._runs]
        for _, item in merge(*runs, self._waiting, key=itemgetter(0)) if runs else self._waiting:
            yield item

    def _run(self, places: Sequence[int]) -> Iterator[tuple[Any, Item]]:
        import pickle

        for place in places:
            self._file.seek(place)
            yield from pickle.load(self._file)  # noqa: S301 (what was written here a moment ago)


def in_order(keyed: Iterable[tuple[Any, Item]]) -> Iterator[Item]:
    """Items by their keys, those of one key as they came; the disk is asked for no more than memory would hold.

    The first comes when all have been taken. Raises OSError where there is no room for them.
    """
    every = iter(keyed)
    few = list(islice(every, _RUN))
    if len(few) < _RUN:
        few.sort(key=itemgetter(0))
        yield from (item for _, item in few)
        return
    with InOrder[Item]() as held:
        held.extend(few)
        few.clear()
        while more := list(islice(every, _BLOCK)):
            held.extend(more)
        yield from held


def rows_in_order(keyed: Iterable[tuple[Any, Mapping[str, Any]]], fields: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """The same of rows, with these of their fields."""
    take = itemgetter(*fields, fields[0])  # of one field alone it would give no tuple
    held = in_order((key, take(row)) for key, row in keyed)
    return (dict(zip(fields, values, strict=False)) for values in held)
