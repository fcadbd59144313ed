"""The steps of the first opening; each is skipped by going on without having done anything."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.sheets import clipboard
from gaotang_desktop.services import first_run, plans
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file
from gaotang_desktop.ui.ledgers.taking_in import take_paste
from gaotang_desktop.ui.pages.tasks.page import confirm_plan
from gaotang_desktop.ui.widgets.choice_dialog import choose_town
from gaotang_desktop.ui.widgets.form.password_pair import PasswordPair
from gaotang_desktop.ui.widgets.form.record_form import RecordForm
from gaotang_desktop.ui.widgets.scrolling import Scrolled

Then = Callable[[], None]
SHEETS = "表格 (*.xlsx *.csv)"


class Step(QWidget):
    """One step: ``refresh`` when it is shown, ``apply(then)`` when the operator goes on.

    ``working(bool)`` while a job of the step runs; ``problem(str)`` is a sentence to show;
    ``finished`` when the hands are through with it and go on.
    """

    title = ""
    hint = ""
    working = Signal(bool)
    problem = Signal(str)
    finished = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.SPACE_3)

    def refresh(self) -> None:
        """Show what holds now."""

    def first_widget(self, forward: QWidget) -> QWidget:
        """Where the next deed is; ``forward`` goes on to the next step."""
        return forward

    def apply(self, then: Then) -> None:
        """Store what was given, then go on; where it cannot be stored, say so and stay."""
        then()

    @property
    def deed(self) -> str:
        """What going on will do, where that is more than going on."""
        return ""

    @property
    def typed(self) -> str:
        """A sentence about what stands there and is not stored; ``""`` for nothing."""
        return ""

    def is_done(self) -> bool:
        """Whether the folder has what this step gives it."""
        return False

    def _failed(self, error: Exception) -> None:
        self.working.emit(False)
        if isinstance(error, DomainError):
            self.problem.emit(str(error))
        else:
            self.desk.messages.bug(error)


class OfficeStep(Step):
    """所在地与发文单位: what stands over and under every paper."""

    title = "所在地与发文单位"
    hint = "这些名称会写进公文和报表，以后可以在“系统”的“设置”里修改。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = RecordForm(first_run.OFFICE_FIELDS, today=desk.work.today, columns=2)
        self.form.saved.connect(self.finished)
        self.form.saved_and_next.connect(self.finished)
        self.form.edited.connect(self._on_edited)
        self.body.addWidget(Scrolled(self.form), 1)
        self._stored = False
        self._known: dict[str, str] = {}
        self._town = ""

    @override
    def refresh(self) -> None:
        if not self.form.is_dirty():
            self.form.set_values(self.desk.work.settings)
            self._known = {name: str(text or "") for name, text in self.form.typed().items()}
            self._town = self._known["town"]

    def _on_edited(self) -> None:
        """The names that are made with the town's follow it, as long as nobody wrote another."""
        before, self._town = self._town, str(self.form.typed()["town"] or "").strip()
        known = self._known["town"]
        if before == self._town or not known:
            return
        for name, text in self._known.items():
            # 高综治 begins with the town's first character and does not name it whole.
            ours = 1 if name == "document_series" else len(known)
            made = partial(text.replace, known[:ours])
            editor = self.form.editor(name)
            if name != "town" and editor.typed() == made(before[:ours]):
                editor.set_value(made(self._town[:ours]))

    @override
    def first_widget(self, forward: QWidget) -> QWidget:
        return self.form.editor(self.form.fields[0].name)

    @override
    def apply(self, then: Then) -> None:
        try:
            self._stored = first_run.save_office(self.desk.work, self.form.values()) or self._stored
        except Invalid as error:
            self.form.show_errors(error.fields)
            return
        except DomainError as error:
            self.problem.emit(str(error))
            return
        self.form.mark_clean()
        then()

    @override
    def is_done(self) -> bool:
        return self._stored

    @property
    @override
    def typed(self) -> str:
        return "上面改的还没有保存，请按“下一步”。" if self.form.is_dirty() else ""


