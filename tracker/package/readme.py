"""What lies in a package for whoever opens its folder first: README.md, and LICENSE with the terms of its data."""

from collections.abc import Sequence

from tracker.domain.dates import show_date
from tracker.package.codebook import CODEBOOK, grid
from tracker.package.descriptor import DESCRIPTOR, Written
from tracker.reports.citation import MAINTAINERS, TITLE

README, LICENSE = "README.md", "LICENSE"

LICENSE_TEXT = """These data are under Creative Commons Attribution 4.0 International (CC BY 4.0):
use, share and change them, and say where they come from.
The terms: https://creativecommons.org/licenses/by/4.0/legalcode

The licence covers our coding. The short quotations in it belong to their publishers; they stand here as
evidence, each shorter than a sentence.
"""

_README = """# {title}

Every UK measure in the sources, with its derived status and the exact words that say so.
{scope}

{files}

`measures.csv` joins the others by `measure`; `mentions.csv` joins `sources.csv` by `source`, and `paragraphs.csv` by
`source` and `paragraph`. What every column and code means stands in `{codebook}`, and for programs in `{descriptor}`:
this is a data package, which `frictionless validate {descriptor}` checks.

## Before you count

{careful}

## To cite

{citation}

## Licence

CC BY 4.0 for the coding; see `{license}`. The short quotations belong to their publishers. No article's text is here.
"""
_SCOPE = "Edition {edition}, as of {day}: only what sources had said by that day counts."
# What is easily got wrong, by whoever has the tables and no guide.
_CAREFUL = (
    "An empty cell is not known. It is never 0.",
    "A status is what sources had reported by a day, not what was so.",
    "The rows of `measures` without a `status` are those of which no mention counts: leave them out.",
    "Add amounts of one `unit` only, never `times`; leave out rows with `counts_with`, whose people another row counts,"
    " and parts beside their wholes (`parent`).",
    "Two sources may print one story: count `origins`, not `sources`.",
)
_IN_FILES = (
    f"A text that a spreadsheet would run as a formula has one apostrophe put in front, where `{DESCRIPTOR}` says"
    ' `"guarded": true`.'
)
_CITATION = f"{MAINTAINERS}. {TITLE} (edition {{edition}}, as of {{as_of}}) [data set]. CC BY 4.0."


def readme(files: Sequence[Written], edition: str, as_of: str) -> str:
    """The README of a package with these files."""
    rows = [[f"`{file.table.name}.csv`", f"{file.rows:,}", file.table.title] for file in files]
    scope, citation = _told(edition, as_of)
    return _README.format(
        title=TITLE,
        scope=scope,
        files=grid(["file", "rows", "holds"], rows),
        careful="\n".join(f"- {line}" for line in (*_CAREFUL, _IN_FILES)),
        citation=citation,
        codebook=CODEBOOK,
        descriptor=DESCRIPTOR,
        license=LICENSE,
    )


def about(edition: str, as_of: str) -> list[str]:
    """What stands about the tables where they are all in one file: their scope, what to be careful of, the terms."""
    scope, citation = _told(edition, as_of)
    return [TITLE, scope, *(line.replace("`", "") for line in _CAREFUL), citation, *LICENSE_TEXT.split("\n\n")]


def _told(edition: str, as_of: str) -> tuple[str, str]:
    return _SCOPE.format(edition=edition, day=show_date(as_of)), _CITATION.format(edition=edition, as_of=as_of)
