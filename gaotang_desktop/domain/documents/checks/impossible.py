"""Figures that cannot be: an hour that no clock shows, a share above all, a telephone number cut short.

What only looks like one is left alone: 24小时, 1:70 as a proportion, 25点要求, a plan fulfilled by 105%.
"""

import re
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import STOPS, Finding
from gaotang_desktop.domain.phones import fault
from gaotang_desktop.domain.writings.numbers import chinese_number

_HAN = "一二三四五六七八九十"
_CLOCK = re.compile(r"(?<![\d:：.])(\d{1,2})[:：](\d{2})(?![\d:：])")
_HOURS = re.compile(
    rf"(?<![\d.{_HAN}])(\d{{1,3}}|[{_HAN}]{{1,3}})\s*(?:时(?![间期段候节代光刻常效速机空])|点)"
    rf"(?:(?:过)?(\d{{1,3}}|[{_HAN}]{{1,3}})分(?![钟之]))?"
)
_OF_DAY = re.compile(r"(?:上午|下午|中午|晚上?|夜里|早上?|清晨|凌晨|傍晚|[日天]|[时点分]?[至到—–~～-]+)[（(]?[^，。；\n]{0,4}$")  # fmt: skip
_AFTER_CLOCK = re.compile(r"[整半钟前后开召集]|[，。；、）)：至到—–~～-]|\d|$", re.MULTILINE)
_NO_CLOCK = re.compile(r"(?:比例?|配比|比率|比分|缩放|比例尺|稀释|浓度|兑)[^，。；\n]{0,6}$")
_PROPORTION = re.compile(
    r"[^，。；\n]{0,3}(?:比例|配比|比率|比分|比尺|稀释|兑水|勾兑|混合|配[备制])"
)
_HOURS_SPENT = re.compile(r"[学课工耗用费历需限]时?[^，。；\n]{0,3}$")
_PARTS_OF_DAY = (
    # As it is written before the hour, the hours that it has.
    (re.compile(r"(上午)\s*$"), range(13)),
    (re.compile(r"(凌晨)\s*$"), range(7)),
    (re.compile(r"(早上|早晨|清晨)\s*$"), range(4, 12)),
    (re.compile(r"(傍晚)\s*$"), (*range(4, 9), *range(16, 21))),
    (re.compile(r"(下午)\s*$"), (*range(1, 9), *range(12, 20))),
    (re.compile(r"(晚上?|夜里|夜间)\s*$"), (*range(13), *range(17, 25))),
)
_SHARE = re.compile(r"(?:[率]|占比?|比重|满意度|安全感|比例)([^，。；\n]*)")
_NEVER_SHARE = re.compile(r"(?:完成|增长|增减|增加|负荷|容积|超额|回报|收益|利用|兑现|增|加)率")
_GREW = re.compile(r"[增提升涨超翻倍]|高[出于]|上升|同比|环比|比\D{0,8}[年月]")
_PERCENT = re.compile(
    r"(\d+(?:\.\d+)?)\s*[%％]|百分之(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百]+)"
)
_QUARTER = re.compile(r"第?[五六七八九5-9]季度")
_MONTH = re.compile(r"(?<!\d)(?:\d{4}年)(1[3-9]|[2-9]\d|0{1,2})月(?!\d)")
_RUN_TOGETHER = re.compile(r"(?<!\d)(?:20\d{2}(?:1[0-2]|[1-9])月|20\d{3,}年)")
_CALLED = re.compile(r"(?:电话|手机|座机|热线(?=号码|[：:为是（(\d])|联系方式|传真|联\s*系\s*人)([^，。；\n]*(?:[，；][^，。；\n]*\d{6,}[^，。；\n]*)*)")  # fmt: skip
_NO_PHONE = re.compile(r"(?:19|20)\d{2}[-－—]\d{1,3}(?:[-－—]\d{1,2})?|(?:\D*\d){15,}\D*")
"""A day, the number of a matter, that of an identity card."""
_SERVICE = 6
_DIGITS = re.compile(
    r"(?<![\dA-Za-z诉督第〔号编])[+(（]?\d[\d\-－—–()（） ]*\d(?![\d元件户人次份个名万亿%％年月])"
)


_SERVICES = {
    "报警": "110", "匪警": "110", "火警": "119", "消防": "119", "急救": "120", "医疗急救": "120",
    "交通事故": "122", "森林火警": "12119", "森林防火": "12119", "反诈": "96110", "法律援助": "12348",
    "妇女维权": "12338",
}  # fmt: skip
_SERVICE_CALLED = re.compile(
    rf"({'|'.join(sorted(_SERVICES, key=len, reverse=True))})(?:专用|报警|服务|求助|咨询)?(?:电话|热线|号码)?[：:为是]?[“（(]?(1\d{{2}}|12\d{{3}}|96\d{{3}})(?!\d)"
)


_SERVICE_BEHIND = re.compile(
    rf"(?<!\d)(1\d{{2}}|12\d{{3}}|96\d{{3}})(?:的)?({'|'.join(sorted(_SERVICES, key=len, reverse=True))})(?:专用|报警|服务|求助|咨询)?(?:电话|热线|号码)"
)


