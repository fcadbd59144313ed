"""Words of a sheet that no value is called by: what they mean, or that they are new, said once."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)
from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.asking import names as asked
from gaotang_desktop.services.sheets.asking import several
from gaotang_desktop.services.sheets.asking.names import Stranger
from gaotang_desktop.services.sheets.asking.offers import Offer
from gaotang_desktop.services.sheets.asking.part_answers import answerable
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.menu import Menu
from gaotang_desktop.ui.ledgers.said_once import PAUSE, FillLine

Key = tuple[str, str]


class NameStrip(QFrame):
    """A line for each of the words: an editor for what they mean, buttons for what is like them, and
    for the registers into which they may be put. ``changed`` when something else was said; ``done``
    when Enter or a button answers the last line.
    """

    changed = Signal()
    done = Signal()

    def __init__(self, desk: Desk, kind: str, head: Sequence[str]) -> None:
        super().__init__()
        self._desk = desk
        self._key = f"meant {kind} {'|'.join(head)}"
        self._before = {
            (name, words): said for name, words, said in desk.memory.read(self._key, []) or []
        }
        self._known = answerable(kind)
        self.meant: dict[Key, str] = {}
        self.registered: dict[Key, tuple[str, str]] = {}
        self.lines: dict[Key, NameLine] = {}
        self.setProperty("class", "card")
        said = QLabel("表里这些写法名单里没有，说明一次，每一行都算")
        said.setProperty("class", "secondary")
        self._together = QHBoxLayout()
        self._together.setSpacing(theme.SPACE_2)
        self.together: list[QPushButton] = []
        top = QHBoxLayout()
        top.addWidget(said, 1)
        top.addLayout(self._together)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.SPACE_1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        column.setSpacing(theme.SPACE_1)
        column.addLayout(top)
        column.addLayout(self._column)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._take)

    def show_strangers(self, strangers: Sequence[Stranger]) -> None:
        """A line for each of the words that nobody has said anything of, and for those answered."""
        waiting = {(each.name, each.words): each for each in strangers}
        for key in [*self.lines]:
            if key not in waiting and key not in self.meant and key not in self.registered:
                line = self.lines.pop(key)
                self._column.removeWidget(line)
                line.hide()
                line.deleteLater()
        for key, stranger in waiting.items():
            self._line(key).show_stranger(stranger, self._before.get(key))
        for key, (kind, _more) in self.registered.items():
            if key not in waiting:
                self.lines[key].show_answer(f"登记为新的{records.label_of(kind)}")
        for key in self.meant:
            if key not in waiting:
                each = self.meant[key] == several.EACH
                self.lines[key].show_answer("各记一行" if each else "照这样读")
        self._show_together(strangers)
        self.setVisible(bool(self.lines))

    def focus_first(self) -> bool:
        """Go to the first of the words that nobody has said anything of; ``False`` where there is none."""
        for key, line in self.lines.items():
            if key not in self.registered and not line.words():
                line.editor.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def put(self, meant: Sequence[Sequence[str]], registered: Sequence[Sequence[str]]) -> None:
        """Let stand again what was said of words, without telling so: field, words and meaning, or
        field, words, register and what else that needs.
        """
        self.registered = {(n, words): (kind, more) for n, words, kind, more in registered}
        for name, words, said in meant:
            self._line((name, words)).put(said)
        for key in self.registered:
            self._line(key)
        self.meant = {key: words for key, line in self.lines.items() if (words := line.words())}

    def _line(self, key: Key) -> "NameLine":
        if key not in self.lines:
            line = NameLine(self._known[key[0]], key[1], self._desk)
            line.edited.connect(self._pause.start)
            line.returned.connect(partial(self._go_on, line))
            line.registered.connect(partial(self._register, [key]))
            self.lines[key] = line
            self._column.addWidget(line)
        return self.lines[key]

    def _show_together(self, strangers: Sequence[Stranger]) -> None:
        for button in self.together:
            button.hide()
            button.deleteLater()
        self.together = []
        for kind in asked.REGISTERED:
            keys = [(s.name, s.words) for s in strangers if kind in s.registers and not s.offers]
            if len(keys) > 1:
                words = f"{len(keys)} 个都登记为{records.label_of(kind)}"
                button = register_button(words, kind, partial(self._register, keys))
                self._together.addWidget(button)
                self.together.append(button)

    def _register(self, keys: Sequence[Key], kind: str, more: str) -> None:
        for key in keys:
            self.registered[key] = (kind, more)
            self.meant.pop(key, None)
        self.changed.emit()
        if not self.focus_first():  # the button that was pressed may go
            self.done.emit()

    def _take(self) -> bool:
        self._pause.stop()
        found = {key: words for key, line in self.lines.items() if (words := line.words())}
        if found == self.meant:
            return False
        self.meant = found
        for key in found:
            self.registered.pop(key, None)
        # What may quote a person's case is kept nowhere but in the records.
        lasting = (Kind.CHOICE, *asked.REGISTERED)
        for (name, words), said in found.items():
            if {self._known[name].kind, self._known[name].refers_to} & set(lasting):
                self._before[name, words] = said
        kept = [[name, words, said] for (name, words), said in self._before.items()]
        self._desk.memory.write(self._key, kept)
        self.changed.emit()
        return True

    def _go_on(self, line: "NameLine") -> None:
        self._take()
        lines = list(self.lines.values())
        for other in lines[lines.index(line) + 1 :]:
            if not other.words():
                other.editor.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.done.emit()


class NameLine(FillLine):
    """The words, an editor for what they mean, buttons; ``registered`` with kind and what else it needs."""

    registered = Signal(str, str)

    def __init__(self, field: Field, words: str, desk: Desk) -> None:
        super().__init__(field, desk, name=f"{field.label}“{words}”")
        self._registers: tuple[str, ...] = ()
        self._each = False
        self.each: QPushButton | None = None
        self.editor.edited.connect(self._is_one)

    @override
    def words(self) -> str:
        return several.EACH if self._each else super().words()

    @override
    def put(self, words: str) -> None:
        self._each = words == several.EACH
        super().put("" if self._each else words)

    def _is_one(self) -> None:
        self._each = False

    def show_stranger(self, stranger: Stranger, remembered: str | None) -> None:
        """How many rows say so, what is like it, and where it may be registered."""
        self.said.setText(f"{stranger.rows} 行")
        offers = [
            Offer(words, "名单里有很像的") for words in stranger.offers if words != several.EACH
        ]
        if several.EACH in stranger.offers and self.each is None:
            self.each = QPushButton("各记一行")
            self.each.setToolTip("写了几个的，一个登记一条，别的格照抄")
            self.each.clicked.connect(lambda _checked: self._put(several.EACH))
            self.answers.add(self.each)
        if remembered is not None and remembered != several.EACH:  # that has its own button
            offers.insert(0, Offer(remembered, "同样的表上次这样说的"))
        self.offer(tuple({each.words: each for each in offers}.values()), "是“{}”")
        if self._registers != stranger.registers:
            self._registers = stranger.registers
            for kind in stranger.registers:
                words = f"登记为{records.label_of(kind)}"
                button = register_button(words, kind, self.registered.emit, said=stranger.words)
                self.answers.add(button)

    def show_answer(self, said: str) -> None:
        """What was said of it."""
        self.offer(())
        self.said.setText(said)


def register_button(
    words: str, kind: str, chosen: Callable[[str, str], object], *, said: str = ""
) -> QPushButton:
    """A button that registers; where more must be said of a record, with a menu of it, first what its
    name says.
    """
    button = QPushButton(words)
    needed = asked.needed(kind)
    if needed is None:
        button.clicked.connect(lambda _checked: chosen(kind, ""))
        return button
    menu = Menu(button)
    for choice in sorted(needed.choices, key=lambda each: each not in said):
        menu.addAction(choice).triggered.connect(
            lambda _checked, choice=choice: chosen(kind, choice)
        )
    button.setMenu(menu)
    return button
