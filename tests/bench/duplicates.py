"""How well a measure that is recorded already is noticed before it is added again, held against the shipped record.

Caught: each shipped measure is added again with its title reworded by hand, as another person might put it. False
alarms: each shipped measure is added to a record that holds all the others but itself, and measures that are new but
near to shipped ones are added; nothing should be said of either. The rewordings were written before the rule was tried,
the rule and its threshold were then chosen on them, so the rates are of the fit and not of the future. Printed twice:
comparing with every title, and as `measure add` does, with those that the search index finds in a record.

    python tests/bench/duplicates.py
"""

import csv
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tracker.db.address import Address  # noqa: E402
from tracker.db.change import writing  # noqa: E402
from tracker.db.reader import reading  # noqa: E402
from tracker.readings import new_record  # noqa: E402
from tracker.record import measures  # noqa: E402
from tracker.reports.search import recorded_alike  # noqa: E402
from tracker.reports.snapshot import Snapshot  # noqa: E402
from tracker.text.near_duplicates import measures_alike  # noqa: E402

# What adding a measure with no more than a title and a kind names, to a record that lacks the shipped one of a key.
Named = Callable[[str, str, str], list[str]]

REWORDED = {
    "anti-tank-missiles": "Anti-tank weapons sent to Ukraine",
    "asset-seizure": "Seizure of oligarchs' assets and yachts",
    "assets-legislation": "Law on proceeds of crime and assets",
    "eastern-flank-reinforcement": "Reinforcement of the eastern flank of Nato",
    "estonia-doubling": "Twice as many UK troops in Estonia",
    "further-military-support": "More military support for Ukraine",
    "further-sanctions": "More individuals to be sanctioned",
    "hms-trent": "HMS Trent sent to the eastern Mediterranean",
    "icc-assistance": "Assistance to the ICC investigation",
    "icc-referral": "Russia referred to the ICC",
    "initial-sanctions": "First round of sanctions",
    "insurgency-support": "Supporting an insurgency militarily",
    "intervention-in-ukraine": "Intervening militarily in Ukraine",
    "more-forces-if-needed": "More forces for allies if they are needed",
    "nato-defence-offer": "Strengthening Nato's defences: an offer",
    "offers-not-taken-up": "Offers that Ukraine did not need",
    "oligarch-sanctions": "Sanctioning Russian oligarchs",
    "protective-equipment": "Protective kit for Ukraine: helmets, body armour",
    "putin-personal-sanctions": "Sanctioning Putin personally",
    "raf-jets-southern-europe": "RAF jets for southern Europe",
    "royal-engineers-poland": "Royal Engineers sent to Poland",
    "royal-marines-poland": "Some 350 marines for Poland",
    "sanctions-law": "Tougher and extended sanctions law",
    "sanctions-package": "A new package of economic sanctions",
    "sanctions-package-use": "The new package of sanctions put to use",
    "standby-1000": "A thousand troops put on standby",
    "standby-humanitarian-deployment": "Troops on standby for a humanitarian crisis",
    "standby-support-to-allies": "Supporting allies with the standby troops",
    "training-ukraine": "Ukrainian troops trained",
    "troops-if-invasion": "More troops if Russia were to invade",
    "type-45-destroyer": "A Type 45 destroyer in the Mediterranean",
    "unexplained-wealth-orders": "Stronger unexplained wealth orders",
}


# Measures that the shipped record does not hold, near to some that it does.
NEW = {
    "Royal Engineers to Estonia": "deployment",
    "200 Royal Marines to Norway": "deployment",
    "HMS Diamond to the Mediterranean": "deployment",
    "600 troops to Estonia": "deployment",
    "2,000 troops on standby": "readiness",
    "Anti-aircraft missiles for Ukraine": "materiel",
    "Starstreak missiles for Ukraine": "materiel",
    "Armoured vehicles for Ukraine": "materiel",
    "Training of Ukrainian pilots": "training",
    "Sanctions on Russian banks": "sanctions",
    "Sanctions on Belarus": "sanctions",
    "Personal sanctions on Lavrov": "sanctions",
    "Asset freeze on Putin": "sanctions",
    "Field hospital to Lviv": "humanitarian",
    "Humanitarian aid to Ukraine": "humanitarian",
    "Economic crime bill": "legislation",
}


def shipped() -> dict[str, dict[str, str]]:
    """The shipped measures by key."""
    with (ROOT / "data" / "measures.csv").open(encoding="utf-8") as file:
        return {row["measure"]: row for row in csv.DictReader(file)}


def named(title: str, kind: str, without: str = "") -> list[str]:
    """What adding a measure with no more than its title and kind names, to a record that lacks one of the shipped."""
    held = [row for key, row in shipped().items() if key != without]
    return [near.key for near in measures_alike({"measure": "", "title": title, "kind": kind}, held)]


def by_index(record: Path) -> Named:
    """The same by the search index of a record of all the shipped."""

    def name(title: str, kind: str, without: str = "") -> list[str]:
        file = record
        if without:
            file = Path(shutil.copy(record, record.with_name("lacking.db")))
            with writing(Address.of(file), "the bench", "to try") as change:
                measures.withdraw(change, without)
        with reading(Address.of(file)) as reader:
            found = recorded_alike(Snapshot(reader.rows), {"measure": "", "title": title, "kind": kind})
        return [row["measure"] for row in found]

    return name


def missed(name: Named = named) -> list[str]:
    """The shipped measures that are not named when they are added again with other words."""
    return [key for key, row in shipped().items() if key not in name(REWORDED[key], row["kind"], "")]


def alarms(name: Named = named) -> dict[str, list[str]]:
    """The shipped measures, each added beside the others, of which another one is named."""
    found = {key: name(row["title"], row["kind"], key) for key, row in shipped().items()}
    return {key: keys for key, keys in found.items() if keys}


def new_alarms(name: Named = named) -> dict[str, list[str]]:
    """The measures that are new, of which one of the shipped is named."""
    found = {title: name(title, kind, "") for title, kind in NEW.items()}
    return {title: keys for title, keys in found.items() if keys}


def main() -> None:
    """Print the rates of both ways."""
    print("compared with every title")
    show(named)
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "record.db"
        new_record.create(Address.of(record), "the bench")
        print("\nfound by the index")
        show(by_index(record))


def show(name: Named) -> None:
    """Print the rates of one way, and what was missed and what was alarmed about."""
    total, lost, wrong, near = len(REWORDED), missed(name), alarms(name), new_alarms(name)
    print(f"added again, reworded:            {total - len(lost)} of {total} noticed")
    for key in lost:
        print(f"  missed: {key}: {REWORDED[key]}")
    print(f"each shipped one beside the rest: {len(wrong)} of {total} alarmed about")
    print(f"new ones near to the shipped:     {len(near)} of {len(NEW)} alarmed about")
    for added, keys in (wrong | near).items():
        print(f"  alarm: {added}: {', '.join(keys)}")


if __name__ == "__main__":
    main()
