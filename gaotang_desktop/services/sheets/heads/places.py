"""The village of a row where no column is called so: in an address, a grid's name, a line above it."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services.sheets.heads.joined import with_column
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import bare_key

_PLACES = (
    "所属网格", "网格名称", "所在网格", "网格", "住址", "家庭住址", "居住地址", "现住址", "地址", "所在地址",
    "详细地址", "经营地址", "场所地址", "检查地址", "地点", "事发地址", "事发地点", "发生地点", "发生地址", "发生地", "事发地", "纠纷发生地",
    "定位地址", "所在地", "意见箱位置", "位置", "村组", "所在村组", "所属村组", "居住村组", "村组别", "村组名称",
    "活动地点", "活动地址", "宣传地点", "诉求地址", "诉求地点", "反映地址", "事件地址", "事件地点", "隐患地点", "隐患位置",
    "隐患部位", "检查地点", "问题地点", "开展地点", "开展地址", "举办地点", "举办地址", "宣讲地点", "发放地点", "走访地点",
    "排查地点", "活动场地", "活动场所", "宣传地址", "纠纷地点", "纠纷地址", "案发地", "案发地点", "发案地点", "涉事地点",
)  # fmt: skip
_VILLAGE_IN = re.compile(
    r"(?:[^村\s/]{0,12}?(?:省|市|县|区))?(?:[^村\s/]{1,6}?(?:镇|乡|街道办?))?[\s/／\-—>]*"
    r"([\u3400-\u9fff]{1,6}?(?:村|社区|居委会))"
)


def with_villages(sheet: SheetRows, village: Field, free: Collection[str]) -> SheetRows:
    """A sheet with the villages that begin the addresses of its rows in a column of their own.

    Where at least half of an address column begins so; what does not is left empty, of a village that
    every record must have it stays as it is and is asked about.
    """
    by_key = {bare_key(label): label for label in free}
    for place in _PLACES:
        label = by_key.get(place)
        if label is None or village.label in sheet.header:
            continue
        filled = [row.values[label] for row in sheet.rows if not blank(row.values.get(label))]
        found = [village_in(value) for value in filled]
        if not filled or sum(map(bool, found)) * 2 < len(filled):
            continue
        rows = tuple(
            replace(
                row,
                values={
                    **row.values,
                    village.label: village_in(row.values.get(label))
                    or (row.values.get(label) if village.required else None),
                },
            )
            for row in sheet.rows
        )
        note = f"没有“{village.label}”一列，{village.label}取自“{label}”开头的村名，请核对。"
        return with_column(replace(sheet, rows=rows), village.label, label, note)
    return sheet


def village_in(value: Any) -> str:
    """The village with which an address begins: 高塘镇/北村/第三网格 → 北村; ``""`` where none does."""
    found = _VILLAGE_IN.match(re.sub(r"\s", "", str(value))) if isinstance(value, str) else None
    return found[1] if found else ""
