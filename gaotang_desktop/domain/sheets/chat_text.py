"""接龙 and lines of a group chat: which lines report of a village, of which day they may be, their pieces."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gaotang_desktop.domain.sheets import group_log
from gaotang_desktop.domain.writings.names import COMPOUND
from gaotang_desktop.domain.writings.times import read_time
from gaotang_desktop.domain.writings.unclear import Unclear

_ORDINAL = re.compile(r"^\s*(?:[（(]?\d{1,3}[)）.、．:：]|[①-⑳]|\d{1,3}\s+(?=[\u3400-\u9fff]))\s*")
_SENT_ON = re.compile(
    r"(?:(\d{4})[-/年.])?(?<!\d)(\d{1,2})[-/月.](\d{1,2})日?\s+(?:[^\d\s]\S*\s+)?(?:(上午|下午|晚上)\s*)?(\d{1,2}):\d{2}"
)
_AGAIN = re.compile(
    r"^(?:更正|改正|修改|勘误|纠正|补正|重报|重发|更新|(?:以上|前面|上面|刚才|上一条)?的?作废)(?:一下)?[：:，,\s]*"
)
_WITHDRAWN = re.compile(
    r"(?:(?:刚才|刚刚|上面|前面|以上|上一?条|这条|那条|我村|本村|报的|发的|的|已|全部)*)(?:作废|撤回|撤销|不算|删除|删掉|报错|发错)了?"
)
_WHEN = re.compile(r"(?:\d{4}年)?\d{1,2}[月.]\d{1,2}[日号]?[夜晚]?|[今昨][天晚]")
_PIECES = re.compile(
    r"(?:[\s,，;；。|、【】「」]|(?<=[\u3400-\u9fff])[+＋](?=[\u3400-\u9fff])|(?<!\d)/|/(?!\d))+"
)
_SENTENCES = re.compile(r"[;；。]")
_EXAMPLE = re.compile(r"^\s*(?:[（(【]?(?:示?例如?|样例|格式|模板|范例)[)）】]?)(?:[：:\s]|$)")
_DAY_BEFORE = re.compile(
    r"^((?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:晚上|晚|夜)?)([\u3400-\u9fff].*|\d{1,2}\s*[:点时].*)$"
)
_SPOKEN_DAY = re.compile(r"^(昨晚|今晚|当晚|昨天|今天)(\S*)$")
_COUNTED = re.compile(r"\d\s*(?:人|名|户|份|件|起|场)(?![员民])")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄"
    "聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕"
    "屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫"
    "寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
REPORT = re.compile(r"^(?:夜巡|巡逻|巡查|夜间|平安)*(?:情况|汇报|报告|上报)?[：:]?$")
"""Words that say that something is reported, and nothing of it."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One report of a line, or a line that names no village (``village`` is empty).

    ``pieces`` are what it says beside the village, ``others`` further villages that it names. ``sent`` is
    the day on which it was sent, as far as its chat tells; ``corrects`` that it was sent instead of another.
    ``passed`` says why a line that names a village is no report of it (收到); it has no ``village`` then.
    """

    number: int
    text: str
    village: str = ""
    pieces: Sequence[str] = ()
    others: tuple[str, ...] = ()
    sent: date | str | None = None
    corrects: bool = False
    is_numbered: bool = False
    passed: str = ""

    @property
    def whose(self) -> str:
        """A line of several villages, as a sentence that asks."""
        named = "、".join((self.village, *self.others))
        return f"这一行里有几个村（{named}），看不出哪些话说的是哪个村。请一个村写一行。"


def reported(
    text: str,
    is_village: Callable[[str], bool],
    part: Callable[[str], Iterator[str]] = lambda piece: iter((piece,)),
) -> Iterator[Reported]:
    """The lines of a text without greetings of the chat and examples; ``is_village`` knows the register.

    A line whose sentences name several villages is several reports. ``part`` takes apart what was written
    together in one piece. A line that withdraws what its village sent (北村 作废) is no report, nor is the
    last one that it withdraws.
    """
    found: list[Reported] = []
    for line in _said(text, is_village, part):
        said = [each for each in line.pieces if not _WHEN.fullmatch(each)]
        its = [at for at, each in enumerate(found) if line.village and each.village]
        its = [at for at in its if _same_place(found[at].village, line.village)]
        dated = len(said) < len(line.pieces) and len(its) > 1  # of which of them is asked
        if not (line.village and said and all(map(_WITHDRAWN.fullmatch, said))) or dated:
            found.append(line)
            continue
        last = its[-1] if its else None
        if last is not None:
            found[last] = replace(found[last], village="", pieces=(), passed="后面的一行说作废了")
        why = "说的是作废" if last is not None else "说的是作废，前面没有这个村的"
        found.append(replace(line, village="", pieces=(), passed=why))
    yield from found


def _said(
    text: str,
    is_village: Callable[[str], bool],
    part: Callable[[str], Iterator[str]],
) -> Iterator[Reported]:
    sent: date | str | None = None
    day = ""
    lines = text.splitlines()
    quoted = {*group_log.quoted(lines)}
    for number, line in enumerate(lines, start=1):
        if over := group_log.day_of_rule(line):
            sent, day = None, over
        stamp = group_log.stamped(line)
        if dated := _SENT_ON.search(stamp) or _SENT_ON.search(
            f"{day} {stamp}" if stamp and day else ""
        ):
            sent = _sent_on(dated)
        if number - 1 in quoted or group_log.is_stamp(line) or is_example(line):
            continue
        sender, wrote = group_log.unwrapped(line)
        bare = _ORDINAL.sub("", wrote).strip()
        if not bare:
            continue
        said = _AGAIN.sub("", bare)
        again, is_numbered = said != bare, _ORDINAL.match(wrote) is not None
        if not any(map(is_village, _opened(said, is_village, part)[:4])):
            sent_by = next(iter(_opened(sender, is_village)), "")  # 腰村王建国 speaks of 腰村
            said = f"{sent_by} {said}" if is_village(sent_by) else said
        sentences = [_opened(each, is_village, part) for each in _SENTENCES.split(said)]
        if sum(any(map(is_village, each)) for each in sentences) < 2:
            sentences = [_opened(said, is_village, part)]
        found = False
        for pieces in sentences:
            at = next((i for i, piece in enumerate(pieces[:4]) if is_village(piece)), None)
            if at is None:
                continue
            found = True
            village = pieces[at]
            others = dict.fromkeys(each for each in pieces[at + 1 :] if is_village(each))
            others = dict.fromkeys(each for each in others if not _same_place(each, village))
            named = {each for each in pieces if is_village(each)}
            kept = [each for each in pieces if each not in named]
            corrects = again
            while len(kept) > 1 and _AGAIN.fullmatch(kept[0]):
                kept, corrects = kept[1:], True
            if passed := group_log.says_nothing_of(kept):
                yield Reported(number, said, sent=sent, is_numbered=is_numbered, passed=passed)
                continue
            yield Reported(
                number, said, village, kept, tuple(others), sent, corrects, is_numbered
            )  # fmt: skip
        if not found:
            yield Reported(number, said, sent=sent, is_numbered=is_numbered)


def _same_place(one: str, other: str) -> bool:
    """Whether two names are one village, long and short (河口：河口村 …)."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long.removeprefix(short) in ("", "村", "社区")


