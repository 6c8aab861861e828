"""Frozen copies: every reading command, known at a past moment, prints what a copy of the record made then prints."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import times
from tests.histories import DAYS, STAGES, add_article, correct_day, live_keys
from tests.running import run
from tracker.cli.app import ROOMS, room
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.reader import reading
from tracker.errors.base import TrackerError
from tracker.record import events, links, measures, mentions
from tracker.reports.snapshot import Snapshot

COMMANDS = """
report · report --quotes · report --format csv · report --columns measure,status,conditional · report --disputed
measure list · measure list --limit 3 · measure show boats · measure explain boats · measure show further-sanctions
mention list --format csv · mention list · source list --format csv · source show step-back · event list · coverage
disagreements · disagreements --format csv · timeline · timeline --format jsonl · matrix · matrix --format csv
search uk · search boats --format csv · search sanctions --conditional · source origins · cite boats
export --panel --format jsonl -o - · export --format brief -o - · review · review --format csv
lag · report --established --format csv · mention show mdb7ce99826 · event show russia-invades-ukraine
""".replace("\n", " · ").split(" · ")
COMMANDS = [command for command in COMMANDS if command]
# These take no day, or are told their days otherwise.
WITHOUT_DAY = ["changes 2022-02-01 2022-02-20", "changes 2022-01-31 now --format csv", "agreement step-back"]
# These look at texts or at the file itself, or show in other ways what the reports say.
APART = {"verify", "db info", "chart", "browse"}


def printed(file: Path, command: str, *options: str) -> str:
    """What a command prints, but for the words that say when it was known."""
    done = run(*command.split(), *options, db=file)
    return re.sub(
        r"(?: and known| was empty) at \d+ \w+ \d{4} [\d:]+ UTC(: nothing had)?", "", done.stdout + done.stderr
    )


def correct(change: Change, kind: str, chosen: int, day: str, stage: str) -> None:
    """Do what was drawn, through the verbs people use, to whichever thing it falls on."""
    spoken, kept, papers = (live_keys(change, noun) for noun in ("mention", "measure", "source"))
    mention, measure = spoken[chosen % len(spoken)], kept[chosen % len(kept)]
    other = kept[(chosen * 7 + 1) % len(kept)]
    doing: dict[str, Any] = {
        "stage": lambda: mentions.edit(change, mention, {"status": stage}),
        "condition": lambda: mentions.edit(change, mention, {"condition": "if it rains"}),
        "deprecate": lambda: mentions.deprecate(change, mention, "misread"),
        "prefer": lambda: mentions.prefer(change, mention, day),
        "move": lambda: mentions.move(change, mention, measure),
        "withdraw": lambda: mentions.withdraw(change, mention),
        "title": lambda: measures.edit(change, measure, {"title": f"Title {chosen}", "kind": "materiel"}),
        "gone": lambda: measures.withdraw(change, measure),
        "merge": lambda: measures.merge(change, measure, other),
        "link": lambda: links.add(change, {"measure": measure, "relation": "follows", "other": other}),
        "day": lambda: correct_day(change, papers[chosen % len(papers)], day),
        "event": lambda: events.edit(change, live_keys(change, "event")[chosen % 2], {"title": f"Event {chosen}"}),
        "article": lambda: add_article(change, change.number, day, stage),
    }
    doing[kind]()


KINDS = "stage condition deprecate prefer move withdraw title gone merge link day event article".split()
HISTORIES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 99), st.sampled_from(DAYS), st.sampled_from(STAGES)),
    min_size=1,
    max_size=4,
)


def revise(file: Path, wish: tuple[str, int, str, str]) -> None:
    """One revision of a record; what a verb refuses is not done."""
    try:
        with transaction(Address.of(file)) as connection:
            change = Change(connection, "the tests", "to test")
            correct(change, *wish)
            change.close()
    except TrackerError:
        pass


def moment_of(file: Path) -> str:
    """When the newest revision of a record was recorded."""
    with reading(Address.of(file)) as reader:
        return Snapshot(reader.rows).recorded_at


@settings(database=None, max_examples=times(1, 20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES, day=st.sampled_from(DAYS))
def test_every_command_answers_as_a_frozen_copy(
    history: list[tuple[str, int, str, str]], day: str, shipped_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Known at the moment of each revision of any history, what is printed is what the copy made then prints."""
    folder = tmp_path_factory.mktemp("frozen")
    file = folder / "record.db"
    shutil.copy(shipped_file, file)
    frozen: dict[str, Path] = {}
    for number, wish in enumerate([("article", 0, DAYS[1], STAGES[1]), *history]):
        revise(file, wish)
        frozen[moment_of(file)] = folder / f"{number}.db"
        shutil.copy(file, frozen[moment_of(file)])
    for moment, copy in frozen.items():
        known = ("--known-at", moment)
        for command in COMMANDS:
            assert printed(file, command, *known) == printed(copy, command), command
            assert printed(file, command, *known, "--as-of", day) == printed(copy, command, "--as-of", day), command
        for command in WITHOUT_DAY:
            assert printed(file, command, *known) == printed(copy, command), command


def test_a_difference_would_be_seen(shipped_file: Path, tmp_path: Path) -> None:
    """Without the second clock most commands print something else once the record was corrected."""
    copy = tmp_path / "copy.db"
    shutil.copy(shipped_file, copy)
    for wish in (
        ("article", 1, DAYS[1], "announced"),
        ("gone", 3, "", ""),
        ("deprecate", 5, "", ""),
        ("day", 2, DAYS[2], ""),
    ):
        revise(shipped_file, wish)
    differing = [command for command in COMMANDS if printed(shipped_file, command) != printed(copy, command)]
    assert len(differing) > len(COMMANDS) / 2


def leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """The commands below a command, each with its full name."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
    for word, one in (below or {}).items():
        yield from leaves(f"{name} {word}", one)


def test_every_command_with_a_clock_is_compared() -> None:
    """Whatever command takes --known-at is among those compared above, but for the few that are named as apart."""
    clocks = {
        name
        for word in ROOMS
        for name, command in leaves(word, room(word))
        if any(parameter.name == "known_at" for parameter in command.params)
    }
    assert len(clocks) > 15
    compared = {name for name in clocks if any(f"{said} ".startswith(f"{name} ") for said in [*COMMANDS, *WITHOUT_DAY])}
    assert clocks - compared <= APART
