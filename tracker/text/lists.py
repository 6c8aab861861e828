"""Lists in an article: lines that say only half of what they mean, the other half standing in the line above them."""

import re
from collections.abc import Sequence

_BULLET = re.compile(r"\s*(?:[-–—*•·▪◦‣]|\d{1,2}[.)]|\([a-z\d]\))\s")
# Words of the longest line without a bullet that is one of a list.
_LISTED = 40


def leads(paragraphs: Sequence[str]) -> list[str]:
    """Of each paragraph the line that introduces the list it is one of, else nothing.

    A list follows a line that ends with a colon, and has bullets or no full stops; without such a line bullets stand
    under the article's headline.
    """
    found = []
    lead, marked = "", False
    for text in paragraphs:
        bullet, ending = _BULLET.match(text) is not None, text.rstrip()[-1:]
        if ending == ":" and not bullet:
            lead, marked = text, False
            found.append("")
            continue
        marked = marked or bullet
        belongs = bullet or (bool(lead) and not marked and ending.isalnum() and len(text.split()) <= _LISTED)
        lead = (lead or paragraphs[0]) if belongs else ""
        found.append(lead if text is not paragraphs[0] else "")
    return found
