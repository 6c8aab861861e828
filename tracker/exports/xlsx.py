"""The record as an Excel workbook: one sheet for each table, real dates and numbers, links to sources, no formula."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import IO, Any

from tracker.domain import columns
from tracker.domain.fields import Field
from tracker.errors.files import ExtraMissing
from tracker.output.tables import cell_text
from tracker.package.descriptor import Content, Table

# Columns that name a source or a measure, and the sheet that has its row.
_LEADS_TO = {"source": "sources", "status_source": "sources", "measure": "measures", "other": "measures"}
# Whose columns keep their types in a workbook of any rows.
_TABLES = (columns.MEASURES, columns.MENTIONS, columns.SOURCES, columns.EVENTS)
# The last column that is printed of a table that is wider than paper.
_PRINTED_UP_TO = {"measures": "status_quote", "mentions": "status", "sources": "updated"}
_A4 = 9
# The day of a workbook that is of no day: the same rows give the same bytes.
_NO_DAY = "1980-01-01"
_NARROWEST, _WIDEST = 8, 60
_NUMBERS = ("number", "whole", "count")
# A sheet's first cells are links, further ones the text alone: each is held until the end, and Excel takes 65,530.
MOST_LINKS = 2_000
# Before this day a workbook has no dates.
_FIRST_DAY = date(1900, 3, 1)


def workbook(contents: Sequence[Content], as_of: str, out: IO[bytes]) -> None:
    """Write a workbook with these tables, row by row; the same tables give the same bytes.

    Raises ExtraMissing without XlsxWriter.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise ExtraMissing("Excel workbooks", "xlsx") from None
    texts_alone = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(out, {"constant_memory": True, **texts_alone})
    made = datetime.combine(date.fromisoformat(as_of), datetime.min.time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": "UK measures over Russia's war on Ukraine, as reported", "created": made})
    formats = {
        "heading": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
        "text": book.add_format({"valign": "top", "text_wrap": True}),
        "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
        "link": book.add_format({"valign": "top", "font_color": "#0563C1", "underline": 1}),
    }
    rows_of = _rows_of(contents)
    for content in contents:
        _sheet(book.add_worksheet(content.table.name), content, formats, rows_of)
    book.close()


def rows_workbook(
    rows: Iterable[Mapping[str, Any]], names: Sequence[str], about: Sequence[str], out: IO[bytes]
) -> None:
    """Write a workbook with the rows of one answer and, on a sheet of their own, its title and notes.

    Raises ExtraMissing without XlsxWriter.
    """
    known = {field.name: field for table in _TABLES for field in table}
    fields = tuple(known.get(name, Field(name, "text", name)) for name in names)
    tables = [Content(Table("rows", "The rows of an answer", fields, ()), list(rows))]
    workbook([*tables, *([about_sheet(about)] if about else [])], _NO_DAY, out)


def about_sheet(lines: Iterable[str]) -> Content:
    """A table of one column with what stands about the others."""
    told = (Field("about", "text", "What the rows are, and what to know of them"),)
    rows = [{"about": " ".join(line.split())} for line in lines]
    return Content(Table("about", "About the rows", told, ()), rows)


def _rows_of(contents: Sequence[Content]) -> dict[tuple[str, str], int]:
    """The line of every source and measure in its sheet."""
    found = {}
    for content in contents:
        if content.table.name in _LEADS_TO.values():
            for line, row in enumerate(content.rows, 2):
                found[content.table.name, str(row[content.table.key[0]])] = line
    return found


def _sheet(sheet: Any, content: Content, formats: Mapping[str, Any], rows_of: Mapping[tuple[str, str], int]) -> None:
    fields = content.table.columns
    widths = [len(field.name) + 3 for field in fields]
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.name, formats["heading"])
        sheet.write_comment(0, column, field.meaning, {"author": ""})
    for line, row in enumerate(content.rows, 1):
        for column, field in enumerate(fields):
            value = row[field.name]
            text = cell_text(value)
            widths[column] = max(widths[column], min(len(text) + 1, _WIDEST))
            if text:
                leads_to = _LEADS_TO.get(field.name, "")
                target = rows_of.get((leads_to, text)) if leads_to != content.table.name else None
                look = (formats, f"{leads_to}!A{target}" if target else "")
                _cell(sheet, (line, column), field, value, look)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, max(_NARROWEST, min(width, _WIDEST)))
    _on_paper(sheet, content)
    sheet.freeze_panes(1, len(content.table.key))
    sheet.autofilter(0, 0, max(len(content.rows), 1), len(fields) - 1)


def _on_paper(sheet: Any, content: Content) -> None:
    """As few pages as can be read: across, one page wide, the heading on each; of a wide table what people look at."""
    names = columns.names(content.table.columns)
    last = names.index(_PRINTED_UP_TO.get(content.table.name, names[-1]))
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, len(content.rows), last)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R&P of &N")


def _cell(sheet: Any, place: tuple[int, int], field: Field, value: Any, look: tuple[Mapping[str, Any], str]) -> None:
    formats, target = look
    text = cell_text(value)
    if field.type == "flag":
        sheet.write_boolean(*place, bool(value), formats["text"])
    elif field.type in _NUMBERS and isinstance(value, int | float):
        sheet.write_number(*place, value, formats["text"])
    elif field.type == "day" and date.fromisoformat(text) >= _FIRST_DAY:
        sheet.write_datetime(*place, datetime.fromisoformat(text), formats["day"])
    elif sheet.hlink_count >= MOST_LINKS:
        sheet.write_string(*place, text, formats["text"])
    elif target:
        sheet.write_url(*place, f"internal:{target}", formats["link"], text)
    elif field.name == "url" and text.startswith(("https://", "http://")) and len(text) < 2_000:
        sheet.write_url(*place, text, formats["link"], text)
    else:
        sheet.write_string(*place, text, formats["text"])
