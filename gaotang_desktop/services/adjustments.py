"""Bonus, deduction, veto; values by hand; rewards and penalties of a frozen result (加减分、奖惩)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gaotang_desktop.data.queries import evaluation as queries
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid
from gaotang_desktop.domain.evaluation import adjusting
from gaotang_desktop.domain.evaluation.composing import parts_of
from gaotang_desktop.domain.evaluation.results import BONUS
from gaotang_desktop.domain.evaluation.schemes import ANNUAL_CHECK, Item
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.facts import gathering
from gaotang_desktop.services.schemes import register
from gaotang_desktop.services.workplace import Workplace


def listing(work: Workplace, kind: str, period: Period) -> Listing:
    """The ``adjustments``, ``manual-values`` or ``rewards`` of one period."""
    whole = records.listing(work, kind)
    if kind == "rewards":
        with work.database.reading() as session:
            mine: set[object] = {each.id for each in queries.frozen(session, period.key)}
        at = whole.column("evaluation_id")
    else:
        mine, at = {period.key, *(each.key for each in period.months)}, whole.column("period")
    kept = [i for i, row in enumerate(whole.rows) if _plain(row[at]) in mine]
    hidden = {"evaluation_id"}
    columns = [i for i, each in enumerate(whole.fields) if each.name not in hidden]
    return Listing(
        kind,
        tuple(whole.fields[i] for i in columns),
        tuple(whole.ids[i] for i in kept),
        tuple(tuple(whole.rows[i][c] for c in columns) for i in kept),
    )


def _plain(value: object) -> object:
    return getattr(value, "id", value)


def fields_for(work: Workplace, kind: str, period: Period) -> tuple[Field, ...]:
    """The form of one such record; period and operator are filled in by the program."""
    filled = {"period", "entered_by", "evaluation_id", "item"}
    shown = tuple(each for each in records.fields_for(kind) if each.name not in filled)
    if kind != "adjustments":
        return shown
    rules = register.in_force(work, period)
    words = {
        "points": f"加分每次 {rules.bonus_step} 分，最多 {rules.bonus_cap} 分；一票否决不填",
        "reason": f"一票否决的情形：{'、'.join(rules.vetoes) or '方案没有列出'}",
    }
    return tuple(replace(each, help=words.get(each.name, each.help)) for each in shown)


def adjust(
    work: Workplace, period: Period, values: Mapping[str, Any], *, record_id: int | None = None
) -> int:
    """Store a bonus, a deduction or a veto; a bonus without points takes the scheme's step.

    Raises:
        Invalid: a sentence for each field at fault.
    """
    rules = register.in_force(work, period)
    whole = {"period": period.key, **values, "entered_by": str(work.settings["operator"])}
    if whole.get("kind") == BONUS and whole.get("points") is None:
        whole["points"] = rules.bonus_step
    if record_id is not None:
        whole["period"] = records.get(work, "adjustments", record_id)["period"]
    found = records.check("adjustments", whole, today=work.today())
    if problems := {**adjusting.problems(whole, rules), **found}:
        raise Invalid(problems)
    return records.save(work, "adjustments", whole, record_id=record_id)


def manual_items(work: Workplace, period: Period) -> tuple[Item, ...]:
    """The items of a period that take a value by hand: those without a ledger."""
    rules = register.in_force(work, period)
    if parts_of(rules, period):
        if period.cycle == "year" and rules.year_weight < 1:
            return (Item(ANNUAL_CHECK, "年终检查", Decimal(100), "manual", "manual"),)
        return ()
    return tuple(item for item in rules.items if item.fact not in gathering.LIVE)


def value_fields(item: Item) -> tuple[Field, ...]:
    """The form of a value by hand, in the words of the item's fact."""
    from gaotang_desktop.domain.evaluation.facts import FACTS

    kind = FACTS[item.fact]
    shares = item.method in ("rate", "percent", "slopes", "bands") or item.share_of
    value = Field("value", kind.value, Kind.DECIMAL, required=True, minimum=0)
    of = Field("of", kind.of, Kind.DECIMAL, required=shares and item.method != "bands")
    reason = Field("reason", "依据和理由", Kind.LONG_TEXT, required=True)
    return (value, of, reason) if shares else (value, reason)


def enter(
    work: Workplace,
    period: Period,
    *,
    village_id: int,
    item: str,
    value: Decimal,
    of: Decimal | None,
    reason: str,
) -> int:
    """Enter a value whose ledger does not exist, with its reason; again replaces it.

    Raises:
        Invalid: no reason, a negative value, or more than the total.
        DomainError: the item takes its facts from records, or the period is made up of months.
    """
    kind = next((each for each in manual_items(work, period) if each.code == item), None)
    if kind is None:
        rules = register.in_force(work, period)
        named = next((each.name for each in rules.items if each.code == item), item)
        if parts_of(rules, period):
            raise DomainError(
                f"{period.label}的得分由各月平均得来，“{named}”请在当月的考评里填写。"
            )
        raise DomainError(f"“{named}”直接从台账取数，不能人工填写。请改正台账里的记录。")
    values = {
        "period": period.key,
        "village_id": village_id,
        "item": item,
        "value": value,
        "of": of,
        "reason": reason.strip(),
        "entered_by": str(work.settings["operator"]),
    }
    if problems := adjusting.value_problems(values, kind):
        raise Invalid(problems)
    with work.database.reading() as session:
        existing = queries.manual_value_id(session, period.key, village_id, item)
    return records.save(work, "manual-values", values, record_id=existing)


def reward(
    work: Workplace, period: Period, values: Mapping[str, Any], *, record_id: int | None = None
) -> int:
    """Store what a frozen result brings a village, and whether it was carried out.

    Raises:
        Conflict: the period's result is not frozen yet.
        Invalid: a sentence for each field at fault.
    """
    with work.database.reading() as session:
        frozen = queries.frozen_periods(session).get(period.key)
    if frozen is None:
        raise Conflict(f"{period.label}的结果还没有冻结，冻结以后才能登记奖惩。")
    whole = dict(values)
    if record_id is None:
        whole["evaluation_id"] = frozen
    return records.save(work, "rewards", whole, record_id=record_id)
