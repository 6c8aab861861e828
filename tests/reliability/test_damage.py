"""Damage and tampering: no flipped byte crashes the program, and none that changes an answer is called sound."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.effort import times
from tests.making import add
from tests.running import run
from tests.spring_article import ANSWERS, begun
from tracker.db.address import Address
from tracker.db.hash_chain import content_digest, entry_digest
from tracker.domain.quotes import text_fingerprint
from tracker.reports import checks

PAGE = 4096


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with everything in it that a file can hold: several revisions, an attached text, an open reading."""
    from tests.databases import of

    path = tmp_path_factory.mktemp("lively") / "record.db"
    shutil.copy(of("sqlite").template("record"), path)
    run("measure", "edit", "hms-trent", "--summary", "Seen from the shore.", "--why", "w", db=path)
    run("mention", "add", db=path)
    session = begun(Address.of(path))
    for typed in ANSWERS[:5]:
        session.reply(typed)
    with closing(sqlite3.connect(path)) as connection:
        text = "A text of one paragraph."
        row = [text, text_fingerprint(text.encode())]
        connection.execute("INSERT INTO source_text SELECT id, 'a', ?, ? FROM source LIMIT 1", row)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def answers(path: Path) -> list[tuple[int, str]]:
    """All that anybody could be told of a record; a fault of the program's own fails the test."""
    told = []
    for words in (("--format", "jsonl", "-o", "-"), ("--format", "jsonl", "--table", "mentions", "-o", "-")):
        told.append(run("export", *words, db=path)[:2])
    for command in (("source", "list"), ("log",), ("search", "marines"), ("read", "--unfinished")):
        told.append(run(*command, "--format", "jsonl", db=path)[:2])
    return told


def found_in(path: Path) -> list[str]:
    """What the check says of a record; a refusal to open it says it too."""
    done = run("check", db=path)
    assert (done.returncode == 0) == ("sound" in done.stderr and "not sound" not in done.stderr), done.stderr
    return [] if done.returncode == 0 else [line for line in done.stderr.splitlines() if "→" in line] or [done.stderr]


@pytest.mark.long
def test_flipped_bytes(lively: Path, tmp_path: Path) -> None:
    """A byte flipped anywhere never crashes the program; where it changes any answer, the check finds it."""
    whole, content, chance = answers(lively), lively.read_bytes(), random.Random(1)
    changed = 0
    for number in range(times(45, 1_000)):
        place = chance.randrange(len(content))
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        path = tmp_path / f"{number}.db"
        path.write_bytes(flipped)
        if answers(path) != whole:
            changed += 1
            assert found_in(path), f"byte {place} changes an answer, and nothing is found"
        path.unlink()
    assert changed > 3, "hardly a flip changed an answer: this proves nothing"


@pytest.mark.long
def test_emptied_index_pages(lively: Path, tmp_path: Path) -> None:
    """An index whose page lost its entries is found, whichever it is."""
    with closing(sqlite3.connect(lively)) as connection:
        roots = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_master WHERE type = 'index'")]
    content = lively.read_bytes()
    for root in random.Random(2).sample(roots, times(8, len(roots))):
        start = (root - 1) * PAGE
        if int.from_bytes(content[start + 3 : start + 5]) == 0:
            continue  # an index of nothing
        emptied = bytearray(content)
        emptied[start : start + PAGE] = bytes([10, 0, 0, 0, 0, 0x10, 0, 0]).ljust(PAGE, b"\0")
        (tmp_path / "emptied.db").write_bytes(emptied)
        assert found_in(tmp_path / "emptied.db")


Tamper = Callable[[sqlite3.Connection, random.Random], None]
VERSIONS = ("mention", "measure", "source", "paragraph", "event", "link")


def _one(connection: sqlite3.Connection, table: str, chance: random.Random) -> int:
    return chance.choice([row[0] for row in connection.execute(f"SELECT rowid FROM {table}")])


def _change_a_field(connection: sqlite3.Connection, chance: random.Random) -> None:
    table = f"{chance.choice(VERSIONS)}_version"
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
    free = [name for name in columns if name in ("title", "summary", "quote", "note", "actor", "author", "publisher")]
    column = chance.choice(free) if free else "edition"
    value = "NULL" if column == "edition" else f"COALESCE({column}, '') || 'x'"
    # What a check keeps out, as words in a mention that is cited, is no tampering that gets in.
    change = f"UPDATE OR IGNORE {table} SET {column} = {value} WHERE rowid = ?"
    connection.execute(change, [_one(connection, table, chance)])


def _take_a_row_away(connection: sqlite3.Connection, chance: random.Random) -> None:
    table = f"{chance.choice(VERSIONS)}_version"
    connection.execute(f"DELETE FROM {table} WHERE rowid = ?", [_one(connection, table, chance)])


