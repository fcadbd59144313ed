"""完成时限: a day, or how often, or words that a person has to read."""

import re
from dataclasses import dataclass, replace
from datetime import date

from gaotang_desktop.domain.plan_text.lines import chinese_number
from gaotang_desktop.domain.plan_text.year_spans import YearSpan
from gaotang_desktop.domain.tasks import CYCLES
from gaotang_desktop.domain.units import fold
from gaotang_desktop.domain.writings.month_ends import last_day_of


@dataclass(frozen=True)
class Deadline:
    """``on`` is the last day in time; ``cycle`` one of the cycles of tasks or empty.

    ``problem`` is a whole sentence when a person has to look, else empty. ``yearless`` tells that the
    words name no year: the day is of the plan's year, or None where the plan has none.
    """

    on: date | None
    cycle: str
    text: str
    problem: str = ""
    yearless: bool = False


_CYCLES: tuple[tuple[str, str], ...] = (
    ("每周", r"每(?:个?星期|一?周|个?礼拜)|[按逐]周"),
    ("每季度", r"每(?:个|一)?季度?|[按逐]季度?"),
    ("每月", r"每(?:个|一)?月|[按逐]月"),
    ("长期", r"长期|常年|全年|持续|常态化|经常性"),
)
_OTHER_CYCLE = (
    r"[汛假]期?每[天日晚]|每[天日夜晚旬年]|每个?(?:学期|学年)|每半个?[月年]|每(?:隔?[一两二双三四五六七八九十\d]+)个?(?:天|日|周|星期|月|季度?|年|小时)|"
    r"[隔双单]周|[隔双单]月|隔[日天年]|[按逐](?:年|日|天)|双休日|节假日"
)
# 6月16日（星期二）上午9:00, 4月18日（农历三月廿一大集）: what else is told of a day does not move it.
_REMARK = re.compile(r"\((?:星期|周)[一二三四五六日天]\)|\((?:农历|阴历|逢)[^()\d]{1,16}\)")
# 第一周(5月6日—5月10日)
_WEEK = re.compile(r"^第[一二三四五六七八九十\d]{1,2}周 ?\(([^()]+)\)$")
_OCLOCK = r"(?:上午|下午|晚上?|凌晨|中午|早上?)?(?:[01]?\d|2[0-4])[:点时](?:[0-5]\d|半|整)?(?:分|许|开始|起)?"
_HOUR = re.compile(
    rf"(?<=[日号 ]) ?(?:{_OCLOCK}(?: ?(?:-+|—+|~|～|至|到) ?{_OCLOCK})?|上午|下午|晚上)(?!前)$"
)
_NAMED_YEAR = re.compile(r"([明次翌来]年度?)|(?<![\d一二三四五六七八九十])(?:今年|本年度?|当年)")
# 2024.12 is December of that year, where no day follows.
_MONTH_OF_YEAR = re.compile(r"(?<!\d)(\d{4})[./-](1[0-2]|0?[1-9])(?![\d.])(?![./-]\d{1,2}(?!\d))")
_EVERY_ONE = re.compile(r"每[一1]个?(周|星期|月|季)")

