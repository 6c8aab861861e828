"""Private copies of articles' texts, to check quotes against: kept beside the record, in no revision, never exported.

A copy is taken only where it is the very text that was read: its fingerprint is the one the record holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select

from tracker.db.models import NOUNS, SOURCE_TEXT
from tracker.domain import quotes
from tracker.errors.coding import NotItsText
from tracker.text.articles import Article

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow, SourceRow

_source = NOUNS["source"][0]


def refuse_another(source: SourceRow, paragraphs: Sequence[ParagraphRow], article: Article) -> None:
    """Raise NotItsText, naming the first paragraph that differs, where a text is not the one a source was read from."""
    if source["text_sha256"] in article.fingerprints:
        return
    key = source["source"]
    if source["text_sha256"] is None:
        remedy = (
            f'if this is it: tracker source edit {key} --text-sha256 {article.sha256} --why "the text it was read from"'
        )
        raise NotItsText(article.name, key, "the record holds no fingerprint of that", remedy)
    recorded = {row["paragraph"]: row["sha256"] for row in paragraphs}
    for number, text in enumerate(article.paragraphs, 1):
        if number not in recorded:
            why = f"it goes on after paragraph {len(recorded)}, the last that was read"
            raise NotItsText(article.name, key, why, "take away what was added after it")
        if recorded[number] not in (None, quotes.fingerprint(text)):
            why = f"paragraph {number} is another"
            raise NotItsText(article.name, key, why, "attach the version of the article that was read")
    if len(article.paragraphs) < len(recorded):
        why = f"it ends after paragraph {len(article.paragraphs)} of {len(recorded)}"
        raise NotItsText(article.name, key, why, "attach the whole text")
    why = "every paragraph is the same, but not every letter"
    raise NotItsText(article.name, key, why, "its empty lines, spaces or quotation marks were changed")


def attach(connection: Connection, source: str, article: Article) -> bool:
    """Keep a copy of a source's text; False where it is there already."""
    number = connection.scalar(select(_source.c.id).where(_source.c.key == source))
    held = connection.scalar(select(SOURCE_TEXT.c.text_sha256).where(SOURCE_TEXT.c.source_id == number))
    if held == article.sha256:
        return False
    detach(connection, source)
    row = {"source_id": number, "name": article.name, "text": article.text, "text_sha256": article.sha256}
    connection.execute(insert(SOURCE_TEXT), [row])
    return True


def detach(connection: Connection, source: str) -> None:
    """Delete the copy of a source's text, where there is one, so that nothing of it is left in the file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    owner = select(_source.c.id).where(_source.c.key == source).scalar_subquery()
    connection.execute(delete(SOURCE_TEXT).where(SOURCE_TEXT.c.source_id == owner))
