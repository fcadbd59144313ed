"""Reading a plan in the window: a place to paste it, which of several it is, and its confirmation."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services import plans
from gaotang_desktop.services.plans import Confirmed, Reading
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.pages.tasks.plans.confirmation import PlanConfirmation, Told
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog
from gaotang_desktop.ui.widgets.form.reopening import remember

CONFIRM = "PlanLedger.confirm_again"
"""How a confirmation is opened again, wherever it was opened."""


def confirm_plan(
    parent: QWidget, desk: Desk, reading: Reading, stored: Callable[[int], None]
) -> QDialog:
    """Show what was recognised, for confirmation; ``stored(tasks)`` when some were stored.

    Of a text with several plans the operator first says which, or one after the other.
    """
    if not reading.parts:
        return _confirm(parent, desk, [reading], stored)
    options: list[tuple[str, Sequence[str]]] = [
        (f"{each.number or '没有文号'}　{each.title}（{each.tasks} 项）", [each.text])
        for each in reading.parts
    ]
    options += [
        ("都要，一份一份核对", [each.text for each in reading.parts]),
        ("是同一份方案，当作一份读", [reading.text]),
    ]
    asked = ChoiceDialog(parent, f"这里像有 {len(reading.parts)} 份方案", "要读入哪一份？", options)

    def read(texts: Sequence[str]) -> None:
        found = [
            replace(plans.read(desk.work, text), notices=reading.notices, parts=())
            for text in texts
        ]
        _confirm(parent, desk, found, stored)

    asked.chosen.connect(read)
    asked.finished.connect(asked.deleteLater)
    asked.open()
    return asked


def _confirm(
    parent: QWidget,
    desk: Desk,
    readings: Sequence[Reading],
    stored: Callable[[int], None],
    before: int = 0,
) -> PlanConfirmation:
    """The confirmation of one plan after the other; ``before`` tasks were stored by the earlier ones."""
    count = before

    def store(reading: Reading, confirmed: Confirmed, told: Told) -> None:
        def done(_reading: Reading) -> None:
            nonlocal count
            count += len(confirmed.tasks)
            told(None)

        def failed(error: Exception) -> None:
            told(error)
            if not isinstance(error, DomainError):
                desk.messages.bug(error)

        desk.jobs.run(
            lambda _progress: plans.import_plan(desk.work, reading.text, confirmed),
            title="正在导入方案",
            done=done,
            failed=failed,
        )

    def finished(_result: int) -> None:
        if len(readings) > 1:
            _confirm(parent, desk, readings[1:], stored, count)
        elif count:
            stored(count)

    dialog = PlanConfirmation(parent, desk.work, readings[0], store)
    dialog.finished.connect(finished)
    dialog.finished.connect(dialog.deleteLater)
    remember(dialog, CONFIRM, *(each.text for each in readings))
    dialog.open()
    return dialog


def confirm_texts(
    parent: QWidget, desk: Desk, texts: Sequence[str], stored: Callable[[int], None]
) -> PlanConfirmation:
    """The confirmation of plans by their texts, as after a power cut.

    Raises:
        DomainError: nothing of the first can be a task.
    """
    found = [replace(plans.read(desk.work, each), parts=()) for each in texts]
    return _confirm(parent, desk, found, stored)


class PasteDialog(Dialog):
    """A place for a plan's text; closes when ``read(text)`` says that it could be read."""

    def __init__(self, parent: QWidget, read: Callable[[str], bool]) -> None:
        super().__init__(parent)
        self.setWindowTitle("粘贴方案")
        self.resize(760, 520)
        heading = QLabel("粘贴方案文字")
        heading.setProperty("class", "heading")
        hint = QLabel("从 WPS 或网页复制方案全文。程序认出任务和责任单位以后，先给您核对，再保存。")
        hint.setProperty("class", "secondary")
        self.told_at = hint
        self.area = QPlainTextEdit()
        self.area.setPlaceholderText("把方案全文粘贴在这里")
        self.area.setAccessibleName("方案全文")
        self.area.setTabChangesFocus(True)
        self.first = self.area
        button = QPushButton("读方案")
        button.setProperty("role", "primary")
        button.clicked.connect(lambda _on: self.accept() if read(self.area.toPlainText()) else None)
        cancel = QPushButton("取消")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(heading)
        column.addWidget(hint)
        column.addWidget(self.area, 1)
        column.addLayout(buttons)

    @override
    def is_dirty(self) -> bool:
        return bool(self.area.toPlainText().strip())

    @override
    def typed(self) -> tuple[Words, list[str]]:
        text = self.area.toPlainText()
        return {"": {"text": text}}, text.splitlines()

    @override
    def put(self, words: Words) -> None:
        self.area.setPlainText(str(words[""]["text"]))
