from PySide6.QtWidgets import QLabel

from gaotang_desktop.ui.frame.first_paint import FirstPaint


class Painted(QLabel):
    """Notes when it is painted."""

    def __init__(self, order):
        super().__init__("正在打开数据…")
        self._order = order

    def paintEvent(self, event):
        self._order.append("painted")
        super().paintEvent(event)


def test_what_is_heavy_comes_once_and_after_the_first_paint(qtbot):
    order = []
    label = Painted(order)
    qtbot.addWidget(label)
    FirstPaint(label, lambda: order.append("then"))
    label.show()
    qtbot.waitUntil(lambda: "then" in order)
    assert order[0] == "painted"
    label.repaint()
    qtbot.wait(20)
    assert order.count("then") == 1
