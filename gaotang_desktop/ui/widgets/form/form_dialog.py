"""A form in a window of its own: 保存, 保存并录下一条, 取消."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.unsaved import Words
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.form.editor import References
from gaotang_desktop.ui.widgets.form.record_form import RecordForm
from gaotang_desktop.ui.widgets.scrolling import Scrolled

_MORE = "forms/more/"


class FormDialog(Dialog):
    """Calls ``save(values)`` and closes when that went well; errors stay in the form.

    ``keep`` names what the next record starts with; without it there is no 保存并录下一条. The next
    one begins at the field ``starts_at`` (what stands there is marked: Enter keeps it, typing
    replaces it), else at the first that is empty.
    ``question(values)`` says what deserves a second look: then the first 保存 shows it and the second
    one stores. ``put_away()`` moves what is shown to the recycle bin; without it there is no 删除.
    ``remembers`` says where it is kept, and under which name, that 更多 is open.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        fields: tuple[Field, ...],
        *,
        today: Callable[[], date],
        save: Callable[[dict[str, Any]], Any],
        references: References = lambda _kind: (),
        values: Mapping[str, Any] | None = None,
        keep: Collection[str] | None = None,
        starts_at: str = "",
        put_away: Callable[[], Any] | None = None,
        question: Callable[[dict[str, Any]], str] = lambda _values: "",
        remembers: tuple[Memory, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._save = save
        self._put_away = put_away
        self._keep = keep
        self._starts_at = starts_at
        self._asked = False
        self._question = question
        self._answered = ""
        self._remembers = remembers
        self.form = RecordForm(
            fields,
            today=today,
            references=references,
            open_all=remembers is not None and remembers[0].read(_MORE + remembers[1]) is True,
        )
        self.form.set_values(values or {})
        self.form.unfolded.connect(self._on_unfolded)
        self.form.saved.connect(self._on_saved)
        self.form.saved_and_next.connect(self._on_next)
        heading = QLabel(title)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setProperty("class", "heading")
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.problem.setProperty("class", "error")
        self.problem.hide()
        inner = QWidget()
        inner.setObjectName("scrolled")
        room = QVBoxLayout(inner)
        room.setContentsMargins(0, 0, theme.SPACE_2, 0)
        room.addWidget(self.form)
        self._scrolled = Scrolled(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_5, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        column.setSpacing(theme.SPACE_3)
        column.addWidget(heading)
        column.addWidget(self._scrolled, 1)
        column.addWidget(self.problem)
        column.addLayout(self._buttons())
        self.form.helped.connect(self._on_helped)
        self.fit(self.room())
        self.form.focus_first()

    def _on_helped(self, text: str) -> None:
        self.help.setText(text)

    def fit(self, room: QSize) -> None:
        """Be as large as the form needs to be seen whole, as far as ``room`` allows."""
        around = self._around()
        liked = self.form.fit(room - around)
        self.resize((liked + around).boundedTo(room))

    def _around(self) -> QSize:
        """What stands beside, above and below the fields."""
        layout = self.layout()
        assert layout is not None
        high = layout.minimumSize().height() - self._scrolled.minimumSizeHint().height()
        margins = layout.contentsMargins()
        bar = self._scrolled.verticalScrollBar().sizeHint().width()
        return QSize(margins.left() + margins.right() + theme.SPACE_2 + bar, high)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.form.fit(event.size() - self._around())

    def _on_unfolded(self, unfolded: bool) -> None:
        if self._remembers is not None:
            memory, name = self._remembers
            memory.write(_MORE + name, unfolded)
        self.fit(self.room())
        self.stay_in_sight()

    @override
    def is_dirty(self) -> bool:
        return self.form.is_dirty()

    @override
    def typed(self) -> tuple[Words, list[str]]:
        return {"": self.form.typed()}, self.form.told()

    @override
    def put(self, words: Words) -> None:
        self.form.put(words.get("", {}))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        self.cancel_button = QPushButton("取消")
        self.cancel_button.clicked.connect(self.reject)
        self.next_button = QPushButton("保存并录下一条")
        self.next_button.setToolTip("Ctrl+Enter")
        self.next_button.clicked.connect(self._on_next)
        self.next_button.setVisible(self._keep is not None)
        self.save_button = QPushButton("保存")
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.setProperty("role", "primary")
        self.save_button.clicked.connect(self._on_saved)
        self.delete_button = QPushButton("删除")
        self.delete_button.setToolTip("移到回收站，可以撤销")
        self.delete_button.clicked.connect(self._on_delete)
        self.delete_button.setVisible(self._put_away is not None)
        for button in (
            self.cancel_button, self.delete_button, self.next_button, self.save_button,
        ):  # fmt: skip
            button.setAutoDefault(False)
        row.addWidget(self.cancel_button)
        row.addWidget(self.delete_button)
        self.help = ElidedLabel("")
        self.help.setProperty("class", "faint")
        row.addWidget(self.help, 1)
        row.addWidget(self.next_button)
        row.addWidget(self.save_button)
        return row

    def _store(self) -> bool:
        self.problem.hide()
        try:
            values = self.form.values()
            said = self._question(values)
            if said and said != self._answered:
                self._answered = said
                self._say(f"{said}确实要这样登记的，请再点一次“保存”。")
                return False
            self._save(values)
        except Invalid as error:
            self.form.show_errors(error.fields)
            strange = [s for name, s in error.fields.items() if not self._has(name)]
            self._say("".join([self._to_mend(error.fields), *strange]))
            return False
        except DomainError as error:
            self._say(str(error))
            return False
        self.form.mark_clean()
        return True

    def _to_mend(self, problems: Mapping[str, str]) -> str:
        """Which fields are wrong: the sentences under them may be out of sight."""
        wrong = [field.label for field in self.form.fields if field.name in problems]
        return f"还没有保存。请改正：{'、'.join(wrong)}。" if wrong else ""

    def _has(self, name: str) -> bool:
        return any(field.name == name for field in self.form.fields)

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _on_saved(self) -> None:
        if self._store():
            self.accept()

    def _on_delete(self) -> None:
        if self._put_away is None:
            return
        self._put_away()
        self.form.mark_clean()
        self.accept()

    def _on_next(self) -> None:
        if self._keep is None:
            self._on_saved()
        elif self._store():
            self.form.start_next(self._keep, at=self._starts_at)

    @override
    def reject(self) -> None:
        """What was typed is not thrown away by one press of Escape: the second one does."""
        if self.is_dirty() and not self._asked:
            self._asked = True
            self._say("有内容还没保存。再按一次“取消”就不保存并关闭。")
            self.form.edited.connect(self._forget_asking, Qt.ConnectionType.UniqueConnection)
            return
        super().reject()

    def _forget_asking(self) -> None:
        self._asked = False
        self.problem.hide()
