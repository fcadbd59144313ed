"""What a row of a table of tasks states: whose it is, until when, and what is to be done."""

import re
from collections.abc import Collection

from gaotang_desktop.domain.plan_text.lines import Joined, marker_of
from gaotang_desktop.domain.plan_text.pieces import PlanWarning
from gaotang_desktop.domain.plan_text.tables import columns
from gaotang_desktop.domain.plan_text.tables.columns import UNITS, Kind
from gaotang_desktop.domain.plan_text.tables.rows import SAME, Row
from gaotang_desktop.domain.plan_text.tables.table import Table
from gaotang_desktop.domain.plan_text.whose.labels import begins_with_label
from gaotang_desktop.domain.plan_text.whose.responsibilities import (
    Responsibilities,
    find,
    read_names,
)
from gaotang_desktop.domain.plan_text.whose.unit_names import without_persons

_SAYS_NOTHING = re.compile(r"[/\\—\-–无略\s]*")


def read_row(table: Table, row: Row, known: Collection[str]) -> tuple[Responsibilities, str]:
    """What the columns of a row state, and the words of its task without numbering."""
    result = Responsibilities(statements=1, warnings=list(row.warnings))
    line = row.lines[0].number
    task = row.cells[table.task]
    mark = marker_of(task)
    title = task[mark.length :].strip() if mark and mark.length < len(task) else task
    found = find(Joined(title, (0,), (line,)), known)
    more: list[str] = []
    sharing = _villages_with_a_share(table, row)
    for at, kind in enumerate(table.kinds):
        cell, heading = row.cells[at], table.headings[at]
        if (
            not cell
            or at == table.task
            or kind in (Kind.ORDINAL, Kind.FIGURE)
            or _SAYS_NOTHING.fullmatch(cell)
        ):
            continue
        if kind in UNITS:
            if at in row.carried:
                words = f"“{heading}”这一格是空的，按上面一行的“{cell}”读入，请核对。"
                result.warnings += [PlanWarning(line, words)] if not _marked_same(row) else []
            role = {Kind.LEAD: "lead", Kind.ANSWER: "answer", Kind.ASSIST: "assist"}[kind]
            if re.search(r"责任人|负责人|领导", heading):
                cell, persons = without_persons(cell)
                words = f"“{heading}：{persons}”是人员，没有作为责任单位读入，请核对。"
                result.warnings += [PlanWarning(line, words)] * bool(persons)
            _read_labelled(cell, role, line, known, result)
        elif kind is Kind.DEADLINE:
            result.deadlines.append((line, cell.replace("\n", "")))
        elif kind is Kind.SHARE:
            more.append(f"{heading}：{cell}")
        elif kind is Kind.PERSON:
            words = f"“{heading}：{cell}”是人员，没有作为责任单位读入，请核对。".replace("\n", "、")
            result.warnings.append(PlanWarning(line, words))
        elif at not in row.carried and at > table.task:
            more.append(f"{heading}：{cell}")
    if sharing:
        alone = not (result.lead or result.answer or result.assist or found.found)
        (result.lead if alone else result.assist).extend(
            each for each in sharing if each not in result.answer + result.lead + result.assist
        )
        words = f"{'、'.join(sharing)}各有自己的数，按{'责任' if alone else '配合'}单位读入，数写在任务内容里，请核对。"
        result.warnings.append(PlanWarning(line, words))
    result.lead += [each for each in found.lead if each not in result.lead]
    result.assist += [each for each in found.assist if each not in result.assist]
    result.deadlines = result.deadlines or found.deadlines
    result.settle()
    result.text = "\n".join([found.text, *more])
    return result, found.text


def _villages_with_a_share(table: Table, row: Row) -> list[str]:
    """The villages over columns of figures that have one in this row: 东村 over 320."""
    return [
        heading
        for kind, cell, heading in zip(table.kinds, row.cells, table.headings, strict=True)
        if kind is Kind.SHARE and cell and columns.has_share(cell)
    ]


def _marked_same(row: Row) -> bool:
    """Whether the file itself says that cells of this row go on from above."""
    return any(mark in line.raw for line in row.lines for mark in SAME)


def _read_labelled(
    cell: str, role: str, line: int, known: Collection[str], result: Responsibilities
) -> None:
    """Names of a cell, also where it says itself who leads: 牵头：派出所 配合：各村."""
    if begins_with_label(cell):
        inner = find(Joined(cell, (0,), (line,)), known)
        result.lead += inner.lead
        result.assist += inner.assist
        result.deadlines += inner.deadlines
        return
    read_names(cell, role, line, known, result)