class _Offer(QFrame):
    """One way to do a step: a sentence and its button."""

    def __init__(self, heading: str, text: str, button: str, icon: str, *, primary: bool) -> None:
        super().__init__()
        self.setProperty("class", "card")
        title = QLabel(heading)
        title.setProperty("class", "heading")
        said = QLabel(text)
        said.setProperty("class", "secondary")
        said.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE_1)
        words.addWidget(title)
        words.addWidget(said)
        self.button = QPushButton(button)
        icons.dress(self.button, icon, "on_accent" if primary else "text", 16)
        if primary:
            self.button.setProperty("role", "primary")
        self.button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_3)
        row.setSpacing(theme.SPACE_4)
        row.addLayout(words, 1)
        row.addWidget(self.button)


class VillagesStep(Step):
    """村名单: from the office's own sheet, or the list that ships."""

    title = "村名单"
    hint = "登记所辖的村和社区。名单里有几个乡镇（街道）时，会请您选出自己的。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shipped = first_run.shipped_list()
        own = _Offer(
            "用自己的表格",
            "WPS 或 Excel 表格，一行一个村，至少有“村名”一列。",
            "选择表格",
            "file-up",
            primary=True,
        )
        given = _Offer(
            "用随程序带的名单",
            f"{self.shipped.town}，{self.shipped.villages} 个村。",
            "用这份名单",
            "list",
            primary=False,
        )
        copied = _Offer(
            "从打开的表格里复制",
            "在表格里选中这些行，连表头一起复制，再到这里按 Ctrl+V。",
            "粘贴",
            "clipboard-paste",
            primary=False,
        )
        self.paste_button = copied.button
        self.paste_button.clicked.connect(lambda _checked: self.paste())
        # Wherever in the window the focus is, as long as this step is the one shown.
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)
        self.choose_button, self.shipped_button = own.button, given.button
        self.choose_button.clicked.connect(lambda _checked: self.choose())
        self.shipped_button.clicked.connect(lambda _checked: self.take_in(self.shipped.path))
        self.outcome = QLabel()
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addWidget(own)
        self.body.addWidget(copied)
        self.body.addWidget(given)
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)

    @override
    def refresh(self) -> None:
        count = first_run.begun(self.desk.work).villages
        if count and not self.outcome.text():
            self.outcome.setText(f"名单里已经有 {count} 个村，可以直接到下一步。")

    @override
    def first_widget(self, forward: QWidget) -> QWidget:
        return forward if self.is_done() else self.choose_button

    @override
    def is_done(self) -> bool:
        return bool(first_run.begun(self.desk.work).villages)

    def choose(self) -> QFileDialog:
        """Choose the sheet."""
        return ask_for_file(self, self.desk.memory, "选择村名单", SHEETS, chosen=self.take_in)

    def paste(self) -> None:
        """Show what was copied from a sheet, then take it in."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.problem.emit(clipboard.NOTHING)
            return
        self.problem.emit("")
        take_paste(self, self.desk, "villages", text, done=self._imported)

    def take_in(self, path: Path, *, town: str | None = None) -> None:
        """Import a list with progress; of several towns one is chosen first."""
        work = self.desk.work
        self.working.emit(True)

        def failed(error: Exception) -> None:
            if isinstance(error, imports.SeveralTowns):
                self.working.emit(False)
                choose_town(self, error.towns, lambda code: self.take_in(path, town=code))
            else:
                self._failed(error)

        self.desk.jobs.run(
            lambda progress: imports.import_sheet(
                work, "villages", path, town=town, progress=progress
            ),
            title="正在导入村名单",
            done=self._imported,
            failed=failed,
        )

    def _imported(self, result: imports.Imported) -> None:
        self.working.emit(False)
        self.problem.emit("")
        said = result.summary
        if result.errors:
            said += "\n" + "\n".join(result.detail.splitlines()[:5])
        self.outcome.setText(said)


class PlanStep(Step):
    """方案: pasted or from a file; confirmed on the screen that 任务分工 has for it, then stored."""

    title = "工作方案"
    hint = "粘贴方案全文，或者选择文件；程序认出任务和责任单位，给您逐条核对，再导入。"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.area = QPlainTextEdit()
        self.area.setPlaceholderText("把方案全文粘贴在这里")
        self.area.setAccessibleName("方案全文")
        self.area.setTabChangesFocus(True)
        self.area.textChanged.connect(self._on_edited)
        choose = QPushButton("从文件读入")
        icons.dress(choose, "file-up", "text", 16)
        choose.setAutoDefault(False)
        choose.clicked.connect(lambda _checked: self.choose())
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        row.addWidget(choose)
        row.addStretch(1)
        self.outcome = QLabel()
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.body.addLayout(row)
        self.body.addWidget(self.area, 1)
        self.body.addWidget(self.outcome)

    @override
    def first_widget(self, forward: QWidget) -> QWidget:
        return self.area

    @override
    def refresh(self) -> None:
        tasks = first_run.begun(self.desk.work).tasks
        if tasks:
            self.outcome.setText(f"已经导入 {tasks} 项任务。")

    @override
    def is_done(self) -> bool:
        return bool(first_run.begun(self.desk.work).plans)

    @property
    @override
    def deed(self) -> str:
        return "核对方案" if self.area.toPlainText().strip() else ""

    @property
    @override
    def typed(self) -> str:
        return f"方案还没有导入，请按“{self.deed}”。" if self.deed else ""

    def choose(self) -> QFileDialog:
        """Choose the plan's file."""
        return ask_for_file(
            self, self.desk.memory, "选择方案", f"方案 ({plans.PLAN_FILES})", chosen=self.read_file
        )

    def read_file(self, path: Path) -> None:
        """Read a file and show what was recognised, for confirmation."""
        work = self.desk.work
        self.working.emit(True)

        def done(reading: plans.Reading) -> None:
            self.working.emit(False)
            self.problem.emit("")
            self.area.setPlainText(reading.text)
            confirm_plan(self, self.desk, reading, lambda _tasks: self._stored(lambda: None))

        self.desk.jobs.run(
            lambda _progress: plans.read_file(work, path),
            title="正在读方案",
            done=done,
            failed=self._failed,
        )

    @override
    def apply(self, then: Then) -> None:
        if not self.area.toPlainText().strip():
            then()
            return
        try:
            reading = plans.read(self.desk.work, self.area.toPlainText())
        except DomainError as error:
            self.problem.emit(str(error))
            return
        confirm_plan(self, self.desk, reading, lambda _tasks: self._stored(then))

    def _stored(self, then: Then) -> None:
        """A plan is in: the field is free for another one, and the step is left."""
        self.area.clear()
        self.refresh()
        self.working.emit(False)
        then()

    def _on_edited(self) -> None:
        self.problem.emit("")


