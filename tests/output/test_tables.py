"""Tables: one answer in five forms, and nothing in it that could steer a terminal."""

import csv
import io
import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.output.csv_injection import guarded
from tracker.output.escapes import harmless
from tracker.output.tables import DATA_FORMS, OUTPUT_FORMS, Cell, Column, Sheet, Sparse, cell_text, data_sheet
from tracker.output.terminal import show

CLEAR_SCREEN = "\x1b[2J"
BOATS: list[dict[str, Any]] = [
    {"key": "heron", "tugs": 6, "price": 2.5, "old": True, "note": None},
    {"key": "tern", "tugs": 12.0, "price": None, "old": False, "note": 'says "no"; a|b\\c'},
]
FIELDS = ["key", "tugs", "price", "old", "note"]
GROUPED = Sheet(
    data=BOATS,
    fields=FIELDS,
    columns=[Column("boat", grows=True), Column("tugs", right=True)],
    rows=[["Heron", "6"], [Cell("Tern", "red"), "1,200"], ["Gull", ""]],
    title="Boats",
    groups=["Ferries", "Ferries", "Yachts"],
    notes=["as of noon"],
)


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(sheet: Sheet, form: str, stream: io.StringIO | None = None) -> str:
    """What a sheet writes in a form, into a pipe unless told otherwise."""
    out = stream or io.StringIO()
    show([sheet], form, out)
    return out.getvalue()


def at_terminal(sheet: Sheet, monkeypatch: pytest.MonkeyPatch, width: int = 100) -> str:
    """What a sheet writes to a terminal of a width."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(width))
    return shown(sheet, "table", Terminal())


def uncoloured(text: str) -> str:
    """The text without the sequences that set colours."""
    return re.sub("\x1b\\[[0-9;]*m", "", text)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("", ""),
        ("Six tugs, “old” – £5 é 船", "Six tugs, “old” – £5 é 船"),
        ("two\nlines", "two\nlines"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x1b]8;;http://example.org\x07link", "\\x1b]8;;http://example.org\\x07link"),
        ("\x9b2J", "\\x9b2J"),
        ("six\rten", "six\\rten"),
        ("six\tten", "six\\tten"),
        ("six\x08ten", "six\\x08ten"),
        ("six\x00", "six\\x00"),
        ("\u202enet", "\\u202enet"),
        ("\u061cnet", "\\u061cnet"),
        ("six\u200bten", "six\\u200bten"),
        ("six\u2028ten", "six\\u2028ten"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
        ("[red]six[/red] :tada:", "[red]six[/red] :tada:"),
    ],
)
def test_what_is_spelt_out(text: str, spelt: str) -> None:
    """A character that could steer a terminal or reorder its text is spelt out; all else stands as it is."""
    assert harmless(text) == spelt


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_harmful_is_left(text: str) -> None:
    """Whatever the text, what is left holds no control, no hidden mark and no half character but the line feed."""
    left = harmless(text)
    assert {unicodedata.category(letter) for letter in left if letter != "\n"}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert harmless(left) == left
    assert left.count("\n") == text.count("\n")


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S"))))
def test_what_can_be_seen_is_left_alone(text: str) -> None:
    """Letters, digits, marks of punctuation and symbols come out as they went in."""
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "true"), (False, "false"), (0, "0"), (7, "7"), (7.0, "7"), (2.5, "2.5"), (-0.5, "-0.5"),
     ("", ""), ("7.0", "7.0"), ("true", "true"), (float("inf"), "inf")],
)  # fmt: skip
def test_a_value_as_data(value: object, text: str) -> None:
    """Nothing is empty and never nought, truth is `true` or `false`, and whole numbers have no point."""
    assert cell_text(value) == text


def test_csv() -> None:
    """CSV is the data under the names of its fields, quoted where it must be, lines ending in a line feed."""
    assert shown(data_sheet(BOATS, FIELDS), "csv") == (
        "key,tugs,price,old,note\n"
        "heron,6,2.5,true,\n"
        'tern,12,,false,"says ""no""; a|b\\c"\n'
    )  # fmt: skip


def test_json() -> None:
    """JSON keeps truth, numbers and nothing as they are, whole numbers whole, and letters readable."""
    rows = json.loads(shown(data_sheet(BOATS, FIELDS), "json"))
    assert rows == [
        {"key": "heron", "tugs": 6, "price": 2.5, "old": True, "note": None},
        {"key": "tern", "tugs": 12, "price": None, "old": False, "note": 'says "no"; a|b\\c'},
    ]
    assert isinstance(rows[1]["tugs"], int)
    assert "é – 船" in shown(data_sheet([{"key": "é – 船"}], ["key"]), "json")


def test_plain_table() -> None:
    """Into a pipe a table goes as aligned columns, whole, under its title, groups named once, notes below."""
    assert shown(GROUPED, "table") == (
        "Boats\n"
        "\n"
        "  boat    tugs\n"
        "Ferries\n"
        "  Heron      6\n"
        "  Tern   1,200\n"
        "Yachts\n"
        "  Gull\n"
        "\n"
        "as of noon\n"
    )  # fmt: skip


def test_markdown() -> None:
    """Markdown is a table with its group in front, right-hand columns marked, the title above and notes below."""
    assert shown(GROUPED, "md") == (
        "Boats\n"
        "\n"
        "|  | boat | tugs |\n"
        "| --- | --- | ---: |\n"
        "| Ferries | Heron | 6 |\n"
        "| Ferries | Tern | 1,200 |\n"
        "| Yachts | Gull |  |\n"
        "\n"
        "as of noon  \n"
    )  # fmt: skip


def test_markdown_cells_stay_in_their_place() -> None:
    """A bar, a backslash or a line feed in a cell does not break the table it stands in."""
    text = shown(data_sheet([{"note": "a|b\\|c\nd"}], ["note"]), "md")
    assert text == "| note |\n| --- |\n| a\\|b\\\\\\|c d |\n"


def test_a_line_feed_does_not_break_a_plain_row() -> None:
    """Into a pipe every row is one line, whatever its cells hold."""
    assert shown(data_sheet([{"a": "six\nten", "b": "x"}], ["a", "b"]), "table") == "a        b\nsix ten  x\n"


def test_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal the table has the same title, groups, cells and notes as in a pipe."""
    lines = [line.rstrip() for line in uncoloured(at_terminal(GROUPED, monkeypatch)).splitlines()]
    assert [line.split() for line in lines] == [
        ["Boats"], [], ["boat", "tugs"], ["Ferries"], ["Heron", "6"], ["Tern", "1,200"], ["Yachts"], ["Gull"], [],
        ["as", "of", "noon"],
    ]  # fmt: skip


