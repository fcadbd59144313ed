"""The fields and the words of one draft, as they are typed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.documents.mends import mended
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.pages.documents.paper_editor import PaperEditor
from gaotang_desktop.ui.pages.documents.recipients_dialog import RecipientsDialog
from gaotang_desktop.ui.widgets.form.date_editor import DateEditor

_DATE = Field("dated_on", "成文日期", Kind.DATE, required=True)
_MARKS = (("一、", "一级标题"), ("（一）", "二级标题"), ("1. ", "三级标题"), ("（1）", "四级标题"))
Recipients = Callable[[], Sequence[tuple[str, tuple[str, ...]]]]


class DraftForm(QWidget):
    """``edited()`` a moment after the typing stopped, in any of the fields."""

    edited = Signal()

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
        self.note = self._line("附注", "如 联系人和电话，没有就空着")
        self.date = DateEditor(_DATE, today=today)
        self.date.edited.connect(self.editor.wait)
        self.sealed = QCheckBox("加盖印章")
        self.sealed.setToolTip("署名处给印章留出位置，不画印章")
        self.sealed.toggled.connect(lambda _on: self._on_edited())
        self.bar = QHBoxLayout()
        self.bar.setSpacing(theme.SPACE_1)
        for mark, tip in _MARKS:
            button = QToolButton()
            button.setText(mark.strip())
            button.setToolTip(f"{tip}：在这一行前面加“{mark.strip()}”")
            button.clicked.connect(lambda _checked, mark=mark: self.editor.begin_line(mark))
            self.bar.addWidget(button)
        self.bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(self._grid())
        column.addLayout(self.bar)
        column.addWidget(self.editor, 1)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_2)
        grid.setVerticalSpacing(theme.SPACE_2)
        grid.addWidget(_label("标题"), 0, 0)
        grid.addWidget(self.title, 0, 1, 1, 4)
        for row, (text, line) in enumerate((("主送", self.addressee), ("抄送", self.copies)), 1):
            grid.addWidget(_label(text), row, 0)
            grid.addWidget(line, row, 1, 1, 3)
            grid.addWidget(self._picker(text, line), row, 4)
        grid.addWidget(_label("署名"), 3, 0)
        grid.addWidget(self.signer, 3, 1)
        grid.addWidget(self.date, 3, 2)
        grid.addWidget(self.sealed, 3, 3, 1, 2)
        grid.addWidget(_label("附注"), 4, 0)
        grid.addWidget(self.note, 4, 1, 1, 4)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        return grid

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.textEdited.connect(lambda _text: self.editor.wait())
        return line

    def _picker(self, name: str, line: QLineEdit) -> QPushButton:
        button = QPushButton("选")
        icons.dress(button, "users", "text", 16)
        button.clicked.connect(lambda _checked: self.pick(name, line))
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
        )

    def show_values(self, values: Mapping[str, Any], from_data: Collection[str]) -> None:
        """Show another draft; the lines worded from data are marked."""
        self._stored = dict(values)
        self._loading = True
        for line, name in self._lines():
            line.setText(values[name] or "")
            line.setCursorPosition(0)
        self.date.set_value(values["dated_on"])
        self.date.set_problem(False)
        self.sealed.setChecked(values["sealed"])
        self.editor.show_text(values["body"], from_data)
        self._loading = False

    def values(self) -> dict[str, Any]:
        """The draft as it stands in the fields; a date that cannot be read stays the stored one."""
        found = dict(self._stored)
        found |= {name: line.text().strip() for line, name in self._lines()}
        found |= {"body": self.editor.toPlainText(), "sealed": self.sealed.isChecked()}
        try:
            typed = fields.read(_DATE, self.date.typed(), today=self._today())
        except Invalid:
            self.date.set_problem(True)
        else:
            self.date.set_problem(False)
            found["dated_on"] = typed or self._stored["dated_on"]
        return found

    def mend(self, name: str, *, today: date) -> None:
        """Put right what a finding names; Ctrl+Z in the text takes the words back."""
        if name == "today":
            self.date.set_value(today)
        else:
            self.editor.replace_text(
                mended(
                    name,
                    self.editor.toPlainText(),
                    signer=self.signer.text(),
                    addressee=self.addressee.text(),
                )
            )
        self._on_edited()

    def pick(self, name: str, line: QLineEdit) -> RecipientsDialog:
        """Choose recipients from the registers; what was typed and is known stays ticked."""
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
