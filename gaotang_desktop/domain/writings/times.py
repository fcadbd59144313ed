"""Times of day as people write them."""

import re
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain.writings.numbers import with_digits
from gaotang_desktop.domain.writings.unclear import Unclear

_EVENING = (
    "晚上", "晚间", "夜里", "夜间", "傍晚", "夜晚", "当晚", "今晚", "晚", "夜", "下午", "午后", "PM",
)  # fmt: skip
_NIGHT_AFTER = ("次日凌晨", "第二天凌晨", "次日", "第二天", "翌日", "凌晨", "半夜", "后半夜")
_MORNING = ("早上", "早晨", "清晨", "上午", "早", "AM")
_NOON = ("中午", "正午")
_MARKS = sorted({*_EVENING, *_NIGHT_AFTER, *_MORNING, *_NOON}, key=len, reverse=True)
_EXACTLY = re.compile(r"(?:准时|整|准|正|(?<=点)钟)$|(?:开始|出发|集合|结束|收队|起|止)$")
_ABOUT = re.compile(
    r"^(?:大约|大概|大致|约莫|约|差不多|将近|接近|近|快到|快|不到|刚过|过了)"
    r"|(?:左右|上下|前后|出头|不到|[多来]钟|多|来|许|过|[以之]?[前后]|[+~]|\.{2,}|…+)$"
)
_DAY_BEFORE = re.compile(
    r"^\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?[\sT]*(?=\D*\d{1,2}\s*[:点时])"
)
_MINUTES = {"半": "30分", "一刻": "15分", "1刻": "15分", "三刻": "45分", "3刻": "45分"}
_DASH = r"\s*(?:至|到|-+|~+|—+|–|～+|－+|―)\s*"


