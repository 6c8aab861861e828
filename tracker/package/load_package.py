"""Data packages → the record: planned, brought in row by row, and held against what the record then says."""

from sqlalchemy.exc import DBAPIError

from tracker.db.change import Change
from tracker.domain.columns import WORKED_OUT
from tracker.errors.base import Fault, FaultsFound
from tracker.package import verify_package
from tracker.package.bring_rows import Bringing
from tracker.package.load_plan import Plan, Remark, Tell, planned
from tracker.package.open_package import Parcel
from tracker.package.verify_package import Expected


def in_silence(_done: int, _total: int) -> None:
    """Nobody waits."""


def load(
    change: Change,
    parcel: Parcel,
    raw: bool = False,
    tell: Tell = in_silence,
    remark: Remark | None = None,
) -> dict[str, int]:
    """Bring a package into the record in one revision; returns how many of each noun were new.

    `raw` takes the cells as they stand where no description says whether they were guarded. Raises FaultsFound with
    all faults together; the caller's transaction is then rolled back. `tell` hears how many rows are done of how many.
    `remark` lets a package be loaded that was edited after its export: it hears what would be a fault otherwise and
    changes nothing in the record, since that is worked out anew.
    """
    plan = planned(change, parcel, raw, remark)
    brought = Bringing(change, plan, tell)
    faults = plan.refusals.faults
    try:
        brought.bring()
        change.close()
        _verify(plan, brought)
    except DBAPIError as error:
        # What was refused already may be what the database misses.
        if not faults and not any(page.faults for page in plan.pages.values()):
            reason = str(error.orig).strip().splitlines()[0]
            faults.append(Fault("the package", 0, "", f"the database refuses it: {reason}", "check the values"))
    for page in plan.pages.values():
        faults += page.faults
    if faults:
        raise FaultsFound(sorted(set(faults)))
    return brought.counts


def _verify(plan: Plan, brought: Bringing) -> None:
    """Hold every cell of the files against what the record says now."""
    days = plan.days(brought.speaks_of)
    if days is None:
        return
    expected = Expected(plan.rows, plan.stream, days, brought.foreign if "mentions" in plan.pages else ())
    decided = ("measures", "mentions", *WORKED_OUT)
    for tables in (decided, ("sources",), ("paragraphs",), ("events",), ("links",)):
        some = {table: brought.reads[table] for table in tables if table in brought.reads}
        for fault, derived in verify_package.differences(some, expected, plan.terms, plan.refusals.unchecked):
            if derived:
                plan.remark(fault)
            else:
                plan.refusals.faults.append(fault)
