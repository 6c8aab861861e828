"""Every command on SQLite and on PostgreSQL: the same rows, messages and exit codes, to the letter."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from tests import databases as every
from tests.conftest import DIALECTS, opened
from tests.random_records import made
from tests.running import run
from tests.spring_article import ANSWERS, TEXT
from tracker.cli.app import ROOMS, room
from tracker.db import change
from tracker.db.address import Address
from tracker.guided import sessions
from tracker.readings import new_record

READS = {
    "report": ["", "--as-of 2022-02-10", "--quotes --stale", "--established", "--sort -status --kind materiel"],
    "search": [
        *["marines", "the", "xyzzy", "to be --limit 3", "'armoured lorries'", "Poland --as-of 2022-02-10"],
        *['"UK\'s"', "'\"sanctions\"'", "'\"possibly\"'"],
    ],
    "timeline": ["", "{measure}", "--from 2022-02-01 --to 2022-02-10"],
    "matrix": ["", "{measure} {other}"],
    "changes": ["2022-02-01 2022-03-01", "2022-03-01 2022-02-01"],
    "lag": [""],
    "disagreements": ["", "{measure}"],
    "chart": ["kinds -o - --format svg", "timeline -o - --format svg", "nothing -o -"],
    "measure list": ["", "--limit 2", "--sort title --columns measure,title"],
    "measure show": ["{measure}", "{other} --as-of 2022-02-10", "no-such-thing"],
    "measure explain": ["{measure}", "{other}"],
    "mention list": ["", "--unsure", "--speaker Nobody", "--since 2022-02-01"],
    "mention show": ["{mention}"],
    "source list": [""],
    "source show": ["{source}"],
    "source origins": [""],
    "event list": [""],
    "event show": ["{event}"],
    "log": ["", "{measure}", "{mention}", "--since 2022-02-01", "--head"],
    "inbox": ["FOLDER"],
    "review": ["", "--about unsure"],
    "check": ["", "--expect 1:abcd"],
    "verify": ["--texts FOLDER"],
    "coverage": [""],
    "agreement": ["{source}"],
    "export": ["--panel -o -", "--table mentions -o -", "-o - --format brief", "OUT", "--readings OUT/readings"],
    "cite": ["", "{measure}"],
    "sql": ["mentions"],
    "help": ["status"],
    "codes": ["status"],
    "completion": ["bash", "bash -- measure", "bash -- measure list --sta"],  # a Tab asks no server for keys
}
WRITES = {
    "measure add": ["--key a-tent --title 'A tent' --kind humanitarian", "--title 'A tent' --kind humanitarian", ""],
    "measure edit": ["{measure} --summary Seen", "{measure} --summary Seen", "{measure} --kind gossip"],
    "measure link": ["{measure} follows {other}", "{measure} follows {other} --off", "{measure} follows {measure}"],
    "measure merge": ["{measure} {other}", "{measure} {measure}"],
    "measure unmerge": ["{measure}", "{other}"],
    "measure split": ["{measure} a-part --mention {mention} --title 'A part'"],
    "measure withdraw": ["a-tent", "{measure}"],
    "mention add": [
        "--source {source} --measure {other} --paragraph 1 --quote 'will go' --stage announced --amount '40 lorries'",
        "--source {source} --measure {other} --paragraph 99 --quote 'will go'",
    ],
    "mention edit": ["{mention} --speaker 'Sam “the Man” O’Neill'", "{mention} --base 0 --speaker Sam"],
    "mention move": ["{mention} {other}"],
    "mention prefer": ["{mention} --on 2022-03-01", "{mention} --off"],
    "mention deprecate": ["{mention}", "{mention} --off"],
    "mention withdraw": ["{mention}", "{mention}"],
    "source add": ["--key a-paper --publisher P --title T --published 2022-03-01 --paragraphs 2"],
    "source edit": ["{source} --author 'Zoë Ünal'"],
    "source paragraph": ["{source} 1 --verdict context", "{source} 99 --verdict context"],
    "source attach": ["{source} FOLDER/spring.txt"],
    "source detach": ["{source}"],
    "source withdraw": ["a-paper", "a-paper"],
    "event add": ["--key rain --title Rain --met-on 2022-03", "--key rain --title Rain"],
    "event edit": ["rain --title 'More rain'"],
    "event withdraw": ["rain"],
    "undo": ["", "2", "999"],
    "read": ["FOLDER/spring.txt", "--unfinished", "--discard none", "FOLDER/spring.txt"],
    "add": ["FOLDER/other.txt {other} 'some 50 armoured lorries' --yes --publisher P --published 2022-03-11"],
    "load": ["--shipped --yes", "OUT --yes", "FOLDER/no-such.toml"],
    "db init": [""],
    "db migrate": [""],
}
# What is another thing in a file than on a server, and the code that each leaves with.
APART = {
    "browse": "it serves until it is stopped: tests/exports/test_browsing.py asks it on both",
    "db info": "what a file is, and what a server is: 0, 0",
    "db backup": "a server has its own means: 0, 1",
    "db restore": "a server has its own means: 1, 1",
    "db roles": "a file has none: 2, 0",
}
WITHOUT_WHY = {"source detach", "db init", "db migrate"}
# No rows, or a form of their own.
FORMLESS = {"export", "check", "cite", "chart", "help", "completion"}


class Ticking(datetime):
    """A clock that goes a second at a time, on each database alike."""

    ticks = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "datetime":  # type: ignore[override]
        """The next second."""
        Ticking.ticks += 1
        return datetime(2022, 4, 1, tzinfo=tz or UTC) + timedelta(seconds=Ticking.ticks)


def commands() -> set[str]:
    """Every command that the program has."""
    found = set()
    for name in ROOMS:
        verbs = getattr(room(name), "commands", None)
        found |= {f"{name} {verb}" for verb in verbs} if verbs is not None else {name}
    return found


def test_no_command_is_forgotten() -> None:
    """A new command is asked on both databases, or it is said why not."""
    assert commands() == {*READS, *WRITES, *APART}
    assert len(commands()) == len(READS) + len(WRITES) + len(APART)


def words(line: str, picked: Mapping[str, str], folder: Path) -> list[str]:
    """The words of a command line, with keys and folders in place of their names."""
    import shlex

    told = {"FOLDER": str(folder / "texts"), "OUT": str(folder / "out")}
    found = [word.format(**picked) for word in shlex.split(line)]
    return [
        next((word.replace(name, path, 1) for name, path in told.items() if word.startswith(name)), word)
        for word in found
    ]


def picked(address: Address) -> dict[str, str]:
    """Things of a record, by the names that the lines call them."""
    record = opened(address)
    mentions = [row for row in record.mentions() if not row["context_paragraph"]] or record.mentions()
    measures = sorted({row["measure"] for row in record.mentions()})
    events = sorted(str(row["event"]) for row in record.events())
    first = sorted(row["mention"] for row in mentions if row["measure"] == measures[0])
    return {
        "measure": measures[0],
        "other": measures[-1],
        "mention": (first or ["none"])[0],
        "source": sorted(row["source"] for row in record.sources())[0],
        "event": (events or ["none"])[0],
    }


def walked(address: Address, folder: Path) -> dict[str, Any]:
    """What every command came to, in one order: what reads; what writes; what reads, in another form."""
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "spring.txt").write_text(TEXT, encoding="utf-8")
    (folder / "texts" / "other.txt").write_text(TEXT.replace("40", "50"), encoding="utf-8")
    keys, found = picked(address), {}
    where = {str(address): "DATABASE", address.url: "DATABASE", str(folder): "HERE"}

    def ask(step: str, *line: str, typed: tuple[str, ...] = ()) -> None:
        done = run(*line, db=str(address.path or address.url), typed=typed)
        told = [done.stdout, done.stderr]
        for name, mark in where.items():
            told = [text.replace(name, mark) for text in told]
        found[step] = (done.returncode, *told)

    def read(form: str, most: int) -> None:
        for command, lines in READS.items():
            for line in lines[:most]:
                as_form = [] if command in FORMLESS else ["--format", form]
                ask(f"{form}: {command} {line}", *command.split(), *as_form, *words(line, keys, folder))

    read("csv", most=1)
    for command, lines in WRITES.items():
        for place, line in enumerate(lines):
            why = [] if command in WITHOUT_WHY else ["--why", "to compare"]
            typed = tuple(ANSWERS) if command == "read" and not place else ()
            ask(f"{place} {command} {line}", *command.split(), *words(line, keys, folder), *why, typed=typed)
    read("jsonl", most=9)
    files = {file.relative_to(folder): file.read_bytes() for file in (folder / "out").rglob("*") if file.is_file()}
    return found | {str(name): content.replace(b"\r\n", b"\n") for name, content in files.items()}


@pytest.mark.parametrize("seed", [None, 6], ids=["shipped", "random"])
def test_every_command_answers_alike(tmp_path: Path, seed: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command says the same on SQLite and on PostgreSQL, and leaves with the same code, whatever came before."""
    monkeypatch.setattr(change, "datetime", Ticking)
    monkeypatch.setattr(sessions, "datetime", Ticking)
    came = []
    for dialect in DIALECTS:
        monkeypatch.setattr(Ticking, "ticks", 0)
        if seed is None:
            address = every.of(dialect).empty()
            if address.path:
                address.path.unlink()
            new_record.create(address, "the tests")
        else:
            address = every.of(dialect).copy("empty")
            made(address, seed)
        came.append(walked(address, tmp_path / dialect))
    one, other = came
    assert list(one) == list(other)
    differ = {step: (one[step], other[step]) for step in one if one[step] != other[step]}
    assert not differ
    codes = [told[0] for told in one.values() if isinstance(told, tuple)]
    assert codes.count(0) > len(codes) / 2


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_apart(dialect: str, tmp_path: Path) -> None:
    """What a file has and a server has not is refused there with a remedy, and the other way about."""
    address = every.of(dialect).copy("record")
    place = DIALECTS.index(dialect)
    for command, told in APART.items():
        if command != "browse":
            line = [*command.split(), *(["no-such.db", "--yes"] if command == "db restore" else [])]
            line += [str(tmp_path / "copy.db")] if command == "db backup" else []
            code = int(told.rpartition(": ")[2].split(", ")[place])
            done = run(*line, db=str(address.path or address.url))
            assert done.returncode == code, f"{line}: {done.stderr}"