def test_styles_are_for_terminals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell's style colours it at a terminal and leaves no trace in any other form."""
    assert "\x1b[31mTern" in at_terminal(GROUPED, monkeypatch)
    assert all("\x1b" not in shown(GROUPED, form) and "red" not in shown(GROUPED, form) for form in OUTPUT_FORMS)


def test_square_brackets_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like another program's markup, a colour or an emoji is shown as it was written."""
    text = "[red]six[/] [/b] :tada: {tugs}"
    sheet = Sheet([], [], [Column(text)], [[text], [Cell(text)]], text, ["", text], [text])
    assert uncoloured(at_terminal(sheet, monkeypatch)).count(text) == 6


def test_a_pipe_gets_the_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """However narrow the terminal was, nothing is cut in a pipe; at the terminal it is folded, not cut."""
    long = "word" * 60
    sheet = data_sheet([{"note": long, "key": "a"}], ["note", "key"])
    folded = uncoloured(at_terminal(sheet, monkeypatch, width=40))
    assert max(map(len, folded.splitlines())) <= 40
    assert len(re.findall("[word]", folded)) >= len(long)
    assert "…" not in folded
    assert all(long in shown(sheet, form) for form in OUTPUT_FORMS)


def _moored(text: str) -> Sheet:
    """A boat and where it is moored, in a column that gives way where there is no room."""
    columns = [Column("boat", grows=True), Column("tugs", right=True), Column("moored", folds="at ")]
    return Sheet([], [], columns, [["Heron", "6", text], ["Tern", "12", ""]])


def test_a_column_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a narrow terminal a column that may fold stands below the growing one; in a pipe it never does."""
    sheet = _moored("the old quay")
    wide = "boat   tugs  moored\nHeron     6  the old quay\nTern     12\n"
    assert [line.split() for line in uncoloured(at_terminal(sheet, monkeypatch, 60)).splitlines()] == [
        ["boat", "tugs", "moored"], ["Heron", "6", "the", "old", "quay"], ["Tern", "12"],
    ]  # fmt: skip
    assert [line.split() for line in uncoloured(at_terminal(sheet, monkeypatch, 22)).splitlines()] == [
        ["boat", "tugs"], ["Heron", "6"], ["at", "the", "old", "quay"], ["Tern", "12"],
    ]  # fmt: skip
    assert shown(sheet, "table") == wide


@pytest.mark.parametrize("text", [CLEAR_SCREEN, "a\x9b2J", "\u202eb", "[red]a[/red]"])
def test_what_gives_way_is_harmless_too(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that was folded below another steers the terminal as little as any, and is shown as it was written."""
    written = uncoloured(at_terminal(_moored(text + " at the quay"), monkeypatch, 24))
    assert all(letter.isprintable() or letter == "\n" for letter in written)
    assert f"at {harmless(text)}" in written


