"""The calm line over the pages: what is not saved, a wrong date of the computer, an older file in the data's place."""

from gaotang_desktop.services import history
from gaotang_desktop.services.workplace import Workplace


def notice(work: Workplace) -> str:
    """What has to be known on every page; nothing when all is well."""
    moved = work.database.place.problem()
    if moved is not None:
        return moved.now  # nothing else can be read for certain
    parts = [*work.unfinished, history.clock_warning(work), history.left_behind(work)]
    if work.why_not is not None:
        parts.insert(
            0,
            f"{str(work.why_not).partition('，')[0]}，现在只能查看、打印和导出，不能保存；以前的数据都在。"
            "可以在“系统”里备份到别的磁盘；清理磁盘或者改好权限以后，请重新打开程序。",
        )
    return "".join(parts)
