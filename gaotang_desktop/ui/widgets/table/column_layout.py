"""Which columns a list shows, in which order and how wide, as the operator left them."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView
from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.widgets.table.cells import EMPTY, has_tones

_NARROWEST, _WIDEST, _WIDEST_ALONE = 52, 300, 620
# Rows that are measured: the first ones, and some from all over a long list.
_FIRST, _SPREAD = 60, 40
_ASKED = 8  # texts of a column, the longest ones
# Words may be cut off down to this width before a column has to give way; figures never are.
_LEAST = {
    Kind.LONG_TEXT: 170,
    Kind.TEXT: 150,
    Kind.NAMES: 120,
    Kind.REFERENCE: 150,
    Kind.CHOICE: 150,
}


class ColumnLayout(QObject):
    """Keeps one list's columns under ``tables/<name>`` of the memory.

    Widths follow what the rows hold, as far as the operator has not set them. Columns for which
    there is no room are folded: they stay chosen, for paper and clipboard too, and come back with
    the room. States, what was sorted by and what the operator asked for give way last.
    """

    folding_changed = Signal()

    def __init__(self, view: QTableView, name: str, memory: Memory) -> None:
        super().__init__(view)
        self._view = view
        self._key = f"tables/{name}"
        self._memory = memory
        self._fields: tuple[Field, ...] = ()
        self._ids: frozenset[int] = frozenset()
        self._wished: dict[str, int] = {}
        self._by_hand: set[str] = set()
        self._hidden: set[str] = set()
        self._blank: set[str] = set()
        self._folded: frozenset[str] = frozenset()
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

    def apply(
        self, fields: tuple[Field, ...], ids: Collection[int] = (), *, force: bool = False
    ) -> None:
        """Lay out the columns of these fields; what was never seen comes as the model says.

        Widths fit the rows: of other records (another period) anew, of the same ones only wider,
        so that nothing jumps after a saving.
        """
        same = fields == self._fields and not force
        self._applying = True
        others = not (self._ids & frozenset(ids))
        self._ids = frozenset(ids)
        if not same:
            self._lay_out(fields)
        texts = [self._texts(at) for at in range(len(fields))]
        for at, field in enumerate(fields):
            fitting = self._fitting(at, texts[at])
            before = 0 if others or not same else self._wished.get(field.name, 0)
            self._wished[field.name] = max(fitting, before)
        self._blank = {
            field.name
            for field, said in zip(fields, texts, strict=True)
            if not said.keys() - {EMPTY}
        }
        self._applying = False
        self.share_room()

    def _lay_out(self, fields: tuple[Field, ...]) -> None:
        self._fields = fields
        kept = self._kept()
        names = [field.name for field in fields]
        known, hidden = kept.get("order", ()), kept.get("hidden", ())
        self._hidden = {
            field.name
            for field in fields
            if (field.name in hidden if field.name in known else not field.listed)
        }
        header = self._view.horizontalHeader()
        order = [name for name in known if name in names]
        order += [name for name in names if name not in order]
        for place, name in enumerate(order):
            header.moveSection(header.visualIndex(names.index(name)), place)

    def show_column(self, name: str, shown: bool) -> None:
        """Show or hide one column; the last one stays."""
        if not shown and len(self.chosen()) <= 1:
            return
        asked = [each for each in self._kept().get("asked", ()) if each != name]
        self._memory.write(self._key, {**self._kept(), "asked": [*asked, name] if shown else asked})
        (self._hidden.discard if shown else self._hidden.add)(name)
        self.share_room()
        self._on_touched()

    def chosen(self) -> list[int]:
        """The columns that the list has, from left to right, whether there is room for them or not."""
        header = self._view.horizontalHeader()
        order = sorted(range(len(self._fields)), key=header.visualIndex)
        return [at for at in order if self._fields[at].name not in self._hidden]

    def shown(self) -> list[int]:
        """The columns that are in sight, from left to right."""
        return [at for at in self.chosen() if self._fields[at].name not in self._folded]

    def folded(self) -> list[Field]:
        """The chosen columns for which there is no room."""
        return [self._fields[at] for at in self.chosen() if self._fields[at].name in self._folded]

    def fill_menu(self, menu: QMenu) -> None:
        """One line per field to tick, and back to what the program proposes."""
        shown, folded = set(self.shown()), self.folded()
        for at, field in enumerate(self._fields):
            # One that is folded is not ticked: ticking it makes another one give way.
            words = f"{field.label}（放不下，先收起）" if field in folded else field.label
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(at in shown)
            action.toggled.connect(lambda on, name=field.name: self.show_column(name, on))
        menu.addSeparator()
        menu.addAction("恢复默认的列").triggered.connect(self.reset)

    def reset(self) -> None:
        """Columns as the program proposes."""
        self._by_hand.clear()
        self._hidden.clear()
        self._memory.write(self._key, {})
        self.apply(self._fields, self._ids, force=True)

    @property
    def then_by(self) -> tuple[tuple[str, bool], ...]:
        """The fields that ordered what is equal, and whether downwards."""
        return tuple((str(name), bool(down)) for name, down in self._kept().get("then", ()))

    def remember_sorting(
        self, name: str | None, *, descending: bool, then: Sequence[tuple[str, bool]] = ()
    ) -> None:
        """Keep how the list is sorted."""
        kept = {"sort": [name, descending], "then": [list(each) for each in then]}
        self._memory.write(self._key, {**self._kept(), **kept})

    def remember(self) -> None:
        """Keep order, choice and widths now."""
        self._timer.stop()
        header = self._view.horizontalHeader()
        names = [field.name for field in self._fields]
        order = sorted(range(len(names)), key=header.visualIndex)
        hidden = [names[at] for at in order if names[at] in self._hidden]
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

    def _texts(self, at: int) -> dict[str, QModelIndex]:
        """What stands in a column, each text once: a state, a village, a day come again and again."""
        model = self._view.model()
        indexes = [model.index(row, at) for row in self._measured()]
        return {str(index.data()): index for index in indexes}

    def _fitting(self, at: int, texts: dict[str, QModelIndex]) -> int:
        """Wide enough for the label and for most of the rows."""
        label = self._fields[at].label
        widest = QFontMetrics(theme.font(theme.SECONDARY_PT)).horizontalAdvance(label) + 34
        # Only what may be the widest is asked of the font: a list has thousands of texts.
        for text in sorted(texts, key=_rough_width)[-_ASKED:]:
            widest = max(widest, self._view.sizeHintForIndex(texts[text]).width() + 4)
        return max(_NARROWEST, min(widest, _WIDEST_ALONE))

    def _measured(self) -> set[int]:
        rows = self._view.model().rowCount()
        return {*range(min(_FIRST, rows)), *range(0, rows, max(1, rows // _SPREAD))}

    def share_room(self) -> None:
        """Fold what has no room; what room is left goes to the texts that are cut off."""
        # To hide a column may take a scroll bar away, and so come back here with other room.
        for _try in range(3):
            room = self._view.viewport().width()
            if self._applying or not self._fields:
                return
            self._applying = True
            try:
                self._share(room)
            finally:
                self._applying = False
            if self._view.viewport().width() == room:
                break
        folded = frozenset(
            self._fields[at].name
            for at in self.chosen()
            if self._view.horizontalHeader().isSectionHidden(at)
        )
        if folded != self._folded:
            self._folded = folded
            self.folding_changed.emit()

    def _share(self, room: int) -> None:
        header = self._view.horizontalHeader()
        names = [field.name for field in self._fields]
        set_by_hand: dict[str, int] = {
            **self._kept().get("widths", {}),
            **{name: header.sectionSize(names.index(name)) for name in self._by_hand
               if not header.isSectionHidden(names.index(name))},
        }  # fmt: skip
        chosen = self.chosen()
        least = {at: self._least(self._fields[at], set_by_hand) for at in chosen}
        shown = self._with_room(chosen, least, room)
        spare = room - sum(least[at] for at in shown)
        width = {at: least[at] for at in shown}
        for limit in (_WIDEST, _WIDEST_ALONE):
            for at in shown:
                if names[at] not in set_by_hand:
                    wished = min(self._wished[names[at]], limit)
                    more = max(0, min(wished - width[at], spare))
                    width[at] += more
                    spare -= more
        for at in range(len(names)):
            header.setSectionHidden(at, at not in width)
            if at in width:
                header.resizeSection(at, width[at])

    def _least(self, field: Field, set_by_hand: dict[str, int]) -> int:
        if field.name in set_by_hand:
            return set_by_hand[field.name]
        wished = self._wished[field.name]
        return min(wished, _WIDEST, wished if has_tones(field) else _LEAST.get(field.kind, wished))

    def _with_room(self, chosen: list[int], least: dict[int, int], room: int) -> list[int]:
        """Which columns stay: what matters first, then as they stand from left to right."""
        asked = {*self._kept().get("asked", ()), *self._by_hand, self.sorted_by[0]}

        def weight(at: int) -> int:
            field = self._fields[at]
            if at == chosen[0] or field.name in asked:
                return 0
            if field.name in self._blank:
                return 4  # a column of dashes
            return 1 if has_tones(field) else 2 if field.required else 3

        kept: set[int] = set()
        taken = 0
        for at in sorted(chosen, key=lambda at: (weight(at), chosen.index(at))):
            # Nothing less important stays in the place of what has no room.
            if kept and taken + least[at] > room:
                break
            kept.add(at)
            taken += least[at]
        return [at for at in chosen if at in kept]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.share_room()
        return super().eventFilter(watched, event)

    def _on_resized(self, at: int, before: int, width: int) -> None:
        # Qt stretches the last column in sight, and tells late of those that were hidden.
        by_qt = at == self._last_in_sight() or not before or not width
        if not self._applying and self._fields and not by_qt:
            self._by_hand.add(self._fields[at].name)
            self._timer.start()

    def _last_in_sight(self) -> int:
        header = self._view.horizontalHeader()
        seen = [at for at in range(header.count()) if not header.isSectionHidden(at)]
        return max(seen, key=header.visualIndex, default=-1)

    def _on_touched(self, *_where: int) -> None:
        if not self._applying and self._fields:
            self._timer.start()


def _rough_width(text: str) -> int:
    return sum(2 if ord(mark) > 0x2E7F else 1 for mark in text[:_WIDEST_ALONE])


def prepare_header(header: QHeaderView) -> None:
    """Movable, clickable, sticky; the last column takes what is left."""
    header.setSectionsMovable(True)
    header.setSectionsClickable(True)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    header.setMinimumSectionSize(_NARROWEST - 12)
    header.setFixedHeight(theme.ROW_HEIGHT)
    header.setSortIndicatorShown(False)
