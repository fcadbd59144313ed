"""What was done, and whether everything stored is sound (修改历史、数据检查)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from gaotang_desktop.data import backups as copies
from gaotang_desktop.data import chain, journal
from gaotang_desktop.data.journal import Done
from gaotang_desktop.data.queries import settings
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.services import attachments, backups, evaluation, tampering
from gaotang_desktop.services.workplace import Workplace

__all__ = ["TABLES", "Done", "check_everything", "clock_warning", "left_behind", "listed"]

TABLES = frozenset(table.name for table in journal.journaled_tables())
"""Every table whose changes the history tells: what is made of all records is made of these."""

_LOOKED_AT = 3  # of the newest backups


def listed(work: Workplace, *, limit: int = 500) -> list[Done]:
    """The newest operations first; their titles tell nobody's name."""
    cover = work.cover
    with work.database.reading() as session:
        found = journal.history(session, limit=limit)
    return [replace(each, title=cover.title(each.title)) for each in found]


def clock_warning(work: Workplace) -> str:
    """A sentence when the computer's clock is behind what was already entered, else ``""``.

    A day's grace: someone who works past midnight and sets the clock right is not warned.
    """
    with work.database.reading() as session:
        newest = journal.history(session, limit=1)
    if not newest or newest[0].at.date() - work.today() <= timedelta(days=1):
        return ""
    return (
        f"电脑日期是 {work.today():%Y-%m-%d}，而最近一次修改记在 {newest[0].at:%Y-%m-%d}。"
        "请先校准电脑的日期，否则期限和未巡提醒会算错。"
    )


def left_behind(work: Workplace) -> str:
    """A sentence when the newest backups hold what the data lack, else ``""``.

    So it is when an older file or another office's was put in the place of the data, or what a power
    cut left beside it (the WAL) was lost. What came before the last restoring is meant to differ.
    """
    restored = copies.before_restoring(work.backup_folder)
    now = work.now()
    made = [
        each
        for each in copies.listed(work.backup_folder)
        if each.made_at <= now and (restored is None or each.made_at > restored[1])
    ]
    heads = [(each, copies.head_of(each.path)) for each in made[:_LOOKED_AT]]
    with work.database.reading() as session:
        run = session.connection().exec_driver_sql
        lacking = [each for each, link in heads if link and not chain.holds(run, link)]
        ours = settings.folder(session)
    if len(lacking) < len(heads):  # a backup of another office may have been laid beside ours
        lacking = [each for each in lacking if copies.folder_of(each.path) == ours]
    if not lacking:
        return ""
    newest = lacking[0]
    return (
        f"备份“{newest.path.name}”（{newest.made_at:%m-%d %H:%M}）里的内容，现在的数据里没有：数据文件可能被旧的或者"
        "别处的文件替换过，或者断电后丢了没有写完的部分。请到“系统”的备份里看看它和现在差什么，需要的话从它恢复。"
    )


def check_everything(work: Workplace, progress: Progress | None = None) -> list[str]:
    """A sentence for everything found wrong.

    The file, its references, the history and what was altered past it, what the newest backups hold
    beyond it, the attached files, the frozen results, the papers that went out.
    """
    # Every start imports this module, and papers are a fifth of all there is to import.
    from gaotang_desktop.services.papers import issued_documents

    parts: tuple[tuple[str, Callable[[], Iterable[str]]], ...] = (
        ("数据文件和引用", lambda: backups.check(work)),
        ("每一个值", lambda: backups.unreadable(work.folder)),
        ("修改历史", lambda: tampering.problems(work)),
        ("最近的备份", lambda: filter(None, [left_behind(work)])),
        ("附件", lambda: attachments.problems(work)),
        ("冻结的考评结果", lambda: evaluation.check_frozen(work)),
        ("印发的公文", lambda: issued_documents.problems(work)),
    )
    found: list[str] = []
    for done, (what, look) in enumerate(parts):
        if progress is not None:
            progress.step(done, len(parts), what)
        said = list(look())
        found += said
        if said and what == "每一个值":
            break  # all that follows reads every value
    return found
