"""The worksheets of one file: what each is by its name, and several read as one table."""

import re
from collections.abc import Sequence

from gaotang_desktop.domain.sheets.rows import SheetRow, SheetRows

_NO_RECORDS = re.compile(
    r"(?:填[写表报]|使用|导入)?(?:说明|须知|要求)|样表?|样例|示[例范].*|模板|范[例本]|封面|目录"
    r"|可选内容|选项|下拉.*|字典|代码表?|.*(?:填[写表报]说明|样表|示例|模板)"
)
_PUT_AWAY = re.compile(r".*(?:作废|草稿|备份|废表|旧表|旧数据|勿用|不用)(?:[（(].{0,6}[）)]|\d*)")
_FEWEST_ALIKE = 0.5  # of the rows of a worksheet that stand in others: it is a copy of them


def holds_no_records(name: str) -> bool:
    """Whether a worksheet is there to explain the others, by its name: 填表说明, 样表, 封面."""
    return _NO_RECORDS.fullmatch(name.strip()) is not None


def is_put_away(name: str) -> bool:
    """Whether a worksheet was put away by whoever sent it, by its name: 作废, 旧数据."""
    return _PUT_AWAY.fullmatch(name.strip()) is not None


def repeats(table: SheetRows, others: Sequence[SheetRows]) -> int:
    """How many rows of a table stand in others too, where those are most of its rows; else 0."""
    known = {_cells(row, each.header) for each in others for row in each.rows}
    alike = sum(_cells(row, table.header) in known for row in table.rows)
    return alike if alike > len(table.rows) * _FEWEST_ALIKE else 0


def _cells(row: SheetRow, header: Sequence[str]) -> frozenset[str]:
    said = (str(row.values.get(label) or "").strip() for label in header)
    return frozenset(each for each in said if each)
