"""A table of tasks: its lines, its headings, its rows, and the column that names the tasks."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from gaotang_desktop.domain.plan_text.lines import Line
from gaotang_desktop.domain.plan_text.tables import columns
from gaotang_desktop.domain.plan_text.tables.columns import Kind
from gaotang_desktop.domain.plan_text.tables.rows import Row

# 土地类, 宣传方面: names of groups, whatever their heading says.
_GROUPS = re.compile(r"[\u4e00-\u9fff](?:类|方面|领域|系统|战线|板块)$")
_LONGEST_NAME = 24
# Where it is done and how large it is, which is no name of what is done: 点位 | 整治措施.
_PLACES = re.compile(
    r"点位|隐患点|位置|地点|地址|部位|处所|路段|村组|住址|威胁|对象|规模|数量|面积|人数|户数"
)


@dataclass
class Table:
    """A table of tasks: where its lines begin and end among all lines, its headings and rows."""

    start: int
    end: int
    head: list[Line]
    headings: list[str]
    kinds: list[Kind | None]
    rows: list[Row]

    @cached_property
    def task(self) -> int:
        """The column of what is to be done: the surest heading, or one behind it that varies more."""
        free = [at for at, kind in enumerate(self.kinds) if kind is None]
        ranked = sorted(free, key=lambda at: -columns.rank_of(self.headings[at]))
        if not ranked:
            return 0
        best = ranked[0]
        for other in free:
            if other > best and self._names_rows_better(other, best):
                return other
        if columns.rank_of(self.headings[best]) <= 1:
            # 防区 | 防控措施: what is done is no name where a column in front gives each row its own.
            unknown = (
                at
                for at in free
                if at < best
                and columns.rank_of(self.headings[at]) < 0
                and not _PLACES.search(self.headings[at])
            )
            return next((at for at in unknown if self._tells_rows_apart(at)), best)
        return best

    def _tells_rows_apart(self, at: int) -> bool:
        rows = [row for row in self.rows if not row.only and at < len(row.cells)]
        cells = [row.cells[at].strip() for row in rows]
        short = all(0 < len(cell) <= _LONGEST_NAME for cell in cells)
        return bool(self.headings[at].strip()) and short and len(set(cells)) == len(rows) > 1

    def _names_rows_better(self, other: int, best: int) -> bool:
        rows = [row for row in self.rows if not row.only]
        if rows and all(_GROUPS.search(row.cells[best]) for row in rows):
            return True
        repeated = sum(best in row.carried for row in rows)
        repeated += sum(a.cells[best] == b.cells[best] for a, b in pairwise(rows))
        told = {row.cells[other] for row in rows if other not in row.carried and row.cells[other]}
        return repeated > 0 and len(told) == len(rows)
