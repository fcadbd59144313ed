"""Lucide icons, drawn in the colours of the theme and redrawn when these change."""

from functools import lru_cache

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QObject, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QImage, QImageReader, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
)
from typing_extensions import override

from gaotang_desktop.paths import resources
from gaotang_desktop.ui import theme

_GAP = 4
_drawn: dict[int, tuple[str, str, int]] = {}
"""What stands behind the icons that were handed out, by Qt's key of each."""


class _OnScreen(QObject):
    """Draws the picture of a label anew when its window comes to a screen that magnifies otherwise.

    An icon holds a picture for each screen; a label has one.
    """

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and isinstance(watched, QLabel):
            _draw(watched)
        return False


_on_screen = _OnScreen()


def icon(name: str, colour: str = "secondary", size: int = 18) -> QIcon:
    """An icon by its Lucide name; ``colour`` is a name in ``theme.Colours`` or ``#RRGGBB``."""
    found = _icon(name, _resolve(colour), size, 0)
    _drawn[found.cacheKey()] = name, colour, size
    return found


def pixmap(name: str, colour: str = "secondary", size: int = 18, *, ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of ``size`` logical pixels for a screen with this pixel ratio."""
    return _pixmap(name, _resolve(colour), size, ratio)


def dress(widget: QAbstractButton | QLabel, name: str, colour: str, size: int = 18) -> None:
    """Give a button or a label its icon, now and after every change of the theme."""
    widget.setProperty("icon_name", name)
    widget.setProperty("icon_colour", colour)
    widget.setProperty("icon_size", size)
    if isinstance(widget, QLabel):
        widget.installEventFilter(_on_screen)
    _draw(widget)


def _dress_again(application: QApplication) -> None:
    """Redraw the icons of all dressed widgets in the colours that hold now."""
    _icon.cache_clear()
    _pixmap.cache_clear()
    for widget in application.allWidgets():
        if isinstance(widget, (QAbstractButton, QLabel)) and widget.property("icon_name"):
            _draw(widget)
        for action in widget.actions():
            _renew(action)
        if isinstance(widget, QListWidget):
            with QSignalBlocker(widget):  # nobody has changed anything
                for row in range(widget.count()):
                    _renew(widget.item(row))


def _renew(holder: QAction | QListWidgetItem) -> None:
    """What holds an icon of ours in a menu, a field or a list gets it in the colours of now."""
    if (drawn := _drawn.get(holder.icon().cacheKey())) is not None:
        holder.setIcon(icon(*drawn))


theme.when_changed(_dress_again)


def _draw(widget: QAbstractButton | QLabel) -> None:
    name = str(widget.property("icon_name"))
    colour = str(widget.property("icon_colour"))
    size = int(widget.property("icon_size"))
    if isinstance(widget, QLabel):
        widget.setPixmap(pixmap(name, colour, size, ratio=widget.devicePixelRatioF()))
    else:
        gap = _GAP if isinstance(widget, QPushButton) and widget.text() else 0
        widget.setIcon(_icon(name, _resolve(colour), size, gap))
        widget.setIconSize(QSize(size + gap, size))


def _resolve(colour: str) -> str:
    if colour.startswith("#"):
        return colour
    return str(getattr(theme.colours(), colour))


def _scales() -> list[float]:
    """How far the screens there are magnify; a picture for each keeps the lines sharp."""
    return sorted({each.devicePixelRatio() for each in QGuiApplication.screens()} or {1.0})


def follow_screens(application: QApplication) -> None:
    """Draw the icons anew when a screen is plugged in, which may magnify in its own way."""
    application.screenAdded.connect(lambda _screen: _dress_again(application))


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, size: int, gap: int) -> QIcon:
    drawn = QIcon()
    for scale in _scales():
        picture = _pixmap(name, colour, size, scale)
        drawn.addPixmap(_with_gap(picture, round(gap * scale)) if gap else picture)
    return drawn


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap.fromImage(_image(name, colour, round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    return picture


def _with_gap(picture: QPixmap, gap: int) -> QPixmap:
    """Room between a button's icon and its word, which Qt's style sheets cannot give."""
    wide = QPixmap(picture.width() + gap, picture.height())
    wide.fill(Qt.GlobalColor.transparent)
    wide.setDevicePixelRatio(picture.devicePixelRatio())
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wide


def _image(name: str, colour: str, pixels: int) -> QImage:
    source = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", colour).replace('width="2"', 'width="1.75"')
    buffer = QBuffer()
    buffer.setData(QByteArray(source.encode()))
    reader = QImageReader(buffer, QByteArray(b"svg"))
    reader.setScaledSize(QSize(pixels, pixels))
    image = reader.read()
    if image.isNull():
        raise ValueError(f"icon {name} cannot be drawn: {reader.errorString()}")
    return image
