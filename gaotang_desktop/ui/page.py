"""What every entry of the navigation is: a header, a body, and what it reads."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import focus_in
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.empty_state import EmptyState
from gaotang_desktop.ui.widgets.form import reopening
from gaotang_desktop.ui.widgets.picture.picture_view import PictureView
from gaotang_desktop.ui.widgets.table.find_line import FindLine

Badge = tuple[int, Tone]
Slot = Callable[[], Any]
_WIDEST_NAME = 170


class Page(QWidget):
    """One page. Made when it is first shown; reloaded when something that it ``reads`` changed.

    A subclass fills ``self.body`` in its constructor and its figures in ``reload``; it never loads
    data in the constructor, and it never tells another page anything.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    chapter: ClassVar[str] = ""
    reads: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.home)
        self.desk = desk
        self.stale = True
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = ElidedLabel(self.title)
        self._title.setObjectName("page_title")
        self._keep_title()
        self._subtitle = ElidedLabel()
        self._subtitle.setObjectName("page_subtitle")
        self.search_slot = QHBoxLayout()
        self._widgets = QHBoxLayout()
        self._primary = QHBoxLayout()
        first = QHBoxLayout()
        first.setSpacing(theme.SPACE_2)
        first.addWidget(self._title, 1)
        for slot in (self.search_slot, self._widgets, self._primary):
            slot.setSpacing(theme.SPACE_2)
            first.addLayout(slot)
        # The figures have a line of their own: beside the buttons of a full page half would be cut.
        header = QVBoxLayout()
        header.setSpacing(2)
        header.addLayout(first)
        header.addWidget(self._subtitle)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.SPACE_3)
        self._column = QVBoxLayout(self)
        self._column.addLayout(header)
        self._column.addWidget(self.content, 1)
        self._set_apart(theme.SPACE_3)

    # -- for subclasses to define ------------------------------------------------------------

    def reload(self) -> None:
        """Read everything that is shown afresh; called in the window's thread."""

    def show_record(self, context: dict[str, Any]) -> None:
        """Show what another page jumped to (``{"village": 3, "night": date}``)."""

    def first_deed(self) -> QWidget | None:
        """Where the focus goes when the page opens: where the next deed is."""
        return first_stop(self.content)

    def unsaved(self) -> str:
        """A sentence about input that would be lost by closing now; ``""`` when there is none."""
        return ""

    def open_entries(self) -> list[Unsaved]:
        """The grids of the page in which something stands that is not stored."""
        return []

    def take_up(self, entry: Unsaved) -> str:
        """Open a grid or form again with what stood there; a sentence where that cannot be."""
        form = reopening.reopen(self, self.desk, entry.context)
        if form is None:
            return f"“{entry.title}”不能自动打开，可以把文字复制下来。"
        form.put(entry.words)
        return ""

    @classmethod
    def badge(cls, desk: Desk) -> Badge | None:
        """How many things wait here, and how urgently; asked before the page exists, so quick."""
        return None

    # -- for subclasses to use ---------------------------------------------------------------

    def set_title(self, text: str) -> None:
        """Another title than the navigation's word, as for an open document."""
        self._title.setText(text)
        self._keep_title()

    def _keep_title(self) -> None:
        """The search gives way before a page's name is cut."""
        metrics = QFontMetrics(theme.font(theme.TITLE_PT, medium=True))
        wide = metrics.horizontalAdvance(self._title.text()) + 4
        self._title.setMinimumWidth(min(wide, _WIDEST_NAME))

    def set_subtitle(self, text: str) -> None:
        """The page's figures in one line: ``应巡 150 村次 · 已巡 118 · 核实 37``."""
        self._subtitle.setText(text)

    def add_header_widget(self, widget: QWidget) -> None:
        """A widget at the right of the header, such as the period picker; left to right."""
        self._widgets.addWidget(widget)

    def add_action(
        self, text: str, icon: str, slot: Slot, *, shortcut: str | None = None
    ) -> QPushButton:
        """A plain button in the header, left of the primary one."""
        button = self._button(text, icon, slot, shortcut, "text")
        self._widgets.addWidget(button)
        return button

    def primary_action(
        self, text: str, icon: str, slot: Slot, *, shortcut: str | None = None
    ) -> QPushButton:
        """The one thing people come to this page to do; at the very right."""
        button = self._button(text, icon, slot, shortcut, "on_accent")
        button.setProperty("role", "primary")
        self._primary.addWidget(button)
        return button

    def take_focus(self, *, anew: bool = False) -> None:
        """Put the focus on the page, unless it is there already; ``anew`` wherever it is."""
        focused = focus_in(self.window())
        if anew or focused is None or not self.isAncestorOf(focused):
            first = self.first_deed() or self.primary_widget()
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)

    def hold_tabs(self, tabs: QTabWidget) -> None:
        """Ctrl+Tab goes on to the next tab from anywhere on the page, and the focus goes along."""
        tabs.currentChanged.connect(lambda _at: self._follow(tabs))
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self, partial(self._turn, tabs, step))

    def primary_widget(self) -> QWidget | None:
        """The primary button, where it can be pressed."""
        item = self._primary.itemAt(0)
        button = item.widget() if item else None
        return button if button is not None and button.isVisibleTo(self) else None

    def parts(self) -> list[QWidget]:
        """What Tab goes through, as one reads: what stands in the header, then the content."""
        layouts = (self.search_slot, self._widgets, self._primary)
        items = [layout.itemAt(at) for layout in layouts for at in range(layout.count())]
        header: list[QWidget | None] = [item.widget() for item in items if item is not None]
        return [*(each for each in header if each is not None), self.content]

    def refresh(self) -> None:
        """Reload now and remember that what is shown is current."""
        self.stale = False
        self.reload()

    def _turn(self, tabs: QTabWidget, step: int) -> None:
        tabs.setCurrentIndex((tabs.currentIndex() + step) % tabs.count())
        self.take_focus(anew=True)

    def _follow(self, tabs: QTabWidget) -> None:
        """Qt gives the focus of a tab that goes away to the first stop of the next, often no deed."""
        focused = focus_in(self.window())
        if focused is not None and tabs.currentWidget().isAncestorOf(focused):
            self.take_focus(anew=True)

    def _button(
        self, text: str, icon: str, slot: Slot, shortcut: str | None, colour: str
    ) -> QPushButton:
        button = QPushButton(text)
        icons.dress(button, icon, colour, 16)
        button.clicked.connect(lambda _checked: slot())
        if shortcut:
            # Not the button's own: that one waits a tenth of a second, in which keys typed go
            # astray, and is forgotten when the button's words change.
            QShortcut(QKeySequence(shortcut), button, slot)
            button.setToolTip(f"{text}（{shortcut}）")
        return button

    def _set_apart(self, apart: int) -> None:
        self._column.setContentsMargins(20, apart, 20, apart)
        self._column.setSpacing(apart)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A low window gives its lines to what is read.
        self._set_apart(theme.SPACE_3 if self.height() >= theme.LOW_BELOW else theme.SPACE_1)

    @override
    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.key}>"


