"""Findings by source in one strip: put right, not due yet, overdue."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gaotang_desktop.services.inspections import Share
from gaotang_desktop.ui import theme

_HEIGHT, _LEAST = 96, 96


def finding_of(shares: Sequence[Share]) -> str:
    """The sentence over the strip: ``近一年发现问题 45 个，逾期 6 个，食品药品逾期最多``."""
    total, late = sum(each.total for each in shares), sum(each.overdue for each in shares)
    if not total:
        return "近一年没有登记问题"
    if not late:
        return f"近一年发现问题 {total} 个，没有逾期未整改的"
    worst = max(shares, key=lambda each: each.overdue)
    most = f"，{worst.source}最多" if worst.overdue > 1 else ""
    return f"近一年发现问题 {total} 个，逾期未整改 {late} 个{most}"


class ShareStrip(QWidget):
    """A cell for each source, beside each other; words say what the colours say."""

    def __init__(self) -> None:
        super().__init__()
        self.shares: tuple[Share, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_shares(self, shares: Sequence[Share]) -> None:
        """Show these."""
        self.shares = tuple(shares)
        said = [
            f"{each.source}：已整改 {each.put_right}，未到期 {each.open}，逾期 {each.overdue}"
            for each in shares
        ]
        self.setToolTip("\n".join(said))
        self.setAccessibleName("；".join([finding_of(shares), *said]))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(6 * _LEAST, _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(5 * _LEAST, _HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.hairline))
        painter.setBrush(QColor(colours.surface))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS
        )
        painter.setPen(QColor(colours.text))
        painter.setFont(theme.font(medium=True))
        painter.drawText(QRectF(14, 8, self.width() - 300, 22), _LEFT, finding_of(self.shares))
        self._legend(painter)
        if not self.shares:
            return
        width = (self.width() - 28) / len(self.shares)
        most = max(each.total for each in self.shares)
        for place, each in enumerate(self.shares):
            self._cell(painter, 14 + place * width, width - 14, each, most)

    def _legend(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SECONDARY_PT))
        x = float(self.width() - 14)
        for word, name in (("逾期", "bad"), ("未到期", "accent"), ("已整改", "good")):
            room = painter.fontMetrics().horizontalAdvance(word)
            x -= room
            painter.setPen(theme.colour("secondary"))
            painter.drawText(QRectF(x, 8, room + 4, 22), _LEFT, word)
            x -= 14
            theme.filling(painter, name)
            painter.drawRect(QRectF(x, 15, 9, 9))
            x -= 14

    def _cell(self, painter: QPainter, x: float, width: float, each: Share, most: int) -> None:
        painter.setFont(theme.font(theme.SECONDARY_PT))
        painter.setPen(theme.colour("text"))
        painter.drawText(QRectF(x, 34, width, 20), _LEFT, f"{each.source}  {each.total}")
        left, scale = x, width / most
        for count, name in ((each.put_right, "good"), (each.open, "accent"), (each.overdue, "bad")):
            if count:
                theme.filling(painter, name)
                painter.drawRect(QRectF(left, 56, max(2.0, count * scale - 1), 10))
                left += count * scale
        late = each.overdue > 0
        painter.setPen(theme.colour("bad_text" if late else "faint"))
        waits = f"未到期 {each.open}"
        said = f"逾期 {each.overdue}" if late else waits if each.open else "没有逾期"
        both = f"{said} · {waits}"
        # With many sources there is no room for both: the bar shows what is not said.
        if late and each.open and painter.fontMetrics().horizontalAdvance(both) <= width:
            said = both
        painter.drawText(QRectF(x, 69, width, 20), _LEFT, said)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
