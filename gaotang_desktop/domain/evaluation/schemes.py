"""The rules of an evaluation as data: versioned, edited by the operator (考评方案)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from gaotang_desktop.domain.evaluation.facts import FACTS

METHODS: Mapping[str, str] = {
    "proportion": "按完成比例",
    "rate": "按比率",
    "slopes": "两段按比率",
    "percent": "按百分率",
    "bands": "分档",
    "deduct": "按次扣分",
    "add": "按次加分",
    "compare": "与基数比较",
    "manual": "人工评分",
}
NOT_DUE: Mapping[str, str] = {"full": "满分", "average": "取其他村平均", "exclude": "不计并折算"}
NOT_RECEIVED: Mapping[str, str] = {"zero": "记零分", "pending": "待补，补齐前不能冻结"}
PER: Mapping[str, str] = {
    "night": "晚",
    "week": "周",
    "month": "月",
    "quarter": "季度",
    "period": "期",
}
CYCLES: Mapping[str, str] = {"month": "按月", "quarter": "按季度", "year": "按年"}
YEARS: Mapping[str, str] = {"months": "各月平均", "quarters": "各季度平均"}
AGAINST: Mapping[str, str] = {"last_year": "去年同期", "town": "全镇平均"}
ANNUAL_CHECK = "年终"
PRAISE = ("表扬", "奖金")
REWARDS = (*PRAISE, "通报批评", "约谈", "表态发言")
MOST_ITEMS = 60
TAKING = ("deduct", "compare")
"""Methods that take points away from the full ones."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the scheme.

    ``target`` is the number due ``per`` night, week, month, quarter or period (proportion);
    with ``share_of`` the target is that share of the fact's denominator. ``floor`` and ``mark``
    (0-1) bound a linear rate; ``bands`` are (threshold, points), highest first; ``step`` and
    ``cap`` belong to 按次: what is given or taken each time, and at most. From ``floor`` to
    ``bend`` a rate of two slopes earns ``bend_points``, from there to ``mark`` the rest.
    ``against`` names what is compared with; each per cent worse costs ``step``. With ``doubled``
    every time after the first costs twice the step; ``least`` is how far below zero an item may
    fall. ``without_holidays`` leaves the days of holidays out of a target by nights or weeks.
    """

    code: str
    name: str
    full: Decimal
    fact: str
    method: str
    clause: str = ""
    target: Decimal | None = None
    per: str = "period"
    share_of: bool = False
    floor: Decimal | None = None
    mark: Decimal | None = None
    bands: tuple[tuple[Decimal, Decimal], ...] = ()
    step: Decimal | None = None
    cap: Decimal | None = None
    when_not_due: str = "exclude"
    when_not_received: str = "pending"
    bend: Decimal | None = None
    bend_points: Decimal | None = None
    against: str = ""
    doubled: bool = False
    least: Decimal = Decimal(0)
    without_holidays: bool = False

    @property
    def falls_below(self) -> bool:
        """Whether it starts at its full points and may lose more than them."""
        return self.method in TAKING and self.least < 0


@dataclass(frozen=True, slots=True)
class RewardRule:
    """What follows from a rank: ``when`` is first, last or progress, for ``number`` villages.

    With ``times`` above 1 only who stands there so often in a row; ``cycle`` is the period that it
    holds for, ``""`` for every one.
    """

    when: str
    number: int
    reward: str
    times: int = 1
    detail: str = ""
    cycle: str = ""


@dataclass(frozen=True, slots=True)
class Scheme:
    """All rules of one version; old periods keep the version that was in force.

    ``cycle`` is what is scored from records; longer periods are means of it. The year is the mean
    named by ``year_of`` × ``year_weight`` + the annual check × (1 − ``year_weight``).
    ``deduction_cap`` bounds the deductions of a period (``None``: only by the score itself);
    ``minimum_sample`` ``None`` leaves it to the office's setting.
    """

    name: str
    version: int
    starts_on: date
    items: tuple[Item, ...]
    template: bool = False
    note: str = ""
    bonus_step: Decimal = Decimal(1)
    bonus_cap: Decimal = Decimal(5)
    deduction_cap: Decimal | None = None
    tie_order: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    best_named: int = 3
    worst_named: int = 3
    minimum_sample: int | None = None
    cycle: str = "month"
    year_of: str = "months"
    year_weight: Decimal = Decimal(1)
    rewards: tuple[RewardRule, ...] = ()

    @property
    def uncited(self) -> "Scheme":
        """The rules without the clauses of a plan and the note, from which no points follow."""
        return replace(self, note="", items=tuple(replace(each, clause="") for each in self.items))

    @property
    def label(self) -> str:
        """Name, version and, for a template, the mark that it is not the official rule."""
        mark = "（参考模板，非正式考评办法）" if self.template else ""
        return f"{self.name}第{self.version}版{mark}"

    def item(self, code: str) -> Item:
        """The item of that code."""
        return next(each for each in self.items if each.code == code)


def problems(scheme: Scheme) -> list[str]:
    """A sentence for everything that cannot be scored."""
    found = list(rule_problems(scheme).values())
    for item in scheme.items:
        found += [f"项目 {item.code or '（没有编号）'}：{s}" for s in item_problems(item).values()]
    return found


def rule_problems(scheme: Scheme) -> dict[str, str]:
    """What is wrong with the scheme as a whole: a sentence under each field's name."""
    found: dict[str, str] = {}
    codes = [item.code for item in scheme.items]
    if not scheme.name.strip():
        found["name"] = "请填写方案名称。"
    if scheme.version < 1:
        found["version"] = "方案的版本从 1 开始。"
    if not codes:
        found["items"] = "方案里没有考评项目，请至少列一项。"
    elif len(codes) > MOST_ITEMS:
        found["items"] = f"方案里有 {len(codes)} 个项目，最多 {MOST_ITEMS} 个，请合并。"
    elif repeated := sorted({code for code in codes if codes.count(code) > 1}):
        found["items"] = f"项目编号“{'、'.join(repeated)}”重复，请改成不同的编号。"
    elif (total := sum((item.full for item in scheme.items), Decimal(0))) != 100:
        found["items"] = f"各项目满分合计 {total} 分，应当正好 100 分，请调整。"
    if scheme.bonus_step <= 0:
        found["bonus_step"] = "每次加分要大于 0 分。"
    if scheme.bonus_cap < 0:
        found["bonus_cap"] = "加分上限不能小于 0 分。"
    if scheme.deduction_cap is not None and scheme.deduction_cap < 0:
        found["deduction_cap"] = "扣分上限不能小于 0 分；不设上限请留空。"
    if scheme.best_named < 0:
        found["best_named"] = "列为前列的村数不能小于 0。"
    if scheme.worst_named < 0:
        found["worst_named"] = "列为待改进的村数不能小于 0。"
    if scheme.minimum_sample is not None and scheme.minimum_sample < 1:
        found["minimum_sample"] = "民调最小样本至少 1 人；按系统设置请留空。"
    if unknown := [code for code in scheme.tie_order if code not in codes]:
        found["tie_order"] = f"同分排序里的“{'、'.join(unknown)}”不是方案里的项目。"
    elif len(set(scheme.tie_order)) != len(scheme.tie_order):
        found["tie_order"] = "同分排序里有重复的项目，请去掉重复的。"
    if scheme.cycle not in CYCLES:
        found["cycle"] = "考评周期只能是按月、按季度或按年。"
    if scheme.year_of not in YEARS:
        found["year_of"] = "年度得分只能取各月平均或各季度平均。"
    if not 0 <= scheme.year_weight <= 1:
        found["year_weight"] = "平时得分所占的比例在 0 和 1 之间，例如 0.7。"
    return found


