"""Words that every proof-reader marks: 布署, 截止 for 截至, 约50余, 上升-3%, a closing of another 文种.

Only what is never right is listed; what two words meeting may make (任务|必须, 发布|署名) is left alone.
"""

import re
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.kinds import BY_NAME

_WRONG = tuple(
    (re.compile(wrong), right)
    for wrong, right in (
        ("(?<![公发分颁宣遍])布署(?!名)", "部署"),
        ("(?<!依)按装(?![备卸置修订束甲载])", "安装"),
        ("安照(?!明)", "按照"),
        ("(?<![依遵])按排(?![名序列队查放水除])", "安排"),
        ("(?<![任事义服业公商税勤急警常政财])务必须", "务必"),
        ("登陆(?=网|系统|平台|账号|帐号|微信|后台|小程序)", "登录"),
        ("(?<![自克知利异体律身])己经(?![历费营])", "已经"),
        ("(?<!何)以经(?![费营济历验])", "已经"),
        ("(?<![未曾何])既将(?!来)", "即将"),
        ("既使(?![用命])", "即使"),
        ("再接再励", "再接再厉"),
        ("防患与未然|防范与未然", "防患于未然"),
        ("通迅", "通讯"),
        ("根椐", "根据"),
        ("[布部]暑", "部署"),
        ("整冶", "整治"),
        ("综冶", "综治"),
        ("法冶", "法治"),
        ("纠份", "纠纷"),
        ("调节(?=矛盾|纠纷)", "调解"),
        ("陪训", "培训"),
        ("纪率", "纪律"),
        ("严历(?!史)", "严厉"),
        ("(?<![通急捷])报怨", "抱怨"),
        (r"(?:(?<=[，。；：（])|^)截止(?:[到至])?(?=目前|今|\d{4}年|\d{1,2}月)(?![^，。；\n]{0,16}前)", "截至"),
    )
)  # fmt: skip
_ABOUT = re.compile(r"(?:大约|约|将近|近|超过?)\d+(?:\.\d+)?[万千百]?[余多]")
_MINUS = re.compile(
    r"(?:上升|增长|增加|提高|升高|下降|减少|降低|回落)了?[-－−]\d+(?:\.\d+)?(?:%|个百分点)?"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]*(?![A-Za-z0-9.-]*\.[A-Za-z])")
_ONE_BLANK = re.compile(r"(?<![×\d\s）)])×(?=[月日年时点分号村户])")
_CLOSED = re.compile(
    r"^\s*特此(通知|通报|通告|报告|批复|请示|函[达告复]?|决定)[。！]?\s*$", re.MULTILINE
)


def of_words(kind_name: str, text: str) -> Iterator[Finding]:
    """The findings about single words of a text."""
    for line in text.splitlines():
        for pattern, right in _WRONG:
            if found := pattern.search(line):
                yield Finding(0, f"“{found[0]}”应当写成“{right}”，请改正。")
        if found := _ABOUT.search(line):
            yield Finding(0, f"“{found[0]}”里约数说了两遍，“约”“近”和“余”“多”只留一个。")
        if found := _MINUS.search(line):
            yield Finding(
                0, f"“{found[0]}”写了负数，上升、下降已经说明方向，请去掉负号，或者改方向。"
            )
        if found := _MAIL.search(line):
            yield Finding(0, f"邮箱“{found[0]}”不完整，请核对。")
        if found := _ONE_BLANK.search(line):
            around = line[max(0, found.start() - 6) : found.end() + 3]
            yield Finding(0, f"正文里“{around}”还没有填，请补上。")
    kind = BY_NAME.get(kind_name)
    if kind is not None and (closed := _CLOSED.search(text)) and not _closes(closed[1], kind.word):
        yield Finding(
            0, f"结束语“{closed[0].strip()}”和文种“{kind.word}”不一致，请改结束语或者文种。"
        )


def _closes(said: str, word: str) -> bool:
    """Whether 特此通知 closes a 通知 or a 通知书, 特此函复 a 函."""
    return word.startswith(said) or (word == "函" and said.startswith("函"))
