"""Whether a finding was put right, where a sheet says so by 是 and 否: 是否整改到位."""

from dataclasses import replace
from datetime import date
from typing import Any

from gaotang_desktop.domain.sheets.rows import RECORD_MARK, RowError, SheetRow, SheetRows
from gaotang_desktop.services.sheets import settled
from gaotang_desktop.services.sheets.heads.words import general_words
from gaotang_desktop.services.sheets.part_words import PARTS
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import bare_key

KINDS = ("findings", "inspections")
_ASKED = {
    "是否整改到位", "是否整改", "是否已整改", "是否完成整改", "是否整改完成", "是否到位", "整改是否到位",
    "整改是否完成", "是否落实整改", "是否完成", "是否销号", "是否闭环",
}  # fmt: skip
_YES = {
    "是", "已", "√", "✓", "✔", "☑", "已整改", "已到位", "到位", "完成", "已完成", "整改到位", "已整改到位", "有", "已销号", "销号", "已闭环",
}  # fmt: skip
_NO = {
    "否", "未", "×", "✗", "✘", "没有", "没", "未整改", "未到位", "未完成", "整改中", "正在整改", "部分整改", "未销号", "未闭环",
}  # fmt: skip
_RESULT, _HOW, _DAY = "回头看结果", "整改情况", "整改日期"
_TOLD = 20


def gathered(kind: str, sheet: SheetRows) -> SheetRows:
    """A sheet whose 是否整改到位 stands where the office keeps it, and what has to be asked.

    With a day of the recheck it is what that found; else 是 says that the finding was put right,
    of which the day is asked for, and 否 that it was not. Any other sheet comes back as it is.
    """
    if kind not in KINDS or RECORD_MARK in sheet.header:
        return sheet
    flag = next((label for label in sheet.header if bare_key(label) in _ASKED), None)
    looked, result = _header(kind, sheet, "rechecked_on"), _header(kind, sheet, "recheck")
    how, day = _header(kind, sheet, "how"), _header(kind, sheet, "put_right_on")
    if flag is None:
        return _undated(kind, sheet, how, day, looked)
    result, how = result or _RESULT, how or _HOW
    kept = [label for label in sheet.header if label != flag]
    header = tuple(dict.fromkeys((*kept, how, *((result,) if looked else ()))))
    rows: list[SheetRow] = []
    questions = list(sheet.questions)
    for row in sheet.rows:
        values: dict[str, Any] = dict.fromkeys(header)
        values |= {label: row.values.get(label) for label in kept}
        said = str(row.values.get(flag) or "").strip()
        yes, no = said in _YES, said in _NO
        if said and not yes and not no and said not in ("/", "-", "—", "无"):
            asked = f"“{flag}”写着“{said}”，看不出整改到位没有，请写“是”或者“否”。"
            questions.append(RowError(row.number, flag, asked, ("是", "否")))
        dated = day is not None and not blank(row.values.get(day))
        if looked is not None and not blank(row.values.get(looked)):
            if (yes or no) and blank(values[result]):
                values[result] = "已整改" if yes else "未整改"
        elif no and dated:
            asked = f"写着没有整改到位，又写了{_DAY}，请改正其中一个。"
            questions.append(RowError(row.number, flag, asked))
        if yes and blank(values[how]):
            values[how] = "已整改到位"
        rows.append(replace(row, values=values))
    notes = (*sheet.notes, f"“{flag}”读作是不是已经整改、{_RESULT}。")
    sheet = replace(sheet, header=header, rows=tuple(rows), notes=notes, questions=tuple(questions))
    return _undated(kind, sheet, how, day, looked)


def _undated(
    kind: str, sheet: SheetRows, how: str | None, day: str | None, looked: str | None
) -> SheetRows:
    """With a column for the day on which a finding was put right, where a row says so without it."""
    done = [
        row
        for row in sheet.rows
        if (day is None or blank(row.values.get(day)))
        and (
            (how is not None and settled.says_done(row.values.get(how)))
            or (looked is not None and not blank(row.values.get(looked)))
        )
    ]
    if not done:
        return sheet
    if day is None:
        rows = tuple(replace(row, values={**row.values, _DAY: None}) for row in sheet.rows)
        sheet, day = replace(sheet, header=(*sheet.header, _DAY), rows=rows), _DAY
    asked = tuple(
        RowError(
            row.number, day,
            f"写了{looked}，没有写{_DAY}：请填上整改好的那一天，不晚于{looked}。",
            (words,) if (words := _written(row.values.get(looked))) else (),
        )
        for row in done
        if looked is not None and not blank(row.values.get(looked))
    )  # fmt: skip
    sheet = replace(sheet, questions=(*sheet.questions, *asked))
    open_ = [row for row in done if looked is None or blank(row.values.get(looked))]
    if kind != "findings" or not open_:
        return sheet
    named = "、".join(sheet.where(row) for row in open_[:_TOLD])
    more = f"等 {len(open_)} 行" if len(open_) > _TOLD else ""
    note = f"这些行写着已整改，没有整改日期，还算待整改，请补上日期：{named}{more}。"
    return replace(sheet, notes=(*sheet.notes, note))


def _written(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def _header(kind: str, sheet: SheetRows, name: str) -> str | None:
    part = PARTS["inspections"].words.get(name, ())
    own = SYNONYMS["findings"].get(name, ())
    words = {bare_key(word) for word in (*_LABELS[name], *own, *part)}
    if kind == "findings" and name == "put_right_on":
        words |= {bare_key(word) for word in general_words(kind)[name]}
    return next((label for label in sheet.header if bare_key(label) in words), None)


_LABELS = {
    "rechecked_on": ("回头看日期",),
    "recheck": (_RESULT,),
    "how": (_HOW,),
    "put_right_on": (_DAY,),
}