def item_problems(item: Item) -> dict[str, str]:
    """What is wrong with one item: a sentence under each field's name."""
    found: dict[str, str] = {}
    if not item.code.strip():
        found["code"] = "请填写项目编号，例如 A1。"
    elif len(item.code) > 10 or item.code == ANNUAL_CHECK:
        found["code"] = f"项目编号最多 10 个字，也不能叫“{ANNUAL_CHECK}”，请改正。"
    if not item.name.strip():
        found["name"] = "请填写项目名称。"
    if item.full < 0 or (item.full == 0 and not item.falls_below):
        found["full"] = "满分必须大于零；只扣分的项目满分可以是 0，同时填“最低”几分，例如 -5。"
    elif item.full != item.full.quantize(Decimal("0.01")):
        found["full"] = "满分最多两位小数。"
    if item.fact not in FACTS:
        found["fact"] = f"没有“{item.fact}”这种取数，请改选一种。"
    if item.method not in METHODS:
        found["method"] = f"没有“{item.method}”这种计分方法，请改选一种。"
    elif item.fact in FACTS:
        found |= _pairing(item)
    if item.when_not_due not in NOT_DUE:
        found["when_not_due"] = "没有应办事项时，只能按满分、取其他村平均或不计并折算。"
    if item.when_not_received not in NOT_RECEIVED:
        found["when_not_received"] = "应报未报时，只能记零分或待补。"
    checks = {
        "proportion": _proportion, "rate": _scale, "percent": _scale, "bands": _bands,
        "slopes": _slopes, "compare": _compare,
    }  # fmt: skip
    if (check := checks.get(item.method)) is not None:
        found |= check(item)
    if item.method in ("deduct", "add") and not (item.step and item.step > 0):
        found["step"] = "按次计分要有每次的分值，大于 0 分。"
    most = item.full - item.least if item.method in TAKING else item.full
    if item.cap is not None and not 0 <= item.cap <= most:
        found["cap"] = (
            f"最多扣的分要在 0 和 {most} 之间。"
            if item.method in TAKING
            else f"加分上限要在 0 和满分 {most} 之间。"
        )
    if not -100 <= item.least <= 0:
        found["least"] = "最低的得分在 -100 和 0 之间，不倒扣请填 0。"
    elif item.least < 0 and item.method not in TAKING:
        found["least"] = "只有按次扣分和与基数比较的项目可以低于 0 分。"
    if item.doubled and item.method != "deduct":
        found["doubled"] = "只有按次扣分的项目可以重复加倍。"
    if item.without_holidays and not (
        item.method == "proportion" and item.per in ("night", "week")
    ):
        found["without_holidays"] = "只有按每晚、每周定目标的项目可以扣除节假日。"
    return found


