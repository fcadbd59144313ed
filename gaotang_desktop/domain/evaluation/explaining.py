"""Why a village has these points: the formula, the figures, the reasons, in sentences."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation import improving, methods
from gaotang_desktop.domain.evaluation.facts import (
    FACTS,
    Fact,
    RecordRef,
    State,
)
from gaotang_desktop.domain.evaluation.results import ItemScore, Part, VillageScore
from gaotang_desktop.domain.evaluation.schemes import AGAINST, ANNUAL_CHECK, METHODS, TAKING, Item
from gaotang_desktop.domain.evaluation.wording import exact, number
from gaotang_desktop.domain.polls import wilson


@dataclass(frozen=True, slots=True)
class Explanation:
    """``formula`` like ``14 × 按期化解 2 ÷ 到期 3 = 9.33``; every lost point has a reason.

    ``basis`` names clause and method; ``sentences`` what else there is to know of the figures;
    ``reasons`` why points were lost beyond what the records say; ``missing`` what did not come
    in; ``gains`` what would raise the points, and what cannot be made up any more.
    """

    formula: str
    basis: str
    sentences: tuple[str, ...]
    reasons: tuple[str, ...]
    records: tuple[RecordRef, ...]
    missing: tuple[str, ...]
    gains: tuple[str, ...]


def explain(score: ItemScore, *, over: bool = True) -> Explanation:
    """Everything there is to say about one item of one village; ``over`` when the period is."""
    item, fact = score.item, score.fact
    method = "各月平均" if score.policy == "mean" else METHODS[item.method]
    basis = "，".join(each for each in (item.clause, f"{method}计分，四舍五入到两位小数") if each)
    return Explanation(
        formula(score),
        f"{basis}。",
        tuple(_sentences(score)),
        tuple(_reasons(score)),
        fact.records,
        # Of nights and visits a target is due, not each one that has no record.
        () if item.method == "proportion" and fact.records else fact.missing,
        improving.gains(score, over=over),
    )


def _sentences(score: ItemScore) -> list[str]:
    item, fact = score.item, score.fact
    said = []
    if fact.note and score.policy not in ("full", "excluded"):  # there the formula says it
        said.append(fact.note + "。")
    if FACTS[item.fact].polled and fact.of:
        interval = wilson(int(fact.value or 0), int(fact.of))
        if interval:
            kind = FACTS[item.fact]
            said.append(
                f"{kind.value} {number(fact.value)} 人，样本 {number(fact.of)} 份，"
                f"可信范围 {interval[0]}%–{interval[1]}%。"
            )
    if item.method == "rate" and (item.floor is not None or item.mark is not None):
        said.append(_scale_words(item))
    if item.method in ("slopes", *TAKING):
        said.append(rule_words(item))
    if FACTS[item.fact].when and fact.state is State.KNOWN and score.policy == "scored":
        said.append(FACTS[item.fact].when)
    said += [_part_words(part) for part in score.parts]
    return said


def _scale_words(item: Item) -> str:
    floor, mark = (item.floor or Decimal(0)) * 100, (item.mark or Decimal(1)) * 100
    return f"{number(floor)}% 以下不得分，{number(mark)}% 起得满分，中间按比例。"


def _part_words(part: Part) -> str:
    when = _when(part)
    frozen = "，已冻结" if part.frozen else ""
    if part.points is None:
        return f"{when}：不计{frozen}。"
    if part.whole is not None:
        return (
            f"{when}：按整季 {number(part.whole)}，单月 {part.points}"
            f"（满分 {number(part.item.full)}{frozen}）。"
        )
    return f"{when}：{part.points}（满分 {number(part.item.full)}{frozen}）。"


def in_parts(score: ItemScore) -> str:
    """An item of a longer period on few lines of paper: its parts, and what they make.

    ``7月 10.50、8月 9.75（满分 12），折算成百分后平均 10.12``
    """
    counted = [part for part in score.parts if part.points is not None]
    if not counted or score.policy not in ("mean", "pending"):
        return formula(score)
    one = len({part.item.full for part in counted}) == 1
    named = "、".join(_term(part, alone=not one) for part in score.parts)
    if one:
        named += f"（满分 {number(counted[0].item.full)}）"
    whole = {number(part.whole) for part in counted if part.whole is not None}
    said = f"按整季 {'、'.join(sorted(whole))}；{named}" if whole else named
    if kept := [_when(part) for part in score.parts if part.frozen]:
        said += f"，{'、'.join(kept)}已冻结"
    if score.policy == "pending":
        return f"{said}，{formula(score)}"
    plain = len({part.scale for part in counted}) == 1 and counted[0].scale * len(counted) == 1
    return f"{said}，{'平均' if plain else '折算成百分后平均'} {score.points}"


def _when(part: Part) -> str:
    return periods.parse(part.period).label.partition("年")[2]


def _term(part: Part, *, alone: bool) -> str:
    if part.points is None:
        return f"{_when(part)}不计"
    full = f"（满分 {number(part.item.full)}）" if alone else ""
    return f"{_when(part)} {part.points}{full}"


def _reasons(score: ItemScore) -> list[str]:
    """A reason where no record and no gap names one: no point is lost without."""
    if not score.lost:
        return []
    item, fact, kind = score.item, score.fact, FACTS[score.item.fact]
    if score.policy == "average":
        return ["没有可用的本村数据，按其他村的平均分计。"]
    if score.policy in ("zero", "pending"):
        return [] if fact.missing else ["应报的数据还没有收到。"]
    if score.policy == "mean":
        less = [part for part in score.parts if part.points is not None]
        worst = [part for part in less if (part.given or 0) < part.item.full]
        if len(worst) == len(less) > 2:
            return ["计分的各期都有失分。"]
        names = "、".join(_when(part) for part in worst)
        return [f"失分在：{names}。"] if names else ["折算取整相差不到 0.01 分。"]
    if item.method == "proportion":
        # Whole households and nights: who was out 13 of 13.29 nights lacks one.
        wanted = ceil(methods.target(item, fact, score.span))
        short = wanted - Fraction(fact.value or 0)
        return [
            f"{kind.value} {number(fact.value)} {kind.unit}，应完成 {wanted} {kind.unit}，"
            f"差 {number(short)} {kind.unit}。"
        ]
    if any(not ref.counted for ref in fact.records):
        return []
    if item.method in ("rate", "percent", "slopes"):
        bad = Fraction(fact.of or 0) - Fraction(fact.value or 0)
        return [f"{kind.of} {number(fact.of)}，其中 {number(bad)} {kind.unit}{kind.lacking}。"]
    if item.method == "bands":
        return [f"{kind.value}没有达到满分的一档。"]
    if item.method == "deduct":
        unit = "次" if item.fact == "manual" else kind.unit
        return [f"{kind.value} {number(fact.value)} {unit}，{_deduct_words(item, unit)}。"]
    if item.method == "compare":
        return [f"{_compared(item, fact)}。"]
    if item.method == "add":
        return [f"{kind.value}记 {number(fact.value)} 次，每次加 {exact(item.step)} 分。"]
    if item.code == ANNUAL_CHECK:
        return [f"年终检查按百分制得 {number(fact.value)} 分。"]
    return [f"人工评分 {number(fact.value)}，满分 {number(item.full)}，理由见记录。"]


def formula(score: ItemScore) -> str:
    """The points as a person would work them out."""
    item, fact = score.item, score.fact
    if score.policy == "scored":
        return _formula(score)
    if score.policy == "mean":
        return _mean(score)
    if score.policy == "full":
        return f"{_nothing(item, fact)}，按满分 {number(item.full)} 计"
    if score.policy == "average":
        why = "" if fact.note else f"{FACTS[item.fact].nothing}，"
        return f"{why}取其他村平均 = {score.points}"
    if score.policy == "excluded":
        why = _nothing(item, fact)
        return f"{why}，{'' if '不计' in why else '不计，'}其余项目折算为 100 分"
    if score.policy == "zero":
        return "应报未报，记 0 分"
    if fact.state is State.KNOWN and score.parts:
        return f"有月份待补，暂计 {score.points} 分，补齐前不能冻结"
    return "应报未报，待补，补齐前不能冻结"


def _nothing(item: Item, fact: Fact) -> str:
    """Why nothing was due: what nobody reported is not what nobody had."""
    kind = FACTS[item.fact]
    return (not fact.records and kind.silent) or fact.note or kind.nothing


def _mean(score: ItemScore) -> str:
    parts = [part for part in score.parts if part.points is not None]
    if len({part.scale for part in parts}) == 1 and parts[0].scale * len(parts) == 1:
        terms = " + ".join(
            str(part.points) if part.whole is None else number(part.whole) for part in parts
        )
        return f"（{terms}）÷ {len(parts)} = {score.points}" if len(parts) > 1 else terms
    return f"各月折算成百分后平均 = {score.points}（折算后满分 {number(score.item.full)}）"


def _formula(score: ItemScore) -> str:
    item, fact, kind = score.item, score.fact, FACTS[score.item.fact]
    full, value = number(item.full), f"{kind.value} {number(fact.value)}"
    if item.code == ANNUAL_CHECK:
        return f"{full} × 年终检查 {number(fact.value)} ÷ 100 = {score.points}"
    if item.method == "proportion":
        wanted = methods.target(item, fact, score.span)
        body = f"{full} × {value} ÷（{methods.target_words(item, fact, score.span)}）"
        if fact.value is not None and Fraction(fact.value) >= wanted:
            body += "，达到目标得满分"
    elif item.method in ("rate", "percent"):
        body = f"{full} × {value} ÷ {kind.of} {number(fact.of)}"
        if item.floor is not None or item.mark is not None:
            floor, mark = (item.floor or Decimal(0)) * 100, (item.mark or Decimal(1)) * 100
            body += f"（{number(floor)}% 起分，{number(mark)}% 满分）"
    elif item.method == "slopes":
        body = _slopes_formula(item, fact)
    elif item.method in TAKING:
        body = _taking_formula(item, fact)
    elif item.method == "add":
        most = item.full if item.cap is None else item.cap
        body = f"{number(fact.value)} 次 × {exact(item.step)}，最多 {number(most)}"
    elif item.method == "bands":
        rate = f"（{number(methods.measured(fact))}%）" if fact.of else ""
        body = f"{value}{rate}，按分档"
    else:
        body = f"人工评分 {number(fact.value)}"
    return f"{body} = {score.points}"


def rule_words(item: Item) -> str:
    """The rule of an item that takes points away or has two slopes, in one sentence."""
    if item.method == "slopes":
        floor, mark = (item.floor or Decimal(0)) * 100, (item.mark or Decimal(1)) * 100
        return (
            f"{number(floor)}% 以下不得分，到 {number((item.bend or Decimal(0)) * 100)}% "
            f"得 {number(item.bend_points)} 分，{number(mark)}% 起得满分，两段各按比例。"
        )
    if item.method == "deduct":
        unit = "次" if item.fact == "manual" else FACTS[item.fact].unit
        return f"{_deduct_words(item, unit)}。"
    kind, base = FACTS[item.fact], AGAINST[item.against]
    per = "每多 1%" if kind.unwanted else "每低 1 个百分点"
    said = f"比{base}{per}扣 {exact(item.step)} 分{_limits(item)}"
    if kind.unwanted:
        said += f"；{base}是 0 的，有 1 {kind.unit}就算多 100%"
    return f"{said}。"


def _deduct_words(item: Item, unit: str) -> str:
    said = f"每{unit}扣 {exact(item.step)} 分"
    if item.doubled:
        said += f"，第 2 {unit}起加倍，每{unit}扣 {exact(2 * (item.step or Decimal(0)))} 分"
    return said + _limits(item)


def _limits(item: Item) -> str:
    said = "" if item.cap is None else f"，最多扣 {number(item.cap)} 分"
    return said + (f"，最低 {number(item.least)} 分" if item.least < 0 else "")


def _compared(item: Item, fact: Fact) -> str:
    """比去年同期 4 起多 1 起 · 比全镇平均 82.5% 低 7.5 个百分点 · 不比…多."""
    kind, base = FACTS[item.fact], AGAINST[item.against]
    if not fact.of:
        gap = Fraction(fact.value or 0) - Fraction(fact.base or 0)
        stood = f"{base} {number(fact.base)} {kind.unit}"
        if gap <= 0:
            return f"{kind.value} {number(fact.value)} {kind.unit}，不比{stood}多"
        return (
            f"{kind.value} {number(fact.value)} {kind.unit}，比{stood}多 {number(gap)} {kind.unit}"
        )
    mine = Fraction(fact.value or 0) / Fraction(fact.of) * 100
    theirs = (
        Fraction(fact.base or 0) / Fraction(fact.base_of) * 100 if fact.base_of else Fraction(0)
    )
    if mine >= theirs:
        return f"{kind.value} {number(mine)}%，不比{base} {number(theirs)}% 低"
    return f"{kind.value} {number(mine)}%，比{base} {number(theirs)}% 低 {number(theirs - mine)} 个百分点"


def _slopes_formula(item: Item, fact: Fact) -> str:
    kind = FACTS[item.fact]
    rate = Fraction(fact.value or 0) / Fraction(fact.of) if fact.of else Fraction(0)
    shown = f"{kind.value} {number(fact.value)} ÷ {kind.of} {number(fact.of)}"
    floor, bend = item.floor or Decimal(0), item.bend or Decimal(0)
    mark, middle = Decimal(1) if item.mark is None else item.mark, item.bend_points or Decimal(0)
    if rate <= bend:
        return (
            f"{number(middle)} ×（{shown} － {exact(floor)}）÷（{exact(bend)} － {exact(floor)}）"
        )
    if rate >= mark:
        return f"{shown} 达到 {number(mark * 100)}%，得满分"
    return (
        f"{number(middle)} + {number(item.full - middle)} ×（{shown} － {exact(bend)}）"
        f"÷（{exact(mark)} － {exact(bend)}）"
    )


def _taking_formula(item: Item, fact: Fact) -> str:
    full, step, kind = number(item.full), exact(item.step), FACTS[item.fact]
    if item.method == "deduct":
        times = Fraction(fact.value or 0)
        if item.doubled and times > 1:
            body = f"{full} － {step} －（{number(times)} － 1）次 × {step} × 2"
        else:
            body = f"{full} － {number(times)} 次 × {step}"
    elif not methods.worse_by(item, fact):
        return f"{_compared(item, fact)}，得满分"
    elif fact.of:
        body = (
            f"{full} －（{AGAINST[item.against]} {number(fact.base)} ÷ {number(fact.base_of)} － "
            f"{kind.value} {number(fact.value)} ÷ {number(fact.of)}）× 100 × {exact(item.step)}"
        )
    elif not fact.base:
        body = f"{full} － 100 × {exact(item.step)}"
    else:
        body = (
            f"{full} －（{kind.value} {number(fact.value)} － {AGAINST[item.against]} "
            f"{number(fact.base)}）÷ {number(fact.base)} × 100 × {exact(item.step)}"
        )
    return body + _limits(item)


def total_formula(village: VillageScore) -> str:
    """How the total is made up of items, bonus and deduction."""
    counted = [each for each in village.items.values() if each.points is not None]
    if not counted:
        return "本期各项都不计"
    earned = sum((each.points or Decimal(0) for each in counted), Decimal(0))
    full = sum((each.item.full for each in counted), Decimal(0))
    body = f"{earned}" if full == 100 else f"{earned} × 100 ÷ {number(full)}"
    if earned < 0:
        body += "，低于 0 的按 0 分"
    if village.bonus:
        body += f" + 加分 {village.bonus}"
    if village.deduction:
        body += f" － 扣分 {village.deduction}"
    return f"各项得分合计 {body}" if body == str(village.total) else f"{body} = {village.total}"
