"""Whether a scheme makes sense: more of what is wanted never gives fewer points, full is in reach.

``schemes.problems`` says what cannot be scored; this says what can be scored and should not be
stored, so that versions that an office adopted before stay readable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from gaotang_desktop.domain.evaluation import methods, rewarding
from gaotang_desktop.domain.evaluation.facts import FACTS, Fact, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme, item_problems
from gaotang_desktop.domain.evaluation.wording import number

_NIGHTS = "patrol_nights"
# What is counted without being a share of what fell due: of these a target makes sense.
_AMOUNTS = (_NIGHTS, "household_visits", "manual")
# Whose denominator is there whatever was done, so that a share of it can be asked for.
_STOCKS = ("household_visits", "manual")
_SHORTEST: Mapping[str, tuple[int, int]] = {"month": (28, 1), "quarter": (90, 3), "year": (365, 12)}
_FIELDS: Mapping[str, str] = {
    "proportion": "target", "bands": "bands", "deduct": "method", "add": "cap",
}  # fmt: skip
_USUAL = 3  # named first and last in the template; a town of few villages may keep that
_MOST_BONUS = 20
_FEW = 30
_LONGEST = 30
_YEARS = range(2000, 2100)


def item_sense(item: Item, cycle: str = "month") -> dict[str, str]:
    """What makes no sense of an item that can be scored: a sentence under each field's name."""
    if item_problems(item):
        return {}
    found = _pairing(item)
    if found or item.fact == "manual":
        return found
    if item.method == "proportion" and item.per in ("night", "week") and _due(item, cycle) < 1:
        return {"target": "目标太低，一期里不到一次，做一次就满分，请改正。"}
    curve = _curve(item, cycle)
    unwanted = FACTS[item.fact].unwanted
    if any((after > before) if unwanted else (after < before) for before, after in pairwise(curve)):
        label = FACTS[item.fact].label
        said = (
            f"发生得越多，得分反而越高（{label}），请改正。"
            if unwanted
            else f"做得越多，得分反而越少（{label}），请改正。"
        )
        return {_FIELDS.get(item.method, "method"): said}
    if (best := max(curve)) < item.full:
        return {_FIELDS.get(item.method, "mark"): _short(item, best)}
    if item.cap is not None and item.least < 0 and item.cap < item.full - item.least:
        return {
            "cap": f"最多扣 {number(item.cap)} 分，到不了最低的 {number(item.least)} 分，请改正其中一个。"
        }
    return {}


def _pairing(item: Item) -> dict[str, str]:
    kind, method = FACTS[item.fact], item.method
    if kind.unwanted and method not in ("deduct", "compare", "bands"):
        return {
            "method": f"“{kind.label}”越多越不好，也没有总数，请用按次扣分、与基数比较或者分档。"
        }
    if method == "deduct" and item.fact != "manual" and not kind.unwanted:
        said = f"“{kind.label}”数的是做到的次数，按次扣分会做得越多扣得越多，请换一种计分方法。"
        return {"method": said}
    if method == "percent" and not kind.polled and item.fact != "manual":
        return {"method": f"按百分率只用于民调，“{kind.label}”请用按比率或按完成比例。"}
    if method == "proportion" and item.fact not in _AMOUNTS:
        said = f"“{kind.label}”是到期的里面做到多少，没有另外的目标数，请用按比率。"
        return {"method": said}
    if method == "proportion" and item.share_of and item.fact not in _STOCKS:
        return {"share_of": f"“{kind.label}”没有总数可以取一部分，请去掉这个勾，写每周几次。"}
    return {}


def _span(cycle: str) -> Span:
    """The shortest period of a cycle that there is."""
    days, months = _SHORTEST.get(cycle, _SHORTEST["month"])
    first = date(2026, 1, 1)
    return Span(first, first + timedelta(days=days - 1), days, months)


def _due(item: Item, cycle: str) -> Fraction:
    return methods.target(item, Fact(State.KNOWN, of=Decimal(1000)), _span(cycle))


@lru_cache(maxsize=256)  # asked of every item at each key that is typed into one of them
def _curve(item: Item, cycle: str) -> tuple[Decimal, ...]:
    """The points as more and more is done, up to everything, in the shortest period there is."""
    span = _span(cycle)
    days = span.days
    of = Decimal(days if item.fact == _NIGHTS else 1000)
    if FACTS[item.fact].unwanted:
        base = Decimal(10) if item.method == "compare" else None
        known = [Fact(State.KNOWN, Decimal(n), base=base) for n in range(101)]
    elif item.method == "compare":
        known = [Fact(State.KNOWN, of * n / 100, of, base=of / 2, base_of=of) for n in range(101)]
    elif item.method == "add":
        known = [Fact(State.KNOWN, Decimal(n), of) for n in (0, 1, 9999)]
    else:
        known = [Fact(State.KNOWN, of * n / 100, of) for n in range(101)]
    return tuple(methods.points(item, each, span) for each in known)