@pytest.mark.parametrize("form", OUTPUT_FORMS)
def test_an_empty_answer(form: str) -> None:
    """No rows are an answer too: headings without rows, or an empty list."""
    expected = {"table": "key  note\n", "csv": "key,note\n", "json": "[]\n", "jsonl": ""}
    expected |= {"md": "| key | note |\n| --- | --- |\n"}
    assert shown(data_sheet([], ["key", "note"]), form).replace("---:", "---") == expected[form]


def _sheet_with(text: str, part: str) -> Sheet:
    """A sheet with a text in one of its parts."""
    texts = dict.fromkeys(("title", "cell", "styled cell", "note", "data"), "x") | {part: text}
    rows = [[texts["cell"], Cell(texts["styled cell"], "red")]]
    return Sheet([{"a": texts["data"]}], ["a"], [Column("a"), Column("b")], rows, texts["title"], [], [texts["note"]])


@pytest.mark.parametrize("form", [*OUTPUT_FORMS, "terminal"])
@pytest.mark.parametrize("part", ["title", "cell", "styled cell", "note", "data"])
@pytest.mark.parametrize("text", [CLEAR_SCREEN, "a\x9b2J", "a\rb", "\x1b]0;owned\x07", "\u202eb", "a\x08", "a\u2028b"])
def test_no_form_steers_the_terminal(form: str, part: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person or an article wrote cannot steer the terminal, in whatever form and place it is shown."""
    sheet = _sheet_with(text, part)
    written = uncoloured(at_terminal(sheet, monkeypatch)) if form == "terminal" else shown(sheet, form)
    assert all(letter.isprintable() or letter == "\n" for letter in written)
    in_data = form in ("csv", "json", "jsonl")
    if in_data == (part == "data"):
        assert "\\x" in written or "\\u" in written or "\\r" in written


@given(st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.one_of(st.none(), st.text())}), max_size=4))
def test_csv_gives_back_what_it_got(rows: list[dict[str, Any]]) -> None:
    """Read back, CSV has the rows it was given, each text made harmless and guarded against running as a formula."""
    read = list(csv.reader(io.StringIO(shown(data_sheet(rows, ["a", "b"]), "csv"), newline="")))
    assert read == [["a", "b"], *([guarded(harmless(row[name] or "")) for name in "ab"] for row in rows)]
    sheet = data_sheet(rows, ["a", "b"])._replace(raw=True)
    read = list(csv.reader(io.StringIO(shown(sheet, "csv"), newline="")))
    assert read == [["a", "b"], *([harmless(row[name] or "") for name in "ab"] for row in rows)]


@given(
    st.lists(st.fixed_dictionaries({"a": st.one_of(st.none(), st.booleans(), st.integers(), st.text())}), max_size=4)
)
def test_json_gives_back_what_it_got(rows: list[dict[str, Any]]) -> None:
    """Read back, JSON has the rows it was given, each text made harmless."""
    harmed = [{"a": harmless(row["a"]) if isinstance(row["a"], str) else row["a"]} for row in rows]
    written = shown(data_sheet(rows, ["a"]), "json")
    assert json.loads(written) == harmed
    assert written == json.dumps(harmed, ensure_ascii=False, indent=2) + "\n"


FEW = st.dictionaries(st.sampled_from("abcde"), st.one_of(st.booleans(), st.integers(), st.text()))


@given(st.lists(FEW, max_size=4), st.lists(st.sampled_from("abcdé"), min_size=1, unique=True), st.booleans())
def test_a_sparse_row_is_written_as_any_other(rows: list[dict[str, Any]], fields: list[str], raw: bool) -> None:
    """A row that holds only what is filled gives in every form of data the text of one that holds all its fields."""
    whole = [{field: row.get(field) for field in fields} for row in rows]
    for form in DATA_FORMS:
        sheets = (Sheet(data, fields, (), (), raw=raw) for data in (map(Sparse, rows), whole))
        sparse, dense = (shown(sheet, form) for sheet in sheets)
        assert sparse == dense


@given(st.lists(st.text(), min_size=1, max_size=5), st.sampled_from(["table", "md"]))
def test_every_row_is_one_line(texts: list[str], form: str) -> None:
    """In plain and Markdown tables the number of lines follows from the number of rows, whatever the cells hold."""
    written = shown(data_sheet([{"a": text} for text in texts], ["a"]), form)
    assert written.count("\n") == len(texts) + (2 if form == "md" else 1)


def test_standard_output_is_where_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a stream named, a sheet goes to standard output and nothing to standard error."""
    show([data_sheet([{"key": "heron"}], ["key"])], "csv")
    assert capsys.readouterr() == ("key\nheron\n", "")


def test_numbers_keep_right() -> None:
    """A column of numbers keeps to the right, a column with any text to the left."""
    rows = [{"n": 5, "t": "5"}, {"n": 1000, "t": "a thousand"}]
    assert shown(data_sheet(rows, ["n", "t"]), "table") == "   n  t\n   5  5\n1000  a thousand\n"
