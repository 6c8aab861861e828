"""The closed lists: every word the record may use, defined once, in `lists.txt` beside this module.

Help, checks and codebook are made from here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tracker.errors.usage import UnknownCode


class Term(NamedTuple):
    """One word of a closed list: how it reads, and what it means."""

    label: str
    definition: str


class Vocabulary(dict[str, Term]):
    """A closed list, in its order of reading."""

    def __init__(self, name: str, terms: dict[str, Term]) -> None:
        super().__init__(terms)
        self.name = name

    def require(self, code: str) -> str:
        """The code that a word means, itself, its letter or its label; raises UnknownCode where there is none."""
        word = code.strip().lower().replace(" ", "_").replace("-", "_")
        if word in self:
            return word
        for known, letter in _LETTERS.get(self.name, {}).items():
            if letter.lower() == word:
                return known
        for known, term in self.items():
            if term.label.lower() == code.strip().lower():
                return known
        raise UnknownCode(self.name, code, self)

    def label(self, code: str) -> str:
        """How a code reads; a code of another edition reads as itself."""
        return self[code].label if code in self else code

    def labels(self, codes: str | None) -> str:
        """How codes separated by semicolons read."""
        return ", ".join(self.label(code) for code in (codes or "").split(";") if code)


def sections(name: str) -> dict[str, dict[str, list[str]]]:
    """A file of this folder by its sections: of each line, what stands first and the parts that follow it."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    blocks = (block.partition("]\n") for block in text.split("\n[")[1:])
    return {
        section: {first: told for first, *told in (line.split(" | ") for line in lines.splitlines() if line)}
        for section, _, lines in blocks
    }


_LINES = sections("lists.txt")


def _listed(name: str) -> Vocabulary:
    return Vocabulary(name, {code: Term(label, meaning) for code, (label, meaning, *_) in _LINES[name].items()})


KINDS, FORMS, STATUSES = _listed("kind"), _listed("form"), _listed("status")
STRENGTHS, ATTRIBUTIONS, DATE_BASES = _listed("strength"), _listed("attribution"), _listed("date_basis")
SOURCE_TYPES, EVIDENCE, INSTRUMENTS = _listed("source_type"), _listed("evidence"), _listed("instrument")
QUALIFIERS, BASES, UNITS = _listed("qualifier"), _listed("basis"), _listed("unit")
PLACES, TARGETS = _listed("place"), _listed("target")
VERDICTS, RELATIONS, RULES = _listed("verdict"), _listed("relation"), _listed("rule")
LISTS: tuple[Vocabulary, ...] = (
    *(KINDS, FORMS, STATUSES, STRENGTHS, ATTRIBUTIONS, DATE_BASES, SOURCE_TYPES, INSTRUMENTS, EVIDENCE, QUALIFIERS),
    *(BASES, UNITS, PLACES, TARGETS, VERDICTS, RELATIONS, RULES),
)

FORMS_OF_KIND: dict[str, list[str]] = {}
for _code, (*_, _kind) in _LINES["form"].items():
    FORMS_OF_KIND.setdefault(_kind, []).append(_code)
# The smallest named place around a place; two places disagree only where neither lies in the other.
PLACE_WITHIN = {code: around[0] for code, (_, _, *around) in _LINES["place"].items() if around}
STATUS_LABELS = {
    kind: {
        status: _LINES["status_label"].get(f"{kind}.{status}", [usual])[0]
        for status, (*_, usual) in _LINES["status"].items()
    }
    for kind in KINDS
}

# Stages that claim something has happened: it cannot lie after the day its source speaks.
PAST_STAGES = ("under_way", "in_effect", "completed", "ended")
# Sources whose quoted words decide what was reported; a source that says no type is one of the press.
PRESS = ("press", "broadcast")
# Read, not obeyed: regulations can be in force before Parliament approves them. A refusal and an end stand outside it.
STATUS_ORDER = {"considered": 1, "proposed": 2, "announced": 3, "under_way": 4, "in_effect": 5, "completed": 6}
# How far each stage goes when two are compared: a refusal is short of talk, an end is beyond completion.
ADVANCE = {"ruled_out": 0, **STATUS_ORDER, "ended": 7}
STATUS_LETTERS = dict(zip(STATUSES, "RCPAUIDE", strict=True))
VERDICT_LETTERS = {"diplomacy": "d", "other_actor": "o", "rhetoric": "r", "context": "c", "furniture": "f"}
_LETTERS = {"status": STATUS_LETTERS, "verdict": VERDICT_LETTERS}


def status_label(kind: str, status: str) -> str:
    """How a status reads for a measure of this kind."""
    return STATUS_LABELS[kind][status] if kind in STATUS_LABELS else STATUSES.label(status)


def require_status(word: str) -> str:
    """The status that a word means: its code, or how it reads for any kind; raises UnknownCode where there is none."""
    for labels in STATUS_LABELS.values():
        for status, label in labels.items():
            if word.strip().lower() == label.lower():
                return status
    return STATUSES.require(word)


def codes() -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of `codes.csv`: list, code, order, label, definition; the status labels of each kind among them."""
    for vocabulary in LISTS:
        for position, (code, term) in enumerate(vocabulary.items(), 1):
            order = str(STATUS_ORDER.get(code, "")) if vocabulary is STATUSES else str(position)
            yield vocabulary.name, code, order, term.label, term.definition
    for kind, labels in STATUS_LABELS.items():
        for status, label in labels.items():
            order = str(STATUS_ORDER.get(status, ""))
            yield "status_label", f"{kind}.{status}", order, label, f"how {status} reads for {kind}"


def place_lies_in(place: str, other: str) -> bool:
    """Whether a place is the other or lies within it."""
    current: str | None = place
    while current:
        if current == other:
            return True
        current = PLACE_WITHIN.get(current)
    return False
