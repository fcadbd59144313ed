"""Which points of a chapter are tasks, by whether they say who does them and until when."""

import re
from collections.abc import Sequence

from gaotang_desktop.domain.plan_text.deadlines import find_days
from gaotang_desktop.domain.plan_text.outline import Node, orders_how
from gaotang_desktop.domain.plan_text.unit_heads import DUTIES
from gaotang_desktop.domain.plan_text.whose.deeds import DOES

_DEMANDS_ONLY = re.compile(
    r"(?:强化|加强|严格|严肃|落实|严明|实行)?(?:(?:组织|经费|资金|工作|要素)保障|保障措施|组织领导|"
    r"责任追究|(?:追责|督查|督导|考核|执纪|监督)?问责|追责|督导检查|督促检查|督查督办|(?:督导)?考核(?:奖惩|评比|通报)?|(?:工作)?纪律)"
)
_BODY_ONLY = re.compile(
    r".{0,12}(?:指挥部|指挥机构|领导小组|工作专班|工作小组|领导机构|办事机构)(?:组成|办公室)?"
)
_DEMANDS = "这一条说的是怎样组织和保障，没有列责任单位，没有作为任务读入。"
_NOBODYS = "这一条没有写由谁做、何时完成，方案别处的任务都写了责任单位，没有作为任务读入。"
# 摸排重点, 检查内容, 整治要求 begin like work and only name what it is about.
_THINGS = re.compile(
    r"(?:重点|内容|信号|类型|情形|部位|领域|范围|对象|标准|条件|依据|指标|原则|口号|情况|运用|应用|追究|奖惩|问责|须知|提示|要求)$"
)
_WORK = re.compile(
    rf"{DOES.pattern}|(?:强化|深化|加大|狠抓|突出|聚焦|围绕|坚持|构建|打造|实施|全面|切实|着力|大力|积极|严格|严厉|严防|严打|"
    r"提升|提高|优化|规范|创新|防范|净化|筑牢|夯实|织密|守住|突破|拓展|发挥|以|从|把)(?=.)"
)


def bears(node: Node) -> bool:
    """Whether a piece or anything below it says who does it, or has that from above."""
    return bool(node.inherited) or any(part.own.found for part in node.all_nodes())


def tasks_apart(
    chapter: Node, found: Sequence[tuple[tuple[Node, ...], Node]], *, elsewhere: bool
) -> tuple[list[tuple[tuple[Node, ...], Node]], list[tuple[Node, str]]]:
    """The points of a chapter that are tasks, and the others with the reason.

    A point that says who does it is a task. One that does not is a task all the same where the points
    beside it say so, or where its chapter gives work to do: who does it was forgotten. It is none
    under a heading that orders how work is done, none that only says 组织保障 or tells of 指挥部, and none
    below a heading of things (摸排重点, 预警信号, 结果运用) where ``elsewhere`` the plan says who does
    what, unless it says until when.
    """
    bearing = any(bears(clause) for _, clause in found)
    things = elsewhere and not bearing and _is_about_things(chapter.heading)
    left: list[tuple[tuple[Node, ...], Node]] = []
    aside: list[tuple[Node, str]] = []
    for path, clause in found:
        why = ""
        if not bears(clause) and not clause.is_explicit:
            orders = any(orders_how(node.heading) for node in (chapter, *path))
            only = _DEMANDS_ONLY.fullmatch(clause.heading) or _BODY_ONLY.fullmatch(clause.heading)
            if bearing and (orders or only):
                why = _DEMANDS
            elif things and not _has_time(clause):
                why = _NOBODYS
        if why:
            aside.append((clause, why))
        else:
            left.append((path, clause))
    return left, aside


def _is_about_things(heading: str) -> bool:
    """Whether a heading names what is looked at or what follows, and no work."""
    work = DUTIES.search(heading) or _WORK.match(heading)
    return _THINGS.search(heading) is not None or not work


def _has_time(clause: Node) -> bool:
    """Whether a point says until when."""
    return any(
        part.own.deadlines or find_days(part.own.text) for part in clause.all_nodes() if part.lines
    )
