"""How the window speaks of backups: in the strip at the bottom and on the page 系统."""

from datetime import date

from gaotang_desktop.services import backups
from gaotang_desktop.services.backups import Second
from gaotang_desktop.services.workbench.todos import BACKUP_DAYS
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui.theme import Tone

OLD_AFTER_DAYS = 7


def second_words(second: Second | None, today: date) -> tuple[str, Tone]:
    """What to say of the second place, and how urgently; nothing where none is named."""
    if second is None:
        return "", Tone.NEUTRAL
    if not second.is_there:
        return "第二备份位置没有接上", Tone.WARN
    days = second.days(today)
    if days is None:
        return "第二备份位置还没有备份", Tone.WARN
    when = "今天" if days <= 0 else f"{days} 天前"
    return f"第二份备份 {when}", Tone.WARN if days > OLD_AFTER_DAYS else Tone.NEUTRAL


def newest_words(work: Workplace) -> tuple[str, Tone]:
    """When the last copy was made, and whether that should worry."""
    made = backups.listed(work.folder)
    if made:
        days = backups.days_old(work) or 0
        ago = f"（{days} 天前）" if days > 0 else ""
        return (
            f"已备份 {made[0].made_at:%m-%d %H:%M}{ago}",
            Tone.WARN if days > BACKUP_DAYS else Tone.GOOD,
        )
    return "还没有备份", Tone.WARN
