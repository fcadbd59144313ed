"""A form made from the fields of a kind of record."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget
from typing_extensions import override

from gaotang_desktop.domain import fields as domain_fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.form import arranging
from gaotang_desktop.ui.widgets.form.editor import Editor, References, Registers, names
from gaotang_desktop.ui.widgets.form.field_editors import editor_for
from gaotang_desktop.ui.widgets.form.field_place import FieldPlace
from gaotang_desktop.ui.widgets.form.reference_editor import ReferenceEditor
from gaotang_desktop.ui.widgets.scrolling import bring_into_sight

FEW = 14
"""A form of so many fields shows them all; a longer one keeps what comes later under 更多."""

_ALONE = 3
"""So many fields stand one below the other."""

# The keys come back to the field by themselves: nobody has left it.
_STAYING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)


class RecordForm(QWidget):
    """Fields of one record. ``saved`` on Ctrl+S, ``saved_and_next`` on Ctrl+Enter.

    What cannot be read (a village that no register knows, a day that is none) is said as soon as its
    field is left; what is missing is said on saving only. The form stores nothing: whoever hears ``saved`` asks for :meth:`values` and calls a service.

    A form of more than :data:`FEW` fields begins with those that a new record needs. The others
    (``Field.later``) stand under 更多 as long as they are empty; ``unfolded`` when the operator
    opens or closes them.
    """

    unfolded = Signal(bool)
    saved = Signal()
    saved_and_next = Signal()
    passed = Signal()
    """Enter in the last field, which asks to be saved unless :attr:`saves_at_end` is off."""
    edited = Signal()
    left = Signal(str)
    """The field of that name was left."""
    helped = Signal(str)
    """The help of the field that has the focus, where it has no room under the field."""

    def __init__(
        self,
        fields: tuple[Field, ...],
        *,
        today: Callable[[], date],
        references: References = lambda _kind: (),
        columns: int = 1,
        open_all: bool = False,
    ) -> None:
        """``references("villages")`` gives what can be chosen; ``columns`` fields stand in a row."""
        super().__init__()
        self.saves_at_end = True
        shown = tuple(field for field in fields if field.editable)
        long = len(shown) > FEW
        self._later = frozenset(field.name for field in shown if field.later and long)
        # What comes later stands behind the rest, so that opening it moves nothing.
        behind = {field.name for field in shown if not field.asked_with} & self._later
        self.fields = tuple(sorted(shown, key=lambda field: field.name in behind))
        self._open_all = open_all
        self._folded: frozenset[str] = frozenset()
        self._columns = columns
        self._terse = False
        self._column = arranging.COLUMN
        self._today = today
        self._dirty = False
        self._places: dict[str, FieldPlace] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE_4)
        self._grid.setVerticalSpacing(theme.SPACE_3)
        for field in self.fields:
            place = FieldPlace(field, editor_for(field, today=today, references=references))
            place.setParent(self)
            if isinstance(references, Registers) and references.takes(names(field)):
                place.offer_new()
                place.editor.asked_new.connect(partial(references.register, self, field.name))
            place.editor.edited.connect(lambda name=field.name: self._on_edited(name))
            place.editor.returned.connect(lambda name=field.name: self.focus_after(name))
            self._places[field.name] = place
            if (typed_into := place.editor.focusProxy()) is not None:
                typed_into.installEventFilter(self)
        self.more = QPushButton(self)
        self.more.setProperty("role", "link")
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._on_more)
        self._bind("Ctrl+S", self.saved)
        self._bind("Ctrl+Return", self.saved_and_next)
        self._bind("Ctrl+Enter", self.saved_and_next)
        self.set_values({})

    def values(self) -> dict[str, Any]:
        """Every field read and checked for presence.

        Raises:
            Invalid: with a sentence per field; the form shows them already.
        """
        for place in self._places.values():
            place.editor.finish()
        problems = self.problems()
        self.show_errors(problems)
        if problems:
            raise Invalid(problems)
        return self.readable()

    def problems(self) -> dict[str, str]:
        """A sentence for each field that cannot be read or is missing; none is shown."""
        said: dict[str, str] = {}
        for place in self._places.values():
            try:
                self._read(place)
            except Invalid as error:
                said.update(error.fields)
        missing = domain_fields.check_required(self.fields, self.readable())
        said = {**missing, **said}
        return {name: said[name] for name in self._places if name in said}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show a record; what is not named gets the field's default."""
        for name, place in self._places.items():
            field = place.editor.field
            default = None if field.is_typed or callable(field.default) else field.default
            place.editor.set_value(values.get(name, default))
        self._fold()
        self.clear_errors()
        self._dirty = False

    def typed(self) -> dict[str, Any]:
        """What stands in every field, read or not."""
        return {name: place.editor.typed() for name, place in self._places.items()}

    def told(self) -> list[str]:
        """The fields that are filled in, as lines to read."""
        return [
            f"{place.editor.field.label}：{text}"
            for place in self._places.values()
            if (text := place.editor.words())
        ]

    def put(self, words: Mapping[str, Any]) -> None:
        """Type words into the fields again; the form counts as edited."""
        for name, typed in words.items():
            if name in self._places:
                self._places[name].editor.put(typed)
                self._on_edited(name)
        self._unfold(*(name for name in self._folded if self._is_filled(name)))

    def set_value(self, name: str, value: Any) -> None:
        """Propose a value for one field; the form counts as edited."""
        self._places[name].editor.set_value(value)
        if self._is_filled(name):
            self._unfold(name)
        self._on_edited(name)

    def start_next(self, keep: Collection[str] = (), *, at: str = "") -> None:
        """Empty the form for the next record; fields in ``keep`` (the night, the village) stay.

        It goes on at the field ``at``, else at the first that is empty. What cannot be read is not
        worth keeping.
        """
        read = {name: value for name, value in self.readable().items() if name in keep}
        self.set_values(read)
        rest = (
            [at]
            if at in self._places
            else [name for name in self.names_in_sight() if name not in read]
        )
        if rest:
            self._focus(rest[0])

    def show_errors(self, problems: Mapping[str, str], *, go: bool = True) -> None:
        """One sentence under each field concerned; the first is focused, if ``go``."""
        self._unfold(*problems)
        for name, place in self._places.items():
            place.say(problems.get(name, ""))
        first = next((name for name in self._places if name in problems), None)
        if first is not None and go:
            self._focus(first)

    def readable(self) -> dict[str, Any]:
        """What the fields mean that can be read; nothing is said of the others."""
        read = {}
        for name, place in self._places.items():
            try:
                read[name] = self._read(place)
            except Invalid:
                continue  # said when the field is left, and when the form is saved
        return read

    def _read(self, place: FieldPlace) -> Any:
        """What a field means.

        Raises:
            Invalid: it cannot be read; its sentence says what to do.
        """
        field = place.editor.field
        try:
            return domain_fields.read(field, place.editor.typed(), today=self._today())
        except Invalid as error:
            said = str(error) + place.editor.advice()
            raise Invalid({field.name: said}, offers=error.offers) from None

    def _on_left(self, place: FieldPlace) -> None:
        """Say at once what cannot be read; what a rule said of the field stays."""
        try:
            self._read(place)
        except Invalid as error:
            place.say(str(error))
        self.left.emit(place.editor.field.name)

    def clear_errors(self) -> None:
        """Nothing to mend."""
        self.show_errors({})

    def error(self, name: str) -> str:
        """The sentence under a field now, when it is an error."""
        place = self._places[name]
        return place.sentence.text() if place.is_error else ""

    def is_dirty(self) -> bool:
        """Whether the operator changed something since the values were set."""
        return self._dirty

    def mark_clean(self) -> None:
        """What stands there is stored."""
        self._dirty = False

    def has(self, name: str) -> bool:
        """Whether it has a field of that name."""
        return name in self._places

    def editor(self, name: str) -> Editor:
        """The editor of one field."""
        return self._places[name].editor

    def set_references(self) -> None:
        """Read the registers again."""
        for place in self._places.values():
            if isinstance(place.editor, ReferenceEditor):
                place.editor.reread()

    def focus_first(self) -> None:
        """Start at the first field."""
        if self._places:
            self._focus(next(iter(self._places)))

    def go_to(self, name: str) -> None:
        """Put the focus on a field, where the form has it."""
        if name in self._places:
            self._focus(name)

    def focus_after(self, name: str) -> None:
        """Go to the next field in sight; after the last one the form asks to be saved."""
        names = self.names_in_sight()
        at = names.index(name) + 1
        if at < len(names):
            self._focus(names[at])
        else:
            self.passed.emit()
            if self.saves_at_end:
                self.saved.emit()

    # -- what stands under 更多 ---------------------------------------------------------------

    def names_in_sight(self) -> list[str]:
        """The fields that are not folded, in reading order."""
        return [name for name in self._places if name not in self._folded]

    def _is_filled(self, name: str) -> bool:
        """Whether there is more in a field than a new record has by itself."""
        field = self._places[name].editor.field
        typed = self._places[name].editor.typed()
        return typed not in (None, "", (), False) and typed != field.default

    def _fold(self) -> None:
        """Show the first fields and those that are filled in, or all of them."""
        shown = self._open_all
        hidden = {n for n in self._later if not (shown or self._is_filled(n) or self._is_asked(n))}
        self._show_all_but(frozenset(hidden))

    def _is_asked(self, name: str) -> bool:
        """Whether a field that comes later is asked for at once, by what was chosen in another."""
        words = self._places[name].editor.field.asked_with
        return bool(words) and any(
            place.editor.typed() in words
            for place in self._places.values()
            if place.editor.field.kind is Kind.CHOICE
        )

    def _unfold(self, *names: str) -> None:
        """Show these fields as well."""
        if self._folded & set(names):
            self._show_all_but(self._folded - set(names))

    def _show_all_but(self, folded: frozenset[str]) -> None:
        if folded != self._folded or not self._grid.count():
            self._folded = folded
            for name, place in self._places.items():
                place.setVisible(name not in folded)
            self._arrange(self._columns)
        self._word_more()

    # -- where the fields stand ---------------------------------------------------------------

    def fit(self, room: QSize) -> QSize:
        """Stand in as few columns as let the form be seen whole in ``room``; the size it likes then.

        Where no number of columns does, the help of each field is told by ``helped`` instead, and where
        that is not enough the columns are narrower.
        """
        short = sum(each.kind is not Kind.LONG_TEXT for each in self.fields)
        least = 1 if short <= _ALONE else 2
        liked = self._liked(least, room)
        if liked.height() > room.height():
            liked = self._liked(least, room, terse=True)
        if liked.height() > room.height():
            narrow = self._liked(least, room, terse=True, column=arranging.NARROW)
            lower = narrow.height() < liked.height()
            liked = narrow if lower else self._liked(least, room, terse=True)
        return liked

    def _liked(
        self, least: int, room: QSize, *, terse: bool = False, column: int = arranging.COLUMN
    ) -> QSize:
        self._be_terse(terse)
        self._column = column
        columns = arranging.fewest(least, room, self._height_in, self._column)
        return QSize(arranging.width_of(columns, self._column), self._height_in(columns))

    def _height_in(self, columns: int) -> int:
        """How high the form is in so many columns of the width that it likes."""
        if columns != self._columns:
            self._arrange(columns)
        if self._grid.hasHeightForWidth():
            return self._grid.heightForWidth(arranging.width_of(columns, self._column))
        return self._grid.sizeHint().height()

    def _be_terse(self, terse: bool) -> None:
        if terse != self._terse:
            self._terse = terse
            self._grid.setVerticalSpacing(theme.SPACE_2 if terse else theme.SPACE_3)
            for place in self._places.values():
                place.be_terse(terse)
            self._help_with(self._place_of(self.focusWidget()))

    def _help_with(self, place: FieldPlace | None) -> None:
        self.helped.emit(place.editor.field.help if self._terse and place is not None else "")

    def _place_of(self, widget: QObject | None) -> FieldPlace | None:
        place: QObject | None = widget
        while place is not None and not isinstance(place, FieldPlace):
            place = place.parent()
        return place

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        while self._grid.count():
            self._grid.takeAt(0)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, 0)
        for at in range(columns):
            self._grid.setColumnStretch(at, 1)
        places = [self._places[name] for name in self.names_in_sight()]
        wide = [place.editor.field.kind is Kind.LONG_TEXT for place in places]
        spots = arranging.packed(wide, columns)
        for place, spot in zip(places, spots, strict=True):
            self._grid.addWidget(place, spot.row, spot.column, 1, spot.columns)
        row = spots[-1].row + 1 if spots else 0
        self._grid.addWidget(self.more, row, 0, 1, columns, Qt.AlignmentFlag.AlignLeft)
        self._grid.setRowStretch(row + 1, 1)

    def _word_more(self) -> None:
        empty = [name for name in self._later if not self._is_filled(name)]
        self.more.setVisible(bool(empty))
        labels = [each.label for each in self.fields if each.name in self._folded]
        if labels:
            some = "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")
            self.more.setText(f"更多 {len(labels)} 项（{some}）")
            self.more.setToolTip("、".join(labels))
        else:
            self.more.setText("收起没填的")
            self.more.setToolTip("填了的总是看得见")

    def _on_more(self) -> None:
        was = [name for name in self._places if name in self._folded]
        self._open_all = bool(was)
        self._fold()
        if was:
            self._focus(was[0])
        self.unfolded.emit(self._open_all)

    def _focus(self, name: str) -> None:
        self._unfold(name)
        place = self._places[name]
        place.editor.setFocus(Qt.FocusReason.TabFocusReason)
        # Its label and its sentence are read with it.
        bring_into_sight(place)

    def _on_edited(self, name: str) -> None:
        self._dirty = True
        self._places[name].say("")
        self._unfold(*(each for each in self._folded if self._is_asked(each)))
        self.edited.emit()

    def _bind(self, keys: str, signal: Any) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(signal)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.key() if isinstance(event, QKeyEvent) else None
        if pressed == Qt.Key.Key_F2 and (place := self._place_of(watched)) is not None:
            if event.type() == QEvent.Type.KeyPress:
                place.editor.asked_new.emit()
            return True
        if isinstance(event, QFocusEvent):
            place = self._place_of(watched)
            if event.type() == QEvent.Type.FocusIn:
                self._help_with(place)
            elif place is not None and event.reason() not in _STAYING:
                self._on_left(place)
        return super().eventFilter(watched, event)
