"""A list of villages by their groups (村民小组): the village's own figures stand in its subtotal."""

import re
from collections.abc import Mapping
from dataclasses import replace

from gaotang_desktop.domain.sheets.rows import RowError, SheetRow, SheetRows
from gaotang_desktop.services.sheets.references import name_key
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import bare_key

_GROUPS = {
    "组别", "组", "小组", "村民小组", "村民组", "组名", "小组名称", "村民小组名称", "自然村", "自然村名称",
    "网格", "网格名称", "楼栋", "居民小组",
}  # fmt: skip
_TOTAL = re.compile(r"\s*(?:小计|合计|总计|共计|汇总)[：:]?$")


def of_villages(sheet: SheetRows, columns: Mapping[str, str]) -> SheetRows:
    """A sheet with one row for each village, where it has one for each of its groups.

    A group is never stored as its village: where no subtotal stands below, it is asked for.
    """
    name = columns.get("name")
    groups = [label for label in sheet.header if bare_key(label) in _GROUPS and label != name]
    if name is None or not groups:
        return sheet
    of_village: dict[str, list[SheetRow]] = {}
    village = ""
    for row in sheet.rows:
        village = village if blank(row.values.get(name)) else str(row.values[name]).strip()
        of_village.setdefault(village, []).append(row)
    grouped = any(len(rows) > 1 for rows in of_village.values())
    if not grouped:
        return sheet
    totals = {
        name_key(_TOTAL.sub("", str(value))): row
        for row in sheet.aside
        if isinstance(value := row.values.get(name), str) and _TOTAL.search(value)
    }
    rows: list[SheetRow] = []
    questions: list[RowError] = []
    for village, theirs in of_village.items():
        total = totals.get(name_key(village))
        if total is not None:
            rows.append(replace(total, values={**total.values, name: village}))
            continue
        rows.append(theirs[0])
        if len(theirs) > 1 or not blank(theirs[0].values.get(groups[0])):
            said = (
                f"“{village}”按“{groups[0]}”分了 {len(theirs)} 行，没有“{village}合计”一行，"
                "一组的数不是全村的。请写成一个村一行，或者在下面加一行合计。"
            )
            questions.append(RowError(theirs[0].number, name, said))
    note = f"这张表按“{groups[0]}”分行，每个村取它的合计那一行，各组的行没有读入。"
    return replace(
        sheet,
        rows=tuple(rows),
        notes=(*sheet.notes, note),
        questions=(*sheet.questions, *questions),
    )
