"""Night patrols as villages report them in a group chat (微信接龙、群里报的一行行话).

``1. 北村 张三 3人 20:00-22:00 无异常`` and ``北村：今晚20:00至22:00，带班人张三，参加5人，正常。``
What each piece is follows from its own form; nothing is taken from its place but the leader.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from gaotang_desktop.domain import patrols
from gaotang_desktop.domain.sheets import chat_text
from gaotang_desktop.domain.sheets.chat_text import REPORT, is_name, is_time
from gaotang_desktop.domain.sheets.name_lists import count_named
from gaotang_desktop.domain.writings.numbers import vague_number, whole_number
from gaotang_desktop.domain.writings.times import two_times

_HEAD = re.compile(r"接龙|夜巡|巡逻|^(?:夜晚|日期|时间)[:：]")
_WITH_OTHERS = re.compile(
    r"^([\u3400-\u9fff]{2,4}?)(?:(?:等|一行)(?=\S{1,3}[人名])|(?=\d))(\S{1,3})[人名](?:参加|参与|上岗|值班|巡逻|巡查|在岗)*$"
)
_LED = re.compile(
    r"^由?((?:[\u3400-\u9fff]{0,5}(?:书记|主任|村长|支书|委员|干部|民警|网格员))?[\u3400-\u9fff]{2,4}?)(?:同志)?"
    r"(带班|带队|领队|带领|牵头)(?:一行)?(?:(\S{1,3})[人名](?:巡逻|巡查|值班)?)?$"
)
# 5人对村内重点部位进行巡逻: how many, and what they did.
_COUNT_THEN = re.compile(r"^(?:共|出动)?(\S{1,3})[人名]((?:对|在|沿|到|开展|进行|组织|参加)\S+)$")
_LABELLED = re.compile(
    r"^(夜晚|日期|时间|巡逻时间|带领|牵头|带班人?|带班领导|带队人?|负责人|领队|参加人员|参与人员|巡逻人员|随行人员|人员|巡逻队员|巡防队员"
    r"|队员|组员|参加人数|人数|参加|出动"
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
_REASON_LABELS = ("原因", "理由", "情况", "备注")
_LEADER_LABELS = ("带领", "牵头", "带班", "带班人", "带班领导", "带队", "带队人", "负责人", "领队")
_NAMES_LABELS = (
    "参加人员", "参与人员", "巡逻人员", "随行人员", "人员", "巡逻队员", "巡防队员", "队员", "组员"
)  # fmt: skip
# 20:00-22:00开展夜巡: a time with what was done then.
_TIME_THEN = re.compile(
    r"(.*?\d{1,2}(?::\d{2}|[点时](?:半|\d{1,2}分?)?))((?:开展|进行|组织|参加|在|对|沿|巡)\S+)$"
)
_GENERAL = re.compile(
    r"(?:开展|进行|组织)了?(?:平安|夜间|治安)?(?:夜巡|巡逻|巡查|巡防)(?:工作|活动)?"
)
_FOUND_NONE = re.compile(r"(?:问题|隐患|异常|情况)*[：:为]*(?:0[个处起件]?|零|无|没有)\S{0,3}$")
_HANDLED = re.compile(
    r"(?:已|当场|现场|立即|及时|现已)[^，。]*(?:通知|处置|处理|报|整改|告知|劝|制止|联系|清理|排除|关闭|扑灭|消除|交办|移交|修)"
)
_MAY_BE_A_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_PEOPLE_LABELS = ("参加人数", "人数", "参加", "出动")


@dataclass(slots=True)
class ChatLine:
    """One line with what was understood; ``rest`` are the words that nothing was made of.

    ``replaces`` are the numbers of the earlier lines that it was sent instead of (更正：).
    ``missed`` are the words by which it says that nobody patrolled; ``asked`` is what it leaves unclear,
    as a sentence, about the field ``asked_of``. ``counted``: it does not say how many, only who.
    """

    text: str
    village: str = ""
    night: str = ""
    start: str = ""
    end: str = ""
    leader: str = ""
    people: str = ""
    names: str = ""
    finding: str = ""
    handling: str = ""
    remark: str = ""
    rest: tuple[str, ...] = ()
    number: int = 0
    replaces: tuple[int, ...] = ()
    missed: str = ""
    asked: str = ""
    asked_of: str = ""
    counted: bool = False


def read(text: str, is_village: Callable[[str], bool]) -> list[ChatLine]:
    """The lines that name a village, each with what it says; ``is_village`` knows the register.

    Greetings, who sent it and when, and lines that name no village are passed over. Of several villages
    that did not patrol there is a line for each.
    """
    found: list[ChatLine] = []
    night = ""
    for line in chat_text.reported(text, is_village, _parted):
        if line.passed:
            continue
        if not line.village:
            if _HEAD.search(line.text) or _DAY.match(line.text):
                night = _day_in(line.text) or night
            continue
        told = ChatLine(line.text, line.village, number=line.number)
        _understand(told, line.pieces)
        # 今晚 in a list of a day is that day, whenever it is read; else the day on which it was sent.
        own = "" if night and told.night in ("今晚", "今天") else told.night
        told.night = chat_text.on_day(own or night, line.sent)
        if line.others and not told.missed:
            told.asked_of, told.asked = "village_id", line.whose
        if line.corrects:
            found = _corrected(found, told)
        found.append(told)
        if told.missed:
            found += [replace(told, village=other) for other in line.others]
    return found


def nobodys(text: str, is_village: Callable[[str], bool]) -> list[tuple[int, str]]:
    """The lines that say of no village that it did not patrol (今晚下雨全镇停巡), each with its place."""
    return [
        (line.number, line.text)
        for line in chat_text.reported(text, is_village, _parted)
        if not (line.village or line.is_numbered or line.passed)
        and patrols.says_none_out(line.text)
    ]


def _corrected(found: list[ChatLine], told: ChatLine) -> list[ChatLine]:
    """The lines without the last one of the same village and night; what it alone said is kept."""
    for before in reversed(found):
        if before.village != told.village or (told.night and before.night not in ("", told.night)):
            continue
        told.replaces = (*before.replaces, before.number)
        told.night = told.night or before.night
        for name in ("start", "end", "leader", "people", "names", "finding", "handling", "remark"):
            if not told.missed and not getattr(told, name):
                setattr(told, name, getattr(before, name))
        return [each for each in found if each is not before]
    return found


def _day_in(line: str) -> str:
    """The day that a line over a list says: 今晚（11月29日）夜巡 is of the day that it names."""
    found = re.search(
        r"(?:\d{4}[年./-])?\d{1,2}月\d{1,2}[日号]|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)", line
    ) or re.search(r"昨晚|今晚|(?<![\d.:])\d{1,2}\.\d{1,2}(?![\d.:])", line)
    return found[0] if found else ""


def _understand(told: ChatLine, pieces: Sequence[str]) -> None:
    """Put the pieces of a line where they belong."""
    rest: list[str] = []
    waiting = ""
    for piece in pieces:
        labelled = _LABELLED.match(piece)
        label, said = (labelled[1], labelled[2]) if labelled else ("", piece)
        if waiting and not label:
            label, waiting = waiting, ""
        if label and not said:
            waiting = label
        elif patrols.says_none_out(said) or patrols.says_nothing(said):
            rest.append(said)
        elif not _take(told, label, said):
            rest.append(piece)
    told.rest = tuple(rest)
    _judge(told, pieces)
    labels = {found[1] for found in map(_LABELLED.match, pieces) if found}
    named = not labels.isdisjoint(_NAMES_LABELS)
    if named and not told.people and not any(map(_MAY_BE_A_NAME.fullmatch, rest)):
        told.people = str(count_named(told.names, told.leader) or "")
        told.counted = bool(told.people)


def _judge(told: ChatLine, pieces: Sequence[str]) -> None:
    """Whether a line tells of a patrol, of none, or of neither clearly."""
    plain = [word for word in told.rest if patrols.says_none_out(word)]
    is_out = bool(told.people or told.start)
    missing = any(map(patrols.may_say_none_out, told.rest))
    missing |= not told.leader and any(map(patrols.says_nothing, told.rest))
    if plain and told.people:
        said = f"既写了“{'，'.join(plain)}”，又写了人数“{told.people}”"
    elif plain or (missing and not is_out):
        kept = [word for word in pieces if word != told.night and not REPORT.match(word)]
        told.missed = "，".join(word for word in kept if word not in _REASON_LABELS)
        told.leader = told.names = told.remark = told.finding = told.handling = ""
        told.rest = ()
        return
    elif is_out or (told.leader and not told.rest):
        return
    else:
        said = "没有写几点、几个人"
    told.asked_of = "leader" if plain or not told.leader else "people"
    told.asked = f"这一行{said}，看不出是巡了还是没有巡。巡了的在这里补上，没有巡的登记到“未巡”里。"


def _parted(piece: str) -> Iterator[str]:
    """What was written together parted: 张三带班4人 → 带班张三, 4人."""
    piece = re.sub(r"^(?:一行|等)(?=\S{1,3}[人名])", "", piece)
    if (found := _TIME_THEN.match(piece)) and two_times(found[1]) is not None:
        yield found[1]
        piece = found[2]
    if _GENERAL.fullmatch(piece):
        return
    if two_times(piece) is not None:
        yield piece
    elif (found := _LED.match(piece)) and (not found[3] or _is_count(found[3])):
        yield f"{found[2]}{found[1]}"
        if found[3]:
            yield f"{found[3]}人"
    elif (found := _COUNT_THEN.match(piece)) and _is_count(found[1]):
        yield f"{found[1]}人"
        if not _GENERAL.fullmatch(found[2]):
            yield found[2]
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
    elif _NOTHING_FOUND.match(said) or (label == "发现" and _FOUND_NONE.match(said)):
        return True
    elif label == "发现" and not told.finding:
        told.finding = said
    elif (label == "处置" and not told.handling) or (
        told.finding and not told.handling and _HANDLED.match(said)
    ):
        told.handling = said
    elif label in ("路线", "情况", "备注", "发现", "处置"):
        told.remark = "；".join(filter(None, (told.remark, f"{label}：{said}")))
    elif re.search(r"(?:结束|收队)$", said) and not told.end and is_time(said):
        told.end = said
    elif not told.start and is_time(said):
        told.start = said
    elif whole_number(said) is not None and said.isdecimal() and len(said) < 3 and not told.people:
        told.people = said
    elif is_name(said) and not told.leader:
        told.leader = said
    elif is_name(said):
        told.names = "、".join(filter(None, (told.names, said)))
    else:
        return False
    return True


def _is_count(said: str) -> bool:
    """Whether words say how many, or about how many: that is asked later."""
    return whole_number(said) is not None or vague_number(said) is not None
