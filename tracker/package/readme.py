"""What lies in a package for whoever opens its folder first: README.md, and LICENSE with the terms of its data."""

from collections.abc import Sequence

from tracker.domain.dates import show_date
from tracker.package.codebook import CODEBOOK, grid
from tracker.package.descriptor import DESCRIPTOR, Written
from tracker.reports.citation import MAINTAINERS, TITLE

README, LICENSE = "README.md", "LICENSE"

LICENSE_TEXT = """The data in this folder are under Creative Commons Attribution 4.0 International (CC BY 4.0):
use, share and change them, and say where they come from.
The terms: https://creativecommons.org/licenses/by/4.0/legalcode

The licence covers our coding. The short quotations in it belong to their publishers; they stand here as
evidence, each shorter than a sentence.
"""

_README = """# {title}

Every UK measure in the sources, with its derived status and the exact words that say so.
Edition {edition}, as of {day}: only what sources had said by that day counts.

{files}

`measures.csv` joins the others by `measure`; `mentions.csv` joins `sources.csv` by `source`, and `paragraphs.csv` by
`source` and `paragraph`. What every column and code means stands in `{codebook}`, and for programs in `{descriptor}`:
this is a data package, which `frictionless validate {descriptor}` checks.

## Before you count

- An empty cell is not known. It is never 0.
- A status is what sources had reported by a day, not what was so.
- The rows of `measures.csv` without a `status` are those of which no mention counts: leave them out.
- Add amounts of one `unit` only, never `times`; leave out rows with `counts_with`, whose people another row counts, and
  parts beside their wholes (`parent`).
- Two sources may print one story: count `origins`, not `sources`.
- A text that a spreadsheet would run as a formula has one apostrophe put in front, where `{descriptor}` says
  `"guarded": true`.

## To cite

{maintainers}. {title} (edition {edition}, as of {as_of}) [data set]. CC BY 4.0.

## Licence

CC BY 4.0 for the coding; see `{license}`. The short quotations belong to their publishers. No article's text is here.
"""


def readme(files: Sequence[Written], edition: str, as_of: str) -> str:
    """The README of a package with these files."""
    rows = [[f"`{file.table.name}.csv`", f"{file.rows:,}", file.table.title] for file in files]
    return _README.format(
        title=TITLE,
        edition=edition,
        day=show_date(as_of),
        as_of=as_of,
        files=grid(["file", "rows", "holds"], rows),
        codebook=CODEBOOK,
        descriptor=DESCRIPTOR,
        maintainers=MAINTAINERS,
        license=LICENSE,
    )
