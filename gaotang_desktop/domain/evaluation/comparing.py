"""What differs between a frozen result and the records now, and between two periods."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.freezing import STRANGE
from gaotang_desktop.domain.evaluation.results import ItemScore, Result, VillageScore

_FIGURES = (("total", "总分"), ("rank", "名次"), ("bonus", "加分"), ("deduction", "扣分"))
UNREADABLE = (
    "冻结的结果是较早的程序存的，现在的程序读不出来，不能逐项核对；需要的话用“更正”再冻结一次。"
)
_POLICIES = {
    "scored": "按数据计分",
    "mean": "各月平均",
    "full": "按满分计",
    "average": "取其他村平均",
    "excluded": "不计",
    "zero": "记零分",
    "pending": "待补",
}
"""How the points of an item were come by, in the words of its explanation."""
_Note = tuple[str, str, str]
_MOST = 6  # records named in one sentence


def differences(frozen: str, recomputed: str) -> tuple[str, ...]:
    """What differs, by village and item, with the records concerned; empty when nothing does.

    Both are texts of :func:`freezing.freeze`; villages are the same by their id, whatever their
    name is now. A text that an earlier program froze in another form differs as a whole.
    """
    try:
        return tuple(_differences(json.loads(frozen), json.loads(recomputed)))
    except STRANGE:
        return (UNREADABLE,)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    found = []
    if _rules(before["scheme_body"]) != _rules(after["scheme_body"]):
        then, now = before["scheme"], after["scheme"]
        found.append(
            f"考评方案不同：冻结时是{then}，现在是{now}。"
            if then != now
            else f"考评方案{then}的内容在冻结后改过。"
        )
    kinds = {item["code"]: item for item in after["scheme_body"]["items"]}
    old = {_key(each): each for each in before["villages"]}
    new = {_key(each): each for each in after["villages"]}
    found += [
        f"{each['village']}：冻结时没有这个村。" for key, each in new.items() if key not in old
    ]
    found += [
        f"{each['village']}：现在没有这个村了。" for key, each in old.items() if key not in new
    ]
    moved = []
    shared = _shared_notes(old, new)
    found += [
        f"{code} 的说明由“{was or '无'}”变为“{now or '无'}”，{many} 个村都是这样。"
        for (code, was, now), many in shared.items()
    ]
    for key, one in old.items():
        if (other := new.get(key)) is None:
            continue
        said = _village_differences(one, other, kinds, shared)
        if len(said) == 1 and one["rank"] != other["rank"]:
            moved.append(f"{one['village']} {_word(one['rank'])} → {_word(other['rank'])}")
        else:
            found += [f"{one['village']}：{each}" for each in said]
    if moved:
        found.append(f"另有 {len(moved)} 个村得分没有变，只是名次跟着变了：{'，'.join(moved)}。")
    return found


def _rules(scheme: Mapping[str, Any]) -> Mapping[str, Any]:
    """A template without the clauses that it cites: an earlier program's were those of one town."""
    if not scheme["template"]:
        return scheme
    return {**scheme, "note": "", "items": [{**each, "clause": ""} for each in scheme["items"]]}


def _shared_notes(
    old: Mapping[Any, Mapping[str, Any]], new: Mapping[Any, Mapping[str, Any]]
) -> Mapping[_Note, int]:
    """Notes of an item that changed alike in several villages, and in how many: told once."""
    changed = Counter(
        (code, one["fact"]["note"], other["fact"]["note"])
        for key in old.keys() & new.keys()
        for code, one in old[key]["items"].items()
        if (other := new[key]["items"].get(code)) is not None
        and one["fact"]["note"] != other["fact"]["note"]
    )
    alike = {note: many for note, many in changed.items() if many > 1}
    return dict(sorted(alike.items(), key=lambda each: (each[0][0], -each[1])))


def _key(village: Mapping[str, Any]) -> Any:
    return village.get("id", village["village"])


def _village_differences(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    kinds: Mapping[str, Any],
    shared: Collection[_Note],
) -> list[str]:
    found = []
    if old["village"] != new["village"]:
        found.append(f"现在改名为{new['village']}。")
    for key, label in _FIGURES:
        if old[key] != new[key]:
            found.append(f"{label}由 {_word(old[key])} 变为 {_word(new[key])}。")
    if old["veto"] != new["veto"]:
        found.append(f"一票否决由“{_word(old['veto'])}”变为“{_word(new['veto'])}”。")
    found += _span_differences(old, new)
    if by_hand := _record_differences(_adjustments(old), _adjustments(new)):
        found.append(f"加减分和否决{'，'.join(by_hand)}。")
    for code in dict.fromkeys([*old["items"], *new["items"]]):
        one, other = old["items"].get(code), new["items"].get(code)
        if one is None or other is None:
            found.append(f"{code} 这一项{'是冻结后新增的' if one is None else '现在没有了'}。")
        elif said := _item_differences(code, one, other, kinds, shared):
            found.append(said)
    return found


