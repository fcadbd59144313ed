"""How far the disputes came, and of which kind they are: two small charts beside each other."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy
from typing_extensions import override

from gaotang_desktop.domain.documents.wordings import share
from gaotang_desktop.services.disputes import Summary
from gaotang_desktop.ui import theme

_PAD, _TITLE, _LINE = 14, 26, 19
_STAGES = ("发现", "化解中或办结", "已化解", "已回访")
_SHADES = ("cell_reported", "cell_verified", "accent_fill", "good")


class DisputeFunnel(QFrame):
    """The left half says the finding, the right half the plan's categories."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("class", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.summary: Summary | None = None

    def set_summary(self, summary: Summary) -> None:
        """Show these figures."""
        self.summary = summary
        self.setAccessibleName(self.finding())
        self.update()

    def finding(self) -> str:
        """The chart's title: ``39 件中已化解 21 件，仍有 12 件未办结，其中逾期 3 件``."""
        told = self.summary
        if told is None or not told.found:
            return "这个期间没有在办的矛盾纠纷"
        late = f"，其中逾期 {told.overdue} 件" if told.overdue else ""
        rest = f"仍有 {told.open} 件未办结{late}" if told.open else "全部办结"
        return f"{told.found} 件中已化解 {told.settled} 件，{rest}"

    @override
    def sizeHint(self) -> QSize:
        return QSize(700, _PAD + _TITLE + 3 * _LINE + 22)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(400, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.summary is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = (self.width() - 3 * _PAD) / 2
        self._heading(painter, _PAD, half, self.finding())
        self._stages(painter, QRectF(_PAD, _PAD - 4 + _TITLE, half, 4 * _LINE), self.summary)
        right = 2 * _PAD + half
        self._heading(painter, right, half, "按方案类别")
        self._categories(painter, QRectF(right, _PAD - 4 + _TITLE, half, 3 * _LINE), self.summary)

    def _heading(self, painter: QPainter, x: float, width: float, text: str) -> None:
        painter.setFont(theme.font(theme.BODY_PT, medium=True))
        painter.setPen(theme.colour("text"))
        said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, 8, width, 22), side, said)

    def _stages(self, painter: QPainter, area: QRectF, told: Summary) -> None:
        counts = (told.found, told.handled, told.settled, told.revisited)
        figures = shares(told)
        words = 92.0
        room = area.width() - words - 74
        painter.setFont(theme.font(theme.SECONDARY_PT))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for number, (stage, count) in enumerate(zip(_STAGES, counts, strict=True)):
            y = area.top() + number * _LINE
            painter.setPen(theme.colour("secondary"))
            painter.drawText(QRectF(area.left(), y, words, _LINE), side, stage)
            width = room * count / told.found if told.found else 0
            theme.filling(painter, _SHADES[number])
            bar = QRectF(area.left() + words, y + 3, max(width, 2) if count else 0, _LINE - 6)
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(theme.colour("text"))
            painter.drawText(QRectF(bar.right() + 6, y, 74, _LINE), side, figures[number])

    def _categories(self, painter: QPainter, area: QRectF, told: Summary) -> None:
        """Two columns of three; each bar is closed, open and overdue."""
        most = max((each[0] for each in told.categories.values()), default=0)
        wide, words = area.width() / 2, 64.0
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.SECONDARY_PT))
        for number, (name, (found, closed, late)) in enumerate(told.categories.items()):
            x = area.left() + (number // 3) * wide
            y = area.top() + (number % 3) * _LINE
            painter.setPen(theme.colour("secondary"))
            painter.drawText(QRectF(x, y, words, _LINE), side, name)
            scale = (wide - words - 40) / most if most else 0
            at = x + words
            for count, shade in (
                (closed, "good"), (found - closed - late, "cell_verified"), (late, "bad")
            ):  # fmt: skip
                theme.filling(painter, shade)
                if count:
                    painter.drawRect(QRectF(at, y + 4, count * scale, _LINE - 8))
                at += count * scale
            painter.setPen(theme.colour("text"))
            painter.drawText(QRectF(at + 6, y, 40, _LINE), side, str(found))
        self._legend(painter, area.left(), area.top() + 3 * _LINE)

    def _legend(self, painter: QPainter, x: float, y: float) -> None:
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for word, shade in (("办结", "good"), ("未到期", "cell_verified"), ("逾期", "bad")):
            theme.filling(painter, shade)
            painter.drawRect(QRectF(x, y + 5, 10, 10))
            painter.setPen(theme.colour("faint"))
            painter.drawText(QRectF(x + 15, y, 40, _LINE), side, word)
            x += 60


def shares(told: Summary) -> list[str]:
    """Beside the stages: how many came so far, and of those found which share, as papers say it."""
    counts = (told.found, told.handled, told.settled, told.revisited)
    return [
        f"{count} · {share(count, told.found)}" if number and told.found else str(count)
        for number, count in enumerate(counts)
    ]
