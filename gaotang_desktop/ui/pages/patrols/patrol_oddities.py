"""The exceptions of a month of patrols as a list; Enter opens the record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference
from gaotang_desktop.domain.patrol_exceptions import FUTURE, KINDS, MISSED, SHORT, TWICE, Oddity
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

_FIELDS = (
    Field("kind", "类别", Kind.CHOICE, choices=KINDS),
    Field("night", "夜晚", Kind.DATE),
    Field("village_id", "村", Kind.REFERENCE, searchable=True),
    Field("text", "要核对什么", Kind.LONG_TEXT, searchable=True),
)
_TONES = {"kind": {MISSED: Tone.BAD, SHORT: Tone.WARN, TWICE: Tone.WARN, FUTURE: Tone.BAD}}


class PatrolOddities(QWidget):
    """``opened(oddity)`` on Enter or double click."""

    opened = Signal(object)

    def __init__(self, today: Callable[[], date], memory: Memory) -> None:
        super().__init__()
        self._found: Sequence[Oddity] = ()
        self.table = RecordTable(
            "patrol-oddities",
            label="异常",
            today=today,
            memory=memory,
            filters=("kind", "village_id"),
            tones=_TONES,
        )
        self.table.set_empty("这一期的夜巡没有要核对的。")
        self.table.opened.connect(lambda number: self.opened.emit(self._found[number - 1]))
        self.table.set_footer("回车或双击打开记录。记录改正以后，这里就不再列出。")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)

    def show_oddities(self, found: Sequence[Oddity], villages: Mapping[int, Reference]) -> None:
        """Show what is odd; villages by id as lists name them."""
        self._found = tuple(found)
        rows = tuple(
            (each.kind, each.night, villages.get(each.village_id), each.text) for each in found
        )
        ids = tuple(range(1, len(rows) + 1))
        self.table.set_listing(Listing("patrol-oddities", _FIELDS, ids, rows))
