"""Paints a picture over time into any rectangle: of the window, of a file, of a phone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from gaotang_desktop.domain.pictures.values import Line, Picture
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.theme import Colours

_AXIS, _FOOT, _HEAD, _GAP, _NAMES = 46.0, 22.0, 24.0, 2.0, 104.0
_LEAST_ROW, _MOST_ROW = 17.0, 34.0
_LEAST_PT = 5.5  # on a phone, where a picture is held close and made larger
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(slots=True)
class Layout:
    """Where each spot of a picture stands in a rectangle; ``boxes[line][column]`` are hit by the pointer."""

    picture: Picture
    plot: QRectF
    boxes: list[list[QRectF]] = field(default_factory=list)
    low: float = 0.0
    high: float = 1.0

    def x(self, column: int) -> float:
        """The middle of a column."""
        return self.plot.left() + self.plot.width() * (column + 0.5) / len(self.picture.columns)

    def y(self, value: float) -> float:
        """The height of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.plot.bottom() - self.plot.height() * share

    def at(self, where: QPointF) -> tuple[int, int] | None:
        """The spot at a place, the nearest one where several lie there."""
        hit = [
            (abs(box.center().y() - where.y()), line, column)
            for line, row in enumerate(self.boxes)
            for column, box in enumerate(row)
            if box.contains(where)
        ]
        return min(hit)[1:] if hit else None


def least_height(picture: Picture) -> int:
    """What a picture needs to be read."""
    if picture.shape == "cells":
        return round(_HEAD + _LEAST_ROW * len(picture.lines))
    return 170


def lay_out(picture: Picture, room: QRectF) -> Layout:
    """Divide a rectangle: names or scale at the left, columns in the rest."""
    if picture.shape == "cells":
        return _lay_out_cells(picture, room)
    plot = room.adjusted(_AXIS, _HEAD, -8, -_FOOT)
    found = Layout(picture, plot)
    found.low, found.high = _range(picture)
    columns = len(picture.columns)
    wide = plot.width() / max(columns, 1)
    if picture.shape == "bars":
        below = [0.0] * columns
        for line in picture.lines:
            row = []
            for column, spot in enumerate(line.spots):
                top = below[column] + (spot.value or 0.0)
                left = found.x(column) - min(wide * 0.62, 46) / 2
                corner = QPointF(left, found.y(top))
                end = QPointF(left + min(wide * 0.62, 46), found.y(below[column]))
                row.append(QRectF(corner, end))
                below[column] = top
            found.boxes.append(row)
        return found
    for line in picture.lines:
        found.boxes.append(
            [
                QRectF()
                if spot.value is None
                else QRectF(found.x(at) - min(wide / 2, 16), found.y(spot.value) - 12,
                            min(wide, 32), 24)
                for at, spot in enumerate(line.spots)
            ]
        )  # fmt: skip
    return found


def _lay_out_cells(picture: Picture, room: QRectF) -> Layout:
    names = min(_NAMES, room.width() / 4)
    plot = room.adjusted(names, _HEAD, 0, 0)
    rows = max(len(picture.lines), 1)
    high = max(_LEAST_ROW, min(plot.height() / rows, _MOST_ROW * (2 if rows < 8 else 1)))
    plot.setHeight(high * rows)
    found = Layout(picture, plot)
    wide = plot.width() / max(len(picture.columns), 1)
    found.boxes = [
        [
            QRectF(plot.left() + column * wide, plot.top() + row * high, wide, high)
            for column in range(len(picture.columns))
        ]
        for row in range(len(picture.lines))
    ]
    return found


