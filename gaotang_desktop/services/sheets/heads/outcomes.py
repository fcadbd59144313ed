"""Headings that say how a matter stands, in whatever words: 是否采纳, 整改情况, 当前进度, 办完没有."""

import re
from collections.abc import Iterable, Mapping

from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services.sheets import settled
from gaotang_desktop.services.sheets.cells.none_said import says_none
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.grids import blank
from gaotang_desktop.workbooks.matching import bare_key

_DEEDS = (
    "采纳|办结|办理|办完|办好|处理|处置|化解|调解|调处|解决|落实|整改|完成|答复|回复|反馈|结案|销号|息诉|息访|摘牌|达标"
    "|整治|开展|受理|闭环|合格|通过"
)
_ASKS = re.compile(
    rf"是否.{{0,4}}(?:{_DEEDS}|成功)(?:到位|完毕|完成|办结)?|.{{0,6}}(?:{_DEEDS})(?:没有?|与否|了没有?|了吗)"
)
_STANDS = re.compile(r".{0,6}(?:状态|进度|进展)(?:情况)?|.{0,6}结案与否")
# 办理 by itself may stand over who does it.
_TELLS = re.compile(
    rf".{{0,6}}(?:{_DEEDS})(?:情况|结果|结论)|(?:结案|办结|了结|化解)方式"
    r"|.{0,4}(?:采纳|办结|完成|销号|结案|闭环|达标)"
)
_OTHERS = re.compile(
    r"需要|愿意|希望|拟|满意|回访|协议|反馈|措施|要求|单位|部门|风险|网格|签收|履行"
)
_FOUND = re.compile(
    r"是否(?:合格|达标|存在问题|有问题|发现问题|存在隐患|有隐患)|.{0,6}(?:结论|结果|评定|评价)|合格情况"
)
_LONGEST = 8  # characters of a state; longer words tell how it went


def headings(kind: str, free: Iterable[str]) -> list[str]:
    """The headings among these that say how a matter of a kind stands, the plainest first."""
    keyed = [(bare_key(simplified(each)), each) for each in free]
    if kind == "inspections":  # 是否整改 is said of what was found
        return [each for key, each in keyed if _FOUND.fullmatch(key)]
    keyed = [(key, each) for key, each in keyed if not _OTHERS.search(key)]
    found = [each for way in (_STANDS, _ASKS, _TELLS) for key, each in keyed if way.fullmatch(key)]
    return list(dict.fromkeys(found))


def text_of_end(kind: str, sheet: SheetRows, columns: Mapping[str, str]) -> str:
    """The text that a column taken for the state tells instead, ``""`` where it is the state.

    已安装 under 办理情况 beside 答复时间 is the answer, and the day says that it ended; so it is where every
    cell tells a state of its own, a deed, or stands beside that day, and no other column holds such words.
    """
    ending = settled.ENDINGS.get(kind)
    if ending is None or not ending.done or not ending.day or not ending.words:
        return ""
    label, day = columns.get(ending.state), columns.get(ending.day)
    if label is None or ending.words[0] in columns or not _TELLS.fullmatch(
        bare_key(simplified(label))
    ):  # fmt: skip
        return ""
    unknown = False
    for row in sheet.rows:
        if blank(words := row.values.get(label)):
            continue
        if settled.bare(words) in settled.YES | settled.NO:
            return ""
        if settled.tells_deed(kind, words):
            unknown = True
        elif settled.state_in(kind, words) is None:
            if blank(row.values.get(day or "")) or len(settled.bare(words)) < 2:
                return ""
            unknown = True
    return ending.words[0] if unknown else ""


def of_state(kind: str, state: Field, sheet: SheetRows, free: Iterable[str]) -> str | None:
    """The column that holds the state of each row: short words alone, some of them ours if any are."""
    found: list[tuple[bool, str]] = []
    for label in headings(kind, free):
        said = [value for row in sheet.rows if not blank(value := row.values.get(label))]
        said = [value for value in said if not says_none(state, value)]
        if said and all(len(str(value).strip()) <= _LONGEST for value in said):
            known = (settled.said_under(label, state, kind, each) in state.choices for each in said)
            found.append((any(known), label))
    return next((label for known, label in found if known), found[0][1] if found else None)
