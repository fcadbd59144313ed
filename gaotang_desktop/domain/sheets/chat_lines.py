"""Night patrols as villages report them in a group chat (微信接龙、群里报的一行行话).

``1. 北村 张三 3人 20:00-22:00 无异常`` and ``北村：今晚20:00至22:00，带班人张三，参加5人，正常。``
What each piece is follows from its own form; nothing is taken from its place but the leader.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gaotang_desktop.domain.privacy import COMPOUND
from gaotang_desktop.domain.writings.numbers import vague_number, whole_number
from gaotang_desktop.domain.writings.times import read_time, two_times
from gaotang_desktop.domain.writings.unclear import Unclear

_ORDINAL = re.compile(r"^\s*(?:[（(]?\d{1,3}[)）.、．:：]|[①-⑳]|\d{1,3}\s+(?=[\u3400-\u9fff]))\s*")
_SENT = re.compile(
    r"^\s*(?:\S{1,20}\s+)?(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s+)?(?:上午|下午|晚上)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*$"
)
_SENT_ON = re.compile(
    r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?\s+(?:(上午|下午|晚上)\s*)?(\d{1,2}):\d{2}"
)
_AGAIN = re.compile(r"^(?:更正|改正|修改|勘误|纠正|补正|重报|重发|更新)(?:一下)?[：:，,\s]*")
_PIECES = re.compile(
    r"(?:[\s,，;；。|、【】「」]|(?<=[\u3400-\u9fff])[+＋](?=[\u3400-\u9fff])|(?<!\d)/|/(?!\d))+"
)
_EXAMPLE = re.compile(r"^\s*(?:[（(【]?(?:示?例如?|样例|格式|模板|范例)[)）】]?)(?:[：:\s]|$)")
_HEAD = re.compile(r"接龙|夜巡|巡逻|^(?:夜晚|日期|时间)[:：]")
_SPOKEN_DAY = re.compile(r"^(昨晚|今晚|当晚|昨天|今天)(\S*)$")
_WITH_OTHERS = re.compile(
    r"^([\u3400-\u9fff]{2,4}?)(?:(?:等|一行)(?=\S{1,3}[人名])|(?=\d))(\S{1,3})[人名](?:参加|参与|上岗|值班|巡逻|巡查|在岗)*$"
)
_LED = re.compile(
    r"^([\u3400-\u9fff]{2,4}?)(带班|带队|领队)(?:(\S{1,3})[人名](?:巡逻|巡查|值班)?)?$"
)
_REPORT = re.compile(r"^(?:夜巡|巡逻|巡查|夜间|平安)*(?:情况|汇报|报告|上报)?[：:]?$")
_LABELLED = re.compile(
    r"^(夜晚|日期|时间|巡逻时间|带班人?|带班领导|带队人?|负责人|领队|参加人员|巡逻人员|人员|队员|参加人数|人数|参加|出动"
    r"|路线|情况|备注|发现|处置)[：:]?(.*)$"
)
_PEOPLE = re.compile(
    r"^(?:共计|总共|共|参加|出动|巡逻)*\s*(\S{1,5}?)\s*(?:人次|人|名|位)(?:参加|巡逻)?$"
)
_NOTHING_FOUND = re.compile(
    r"^(?:巡逻|一切|巡查|情况)*(?:无异常|未发现异常|没有异常|正常|平安|无情况|无事|良好|[Oo][Kk])$"
)
_DAY = re.compile(
    r"^(?:(?:\d{4}[-年/.])?\d{1,2}(?:月|[./-])\d{1,2}[日号]?(?:晚|夜)?|\d{1,2}[日号](?:晚|夜)?|昨晚|今晚|昨天|今天)$"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄"
    "聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕"
    "屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫"
    "寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_LEADER_LABELS = ("带班", "带班人", "带班领导", "带队", "带队人", "负责人", "领队")
_NAMES_LABELS = ("参加人员", "巡逻人员", "人员", "队员")
_PEOPLE_LABELS = ("参加人数", "人数", "参加", "出动")


@dataclass(slots=True)
class ChatLine:
    """One line with what was understood; ``rest`` are the words that nothing was made of.

    ``corrects`` is the number of an earlier line that it was sent instead of (更正：), 0 for none.
    """

    text: str
    village: str = ""
    night: str = ""
    start: str = ""
    end: str = ""
    leader: str = ""
    people: str = ""
    names: str = ""
    remark: str = ""
    rest: tuple[str, ...] = ()
    number: int = 0
    corrects: int = 0


def read(text: str, is_village: Callable[[str], bool]) -> list[ChatLine]:
    """The lines that name a village, each with what it says; ``is_village`` knows the register.

    Greetings, who sent it and when, and lines that name no village are passed over.
    """
    found: list[ChatLine] = []
    night, sent = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        bare = _ORDINAL.sub("", line).strip()
        sent = _sent_on(line) or sent
        if not bare or _SENT.match(line) or is_example(line):
            continue
        told = _line(_AGAIN.sub("", bare), is_village)
        if told is not None:
            # 今晚 in a list of a day is that day, whenever it is read; else the day on which it was sent.
            own = "" if night and told.night in ("今晚", "今天") else told.night
            told.night, told.number = _on_day(own or night, sent), number
            if _AGAIN.match(bare):
                found = _corrected(found, told)
            found.append(told)
        elif _HEAD.search(bare) or _DAY.match(bare):
            night = _day_in(bare) or night
    return found


def is_example(line: str) -> bool:
    """Whether a line shows how to write (例 北村 张三 3人): a list begins with it, and nobody patrolled."""
    return _EXAMPLE.match(line) is not None


def numbered(text: str) -> list[tuple[int, str]]:
    """The lines that a list numbers and that say more than a word, each with its place."""
    return [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if _ORDINAL.match(line) and len(_pieces(_ORDINAL.sub("", line))) > 1
    ]


def unknown_places(
    text: str, is_village: Callable[[str], bool], is_called_so: Callable[[str], bool]
) -> Iterator[str]:
    """What numbered lines begin with, where that is called as villages are and none is known by it."""
    for _number, line in numbered(text):
        pieces = list(_opened(_pieces(_AGAIN.sub("", _ORDINAL.sub("", line))), is_village))
        if not any(map(is_village, pieces[:4])) and is_called_so(pieces[0]):
            yield pieces[0]


def _sent_on(line: str) -> date | None:
    """The day of 张三 2026/11/21 21:03; what is sent before noon may speak of the night before."""
    said = _SENT_ON.search(line)
    if said is None or _SENT.match(line) is None:
        return None
    hour = int(said[5]) + (12 if said[4] in ("下午", "晚上") and int(said[5]) < 12 else 0)
    try:
        return date(int(said[1]), int(said[2]), int(said[3])) if hour >= 12 else None
    except ValueError:
        return None


def _on_day(night: str, sent: date | None) -> str:
    if sent is None or night not in ("今晚", "今天", "昨晚", "昨天"):
        return night
    return f"{sent if night.startswith('今') else sent - timedelta(days=1):%Y-%m-%d}"


def _corrected(found: list[ChatLine], told: ChatLine) -> list[ChatLine]:
    """The lines without the last one of the same village and night; what it alone said is kept."""
    for before in reversed(found):
        if before.village != told.village or (told.night and before.night not in ("", told.night)):
            continue
        told.corrects = before.number
        for name in ("night", "start", "end", "leader", "people", "names", "remark"):
            if not getattr(told, name):
                setattr(told, name, getattr(before, name))
        return [each for each in found if each is not before]
    return found


def looks_like_chat(text: str) -> bool:
    """Whether a text may be such lines: no tabs, and some line has more than one piece."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and "\t" not in text and any(len(_pieces(line)) > 2 for line in lines)


