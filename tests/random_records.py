"""Records of random things, in any state that the verbs can leave one in."""

import random
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.conftest import opened
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.domain.fields import WORDS
from tracker.domain.vocabulary import (
    ATTRIBUTIONS,
    FORMS_OF_KIND,
    KINDS,
    PLACES,
    RELATIONS,
    SOURCE_TYPES,
    STATUSES,
    STRENGTHS,
    UNITS,
    VERDICTS,
)
from tracker.errors.base import Refused
from tracker.package import write_package
from tracker.package.descriptor import Manner
from tracker.record import events, links, measures, mentions, paragraphs, sources

TEXTS = ["plain", "=1+1", "'quoted", 'a "b", c', "é — ü", "-1", "+44", "@home", "007", "a;b", "1e5", "true"]

DAYS = ["2022-01-05", "2022-01-20", "2022-02-10", "2022-02-11", "2022-03-03"]

TYPED = [code for code in VERDICTS if code != "records"]


def maybe(dice: random.Random, *choices: object) -> object:
    """One of these, or as often nothing."""
    return dice.choice([None, *[None] * len(choices), *choices])


def fill(change: Change, dice: random.Random, newer: bool = True) -> None:
    """A record of random things, in any state the verbs can leave one in; with what format 2 added, or without."""
    for number in range(dice.randrange(1, 4)):
        day = dice.choice(DAYS)
        said = {"key": f"source-{number}", "publisher": dice.choice(TEXTS), "title": dice.choice(TEXTS)}
        said |= dict.fromkeys(("published", "published_earliest", "published_latest"), day)
        said |= {"published_basis": "stated", "origin": maybe(dice, "one-origin"), "note": maybe(dice, *TEXTS)}
        if newer:
            said |= {"type": maybe(dice, *SOURCE_TYPES), "citation": maybe(dice, *TEXTS)}
        if dice.random() < 0.4:
            said |= {
                "published_earliest": "2022-01-01",
                "published_latest": "2022-03-05",
                "published_basis": "inferred",
            }
        if dice.random() < 0.2:
            said["updated"] = "2022-03-06"
        if newer and dice.random() < 0.3:
            said |= {"instrument": "statutory_instrument", "made": "2022-01-05T10:15", "amends": dice.choice(TEXTS)}
        sources.add(change, said)
        for place in range(1, dice.randrange(1 if newer and number else 2, 12)):
            verdict = maybe(dice, *TYPED)
            row = {"number": place, "sha256": maybe(dice, f"{number}{place:02}" * 20 + "abcd"), "verdict": verdict}
            row |= {"also": ";".join(dice.sample(TYPED, 2)) if verdict and dice.random() < 0.5 else None}
            paragraphs.add(change, f"source-{number}", row | {"words": maybe(dice, 7), "note": maybe(dice, *TEXTS)})
    for number in range(dice.randrange(1, 7)):
        kind = dice.choice(list(KINDS))
        said = {"key": f"measure-{number}", "title": dice.choice(TEXTS), "kind": kind}
        said |= {"form": maybe(dice, *FORMS_OF_KIND.get(kind, ())) if FORMS_OF_KIND.get(kind) else None}
        measures.add(change, said | {"components": maybe(dice, *TEXTS, "a; b"), "summary": maybe(dice, *TEXTS)})
    known = sorted(change.keys("paragraph"))
    for number in range(dice.randrange(3)):
        source, _, place = dice.choice(known).rpartition("/")
        cited = {
            "source": source,
            "paragraph": int(place),
            "quote": dice.choice(TEXTS),
            "met_on": maybe(dice, "2022-02"),
        }
        said = {"key": f"event-{number}", "title": dice.choice(TEXTS), **dice.choice([cited, {}])}
        if newer and dice.random() < 0.5:
            said |= {"happened_on": "2022-02", "document": source, "locator": maybe(dice, *TEXTS)}
        events.add(change, said)
    for number in range(dice.randrange(1, 15)):
        attempt(lambda number=number: mention(change, dice, known, number, newer))  # type: ignore[misc]


