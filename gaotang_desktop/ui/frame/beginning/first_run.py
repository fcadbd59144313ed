"""The first opening: three steps, each of which can be skipped.

They come by themselves once; later 帮助, 系统 and, while the folder is empty, 工作台 open them.
"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services import first_run
from gaotang_desktop.services.archiving import restoring
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file, ask_for_folder
from gaotang_desktop.ui.frame.beginning.first_time import SEEN, STEPS
from gaotang_desktop.ui.frame.beginning.steps import (
    OfficeStep,
    PasswordStep,
    PlanStep,
    Step,
    VillagesStep,
)


class _StepMark(QFrame):
    """A step in the list at the left: its number or a tick, its title, bold while it is shown."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        self._title = title
        self._picture = QLabel()
        self._picture.setFixedWidth(20)
        self._number = number
        self.words = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)

    def set_state(self, *, current: bool, done: bool) -> None:
        """``current`` is shown now; ``done`` has what it gives."""
        if done:
            icons.dress(self._picture, "circle-check", "good", 18)
        else:
            icons.dress(self._picture, "chevron-right", "accent" if current else "faint", 18)
        self.words.setText(f"{self._number}. {self._title}")
        theme.restyle(self.words, "heading" if current else "secondary")


class FirstRun(Dialog):
    """Everything is stored step by step, so leaving in the middle loses nothing."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self.desk = desk
        self.setWindowTitle("开始使用")
        self.resize(860, 600)
        self.office, self.plan = OfficeStep(desk), PlanStep(desk)
        self.steps: list[Step] = [
            self.office,
            VillagesStep(desk),
            self.plan,
            PasswordStep(desk),
        ]
        self._marks = [_StepMark(n, each.title) for n, each in enumerate(self.steps, start=1)]
        self.stack = QStackedWidget()
        for step in self.steps:
            step.working.connect(self._on_working)
            step.problem.connect(self._say)
            # Queued: the Return that ends a step must not press the first button of the next.
            step.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
            self.stack.addWidget(step)
        self._asked = False
        self._heading = QLabel()
        self._heading.setObjectName("page_title")
        self._hint = QLabel()
        self._hint.setProperty("class", "secondary")
        self._hint.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setProperty("class", "error")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        right = QVBoxLayout()
        right.setContentsMargins(theme.SPACE_5, theme.SPACE_5, theme.SPACE_5, theme.SPACE_4)
        right.setSpacing(theme.SPACE_2)
        right.addWidget(self._heading)
        right.addWidget(self._hint)
        right.addSpacing(theme.SPACE_2)
        right.addWidget(self.stack, 1)
        right.addWidget(self.problem)
        right.addLayout(self._buttons())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addLayout(right, 1)
        # After what was typed comes going on; skipping it is the last thing that Tab leads to.
        QWidget.setTabOrder(self.forward, self.back)
        QWidget.setTabOrder(self.back, self.skip)
        self.finished.connect(lambda _result: self._tell())
        self.kept_as = {STEPS: True}
        self.show_step(0)

    @override
    def is_dirty(self) -> bool:
        return any(each.typed for each in self.steps)

    @override
    def typed(self) -> tuple[Words, list[str]]:
        # Never the password.
        form, plan = self.office.form, self.plan.area.toPlainText()
        words: dict[str, dict[str, Any]] = {"": {"at": self.at, "plan": plan}, "office": {}}
        told = plan.splitlines()
        if form.is_dirty():
            words["office"], told = form.typed(), [*form.told(), *told]
        return words, told

    @override
    def put(self, words: Words) -> None:
        self.office.form.put(words["office"])
        self.plan.area.setPlainText(str(words[""]["plan"]))
        self.show_step(min(max(0, int(words[""]["at"])), len(self.steps) - 1))

    def _left(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("navigation")
        frame.setFixedWidth(210)
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_5, theme.SPACE_4, theme.SPACE_4)
        column.setSpacing(theme.SPACE_4)
        for mark in self._marks:
            column.addWidget(mark)
        column.addStretch(1)
        self.sample = QPushButton("先用示例数据试一试")
        self.sample.clicked.connect(lambda _checked: self.try_sample())
        self.sample.setAutoDefault(False)
        self.sample.setVisible(not self.desk.work.is_sample)
        column.addWidget(self.sample)
        before = QLabel("以前用过本程序的：")
        before.setProperty("class", "faint")
        column.addWidget(before)
        from_backup, from_archive = QPushButton("从备份恢复"), QPushButton("从归档恢复")
        from_backup.clicked.connect(lambda _checked: self.choose_backup())
        from_archive.clicked.connect(lambda _checked: self.choose_archive())
        self.ways_back = (from_backup, from_archive)
        for button in self.ways_back:
            button.setAutoDefault(False)
            column.addWidget(button)
        said = QLabel("每一步都可以跳过，以后从“帮助”菜单再打开。")
        said.setProperty("class", "faint")
        said.setWordWrap(True)
        column.addWidget(said)
        return frame

    def try_sample(self) -> None:
        """Leave for a sample office; the steps come again when it is thrown away."""
        self.reject()
        self.desk.frame.try_sample()

    def choose_backup(self) -> QFileDialog | None:
        """Go on with the data of a backup instead, where nothing was entered yet."""
        if not self.desk.work.is_sample and restoring.why_not(self.desk.work.folder):
            self._say("这里已经有数据。要换成备份里的，请到“系统”的“备份”里恢复，那里先问一次。")
            return None
        return ask_for_file(
            self, self.desk.memory, "选择备份文件", "备份 (*.sqlite)", chosen=self._restore
        )

    def choose_archive(self) -> QFileDialog | None:
        """Go on with the data of an archive instead, where nothing was entered yet."""
        if said := restoring.why_not(self.desk.work.folder):
            self._say(said)
            return None
        return ask_for_folder(self, self.desk.memory, "选择归档的文件夹", chosen=self._restore)

    def _restore(self, source: Path) -> None:
        self.reject()
        self.desk.frame.restore(source)

    def _buttons(self) -> QHBoxLayout:
        self.skip = QPushButton("跳过这一步")
        self.skip.setProperty("role", "link")
        self.skip.clicked.connect(lambda _checked: self._on_skip())
        self.back = QPushButton("上一步")
        self.back.clicked.connect(lambda _checked: self.show_step(self.at - 1))
        self.forward = QPushButton("下一步")
        self.forward.setProperty("role", "primary")
        self.forward.clicked.connect(lambda _checked: self.steps[self.at].apply(self._go_on))
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.skip)
        row.addStretch(1)
        for button in (self.back, self.forward):
            row.addWidget(button)
        for button in (self.skip, self.back, self.forward):
            button.setAutoDefault(False)
        return row

    @property
    def at(self) -> int:
        """Which step is shown, from 0."""
        return self.stack.currentIndex()

    def show_step(self, number: int) -> None:
        """Show a step with what holds now."""
        step = self.steps[number]
        self._asked = False
        self.stack.setCurrentWidget(step)
        step.refresh()
        self._say("")
        self._heading.setText(step.title)
        self._hint.setText(step.hint)
        for place, mark in enumerate(self._marks):
            mark.set_state(current=place == number, done=self.steps[place].is_done())
        self.back.setVisible(number > 0)
        self._to_next_deed()
        last = number == len(self.steps) - 1
        self.skip.setText("跳过并完成" if last else "跳过这一步")

    def _to_next_deed(self) -> None:
        """The focus is on what comes next: what was switched off while working has lost it."""
        step = self.steps[self.at]
        step.first_widget(self.forward).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_finished(self) -> None:
        self.forward.click()

    def _on_skip(self) -> None:
        """What was typed is not thrown away by one press: the second one does."""
        left = self.steps[self.at].typed
        if left and not self._asked:
            self._say(f"{left}再按一次“{self.skip.text()}”就不要了。")
            self._asked = True
            return
        self._go_on()

    def _go_on(self) -> None:
        if self.at + 1 < len(self.steps):
            self.show_step(self.at + 1)
        else:
            self.accept()

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        last = self.at == len(self.steps) - 1
        self.forward.setText(self.steps[self.at].deed or ("完成" if last else "下一步"))

    def _on_working(self, working: bool) -> None:
        for widget in (self.stack, self.skip, self.back, self.forward):
            widget.setEnabled(not working)
        if not working:
            self._marks[self.at].set_state(current=True, done=self.steps[self.at].is_done())
            self._to_next_deed()

    def _tell(self) -> None:
        if not first_run.is_empty(self.desk.work):
            begun = first_run.begun(self.desk.work)
            said = f"已有 {begun.villages} 个村、{begun.tasks} 项任务，可以开始登记夜巡了。"
            self.desk.messages.toast(said)
        self.desk.memory.write(SEEN, True)
        self.deleteLater()


def open_first_run(window: QWidget, desk: Desk) -> FirstRun:
    """Open the three steps over the window, or come back to them where they are open."""
    for shown in window.findChildren(FirstRun):
        if shown.isVisible():
            return shown
    dialog = FirstRun(window, desk)
    dialog.open()
    return dialog
