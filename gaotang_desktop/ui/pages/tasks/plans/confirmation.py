"""What was recognised in a plan, beside its text, for the operator to mend and confirm (核对方案).

Every numbered or unit-bearing line is there: as a task, as a phase, or not taken up (未采用) with a tick
to make it a task. A plan of more lines than the list shows at once opens in its overview (整份总览), so that
the first look is at the whole of it. Nothing is stored before the operator says so.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services import plans
from gaotang_desktop.services.plans import Confirmed, Draft, Reading
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.pages.tasks.plans.changes import PlanChanges
from gaotang_desktop.ui.pages.tasks.plans.glance import PlanGlance
from gaotang_desktop.ui.pages.tasks.plans.head import PlanHead
from gaotang_desktop.ui.pages.tasks.plans.list import PlanList
from gaotang_desktop.ui.pages.tasks.plans.piece import PlanPiece
from gaotang_desktop.ui.pages.tasks.plans.rows import PlanRows
from gaotang_desktop.ui.pages.tasks.plans.source import PlanSource
from gaotang_desktop.ui.pages.tasks.plans.units import PlanUnits
from gaotang_desktop.ui.widgets.turned_tabs import TurnedTabs
from gaotang_desktop.ui.widgets.wrapping_row import WrappingRow

Told = Callable[[Exception | None], None]
Store = Callable[[Reading, Confirmed, Told], None]

_HINT = "空格勾选　F2 改字　Ctrl+G 总览　Ctrl+T 只看有提醒的　Ctrl+M 合并　Ctrl+K 拆开　Del 移到未采用　Ctrl+Z 撤销　Ctrl+S 导入"
_HINT_OVER_ALL = "方向键走　空格勾选　回车看这一条和原文　Ctrl+M 合并　Ctrl+K 拆开　Del 移到未采用　Ctrl+Z 撤销　Ctrl+S 导入"
_HINT_OF_CHANGES = "方向键走　空格或回车换一种办法　Ctrl+G 看各条　Ctrl+Z 撤销　Ctrl+S 导入"
_WIDTH, _HEIGHT = 1340, 740


class PlanConfirmation(Dialog):
    """``store(reading, confirmed, told)`` is called when the operator says so; ``told(None)`` closes the
    window, ``told(error)`` keeps it open with all that was done in it.
    """

    kept_on = "tasks"

    def __init__(self, parent: QWidget, work: Workplace, reading: Reading, store: Store) -> None:
        super().__init__(parent)
        self.setWindowTitle("核对方案")
        self._work = work
        self._store = store
        self._leaving = self._seen = False
        self._kept: tuple[Draft, Words, list[str]] | None = None
        self.rows = PlanRows(plans.begin(reading))
        self.list = PlanList(self.rows)
        self.first = self.list
        self.glance = PlanGlance(self.list)
        self.text = PlanSource(reading.plan.source)
        self.piece = PlanPiece(self.rows)
        self.units = PlanUnits()
        self.changes = PlanChanges()
        self.head = PlanHead()
        self.title, self.number, self.year = self.head.title, self.head.number, self.head.year
        self.offer = self.head.offer
        self.newer = QCheckBox()
        self.other = QPushButton()
        self.said = QLabel(_HINT)
        self.keep = QPushButton()
        self._lay_out()
        self._connect()
        self._show()
        if self.newer.isChecked():
            self.tabs.setCurrentWidget(self.changes)
            self.first = self.changes.list

    @property
    def draft(self) -> Draft:
        """What would be stored now."""
        return self.rows.draft

    @override
    def is_dirty(self) -> bool:
        return True

    @override
    def typed(self) -> tuple[Words, list[str]]:
        draft = self.piece.typed_over(self.draft)
        draft = replace(draft, title=self.title.text().strip(), number=self.number.text().strip())
        if self._kept is None or self._kept[0] != draft:
            words = {"": {"draft": plans.kept.as_text(draft)}}
            self._kept = (draft, words, plans.kept.told(draft))
        return self._kept[1], self._kept[2]

    @override
    def put(self, words: Words) -> None:
        text = self.draft.reading.text
        self.rows.do(plans.kept.taken_up(self._work, text, words[""]["draft"]))

    # looks

    def _lay_out(self) -> None:
        self.warned = self._button("", "只列有提醒的任务，再按一下都列出来（Ctrl+T）")
        self.warned.setCheckable(True)
        self.head.addWidget(self.warned)
        self.below = TurnedTabs()
        self.below.addTab(self.piece, "这一条")
        self.below.addTab(self.units, "单位")
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.text)
        right.addWidget(self.below)
        right.setStretchFactor(0, 1)
        right.setStretchFactor(1, 1)
        right.setChildrenCollapsible(False)
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(self.list)
        sides.addWidget(right)
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 2)
        sides.setChildrenCollapsible(False)
        self.tabs = QTabWidget()
        self.parts = QStackedWidget()
        self.parts.addWidget(sides)
        self.parts.addWidget(self.glance)
        self.tabs.addTab(self.parts, "各条")
        self.tabs.addTab(self.changes, "新版本的变化")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        column.setSpacing(theme.SPACE_1)
        column.addLayout(self.head)
        column.addWidget(self._deeds())
        column.addWidget(self.tabs, 1)
        column.addLayout(self._foot())
        room = self.screen().availableSize()
        self.resize(min(_WIDTH, room.width() - 20), min(_HEIGHT, room.height() - 44))
        sides.setSizes([self.width() * 6 // 10, self.width() * 4 // 10])
        right.setSizes([self.height() // 2, self.height() // 2])

    def _deeds(self) -> WrappingRow:
        row = WrappingRow()  # with large words there are two lines
        self.merge = self._button("合并", "选中的几条合成一项；只选一条时并到上面一项（Ctrl+M）")
        self.part = self._button("拆开", "一条拆成几项任务（Ctrl+K）")
        self.drop = self._button("移到未采用", "这一条不作任务（Del）")
        self.back = self._button("撤销", "撤销刚才的改动（Ctrl+Z）")
        self.again = self._button("重做", "Ctrl+Y")
        self.all = self._button("整份总览", "各条一屏看完，回车回到这一条（Ctrl+G）")
        self.all.setCheckable(True)
        for button in (
            self.all,
            self.merge,
            self.part,
            self.drop,
            self.back,
            self.again,
        ):
            row.add(button)
        self.other.setAutoDefault(False)
        row.add(self.other)
        row.add(self.newer)
        return row

    def _button(self, words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _foot(self) -> QHBoxLayout:
        self.said.setProperty("class", "secondary")
        self.said.setWordWrap(True)
        cancel = QPushButton("不导入")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.keep.setProperty("role", "primary")
        self.keep.setToolTip("Ctrl+S")
        self.keep.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(cancel)
        row.addWidget(self.keep)
        return row

    def _connect(self) -> None:
        self.rows.changed.connect(self._show)
        self.rows.refused.connect(self._say_problem)
        self.list.chosen.connect(self._show_line)
        self.units.chosen.connect(
            lambda aliases: self.rows.do(replace(self.draft, aliases=aliases))
        )
        self.changes.decided.connect(lambda task, how: self.rows.do(self.draft.decide(task, how)))
        self.title.editingFinished.connect(
            lambda: self.rows.do(replace(self.draft, title=self.title.text().strip()))
        )
        self.number.editingFinished.connect(self._number_typed)
        self.year.editingFinished.connect(self._year_typed)
        self.warned.toggled.connect(lambda _on: self._filter())
        self.offer.clicked.connect(lambda _on: self._take_number(self._suggested()))
        self.newer.toggled.connect(lambda on: self.rows.do(replace(self.draft, renews=on)))
        self.other.clicked.connect(lambda _on: self._read_otherwise())
        self.keep.clicked.connect(self.accept)
        self.tabs.currentChanged.connect(lambda _at: self._say_keys())
        for button, deed in (
            (self.merge, self.list.put_together),
            (self.part, self.list.take_apart),
            (self.drop, self.list.put_back),
        ):
            button.clicked.connect(lambda _on, deed=deed: self._do(deed))
        self.all.toggled.connect(self._look_over)
        self.glance.left.connect(lambda: self.all.setChecked(False))
        self.back.clicked.connect(lambda _on: self._take_back(self.rows.undo))
        self.again.clicked.connect(lambda _on: self._take_back(self.rows.redo))

    def _look_over(self, on: bool) -> None:
        """All lines at once, or the current one beside the text."""
        self.piece.commit()
        self.tabs.setCurrentIndex(0)
        self.parts.setCurrentIndex(int(on))
        self._say_keys()
        self._lines().setFocus()

    def _lines(self) -> QWidget:
        return self.glance if self.all.isChecked() else self.list

    def _do(self, deed: Callable[[], object]) -> None:
        """A deed on the lines, which are in sight for it."""
        self.piece.commit()
        self.tabs.setCurrentIndex(0)
        deed()
        self._lines().setFocus()

    def _take_back(self, step: Callable[[], bool]) -> None:
        self.piece.commit()
        step()

    # what holds now

    def _suggested(self) -> str:
        return self.draft.reading.plan.suggested_number

    def _show(self) -> None:
        draft, plan = self.draft, self.draft.reading.plan
        self._leaving = False
        self.head.show_draft(draft)
        self.other.setVisible(plan.runner_up is not None)
        if plan.runner_up is not None:
            count, share = len(plan.runner_up.clauses), round(100 * plan.runner_up.share)
            self.other.setText(f"换成按{plan.runner_up.name}读：{count} 项，占全文 {share}%")
            self.other.setToolTip(
                f"现在按{plan.way}读：{len(plan.clauses)} 项，占全文 {round(100 * plan.share)}%。"
                f"换过以后可以换回来，也可以撤销。\n"
                + "\n".join(each.title for each in plan.runner_up.clauses[:12])
            )
        self._show_renewal(draft)
        new = self.units.show_draft(draft)
        self.below.setTabText(1, f"单位 · {new} 个要定" if new else "单位")
        count = len(draft.tasks)
        self.keep.setText(f"导入 {count} 项任务")
        self.keep.setEnabled(count > 0)
        self.back.setEnabled(self.rows.deeds > 0)
        self.again.setEnabled(self.rows.taken_back > 0)
        warned = self.rows.warned
        self.warned.setText(f"只看有提醒的 {warned}")
        self.warned.setEnabled(warned > 0)
        self.warned.setChecked(self.warned.isChecked() and warned > 0)
        self._filter()
        self._say_keys()
        self._show_line()

    def _filter(self) -> None:
        """Tasks with something to look at alone, or all lines; in both lists."""
        only = self.warned.isChecked()
        self.list.show_only(lambda row: not only or self.rows.is_warned(row))
        for row in range(self.rows.rowCount()):
            self.glance.setRowHidden(row, only and not self.rows.is_warned(row))
        self.glance.share_room()

    def _show_renewal(self, draft: Draft) -> None:
        renewal = draft.reading.renewal
        self.newer.setVisible(renewal is not None)
        self.tabs.setTabVisible(1, renewal is not None and draft.renews)
        self.tabs.tabBar().setVisible(renewal is not None and draft.renews)
        # A QTabWidget hands the focus to its bar: hidden, that takes no Tab and lets none pass.
        policy = (
            Qt.FocusPolicy.TabFocus
            if self.tabs.tabBar().isVisibleTo(self.tabs)
            else Qt.FocusPolicy.NoFocus
        )
        self.tabs.tabBar().setFocusPolicy(policy)
        if renewal is None:
            return
        self.newer.blockSignals(True)
        self.newer.setChecked(draft.renews)
        self.newer.blockSignals(False)
        self.newer.setText(f"是“{renewal.number}”的新版本（{renewal.by}相同）")
        changed = self.changes.show_draft(draft)
        self.tabs.setTabText(1, f"新版本的变化 · {changed}" if changed else "新版本没有变化")

    def _show_line(self) -> None:
        entry = self.list.current()
        self.piece.show_entry(entry, self.draft.reading)
        if entry is not None:
            self.text.mark(entry.lines)

    def _say(self, words: str, *, problem: bool = False) -> None:
        self.said.setText(words)
        theme.restyle(self.said, "error" if problem else "secondary")

    def _say_keys(self) -> None:
        reading = self.draft.reading
        if reading.plan.year is None and reading.about_years:
            self._say_problem(reading.about_years)
            return
        if self.tabs.currentWidget() is self.changes:
            self._say(_HINT_OF_CHANGES)
        else:
            self._say(_HINT_OVER_ALL if self.all.isChecked() else _HINT)

    def _say_problem(self, words: str) -> None:
        self._say(words, problem=True)

    # deeds of the whole plan

    def _number_typed(self) -> None:
        if self.number.text().strip() != self.draft.number:
            self._take_number(self.number.text().strip())

    def _year_typed(self) -> None:
        typed = self.year.text().strip()
        if typed == str(self.draft.reading.plan.year or ""):
            return
        try:
            self.rows.do(self.draft.of_year(typed))
        except Invalid as problem:
            self._say_problem(str(problem))

    def _take_number(self, number: str) -> None:
        reading = plans.with_number(self._work, self.draft.reading, number)
        renews = reading.renewal is not None and reading.renewal.certain
        self.rows.do(replace(self.draft, number=number, reading=reading, renews=renews))

    def _read_otherwise(self) -> None:
        """The other way in which the plan can be read; what was typed over its head stays."""
        draft = self.draft
        other = draft.reading.plan.runner_up
        if other is None:
            return
        read = plans.read(self._work, draft.reading.text, way=other.name)
        read = plans.of_year(read, draft.reading.plan.year)
        reading = replace(read, notices=draft.reading.notices, renewal=draft.reading.renewal)
        self.rows.do(
            replace(
                plans.begin(reading),
                number=draft.number,
                title=draft.title,
                aliases=draft.aliases,
                decisions=draft.decisions,
                renews=draft.renews,
            )
        )
        self._lines().setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._seen and self.first is self.list:
            self.all.setChecked(self.list.verticalScrollBar().maximum() > 0)
        self._seen = True

    @override
    def accept(self) -> None:
        self.piece.commit()
        self._number_typed()
        self._year_typed()
        if self.year.text().strip() != str(self.draft.reading.plan.year or ""):
            return
        if not self.draft.tasks:
            self._say_problem("还没有一项任务，请先勾选。")
            return
        self.setEnabled(False)
        self._store(self.draft.reading, self.draft.confirmed(), self._told)

    def _told(self, error: Exception | None) -> None:
        self.setEnabled(True)
        if error is None:
            super().accept()
        elif isinstance(error, DomainError):
            self._say_problem(str(error))
        else:
            self._say_problem("没有保存，程序出错了，您改的都还在这里。")

    @override
    def reject(self) -> None:
        self.piece.commit()
        if self.rows.deeds and not self._leaving:
            self._leaving = True
            self._say_problem(f"改过 {self.rows.deeds} 处还没有导入。真的不要，请再按一次。")
            return
        super().reject()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds: dict[QKeySequence, Callable[[], object]] = {
            QKeySequence("Ctrl+M"): lambda: self._do(self.list.put_together),
            QKeySequence("Ctrl+K"): lambda: self._do(self.list.take_apart),
            QKeySequence("Ctrl+G"): self.all.toggle,
            QKeySequence("Ctrl+T"): self.warned.click,
            QKeySequence("Ctrl+Z"): lambda: self._take_back(self.rows.undo),
            QKeySequence("Ctrl+Y"): lambda: self._take_back(self.rows.redo),
            QKeySequence("Ctrl+S"): self.keep.click,
        }
        if (deed := deeds.get(QKeySequence(event.keyCombination()))) is None:
            super().keyPressEvent(event)
        else:
            deed()