def _day_in(line: str) -> str:
    found = re.search(
        r"(?:\d{4}[年./-])?\d{1,2}月\d{1,2}[日号]|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)|昨晚|今晚",
        line,
    )
    return found[0] if found else ""


def _pieces(line: str) -> list[str]:
    line = re.sub(r"[（(]((?:带班|带队|领队|负责)[^（）()]*)[）)]", r" \1 ", line)
    # 20：00 keeps its colon; 北村：张三 is two pieces.
    line = re.sub(
        r"(?<!\d)[：:]|[：:](?!\d)", " ", re.sub(r"(?<=\d)\s*[：:]\s*(?=\d{2})", ":", line)
    )
    line = re.sub(r"(?<=\d)\s*(?:-|—+|–|~|～|至|到)\s*(?=次日|第二天|凌晨|\d)", "-", line)
    return [piece for piece in _PIECES.split(line) if piece]


def _line(line: str, is_village: Callable[[str], bool]) -> ChatLine | None:
    pieces = list(_opened(_pieces(line), is_village))
    at = next((i for i, piece in enumerate(pieces[:4]) if is_village(piece)), None)
    if at is None:
        return None
    told = ChatLine(line, village=pieces.pop(at))
    rest: list[str] = []
    waiting = ""
    for piece in pieces:
        labelled = _LABELLED.match(piece)
        label, said = (labelled[1], labelled[2]) if labelled else ("", piece)
        if waiting and not label:
            label, waiting = waiting, ""
        if label and not said:
            waiting = label
        elif not _take(told, label, said):
            rest.append(piece)
    told.rest = tuple(rest)
    return told


