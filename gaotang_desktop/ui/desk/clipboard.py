"""What is sent on by phone, on the clipboard: a text, and a picture where there is one."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QImage

SAID = "已放进剪贴板：打开微信，在对话里粘贴就行。"


def put_on_clipboard(text: str, picture: QImage | None = None) -> None:
    """Put both on the clipboard; the program that takes it chooses."""
    data = QMimeData()
    data.setText(text)
    if picture is not None:
        data.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(data)
