"""Reading a plan in the window: a place to paste it, and what was recognised, to be confirmed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.ui import theme

if TYPE_CHECKING:
    from gaotang_desktop.services.plans import Reading


def paste_dialog(parent: QWidget, read: Callable[[str], bool]) -> QDialog:
    """A place for a plan's text; closes when ``read(text)`` says that it could be read."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("粘贴方案")
    dialog.resize(760, 520)
    heading = QLabel("粘贴方案文字")
    heading.setProperty("class", "heading")
    hint = QLabel("从 WPS 或网页复制方案全文。程序认出任务和责任单位以后，先给您核对，再保存。")
    hint.setProperty("class", "secondary")
    area = QPlainTextEdit()
    area.setPlaceholderText("把方案全文粘贴在这里")
    button = QPushButton("读方案")
    button.setProperty("role", "primary")
    button.clicked.connect(lambda _on: dialog.accept() if read(area.toPlainText()) else None)
    cancel = QPushButton("取消")
    cancel.setAutoDefault(False)
    cancel.clicked.connect(dialog.reject)
    buttons = QHBoxLayout()
    buttons.addWidget(cancel)
    buttons.addStretch(1)
    buttons.addWidget(button)
    column = QVBoxLayout(dialog)
    _spaced(column)
    column.addWidget(heading)
    column.addWidget(hint)
    column.addWidget(area, 1)
    column.addLayout(buttons)
    dialog.open()
    area.setFocus()
    return dialog


def confirm_dialog(parent: QWidget, reading: "Reading", store: Callable[[], None]) -> QDialog:
    """What was recognised and what was not; ``store()`` when the operator says so."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("核对方案")
    dialog.resize(820, 580)
    head = QLabel(f"{reading.plan.number or '（没有找到发文字号）'}　{reading.plan.title}")
    head.setTextFormat(Qt.TextFormat.PlainText)
    head.setProperty("class", "heading")
    head.setWordWrap(True)
    doubts = list(reading.warnings())
    text = "\n".join([*reading.lines(), "", *(["请核对："] if doubts else []), *doubts])
    area = QPlainTextEdit(text)
    area.setReadOnly(True)
    keep = QPushButton(f"导入 {len(reading.plan.clauses)} 项任务")
    keep.setProperty("role", "primary")
    cancel = QPushButton("不导入")
    cancel.clicked.connect(dialog.reject)
    keep.clicked.connect(dialog.accept)
    dialog.accepted.connect(store)
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    buttons.addWidget(cancel)
    buttons.addWidget(keep)
    column = QVBoxLayout(dialog)
    _spaced(column)
    column.addWidget(head)
    column.addWidget(area, 1)
    column.addLayout(buttons)
    dialog.open()
    keep.setFocus()
    return dialog


def _spaced(column: QVBoxLayout) -> None:
    column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
    column.setSpacing(theme.SPACE_3)
