"""Reading a plan in the window: a place to paste it."""

from collections.abc import Callable

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


def _spaced(column: QVBoxLayout) -> None:
    column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
    column.setSpacing(theme.SPACE_3)
