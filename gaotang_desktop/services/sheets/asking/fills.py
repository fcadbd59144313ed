"""What the operator said once for all rows of a sheet: it holds where a row says nothing itself."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from gaotang_desktop.domain.errors import Invalid, Unreadable
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.sheets.rows import Fill, SheetRow
from gaotang_desktop.workbooks.grids import blank

Read = Callable[[Field, str], tuple[str, Any]]
Shown = Callable[[str, Any], str]


class Fills:
    """Values by field, and the rows that needed each."""

    def __init__(
        self,
        words: Mapping[str, str],
        known: Mapping[str, Field],
        columns: Mapping[str, str],
        read: Read,
        shown: Shown,
    ) -> None:
        """``words`` by field; ``columns`` are the headers of the fields that the sheet has.

        Raises:
            Unreadable: words that cannot be read.
        """
        self._known, self._columns, self._shown = known, columns, shown
        self._values: dict[str, tuple[str, Any]] = {}  # field → as the operator named it, value
        self._rows: dict[str, set[int]] = defaultdict(set)
        for name, said in words.items():
            try:
                found, value = read(known[name], said)
            except Invalid as problem:
                raise Unreadable(f"“{known[name].label}”不能都填“{said}”：{problem}") from None
            if value is not None:
                self._values[found] = (name, value)

    def has(self, name: str) -> bool:
        """Whether a field is filled once for all rows."""
        return name in self._values

    def of(
        self, row: SheetRow, values: Mapping[str, Any], wrong: Collection[str], *, counted: bool
    ) -> Iterator[tuple[str, Any]]:
        """What a row has of it. What stands in it, readable or not, is never written over."""
        for name, (named, value) in self._values.items():
            headers = {self._columns.get(name, ""), self._columns.get(named, "")}
            if (
                values.get(name) is None
                and name not in wrong
                and named not in wrong
                and all(blank(row.values.get(header)) for header in headers)
            ):
                if counted:
                    self._rows[name].add(row.number)
                yield name, value

    def forget(self, row: SheetRow, names: Iterable[str]) -> None:
        """Of these fields the record of a row kept its own."""
        for name in names:
            self._rows[name].discard(row.number)

    def beside_title(self, sheet: str, fixed: Mapping[str, Any], *, alone: bool) -> list[str]:
        """Sentences where a title says another than what was to be filled: the title holds.

        Raises:
            Unreadable: there is no other table (``alone``), so the two contradict each other.
        """
        told = []
        for name, (_named, value) in self._values.items():
            if name not in fixed or fixed[name] == value:
                continue
            label = self._known[name].label
            said, meant = self._shown(name, fixed[name]), self._shown(name, value)
            if alone:
                raise Unreadable(
                    f"标题里写的{label}是“{said}”，要统一填的却是“{meant}”。"
                    "请改标题，或者不填这一项。"
                )
            told.append(f"工作表“{sheet}”的标题写明了{label}是“{said}”，没有填“{meant}”。")
        return told

    def told(self) -> tuple[Fill, ...]:
        """What was filled, and into which rows."""
        return tuple(
            Fill(
                name,
                self._known[name].label,
                self._shown(name, value),
                frozenset(self._rows[name]),
                whole=name not in self._columns,
            )
            for name, (_named, value) in self._values.items()
        )
