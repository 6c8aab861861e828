"""Hostile input, through every door and out by every exit: refused or shown harmless, never a fault, never live."""

import csv
import io
import json
import random
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.effort import times
from tests.reliability.nasties import NASTIES
from tests.running import Done, run
from tests.spring_article import HEADER, TEXT

DECLARED = (0, 1, 2, 3)
Door = Callable[[str, Path, Path], Done]


def _argument(text: str) -> str:
    """A text as far as a command line can hold it: the system takes neither nulls nor more than so much."""
    return text.replace("\0", "").replace("\ud800", "")[:30_000]


def _read(db: Path, folder: Path, *answers: str) -> Done:
    (folder / "spring.txt").write_text(TEXT, encoding="utf-8")
    lines = [line.replace("\ud800", "") for line in answers]
    return run("read", "spring.txt", "--why", "w", db=db, cwd=folder, typed=lines)


def _article(text: str, db: Path, folder: Path) -> Done:
    (folder / "hostile.txt").write_text(f"A title\n{text}\nMore.", encoding="utf-8", errors="surrogatepass")
    return run("read", "hostile.txt", "--why", "w", db=db, cwd=folder, typed=["", "", ""])


def _page(text: str, db: Path, folder: Path) -> Done:
    page = (
        f"<html><head><title>{text}</title></head><body><article><h1>{text}</h1><p>{text}</p></article></body></html>"
    )
    (folder / "hostile.html").write_text(page, encoding="utf-8", errors="surrogatepass")
    return run("read", "hostile.html", "--why", "w", db=db, cwd=folder, typed=["", ""])


def _reading(text: str, db: Path, folder: Path) -> Done:
    quoted = json.dumps(text) if "\ud800" not in text else f'"{text}"'
    for name, value in (("bare", text), ("quoted", quoted)):
        content = f'[[measure]]\nkey = "a-{name}"\ntitle = {value}\nkind = "humanitarian"\n{text}\n'
        (folder / f"{name}.toml").write_text(content, encoding="utf-8", errors="surrogatepass")
        done = run("load", f"{name}.toml", "--yes", "--why", "w", db=db, cwd=folder)
        assert done.returncode in DECLARED
    return done


def _csv(text: str, db: Path, folder: Path) -> Done:
    out = io.StringIO()
    rows = [["measure", "title", "kind"], ["a-tent", text, "humanitarian"], [text, "A tent", text]]
    csv.writer(out, lineterminator="\n").writerows(rows)
    (folder / "measures.csv").write_text(out.getvalue(), encoding="utf-8", errors="surrogatepass", newline="")
    assert run("load", "measures.csv", "--yes", "--why", "w", db=db, cwd=folder).returncode in DECLARED
    (folder / "measures.csv").write_text(f"measure,{text}\n", encoding="utf-8", errors="surrogatepass", newline="")
    return run("load", "measures.csv", "--yes", "--why", "w", db=db, cwd=folder)


def _zip(text: str, db: Path, folder: Path) -> Done:
    name = text.replace("\ud800", "")[:60_000] or "empty"
    with zipfile.ZipFile(folder / "hostile.zip", "w") as packed:
        packed.writestr(name, "measure,title\n")
        packed.writestr("datapackage.json", json.dumps({"name": text, "resources": text, "format": text}))
        packed.writestr("measures.csv", f"measure,title,kind\n{name}")
    return run("load", "hostile.zip", "--yes", "--why", "w", db=db, cwd=folder)


def _cell(text: str, db: Path, folder: Path) -> Done:
    with closing(sqlite3.connect(db)) as connection:
        kept = text.replace("\ud800", "")
        connection.execute("UPDATE measure_version SET title = ?, summary = ?", [kept, kept])
        connection.execute("UPDATE source_version SET title = ?, publisher = ?, url = ?", [kept or "x", kept, kept])
        connection.commit()
    for words in (("report",), ("measure", "show", "hms-trent"), ("search", "marines"), ("export", "out")):
        done = run(*words, db=db, cwd=folder)
        assert done.returncode in DECLARED
    return done


def _typed(*words: str) -> Door:
    """A door that is a word of a command."""
    return lambda text, db, folder: run(
        *(_argument(text) if word == "TEXT" else word for word in words), db=db, cwd=folder
    )


def _around(name: str) -> Door:
    """A door that is a variable of the environment."""
    return lambda text, db, folder: run(
        *("measure", "edit", "hms-trent", "--summary", "x", "--why", "w"), db=db, cwd=folder, **{name: _argument(text)}
    )


