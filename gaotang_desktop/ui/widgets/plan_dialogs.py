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

if TYPE_CHECKING:
    from gaotang_desktop.services.plans import Reading


def paste_dialog(parent: QWidget, read: Callable[[str], bool]) -> QDialog:
    """A place for a plan's text; closes when ``read(text)`` says that it could be read."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("粘贴方案")
    dialog.resize(760, 520)
    area = QPlainTextEdit()
    area.setPlaceholderText("把方案全文粘贴在这里")
    button = QPushButton("读方案")
    button.setProperty("role", "primary")
    button.clicked.connect(lambda _on: dialog.accept() if read(area.toPlainText()) else None)
    column = QVBoxLayout(dialog)
    column.addWidget(area, 1)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
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
    column.addWidget(head)
    column.addWidget(area, 1)
    column.addLayout(buttons)
    dialog.open()
    keep.setFocus()
    return dialog
