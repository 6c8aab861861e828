"""A record with a history: articles added, and corrected on top of one another."""

from typing import Any

from sqlalchemy import text

from tracker.db.change import Change
from tracker.db.models import NOUNS
from tracker.domain.deciding import order_fields, spoken_on
from tracker.record import measures, mentions, paragraphs, sources

DAYS = ("2022-02-01", "2022-02-10", "2022-03-03")

STAGES = ("considered", "announced", "in_effect")


def end(change: Change, noun: str, key: str) -> dict[str, Any]:
    """End the living version of a thing in a change, and give what it held."""
    held = change.live(noun, key)
    assert held is not None
    table = NOUNS[noun][1].name
    change.connection.execute(text(f"UPDATE {table} SET ended_in = {change.number} WHERE id = {held['id']}"))
    return {name: value for name, value in held.items() if name not in ("id", "made_in", "ended_in", "edition")}


def add_article(change: Change, number: int, day: str, stage: str) -> None:
    """An article of two paragraphs, the first of which speaks of a measure of its own and of the common one."""
    key = f"paper-{number}"
    dates = dict.fromkeys(("published", "published_earliest", "published_latest"), day)
    sources.add(change, {"key": key, "publisher": "The Paper", "title": key, "published_basis": "stated", **dates})
    paragraphs.add(change, key, {"number": 1})
    paragraphs.add(change, key, {"number": 2, "verdict": "context"})
    for measure in ("boats", f"loan-{number}"):
        if measure not in change.keys("measure"):
            measures.add(change, {"key": measure, "title": measure, "kind": "materiel"})
        said = {"measure": measure, "paragraph": 1, "quote": f"{measure} to come", "status": stage}
        mentions.add(change, key, {**said, "strength": "direct", "attribution": "own_voice"})


def correct_mention(change: Change, key: str, stage: str) -> None:
    """Another reading of a mention: one version ends, the next begins."""
    held = end(change, "mention", key)
    held["status"] = stage
    change.make("mention", key, held | order_fields(key, held, held["spoken_on"]))


def correct_day(change: Change, key: str, day: str) -> None:
    """Another day for a source; its mentions are ordered anew."""
    held = end(change, "source", key)
    held |= dict.fromkeys(("published", "published_earliest", "published_latest"), day)
    change.make("source", key, held)
    of_source = text("SELECT m.key FROM mention m JOIN mention_version v ON v.mention_id = m.id"
                     " JOIN paragraph p ON p.id = v.paragraph_id JOIN source s ON s.id = p.source_id"
                     " WHERE s.key = :key AND v.ended_in > :number")  # fmt: skip
    for (mention,) in change.connection.execute(of_source, {"key": key, "number": change.number}).all():
        said = end(change, "mention", mention)
        change.make("mention", mention, said | order_fields(mention, said, spoken_on(held)))


def live_keys(change: Change, noun: str) -> list[str]:
    """The keys of a noun that have a living version."""
    return sorted(key for key in change.keys(noun) if change.live(noun, key))