def _put_a_row_in(connection: sqlite3.Connection, chance: random.Random) -> None:
    number = _one(connection, "paragraph_version", chance)
    names = [row[1] for row in connection.execute("PRAGMA table_info(paragraph_version)")]
    given = {"id": "(SELECT MAX(id) + 1 FROM paragraph_version)", "made_in": "1", "ended_in": "2"}
    values = ", ".join(given.get(name, name) for name in names)
    connection.execute(f"INSERT INTO paragraph_version SELECT {values} FROM paragraph_version WHERE id = ?", [number])


def _rename(connection: sqlite3.Connection, chance: random.Random) -> None:
    noun = chance.choice(("mention", "measure", "source", "event"))
    number = _one(connection, noun, chance)
    connection.execute(f"UPDATE {noun} SET key = substr(key, 1, 8) || 'a' WHERE id = ?", [number])


def _rewrite_the_log(connection: sqlite3.Connection, chance: random.Random) -> None:
    column = chance.choice(("author", "why", "recorded_at", "content", "previous"))
    number = chance.choice((1, 2))
    connection.execute(f"UPDATE OR IGNORE revision SET {column} = {column} || 'x' WHERE number = ?", [number])


def _end_early(connection: sqlite3.Connection, chance: random.Random) -> None:
    table = f"{chance.choice(('mention', 'measure', 'source'))}_version"
    number = _one(connection, table, chance)
    connection.execute(f"UPDATE OR IGNORE {table} SET ended_in = 2 WHERE id = ? AND ended_in > 2", [number])


def _change_the_schema(connection: sqlite3.Connection, chance: random.Random) -> None:
    kind, name = chance.choice(
        connection.execute("SELECT type, name FROM sqlite_master WHERE name GLOB 'ix_*' OR name GLOB 'uq_*'").fetchall()
    )
    added = "CREATE TRIGGER t AFTER INSERT ON revision BEGIN DELETE FROM link; END"
    connection.execute(chance.choice((f"DROP {kind} {name}", added, "CREATE TABLE more (a)")))


TAMPERINGS = (
    _change_a_field,
    _take_a_row_away,
    _put_a_row_in,
    _rename,
    _rewrite_the_log,
    _end_early,
    _change_the_schema,
)


@pytest.mark.long
@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__.strip("_").replace("_", " "))
def test_tampering(lively: Path, tmp_path: Path, tamper: Tamper) -> None:
    """Whatever writes past the program, into rows, keys, the log or the schema, is found and named by the check."""
    path, chance = tmp_path / "tampered.db", random.Random(3)
    assert found_in(lively) == []
    for number in range(times(3, 50)):
        shutil.copy(lively, path)
        with closing(sqlite3.connect(path)) as connection:
            before = connection.total_changes
            tamper(connection, chance)
            while connection.total_changes == before and tamper is not _change_the_schema:
                tamper(connection, chance)  # it met what it leaves as it is
            connection.commit()
        assert found_in(path), f"try {number}: nothing is found"


@pytest.mark.parametrize("rehashed", [False, True], ids=["cut", "rehashed"])
def test_what_only_a_kept_head_tells(empty_file: Path, rehashed: bool) -> None:
    """A tail that was cut off, and a chain that was made anew, are sound in themselves: a kept head tells."""
    address = Address.of(empty_file)
    for key in ("a-tent", "a-loan", "a-lorry"):
        add(address, key)
    kept = run("log", "--head", db=empty_file).stdout.strip()
    with closing(sqlite3.connect(empty_file)) as connection:
        if rehashed:
            connection.execute("UPDATE revision SET why = 'for another reason' WHERE number = 3")
        else:
            connection.execute("DELETE FROM measure_version WHERE made_in = 3")
            connection.execute("DELETE FROM measure WHERE key = 'a-lorry'")
            connection.execute("DELETE FROM revision WHERE number = 3")
        connection.commit()
    _hash_anew(address)
    checks.repair(address)  # the search index, as somebody would who covers his tracks
    chain = [fault for fault in found_in(empty_file) if "no mention" not in fault]  # these measures have none
    assert chain == []
    done = run("check", "--expect", kept, db=empty_file)
    assert (done.returncode, "does not hold the head" in done.stderr) == (1, True)


def _hash_anew(address: Address) -> None:
    """What somebody who may write the file can do: a chain that holds together."""
    from sqlalchemy import select, update

    from tracker.db.engine import ask_of, transaction
    from tracker.db.versioning import REVISION, REVISION_HEAD

    with transaction(address) as connection:
        last = {}
        for row in connection.execute(select(REVISION).order_by(REVISION.c.number)).mappings().all():
            entry = {**row, "content": content_digest(ask_of(connection), row["number"])}
            entry["previous"] = last.get("digest", entry["previous"])
            entry["digest"] = entry_digest(entry)
            connection.execute(update(REVISION).where(REVISION.c.number == row["number"]).values(**entry))
            last = entry
        connection.execute(update(REVISION_HEAD).values(number=last["number"], digest=last["digest"]))
