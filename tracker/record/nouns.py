"""The writing verbs that all nouns have, once: a noun fills in its fields, what else is checked, and its key.

Everything that is wrong is said together, and nothing is written where something is. `base` is an optimistic lock: the
newest revision that whoever writes has seen.
"""

from collections.abc import Iterable, Iterator, Sequence

from tracker.db.change import Change
from tracker.db.conventions import Row
from tracker.db.models import NOUNS
from tracker.domain import fields
from tracker.domain.fields import Field, Values
from tracker.domain.keys import paragraph_key
from tracker.errors.base import NOT_FOUND, Problem, Refused
from tracker.errors.usage import UnknownKey


class Noun:
    """The verbs of one noun. What it refers to are the foreign keys of its model, `measure_id` as `measure`."""

    def __init__(self, name: str, named: Sequence[Field]) -> None:
        self.name = name
        self.fields = named
        columns = NOUNS[name][1].c
        self._plain = [field for field in named if field.name in columns]
        self.sound = fields.Sound(named)
        # What a version holds where nothing is said.
        self.empty: Row = {field.name: 0 if field.type == "flag" else None for field in self._plain}
        self._references = {
            column.name.removesuffix("_id"): key.column.table.name
            for column in columns
            for key in column.foreign_keys
            if column.name.endswith("_id") and column.name != f"{name}_id"
        }

    # What a noun fills in.

    def key(self, values: Values) -> str:
        """The key of something with these values."""
        return str(values.get("key", "?"))

    def label(self, values: Values) -> str:
        """What a refusal calls something that has no key yet."""
        return self.key(values)

    def taken(self, key: str) -> Problem:
        """The complaint about a key that something has."""
        article = "an" if self.name == "event" else "a"
        return Problem("key", f"the record has {article} {self.name} {key!r} already", "choose another key")

    def checks(self, _change: Change, _values: Values) -> Iterable[Problem]:
        """What is wrong with values that are right one by one."""
        return ()

    def fields_of(self, _values: Values) -> Sequence[Field]:
        """The fields that something with these values may and must fill in."""
        return self.fields

    def anchor(self, _change: Change, _values: Values) -> Row:
        """The fields of its anchor beside the key."""
        return {}

    def row(self, change: Change, _key: str, values: Values) -> Row:
        """The version that values come to."""
        row = dict(self.empty)
        for name, value in values.items():
            if name in self.empty and value not in (None, ""):
                row[name] = int(value) if value is True or value is False else value
        for field_name, noun in self._references.items():
            named = self._named(noun, field_name, values)
            row[f"{field_name}_id"] = change.number_of(noun, named) if named else None
        return row

    def to_values(self, change: Change, key: str, row: Row) -> dict[str, object]:
        """What a version says, in the fields people fill in."""
        found: dict[str, object] = {"key": key} if any(field.name == "key" for field in self.fields) else {}
        for field in self._plain:
            value = row.get(field.name)
            value = bool(value) if field.type == "flag" else value
            if fields.says_something(value):
                found[field.name] = value
        for field_name, noun in self._references.items():
            if number := row.get(f"{field_name}_id"):
                named = change.key_of(noun, number)
                if noun == "paragraph":
                    found["source"], _, place = named.rpartition("/")
                    found[field_name] = int(place)
                else:
                    found[field_name] = named
        return found

    # What all nouns do alike.

    @staticmethod
    def _named(noun: str, field: str, values: Values) -> str:
        """The key of what a field refers to, empty where it refers to nothing."""
        if not values.get(field):
            return ""
        if noun == "paragraph":
            return paragraph_key(values["source"], values[field]) if values.get("source") else ""
        return str(values[field])

    def _missing(self, change: Change, values: Values) -> Iterator[Problem]:
        """References to what the record does not hold."""
        source = values.get("source")
        if source and not change.lives("source", source):
            yield Problem("source", f"no source {source!r}", "add the source, or correct the key", NOT_FOUND)
            return
        for field, noun in self._references.items():
            named = self._named(noun, field, values)
            if named and not change.lives(noun, named):
                if noun == "paragraph":
                    yield Problem(field, f"{source} has no paragraph {values[field]}", "check the number", NOT_FOUND)
                else:
                    remedy = f"add the {noun}, or correct the key"
                    yield Problem(field, f"no {noun} {named!r}", remedy, NOT_FOUND)

    def problems(self, change: Change, values: Values) -> list[Problem]:
        """What is wrong with values, one by one or, where each is right, taken together."""
        one_by_one = [] if self.sound(values) else fields.check(self.fields_of(values), values)
        return one_by_one or [
            *(missing := [*self._missing(change, values)]),
            *(() if any(problem.field == "source" for problem in missing) else self.checks(change, values)),
        ]

    def values(self, change: Change, key: str) -> Values | None:
        """What the record says of a thing, in the fields people fill in; nothing where none lives under the key."""
        live = change.live(self.name, key)
        return None if live is None else self.to_values(change, key, live)

    def required(self, change: Change, key: str) -> Values:
        """What the record says of a thing; raises UnknownKey where none lives under the key."""
        found = self.values(change, key)
        if found is None:
            raise UnknownKey(self.name, key, change.live_keys(self.name))
        return found

    def add(self, change: Change, values: Values, key: str = "") -> str:
        """Add a thing and return its key; raises Refused with every problem of its values.

        `key` is for what was born with other values and keeps its key.
        """
        found = self.problems(change, values)
        if not found:
            key = key or self.key(values)
            if change.lives(self.name, key):
                found.append(self.taken(key))
        if found:
            raise Refused(self.name, self.label(values), found)
        change.make(self.name, key, self.row(change, key, values), self.anchor(change, values))
        return key

    def edit(self, change: Change, key: str, changes: Values, base: int | None = None) -> bool:
        """Change fields of a thing, empty ones to nothing; its key stays. Returns whether anything changed.

        Raises UnknownKey, Refused, or Conflict where it was changed since `base`.
        """
        both = {**self.required(change, key), **changes}
        after = {name: value for name, value in both.items() if value not in (None, "")}
        found = self.problems(change, after)
        if found:
            raise Refused(self.name, key, found)
        return change.revise(self.name, key, self.row(change, key, after), base)

    def withdraw(self, change: Change, key: str, base: int | None = None) -> None:
        """Withdraw a thing that nothing needs; raises UnknownKey, Conflict, or at the end of the change Refused."""
        change.end(self.name, key, base)

    def base_of(self, change: Change, key: str, expected: Values, names: Sequence[str] = ()) -> int:
        """The revision in which a thing came to say what is expected of it, in all its fields or in those named.

        For whoever knows what it said and not in which revision. Raises UnknownKey, or Conflict where it says
        something else by now.
        """
        said = self.required(change, key)
        live = change.live(self.name, key) or {}
        for name in names or [field.name for field in self.fields]:
            value = expected.get(name)
            if said.get(name) != (value if fields.says_something(value) else None):
                raise change.conflict(self.name, key, live)
        return int(live["made_in"])
