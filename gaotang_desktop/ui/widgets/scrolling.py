"""A part of the window that scrolls, and follows the focus wherever it goes."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget
from typing_extensions import override

from gaotang_desktop.ui.desk.soon import soon

_ROUND = 12  # what stays in sight around the widget that has the focus


class Scrolled(QScrollArea):
    """Content without a frame; by itself it never scrolls to the side.

    Whatever inside gets the focus, by key, by a shortcut or by the program, is brought into sight.
    """

    def __init__(self, inner: QWidget | None = None, *, sideways: bool = False) -> None:
        super().__init__()
        self._grown = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Only what it holds can have the focus.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not sideways:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if inner is not None:
            self.setWidget(inner)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)

    def _grow(self) -> None:
        """Words that take more lines in a narrow place push the end down, not out of sight."""
        inner = self.widget()
        if inner is not None and inner.hasHeightForWidth():
            inner.setMinimumHeight(inner.heightForWidth(self.viewport().width()))
            self._grown = True
        elif inner is not None and self._grown:
            inner.setMinimumHeight(0)  # the words that took more lines are gone
            self._grown = False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()
        # Of less room, what has the focus keeps its part.
        self._on_focus(None, QApplication.focusWidget())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._grow()
        return super().eventFilter(watched, event)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and now is not self.widget() and self.isAncestorOf(now):
            bring_into_sight(now)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll every area around a widget so that it can be seen, now and when it is laid out anew.

    What has just become visible, such as a sentence under a field, moves everything below it only
    with the next turn of the event loop.
    """
    _scroll_to(widget)
    soon(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None:
        area = around.parentWidget()
        if isinstance(area, QScrollArea) and around is area.viewport():
            inner = area.widget()
            if inner is not None and inner.isAncestorOf(widget):
                _show(area, QRect(widget.mapTo(inner, QPoint(0, 0)), widget.size()))
        around = area


def _show(area: QScrollArea, place: QRect) -> None:
    """As little as is needed; of what is higher than the area its top is shown."""
    bar, room = area.verticalScrollBar(), area.viewport().height()
    if place.bottom() + _ROUND > bar.value() + room:
        bar.setValue(place.bottom() + _ROUND - room)
    if place.top() - _ROUND < bar.value():
        bar.setValue(place.top() - _ROUND)
    side, wide = area.horizontalScrollBar(), area.viewport().width()
    if place.right() + _ROUND > side.value() + wide:
        side.setValue(place.right() + _ROUND - wide)
    if place.left() - _ROUND < side.value():
        side.setValue(place.left() - _ROUND)
