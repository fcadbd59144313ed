"""What a frozen result brings by the scheme's rules (奖惩规则): written, read, proposed.

A rule is one line, as ``每月前3名：表扬（流动红旗）``. Equals are proposed all or none; where the
polls cannot tell a village from those beyond the line it is said, and nobody is proposed firmly.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from gaotang_desktop.domain.evaluation.results import Result, VillageScore
from gaotang_desktop.domain.evaluation.schemes import REWARDS, RewardRule
from gaotang_desktop.domain.evaluation.wording import ranks
from gaotang_desktop.domain.ranking import WORST

_PERIODS: Mapping[str, str] = {
    "每月": "month", "每季度": "quarter", "每年": "year", "每期": "",
}  # fmt: skip
_WHENS: Mapping[str, str] = {"前": "first", "后": "last", "进步前": "progress"}
_LINE = re.compile(
    r"(每月|每季度|每年|每期)?\s*(?:连续\s*(\d+)\s*[次期])?\s*(前|后|进步前)\s*(\d+)\s*名\s*[:：]\s*"
    r"([^（(]+?)\s*(?:[（(](.*)[)）])?"
)
MOST_TIMES = 12
HOW = "一行一条，如 每月前3名：表扬（流动红旗）、每月进步前2名：表扬、每月连续3次后2名：约谈"


def line(rule: RewardRule) -> str:
    """A rule as it is typed."""
    often = next(word for word, cycle in _PERIODS.items() if cycle == rule.cycle)
    where = next(word for word, when in _WHENS.items() if when == rule.when)
    again = f"连续{rule.times}次" if rule.times > 1 else ""
    detail = f"（{rule.detail}）" if rule.detail else ""
    return f"{often}{again}{where}{rule.number}名：{rule.reward}{detail}"


def read(text: str) -> tuple[tuple[RewardRule, ...], str]:
    """The rules of lines as they are typed, and a sentence about the first that cannot be read."""
    found = []
    for number, typed in enumerate(text.splitlines(), start=1):
        if not (said := typed.strip().rstrip("。；;")):
            continue
        known = _LINE.fullmatch(said)
        if known is None:
            return (
                (),
                f"奖惩规则第 {number} 行“{said[:20]}”看不懂，请写成 每月前3名：表扬（流动红旗）。",
            )
        often, times, where, count, reward, detail = known.groups()
        found.append(
            RewardRule(
                _WHENS[where],
                int(count[:6]),
                reward,
                int((times or "1")[:6]),
                (detail or "").strip(),
                _PERIODS[often or "每期"],
            )
        )
    return tuple(found), ""


def sentence(rule: RewardRule) -> str:
    """What a rule does, for the explanation of a total."""
    return (
        f"{line(rule)}。并列的都提或者都不提"
        + ("；要这几期都已冻结" if rule.times > 1 else "")
        + ("；列为待改进的、奖惩规则里列在后几名的不提" if rule.when == "progress" else "")
        + "。"
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """One village that a rule speaks of, why, and whether the samples leave no doubt."""

    village_id: int
    village: str
    rule: RewardRule
    why: str
    certain: bool


def proposals(
    result: Result, cycle: str, earlier: Sequence[Result | None]
) -> tuple[tuple[Proposal, ...], tuple[str, ...]]:
    """What the rules of a frozen result propose, and sentences about what they cannot.

    ``earlier`` are the frozen results before it, the latest first, ``None`` where one is not frozen.
    """
    found: list[Proposal] = []
    notes: list[str] = []
    for rule in result.scheme.rewards:
        if rule.cycle not in ("", cycle):
            continue
        if rule.when == "progress":
            _progress(rule, result, found, notes)
            continue
        chosen, doubtful = _at_the_end(rule, result, notes)
        if rule.times > 1:
            before = earlier[: rule.times - 1]
            if len(before) < rule.times - 1 or any(each is None for each in before):
                notes.append(f"{line(rule)}：以前各期没有都冻结，不能断定是不是连续，没有提。")
                continue
            for past in (each for each in before if each is not None):
                then, unsure = _at_the_end(rule, past, [])
                chosen = [each for each in chosen if each.id in {one.id for one in then}]
                doubtful |= unsure
        for each in chosen:
            sure = each.id not in doubtful
            found.append(Proposal(each.id, each.village, rule, _why(rule, each, sure=sure), sure))
    return tuple(_never_both(found, notes)), tuple(notes)


def _never_both(found: Sequence[Proposal], notes: list[str]) -> list[Proposal]:
    """The proposals without those that praise and blame one village.

    Who stands among the first and among the last, where few are ranked, gets neither; progress is
    not praised where the rank is blamed.
    """
    praise = {each.village_id for each in found if each.rule.when == "first"}
    blame = {each.village_id for each in found if each.rule.when == "last"}
    left_out: dict[RewardRule, list[str]] = {}
    kept = []
    for each in found:
        ends = each.village_id in praise & blame and each.rule.when != "progress"
        if ends or (each.rule.when == "progress" and each.village_id in blame):
            left_out.setdefault(each.rule, []).append(each.village)
        else:
            kept.append(each)
    for rule, names in left_out.items():
        why = "名次也在后几名" if rule.when == "progress" else "既在前几名，又在后几名"
        notes.append(f"{line(rule)}：{'、'.join(names)}{why}，没有提。")
    return kept


def _ranked(result: Result) -> list[VillageScore]:
    return sorted(
        (each for each in result.villages if each.rank is not None),
        key=lambda each: (each.rank or 0, each.order),
    )


def _at_the_end(
    rule: RewardRule, result: Result, notes: list[str]
) -> tuple[list[VillageScore], set[int]]:
    """The first or last villages, equals all or none; those that the polls cannot set apart."""
    ordered = _ranked(result)
    if rule.when == "last":
        ordered.reverse()
    if len({each.rank for each in ordered}) < 2:
        notes.append(f"{line(rule)}：各村名次相同，没有提。")
        return [], set()
    chosen: list[VillageScore] = []
    for rank, group in groupby(ordered, key=lambda each: each.rank):
        equals = list(group)
        if len(chosen) + len(equals) > rule.number:
            if len(chosen) < rule.number and len(equals) > 1:
                notes.append(
                    f"{line(rule)}：第 {rank} 名有 {len(equals)} 个村并列，"
                    f"一起列就超过 {rule.number} 个，这几个村都没有提。"
                )
            break
        chosen += equals
    count = len(ordered)
    doubtful = set()
    for each in chosen:
        low, high = each.joint_range or each.rank_range or (each.rank or 0, each.rank or 0)
        if high > rule.number if rule.when == "first" else low <= count - rule.number:
            doubtful.add(each.id)
    return chosen, doubtful


def _why(rule: RewardRule, each: VillageScore, *, sure: bool) -> str:
    said = f"第 {each.rank} 名" + (
        f"，连续 {rule.times} 期在后 {rule.number} 名" if rule.times > 1 else ""
    )
    if sure:
        return f"{said}。"
    span = each.joint_range or each.rank_range
    where = f"（名次区间 {ranks(*span)}）" if span else ""
    return f"{said}{where}，和界线外的村分不出先后，请斟酌。"


def _progress(rule: RewardRule, result: Result, found: list[Proposal], notes: list[str]) -> None:
    previous = result.previous or {}
    gains = [
        (before - each.rank, each)
        for each in _ranked(result)
        if each.rank is not None
        and (before := previous.get(each.id)) is not None
        and before > each.rank
        and each.band != WORST
    ]
    if not any(rank is not None for rank in previous.values()):
        notes.append(f"{line(rule)}：没有上期名次，没有提。")
        return
    gains.sort(key=lambda gain: (-gain[0], gain[1].order))
    taken = 0
    for gained, group in groupby(gains, key=lambda gain: gain[0]):
        equals = [each for _, each in group]
        if taken + len(equals) > rule.number:
            if taken < rule.number and len(equals) > 1:
                notes.append(
                    f"{line(rule)}：有 {len(equals)} 个村都升了 {gained} 名，"
                    f"一起列就超过 {rule.number} 个，这几个村都没有提。"
                )
            break
        taken += len(equals)
        for each in equals:
            before = previous[each.id] or 0
            span = each.joint_range or each.rank_range
            sure = span is None or span[1] < before
            said = f"由第 {before} 名升到第 {each.rank} 名，升了 {gained} 名"
            if not sure and span is not None:
                said += f"（名次区间 {ranks(*span)}），和上期的名次分不出先后，请斟酌"
            found.append(Proposal(each.id, each.village, rule, f"{said}。", sure))


def problem(rules: Sequence[RewardRule]) -> str:
    """A sentence about the first rule that cannot be; ``""`` where all can."""
    for number, rule in enumerate(rules, start=1):
        where = f"奖惩规则第 {number} 条"
        if rule.when not in _WHENS.values() or rule.cycle not in _PERIODS.values():
            return f"{where}看不懂，请用程序导出的方案文件再试。"
        if rule.reward not in REWARDS:
            return f"{where}的“{rule.reward}”不是奖惩，只能是{'、'.join(REWARDS)}。"
        if rule.number < 1:
            return f"{where}：名次从 1 开始，现在是 {rule.number}。"
        if not 1 <= rule.times <= MOST_TIMES:
            return f"{where}：连续的次数在 1 和 {MOST_TIMES} 之间，现在是 {rule.times}。"
        if rule.times > 1 and rule.when == "progress":
            return f"{where}：进步按一期算，不能写“连续”。"
        if rules.index(rule) + 1 != number:
            return f"{where}和第 {rules.index(rule) + 1} 条一样，请去掉一条。"
    return ""


def widest(rules: Sequence[RewardRule]) -> int:
    """How many villages the first and the last ones are together, at most."""
    ends = [
        max((r.number for r in rules if r.when == when), default=0) for when in ("first", "last")
    ]
    return sum(ends) if all(ends) else 0
