"""Units that a sentence names without a label: 由应急办牵头，派出所、各村参加; 各村负责; 城建办等部门要…

A sentence is taken apart at its commas; a part that is nothing but units belongs to the verb of the
next part. Firm are verbs that say who leads and who helps; 要 and 应 are weak evidence.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from gaotang_desktop.domain.plan_text.lines import LIST_GOES_ON
from gaotang_desktop.domain.plan_text.whose.deeds import DOES, DUTY, ENDS_IN_DEED, PAYS
from gaotang_desktop.domain.plan_text.whose.gathered import Gathered, Said
from gaotang_desktop.domain.plan_text.whose.unit_names import looks_like_unit, unit_list
from gaotang_desktop.domain.plan_text.whose.watching import leading_units, outside, watched
from gaotang_desktop.domain.units import fold, read_units

_OTHERS = r"(?P<others>等(?:其他|有关|相关|职能|责任|成员|镇直|\d+|[一二三四五六七八九十]+)*个?(?:单位[和及、]?部门|部门[和及、]?单位|单位|部门|站所|人员)?)?"
_LEADS = (
    r"(?:(?:为|作为)?(?:总?牵头|主办|主抓|主责|主牵)(?:单位|部门|负责|抓总|组织(?:实施)?|落实)?|"
    r"(?:具体|主要|共同|分别|全面|统一|直接|分工)?负责(?!人)(?:牵头|组织|落实|实施)?|(?:具体)?(?:组织实施|抓落实|承办|承担|落实)|"
    r"[为是](?:第一)?(?:牵头|责任|主办|主责)(?:单位|部门|主体|科室|站所|人))"
)
_WATCHES = (
    r"(?:(?:业务|技术|跟踪|全程|全过程|现场|日常|共同|联合|分别|负责)*(?:指导|督导|监督|督查|督办|把关)|(?:负责|共同|联合|日常|全程)(?:检查|协调)|督促(?:指导|落实|检查|整改)?|"
    r"(?:指导|监督|检查|协调)(?:和|与|、)?(?:督促|督导|指导|检查|监督|落实))"
)
_ASSISTS = (
    r"(?:(?:协助|积极|密切|共同|全力|主动|做好|予以|给予|提供)?(?:配合|协助|协办|协同|协作|参加|参与|支持)(?:做好|实施|落实|单位|部门|完成)?|"
    r"(?:按(?:照)?(?:各自)?职责(?:分工)?(?:负责|落实|配合|参与)?)|"
    rf"{_WATCHES}(?=$|[ ,、。;)]))"
)
_WEAK = r"(?:(?:主要|切实|都|均)?(?:要|应(?!急)当?|须|必须|需要?|每(?:半|[一两二双三四]|隔)?个?[天日周月季年]|按[日周旬月季年]|(?:联合|共同|一道|一起|分别|分头|各自)(?=$|[ ,于在每按对])|(?:于|在|赶在)(?=\d{1,2} ?月|\d{4} ?年|[年季月]底)|(?=\d{1,2} ?月 ?(?:\d{1,2} ?[日号]|[上中下]旬|底)?之?前)))"
_JOIN = re.compile(r"会同|联合|协同|协调|商请|商(?![务贸会业场户])|(?P<helps>配合|协助)")
_ORDERED = r"(?P<ordered>(?:主要|切实|都|均)?(?:要|应当?|须|必须|需要?))"
_MANNER = r"(?:及时|主动|积极|密切|负责|牵头|定期)?"
_VERB = re.compile(
    rf"^(?:[^由]{{0,24}}(?P<by>由))?(?P<units>[^由]{{2,90}}?)(?<![、/和及与]){_OTHERS}"
    rf"(?:(?P<lead>{_LEADS})|(?P<assist>{_ASSISTS}))"
)
_ANY_VERB = re.compile(rf"{_LEADS}|{_ASSISTS}")
_BODY_VERB = re.compile(rf"{_LEADS}|{_WEAK}|{_ASSISTS}")
_WEAK_VERB = re.compile(rf"^(?P<units>[^由]{{2,60}}?)(?<![、/和及与]){_OTHERS}{_WEAK}")
_JOINS_OTHERS = re.compile(
    rf"[ ,:]*(?:(?:负责)?牵头|主办|负责)?[ ,]*{_ORDERED}?{_MANNER}(?:会同|联合|协同|商请)"
)
# 各村在派出所指导下组织夜巡, 在信访办牵头下…
_UNDER = re.compile(
    r"在(?P<units>[^在,]{2,40}?)的?(?:(?P<helps>(?:密切|积极|大力)?(?:配合|协助|支持|指导|帮助|监督)(?:和?(?:配合|协助|支持|指导|帮助|监督))?)|(?P<leads>牵头|组织|统筹))下"
)
_BEFORE_JOIN = re.compile(rf"^(?:[^由]{{0,24}}由)?(?P<first>.{{2,40}}?){_ORDERED}?{_MANNER}$")
# What offices are called by for short is also what their work is about.
_SECTOR = re.compile(
    "城管|市政|环卫|民政|财政|水务|水利|交警|交管|消防|卫健|环保|农业|林业|国土|司法|电力|通信|邮政|物业"
)
# 学校宣传教育, 社区监督: nothing but the work in a place.
_WORK_SOMEWHERE = re.compile(
    "(?:学校|企业|社区|村干部|网格员|民警|校园)(?:宣传|宣讲|教育|检查|监督|巡查|巡逻|培训|整治|排查|督导|管理|防控|演练|服务|帮扶|值守|值班)+"
)
_AGREES = re.compile("(?:逐[户家人一]|全面|分别)?(?:签[订收]|对接|联系|见面|谈[话心])")
# 组长由镇长担任: who is what, and who explains the plan, is no work.
_APPOINTED = re.compile(
    "(?:担任|兼任|出任|任(?:组长|主任|总?指挥)|负责解释|(?:共同)?(?:组成|构成)(?=$|[,。;]))"
)
# 各村负责落实值班制度: what is done is 落实值班制度.
_KEPT_VERB = re.compile("(?:组织)?(?:落实|实施|组织)$")
# Who answers for a clause is said in its first pages.
_LONGEST = 6000
_LONGEST_HEADING = 60
_LEADS_IN = re.compile(
    r"[ \u3000]*(?:[—–]{1,2}|--+)?(?:\d{1,2}[.．、](?!\d))?(?:(?:请|责成|指定)(?=由|[\u4e00-\u9fff]{2}))?"
)
# Typed without full width: 全面起底.信访办牵头.
HALF_STOP = re.compile(r"(?<=[\u4e00-\u9fff)）”])[.．](?!\d)")
# 农业中心牵头, 各村落实: who leads and who answers, and no deed.
_BARE_ROLE = re.compile(r"^[^,]{2,60}(?:牵头|负责|落实|组织实施|抓落实)$")
_SENTENCE = re.compile(r"[。；;：:！!？?\n]")


def read_sentences(text: str, known: Collection[str] = ()) -> Said:
    """The units that the sentences of a clause name as answering for it."""
    text = HALF_STOP.sub("。", text[:_LONGEST])
    firm = Gathered()
    weak = Gathered()
    half = ""
    for start, sentence in _cut(text, 0, _SENTENCE):
        waiting: list[tuple[int, tuple[str, ...]]] = []
        for at, part in _cut(sentence, start, re.compile("[，,]")):
            if names := unit_list(part, known):
                waiting.append((at, names))
                continue
            if firm.names and not waiting and _joins_leader(part, at, known, firm):
                continue
            if not waiting and _takes_under(part, at, known, firm):
                continue
            if not waiting and _takes_watched(part, at, known, firm, weak):
                continue
            if not _firm(part, at, waiting, known, firm, weak):
                half = half or _half_read(part, known)
                _weak(part, at, waiting, known, weak)
            waiting = []
        firm.end_sentence(bare=_BARE_ROLE.search(fold(sentence)) is not None)
    if firm.names and "lead" not in firm.names.values() and "lead" in weak.names.values():
        # 中心校每周开展教育，妇联、团委参加: who helps is told firmly, who does it is not.
        weak.join(firm)
        return weak.said(weak=True)
    if firm.names:
        said = firm.said(weak=False)
        beside = tuple(name for name in weak.names if name not in firm.names)
        return replace(said, assist=(*said.assist, *beside), beside=beside, half=half)
    return weak.said(weak=True)


def leading_verb(text: str, known: Collection[str] = ()) -> tuple[tuple[str, ...], int] | None:
    """The units that a line begins with and the place of the verb that they are followed by."""
    folded = HALF_STOP.sub("。", fold(text[:90]))
    stop = re.search(r"[,，。;:]", folded)
    words = text[: stop.start()] if stop else text[:90]
    verbs = sorted(
        [*_BODY_VERB.finditer(fold(words), 2), *DUTY.finditer(fold(words), 2)],
        key=lambda hit: hit.start(),
    )
    for verb in verbs:
        names = unit_list(re.sub("^由", "", words[: verb.start()]), known)
        if LIST_GOES_ON.search(fold(words[: verb.start()])):
            continue  # 党政办、宣传办: the verb is in the name.
        if _SECTOR.fullmatch(words[: verb.start()]) or _WORK_SOMEWHERE.fullmatch(words):
            return None
        if names and not re.match("会同|协同|配合|协助", words):
            return names, verb.start()
    return None


def _firm(
    part: str,
    at: int,
    waiting: list[tuple[int, tuple[str, ...]]],
    known: Collection[str],
    into: Gathered,
    weak: Gathered,
) -> bool:
    """Take in who leads or assists by a verb that says so; whether the part had one."""
    offset = _lead_in(part)
    offset += _before_blank(part[offset:], known)
    before = tuple(name for _, names in waiting for name in names)
    start = waiting[0][0] if waiting else at + offset
    if _takes_joined(part[offset:], at + offset, start, before, known, into, weak):
        return True
    found = False
    by = re.match(r"^[^由]{0,24}由", fold(part[offset:]))
    if by and not _verb(part[offset:], known):
        # 由综治中心印制宣传单: any verb will do behind 由.
        names, length = leading_units(part[offset + by.end() :], known)
        if names and not _APPOINTED.match(part[offset + by.end() + length :]):
            end = offset + by.end() + length
            # A verb alone behind them (由综治中心组织) says nothing more.
            end = len(part) if len(part) - end <= 3 else end
            into.add((*before, *names), "answer", start, at + end)
            return True
    while hit := _verb(part[offset:], known):
        names, role, length, others = hit
        if not before and (subject := re.match("[^由，,]{2,24}(?=由)", part[offset:][:length])):
            start += subject.end()  # 山塘安全由各村负责: what it is about is not who.
        if role == "assist" and before and "lead" not in into.names.values():
            # 畜牧站、各村，派出所配合: whom the others help.
            into.add(before, "answer", start, at + offset)
            before = ()
        kept = _KEPT_VERB.search(folded := fold(part), offset, offset + length)
        more = kept is not None and re.match(r"[^ ,、。;)]", folded[offset + length :])
        end = kept.start() if kept and more else offset + length
        into.add((*before, *names), role, start, at + end)
        into.open_ended = into.open_ended or others
        before, found = (), True
        # 派出所牵头、各村配合: no comma stands between.
        offset += length + (part[offset + length : offset + length + 1] == "、")
        start = at + offset
    return found


def _takes_joined(
    words: str,
    at: int,
    start: int,
    before: tuple[str, ...],
    known: Collection[str],
    firm: Gathered,
    weak: Gathered,
) -> bool:
    """派出所会同市场监管所…: the first leads, the second assists; 派出所配合…: the other way round.

    Where the first is only told that it must (要会同) the evidence is as weak as 要 is.
    """
    folded = fold(words)
    for joined in _JOIN.finditer(folded, 2):
        ahead = _BEFORE_JOIN.match(folded[: joined.start()])
        first = unit_list(words[slice(*ahead.span("first"))], known) if ahead else ()
        second, length = leading_units(words[joined.end() :], known)
        if ahead and first and second:
            end = at + joined.end() + length
            into = weak if ahead["ordered"] else firm
            roles = ("assist", "lead") if joined["helps"] else ("lead", "assist")
            into.add((*before, *first), roles[0], start, end)
            into.add(second, roles[1], start, end)
            return True
    return False


def _takes_watched(
    part: str, at: int, known: Collection[str], firm: Gathered, weak: Gathered
) -> bool:
    """由司法所督促各村落实调解制度: who does it answers, who sees to it assists."""
    offset = _lead_in(part)
    words = part[offset:]
    found = watched(words, known)
    if not found:
        return False
    first, second, length = found
    by = re.match(r"[^由]{0,24}由", fold(words[:length]))
    into = firm if by else weak
    start = at + offset + (by.end() - 1 if by else 0)
    into.add(second, "answer" if by else "lead", start, at + offset + length)
    into.add(first, "assist", start, start)
    return True


def _takes_under(part: str, at: int, known: Collection[str], firm: Gathered) -> bool:
    """各村在派出所指导下…: who does it leads, who helps assists; 在信访办牵头下 the other way round."""
    offset = _lead_in(part)
    hit = _UNDER.search(fold(part), offset + 2)
    first = unit_list(part[offset : hit.start()], known) if hit else ()
    second = unit_list(part[slice(*hit.span("units"))], known) if hit else ()
    if hit is None or not first or not second:
        return False
    roles = ("lead", "assist") if hit["helps"] else ("assist", "lead")
    firm.add(first, roles[0], at + offset, at + hit.end())
    firm.add(second, roles[1], at + offset, at + hit.end())
    return True


def _joins_leader(part: str, at: int, known: Collection[str], into: Gathered) -> bool:
    """由应急办牵头，会同农机站、市场监管所建档: who does it with the one that leads assists."""
    hit = _JOINS_OTHERS.match(fold(part))
    names, length = leading_units(part[hit.end() :], known) if hit else ((), 0)
    if hit is None or not names:
        return False
    into.add(
        tuple(name for name in names if name not in into.names),
        "assist",
        at,
        at + hit.end() + length,
    )
    return True


def helps_others(text: str, known: Collection[str] = ()) -> bool:
    """Whether a sentence begins with units that help others, whose work it is: 各村配合林业站清理…"""
    for joined in _JOIN.finditer(fold(text), 2):
        if joined["helps"] and leading_units(text[joined.end() :], known)[0]:
            return bool(unit_list(text[: joined.start()], known))
    return False


def joined_units(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Who assists in what a unit does by its first words: 会同派出所逐一检查, 要联合各村排查."""
    for part in re.split("[，,]", re.split("[。；;\n]", text, maxsplit=1)[0]):
        hit = _JOINS_OTHERS.match(fold(part))
        if hit and (names := leading_units(part[hit.end() :], known)[0]):
            return names
    return ()


