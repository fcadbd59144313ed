"""键盘用法: every key on one sheet, by where it works (F12)."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.widgets.scrolling import Scrolled

GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "在哪一页都能用",
        (
            ("Ctrl+1 … Ctrl+9", "到第几个页面"),
            ("Ctrl+K", "搜索村、人、任务、文号"),
            ("Ctrl+N", "新增"),
            ("Ctrl+P", "打印"),
            ("Ctrl+Z　Ctrl+Y", "撤销　重做"),
            ("F1", "本页说明"),
            ("F5", "重新读取"),
            ("F12　Ctrl+/", "这张键盘用法"),
        ),
    ),
    (
        "列表",
        (
            ("↑ ↓　Shift+↑↓", "移动　选中多行"),
            ("回车", "打开所选记录"),
            ("Shift+点列名", "再按这一列排"),
            ("Ctrl+F", "在列表里查找"),
            ("Ctrl+C　Ctrl+V", "复制到表格　粘贴表格里的行"),
            ("Delete", "放进回收站，可以撤销"),
        ),
    ),
    (
        "表单",
        (
            ("回车", "到下一项"),
            ("Ctrl+S", "保存"),
            ("Ctrl+Enter", "保存并录下一条"),
            ("Alt+↓", "打开日历"),
            ("拼音首字母", "选村、单位（glc 郭楼村）"),
        ),
    ),
    (
        "成批录入（一晚夜巡、各村结果等）",
        (
            ("回车　Tab", "向下　向右；灰色的内容就此采用"),
            ("Ctrl+L", "照抄昨晚、照抄上月"),
            ("Ctrl+Shift+L", "照抄上周同晚"),
            ("Ctrl+A，回车", "灰色的一次采用"),
            ("Delete", "清空；灰色的不要了"),
            ("Alt+↓", "列出可填的内容"),
            ("拼音首字母", "人名和选项（cchs 抽查核实）"),
            ("Ctrl+D　Ctrl+R", "照抄上边　左边一格"),
            ("Ctrl+Shift+方向键", "一直选到头"),
            ("PgUp　PgDn", "前一晚　后一晚"),
            ("空格", "是、否"),
        ),
    ),
    (
        "公文",
        (
            ("Ctrl+F", "在正文里查找"),
            ("Ctrl+E", "展开、收起公文要素"),
            ("Ctrl+S", "保存草稿（平时自动保存）"),
        ),
    ),
    ("平安夜巡", (("Ctrl+G", "覆盖图和记录列表互换"),)),
)


class KeySheet(Dialog):
    """Read and closed: Esc, Return or F12."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("键盘用法")
        inner = QWidget()
        inner.setObjectName("scrolled")
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, theme.SPACE_2, 0)
        row.setSpacing(theme.SPACE_5)
        for part in (GROUPS[:3], GROUPS[3:]):
            column = QVBoxLayout()
            column.setSpacing(theme.SPACE_3)
            for title, keys in part:
                column.addLayout(_group(title, keys))
            column.addStretch(1)
            row.addLayout(column, 1)
        close = QPushButton("知道了")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        self.first = close
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        whole.setSpacing(theme.SPACE_3)
        whole.addWidget(Scrolled(inner), 1)
        whole.addLayout(foot)
        room = window.size()
        self.resize(
            min(860, room.width() - 40), min(inner.sizeHint().height() + 90, room.height() - 20)
        )
        for key in ("F12", "Ctrl+/"):
            close_again = self.addAction("关闭")
            close_again.setShortcut(key)
            close_again.triggered.connect(self.accept)
        self.finished.connect(lambda _result: self.deleteLater())


def _group(title: str, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.SPACE_3)
    grid.setVerticalSpacing(theme.SPACE_1)
    heading = QLabel(title)
    heading.setProperty("class", "heading")
    grid.addWidget(heading, 0, 0, 1, 2)
    for at, (key, does) in enumerate(keys, start=1):
        name, words = QLabel(key), QLabel(does)
        name.setProperty("class", "info")
        words.setTextFormat(Qt.TextFormat.PlainText)
        grid.addWidget(name, at, 0)
        grid.addWidget(words, at, 1)
    grid.setColumnMinimumWidth(0, 140)
    grid.setColumnStretch(1, 1)
    return grid
