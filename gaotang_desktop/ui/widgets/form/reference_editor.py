"""Another record, found by typing a part of its name or its pinyin: ``glc`` gives 郭楼村."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView
from typing_extensions import override

from gaotang_desktop.domain.fields import Field, Reference
from gaotang_desktop.domain.pages import PAGES, TITLES
from gaotang_desktop.domain.villages import is_whole_town
from gaotang_desktop.ui.desk import composing
from gaotang_desktop.ui.widgets.form.editor import Editor, References, Registers, names
from gaotang_desktop.ui.widgets.form.reference_finder import ReferenceFinder

_AND = re.compile(r"[、，,;；/\s]+|和|与|及")
_NAMED = 3  # so many near names stand in a sentence
_GOING_ON = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ReferenceEditor(Editor):
    """A line that proposes names. Enter takes the first proposal; Down shows all; F2 registers a new one."""

    def __init__(self, field: Field, references: References) -> None:
        super().__init__(field)
        self._references = references
        self.finder = ReferenceFinder(())
        self._chosen: Reference | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText("名称或拼音首字母")
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._popup.setProperty("role", "popup")
        # After the completer's own filter, so that Enter and Tab are seen before it.
        self._popup.installEventFilter(self)
        self._completer.setWidget(self.line)
        self._completer.activated.connect(self._on_activated)
        self.line.textEdited.connect(self._on_edited)
        self.line.installEventFilter(self)
        self._adopt(self.line)
        self.reread()

    def reread(self) -> None:
        """Ask the register again: names may have changed."""
        self.set_references(self._references(self.field.refers_to or ""))

    def set_references(self, references: Sequence[Reference]) -> None:
        """What can be chosen."""
        self.finder = ReferenceFinder(references)

    def proposals(self) -> list[str]:
        """The names that are proposed now, best first."""
        return self._names.stringList()

    def take_first(self) -> bool:
        """Take the best proposal for what is typed; ``False`` where there is none."""
        typed = self.line.text()
        if not typed.strip():
            return False
        found = self.finder.exact(typed)
        if found is None:
            matches = self.finder.matching(typed)
            found = matches[0] if matches else None
        if found is None:
            return False
        self._choose(found)
        return True

    def _choose(self, reference: Reference) -> None:
        changed = reference != self._chosen
        self._chosen = reference
        self.line.setText(reference.label)
        self._popup.hide()
        if changed:
            self.edited.emit()

    def _propose(self, typed: str) -> None:
        self._names.setStringList([each.label for each in self.finder.matching(typed)])
        if self._names.rowCount():
            self._completer.complete()
            self._popup.setCurrentIndex(self._names.index(0, 0))
        else:
            self._popup.hide()

    def _on_edited(self, text: str) -> None:
        self._chosen = None
        self._propose(text)
        self.edited.emit()

    def _on_activated(self, name: str) -> None:
        found = self.finder.exact(name)
        if found is not None:
            self._choose(found)

    @override
    def typed(self) -> Any:
        text = self.line.text().strip()
        if not text or self._names_no_village(text):
            return None
        found = self._chosen if self._chosen and self._chosen.label == text else None
        found = found or self.finder.exact(text)
        if found is None:
            only = self.finder.matching(text)
            found = only[0] if len(only) == 1 else None
        return found.id if found is not None else text

    @override
    def unknown(self) -> str:
        typed = self.typed()
        return typed if isinstance(typed, str) and not self.finder.matching(typed) else ""

    def _names_no_village(self, text: str) -> bool:
        """全镇 where a record need not be of one village."""
        may_be = self.field.refers_to == "villages" and not self.field.required
        # 机关 is a part of 机关社区, where there is one.
        return may_be and is_whole_town(text) and not self.finder.matching(text)

    @override
    def set_value(self, value: Any) -> None:
        if isinstance(value, Reference):
            self._chosen = value
        elif isinstance(value, int):
            self._chosen = self.finder.by_id(value)
        else:
            self._chosen = None
        self.line.setText(self._chosen.label if self._chosen else "")
        self.line.setCursorPosition(0)  # of a long name the beginning is read

    @override
    def put(self, typed: Any) -> None:
        if isinstance(typed, str):
            self._chosen = None
            self.line.setText(typed)
        else:
            self.set_value(typed)

    @override
    def words(self) -> str:
        return self.line.text()

    @override
    def finish(self) -> None:
        # Else the next key would still go to the proposals, wherever the focus is by then.
        self._popup.hide()

    @override
    def advice(self) -> str:
        found = [f"“{each.label}”" for each in self.finder.matching(self.line.text())]
        if found:
            more = "等" if len(found) > _NAMED else ""
            return f"名单里有{'、'.join(found[:_NAMED])}{more}，请写全，或者按 ↓ 选。"
        parts = [each for each in _AND.split(self.line.text()) if each.strip()]
        known = [each.label for part in parts if (each := self.finder.exact(part.strip()))]
        if len(known) > 1 and len(known) == len(parts):
            named = "、".join(f"“{each}”" for each in known)
            return f"这里只选一个：在{named}里选主要的，别的写在文字里。"
        empty = "" if self.field.required else "，哪一个都不是的空着"
        if isinstance(self._references, Registers) and self._references.takes(names(self.field)):
            return f"请按 ↓ 看名单；名单里还没有的，按 F2 登记，这里填好的都留着{empty}。"
        page = TITLES.get(PAGES.get(self.field.refers_to or "", ""))
        where = f"在“{page}”里" if page else ""
        return f"请按 ↓ 看名单；名单里还没有的，先{where}登记再选{empty}。"

    def _take_shown(self, key: int) -> bool:
        """Enter or Tab among the proposals takes the marked one and goes on to the next field."""
        marked = self._popup.currentIndex()
        if key not in _GOING_ON or not marked.isValid():
            return False
        if composing.watch().is_composing():
            return True  # the input method's own Enter
        self._on_activated(str(marked.data()))
        self._popup.hide()
        self.returned.emit()
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._popup:
            if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
                return False
            if event.key() == Qt.Key.Key_F2:
                self._popup.hide()
                self.asked_new.emit()
                return True
            return self._take_shown(event.key())
        # The proposals themselves take the focus for a moment: the operator is still typing then.
        if (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() != Qt.FocusReason.PopupFocusReason
            and self._chosen is None
        ):
            typed = self.line.text()
            if typed.strip() and len(self.finder.matching(typed)) == 1:
                self.take_first()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
                self._propose(self.line.text() if self._chosen is None else "")
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.take_first()
                self.returned.emit()
                return True
        return False
