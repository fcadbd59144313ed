"""Days as people write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain.writings.day_spans import ends
from gaotang_desktop.domain.writings.day_words import WEEKDAYS, from_today
from gaotang_desktop.domain.writings.month_ends import last_day_of
from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.domain.writings.unclear import Unclear

GRACE = timedelta(days=15)
"""So far ahead a day without a year is taken for a mistake of this year, not for last year's."""

_FIRST_SERIAL, _LAST_SERIAL = 18_000, 60_000  # Excel's days of 1949 and 2064
_EXCEL_ZERO = date(1899, 12, 30)
_WEEKDAY = re.compile(r"[(（\[【]?\s*(?:星期|周|礼拜)\s*([一二三四五六日天])\s*[)）\]】]?")
_PART = r"(?P<part>上旬|中旬|下旬|[底末])"
_PART_OF_MONTH = re.compile(
    r"(?:(?P<year>\d{4})\s*[年.-]\s*)?(?:(?P<month>\d{1,2})\s*月份?|(?P<word>本|这个|当|下个?)?月份?)\s*"
    + _PART
)
_YEAR_END = re.compile(r"(?:(?P<year>\d{4})\s*)?年[底末]")
_BEFORE = re.compile(r"(?<=[日号底末旬\d])\s*(?:之前|以前|前|止)$")
_EVENING = re.compile(r"(?:当)?(?:晚上|晚间|夜间|夜里|夜晚|傍晚|晚|夜)$")
# 10月20日上午9时: the time of a meeting says nothing of its day; 凌晨 may be the night before.
_CLOCK = re.compile(
    r"(?:(?<=[日号\s])\s*(?:上午|下午|早上|晚上|中午|晚)?|(?<=\d)(?:上午|下午|早上|晚上|中午|晚))"
    r"(?:\s*\d{1,2}\s*[:点时]\s*(?:\d{1,2}|半|整|一刻|三刻)?\s*分?(?:[-至到~]+(?=\d)|$)){1,2}$"
    r"|(?<=[日号\d])(?:上午|下午|早上|中午)$"
)
_LUNAR = re.compile(r"农历|阴历|旧历|正月|冬月|腊月|闰|月\s*(?:初[一二三四五六七八九十]|[廿卅])")
_BETWEEN = r"\s*[-/.年、,，·\s]\s*"
_MONTH = r"\s*[-/.月、,，·\s]\s*"


@dataclass(frozen=True, slots=True)
class Around:
    """What a sheet says about its dates: the year and the month that its title names.

    In a sheet nobody knows on which day it was written: ``asks`` has what depends on it asked. ``until``
    is the day up to which it tells (截至2026年11月25日).
    """

    year: int | None = None
    month: int | None = None
    asks: bool = False
    until: date | None = None


NOTHING = Around()


def read_date(
    typed: Any,
    *,
    today: date,
    label: str = "日期",
    month: bool = False,
    ahead: bool = False,
    around: Around = NOTHING,
) -> date:
    """Read a day: 2026-10-05, 2026年10月5日, 20261005, 10.5, 10月5日晚, 5日, 二〇二六年十月五日,
    24/3/5, 2024-3-5（周二）, 昨天, Excel's 45356; of a deadline also 12月底, 月底前, 12月10日前.

    Without a year this year's is meant, or that of the sheet's title; one that lies more than
    ``GRACE`` ahead is last year's. Of a deadline (``ahead``) the nearest is meant. A month
    (``month``) may be written without a day.

    Raises:
        Unclear: it may be several days, or its weekday is not that of the day.
        ValueError: a whole sentence.
    """
    if isinstance(typed, datetime):
        return typed.date()
    if isinstance(typed, date):
        return typed
    reading = _Reading(typed, today, label, ahead, around)
    if isinstance(typed, (int, float, Decimal)) and not isinstance(typed, bool):
        return reading.number(Decimal(str(typed)))
    return reading.words(month=month)