def _verb(words: str, known: Collection[str]) -> tuple[tuple[str, ...], str, int, str] | None:
    """The units in front of the first verb that has units in front of it, their role, the length
    of all that, and the words 等部门.
    """
    folded = fold(words)
    hit = _VERB.match(folded)
    watches = hit and hit["assist"] and re.fullmatch(_WATCHES, hit["assist"])
    if _WORK_SOMEWHERE.fullmatch(folded.strip()):
        return None
    if watches and _SECTOR.fullmatch(hit["units"].strip() if hit else ""):
        return None
    if hit and (
        names := unit_list(words[slice(*hit.span("units"))], known, lenient=bool(hit["by"]))
    ):
        return names, _role(hit["lead"] or hit["assist"]), hit.end(), hit["others"] or ""
    for later in _ANY_VERB.finditer(folded, hit.end() if hit else 2):
        # A verb inside a name (民政办配合…) came too early.
        if names := unit_list(words[: later.start()], known):
            return names, _role(later.group()), later.end(), ""
    return None


def _half_read(part: str, known: Collection[str]) -> str:
    """The words in front of a verb at the end of a part that are units and others: 派出所、群众参加."""
    hit = _VERB.match(fold(part))
    if hit is None or hit.end() < len(part.rstrip()) or "、" not in hit["units"]:
        return ""
    names = read_units(part[slice(*hit.span("units"))], known).names
    return hit["units"] if any(looks_like_unit(name, known) for name in names) else ""


