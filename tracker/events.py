"""Events that measures wait for: the writing verbs."""

from tracker import evidence, fields
from tracker.errors import Problem, Refused
from tracker.fields import Values
from tracker.keys import paragraph_key
from tracker.revisions import Change


def problems(change: Change, values: Values) -> list[Problem]:
    """What keeps these values from being a new event."""
    found = fields.check(fields.EVENT, values)
    if found:
        return found
    if values["key"] in change.keys("event"):
        found.append(Problem("key", f"the record has an event {values['key']!r} already", "choose another key"))
    cited = [bool(values.get(name)) for name in ("source", "paragraph", "quote")]
    if any(cited) and not all(cited):
        found.append(Problem("quote", "the citation is incomplete", "give source, paragraph and quote together"))
    if values.get("met_on") and not all(cited):
        found.append(Problem("met_on", "no source says that it was met", "cite the source, paragraph and quote"))
    if all(cited):
        if paragraph_key(values["source"], values["paragraph"]) not in change.keys("paragraph"):
            remedy = "check the source's key and the number"
            found.append(Problem("paragraph", f"{values['source']} has no paragraph {values['paragraph']}", remedy))
        complaint = evidence.complaint(values["quote"])
        if complaint:
            found.append(Problem("quote", *complaint))
    return found


def add(change: Change, values: Values) -> None:
    """Add an event; raises Refused with every problem of its values."""
    found = problems(change, values)
    if found:
        raise Refused("event", str(values.get("key", "?")), found)
    row = {name: values[name] for name in ("title", "met_on", "quote") if name in values}
    if values.get("source"):
        row["paragraph_id"] = change.number_of("paragraph", paragraph_key(values["source"], values["paragraph"]))
    change.make("event", values["key"], row)
