"""Readings: what a file may say, and how its faults are reported: all at once, with file, line, field and remedy."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT, opened
from tests.making import mention
from tests.running import run
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.domain import quotes
from tracker.errors.base import FaultsFound
from tracker.errors.files import CannotRead
from tracker.readings import toml_file
from tracker.readings.merge import Loading

SEEDS = ROOT / "seeds"

TEXT = """Ministers met on Monday.
The government will send 40 lorries to Lviv, an aide said.
"""

MEASURES = """[[measure]]
key = "lorries"
title = "Lorries to Lviv"
kind = "humanitarian"
"""


def reading(mention: str = "", verdict: str = 'verdict = "rhetoric"') -> str:
    """A small sound reading of TEXT, with more in its mention or another first verdict."""
    first, second = quotes.paragraphs(TEXT)
    return f"""[source]
key = "lorries-for-lviv"
publisher = "The Daily Example"
title = "Lorries for Lviv"
published = "2022-03-08"
published_earliest = "2022-03-08"
published_latest = "2022-03-08"
published_basis = "stated"
paragraphs = [
  {{ number = 1, sha256 = "{quotes.fingerprint(first)}", words = 4, {verdict} }},
  {{ number = 2, sha256 = "{quotes.fingerprint(second)}", words = 11 }},
]

[[mention]]
measure = "lorries"
paragraph = 2
quote = "will send 40 lorries to Lviv"
status = "announced"
strength = "direct"
attribution = "unnamed_officials"
{mention}
"""


def load(address: Address, folder: Path, **files: str) -> dict[str, int]:
    """Load files into a database, in a change of its own."""
    for name, content in files.items():
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    with transaction(address) as connection:
        change = Change(connection, "the tests", "to test")
        loading = Loading(change, toml_file.files_in(folder), shipped=True)
        steps = loading.plan()
        loading.apply(steps, {})
        change.close()
    return dict(Counter(step.noun for step in steps))


def faults(address: Address, folder: Path, **files: str) -> list[str]:
    """The faults that keep files from being loaded, as a person sees them."""
    with pytest.raises(FaultsFound) as found:
        load(address, folder, **files)
    assert opened(address).revision == 0, "something was loaded all the same"
    return [str(fault) for fault in found.value.faults]


def test_a_sound_reading_is_loaded(empty: Address, tmp_path: Path) -> None:
    """A reading brings its source, paragraphs, measures and mentions."""
    came = load(empty, tmp_path, article=reading(), measures=MEASURES)
    assert came == {"measure": 1, "source": 1, "paragraph": 2, "mention": 1}
    [one] = [*opened(empty).measures()]
    assert (one.row["status_label"], one.row["as_of"]) == ("pledged", "2022-03-08")


BROKEN = [
    ('colour = "red"', "article.toml:21: colour: unknown field"),
    ('place = "polland"', "article.toml:21: place: unknown place 'polland' → did you mean poland"),
    ('place = "poland;poland"', "article.toml:21: place: 'poland;poland' names one thing twice"),
    ('date = "2022-02-30"\ndate_basis = "stated"', "article.toml:21: date: bad date '2022-02-30'"),
    ("date = 2022-03-08", "article.toml:21: date: datetime.date(2022, 3, 8) is not text"),
    ('date = "2022-03-08"', "article.toml:14: date_basis: a date and its basis go together"),
    ("amount = 40", "article.toml:21: amount: a number needs its unit and its qualifier"),
    ('amount = "some"', "article.toml:21: amount: 'some' is not a number"),
    ('amount = -1\nunit = "items"\nqualifier = "exact"', "article.toml:21: amount: -1 is out of range"),
    ('qualifier = "about"', "article.toml:14: unit: missing"),
    ("context_paragraph = 1", "article.toml:14: context_quote: the context is incomplete"),
    (
        'context_paragraph = 9\ncontext_quote = "on Monday"',
        "article.toml:21: context_paragraph: lorries-for-lviv has no",
    ),
    ('event = "nothing"', "article.toml:21: event: no event 'nothing'"),
    ("unsure = 1", "article.toml:21: unsure: 1 is not true or false"),
    ('note = "a\\u001bb"', "article.toml:21: note: holds the control character U+001B"),
    ('note = "a\\u202eb"', "article.toml:21: note: holds the control character U+202E"),
]


@pytest.mark.parametrize(("line", "expected"), BROKEN)
def test_a_fault_names_file_line_field_and_remedy(empty: Address, tmp_path: Path, line: str, expected: str) -> None:
    """Each fault of a field is reported where it stands, and says what to do."""
    [fault] = faults(empty, tmp_path, article=reading(line), measures=MEASURES)
    assert fault.startswith(expected)
    assert " → " in fault


QUOTES = {
    "the quote is empty": " ",
    "the quote has 16 words": "a b c d e f g h i j k l m n o p",
    "the quote is a whole sentence": "They will send 40 lorries.",
}


@pytest.mark.parametrize(("message", "quote"), QUOTES.items())
def test_a_quote_is_a_fragment(empty: Address, tmp_path: Path, message: str, quote: str) -> None:
    """A quote has one to fifteen words and is less than a sentence."""
    broken = reading().replace("will send 40 lorries to Lviv", quote)
    found = faults(empty, tmp_path, article=broken, measures=MEASURES)
    assert any("article.toml:17: quote:" in fault for fault in found)
    if quote.strip():
        assert any(message in fault for fault in found)


def test_all_faults_of_all_files_at_once(empty: Address, tmp_path: Path) -> None:
    """Faults do not hide one another, within a file or between files; they come in order of file and line."""
    found = faults(
        empty,
        tmp_path,
        article=reading('place = "mars"\nunit = "moons"', verdict='verdict = "boring"'),
        measures=MEASURES.replace("humanitarian", "gossip"),
        other='[[link]]\nmeasure = "lorries"\nrelation = "part_of"\nother = "nowhere"\n',
    )
    assert [fault.split(":")[0] for fault in found] == ["article.toml"] * 3 + ["measures.toml", "other.toml"]
    assert "kind" in found[3]


def test_a_refused_measure_is_one_fault(empty: Address, tmp_path: Path) -> None:
    """What points at something refused is not reported as a second fault."""
    [fault] = faults(empty, tmp_path, article=reading(), measures=MEASURES.replace("humanitarian", "gossip"))
    assert fault.startswith("measures.toml:4: kind: unknown kind 'gossip'")


SHAPES = {
    "[[mention]]\nmeasure = oops": "article.toml:2: not TOML",
    '[[gossip]]\nkey = "a"': "article.toml:1: gossip: unknown section",
    'source = "me"': "article.toml: source: not a table",
    '[[mention]]\nmeasure = "lorries"': "article.toml:1: the file has no [source]",
    f"a = {'[' * 10_000}": "article.toml: nested beyond reason",
    # What stands in a text of several lines is no table and no field.
    '[[measure]]\nsummary = """\n[[gossip]]\nwhen = 1\n"""\n[[gossip]]\nkey = "a"': "article.toml:6: gossip: unknown",
    "[[measure]]\nsummary = '''\n\"\"\"\n[[gossip]]\n'''\n[[gossip]]\nkey = 1": "article.toml:6: gossip: unknown",
}


@pytest.mark.parametrize(("content", "expected"), SHAPES.items())
def test_a_file_of_another_shape(empty: Address, tmp_path: Path, content: str, expected: str) -> None:
    """A file that is no reading says at which line it stops being one."""
    found = faults(empty, tmp_path, article=content)
    assert any(fault.startswith(expected) for fault in found), found


def test_a_file_that_is_not_utf8(empty: Address, tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are a fault, not a crash."""
    (tmp_path / "article.toml").write_bytes(b'key = "\xff"')
    [fault] = faults(empty, tmp_path)
    assert "not UTF-8" in fault