def _role(verb: str) -> str:
    if re.match(_LEADS, verb):
        return "lead" if re.search("牵头|主办|主抓|主责|主牵", verb) else "answer"
    return "shared" if re.match("按|.{0,4}(?:监督|检查|协调|把关)$", verb) else "assist"


def _lead_in(part: str) -> int:
    """The length of blanks, a dash, a second number and a request in front: （三）5．派出所…, ——派出所牵头,
    请平安办牵头.
    """
    hit = _LEADS_IN.match(part)
    return hit.end() if hit else 0


def _before_blank(words: str, known: Collection[str]) -> int:
    """The length of a heading that a blank parts from who leads: 停放充电  城建办牵头."""
    if _verb(words, known):
        return 0
    places = (
        hit.end() for hit in re.finditer(r"(?<=\S)[ \u3000]+(?=\S)", words[:_LONGEST_HEADING])
    )
    return next((at for at in places if _verb(words[at:], known)), 0)


def _weak(
    part: str,
    at: int,
    waiting: list[tuple[int, tuple[str, ...]]],
    known: Collection[str],
    into: Gathered,
) -> None:
    offset = _lead_in(part)
    words = part[offset:]
    hit = _WEAK_VERB.match(fold(words))
    names = unit_list(words[slice(*hit.span("units"))], known) if hit else ()
    if hit and names:
        before = tuple(name for _, listed in waiting for name in listed)
        start = waiting[0][0] if waiting else at + offset
        into.add((*before, *names), "lead", start, at + offset + hit.end("units"))
        into.open_ended = into.open_ended or hit["others"] or ""
        return
    while words:
        names, length, role = _does(words, known)
        if not names:
            return
        into.add(names, role, at + offset, at + offset + length)
        # 各村推荐、综治中心审核: no comma stands between.
        more = re.match(rf"(?:{ENDS_IN_DEED.pattern})、", fold(words[length:]))
        step = length + more.end() if more else len(words)
        offset, words = offset + step, words[step:]