def first_stop(content: QWidget) -> QWidget | None:
    """The first list or table that can be seen; without one, the first field or stop of the Tab key.

    Of a list that is empty the button that starts it is seen in its place.
    """
    seen = [
        each
        for each in tab_stops(content)
        if each.isVisibleTo(content)
        and each.isEnabled()
        and not isinstance(each, (QTabBar, QScrollArea, FindLine))
    ]
    main = [each for each in seen if isinstance(each, (QAbstractItemView, PictureView))]
    started = [each for each in seen if isinstance(each.parentWidget(), EmptyState)]
    return next(iter([*main, *started, *seen]), None)


def tab_stops(widget: QWidget) -> list[QWidget]:
    """Where the Tab key stops in a part of the window, as it is read; nothing that was put away."""
    inside = [stop for part in _parts(widget) if not _is_put_away(part) for stop in tab_stops(part)]
    return [widget, *inside] if _is_stop(widget) else inside


def goes_on(window: QWidget, *, forward: bool) -> bool:
    """Tab from where the focus is in a window to its next stop, and round; whether there was one.

    Qt's own chain has the order in which widgets were made, and a circle of its own round each widget
    that hands its focus on.
    """
    around = [each for each in tab_stops(window) if each.isEnabled()]
    here = window.focusWidget()
    if here not in around:
        return False
    goal = around[(around.index(here) + (1 if forward else -1)) % len(around)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    goal.setFocus(reason)
    return True


def _is_put_away(widget: QWidget) -> bool:
    """What was never shown yet is hidden too, but will be seen with what holds it."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def _is_stop(widget: QWidget) -> bool:
    """Of buttons of which one is chosen that one is the stop: arrow keys go on from there."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None and group.exclusive() and group.checkedButton() is not None:
        return widget is group.checkedButton()
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _parts(widget: QWidget) -> list[QWidget]:
    """What stands in a widget; splitters and tabs keep their children in an order of their own."""
    if isinstance(widget, Page):
        return widget.parts()
    held: list[QWidget | None]
    if isinstance(widget, QSplitter | QTabWidget):
        held = [widget.widget(at) for at in range(widget.count())]
        if isinstance(widget, QTabWidget):
            held.insert(0, widget.tabBar())
        return [each for each in held if each is not None]
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    # Not the list that a box drops down.
    return [each for each in widget.findChildren(QWidget, options=direct) if not each.isWindow()]
