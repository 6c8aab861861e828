"""A record against a plain model of it: whatever is done in whatever order, on SQLite and PostgreSQL side by side."""

from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tests import databases
from tests.conftest import opened
from tests.effort import times
from tests.making import act, sound
from tests.packages import load
from tests.spring_article import ANSWERS, begun
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.versioning import REVISION
from tracker.domain.vocabulary import STATUS_ORDER
from tracker.output.csv_injection import MARK
from tracker.package import write_package
from tracker.readings.merge import Loading, Step
from tracker.record import measures, mentions, paragraphs, sources
from tracker.record.undo import undo

DAYS = {"early": "2022-02-01", "middle": "2022-02-10", "late": "2022-03-03"}
READ = "spring-lorries"  # an article that is read
SPOKEN = {**DAYS, READ: "2022-03-11"}
STAGES = sorted(STATUS_ORDER, key=lambda code: STATUS_ORDER[code])
KEYS = ("boats", "loans", "tents")


class Model(NamedTuple):
    """A record as anybody would write it down: titles, aliases, and the stage that a source reports of a measure."""

    titles: dict[str, str]
    aliases: dict[str, str]
    said: dict[tuple[str, str, str], str]  # measure, source, recorded as

    def status(self, key: str, as_of: str) -> str:
        """The latest that was said by a day; of what was said on one day the least advanced."""
        heard = [
            (SPOKEN[source], -STATUS_ORDER.get(stage, 0), stage)  # one that is ruled out has no place
            for (measure, source, _), stage in self.said.items()
            if measure == key and SPOKEN[source] <= as_of
        ]
        return max(heard)[2] if heard else ""


def _load_reading(change: Change, file: Path) -> list[Step]:
    loading = Loading(change, [file], shipped=False)
    steps = loading.plan()
    assert loading.apply(steps, {}) == []
    return steps