def is_example(line: str) -> bool:
    """Whether a line shows how to write (例 北村 张三 3人): a list begins with it, and nobody reports."""
    return _EXAMPLE.match(line) is not None


def numbered(text: str) -> list[tuple[int, str]]:
    """The lines that a list numbers and that say more than a word, each with its place."""
    return [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if _ORDINAL.match(line) and len(_pieces(_ORDINAL.sub("", line))) > 1
    ]


def passed_over(text: str, is_village: Callable[[str], bool]) -> dict[str, list[tuple[int, str]]]:
    """The lines that are no reports, each with its place, by why: 收到, requests, quotes, plans, no village."""
    found: dict[str, list[tuple[int, str]]] = {}
    lines = text.splitlines()
    quoted = [(at + 1, lines[at].strip()) for at in group_log.quoted(lines)]
    if quoted := [each for each in quoted if "「" in each[1] or "」" in each[1]]:
        found["引用的是别人的话"] = quoted
    for line in reported(text, is_village):
        if line.passed:
            found.setdefault(line.passed, []).append((line.number, line.text))
        elif not line.village and not line.is_numbered and _COUNTED.search(line.text):
            found.setdefault("没有写是哪个村", []).append((line.number, line.text))
    return found


def unknown_places(
    text: str, is_village: Callable[[str], bool], is_called_so: Callable[[str], bool]
) -> Iterator[str]:
    """What numbered lines begin with, where that is called as villages are and none is known by it."""
    for _number, line in numbered(text):
        pieces = _opened(_AGAIN.sub("", _ORDINAL.sub("", line)), is_village)
        if not any(map(is_village, pieces[:4])) and is_called_so(pieces[0]):
            yield pieces[0]


