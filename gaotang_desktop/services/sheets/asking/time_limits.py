"""A deadline that counts from the day of its record: 10日内, 三天内, 立即."""

import re
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, is_deadline
from gaotang_desktop.domain.writings.numbers import with_digits

_WITHIN = re.compile(
    r"(?:请?于|限期?|在|要求)?\s*(\d{1,3})\s*(个?工作日|日|天|个?星期|周|个?月)(?:内|之内|以内)(?:整改|完成)*(?:到位)?[。.]?"
)
_DAYS = {"日": 1, "天": 1, "周": 7, "星期": 7, "个星期": 7}


AT_ONCE = {
    "立即", "立即整改", "立行立改", "即查即改", "立查立改", "当场", "当场整改", "现场整改", "当天",
    "当日",
}  # fmt: skip
"""Words for a deadline on the day of the record itself."""


def counted(each: Field, raw: Any, day: Any) -> date | None:
    """The day of a record for a deadline at once; ``None`` for whatever does not count from it.

    Raises:
        Invalid: it counts in days (10日内), with the day that may be meant, or cannot be counted.
    """
    if not isinstance(raw, str) or not is_deadline(each) or not isinstance(day, date):
        return None
    if raw.strip(" 。") in AT_ONCE:
        return day
    found = _WITHIN.fullmatch(with_digits(raw.strip()))
    if found is None:
        return None
    days = _DAYS.get(found[2])
    if days is None:
        how = "没有写是哪一天，请写上日期。"
        raise Invalid({each.name: f"“{each.label}”写的是“{raw.strip()}”，{how}"})
    meant = day + timedelta(days=int(found[1]) * days)
    raise Invalid(
        {
            each.name: f"“{each.label}”写的是“{raw.strip()}”，从 {day:%Y-%m-%d} 算起是 {meant:%Y-%m-%d} 吗？"
            "请写成日期。"
        },
        offers=(f"{meant:%Y-%m-%d}",),
    )
