"""What an evaluation finds: items, villages, the whole (得分)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from gaotang_desktop.domain.evaluation.facts import Fact
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.evaluation.wording import full_points, number

ZERO = Decimal("0.00")
BONUS, DEDUCTION, VETO = "加分", "扣分", "一票否决"
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Points beside the items, or a veto, with its reason and record."""

    id: int
    kind: str
    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class VillageInput:
    """Everything that is scored of one village.

    ``spans`` are the days on which an item counts, by its code, where they are not those of the
    village: its ledger begins later.
    """

    id: int
    name: str
    order: int
    span: Span
    facts: Mapping[str, Fact]  # by item code
    adjustments: tuple[Adjustment, ...] = ()
    spans: Mapping[str, Span] = field(default_factory=dict)

    def span_of(self, code: str) -> Span:
        """The days on which an item counts."""
        return self.spans.get(code, self.span)


@dataclass(frozen=True, slots=True)
class Part:
    """What one month or quarter gives to an item of a longer period.

    ``points`` are as that period printed them, ``None`` where the item did not count then;
    times ``scale`` they are the part's share of the longer period's hundred points. Where the
    item's target spans more than the part, ``whole`` are the points that it has instead, counted
    over the target's whole span.
    """

    period: str
    item: Item
    points: Decimal | None
    policy: str
    fact: Fact
    scale: Fraction
    frozen: bool
    parts: tuple["Part", ...] = ()
    whole: Fraction | None = None

    @property
    def given(self) -> Fraction | None:
        """The points that it gives to the longer period."""
        if self.whole is not None or self.points is None:
            return self.whole
        return Fraction(self.points)


@dataclass(frozen=True, slots=True)
class ItemScore:
    """Points of one item; ``points`` is ``None`` where the item is excluded for the village.

    ``policy`` is scored, full, average, excluded, zero, pending, or mean (with its ``parts``).
    """

    item: Item
    fact: Fact
    span: Span
    points: Decimal | None
    policy: str
    parts: tuple[Part, ...] = ()

    @property
    def lost(self) -> Decimal:
        """Points that the village did not get."""
        return ZERO if self.points is None else max(ZERO, self.item.full - self.points)


@dataclass(frozen=True, slots=True)
class VillageScore:
    """One line of the ranking. ``unranked`` says why a village without a veto has no rank.

    ``rank_range`` is what the village's polls leave possible, taken alone; ``joint_range`` holds
    for all villages at once, and the band follows from it.
    """

    id: int
    village: str
    order: int
    items: Mapping[str, ItemScore]
    bonus: Decimal
    deduction: Decimal
    total: Decimal
    veto: str
    adjustments: tuple[Adjustment, ...]
    rank: int | None = None
    rank_range: tuple[int, int] | None = None
    band: str = ""
    unranked: str = ""
    said: tuple[str, ...] = ()
    totals: tuple[tuple[str, Decimal, bool], ...] = ()
    joint_range: tuple[int, int] | None = None

    @property
    def base(self) -> Decimal:
        """The points of the items, made a hundred, before bonus and deduction."""
        return self.total - self.bonus + self.deduction

    @property
    def is_scored(self) -> bool:
        """Whether anything was counted; else the total of 0 is none (无数据)."""
        return bool(self.totals) or any(each.points is not None for each in self.items.values())

    @property
    def rank_word(self) -> str:
        """What stands in the column 名次: the rank, 否决, or a dash."""
        return "否决" if self.veto else "—" if self.rank is None else str(self.rank)


@dataclass(frozen=True, slots=True)
class Result:
    """A period, scored; villages in the order of their rank, unranked and vetoed ones last.

    ``ties`` says of each tie how it was broken; ``notes`` how a longer period was made up;
    ``previous`` the ranks of the period before by village, kept where the result was frozen.
    """

    period: str
    scheme: Scheme
    villages: tuple[VillageScore, ...]
    ties: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    previous: Mapping[int, int | None] | None = None

    @property
    def pending(self) -> tuple[tuple[str, str], ...]:
        """Village and item code of everything that keeps the result from being frozen."""
        return tuple(
            (village.village, code)
            for village in self.villages
            for code, each in village.items.items()
            if each.policy == "pending"
        )

    def of(self, village_id: int) -> VillageScore:
        """One village's score."""
        return next(each for each in self.villages if each.id == village_id)

    def full_word(self, code: str) -> str:
        """The full points of an item as the villages really have them: ``12``, ``12.5–13.33``.

        In a longer period they differ where an item was not counted in every part; ``—`` where it
        was counted nowhere.
        """
        counted = [each.items[code] for each in self.villages if code in each.items]
        fulls = sorted({each.item.full for each in counted if each.points is not None})
        if not fulls:
            return "—"
        least, most = full_points(fulls[0]), full_points(fulls[-1])
        return least if least == most else f"{least}–{most}"

    @property
    def waiting(self) -> tuple[str, ...]:
        """What keeps the result from being frozen, a clause each; villages alike are named together."""
        found: dict[str, list[str]] = {}
        for village in self.villages:
            for each in village.items.values():
                if each.policy == "pending":
                    missing = each.fact.missing[:1] or (f"{village.village}缺“{each.item.name}”",)
                    rest = missing[0].removeprefix(village.village)
                    found.setdefault(rest, []).append("" if rest == missing[0] else village.village)
        return tuple(
            "、".join(names[:_NAMED])
            + (f"等 {len(names)} 个村" if len(names) > _NAMED else "")
            + rest
            for rest, names in found.items()
        )

    @property
    def is_empty(self) -> bool:
        """无数据: no village has a record of the period that the scheme counts.

        One of an item that does not count for its village is none: 未巡 before a night was due.
        """
        return not any(
            item.fact.has_records and item.points is not None
            for village in self.villages
            for item in village.items.values()
        )

    @property
    def without_records(self) -> tuple[Item, ...]:
        """The items of which no village has any record."""
        known = {
            code
            for village in self.villages
            for code, each in village.items.items()
            if each.fact.records
        }
        return tuple(item for item in self.scheme.items if item.code not in known)

    @property
    def is_incomplete(self) -> bool:
        """Whether items worth more than half of the points have no record in any village."""
        whole = sum((item.full for item in self.scheme.items), ZERO)
        return 2 * sum((item.full for item in self.without_records), ZERO) > whole

    @property
    def lacking(self) -> str:
        """The items without any record and what they are worth, as a clause; ``""`` for none."""
        items = self.without_records
        if not items:
            return ""
        names = "、".join(f"{item.code}{item.name}" for item in items)
        worth = number(sum((item.full for item in items), ZERO))
        return f"{names}（共 {worth} 分）没有一个村有记录"


def not_ranked(result: Result, why: str) -> Result:
    """The result without ranks, ranges and bands, each village with the reason."""
    villages = sorted(result.villages, key=lambda each: (each.order, each.id))
    return replace(
        result,
        ties=(),
        villages=tuple(
            replace(each, rank=None, rank_range=None, joint_range=None, band="", unranked=why)
            for each in villages
        ),
    )