def read_time(typed: Any, *, label: str = "时间", evening: bool = False) -> time:
    """Read 20:30, 20：30, 2030, 20.30, 20点30, 晚8点, 晚上八点半, 8:30PM, 晚12点 (midnight), 20,
    a spreadsheet's 0.854.

    In the log of a night (``evening``) 8点半 is the evening; 8:30 and 12:00 are asked, 08:30 is the
    morning. Elsewhere 8:30 is the morning, and 8点半 is asked.

    Raises:
        Unclear: it may be two times, or says about when (8点左右, 约20:00).
        ValueError: a whole sentence.
    """
    if isinstance(typed, datetime):
        return typed.time().replace(second=0, microsecond=0)
    if isinstance(typed, time):
        return typed.replace(second=0, microsecond=0)
    problem = ValueError(f"“{label}”看不懂“{typed}”，请写成 20:30 或 2030 这样的时间。")
    text = _plain(str(typed))
    if found := re.fullmatch(r"0?\.(\d{3,})", text):
        minutes = round(float(f"0.{found[1]}") * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if isinstance(typed, (float, Decimal)) and 0 < typed < 1:
        minutes = round(float(typed) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if found := re.fullmatch(r"(\d{1,2})\.(\d)", text):
        hour, tenth = int(found[1]), int(found[2])
        if hour > 24:
            raise problem
        may_be = [f"{hour}:{tenth}0"] if tenth < 6 else []
        may_be.append(f"{hour}:30" if tenth == 5 else f"{hour}:0{tenth}")
        raise Unclear(label, typed, may_be)
    text = _DAY_BEFORE.sub("", text)
    mark, text, about = _without_marks(text)
    if about:
        offers = _exactly(mark + text, label, evening=evening)
        if not offers:
            raise problem
        raise Unclear(label, typed, offers, why="不是一个确定的时间")
    text = with_digits(text)
    hour, minute, spoken = _clock(text)
    if not 0 <= minute <= 59 or not 0 <= hour <= 24 or (hour == 24 and minute):
        raise problem
    return _placed(hour, minute, mark, label, typed, spoken=spoken, evening=evening, text=text)


def _exactly(text: str, label: str, *, evening: bool) -> tuple[str, ...]:
    """The times that the rest of 8点左右 may mean; none where it is no time either."""
    try:
        return (f"{read_time(text, label=label, evening=evening):%H:%M}",)
    except Unclear as problem:
        return problem.offers
    except ValueError:
        return ()


def _placed(
    hour: int,
    minute: int,
    mark: str,
    label: str,
    typed: Any,
    *,
    spoken: bool,
    evening: bool,
    text: str,
) -> time:
    if mark in _NOON:
        return time(hour + 12 if hour in (1, 2) else hour, minute)
    if mark == "AM" and hour == 12:
        return time(0, minute)
    if mark in _EVENING:
        if hour == 12 and mark not in ("下午", "PM"):
            return time(0, minute)  # 晚12点
        return time(hour + 12 if 1 <= hour < 12 else hour % 24, minute)
    if mark in _NIGHT_AFTER:
        return time(0 if hour == 12 else hour % 24, minute)
    if not mark and not text.startswith("0"):
        if evening and spoken and 5 <= hour <= 11:
            return time(hour + 12, minute)
        if evening and 5 <= hour <= 11:
            offers = [f"{hour + 12}:{minute:02d}", f"{hour:02d}:{minute:02d}"]
            raise Unclear(label, typed, offers, why="看不出是晚上还是早上")
        if hour == 12 and (evening or spoken):
            offers = [f"00:{minute:02d}", f"中午12:{minute:02d}"]
            raise Unclear(label, typed, offers, why="看不出是半夜还是中午")
        if spoken and not evening and 1 <= hour <= 11:
            offers = [f"{hour:02d}:{minute:02d}", f"{hour + 12}:{minute:02d}"]
            raise Unclear(label, typed, offers, why="看不出是上午还是下午")
    return time(hour % 24, minute)


def _clock(text: str) -> tuple[int, int, bool]:
    """Hour, minute, and whether they were written as they are spoken (8点半)."""
    for word, minutes in _MINUTES.items():
        text = re.sub(rf"(?<=[点时]){word}$", minutes, text)
    if found := re.fullmatch(r"(\d{1,2})\s*([:;.点时∶])\s*(\d{1,2})?\s*分?(?::\d{1,2})?", text):
        return int(found[1]), int(found[3] or 0), found[2] in "点时"
    if found := re.fullmatch(r"(\d{1,2})-([0-5]\d)", text):
        # 20-22 is from eight to ten; 20-30 can only be half past eight.
        if int(found[2]) > 24:
            return int(found[1]), int(found[2]), False
        return -1, -1, False
    if found := re.fullmatch(r"(\d{1,2})", text):
        return int(found[1]), 0, False
    if found := re.fullmatch(r"(\d{1,2})(\d{2})", text):
        return int(found[1]), int(found[2]), False
    return -1, -1, False


def _without_marks(text: str) -> tuple[str, str, bool]:
    """What says which half of the day it is, the rest, and whether that is about when."""
    found, about, before = "", False, None
    while text != before:
        before = text
        for mark in _MARKS:
            if text.upper().startswith(mark):
                found, text = found or mark, text[len(mark) :].strip()
            elif text.upper().endswith(mark):
                found, text = found or mark, text[: -len(mark)].strip()
        text = _EXACTLY.sub("", text).strip()
        exact = _ABOUT.sub("", text).strip()
        about, text = about or exact != text, exact
    return found, text, about


def written(at: time, *, evening: bool = False) -> str:
    """20:30: a time as :func:`read_time` reads it back. In the log of a night 上午10:30, 中午12:00."""
    if evening and at.hour in (10, 11, 12):
        return f"{'中午' if at.hour == 12 else '上午'}{at:%H:%M}"
    return f"{at:%H:%M}"


def two_times(typed: Any) -> tuple[str, str] | None:
    """The two writings of 20:00-22:00, 晚8点至10点, 20-22时; ``None`` where it is no span."""
    text = _plain(str(typed))
    found = re.fullmatch(rf"(.*?\d\S*?|[^\d]*[点时]\S*?){_DASH}(\S.*)", text)
    if found is None:
        return None
    first, last = found[1].strip(), found[2].strip()
    if re.fullmatch(r"\d{1,2}", first) and re.fullmatch(r"\d{2}", last) and int(last) > 24:
        return None
    mark, bare, _about = _without_marks(first)
    last_mark, _last, _about = _without_marks(last)
    unit = re.search(r"[点时]", last)
    if re.fullmatch(r"\d{1,2}", bare) and unit and not re.search(r"[点时:]", first):
        first += unit[0]  # 20-22时
    if mark in _EVENING and not last_mark and re.match(r"([5-9]|1[0-2])(?!\d)|[六七八九十]", last):
        last = mark + last  # 晚8点至10点
    return first, last


def _plain(text: str) -> str:
    half = "".join(
        chr(ord(mark) - 0xFEE0) if "０" <= mark <= "９" or "Ａ" <= mark <= "ｚ" else mark
        for mark in text
    )
    half = half.translate(str.maketrans("．／－：；∶︰", "./-:;::")).strip(
        " \u3000'’‘`\u200b\ufeff"
    )
    half = re.sub(r"([AaPp])\.?\s*[Mm]\.?", lambda found: f"{found[1].upper()}M", half)
    return re.sub(r"[ \t\u00a0\u3000]+", " ", half).strip()
