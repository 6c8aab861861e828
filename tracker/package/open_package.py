"""What people hand over to be loaded: a folder, a zip archive or one CSV file, opened without trusting any of it.

Only files whose names the data package knows are read, and nothing is ever unpacked to the disk.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from tracker.domain.quotes import BYTE_ORDER_MARK
from tracker.errors.base import Fault, FaultsFound
from tracker.errors.files import CannotRead
from tracker.output.unfinished import require_whole
from tracker.package import format_1
from tracker.package.causes import cause
from tracker.package.descriptor import DESCRIPTOR, EVERY_TABLE, FORMAT
from tracker.package.format_1 import Carried
from tracker.text.input_files import NO_FILE, content_up_to

# Far more than any package of ours needs, far less than fills a machine.
FILE_LIMIT = 1 << 30
ENTRY_LIMIT = 10_000
RATIO_LIMIT = 200
_SMALL = 1 << 20
_PIECE = 1 << 20

Opener = Callable[[], IO[bytes]]

_NAMES = {f"{table.name}.csv": table.name for table in EVERY_TABLE}


class Content(NamedTuple):
    """A file of what was handed over: how to open it, its sha256, and about how many lines it has.

    `meant` is its sha256 without a byte order mark and with LF at the end of lines.
    """

    open: Opener
    sha256: str
    lines: int
    meant: str


class Parcel(NamedTuple):
    """What was handed over: the file of each table by its name, the names for messages, and the description if any.

    `carried` is what a description of an older format says beside the tables, `faults` what is wrong with it.
    """

    contents: dict[str, Content]
    files: dict[str, str]
    described: dict[str, object] | None
    carried: Carried = {}  # noqa: RUF012 (nothing writes into it)
    faults: Sequence[Fault] = ()


def content_of(opener: Opener) -> Content:
    """A file that was read through once, a piece at a time."""
    digest, meant, lines = hashlib.sha256(), hashlib.sha256(), 0
    is_first, held = True, b""
    with opener() as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            lines += piece.count(b"\n")
            text = held + (piece.removeprefix(BYTE_ORDER_MARK) if is_first else piece)
            # A line end may stand across two pieces.
            is_first, held = False, b"\r" if text.endswith(b"\r") else b""
            meant.update(text.removesuffix(held).replace(b"\r\n", b"\n"))
    meant.update(held)
    return Content(opener, digest.hexdigest(), lines, meant.hexdigest())


def opened(paths: Sequence[Path]) -> Parcel:
    """Open what was handed over together, such as a file of measures and one of their mentions, as one parcel."""
    parcels = [_opened(path) for path in paths]
    tables = [table for parcel in parcels for table in parcel.contents]
    twice = next((table for table in tables if tables.count(table) > 1), None)
    if twice:
        raise CannotRead(paths[-1], f"{twice} came twice; load one package after the other")
    contents = {table: content for parcel in parcels for table, content in parcel.contents.items()}
    files = {table: name for parcel in parcels for table, name in parcel.files.items()}
    described = next((parcel.described for parcel in parcels if parcel.described is not None), None)
    return Parcel(contents, files, described, *_carried(described or {}))


def _carried(described: dict[str, object]) -> tuple[Carried, list[Fault]]:
    """What a description of an older format carries beside the tables, and what is wrong with its format."""
    form = described.get("format", 1)
    if form not in range(1, FORMAT + 1) or isinstance(form, bool):
        message = f"{str(form)[:80]!r} is no format this program knows: it reads up to {FORMAT}"
        return {}, [Fault(DESCRIPTOR, 0, "format", message, "update the program, or export it anew in its own format")]
    if form == FORMAT and described.get("curation"):
        message = f"a package of format {form} carries nothing beside its tables"
        return {}, [Fault(DESCRIPTOR, 0, "curation", message, "export it anew")]
    return format_1.carried(described)


def _opened(path: Path) -> Parcel:
    """Open a folder, a .zip or a .csv. Raises CannotRead, or FaultsFound where an archive is not to be trusted."""
    if not (path.is_file() or path.is_dir()) and path.exists():
        raise CannotRead(path, NO_FILE)
    try:
        if path.is_dir():
            found = _folder(path)
        elif path.suffix.lower() == ".zip":
            found = _archive(path)
        else:
            found = _file(path)
        tables = {_NAMES[name]: content_of(opener) for name, opener in found.items() if name in _NAMES}
        described = _description(found[DESCRIPTOR]) if DESCRIPTOR in found else None
    except OSError as error:
        raise CannotRead(error.filename or path, error.strerror or str(error)) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise CannotRead(path, f"it is not a sound zip archive: {error}") from error
    if not tables:
        raise CannotRead(path, f"it holds none of {', '.join(_NAMES)}")
    is_lone = path.suffix.lower() != ".zip" and not path.is_dir()
    return Parcel(tables, {table: path.name if is_lone else f"{table}.csv" for table in tables}, described)


def unknown_files(parcel: Parcel) -> list[Fault]:
    """Files that are not those the description was written for: missing, or of another sha256.

    Without a description, or where that gives no sha256, there is nothing to hold a file against.
    """
    found = []
    resources = (parcel.described or {}).get("resources")
    for resource in resources if isinstance(resources, list) else ():
        table = _NAMES.get(str(resource.get("path"))) if isinstance(resource, dict) else None
        if table is None:
            continue
        if table not in parcel.contents:
            remedy = "put the file back, or load what there is with --edited"
            found.append(Fault(f"{table}.csv", 0, "", f"{DESCRIPTOR} describes it, and it is not there", remedy))
            continue
        algorithm, _, expected = str(resource.get("hash")).partition(":")
        found_sha256 = parcel.contents[table].sha256, parcel.contents[table].meant
        if algorithm == "sha256" and expected not in found_sha256:
            message = f"it was changed after the export: its sha256 is not the one in {DESCRIPTOR}"
            remedy = "export it anew, or load it as it is with --edited"
            found.append(Fault(parcel.files[table], 0, "", message, remedy))
    return found


def _file(path: Path) -> dict[str, Opener]:
    opener = _limited(path)
    if path.name.lower() in _NAMES:
        return {path.name.lower(): opener}
    # Any other name will do where the header line is that of a table.
    with opener() as file:
        line = file.readline(_PIECE)
    if found := cause(line, [field.name for table in EVERY_TABLE for field in table.columns]):
        raise FaultsFound([Fault(path.name, found.line, "", found.message, found.remedy)])
    header = line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").strip().split(",")
    fits = {
        table.name: len({*header} & {field.name for field in table.columns}) / len(table.columns)
        for table in EVERY_TABLE
        if header[: len(table.key)] == list(table.key) or header[:2] == [field.name for field in table.columns[:2]]
    }
    if fits:
        return {f"{max(fits, key=lambda name: fits[name])}.csv": opener}
    raise CannotRead(path, f"neither its name nor its header is that of one of {', '.join(_NAMES)}")


def _limited(path: Path) -> Opener:
    if not (path.is_file() or path.is_dir()):
        raise CannotRead(path, NO_FILE)
    if path.stat().st_size > FILE_LIMIT:
        raise CannotRead(path, f"it is larger than {FILE_LIMIT >> 20:,} MiB")
    return lambda: path.open("rb")


def _folder(path: Path) -> dict[str, Opener]:
    require_whole(path)
    return {name: _limited(path / name) for name in (*_NAMES, DESCRIPTOR) if (path / name).exists()}


def _archive(path: Path) -> dict[str, Opener]:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        faults = _distrusted(path.name, entries)
        if faults:
            raise FaultsFound(faults)
        wanted = {Path(entry.filename).name: entry for entry in entries if _is_wanted(entry)}
        return {name: partial(_entry, path, entry) for name, entry in wanted.items()}


def _entry(path: Path, entry: zipfile.ZipInfo) -> IO[bytes]:
    # The archive's own file stays open for as long as the entry is.
    with zipfile.ZipFile(path) as archive:
        return archive.open(entry)


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    # The name first: to ask of an entry without one whether it is a folder is an IndexError.
    return Path(entry.filename).name in (*_NAMES, DESCRIPTOR) and not entry.is_dir()


def _distrusted(file: str, entries: list[zipfile.ZipInfo]) -> list[Fault]:
    """Entries that would leave the folder, are not plain files, stand twice or swell beyond reason."""
    faults = []
    if len(entries) > ENTRY_LIMIT:
        faults.append(Fault(file, 0, "", f"{len(entries):,} entries", "zip the package's own files and nothing else"))
    names: set[str] = set()
    total = 0
    for entry in entries[:ENTRY_LIMIT]:
        label = entry.filename[:100]
        parts = re.split(r"[/\\]", entry.filename)
        if ".." in parts or parts[0] == "" or ":" in entry.filename or "\x00" in entry.orig_filename:
            faults.append(Fault(file, 0, label, "the entry leads out of the archive", "zip the folder's own files"))
        if (entry.external_attr >> 16) & 0o170000 == 0o120000:
            faults.append(Fault(file, 0, label, "the entry is a link", "zip the file itself"))
        if entry.flag_bits & 1:
            faults.append(Fault(file, 0, label, "the entry is encrypted", "zip it without a password"))
        if _is_wanted(entry):
            total += entry.file_size
            if parts[-1] in names:
                faults.append(Fault(file, 0, label, "the file is in the archive twice", "keep one of them"))
            names.add(parts[-1])
            if entry.file_size > max(_SMALL, RATIO_LIMIT * entry.compress_size):
                faults.append(Fault(file, 0, label, "it swells beyond reason when unpacked", "zip the package anew"))
    if total > FILE_LIMIT:
        faults.append(Fault(file, 0, "", f"it unpacks to more than {FILE_LIMIT >> 20:,} MiB", "load it in parts"))
    return faults


def _description(opener: Opener) -> dict[str, object]:
    with opener() as file:
        content = content_up_to(file, DESCRIPTOR)
    try:
        described = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FaultsFound([Fault(DESCRIPTOR, 0, "", f"not UTF-8 (byte {error.start})", "save it as UTF-8")]) from error
    except json.JSONDecodeError as error:
        raise FaultsFound([Fault(DESCRIPTOR, error.lineno, "", f"not JSON: {error.msg}", "export it anew")]) from error
    except (RecursionError, ValueError) as error:
        raise FaultsFound([Fault(DESCRIPTOR, 0, "", "nested or numbered beyond reason", "export it anew")]) from error
    if not isinstance(described, dict):
        raise FaultsFound([Fault(DESCRIPTOR, 1, "", "not a description of a package", "export it anew")])
    return described