RELATIVE = ("今晚", "今天", "昨晚", "昨天", "本周", "上周", "本月", "上月", "上个月")
"""Days, weeks and months that are told from the day on which somebody says so."""


def on_day(said: str, sent: date | str | None) -> str:
    """A day, week or month as it is told: 今晚 of a line is the day on which it was sent, where that is known."""
    if sent is None or said not in RELATIVE:
        return said
    if isinstance(sent, str):  # 11月24日, whose year the log does not say
        return sent if said in ("今晚", "今天") else said
    if said.endswith("月"):
        first = sent.replace(day=1)
        return f"{first if said.startswith('本') else first - timedelta(days=1):%Y-%m}"
    back = 7 if said == "上周" else 1
    return f"{sent if said[0] in '今本' else sent - timedelta(days=back):%Y-%m-%d}"


def looks_like_chat(text: str, *, fewest: int = 3) -> bool:
    """Whether a text may be such lines: no tabs, and some line has so many pieces."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and "\t" not in text and any(len(_pieces(line)) >= fewest for line in lines)


def is_time(said: str) -> bool:
    """Whether words say when, or about when: that is asked later."""
    if not re.search(r"[:点时]|[晚夜早午]\D*\d", said):
        return False
    try:
        read_time(said, evening=True)
    except Unclear:
        return True
    except ValueError:
        return re.fullmatch(r"\S*\d{1,2}[:点时]\d{0,2}\S{0,3}", said) is not None
    return True


def is_name(word: str) -> bool:
    """Whether a word without a label may be somebody's name."""
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", word):
        return False
    return (len(word) < 4 and word[0] in _SURNAMES) or (len(word) > 2 and word[:2] in COMPOUND)


def _sent_on(said: re.Match[str]) -> date | str | None:
    """The day of 张三 2026/11/21 21:03; what is sent before noon may speak of the night before.

    Where the log says no year it is the day in words.
    """
    hour = int(said[5]) + (12 if said[4] in ("下午", "晚上") and int(said[5]) < 12 else 0)
    if hour < 12:
        return None
    if said[1] is None:
        return f"{int(said[2])}月{int(said[3])}日"
    try:
        return date(int(said[1]), int(said[2]), int(said[3]))
    except ValueError:
        return None


def _pieces(line: str) -> list[str]:
    line = re.sub(r"[（(]((?:带班|带队|领队|负责)[^（）()]*)[）)]", r" \1 ", line)
    # 20：00 keeps its colon; 北村：张三 is two pieces.
    line = re.sub(
        r"(?<!\d)[：:]|[：:](?!\d)", " ", re.sub(r"(?<=\d)\s*[：:]\s*(?=\d{2})", ":", line)
    )
    line = re.sub(r"(?<=\d)\s*(?:-|—+|–|~|～|至|到)\s*(?=次日|第二天|凌晨|\d)", "-", line)
    return [piece for piece in _PIECES.split(line) if piece]


def _opened(
    line: str,
    is_village: Callable[[str], bool],
    part: Callable[[str], Iterator[str]] = lambda piece: iter((piece,)),
) -> list[str]:
    """The pieces of a line; those that were written together parted: 北村张三3人 → 北村, 张三, 3人."""
    found: list[str] = []
    for piece in _pieces(line):
        if is_village(piece):
            found.append(piece)
            continue
        known = next((piece[:n] for n in range(len(piece), 1, -1) if is_village(piece[:n])), "")
        if known:
            found.append(known)
            piece = piece.removeprefix(known)
        if day := _DAY_BEFORE.match(piece) or _SPOKEN_DAY.match(piece):
            if day[1] != "当晚":
                found.append(day[1])
            piece = REPORT.sub("", day[2])
        found += part(piece) if piece else ()
    return found
