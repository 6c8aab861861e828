"""Readers of what people type: words of a command, addresses, days, amounts, keys, searches, answers; and of cells."""

import io
import os
import shlex
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from typing import Any

import pytest

from tests.conftest import opened
from tests.databases import of
from tests.reliability.file_readers import changing, coded, record, scratch
from tests.reliability.spoiling import chosen
from tests.running import run
from tests.spring_article import END, HEADER, HEADLINE, LORRIES, TRAINERS, VERDICTS, article
from tracker.cli import completion
from tracker.cli.app import built
from tracker.cli.context import Request
from tracker.db import search_words, settings
from tracker.db.address import Address
from tracker.db.engine import engine
from tracker.domain import citations, dates, fields, keys
from tracker.errors.base import TrackerError
from tracker.guided import answers, edits, items
from tracker.guided.dialogue import Dialogue, lines_of
from tracker.guided.entries import Known
from tracker.output import csv_injection, escapes
from tracker.output.tables import OUTPUT_FORMS, data_sheet, write
from tracker.package.cell_values import READ
from tracker.readings.merge import Step, settled
from tracker.reports import key_search
from tracker.text import amount_phrases, articles, date_phrases, guesses, highlights, typed_values
from tracker.text.mention_guesses import mention_guesses

SPOKEN = "2022-03-11"
AMOUNTS = ["350 marines", "some 30 to 40 armoured lorries", "at least £1.5bn", "a further two dozen jets", "double"]
DATES = ["9 February 2022", "2022-02-09/2022-03", "last Thursday", "the end of next month", "within two weeks"]
DATES += ["2022-02-09T25:00:00Z", "between 3 and 5 March", "early 2023", "three days ago"]
ADDRESSES = ["record.db", "sqlite:///folder/record.db", "postgresql+psycopg://[::1]/measures?host=/tmp", "~/record.db"]
ADDRESSES += ["postgresql://me:secret@localhost:5432/measures?sslmode=require"]
KEYS = ["hms-trent", "m0123456789", "hms-*", "spring-lorries-read-by-jane", "[!a]*"]
SEARCHES = ["royal marines", '"unexplained wealth" order', "1,000 Johnson's", "sanctions legislation possible"]
CITED = ["S.I. 2022/123", "2022 c. 10", "HC Deb 21 February 2022, col. 15", "HCWS461", "[2025] UKSC 30", "10.1000/182"]
LINES = ["report --as-of 2022-02-09 --kind deployment --sort measure --format csv", "measure show hms-trent"]
LINES += ['search "royal marines" --format jsonl', "timeline hms-trent", "source show step-back --format md"]
LINES += ["changes 2022-02-01 2022-03-01", "mention list --columns measure,quote --source step-back", "codes kind"]
LINES += ["mention add --measure hms-trent --paragraph 2 --quote marines --status delivered --why w", "db backup x.db"]
READINGS = [HEADER, [*HEADER, *HEADLINE, *LORRIES], [*LORRIES, *END]]
NOUNS = [fields.SOURCE, fields.MEASURE, fields.MENTION_IN_SOURCE, fields.EVENT]
FIELDS = [(noun, field) for noun in NOUNS for field in noun]
VALUES = [
    *AMOUNTS[:3],
    *DATES[:3],
    "materiel; training",
    "yes",
    "delivered",
    "a note; of two parts",
    "1,000",
    *KEYS[:2],
]
EDITED = [*(line for line in (*HEADER, *LORRIES, *TRAINERS, *VERDICTS) if line), "n More; note = a; b; unsure; due."]


def each(*functions: Callable[[str], object]) -> Callable[[str], None]:
    """What tries one function after another, whatever one of them refuses."""

    def read(text: str) -> None:
        for function in functions:
            with suppress(TrackerError):
                function(text)

    return read


def handed_over(word: str) -> str:
    """A word as far as a system hands it over: without nulls and lone surrogates."""
    return "".join(letter for letter in word if letter != "\0" and not "\ud800" <= letter <= "\udfff")


read_date = each(
    lambda text: date_phrases.when(text, SPOKEN),
    lambda text: date_phrases.when(text, SPOKEN, True),
    lambda text: date_phrases.date_in(text, SPOKEN),
    dates.period,
    dates.read_day,
    dates.hour,
    dates.moment,
)


def read_address(text: str) -> None:
    """A database's address, shown and made ready to be connected to."""
    address = Address.parse(handed_over(text))
    assert str(address)
    engine(address, "rwc").dispose()


def read_key(text: str) -> None:
    """A key, a pattern of keys, or a word that may stand for one."""
    text = handed_over(text)
    names = {key: [key.replace("-", " ")] for key in KEYS if keys.is_key(key)}
    key_search.meant(text, names)
    assert keys.is_key(articles.slug(text))
    keys.mention_key("spring", 1, keys.as_mention_key(text), text)
    settled([Step("conflict", "measure", key, None, None) for key in names], [("mine", text)])


def read_search(text: str) -> None:
    """Words to search for, and what they match."""
    query = search_words.asked([handed_over(text)]).query
    search_words.marked(query, ["The Royal Marines of 1,000 men", handed_over(text)])


