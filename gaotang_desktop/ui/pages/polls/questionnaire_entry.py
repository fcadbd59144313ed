"""Paper questionnaires typed twice from the keyboard, and what differs put right (问卷录入)."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.questionnaires import BLANK, QUESTIONS, spread
from gaotang_desktop.domain.unsaved import Unsaved, Words
from gaotang_desktop.services import questionnaires, records
from gaotang_desktop.services.questionnaires import Difference, Standing
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.elided_box import ElidedBox
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid

_SPARE, _LEAST = 20, 40
_HINT = (
    "一份一行，行号就是纸上的编号。七题的数字连着打（如 1231124，没有作答打 0），回车到下一份；"
    "也可以一格一格打。录第二遍时看不到第一遍，请换人照原件录。"
)


def _columns() -> tuple[Field, ...]:
    return tuple(
        Field(
            each.code,
            each.label,
            Kind.CHOICE,
            choices=each.codes,
            help=f"{each.text}　{'　'.join(each.answers)}",
        )
        for each in QUESTIONS
    )


class QuestionnaireEntry(QWidget):
    """One poll's papers: entry 1, entry 2, comparison. ``stored()`` after every saving."""

    stored = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.poll_id: int | None = None
        self.entry = 1
        self.differences: tuple[Difference, ...] = ()
        self._village: int | None = None
        self.village = ElidedBox()
        self.village.setMinimumWidth(150)
        self.village.setAccessibleName("村")
        self.village.activated.connect(lambda _index: self._on_village())
        self.first, self.second = (PressChip(f"第{n}遍", checkable=True) for n in "一二")
        self.compare = PressChip("核对", checkable=True)
        self.first.clicked.connect(lambda _checked: self.show_entry(1))
        self.second.clicked.connect(lambda _checked: self.show_entry(2))
        self.compare.clicked.connect(lambda _checked: self.show_differences())
        self.standing = ElidedLabel()
        self.standing.setProperty("class", "secondary")
        self.save_button = QPushButton("保存（Ctrl+S）")
        self.save_button.setProperty("role", "primary")
        self.save_button.clicked.connect(self.save)
        self.tally_button = QPushButton("生成民调结果")
        icons.dress(self.tally_button, "check", "text", 16)
        self.tally_button.clicked.connect(self.tally)
        bar = QHBoxLayout()
        bar.setSpacing(theme.SPACE_2)
        for widget in (self.village, self.first, self.second, self.compare):
            bar.addWidget(widget)
        bar.addWidget(self.standing, 1)
        bar.addWidget(self.tally_button)
        bar.addWidget(self.save_button)
        self.grid = SheetGrid(
            _columns(),
            today=desk.work.today,
            row_header="问卷",
            empty="请先在“民意调查”里登记一期，再照纸质问卷录入。",
            sortable=False,
            tells=True,
        )
        self.grid.model.expand = self._expand
        for at in range(len(QUESTIONS)):
            self.grid.view.wish(at, 140)
        self.settling = SheetGrid(
            (
                Field("first", "第一遍", Kind.TEXT, editable=False),
                Field("second", "第二遍", Kind.TEXT, editable=False),
                Field(
                    "answer", "原件是", Kind.TEXT, longest=1,
                    help="照纸上的原件填数字，没有作答填 0；录错的那一遍会改正，修改历史里留着",
                ),
                Field("question", "题目", Kind.TEXT, editable=False),
            ),
            today=desk.work.today,
            row_header="问卷",
            sortable=False,
            tells=True,
        )  # fmt: skip
        for at, width in enumerate((150, 150, 90, 360)):
            self.settling.view.wish(at, width)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.settling)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setProperty("class", "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addLayout(bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.hint)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._mark()

    def _expand(self, place: tuple[int, int], words: str) -> Iterable[tuple[tuple[int, int], str]]:
        """Codes typed in one go belong into the cells that follow; else the cell says why not."""
        row, column = place
        try:
            codes = spread(words)
        except ValueError:
            return [(place, words)]
        if column + len(codes) > len(QUESTIONS):
            return [(place, words)]
        return [((row, column + at), code) for at, code in enumerate(codes)] or [(place, "")]

    # -- showing -----------------------------------------------------------------------------

    def show_poll(self, poll_id: int | None) -> None:
        """Show a poll's papers; what is being typed stays."""
        if self.is_dirty():
            return
        if poll_id != self.poll_id:
            self._village = None
        self.poll_id = poll_id
        self.setEnabled(poll_id is not None)
        known = records.references(self.desk.work, "villages")
        if [self.village.itemData(at) for at in range(self.village.count())] != [
            v.id for v in known
        ]:
            self.village.clear()
            for each in known:
                self.village.addItem(each.label, each.id)
        self._refresh()

    def _refresh(self) -> None:
        if self.poll_id is None:
            self.standing.setText("请先在“民意调查”里登记一期。")
            return
        found = questionnaires.standing(self.desk.work, self.poll_id)
        self.differences = found.differences
        if self._village is None:
            self._village = self._likely(found)
        self.village.setCurrentIndex(max(0, self.village.findData(self._village)))
        self._village = self.village.currentData()
        self.standing.setText(found.words)
        count = len(self.differences)
        self.compare.set_text(f"核对不一致（{count}）" if count else "核对", active=False)
        self._fill()

    def _likely(self, found: Standing) -> int | None:
        """The village whose papers were entered last is the one to go on with."""
        if found.differences:
            return found.differences[0].village_id
        assert self.poll_id is not None
        return questionnaires.last_village(self.desk.work, self.poll_id)

    def _fill(self) -> None:
        if self.poll_id is None or self._village is None:
            return
        stored = questionnaires.entered(self.desk.work, self.poll_id, self._village, self.entry)
        other = questionnaires.entered(self.desk.work, self.poll_id, self._village, 3 - self.entry)
        last = max(_LEAST, max([0, *stored, *other]) + _SPARE)
        sheets = range(1, last + 1)
        self.grid.set_rows(
            list(sheets),
            [f"{sheet} 号" for sheet in sheets],
            [self._by_code(stored.get(sheet)) for sheet in sheets],
        )
        self.settling.set_rows(
            list(range(len(self.differences))),
            [f"{each.village} {each.sheet} 号{each.label}" for each in self.differences],
            [
                {
                    "first": _option(each.place, each.first),
                    "second": _option(each.place, each.second),
                    "question": QUESTIONS[each.place].text,
                }
                for each in self.differences
            ],
        )
        self._mark()

    def _by_code(self, answers: tuple[str, ...] | None) -> dict[str, str | None]:
        given = answers or (BLANK,) * len(QUESTIONS)
        return {q.code: each or None for q, each in zip(QUESTIONS, given, strict=True)}

    def _mark(self) -> None:
        comparing = self.stack.currentIndex() == 1
        self.first.setChecked(not comparing and self.entry == 1)
        self.second.setChecked(not comparing and self.entry == 2)
        self.compare.setChecked(comparing)
        self.save_button.setText("保存核对（Ctrl+S）" if comparing else "保存（Ctrl+S）")
        settled = (
            "两遍不一致的都在这里。翻出原件，在“原件是”里填数字，回车到下一处，最后按 Ctrl+S。"
        )
        if comparing and not self.differences:
            settled = "没有不一致的。两遍都录完就可以生成民调结果。"
        self.hint.setText(settled if comparing else _HINT)

    def show_entry(self, entry: int) -> None:
        """Type the first or the second time."""
        if not self._holds_input():
            self.entry = entry
            self.stack.setCurrentIndex(0)
            self._fill()
            self.grid.view.setFocus()
        self._mark()

    def show_differences(self) -> None:
        """What differs, side by side."""
        if not self._holds_input():
            self.stack.setCurrentIndex(1)
            self._refresh()
            self.settling.view.setFocus()
            if self.differences:
                self.settling.select(0, "answer")
        self._mark()

    def _on_village(self) -> None:
        if self._holds_input():
            self.village.setCurrentIndex(self.village.findData(self._village))
            return
        self._village = self.village.currentData()
        self._fill()

    def _holds_input(self) -> bool:
        if self.is_dirty():
            self.desk.messages.toast("填了还没有保存，请先按 Ctrl+S 保存。")
            return True
        return False

    # -- storing -----------------------------------------------------------------------------

    def save(self) -> None:
        """Store what was typed: papers, or what was settled; one step."""
        if self.poll_id is None or self._village is None:
            return
        try:
            if self.stack.currentIndex() == 1:
                self._settle(self.poll_id)
            else:
                self._enter(self.poll_id, self._village)
        except questionnaires.EntryInvalid as problem:
            self.grid.show_errors(problem.problems)
        except Invalid as problem:
            if self.stack.currentIndex() == 1 and not self.settling.errors():
                self.desk.messages.problem(problem)
        except DomainError as problem:
            self.desk.messages.problem(problem)

    def _enter(self, poll_id: int, village: int) -> None:
        typed = self.grid.values()
        papers = {
            sheet: tuple(values.get(q.code) or BLANK for q in QUESTIONS)
            for sheet, values in typed.items()
        }
        operator = str(self.desk.work.settings["operator"])
        count = questionnaires.enter(
            self.desk.work, poll_id, village, self.entry, papers, by=operator
        )
        self._saved(f"第{'一二'[self.entry - 1]}遍已保存 {count} 份。" if count else "")

    def _settle(self, poll_id: int) -> None:
        answers = {}
        for at, values in self.settling.values().items():
            given = values.get("answer")
            if given:
                each = self.differences[at]
                answer = BLANK if given in ("0", "-") else given
                answers[each.village_id, each.sheet, each.place] = answer
        count = questionnaires.settle(self.desk.work, poll_id, answers)
        self._saved(f"已核对 {count} 处。" if count else "")

    def _saved(self, words: str) -> None:
        self.desk.messages.saved()
        if words:
            self.desk.messages.undoable(words)
        self._refresh()
        self.stored.emit()

    def tally(self) -> None:
        """Make the poll's results from the papers."""
        if self.poll_id is None or self._holds_input():
            return
        try:
            done = questionnaires.tally(self.desk.work, self.poll_id)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        said = f"已生成 {done.villages} 个村的结果，有效问卷 {done.valid} 份"
        if done.left_out:
            said += f"，另有 {done.left_out} 份四项没有答全，不计入样本"
        if done.replaced:
            said += f"，替换了 {done.replaced} 个村原来填的数"
        self.desk.messages.undoable(f"{said}。")
        self.stored.emit()

    def typed(self) -> tuple[Words, list[str], dict[str, Any]]:
        """What is not stored, as lines to read, and where: what was settled is only to be read."""
        if self.stack.currentIndex() == 1:
            return (*self.settling.typed(), {})
        context = {
            "kind": "questionnaire-entries", "poll": self.poll_id, "village": self._village,
            "entry": self.entry,
        }  # fmt: skip
        return (*self.grid.typed(), context)

    def take_up(self, entry: Unsaved) -> str:
        """Type papers again where they were typed before."""
        self.show_poll(int(entry.context["poll"]))
        self._village, self.entry = entry.context["village"], entry.context["entry"]
        self.stack.setCurrentIndex(0)
        self._refresh()
        return self.grid.put(entry.words)

    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self.grid.is_dirty() or self.settling.is_dirty()


def _option(place: int, code: str) -> str:
    if code == BLANK:
        return "（没有作答）"
    question = QUESTIONS[place]
    return question.answers[question.codes.index(code)]