def attempt(act) -> None:  # type: ignore[no-untyped-def]
    """What a verb refuses is not done."""
    with suppress(Refused):
        act()


def mention(change: Change, dice: random.Random, known: list[str], number: int, newer: bool) -> None:
    """A random mention."""
    source, _, place = dice.choice(known).rpartition("/")
    said = {"measure": dice.choice(change.live_keys("measure")), "paragraph": int(place)}
    said |= {"quote": f"{dice.choice(TEXTS)} {number}", "status": dice.choice(list(STATUSES))}
    said |= {"strength": dice.choice(list(STRENGTHS)), "attribution": dice.choice(list(ATTRIBUTIONS))}
    said |= {"actor": maybe(dice, *TEXTS), "speaker": maybe(dice, *TEXTS), "note": maybe(dice, *TEXTS)}
    said |= {"condition": maybe(dice, "if it rains"), "due": maybe(dice, "2022-03"), "unsure": dice.random() < 0.3}
    if newer:
        said |= {"origin": maybe(dice, "an-agency", "one-origin"), "evidence": maybe(dice, "quoted")}
    said |= {"place": maybe(dice, *PLACES, "poland;estonia"), "event": maybe(dice, *change.live_keys("event"))}
    if dice.random() < 0.4:
        amount = dice.choice([0, 7, 350.0, 2.5, 0.0001, 10**15])
        said |= {
            "amount": amount,
            "unit": dice.choice(list(UNITS)),
            "qualifier": "exact",
            "basis": maybe(dice, "total"),
        }
    if dice.random() < 0.4:
        said |= {"date": dice.choice(["2021", "2021-12", "../2022-01-01", "[..2022-01-04]"]), "date_basis": "stated"}
    if dice.random() < 0.3:
        said |= {"context_paragraph": int(place), "context_quote": dice.choice(TEXTS)}
    if newer and dice.random() < 0.3:
        said = {name: value for name, value in said.items() if name not in WORDS}
        said |= {"evidence": "cited", "locator": maybe(dice, *TEXTS)}
        source = dice.choice(change.live_keys("source"))
    mentions.add(change, source, {name: value for name, value in said.items() if value is not None})


def curate(change: Change, dice: random.Random) -> None:
    """Something a curator does."""
    held, things = change.live_keys("mention"), change.live_keys("measure")
    one, other = dice.choice(things), dice.choice(things)
    kind = dice.randrange(8)
    if kind == 0:
        measures.merge(change, one, other)
    elif kind == 1:
        links.add(change, {"measure": one, "relation": dice.choice(list(RELATIONS)), "other": other})
    elif kind == 2:
        for key in measures.mentions_of(change, one):
            mentions.deprecate(change, key, "=a slip")
    elif kind == 3 and dice.random() < 0.3 and len(things) > 1:
        measures.withdraw(change, one)
    elif held:
        key = dice.choice(held)
        acts = {
            4: lambda: mentions.prefer(change, key, "2022-02-20"),
            5: lambda: mentions.deprecate(change, key, "slip"),
        }
        acts |= {6: lambda: mentions.edit(change, key, {"quote": "other words"})}
        acts |= {5: lambda: mentions.deprecate(change, key, "a slip")}
        acts.get(kind, lambda: mentions.move(change, key, other))()


def made(address: Address, seed: int, newer: bool = True) -> random.Random:
    """Fill a record at random, then let curators loose on it; returns the dice as they then lie."""
    dice = random.Random(seed)
    for act in [partial(fill, newer=newer), *[curate] * dice.randrange(12)]:
        with suppress(Refused), transaction(address) as connection:
            change = Change(connection, "the tests", "at random")
            act(change, dice)
            change.close()
    return dice


def exported(address: Address, folder: Path, manner: Manner = write_package.PLAIN, as_of: str = "") -> dict[str, bytes]:
    """The package of a record, file by file."""
    write_package.export(opened(address, as_of), folder, manner)
    return {file.name: file.read_bytes() for file in folder.iterdir()}
