"""隐去个人信息: a person taken out of the data after his matters are closed, with a preview first."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gaotang_desktop.services.computer import forgetting
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.widgets.cards import carded

_ABOUT = (
    "矛盾纠纷、诉求办结以后，当事人要求不再留名的，把他的姓名换成“王某某”，电话、身份证号换成星号：台账、草稿、"
    "正在填的内容、修改历史里都换。" + forgetting.FOR_GOOD
)


class ForgetSheet(QWidget):
    """``seen`` is the preview of what stands in the fields now, ``None`` before there is one."""

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
            lambda _progress: forgetting.preview(work, name, phones),
            title="正在查找",
            done=self._show,
        )

    def _show(self, seen: forgetting.Preview | None) -> None:
        self.seen = seen
        self.forget_button.setEnabled(seen is not None)
        self.table.fill([] if seen is None else _rows(seen))
        self.said.setVisible(seen is not None)
        if seen is not None:
            numbers = f"，号码 {len(seen.numbers)} 个换成星号" if seen.numbers else ""
            self.said.setText(
                f"“{seen.name}”换成“{seen.cover}”{numbers}：记录里 {len(seen.lines)} 处，"
                f"修改历史里 {seen.steps} 步。同名同姓的人分不开，请逐行看过再隐去。"
            )

    def ask(self) -> None:
        """Ask once more: it cannot be taken back."""
        if self.seen is not None:
            self.desk.messages.confirm(
                f"隐去“{self.seen.name}”？",
                forgetting.FOR_GOOD,
                action="隐去，不能撤销",
                slot=self.forget,
            )

    def forget(self) -> None:
        """Do it, then show what stays."""
        work, (name, phones) = self.desk.work, self._typed

        def done(result: forgetting.Done) -> None:
            self.name.clear()
            self.phones.clear()
            self._show(None)
            self.table.fill(_rows(result.preview))
            self.desk.messages.toast(
                f"已经隐去“{result.preview.cover}”，校验码从他第一次出现的那一步起重算。"
                + "".join(result.said)
            )

        self.desk.jobs.run(
            lambda _progress: forgetting.forget(work, name, phones), title="正在隐去", done=done
        )


def _rows(seen: forgetting.Preview) -> list[tuple[str, str, str, str]]:
    rows = [(f"换：{each.field}", each.where, each.before, each.after) for each in seen.lines]
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
