"""Why a village has these points: the formula, the figures, the reasons, in sentences."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation import improving, methods
from gaotang_desktop.domain.evaluation.facts import FACTS, RecordRef, State
from gaotang_desktop.domain.evaluation.results import ItemScore, Part, VillageScore
from gaotang_desktop.domain.evaluation.schemes import ANNUAL_CHECK, METHODS, PER, Item
from gaotang_desktop.domain.evaluation.wording import number
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
        fact.missing,
        improving.gains(score, over=over),
    )


def _sentences(score: ItemScore) -> list[str]:
    item, fact = score.item, score.fact
    said = []
    if fact.note:
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
    said += [_part_words(part) for part in score.parts]
    return said


def _scale_words(item: Item) -> str:
    floor, mark = (item.floor or Decimal(0)) * 100, (item.mark or Decimal(1)) * 100
    return f"{number(floor)}% 以下不得分，{number(mark)}% 起得满分，中间按比例。"


def _part_words(part: Part) -> str:
    when = periods.parse(part.period).label.partition("年")[2]
    frozen = "，已冻结" if part.frozen else ""
    if part.points is None:
        return f"{when}：不计{frozen}。"
    if part.whole is not None:
        return (
            f"{when}：按整季 {number(part.whole)}，单月 {part.points}"
            f"（满分 {number(part.item.full)}{frozen}）。"
        )
    return f"{when}：{part.points}（满分 {number(part.item.full)}{frozen}）。"


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
        names = "、".join(periods.parse(p.period).label.partition("年")[2] for p in worst)
        return [f"失分在：{names}。"] if names else ["折算取整相差不到 0.01 分。"]
    if item.method == "proportion":
        wanted = methods.target(item, fact, score.span)
        short = wanted - Fraction(fact.value or 0)
        return [f"{kind.value} {number(fact.value)}，应完成 {number(wanted)}，差 {number(short)}。"]
    if any(not ref.counted for ref in fact.records):
        return []
    if item.method in ("rate", "percent"):
        bad = Fraction(fact.of or 0) - Fraction(fact.value or 0)
        return [f"{kind.of} {number(fact.of)} 中有 {number(bad)} 没有做到“{kind.value}”。"]
    if item.method == "bands":
        return [f"{kind.value}没有达到满分的一档。"]
    if item.method == "deduct":
        return [f"{kind.value}记 {number(fact.value)} 次，每次扣 {number(item.step)} 分。"]
    if item.method == "add":
        return [f"{kind.value}记 {number(fact.value)} 次，每次加 {number(item.step)} 分。"]
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
        return f"本期没有应办事项，按满分 {number(item.full)} 计"
    if score.policy == "average":
        return f"取其他村平均 = {score.points}"
    if score.policy == "excluded":
        return "本期不计，其余项目折算为 100 分"
    if score.policy == "zero":
        return "应报未报，记 0 分"
    if fact.state is State.KNOWN and score.parts:
        return f"有月份待补，暂计 {score.points} 分，补齐前不能冻结"
    return "应报未报，待补，补齐前不能冻结"


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
        due = f"应完成 {number(wanted)}（{_target_words(item)}）"
        body = f"{full} × {value} ÷ {due}"
        if fact.value is not None and Fraction(fact.value) >= wanted:
            body += "，达到目标得满分"
    elif item.method in ("rate", "percent"):
        body = f"{full} × {value} ÷ {kind.of} {number(fact.of)}"
        if item.floor is not None or item.mark is not None:
            floor, mark = (item.floor or Decimal(0)) * 100, (item.mark or Decimal(1)) * 100
            body += f"（{number(floor)}% 起分，{number(mark)}% 满分）"
    elif item.method == "deduct":
        body = f"{full} − {number(fact.value)} 次 × {number(item.step)}"
    elif item.method == "add":
        most = item.full if item.cap is None else item.cap
        body = f"{number(fact.value)} 次 × {number(item.step)}，最多 {number(most)}"
    elif item.method == "bands":
        rate = f"（{number(methods.measured(fact))}%）" if fact.of else ""
        body = f"{value}{rate}，按分档"
    else:
        body = f"人工评分 {number(fact.value)}"
    return f"{body} = {score.points}"


def _target_words(item: Item) -> str:
    unit = f"每{PER[item.per]}"
    if item.share_of:
        return f"{unit}总数的 {number((item.target or Decimal(0)) * 100)}%"
    return f"{unit} {number(item.target)}"


def total_formula(village: VillageScore) -> str:
    """How the total is made up of items, bonus and deduction."""
    counted = [each for each in village.items.values() if each.points is not None]
    if not counted:
        return "本期各项都不计"
    earned = sum((each.points or Decimal(0) for each in counted), Decimal(0))
    full = sum((each.item.full for each in counted), Decimal(0))
    body = f"{earned}" if full == 100 else f"{earned} × 100 ÷ {number(full)}"
    if village.bonus:
        body += f" + 加分 {village.bonus}"
    if village.deduction:
        body += f" − 扣分 {village.deduction}"
    return f"各项得分合计 {body}" if body == str(village.total) else f"{body} = {village.total}"