def test_a_folder_without_readings(tmp_path: Path) -> None:
    """An empty folder is refused."""
    with pytest.raises(CannotRead):
        toml_file.files_in(tmp_path)


def test_paragraphs_are_complete(empty: Address, tmp_path: Path) -> None:
    """Every paragraph is numbered without a gap and has a mention or a verdict."""
    gap = reading().replace("{ number = 2", "{ number = 3")
    found = faults(empty, tmp_path, article=gap, measures=MEASURES)
    assert any("paragraph 2 is missing" in fault for fault in found)
    untold = faults(empty, tmp_path, article=reading(verdict='note = "hm"'), measures=MEASURES)
    assert untold == [
        "article.toml:10: verdict: missing, and nothing is recorded here"
        " → give it a verdict, record what it mentions, or say unread = true"
    ]


def test_the_same_mention_twice(empty: Address, tmp_path: Path) -> None:
    """One source, paragraph, measure and quote is one mention."""
    twice = reading() + reading()[reading().index("[[mention]]") :]
    [fault] = faults(empty, tmp_path, article=twice, measures=MEASURES)
    assert fault.startswith("article.toml:25: quote: the file has this mention already")


def test_the_same_measure_twice(empty: Address, tmp_path: Path) -> None:
    """A measure of two files, or twice in one, is told of the second."""
    told = faults(empty, tmp_path, article=reading(), measures=MEASURES, more=MEASURES)
    assert [fault for fault in told if fault.startswith("more.toml:2: key: the files have this measure already")]


def test_what_happened_cannot_lie_ahead(empty: Address, tmp_path: Path) -> None:
    """A stage said to be reached cannot be dated after the day the source speaks; a plan may be."""
    later = 'date = "2022-04"\ndate_basis = "stated"'
    load(empty, tmp_path, article=reading(later), measures=MEASURES)
    done = reading(later).replace('"announced"', '"completed"').replace("lorries-for-lviv", "another")
    with pytest.raises(FaultsFound, match="lies after the source spoke"):
        load(empty, tmp_path, article=done, measures="")


