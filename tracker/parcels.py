"""What people hand over to be loaded: a folder, a zip archive or one CSV file, opened without trusting any of it.

Only files whose names the data package knows are read, and nothing is ever unpacked to the disk.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tracker.descriptor import DESCRIPTOR, TABLES
from tracker.errors import CannotRead, Fault, FaultsFound

# Far more than any package of ours needs, far less than fills a machine.
FILE_LIMIT = 1 << 30
ENTRY_LIMIT = 10_000
RATIO_LIMIT = 200
_SMALL = 1 << 20

_NAMES = {f"{table.name}.csv": table.name for table in TABLES}


class Parcel(NamedTuple):
    """What was handed over: the bytes of each table by its name, the names for messages, and the description if any."""

    contents: dict[str, bytes]
    files: dict[str, str]
    described: dict[str, Any] | None


def opened(paths: Sequence[Path]) -> Parcel:
    """Open what was handed over together, such as a file of measures and one of their mentions, as one parcel."""
    parcels = [_opened(path) for path in paths]
    tables = [table for parcel in parcels for table in parcel.contents]
    twice = next((table for table in tables if tables.count(table) > 1), None)
    if twice:
        raise CannotRead(paths[-1], f"{twice} came twice; load one package after the other")
    contents = {table: content for parcel in parcels for table, content in parcel.contents.items()}
    files = {table: name for parcel in parcels for table, name in parcel.files.items()}
    return Parcel(contents, files, next((parcel.described for parcel in parcels if parcel.described is not None), None))


def _opened(path: Path) -> Parcel:
    """Open a folder, a .zip or a .csv. Raises CannotRead, or FaultsFound where an archive is not to be trusted."""
    try:
        if path.is_dir():
            found = _folder(path)
        elif path.suffix.lower() == ".zip":
            found = _archive(path)
        else:
            found = _file(path)
    except OSError as error:
        raise CannotRead(error.filename or path, error.strerror or str(error)) from error
    tables = {_NAMES[name]: content for name, content in found.items() if name in _NAMES}
    if not tables:
        raise CannotRead(path, f"it holds none of {', '.join(_NAMES)}")
    described = found.get(DESCRIPTOR)
    names = {table: f"{table}.csv" for table in tables}
    return Parcel(tables, names, None if described is None else _description(described))


def strangers(parcel: Parcel) -> list[Fault]:
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
        if algorithm == "sha256" and expected != hashlib.sha256(parcel.contents[table]).hexdigest():
            message = f"it was changed after the export: its sha256 is not the one in {DESCRIPTOR}"
            remedy = "export it anew, or load it as it is with --edited"
            found.append(Fault(parcel.files[table], 0, "", message, remedy))
    return found


def _file(path: Path) -> dict[str, bytes]:
    content = _limited(path)
    if path.name.lower() in _NAMES:
        return {path.name.lower(): content}
    # Any other name will do where the header line is that of a table.
    header = content.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace").strip().split(",")
    for table in TABLES:
        if header[: len(table.key)] == list(table.key) or header[:2] == [field.name for field in table.columns[:2]]:
            return {f"{table.name}.csv": content}
    raise CannotRead(path, f"neither its name nor its header is that of one of {', '.join(_NAMES)}")


def _limited(path: Path) -> bytes:
    if path.stat().st_size > FILE_LIMIT:
        raise CannotRead(path, f"it is larger than {FILE_LIMIT >> 20:,} MiB")
    return path.read_bytes()


def _folder(path: Path) -> dict[str, bytes]:
    return {name: _limited(path / name) for name in (*_NAMES, DESCRIPTOR) if (path / name).exists()}


def _archive(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            faults = _distrusted(path.name, entries)
            if faults:
                raise FaultsFound(faults)
            wanted = {Path(entry.filename).name: entry for entry in entries if _is_wanted(entry)}
            return {name: archive.read(entry) for name, entry in wanted.items()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise CannotRead(path, f"it is not a sound zip archive: {error}") from error


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and Path(entry.filename).name in (*_NAMES, DESCRIPTOR)


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


def _description(content: bytes) -> dict[str, Any]:
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
