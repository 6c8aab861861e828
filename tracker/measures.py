"""Measures and the links between them: the writing verbs."""

from tracker import fields
from tracker.errors import Problem, Refused
from tracker.fields import Values
from tracker.keys import link_key
from tracker.revisions import Change
from tracker.vocabulary import FORMS_OF_KIND


def problems(change: Change, values: Values) -> list[Problem]:
    """What keeps these values from being a new measure."""
    found = fields.check(fields.MEASURE, values)
    if found:
        return found
    if values["key"] in change.keys("measure") and change.live("measure", values["key"]):
        found.append(Problem("key", f"the record has a measure {values['key']!r} already", "choose another key"))
    forms = FORMS_OF_KIND.get(values["kind"], ())
    form = values.get("form")
    if form and form not in forms:
        remedy = f"one of: {', '.join(forms)}" if forms else "leave it out"
        found.append(Problem("form", f"{form!r} is no form of {values['kind']}", remedy))
    return found


def add(change: Change, values: Values) -> None:
    """Add a measure; raises Refused with every problem of its values."""
    found = problems(change, values)
    if found:
        raise Refused("measure", str(values.get("key", "?")), found)
    change.make("measure", values["key"], {name: value for name, value in values.items() if name != "key"})


def link(change: Change, values: Values) -> None:
    """Link two measures; raises Refused with every problem of the link."""
    found = fields.check(fields.LINK, values)
    measure, relation, other = (str(values.get(name, "?")) for name in ("measure", "relation", "other"))
    key = link_key(measure, relation, other)
    if not found:
        for field in ("measure", "other"):
            if values[field] not in change.keys("measure"):
                found.append(Problem(field, f"no measure {values[field]!r}", "add the measure, or correct the key"))
        if measure == other:
            found.append(Problem("other", "a measure cannot be linked to itself", "name another one"))
        if key in change.keys("link"):
            found.append(Problem("relation", "the record has this link already", "leave it out"))
    if found:
        raise Refused("link", key, found)
    ends = {f"{field}_id": change.number_of("measure", values[field]) for field in ("measure", "other")}
    change.make("link", key, {**ends, "relation": relation})
