"""The two kinds of error: what the operator can mend is a ``DomainError``; anything else is our bug."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath


class DomainError(Exception):
    """Something the operator can mend. ``str(error)`` is one or more whole Chinese sentences."""


class Invalid(DomainError):
    """Values that a record cannot have; ``fields`` maps a field's name to its sentence.

    ``offers`` are writings that would be clear, where one value may mean several things.
    """

    def __init__(
        self,
        fields: Mapping[str, str],
        *,
        message: str | None = None,
        offers: Sequence[str] = (),
    ) -> None:
        self.fields = dict(fields)
        self.offers = tuple(offers)
        super().__init__(message or "".join(self.fields.values()))


class Conflict(DomainError):
    """The change contradicts what is already stored: a duplicate, a frozen result, a later edit."""


class NotFound(DomainError):
    """What was named does not exist, or was binned in the meantime."""


class Unreadable(DomainError):
    """A file that cannot be understood: empty, binary, wrong kind, damaged."""


class StorageProblem(DomainError):
    """The disk, the folder or another program stands in the way: full, read-only, locked, in use."""


class NewerDatabase(StorageProblem):
    """The database was written by a newer version of the program."""


class DamagedDatabase(StorageProblem):
    """The database file fails SQLite's integrity check or is not a database at all."""


class AlteredCopy(DamagedDatabase):
    """A copy is whole, but its history does not hold: bits flipped in it, or somebody altered it."""


class OthersCopy(DamagedDatabase):
    """A copy is whole, but of another data folder than the one it was to be put into."""


class MissingDatabase(DamagedDatabase):
    """The database is gone or empty where an office's backups, files or marker still are."""


class NotWritable(StorageProblem):
    """The disk is full or the folder read-only: nothing can be saved, but all can be read."""


class NotInPlace(StorageProblem):
    """The open database was deleted, moved or replaced, or its WAL was.

    ``lies_at``: where it lies whole now, if that is known. ``goes_on_closing``: what is only open yet
    is lost with the program. ``is_mixed``: another hand wrote into the open file itself, and what is open
    is partly that. ``now``: the sentences for somebody who saves nothing at the moment.
    """

    def __init__(
        self,
        what: str,
        to_do: str,
        *,
        lies_at: PurePath | None = None,
        goes_on_closing: bool = False,
        is_mixed: bool = False,
    ) -> None:
        self.lies_at, self.goes_on_closing, self.is_mixed = lies_at, goes_on_closing, is_mixed
        self.now = f"{what}，现在什么都不能保存。{to_do}"
        super().__init__(f"{what}，这次修改没有保存。{to_do}")


class Locked(StorageProblem):
    """What is encrypted needs a password that nobody gave yet; ``file`` is one that is no folder's."""

    def __init__(self, folder: PurePath, file: PurePath | None = None) -> None:
        self.folder, self.file = folder, file
        what = f"数据文件夹“{folder}”" if file is None else f"“{file.name}”"
        super().__init__(
            f"{what}加了密，要先输入{'口令' if file is None else '当时的口令'}。"
            "在命令行里，请把口令放进环境变量 GAOTANG_PASSWORD，或者在提问时输入。"
        )


class WrongPassword(DomainError):
    """A password or recovery code that opens nothing, or one that is too weak to be taken."""
