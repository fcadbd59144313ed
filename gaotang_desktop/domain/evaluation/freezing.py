"""Freezing a result, and telling later whether it still holds (冻结、更正)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from gaotang_desktop.domain.evaluation import schemes
from gaotang_desktop.domain.evaluation.scoring import Result, VillageScore

SAME = "与冻结时一致"


def contract(result: Result, *, frozen: bool) -> dict[str, Any]:
    """The structure that ``evaluate --json`` prints; decimals as strings."""
    return {
        "period": result.period,
        "scheme": result.scheme.label,
        "frozen": frozen,
        "villages": [_village(each) for each in result.villages],
    }


def _village(score: VillageScore) -> dict[str, Any]:
    return {
        "village": score.village,
        "total": str(score.total),
        "bonus": str(score.bonus),
        "deduction": str(score.deduction),
        "rank": score.rank,
        "rank_range": list(score.rank_range) if score.rank_range else None,
        "band": score.band,
        "veto": score.veto or None,
        "items": {
            code: {
                "points": None if each.points is None else str(each.points),
                "full": str(each.item.full),
                "state": each.fact.state.value,
                "policy": each.policy,
                "fact": {
                    "value": None if each.fact.value is None else str(each.fact.value),
                    "of": None if each.fact.of is None else str(each.fact.of),
                    "note": each.fact.note,
                    "missing": list(each.fact.missing),
                },
                "records": [
                    {"kind": r.kind, "id": r.id, "label": r.label, "counted": r.counted}
                    for r in each.fact.records
                ],
            }
            for code, each in score.items.items()
        },
    }


def freeze(result: Result) -> str:
    """Everything needed to show and recompute the result, as canonical JSON."""
    body = contract(result, frozen=True)
    body["scheme_body"] = json.loads(schemes.to_json(result.scheme))
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def digest(body: str) -> str:
    """SHA-256 of the frozen text, as 64 hexadecimal digits."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def differences(frozen: str, recomputed: str) -> tuple[str, ...]:
    """What differs, by village and item, with the records that came or went; empty when nothing."""
    before, after = json.loads(frozen), json.loads(recomputed)
    found = []
    if before["scheme_body"] != after["scheme_body"]:
        found.append(f"考评方案不同：冻结时是{before['scheme']}，现在是{after['scheme']}。")
    old = {each["village"]: each for each in before["villages"]}
    new = {each["village"]: each for each in after["villages"]}
    found += [f"{name}：冻结时没有这个村。" for name in new if name not in old]
    found += [f"{name}：现在没有这个村了。" for name in old if name not in new]
    for name in old:
        if name in new:
            found += [f"{name}：{said}" for said in _village_differences(old[name], new[name])]
    return tuple(found)


def _village_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    found = []
    for key, label in (
        ("total", "总分"),
        ("rank", "名次"),
        ("bonus", "加分"),
        ("deduction", "扣分"),
        ("veto", "否决"),
    ):
        if old[key] != new[key]:
            found.append(f"{label}由 {_word(old[key])} 变为 {_word(new[key])}。")
    for code in sorted(set(old["items"]) & set(new["items"])):
        one, other = old["items"][code], new["items"][code]
        if one == other:
            continue
        said = f"{code} 由 {_word(one['points'])} 分变为 {_word(other['points'])} 分"
        had = {(r["kind"], r["id"]): r["label"] for r in one["records"]}
        has = {(r["kind"], r["id"]): r["label"] for r in other["records"]}
        came = [has[key] for key in has if key not in had]
        went = [had[key] for key in had if key not in has]
        if came:
            said += f"，新增记录：{'、'.join(came)}"
        if went:
            said += f"，少了记录：{'、'.join(went)}"
        found.append(said + "。")
    return found


def _word(value: object) -> str:
    return "无" if value is None else str(value)
