"""What a backup holds against what is there now, and the way back from the last restoring."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gaotang_desktop.data import backups
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import Locked
from gaotang_desktop.services.workplace import Workplace

_TABLES = {model.__tablename__: model.record_kind.label for model in CATALOGUE.values()}


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind of record: how many live ones a backup has, and how many there are now."""

    label: str
    then: int
    now: int

    @property
    def words(self) -> str:
        """``平安夜巡 312 → 现在 340``."""
        return f"{self.label} {self.then} → 现在 {self.now}"


def compared(work: Workplace, path: Path) -> tuple[Compared, ...] | None:
    """Every kind of which a backup has more or fewer than now; ``None`` where it cannot be read."""
    try:
        then = backups.live_counts(path, _TABLES)
        now = backups.live_counts(work.path, _TABLES)
    except (sqlite3.Error, OSError, Locked):
        return None
    return tuple(
        Compared(label, then.get(table, 0), now.get(table, 0))
        for table, label in _TABLES.items()
        if then.get(table, 0) != now.get(table, 0)
    )


def told(found: tuple[Compared, ...] | None) -> str:
    """The comparison as a sentence."""
    if found is None:
        return "这份备份读不出来，或者是用别的口令加的密（恢复时会问）。"
    if not found:
        return "这份备份里各种记录的条数和现在一样多。"
    return f"这份备份里：{'，'.join(each.words for each in found)}；其余的和现在一样多。"


def before_restoring(work: Workplace) -> tuple[Path, datetime] | None:
    """The data as they were before the last restoring, and when that was."""
    return backups.before_restoring(work.backup_folder)
