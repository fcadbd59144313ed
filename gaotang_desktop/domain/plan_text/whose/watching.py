"""The units that words begin with, and those that are only seen to by others: 司法所督促各村落实制度."""

import re
from collections.abc import Collection

from gaotang_desktop.domain.plan_text.whose.unit_names import looks_like_unit, unit_list
from gaotang_desktop.domain.units import fold

# 综治中心组织 ends in no 组, 各村公开村务 in no 村.
_WORDS_CUT = re.compile(
    "组[织建成]|队[伍列]|办[理结公]|部署|处[置理罚]|所[有在辖属]|村[务民庄级道口内头规]|区[域内]|校[园车外内舍]|站点|会[议商场]|"
    "厂[房区]|场[地所]|院[内落]|园区|局面|业[务主]|科[学技]|室内"
)
# A督促B做…: B does it, and A helps.
_WATCHES_OTHERS = re.compile(
    r"(?:定期|及时|积极)?(?:监督|督促|督导|指导)(?:和|与|、)?(?:监督|督促|督导|指导|检查|帮助)?"
)
_NO_DEED = re.compile(r"[ ,、。;]|的|工作(?:$|[,。;])|情况|和|及|与|等|$")
# Whom no office gives work: a task about them is that of the unit that sees to it.
_OUTSIDERS = re.compile(
    r"(?:企业|公司|物业|单位|商户|业主|经营者|家长|监护人|房[主东]|场所|工厂|厂|店|市场|工地|银行|医疗机构|机构)$"
)


def outside(name: str, known: Collection[str] = ()) -> bool:
    """Whether a name is of those whom no office gives work: firms, owners, parents."""
    return _OUTSIDERS.search(fold(name)) is not None and name not in known


def leading_units(words: str, known: Collection[str]) -> tuple[tuple[str, ...], int]:
    """The longest list of units that the words begin with, and its length."""
    words = re.split("[，,。；;：:]", words, maxsplit=1)[0]
    doubtful: tuple[tuple[str, ...], int] = (), 0
    for end in range(min(len(words), 60), 1, -1):
        if _WORDS_CUT.fullmatch(words, end - 1, min(end + 1, len(words))):
            continue
        if names := unit_list(words[:end], known):
            if looks_like_unit(names[-1], known):
                return names, end
            # 中心校、民政办、卫生院自: a list may hold a name unlike a unit, and rarely ends in one.
            doubtful = doubtful if doubtful[0] else (names, end)
    return doubtful


def watched_units(words: str, known: Collection[str] = ()) -> tuple[tuple[str, ...], ...]:
    """Who sees to it that others do something, and these: 司法所督促各村落实…; else nothing."""
    return watched(words, known)[:2]


def watched(
    words: str, known: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...], int] | tuple[()]:
    """Like :func:`watched_units`, with the length of the words up to the deed."""
    folded = fold(words)
    for hit in _WATCHES_OTHERS.finditer(folded, 2):
        second, length = leading_units(words[hit.end() :], known)
        inside = any(outside(name, known) for name in second)
        if not second or inside or _NO_DEED.match(folded[hit.end() + length :]):
            continue
        by = re.match(r"[^由]{0,24}由", folded[: hit.start()])
        if first := unit_list(words[by.end() if by else 0 : hit.start()], known):
            return first, second, hit.end() + length
    return ()
