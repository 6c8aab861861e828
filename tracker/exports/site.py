"""A static site: the record as pages that open from a folder, from a web server and on paper, with nothing else.

A page allows what lies beside it and nothing from elsewhere; what the record holds is text in it, never markup. The
same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.caveats import CAVEATS
from tracker.domain.dates import show_date
from tracker.domain.established import label_of
from tracker.domain.filters import select
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import ADVANCE, KINDS, LISTS, PLACES, STATUSES
from tracker.errors.files import ExtraMissing
from tracker.exports import linked_data
from tracker.exports.atom import feed
from tracker.exports.charts import COLOURS, SHAPES, Chart, Drawing, drawn
from tracker.exports.count_charts import kinds_chart, status_chart
from tracker.exports.pages import around, measure_page, source_page
from tracker.exports.timeline_chart import timeline_chart
from tracker.output import atomic_write
from tracker.output.escapes import harmless
from tracker.package import write_package
from tracker.package.descriptor import Manner
from tracker.reports import overview, wording
from tracker.reports.changes import DatedMove, day_by_day
from tracker.reports.citation import cited, of_data_set
from tracker.reports.disagreements import against_documents, disagreements
from tracker.reports.reading_order import by_kind
from tracker.reports.snapshot import NO_DAY, Snapshot

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
FIRST_PAGE = "index.html"
# What a page may use: what lies beside it, and nothing that stands in it or comes from elsewhere.
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self'; style-src 'self'; script-src 'self'"
# Files that pages share.
SHARED_FILES = ("style.css", "table.js")
# Whose claim it is, where nobody is named.
UNNAMED = {
    "own_voice": "in its own voice",
    "reports": "as reported elsewhere",
    "unnamed_officials": "unnamed officials",
    "named_person": "a person",
    "named_body": "a body",
}
# From how many of the days on which sources spoke the feed tells.
FEED_DAYS = 30
# A chart of more lives is none.
MOST_LIVES = 300


def write_site(snapshot: Snapshot, folder: Path, manner: Manner, force: bool = False) -> dict[str, int]:
    """Write the site into a folder, with the data package in `data`; says how large each file is, in bytes.

    Nothing is written where the first page of the folder is none of ours. Raises CannotWrite, ExtraMissing, InTheWay.
    """
    environment = _environment()
    measured = by_kind(select(snapshot.measures(), manner.filters))
    drawings = dict(_drawings(snapshot, measured))
    shared = _shared(snapshot, measured, {name: wide.alternative for name, (wide, _) in drawings.items()})
    files = {
        name: environment.get_template(template).render({**shared, **own}).encode()
        for name, template, own in _pages(snapshot, measured, manner)
    }
    files |= {name: (TEMPLATES / name).read_bytes() for name in SHARED_FILES}
    files["feed.xml"] = feed(snapshot, _newest_moves(snapshot, manner), manner.filters)
    for name, (wide, narrow) in drawings.items():
        files |= {f"charts/{name}.svg": drawn(wide, "svg"), f"charts/{name}-narrow.svg": drawn(narrow, "svg")}
    _put_in_place(folder, files, force)
    write_package.export(snapshot, folder / "data", manner, force=force)
    package = {f"data/{file.name}": file.stat().st_size for file in sorted((folder / "data").iterdir())}
    return {name: len(content) for name, content in files.items()} | package


def _newest_moves(snapshot: Snapshot, manner: Manner) -> Iterator[DatedMove]:
    """What moved on the newest days on which sources spoke: a feed is for who has read what was before."""
    days = sorted({row["spoken_on"] for row in snapshot.sources() if row["spoken_on"] <= snapshot.as_of})
    begin = days[-FEED_DAYS - 1] if len(days) > FEED_DAYS else NO_DAY
    return day_by_day(snapshot, begin, snapshot.as_of, manner.filters)


def _put_in_place(folder: Path, files: Mapping[str, bytes], force: bool) -> None:
    """Put the pages in place together: where the first page is an earlier one of ours, so are those in folders."""
    is_ours = force or (folder / FIRST_PAGE).exists()
    with atomic_write.drafts_in(folder, force=force, listed=True) as together:
        for name, content in files.items():
            together.write(name, content, is_ours and "/" in name)


def _environment() -> Environment:
    """Templates whose every value is text: markup in it is written out, and so is what would reorder it."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise ExtraMissing("a site's pages", "site") from None
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: harmless(value) if type(value) is str else value,
    )


