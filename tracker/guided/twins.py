"""A source that the record holds of the very text to be read, and what nobody has read in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.keys import is_second_reading
from tracker.domain.quotes import fingerprint
from tracker.text.articles import Article

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow, SourceRow


class Twin(NamedTuple):
    """A source of the same text: the day it speaks on, its paragraphs, how many are read, and which can be now."""

    source: str
    spoken: str
    total: int
    read: int
    unread: tuple[int, ...]

    @property
    def kept(self) -> str:
        """In words, as a session keeps it: what is unread stays so for the session, whatever others do meanwhile."""
        return " ".join(map(str, (*self[:4], *self.unread)))


def made(kept: str | None) -> Twin | None:
    """A twin as a session kept it, where it has one."""
    if not kept:
        return None
    source, spoken, *numbers = kept.split(" ")
    total, read, *unread = map(int, numbers)
    return Twin(source, spoken, total, read, tuple(unread))


def twin_of(
    article: Article,
    same: Sequence[str],
    sources: "Mapping[str, SourceRow]",
    paragraphs: "Iterable[ParagraphRow]",
) -> Twin | None:
    """The first of the sources of this text that can be read on, else the first of all, else none.

    One whose paragraphs are divided otherwise cannot: its numbers mean other paragraphs. Nor can a second reading.
    """
    rows: dict[str, list[ParagraphRow]] = {name: [] for name in same}
    for row in paragraphs:
        if row["source"] in rows:
            rows[row["source"]].append(row)
    prints = dict(enumerate(map(fingerprint, article.paragraphs), 1))
    found = []
    for name, held in rows.items():
        unread = tuple(row["paragraph"] for row in held if not row["verdict"])
        alike = [row["paragraph"] for row in held] == [*prints] and all(
            row["sha256"] in (None, prints[row["paragraph"]]) for row in held
        )
        goes_on = unread if alike and not is_second_reading(name) else ()
        found.append(Twin(name, sources[name]["spoken_on"], len(held), len(held) - len(unread), goes_on))
    return next((twin for twin in found if twin.unread), found[0] if found else None)
