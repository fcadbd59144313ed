"""发到微信: what is seen as a picture of a phone's width and as text, on the clipboard."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QTextDocument
from PySide6.QtWidgets import QToolButton, QToolTip, QWidget

from gaotang_desktop.domain.fields import Field, Listing
from gaotang_desktop.domain.phone import PhoneRow, phone_rows, phone_text
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.desk import clipboard

_WIDTH, _RATIO, _AROUND = 375, 2, 16


def list_picture(title: str, rows: Sequence[PhoneRow], count: int) -> QImage:
    """The list as a picture: its title, a block for each record, and how many are left out."""
    colours = theme.LIGHT  # a picture is read on another screen, whatever this one looks like
    parts = [
        f'<p style="font-size:17px; font-weight:600; color:{colours.text};">{escape(title)}</p>',
        f'<p style="font-size:12px; color:{colours.faint};">共{count}条</p>',
    ]
    for number, row in enumerate(rows, start=1):
        parts.append(
            f'<p style="font-size:15px; color:{colours.text}; margin-top:8px; margin-bottom:0;">'
            f"{number}. {escape(row.head)}</p>"
        )
        if row.rest:
            parts.append(
                f'<p style="font-size:13px; color:{colours.secondary}; margin-top:2px;'
                f' margin-bottom:0;">{escape(row.rest)}</p>'
            )
    if count > len(rows):
        parts.append(
            f'<p style="font-size:13px; color:{colours.faint};">还有{count - len(rows)}条，见台账。</p>'
        )
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(theme.font())
    document.setHtml("".join(parts))
    document.setTextWidth(_WIDTH - 2 * _AROUND)
    size = QSize(_WIDTH, round(document.size().height()) + 2 * _AROUND)
    image = QImage(size * _RATIO, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_RATIO)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.translate(_AROUND, _AROUND)
    document.drawContents(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image


def drawn_picture(title: str, seen: QPixmap) -> QImage:
    """A map or a chart as it is drawn, under its title, in the pixels of a phone's width.

    It is drawn as wide as it stands in the window: its words stay as large as they were.
    """
    size = seen.deviceIndependentSize()
    wide = max(_WIDTH * _RATIO, round(size.width()))
    high = round(size.height() * wide / max(size.width(), 1))
    image = QImage(QSize(wide, high + 64), QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setFont(theme.font(theme.TITLE_PT, medium=True))
    painter.setPen(theme.colour("text"))
    side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(_AROUND, 0, wide - 2 * _AROUND, 64, side, title)
    painter.drawPixmap(0, 64, wide, high, seen)
    painter.end()
    return image


def put_on_clipboard(text: str, picture: QImage | None = None, *, near: QWidget) -> None:
    """Put both on the clipboard, the program that takes it chooses; say so beside ``near``."""
    clipboard.put_on_clipboard(text, picture)
    QToolTip.showText(near.mapToGlobal(QPoint(0, near.height())), clipboard.SAID, near)


class SendButton(QToolButton):
    """One press puts a list on the clipboard as a picture for a phone and as text."""

    def __init__(
        self,
        listed: Callable[[], tuple[str, Listing]],
        is_state: Callable[[Field], bool] = lambda _field: False,
    ) -> None:
        """``listed()`` gives its title and the list as it leaves the office."""
        super().__init__()
        self._listed, self._is_state = listed, is_state
        icons.dress(self, "phone", "secondary", 16)
        self.setToolTip("发到微信：列表做成手机宽的图和短文字，放进剪贴板，群众姓名只留姓")
        self.setAccessibleName("发到微信")
        self.clicked.connect(lambda _checked: self.send())

    def send(self) -> None:
        """What a press does."""
        title, shown = self._listed()
        rows, count = phone_rows(shown, is_state=self._is_state), len(shown.ids)
        put_on_clipboard(
            phone_text(title, rows, count), list_picture(title, rows, count), near=self
        )
