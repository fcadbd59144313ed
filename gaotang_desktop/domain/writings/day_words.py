"""Days told from today: 昨天下午, 下周一, 下月10号, 三天后."""

import re
from calendar import monthrange
from datetime import date, timedelta

from gaotang_desktop.domain.writings.numbers import with_digits

WEEKDAYS = "一二三四五六日"
_DAYS = {
    **dict.fromkeys(("今天", "今日", "今晚", "今早", "今晨"), 0),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "昨夜"), -1),
    **dict.fromkeys(("前天", "前日", "前晚"), -2),
    "大前天": -3,
    **dict.fromkeys(("明天", "明日", "明早", "明晚"), 1),
    **dict.fromkeys(("后天", "后日"), 2),
    "大后天": 3,
}
# 凌晨 may be the night before: it is no part of a day here.
_CLOCK = r"(?:上午|下午|早上|早晨|中午|傍晚|晚上|晚间|夜里|晚|夜)?(?:\s*\d{1,2}\s*[:点时]\s*(?:\d{1,2}|半|整|一刻|三刻)?\s*分?)?"
_DAY = re.compile(rf"({'|'.join(sorted(_DAYS, key=len, reverse=True))})\s*{_CLOCK}")
_WEEKDAY = re.compile(rf"(上|本|这|下)?个?\s*(?:星期|周|礼拜)\s*([{WEEKDAYS}天])\s*{_CLOCK}")
_MONTH_DAY = re.compile(r"(本月|这个月|上个?月|下个?月)\s*(\d{1,2})\s*[日号號]?")
# 10日前 is by the tenth of a month, 10天前 is ten days ago.
_AFTER = re.compile(r"(\d{1,3}|两)\s*(天|个?(?:星期|礼拜)|周)\s*[之以]?(后|前)")


def from_today(text: str, today: date, *, ahead: bool) -> date | None:
    """The day that such words mean; ``None`` for any others.

    周五 alone is the last one, of a deadline (``ahead``) that of this week.

    Raises:
        ValueError: the month has no such day.
    """
    # The weekdays are written in Chinese figures, which are no number here.
    if found := _WEEKDAY.fullmatch(text):
        this = today - timedelta(days=today.weekday())
        this += timedelta(days=WEEKDAYS.index(found[2].replace("天", "日")))
        which = found[1] or ""
        if which == "上" or (not which and this > today and not ahead):
            return this - timedelta(weeks=1)
        return this + timedelta(weeks=which == "下")
    text = with_digits(text)
    if found := _DAY.fullmatch(text):
        return today + timedelta(days=_DAYS[found[1]])
    if found := _AFTER.fullmatch(text):
        days = (2 if found[1] == "两" else int(found[1])) * (1 if found[2] == "天" else 7)
        return today + timedelta(days=days if found[3] == "后" else -days)
    if found := _MONTH_DAY.fullmatch(text):
        first = today.replace(day=1)
        if found[1].startswith("上"):
            first = (first - timedelta(days=1)).replace(day=1)
        elif found[1].startswith("下"):
            first += timedelta(days=monthrange(first.year, first.month)[1])
        return first.replace(day=int(found[2]))
    return None
