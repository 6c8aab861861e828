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
