"""The place a person works in: a data folder with its database, settings and clock."""

import json
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gaotang_desktop import keys
from gaotang_desktop.data import (
    backups,
    folders,
    forgetting,
    in_place,
    journal,
    migrating,
    places,
    recrypting,
    soundness,
    wal,
)
from gaotang_desktop.data.database import Database
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.data.models import SettingValue
from gaotang_desktop.data.problems import as_storage_problem
from gaotang_desktop.data.queries import residents
from gaotang_desktop.data.queries import settings as queries
from gaotang_desktop.domain import holidays
from gaotang_desktop.domain.documents.town_words import town_words
from gaotang_desktop.domain.errors import Conflict, DamagedDatabase, StorageProblem
from gaotang_desktop.domain.fields import Kind, Listing
from gaotang_desktop.domain.privacy import Cover
from gaotang_desktop.domain.settings import BY_NAME, SETTINGS
from gaotang_desktop.paths import BACKUPS, DATABASE_NAME, SAMPLE_MARK

if TYPE_CHECKING:
    from gaotang_desktop.domain.documents.blocks import OfficialPaper, Sheet

_Paper = TypeVar("_Paper", "OfficialPaper", "Sheet", "OfficialPaper | Sheet")
SAMPLE = "sample"
"""The note in the database of a sample office; it goes with every copy and backup of it."""
SAMPLE_WORDS = "示例数据"


def local_now() -> datetime:
    """The office's wall clock, to the second, without a zone: a township has one."""
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005


