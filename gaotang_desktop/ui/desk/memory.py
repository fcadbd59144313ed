"""How the operator left the window: sizes, columns, the page; kept beside the data."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from gaotang_desktop.paths import WINDOW

FILE_NAME = WINDOW


class Memory:
    """Small things to find again at the next start; without a folder, until the window closes."""

    def __init__(self, folder: Path | None = None) -> None:
        self._stored = (
            QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat) if folder else None
        )
        self._folder = folder
        self._kept: dict[str, str] = {}

    def read(self, key: str, otherwise: Any = None) -> Any:
        """What was kept under a key (numbers, words, lists, dicts); unreadable counts as nothing."""
        text = self._kept.get(key)
        if text is None and self._stored is not None and self._stored.contains(key):
            text = str(self._stored.value(key))
        try:
            return otherwise if text is None else json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            return otherwise  # the file was edited by hand: a forgotten column width harms nobody

    def write(self, key: str, value: Any) -> None:
        """Keep a value; it is written out with the next turn of the event loop."""
        self._kept[key] = json.dumps(value, ensure_ascii=False)
        if self._stored is not None and self._is_there():
            self._stored.setValue(key, self._kept[key])

    def read_bytes(self, key: str) -> QByteArray:
        """What Qt packed, as with ``saveGeometry``."""
        return QByteArray.fromBase64(QByteArray(str(self.read(key, "")).encode("ascii")))

    def write_bytes(self, key: str, value: QByteArray) -> None:
        """Keep what Qt packed."""
        self.write(key, bytes(value.toBase64().data()).decode("ascii"))

    def flush(self) -> None:
        """Write out now, before the data folder is given back."""
        if self._stored is not None and self._is_there():
            for key, text in self._kept.items():
                self._stored.setValue(key, text)
            self._stored.sync()

    def _is_there(self) -> bool:
        """Qt would make the folder anew, in the place of one that was moved or of a stick that is out."""
        return self._folder is not None and self._folder.is_dir()
