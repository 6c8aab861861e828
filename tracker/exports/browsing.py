"""What `tracker browse` serves: the record and its history as Datasette shows them, and the site beside them.

All is made anew in a folder of its own, of one moment of the record: others go on writing, the record's own folder may
be read-only, and what is private was never there.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from tracker.db.address import Address
from tracker.errors.files import ExtraMissing
from tracker.exports import datasette
from tracker.exports.datasette import HISTORY, RECORD
from tracker.exports.site import write_site
from tracker.exports.sqlite import sqlite_copy
from tracker.package import write_package
from tracker.package.descriptor import Manner
from tracker.reports.snapshot import Snapshot

# A table of fifty columns is not to stand below fifty meanings.
_LOOK = "tables.css"
_HOME = (
    '<p><a href="/site/index.html">The report as pages</a>: each measure with what was said of it. Below, the same as'
    " tables to filter, search and ask in SQL: as of {as_of}, as the record was when this began.</p>"
)


def application(snapshot: Snapshot, address: Address, folder: Path, manner: Manner) -> Any:
    """Datasette over copies made in a folder. Raises ExtraMissing, and what keeps the record from being read."""
    try:
        from datasette import hookimpl
        from datasette.app import Datasette
        from datasette.plugins import pm
    except ImportError:
        raise ExtraMissing("tables to browse", "browse") from None
    contents = write_package.contents(snapshot, manner)
    write_site(snapshot, folder / "site", manner)
    record = folder / f"{RECORD}.db"
    sqlite_copy(datasette.guarded_contents(contents), {"as_of": snapshot.as_of}, record)
    files, metadata = [str(record)], datasette.described(contents)
    metadata["description_html"] = _HOME.format(as_of=snapshot.as_of)
    if address.path is not None:
        past = folder / f"{HISTORY}.db"
        datasette.history(address, past)
        metadata["databases"][HISTORY] = datasette.reports(snapshot, past)
        files.append(str(past))
    labels = datasette.Labels(contents)

    def render_cell(row: Any, value: object, column: str, table: str | None) -> Any:
        from markupsafe import Markup

        text = labels.render(row, value, column, table)
        return None if text is None else Markup(text)  # noqa: S704 (escaped where it is made)

    plugin = ModuleType("tracker_labels")
    vars(plugin)["render_cell"] = hookimpl(render_cell)
    if pm.has_plugin(plugin.__name__):
        pm.unregister(name=plugin.__name__)
    pm.register(plugin, name=plugin.__name__)
    (folder / "site" / _LOOK).write_text(
        ".column-descriptions { max-height: 8rem; overflow: auto }\n", encoding="utf-8"
    )
    metadata["extra_css_urls"] = [f"/site/{_LOOK}"]
    return Datasette(immutables=files, metadata=metadata, static_mounts=[("site", str(folder / "site"))])
