"""方案: the versions of the evaluation's rules, and the editor of a new one."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.evaluation.scheme_text import from_json, to_json
from gaotang_desktop.domain.evaluation.schemes import (
    METHODS,
    Item,
    Scheme,
    item_problems,
    rule_problems,
)
from gaotang_desktop.domain.evaluation.wording import number
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.services import scheme_previews as previews
from gaotang_desktop.services.schemes import files, register
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file, ask_where_to_save
from gaotang_desktop.ui.ledgers.plain_table import PlainTable
from gaotang_desktop.ui.pages.evaluation.scheme_fields import (
    SCHEME_FIELDS,
    item_fields,
    item_from,
    item_values,
    method_of,
    scheme_from,
    scheme_values,
)
from gaotang_desktop.ui.pages.evaluation.scheme_preview import SchemePreview
from gaotang_desktop.ui.widgets.cards import carded
from gaotang_desktop.ui.widgets.form.record_form import RecordForm
from gaotang_desktop.ui.widgets.form.reopening import reopened

_KINDS = "考评方案 (*.json)"


class SchemesDialog(Dialog):
    """Every version with its start; the newest is edited as a new one."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("考评方案")
        self.resize(640, 360)
        heading = QLabel("考评方案")
        heading.setProperty("class", "heading")
        note = QLabel("改方案就是启用新的一版；以前各期、已冻结的结果一直用当时的版本。")
        note.setProperty("class", "secondary")
        self.table = PlainTable(
            ("方案", "启用日期", "项目", "性质", "状态"), wide=3, empty="还没有考评方案。"
        )
        self.edit_button = QPushButton("编辑为新版本")
        self.edit_button.setProperty("role", "primary")
        self.edit_button.clicked.connect(lambda _checked: self.edit())
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        take_in, give_out = QPushButton("从文件导入"), QPushButton("导出为文件")
        self.templates = QMenu(self)
        for name in register.TEMPLATES:
            action = self.templates.addAction(register.template(name).name)
            action.triggered.connect(lambda _checked, name=name: self.begin_with(name))
        begin = QPushButton("参考模板")
        begin.setMenu(self.templates)
        take_in.clicked.connect(lambda _checked: self._ask_which())
        give_out.clicked.connect(lambda _checked: self._ask_where())
        row = QHBoxLayout()
        row.addWidget(take_in)
        row.addWidget(give_out)
        row.addWidget(begin)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self.edit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_5, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        for widget in (heading, note, carded(self.table)):
            column.addWidget(widget)
        column.addLayout(row)
        desk.bus.changed.connect(self.reload)
        self.reload()

    def reload(self, _changes: object = None) -> None:
        """Show the versions as they are now."""
        found = register.versions(self._desk.work)
        self.table.setRowCount(len(found))
        for row, each in enumerate(found):
            scheme = each.scheme
            words = (
                f"{scheme.name}第{scheme.version}版",
                f"{scheme.starts_on:%Y-%m-%d}" if each.id else "自带",
                f"{len(scheme.items)} 项",
                "参考模板，非正式考评办法" if scheme.template else "本镇正式办法",
                "现在用" if each.in_force else "",
            )
            for column, text in enumerate(words):
                self.table.setItem(row, column, QTableWidgetItem(text))

    def _ask_where(self) -> None:
        scheme = self._chosen()
        named = f"{scheme.name}第{scheme.version}版.json"
        ask_where_to_save(
            self, self._desk.memory, "导出考评方案", named, _KINDS, chosen=self.give_out
        )

    def _ask_which(self) -> None:
        ask_for_file(self, self._desk.memory, "导入考评方案", _KINDS, chosen=self.take_in)

    def _chosen(self) -> Scheme:
        found = register.versions(self._desk.work)
        return found[max(0, min(self.table.currentRow(), len(found) - 1))].scheme

    def give_out(self, path: Path) -> None:
        """Write the chosen version, or the newest, to a file."""
        try:
            files.export(self._chosen(), path)
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return
        self._desk.messages.toast(f"已导出方案：{path.name}")

    def take_in(self, path: Path) -> "SchemeEditor | None":
        """Open what a file holds in the editor: looked at and tried before it is adopted."""
        try:
            draft = files.read(self._desk.work, path)
        except DomainError as problem:
            self._desk.messages.problem(problem)
            return None
        return edit_scheme(self, self._desk, to_json(draft))

    def begin_with(self, name: str) -> "SchemeEditor":
        """A template that ships in the editor."""
        draft = register.from_template(self._desk.work, name)
        return edit_scheme(self, self._desk, to_json(draft))

    def edit(self) -> "SchemeEditor":
        """A copy of the newest version in the editor."""
        return edit_scheme(self, self._desk, to_json(register.draft(self._desk.work)))


