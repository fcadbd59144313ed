"""What is sent on by phone, on the clipboard: a text, and a picture where there is one; what is pasted.

What leaves a sample office says so, the text in its first line and the picture in a band on top.
"""

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from gaotang_desktop.ui import theme

SAID = "已放进剪贴板：打开微信，在对话里粘贴就行。"
_BAND = 28
_PROPERTY = "leaving_mark"


def leave_as(mark: str) -> None:
    """From now on what leaves the window bears this mark; ``""`` for none."""
    if (program := QGuiApplication.instance()) is not None:
        program.setProperty(_PROPERTY, mark)


def put_on_clipboard(text: str, picture: QImage | None = None) -> None:
    """Put both on the clipboard; the program that takes it chooses."""
    mark, data = _mark(), QMimeData()
    data.setText(f"【{mark}】\n{text}" if mark else text)
    if picture is not None:
        data.setImageData(_marked(picture, mark))
    QGuiApplication.clipboard().setMimeData(data)


def put_picture(picture: QImage) -> None:
    """A picture alone."""
    QGuiApplication.clipboard().setImage(_marked(picture, _mark()))


def _mark() -> str:
    program = QGuiApplication.instance()
    return str((program and program.property(_PROPERTY)) or "")


def _marked(picture: QImage, mark: str) -> QImage:
    """The same picture under a band that says what it is."""
    if not mark:
        return picture
    ratio = picture.devicePixelRatio()
    band = round(_BAND * ratio)
    made = QImage(picture.width(), picture.height() + band, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    painter.drawImage(QRectF(0, band, picture.width(), picture.height()), picture,
                      QRectF(picture.rect()))  # fmt: skip
    over = QRectF(0, 0, picture.width(), band)
    painter.fillRect(over, QColor(theme.LIGHT.bad_soft))
    painter.setPen(QColor(theme.LIGHT.bad_text))
    face = theme.font(theme.BODY_PT, medium=True)
    face.setPixelSize(round(band * 0.55))
    painter.setFont(face)
    painter.drawText(over, Qt.AlignmentFlag.AlignCenter, f"{mark}，不是真实情况")
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
