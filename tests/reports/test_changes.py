"""What changed: between days what moved, between copies every field, and nothing else."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, opened
from tests.histories import correct_mention
from tests.packages import zipped
from tests.running import run
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.domain.filters import Filters
from tracker.reports import changes

DATA = ROOT / "data"


def moves(address: Address, before: str, after: str) -> dict[str, str]:
    """How each measure moved between two days."""
    rows = changes.moved(*(opened(address, day).measure_rows(Filters()) for day in (before, after)))
    return {row["measure"]: row["moved"] for row in rows}


def test_what_moved_in_the_second_week_of_february(shipped: Address) -> None:
    """From the 10th to the 11th marines went from pledged to arriving, the law into force; much is new."""
    found = moves(shipped, "2022-02-10", "2022-02-11")
    assert {key for key, move in found.items() if "advanced" in move} == {*("royal-marines-poland", "sanctions-law")}
    assert found["training-ukraine"] == "new"
    assert "standby-1000" not in found, "spoken of again, and no further"


def test_a_trigger_that_was_met(shipped: Address) -> None:
    """A measure whose event happened meanwhile, of which nobody says more, is pointed out."""
    found = moves(shipped, "2022-02-11", "2022-03-03")
    assert found["further-military-support"] == "trigger_met;quiet"
    assert "intervention-in-ukraine" not in found, "a refusal waits for nothing, and has no more to say"
    assert "trigger_met" in found["troops-if-invasion"]
    assert "training-ukraine" not in found, "done, so silence says nothing"


def test_silence_is_no_movement_until_it_is_long(shipped: Address) -> None:
    """A measure goes quiet once, when nobody has spoken of it for more than two weeks."""
    key = "royal-marines-poland"  # last reported on the 11th
    assert key not in moves(shipped, "2022-02-11", "2022-02-12")
    assert key not in moves(shipped, "2022-02-11", "2022-02-25")
    assert moves(shipped, "2022-02-25", "2022-02-26")[key] == "quiet"
    assert moves(shipped, "2022-02-11", "2022-02-26")[key] == "quiet"
    assert key not in moves(shipped, "2022-02-26", "2022-03-03"), "it was quiet already"


def test_nothing_moves_on_a_day_without_news(shipped: Address) -> None:
    """From a day to itself nothing moves, and from nothing all is new."""
    assert moves(shipped, "2022-02-11", "2022-02-11") == {}
    assert set(moves(shipped, "2021-12-31", "2022-03-03").values()) == {"new"}


def test_falling_back_and_disputes(shipped: Address) -> None:
    """A lesser stage falls back; one newly spoken against is disputed."""
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "a better reading")
        correct_mention(change, "mdb7ce99826", "considered")
        change.close()
    assert moves(shipped, "2022-02-10", "2022-02-11")["royal-marines-poland"] == "fell_back"


def test_on_the_command_line(shipped_file: Path, tmp_path: Path) -> None:
    """Days, packages, zips and now stand on either side; --exit-code leaves with 1 where anything changed."""
    package = zipped(DATA, tmp_path / "package.zip", "package/")
    same = run("changes", str(package), "now", "--exit-code", db=shipped_file)
    assert (same.returncode, same.stdout.splitlines()[0]) == (0, "No difference")
    moved = run("changes", "2022-02-10", "2022-02-11", "--exit-code", "--format", "csv", db=shipped_file)
    assert moved.returncode == 1
    rows = {row["measure"]: row for row in csv.DictReader(io.StringIO(moved.stdout))}
    marines = rows["royal-marines-poland"]
    assert list(marines) == list(changes.MOVED_FIELDS)
    assert (marines["status_before"], marines["status_after"]) == ("announced", "under_way"), "codes, as in the data"
    assert (marines["status_label_before"], marines["status_label_after"]) == ("pledged", "arriving")
    assert (marines["mention_before"], marines["mention_after"]) == ("m9fe57e313e", "mdb7ce99826")
    past = run("changes", str(DATA), "2022-01-31", "--format", "csv", db=shipped_file)
    assert "anti-tank-missiles,withdrawn" in past.stdout
    shown = run("changes", "2022-02-10", "2022-02-11", "--kind", "deployment", db=shipped_file).stdout
    assert "pledged → arriving" in shown
    assert "“Some 350 Royal Marines" in shown
    for form in ("md", "json"):
        assert "arriving" in run("changes", "2022-02-10", "now", "--format", form, db=shipped_file).stdout
    guarded = tmp_path / "guarded"
    shutil.copytree(DATA, guarded)
    text = (guarded / "mentions.csv").read_text(encoding="utf-8")
    (guarded / "mentions.csv").write_text(text.replace("we trained", "'=we trained"), encoding="utf-8")
    assert "=we trained" in run("changes", str(guarded), "now", db=shipped_file).stdout
    assert "'=we trained" not in run("changes", str(guarded), "now", db=shipped_file).stdout


def test_the_changelog_of_the_data() -> None:
    """Played from the oldest edition on, data/CHANGELOG.md adds and withdraws just what data/ holds now."""
    _, *sections = (DATA / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## Edition ")
    held: set[str] = set()
    for section in reversed(sections):
        for what, change in re.findall(
            r"^\| (?:Measures|Mentions) \| (\S+) \| (added|withdrawn) \|", section, re.MULTILINE
        ):
            (held.add if change == "added" else held.remove)(what)
    listed = {row[noun] for noun in ("measure", "mention") for row in read_csv(DATA / f"{noun}s.csv")}
    assert held == listed
    edition = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["version"]
    assert sections[0].startswith(f"{edition}\n"), "the newest edition has its section"


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


BAD_SIDES = {
    ("yesterday",): (2, "neither a day, nor a package", "tracker changes YYYY-MM-DD now"),
    ("2022-02-30",): (2, "neither a day", ""),
    ("2022-03-01", "2022-02-01"): (2, "is after", "earlier one first"),
    ("now", "2022-02-01"): (2, "is after", "earlier one first"),
    ("README.md",): (1, "neither its name nor its header", ""),
    ("tests", "now"): (1, "it holds none of", ""),
}


@pytest.mark.parametrize(("arguments", "expected"), BAD_SIDES.items(), ids=lambda value: " ".join(map(str, value)))
def test_a_side_that_is_none(shipped_file: Path, arguments: tuple[str, ...], expected: tuple[int, str, str]) -> None:
    """What is neither day, package nor now, or runs backwards, is refused in one message."""
    done = run("changes", *arguments, db=shipped_file)
    assert (done.returncode, done.stdout) == (expected[0], "")
    assert expected[1] in done.stderr
    assert expected[2] in done.stderr
    assert "Traceback" not in done.stderr
