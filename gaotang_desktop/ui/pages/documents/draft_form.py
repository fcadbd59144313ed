"""The fields and the words of one draft, as they are typed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.documents.mends import OF_TITLES, mended
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.pages.documents.find_bar import FindBar
from gaotang_desktop.ui.pages.documents.paper_editor import PaperEditor
from gaotang_desktop.ui.pages.documents.recipients_dialog import RecipientsDialog
from gaotang_desktop.ui.widgets.form.date_editor import DateEditor
from gaotang_desktop.ui.widgets.scrolling import Scrolled
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

_DATE = Field("dated_on", "成文日期", Kind.DATE, required=True)
_DATE_WIDTH = 150
_MARKS = (("一、", "一级标题"), ("（一）", "二级标题"), ("1. ", "三级标题"), ("（1）", "四级标题"))
_ELEMENTS = (
    ("urgency", "紧急程度", "特急或者加急，没有就空着"),
    ("secrecy", "密级", "如 机密★1年"),
    ("copy_number", "份号", "涉密公文的六位数字"),
    ("approvers", "签发人", "上行文填写，如 张三、李四"),
    ("print_count", "印发份数", "如 50，没有就空着"),
)
Recipients = Callable[[], Sequence[tuple[str, tuple[str, ...]]]]


class DraftForm(QWidget):
    """``edited()`` a moment after the typing stopped, in any of the fields; ``picks(name)`` when 主送,
    抄送 or 联合发文 is to be chosen from the registers.
    """

    edited = Signal()
    picks = Signal(str)

    def __init__(self, *, today: Callable[[], Any], recipients: Recipients) -> None:
        super().__init__()
        self._recipients, self._today = recipients, today
        self._stored: dict[str, Any] = {}
        self._loading = False
        self.editor = PaperEditor()
        self.editor.rested.connect(self._on_edited)
        self.title = self._line("标题", "如 关于召开平安建设推进会的通知")
        self.addressee = self._line("主送", "如 各村、镇直各单位")
        self.signer = self._line("署名", "发文机关")
        self.copies = self._line("抄送", "没有就空着")
        self.joint = self._line("联合发文", "一起发文的单位，按顺序用顿号隔开；没有就空着")
        self.note = self._line("附注", "如 联系人和电话，没有就空着")
        self.elements = {name: self._line(label, hint) for name, label, hint in _ELEMENTS}
        self.date = DateEditor(_DATE, today=today)
        self.date.edited.connect(self.editor.wait)
        self.sealed = QCheckBox("加盖印章")
        self.sealed.setToolTip("署名处给印章留出位置，不画印章")
        self.titled = QCheckBox("标题写发文机关")
        self.titled.setToolTip("标题前面加上发文机关名称，写成“××关于……的通知”")
        for box in (self.sealed, self.titled):
            box.toggled.connect(lambda _on: self._on_edited())
        self.parts = self._make_parts()
        self.parts_button = QPushButton("公文要素")
        icons.dress(self.parts_button, "chevron-down", "text", 16)
        self.parts_button.setCheckable(True)
        self.parts_button.setToolTip(
            "主送、抄送、署名、联合发文、日期、印章、附注，紧急程度、密级、份号、签发人、印发份数（Ctrl+E）"
        )
        self.parts_button.toggled.connect(self.parts.setVisible)
        self.find_bar = FindBar(self.editor)
        for keys, slot in (
            ("Ctrl+F", self.find_bar.start),
            ("Ctrl+E", self.parts_button.toggle),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.bar = WrappingRow()
        for mark, tip in _MARKS:
            button = QToolButton()
            button.setText(mark.strip())
            button.setToolTip(f"{tip}：在这一行前面加“{mark.strip()}”")
            button.clicked.connect(lambda _checked, mark=mark: self.editor.begin_line(mark))
            self.bar.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_2)
        head.addWidget(_label("标题"))
        head.addWidget(self.title, 1)
        head.addWidget(self.parts_button)
        # The text has the height: the other fields are folded until they are wanted.
        column.addLayout(head)
        column.addWidget(self.parts)
        column.addWidget(self.bar)
        column.addWidget(self.find_bar)
        column.addWidget(self.editor, 1)

    def _make_parts(self) -> Scrolled:
        inner = QWidget()
        inner.setObjectName("scrolled")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, theme.SPACE_1, 0)
        grid.setHorizontalSpacing(theme.SPACE_2)
        grid.setVerticalSpacing(theme.SPACE_2)
        for row, (text, line) in enumerate(self._picked().items()):
            grid.addWidget(_label(text), row, 0)
            grid.addWidget(line, row, 1)
            grid.addWidget(self._picker(text), row, 2)
        for row, (text, line) in enumerate((("署名", self.signer), ("附注", self.note)), 3):
            grid.addWidget(_label(text), row, 0)
            grid.addWidget(line, row, 1, 1, 2)
        pairs = (("urgency", "secrecy"), ("copy_number", "approvers"), ("print_count",))
        for row, pair in enumerate(pairs, 6):
            both = QHBoxLayout()
            both.setSpacing(theme.SPACE_2)
            for at, name in enumerate(pair):
                if at:
                    both.addWidget(_label(self.elements[name].accessibleName()))
                both.addWidget(self.elements[name], 1)
            if len(pair) == 1:
                both.addWidget(self.titled)
            grid.addWidget(_label(self.elements[pair[0]].accessibleName()), row, 0)
            grid.addLayout(both, row, 1, 1, 2)
        self.date.setFixedWidth(_DATE_WIDTH)
        last = QHBoxLayout()
        last.setSpacing(theme.SPACE_3)
        last.addWidget(self.date)
        last.addWidget(self.sealed)
        last.addStretch(1)
        grid.addWidget(_label("日期"), 5, 0)
        grid.addLayout(last, 5, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        # In a low window they scroll, and the text keeps its lines.
        area = Scrolled(inner)
        area.setMaximumHeight(inner.sizeHint().height() + 2)
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        area.hide()
        return area

    def show_parts(self) -> None:
        """Unfold the fields, as for one that has to be mended."""
        self.parts_button.setChecked(True)

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.textEdited.connect(lambda _text: self.editor.wait())
        return line

    def _picked(self) -> dict[str, QLineEdit]:
        return {"主送": self.addressee, "抄送": self.copies, "联合发文": self.joint}

    def _picker(self, name: str) -> QPushButton:
        button = QPushButton("选")
        icons.dress(button, "users", "text", 16)
        button.clicked.connect(lambda _checked: self.picks.emit(name))
        button.setToolTip(f"从村和单位里选{name}")
        button.setAccessibleName(f"选{name}")
        return button

    def _lines(self) -> tuple[tuple[QLineEdit, str], ...]:
        return (
            (self.title, "name"),
            (self.addressee, "addressee"),
            (self.signer, "signer"),
            (self.copies, "copies_to"),
            (self.note, "note"),
            (self.joint, "joint"),
            *((line, name) for name, line in self.elements.items()),
        )

    def _others(self) -> dict[str, Any]:
        return {
            "body": self.editor.toPlainText(),
            "sealed": self.sealed.isChecked(),
            "issuer_in_title": self.titled.isChecked(),
        }

    def show_values(self, values: Mapping[str, Any], from_data: Collection[str]) -> None:
        """Show another draft; the lines worded from data are marked."""
        self._stored, self.from_data = dict(values), from_data
        self._loading = True
        for line, name in self._lines():
            line.setText(values[name] or "")
            line.setCursorPosition(0)
        self.date.set_value(values["dated_on"])
        self.date.set_problem(False)
        self.sealed.setChecked(values["sealed"])
        self.titled.setChecked(values["issuer_in_title"])
        self.editor.show_text(values["body"], from_data)
        self._loading = False

    def unstored(self) -> dict[str, Any]:
        """The words that differ from the stored ones, read or not, while somebody types on."""
        now: dict[str, Any] = {name: line.text().strip() for line, name in self._lines()}
        now |= self._others()
        found = {n: each for n, each in now.items() if (each or None) != (self._stored[n] or None)}
        if self.date.typed() != fields.show(_DATE, self._stored["dated_on"]):
            found["dated_on"] = self.date.typed()
        return found

    def put(self, words: Mapping[str, Any]) -> None:
        """Put words into the fields again, as if they had been typed just now."""
        stored, day = self._stored, words.get("dated_on")
        self.show_values({**stored, **words, "dated_on": stored["dated_on"]}, self.from_data)
        self._stored = stored
        if day is not None:
            self.date.set_value(day)
        self._on_edited()

    def mark_stored(self, values: Mapping[str, Any]) -> None:
        """What stands there is stored."""
        self._stored = dict(values)
        self.editor.mark_stored()

    def values(self) -> dict[str, Any]:
        """The draft as it stands in the fields; a date that cannot be read stays the stored one."""
        found = dict(self._stored)
        found |= {name: line.text().strip() for line, name in self._lines()}
        found |= self._others()
        try:
            typed = fields.read(_DATE, self.date.typed(), today=self._today())
        except Invalid:
            self.date.set_problem(True)
            self.show_parts()
        else:
            self.date.set_problem(False)
            found["dated_on"] = typed or self._stored["dated_on"]
        return found

    def mend(self, name: str, *, today: date) -> None:
        """Put right what a finding names; Ctrl+Z in the text takes the words back."""
        if name == "today":
            self.date.set_value(today)
        else:
            if name in OF_TITLES:
                self.title.setText(mended(name, self.title.text()))
            self.editor.replace_text(
                mended(
                    name,
                    self.editor.toPlainText(),
                    signer=self.signer.text(),
                    addressee=self.addressee.text(),
                )
            )
        self._on_edited()

    def take(self, name: str, body: str) -> None:
        """Words that came back from Word; Ctrl+Z in the text takes them back."""
        self.title.setText(name)
        self.editor.replace_text(body)
        self._on_edited()

    def pick(self, name: str) -> RecipientsDialog:
        """Choose 主送, 抄送 or 联合发文 from the registers; what was typed and is known stays ticked."""
        line = self._picked()[name]
        dialog = RecipientsDialog(self, f"选择{name}", self._recipients(), line.text())

        def take(text: str) -> None:
            line.setText(text)
            self._on_edited()

        dialog.taken.connect(take)
        dialog.open()
        return dialog

    def _on_edited(self) -> None:
        if not self._loading:
            self.edited.emit()


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("class", "secondary")
    return label
