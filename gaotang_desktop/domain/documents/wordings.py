"""Turns of phrase that the papers share: counts, rates, what moved, lists of villages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any, TypeVar

from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Block,
    OfficialPaper,
    Paragraph,
    written_date,
)
from gaotang_desktop.domain.documents.elements import NONE, Elements
from gaotang_desktop.domain.documents.kinds import BY_NAME, DocumentKind, masthead

CIRCULAR_CLOSING = "特此通报。"
NOTICE_CLOSING = "特此通知。"
_NUMERALS = "零一二三四五六七八九十"
_TENTH = Decimal("0.1")
Count = TypeVar("Count", int, Decimal)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the text of a paper that goes out: the office's, not the figures'.

    ``town`` is written in titles; ``contact`` is the 联系人 with a phone, ``printed_on`` the day of
    printing where it is not that of the paper.
    """

    town: str
    signer: str
    dated_on: date
    letterhead: str = ""
    number: str = ""
    addressee: str = "各村、镇直各单位"
    copies_to: str = ""
    sealed: bool = True
    note: str = ""
    contact: str = ""
    printed_on: date | None = None
    elements: Elements = NONE


def enclose(
    kind: str,
    title: str,
    blocks: Iterable[Block],
    envelope: Envelope,
    annexes: Iterable[Annex] = (),
) -> OfficialPaper:
    """The paper of these blocks in its envelope."""
    addressed = envelope.addressee.strip().rstrip(":：")
    return OfficialPaper(
        kind=kind,
        title=title,
        blocks=tuple(blocks),
        signer=envelope.signer,
        date=envelope.dated_on,
        letterhead=envelope.letterhead,
        number=envelope.number,
        addressee=f"{addressed}：" if addressed else "",
        annexes=tuple(annexes),
        sealed=envelope.sealed,
        note=envelope.note,
        copies_to=envelope.copies_to,
        printed_on=envelope.printed_on,
        elements=envelope.elements,
    )


ATTENDED = ("出席", "请假", "列席", "缺席")


def of_kind(
    name: str,
    title: str,
    blocks: Iterable[Block],
    envelope: Envelope,
    annexes: Iterable[Annex] = (),
) -> OfficialPaper:
    """The paper of a kind (``kinds``), in the kind's form and under its head.

    Lines 出席：…, 请假：…, 列席：…, 缺席：… of a 纪要 are its attendance, which stands below the text.
    """
    kind = BY_NAME.get(name, DocumentKind(name, name))
    kept, attendance = [], []
    for block in blocks:
        label, mark, names = (
            block.text.partition("：") if isinstance(block, Paragraph) else ("", "", "")
        )
        if kind.form == "纪要" and mark and label in ATTENDED and names.strip():
            attendance.append((label, names.strip()))
        else:
            kept.append(block)
    whole = enclose(kind.word, title, kept, envelope, annexes)
    return replace(
        whole,
        form=kind.form,
        letterhead=masthead(kind, envelope.letterhead),
        addressee=whole.addressee if kind.addressed else "",
        attendance=tuple(attendance),
    )


def heading(number: int, words: str) -> Paragraph:
    """A heading of the first level: 一、总体情况."""
    return Paragraph(f"{numeral(number)}、{words}", 1)


def numeral(number: int) -> str:
    """一 to 九十九, as headings count."""
    tens, ones = divmod(number, 10)
    front = "" if not tens else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return front + (_NUMERALS[ones] if ones or not tens else "")