def _pairing(item: Item) -> dict[str, str]:
    if item.method == "manual" and item.fact != "manual":
        return {"fact": "人工评分的项目，取数请选“人工评分”。"}
    if FACTS[item.fact].polled and item.method not in ("rate", "slopes", "percent", "bands"):
        return {"method": "民调只能按比率、两段按比率、按百分率或分档计分。"}
    if item.method == "compare" and item.fact == "manual":
        return {"method": "人工评分没有去年和全镇的数据可比，请换一种计分方法。"}
    return {}


def _proportion(item: Item) -> dict[str, str]:
    found: dict[str, str] = {}
    if item.target is None or item.target <= 0:
        found["target"] = "按完成比例计分要有大于零的目标数。"
    elif item.share_of and item.target > 1:
        found["target"] = "目标是总数的一部分时，要在 0 和 1 之间，例如 0.3。"
    if item.per not in PER:
        found["per"] = "目标的周期只能是每晚、每周、每月、每季度或每期。"
    return found


def _scale(item: Item) -> dict[str, str]:
    found: dict[str, str] = {}
    floor = Decimal(0) if item.floor is None else item.floor
    mark = Decimal(1) if item.mark is None else item.mark
    if not 0 <= floor <= 1:
        found["floor"] = "起分线在 0 和 1 之间，例如 0.6。"
    if not 0 <= mark <= 1:
        found["mark"] = "满分线在 0 和 1 之间，例如 0.95。"
    if not found and floor >= mark:
        found["floor"] = f"起分线 {floor} 必须低于满分线 {mark}。"
    return found


def _slopes(item: Item) -> dict[str, str]:
    found = _scale(item)
    floor = Decimal(0) if item.floor is None else item.floor
    mark = Decimal(1) if item.mark is None else item.mark
    if item.bend is None or not floor < item.bend < mark:
        found.setdefault("bend", f"转折线要在起分线 {floor} 和满分线 {mark} 之间，例如 0.8。")
    if item.bend_points is None or not 0 < item.bend_points < item.full:
        found["bend_points"] = f"到转折线得的分要在 0 和满分 {item.full} 之间。"
    return found


def _compare(item: Item) -> dict[str, str]:
    found: dict[str, str] = {}
    if item.against not in AGAINST:
        found["against"] = "请选和什么比：去年同期或者全镇平均。"
    if not (item.step and item.step > 0):
        found["step"] = "请填每差 1% 扣几分，大于 0 分。"
    return found


def _bands(item: Item) -> dict[str, str]:
    thresholds = [threshold for threshold, _ in item.bands]
    if not thresholds:
        return {"bands": "分档计分至少要有一档，例如 90：14。"}
    if any(one <= other for one, other in pairwise(thresholds)):
        return {"bands": "分档的界限要从高到低排列，不能重复。"}
    if any(not 0 <= worth <= item.full for _, worth in item.bands):
        return {"bands": f"每一档的得分要在 0 和满分 {item.full} 之间。"}
    return {}
