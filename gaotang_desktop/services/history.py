"""What was done, and whether everything stored is sound (修改历史、数据检查)."""

from gaotang_desktop.data import journal
from gaotang_desktop.data.journal import Done
from gaotang_desktop.services import backups, evaluation
from gaotang_desktop.services.workplace import Workplace

__all__ = ["Done", "check_everything", "listed"]


def listed(work: Workplace, *, limit: int = 500) -> list[Done]:
    """The newest operations first."""
    with work.database.reading() as session:
        return journal.history(session, limit=limit)


def check_everything(work: Workplace) -> list[str]:
    """A sentence for everything found wrong: the file, its references, the frozen results."""
    return [*backups.check(work), *evaluation.check_frozen(work)]
