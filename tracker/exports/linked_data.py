"""What a page says to programs: schema.org's words for a data set and for a claim, as JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tracker.domain.status import MeasureStatus
from tracker.reports.citation import MAINTAINERS, TITLE
from tracker.reports.snapshot import Snapshot
from tracker.reports.timelines import spoken_mentions
from tracker.reports.wording import status_text

if TYPE_CHECKING:
    from tracker.domain.rows import SourceRow

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def data_set(snapshot: Snapshot) -> dict[str, Any]:
    """The record as a Dataset."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": TITLE,
        "description": "Every UK measure in the sources, with its status and the exact words that say so.",
        "version": snapshot.version,
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": MAINTAINERS},
        "temporalCoverage": f"../{snapshot.as_of}",
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"data/{name}.csv"}
            for name in ("measures", "mentions", "sources")
        ],
    }


def claim(sources: Mapping[str, SourceRow], one: MeasureStatus) -> dict[str, Any]:
    """What is reported of a measure as a Claim, with the articles it appears in."""
    keys = dict.fromkeys(mention["source"] for mention in spoken_mentions(one))
    articles = []
    for row in (sources[key] for key in keys):
        article = {
            "@type": "NewsArticle",
            "headline": row["title"],
            "datePublished": row["published"],
            "dateModified": row["updated"],
            "url": row["url"],
            "publisher": {"@type": "Organization", "name": row["publisher"]} if row["publisher"] else None,
        }
        articles.append({name: value for name, value in article.items() if value})
    return {
        "@context": "https://schema.org",
        "@type": "Claim",
        "name": one.row["title"],
        "text": f"{one.row['title']}: {status_text(one)}",
        "firstAppearance": articles[0],
        "appearance": articles,
        "isPartOf": {"@type": "Dataset", "name": TITLE, "license": LICENCE},
    }
