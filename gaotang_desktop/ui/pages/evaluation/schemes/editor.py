"""The editor of a new version of the evaluation's rules."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.evaluation.scheme_text import from_json, to_json
from gaotang_desktop.domain.evaluation.schemes import (
    Item,
    Scheme,
    item_problems,
    rule_problems,
)
from gaotang_desktop.domain.evaluation.wording import number
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services import scheme_previews as previews
from gaotang_desktop.services.schemes import register
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.page import tab_stops
from gaotang_desktop.ui.pages.evaluation.schemes.fields import (
    SCHEME_FIELDS,
    scheme_from,
    scheme_values,
)
from gaotang_desktop.ui.pages.evaluation.schemes.items import SchemeItems
from gaotang_desktop.ui.pages.evaluation.schemes.preview import SchemePreview
from gaotang_desktop.ui.widgets.form.record_form import RecordForm
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.turned_tabs import TurnedTabs


@reopened
def edit_scheme(parent: QWidget, desk: Desk, text: str) -> "SchemeEditor":
    """The editor of a draft, given as text."""
    editor = SchemeEditor(parent, desk, from_json(text, checked=False))
    editor.open()
    return editor


class SchemeEditor(Dialog):
    """Items with the chosen one's form; the rules beside them; what they would change."""

    def __init__(self, parent: QWidget, desk: Desk, draft: Scheme) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft = draft
        self._asked: dict[str, str] = {}
        self.setWindowTitle(f"编辑考评方案第{draft.version}版")
        self.resize(1080, 640)
        self.lines = SchemeItems(draft.items, today=desk.work.today, problems=self._problems)
        self.lines.saved.connect(self.save)
        self.first = self.lines.table
        self.rules = RecordForm(SCHEME_FIELDS, today=desk.work.today, columns=4)
        self.rules.set_values(scheme_values(draft))
        self.rules.saves_at_end = False
        self.rules.saved.connect(self.save)
        self.told_at = self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("class", "error")
        self.tabs = TurnedTabs()
        self.tabs.addTab(self.lines, "考评项目")
        self.tabs.addTab(_scrolled(self.rules), "启用、加减分和排名")
        self.preview = SchemePreview(desk, self.edited)
        self.tabs.addTab(self.preview, "试算和对照")
        self.tabs.currentChanged.connect(self._on_tab)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.problem)
        column.addLayout(self._buttons())

    @override
    def is_dirty(self) -> bool:
        return self.rules.is_dirty() or self.lines.differ(self._draft.items)

    @override
    def typed(self) -> tuple[Words, list[str]]:
        items = self.lines.items
        words: dict[str, dict[str, Any]] = {
            "": {"items": to_json(replace(self._draft, items=items))},
            "items": self.lines.typed(),
            "rules": self.rules.typed(),
        }
        return words, [f"{each.code} {each.name}：{number(each.full)} 分" for each in items]

    @override
    def put(self, words: Words) -> None:
        kept = from_json(words[""]["items"], checked=False)
        self.rules.put(words["rules"])
        self.lines.put(kept.items, words["items"])

    def _buttons(self) -> QHBoxLayout:
        self._last = cancel, save = QPushButton("取消"), QPushButton("启用这一版")
        cancel.clicked.connect(self.reject)
        save.setProperty("role", "primary")
        save.setToolTip("Ctrl+S")
        save.clicked.connect(lambda _checked: self.save())
        row = QHBoxLayout()
        row.addWidget(cancel)
        row.addStretch(1)
        row.addWidget(save)
        return row

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Save):  # where no form takes it: a list, a tab
            self.save()
        else:
            super().keyPressEvent(event)

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        page = self.tabs.currentWidget()
        inner = self.lines.stops() if page is self.lines else tab_stops(page)
        going = [
            each
            for each in (self.tabs.tabBar(), *inner, *self._last)
            if each.isVisible() and each.isEnabled()
        ]
        at = self.focusWidget()
        if at not in going:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        going[(going.index(at) + (1 if forward else -1)) % len(going)].setFocus(reason)
        return True

    def edited(self) -> Scheme:
        """The scheme as it is typed.

        Raises:
            Invalid: something of it cannot be scored; its sentence says what, and where.
        """
        if said := self.lines.first_unread() or _first(self.rules.problems()):
            raise Invalid({}, message=said)
        scheme = scheme_from(self.rules.readable(), self._draft, self.lines.items)
        for row, item in enumerate(scheme.items):
            if said := _first(item_problems(item)):
                raise Invalid({}, message=f"{self.lines.name(row)}：{said}")
        if said := _first(rule_problems(scheme)):
            raise Invalid({}, message=said)
        return scheme

    def _on_tab(self, place: int) -> None:
        if self.tabs.widget(place) is self.preview:
            self.preview.refresh()

    def save(self) -> bool:
        """Store the new version; problems are said at their fields and nothing is stored."""
        if (found := self.lines.first_wrong()) is not None:
            row, said = found
            return self._say_item(row, said, f"{self.lines.name(row)}：还有没填对的地方。")
        try:
            scheme = scheme_from(self.rules.values(), self._draft, self.lines.items)
            if not self._agreed(scheme):
                return False
            register.save(self._desk.work, scheme)
        except Invalid as problem:
            if together := problem.fields.get("items"):
                row, at = self.lines.clash()
                return self._say_item(row, {at: together}, together)
            return self._say_rules(problem.fields, "启用、加减分和排名里还有没填对的地方。")
        self._desk.messages.undoable(f"已启用{scheme.name}第{scheme.version}版。")
        self.accept()
        return True

    def _problems(self, item: Item) -> dict[str, str]:
        return register.item_problems(item, self._draft.cycle)

    def _agreed(self, scheme: Scheme) -> bool:
        """What may be meant so is asked at its field; the second press of the button answers."""
        work = self._desk.work
        if register.check(work, scheme):
            return True  # saving says what is wrong
        asked = register.questions(work, scheme)
        if said := previews.rescored(work, scheme):
            asked["starts_on"] = said
        if not asked or asked == self._asked:
            return True
        self._asked = asked
        return self._say_rules(asked, "请看每一处提问；确实是这样定的，再点一次“启用这一版”。")

    def _say_item(self, row: int, said: Mapping[str, str], told: str) -> bool:
        self.problem.setText(told)
        self.tabs.setCurrentIndex(0)
        self.lines.go_to(row, said)
        return False

    def _say_rules(self, said: Mapping[str, str], told: str) -> bool:
        self.problem.setText(told)
        self.tabs.setCurrentIndex(1)
        self.rules.show_errors(said)
        return False


def _first(problems: Mapping[str, str]) -> str:
    return next(iter(problems.values()), "")


def _scrolled(form: Any) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    inner.setObjectName("scrolled")
    around = QVBoxLayout(inner)
    around.setContentsMargins(0, theme.SPACE_3, theme.SPACE_2, 0)
    around.addWidget(form)
    area.setWidget(inner)
    return area
