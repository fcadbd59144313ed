"""What the rows of a sheet of inspections found: 存在问题, 整改期限, 整改情况 beside the inspection."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from typing_extensions import override

from gaotang_desktop.data.database import Session
from gaotang_desktop.domain.sheets.rows import Draft, RowError
from gaotang_desktop.services import inspections
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.references import name_key
from gaotang_desktop.services.sheets.row_parts import RowParts, without
from gaotang_desktop.services.sheets.settled import says_done
from gaotang_desktop.workbooks.grids import blank

KIND = "inspections"
_NO_PROBLEM = {
    "", "无", "没有", "暂无", "正常", "合格", "良好", "无问题", "没有问题", "未发现", "未发现问题",
    "未发现隐患", "无隐患", "未见异常", "无异常", "/", "\\", "-", "--", "—", "——", "、", "空", "0",
}  # fmt: skip
_RESULT = "result"
_TOLD_IN_RESULT = "结果里写的问题"
_TICKS = {"√", "✓", "✔", "☑", "×", "✗", "✘", "○", "●", "是", "否", "有"}


class RowFindings(RowParts):
    """The findings of one import of inspections: none is 无, and an end without its day is told."""

    _undated: list[str]

    def __init__(
        self,
        session: Session,
        kind: str,
        columns: Mapping[str, str],
        *,
        choices: Choices,
        **options: Any,
    ) -> None:
        told = any(name == _RESULT for name, _words in choices.meant)
        self._has_columns = bool(columns)
        columns = columns or ({"text": _TOLD_IN_RESULT} if told else {})
        super().__init__(session, kind, columns, choices=choices, **options)
        self._undated = []

    @override
    def read(self, draft: Draft) -> None:
        if not self.columns:
            return
        row = draft.row
        header = self.columns["text"]
        if says_no_problem(row.values.get(header)) and (words := _told(draft)):
            row = replace(row, values={**row.values, header: words})
        cells = {name: row.values.get(header) for name, header in self.columns.items()}
        none = {name for name, raw in cells.items() if says_no_problem(raw)}
        if str(cells.get("text") or "").strip() in _TICKS:
            said = f"写着“{cells['text']}”，看不出是有问题还是没有问题。请写上问题，没有的写“无”。"
            draft.errors["part text"] = RowError(row.number, self.columns["text"], said)
            return
        if "text" in none:
            if "how" in cells and "how" not in none and blank(cells["text"]):
                said = "写了怎样整改，没有写问题。请写上问题，或者清空这一格。"
                header = self.columns["how"]
                draft.errors["part how"] = RowError(row.number, header, said)
            return
        self.take(draft, without(row, [self.columns[name] for name in none]))
        if draft.values.get("result") == "未发现问题":
            draft.values["result"] = draft.written["result"] = "发现问题"

    @override
    def follows(self, draft: Draft, before: Mapping[str, Any]) -> dict[str, Any]:
        fine = before.get("result") in (None, "未发现问题")
        return {"result": "发现问题"} if draft.part and fine else {}

    @override
    def made(self, whole: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
        return inspections.of_inspection(whole, part)

    @override
    def stored_as_told(self, draft: Draft, where: str) -> None:
        done = says_done(draft.part.get("how"))
        if draft.part.get("put_right_on") is None and done:
            self._undated.append(where)

    @override
    def notes(self) -> list[str]:
        found = super().notes() if self._has_columns or self.count else []
        if self._undated:
            found.append(
                f"这些行写着已整改，没有整改日期，还算待整改，请补上日期：{'、'.join(self._undated[:20])}。"
            )
        return found


def _told(draft: Draft) -> str:
    """The problem that stands where the result should, and that the operator says to be one."""
    _header, words = draft.said.get(_RESULT, ("", ""))
    found = draft.values.get(_RESULT) in ("发现问题", "当场整改")
    return words if found and words not in _TICKS else ""


def says_no_problem(raw: Any) -> bool:
    """Whether a cell says that nothing was found."""
    return blank(raw) or name_key(str(raw)).rstrip("。.") in _NO_PROBLEM