THROUGHOUT_CYCLE = "长期"
"""The cycle of what has no last day."""
THROUGHOUT = r"(?:全程|全年|常年|长期|持续|常态化|贯穿)(?:始终|全程|全年|坚持|推进|开展|实施|落实|进行)?|随时|即时|立即"
"""Words in the place of a time limit that say that there is no last day."""
_YEAR = r"(?:(?P<year>\d{4})\s*(?:年度?|[./-](?=\d)))?\s*"
_DATES = re.compile(
    _YEAR + r"(?:(?P<month>\d{1,2})\s*(?:月份?|[./-](?=\d))\s*"
    r"(?:(?P<day>\d{1,2})\s*[日号]?|(?P<part>上旬|中旬|下旬|底|末)?)"
    r"|第?\s*(?P<quarter>[一二三四1-4])\s*季度[末底]?"
    r"|(?P<half>[上下])半年"
    r"|(?P<yearend>年?[底末]|(?<![\d一二三四五六七八九十两几半])年内|(?<=\d{4}年)内))"
)
_RANGE = re.compile(r"^\s*(?:起|开始)?\s*(?:至|到|-+|—+|~|～)\s*$")
_HARMLESS = re.compile(
    r"[\s,，。、;；()]|底?之?前|以前|^(?:于|在|赶在)|止|截止|截至|完成|到位|结束|全面|全部|即日起|[自从]|起|至|到|并|取得|成效|坚持|"
    r"推进|开展|实施|落实|任务|工作|整治|化|性|日常|"
    r"(?:正式|全部|建成)?(?:投入(?:使用|运行)|投用|启用|运行|使用)|建成|竣工|交付|上线|验收|见效|达标|办结|报送|上报|印发|"
    r"出台|明显|显著|阶段|初步|实质|效果|进展|成果|清零|销号|到岗|配齐|组建完毕|份|内|左右|各|一?次"
)
# 10月底前整改到位: what is to be done by then does not move the day; what begins then has no end yet.
_DONE_BY_THEN = re.compile(
    r"(?<=前)(?<!月前)(?!后)(?:(?!启动|开始|开工|动工|起步|延|每|不|[上下]月)[\u4e00-\u9fff]){1,12}$"
)
_DAY = (
    r"(?:(?:\d{4} ?年|今年|本年度?|当年|[明次翌来]年|[明次翌来今当](?=年[底末]))?(?:\d{1,2} ?月 ?(?:\d{1,2} ?[日号]|份?(?:上旬|中旬|下旬|[底末]))?份?|"
    r"第?[一二三四1-4] ?季度[末底]?|[上下]半年|年[底末]|(?<![\d一二三四五六七八九十两几半])年内)|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?<!\d)\d{4}[./-](?:1[0-2]|0?[1-9])(?![\d万亿元%]))"
)
_DONE = (
    r"(?:全面|全部|基本|正式|如期|按时)*(?:完成|建成|竣工|交付|启用|投入(?:使用|运行)|投用|办结|整改到位|到位|上线|见效|达标|"
    r"取得(?:明显|显著|阶段性|初步|实质性)*(?:成效|效果|进展|成果)|清零|销号|到岗|配齐|组建完毕)"
)
_ENDS_DONE = re.compile(rf"{_DONE}$")
_INLINE = (
    re.compile(
        rf"(?:即日起|(?:自|从)?(?:{_DAY}|(?:(?<![\d.])|(?<=年))(?:\d{{4}} ?年 ?)?\d{{1,2}}(?=[-~—至到]+\d{{1,2}}月))(?:起|开始)?) ?"
        rf"(?:至|到|-+|—+|~|～|－+) ?{_DAY}(?:止|底|前)?"
    ),
    # 6月底、12月底前各举办一期: two days, of which neither is the last.
    re.compile(rf"{_DAY}(?:[、和及与] ?{_DAY})+ ?(?:之?前|底)?(?:{_DONE})?"),
    # 10月1日至8日
    re.compile(
        r"(?:\d{4} ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?[日号] ?(?:至|到|-+|—+|~|～|－+) ?\d{1,2} ?[日号](?!\d)"
    ),
    re.compile(rf"(?:于|在|截至|截止到?|赶在)?{_DAY} ?(?:之前|以前|前)(?:{_DONE})?"),
    re.compile(
        rf"(?<![\d.])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?:之前|以前|前)(?:{_DONE}|(?=[,。;、)\n]|$))"
    ),
    re.compile(rf"(?:于|在)?{_DAY}(?:底|末)?{_DONE}"),
    re.compile(rf"(?:^|(?<=[。\n])){_DAY}(?=,)"),
    # 6月17日上午，在广场举办…
    re.compile(
        r"(?:^|(?<=[。\n]))(?:\d{4} ?年 ?)?\d{1,2} ?月 ?\d{1,2} ?[日号](?:\((?:星期|周)[一二三四五六日天]\))?"
        r"(?:[上下]午|中午|晚上?)?(?=,|在|(?:举办|举行|召开|组织|开展|集中)[\u4e00-\u9fff“])"
    ),
    # 推进联网，年内新增探头120个。
    re.compile(r"(?:^|(?<=[,。;\n]))年内(?=[\u4e00-\u9fff])"),
    # 举办文化节，四季度举办。
    re.compile(
        r"(?<=[,。;\n])第?[一二三四1-4] ?季度[末底]?(?=[\u4e00-\u9fff“]{2,10}(?:[,。;\n]|$))"
    ),
    # A sentence of its own: 第一季度。
    re.compile(rf"(?<=[。\n]){_DAY}(?=[。;]|$|\n)"),
    # （3月15日上午，文化广场）
    re.compile(rf"(?<=\(){_DAY}(?:[上下]午|晚上?)?(?=[,)])"),
    re.compile(
        rf"(?<=时间:) ?{_DAY}(?=$|[\n。;,]|(?:[上下中]午|晚上?|凌晨)|(?:左右)?$| ?\d{{1,2}}[:点时])"
    ),
)
_INLINE_CYCLE = re.compile(
    r"(?<![\d一二三四五六])每个?(?:一?周|星期|季度?|月)(?=[^,。;:!?、有]{0,14}(?:[一二两三四五六七八九十\d]+ ?"
    r"(?:次|回|场|户|家|人|起|遍|轮|处|条|篇|例|天|小时|堂|期|课时|批|套|个|趟|节|项)))|"
    r"(?<![\d一二三四五六])每个?(?:一?周|星期|季度?|月)(?=(?:[初末底]之?前?)?(?:开展|组织|进行|定期|集中|全面)*(?:检查|巡[查逻护]|排查|摸排|走访|回访|"
    r"通报|调度|研判|到[校村岗场户点]|深入|入户|上门|会商|汇总|报送|上报|更新|清理|宣[讲传]|培训|演练|督查|推送|盘查|夜查|调解|召开|例会))|"
    r"(?<![依遵])[按逐](?:周|月|季度?)(?=[\u4e00-\u9fff])(?!份|薪|[度的]|[\u4e00-\u9fff]{0,4}(?:工资|补贴|补助|发放))|"
    r"(?:^|(?<=[,。;:\n于在]))每个?(?:一?周|星期|季度?|月)(?!(?:补助|补贴|津贴|工资|奖|平均|人均|给予|发放|收入|不超过|末|初|底|第|最|的)|\d+ ?[元万])"
)
_INLINE_OTHER = re.compile(
    rf"(?:^|(?<=[,。;:\n]))(?:{_OTHER_CYCLE})(?!(?:补助|补贴|工资|奖|平均|人均|给予|度)|[\d万元]+元)|"
    rf"(?:{_OTHER_CYCLE})(?=[^,。;:!?、有]{{0,14}}(?:[一二两三四五六七八九十\d]+ ?(?:次|回|场|遍|轮)))"
)