def _shared(snapshot: Snapshot, measured: Sequence[MeasureStatus], alternatives: Mapping[str, str]) -> dict[str, Any]:
    """What every page may say."""
    return {
        "policy": POLICY,
        "up": "../",
        "as_of": snapshot.as_of,
        "established_as_of": snapshot.established_as_of,
        "edition": snapshot.version,
        "known": wording.known(snapshot),
        "cite": cited([of_data_set(snapshot)], "text").strip(),
        "held": snapshot.count(),
        "titles": {one.row["measure"]: one.row["title"] for one in measured},
        "alternatives": alternatives,
        **{"colours": COLOURS, "shapes": SHAPES, "caveats": CAVEATS, "advance": ADVANCE},
        **{"day": show_date, "counted": wording.counted, "label_of": label_of, "places": PLACES.labels},
        **{"how_known": wording.how_known, "when": wording.when, "who": wording.who},
        **{"kind_label": KINDS.label, "unnamed": UNNAMED, "cited_only": wording.CITED},
    }


Page = tuple[str, str, dict[str, Any]]


def _pages(snapshot: Snapshot, measured: Sequence[MeasureStatus], manner: Manner) -> Iterator[Page]:
    """Every page: its name, its template, and what it alone says."""
    tables = write_package.tables(manner)
    pairs = disagreements(measured)
    articles = overview.articles(snapshot, {one.row["status_source"] for one in measured})
    listed = {row["source"] for row in articles}
    documents = [row for row in snapshot.sources() if row["is_document"] and row["source"] not in listed]
    told = _overview(snapshot, measured, articles)
    yield FIRST_PAGE, "index.html", {"up": "", "documents": documents, **told}
    told = {"pairs": pairs, "beside": against_documents(measured), "held": len(measured)}
    yield "disagreements.html", "disagreements.html", {"up": "", **told}
    yield "codebook.html", "codebook.html", {"up": "", "lists": LISTS, "tables": tables}
    yield "downloads.html", "downloads.html", {"up": "", "tables": tables}
    held = around(snapshot, measured)
    for one in measured:
        yield f"measures/{one.row['measure']}.html", "measure.html", measure_page(held, one, manner.provenance)
    for row in snapshot.definitions():
        if row["merged_into"] in held.kinds:
            moved = {"title": row["title"], "into": row["merged_into"]}
            yield f"measures/{row['measure']}.html", "moved.html", moved
    for source in (*articles, *documents):
        yield f"sources/{source['source']}.html", "source.html", source_page(held, source)


def _overview(snapshot: Snapshot, measured: Sequence[MeasureStatus], sources: Sequence[Any]) -> dict[str, Any]:
    lines = overview.arranged(map(overview.line, measured))
    used = {one.caveat for one in lines}
    number = overview.numbered(sources)
    return {
        "lines": lines,
        "sums": wording.sums(lines),
        "number": number,
        "articles": sorted(sources, key=lambda row: number[row["source"]]),
        "kinds": [(kind, KINDS.label(kind)) for kind in KINDS if any(one.row["kind"] == kind for one in measured)],
        "statuses": [
            (code, STATUSES.label(code)) for code in STATUSES if any(one.row["status"] == code for one in measured)
        ],
        "used_caveats": [term for code, term in CAVEATS.items() if code in used],
        "linked": linked_data.data_set(snapshot),
    }


def _drawings(snapshot: Snapshot, measured: Sequence[MeasureStatus]) -> Iterator[tuple[str, tuple[Chart, Chart]]]:
    """The charts, each as wide as a page and as a telephone."""
    charts: dict[str, Drawing] = {"kinds": kinds_chart, "timeline": timeline_chart, "status": status_chart}
    for name, made in charts.items():
        if name == "kinds" or len(measured) <= MOST_LIVES:
            yield name, (made(snapshot, measured), made(snapshot, measured, narrow=True))
