"""What stands round a report in a group chat: who sent it and when, whom it calls, what it quotes, mere answers."""

import re
from collections.abc import Iterator, Sequence

_DAY = r"(?:\d{4}[-/年.])?\d{1,2}[-/月.]\d{1,2}日?"
_CLOCK = r"(?:上午|下午|晚上|凌晨|中午)?\s*\d{1,2}:\d{2}"
_STAMP = re.compile(
    rf"^\s*(?:(?:\S{{1,20}}\s+)?(?:{_DAY}\s+)?{_CLOCK}(?::\d\d)?"
    rf"|(?:\S{{1,20}}\s+){{2}}{_DAY}\s+{_CLOCK}(?::\d\d)?"
    rf"|{_DAY}\s+{_CLOCK}(?::\d\d)?\s+[^\s:：]{{1,20}}(?:\s[^\s:：\d]{{1,10}})?)\s*$"
)
# Without brackets or seconds a time may be that of a patrol.
_INLINE = re.compile(
    rf"^\s*(?:[\[【]\s*(?:{_DAY}\s+)?{_CLOCK}(?::\d\d)?\s*[\]】]|{_DAY}\s+{_CLOCK}:\d\d)\s*(?=\S)"
)
_SENDER = re.compile(r"^([^\s:：,，]{1,20})\s*[:：]\s*(?=\S)")
_CALLED = re.compile(r"[@＠][^\s,，:：。；;]+")
_PICTURES = re.compile(
    r"(?<=\S)\s*\[[\u3400-\u9fff]{1,4}\]|[\U0001f000-\U0001faff\ufe0f\u200d\u203c\u263a\u2705\u2728\u2757\u2764\u2b50]+"
)
_RULE = re.compile(r"^\s*(?:[-—–_=]\s*){3,}$")
_ANSWER = re.compile(
    r"(?:已?收到|已阅|已读|好的?|嗯|明白|知道了?|了解|同上|同左|[+＋]1|ok|谢谢\S{0,4}|感谢\S{0,4}|\S{0,3}辛苦了?|大家好|各位好"
    r"|(?:马上|稍后|一会儿?|待会儿?)(?:就?上?报|统计|发)?|稍等|撤回了一条消息)+[！!~～]*",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"^(?:请(?![假示求])|麻烦|望|务必)|(?:还没有?|还未|尚未|没有?|未)(?:上?报|接龙|填报|回复)|抓紧|尽快上?报"
)
_AHEAD = re.compile(r"明[天日晚早]|后天|下周|预计|打算|计划于|拟于|拟定?在|准备(?:开展|进行|巡)")
_DONE = re.compile(r"今[天日晚早]|昨[天日晚]")
_NOT_HELD = re.compile(
    r"(?:因\S{1,8}?)?(?:(?:暂|尚|还)?(?:未|没有?|没能)(?:开展|组织|进行|举行|举办|宣传|走访|检查|抽查|排查)|推迟|取消|暂停|改期)\S{0,8}"
)
_RULE_OF_DAY = re.compile(rf"^\s*[-—–_=]{{2,}}\s*({_DAY})\s*[-—–_=]{{2,}}\s*$")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十]+[人户份件起次场名]")


def is_stamp(line: str) -> bool:
    """Whether a line says no more than who sent something and when."""
    return _STAMP.match(line) is not None


def stamped(line: str) -> str:
    """The stamp with which a line begins (``[22:10]``), or the whole of a line that is one; ``""``."""
    if is_stamp(line):
        return line
    found = _INLINE.match(line)
    return found[0] if found else ""


def unwrapped(line: str) -> tuple[str, str]:
    """The sender of a line that its log put behind a stamp (``""`` without), and what he wrote.

    Whom he calls with @ and small pictures belong to no report.
    """
    sender = ""
    if found := _INLINE.match(line):
        line = line[found.end() :]
        if told := _SENDER.match(line):
            sender, line = told[1], line[told.end() :]
    return sender, _PICTURES.sub(" ", _CALLED.sub(" ", line)).strip()


def quoted(lines: Sequence[str]) -> Iterator[int]:
    """Places (from 0) of the lines that quote an earlier message: 「张三：北村 3人」, and the rule below them."""
    begun: int | None = None
    for at, line in enumerate(lines):
        bare = line.strip()
        if begun is None and re.match(r"「[^「」:：]{1,20}[:：]", bare):
            begun = at
        if begun is not None and bare.endswith("」"):
            yield from range(begun, at + 1)
            begun = None
        if _RULE.match(line):
            yield at


def day_of_rule(line: str) -> str:
    """The day that a log writes between rules over what was sent on it (————— 2026-10-08 —————), or ``""``."""
    found = _RULE_OF_DAY.match(line)
    return found[1] if found else ""


def says_not_held(pieces: Sequence[str]) -> str:
    """The words by which a line without figures says that something was not done; ``""`` without such."""
    if any(map(_FIGURE.search, pieces)):
        return ""
    return next((each for each in pieces if _NOT_HELD.fullmatch(each)), "")


def says_nothing_of(pieces: Sequence[str]) -> str:
    """Why what is said beside a village is no report of it, as words to tell; ``""`` where it may be one."""
    if pieces and all(_ANSWER.fullmatch(each) for each in pieces):
        return "只是回话"
    first = next((at for at, each in enumerate(pieces) if _FIGURE.search(each)), len(pieces))
    if first == len(pieces) and any(map(_REQUEST.search, pieces)):
        return "是在催报"
    if any(map(_AHEAD.search, pieces[: first + 1])) and not any(map(_DONE.search, pieces)):
        return "说的是还没有办的事"
    return ""
