"""Ways the program can refuse over files and folders, and over parts of its own installation."""

from tracker.errors.base import TrackerError, UsageError, install


class CannotWrite(TrackerError):
    """A file or folder that cannot be written."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"cannot write {path}: {why}", "choose another place, or make this one writable")


class InTheWay(CannotWrite):
    """A file that stands where output is to go, and that no export of ours made."""

    def __init__(self, path: object) -> None:
        super().__init__(path, "the file that is in the way is no earlier export of ours")
        self.hint = "name another file, or write over this one with --force"


class CannotRead(TrackerError):
    """A file or folder that is missing or cannot be read."""

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"cannot read {path}: {why}", "check the path")


class BrokenOff(CannotRead):
    """A folder in which an export was killed between its first file and its last."""

    hint = "finish it: export into the folder again"

    def __init__(self, folder: object) -> None:
        super().__init__(folder, "an export into it was broken off, so its files are of two states")
        self.hint = BrokenOff.hint


class UnknownKind(UsageError):
    """A path that is of no kind that can be loaded."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"cannot tell what {path} is", "give a package's folder or .zip, or one .csv file of a package"
        )


class ExtraMissing(TrackerError):
    """A form that needs a library which is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} need a library that is not installed", install(extra))


class NoResources(TrackerError):
    """The installation lacks a part of itself."""

    def __init__(self, name: str) -> None:
        super().__init__(f"this installation of tracker has no {name}", "install it again")