def test_the_shipped_seeds_are_whole() -> None:
    """The shipped readings are one file for each article, one for documents and one for the measures."""
    names = [file.name for file in toml_file.files_in(SEEDS)]
    assert names[-1] == "measures.toml"
    assert len(names) == 7
    for name in names[:-1]:
        parsed, found = toml_file.parse(SEEDS / name)
        assert found == []
        assert parsed is not None
        if name == toml_file.DOCUMENTS:
            continue
        assert parsed.entries["source"][0].values["seed"] == name.removesuffix(".toml")


def test_every_quote_stands_in_its_paragraph(texts: Path) -> None:
    """Every shipped quote is a fragment found exactly once in its paragraph, and every fingerprint is right."""
    for file in toml_file.files_in(SEEDS)[:-2]:
        parsed, _ = toml_file.parse(file)
        assert parsed is not None
        source = parsed.entries["source"][0].values
        content = (texts / f"{source['seed']}.txt").read_bytes()
        lines = quotes.paragraphs(content.decode())
        assert source["text_sha256"] == quotes.text_fingerprint(content)
        assert [row["sha256"] for row in source["paragraphs"]] == [quotes.fingerprint(line) for line in lines]
        for entry in parsed.entries["mention"]:
            mention = entry.values
            assert quotes.complaint(mention["quote"], lines[mention["paragraph"] - 1]) is None, mention
            if "context_quote" in mention:
                context = lines[mention["context_paragraph"] - 1]
                assert quotes.complaint(mention["context_quote"], context) is None, mention


def test_a_tampered_seed_is_refused(empty: Address, tmp_path: Path) -> None:
    """A shipped reading with one word of a closed list misspelt is refused with its file and line."""
    for file in toml_file.files_in(SEEDS):
        shutil.copy(file, tmp_path / file.name)
    victim = tmp_path / "measures.toml"
    victim.write_text(victim.read_text().replace('kind = "training"', 'kind = "trianing"'))
    [fault] = faults(empty, tmp_path)
    assert "did you mean training" in fault


def test_readings_after_corrections(shipped_file: Path, tmp_path: Path) -> None:
    """A merge into a later key, a withdrawn mention and an unread article come back from readings as they went out."""
    article = tmp_path / "lorries.txt"
    article.write_text("Ministers met.\n\nNothing was said.\n", encoding="utf-8")
    added = ("source", "add", "--title", "Lorries", "--published", "2022-03-08", "--text", str(article), "--why", "w")
    assert run(*added, db=shipped_file).returncode == 0
    assert run("measure", "merge", "estonia-doubling", "hms-trent", "--why", "w", db=shipped_file).returncode == 0
    key = mention(Address.of(shipped_file), "initial-sanctions", "almost-impossible")
    assert run("mention", "withdraw", key, "--why", "w", db=shipped_file).returncode == 0
    first, second, other = tmp_path / "first", tmp_path / "second", tmp_path / "other.db"
    assert run("export", "--readings", str(first), db=shipped_file).returncode == 0
    assert "unread = true" in (first / "lorries.toml").read_text(encoding="utf-8")
    assert run("db", "init", "--empty", db=other).returncode == 0
    loaded = run("load", str(first), "--why", "w", db=other)
    assert loaded.returncode == 0, loaded.stderr
    assert run("export", "--readings", str(second), db=other).returncode == 0
    written = {file.name: file.read_bytes() for file in first.iterdir()}
    assert {file.name: file.read_bytes() for file in second.iterdir()} == written


def test_an_edition_is_its_content(tmp_path: Path) -> None:
    """The digest of an edition counts what its files say, and not how their lines end."""
    digests = set()
    for end in (b"\n", b"\r\n"):
        folder = tmp_path / repr(end)
        folder.mkdir()
        for file in toml_file.files_in(ROOT / "seeds"):
            (folder / file.name).write_bytes(file.read_bytes().replace(b"\n", end))
        digests.add(toml_file.digest(toml_file.files_in(folder)))
    assert digests == {toml_file.digest(toml_file.files_in(ROOT / "seeds"))}


def test_a_file_is_never_named_by_somebodys_data(shipped_file: Path, tmp_path: Path) -> None:
    """A text's name that leads elsewhere, is taken, or is that of the measures, names no file: the key does."""
    for source, seed in (
        ("step-back", "../../outside"),
        ("trip-to-moscow", "measures"),
        ("not-optimistic", "Same"),
        ("cold-war-rhetoric", "same"),
    ):
        done = run("source", "edit", source, "--seed", seed, "--why", "to see", db=shipped_file)
        assert done.returncode == 0, done.stderr
    keys = [row["source"] for row in opened(Address.of(shipped_file)).articles()]
    done = run("export", "--readings", str(tmp_path / "a" / "b"), db=shipped_file)
    assert done.returncode == 0, done.stderr
    names = sorted(file.name for file in (tmp_path / "a" / "b").iterdir())
    assert len({name.casefold() for name in names}) == len(keys) + 2, names
    assert [path for path in tmp_path.rglob("*.toml") if path.parent.name != "b"] == []
