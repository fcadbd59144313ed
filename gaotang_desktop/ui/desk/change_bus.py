"""Tells the window what a committed operation changed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from gaotang_desktop.data.database import Changes, Database


class ChangeBus(QObject):
    """``changed(Changes)`` in the window's thread, whichever thread committed.

    Delivery is queued even within one thread: a slot never runs in the middle of the service that
    made the change.
    """

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database: Database | None = None
        self._heard.connect(self.changed, Qt.ConnectionType.QueuedConnection)

    def listen(self, database: "Database") -> None:
        """Listen to one database; an earlier one is let go."""
        self.leave()
        self._database = database
        database.listeners.append(self._tell)

    def leave(self) -> None:
        """Stop listening, before the database is closed."""
        if self._database is not None and self._tell in self._database.listeners:
            self._database.listeners.remove(self._tell)
        self._database = None

    def _tell(self, changes: "Changes") -> None:
        self._heard.emit(changes)