def _short(item: Item, best: Decimal) -> str:
    if item.method == "proportion" and item.fact == _NIGHTS:
        return (
            f"目标太高，每晚都巡也达不到，最多得 {number(best)} 分，满分是 {number(item.full)} 分。"
        )
    what = {"bands": "最高一档", "add": "加满"}.get(item.method, "全部做到")
    return f"{what}只得 {number(best)} 分，得不到满分 {number(item.full)} 分，请改正。"


def rule_sense(scheme: Scheme, villages: int) -> dict[str, str]:
    """What makes no sense of the rules beside the items; ``villages`` is how many are ranked."""
    found: dict[str, str] = {}
    names = [item.name.strip() for item in scheme.items]
    if repeated := sorted({name for name in names if name and names.count(name) > 1}):
        found["items"] = f"有两个项目都叫“{'、'.join(repeated)}”，请改成不同的名称。"
    elif odd := [name for name in names if len(name) > _LONGEST or len(name.splitlines()) > 1]:
        found["items"] = (
            f"项目名称“{odd[0][:_LONGEST]}”太长或者有换行，表头里印不下，最多 {_LONGEST} 个字，请改短。"
        )
    if not all(each.strip() for each in scheme.vetoes):
        found["vetoes"] = "一票否决情形里有一项是空的，请填写或者去掉。"
    if scheme.bonus_step > scheme.bonus_cap > 0:
        found["bonus_step"] = (
            f"每次加 {number(scheme.bonus_step)} 分，上限只有 {number(scheme.bonus_cap)} 分，"
            "请改正其中一个。"
        )
    for name, label in (("best_named", "前列"), ("worst_named", "待改进")):
        if villages and getattr(scheme, name) > max(villages, _USUAL):
            found[name] = f"一共只有 {villages} 个村，{label}不能有 {getattr(scheme, name)} 个。"
    both = scheme.best_named + scheme.worst_named
    if villages and not found and both > max(villages, 2 * _USUAL):
        found["worst_named"] = (
            f"前列 {scheme.best_named} 个加待改进 {scheme.worst_named} 个，"
            f"多于登记的 {villages} 个村，请改小。"
        )
    if said := rewarding.problem(scheme.rewards):
        found["rewards"] = said
    elif villages and (many := [each for each in scheme.rewards if each.number > villages]):
        found["rewards"] = (
            f"“{rewarding.line(many[0])}”：一共只有 {villages} 个村，名次不能到 {many[0].number}。"
        )
    elif villages and rewarding.widest(scheme.rewards) > villages:
        found["rewards"] = f"奖惩规则的前几名和后几名加起来多于登记的 {villages} 个村，请改小。"
    if scheme.starts_on.year not in _YEARS:
        found["starts_on"] = f"{scheme.starts_on.year} 年不像是启用考评方案的年份，请改启用日期。"
    month = scheme.starts_on.month
    if scheme.cycle == "quarter" and month % 3 != 1:
        found["starts_on"] = "按季度考评的方案从一个季度的第一天起用（1、4、7、10 月 1 日）。"
    elif scheme.cycle == "year" and month != 1:
        found["starts_on"] = "按年考评的方案从 1 月 1 日起用。"
    return found


def questions(scheme: Scheme, templates: Sequence[Scheme]) -> dict[str, str]:
    """What may be meant so and is asked first: a sentence under each field's name.

    ``templates`` are the schemes that ship: adopted as they are they are nobody's own rules.
    """
    found: dict[str, str] = {}
    if scheme.bonus_cap > _MOST_BONUS:
        found["bonus_cap"] = (
            f"加分最多 {number(scheme.bonus_cap)} 分，可以比满分 100 分的一大半还多，是这样定的吗？"
        )
    if scheme.minimum_sample is not None and scheme.minimum_sample < _FEW:
        found["minimum_sample"] = (
            f"民调只要 {scheme.minimum_sample} 人就计分，碰巧问到谁的影响会超过村与村的差别，是这样定的吗？"
        )
    if not scheme.template and _as_template(scheme) in [_as_template(each) for each in templates]:
        found["own"] = (
            "内容和程序自带的参考模板完全一样，不再标“参考模板”以后，排名表和通报会印成正式的考评办法。"
            "您的办法确实就是这样定的吗？"
        )
    return found


def _as_template(scheme: Scheme) -> Scheme:
    """The rules alone, without what every version has of its own."""
    return replace(
        scheme.uncited, name="", version=1, starts_on=date(2020, 1, 1), template=True,
        minimum_sample=None,
    )  # fmt: skip
