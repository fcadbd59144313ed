"""完成时限: a day, or how often, or words that a person has to read."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.plan_text.lines import chinese_number
from gaotang_desktop.domain.tasks import CYCLES
from gaotang_desktop.domain.units import fold


@dataclass(frozen=True)
class Deadline:
    """``on`` is the last day in time; ``cycle`` one of the cycles of tasks or empty.

    ``problem`` is a whole sentence when a person has to look, else empty.
    """

    on: date | None
    cycle: str
    text: str
    problem: str = ""


_CYCLES: tuple[tuple[str, str], ...] = (
    ("每周", r"每(?:个?星期|一?周|个?礼拜)"),
    ("每季度", r"每(?:个|一)?季度?"),
    ("每月", r"每(?:个|一)?月|按月"),
    ("长期", r"长期|常年|持续|常态化|经常性"),
)
_OTHER_CYCLE = r"每[天日夜晚旬年]|每半[月年]|每(?:两|二|双|三)个?(?:周|月|年)|[按逐](?:年|季|周)"

_YEAR = r"(?:(?P<year>\d{4})\s*(?:年度?|[./-](?=\d)))?\s*"
_DATES = re.compile(
    _YEAR + r"(?:(?P<month>\d{1,2})\s*(?:月份?|[./-](?=\d))\s*"
    r"(?:(?P<day>\d{1,2})\s*[日号]?|(?P<part>上旬|中旬|下旬|底|末)?)"
    r"|第?\s*(?P<quarter>[一二三四1-4])\s*季度[末底]?"
    r"|(?P<half>[上下])半年"
    r"|(?P<yearend>年?[底末]))"
)
_RANGE = re.compile(r"^\s*(?:起|开始)?\s*(?:至|到|-+|—+|~|～)\s*$")
_HARMLESS = re.compile(
    r"[\s,，。、;；()]|底?之?前|以前|止|截止|截至|完成|到位|结束|全面|全部|即日起|从|起|至|到|并|取得|成效|坚持|"
    r"推进|开展|实施|落实|任务|工作|整治|化|性|日常"
)


def read_deadline(text: str, year: int | None) -> Deadline:
    """Read the words after 完成时限. A date without a year takes the plan's year and says so."""
    words = text.strip(" \t\n。；;，,、")
    folded = _arabic(fold(words))
    cycle = next((name for name, words_ in _CYCLES if re.search(words_, folded)), "")
    other = re.search(_OTHER_CYCLE, folded)
    if other and not cycle:
        listed = "、".join(CYCLES)
        return Deadline(None, "", words, f"周期“{words}”不在{listed}之内，请自行设定。")
    if cycle and re.search(r"每", folded):
        return Deadline(None, cycle, words)
    return _read_day(words, folded, year, cycle)


def _read_day(words: str, folded: str, year: int | None, cycle: str) -> Deadline:
    hits = list(_DATES.finditer(folded))
    if not hits:
        problem = "" if cycle else f"完成时限“{words}”没有读懂，请自行设定日期。"
        return Deadline(None, cycle, words, problem)
    last = hits[-1]
    if len(hits) > 2 or (
        len(hits) == 2 and not _RANGE.match(folded[hits[0].end() : hits[1].start()])
    ):
        return Deadline(None, cycle, words, f"完成时限“{words}”有几个日期，请自行设定。")
    rest = _DATES.sub("", folded)
    for _, pattern in _CYCLES:
        rest = re.sub(pattern, "", rest)
    if _HARMLESS.sub("", rest) and not re.fullmatch(r"[-—~～\s]*", _HARMLESS.sub("", rest)):
        return Deadline(None, cycle, words, f"完成时限“{words}”没有完全读懂，请自行设定日期。")
    after = folded[last.end() :]
    whole_month = last["month"] and not last["day"] and not last["part"]
    if (whole_month or last["quarter"] or last["half"]) and re.match(r"之?前|以前", after):
        # 6月前 may mean the end of May or of June.
        return Deadline(None, cycle, words, f"完成时限“{words}”不明确是哪一天，请自行设定日期。")
    written = int(last["year"]) if last["year"] else None
    if written is None and len(hits) == 2 and hits[0]["year"]:
        written = int(hits[0]["year"])
    return _on_calendar(words, last, written, year, cycle)


def _on_calendar(
    words: str, hit: re.Match[str], written: int | None, year: int | None, cycle: str
) -> Deadline:
    which = written or year
    if which is None:
        return Deadline(None, cycle, words, f"完成时限“{words}”没有写年份，请自行设定日期。")
    try:
        on = _last_day(hit, which)
    except ValueError:
        return Deadline(
            None, cycle, words, f"完成时限“{words}”是日历上没有的日期，请核对后自行设定。"
        )
    if written is None:
        return Deadline(on, cycle, words, f"完成时限“{words}”没有写年份，按{which}年读入，请核对。")
    return Deadline(on, cycle, words)


def _last_day(hit: re.Match[str], year: int) -> date:
    if hit["month"] and hit["day"]:
        return date(year, int(hit["month"]), int(hit["day"]))
    if hit["month"]:
        month = int(hit["month"])
        day = {"上旬": 10, "中旬": 20}.get(hit["part"] or "")
        return date(year, month, day or calendar.monthrange(date(year, month, 1).year, month)[1])
    if hit["quarter"]:
        quarter = "一二三四".find(hit["quarter"]) + 1 or int(hit["quarter"])
        return date(year, 3 * quarter, calendar.monthrange(year, 3 * quarter)[1])
    if hit["half"] == "上":
        return date(year, 6, 30)
    return date(year, 12, 31)


def _arabic(text: str) -> str:
    """二〇二四年六月三十日 with digits; 第一季度 stays."""
    digits = "〇○零一二三四五六七八九"
    text = re.sub(rf"[{digits}]{{4}}(?=年)", lambda hit: str(chinese_number(hit.group())), text)
    return re.sub(
        rf"[{digits}十]{{1,3}}(?=[月日号](?!份?内))",
        lambda hit: str(chinese_number(hit.group())),
        text,
    )
