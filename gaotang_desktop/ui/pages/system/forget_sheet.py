"""隐去个人信息: a person taken out of the data after his matters are closed, with a preview first."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.services.computer import forgetting
from gaotang_desktop.services.computer.named_records import Line, Only
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.widgets.cards import carded

_ABOUT = (
    "矛盾纠纷、诉求办结以后，当事人要求不再留名的，把他的姓名换成“王某某”，电话、身份证号换成星号：台账、草稿、"
    "正在填的内容、修改历史里都换。" + forgetting.FOR_GOOD
)


class ForgetSheet(QWidget):
    """``seen`` is the preview of what stands in the fields now, ``None`` before there is one.

    Each line of it has a tick: where two people have one name, the lines of the other stay. The lines
    of one record go together; one whose matter is open has no tick yet.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.seen: forgetting.Preview | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName("姓名")
        self.name.setPlaceholderText("全名")
        self.name.setFixedWidth(140)
        self.phones = QLineEdit()
        self.phones.setAccessibleName("电话、身份证号")
        self.phones.setPlaceholderText("电话、身份证号，几个用顿号隔开；写在姓名后面的程序自己认")
        for each in (self.name, self.phones):
            each.textEdited.connect(lambda _text: self._show(None))
            each.returnPressed.connect(self.look)
        self.look_button = QPushButton("预览")
        self.look_button.setProperty("role", "primary")
        self.look_button.clicked.connect(lambda _checked: self.look())
        self.forget_button = QPushButton("隐去…")
        self.forget_button.clicked.connect(lambda _checked: self.ask())
        self.said = QLabel()
        self.said.setProperty("class", "secondary")
        self.said.setWordWrap(True)
        self.table = PlainTable(
            ("怎样处理", "在哪里", "原来", "以后"),
            wide=1,
            empty="写上姓名，按“预览”：这里一行一行列出会换什么、哪些不换。预览不改动数据。",
        )
        self.table.itemChanged.connect(self._on_ticked)
        about = QLabel(_ABOUT)
        about.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        for label, field in (("姓名", self.name), ("号码", self.phones)):
            words = QLabel(label)
            words.setBuddy(field)
            row.addWidget(words)
            row.addWidget(field, int(field is self.phones))
        row.addWidget(self.look_button)
        row.addWidget(self.forget_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(about)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(carded(self.table), 1)
        self._show(None)

    @property
    def _typed(self) -> tuple[str, list[str]]:
        return self.name.text(), self.phones.text().replace("，", "、").split("、")

    def look(self) -> None:
        """Show what would be replaced, and what stays."""
        work, (name, phones) = self.desk.work, self._typed
        self._show(None)
        self.desk.jobs.run(
            lambda _progress: forgetting.found(work, name, phones),
            title="正在查找",
            done=self._show,
        )

    def _show(self, seen: forgetting.Preview | None) -> None:
        self.seen = seen
        self.forget_button.setEnabled(seen is not None)
        self._fill([] if seen is None else _rows(seen))
        for item, line in self._ticks():
            if line.is_open:
                item.setText(f"没有办结，不能换：{line.field}")
            else:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked)
        self.said.setVisible(seen is not None)
        if seen is not None:
            numbers = f"，号码 {len(seen.numbers)} 个换成星号" if seen.numbers else ""
            self.said.setText(
                f"“{seen.name}”换成“{seen.cover}”{numbers}：记录里 {len(seen.lines)} 处，"
                f"修改历史里 {seen.steps} 步。是同名的另一个人的，请去掉前面的勾：那些记录不动。"
            )

    @property
    def _lines(self) -> tuple[Line, ...]:
        return () if self.seen is None else (*self.seen.lines, *self.seen.past)

    def _ticks(self) -> Iterator[tuple[QTableWidgetItem, Line]]:
        for row, line in enumerate(self._lines):
            if (item := self.table.item(row, 0)) is not None:
                yield item, line

    def _fill(self, rows: list[tuple[str, str, str, str]]) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        self.table.fill(rows)
        self.table.blockSignals(False)

    def _on_ticked(self, ticked: QTableWidgetItem) -> None:
        """The other lines of the same record follow."""
        if ticked.column() or ticked.row() >= len(self._lines):
            return
        record = self._lines[ticked.row()].record
        for item, line in self._ticks():
            if (
                line.record == record
                and not line.is_open
                and item.checkState() != ticked.checkState()
            ):
                item.setCheckState(ticked.checkState())

    def picked(self) -> Only:
        """The records with a tick; ``None``: there is none without."""
        ticked = {
            line.record
            for item, line in self._ticks()
            if not line.is_open and item.checkState() is Qt.CheckState.Checked
        }
        return None if ticked == {each.record for each in self._lines} else frozenset(ticked)

    def ask(self) -> None:
        """Ask once more: it cannot be taken back."""
        if self.seen is not None:
            if self.picked() == frozenset():
                self.desk.messages.toast("没有打勾的记录，没有什么要隐去。")
                return
            self.desk.messages.confirm(
                f"隐去“{self.seen.name}”？",
                forgetting.FOR_GOOD,
                action="隐去，不能撤销",
                slot=self.forget,
            )

    def forget(self) -> None:
        """Do it, then show what stays."""
        work, (name, phones), only = self.desk.work, self._typed, self.picked()

        def done(result: forgetting.Done) -> None:
            self.name.clear()
            self.phones.clear()
            self._show(None)
            self._fill(_rows(result.preview))
            self.desk.messages.toast(
                f"已经隐去“{result.preview.cover}”，校验码从他第一次出现的那一步起重算。"
                + "".join(result.said)
            )

        self.desk.jobs.run(
            lambda _progress: forgetting.forget(work, name, phones, only),
            title="正在隐去",
            done=done,
        )


def _rows(seen: forgetting.Preview) -> list[tuple[str, str, str, str]]:
    rows = [(f"换：{each.field}", each.where, each.before, each.after) for each in seen.lines]
    rows += [(f"换：{each.field}", each.where, each.before, each.after) for each in seen.past]
    rows += [("换：号码", "各处", each, "*" * len(each)) for each in seen.numbers]
    if seen.typed:
        rows.append(("换：正在填的", "没有保存的内容、列表的筛选", seen.name, seen.cover))
    rows += [("不换：更长的名字", each.where, each.before, each.before) for each in seen.left]
    rows += [("不换：已经印发", each, "", "") for each in seen.issued]
    rows += [("不换：冻结或者启用", each, "", "") for each in seen.frozen]
    rows += [("请自己处理：里面有", each, "", "") for each in seen.attachments]
    rows += [("请自己看：程序看不出", each, "", "") for each in seen.unread]
    for each in seen.backups:
        day = f"最迟 {each.gone_by:%Y-%m-%d} 清掉" if each.gone_by else "再备份十次以内清掉"
        rows.append(("备份里还有", each.path.name, "每天备份的话", day))
    return rows
