"""抢救 in the window: a damaged file becomes a new one, and what could not be saved is listed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from gaotang_desktop.domain.errors import (
    AlteredCopy,
    DamagedDatabase,
    DomainError,
    MissingDatabase,
    OthersCopy,
)
from gaotang_desktop.paths import DATABASE_NAME
from gaotang_desktop.services import backups
from gaotang_desktop.services.computer import salvage
from gaotang_desktop.services.computer.salvage import Report
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file
from gaotang_desktop.ui.frame import protecting
from gaotang_desktop.ui.frame.full_pages import Action
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.widgets.form.copy_password import ask_about_altered, ask_if_needed

Open = Callable[[MainWindow, Path], None]


def offer(
    window: MainWindow,
    folder: Path,
    error: DamagedDatabase,
    reopen: Open,
    *,
    is_known: bool = False,
) -> None:
    """Fill the window with what can be done about data that are damaged or gone.

    ``is_known``: the error says how it came to that, whatever the file looks like.
    """
    newest = backups.newest_good(folder)
    more = protecting.key_actions(window, folder, reopen)
    unlike = f"数据文件“{DATABASE_NAME}”的开头认不出来，程序没有改动它。"
    sentences = [unlike if more and not is_known else str(error)]
    actions: list[Action] = []
    if newest is not None:
        sentences.append(
            f"最近一份完好的备份是 {newest.made_at:%Y-%m-%d %H:%M} 的。恢复时，损坏的文件会原样留存。"
        )
        actions.append(("恢复这份备份", partial(put_back, window, folder, newest.path, reopen)))
    else:
        sentences.append(
            "数据文件夹里没有完好的备份。请把损坏的文件连同 U 盘里的备份交给维护人员。"
        )
    lost = isinstance(error, MissingDatabase)
    if not lost:
        sentences.append("也可以先抢救：把还读得出的记录写成一个新文件，列出没有救出来的。")
        actions.append(("抢救数据", partial(begin, window, folder, reopen)))
    if more:
        sentences.append(
            "没有设过口令的，是文件坏了。设过口令的，可能没有坏，只是钥匙文件不见了：它的副本在 U 盘的"
            "备份旁边，找来就能用口令或者恢复单打开。"
        )
        actions += more
    actions.append(("从文件恢复…", partial(choose, window, folder, reopen)))
    actions += [("看说明", lambda: window.open_chapter_behind(error)), ("退出", window.close)]
    heading = "数据文件损坏了，没有改动它"
    if lost or more:
        heading = "数据文件不见了，没有新建数据" if lost else "数据文件打不开，没有改动它"
    window.show_trouble(heading, sentences, actions)


def choose(window: MainWindow, folder: Path, reopen: Open) -> None:
    """Restore a copy that lies elsewhere, as on a stick; one that is encrypted asks for its password."""
    ask_for_file(
        window, window.memory, "选择备份文件", "备份 (*.sqlite)",
        chosen=lambda path: put_back(window, folder, path, reopen),
    )  # fmt: skip


def put_back(
    window: MainWindow,
    folder: Path,
    source: Path,
    reopen: Open,
    *,
    altered: bool = False,
    others: bool = False,
) -> None:
    """Put a sound copy in the damaged file's place, which is kept, and open the folder again."""
    again = partial(put_back, window, folder, source, reopen, altered=altered, others=others)
    if ask_if_needed(window, folder, source, again):
        return
    try:
        backups.restore(folder, source, altered=altered, others=others)
    except OthersCopy as problem:
        window.messages.confirm(
            "这份备份不像是这里的",
            f"{problem}确实要用那一份的数据接着工作，也可以恢复这一份；现在的文件会原样留存。",
            action="仍然恢复这一份",
            slot=partial(again, others=True),
        )
        return
    except AlteredCopy as problem:
        ask_about_altered(window.messages, problem, partial(again, altered=True))
        return
    except DomainError as problem:
        window.messages.problem(problem)
        return
    reopen(window, folder)


def begin(window: MainWindow, folder: Path, reopen: Open) -> None:
    """Salvage in the background, then show what came of it; the damaged file stays as it is."""
    window.show_opening("正在从损坏的文件里抢救，请勿关机。")

    def failed(error: Exception) -> None:
        reopen(window, folder)
        window.messages.show_error(error)

    window.jobs.run(
        lambda _progress: salvage.run(folder),
        title="正在抢救",
        done=lambda report: show(window, folder, report, reopen),
        failed=failed,
        modal=False,
    )


def show(window: MainWindow, folder: Path, report: Report, reopen: Open) -> None:
    """What was saved beside what the newest backup has; the operator chooses which to go on with."""
    sentences = [report.heading, *report.notes]
    sentences.append("损坏的文件没有动；无论选哪一份，它都会原样留存。")
    lines = [f"{each.words}。" for each in report.lines]
    actions: list[Action] = [
        ("用救出来的数据", partial(put_back, window, folder, report.path, reopen))
    ]
    if report.backup is not None:
        made = f"{report.backup.made_at:%m-%d %H:%M}"
        actions.append(
            (f"恢复 {made} 的备份", partial(put_back, window, folder, report.backup.path, reopen))
        )
        if report.missing:
            lines += ["", "下面这些没有救出来，备份里有：", *report.missing]
    actions.append(("退出", window.close))
    window.show_trouble("抢救完了", sentences, actions, "\n".join(lines))
