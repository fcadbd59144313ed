"""Rules of putting off a deadline (延期): with a reason, by whom, and before it has passed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

OWNERS: Mapping[str, tuple[str, str]] = {
    "disputes": ("dispute_id", "deadline"),
    "opinions": ("opinion_id", "due_on"),
    "intakes": ("intake_id", "due_on"),
}
"""By kind of record: the field of an extension that names it, and the record's own deadline."""


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field of an extension that cannot be right."""
    found: dict[str, str] = {}
    if sum(values.get(name) is not None for name, _ in OWNERS.values()) != 1:
        found["reason"] = "一次延期只能是一件纠纷、一条意见或者一件诉求的。"
    before, after, decided = (values.get(n) for n in ("due_before", "due_after", "decided_on"))
    if before is not None and after is not None and after <= before:
        found["due_after"] = f"原来的期限是 {before:%Y-%m-%d}，延期要延到它以后，请改日期。"
    if decided is not None and decided > today:
        found["decided_on"] = f"{decided:%Y-%m-%d} 还没有到，批准以后再登记。"
    elif decided is not None and before is not None and decided > before:
        found["decided_on"] = (
            f"期限 {before:%Y-%m-%d} 已经过了，延期要在到期以前批准，过后不能再延。"
        )
    return found


def ended(closed_on: date | None) -> str:
    """The sentence for a matter that is over; ``""`` while it is open."""
    if closed_on is None:
        return ""
    return f"这一件已经在 {closed_on:%Y-%m-%d} 办结，办结以后不能再延期。"
