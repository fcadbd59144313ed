"""A picture over time as it leaves the window: a PNG, an SVG, an image of a phone's width."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from gaotang_desktop import files
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.domain.pictures.values import Picture
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.picture import painting

_AROUND, _RATIO, _WORDS = 16, 2, 18
PHONE, FILE = 375, 960
KINDS = "图片 (*.png *.svg)"


def image(picture: Picture, width: int, *, titled: bool = True) -> QImage:
    """The picture with its finding and its note, light, twice as sharp as a screen.

    Without ``titled`` the finding is left to whoever shows it, as the title of an annex is.
    """
    picture = picture if titled else replace(picture, title="")
    size, title = _size(picture, width)
    made = QImage(size * _RATIO, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(_RATIO)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    _draw(painter, picture, size, title)
    painter.end()
    return made


def save(picture: Picture, path: Path) -> None:
    """Write a PNG or an SVG, by the file's name.

    Raises:
        StorageProblem: the name has another ending, or the file cannot be written.
    """
    kind = path.suffix.lower()
    if kind not in (".png", ".svg"):
        raise StorageProblem(f"图只能存成 .png 或 .svg，“{path.name}”没有保存。")
    if kind == ".png":
        content = png(image(picture, FILE))
    else:
        held = QBuffer()
        held.open(QIODevice.OpenModeFlag.WriteOnly)
        size, title = _size(picture, FILE)
        made = QSvgGenerator()
        made.setOutputDevice(held)
        made.setSize(size)
        made.setViewBox(QRectF(0, 0, size.width(), size.height()))
        painter = QPainter(made)
        _draw(painter, picture, size, title)
        painter.end()
        content = bytes(held.data().data())
    files.write_whole(path, content)


def png(made: QImage) -> bytes:
    """An image as the content of a PNG file."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(held, QByteArray(b"png")).write(made)
    return bytes(held.data().data())


def _size(picture: Picture, width: int) -> tuple[QSize, int]:
    """The whole size and the height of the words over the picture."""
    probe = QImage(1, 1, QImage.Format.Format_RGB32)
    painter = QPainter(probe)
    painter.setFont(theme.font(theme.HEADING_PT, medium=True))
    room = QRectF(0, 0, width - 2 * _AROUND, 400)
    wraps = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
    title = 0
    if picture.title:
        title = round(painter.boundingRect(room, wraps, picture.title).height()) + 8
    painter.setFont(theme.font(theme.SECONDARY_PT))
    title += round(painter.boundingRect(room, wraps, picture.note).height()) + 8
    painter.end()
    body = max(painting.least_height(picture) + 60, 220)
    return QSize(width, 2 * _AROUND + title + body), title


def _draw(painter: QPainter, picture: Picture, size: QSize, words: int) -> None:
    colours = theme.LIGHT  # it is read on another screen, whatever this one looks like
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, size.width(), size.height(), Qt.GlobalColor.white)
    wide = size.width() - 2 * _AROUND
    wraps = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
    painter.setFont(theme.font(theme.HEADING_PT, medium=True))
    painter.setPen(colours.text)
    room = QRectF(_AROUND, _AROUND, wide, words)
    painter.drawText(room, wraps, picture.title)
    used = painter.boundingRect(room, wraps, picture.title).height() + 6 if picture.title else 0
    painter.setFont(theme.font(theme.SECONDARY_PT))
    painter.setPen(colours.secondary)
    painter.drawText(QRectF(_AROUND, _AROUND + used, wide, words), wraps, picture.note)
    plot = QRectF(_AROUND, _AROUND + words, wide, size.height() - words - 2 * _AROUND)
    if picture.is_empty:
        painter.drawText(plot, int(Qt.AlignmentFlag.AlignCenter) | wraps, picture.empty)
    else:
        painting.paint(painter, painting.lay_out(picture, plot), colours)