def _range(picture: Picture) -> tuple[float, float]:
    """The scale: bars from nought, lines from a round figure under all intervals."""
    if picture.shape == "bars":
        sums = [
            sum(line.spots[at].value or 0.0 for line in picture.lines)
            for at in range(len(picture.columns))
        ]
        return 0.0, max(4.0, *sums) * 1.08
    ends = [
        end
        for line in picture.lines
        for spot in line.spots
        for end in (spot.value, spot.low, spot.high)
        if end is not None
    ]
    if not ends:
        return 0.0, 1.0
    low, high = float(int(min(ends) // 5) * 5), max(ends)
    high = float(-int(-high // 5) * 5)
    if picture.unit == "%":
        high = min(high, 100.0)
    return low, max(high, low + 5)


def paint(
    painter: QPainter,
    layout: Layout,
    colours: Colours,
    *,
    at: tuple[int, int] | None = None,
    hovered: tuple[int, int] | None = None,
    focused: bool = False,
) -> None:
    """Draw it; ``at`` is the spot that keys have come to."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font(theme.SECONDARY_PT))
    if layout.picture.shape == "cells":
        _paint_cells(painter, layout, colours)
    else:
        _paint_scale(painter, layout, colours)
        _paint_legend(painter, layout, colours)
        (_paint_bars if layout.picture.shape == "bars" else _paint_lines)(painter, layout, colours)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for spot, colour, width in ((hovered, colours.secondary, 1), (at, colours.accent, 2)):
        if spot is not None and (focused or spot is hovered):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawRoundedRect(layout.boxes[spot[0]][spot[1]].adjusted(1, 1, -1, -1), 4, 4)


_BARS = ("cell_reported", "cell_verified", "cell_led", "bad")
_LINES = ("accent", "warn", "good")
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)


def _named(picture: Picture, at: int) -> str:
    """The name of a line's colour."""
    if picture.lines[at].beside:
        return "faint"
    tones = _BARS if picture.shape == "bars" else _LINES
    return tones[at % len(tones)]


def _tone(picture: Picture, at: int, colours: Colours) -> QColor:
    return QColor(getattr(colours, _named(picture, at)))


def _stroke(picture: Picture, at: int, colours: Colours) -> QPen:
    """How a line is drawn: in high contrast dashes tell what colours tell elsewhere."""
    beside = picture.lines[at].beside
    pen = QPen(_tone(picture, at, colours), 3.2 if beside else 1.8)
    if colours.high_contrast:
        pen.setStyle(Qt.PenStyle.DashDotLine if beside else _DASHES[at % len(_DASHES)])
    return pen


def _paint_scale(painter: QPainter, layout: Layout, colours: Colours) -> None:
    plot, picture = layout.plot, layout.picture
    span = layout.high - layout.low
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**6) if span / each <= 6)
    mark = layout.low
    while mark <= layout.high + 1e-9:
        y = layout.y(mark)
        painter.setPen(QColor(colours.hairline))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(QColor(colours.secondary))
        words = QRectF(plot.left() - _AXIS, y - 9, _AXIS - 8, 18)
        painter.drawText(words, _RIGHT, f"{mark:g}{'%' if picture.unit == '%' else ''}")
        mark += step
    every = _every(painter, picture.columns, plot.width())
    for at, name in enumerate(picture.columns):
        if (len(picture.columns) - 1 - at) % every == 0:
            place = QRectF(layout.x(at) - 60, plot.bottom() + 3, 120, _FOOT - 3)
            painter.drawText(place, _MIDDLE, name)


def _every(painter: QPainter, names: Sequence[str], room: float) -> int:
    """Of how many columns one is named, so that no word stands on its neighbour."""
    widest = max(QFontMetricsF(painter.font()).horizontalAdvance(name) for name in names) + 8
    return max(1, -int(-widest * len(names) // max(room, 1.0)))


def _paint_legend(painter: QPainter, layout: Layout, colours: Colours) -> None:
    x, top = layout.plot.left(), layout.plot.top() - _HEAD
    for at, line in enumerate(layout.picture.lines):
        if colours.high_contrast and layout.picture.shape == "lines":
            painter.setPen(_stroke(layout.picture, at, colours))
            painter.drawLine(QPointF(x - 4, top + 10), QPointF(x + 14, top + 10))
        else:
            theme.filling(painter, _named(layout.picture, at), colours)
            painter.drawRoundedRect(QRectF(x, top + 5, 12, 10), 2, 2)
        painter.setPen(QColor(colours.secondary))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(line.name) + 4
        painter.drawText(QRectF(x + 17, top, wide, 20), _LEFT, line.name)
        x += 17 + wide + 14


def _paint_bars(painter: QPainter, layout: Layout, colours: Colours) -> None:
    for at, row in enumerate(layout.boxes):
        for column, box in enumerate(row):
            if not layout.picture.lines[at].spots[column].value:
                continue
            theme.filling(painter, _named(layout.picture, at), colours)
            if not colours.high_contrast:
                painter.setPen(QPen(QColor(colours.surface), 1))
            painter.drawRect(box)
    painter.setPen(QColor(colours.text))
    for column in range(len(layout.picture.columns)):
        total = sum(line.spots[column].value or 0 for line in layout.picture.lines)
        place = QRectF(layout.x(column) - 30, layout.y(total) - 18, 60, 16)
        painter.drawText(place, _MIDDLE, f"{total:g}")


def _paint_lines(painter: QPainter, layout: Layout, colours: Colours) -> None:
    for at in reversed(range(len(layout.picture.lines))):
        line, tone = layout.picture.lines[at], _tone(layout.picture, at, colours)
        # Beside each other, so that the intervals of one poll do not hide one another.
        shift = 0.0 if line.beside or len(layout.picture.lines) < 2 else (at - 0.5) * 8
        if all(spot.low is None for spot in line.spots):
            shift = 0.0
        for run in _runs(line):
            points = [QPointF(layout.x(c) + shift, layout.y(line.spots[c].value or 0)) for c in run]
            painter.setPen(_stroke(layout.picture, at, colours))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
            for column, point in zip(run, points, strict=True):
                _paint_point(painter, layout, line, column, point, tone, colours)


def _paint_point(
    painter: QPainter, layout: Layout, line: Line, column: int, point: QPointF, tone: QColor,
    colours: Colours,
) -> None:  # fmt: skip
    spot = line.spots[column]
    if spot.low is not None and spot.high is not None:
        soft = QColor(tone)
        soft.setAlpha(110)
        painter.setPen(QPen(soft, 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(
            QPointF(point.x(), layout.y(spot.low)), QPointF(point.x(), layout.y(spot.high))
        )
    painter.setPen(QPen(QColor(colours.surface), 1.2))
    painter.setBrush(tone)
    painter.drawEllipse(point, 2.5 if line.beside else 4.2, 2.5 if line.beside else 4.2)


def _runs(line: Line) -> list[list[int]]:
    """Neighbouring columns with a value: where there is none the line is broken."""
    runs: list[list[int]] = []
    for at, spot in enumerate(line.spots):
        if spot.value is None:
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _paint_cells(painter: QPainter, layout: Layout, colours: Colours) -> None:
    picture, plot = layout.picture, layout.plot
    wide = plot.width() / max(len(picture.columns), 1)
    small = _fitting(painter, [s.text for line in picture.lines for s in line.spots], wide - 4)
    painter.setPen(QColor(colours.secondary))
    every = _every(painter, picture.columns, plot.width())
    for at, name in enumerate(picture.columns):
        if at % every == 0:
            place = QRectF(plot.left() + at * wide - 30, plot.top() - _HEAD, wide + 60, _HEAD - 2)
            painter.drawText(place, _MIDDLE, name)
    for at, row in enumerate(layout.boxes):
        line = picture.lines[at]
        painter.setPen(QColor(colours.text))
        left = QRectF(plot.left() - _NAMES, row[0].top(), _NAMES - 8, row[0].height())
        name = QFontMetricsF(painter.font()).elidedText(
            line.name, Qt.TextElideMode.ElideRight, min(left.width(), plot.left() - 2)
        )
        painter.drawText(left, _RIGHT, name)
        for column, box in enumerate(row):
            _paint_cell(painter, layout, (at, column), box, colours, small)


def _fitting(painter: QPainter, texts: Sequence[str], room: float) -> QFont | None:
    """The face with which the longest text has room; ``None`` where none is legible."""
    widest = max(
        (QFontMetricsF(painter.font()).horizontalAdvance(each) for each in texts), default=0
    )
    if widest <= room:
        return painter.font()
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * room / widest if widest else font.pointSizeF())
    return font if font.pointSizeF() >= _LEAST_PT else None


def _paint_cell(
    painter: QPainter, layout: Layout, at: tuple[int, int], box: QRectF, colours: Colours,
    small: QFont | None,
) -> None:  # fmt: skip
    spot = layout.picture.lines[at[0]].spots[at[1]]
    inner = box.adjusted(_GAP / 2, _GAP / 2, -_GAP / 2, -_GAP / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    ground = QColor(colours.cell_none)
    if spot.value is not None:
        ground = QColor(colours.bad_soft) if spot.bad else _shade(spot.value, colours)
    painter.setBrush(ground)
    if colours.high_contrast and spot.bad:
        painter.setPen(QPen(QColor(colours.text), 2))  # where its ground cannot say it
    painter.drawRoundedRect(inner, 3, 3)
    if small is None or not spot.text:
        return
    ink = QColor(colours.bad_text) if spot.bad else ink_on(ground, colours)
    if spot.value is None:
        ink = QColor(colours.secondary)
    painter.save()
    painter.setFont(small)
    painter.setPen(ink)
    painter.drawText(inner, _MIDDLE, spot.text)
    painter.restore()


def _shade(value: float, colours: Colours) -> QColor:
    """From the palest to the darkest shade of a cell."""
    pale, deep = QColor(colours.cell_none), QColor(colours.cell_verified)
    share = 0.15 + (0.5 if colours.dark else 0.75) * max(0.0, min(1.0, value))
    return QColor(
        round(pale.red() + (deep.red() - pale.red()) * share),
        round(pale.green() + (deep.green() - pale.green()) * share),
        round(pale.blue() + (deep.blue() - pale.blue()) * share),
    )


def ink_on(ground: QColor, colours: Colours) -> QColor:
    """Of the scheme's words and its surface what stands out more."""
    ways = (QColor(colours.text), QColor(colours.surface))
    return max(ways, key=lambda each: abs(_light(each) - _light(ground)))


def _light(colour: QColor) -> float:
    """How bright a colour is to the eye, between black and white as the eye steps."""
    seen = 0.2126 * colour.redF() + 0.7152 * colour.greenF() + 0.0722 * colour.blueF()
    return float(seen)
