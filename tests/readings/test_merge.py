"""Editions: readings meet a record that people have worked on, and nothing of a person's is lost."""

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, opened
from tests.making import live_keys
from tests.running import Done, run
from tracker.db import settings
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.errors.base import EditionAltered, FaultsFound
from tracker.readings import toml_file
from tracker.readings.merge import Loading, Step, restore
from tracker.record import measures, mentions

SEEDS = ROOT / "seeds"
HELD = settings.SHIPPED_EDITION
NEXT = str(int(HELD) + 1)
TRENT = 'title = "HMS Trent to the Mediterranean"'
TRAINING = 'title = "Training of Ukrainian troops"'


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """A copy of the shipped readings under the name of a new edition, to be changed by tests."""
    folder = tmp_path / "edition"
    shutil.copytree(SEEDS, folder)
    replace(folder, f'name = "{HELD}"', f'name = "{NEXT}"')
    return folder


def replace(folder: Path, before: str, after: str, file: str = "measures.toml") -> None:
    """Change a reading's text, which must hold what is to be changed."""
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), encoding="utf-8")


def load(address: Address, folder: Path, take: dict[str, str] | None = None, shipped: bool = True) -> list[Step]:
    """Load a folder of readings and return what that meant."""
    with transaction(address) as connection:
        change = Change(connection, "the tests", "a new edition")
        loading = Loading(change, toml_file.files_in(folder), shipped)
        steps = loading.plan()
        mine = loading.apply(steps, take or {})
        change.close()
    if mine:
        with transaction(address) as connection:
            change = Change(connection, "the tests", "mine again")
            restore(change, mine)
            change.close()
    return steps


def by_hand(address: Address, verb: Any, *arguments: Any) -> None:
    """Change the record as a person does."""
    with transaction(address) as connection:
        change = Change(connection, "a person", "by hand")
        verb(change, *arguments)
        change.close()


def title(address: Address, key: str) -> str:
    """A measure's title."""
    return str(opened(address).measure(key).row["title"])


def test_loading_again_changes_nothing(shipped: Address) -> None:
    """What is in the record already is not written again."""
    assert load(shipped, SEEDS) == []
    assert load(shipped, SEEDS, shipped=False) == []
    assert opened(shipped).revision == 1


