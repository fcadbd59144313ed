"""Freezing a result, and reading it back (冻结)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation import scheme_text
from gaotang_desktop.domain.evaluation.facts import Fact, RecordRef, State
from gaotang_desktop.domain.evaluation.methods import Span
from gaotang_desktop.domain.evaluation.results import (
    Adjustment,
    ItemScore,
    Part,
    Result,
    VillageScore,
)
from gaotang_desktop.domain.evaluation.schemes import Item

SAME = "与冻结时一致"
_POLLS = "poll-results"  # drawn once, in however many months it stands


def contract(result: Result, *, frozen: bool, empty: bool = False) -> dict[str, Any]:
    """The structure that ``evaluate --json`` prints; decimals as strings.

    ``empty``: nothing was recorded of the period, so that no total is one (无数据).
    """
    villages = [_village(each) for each in result.villages]
    if empty:
        villages = [{**each, "total": None} for each in villages]
    return {
        "period": result.period,
        "scheme": result.scheme.label,
        "frozen": frozen,
        "villages": villages,
    }


def _village(score: VillageScore) -> dict[str, Any]:
    return {
        "village": score.village,
        "total": str(score.total) if score.is_scored else None,
        "bonus": str(score.bonus),
        "deduction": str(score.deduction),
        "rank": score.rank,
        "rank_range": list(score.rank_range) if score.rank_range else None,
        "veto": score.veto or None,
        "items": {code: _item(each) for code, each in score.items.items()},
    }


def _item(each: ItemScore) -> dict[str, Any]:
    return {
        "points": _text(each.points),
        "full": str(each.item.full),
        "state": each.fact.state.value,
        "policy": each.policy,
        "fact": {
            "value": _text(each.fact.value),
            "of": _text(each.fact.of),
            "note": each.fact.note,
            "missing": list(each.fact.missing),
            **_base(each.fact),
        },
        "records": [
            {"kind": r.kind, "id": r.id, "label": r.label, "counted": r.counted}
            for r in each.fact.records
        ],
    }


def _base(fact: Fact) -> dict[str, str | None]:
    """What a fact is compared with, where it is: texts without it stay as they were."""
    if fact.base is None:
        return {}
    return {"base": _text(fact.base), "base_of": _text(fact.base_of)}


def freeze(result: Result) -> str:
    """Everything needed to show and recompute the result, as canonical JSON."""
    body = contract(result, frozen=True)
    body["scheme_body"] = json.loads(scheme_text.to_json(result.scheme))
    body["ties"], body["notes"] = list(result.ties), list(result.notes)
    if result.previous is not None:
        body["previous"] = {str(number): rank for number, rank in result.previous.items()}
    for shown, score in zip(body["villages"], result.villages, strict=True):
        shown |= {
            "id": score.id,
            "total": str(score.total),
            "order": score.order,
            "band": score.band,
            "joint_range": list(score.joint_range) if score.joint_range else None,
            "unranked": score.unranked,
            "said": list(score.said),
            "totals": [[period, str(total), frozen] for period, total, frozen in score.totals],
            "adjustments": [[a.id, a.kind, str(a.points), a.reason] for a in score.adjustments],
        }
        for code, each in score.items.items():
            shown["items"][code] |= {
                "span": _span(each.span),
                "why": [ref.why for ref in each.fact.records],
                "parts": [_part(part) for part in each.parts],
            }
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def _span(span: Span) -> list[Any]:
    whole = [span.first.isoformat(), span.last.isoformat(), span.period_days, span.months]
    return [*whole, span.rest] if span.rest else whole


def _part(part: Part) -> dict[str, Any]:
    return {
        "period": part.period,
        "item": part.item.code,
        "full": str(part.item.full),
        "points": _text(part.points),
        "policy": part.policy,
        "value": _text(part.fact.value),
        "of": _text(part.fact.of),
        "state": part.fact.state.value,
        "scale": str(part.scale),
        "frozen": part.frozen,
        "parts": [_part(each) for each in part.parts],
        "poll": next((ref.id for ref in part.fact.records if ref.kind == _POLLS), None),
        "whole": None if part.whole is None else str(part.whole),
    }


# What reading a text of another form may stumble over.
STRANGE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def thaw(body: str, label: str) -> Result:
    """The result that was frozen, as it was then; ``label`` names its period.

    Raises:
        DomainError: it was frozen by an earlier program in a form that cannot be read any more.
    """
    try:
        return _read(json.loads(body))
    except (*STRANGE, DomainError) as problem:
        raise DomainError(
            f"{label}的结果是较早的程序冻结的，现在的程序读不出来，"
            "请在村级考评里打开这一期，用“更正”写明原因再冻结一次。"
        ) from problem


def _read(raw: Any) -> Result:
    scheme = scheme_text.from_json(json.dumps(raw["scheme_body"]), checked=False)
    items = {item.code: item for item in scheme.items}
    villages = tuple(_thawed(each, items) for each in raw["villages"])
    known = raw.get("previous")
    return Result(
        raw["period"],
        scheme,
        villages,
        tuple(raw.get("ties", ())),
        tuple(raw.get("notes", ())),
        None if known is None else {int(number): rank for number, rank in known.items()},
    )


def _thawed(raw: Mapping[str, Any], items: Mapping[str, Item]) -> VillageScore:
    span, joint = raw["rank_range"], raw.get("joint_range")
    return VillageScore(
        raw["id"],
        raw["village"],
        raw["order"],
        {code: _thawed_item(items[code], each) for code, each in raw["items"].items()},
        Decimal(raw["bonus"]),
        Decimal(raw["deduction"]),
        Decimal(raw["total"]),
        raw["veto"] or "",
        tuple(Adjustment(a, kind, Decimal(p), why) for a, kind, p, why in raw["adjustments"]),
        raw["rank"],
        (span[0], span[1]) if span else None,
        raw["band"],
        raw["unranked"],
        tuple(raw["said"]),
        tuple((period, Decimal(total), frozen) for period, total, frozen in raw["totals"]),
        (joint[0], joint[1]) if joint else None,
    )


def _thawed_item(item: Item, raw: Mapping[str, Any]) -> ItemScore:
    records = tuple(
        RecordRef(each["kind"], each["id"], each["label"], each["counted"], why)
        for each, why in zip(raw["records"], raw["why"], strict=True)
    )
    fact = Fact(
        State(raw["state"]),
        _decimal(raw["fact"]["value"]),
        _decimal(raw["fact"]["of"]),
        records,
        tuple(raw["fact"]["missing"]),
        raw["fact"]["note"],
        base=_decimal(raw["fact"].get("base")),
        base_of=_decimal(raw["fact"].get("base_of")),
    )
    first, last, *days = raw["span"]
    return ItemScore(
        replace(item, full=Decimal(raw["full"])),
        fact,
        Span(date.fromisoformat(first), date.fromisoformat(last), *days),
        _decimal(raw["points"]),
        raw["policy"],
        tuple(_thawed_part(item, each) for each in raw["parts"]),
    )


def _thawed_part(item: Item, raw: Mapping[str, Any]) -> Part:
    return Part(
        raw["period"],
        replace(item, full=Decimal(raw["full"])),
        _decimal(raw["points"]),
        raw["policy"],
        Fact(
            State(raw["state"]),
            _decimal(raw["value"]),
            _decimal(raw["of"]),
            () if raw.get("poll") is None else (RecordRef(_POLLS, raw["poll"], ""),),
        ),
        Fraction(raw["scale"]),
        raw["frozen"],
        tuple(_thawed_part(item, each) for each in raw["parts"]),
        None if raw.get("whole") is None else Fraction(raw["whole"]),
    )


def minimum_sample(body: str) -> int | None:
    """The minimum sample by which a result was frozen; ``None`` where its text does not say."""
    try:
        least = json.loads(body)["scheme_body"]["minimum_sample"]
    except STRANGE:
        return None
    return least if isinstance(least, int) else None


def digest(body: str) -> str:
    """SHA-256 of the frozen text, as 64 hexadecimal digits."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