def read_citation(text: str) -> None:
    """How a document is cited, held to its address and its days."""
    source = {"citation": text, "published": "2022-02-21", "url": f"{citations.LEGISLATION}/uksi/2022/123"}
    list(citations.problems(source))
    list(citations.life_problems({"instrument": "act", "made": text, "in_force": "2022-02-21", "laid": text}))


def read_surroundings(text: str) -> None:
    """Who writes, by the environment and by git; which shell colours and widths there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_BY", handed_over(text).strip() or "x")
        assert "\n" not in settings.author()
    settings._text(coded(text))


def read_amount(text: str) -> None:
    """An amount by itself, or in running text."""
    chosen(text, [amount_phrases.how_much, amount_phrases.amount_in])(text)


def read_value(text: str) -> None:
    """A value of a field, typed as words: in a command, and in a form; and as the cell of a file."""
    noun, field = chosen(text, FIELDS)
    each(
        lambda text: typed_values.understood(noun, {field.name: text}, SPOKEN, "vehicles"),
        lambda text: answers.value_of(field, text, SPOKEN, "vehicles"),
    )(text)
    if take := READ.get(field.type):
        with suppress(ValueError):
            take(text)


NAMES = {field.name: field.name for field in fields.MENTION} | {"n": "note", "q": "quote", "a": "amount"}
read_edits = each(
    lambda text: edits.edits(text, NAMES, ["unsure"]),
    lambda text: answers.changed({}, text, fields.MENTION, SPOKEN),
    answers.verdict_codes,
    lines_of,
)


@cache
def _forms() -> list[Any]:
    """The form of each sort, as it stands in a reading."""
    found, dialogue = {}, Dialogue(article(), Known())
    for typed in (*HEADER, *HEADLINE, "c", *["- c"] * 9, *VERDICTS):
        if dialogue.form is None:
            break
        found[type(dialogue.form)] = dialogue.form
        with suppress(TrackerError):
            reply = dialogue.form.read(typed, "", False)
            if reply.answer is not None:
                dialogue.take(reply.answer)
    return list(found.values())


def read_line(text: str) -> None:
    """A line that is typed into a form, of each sort in turn."""
    chosen(text, _forms()).read(text, "", False)


def read_answers(text: str) -> None:
    """A whole reading, line by line, and what it comes to in the record."""
    dialogue, asked = Dialogue(article(), Known()), ""
    for typed in text.split("\n"):
        for part, more in lines_of(typed.strip()):
            if dialogue.form is not None:
                reply = dialogue.form.read(part, asked, more)
                asked = reply.asks
                if reply.answer is not None:
                    dialogue.take(reply.answer)
    if dialogue.form is not None:
        dialogue.form.screen()
    with changing() as change:
        for item in dialogue.items:
            if item.noun != "verdicts":
                items.add(change, item, dialogue.progress.source)


GUESSES: list[Callable[[Sequence[str]], object]] = [
    highlights.candidates,
    lambda paragraphs: guesses.title(paragraphs, "spring.txt"),
    guesses.author,
    guesses.days,
    lambda paragraphs: mention_guesses(paragraphs[-1], paragraphs, SPOKEN, {"kind": "materiel"}),
]


def guess_from(text: str) -> None:
    """What is guessed from an article's words, one guess a case."""
    chosen(text, GUESSES)(articles.read(coded(text), "spring.txt").paragraphs)


def words_of(text: str) -> list[str]:
    """A line as a shell would take it apart."""
    try:
        return [handed_over(word) for word in shlex.split(text)]
    except ValueError:
        return [handed_over(word) for word in text.split()]


@cache
def _root() -> Any:
    """The command line with every command made, which takes most of a short one's time."""
    root: Any = built()
    root.commands = dict(root.commands)
    for group in root.commands.values():
        if hasattr(group, "commands"):
            group.commands = dict(group.commands)
    return root


def read_words(text: str) -> None:
    """The words of a command, as far as it understands them: there is no record to be found.

    What the system refuses is told in its own words, by `main`.
    """
    os.environ["TRACKER_DB"] = str(scratch() / "none" / "record.db")
    unseen = io.StringIO()
    with redirect_stdout(unseen), redirect_stderr(unseen), suppress(SystemExit, OSError):
        _root().main(words_of(text), "tracker")


def run_words(text: str) -> None:
    """The words of a command, run on a record."""
    done = run(*words_of(text), db=of("sqlite").template("record"), cwd=scratch())
    assert done.returncode in (0, 1, 2, 3), done.stderr


def complete(text: str) -> None:
    """What a shell asks to be completed."""
    for _ in completion.choices(_root(), words_of(text), Request(db=str(scratch() / "none.db"))):
        pass


@cache
def _rows() -> Sequence[Any]:
    return [dict(row) for row in opened(record()).mentions()][:2]


def show_cell(text: str) -> None:
    """A cell of a database, shown in each form, guarded and taken back."""
    rows = [dict.fromkeys(row, handed_over(text)) for row in _rows()]
    for form in OUTPUT_FORMS:
        if form != "table":
            write(data_sheet(rows, [*rows[0]][:4], handed_over(text)), form, io.StringIO())
    assert csv_injection.unguarded(csv_injection.guarded(text)) == text
    escapes.harmless(text)
    assert ":secret@" not in escapes.without_password(f"postgresql://me:secret@{text}")
