"""Which columns a list shows, in which order and how wide, as the operator left them."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView
from typing_extensions import override

from gaotang_desktop.domain.fields import Field
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.memory import Memory

_NARROWEST, _WIDEST, _WIDEST_ALONE, _SAMPLE = 52, 300, 620, 40


class ColumnLayout(QObject):
    """Keeps one list's columns under ``tables/<name>`` of the memory."""

    def __init__(self, view: QTableView, name: str, memory: Memory) -> None:
        super().__init__(view)
        self._view = view
        self._key = f"tables/{name}"
        self._memory = memory
        self._fields: tuple[Field, ...] = ()
        self._wished: dict[str, int] = {}
        self._by_hand: set[str] = set()
        self._applying = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(300)
        self._timer.timeout.connect(self.remember)
        header = view.horizontalHeader()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(self._on_touched)
        view.viewport().installEventFilter(self)

    @property
    def sorted_by(self) -> tuple[str | None, bool]:
        """The field that the list was sorted by last, and whether downwards."""
        name, down = self._kept().get("sort", (None, False))
        return name, bool(down)

    def apply(self, fields: tuple[Field, ...], *, force: bool = False) -> None:
        """Lay out the columns of these fields; what was never seen comes as the model says."""
        if fields == self._fields and not force:
            return
        self._fields = fields
        kept = self._kept()
        names = [field.name for field in fields]
        hidden: list[str] = kept.get("hidden", [])
        widths: dict[str, int] = kept.get("widths", {})
        header = self._view.horizontalHeader()
        self._applying = True
        for at, field in enumerate(fields):
            unseen = field.name not in kept.get("order", ())
            header.setSectionHidden(at, not field.listed if unseen else field.name in hidden)
            self._wished[field.name] = self._fitting(at)
            width = widths.get(field.name) or min(self._wished[field.name], _WIDEST)
            header.resizeSection(at, width)
        order = [name for name in kept.get("order", ()) if name in names]
        order += [name for name in names if name not in order]
        for place, name in enumerate(order):
            header.moveSection(header.visualIndex(names.index(name)), place)
        self._applying = False
        self._share_room()

    def show_column(self, name: str, shown: bool) -> None:
        """Show or hide one column; the last one stays."""
        header = self._view.horizontalHeader()
        at = [field.name for field in self._fields].index(name)
        if shown or len(self.shown()) > 1:
            header.setSectionHidden(at, not shown)
            self._on_touched()

    def shown(self) -> list[int]:
        """The columns that are shown, from left to right."""
        header = self._view.horizontalHeader()
        order = sorted(range(len(self._fields)), key=header.visualIndex)
        return [at for at in order if not header.isSectionHidden(at)]

    def fill_menu(self, menu: QMenu) -> None:
        """One line per field to tick, and back to what the program proposes."""
        shown = set(self.shown())
        for at, field in enumerate(self._fields):
            action = menu.addAction(field.label)
            action.setCheckable(True)
            action.setChecked(at in shown)
            action.toggled.connect(lambda on, name=field.name: self.show_column(name, on))
        menu.addSeparator()
        menu.addAction("恢复默认的列").triggered.connect(self.reset)

    def reset(self) -> None:
        """Columns as the program proposes."""
        self._by_hand.clear()
        self._memory.write(self._key, {})
        self.apply(self._fields, force=True)

    def remember_sorting(self, name: str | None, *, descending: bool) -> None:
        """Keep how the list is sorted."""
        self._memory.write(self._key, {**self._kept(), "sort": [name, descending]})

    def remember(self) -> None:
        """Keep order, choice and widths now."""
        self._timer.stop()
        header = self._view.horizontalHeader()
        names = [field.name for field in self._fields]
        order = sorted(range(len(names)), key=header.visualIndex)
        hidden = [names[at] for at in order if header.isSectionHidden(at)]
        widths = {
            names[at]: header.sectionSize(at)
            for at in order
            if names[at] in self._by_hand and not header.isSectionHidden(at)
        }
        self._memory.write(
            self._key,
            {
                **self._kept(),
                "order": [names[at] for at in order],
                "hidden": hidden,
                "widths": {**self._kept().get("widths", {}), **widths},
            },
        )

    def _kept(self) -> dict[str, Any]:
        kept = self._memory.read(self._key, {})
        return kept if isinstance(kept, dict) else {}

    def _fitting(self, at: int) -> int:
        """Wide enough for the label and for most of the first rows."""
        model = self._view.model()
        label = self._fields[at].label
        widest = QFontMetrics(theme.font(theme.SECONDARY_PT)).horizontalAdvance(label) + 34
        metrics = QFontMetrics(theme.font())
        for row in range(min(_SAMPLE, model.rowCount())):
            text = str(model.index(row, at).data() or "")
            widest = max(widest, metrics.horizontalAdvance(text) + 22)
        return max(_NARROWEST, min(widest, _WIDEST_ALONE))

    def _share_room(self) -> None:
        """Room that is left goes to the texts that are cut off; widths set by hand stay."""
        if not self._fields:
            return
        header = self._view.horizontalHeader()
        shown = self.shown()
        names = [field.name for field in self._fields]
        kept = {**dict.fromkeys(self._by_hand, 0), **self._kept().get("widths", {})}
        least = {
            at: header.sectionSize(at)
            if names[at] in kept
            else min(self._wished[names[at]], _WIDEST)
            for at in shown
        }
        spare = self._view.viewport().width() - sum(least.values())
        self._applying = True
        for at in shown:
            if names[at] in kept:
                continue
            more = max(0, min(self._wished[names[at]] - least[at], spare))
            spare -= more
            header.resizeSection(at, least[at] + more)
        self._applying = False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    def _on_resized(self, at: int, _before: int, _width: int) -> None:
        # The last column is stretched by Qt, not by the operator.
        if not self._applying and self._fields and at != (self.shown() or [at])[-1]:
            self._by_hand.add(self._fields[at].name)
            self._timer.start()

    def _on_touched(self, *_where: int) -> None:
        if not self._applying and self._fields:
            self._timer.start()


def prepare_header(header: QHeaderView) -> None:
    """Movable, clickable, sticky; the last column takes what is left."""
    header.setSectionsMovable(True)
    header.setSectionsClickable(True)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setMinimumSectionSize(_NARROWEST - 12)
    header.setFixedHeight(theme.ROW_HEIGHT)
    header.setSortIndicatorShown(False)
