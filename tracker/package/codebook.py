"""The codebook: every column and every word of the closed lists, as a person reads them, from what the code uses."""

import csv
from collections.abc import Sequence

from tracker.db.settings import SHIPPED_EDITION, resource
from tracker.domain.fields import Field
from tracker.domain.vocabulary import LISTS, STATUS_LABELS, STATUS_ORDER, STATUSES
from tracker.package.descriptor import Table
from tracker.reports.snapshot import ALTERED

CODEBOOK = "codebook.md"

_TYPES = {
    "text": "text",
    "key": "key",
    "mention": "key of a mention: `m` and ten digits",
    "code": "one of",
    "codes": "some of, separated by `;`",
    "day": "day (2022-02-10)",
    "edtf": "date (EDTF)",
    "hour": "day, with the hour in London where it is known (2022-02-10T17:00)",
    "number": "number",
    "whole": "whole number",
    "count": "whole number",
    "flag": "true or false",
    "sha256": "sha256, in hex",
}

_OPENING = """# Codebook

What every column of the data package means, and every word its closed lists hold. Made from the vocabulary the program
itself uses; `codes.csv` holds the lists as data and `datapackage.json` the columns.

Edition {edition}, as of {as_of}: only what sources had said by that day counts.

## How to read the files

- UTF-8, a comma between cells, one header line, rows sorted by key. An empty cell is not known, and never 0.
- A day is `2022-02-10`. A date is a small subset of EDTF: `2022`, `2022-02`, `2022-02-10`, `A/B`, `../B` or `A/..` with
  an open end, `[..B]` for some day up to B, `~` for about and `?` for perhaps.
- A text cell that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line end, and is
  not a plain number), or that begins with an apostrophe, has one apostrophe put in front. Take one leading apostrophe
  away from text cells and every text is restored exactly. `"guarded": false` in `datapackage.json`, which
  `tracker export --raw` writes, says that this was not done.
- A quotation is at most fifteen words, verbatim, found once in its paragraph. No article's text is in the package.
- A measure without a status has a row too, in a package that holds everything: it counts no mention, or another one
  answers for it (`merged_into`). Its counts are 0 and its flags false; what mentions would say is empty.
- `origin` of a mention is its source's, or the source's own key where that has none; where it is another, it is the
  mention's own. An empty `type` of a source is press, an empty `evidence` of a mention is quoted.
- `counts_with` names the measure whose people a deployment counts again, since it follows their standing ready: leave
  such rows out of a sum.
- Formats 2 and 3 (`"format": 3`) added columns and renamed none; a file without them says nothing there.
- A mention whose `evidence` is `cited` points at a document, in `locator` at its section or column, and has no words of
  it: its `paragraph` and `quote` are empty. `status` and all beside it rest on quoted words of the press alone; what
  official documents say, and cited reports of an act, stands in the columns `established_…` and nowhere else. Rows of
  mentions.csv with `established` are ranked among themselves. `as_of` is the day up to which articles count,
  `established_as_of` that for documents.
- `"part": true` in `datapackage.json` says that filters or an earlier day chose what is in the package. An edition that
  people changed since has `+altered` after its name.

## How a status is decided

Every mention has a rank among those of its measure; the first decides. `status_rule` and `rank_reason` name the rule by
which it stands where it does: the list `rule` below. The amount and the place come from the first mention in that order
that states them."""


def codebook(tables: Sequence[Table], edition: str, as_of: str) -> str:
    """The codebook of these tables in Markdown."""
    parts = [_OPENING.format(edition=edition, as_of=as_of), "## Tables"]
    parts += [part for table in tables for part in _table(table)]
    parts += _agreement(edition)
    parts.append("## Closed lists")
    for vocabulary in LISTS:
        rows = [[f"`{code}`", term.label, term.definition] for code, term in vocabulary.items()]
        if vocabulary is STATUSES:
            rows = [[str(STATUS_ORDER.get(code, "")), *row] for code, row in zip(vocabulary, rows, strict=True)]
            parts += [f"### {vocabulary.name}", grid(["order", "code", "reads", "means"], rows)]
            continue
        parts += [f"### {vocabulary.name}", grid(["code", "reads", "means"], rows)]
    parts.append("## How a status reads, by kind")
    rows = [[f"`{kind}`", *(labels[status] for status in STATUSES)] for kind, labels in STATUS_LABELS.items()]
    parts.append(grid(["kind", *(f"`{status}`" for status in STATUSES)], rows))
    return "\n\n".join(parts) + "\n"


_TWO_READERS = """## How far two readers agree

Each article of edition {edition} was coded a second time, by a reader who had not seen the record. Measures: found by
both, of all that either found. κ is Cohen's, which takes from raw agreement what chance would give: whether a paragraph
records a measure, and its verdict. Stages: alike, of the mentions in which both speak of one measure in one paragraph.
The edition had been corrected after earlier readings: the figures say how far a fresh reader agrees with it as it is,
not with its first draft."""


def _agreement(edition: str) -> list[str]:
    """How far a second coding of the shipped edition agrees with it; nothing for another record."""
    if edition.removesuffix(ALTERED) != SHIPPED_EDITION:
        return []
    text = (resource("seeds") / "agreement.csv").read_text(encoding="utf-8")
    rows = [
        [
            row["article"],
            f"{row['measures']} of {row['measures_of']}",
            row["records_kappa"],
            row["verdict_kappa"],
            f"{row['stages']} of {row['stages_of']}",
        ]
        for row in csv.DictReader(text.splitlines())
    ]
    headings = ["article", "measures", "records a measure, κ", "verdict, κ", "stages alike"]
    return [_TWO_READERS.format(edition=SHIPPED_EDITION), grid(headings, rows)]


def _table(table: Table) -> list[str]:
    rows = [
        [f"`{field.name}`", _type(field), "yes" if field.required else "", field.meaning] for field in table.columns
    ]
    key = " and ".join(f"`{name}`" for name in table.key)
    told = [f"One row for each {key}."]
    for own, (other, theirs) in table.points_to.items():
        pointed = _names(theirs)
        told.append(f"{_names(own)} → {pointed} of `{other}.csv`.")
    return [
        f"### {table.name}.csv",
        f"{table.title}. {' '.join(told)}",
        grid(["column", "holds", "never empty", "means"], rows),
    ]


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _type(field: Field) -> str:
    told = _TYPES[field.type]
    return f"{told}: list `{field.vocabulary.name}`" if field.vocabulary is not None else told


def grid(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