class Record(RuleBasedStateMachine):
    """Two records and the model, and everything that people do to them."""

    def __init__(self) -> None:
        super().__init__()
        self.both = [databases.of(dialect).copy("empty") for dialect in ("sqlite", "postgresql")]
        self.history = [Model({}, {}, {})]
        self.mention_keys: dict[tuple[str, str, str], str] = {}
        self.has_read = False

    @property
    def now(self) -> Model:
        """The model as it stands."""
        return self.history[-1]

    def act(self, verb: Any, *arguments: Any) -> Any:
        """Do it in both records; both answer the same."""
        first, second = (act(address, verb, *arguments) for address in self.both)
        assert first == second
        return first

    def then(self) -> Model:
        """The model, to be changed into what it is next."""
        self.history.append(deepcopy(self.now))
        return self.now

    @initialize(stages=st.lists(st.sampled_from(STAGES), min_size=4, max_size=4, unique=True))
    def begin(self, stages: list[str]) -> None:
        """Three articles, a day each; two measures, of which two of them speak."""
        for key, day in DAYS.items():
            dates = dict.fromkeys(("published", "published_earliest", "published_latest"), day)
            self.act(sources.add, {"key": key, "publisher": "P", "title": key, "published_basis": "stated", **dates})
            self.then()
            self.act(paragraphs.add, key, {"number": 1})
            self.then()
        for key in KEYS[:2]:
            self.add(key, "Some")
            for source in ("early", "late"):
                self.mention(key, source, stages.pop())

    @rule(key=st.sampled_from(KEYS), title=st.sampled_from(["Some", "More", "=1+1"]))
    def add(self, key: str, title: str) -> None:
        """A measure, where there is none of that key."""
        if key not in self.now.titles and key not in self.now.aliases:
            self.act(measures.add, {"key": key, "title": title, "kind": "materiel"})
            self.then().titles[key] = title

    @rule(key=st.sampled_from(KEYS), title=st.sampled_from(["Other", "Café"]))
    def edit(self, key: str, title: str) -> None:
        """Another title; the same one again is no revision."""
        if self.now.titles.get(key, title) != title:
            self.act(measures.edit, key, {"title": title})
            self.then().titles[key] = title

    @rule(key=st.sampled_from(KEYS), source=st.sampled_from(sorted(DAYS)), stage=st.sampled_from(STAGES))
    def mention(self, key: str, source: str, stage: str) -> None:
        """What a source says of a measure, once."""
        place = (key, source, key)
        if key in self.now.titles and place not in self.now.said:
            said = {"measure": key, "paragraph": 1, "quote": f"{key} to come", "status": stage, "strength": "direct"}
            self.mention_keys[place] = self.act(mentions.add, source, {**said, "attribution": "own_voice"})
            self.then().said[place] = stage

    @rule(key=st.sampled_from(KEYS))
    def withdraw(self, key: str) -> None:
        """A measure with what was said of it, unless others were merged into it."""
        if key in self.now.titles and key not in self.now.aliases.values():
            self.act(measures.withdraw, key)
            model = self.then()
            del model.titles[key]
            for place in [place for place in model.said if place[0] == key]:
                del model.said[place]

    @rule(key=st.sampled_from(KEYS), into=st.sampled_from(KEYS))
    def merge(self, key: str, into: str) -> None:
        """One measure becomes another name of a second."""
        taken = key in self.now.aliases.values()
        if key != into and not taken and {key, into} <= self.now.titles.keys():
            self.act(measures.merge, key, into)
            model = self.then()
            del model.titles[key]
            model.aliases[key] = into
            for measure, source, as_ in [place for place in model.said if place[0] == key]:
                model.said[into, source, as_] = model.said.pop((measure, source, as_))

    @precondition(lambda self: len(self.history) > 2 * len(DAYS) + 7)
    @rule()
    def take_back(self) -> None:
        """The newest revision is undone; an undoing too."""
        self.act(undo, len(self.history) - 1)
        self.history.append(deepcopy(self.history[-2]))

    @rule(ago=st.integers(1, 4), as_of=st.sampled_from(sorted(SPOKEN.values())))
    def ask(self, ago: int, as_of: str) -> None:
        """The record as of a day, and as known some revisions ago, is the model of that time."""
        number = max(1, len(self.history) - ago)
        if number >= len(self.history):
            return
        for address in self.both:
            with transaction(address, "ro") as connection:
                moment = connection.scalar(select(REVISION.c.recorded_at).where(REVISION.c.number == number))
            self.compare(opened(address, as_of, moment), self.history[number], as_of)

    @rule()
    def export_and_load(self) -> None:
        """A package of one record brings nothing new into the other."""
        if not self.now.said:
            return
        folder = databases.of("sqlite").folder / "package"
        write_package.export(opened(self.both[0]), folder, force=True)
        assert load(self.both[1], folder) == {}

    @rule(key=st.sampled_from(KEYS), title=st.sampled_from(["Some", "'More"]), form=st.sampled_from(["csv", "toml"]))
    def load_new(self, key: str, title: str, form: str) -> None:
        """A reading, or rows of a package, that bring a measure."""
        if key in self.now.titles or key in self.now.aliases:
            return
        file = databases.of("sqlite").folder / ("measures.csv" if form == "csv" else f"new-{len(self.history)}.toml")
        if form == "csv":
            heading = "measure,title,kind,form,target,components,summary,aliases"
            file.write_text(f"{heading}\n{key},{title.replace(MARK, MARK * 2)},materiel,,,,,\n")
            assert [load(address, file)["measure"] for address in self.both] == [1, 1]
        else:
            file.write_text(f'[[measure]]\nkey = "{key}"\ntitle = "{title}"\nkind = "materiel"\n')
            self.act(_load_reading, file)
        self.then().titles[key] = title

    @precondition(lambda self: not self.has_read)
    @rule()
    def read(self) -> None:
        """An article, read to its end: its measures and what it says of them."""
        self.has_read = True
        sessions = [begun(address) for address in self.both]
        for session in sessions:
            for typed in ANSWERS:
                session.reply(typed)
        assert sessions[0].items == sessions[1].items
        for item in sessions[0].items:
            model, values = self.then(), item.values
            if item.noun == "measure":
                model.titles[item.key] = values["title"]
            if item.noun == "mention":
                model.said[values["measure"], READ, values["measure"]] = values["status"]

    def compare(self, record: Any, model: Model, as_of: str) -> None:
        """What a record says is what the model says."""
        listed = {row["measure"]: row for row in record.definitions()}
        assert {key: row["title"] for key, row in listed.items() if not row["merged_into"]} == model.titles
        assert {key: row["merged_into"] for key, row in listed.items() if row["merged_into"]} == model.aliases
        told = {one.row["measure"]: one.row["status"] for one in record.measures()}
        assert told == {key: status for key in model.titles if (status := model.status(key, as_of))}

    @invariant()
    def agrees(self) -> None:
        """Both records say what the model says, and what each revision did is the same in both."""
        contents = []
        for address in self.both:
            self.compare(opened(address), self.now, max(SPOKEN.values()))
            with transaction(address, "ro") as connection:
                contents.append(list(connection.scalars(select(REVISION.c.content).order_by(REVISION.c.number))))
        assert contents[0] == contents[1]
        assert len(contents[0]) == len(self.history) - 1

    def teardown(self) -> None:
        """At the end the change log vouches for everything."""
        assert all(map(sound, self.both))


@pytest.mark.long
def test_the_record_is_its_model() -> None:
    """Adding, editing, withdrawing, merging, undoing, loading, reading, exporting, asking about the past: any order."""
    databases.of("postgresql")  # skipped where there is none
    chosen = settings(
        max_examples=times(3, 200),
        stateful_step_count=times(10, 60),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Record, settings=chosen)  # type: ignore[no-untyped-call]
