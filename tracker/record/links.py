"""Links between measures: the writing verbs."""

from collections.abc import Iterator

from tracker.db.change import Change
from tracker.domain import fields
from tracker.domain.fields import Values
from tracker.domain.keys import link_key
from tracker.errors.base import Problem
from tracker.record.nouns import Noun


class Links(Noun):
    """A link is its key: there is nothing in it to edit."""

    def key(self, values: Values) -> str:
        """Its three parts."""
        return link_key(*(str(values.get(name, "?")) for name in ("measure", "relation", "other")))

    def taken(self, _key: str) -> Problem:
        """The complaint about a link that is there."""
        return Problem("relation", "the record has this link already", "leave it out")

    def checks(self, _change: Change, values: Values) -> Iterator[Problem]:
        """Two measures, not one."""
        if values["measure"] == values["other"]:
            yield Problem("other", "a measure cannot be linked to itself", "name another one")


LINKS = Links("link", fields.LINK)
values, add, withdraw = LINKS.values, LINKS.add, LINKS.withdraw