def _item_differences(
    code: str,
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    kinds: Mapping[str, Any],
    shared: Collection[_Note],
) -> str:
    parts = []
    fact, now = one["fact"], other["fact"]
    kind = FACTS.get(kinds.get(code, {}).get("fact", ""))
    words = (kind.value, kind.of) if kind else ("数值", "总数")
    for key, word in zip(("value", "of"), words, strict=True):
        if fact[key] != now[key]:
            parts.append(f"{word}由 {_word(fact[key])} 变为 {_word(now[key])}")
    if fact["note"] != now["note"] and (code, fact["note"], now["note"]) not in shared:
        parts.append(f"说明由“{fact['note'] or '无'}”变为“{now['note'] or '无'}”")
    if one["policy"] != other["policy"]:
        then, after = (_POLICIES.get(each["policy"], each["policy"]) for each in (one, other))
        parts.append(f"计法由{then}变为{after}")
    parts += _record_differences(_records(one), _records(other))
    if sorted(fact["missing"]) != sorted(now["missing"]):
        parts.append("缺少的记录变了")
    if one["points"] != other["points"]:
        return (
            "，".join([f"{code} 由{_points(one['points'])}变为{_points(other['points'])}", *parts])
            + "。"
        )
    if parts:
        return f"{code} 得分不变（{_points(one['points']).strip()}），但" + "，".join(parts) + "。"
    return ""


def _records(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The records of an item, each with why it did not count."""
    whys = item.get("why") or [""] * len(item["records"])
    return [{**each, "why": why} for each, why in zip(item["records"], whys, strict=True)]


def _span_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Other days of a village: it joined or withdrew on another day, or days off were changed."""
    one, other = _widest(old), _widest(new)
    if one is None or other is None:
        return []
    found = []
    if one[:2] != other[:2]:
        found.append(f"计分的日子由 {one[0]} 至 {one[1]} 变为 {other[0]} 至 {other[1]}。")
    if sum(one[4:]) != sum(other[4:]):
        found.append(f"放假的日子由 {sum(one[4:])} 天变为 {sum(other[4:])} 天。")
    return found


def _widest(village: Mapping[str, Any]) -> list[Any] | None:
    """The days of the village itself: an item whose ledger began later counts fewer."""
    spans = [item["span"] for item in village["items"].values()]
    return min(spans, key=lambda span: span[0], default=None)


def _adjustments(village: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was added, taken off or vetoed by hand, as records."""
    found = []
    for number, kind, points, reason in village["adjustments"]:
        worth = f" {points} 分" if Decimal(points) else ""
        label = f"{kind}{worth}（{reason}）"
        found.append(
            {"kind": "adjustments", "id": number, "label": label, "counted": True, "why": ""}
        )
    return found


def _record_differences(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[str]:
    had = {(each["kind"], each["id"]): each for each in old}
    has = {(each["kind"], each["id"]): each for each in new}
    said = []
    if came := [each["label"] for key, each in has.items() if key not in had]:
        said.append(f"新增记录：{_some(came)}")
    if went := [each["label"] for key, each in had.items() if key not in has]:
        said.append(f"少了记录：{_some(went)}")
    changed = [
        _change(each, has[key]) for key, each in had.items() if key in has and has[key] != each
    ]
    if changed:
        said.append(f"记录改动：{_some(changed)}")
    return said


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    if old["label"] != new["label"]:
        return f"“{old['label']}”改为“{new['label']}”"
    if old["counted"] == new["counted"]:
        return f"“{new['label']}”的说明由“{old['why'] or '无'}”改为“{new['why'] or '无'}”"
    return f"“{new['label']}”现在{'计入' if new['counted'] else '不计入'}"


def _some(words: list[str]) -> str:
    shown = "、".join(words[:_MOST])
    return shown if len(words) <= _MOST else f"{shown}等 {len(words)} 条"


def _points(value: object) -> str:
    return "不计" if value is None else f" {value} 分"


def _word(value: object) -> str:
    return "无" if value is None else str(value)


def since(now: VillageScore, before: VillageScore | None, label: str) -> tuple[str, ...]:
    """与上期相比: the total, the rank and the items that moved most, in sentences."""
    if before is None:
        return (f"{label}没有可比的得分。",)
    gap = now.total - before.total
    said = [f"总分 {before.total} → {now.total}（{signed(gap)}）。" if gap else "总分没有变化。"]
    if now.rank is not None and before.rank is not None and now.rank != before.rank:
        said.append(f"名次由第 {before.rank} 变为第 {now.rank}。")
    moves = []
    for code, each in now.items.items():
        past = before.items.get(code)
        if past is not None and each.points is not None and past.points is not None:
            moves.append((each.points - past.points, each.item.name))
    shown = sorted((m for m in moves if m[0]), key=lambda move: -abs(move[0]))[:_MOST]
    if shown:
        said.append("，".join(f"{name} {signed(by)}" for by, name in shown) + "。")
    return tuple(said)


def item_since(now: ItemScore, before: Result | None, village_id: int, label: str) -> str:
    """The same for one item of a village."""
    past = None
    if before is not None:
        village = next((each for each in before.villages if each.id == village_id), None)
        past = village.items.get(now.item.code) if village else None
    if past is None or past.points is None:
        return f"{label}没有可比的得分。"
    if now.points is None:
        return f"{label} {past.points} 分，本期不计。"
    gap = now.points - past.points
    return f"{label} {past.points} 分，本期 {signed(gap)} 分。" if gap else f"与{label}相同。"


def signed(value: Decimal) -> str:
    """``+1.30``, ``－0.40``."""
    return f"{'+' if value > 0 else '－' if value < 0 else ''}{abs(value)}"
