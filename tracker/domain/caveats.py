"""The one caveat beside a status on screen: what a careful reader must know before believing it.

One at most, the first of CAVEATS that applies; finer ones are told by `measure explain` and stand in the data.
"""

from tracker.domain.deciding import SET_ASIDE
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import Term

CAVEATS = {
    "disputed": Term("disputed", "articles differ, or one differs with itself"),
    "perhaps_done": Term(
        "perhaps done", "what it waits for was reported, and what may be the same measure has been carried out"
    ),
    "condition_met": Term(
        "condition met", "what it waits for was reported since; no article here says whether it was then done"
    ),
    "conditional": Term("conditional", "it hangs on something not yet reported"),
    "unnamed_source": Term("unnamed source", "only unnamed officials or other reports say so"),
    "coder_unsure": Term("coder unsure", "whoever coded the deciding words was unsure of them"),
    "order_uncertain": Term(
        "order uncertain",
        "which article is later rests on an inferred date; the other order gives another status",
    ),
}

# Attributions behind which nobody stands who could be asked.
UNNAMED = ("unnamed_officials", "reports")
# Stages in which a measure still waits: one that is done waits for nothing.
WAITING = ("considered", "proposed", "announced", "under_way")
DONE = ("in_effect", "completed")


def caveat(one: MeasureStatus) -> str:
    """The code of the caveat a status needs, of CAVEATS, or an empty text."""
    row, deciding = one.row, one.decision.row
    if row["disputed"]:
        return "disputed"
    if row["conditional"] and not row["trigger_met"]:
        return "conditional"
    if row["conditional"] and row["status"] in WAITING:
        return "perhaps_done" if one.perhaps_done else "condition_met"
    if nobody_named(one):
        return "unnamed_source"
    if deciding["unsure"]:
        return "coder_unsure"
    return "order_uncertain" if row["inferred_date"] else ""


def nobody_named(one: MeasureStatus) -> bool:
    """Whether, of the mentions that count, only unnamed officials or other reports say so."""
    counted = (mention.spoken for mention in one.decision.ranked if mention.spoken.standing != SET_ASIDE)
    return all(spoken.attribution in UNNAMED for spoken in counted)
