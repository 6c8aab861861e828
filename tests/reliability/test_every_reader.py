"""Generated input for every reader: something valid that was spoilt is read, or refused by a declared error."""

import os
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import opened
from tests.databases import of
from tests.effort import times
from tests.packages import zipped
from tests.reliability.nasties import NASTIES
from tests.running import run
from tests.spring_article import ANSWERS, END, HEADER, HEADLINE, LORRIES, PAGE, TEXT, article, begun
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import engine, transaction
from tracker.domain import dates
from tracker.errors.base import TrackerError
from tracker.guided import items
from tracker.guided.dialogue import Dialogue, lines_of
from tracker.guided.entries import Known
from tracker.package import load_package, open_package, write_package
from tracker.package.descriptor import TABLES
from tracker.readings import toml_file
from tracker.readings.merge import Loading
from tracker.text import amount_phrases, articles, date_phrases, guesses
from tracker.text.mention_guesses import mention_guesses

SPOKEN = "2022-03-11"
NEXT = "\f"  # between the tables of a package that is written as one text
PIECES = [text for text in NASTIES.values() if len(text) <= 200]
PIECES += ["0", "-1", "9999", "10000-01-01", "0000-01-01", "2022-13", "..", "/", "~", "[[", "]]", "{", '"', '"""', "= "]
PIECES += ["= 1", "= true", "= []", "= 1979-05-27", "= inf", "\n[source]\n", ",,", '""', "\r\n", "a-key", "None", "m"]
PIECES += ["£", "1.5bn", " to ", " up to ", "twice", "a week from ", "end of ", "31 February", "32nd", "week 54", "BCE"]
PIECES += [
    "; q ",
    "; d ",
    "; a ",
    " + ",
    " … ",
    "?",
    "999999999999",
    "--",
    "--as-of",
    "--format",
    "@",
    ":",
    "%zz",
    "<p>",
]
PIECES += ["</article>", "<meta>", "&#0;", "&#xD800;", "PK\x05\x06", "\xff", "\xff\xff\xff\xff", "\xff\xfe", "\0\0\0\0"]
EDITS = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 12), st.sampled_from(PIECES)), max_size=4)


class Undone(Exception):
    """Raised at the end of a change, so that nothing of it stays."""


@cache
def _empty() -> Address:
    return of("sqlite").copy("empty")


@contextmanager
def changing() -> Iterator[Change]:
    """A change of an empty record, which stays empty."""
    with suppress(Undone), transaction(_empty()) as connection:
        yield Change(connection, "the tests", "to test")
        raise Undone


Reader = Callable[[str, Path], object]


@cache
def package() -> tuple[Path, dict[str, str]]:
    """What holds one article: a package in a folder, and readings by the names of their files."""
    address = of("sqlite").copy("empty")
    session = begun(address)
    for typed in ANSWERS:
        session.reply(typed)
    folder = of("sqlite").folder / f"spring-{os.getpid()}"
    write_package.export(opened(address), folder)
    return folder, toml_file.render(opened(address))


def _tables() -> str:
    files = [package()[0] / f"{table.name}.csv" for table in TABLES]
    return NEXT.join(file.read_text(encoding="utf-8") for file in files)


def _archive() -> str:
    return zipped(package()[0], package()[0].with_suffix(".zip")).read_bytes().decode("latin-1")


def _bytes(text: str) -> bytes:
    """A text as a file holds it; some bytes of it are of no encoding."""
    return text.encode("utf-8", "surrogatepass").replace("\xff".encode(), b"\xff")


