"""Rows that say that there was nothing (意见：无): no record, and told."""

from collections.abc import Callable, Mapping

from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.sheets.rows import RECORD_MARK, SheetRow
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.references import name_key
from gaotang_desktop.services.sheets.sheet_words import NOTHING_WORDS
from gaotang_desktop.workbooks.grids import blank

_TOLD = 20
_STROKES = {"/", "-", "—", "——", "无", "0"}


class SaysNone:
    """The rows of one sheet whose content, which every record must have, is said to be none."""

    def __init__(self, kind: str, columns: Mapping[str, str]) -> None:
        known = records.fields_for(kind)
        needed = [f for f in known if f.required and (kind, f.name) in NOTHING_WORDS]
        self._header = columns.get(needed[0].name) if needed else None
        self._label = needed[0].label if needed else ""
        self._words = {name_key(word) for f in needed for word in NOTHING_WORDS[kind, f.name]}
        self._others = [
            columns[f.name]
            for f in known
            if f.kind in (Kind.LONG_TEXT, Kind.NAMES) and f.name in columns and f not in needed
        ]
        self._rows: list[int] = []

    def is_none(self, row: SheetRow) -> bool:
        """Whether a row says so, and nothing that would be lost with it."""
        if self._header is None or not blank(row.values.get(RECORD_MARK)):
            return False
        said = row.values.get(self._header)
        if not isinstance(said, str) or name_key(said).rstrip("。.") not in self._words:
            return False
        others = (row.values.get(label) for label in self._others)
        if any(not blank(value) and str(value).strip() not in _STROKES for value in others):
            return False
        self._rows.append(row.number)
        return True

    def told(self, where: Callable[[int], str]) -> list[str]:
        """Which rows they are."""
        if not self._rows:
            return []
        more = f"等 {len(self._rows)} 行" if len(self._rows) > _TOLD else ""
        named = "、".join(map(where, self._rows[:_TOLD]))
        return [f"这些行的“{self._label}”写着没有，没有登记：{named}{more}。"]