def find_days(text: str) -> list[str]:
    """The words in a clause that set it a last day without the label 完成时限: 4月底前, 即日起至6月10日."""
    folded = _arabic_days(fold(text))
    found: list[tuple[int, int]] = []
    for pattern in _INLINE:
        for hit in pattern.finditer(folded):
            if not any(start < hit.end() and hit.start() < end for start, end in found):
                found.append(hit.span())
    return [text[start:end] for start, end in sorted(found)]


def deed_in(words: str) -> str:
    """What is done by the day that some words set: 完成 of 4月底前完成; empty where nothing is."""
    hit = _ENDS_DONE.search(fold(words))
    return words[hit.start() :] if hit else ""


def find_cycle(text: str) -> str:
    """How often by the words of a clause without the label 完成时限: 每月至少一次; empty without."""
    hit = _INLINE_CYCLE.search(fold(text))
    return hit.group() if hit else ""


def find_other_cycle(text: str) -> str:
    """How often by the words of a clause, where that is no cycle of tasks: 每两周, 每学期; else empty."""
    hit = _INLINE_OTHER.search(fold(text))
    return hit.group() if hit else ""


def is_time(text: str) -> bool:
    """Whether the words are a time limit and nothing else: 9月底前, 每月一次, 长期坚持."""
    if len(text) > 40:
        return False
    deadline = read_deadline(text, 2000)
    often = len(text) <= 20 and re.match(_OTHER_CYCLE, fold(text.strip()))
    return bool(deadline.on or deadline.cycle or often) or bool(
        re.search(r"\d ?月|\d ?[日号]|季度|年[底末]", fold(text)) and len(text) <= 20
    )


def read_deadline(text: str, year: int | None, span: YearSpan | None = None) -> Deadline:
    """Read the words after 完成时限.

    A date without a year takes the year in which its month falls in the plan's ``span``, else the
    plan's ``year``; the plan says so once, for all of them.
    """
    words = text.strip(" \t\n。；;，,、")
    folded = _HOUR.sub("", _REMARK.sub("", _WEEK.sub(r"\1", fold(words))))
    folded = _MONTH_OF_YEAR.sub(r"\1年\2月", folded)
    folded = _EVERY_ONE.sub(r"每\1", _ranges_spelt_out(_arabic(folded)))
    if named := _NAMED_YEAR.search(folded):
        # 次年1月底前 is of the year after that of the plan, whatever its span.
        year = None if year is None else year + (named.group(1) is not None)
        span, folded = None, _NAMED_YEAR.sub("", folded)
    cycle = next((name for name, words_ in _CYCLES if re.search(words_, folded)), "")
    other = re.search(_OTHER_CYCLE, folded)
    if other:
        listed = "、".join(CYCLES)
        return Deadline(None, "", words, f"周期“{words}”不在{listed}之内，请自行设定。")
    if cycle and re.search(r"每|[按逐](?=[周月季])", folded):
        return Deadline(None, cycle, words)
    read = _read_day(words, folded, year, cycle, span)
    if read.on and not read.problem and named and named.group(1):
        problem = f"完成时限“{words}”按{read.on.year}年读入，请核对。"
        return replace(read, problem=problem)
    return read