def test_load_export_load_is_the_identity(shipped: Address, empty: Address, tmp_path: Path) -> None:
    """A record written as readings and loaded elsewhere is the same record, corrections and all."""
    mention = opened(shipped).mentions()[0]["mention"]
    other = opened(shipped).mentions()[-1]["mention"]
    by_hand(shipped, measures.merge, "oligarch-sanctions", "further-sanctions")
    by_hand(shipped, mentions.prefer, mention, "2026-01-01")
    by_hand(shipped, mentions.deprecate, other, "doubtful")
    by_hand(shipped, mentions.edit, opened(shipped).mentions()[3]["mention"], {"quote": "other words of the paragraph"})
    for name, text in toml_file.render(opened(shipped)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    load(empty, tmp_path, shipped=False)
    assert opened(empty).mentions() == opened(shipped).mentions()
    assert [one.row for one in opened(empty).measures()] == [one.row for one in opened(shipped).measures()]
    assert load(empty, tmp_path, shipped=False) == []


def test_the_seeds_come_back(shipped: Address) -> None:
    """The shipped readings come back from the record byte for byte."""
    written = toml_file.render(opened(shipped))
    assert written == {file.name: file.read_text(encoding="utf-8") for file in toml_file.files_in(SEEDS)}


def test_untouched_rows_take_the_new_version(shipped: Address, edition: Path) -> None:
    """A row nobody changed follows the new edition; a new row is added, a gone one withdrawn."""
    replace(edition, TRAINING, 'title = "Training"')
    link = '[[link]]\nmeasure = "estonia-doubling"\nrelation = "part_of"\nother = "nato-defence-offer"\n\n'
    replace(edition, link, link.replace("part_of", "follows"))
    steps = load(shipped, edition)
    assert [(step.action, step.noun) for step in steps] == [
        ("change", "measure"),
        ("add", "link"),
        ("withdraw", "link"),
    ]
    assert title(shipped, "training-ukraine") == "Training"
    assert {link["relation"] for link in opened(shipped).links() if link["measure"] == "estonia-doubling"} == {
        "follows"
    }
    assert load(shipped, edition) == []


def test_hand_made_rows_are_never_touched(shipped: Address, edition: Path) -> None:
    """A measure a person added stays, whatever edition comes."""
    by_hand(shipped, measures.add, {"key": "mine", "title": "Mine", "kind": "refuge"})
    replace(edition, TRAINING, 'title = "Training"')
    load(shipped, edition)
    assert "mine" in live_keys(shipped)


def test_a_persons_change_is_kept(shipped: Address, edition: Path) -> None:
    """A row a person changed and the edition does not change stays as the person left it, without a word."""
    by_hand(shipped, measures.edit, "hms-trent", {"title": "Mine"})
    by_hand(shipped, measures.withdraw, "offers-not-taken-up")
    assert load(shipped, edition) == []
    assert title(shipped, "hms-trent") == "Mine"
    assert "offers-not-taken-up" not in live_keys(shipped)


@pytest.mark.parametrize(("whose", "kept"), [(None, "Mine"), ("mine", "Mine"), ("theirs", "Theirs")])
def test_a_conflict_is_listed_until_settled(shipped: Address, edition: Path, whose: str | None, kept: str) -> None:
    """What a person and the edition both changed is kept and listed, until somebody says whose to take."""
    by_hand(shipped, measures.edit, "hms-trent", {"title": "Mine"})
    replace(edition, TRENT, 'title = "Theirs"')
    [step] = load(shipped, edition, {"hms-trent": whose} if whose else {})
    assert (step.action, step.before and step.before["title"]) == ("conflict", "Mine")
    assert step.after is not None
    assert step.after["title"] == "Theirs"
    assert title(shipped, "hms-trent") == kept
    assert len(load(shipped, edition)) == (0 if whose else 1)


def test_both_making_the_same_change_agree(shipped: Address, edition: Path) -> None:
    """Where a person and the edition say the same, there is nothing to settle."""
    by_hand(shipped, measures.edit, "hms-trent", {"title": "Ours"})
    replace(edition, TRENT, 'title = "Ours"')
    assert load(shipped, edition) == []


def test_a_withdrawn_row_stays_withdrawn(shipped: Address, edition: Path) -> None:
    """What a person withdrew does not come back unless the edition says something new of it, and then as a conflict."""
    by_hand(shipped, measures.withdraw, "hms-trent")
    replace(edition, TRENT, 'title = "Theirs"')
    steps = load(shipped, edition)
    assert [(step.action, step.key) for step in steps] == [("conflict", "hms-trent")]
    assert "hms-trent" not in live_keys(shipped)


def test_an_edition_has_one_content(shipped: Address, edition: Path) -> None:
    """Readings that changed under an old edition's name are refused."""
    replace(edition, f'name = "{NEXT}"', f'name = "{HELD}"')
    replace(edition, TRAINING, 'title = "Training"')
    with pytest.raises(EditionAltered):
        load(shipped, edition)
    assert opened(shipped).revision == 1


def test_a_persons_file_is_complete_for_its_own_rows(empty: Address, tmp_path: Path) -> None:
    """A row gone from a file that brought it is withdrawn; rows of other files stay."""
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, keys in ((one, ("a", "b")), (two, ("c",))):
        folder.mkdir()
        text = "".join(f'[[measure]]\nkey = "{key}"\ntitle = "{key}"\nkind = "refuge"\n\n' for key in keys)
        (folder / f"{folder.name}.toml").write_text(text, encoding="utf-8")
        load(empty, folder, shipped=False)
    (one / "one.toml").write_text('[[measure]]\nkey = "b"\ntitle = "b"\nkind = "refuge"\n', encoding="utf-8")
    assert [(step.action, step.key) for step in load(empty, one, shipped=False)] == [("withdraw", "a")]
    assert live_keys(empty) == ["b", "c"]


def with_edition(number: str, *arguments: str, db: Path) -> Done:
    """Run a command of a program that ships an edition of this number."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SHIPPED_EDITION", number)
        return run(*arguments, db=db)


def test_the_edition_is_known_without_reading_it() -> None:
    """The number the program knows its readings by is the one they name themselves."""
    named = tomllib.loads((SEEDS / "measures.toml").read_text(encoding="utf-8"))["edition"]["name"]
    assert named == settings.SHIPPED_EDITION
    assert named.isdecimal()


def test_a_newer_edition_is_told_of(shipped_file: Path) -> None:
    """A reading command says in one line that newer readings are shipped; asked quietly, or of the past, not."""
    told = with_edition(NEXT, "report", db=shipped_file)
    assert told.stderr == (
        f"Edition {NEXT} of the readings is shipped with this program; this record holds edition {HELD}:"
        " tracker load --shipped\n"
    )
    assert told.stdout == run("report", db=shipped_file).stdout
    assert with_edition("10", "measure", "list", db=shipped_file).stderr.startswith("Edition 10 ")
    for arguments in (["report", "--quiet"], ["report", "--known-at", "2999-01-01"]):
        assert with_edition(NEXT, *arguments, db=shipped_file).stderr == ""
    assert with_edition(HELD, "report", db=shipped_file).stderr == ""
    assert with_edition("0", "report", db=shipped_file).stderr == ""


def test_a_persons_own_files_hide_no_edition(shipped_file: Path, tmp_path: Path) -> None:
    """A file loaded since does not hide which edition is held, and a record without any is told of none."""
    own = tmp_path / "own.toml"
    own.write_text('[[measure]]\nkey = "mine"\ntitle = "Mine"\nkind = "refuge"\n', encoding="utf-8")
    assert run("load", str(own), "--why", "mine", db=shipped_file).returncode == 0
    assert f"holds edition {HELD}" in with_edition(NEXT, "report", db=shipped_file).stderr
    empty = tmp_path / "empty.db"
    assert run("db", "init", "--empty", db=empty).returncode == 0
    assert run("load", str(own), "--why", "mine", db=empty).returncode == 0
    assert with_edition(NEXT, "report", db=empty).stderr == ""


def test_an_edition_is_held_whatever_came_of_its_rows(shipped: Address, edition: Path) -> None:
    """An edition that only withdraws, or changes nothing at all, is held once it was loaded."""
    assert load(shipped, edition) == []
    assert opened(shipped).edition == NEXT
    with transaction(shipped) as connection:
        assert Change(connection, "the tests", "nothing").close() is None


@pytest.mark.parametrize("number", ["[1]", '"1"', "{ a = 1 }", "1.5", "true"])
def test_numbers_that_are_none(empty: Address, tmp_path: Path, number: str) -> None:
    """A paragraph or a mention whose number is none is a fault of the file, told like any other."""
    source = '[source]\nkey = "x"\ntitle = "X"\npublisher = "P"\n'
    file = tmp_path / "x.toml"
    file.write_text(f"{source}paragraphs = [\n  {{ number = {number} }},\n]\n\n[[mention]]\nparagraph = {number}\n")
    with transaction(empty) as connection:
        loading = Loading(Change(connection, "the tests", "to test"), [file], shipped=False)
        with pytest.raises(FaultsFound):
            loading.apply(loading.plan(), {})