def rate(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """A percentage with one decimal, half up; ``None`` of nothing."""
    if whole <= 0:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(_TENTH, ROUND_HALF_UP)


def percent(value: Decimal | None, *, fixed: bool = False) -> str:
    """``93.8%``; a dash for nothing; 100% without its zero, unless it stands among others (``fixed``)."""
    if value is None:
        return "—"
    if fixed:
        return f"{value.quantize(_TENTH, ROUND_HALF_UP)}%"
    return f"{value.quantize(Decimal(1)) if value == value.to_integral_value() else value}%"


def share(part: int, whole: int, *, fixed: bool = False) -> str:
    """``percent`` of a count."""
    return percent(rate(part, whole), fixed=fixed)


def of_all(whole: int, part: int, unit: str, words: str) -> str:
    """``均已办结`` of all, ``已经办结3件`` of some, ``均未办结`` of none; ``words`` is 办结."""
    if part and part < whole:
        return f"已经{words}{part}{unit}"
    every = "均" if whole > 1 else ""
    return f"{every}已{words}" if part else f"{every}未{words}"


def moved(now: Decimal | int | None, before: Decimal | int | None, against: str, unit: str) -> str:
    """比上月上升3.2个百分点 · 与上月持平 · 没有上月数据可比; ``against`` is 上月, 上期 …"""
    if now is None:
        return "本期没有数据"
    if before is None:
        return f"没有{against}数据可比"
    change = now - before
    if change == 0:
        return f"与{against}持平"
    size = str(abs(change))
    words = ("上升", "下降") if unit == "个百分点" or unit == "分" else ("增加", "减少")
    return f"比{against}{words[0] if change > 0 else words[1]}{size}{unit}"


def compared(now: int, before: int | None, against: str, unit: str, *, runs: bool) -> str:
    """，比上月增加3件 behind a sum; of a span that ``runs`` none stands beside a whole one."""
    if runs:
        return f"，本期没有结束，不与{against}相比"
    return f"，{moved(now, before, against, unit)}"


def numbered(items: Sequence[str], key: str) -> list[Paragraph]:
    """Items below a heading, 1. 2. 3.; one alone bears no number."""
    if len(items) == 1:
        return [Paragraph(items[0], key=key)]
    return [Paragraph(f"{n}. {words}", 3, key=key) for n, words in enumerate(items, start=1)]


def foremost(ranked: Sequence[tuple[Count, str]], most: int) -> tuple[tuple[Count, str], ...]:
    """The first of a ranking that may be named, ``most`` at the most, equals all or none.

    ``ranked`` pairs what counts with a name, the foremost first. Where all are equal nobody is
    named: there is nothing to tell them apart by.
    """
    groups = [list(group) for _, group in groupby(ranked, key=lambda each: each[0])]
    if len(groups) < 2 and len(ranked) > 1:
        return ()
    named: list[tuple[Count, str]] = []
    for group in groups:
        if len(named) + len(group) > most:
            break
        named += group
    return tuple(named)


def villages(names: Sequence[str], most: int = 0) -> str:
    """郭桥村、郭楼村 named one by one; with ``most``, the rest is counted: 等12个村."""
    if most and len(names) > most:
        return "、".join(names[:most]) + f"等{len(names)}个村"
    joined = "、".join(names)
    return f"{joined}{len(names)}个村" if len(names) > 2 else joined


def in_sentence(names: Sequence[str], unit: str = "个村") -> str:
    """Names one by one; so many that no sentence holds them are counted, and stand in the annex."""
    if len(names) > MANY:
        return f"{len(names)}{unit}"
    return villages(names) if unit == "个村" else "、".join(names)


def until_words(day: date | None, more: str = "") -> str:
    """（截至11月28日）behind a period that still runs, ``more`` behind that; nothing for one over."""
    said = [] if day is None else [f"截至{day.month}月{day.day}日"]
    said += [more] if more else []
    return f"（{'，'.join(said)}）" if said else ""


def left_out(months: Sequence[int], of: str) -> str:
    """1月至3月、7月没有夜巡登记，不计入: the months of which nothing is on record."""
    return f"{_runs(months)}没有{of}登记，不计入" if months else ""


def counted_as_none(months: Sequence[int], of: str) -> str:
    """7月没有夜巡登记，和考评一样按0次计: months that count though nothing is on record of them."""
    return f"{_runs(months)}没有{of}登记，和考评一样按0次计" if months else ""


def _runs(months: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for number in months:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(
        f"{run[0]}月至{run[-1]}月" if len(run) > 2 else "、".join(f"{each}月" for each in run)
        for run in runs
    )


MANY = 24
"""Names that one sentence still may hold."""
_FOREMOST = 12
UNITS = "个村和单位"
SEE_ANNEX = "，各村情况见附件"


def alike(said: Iterable[tuple[str, str]]) -> str:
    """北侯村（4/14次）、南堡村、留马村（各6/14次）: neighbours with the same figure together."""
    parts = []
    for words, each in groupby(said, key=lambda one: one[1]):
        names = [name for name, _ in each]
        parts.append(f"{'、'.join(names)}（{'各' if len(names) > 1 else ''}{words}）")
    return "、".join(parts)


def alike_or_foremost(said: Sequence[tuple[str, str, Any]]) -> tuple[str, bool]:
    """As :func:`alike`, of many the foremost alone: 北侯村（差9次）、南堡村（差8次）等58个村; whether it is so.

    ``said`` are names, what is said of each, and by what they were sorted: equals are named all or
    none. A page of names is read by nobody; where they are cut the annex has all of them.
    """
    if len(said) <= MANY:
        return alike((name, words) for name, words, _ in said), False
    named: list[tuple[str, str]] = []
    for _, group in groupby(said, key=lambda one: one[2]):
        equals = [(name, words) for name, words, _ in group]
        if len(named) + len(equals) > _FOREMOST:
            break
        named += equals
    return f"{alike(named)}{'等' if named else ''}{len(said)}个村", True


def short_day(day: date, beside: date) -> str:
    """10月4日, the year before it where that is another than that of the day ``beside`` it."""
    return f"{day.month}月{day.day}日" if day.year == beside.year else written_date(day)


def days_from_to(first: date, last: date) -> str:
    """2026年4月10日至14日: what the first day says already is not said again."""
    if first == last:
        return written_date(first)
    same_month = (first.year, first.month) == (last.year, last.month)
    end = f"{last.day}日" if same_month else short_day(last, first)
    return f"{written_date(first)}至{end}"


def before_day(day: date) -> str:
    """2026年11月15日前, the deadline of a request."""
    return f"{written_date(day)}前"


def said_once(words: str, texts: tuple[str, ...]) -> list[str]:
    """The texts, of which only the first that has these words keeps them."""
    kept = [at for at, text in enumerate(texts) if words in text][:1]
    return [text if at in kept else text.replace(words, "") for at, text in enumerate(texts)]


def listed(counts: Mapping[str, int] | None, unit: str = "件") -> str:
    """司法2件、其他5件: as they come, but 其他 is never named before what has a name."""
    in_order = sorted((counts or {}).items(), key=lambda each: each[0] == "其他")
    return "、".join(f"{word}{count}{unit}" for word, count in in_order if count)


def of_no_village(count: int) -> str:
    """``其中不属于哪一个村的2件。``: who adds up the villages misses these; ``""`` of none."""
    return f"其中不属于哪一个村的{count}件。" if count else ""
