"""How the matter of a row ended, where no column says it in our words: its day and its other words tell.

What a row says of its end and nobody can read so is asked, never taken for the state of a new record.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.sheets.rows import Part
from gaotang_desktop.services.sheets.references import name_key
from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS


class Ending(NamedTuple):
    """By what records of a kind show how their matter ended.

    ``state`` is the field of its state, ``""`` where that follows from ``day``, the field of the day on
    which it ended; ``words`` are the texts that tell how it went. ``done`` is the state of an end,
    ``going`` of what is under way.
    """

    state: str
    day: str
    words: Sequence[str] = ()
    done: str = ""
    going: str = ""


ENDINGS: Mapping[str, Ending] = {
    "disputes": Ending("state", "closed_on", ("result",), "已化解", "化解中"),
    "opinions": Ending("state", "answered_on", ("answer",), "已答复", "办理中"),
    "assignments": Ending("state", "done_on", (), "已完成", "进行中"),
    "publicity-turns": Ending("state", "", (), "完成"),
    "inspections": Ending("result", "", ("text",)),
    "intakes": Ending("", "done_on", ("result",)),
    "findings": Ending("", "put_right_on", ("how",)),
    "meeting-decisions": Ending("", "done_on", ("result",)),
    "trouble-spots": Ending("", "removed_on"),
}

UNDER_WAY: Mapping[str, Sequence[str]] = {
    "disputes": ("待化解", "化解中"),
    "opinions": ("待办理", "办理中"),
    "assignments": ("未开始", "进行中"),
}
"""The states of matters that have not ended."""

RESULT_IS_ITS_STATE = ("disputes",)
"""Kinds whose result may be no more than that it ended; an answer (答复) always has words of its own."""

FAILED = "未化解"
"""The state of a dispute that ended without being settled."""
_STATE = "状态"
OUTCOMES = ("state", "result", "recheck", "evaluation", "performed", "satisfied")
"""Fields of choices that say how something ended: unknown words in them are always asked about."""
YES = frozenset({"是", "√", "✓", "✔", "☑", "对", "已"})
NO = frozenset({"否", "×", "✗", "✘", "没", "没有", "未", "不"})
_PUT_RIGHT = re.compile(
    r"(?<!未)(?:已经?(?:全部)?(?:整改|完成)|整改(?:已)?(?:完成|完毕|到位)|完成整改)(?!中)"
)
_NOT_PUT_RIGHT = re.compile(r"未|正在|部分|尚|没|计划|准备")
_SETTLED = re.compile(
    r"(?:已经?)?(?:调解|化解|和解|调处|说|调|谈|劝)(?:成功|好了?|成了?|妥了?|和了|通了|完毕|了结)|和好了?"
    r"|已(?:化解|调解|和解|办结|解决)|(?:双方)?(?:已)?(?:达成(?:调解|和解)?协议|握手言和)"
)
_PASSED = re.compile(r"已?(?:移交|移送|转交)[^，。；,;]{0,12}")
_FAILED = re.compile(
    r"[^，。；]{0,4}(?:调解|调处|化解|协商)?(?:不成|不成功|失败|未果|未成功|未达成(?:一致|协议)?)"
)
_GOING = re.compile(
    r"(?:正在|正|还在|仍在|继续)[^，。；,;已]{1,8}|(?:还没有?|还未|尚未)(?:说|谈|调|办|解决|处理|化解|协商|达成|完成|落实|整改|答复)[^，。；,;]{0,3}"
    r"|[^，。；,;已未不]{0,4}(?:办理|处理|处置|整改|化解|调解|调处|施工|推进|协调|核实|研究|落实|进行|跟进)(?:之)?中"
)
_DENIED = {
    "disputes": re.compile(
        r"未(?!来)|没有?(?:解决|办|落实|达成|整改|签|谈拢|说拢)|拒|不同意|不成|无果|失败|反悔|反弹|复发|搁置|中止|终止|不了了之|撤[回诉案]"
        r"|起诉|诉讼|上诉|立案|仲裁|司法途径|(?:移|转|上)(?:交|送|办|至|到|由|给|派|报|司法|法院)"
    ),
    "opinions": re.compile(
        r"不予|[不未]采纳|暂缓|部分|未能?(?:答复|回复|联系|解决|落实|办)|待(?:研究|定|批|上级|答复|回复)|联系不上"
    ),
}
"""Words beside the day of an end that make another end of it than the usual one."""
_ENDED = re.compile(
    r"(?:已经?|均已|全部)(?:办结|完成|解决|整改|销号|处理|办理|调解|调处|化解|落实|答复|回复|结案|摘牌|办好|改好)"
    r"(?:完毕|到位|完成|好|了)*|(?:办结|完成|整改|办理|处理|落实)(?:完毕|到位|完成)|办结|完成|完毕|销号|结案"
)
_OPEN = re.compile(r"[未没](?:有)?(?:办结|完成|整改|销号|解决|办理|处理|落实|答复)")
_UNFINISHED = re.compile(
    r"(?<![原曾])[未没](?:有)?(?:完成|办结|整改|解决|落实|销号|到位)|拒(?:不|绝)|部分(?:已?整改|已?完成|已?落实)|还(?:差|剩|缺)"
    r"|继续(?:整改|跟进|办理|督促|推进)|申请延期"
)
_ANSWERED = re.compile(
    r"已(?:经)?(?:当面|电话|书面|向?群众|逐一)*(?:答复|回复|反馈)[^，。；]*(?:[，。；].*)?"
)
_WAS_DONE = re.compile(
    r"(?:(?:于|在)?(?:\d{4}[年.])?\d{1,2}[月.]\d{1,2}[日号]?)?(?:已经?|均已)(?:于\s*(?:\d{4}年)?\d{1,2}月\d{1,2}[日号])?(?:全部)?(?:修复|修好|维修|安装|更换|清理|清运|疏通|硬化|拆除|补发|发放|整改|解决|整治|补齐|补签|补全|配齐|清除|纠正)(?:完毕|完成|到位|好|了)*"
    r"(?:[，,；;]\s*(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:完成|完工|办结|修好)?)?"
)
# A trouble handed to others (移交县局) is not put right by the day on which that was done.
_HANDED_ON = re.compile(r"移交|移送|转交|转由|转办|上交(?:县|市|上级)")
_NO_END = re.compile("采纳|稳控|受理|立案|签收")  # 是 under them ends nothing
_ASKED = re.compile("问题|隐患|合格|达标|通过")
_NOT_ADOPTED = {"不予采纳", "未采纳", "不采纳", *NO}


def bare(words: Any) -> str:
    """The words of a cell without spaces and full stops."""
    return name_key(str(words)).strip("。！!. ")


def state_over(
    kind: str, part: Part, columns: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """The state that the worksheet's name, or the title over a table without states, says of all its rows
    (已化解 | 待化解), with what to tell of it. Beside a column of states the worksheet's name speaks for empty cells.
    """
    ending = ENDINGS.get(kind)
    if ending is None or not ending.state:
        return {}, []
    texts, some = (part.worksheet or part.sheet, *part.above), ""
    if ending.state in columns:
        texts, some = texts[:1], "空着的"
    going = UNDER_WAY.get(kind, ())
    words = {each: each for each in (*going, ending.done)} if going else {}
    if going and kind != "assignments":  # 未化解 over a list is what goes on, not what failed
        words |= {
            f"{no}{ending.done.removeprefix('已')}": going[0] for no in ("未", "尚未", "没有")
        }
    for text in texts:
        plain = re.sub(r"\s", "", text)
        said = {meant for word, meant in words.items() if _names_all(word, plain)}
        if len(said) == 1 and not re.search(r"情况|[和与及、/]|率|汇总", plain):
            state = said.pop()
            return {ending.state: state}, [f"{some}{_STATE}取自“{text.strip()}”：{state}。"]
    return {}, []


def _names_all(word: str, title: str) -> bool:
    """Whether a title says a state of all that stands below it: 已化解, 2026年10月待化解纠纷; 化解中心 is none."""
    before, behind = (
        r"(?:^|[（(【]|[年月份])",
        r"的?(?:$|[)）】]|矛盾|纠纷|意见|建议|诉求|任务|台账)",
    )
    return re.search(f"{before}{word}{behind}", title) is not None


def said_under(header: str, known: Field, kind: str, words: Any) -> Any:
    """What words under the heading of a state stand for; themselves where only somebody can tell.

    是 under 是否办结 is an end. Under 是否采纳 it is none: what was adopted may not be answered yet; and 否
    under 是否调解成功 may be a mediation that failed or one that goes on.
    """
    meant = CHOICE_WORDS.get((kind, known.name), {})
    word = bare(words)
    if "采纳" in header and kind == "opinions" and word in _NOT_ADOPTED:
        return "不予采纳"
    if _NO_END.search(header):
        return words
    if word in NO and "成功" in header:
        return words
    if kind == "inspections" and word in YES | NO:
        if (asked := _ASKED.search(header)) is None:
            return words
        fine = (word in NO) == (asked[0] in ("问题", "隐患"))
        return "未发现问题" if fine else "发现问题"
    return words if word in known.choices else meant.get(word, words)


def state_in(kind: str, words: Any) -> str | None:
    """The state that words by themselves tell (正在调解, 已移交法院); ``None`` where they tell none."""
    ending, word = ENDINGS[kind], bare(words)
    meant = CHOICE_WORDS.get((kind, ending.state), {})
    if word in meant.values():
        return word
    if len(word) > 1 and word in meant:
        return meant[word]
    if kind == "disputes" and _SETTLED.fullmatch(word):
        return "已化解"
    if kind == "disputes" and _PASSED.fullmatch(word):
        return "已移交"
    if ending.going and _goes_on(word):
        return ending.going
    return ending.done if tells_deed(kind, word) else None


def tells_deed(kind: str, words: Any) -> bool:
    """Whether words say what was done about an opinion: 已于11月6日修复, 已答复群众，明年列入计划."""
    word = bare(words)
    told = _ANSWERED.fullmatch(word) or _WAS_DONE.fullmatch(word)
    return kind == "opinions" and told is not None and not _DENIED[kind].search(word)


def _goes_on(word: str) -> bool:
    """Whether words say that a matter goes on, in whole or in what they say last (已报水利站，正在协调)."""
    *before, last = re.split(r"[，,；;。]", word)
    ended = any(_ENDED.fullmatch(each) or _SETTLED.fullmatch(each) for each in before)
    return _GOING.fullmatch(last) is not None and not ended


def state_of(kind: str, values: Mapping[str, Any]) -> str | None:
    """The state that a row without one tells by the day of its end and by its words, if they agree."""
    ending = ENDINGS.get(kind)
    if ending is None or not ending.state or values.get(ending.state) is not None:
        return None
    words = next((values[name] for name in ending.words if values.get(name)), "")
    dated = bool(ending.day) and values.get(ending.day) is not None
    return state_by(kind, state_in(kind, words), words, dated=dated)


def state_by(kind: str, told: str | None, words: Any, *, dated: bool) -> str | None:
    """The state of a row whose words are known to tell a state, or none; ``dated`` if it has ended."""
    ending = ENDINGS[kind]
    if not dated:
        return told
    if kind == "disputes" and told is None and _FAILED.fullmatch(bare(words)):
        return "未化解"
    denied = _DENIED.get(kind)
    if told is None and (denied is None or not denied.search(bare(words))):
        return ending.done
    return None if told == ending.going else told


def says_open(words: Any) -> bool:
    """Whether words under 是否办结 say no: 否, 未办结."""
    return bare(words) in NO or _OPEN.fullmatch(bare(words)) is not None


def says_going(words: Any) -> bool:
    """Whether words say that a matter goes on: 未办结, 正在抢修, 办理中."""
    return says_open(words) or _GOING.fullmatch(bare(words)) is not None


def says_unfinished(kind: str, words: Any) -> bool:
    """Whether words say that something of a matter is left: 部分整改，还差2具; 未完成，已申请延期."""
    said = bare(words)
    left = _UNFINISHED.search(said) or (kind == "findings" and _HANDED_ON.search(said))
    return bool(left) and re.search("现已|均已|全部", said) is None


def says_ended(words: Any) -> bool:
    """Whether words say that a matter has ended: 已办结, 整改到位, a tick, 11月14日已补齐."""
    said = bare(words)
    if said in YES or _ENDED.fullmatch(said) is not None:
        return True
    return _WAS_DONE.match(said) is not None and not (
        _UNFINISHED.search(said) or _GOING.search(said) or _HANDED_ON.search(said)
    )


def says_done(said: Any) -> bool:
    """Whether words about a finding say that it was put right: 10月14日已整改完毕."""
    text = str(said or "")
    told = _PUT_RIGHT.search(text) is not None and _NOT_PUT_RIGHT.search(text) is None
    return told or (bool(text) and says_ended(text))
