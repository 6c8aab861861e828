"""Every way of writing goes through the verbs of a noun, with the revision that whoever writes has seen."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.making import act, mention, sound
from tracker.db.address import Address
from tracker.db.change import writing
from tracker.db.models import NOUNS
from tracker.errors.base import Conflict, Refused
from tracker.record import measures
from tracker.record.verbs import VERBS

# What begins and ends versions; the verbs alone may.
WRITES = {"make", "end", "revise"}
# Tables that are no part of the record, and who keeps them: unfinished sessions, and private copies of texts.
BESIDE = {"guided/sessions.py": {"READING_SESSION", "READING_ANSWER"}, "record/texts.py": {"SOURCE_TEXT"}}


def past_the_verbs(file: Path) -> set[str]:
    """The calls of a module that write versions by themselves, and the statements that write to a table."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in WRITES and len(node.args) >= 2:
                found.add(node.func.attr)
        elif isinstance(node, ast.ImportFrom) and node.module == "sqlalchemy":
            found |= {alias.name for alias in node.names if alias.name in ("insert", "update", "delete")}
    return found


def test_no_module_writes_past_the_verbs() -> None:
    """Sessions, editions, packages and commands write to the record by the verbs of the nouns, and in no other way."""
    seen = 0
    for file in (ROOT / "tracker").rglob("*.py"):
        name = file.relative_to(ROOT / "tracker").as_posix()
        found = past_the_verbs(file)
        seen += bool(found)
        if name.startswith(("record/", "db/")):
            continue
        statements = re.findall(r"(?:insert|update|delete)\((\w+)\)", file.read_text(encoding="utf-8"))
        assert not found & WRITES, name
        assert set(statements) <= BESIDE.get(name, set()) or name not in BESIDE, name
        assert name in BESIDE or not found, name
    assert seen >= 6, "the check saw hardly any writing, so it proves nothing"


def test_every_noun_has_its_verbs() -> None:
    """Whatever the models keep in versions can be added, edited and withdrawn by name, by the same rules."""
    assert set(VERBS) == set(NOUNS)


def test_a_thing_comes_back_as_its_values(shipped: Address) -> None:
    """The values of everything in the record are taken by its own verb and come to the version they came from."""
    with writing(shipped, "the tests", "to test") as change:
        for name, noun in VERBS.items():
            keys = change.live_keys(name)
            assert keys
            for key in keys:
                values = noun.required(change, key)
                assert noun.problems(change, values) == []
                assert not noun.edit(change, key, values)
    assert change.recorded is None


@pytest.mark.parametrize("name", sorted(NOUNS))
def test_a_withdrawal_names_its_base(shipped: Address, name: str) -> None:
    """Nothing is withdrawn that was changed since the revision which whoever withdraws it has seen."""
    with writing(shipped, "the tests", "to test") as change:
        key = change.live_keys(name)[-1]
        noun, values = VERBS[name], dict(VERBS[name].required(change, change.live_keys(name)[-1]))
    with pytest.raises(Conflict, match=f"{name} {re.escape(key)} was changed by the tests"):
        act(shipped, noun.withdraw, key, base=0)
    with writing(shipped, "the tests", "to test") as change:
        assert noun.base_of(change, key, values) == 1
        other = {field: f"{value}?" for field, value in values.items()}
        with pytest.raises(Conflict):
            noun.base_of(change, key, other)


def test_a_merge_names_its_base(shipped: Address) -> None:
    """A measure that somebody edited meanwhile is not merged away unseen."""
    act(shipped, measures.edit, "hms-trent", {"title": "Trent"}, by="somebody else")
    with pytest.raises(Conflict, match="somebody else"):
        act(shipped, measures.merge, "hms-trent", "type-45-destroyer", 1)
    act(shipped, measures.merge, "hms-trent", "type-45-destroyer", 2)
    assert sound(shipped)


def test_no_measure_answers_for_itself(shipped: Address) -> None:
    """A measure cannot be merged into itself, nor into one that was merged into it, through a third either."""
    chain = ["hms-trent", "type-45-destroyer", "estonia-doubling"]
    for key, into in pairwise(chain):
        act(shipped, measures.edit, key, {"merged_into": into})
    for into in chain:
        with pytest.raises(Refused, match="merged_into: "):
            act(shipped, measures.edit, chain[-1], {"merged_into": into})


def test_an_edit_of_a_withdrawn_mention_is_refused(shipped: Address) -> None:
    """What is withdrawn is not brought back by an edit that was thought out before."""
    key = mention(shipped, "hms-trent", "step-back")
    act(shipped, VERBS["mention"].withdraw, key)
    with pytest.raises(Exception, match=f"no mention '{key}'"):
        act(shipped, VERBS["mention"].edit, key, {"note": "seen"})