def _does(words: str, known: Collection[str]) -> tuple[tuple[str, ...], int, str]:
    """The units that words begin with which a deed follows, their length, and their role."""
    folded = fold(words)
    if _WORK_SOMEWHERE.fullmatch(folded.strip()):
        return (), 0, ""
    for end in range(min(len(words), 60), 1, -1):
        pays = PAYS.match(folded, end)
        if _SECTOR.fullmatch(words[:end]):
            continue  # 消防检查 is work, 消防 no unit that checks.
        if LIST_GOES_ON.search(folded[:end]):
            continue
        deed = pays or DOES.match(folded, end) or ENDS_IN_DEED.match(folded, end)
        if deed and (names := unit_list(words[:end], known)):
            if len(names) > 1 and _AGREES.match(folded, end) and outside(names[-1], known):
                names = names[:-1]  # 各村与监护人签订协议: with whom is not who.
            return names, end, "shared" if pays else "lead"
    return (), 0, ""


def _cut(text: str, offset: int, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The parts between separators outside of brackets, with their places."""
    folded = fold(text)
    depth = start = 0
    for at, char in enumerate(folded):
        depth = max(0, depth + (char in "([【〔") - (char in ")]】〕"))
        if pattern.match(char) and (depth == 0 or char == "\n"):
            yield offset + start, text[start:at]
            start = at + 1
            depth = 0
    yield offset + start, text[start:]
