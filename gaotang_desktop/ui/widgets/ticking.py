"""A window with ticks: what was ticked is kept until it is stored, as typing is."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem, QTableWidgetItem, QTreeWidgetItem
from typing_extensions import override

from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.ui.desk.dialog import Dialog

Item = QListWidgetItem | QTableWidgetItem | QTreeWidgetItem
"""Of a tree, what its first column says."""


class TickingDialog(Dialog):
    """Who is one says ``named``, and calls ``mark_clean`` when it stands as it opened."""

    _at_first: Mapping[str, Any] | None = None

    def named(self) -> Sequence[tuple[str, Item]]:
        """The lines that the operator may tick, each by a name that no other has."""
        raise NotImplementedError

    def ticks(self) -> dict[str, bool]:
        """Which lines are ticked, by their names."""
        return {name: _state(item) is Qt.CheckState.Checked for name, item in self.named()}

    def set_ticks(self, ticks: Mapping[str, bool]) -> None:
        """Tick those that are there again; others stay."""
        for name, item in self.named():
            if name in ticks:
                state = Qt.CheckState.Checked if ticks[name] else Qt.CheckState.Unchecked
                if isinstance(item, QTreeWidgetItem):
                    item.setCheckState(0, state)
                else:
                    item.setCheckState(state)

    def chosen_beside(self) -> dict[str, Any]:
        """What else is chosen in the window, plain."""
        return {}

    def choose_beside(self, said: Mapping[str, Any]) -> None:
        """Choose it again."""

    def mark_clean(self) -> None:
        """What stands there is what is stored, or proposed."""
        self._at_first = self._now()

    @override
    def is_dirty(self) -> bool:
        return self._at_first is not None and self._now() != self._at_first

    @override
    def typed(self) -> tuple[Words, list[str]]:
        ticked = [name for name, on in self.ticks().items() if on]
        return {"": self._now()}, [f"勾了 {len(ticked)} 个：{'、'.join(ticked)}"]

    @override
    def put(self, words: Words) -> None:
        self.choose_beside(words[""]["beside"])
        self.set_ticks(words[""]["ticks"])

    def _now(self) -> dict[str, Any]:
        return {"ticks": self.ticks(), "beside": self.chosen_beside()}


def _state(item: Item) -> Qt.CheckState:
    return item.checkState(0) if isinstance(item, QTreeWidgetItem) else item.checkState()
