"""Rewards and penalties that the rules propose of a frozen result, and what is made of them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gaotang_desktop.data.models import Reward
from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.domain.errors import Conflict, DomainError
from gaotang_desktop.domain.evaluation import freezing, rewarding
from gaotang_desktop.domain.evaluation.results import Result
from gaotang_desktop.domain.evaluation.rewarding import Proposal
from gaotang_desktop.domain.evaluation.schemes import PRAISE
from gaotang_desktop.domain.fields import Reference
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import evaluation
from gaotang_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Proposed:
    """What may be registered; ``stored`` are those of the proposals that already are."""

    proposals: tuple[Proposal, ...]
    notes: tuple[str, ...]
    stored: frozenset[int]
    """Places in ``proposals``."""


def proposed(work: Workplace, period: Period) -> Proposed:
    """What the scheme's rules propose of a period; only what is frozen counts.

    Raises:
        Conflict: the period is not frozen, or its scheme has no rules for rewards.
        DomainError: an earlier program froze it in a form that cannot be read.
    """
    result = _frozen(work, period)
    if result is None:
        raise Conflict(f"{period.label}的结果还没有冻结，冻结以后才能按方案提出奖惩。")
    if not result.scheme.rewards:
        raise Conflict(
            f"{result.scheme.label}没有奖惩规则。请在“方案”的“启用、加减分和排名”里写上，"
            "从新的一版起用；这一期的奖惩请点“新增”登记。"
        )
    most = max(rule.times for rule in result.scheme.rewards)
    earlier = [_earlier(work, period.shifted(-back)) for back in range(1, most)]
    found, notes = rewarding.proposals(result, period.cycle, earlier)
    known = _registered(work, period)
    stored = (
        at
        for at, each in enumerate(found)
        if (each.village_id, each.rule.reward, _detail(each)) in known
    )
    return Proposed(found, notes, frozenset(stored))


def praised_and_blamed(work: Workplace, period: Period, blamed: Collection[str]) -> tuple[str, ...]:
    """The villages whose rewards praise them, and that a penalty or ``blamed`` (待改进) names too."""
    with work.database.reading() as session:
        frozen = queries.frozen_periods(session).get(period.key)
        names = record_queries.references(session, "villages")
        kinds: dict[str, set[str]] = defaultdict(set)
        for row in record_queries.live(session, "rewards"):
            if isinstance(row, Reward) and row.evaluation_id == frozen is not None:
                kinds[names[row.village_id].label].add(row.kind)
    return tuple(
        name
        for name, mine in kinds.items()
        if mine & {*PRAISE} and (mine - {*PRAISE} or name in blamed)
    )


def praised(work: Workplace, period: Period) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By 表扬 or 奖金 (with what was written) the villages that the frozen result brings them.

    A village that the same result brings a penalty too is not praised.
    """
    with work.database.reading() as session:
        frozen = queries.frozen_periods(session).get(period.key)
        rows = [
            row
            for row in record_queries.live(session, "rewards")
            if isinstance(row, Reward) and row.evaluation_id == frozen and frozen is not None
        ]
        names = record_queries.references(session, "villages")
        blamed = {row.village_id for row in rows if row.kind not in PRAISE}
        found: dict[str, list[Reference]] = defaultdict(list)
        for row in sorted(
            rows, key=lambda each: PRAISE.index(each.kind) if each.kind in PRAISE else 9
        ):
            if row.village_id not in blamed:
                said = f"{row.kind}（{row.detail}）" if row.detail else row.kind
                found[said].append(names[row.village_id])
    return tuple(
        (said, tuple(dict.fromkeys(each.label for each in sorted(who, key=lambda e: e.order))))
        for said, who in found.items()
    )


def _earlier(work: Workplace, period: Period) -> Result | None:
    try:
        return _frozen(work, period)
    except DomainError:
        return None  # an earlier program froze it: not to be read, so nothing follows from it


def _frozen(work: Workplace, period: Period) -> Result | None:
    kept = evaluation.versions(work, period)
    return freezing.thaw(kept[0].body, period.label) if kept else None


def _registered(work: Workplace, period: Period) -> set[tuple[int, str, str]]:
    with work.database.reading() as session:
        frozen = queries.frozen_periods(session).get(period.key)
        rows = [row for row in record_queries.live(session, "rewards") if isinstance(row, Reward)]
        return {
            (row.village_id, row.kind, row.detail or "")
            for row in rows
            if row.evaluation_id == frozen
        }


def _detail(each: Proposal) -> str:
    return each.rule.detail or rewarding.line(each.rule).partition("：")[0]


def confirm(work: Workplace, period: Period, places: Sequence[int]) -> int:
    """Register the proposals at these places, in one step that one undo takes back.

    What is registered already stays as it is. Returns how many were added.

    Raises:
        Conflict: as :func:`proposed`, or none was chosen.
    """
    found = proposed(work, period)
    chosen = [
        found.proposals[at]
        for at in sorted(set(places) - found.stored)
        if 0 <= at < len(found.proposals)
    ]
    if not chosen:
        raise Conflict("没有勾选要登记的奖惩，或者勾选的都已经登记了。")
    with work.database.operation(f"按方案登记{period.label}奖惩：{len(chosen)}项") as session:
        frozen = queries.frozen_periods(session)[period.key]
        session.add_all(
            Reward(
                evaluation_id=frozen,
                village_id=each.village_id,
                kind=each.rule.reward,
                detail=_detail(each),
            )
            for each in chosen
        )
    return len(chosen)
