"""The period that a title names, against that of the text and of the figures filled in."""

import re
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.periods import Period

_SPAN = re.compile(
    r"(?:(\d{4})年)?(?:(\d{1,2})月份?(?!\d|底|前|[上中下]旬)|第?([一二三四1-4])季度|(上半年|下半年)|(年度|全年)"
    r"|(?<=年)(?!\d{1,2}月|第?[一二三四1-4]季|[上下]半))"
)
_SUBJECT = re.compile(r"现将[^。：\n]*|^[^。\n]*?(?:情况|结果)(?:如下|通报)")
_TO = re.compile(r"月(?:份)?(?:至|到|—+|－|-)\d{1,2}月|\d{4}年至")
_QUARTERS = {mark: number for number, mark in enumerate("一二三四", start=1)}


def of_periods(title: str, body: str, filled: Period | None) -> Iterator[Finding]:
    """The findings; ``filled`` is the period of the records that the paper tells of, if it does."""
    yield from _another_year(title, body)
    said = _first(title)
    if said is None or _TO.search(title):
        return
    words, span = said
    if filled is not None and not _meets(span, filled):
        yield Finding(
            0, f"标题写的是“{words}”，这份公文的数据是{filled.label}的，请核对标题，或者重新起草。"
        )
        return
    for found in _SUBJECT.finditer(body.lstrip()):
        told = [] if _TO.search(found[0]) else list(_spans(found[0]))
        if told and not any(_alike(span, each) for _, each in told):
            yield Finding(0, f"标题写的是“{words}”，正文写的是“{told[0][0]}”，请核对是哪一期。")
            return


_OF_YEAR = re.compile(r"(\d{4})年度")
_YEAR = re.compile(r"(?<!\d)(\d{4})年")


def _another_year(title: str, body: str) -> Iterator[Finding]:
    """2025年度 in the title of a paper whose text begins with another year and never names that one."""
    said = _OF_YEAR.search(title)
    years = _YEAR.findall(body)
    if said and years and said[1] not in years and body.lstrip().startswith(years[0]):
        yield Finding(0, f"标题写的是“{said[0]}”，正文写的是“{years[0]}年”，请核对是哪一年。")


_Span = tuple[int | None, str]
"""The year where it was written, and 月10, 季3, 半1, or 年."""


def _first(title: str) -> tuple[str, _Span] | None:
    return next(_spans(title), None)


def _spans(text: str) -> Iterator[tuple[str, _Span]]:
    for found in _SPAN.finditer(text):
        year = int(found[1]) if found[1] else None
        if found[2]:
            yield found[0], (year, f"月{int(found[2])}")
        elif found[3]:
            quarter = found[3]
            yield found[0], (year, f"季{_QUARTERS.get(quarter) or int(quarter)}")
        elif found[4]:
            yield found[0], (year, "半1" if found[4] == "上半年" else "半2")
        elif year is not None:
            yield found[0], (year, "年")


def _alike(one: _Span, other: _Span) -> bool:
    years = {one[0], other[0]} - {None}
    return len(years) < 2 and one[1] == other[1]


def _meets(span: _Span, filled: Period) -> bool:
    year, part = span
    if year is not None and year != filled.year:
        return False
    number = filled.number
    own = {"month": f"月{number}", "quarter": f"季{number}", "year": "年"}[filled.cycle]
    # A half-year report is begun of its last quarter or month.
    halves = {"半1": ("季2", "月6"), "半2": ("季4", "月12", "年")}
    return part in (own, "年") or own in halves.get(part, ())