DOORS: dict[str, Door] = {
    "a command": _typed("TEXT"),
    "a key": _typed("measure", "show", "TEXT"),
    "a search": _typed("search", "TEXT"),
    "a filter": _typed("report", "--kind", "TEXT", "--actor", "TEXT"),
    "a day": _typed("report", "--as-of", "TEXT"),
    "a moment": _typed("report", "--known-at", "TEXT"),
    "a column": _typed("report", "--columns", "TEXT", "--sort", "TEXT"),
    "a value": _typed("measure", "edit", "hms-trent", "--summary", "TEXT", "--why", "TEXT"),
    "a name": _typed("measure", "edit", "hms-trent", "--summary", "x", "--why", "w", "--by", "TEXT"),
    "an amount": _typed("mention", "list", "--source", "TEXT"),
    "an output": _typed("export", "-o", "TEXT", "--format", "csv"),
    "a file to load": _typed("load", "TEXT", "--yes", "--why", "w"),
    "a file to read": _typed("read", "TEXT", "--why", "w"),
    "a folder": _typed("verify", "--texts", "TEXT"),
    "a session": _typed("read", "--resume", "TEXT"),
    "a head": _typed("check", "--expect", "TEXT"),
    "a copy": _typed("db", "restore", "TEXT", "--yes"),
    "the writer": _around("TRACKER_BY"),
    "the texts": _around("TRACKER_SEED_TEXTS"),
    "the width": _around("COLUMNS"),
    "the first answer": lambda text, db, folder: _read(db, folder, text, text),
    "an answer about words": lambda text, db, folder: _read(db, folder, *HEADER, text, f"q {text}", f"n {text}"),
    "an answer about a number": lambda text, db, folder: _read(db, folder, *HEADER, f"a {text}", f"d {text}"),
    "an article": _article,
    "a page": _page,
    "a reading": _reading,
    "a table": _csv,
    "an archive": _zip,
    "a cell of a database": _cell,
}
HARD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.long
@pytest.mark.parametrize("door", DOORS)
def test_every_nasty_at_every_door(shipped_file: Path, tmp_path: Path, door: str) -> None:
    """Every nasty text is taken or refused by a declared error, and nothing of it steers the terminal it is told at."""
    chance = random.Random(door)
    for name in chance.sample(sorted(NASTIES), times(6, len(NASTIES))):
        db = tmp_path / "now.db"
        shutil.copy(shipped_file, db)
        done = DOORS[door](NASTIES[name], db, tmp_path)
        assert done.returncode in DECLARED, f"{name}: {done.stderr}"
        assert not HARD.search(done.stderr), name
        assert not HARD.search(done.stdout), name
        assert ":s3cret@" not in done.stderr + done.stdout


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in whose cells every nasty stands, as somebody who may write the file can put them there."""
    from tests.databases import of

    path = tmp_path_factory.mktemp("planted") / "record.db"
    shutil.copy(of("sqlite").template("record"), path)
    texts = [text.replace("\ud800", "") for text in NASTIES.values() if text.strip()]
    with closing(sqlite3.connect(path)) as connection:
        for table, columns in (
            ("measure_version", ("title", "summary")),
            ("mention_version", ("quote", "note", "actor", "speaker", "condition")),
            ("source_version", ("title", "author", "publisher", "url")),
        ):
            rows = [row[0] for row in connection.execute(f"SELECT id FROM {table}")]
            for place, number in enumerate(rows):
                for other, column in enumerate(columns):
                    text = texts[(place * len(columns) + other) % len(texts)]
                    filled = f"WHERE id = ? AND {column} IS NOT NULL"
                    connection.execute(f"UPDATE {table} SET {column} = ? {filled}", [text, number])
        connection.commit()
    return path


EXITS = [
    ("report",),
    ("report", "--quotes", "--format", "md"),
    ("report", "--format", "json"),
    ("mention", "list", "--format", "csv"),
    ("mention", "list", "--format", "md"),
    ("source", "list"),
    ("source", "show", "step-back"),
    ("measure", "explain", "hms-trent"),
    ("disagreements",),
    ("timeline",),
    ("matrix",),
    ("review",),
    ("cite",),
    ("log",),
    ("search", "marines"),
]


@pytest.mark.parametrize("words", EXITS, ids=" ".join)
def test_nothing_comes_out_alive(planted: Path, words: tuple[str, ...]) -> None:
    """Whatever stands in a record, no exit lets it steer a terminal, and Markdown holds no HTML and no link of it."""
    done = run(*words, db=planted)
    assert done.returncode in DECLARED, done.stderr
    assert not HARD.search(done.stdout)
    assert not HARD.search(done.stderr)
    if "md" in words:
        assert "<script" not in done.stdout
        assert not re.search(r"(?<!\\)\]\(", done.stdout)


@pytest.mark.parametrize("form", ["md", "html", "brief", "csv", "jsonl", "xlsx", "sqlite"])
def test_no_file_comes_out_alive(planted: Path, tmp_path: Path, form: str) -> None:
    """No file that is written runs what stands in the record: no script, no link of its own, no formula."""
    done = run("export", "--format", form, "-o", str(tmp_path / "out"), db=planted)
    if done.returncode == 2:
        done = run("export", "--format", form, str(tmp_path / "folder"), db=planted)
    assert done.returncode in DECLARED, done.stderr
    for file in tmp_path.rglob("*"):
        if file.is_file() and form not in ("xlsx", "sqlite"):
            text = file.read_text(encoding="utf-8")
            if form in ("md", "brief") or file.suffix in (".html", ".md", ".svg", ".xml", ".atom"):
                assert "<script>alert" not in text
                assert "<img src=x" not in text
                assert not re.search(r"""href=["']?\s*(?:javascript|data):""", text, re.IGNORECASE)
            if form == "csv" or file.suffix == ".csv":
                cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
                assert not [cell for cell in cells if re.match(r"[=@＝]", cell)]
