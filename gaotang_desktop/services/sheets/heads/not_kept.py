"""Sheets of what this program does not keep: checks of ledgers, visits to named people, lists of names."""

import re
from collections.abc import Sequence

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.matching import bare_key

_VISITED = re.compile(
    r"(?:被走访|受访|被访|走访到)(?:人|人员|对象|户|户主|群众|居民|村民)?(?:姓名|名单)?"
    r"|走访(?:对象|户主|群众|农户)(?:姓名|名单)?|入户对象(?:姓名)?|户主(?:姓名)?"
)
_COUNTED = ("publicity-activities", "grid-counts", "key-group-counts")
_CHECKED = re.compile(
    r"(?:抽查|核查|被抽查|核实)(?:的)?(?:台账|台帐|记录|资料|内容|事项|条数|件数|份数)(?:名称|类别)?"
    r"|(?:不|基本)?属实(?:情况|条数|数|率|与否)?|是否(?:属实|真实)|核实(?:结果|情况|结论|方式)"
)
_SPOT = re.compile(r"抽查|核实|核查")
_OWN = ("inspections", "findings")
_PERSON = re.compile(
    r"(?:重点人员|人员|对象|服务对象|管控对象|帮扶对象)?姓名|身份证(?:号码?|件号码?)?|公民身份号码"
)


def refuse(kind: str, sheet: SheetRows, *, lacking: bool) -> None:
    """Refuse a sheet of what is not kept, and say what of it can be; ``lacking`` a required column.

    Raises:
        Unreadable: in a whole sentence.
    """
    heads = [bare_key(simplified(label)) for label in sheet.header]
    if kind == "key-group-counts" and lacking and (who := _named(heads, sheet, _PERSON)):
        raise Unreadable(
            f"这张表有“{who}”一列，是一人一行的名单。本程序不登记重点人员的姓名和身份证号，只登记人数："
            "请按村、类别数好人数，照“月份、村、类别、总数、已管控帮扶”做成一行一类再导入。"
        )
    if kind in _COUNTED and (who := _named(heads, sheet, _VISITED)):
        raise Unreadable(
            f"这张表是一人一行的走访记录（“{who}”）。本程序不登记走访到的每一个人，没有导入。"
            "能登记的是：每次入户走访的日期、村和户数，进“宣传活动”（形式写“入户走访”）；"
            "网格员一个月走访的户数，进“网格月报”；走访中听到的意见进“意见建议”，诉求进“诉求”，纠纷进“矛盾纠纷”。"
        )
    said = [label for label in heads if _CHECKED.fullmatch(label)]
    above = [simplified(text) for part in sheet.parts for text in (*part.above, part.sheet)]
    if lacking and kind not in _OWN and said and any(map(_SPOT.search, (*heads, *above))):
        named = "、".join(f"“{_written(sheet, each)}”" for each in said[:3])
        raise Unreadable(
            f"这张表是对台账、资料的抽查核实（{named}）。本程序不登记一条台账属实不属实，没有导入；"
            f"“{records.label_of('spot-checks')}”里只有夜里到村查岗的结果。"
            "能登记的是：这一次抽查进“检查督查”（类别写“资料台账”），查出来不属实的、要整改的进“问题”。"
        )


def _named(heads: Sequence[str], sheet: SheetRows, words: re.Pattern[str]) -> str:
    return next((_written(sheet, each) for each in heads if words.fullmatch(each)), "")


def _written(sheet: SheetRows, key: str) -> str:
    return next(label for label in sheet.header if bare_key(simplified(label)) == key)
