"""Lists held against the numbers beside them: 郭桥村、刘庄村3个村, 12处，其中8处、6处, 24个村中有30个."""

import re
from collections import Counter
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding

_NAME = r"[\u3400-\u9fff]{1,9}?(?:村|社区)"
_LIST = rf"{_NAME}(?:(?:、|(?<=[村区])[和及与]){_NAME})+"
_BEHIND = re.compile(rf"(?<![\u3400-\u9fff、])({_LIST})(等)?(\d{{1,3}})个(?:村|社区)")
_BEFORE = re.compile(
    rf"(\d{{1,3}})个村(?:[^，。；：、（\n]{{0,12}}：|（)({_LIST})(?=[。；）\n]|$)", re.MULTILINE
)
_APART = re.compile(r"、|(?<=[村区])[和及与]")
_OF_THEM = re.compile(
    r"(\d{1,6})([处件起个户人次场份名条])(?:，其中|（)((?:[^\d，。；、（）\n]{1,12}\d{1,6}\2(?![\u3400-\u9fff])、?){2,})"
)
_PART = re.compile(r"(\d{1,6})[处件起个户人次场份名条]")
_AMONG = re.compile(r"(\d{1,5})个([村户组单点场]{1,2})(?:里面?|之?中)，?有?(\d{1,5})个\2")


def of_counts(text: str) -> Iterator[Finding]:
    """The findings about lists of villages, parts of a sum and parts of a number of villages."""
    for found in _BEHIND.finditer(text):
        names = _names(found[1])
        yield from _twice(names)
        if _differs(len(names), int(found[3]), open_end=bool(found[2])):
            yield _unlike(found[0], len(names), int(found[3]))
    for found in _BEFORE.finditer(text):
        names = _names(found[2])
        yield from _twice(names)
        if len(names) != int(found[1]):
            yield _unlike(found[0], len(names), int(found[1]))
    for found in _OF_THEM.finditer(text):
        parts = [int(each) for each in _PART.findall(found[3])]
        if sum(parts) > int(found[1]):
            yield Finding(
                0,
                f"“{found[0][:24]}”各项相加是{sum(parts)}{found[2]}，多于总数{found[1]}{found[2]}，请核对。",
            )
    for found in _AMONG.finditer(text):
        if int(found[3]) > int(found[1]):
            yield Finding(0, f"“{found[0]}”里部分多于总数，请核对。")


def _names(words: str) -> list[str]:
    return _APART.split(words)


def _differs(listed: int, said: int, *, open_end: bool) -> bool:
    return listed > said if open_end else listed != said


def _twice(names: list[str]) -> Iterator[Finding]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Finding(0, f"“{name}”在一处写了 {count} 次，请删去多的。")


def _unlike(words: str, listed: int, said: int) -> Finding:
    shown = words if len(words) <= 30 else f"{words[:14]}…{words[-14:]}"
    return Finding(0, f"“{shown}”列了{listed}个村，写着{said}个，请核对。")
