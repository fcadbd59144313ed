"""Characters and words typed twice: 各各村, 的的, 关于关于.

Chinese doubles many characters on purpose (人人, 户户, 村村, 天天, 家家, 处处, 时时, 层层, 个个, 等等), and two words may
meet in the same one (机关|关于, 目的|的, 以|及时). So the list names what is never doubled, not what may be: small
words of grammar, each with the words that end or begin with it, between which it stands twice by right.
"""

import re
from collections import Counter
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding

_SMALL = (
    # The character, what may stand before both (a word ends there), what may stand behind (one begins).
    ("的", "目有标众中端", "确"),  # 目的的, 有的的, 众矢之的的; 的的确确
    ("了", "为除不末未终", "解结断却无事然如"),  # 为了了解, 除了了结; 写了了解
    ("各", "", ""),
    ("在", "现正存所内外潜实自好不", "岗职校家场建编线册籍案押逃乎意于此"),  # 现在在岗
    ("是", "但可还就于凡总只若要正或不便也都", "非否"),  # 但是是, 是是非非
    ("和", "平缓共温柔饱总调随", "谐睦平解好美气善"),  # 平和和, 和和谐
    ("与", "参", "会其此众"),  # 参与与, 与与会人员
    ("及", "以涉普顾波触", "时早格至"),  # 以及及时
    ("请", "申邀聘恳提宴", "示求假销教柬客战"),  # 申请请示
    ("将", "即必现拟", "军来近士领要"),
    ("并", "合兼吞", "且非列行举入发购轨网"),
    ("从", "服跟随盲自", "事严速快业而此来容重轻宽优"),
    ("或", "", ""),
    ("由", "理自缘事", "于此来"),
    ("把", "一", "握关控手柄脉"),
    ("被", "", "告子害动褥捕选服申"),
    ("已", "不而得", ""),
    ("均", "平人年户月日村", "衡等匀分"),
    ("须", "必务", "知臾"),
    ("需", "急所必供军", "要求"),
    ("很", "", ""),
    ("又", "", ""),
    ("也", "", ""),
    ("还", "归偿退返交", "款原有是清本债"),
    ("且", "而并", ""),
    ("但", "不", "是愿凡"),
    ("其", "尤极与何", "他中它余实次间它"),
    ("我", "自", ""),
    ("您", "", ""),
    ("这", "", ""),
    ("该", "应活", ""),
    ("前", "提目当眼面空史从以之", "往来进列行言期线沿身方面提台端述景哨"),  # 日前前往
)
_SHORTEST = 8
"""Characters of a paragraph that is not written twice by chance."""
_TWICE = re.compile(
    "|".join(
        (f"(?<![{before}{char}])" if before else f"(?<!{char})")
        + f"{char}{{2,}}"
        + (f"(?![{behind}])" if behind else "")
        for char, before, behind in _SMALL
    )
)
_WORDS = re.compile(
    "(关于|进行|开展|以及|我们|根据|按照|对于|为了|为进一步|现将|各单位|特此|必须|应当|及时|认真|加强|做好|确保|抓好|并且|已经|做到|切实|严格|积极|报送|保障|落实|贯彻|提升|强化|推进)"
    r"\1+"
)
_PAIRS = re.compile(
    r"(?!一|数|各|需)([\u3400-\u9fff])(?!\1)([\u3400-\u9fff])\1\2(?![组会部局团长员站所队室处科股院书])"
)
"""追究追究; 综治中心中心组 and 各村各村民小组 are two words, 一步一步 is one."""
_STARTS = re.compile(
    "(?<![机相有攸无海公双难把闭开通攻])关(?=关于)|综(?=综治)|宣(?=宣传)|(?<![人社种])群(?=群众)|"
    "(?<![推改先促引演跟前增新])进(?=进一步|进行)|(?<![参增附添更])加(?=加强)|(?<![普联沟流畅交])通(?=通知|通报)|特(?=特此)|"
    "(?<![发实出体表呈])现(?=现将)|(?<![村部段院坐角])落(?=落实)"
)


def of_repeats(text: str) -> Iterator[Finding]:
    """A finding for each word typed twice, with some words around it to see it by."""
    for found in dict.fromkeys(_found(text)):
        yield Finding(0, f"“{found}”里有重复的字，请去掉多的。", mend="twice")


def of_paragraphs(text: str) -> Iterator[Finding]:
    """A finding for each paragraph that stands there word for word twice."""
    lines = [line.strip() for line in text.splitlines()]
    for line, count in Counter(line for line in lines if len(line) >= _SHORTEST).items():
        if count > 1 and not line.startswith("【"):
            yield Finding(0, f"“{line[:20]}”这一段一字不差写了 {count} 遍，请删去多的。")


def once(line: str) -> str:
    """The line with each of them once."""
    line = _TWICE.sub(lambda found: found[0][0], line)
    line = _PAIRS.sub(lambda found: found[1] + found[2], _WORDS.sub(lambda found: found[1], line))
    return _STARTS.sub("", line)


def _found(text: str) -> Iterator[str]:
    for pattern in (_TWICE, _WORDS, _PAIRS, _STARTS):
        for found in pattern.finditer(text):
            line_end = text.find("\n", found.start())
            end = found.end() + 2
            yield text[found.start() : end if line_end < 0 else min(end, line_end)]