def of_figures(*texts: str) -> Iterator[Finding]:
    """The findings about the figures in the texts of a paper, each sentence once."""
    found = [
        each
        for text in texts
        for each in (*_times(text), *_shares(text), *_phones(text), *_services(text))
    ]
    yield from dict.fromkeys(found)


def _times(text: str) -> Iterator[Finding]:
    for found in _CLOCK.finditer(text):
        before, after = text[max(0, found.start() - 12) : found.start()], text[found.end() :]
        if _NO_CLOCK.search(before) or _PROPORTION.match(after):
            continue
        if not _shown(int(found[1]), int(found[2])):
            yield _no_time(found[0])
        else:
            yield from _at_part_of_day(before, int(found[1]), found[0])
    for found in _HOURS.finditer(text):
        before, after = text[max(0, found.start() - 12) : found.start()], text[found.end() :]
        hour, minute = _number(found[1]), _number(found[2] or "0")
        if hour is None or minute is None or _HOURS_SPENT.search(before):
            continue
        # 25点 may be points of a paper: 点 is a time after 晚上 and the like, and where no word follows.
        # Right behind a part of the day it is one whatever follows: 早上19点在村部.
        is_clock = found[2] or "时" in found[0] or any(p.search(before) for p, _ in _PARTS_OF_DAY)
        if not is_clock and not (_OF_DAY.search(before) and _AFTER_CLOCK.match(after)):
            continue
        if not _shown(hour, minute):
            yield _no_time(found[0])
        else:
            yield from _at_part_of_day(before, hour, found[0])
    for found in _RUN_TOGETHER.finditer(text):
        yield Finding(0, f"“{found[0]}”像是少了“年”字或者多了数字，请核对。")
    for found in (*_QUARTER.finditer(text), *_MONTH.finditer(text)):
        yield Finding(0, f"正文写着“{found[0]}”，没有这样的季度、月份，请改正。", severity=STOPS)


_LAST = 24


def _shown(hour: int, minute: int) -> bool:
    return (hour < _LAST and minute < 60) or (hour == _LAST and minute == 0)


def _no_time(words: str) -> Finding:
    return Finding(0, f"写着“{words}”，没有这个时刻（到24时为止，分钟到59为止），请改正。")


def _at_part_of_day(before: str, hour: int, words: str) -> Iterator[Finding]:
    """上午15时, 凌晨14时, 下午9点半: an hour that the part of the day before it has not."""
    for pattern, hours in _PARTS_OF_DAY:
        if (said := pattern.search(before)) and hour not in hours:
            other = {"上午": "上午还是下午", "下午": "下午、上午还是晚上"}.get(said[1], "什么时候")
            yield Finding(0, f"写着{said[1]}“{words}”，{said[1]}没有这个时刻，请核对是{other}。")


def _number(words: str) -> int | None:
    return int(words) if words.isdecimal() else chinese_number(words)


def _shares(text: str) -> Iterator[Finding]:
    for clause in re.split(r"[，。；\n]", text):
        found = _SHARE.search(_NEVER_SHARE.sub("", clause))
        if found is None or _GREW.search(found[1]):
            continue
        for each in _PERCENT.finditer(found[1]):
            worth = float(each[1]) if each[1] else _worth(each[2])
            if worth > 100:
                yield Finding(0, f"“{each[0]}”超过了100%，比率、占比不会大于100%，请核对数字。")


def _worth(words: str) -> float:
    return float(words) if words[0].isdigit() else float(chinese_number(words) or 0)


def _phones(text: str) -> Iterator[Finding]:
    for said in _CALLED.finditer(text):
        has_area = False
        for each in _DIGITS.finditer(said[1]):
            for number in _apart(each[0]):
                digits = sum(char.isdigit() for char in number)
                if has_area and digits in (7, 8):
                    continue  # another number of the same place
                has_area |= number.lstrip("(（").startswith("0")
                if not _NO_PHONE.fullmatch(number) and (problem := fault(number)):
                    yield Finding(0, f"电话“{number}”{problem}，请核对。")


def _services(text: str) -> Iterator[Finding]:
    """报警电话119: a public number under the name of another."""
    for found in _SERVICE_CALLED.finditer(text):
        right = _SERVICES[found[1]]
        if found[2] != right and found[2] in _SERVICES.values():
            yield Finding(0, f"“{found[0]}”不对，{found[1]}电话是{right}，请核对。")
    for found in _SERVICE_BEHIND.finditer(text):
        right = _SERVICES[found[2]]
        if found[1] != right and found[1] in _SERVICES.values():
            yield Finding(0, f"“{found[0]}”不对，{found[2]}电话是{right}，请核对。")


def _apart(run: str) -> list[str]:
    """Two numbers with a blank between are two; 138 0000 0000 is one."""
    parts = run.split()
    whole = all(sum(char.isdigit() for char in part) > _SERVICE for part in parts)
    return parts if whole else [run.strip()]
