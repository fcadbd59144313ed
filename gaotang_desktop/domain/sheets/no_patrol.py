"""Words by which a line of a chat says that nobody went out: 未巡, 因雨停巡, 请假, 无, 0人."""

import re

from gaotang_desktop.domain.writings.numbers import whole_number

# 未巡, 没有去巡逻, 无人巡查, 今晚不安排夜巡; but 未巡查到异常 is what a patrol did not find.
_NONE_OUT = re.compile(
    r"(?:未|没有|没能|没|不能|无法|无人|没人|不|暂停|停止|停|取消|暂缓|中止|缺|漏|无|免)"
    r"(?:能|有|人|去|再|按时|正常|安排|开展|组织|进行|参加|参与|执行|集中|夜间|晚上|今晚|值班|平安|义务|治安|外出|出去|上路)*"
    r"(?:夜巡|巡逻|巡查|巡防|出巡|巡夜|夜查|巡(?![查逻防夜]))(?!到|至|河|完|过|出|异常|问题|情况|的)"
)
# Words of one who may be missing while the others went out: they count where nobody is said to be out.
_MISSING = re.compile(
    r"请假|休假|休息|轮休|放假|缺勤|缺岗|脱岗|空岗|离岗|(?:未|没有|没|无人|没人|不)(?:能|有|人)*"
    r"(?:出勤|到岗|上岗|在岗|值班|开展|组织|安排|进行|落实|执行|参加|出动|上路|出去|去)"
)
_NOTHING = re.compile(r"(?:无|没有|暂无|空|否|未|没|不|[×✗✘xX/\\—－-]+)")


def is_plain(words: str) -> bool:
    """Whether words say that nobody patrolled, whatever stands beside them."""
    return _NONE_OUT.search(words) is not None


def may_be(words: str) -> bool:
    """Whether words say so where nothing else tells of a patrol."""
    return _MISSING.search(words) is not None


def is_nothing(words: str) -> bool:
    """Whether words say that there is none: 无, 0人, ×."""
    return _NOTHING.fullmatch(words) is not None or whole_number(words) == 0
