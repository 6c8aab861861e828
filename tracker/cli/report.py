"""`tracker report`: the main job, what the UK has done, is doing and may do."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.domain.caveats import CAVEATS
from tracker.domain.columns import MEASURES, names
from tracker.domain.dates import show_date
from tracker.domain.filters import Filters, passes
from tracker.domain.vocabulary import KINDS
from tracker.output.tables import DIM, Cell, Column, Sheet
from tracker.output.terminal import terminal_width
from tracker.reports import overview, wording
from tracker.reports.established import ALONE, WITNESS
from tracker.reports.overview import Line
from tracker.reports.reading_order import in_reading_order
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import SourceRow

# From how many columns of a terminal there is room for the day and the surname; for years and full names; for words.
# What became of a measure has a column of its own from YEARS on, and then years and full names wait for WIDE.
DAYS, YEARS, WIDE, WORDS = 100, 120, 140, 160
# Between a status and the one that documents have established since, where that has no column of its own.
THEN = "→"


def report(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    quotes: Annotated[bool, typer.Option("--quotes", help="Put the deciding words beside each status.")] = False,
    established: Annotated[
        bool, typer.Option("--established", help="Show what official documents establish, not what was reported.")
    ] = False,
) -> None:
    """Show what the UK has done, is doing and may do, by kind, with status and sources.

    \b
    Examples:
      tracker report
      tracker report --quotes --kind deployment
      tracker report --as-of 2022-02-10 --disputed
      tracker report --established
      tracker report --format csv > measures.csv
    """
    with reading(request, clocks) as now:
        snapshot = now.established() if established else now
        filters = require_known(snapshot, filters)
        if layout.wants_data:
            fields = layout.fields_of(names(MEASURES))
            rows = in_reading_order(((row, row) for row in snapshot.measure_rows(filters, layout.fields)), fields)
            if layout.wants_only_rows:
                show(layout, Sheet(rows, names(MEASURES), (), ()))
                return
            listed = list(rows)
            sheet = Sheet(listed, names(MEASURES), (), (), _title(snapshot, len(listed), snapshot.count()))
        else:
            # Made as they are read: of a large record not every mention need be held at once.
            lines = overview.arranged(overview.line(one) for one in snapshot.measures() if passes(one, filters))
            width = terminal_width() or WIDE
            years = width >= (WIDE if any(one.since for one in lines) else YEARS)
            shape = Shape(snapshot.as_of, width >= DAYS, width >= YEARS, years, quotes or width >= WORDS, not quotes)
            sheet = _sheet(lines, snapshot, shape)
    show(layout, sheet)


class Shape(NamedTuple):
    """What a terminal has room for, as of a day."""

    as_of: str
    days: bool
    wide: bool
    years: bool
    words: bool
    cropped: bool

    def caveat(self, one: Line) -> str:
        """The caveat to show; that nobody is named is told by the place of the name, where there is room for one."""
        told = ("unnamed_source",) if self.days else ()
        return "" if one.caveat in (*told, *(("coder_unsure",) if one.marks else ())) else one.caveat

    def day(self, date: str) -> str:
        """A date in words; the year of the report goes without saying where room is short."""
        text = show_date(date)
        return text if self.years else text.replace(f" {self.as_of[:4]}", "")


def _title(snapshot: Snapshot, shown: int, held: int, since: bool = False) -> str:
    """What a report covers and as of when: how many measures it shows of those that have a status."""
    if not snapshot.newest:
        empty = f" was empty at {wording.moment_text(snapshot.known_at)}" if snapshot.known_at else " is empty"
        return f"The record{empty}: nothing {'had' if snapshot.known_at else 'has'} been read into it."
    up_to = f"up to {show_date(snapshot.as_of)}{wording.known(snapshot)}"
    count = wording.counted(shown, "measure") if shown == held else f"{shown} of {held} measures"
    if snapshot.is_established:
        return (
            f"UK measures on Russia and Ukraine, as documents establish them {up_to}\n"
            f"{count}; what the press reported: tracker report"
        )
    articles = len(snapshot.articles())
    then = f"; since then: documents up to {show_date(snapshot.established_as_of)}" if since else ""
    return (
        f"UK measures on Russia and Ukraine, as last reported {up_to}\n"
        f"{count}; {wording.counted(articles, 'article')}, listed below{then}"
    )


def _sheet(lines: Sequence[Line], snapshot: Snapshot, shape: Shape) -> Sheet:
    """The measures by kind, a line each, then the articles, the sums and what the words mean."""
    articles = overview.articles(snapshot, {one.row["status_source"] for one in lines})
    number = overview.numbered(articles)
    columns = [Column("measure", grows=True), Column("status")]
    columns += [Column("when")] if shape.days else []
    apart = shape.wide and any(one.since for one in lines)
    columns += [Column("since then")] if apart else []
    columns += [Column("source, who" if shape.days else "source")]
    columns += [Column("words", folds="", cropped=shape.cropped)] if shape.words else []
    cells = [_cells(one, number, shape, apart) for one in lines]
    rows = [one.row for one in lines]
    groups = [KINDS.label(one.kind) for one in lines]
    notes: list[Cell | str] = []
    if lines:
        notes = [
            Cell("Documents" if snapshot.is_established else "Articles", "bold"),
            *_articles(articles, number, shape),
            "",
            *wording.sums(lines),
            "",
            *_keys(lines, number, shape, snapshot),
        ]
    title = _title(snapshot, len(lines), snapshot.count(), any(one.since for one in lines))
    return Sheet(rows, names(MEASURES), columns, cells, title, groups, notes)


def _cells(one: Line, number: Mapping[str, int], shape: Shape, apart: bool) -> list[Cell | str]:
    row, caveat = one.row, shape.caveat(one)
    short = shape._replace(years=False).day
    when = _when(one, shape)
    after = CAVEATS[caveat].label if caveat else ""
    after = "" if _superseded(one) else after
    if one.since and not apart and _moves_on(one):  # without its day, so that a measure stays on one line
        after = " ".join([THEN, one.since.label, *one.since.marks])
    elif not shape.days and not after:
        after = f"since {when.text}" if row["status_date"] and not when.text.startswith("by ") else when.text
    joint = " " if after.startswith(THEN) else " · "
    status = Cell(row["status_label"], presentation.STYLES[row["status"]], after=f"{joint}{after}" if after else "")
    status = status._replace(after=f"{status.after} {' '.join(one.marks)}") if one.marks else status
    others = f" +{row['sources'] - 1}" if row["sources"] > 1 else ""
    place = f" ¶{row['status_paragraph']}" if row["status_paragraph"] else ""
    source = f"[{number[row['status_source']]}]{place}{others}"
    cells: list[Cell | str] = [f"{'  ' * one.depth}{row['title']}", status]
    cells += [when] if shape.days else []
    cells += [one.since.text(short) if one.since else ""] if apart else []
    cells += [f"{source} {_who(one, shape)}".rstrip() if shape.days else source]
    return [*cells, wording.quoted(row["status_quote"])] if shape.words else cells


def _superseded(one: Line) -> bool:
    """Whether what became of a measure says more than any caveat would."""
    return one.since is not None and not one.since.lasting


def _moves_on(one: Line) -> bool:
    """Whether documents tell of another stage than the press."""
    return _superseded(one) and one.since is not None and one.since.label != one.row["status_label"]


def _when(one: Line, shape: Shape) -> Cell:
    text = wording.when(one, shape.day)
    return Cell(text, DIM if text.startswith("said ") else "")


def _who(one: Line, shape: Shape) -> str:
    """Who says so: the surname where room is short."""
    who = wording.who(one)
    return who if shape.years or one.attribution != "named_person" else who.split()[-1]


def _articles(articles: Sequence["SourceRow"], number: Mapping[str, int], shape: Shape) -> list[Cell]:
    """Each article with its number, day and title, and what stands in none of the texts."""
    lines = []
    key_width = max(len(row["source"]) for row in articles)
    for row in sorted(articles, key=lambda row: number[row["source"]]):
        day = show_date(row["updated"] or row["published"])
        known = [day, row["publisher"]] if row["publisher"] else [day]
        known += [wording.how_known(row, shape.day)]
        lines.append(Cell(f"[{number[row['source']]}] {row['source']:<{key_width}}  {'  '.join(filter(None, known))}"))
        lines.append(Cell(f"    {wording.quoted_title(row)}", DIM))
    if any(row["title"].startswith("[") for row in articles):
        lines.append(Cell("Titles in [ ] are ours: the text has none.", DIM))
    return lines


def _keys(lines: Sequence[Line], number: Mapping[str, int], shape: Shape, snapshot: Snapshot) -> list[str]:
    """What the signs and the caveats that occur mean."""
    example = max(lines, key=lambda one: one.row["sources"]).row
    others = example["sources"] - 1
    noun = "document" if snapshot.is_established else "article"
    paragraph = f" ¶{example['status_paragraph']}" if example["status_paragraph"] else ""
    place = f"[{number[example['status_source']]}]{paragraph}{f' +{others}' if others else ''}"
    meaning = f"{noun} {number[example['status_source']]}{paragraph.replace(' ¶', ', paragraph ')} decides"
    meaning += (
        f"; {wording.counted(others, f'other {noun}')} {'speak' if others > 1 else 'speaks'} of it" if others else ""
    )
    pairs = [(place, meaning), *_since_keys(lines, shape)]
    said = [one for one in lines if not one.row["status_date"] and not one.row["due"]]
    pairs += [("said …", "the day the source spoke: no text says since when")] if said else []
    explained = presentation.legend({shape.caveat(one) for one in lines if not _superseded(one)}, *pairs)
    if snapshot.is_established:
        return [*explained, f"What the press reported beside it: tracker measure show {example['measure']}"]
    return [*explained, f"Why a status is what it is: tracker measure explain {example['measure']}"]


def _since_keys(lines: Sequence[Line], shape: Shape) -> list[tuple[str, str]]:
    """What the marks of documents mean, where they occur."""
    became = [one.since for one in lines if one.since and (shape.wide or _moves_on(one))]
    marks = {mark for one in lines for mark in one.marks} | {mark for since in became for mark in since.marks}
    pairs = []
    if became:
        mark, since = ("since then …", "") if shape.wide else (f"{THEN} …", "since then, ")
        pairs.append((mark, f"{since}what documents establish: tracker report --established"))
    if WITNESS in marks:
        pairs.append((WITNESS, "press witness: a press report, cited, and no official document"))
    if ALONE in marks:
        pairs.append((ALONE, "it stands on one source alone"))
    return pairs