@dataclass(frozen=True, slots=True)
class _Reading:
    typed: Any
    today: date
    label: str
    ahead: bool
    around: Around

    def number(self, number: Decimal) -> date:
        if _FIRST_SERIAL <= number < _LAST_SERIAL:
            return _EXCEL_ZERO + timedelta(days=int(number))
        if number == int(number):
            return self.words(month=False)
        month, day = divmod(number, 1)
        text = format(day.normalize(), "f").removeprefix("0.")
        if len(text) > 2 or not 1 <= month <= 12:
            raise self._problem()
        if len(text) == 1:
            # A cell of numbers shows 8.10 as 8.1: only who wrote it knows which day was meant.
            days = [day for day in (int(text), int(text) * 10) if self._exists(int(month), day)]
            if len(days) > 1:
                offers = [f"{int(month)}月{day}日" for day in days]
                raise Unclear(self.label, self.typed, offers, why="是数字格，看不出")
            if days:
                return self._without_year(int(month), days[0])
        return self._without_year(int(month), int(text))

    def words(self, *, month: bool) -> date:
        text = plain(str(self.typed))
        if _LUNAR.search(text):
            raise Unclear(self.label, self.typed, [], why="像是农历，不知道是公历哪一天")
        if told := self._from_today(text):
            return told
        weekdays = _WEEKDAY.findall(text)
        text = _WEEKDAY.sub("", text).strip(" ()（）,，")
        text = _EVENING.sub("", text).strip()
        text = with_digits(_CLOCK.sub("", with_digits(text)).strip()).rstrip(".。、")
        text = self._with_year_words(text)
        until = _BEFORE.sub("", text)
        if self.ahead:
            text = until
        try:
            day = self._part(until) or self._pattern(text, month=month)
        except Unclear:
            raise
        except ValueError:
            raise ValueError(
                f"“{self.label}”里的“{self.typed}”不是日历上有的日子，请改正。"
            ) from None
        if day is None:
            if both := ends(text):
                raise Unclear(self.label, self.typed, both, why="写的是几天，看不出")
            raise self._problem()
        for weekday in weekdays:
            if WEEKDAYS[day.weekday()] != weekday.replace("天", "日"):
                raise ValueError(
                    f"“{self.label}”里的“{self.typed}”对不上：{day:%Y-%m-%d} 是"
                    f"星期{WEEKDAYS[day.weekday()]}，请核对后改正。"
                )
        return day

    def _part(self, text: str) -> date | None:
        """12月底, 月底, 12月上旬, 年底: the last day in time of a deadline; else it is asked."""
        found, year_end = _PART_OF_MONTH.fullmatch(text), _YEAR_END.fullmatch(text)
        if found is None and year_end is None:
            return None
        if not self.ahead:
            raise Unclear(self.label, self.typed, [], why="没有写是哪一天")
        if found is None:
            year = (year_end and year_end["year"]) or self.around.year
            if year is None and self.around.asks:
                offers = [f"{each}-12-31" for each in (self.today.year, self.today.year - 1)]
                raise Unclear(self.label, self.typed, offers, why="没有写是哪一年")
            return self._whole((str(year or self.today.year), "12", "31"))
        month, part = int(found["month"] or 0), found["part"]
        if month and found["year"]:
            self._whole((found["year"], found["month"], "1"))
            return last_day_of(int(found["year"]), month, part)
        if month:
            last = last_day_of(self.today.year, month, part).day
            near = self._without_year(month, min(last, 28))  # every year has a 28th of February
            return last_day_of(near.year, month, part)
        return self._part_alone(found["word"] or "", part)

    def _part_alone(self, word: str, part: str) -> date:
        """月底 of the month of the title or of today; in a sheet that names none it is asked."""
        first = self.today.replace(day=1)
        if self.around.month is not None:
            first = date(self.around.year or first.year, self.around.month, 1)
        months = [first, (first - timedelta(days=1)).replace(day=1)]
        if word.startswith("下"):
            months = [(each + timedelta(days=31)).replace(day=1) for each in months]
        days = [last_day_of(each.year, each.month, part) for each in months]
        if self.around.asks and self.around.month is None:
            offers = [f"{day:%Y-%m-%d}" for day in days]
            raise Unclear(self.label, self.typed, offers, why="没有写是哪个月")
        return days[0]

    def _pattern(self, text: str, *, month: bool) -> date | None:
        text = re.split(r"(?<=\d)[ T]+(?=\d{1,2}:)", text)[0]
        if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
            return self._whole(found.groups())
        if found := re.fullmatch(
            rf"(\d{{4}}){_BETWEEN}(\d{{1,2}}){_MONTH}(\d{{1,2}})\s*[日号號]?", text
        ):
            return self._whole(found.groups())
        spelled = r"(\d{4}|\d{2}(?=年))\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?"
        if month and (found := re.fullmatch(spelled, text)):
            return self._whole(("20"[len(found[1]) - 2 :] + found[1], found[2], "1"))
        if month and (found := re.fullmatch(r"(\d{1,2})\s*月(?:份)?", text)):
            return self._without_year(int(found[1]), 1)
        if month and (found := re.fullmatch(r"((?:19|20)\d{2})(\d{2})", text)):
            return self._whole((*found.groups(), "1"))
        if found := re.fullmatch(r"(\d{2})年(\d{1,2})月(\d{1,2})\s*[日号號]?", text):
            return self._whole((f"20{found[1]}", found[2], found[3]))
        if found := re.fullmatch(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2}|\d{4})", text):
            return self._three_parts(int(found[1]), int(found[3]), found[4])
        if found := re.fullmatch(r"(\d{1,2})\s*[-/.月、]\s*(\d{1,2})\s*[日号號]?", text):
            return self._without_year(int(found[1]), int(found[2]))
        if found := re.fullmatch(r"(\d{1,2})\s*[日号號]", text):
            return self._day_alone(int(found[1]))
        titled = self.around.month is not None
        if titled and not self.ahead and re.fullmatch(r"\d{1,2}", text):
            return self._day_alone(int(text))  # 1, 2, 3 … under the title of a month
        if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and _FIRST_SERIAL <= float(text) < _LAST_SERIAL:
            return _EXCEL_ZERO + timedelta(days=int(float(text)))
        return None

    def _whole(self, parts: Iterable[str]) -> date:
        year, month, day = map(int, parts)
        if not 1900 <= year <= 2200:
            raise Unclear(self.label, self.typed, [], why=f"年份是 {year:04d}，不会是这一年")
        return date(year, month, day)

    def _three_parts(self, first: int, second: int, last: str) -> date:
        """24/3/5 begins with the year; 3/15/2026 ends with it; 3/4/2026 may be two days."""
        found: list[date] = []
        if len(last) == 4:
            orders = [(int(last), first, second), (int(last), second, first)]
        elif first > 12:
            orders = [(2000 + first, second, int(last))]
            if first <= 31 and 2000 + first > self.today.year + 1:
                orders = [(2000 + int(last), second, first)]
        else:
            orders = [
                (2000 + first, second, int(last)),
                (2000 + int(last), first, second),
                (2000 + int(last), second, first),
            ]
        for year, month, day in orders:
            if self._exists(month, day, year) and date(year, month, day) not in found:
                found.append(date(year, month, day))
        if not found:
            raise ValueError
        if len(found) > 1:
            raise Unclear(self.label, self.typed, [f"{each:%Y-%m-%d}" for each in found])
        return found[0]

    def _without_year(self, month: int, day: int) -> date:
        if not self.ahead and self.around.month not in (None, month) and self._exists(month, day):
            year, titled = self.around.year or self.today.year, self.around.month
            days = [(month, day), *([(day, month)] if day == titled else [])]  # 3/10 of October
            offers = [f"{year}-{m:02d}-{d:02d}" for m, d in days]
            why = f"不在标题写的{f'{year}年' if self.around.year else ''}{titled}月里"
            raise Unclear(self.label, self.typed, offers, why=why)
        if self.around.year is not None and not self.ahead:
            return date(self.around.year, month, day)
        until = self.around.until if not self.ahead else None
        last = until.year if until is not None else self.today.year
        candidates = [
            date(year, month, day)
            for year in range(last - 4, last + 2)
            if self._exists(month, day, year)
        ]
        if not candidates:
            raise ValueError
        if until is not None:
            return self._up_to(until, candidates)
        if self.ahead:
            anchor = self.around.until or self.today
            if self.around.year is not None:
                anchor = date(self.around.year, self.around.month or 7, 1)
                candidates += [
                    date(year, month, day)
                    for year in (anchor.year, anchor.year + 1)
                    if self._exists(month, day, year)
                ]
            return min(candidates, key=lambda each: abs((each - anchor).days))
        return max(each for each in candidates if each <= self.today + GRACE)

    def _up_to(self, until: date, days: Iterable[date]) -> date:
        """The latest of some days up to that until which a sheet tells; one just behind it is asked about."""
        days = [each for each in days if each <= until + GRACE]
        if days[-1] > until:
            offers = [f"{each:%Y-%m-%d}" for each in reversed(days[-2:])]
            raise Unclear(self.label, self.typed, offers, why=f"在标题写的截至{until:%Y-%m-%d}以后")
        return days[-1]

    def _day_alone(self, day: int) -> date:
        if self.around.month is not None:
            return self._without_year(self.around.month, day)
        if self.around.asks:
            before = self.today.replace(day=1) - timedelta(days=1)
            offers = [
                f"{month.year}-{month.month:02d}-{day:02d}"
                for month in (self.today, before)
                if self._exists(month.month, day, month.year)
            ]
            raise Unclear(self.label, self.typed, offers, why="没有写是哪个月")
        return self.today.replace(day=day)

    def _from_today(self, text: str) -> date | None:
        """昨天, 上周五, 下月10号; in a sheet nobody knows from which day they were told."""
        try:
            day = from_today(text, self.today, ahead=self.ahead)
        except ValueError:
            raise ValueError(
                f"“{self.label}”里的“{self.typed}”不是日历上有的日子，请改正。"
            ) from None
        if day is not None and self.around.asks:
            before = [day - timedelta(weeks=1)] if _WEEKDAY.search(text) else []
            offers = [f"{each:%Y-%m-%d}" for each in (day, *before)]
            raise Unclear(self.label, self.typed, offers, why="没有写是哪一天")
        return day

    def _with_year_words(self, text: str) -> str:
        year = self.today.year
        for word, number in (
            ("今年", year),
            ("本年", year),
            ("去年", year - 1),
            ("前年", year - 2),
            ("明年", year + 1),
        ):
            text = re.sub(rf"^{word}", f"{number}年", text)
        return text

    def _exists(self, month: int, day: int, year: int = 2024) -> bool:
        try:
            date(year, month, day)
        except ValueError:
            return False
        return True

    def _problem(self) -> ValueError:
        return ValueError(
            f"“{self.label}”看不懂“{self.typed}”，请写成 2026-10-05、10月5日、10.5 或 昨天 这样的日期。"
        )


def monday(day: date) -> date:
    """The Monday of the ISO week in which a day lies."""
    return day - timedelta(days=day.weekday())


def plain(text: str) -> str:
    """A writing in half-width characters and single spaces."""
    half = "".join(
        chr(ord(mark) - 0xFEE0) if "０" <= mark <= "９" or "Ａ" <= mark <= "ｚ" else mark
        for mark in text
    )
    half = half.translate(str.maketrans("．／－—–：", "./---:")).strip(" \u3000'’‘`\u200b\ufeff")
    return re.sub(r"[ \t\u00a0\u3000]+", " ", half)
