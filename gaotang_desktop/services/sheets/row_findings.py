"""What the rows of a sheet of inspections found: 存在问题, 整改期限, 整改情况 beside the inspection.

Each row with a problem is one finding of its inspection, as if typed into the form. Rows that say
the same of the inspection are one inspection with several findings.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import inspections as queries
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.privacy import Cover
from gaotang_desktop.domain.sheets.rows import CellChange, RowError
from gaotang_desktop.domain.writings.dates import Around
from gaotang_desktop.services import inspections, records, rules
from gaotang_desktop.services.sheets.references import name_key
from gaotang_desktop.services.sheets.row_reading import Draft, RowReader
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import match_header

KIND = "inspections"
_TAKEN = ("text", "due_on", "measure", "put_right_on", "how", "unit_id")
_WORDS: Mapping[str, Sequence[str]] = {
    "text": (
        "存在的问题", "发现问题", "检查发现的问题", "检查发现问题", "问题隐患", "存在隐患", "隐患",
        "隐患情况", "存在问题及隐患", "问题描述", "主要问题",
    ),
    "due_on": ("限期整改时间", "整改时限", "整改截止日期", "整改截止", "限改日期"),
    "put_right_on": ("整改时间", "整改完成时间", "整改完成日期"),
    "how": ("整改落实情况", "整改结果", "落实整改情况", "整改完成情况"),
    "unit_id": ("责任单位", "整改单位", "整改责任单位"),
}  # fmt: skip
_NO_PROBLEM = {
    "", "无", "没有", "暂无", "正常", "合格", "良好", "无问题", "没有问题", "未发现", "未发现问题",
    "未发现隐患", "无隐患", "未见异常", "无异常", "/", "\\", "-", "--", "—", "——", "、", "空", "0",
}  # fmt: skip
_AT_ONCE = {
    "立即", "立即整改", "立行立改", "即查即改", "立查立改", "当场", "当场整改", "现场整改", "当天",
    "当日",
}  # fmt: skip
_DONE = {
    "已整改",
    "已完成",
    "整改完成",
    "已整改完成",
    "完成整改",
    "已完成整改",
    "整改到位",
    "已整改到位",
}


def columns(kind: str, header: Sequence[str], taken: Collection[str]) -> dict[str, str]:
    """By field of a finding its header, where a sheet of inspections says what was found.

    ``taken`` are headers that the inspection itself has, or that were put aside by hand.
    """
    if kind != KIND:
        return {}
    known = [each for each in records.fields_for("findings") if each.name in _TAKEN]
    words = {name: (*SYNONYMS["findings"].get(name, ()), *_WORDS.get(name, ())) for name in _TAKEN}
    free = [each for each in header if each not in taken]
    found = dict(match_header(free, known, words).by_field)
    return found if "text" in found else {}


def labels(kind: str, header: Sequence[str], taken: Collection[str]) -> dict[str, str]:
    """By header what it is of a finding, for the preview: 问题的整改期限."""
    known = {each.name: each.label for each in records.fields_for("findings")}
    return {
        label: "问题" if name == "text" else f"问题的{known[name]}"
        for name, label in columns(kind, header, taken).items()
    }


class RowFindings:
    """The findings of one import of inspections, inside its operation."""

    def __init__(
        self,
        session: Session,
        columns: Mapping[str, str],
        *,
        settings: Mapping[str, Any],
        today: date,
        town: str,
        cover: Cover,
    ) -> None:
        self._session, self._settings, self._today = session, settings, today
        self._columns = columns
        self._reader = RowReader(session, "findings", columns, today=today, town=town, cover=cover)
        self._known: dict[tuple[Any, ...], tuple[int, Mapping[str, Any]]] = {}
        self.count = 0
        self._joined = 0
        self._undated: list[str] = []
        self._differing: list[str] = []

    def about(self, part: int, around: Around) -> None:
        """What the title of a table says of its dates."""
        self._reader.about(part, around, {})

    def read(self, draft: Draft) -> None:
        """Put what a row found beside its inspection; what cannot be read is an error of the row."""
        if not self._columns:
            return
        row = draft.row
        cells = {name: row.values.get(header) for name, header in self._columns.items()}
        none = {name for name, raw in cells.items() if _says_none(raw)}
        at_once = name_key(str(cells.get("due_on") or "")) in _AT_ONCE
        unread = none | ({"due_on"} if at_once else set())
        values = {**row.values, **{self._columns[name]: None for name in unread}}
        typed = self._reader.draft(replace(row, values=values), draft.values.get("held_on"))
        if "text" in none:
            if "how" in cells and "how" not in none and blank(cells["text"]):
                said = "写了怎样整改，没有写问题。请写上问题，或者清空这一格。"
                header = self._columns["how"]
                draft.errors["finding how"] = RowError(row.number, header, said)
            return
        draft.errors |= {f"finding {name}": error for name, error in typed.errors.items()}
        draft.finding = dict(typed.values)
        if at_once:
            draft.finding["due_on"] = draft.values.get("held_on")
        if draft.values.get("result") == "未发现问题":
            draft.values["result"] = draft.written["result"] = "发现问题"

    def earlier(self, draft: Draft) -> tuple[int, Mapping[str, Any]] | None:
        """The inspection of an earlier row that says the same but for what was found."""
        return self._known.get(_same(draft)) if draft.finding else None

    def check(self, draft: Draft, whole: Mapping[str, Any]) -> None:
        """Work the finding of an inspection out; what cannot be right is an error of the row."""
        if not draft.finding or draft.errors or not isinstance(whole.get("held_on"), date):
            return
        finding = inspections.of_inspection(whole, draft.finding)
        rules.complete(self._session, self._settings, "findings", finding)
        for name, said in records.check("findings", finding, today=self._today).items():
            header = self._columns.get(name, "")
            draft.errors[f"finding {name}"] = RowError(draft.row.number, header, said)
        draft.finding = finding

    def store(
        self, draft: Draft, where: str, inspection: int, whole: Mapping[str, Any]
    ) -> tuple[CellChange, ...]:
        """Store the finding of a row, or what an earlier import of it did not know yet.

        What is stored already stays as it is. Returns what changed, in words.
        """
        finding = draft.finding
        if not finding:
            return ()
        if _same(draft) in self._known:
            self._joined += 1
        self._known.setdefault(_same(draft), (inspection, dict(whole)))
        if finding.get("put_right_on") is None and name_key(finding.get("how") or "") in _DONE:
            self._undated.append(where)
        stored = next(
            (
                each.id
                for each in queries.findings_of(self._session, inspection)
                if name_key(each.text) == name_key(finding["text"])
            ),
            None,
        )
        if stored is None:
            records.store(self._session, "findings", {**finding, "inspection_id": inspection})
            self.count += 1
            return (CellChange("问题", "", finding["text"]),)
        return self._filled_in(draft, where, stored, finding)

    def notes(self) -> list[str]:
        """What to tell the operator of the findings."""
        found = []
        if self._columns:
            named = "".join(f"“{header}”" for header in self._columns.values())
            more = (
                f"有 {self._joined} 行和前面的行是同一次检查，只登记一次。" if self._joined else ""
            )
            found.append(f"{named}登记为检查发现的问题，一行一个，新登记 {self.count} 个。{more}")
        if self._undated:
            found.append(
                f"这些行写着已整改，没有整改日期，还算待整改，请补上日期：{'、'.join(self._undated[:20])}。"
            )
        if self._differing:
            found.append(
                "这些行的问题已经登记过，和表里不一样的没有改，请在“问题整改”里核对："
                f"{'、'.join(self._differing[:20])}。"
            )
        return found

    def _filled_in(
        self, draft: Draft, where: str, stored: int, finding: Mapping[str, Any]
    ) -> tuple[CellChange, ...]:
        record = self._session.get(CATALOGUE["findings"], stored)
        known = {each.name: each for each in records.fields_for("findings")}
        before = {name: getattr(record, name) for name in known}
        said = {name: finding[name] for name in self._columns if finding.get(name) is not None}
        new = {name: value for name, value in said.items() if before[name] is None}
        if any(before[name] not in (None, value) for name, value in said.items() if name != "text"):
            self._differing.append(where)
        if not new:
            return ()
        after = {**before, **new}
        if records.check("findings", after, today=self._today):
            self._differing.append(where)
            return ()
        records.store(self._session, "findings", new, record_id=stored)
        return tuple(
            CellChange(f"问题的{known[name].label}", "", fields.show(known[name], value))
            for name, value in new.items()
        )


def _says_none(raw: Any) -> bool:
    return blank(raw) or name_key(str(raw)).rstrip("。.") in _NO_PROBLEM


def _same(draft: Draft) -> tuple[Any, ...]:
    return tuple(sorted((name, str(value)) for name, value in draft.values.items()))
