"""Another window that shows these data already, or stands still over them; cheap to import."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gaotang_desktop.ui.frame.start.first_window import Answer

STANDS_STILL = (
    "这些数据已经在另一个窗口里打开，可是那个窗口没有回应。它也许正忙，请等一会儿再试。一直没有反应的，"
    "请按 Ctrl+Shift+Esc 打开任务管理器，结束“高塘双提升工作台”，再点“再试一次”：已经保存的都在，"
    "没有保存的录入打开后会再给出来。"
)


def ask_to_come(folder: Path, *, again: bool = False) -> "Answer":
    """Ask another process that shows this folder to bring its window forward; what became of it."""
    from gaotang_desktop.ui.frame.start import first_window

    return first_window.ask_to_come(folder, again=again)


def listen(window: QWidget) -> None:
    """Hear later starts, also where another window did when this one began and is gone now."""
    from gaotang_desktop.ui.frame.start.first_window import FirstWindow

    if (first := window.findChild(FirstWindow)) is not None:
        first.listen()
