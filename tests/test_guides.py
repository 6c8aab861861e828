"""The guides say what the code says: words, marks, variables and codes are held to where they are defined."""

import importlib
import re
import tomllib
from collections.abc import Iterable

from tests.house import FLOOR_OF
from tests.running import ROOT
from tracker import __version__
from tracker.cli.help import GUIDES
from tracker.domain.caveats import CAVEATS
from tracker.domain.filters import Filters
from tracker.domain.quotes import QUOTE_WORDS
from tracker.domain.vocabulary import KINDS, STATUSES, STRENGTHS, VERDICTS
from tracker.errors import base
from tracker.package.descriptor import EVERY_TABLE
from tracker.reports.review import ABOUT


def guide(topic: str) -> str:
    """The text of a guide."""
    return (GUIDES / f"{topic}.md").read_text(encoding="utf-8")


def section(topic: str, heading: str) -> str:
    """The text of a guide under a heading."""
    return guide(topic).split(f"## {heading}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """The codes in the first cells of a table's rows."""
    return re.findall(r"^\| `([^`]+)`", text, flags=re.MULTILINE)


def codes(text: str) -> set[str]:
    """Everything a text sets as code."""
    return set(re.findall(r"`([^`\n]+)`", text))


def all_classes(top: type) -> Iterable[type]:
    """A class and all that come from it."""
    yield top
    for below in top.__subclasses__():
        yield from all_classes(below)


def test_the_stages() -> None:
    """The guide on status names every stage and no other, those that advance in their order."""
    text = section("status", "The stages")
    table = first_cells(text)
    assert table == [status for status in STATUSES if status in table]
    assert codes(text) == set(STATUSES)


def test_the_kinds_and_strengths() -> None:
    """The guide on status names every kind and every strength, and no other."""
    assert codes(section("status", "The kinds")) == set(KINDS)
    assert set(STRENGTHS) <= codes(section("status", "The rule"))


def test_the_marks() -> None:
    """The guide on reading explains every caveat that a status can carry, and no other."""
    assert first_cells(section("reading", "What to be careful about")) == [term.label for term in CAVEATS.values()]


def test_the_verdicts() -> None:
    """The guide on adding names every verdict that a reader gives; `records` is none of them."""
    assert first_cells(section("adding", "By one-line commands")) == [code for code in VERDICTS if code != "records"]


def test_the_reasons_to_look_again() -> None:
    """The guide on checking names every reason by which the review can be narrowed, and no other."""
    assert first_cells(section("checking", "What needs a second look"))[1:] == list(ABOUT)


def test_the_filters() -> None:
    """The guide on reading names every filter, and no other."""
    text = section("reading", "One day, one question")
    named = re.findall(r"`--([a-z-]+)", "".join(re.findall(r"^\| `--.+? \|", text, re.MULTILINE)))
    assert sorted(named) == sorted(name.replace("_", "-") for name in Filters._fields)


def test_how_long_a_quote_may_be() -> None:
    """Guides and README give the length of a quote as the program holds it."""
    for topic in ("adding", "checking", "glossary"):
        assert "at most fifteen words" in " ".join(guide(topic).split()), topic
    assert QUOTE_WORDS == 15


def test_the_environment() -> None:
    """The guide on the environment names every variable that the program looks at."""
    named = first_cells(section("environment", "Environment variables"))
    looked_at = set()
    for file in (ROOT / "tracker").rglob("*.py"):
        looked_at |= set(
            re.findall(r'"(TRACKER_[A-Z_]+|NO_COLOR|FORCE_COLOR|PAGER)"', file.read_text(encoding="utf-8"))
        )
    assert set(named) - {"COLUMNS"} == looked_at


def test_the_exit_codes() -> None:
    """The guide on the environment names every exit code that a refusal has, beside success."""
    for file in (ROOT / "tracker" / "errors").glob("*.py"):
        importlib.import_module(f"tracker.errors.{file.stem}")
    named = {int(code) for code in re.findall(r"^\| ([0-9]+) \|", section("environment", "Exit codes"), re.MULTILINE)}
    assert named == {
        0,
        base.INTERNAL,
        *(int(vars(one)["exit_code"]) for one in all_classes(base.TrackerError) if "exit_code" in vars(one)),
    }


def test_the_extras() -> None:
    """The guide on installing names every extra, but that for measuring."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(first_cells(section("installing", "Extras"))) == set(project["optional-dependencies"]) - {"bench"}


def test_the_tables() -> None:
    """The guide for analysts names every table of the data package, and its key is that of the descriptor."""
    rows = re.findall(r"^\| `(\w+)\.csv` \| .+ \| (.+) \|$", section("analysts", "The tables"), re.MULTILINE)
    assert {name: set(re.findall(r"`(\w+)`", key)) for name, key in rows} == {
        table.name: set(table.key) for table in EVERY_TABLE
    }


def test_the_floors() -> None:
    """The guide on developing has a line for every floor."""
    named = set(re.findall(r"^\| `tracker/(\w+)/` ", section("developing", "The house"), re.MULTILINE))
    assert named == set(FLOOR_OF) | {"guides"}


def test_what_is_said_to_be_where() -> None:
    """Every name that the guide on developing places in a file is in that file."""
    text = " ".join(guide("developing").split())
    placed = re.findall(r"`(\w+)` (?:in|of) `((?:tracker|tests)/[\w./]+)`", text)
    assert len(placed) > 10
    for name, file in placed:
        assert re.search(rf"\b{name}\b", (ROOT / file).read_text(encoding="utf-8")), f"{name} in {file}"


def test_the_newest_version_is_in_the_changelog() -> None:
    """The first section of the changelog is of this version."""
    assert re.search(r"^## (\S+)", guide("changelog"), re.MULTILINE)[1].rstrip(",") == __version__  # type: ignore[index]


def test_the_oldest_and_newest_python_are_tried() -> None:
    """The checks run on the oldest Python that the project admits and on the newest that it names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [name.split(" :: ")[-1] for name in project["classifiers"] if re.search(r":: 3\.\d+$", name)]
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    tried = [re.findall(r'"([0-9.]+)"', line) for line in re.findall(r"python: \[.+\]", workflow)]
    assert tried == [[named[0], named[-1]]] * 2
    assert project["requires-python"] == f">={named[0]}"
    assert re.findall(r"uses: \S+@(?![0-9a-f]{40} # v)", workflow) == [], "an action is pinned to a commit"