def _read_day(
    words: str, folded: str, year: int | None, cycle: str, span: YearSpan | None
) -> Deadline:
    hits = list(_DATES.finditer(folded))
    if not hits:
        problem = "" if cycle else f"完成时限“{words}”没有读懂，请自行设定日期。"
        return Deadline(None, cycle, words, problem)
    last = hits[-1]
    if len(hits) == 1 and re.fullmatch(
        "日?(?:起|开始)(?:执行|实施|施行|开展|落实)?", folded[last.end() :]
    ):
        words_ = f"“{words}”写的是从哪天起，没有写到哪天为止，请自行设定日期。"
        return Deadline(None, cycle, words, words_)
    if len(hits) > 2 or (
        len(hits) == 2 and not _RANGE.match(folded[hits[0].end() : hits[1].start()])
    ):
        return Deadline(None, cycle, words, f"完成时限“{words}”有几个日期，请自行设定。")
    rest = _DATES.sub("", _DONE_BY_THEN.sub("", folded))
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
    month = _last_month(last)
    if span is not None and month and (within := span.year_of(month)):
        year = within
    read = _on_calendar(words, last, written, year, cycle)
    if read.on and read.yearless and span is not None and span.has_twice(read.on.month):
        problem = f"完成时限“{words}”没有写年份，方案里有两个{read.on.month}月，按{read.on.year}年读入，请核对。"
        return replace(read, problem=problem)
    return read


def _on_calendar(
    words: str, hit: re.Match[str], written: int | None, year: int | None, cycle: str
) -> Deadline:
    which = written or year
    if which is None:
        problem = f"完成时限“{words}”没有写年份，请自行设定日期。"
        return Deadline(None, cycle, words, problem, yearless=True)
    try:
        on = _last_day(hit, which)
    except ValueError:
        return Deadline(
            None, cycle, words, f"完成时限“{words}”是日历上没有的日期，请核对后自行设定。"
        )
    return Deadline(on, cycle, words, yearless=written is None)


def _last_month(hit: re.Match[str]) -> int | None:
    """The month in which the words end; None for the end of a year."""
    if hit["month"]:
        return int(hit["month"])
    if hit["quarter"]:
        return 3 * _quarter(hit)
    return {"上": 6, "下": 12}.get(hit["half"] or "")


def _quarter(hit: re.Match[str]) -> int:
    return "一二三四".find(hit["quarter"]) + 1 or int(hit["quarter"])


def _last_day(hit: re.Match[str], year: int) -> date:
    if hit["month"] and hit["day"]:
        return date(year, int(hit["month"]), int(hit["day"]))
    if hit["month"]:
        return last_day_of(year, int(hit["month"]), hit["part"] or "")
    if hit["quarter"]:
        return last_day_of(year, 3 * _quarter(hit))
    if hit["half"] == "上":
        return date(year, 6, 30)
    return date(year, 12, 31)


def _ranges_spelt_out(folded: str) -> str:
    """5-6月 is 5月-6月, and 6月1日-30日 is 6月1日-6月30日."""
    folded = re.sub(r"(?<![\d.月])(\d{1,2}) ?(-|—|~|～|至|到) ?(?=\d{1,2} ?月)", r"\1月\2", folded)
    return re.sub(
        r"(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]? ?(-+|—+|~|～|至|到) ?(\d{1,2}) ?[日号](?!\d)",
        r"\1月\2日\3\1月\4日",
        folded,
    )


def _arabic_days(folded: str) -> str:
    """Like :func:`_arabic` where no character moves: 九月 as 9月 but 十一月 as it is."""
    digits = "〇一二三四五六七八九"
    folded = folded.replace("元月", "1月")
    return re.sub(
        r"(?<![一二三四五六七八九十])[一二三四五六七八九](?=月)",
        lambda hit: str(digits.index(hit.group())),
        folded,
    )


def _arabic(text: str) -> str:
    """二〇二四年六月三十日 with digits; 第一季度 stays."""
    digits = "〇○零一二三四五六七八九"
    text = text.replace("元月", "1月")
    text = re.sub(rf"[{digits}]{{4}}(?=年)", lambda hit: str(chinese_number(hit.group())), text)
    return re.sub(
        rf"[{digits}十]{{1,3}}(?=[月日号](?!份?内))",
        lambda hit: str(chinese_number(hit.group())),
        text,
    )
