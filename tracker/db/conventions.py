"""How history is kept: what the readers and the writers of versions agree on; imports no library."""

from typing import Any

# A version: what its columns hold is the models' to say, as six tables share the code.
Row = dict[str, Any]

NOUNS = ("source", "paragraph", "measure", "event", "mention", "link")

# The revision that no version outlives: `ended_in` of every version that lives.
LIVE = 2_147_483_647
# The digest before the first revision's.
GENESIS = "0" * 64
# What every version has, whatever its noun; the rest is what it says.
BOOKKEEPING = ("id", "key", "made_in", "ended_in", "edition")

# What the versions of each noun refer to, beside their own anchor, and what an anchor holds beside its key. Who reads
# knows it from here, and a test holds it to the models.
REFERENCES: dict[str, dict[str, str]] = {
    "source": {},
    "paragraph": {},
    "measure": {"merged_into_id": "measure"},
    "event": {"paragraph_id": "paragraph", "document_id": "source"},
    "mention": {
        "measure_id": "measure",
        "paragraph_id": "paragraph",
        "source_id": "source",
        "context_paragraph_id": "paragraph",
        "event_id": "event",
    },
    "link": {"measure_id": "measure", "other_id": "measure"},
}
OF_ANCHOR: dict[str, dict[str, str]] = {"paragraph": {"source_id": "source", "number": ""}}


def _pointing() -> dict[str, list[tuple[str, str]]]:
    """What points to each noun: the noun that does, and the field it does it with."""
    found: dict[str, list[tuple[str, str]]] = {}
    for noun in NOUNS:
        for field, target in {**OF_ANCHOR.get(noun, {}), **REFERENCES[noun]}.items():
            if target:
                found.setdefault(target, []).append((noun, field))
    return found


POINTING = _pointing()
