"""Word lists that curators may edit: text files beside this module, a section for each use, Python's patterns in them.

A line holds alternatives separated by |, and one that begins with spaces goes on with the line above; capitals do not
matter, but in (?-i:…), and ' stands for ’ too. A line that begins with # is a remark.
"""

import re
from pathlib import Path

Pattern = re.Pattern[str]


def sections(name: str) -> list[tuple[str, Pattern]]:
    """The sections of a file in their order: the name of each, and a pattern of its words as whole words."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8").replace("’", "'").replace("'", "['’]")
    text = re.sub(r"\n +", "", text)
    found = []
    for heading, _, lines in (section.partition("]\n") for section in text.split("\n[")[1:]):
        words = "|".join(line for line in lines.splitlines() if line and not line.startswith("#"))
        found.append((heading, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)))
    return found
