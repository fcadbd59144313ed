"""The labels that say who is responsible and until when: 责任单位：, 牵头单位／配合单位：, 完成时限："""

import re

from gaotang_desktop.domain.plan_text.whose.sentences import HALF_STOP
from gaotang_desktop.domain.plan_text.whose.unit_names import unit_list
from gaotang_desktop.domain.units import fold

_PLACE = r"\s?(?:单位|部门|科室|站办所|办站所|站所|站办|办所|股室|处室|社区|主体)(?:和人员)?"
_LEAD = rf"(?:主要|第一)?(?:牵头|主办|主责|责任|落实|承办|负责|实施|包[村片联抓案保挂户]|联[村系]|挂点|帮扶)(?:责任)?{_PLACE}"
_ASSIST = rf"(?:主要)?(?:配合|协办|会办|协助|参与|参加|协同|协作|联动|支持|(?:业务|技术)?指导)(?:责任)?{_PLACE}"
_DEADLINE = r"(?:完成|办结|整改|推进|落实|化解|整治|治理|销号|达标|攻坚|办理|验收|建成)(?:时限|时间|期限)(?:要求)?|(?:工作|办理)?时限(?:要求)?|完成日期|时间(?:要求|节点)|(?<![\s\S])期限|(?<![^;,(\[【\n])(?:活动|实施|开展|检查|整治|工作)?时间(?:安排)?"
# 1.活动时间：… is no limit of another point; 主办：… is who holds an event beside 地点：…, else a page's end.
OF_AN_EVENT = re.compile(
    r"[\n。;] *(?:活动|开展|举办|参加|参与)?(?:时间|地点|对象|内容|方式|形式) ?:"
)
WHEN_IT_IS = re.compile("(?:活动|实施|开展|检查|整治|工作)?时间(?:安排)? ?:")
_PERSON = r"(?:主要|第一)?(?:责任|牵头|分管|包抓|包案|包联|包保|督办|配合|主管|具体)(?:领导|责任人|人员?)|联系人|联络员"
# 责任分工：农业办牵头，各村配合, never over sentences that say what each does.
_DIVIDED = r"(?:责任|任务|工作|职责)?分工(?=\s?:[^:;。\n()]{1,40}(?:牵头|负责|主办)(?:[、,;和 ]+[^:;。\n()]{1,40}(?:配合|协助|参与|参加))?\s*(?:[。\n)]|$))"
_UNITS_ALONE = (
    r"(?:(?<![\s\S])(?:单位|部门)|(?:(?<![\s\S])|(?<=\n))责任)(?= ?:[^:;。\n]{2,80}(?:[。\n]|$))"
)
ANSWERS = re.compile(r"(?:第一)?(?:责任|落实|承办|负责|实施|包|联|挂|帮)|.{0,2}分工|单位$|部门$")
LABEL = re.compile(
    rf"(?:(?P<lead>{_LEAD}(?:[/、及和]{_LEAD})?|牵头|主办|主责|(?<![^\n;,。 ])承办|组长(?:单位|部门)|(?<=[;,])责任|{_UNITS_ALONE}|{_DIVIDED})|(?P<assist>{_ASSIST}(?:[/、及和]{_ASSIST})?|配合|协办|(?<=[\s;,、。(])(?:参与|参加|协助)|副组长单位|(?<=[;,。])成员(?:单位|部门))|(?P<deadline>{_DEADLINE})"
    rf"|(?P<person>{_PERSON}))\s?:"
)
# On a line of its own, or in a table cell, a blank stands for the colon.
LABEL_AND_BLANK = re.compile(
    rf"(?:(?P<lead>{_LEAD})|(?P<assist>{_ASSIST})|(?P<deadline>完成(?:时限|时间)|时限(?:要求)?)|(?P<person>(?!)))\s"
)
# 责任单位为司法所、各村。
_LABEL_THEN_IS = re.compile(
    rf"(?:(?<=[。;,\n(])|^)((?:{_LEAD}|{_ASSIST}))[为是]([^。;:\n()]{{2,100}})"
)
_JUDGE = re.compile(
    r"(?<=[(\[【〔\n。;,])(?:考核|考评|评分|评价|检查|验收|督导|督查)(?=(?:单位|部门|科室|站所) ?:)"
)
# …；责任单位 派出所、中心校；…
_LABEL_THEN_BLANK = re.compile(
    rf"(?<=[;。])( ?(?:{_LEAD}|{_ASSIST})) ([^;。:\n()]{{2,100}})(;(?= ?[\u4e00-\u9fff]{{2,6}} ))?"
)
_LABEL_IN_BRACKETS = re.compile(rf"[(\[【〔]((?:{_LEAD}|{_ASSIST}|{_DEADLINE}))[)\]】〕]")
# 督办单位：纪委: units behind a label that is none of those above.
OTHER_UNITS = re.compile(
    r"(?:(?<=[\n。;,(])|^) ?[\u4e00-\u9fff]{2,6}(?:单位|部门|科室|站所) ?:(?P<units>[^。;:\n()]{2,80})"
)
LEFT_BEHIND = re.compile(
    r"(?:责任|牵头|配合)(?:单位|部门)\s?[:为]|协办单位|完成时限|责任单位$|牵头单位$"
)


def begins_with_label(text: str) -> bool:
    """Whether words begin with 牵头：, 责任单位： and the like."""
    return LABEL.match(fold(text)) is not None


def recognisable(text: str) -> str:
    """Folded, with 【责任单位】 as 责任单位：, character for character."""
    folded = _LABEL_THEN_IS.sub(_with_colon, HALF_STOP.sub("。", fold(text)))
    folded = _LABEL_THEN_BLANK.sub(_with_colon, folded)
    if not any(label["lead"] or label["assist"] for label in LABEL.finditer(folded)):
        # Who judges answers for it where nobody else is named, as in a table.
        folded = _JUDGE.sub("责任", folded)
    return _LABEL_IN_BRACKETS.sub(lambda hit: f"{hit.group(1)} :", folded)


def _with_colon(hit: re.Match[str]) -> str:
    if not unit_list(hit.group(2)):
        return hit.group()
    # A label of another kind behind the list ends it.
    ended = "。" if hit.re is _LABEL_THEN_BLANK and hit.group(3) else ""
    return f"{hit.group(1)}:{hit.group(2)}{ended}"
