"""The writing verbs of every noun, by its name."""

from tracker.record import events, links, measures, mentions, paragraphs, sources
from tracker.record.nouns import Noun

VERBS: dict[str, Noun] = {
    noun.name: noun
    for noun in (
        measures.MEASURES,
        sources.SOURCES,
        paragraphs.PARAGRAPHS,
        events.EVENTS,
        mentions.MENTIONS,
        links.LINKS,
    )
}
