"""`tracker cite`: references for the data set, and for the sources of a measure."""

from typing import Annotated

import typer

from tracker.cli.context import Clocks, Request, deliver, reading
from tracker.errors.usage import UnknownCode
from tracker.reports.citation import FORMS, cited, of_data_set, of_measure


def _form(form: str) -> str:
    if form not in FORMS:
        raise UnknownCode("form", form, FORMS)
    return form


def cite(
    request: Request,
    clocks: Clocks,
    measure: Annotated[str | None, typer.Argument(metavar="[MEASURE]", help="A measure's key.")] = None,
    form: Annotated[
        str, typer.Option("--as", metavar="FORM", help="text, bibtex or csl-json.", callback=_form)
    ] = "text",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The file to write; - for standard output.")
    ] = "-",
) -> None:
    """Show how to cite the data set at its version, or the articles that speak of one measure.

    \b
    Examples:
      tracker cite
      tracker cite standby-1000
      tracker cite --as bibtex -o tracker.bib
    """
    with reading(request, clocks) as snapshot:
        references = of_measure(snapshot, measure) if measure else [of_data_set(snapshot)]
    deliver(request, output, cited(references, form).encode())
