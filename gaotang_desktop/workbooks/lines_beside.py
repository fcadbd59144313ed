"""Lines of a table that are no record: totals, signatures, notes, the number of a page."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from gaotang_desktop.simplified import simplified

FOOT, TOTAL = "表尾说明", "合计"
_TOTALS = re.compile(
    r"(?:.{0,8}(?:合计|总计|小计|共计)|本月合计数?|.{0,9}累计)(?:[（(].{0,6}[）)])?[：:]?"
    r"|(?:全镇|全乡|全县|全街道|各村)(?:平均|合计|总计|总体|汇总|均值)|平均值?|(?:镇|乡)平均"
)
_WHOLE = re.compile(r"全镇|全乡|全县|全街道|各村")
_SUM = re.compile(r"(?:全[镇乡])?(?:合计|总计|小计|共计)")
_FIGURE = re.compile(r"\d[\d.,]*[%％]?")
_TOTALS_SAID = re.compile(r"(?:本[页月周]|全[镇乡])?(?:合计|总计|小计|共计|累计)(?:[：:]|\d|共).*")
_PAGE = re.compile(
    r"[-—]?第?\d{1,4}页?(?:[,，/、]?共\d{1,4}页|页)[-—]?|第\d{1,4}页|共\d{1,4}页|第\d{1,4}页/共\d{1,4}页(?:合计|共).*"
)
# 大湾村未报: a word about a village from which nothing came, and no village of that name.
_NOT_SENT = re.compile(r".{1,12}?(?:未|没|没有|尚未|暂未)(?:上报|报送|报来|提供|反馈|[报交])[。.]?")
_CLOSING = re.compile(r"(填表|制表|填报|审核|审批|负责|联系|注|备注|说明)[^：:]{0,6}[：:]")
_SIGNED = re.compile(r"[^：:，。；]{1,14}[：:]")
_LABEL = re.compile(r"[^：:，。；]{1,8}[：:]\s*")
_SEAL = re.compile(r"[（(](?:盖章|公章|签名|签字|签章|单位盖章)[)）]")
_DAY = re.compile(r"(?:\d{2,4}[年./-])?\d{1,2}[月./-](?:\d{1,2}日?)?|\s*年\s*月\s*日")
_NOTES = {"备注", "说明", "注", "附注", "注释"}
_SENTENCE = re.compile(
    r"(?:共|本[页表月周季]|以上|截至)\D{0,12}\d.*|(?:另|注|说明|附|备注|统计)[：:].*|.*零报告.{0,2}"
    r"|(?:共?收集|征集|受理|排查|化解|办结|开展)\D{0,6}\d+[件条起次场].*[。：:].*"
    r"|.{1,16}[（(](?:盖章|公章|签章|单位盖章|签字)[)）][：:]?"
)
_COUNT = re.compile(r"共\D{0,4}\d+\D{0,3}")  # 共征集5条, in whichever column
_FEWEST_COLUMNS = 3  # of a table below which a sentence can be told from a record


def reason(filled: Sequence[tuple[int, Any]]) -> str:
    """Why a row is no record by its words alone, wherever it stands; ``""`` for a record."""
    first = filled[0][1]
    bare = re.sub(r"\s", "", simplified(first)) if isinstance(first, str) else ""
    if _TOTALS.fullmatch(bare) or (len(filled) < 3 and _TOTALS_SAID.fullmatch(bare)):
        return TOTAL
    if _WHOLE.fullmatch(bare) and sum(map(_is_figure, filled[1:])) * 2 >= len(filled) - 1:
        return TOTAL  # among responsible units 各村 is one: its cells are words
    if _sums_beside(filled) or (len(filled) == 2 and _counted_up(filled[1][1])):
        return TOTAL
    if len(filled) == 1 and _PAGE.fullmatch(bare):
        return "页码"
    if len(filled) == 1 and _NOT_SENT.fullmatch(bare):
        return f"“{bare}”"
    if bare in _NOTES and len(filled) < 3:
        return FOOT
    said = [value.strip() if isinstance(value, str) else "" for _, value in filled]
    return FOOT if all(_CLOSING.match(simplified(each)) for each in said) else ""


def _sums_beside(filled: Sequence[tuple[int, Any]]) -> bool:
    """Whether a total stands after whose or which month it is, before its figures: 北村, 小计, 14."""
    values = [value for _, value in filled]
    for at, value in enumerate(values[1:4], start=1):
        if isinstance(value, str) and _SUM.fullmatch(re.sub(r"\s", "", simplified(value))):
            return any(map(_is_figure, filled[at + 1 :]))
    return False


def _is_figure(cell: tuple[int, Any]) -> bool:
    value = cell[1]
    return isinstance(value, (int, float)) or bool(_FIGURE.fullmatch(str(value).strip()))


def _counted_up(value: Any) -> bool:
    """Whether a cell counts up in words what stands above it: 合计2件."""
    said = re.sub(r"\s", "", simplified(value)) if isinstance(value, str) else ""
    return re.search(r"\d", said) is not None and _TOTALS_SAID.fullmatch(said) is not None


def feet(rows: Sequence[tuple[int, Sequence[Any]]], columns: Sequence[int]) -> set[int]:
    """The numbers of the rows at the end of a table that only sign it or say something of it.

    Signatures stand as 记录人：侯某, one or several beside a day or a seal; a sentence stands alone.
    """
    found: set[int] = set()
    for number, values in reversed(rows):
        filled = [(at, v) for at, v in enumerate(values) if not _empty(v)]
        if filled and not (_signs(filled, columns) or reason(filled)):
            # Where records have a single cell each, a sentence cannot be told from them.
            return found if len(filled) > 1 else set()
        if filled and not reason(filled):
            found.add(number)
    return found if len(found) < len(rows) else set()


def _signs(filled: Sequence[tuple[int, Any]], columns: Sequence[int]) -> bool:
    width = len(columns)
    said = [value.strip() for _, value in filled if isinstance(value, str)]
    days = sum(isinstance(value, date) for _, value in filled)
    if len(filled) == 1 and width >= _FEWEST_COLUMNS and said and _COUNT.fullmatch(said[0]):
        return True
    if width < _FEWEST_COLUMNS or filled[0][0] not in columns[:2] or len(said) + days < len(filled):
        return False
    signed = [each for each in said if _SIGNED.match(each)]
    # 审核人： | 张主任: a name in the cell behind its label.
    behind = {at for at, each in enumerate(said, start=1) if _LABEL.fullmatch(each)}
    others = [each for at, each in enumerate(said) if each not in signed and at not in behind]
    if signed and all(_SEAL.fullmatch(each) or _DAY.fullmatch(each) for each in others):
        return len(filled) * 2 <= width or not others
    return len(filled) == 1 and bool(said) and _SENTENCE.fullmatch(said[0]) is not None


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
