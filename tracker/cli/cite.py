"""`tracker cite`: references for the data set, and for the sources of a measure."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.context import Clocks, Request, deliver, reading
from tracker.cli.options import Force
from tracker.errors.usage import UnknownCode
from tracker.reports.citation import CITATION_STYLES, cited, of_data_set, of_measure


def cite(
    request: Request,
    clocks: Clocks,
    measure: Annotated[str | None, typer.Argument(metavar="[MEASURE]", help="A measure's key.")] = None,
    format: Annotated[  # noqa: A002 (the option's name)
        str, typer.Option("--format", metavar="FORM", help="text, bibtex or csl-json.")
    ] = "",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The file to write; - for standard output.")
    ] = "-",
    force: Force = False,
) -> None:
    """Show how to cite the data set at its version, or the articles that speak of one measure.

    \b
    Examples:
      tracker cite
      tracker cite standby-1000
      tracker cite --format bibtex -o tracker.bib
    """
    ending = Path(output).suffix.lower()
    form = format or {".bib": "bibtex", ".json": "csl-json"}.get(ending, "text")
    if form not in CITATION_STYLES:
        raise UnknownCode("format", form, CITATION_STYLES)
    with reading(request, clocks) as snapshot:
        references = of_measure(snapshot, measure) if measure else [of_data_set(snapshot)]
    deliver(request, output, cited(references, form).encode(), force)
