"""Walks the widgets of a window: what is cut off, what scrolls sideways, what has no name."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QWidget,
)

from gaotang_desktop.ui.widgets.chips import Chip, PressChip
from gaotang_desktop.ui.widgets.elided_box import ElidedBox
from gaotang_desktop.ui.widgets.elided_button import ElidedButton
from gaotang_desktop.ui.widgets.elided_label import ElidedLabel
from gaotang_desktop.ui.widgets.two_lines import TwoLines

# What a window of the screen's size has left: the task bar and the title bar take 70 pixels of it.
_TAKEN = 70
SCREENS = {
    "1366 at 100 %": (1366, 768),
    "1366 at 125 %": (1093, 614),
    "1920 at 150 %": (1280, 720),
    "1920 at 100 %": (1920, 1080),
    "1920 at 200 %": (960, 540),
}
# A card's sentence is seen whole; one with a name of 60 characters need not be.
_SENTENCE = 50
SIZES = {name: (width, height - _TAKEN) for name, (width, height) in SCREENS.items()}


def shown_widgets(top: QWidget) -> Iterator[QWidget]:
    """Every widget below ``top`` that has room on the screen."""
    for each in top.findChildren(QWidget):
        if each.isVisibleTo(top) and each.window() is top.window():
            yield each


def named(widget: QWidget) -> str:
    """How a test speaks of a widget."""
    words = widget.text() if hasattr(widget, "text") and callable(widget.text) else ""
    return f"{type(widget).__name__} {widget.objectName()} “{words or widget.accessibleName()}”"


def _in_sight(widget: QWidget) -> QRect:
    """The part of a widget that no ancestor cuts off; what a scrolling area hides is not cut."""
    part = widget.rect()
    child, above = widget, widget.parentWidget()
    place = QPoint(0, 0)
    while above is not None and not child.isWindow():
        place += child.pos()
        around = above.parentWidget()
        if isinstance(around, QAbstractScrollArea) and above is around.viewport():
            return part  # it can be scrolled to
        part = part & QRect(-place, above.size())
        child, above = above, above.parentWidget()
    return part


def cut_off(top: QWidget) -> list[str]:
    """Words that have less room than they need, and buttons that reach out of sight."""
    found = []
    for each in shown_widgets(top):
        if isinstance(each, (ElidedLabel, ElidedButton)) or isinstance(
            each.parentWidget(), QLineEdit
        ):
            continue
        if isinstance(each, TwoLines):
            if each.toolTip() and len(each.text()) < _SENTENCE:
                found.append(f"{named(each)}: {each.shown()}")
        elif isinstance(each, QLabel) and each.text() and not isinstance(each, Chip):
            if problem := _label_problem(each):
                found.append(f"{named(each)}: {problem}")
        elif isinstance(each, (QAbstractButton, QComboBox, Chip)):
            wanted, has = each.sizeHint(), each.size()
            if isinstance(each, QComboBox) and not isinstance(each, ElidedBox):
                text = QFontMetrics(each.font()).horizontalAdvance(each.currentText())
                if text + 34 > has.width():
                    found.append(f"{named(each)} “{each.currentText()}”: {has.width()}")
            elif isinstance(each, QToolButton) and has.width() + 1 < wanted.width():
                found.append(f"{named(each)}: {has.width()} of {wanted.width()}")
            elif isinstance(each, (QPushButton, PressChip, Chip)) and (
                has.width() + 1 < wanted.width() or has.height() + 1 < wanted.height()
            ):
                found.append(f"{named(each)}: {has} of {wanted}")
        if isinstance(each, (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)):
            part = _in_sight(each)
            inside_header = isinstance(each.parentWidget(), QTabBar)
            if not inside_header and (
                part.width() < each.width() - 1 or part.height() < each.height() - 1
            ):
                found.append(f"{named(each)}: out of sight but for {part}")
        if isinstance(each, QTableView) and each.verticalHeader().isVisibleTo(each):
            names, cells = each.verticalHeader().geometry(), each.viewport().geometry()
            if cells.left() != names.right() + 1:
                found.append(f"{named(each)}: cells begin at {cells.left()}, names end at {names}")
        if isinstance(each, QTabBar) and each.count():
            wide = sum(each.tabRect(at).width() for at in range(each.count()))
            if each.tabRect(each.count() - 1).right() > each.width() + 1:
                found.append(f"{named(each)}: tabs {wide} of {each.width()}")
    return found


def _label_problem(label: QLabel) -> str:
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + 1:
            return f"{label.height()} of {needed} high: “{label.text()[:20]}”"
        # A word that cannot be broken.
        return ""
    if label.textFormat() == Qt.TextFormat.RichText or "<" in label.text():
        needed = label.sizeHint().width()
        return f"{label.width()} of {needed}" if label.width() + 1 < needed else ""
    lines = label.text().split("\n")
    wide = max(label.fontMetrics().horizontalAdvance(line) for line in lines)
    if wide > room.width() + 1:
        return f"{room.width()} of {wide}: “{label.text()[:20]}”"
    high = label.fontMetrics().height() * len(lines)
    return f"{room.height()} of {high} high" if high > room.height() + 3 else ""


def sideways(top: QWidget) -> list[str]:
    """What scrolls to the side, or would have to where no bar says so."""
    return [
        f"{named(each)}: {beyond} of its content are out of sight at the right"
        for each in shown_widgets(top)
        if isinstance(each, QScrollArea)
        and each.widget() is not None
        and each.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and (beyond := each.widget().minimumSizeHint().width() - each.viewport().width()) > 0
    ] + [
        f"{named(each)}: {each.horizontalScrollBar().maximum()} too wide"
        for each in shown_widgets(top)
        if isinstance(each, QAbstractScrollArea)
        and not isinstance(each, QHeaderView)
        and each.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and each.horizontalScrollBar().maximum() > 0
    ]


def nameless(top: QWidget) -> list[str]:
    """What can have the focus and would be read out as nothing."""
    found = []
    for each in shown_widgets(top):
        if not each.focusPolicy() & Qt.FocusPolicy.TabFocus or not each.isEnabled():
            continue
        if each.focusProxy() is not None or each.accessibleName():
            continue
        if isinstance(each, (QTabWidget, QTabBar, QScrollArea)):
            continue
        if isinstance(each, QAbstractButton) and each.text():
            continue
        around = each.parentWidget()
        if isinstance(each, QHeaderView) or isinstance(around, QComboBox):
            continue
        if isinstance(each, (QLineEdit, QTextEdit)) and any(
            label.buddy() is each for label in top.findChildren(QLabel)
        ):
            continue
        found.append(named(each))
    return found


def tab_order(top: QWidget) -> list[QWidget]:
    """What Tab comes to, in its order, from the first on."""
    order, each = [], top
    while True:
        each = each.nextInFocusChain()
        if each is top or each in order:
            return order
        if (
            each.isVisibleTo(top)
            and each.isEnabled()
            and each.focusPolicy() & Qt.FocusPolicy.TabFocus
            and each.focusProxy() is None
            and top.isAncestorOf(each)
        ):
            order.append(each)


def focused() -> QWidget | None:
    """What has the focus now."""
    return QApplication.focusWidget()
