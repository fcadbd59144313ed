"""Words and rules of the monthly counts of key groups (重点人员底数). No field takes a name."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CATEGORIES = ("社区戒毒", "社区康复", "严重精神障碍", "社区矫正", "刑满释放", "其他")
JUMP = Decimal("0.20")


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of a count that cannot be right."""
    found: dict[str, str] = {}
    month, total, managed = values.get("month"), values.get("total"), values.get("managed")
    if month is not None and month > today:
        found["month"] = "这个月还没有到，请改月份。"
    if total is not None and managed is not None and managed > total:
        found["managed"] = f"已管控帮扶 {managed} 人多于总数 {total} 人，请改正。"
    return found


def jumps(before: int | None, now: int | None) -> bool:
    """Whether a total moved by more than 20 % since last month, so that it is questioned."""
    if before is None or now is None or before == now:
        return False
    if before == 0:
        return True
    return abs(Decimal(now - before)) / before > JUMP


def jump_sentence(before: int | None, now: int | None) -> str:
    """``比上月 10 人多 50%，请核对。``; ``""`` where nothing jumps."""
    if not jumps(before, now) or before is None or now is None:
        return ""
    if before == 0:
        return f"上月是 0 人，这个月 {now} 人，请核对。"
    word = "多" if now > before else "少"
    share = (Decimal(abs(now - before)) * 100 / before).quantize(Decimal(1), ROUND_HALF_UP)
    return f"比上月 {before} 人{word} {share}%，请核对。"


def cell_problems(label: str, total: int | None, managed: int | None) -> tuple[str, str]:
    """The sentences at 总数 and at 管控 of one village and category; both empty is no count."""
    if total is None and managed is not None:
        return f"{label}填了管控数，还要填总数。", ""
    if total is not None and managed is None:
        return "", f"{label}填了总数，还要填管控数，没有管控的填 0。"
    if total is not None and managed is not None and managed > total:
        return "", f"{label}管控 {managed} 人多于总数 {total} 人，请改正。"
    return "", ""


def rate(managed: int, total: int) -> Decimal | None:
    """Looked after per hundred, to one place; ``None`` where there is nobody."""
    if not total:
        return None
    return (Decimal(managed) * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP)


def rate_said(managed: int, total: int) -> str:
    """``98.7%``, ``—`` where there is nobody; 100 % is said only of all of them."""
    share = rate(managed, total)
    if share is None:
        return "—"
    return "99.9%" if share == 100 and managed < total else f"{share}%".replace("100.0%", "100%")
