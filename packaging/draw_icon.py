"""Makes resources/program/icon.ico from icon.svg: ``python packaging/draw_icon.py``."""

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

PLACE = Path(__file__).resolve().parent.parent / "resources" / "program"
SIZES = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
"""Lists, title bars, taskbar and desktop at 100 % to 200 %, and the largest that Windows shows."""


def drawn(size: int) -> Image.Image:
    """The sign in a square of this many pixels."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(PLACE / "icon.svg")).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data()))


def main() -> int:
    """Write the file anew."""
    application = QGuiApplication(["draw_icon", "-platform", "offscreen"])
    pictures = [drawn(size) for size in SIZES]
    pictures[-1].save(
        PLACE / "icon.ico",
        sizes=[(size, size) for size in SIZES],
        append_images=pictures[:-1],
        bitmap_format="bmp",
    )
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