class Workplace:
    """An open data folder. Every service takes one."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        lock: FolderLock | None,
        now: Callable[[], datetime],
    ) -> None:
        self.folder = folder
        self.database = database
        self.now = now
        self.unfinished: list[str] = []
        """Sentences about what the opening could not do, as the day's backup; nothing was lost."""
        self._lock = lock
        self._cover: Cover | None = None
        self._cover_as_of = 0

    @classmethod
    def open(
        cls, folder: Path, *, now: Callable[[], datetime] = local_now, alone: bool = True,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> "Workplace":  # fmt: skip
        """Open a data folder, creating it where there is none.

        ``alone`` takes the folder's lock: everything that may write does. The file is looked
        through first, for two seconds at most; ``meanwhile`` is called beside that.

        Raises:
            StorageProblem: the folder is in use or on the network.
            NotWritable: it is read-only or full; :meth:`open_to_read` may do.
            Locked: it is encrypted, and nobody gave the password.
            NewerDatabase, DamagedDatabase: the file is not changed.
            MissingDatabase: it is gone or empty, and the folder is not new.
        """
        places.require_usable(folder)
        lock = FolderLock(folder) if alone else None
        left: list[str] = []
        made: list[Path] = []
        was_cut_off = False
        if lock is not None:
            lock.take()
        try:
            path = folder / DATABASE_NAME
            if lock is not None:
                folders.sweep(folder)
                in_place.put_back(path)
                recrypting.settle(folder)
            keys.of_folder(folder)
            if lock is not None:
                was_cut_off = recrypting.is_being_encrypted(folder)
                left = recrypting.finish(folder)
            _require_usable(path, meanwhile)
            database = Database.open(
                path,
                now=now,
                before_migration=lambda: made.append(
                    backups.make(path, backups.name_for(folder / BACKUPS, now()))
                ),
            )
        except BaseException as error:
            for each in made if isinstance(error, DamagedDatabase) else ():
                # Of a file that cannot be migrated: it would be offered as the newest good one.
                with suppress(OSError):
                    each.unlink()
            if lock is not None:
                lock.release()
            raise
        folders.mark(folder, now())
        folders.keep_private(folder)
        work = cls(folder, database, lock, now)
        if was_cut_off:
            work.unfinished.append(f"上次没有做完的加密已经接着做完了。{recrypting.NO_SHEET}")
        if left:
            work.unfinished.append(
                f"这些文件读不出来，没有跟着加密或解密，请处理：{'、'.join(left)}。"
            )
        if lock is not None and (said := work.clean()):
            work.unfinished.append(said)
        return work

    @classmethod
    def open_to_read(
        cls, folder: Path, why_not: StorageProblem, *, now: Callable[[], datetime] = local_now
    ) -> "Workplace":
        """Open a folder that nothing can be saved in; every operation then says ``why_not``.

        Raises:
            DamagedDatabase, StorageProblem: it cannot be read either.
        """
        path = folder / DATABASE_NAME
        if not path.exists():
            raise why_not
        keys.of_folder(folder)
        _require_usable(path)
        return cls(folder, Database.open_to_read(path, why_not, now=now), None, now)

    @property
    def why_not(self) -> StorageProblem | None:
        """Why nothing can be saved here; ``None`` where everything can."""
        return self.database.why_not

    @cached_property
    def is_sample(self) -> bool:
        """Whether all of this was made up, to try the program with."""
        if (self.folder / SAMPLE_MARK).is_file():
            return True
        with self.database.reading() as session:
            return queries.value_of(session, SAMPLE) is not None

    @property
    def mark(self) -> str:
        """What everything that leaves a sample office bears; ``""`` in an office."""
        return SAMPLE_WORDS if self.is_sample else ""

    def marked(self, paper: _Paper) -> _Paper:
        """The paper as it may leave the office: one of a sample says on every page that it is one."""
        return replace(paper, mark=self.mark) if self.is_sample else paper

    def clean(self) -> str:
        """Write the file anew where what was replaced for good may stand in its free pages.

        Returns why that could not be done, in a sentence; it is done at the next opening then.
        """
        with self.database.reading() as session:
            if not forgetting.is_unclean(session):
                return ""
        try:
            with self.database.place.own_writing():
                forgetting.clean(self.path)
        except sqlite3.Error as error:
            why = str(as_storage_problem(error, self.path)).partition("，")[0]
            return (
                f"个人信息已经隐去，可是数据文件里空出来的地方还没有清理（{why}），"
                "下次打开程序时接着清理。"
            )
        return ""

    def today(self) -> date:
        """The day on the office's calendar."""
        return self.now().date()

    @property
    def path(self) -> Path:
        """The database file."""
        return self.folder / DATABASE_NAME

    @property
    def backup_folder(self) -> Path:
        """Where copies are kept."""
        return self.folder / "backups"

    @property
    def settings(self) -> Mapping[str, Any]:
        """Every setting by name, with the value that holds now."""
        values = {field.name: field.default for field in SETTINGS}
        with self.database.reading() as session:
            for name, text in queries.stored(session).items():
                if name in values:
                    value = json.loads(text)
                    is_day = BY_NAME[name].kind is Kind.DATE and value is not None
                    values[name] = date.fromisoformat(value) if is_day else value
        return values

    @property
    def cover(self) -> Cover:
        """What covers the names of residents wherever something leaves the office.

        Made once, and anew after somebody was named or the registers were changed.
        """
        with self.database.reading() as session:
            as_of = residents.newest(session)
            if self._cover is None or (
                as_of != self._cover_as_of and residents.touched(session, self._cover_as_of)
            ):
                self._cover = Cover(residents.known(session, self.settings))
            # Also where nobody was named: what was looked through need not be looked through again.
            self._cover_as_of = as_of
            return self._cover

    @property
    def of_town(self) -> Callable[[str], str]:
        """Puts what the program says as a 镇 would into the words of this town: 全乡, 全街道."""
        return town_words(str(self.settings["town"]))

    def covered(self, listing: Listing) -> Listing:
        """A list as it may leave the office now."""
        return self.cover.listing(listing)

    def change_settings(self, values: Mapping[str, Any]) -> None:
        """Store settings; one operation, so that it can be undone.

        Raises:
            Invalid: the table of holidays cannot be read, or its days overlap.
        """
        holidays.read(str(values.get("holidays") or ""))
        labels = "、".join(BY_NAME[name].label for name in values)
        with self.database.operation(f"修改设置：{labels}") as session:
            for name, value in values.items():
                text = json.dumps(value.isoformat() if isinstance(value, date) else value)
                stored = queries.value_of(session, name)
                if stored is None:
                    session.add(SettingValue(key=name, value=text))
                else:
                    stored.value = text

    def undo(self, operation_id: int | None = None) -> str:
        """Take back the newest operation that stands, or the one named; returns its title.

        Raises:
            Conflict: there is nothing to take back, or a later change stands in the way.
        """
        with self.database.reading() as session:
            if operation_id is None:
                done = journal.next_to_undo(session)
            else:
                found = [
                    each for each in journal.history(session, limit=-1) if each.id == operation_id
                ]
                done = found[0] if found and not found[0].undone else None
        if done is None:
            raise Conflict("没有可以撤销的操作。")
        return self._take_back("撤销", done)

    def redo(self, operation_id: int | None = None) -> str:
        """Give back what was undone last, or the operation named; returns the operation's title.

        Raises:
            Conflict: it is not undone, or something new stands in the way.
        """
        with self.database.reading() as session:
            if operation_id is None:
                done = journal.next_to_redo(session)
            else:
                done = journal.undoing(session, operation_id)
        if done is None:
            raise Conflict("没有可以重做的操作。")
        return self._take_back("重做", done)

    def _take_back(self, word: str, done: journal.Done) -> str:
        with self.database.operation(f"{word}：{done.title}", undoes=done.id) as session:
            journal.take_back(session, done.id)
        return done.title

    def place_to_open(self, called: str) -> Path:
        """A private folder for a copy that another program is given.

        What lies there is removed at the next start; of an encrypted office as soon as it is locked
        or closed. Where nothing can be written, it is one of the system's temporary folders.

        Raises:
            OSError: it cannot be made.
        """
        if self.why_not is not None:
            return Path(tempfile.mkdtemp(prefix="gaotang-"))
        return folders.opened_place(self.folder, called)

    def put_away_opened(self) -> None:
        """Remove the plain copies of an encrypted office; one that is still open stays."""
        if keys.is_encrypted(self.path) and self._lock is not None:
            folders.drop_opened(self.folder)

    def close(self) -> None:
        """Close the database and give the folder back."""
        self.database.close()
        self.put_away_opened()
        if self._lock is not None:
            self._lock.release()


def _require_usable(path: Path, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Refuse a damaged file before anything opens it to write, and a lost one before it is made.

    SQLite looks without holding Python up: ``meanwhile`` is called while it does.
    """
    try:
        soundness.require_a_page(path)
        wal.require_whole(path)
        revision = migrating.stored_revision(path)
    except (sqlite3.Error, OSError) as error:
        raise soundness.unreadable(error, path) from error
    folders.require_not_lost(path.parent, has_tables=revision is not None)
    if revision == migrating.REVISIONS[-1]:
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="look") as beside:
            look = beside.submit(soundness.require_sound, path)
            meanwhile()
            look.result()
    else:
        meanwhile()
