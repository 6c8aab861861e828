"""`tracker export`: the data package, or the record in another form."""

import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Annotated

import typer

from tracker.cli.context import Clocks, Layout, Request, deliver, reading, require_known, show
from tracker.cli.options import Force, MadeBy
from tracker.cli.progress import Progress
from tracker.domain.filters import Filters, select
from tracker.errors.base import UsageError
from tracker.errors.usage import NothingThere, UnknownCode
from tracker.exports.brief import brief, docx, markdown
from tracker.exports.formats import EXPORT_FORMATS, all_tables, files, one_table
from tracker.exports.parquet import SPLIT
from tracker.exports.xlsx import about_sheet
from tracker.output import atomic_write
from tracker.output.destination import form_for
from tracker.output.tables import Sheet, data_sheet
from tracker.package import write_package
from tracker.package.descriptor import Manner
from tracker.package.readme import about
from tracker.readings.toml_file import render
from tracker.reports.snapshot import Snapshot

# The days of a panel after anybody spoke are all alike.
PANEL_YEARS = 50
Table = Annotated[str, typer.Option("--table", metavar="NAME", help="The table for a form that holds one: measures.")]


def _manner(
    filters: Filters,
    panel: Annotated[
        bool, typer.Option("--panel", help="A row for each measure and day, up to the day of the report.")
    ] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave text that a spreadsheet would run as a formula as it is.")
    ] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help="CSV with a byte order mark and CRLF, for a double click in Excel.")
    ] = False,
    provenance: Annotated[
        bool, typer.Option("--provenance", help="Add provenance.json: which state of the record this is.")
    ] = False,
    table: Table = "",
) -> Manner:
    """How to write what is exported."""
    return Manner(raw, excel, panel or table == "panel", provenance, filters)


def export(
    request: Request,
    clocks: Clocks,
    manner: Annotated[Manner, MadeBy(_manner)],
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The folder to write; made where it is missing.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="The file to write; - for standard output.")
    ] = None,
    format: Annotated[  # noqa: A002 (the option's name)
        str, typer.Option("--format", metavar="FORM", help=f"{', '.join(EXPORT_FORMATS)}; else as FILE ends.")
    ] = "",
    table: Table = "",
    readings: Annotated[
        bool, typer.Option("--readings", help="Write readings (TOML), the form of `seeds/`, into the folder instead.")
    ] = False,
    force: Force = False,
) -> None:
    """Write the data package: measures, mentions, sources, paragraphs, events, links and codes as CSV, described.

    The same record gives the same bytes, on any machine and day. Another form goes to a file with -o, or with --format
    every table to a folder. The filters choose among the measures, with their mentions and links.

    \b
    Examples:
      tracker export ./package
      tracker export -o measures.xlsx
      tracker export --format jsonl --table mentions -o - | jq .quote
      tracker export --panel -o panel.csv
      tracker export --readings ./readings
      tracker export --format brief --kind sanctions -o sanctions.md
      tracker export --format html -o site
    """
    if (folder is None) == (output is None):
        raise UsageError("say where to: a folder, or a file with -o FILE", "for example: tracker export ./package")
    if format in EXPORT_FORMATS and EXPORT_FORMATS[format].folder and output not in (None, "-"):
        folder, output = Path(str(output)), None
    if folder == Path() or not str(output).strip():
        raise NothingThere("file's name" if folder is None else "folder's name")
    if format and format not in EXPORT_FORMATS:
        raise UnknownCode("format", format, EXPORT_FORMATS)
    if folder is None and manner.provenance:
        raise UsageError("provenance.json goes with a package", "for example: tracker export DIR --provenance")
    with reading(request, clocks) as snapshot:
        manner = manner._replace(filters=require_known(snapshot, manner.filters))
        if manner.panel and int(snapshot.as_of[:4]) > int((snapshot.newest or snapshot.as_of)[:4]) + PANEL_YEARS:
            told = f"a panel up to {snapshot.as_of} has a row a day since {snapshot.newest}, for every measure"
            raise UsageError(told, f"name an earlier day with --as-of: up to {PANEL_YEARS} years after it")
        if folder is not None:
            write = _readings if readings else partial(_to_folder, form=format, manner=manner)
            show(Layout(request._replace(format="")), write(snapshot, folder, force=force))
            return
        form = form_for(str(output), format, EXPORT_FORMATS)
        with TemporaryFile() as made:
            _make(snapshot, (form, table, str(output)), manner, made)
            made.seek(0)
            # A database file that was written to would no longer say what the record says.
            deliver(request, str(output), made, force, read_only=form == "sqlite")


def _readings(snapshot: Snapshot, folder: Path, force: bool) -> Sheet:
    files = {name: text.encode() for name, text in render(snapshot).items()}
    atomic_write.replace_all(folder, files, "measures.toml", force)
    rows = [{"file": name, "mentions": content.count(b"[[mention]]")} for name, content in files.items()]
    return data_sheet(rows, ["file", "mentions"])


def _to_folder(snapshot: Snapshot, folder: Path, force: bool, form: str, manner: Manner) -> Sheet:
    if not form:
        progress = Progress(noun="measures")
        try:
            written = write_package.export(snapshot, folder, manner, progress if progress.shows else None, force)
        finally:
            progress.clear()
    else:
        if EXPORT_FORMATS[form].folder:
            from tracker.exports.site import write_site

            sizes = write_site(snapshot, folder, manner, force)
            return data_sheet([{"file": name, "bytes": size} for name, size in sizes.items()], ["file", "bytes"])
        if EXPORT_FORMATS[form].whole:
            raise UsageError(
                f"{form} is one file, not a folder", f"for example: tracker export --format {form} -o FILE"
            )
        held = write_package.contents(snapshot, manner)
        with atomic_write.drafts_in(folder, force=force, listed=True) as together:
            for name, write in files(form, held, manner):
                with TemporaryFile() as made:
                    write(made)
                    made.seek(0)
                    together.write(name, made)
        split = SPLIT if form == "parquet" else ()
        written = {
            f"{content.table.name}{'/' if content.table.name in split else f'.{form}'}": len(content.rows)
            for content in held
        }
    return data_sheet([{"file": name, "rows": count} for name, count in written.items()], ["file", "rows"])


def _make(snapshot: Snapshot, asked: tuple[str, str, str], manner: Manner, out: IO[bytes]) -> None:
    form, table, output = asked
    if EXPORT_FORMATS[form].folder:
        raise UsageError(f"{form} is a folder, not a file", f"for example: tracker export --format {form} -o DIR")
    if EXPORT_FORMATS[form].whole and table:
        raise UsageError(f"{form} holds every table", "leave --table out")
    if EXPORT_FORMATS[form].binary and output == "-" and sys.stdout.isatty():
        raise UsageError(f"{form} is not for a terminal", "name a file with -o FILE, or send it down a pipe")
    if form == "brief":
        made = brief(snapshot, select(snapshot.measures(), manner.filters))
        out.write(docx(made) if output.lower().endswith(".docx") else markdown(made).encode())
        return
    if EXPORT_FORMATS[form].whole:
        held = [*write_package.contents(snapshot, manner)]
        held += [about_sheet(about(snapshot.version, snapshot.as_of))] if form == "xlsx" else []
        all_tables(form, held, snapshot.as_of, out)
        return
    chosen = table or ("panel" if manner.panel else "measures")
    known = [one.name for one in write_package.tables(manner)]
    if chosen not in known:
        raise UnknownCode("table", chosen, [*known, "panel"])
    [content] = write_package.contents(snapshot, manner, chosen)
    one_table(form, content, manner, out)