def _written(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def _reading(text: str, folder: Path) -> None:
    file = _written(folder, "reading.toml", _bytes(text))
    with changing() as change:
        loading = Loading(change, [file], shipped=False)
        steps = [] if loading.faults else loading.plan()
        loading.apply(steps, {})


def _rows(text: str, folder: Path) -> None:
    parts = zip(TABLES, text.split(NEXT), strict=False)
    parcel = open_package.opened([_written(folder, f"{table.name}.csv", _bytes(part)) for table, part in parts])
    with changing() as change:
        load_package.load(change, parcel, remark=[].append)


def _zip(text: str, folder: Path) -> None:
    parcel = open_package.opened([_written(folder, "package.zip", text.encode("latin-1", "replace"))])
    open_package.unknown_files(parcel)
    with changing() as change:
        load_package.load(change, parcel)


def _article(text: str, _folder: Path) -> None:
    read = articles.read(_bytes(text), "spring.txt")
    Dialogue(read, Known()).form.screen()  # type: ignore[union-attr]
    guesses.author(read.paragraphs)
    for number in range(1, len(read.paragraphs) + 1):
        mention_guesses(read.paragraphs[number - 1], read.paragraphs[:number], SPOKEN, {"kind": "materiel"})


def _each(*functions: Callable[[str], object]) -> Reader:
    def read(text: str, _folder: Path) -> None:
        for function in functions:
            with suppress(TrackerError):
                function(text)

    return read


def _answers(text: str, _folder: Path) -> None:
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


def _handed_over(word: str) -> str:
    """A word as far as a system hands it over: without nulls and lone surrogates."""
    return word.replace("\0", "").replace("\ud800", "")


def _words(text: str, folder: Path) -> None:
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    done = run(*map(_handed_over, words), db=of("sqlite").template("record"), cwd=folder)
    assert done.returncode in (0, 1, 2, 3), done.stderr


def _address(text: str, _folder: Path) -> None:
    address = Address.parse(_handed_over(text))
    assert str(address)
    engine(address, "rwc").dispose()


AMOUNTS = ["350 marines", "some 30 to 40 armoured lorries", "at least £1.5bn", "a further two dozen jets", "double"]
DATES = ["9 February 2022", "2022-02-09/2022-03", "last Thursday", "the end of next month", "within two weeks"]
DATES += ["2022-02-09T25:00:00Z", "between 3 and 5 March", "early 2023", "three days ago"]
LINES = ["report --as-of 2022-02-09 --kind deployment --sort measure --format csv", "measure show hms-trent"]
LINES += ['search "royal marines" --format jsonl', "timeline hms-trent", "source show step-back --format md"]
LINES += ["changes 2022-02-01 2022-03-01", "mention list --columns measure,quote --source step-back", "codes kind"]
READINGS = [HEADER, [*HEADER, *HEADLINE, *LORRIES], [*LORRIES, *END]]
ADDRESSES = [
    "record.db",
    "sqlite:///folder/record.db",
    "postgresql://me:secret@localhost:5432/measures?sslmode=require",
]
ADDRESSES += ["postgresql+psycopg://[::1]/measures?host=/tmp", "~/record.db"]
# What is valid, what reads it, and how often that is tried where time is short.
READERS: dict[str, tuple[Callable[[], Sequence[str]], Reader, int]] = {
    "a reading": (lambda: ["\n".join(package()[1].values())], _reading, 150),
    "rows": (lambda: [_tables()], _rows, 60),
    "an archive": (lambda: [_archive()], _zip, 150),
    "a page": (lambda: [PAGE], _article, 150),
    "an article": (lambda: [TEXT], _article, 200),
    "an amount": (lambda: AMOUNTS, _each(amount_phrases.how_much, amount_phrases.amount_in), 400),
    "a date": (
        lambda: DATES,
        _each(
            *(lambda text: date_phrases.when(text, SPOKEN), lambda text: date_phrases.when(text, SPOKEN, True)),
            *(lambda text: date_phrases.date_in(text, SPOKEN), dates.period, dates.read_day, dates.hour, dates.moment),
        ),
        400,
    ),
    "arguments": (lambda: LINES, _words, 150),
    "answers": (lambda: ["\n".join(answers) for answers in READINGS], _answers, 150),
    "an address": (lambda: ADDRESSES, _address, 400),
}


def spoilt(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """A text with other pieces put into the place of some of it."""
    for place, length, piece in edits:
        start = place % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all that is tried."""
    return tmp_path_factory.mktemp("read")


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_any_input(folder: Path, reader: str) -> None:
    """Whatever is spoilt in a valid input, its reader takes it, or refuses it by a declared error."""
    valid, read, tries = READERS[reader]
    texts = valid()

    @settings(max_examples=times(tries, 200_000))
    @given(number=st.integers(0, 9), edits=EDITS)
    def try_it(number: int, edits: Sequence[tuple[int, int, str]]) -> None:
        try:
            read(spoilt(texts[number % len(texts)], edits), folder)
        except TrackerError as refused:
            assert edits, refused.message

    try_it()
