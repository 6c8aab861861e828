"""Every reader, and what is valid for it: `python -m tests.reliability.readers NAME NUMBER [COUNT]` tries cases again.

A case is a number: it says what is taken and how it is spoilt, so that what was found once is found again.
"""

import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from tests import databases
from tests.reliability import article_readers as articles
from tests.reliability import file_readers as files
from tests.reliability import typed_readers as typed
from tests.reliability.spoiling import spoilt
from tests.spring_article import PAGE, TEXT
from tracker.errors.base import TrackerError

SHORT, LONG = 5_000, 200_000
# Of whole doors a case takes up to 50 milliseconds, most of it the database's: what they hand on is tried above.
DOOR = 60


class Reader(NamedTuple):
    """What is valid, what reads it, and how often it is tried, short and long."""

    valid: Callable[[], Sequence[str]]
    read: Callable[[str], object]
    short: int = SHORT
    long: int = LONG


READERS = {
    "a reading": Reader(files.readings, files.read_reading),
    "an archive": Reader(files.archives, files.read_archive),
    "a description": Reader(files.descriptions, files.read_description),
    "a lone file": Reader(files.lone_files, files.read_lone_file),
    **{
        f"rows of {name}": Reader(files.rows_of(table), files.read_rows(table))
        for name, table in files.TABLES_READ.items()
    },
    "a page's own": Reader(lambda: [PAGE, *articles.charsets()], articles.read_page),
    "an encoding": Reader(articles.charsets, articles.read_page),
    "an article": Reader(lambda: articles.TEXTS, articles.read_article),
    "a copy": Reader(lambda: articles.TEXTS, articles.read_copy),
    "a kept reading": Reader(articles.kept_readings, articles.read_kept),
    "a file in the way": Reader(files.in_the_way, files.read_in_the_way),
    "a list of files": Reader(files.lists, files.read_list),
    "a database's file": Reader(files.database_files, files.read_database),
    "an amount": Reader(lambda: typed.AMOUNTS, typed.read_amount),
    "a date": Reader(lambda: typed.DATES, typed.read_date),
    "an address": Reader(lambda: typed.ADDRESSES, typed.read_address),
    "a key": Reader(lambda: typed.KEYS, typed.read_key),
    "a search": Reader(lambda: typed.SEARCHES, typed.read_search),
    "a citation": Reader(lambda: typed.CITED, typed.read_citation),
    "surroundings": Reader(lambda: ["Jane Doe", "O'Brien\n"], typed.read_surroundings),
    "a typed value": Reader(lambda: typed.VALUES, typed.read_value),
    "edits": Reader(lambda: typed.EDITED, typed.read_edits),
    "a line of a form": Reader(lambda: typed.EDITED, typed.read_line),
    "guesses": Reader(lambda: TEXT.split("\n\n"), typed.guess_from),
    "words of a command": Reader(lambda: typed.LINES, typed.read_words),
    "words to complete": Reader(lambda: typed.LINES, typed.complete),
    "a cell": Reader(lambda: [*typed.DATES, *typed.VALUES], typed.show_cell),
    "a whole page": Reader(lambda: [PAGE], articles.read_whole_page, DOOR, 20_000),
    "a whole load of a reading": Reader(lambda: ["\n".join(files.readings()[:2])], files.load_reading, DOOR, 20_000),
    "a whole load of a package": Reader(files.packages, files.load_package_of, DOOR // 2, 20_000),
    "a whole reading": Reader(lambda: ["\n".join(one) for one in typed.READINGS], typed.read_answers, DOOR, 20_000),
    "a whole command": Reader(lambda: typed.LINES, typed.run_words, DOOR, 20_000),
}


@cache
def valid(name: str) -> Sequence[str]:
    """What is valid for a reader."""
    return READERS[name].valid()


def refused(name: str, number: int) -> bool:
    """Whether a case was refused by a declared error; fails, with how to have the case again, where it went wrong."""
    text = spoilt(valid(name), number)
    try:
        READERS[name].read(text)
    except TrackerError:
        return True
    except Exception as error:
        error.add_note(f"again: python -m tests.reliability.readers {name!r} {number}\nof: {text[:300]!r}")
        raise
    return False


def main(name: str, first: int, count: int) -> None:
    """Try cases of a reader; say how many, how many of them were refused, and which took longest."""
    slowest, no = (0.0, 0), 0
    for number in range(first, first + count):
        before = time.process_time()
        no += refused(name, number)
        slowest = max(slowest, (time.process_time() - before, number))
    print(f"{name}: {count} cases from {first}, {no} refused; case {slowest[1]} took {slowest[0] * 1000:.0f} ms")


if __name__ == "__main__":
    databases.begin()
    try:
        main(sys.argv[1], int(sys.argv[2]), int((sys.argv[3:] or ["1"])[0]))
    finally:
        databases.end()
