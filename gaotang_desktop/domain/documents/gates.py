"""What stands between a draft and its number: the rules, as values (印发前核对).

Each rule gives findings: 阻止 where the paper would be wrong whatever is said, 提醒 where only a
person knows. The layout has its own (``preflight``); what was stored is asked by ``services``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.domain.documents.blocks import written_date
from gaotang_desktop.domain.documents.findings import STOPS, Finding
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.privacy import masked_name
from gaotang_desktop.domain.settings import BY_NAME

NO_DATA = "no-data"
"""The key of a paragraph that says that there is nothing to tell of."""

_OPEN = re.compile(
    r"(?:时间|日期|地点|地址|会期|日程)[^。；，\n]{0,8}?(?:另行通知|待定|未定|待通知|待确定|再定)"
)
_BLANK = re.compile(
    r"[×ｘ＊*○]{2,}|(?<![A-Za-z0-9])[xX]{2,}(?![A-Za-z0-9])|[_＿]{2,}|\{[^{}\n]*\}|[（(]待[定补填][)）]"
    r"|年[ 　]+月|月[ 　]+日|[（(]?此处(?:填写|写明|写|填|插入|粘贴)[^。，\n）)]{0,12}[）)]?"
)
_CONTACT = re.compile(r"^[（(]?联\s*系\s*人[^\n]*$", re.MULTILINE)
_PHONE = re.compile(r"(?:\d[\d\s\-－—]{5,}\d|电话[:：]?\s*\d{3,})")
_DAY = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|[今明后]天"
)
_LATE_DAYS = 31
_MEETING = re.compile(r"召开|举办|举行|会议|(?<!社)会的通知")


def calls_a_meeting(kind: str, title: str) -> bool:
    """Whether a paper is the notice of a meeting: other notices are drafted under that kind too."""
    return kind == "会议通知" and _MEETING.search(title) is not None


def of_words(kind: str, title: str, body: str) -> Iterator[Finding]:
    """Words that were left open: a time to be told later, a blank, a contact without a phone."""
    left_open = dict.fromkeys(found[0] for found in _OPEN.finditer(body))
    blanks = dict.fromkeys(found[0] for found in _BLANK.finditer(body))
    for words in left_open:
        yield Finding(0, f"正文写着“{words}”，收文的人还不知道，请写明再印发。")
    for words in blanks:
        yield Finding(0, f"正文里“{words}”还没有填，请补上。")
    for found in _CONTACT.finditer(body):
        if not _PHONE.search(found[0]):
            yield Finding(
                0, f"“{found[0].strip()}”没有电话，请补上，也可以先在“系统”的设置里填联系人及电话。"
            )
    if (
        calls_a_meeting(kind, title)
        and body.strip()
        and not (_DAY.search(body) or left_open or blanks)
    ):
        yield Finding(0, "会议通知没有写明哪一天开会，请写上日期和时间。")


def of_lengths(fields: Iterable[Field], values: Mapping[str, Any]) -> Iterator[Finding]:
    """Fields that hold more than they are made for; a long title is told by its layout."""
    for field in fields:
        length = len(str(values.get(field.name) or ""))
        if field.kind not in (Kind.TEXT, Kind.LONG_TEXT) or field.name == "name":
            continue
        if length > field.longest:
            yield Finding(
                0,
                f"{field.label}有 {length} 个字，最多 {field.longest} 个字，请缩短。",
                severity=STOPS,
            )


def of_residents(names: Iterable[str]) -> Iterator[Finding]:
    """Residents who stand in a paper by name: parties of disputes, persons who came with a matter."""
    for name in names:
        cover = masked_name(name)
        yield Finding(
            0, f"“{name}”是登记过的当事人或者诉求人，公文里一般不写全名，可以写成{cover}。"
        )


def of_filling(keys: Mapping[str, str], body: str) -> Iterator[Finding]:
    """A paper about a period of which nothing was recorded; ``keys`` is what was filled in by key."""
    said = keys.get(NO_DATA)
    if said is None:
        return
    if said in body:
        yield Finding(
            0, "台账里还没有可以写进这份公文的登记，没有内容可以印发。请先登记台账，再点“刷新数据”。", severity=STOPS,
            mend="refresh",
        )  # fmt: skip
    else:
        yield Finding(0, "台账里这一期没有登记，这份公文写的不是台账里的数据，请核对。")


def of_correction(
    body: str, untouched: str, old_number: str, *, old_void: bool
) -> Iterator[Finding]:
    """A 更正通报 has to say what is put right; ``untouched`` are its words as they were begun."""
    begun = {each.strip() for each in untouched.splitlines()}
    typed = [each.strip() for each in body.splitlines() if each.strip()]
    if all(each in begun or len(each) < _SHORTEST_CORRECTION for each in typed):
        yield Finding(
            0, f"更正通报还没有写明{old_number}里哪一处由什么更正为什么。", severity=STOPS
        )
    if old_void:
        yield Finding(0, f"{old_number}已经作废，不用更正。请重新起草一份。", severity=STOPS)


_SHORTEST_CORRECTION = 4


def of_corrected_words(was: Sequence[str], old: str | None, old_number: str) -> Iterator[Finding]:
    """What a correction says of the paper has to stand in it; ``old`` is its text, where it is kept."""
    if old is None:
        return
    there = re.sub("[ \u3000]", "", old)
    if gone := [each for each in was if not _stands(re.sub(r"\s", "", each), there)]:
        named = "、".join(f"“{each}”" for each in gone)
        yield Finding(0, f"{old_number}里找不到原文{named}，请核对更正的是不是这一份、这几个字。")


def _stands(words: str, text: str) -> bool:
    """Whether words stand in a text, a number as a whole: 12 stands in neither 112 nor 12.5."""
    before = r"(?<![\d.])" if words[:1].isdigit() else ""
    after = r"(?![\d]|\.\d)" if words[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(words)}{after}", text) is not None


def of_days(
    dated_on: date, *, today: date, last_issue: date | None, number: str
) -> Iterator[Finding]:
    """The day of the paper against today, the computer's clock and the year of its ``number``."""
    if dated_on > today:
        yield Finding(
            0, f"成文日期 {dated_on:%Y-%m-%d} 还没有到，不能印发。请先改成文日期。", severity=STOPS,
            mend="today",
        )  # fmt: skip
    elif dated_on.year != today.year:
        yield Finding(
            0,
            f"成文日期在{dated_on.year}年，而今天是{written_date(today)}，"
            f"会占用{dated_on.year}年的号{f'（{number}）' if number else ''}，请核对成文日期。",
            mend="today",
        )
    elif (today - dated_on).days > _LATE_DAYS:
        yield Finding(
            0, f"成文日期 {dated_on:%Y-%m-%d} 已经过去 {(today - dated_on).days} 天，请核对。",
            mend="today",
        )  # fmt: skip
    if last_issue is not None and today < last_issue:
        yield Finding(
            0,
            f"电脑日期 {today:%Y-%m-%d} 早于上一份公文的印发日期 {last_issue:%Y-%m-%d}，"
            "请先校准电脑的日期。",
        )


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper of the register: its number, the day it bears, what it told (``figures``) and said."""

    number: str
    day: date
    name: str = ""
    figures: Any = None
    text: str = ""


def of_sequence(dated_on: date, before: Numbered | None) -> Iterator[Finding]:
    """Numbers and dates go the same way: ``before`` is the latest day among the numbers before."""
    if before is not None and before.day > dated_on:
        yield Finding(
            0,
            f"{before.number}的日期是{written_date(before.day)}，晚于这一份的{written_date(dated_on)}，"
            "号码和日期的先后会颠倒，请核对成文日期。",
            mend="today",
        )


def of_series(series: str, town: str) -> Iterator[Finding]:
    """The sign of the program's own settings before another town's first number: it cannot be given back."""
    shipped = {name: BY_NAME[name].default for name in ("document_series", "town")}
    if series == shipped["document_series"] and town != shipped["town"]:
        yield Finding(
            0,
            f"发文代字“{series}”是程序自带的，乡镇名称却是“{town}”。"
            "号一取就不能退，请先在“系统”的设置里改成本镇的代字。",
        )


def of_first_number(series: str, number: str) -> Finding:
    """Before the first number of a series: papers may have gone out before the program came."""
    return Finding(
        0,
        f"“{series}”还没有编过号，这一份是第一个，将编为{number}。号一取就不能退："
        "启用本程序以前已经编过号的，请先写明起始号，接着以前的编。",
    )


def of_reference(number: str, *, void: bool) -> Finding:
    """A paper of the own series that the text names, and that never went out or holds no longer."""
    said = "已经作废" if void else "还没有印发过"
    return Finding(0, f"正文提到“{number}”，发文登记里这个号{said}，请核对文号。")


def of_earlier(about: str, earlier: Numbered, figures: Any, text: str) -> Finding:
    """The same paper went out before: named with its number, and what has changed since."""
    went = f"{about}已经印发过：{earlier.number}（{written_date(earlier.day)}）。"
    changed = changes(earlier.figures, figures)
    if changed:
        more = f"等{len(changed)}处" if len(changed) > _MOST_CHANGES else ""
        return Finding(
            0,
            f"{went}那以后数据有变化：{'；'.join(changed[:_MOST_CHANGES])}{more}。"
            "要改正已经发出的，请在发文登记里起草更正通报；确实要再发一份的，核对后印发。",
        )
    if figures is not None and earlier.figures == figures and same_words(earlier.text, text):
        return Finding(
            0,
            f"{went}那以后数据和文字都没有变化，不能重复印发。要再印一份，请到发文登记重印。",
            severity=STOPS,
        )
    return Finding(
        0,
        f"{went}{'那以后数据没有变化。' if figures is not None else ''}"
        "要改正已经发出的，请在发文登记里起草更正通报；确实要再发一份的，核对后印发。",
    )


_MOST_CHANGES = 4


def of_corrected_before(
    old_number: str, before: Sequence[Numbered], text: str
) -> Iterator[Finding]:
    """Corrections of the same paper that went out ``before``, the newest first: never twice the same."""
    said = [f"{old_number}已经由{each.number}（{written_date(each.day)}）更正过" for each in before]
    same = [went for went, each in zip(said, before, strict=True) if same_words(each.text, text)]
    if same:
        yield Finding(
            0,
            f"{same[0]}，说的是同样的话，不能重复印发。要再印一份，请到发文登记重印。",
            severity=STOPS,
        )
    elif said:
        yield Finding(0, f"{said[0]}，请核对这一次更正的是别处，没有和上一次不一致。")


_DATES = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|[^\s〔]*〔\d{4}〕\d+号")


def same_words(one: str, other: str) -> bool:
    """Whether two papers say the same, days and numbers aside."""
    plain = [_DATES.sub("", each) for each in (one, other)]
    return "".join(plain[0].split()) == "".join(plain[1].split())


_LABELS = {
    "due": "应巡", "done": "实巡", "checked": "抽查", "on_duty": "在岗", "missed": "未巡",
    "person_times": "人次", "hazards": "隐患", "self_reported": "自报", "verified": "核实",
    "sample": "有效样本", "hits": "人数", "total": "总分", "rank": "名次", "handled": "已处置",
    "villages": "宣传村", "mended_on": "整改日期", "remark": "备注",
}  # fmt: skip
"""What the figures behind a paper are called where a change of theirs is told."""
_NAMES = ("village", "first_day", "text", "place")
_LISTS = {"weeks": "轮次", "findings": "问题", "rows": "村", "villages": "村", "problems": "反映问题",
          "kinds": "检查次数", "places": "检查地点"}  # fmt: skip


def changes(old: Any, new: Any) -> tuple[str, ...]:
    """What differs between two papers' figures, a clause each: 郭桥村（实巡12→13）."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return ()
    found = []
    for name, now in new.items():
        was = old.get(name)
        if was == now or name in ("today", "before", "before_findings", "against"):
            continue
        if isinstance(now, list) and isinstance(was, list):
            found += _rows_changed(_LISTS.get(name, ""), was, now)
        elif label := _LABELS.get(name):
            found.append(f"{label}{_shown(was)}→{_shown(now)}")
    return tuple(found)


def _rows_changed(label: str, was: Iterable[Any], now: Iterable[Any]) -> list[str]:
    old, new = _by_name(was), _by_name(now)
    found = []
    for name, row in new.items():
        if name not in old:
            found.append(f"新增{label}“{name}”" if label else f"新增“{name}”")
        elif (before := old[name]) != row and isinstance(row, Mapping):
            said = [
                f"{_LABELS[key]}{_shown(before.get(key))}→{_shown(value)}"
                for key, value in row.items()
                if before.get(key) != value and key in _LABELS
            ]
            found.append(f"{name}（{'，'.join(said)}）" if said else f"{name}有变化")
        elif before != row:
            found.append(f"{name}有变化")
    found += [f"少了{label}“{name}”" for name in old if name not in new]
    return found


def _by_name(rows: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, row in enumerate(rows, start=1):
        name = f"第{number}项"
        if isinstance(row, Mapping):
            name = next((str(row[key]) for key in _NAMES if row.get(key)), name)
        elif isinstance(row, list) and row:
            name = str(row[0])
        elif isinstance(row, str):
            name = row
        while name in found:
            name += "（又）"
        found[name] = row
    return found


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "无"
    return "、".join(map(_shown, value)) if isinstance(value, list) else str(value)
