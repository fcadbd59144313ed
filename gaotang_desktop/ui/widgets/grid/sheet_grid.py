"""A sheet typed into from the keyboard as in WPS: Enter down, Tab right, type over, paste."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QVBoxLayout,
)
from typing_extensions import override

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, same_text
from gaotang_desktop.domain.sheets import chat_lines, chat_text, clipboard, naming
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.grid.sheet_model import Place, SheetModel
from gaotang_desktop.ui.widgets.grid.sheet_view import SheetView

_LEAST_NAMES = 100
_CHAT = ("start", "end", "leader", "people", "names", "finding", "handling", "remark", "reason")


class SheetGrid(QFrame):
    """One line per village, one column per field. Errors are shown in the cell and said below.

    ``edited()`` after every change, ``row_entered(id)`` when another line has the focus,
    ``told(sentence)`` about a paste that did not fit.
    """

    edited = Signal()
    row_entered = Signal(int)
    told = Signal(str)

    def __init__(
        self,
        columns: Sequence[Field],
        *,
        today: Callable[[], date],
        row_header: str = "",
        empty: str = "",
        named_by: Sequence[str] = (),
        other_words: Mapping[str, Sequence[str]] = MappingProxyType({}),
        sortable: bool = True,
        tells: bool = False,
    ) -> None:
        """``empty`` is said in place of the lines while there are none.

        ``named_by`` labels the cells of a copied line that name it together (村, 网格), and
        ``other_words`` has other headings of the columns by field.
        ``sortable``: whether a column's head orders and narrows the lines. ``tells``: what is ``told`` is
        said below the cells until the next of them is typed in or chosen; else the page says it.
        """
        super().__init__()
        self._named_by = tuple(named_by) or (row_header,)
        self._other_words = other_words
        self.setProperty("class", "card")
        self.model = SheetModel(columns, today=today)
        self.view = SheetView(self.model, empty=empty, sortable=sortable)
        self.view.order.turned.connect(self._say)
        self.view.setAccessibleName(f"录入表，一行一个{row_header}" if row_header else "录入表")
        self.view.pasted.connect(self.paste)
        self._told = ""
        if tells:
            self.told.connect(self._tell)
        self._words = QLabel()
        self._words.setWordWrap(tells)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setContentsMargins(theme.SPACE_3, 6, theme.SPACE_3, 6)
        self._widest, self._sortable = 60, sortable
        self.days_meant = frozenset({""})
        self._names_of: tuple[str, ...] = ()
        self._exact: dict[str, int] = {}
        self._stems: dict[str, list[int]] = {}
        self._corner = QLabel(row_header, self.view)
        self._corner.setObjectName("sheet_corner")
        self._corner.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._words)
        self.setFocusProxy(self.view)
        self.model.edited.connect(self._on_edited)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self._say()

    # -- showing and reading -----------------------------------------------------------------

    def set_rows(
        self, ids: Sequence[int], headers: Sequence[str], values: Sequence[Mapping[str, Any]]
    ) -> None:
        """One line per id; ``values[i]`` by field name, as stored."""
        index = self.view.currentIndex()
        row, column = max(index.row(), 0), max(index.column(), 0)
        self.model.set_rows(ids, headers, values)
        metrics = self.view.fontMetrics()
        self._widest = max((metrics.horizontalAdvance(name) for name in headers), default=60)
        self._fit_names()
        self._corner.setVisible(bool(ids))  # without lines there is no column of names either
        if ids:
            self.view.setCurrentIndex(self.model.index(min(row, len(ids) - 1), column))
        self._say()

    def _fit_names(self) -> None:
        """The names of the lines as wide as they are, but never more than a sixth of the sheet."""
        names = self.view.verticalHeader()
        most = max(_LEAST_NAMES, self.width() // 6)
        names.setFixedWidth(min(self._widest + 26, 176, most))
        self._corner.setGeometry(12, 0, names.width() - 12, theme.ROW_HEIGHT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def values(self) -> dict[int, dict[str, Any]]:
        """Every changed line by id; a line emptied by the operator has ``None`` everywhere.

        Raises:
            Invalid: a cell cannot be read or a required one is empty; it is shown and focused.
        """
        self.view.finish_typing()
        self.model.check_required()
        if self.model.errors:
            place = min(self.model.errors)
            self.view.go_to(place)
            self._say()
            raise Invalid(
                {
                    f"{self.model.ids[row]}.{self.model.columns[column].name}": (
                        f"{self.model.headers[row]}：{sentence}"
                    )
                    for (row, column), sentence in sorted(self.model.errors.items())
                }
            )
        return {self.model.ids[row]: self.model.row_values(row) for row in self._changed()}

    def changed_rows(self) -> list[int]:
        """The ids of lines that differ from what is stored."""
        return [self.model.ids[row] for row in self._changed()]

    def row_values(self, row_id: int) -> dict[str, Any]:
        """What one line means now."""
        return self.model.row_values(self.model.ids.index(row_id))

    def is_dirty(self) -> bool:
        """Whether anything differs from what is stored, a cell still open included."""
        return bool(self._changed()) or self.view.is_typing()

    def typed(self) -> tuple[dict[str, dict[str, str]], list[str]]:
        """The words that are not stored, by line and field, and the same as lines to read.

        A cell that is still open counts as it stands.
        """
        model = self.model
        cells = {place: model.text(*place) for place in model.differing()}
        if (opened := self.view.open_words()) is not None and self.view.is_typing():
            cells[opened[0]] = opened[1]
        words: dict[str, dict[str, str]] = {}
        told: dict[int, list[str]] = {}
        for (row, column), text in sorted(cells.items()):
            field = model.columns[column]
            words.setdefault(str(model.ids[row]), {})[field.name] = text
            told.setdefault(row, []).append(f"{field.label} {text}")
        lines = [f"{model.headers[row]}：{'，'.join(said)}" for row, said in told.items()]
        return words, lines

    def put(self, words: Mapping[str, Mapping[str, Any]]) -> str:
        """Type words into the cells again, in one step for undo; a sentence where a line is gone."""
        names = [field.name for field in self.model.columns]
        lines = {str(line): row for row, line in enumerate(self.model.ids)}
        cells = [
            ((lines[line], names.index(name)), text)
            for line, fields_of in words.items()
            if line in lines
            for name, text in fields_of.items()
            if name in names
        ]
        self.model.write(cells)
        gone = sum(line not in lines for line in words)
        return f"有 {gone} 行在表里找不到了，没有填上，可以把文字复制下来。" if gone else ""

    def errors(self) -> dict[tuple[int, str], str]:
        """The sentences shown now, by line id and field name."""
        return {
            (self.model.ids[row], self.model.columns[column].name): sentence
            for (row, column), sentence in self.model.errors.items()
        }

    def show_errors(self, errors: Mapping[tuple[int, str], str], *, focus: bool = True) -> None:
        """Sentences of a service for cells, by line id and field name; the first is focused.

        Without ``focus`` the operator types on where he is.
        """
        names = [field.name for field in self.model.columns]
        placed = {
            (self.model.ids.index(row_id), names.index(name)): sentence
            for (row_id, name), sentence in errors.items()
            if row_id in self.model.ids and name in names
        }
        self.model.set_errors(placed)
        if placed and focus:
            self.view.go_to(min(placed))
        self._say()

    def set_text(self, row_id: int, name: str, words: str) -> None:
        """Type into a cell as the operator would."""
        names = [field.name for field in self.model.columns]
        self.model.write([((self.model.ids.index(row_id), names.index(name)), words)])

    def select(self, row_id: int, name: str) -> None:
        """Put the focus on a cell."""
        names = [field.name for field in self.model.columns]
        self.view.go_to((self.model.ids.index(row_id), names.index(name)))

    def undo(self) -> None:
        """Take back the last typing, pasting or clearing inside the sheet."""
        self.view.go_to(self.model.undo())

    def redo(self) -> None:
        """Do it again."""
        self.view.go_to(self.model.redo())

    def paste(self, text: str) -> None:
        """Put a copied block at the focus; a block that starts with the lines' names goes by name.

        A first line of column names says which column is which.
        """
        if not text.strip():
            self.told.emit(clipboard.NOTHING)
            return
        block, unread = self._chat_block(text)
        block = block or clipboard.cells(text)
        columns = self._columns_named(block[0])
        beside = naming.left_out(block, columns, self._named_by) if columns is not None else []
        block, columns = naming.gathered(block, columns, self._named_by, self._line_named)
        index = self.view.currentIndex()
        lines = self._lines_by_name(block)
        if lines is None:
            below = [row for row in self.view.order.shown() if row >= index.row()]
            lines = [below[at] if at < len(below) else None for at in range(len(block))]
            start = max(index.column(), 0)
        else:
            start = -1
        if columns is None:
            width = max((len(words) for words in block), default=0)
            columns = [*range(start, start + width)]
            over = sum(
                any(place < len(words) and words[place].strip() for words in block)
                for place in range(len(self.model.columns) - start, width)
            )
            beside = [f"右边多出的 {over} 列"] if over else []
        # Of several words for one cell, as where a name stands in many pasted lines, the last holds.
        cells: dict[Place, str] = {}
        lost = []
        into = [
            (at, column)
            for at, column in enumerate(columns)
            if column is not None and 0 <= column < len(self.model.columns)
        ]
        for line, words in zip(lines, block, strict=True):
            if line is None:
                lost.append(words[0])
                continue
            for at, column in into:
                # Of what a line of a chat does not say, what stands there is left alone.
                may_clear = not unread and (line, column) not in cells
                if at < len(words) and (words[at].strip() or may_clear):
                    cells[line, column] = words[at]
        if any(self.view.isRowHidden(row) for row, _column in cells):
            self.view.order.show_all()  # what was pasted by name is seen
        self.model.write(cells.items())
        said = []
        if unread:
            said.append(f"读了 {len(block)} 行报上来的话。{unread}")
        elif any(word.strip() for word in lost) or (lost and start >= 0):
            named = "、".join(f"“{fields.one_line(word)}”" for word in lost[:5] if word.strip())
            said.append(
                f"贴上了 {len(block) - len(lost)} 行，另外 {len(lost)} 行在表里没有对应的行，"
                f"没有贴上{f'（{named}）' if named and start < 0 else ''}。"
            )
        if beside:
            named = "、".join(f"“{each}”" for each in beside[:5])
            said.append(f"{named}在这张表里没有对应的列，没有贴上。")
        twice = [line for line, times in Counter(lines).items() if line is not None and times > 1]
        if twice:
            named = "、".join(f"“{self.model.headers[line]}”" for line in twice[:5])
            said.append(
                f"贴的内容里有 {len(twice)} 个名字不止一行（{named}），每格只留了最后填的，请核对。"
            )
        if said:
            self.told.emit("".join(said))

    # -- inside ------------------------------------------------------------------------------

    def _columns_named(self, words: Sequence[str]) -> list[int | None] | None:
        """Which column each cell of a header names; ``None`` where this is no header.

        Beside what names the lines one such cell tells it; else half of the cells have to name a
        column. A label that several columns share names none.
        """
        shared = Counter(field.label for field in self.model.columns)
        labels = {
            label: at
            for at, field in enumerate(self.model.columns)
            for label in (field.label, *self._other_words.get(field.name, ()))
            if shared[label] < 2
        }
        found = [
            next((at for label, at in labels.items() if same_text(label, word)), None)
            for word in words
        ]
        named = sum(column is not None for column in found)
        sure = named > 0 and naming.names_lines(words, self._named_by)
        return found if sure or (named >= 2 and named * 2 >= len(words)) else None

    def _chat_block(self, text: str) -> tuple[list[list[str]], str]:
        """Lines from a group chat as a block with a header, and what is to be said of them."""
        names = [field.name for field in self.model.columns]
        if "leader" not in names or not chat_text.looks_like_chat(text):
            return [], ""

        def is_line(word: str) -> bool:
            return self._line_named(word) is not None

        told = chat_lines.read(text, is_line)
        if not told:
            return [], ""
        kept = [name for name in _CHAT if name in names]
        labels = [self.model.columns[names.index(name)].label for name in kept]
        block = [["村", *labels]]
        for line in told:
            values = [line.missed if name == "reason" else getattr(line, name) for name in kept]
            block.append([self.model.headers[self._line_named(line.village) or 0], *values])
        lacks = [name for name in ("names", "finding", "handling", "remark") if name not in names]
        rest = [(line.village, (*(getattr(line, n) for n in lacks), *line.rest)) for line in told]
        unread = [f"{whose} {' '.join(filter(None, said))}" for whose, said in rest if any(said)]
        said = f"没有看懂、没有贴上的话：{'；'.join(unread)}。" if unread else "请逐行核对。"
        if counted := [line.village for line in told if line.counted]:
            said += f"没有写人数、按写了名字的人数的：{'、'.join(counted)}。"
        missed = [line.village for line in told if line.missed]
        if missed and "reason" in kept:
            said += f"写着没有巡、填在“未巡原因”里的：{'、'.join(missed)}。"
        said += "".join(f"“{line.text}”：{line.asked}" for line in told if line.asked)
        for why, lines in chat_text.passed_over(text, is_line).items():
            said += f"{why}、没有贴上的：{'；'.join(line for _at, line in lines)}。"
        days = {line.night for line in told} - self.days_meant
        if days:
            said += f"话里写的日期是{'、'.join(sorted(days))}，请核对上面的夜晚。"
        return block, said

    def _line_named(self, word: str) -> int | None:
        """The line that a name means: 荷塘 is 荷塘社区 when no other line is called so."""
        if self._names_of is not self.model.headers:
            self._read_names(self.model.headers)
        exact = self._exact.get(fields.bare_text(word))
        if exact is not None:
            return exact
        word = fields.one_line(word)
        stems = self._stems.get(word, []) if len(word) > 1 else []
        return stems[0] if len(stems) == 1 else None

    def _read_names(self, headers: tuple[str, ...]) -> None:
        """By what each line may be called: thousands of pasted lines ask."""
        self._names_of, self._exact, self._stems = headers, {}, {}
        for at, name in enumerate(headers):
            self._exact.setdefault(fields.bare_text(name), at)
            for stem in {name.removesuffix("村"), name.removesuffix("社区")}:
                self._stems.setdefault(stem, []).append(at)

    def _lines_by_name(self, block: Sequence[Sequence[str]]) -> list[int | None] | None:
        """Where each pasted line belongs when its first cell is a name; ``None``: not by name."""
        found = [self._line_named(words[0]) for words in block]
        filled = [words for words in block if any(word.strip() for word in words)]
        named = sum(line is not None for line in found)
        by_name = named and named * 2 >= len(filled) and all(len(words) > 1 for words in filled)
        return found if by_name else None

    def _changed(self) -> list[int]:
        return [row for row in range(len(self.model.ids)) if self.model.is_changed(row)]

    def _tell(self, sentence: str) -> None:
        self._told = sentence
        self._say()

    def _on_edited(self) -> None:
        self._told = ""
        self._say()
        self.edited.emit()

    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        self._told = ""
        self._say()
        self.view.viewport().update()
        if current.isValid() and current.row() != before.row():
            self.row_entered.emit(self.model.ids[current.row()])

    def _say(self) -> None:
        """The error of the focused cell, else how many there are, else the help of the column."""
        index = self.view.currentIndex()
        problem = self.model.errors.get((index.row(), index.column()))
        if self._told:
            theme.restyle(self._words, "warn")
            self._words.setText(self._told)
        elif problem:
            theme.restyle(self._words, "error")
            self._words.setText(f"{self.model.headers[index.row()]}：{problem}")
        elif self.model.errors:
            theme.restyle(self._words, "error")
            self._words.setText(f"有 {len(self.model.errors)} 格需要改正，红色角标处就是。")
        elif doubt := self.model.doubts.get((index.row(), index.column())):
            theme.restyle(self._words, "warn")
            self._words.setText(f"{self.model.headers[index.row()]}：{doubt}")
        elif narrowed := self.view.order.narrowed:
            theme.restyle(self._words, "warn")
            shown, whole = len(self.view.order.shown()), len(self.model.ids)
            self._words.setText(f"只看 {narrowed}，{shown} / {whole} 行。点列名可以全部显示。")
        else:
            theme.restyle(self._words, "faint")
            field = self.model.columns[index.column()] if index.isValid() else None
            choices = "、".join(field.choices) if field else ""
            hint = field.help if field and field.help else (f"可填：{choices}" if choices else "")
            order = "点列名排序、筛选，" if self._sortable else ""
            self._words.setText(
                hint or f"回车向下，Tab 向右，Ctrl+D 同上一行，{order}可从表格粘贴。"
            )
