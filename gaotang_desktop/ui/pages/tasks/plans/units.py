"""The units that a plan names and the register lacks: what each is, and what it looks like."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.services.plans import Draft, UnitStanding
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.elided_box import ElidedBox

_NEW = "新单位，登记进名册"
_UNCLEAR = "先不分派"


class PlanUnits(QWidget):
    """A choice for every new unit; ``chosen`` are (unit, name of the register) pairs."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, QComboBox] = {}
        self._shown: tuple[UnitStanding, ...] | None = None
        self._aliases: dict[str, str] = {}
        self._known = QLabel()
        self._known.setProperty("class", "secondary")
        self._known.setWordWrap(True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_2, theme.SPACE_1, theme.SPACE_2, theme.SPACE_1)
        column.setSpacing(theme.SPACE_1)
        column.addWidget(self._area, 1)
        column.addWidget(self._known)

    def show_draft(self, draft: Draft) -> int:
        """Show the units of the tasks that are taken; how many of them are new or unclear."""
        standings = draft.standings()
        asked = tuple(each for each in standings if each.how in ("新单位", "不明确"))
        self._aliases = dict(draft.aliases)
        if asked != self._shown:
            self._shown = asked
            self._fill(asked, [each.name for each in draft.reading.register])
        for name, box in self.choices.items():
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(self._aliases.get(name, ""))))
            box.blockSignals(False)
        known = [
            each.name if each.how == "已登记" else f"{each.written}（{each.name}的别名）"
            for each in standings
            if each.how in ("已登记", "别名")
        ]
        told = dict.fromkeys(known)
        self._known.setText(f"名册里已有 {len(told)} 个：" + "、".join(told) if told else "")
        self._known.setVisible(bool(told))
        return len(asked)

    def _fill(self, asked: tuple[UnitStanding, ...], register: list[str]) -> None:
        self.choices = {}
        form = QFormLayout()
        form.setContentsMargins(theme.SPACE_1, theme.SPACE_1, theme.SPACE_1, theme.SPACE_1)
        form.setVerticalSpacing(theme.SPACE_1)
        for each in asked:
            form.addRow(self._label(each), self._box(each, register))
        if not asked:
            form.addRow(QLabel("任务里的单位，名册里都有。"))
        inside = QWidget()
        inside.setLayout(form)
        self._area.setWidget(inside)
        # What is made later stands last in the order of Tab: behind the button that stores.
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Else it has no place in that order.
        before: QWidget = self._area
        for box in self.choices.values():
            QWidget.setTabOrder(before, box)
            before = box
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _label(self, each: UnitStanding) -> QLabel:
        words = each.written
        if each.how == "不明确":
            words += "　对应几个单位"
        elif each.alike:
            words += f"　≈ {each.alike[0]}？"
        return QLabel(words)

    def _box(self, each: UnitStanding, register: list[str]) -> QComboBox:
        box = ElidedBox(14)
        box.addItem(_NEW if each.how == "新单位" else _UNCLEAR, "")
        for name in each.alike:
            words = f"就是“{name}”，记为别名" if each.how == "新单位" else f"这里指“{name}”"
            box.addItem(words, name)
        rest = [name for name in register if name not in each.alike]
        if rest:
            box.insertSeparator(box.count())
        for name in rest:
            box.addItem(f"是“{name}”的别名", name)
        box.setAccessibleName(each.written)
        box.currentIndexChanged.connect(lambda _at, key=each.written: self._choose(key))
        self.choices[each.written] = box
        return box

    def _choose(self, written: str) -> None:
        self._aliases[written] = str(self.choices[written].currentData() or "")
        self.chosen.emit(tuple((name, unit) for name, unit in self._aliases.items() if unit))