class PasswordStep(Step):
    """口令: left empty, nothing is encrypted; typed, the data are when the steps are done."""

    title = "口令（可以不设）"
    hint = (
        "设了口令，数据、附件和备份全部加密，打开程序要输口令。以后可以在“系统”的“口令和加密”里设。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.pair = PasswordPair()
        said = QLabel(
            "数据里有群众的姓名和纠纷，电脑或者备份 U 盘有可能被别人拿到的，建议设口令。"
            "设好以后会给您一张恢复单，请打印锁好：口令和恢复单都丢了，谁也打不开数据。"
        )
        said.setWordWrap(True)
        self.done_before = QLabel("数据已经有口令了。")
        self.body.addWidget(said)
        self.body.addWidget(self.pair)
        self.body.addWidget(self.done_before)
        self.body.addStretch(1)
        self.pair.new.textChanged.connect(lambda _text: self.problem.emit(""))

    @override
    def refresh(self) -> None:
        has = self.is_done()
        self.pair.setVisible(not has)
        self.done_before.setVisible(has)
        self.pair.show_old(len(encryption.plain_copies(self.desk.work.folder)))

    @override
    def first_widget(self, forward: QWidget) -> QWidget:
        return forward if self.is_done() else self.pair.new

    @override
    def is_done(self) -> bool:
        return encryption.is_encrypted(self.desk.work.folder)

    @property
    @override
    def deed(self) -> str:
        return "" if self.pair.is_empty else "加密并完成"

    @override
    def apply(self, then: Then) -> None:
        if self.pair.is_empty:
            then()
            return
        try:
            password = self.pair.password()
        except DomainError as error:
            self.problem.emit(str(error))
            return
        drop = self.pair.drop.isChecked()
        self.pair.clear()
        then()
        # The data are let go for it: the steps are closed by now.
        self.desk.frame.protect(password, drop)