def _opened(pieces: list[str], is_village: Callable[[str], bool]) -> Iterator[str]:
    """Pieces that were written together parted: 北村张三3人 → 北村, 张三, 3人."""
    for piece in pieces:
        if is_village(piece):
            yield piece
            continue
        known = next((piece[:n] for n in range(len(piece), 1, -1) if is_village(piece[:n])), "")
        if known and not known.endswith(piece):
            yield known
            piece = piece.removeprefix(known)
        if found := _SPOKEN_DAY.match(piece):
            if found[1] != "当晚":
                yield found[1]
            piece = _REPORT.sub("", found[2])
        piece = re.sub(r"^(?:一行|等)(?=\S{1,3}[人名])", "", piece)
        if two_times(piece) is not None:
            yield piece
        elif (found := _LED.match(piece)) and (not found[3] or _is_count(found[3])):
            yield f"{found[2]}{found[1]}"
            if found[3]:
                yield f"{found[3]}人"
        elif (found := _WITH_OTHERS.match(piece)) and _is_count(found[2]):
            yield from (found[1], f"{found[2]}人")
        elif piece:
            yield piece


def _take(told: ChatLine, label: str, said: str) -> bool:
    """Put a piece where it belongs; whether it belongs anywhere."""
    if label in _LEADER_LABELS and not told.leader:
        told.leader = said
    elif label in _NAMES_LABELS and not _is_count(said):
        told.names = "、".join(filter(None, (told.names, said)))
    elif (found := _PEOPLE.match(said)) and _is_count(found[1]) and not told.people:
        told.people = found[1]
    elif (both := two_times(said)) and not told.start and re.search(r"\d|点|时", said):
        told.start, told.end = both
    elif _DAY.match(said) and not told.night:
        told.night = said
    elif label in _PEOPLE_LABELS and _is_count(said):
        told.people = said
    elif _NOTHING_FOUND.match(said):
        return True
    elif label in ("路线", "情况", "备注", "发现", "处置"):
        told.remark = "；".join(filter(None, (told.remark, f"{label}：{said}")))
    elif re.search(r"(?:结束|收队)$", said) and not told.end and _is_time(said):
        told.end = said
    elif not told.start and _is_time(said):
        told.start = said
    elif whole_number(said) is not None and said.isdecimal() and len(said) < 3 and not told.people:
        told.people = said
    elif _is_name(said) and not told.leader:
        told.leader = said
    elif _is_name(said):
        told.names = "、".join(filter(None, (told.names, said)))
    else:
        return False
    return True


def _is_count(said: str) -> bool:
    """Whether words say how many, or about how many: that is asked later."""
    return whole_number(said) is not None or vague_number(said) is not None


def _is_time(said: str) -> bool:
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


def _is_name(word: str) -> bool:
    """Whether a word without a label may be somebody's name."""
    if not re.fullmatch(r"[\u3400-\u9fff]{2,4}", word):
        return False
    return (len(word) < 4 and word[0] in _SURNAMES) or (len(word) > 2 and word[:2] in COMPOUND)