@reopened
def edit_scheme(parent: QWidget, desk: Desk, text: str) -> "SchemeEditor":
    """The editor of a draft, given as text."""
    editor = SchemeEditor(parent, desk, from_json(text, checked=False))
    editor.open()
    return editor


class SchemeEditor(Dialog):
    """Items at the left with their sum, the chosen item's form at the right; rules on a tab."""

    def __init__(self, parent: QWidget, desk: Desk, draft: Scheme) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draft = draft
        self.items = list(draft.items)
        self._shown = -1
        self._asked: dict[str, str] = {}
        self.setWindowTitle(f"编辑考评方案第{draft.version}版")
        self.resize(1080, 640)
        self.rules = RecordForm(SCHEME_FIELDS, today=desk.work.today, columns=3)
        self.rules.set_values(scheme_values(draft))
        self.table = PlainTable(
            ("编号", "项目", "满分", "计分方法"), wide=1, numbers=(2,), empty="还没有考评项目。"
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.currentCellChanged.connect(lambda row, *_: self._choose(row))
        self.sum = QLabel()
        self.form: RecordForm | None = None
        self.told_at = self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("class", "error")
        self.tabs = QTabWidget()
        self.tabs.addTab(self._items_tab(), "考评项目")
        self.tabs.addTab(_scrolled(self.rules), "启用、加减分和排名")
        self.preview = SchemePreview(desk, register.versions(desk.work)[0].scheme, self.edited)
        self.tabs.addTab(self.preview, "试算和对照")
        self.tabs.currentChanged.connect(self._on_tab)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.problem)
        column.addLayout(self._buttons())
        self._fill()
        self.table.setCurrentCell(0, 0)

    @override
    def is_dirty(self) -> bool:
        in_item = self.form is not None and self.form.is_dirty()
        return in_item or self.rules.is_dirty() or self.items != list(self._draft.items)

    @override
    def typed(self) -> tuple[Words, list[str]]:
        items = to_json(replace(self._draft, items=tuple(self.items)))
        words: dict[str, dict[str, Any]] = {
            "": {"items": items, "shown": self._shown},
            "item": self.form.typed() if self.form is not None else {},
            "rules": self.rules.typed(),
        }
        told = [f"{each.code} {each.name}：{number(each.full)} 分" for each in self.items]
        return words, [*(self.form.told() if self.form is not None else ()), *told]

    @override
    def put(self, words: Words) -> None:
        kept = from_json(words[""]["items"], checked=False)
        self._show_items(kept.items, int(words[""]["shown"]))
        self.rules.put(words["rules"])
        if self.form is not None:
            self.form.put(words["item"])

    def _show_items(self, items: Sequence[Item], row: int) -> None:
        self.items, self._shown, self.form = list(items), -1, None
        self._fill()
        self.table.setCurrentCell(row, 0)
        self._choose(self.table.currentRow())

    def _items_tab(self) -> QWidget:
        add, drop = QPushButton("加一项"), QPushButton("去掉这一项")
        add.clicked.connect(lambda _checked: self.add_item())
        drop.clicked.connect(lambda _checked: self.drop_item())
        below = QHBoxLayout()
        below.addWidget(self.sum, 1)
        below.addWidget(drop)
        below.addWidget(add)
        left = QVBoxLayout()
        left.addWidget(self.table, 1)
        left.addLayout(below)
        self._place = QScrollArea()
        self._place.setWidgetResizable(True)
        self._place.setFrameShape(QFrame.Shape.NoFrame)
        self._place.setMinimumWidth(430)
        tab = QWidget()
        row = QHBoxLayout(tab)
        row.setContentsMargins(0, theme.SPACE_3, 0, 0)
        row.setSpacing(theme.SPACE_4)
        row.addLayout(left, 1)
        row.addWidget(self._place, 1)
        return tab

    def _buttons(self) -> QHBoxLayout:
        cancel, save = QPushButton("取消"), QPushButton("启用这一版")
        cancel.clicked.connect(self.reject)
        save.setProperty("role", "primary")
        save.clicked.connect(lambda _checked: self.save())
        row = QHBoxLayout()
        row.addWidget(cancel)
        row.addStretch(1)
        row.addWidget(save)
        for button in (cancel, save):
            button.setAutoDefault(False)
        return row

    def _fill(self) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.items))
        for row, item in enumerate(self.items):
            words = (item.code, item.name, number(item.full), METHODS.get(item.method, ""))
            for column, text in enumerate(words):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.blockSignals(False)
        total = sum((item.full for item in self.items), Decimal(0))
        right = total == 100
        said = "正好 100 分" if right else "应当正好 100 分"
        self.sum.setText(f"满分合计 {number(total)} 分，{said}")
        theme.restyle(self.sum, "good" if right else "error")

    def _choose(self, row: int) -> None:
        if row != self._shown and 0 <= row < len(self.items):
            self._keep()
            self._show(row)

    def _show(self, row: int) -> None:
        self._shown = row
        item = self.items[row]
        form = RecordForm(item_fields(item.method), today=self._desk.work.today, columns=2)
        form.set_values(item_values(item))
        form.editor("method").edited.connect(self._on_method)
        form.edited.connect(self._on_edited)
        self.form = form
        inner = QWidget()
        inner.setObjectName("scrolled")
        around = QVBoxLayout(inner)
        around.setContentsMargins(0, 0, theme.SPACE_2, 0)
        around.addWidget(form)
        self._place.setWidget(inner)
        form.show_errors(self._problems(item))

    def _keep(self) -> bool:
        """Take the form's item over; ``False`` while it cannot be read, its sentences shown."""
        if self.form is None or not 0 <= self._shown < len(self.items):
            return True
        try:
            self.items[self._shown] = item_from(self.form.values(), self.items[self._shown])
        except Invalid as problem:
            self.form.show_errors(problem.fields)
            return False
        self._fill()
        return True

    def _on_edited(self) -> None:
        if self.form is None:
            return
        typed = self.form.editor("full").typed()
        try:
            full = Decimal(str(typed))
        except ArithmeticError:
            return  # half typed: the sentence comes when the item is left
        if full.is_finite():
            self.items[self._shown] = replace(self.items[self._shown], full=full)
            self._fill()

    def _on_method(self) -> None:
        if self.form is None:
            return
        method = method_of(str(self.form.editor("method").typed() or ""))
        if method in METHODS and method != self.items[self._shown].method:
            row = self._shown
            self.items[row] = replace(self.items[row], method=method)
            self._fill()
            self._show(row)

    def add_item(self) -> None:
        """A new item at the end, to be filled in."""
        if self._keep():
            self.items.append(Item("", "", Decimal(0), "manual", "manual"))
            self._fill()
            self.table.setCurrentCell(len(self.items) - 1, 0)

    def drop_item(self) -> None:
        """Leave the chosen item out."""
        if 0 <= self._shown < len(self.items):
            del self.items[self._shown]
            row, self._shown, self.form = min(self._shown, len(self.items) - 1), -1, None
            self._fill()
            if row >= 0:
                self.table.setCurrentCell(row, 0)
                self._choose(row)

    def edited(self) -> Scheme | None:
        """The scheme as it is typed; ``None`` while something of it cannot be scored."""
        if not self._keep() or any(item_problems(item) for item in self.items):
            return None
        try:
            scheme = scheme_from(self.rules.values(), self._draft, tuple(self.items))
        except Invalid:
            return None
        return None if rule_problems(scheme) else scheme

    def _on_tab(self, place: int) -> None:
        if self.tabs.widget(place) is self.preview:
            self.preview.refresh()

    def save(self) -> bool:
        """Store the new version; problems are said at their fields and nothing is stored."""
        if not self._keep():
            return self._say("这一项还有没填对的地方。", tab=0)
        for row, item in enumerate(self.items):
            if problems := self._problems(item):
                self.table.setCurrentCell(row, 0)
                self._show(row)
                return self._say(
                    f"项目 {item.code or row + 1} 还有没填对的地方。", tab=0, at=problems
                )
        try:
            typed = self.rules.values()
            scheme = scheme_from(typed, self._draft, tuple(self.items))
            if not self._agreed(scheme):
                return False
            register.save(self._desk.work, scheme)
        except Invalid as problem:
            self.rules.show_errors(problem.fields)
            said = problem.fields.get("items")
            return self._say(said or "启用、加减分和排名里还有没填对的地方。", tab=0 if said else 1)
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
        self.rules.show_errors(asked)
        self._say("请看每一处提问；确实是这样定的，再点一次“启用这一版”。", tab=1)
        return False

    def _say(self, text: str, *, tab: int, at: dict[str, str] | None = None) -> bool:
        self.problem.setText(text)
        self.tabs.setCurrentIndex(tab)
        if at and self.form is not None:
            self.form.show_errors(at)
        return False


def _scrolled(form: Any) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    inner = QWidget()
    inner.setObjectName("scrolled")
    around = QVBoxLayout(inner)
    around.setContentsMargins(0, theme.SPACE_3, theme.SPACE_2, 0)
    around.addWidget(form)
    area.setWidget(inner)
    return area
