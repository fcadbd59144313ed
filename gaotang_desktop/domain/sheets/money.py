"""Sums of money in ten thousands of yuan, as a heading says it or a line over the table.

损失金额（万元） speaks for its column; 单位：起、万元 over a table for every sum whose heading has no unit of its own.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.sheets.rows import Part
from gaotang_desktop.simplified import simplified

_YUAN = "元"
_HEADING = re.compile(r"(?:万元|[（(]\s*(?:单位[：:])?\s*万)\s*[)）]?\s*$")
_OWN_UNIT = re.compile(r"[元万]\s*[)）]?\s*$")
_OVER = re.compile(r"单位\s*[：:]\s*([^：:。；;）)]+)")
_WORDS = re.compile(r"[、，,/／和\s]+")


def is_in_ten_thousands(header: str) -> bool:
    """Whether a heading says that its numbers are ten thousands of yuan: 损失金额（万元）."""
    return _HEADING.search(header) is not None


def by_headings(known: Mapping[str, Field], columns: Mapping[str, str]) -> frozenset[str]:
    """The sums of ``columns`` (field → heading) whose heading says ten thousands: 2.5 there is 2.5万."""
    sums = (name for name in columns if known[name].unit == _YUAN)
    return frozenset(name for name in sums if is_in_ten_thousands(columns[name]))


def as_ten_thousands(raw: Any) -> Any:
    """A cell of such a column: 2.5 is 2.5万; what says its own unit (15000元, 2万) keeps it."""
    text = str(raw).strip()
    if text.endswith(("元", "万")) or not re.search(r"[\d零〇一二两三四五六七八九十]", text):
        return raw  # 无 in such a column is none, and no number of ten thousands
    return f"{text}万"


def over_table(
    part: Part, known: Sequence[Field], columns: Mapping[str, str]
) -> tuple[frozenset[str], list[str]]:
    """The sums that a line over a table (单位：起、万元) makes ten thousands, and what to tell of it.

    None where the line says 元 as well, and never a column whose own heading has a unit.
    """
    for text in part.above:
        for said in _OVER.findall(simplified(text)):
            units = {*_WORDS.split(said.strip())}
            if not units & {"万元", "万"} or _YUAN in units:
                continue
            sums = [
                each
                for each in known
                if each.unit == _YUAN
                and each.name in columns
                and not _OWN_UNIT.search(columns[each.name])
            ]
            told = [
                f"表上写着“单位：{said.strip()}”，“{each.label}”按万元读，请核对。" for each in sums
            ]
            return frozenset(each.name for each in sums), told
    return frozenset(), []
