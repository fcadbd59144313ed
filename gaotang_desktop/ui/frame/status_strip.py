"""The thin line at the bottom: where the data is, whether it is saved, when it was backed up."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.theme import Tone

_ICONS = {Tone.GOOD: "circle-check", Tone.WARN: "triangle-alert", Tone.BAD: "triangle-alert"}


class _Mark(QFrame):
    """An icon and a few words."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QLabel()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, text: str, icon: str, colour: str) -> None:
        self.words.setText(text)
        self.words.setToolTip(text)
        icons.dress(self._picture, icon, colour, 14)
        self.setVisible(bool(text))


class StatusStrip(QFrame):
    """24 pixels high; says each thing with a word and an icon."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.setObjectName("status_strip")
        self.setFixedHeight(26)
        self._folder = _Mark()
        self._folder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._saved = _Mark()
        self._backup = _Mark()
        self._second = _Mark()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_4, 0, theme.SPACE_4, 0)
        row.setSpacing(theme.SPACE_5)
        row.addWidget(self._folder, 1)
        row.addWidget(self._saved)
        row.addWidget(self._backup)
        row.addWidget(self._second)

    def set_folder(self, folder: Path) -> None:
        """Where the data is."""
        self._folder.say(f"数据在 {folder}", "folder", "faint")

    def set_saved(self, text: str) -> None:
        """What was just stored; the time is added."""
        self._saved.say(f"{text} {self._now():%H:%M}", "check", "good")

    def set_backup(self, text: str, tone: Tone = Tone.GOOD) -> None:
        """``已备份 今天 08:02``."""
        self._backup.say(
            text,
            _ICONS.get(tone, "info"),
            "faint" if tone in (Tone.NEUTRAL, Tone.INFO) else str(tone),
        )

    def set_second_backup(self, text: str, tone: Tone = Tone.WARN) -> None:
        """``U 盘副本 9 天前``; empty text hides it."""
        self._second.say(
            text,
            _ICONS.get(tone, "info"),
            "faint" if tone in (Tone.NEUTRAL, Tone.INFO) else str(tone),
        )
