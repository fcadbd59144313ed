"""Lines that a unit heads: 派出所：配合…；…  ·  （二）派出所。负责…  ·  镇共青团、妇联：…"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from gaotang_desktop.domain.plan_text.whose.deeds import DOES
from gaotang_desktop.domain.plan_text.whose.sentences import (
    helps_others,
    leading_verb,
    read_sentences,
)
from gaotang_desktop.domain.plan_text.whose.unit_names import (
    is_list_of_people,
    looks_like_unit,
    unit_list,
    without_persons,
)
from gaotang_desktop.domain.plan_text.whose.watching import watched_units
from gaotang_desktop.domain.units import fold

DUTIES = re.compile(
    r"职责|分工|责任分解|责任划分|任务|责任落实|落实责任|责任清单|责任体系|工作措施"
)
"""Headings under which plans give each unit its part."""
_NO_DUTIES = re.compile(r"目标任务|任务目标|工作要求|总体任务")
DUTIES_OF_UNITS = re.compile(r"职责|分工|责任")
"""Headings under which the parts of units are all that is said."""
_BEGINS_DUTY = re.compile(
    r"(?:主要|具体|全面)?(?:负责|要|应|须|牵头|配合|承担|做好|协助|协调|指导|督促)"
)
_LABELS = re.compile(
    r"^(?:责任|牵头|配合|协办|主办|主责|参与|参加|成员|组成|承办|落实|实施|协助|主管|联系|报送|主送|抄送|发文|印发|填表|填报|制表|编制)"
    r"(?:责任)?(?:单位|部门|科室|站所|机构|人员?|领导)|时限|时间$|期限"
)
_GENERAL = re.compile(
    r"(?:全镇|全乡|镇村|镇直|各镇直|各级|各有关|各相关|有关|相关|各成员|各责任|各|全体)*(?:各)?(?:单位|部门|成员单位|责任单位|站所|办所|镇村)"
)
_SUFFIX = re.compile(
    r"(?:的?(?:主要|工作|具体|重点|监管)*(?:职责|任务|责任|分工)(?:是|为|如下)?|主要负责人?|要|应|负责)$"
)
_LONGEST_HEAD = 60
# 派出所职责： with what it does below.
_NAMES_ITS_DUTIES = re.compile(
    r"([^:。;,]{2,40}?)的?(?:应当?|要|须|依法|主要|具体)*(?:(?:履行|承担|负责|落实|做好|完成)(?:以下|下列|如下|下述))?"
    r"(?:主要|工作|具体|岗位|监管|安全|管理)*(?:职责|职责任务|责任|任务|工作|事项)(?:分工)? ?:"
)
_FULFILS = re.compile(r"(?:履行|承担|负责|落实|做好|完成)(?:以下|下列|如下|下述)")
_BODIES = re.compile(r"领导小组|指挥部|专班|成员单位|有关|相关|人员|责任人")
_HEAD_IN_BRACKETS = re.compile(
    r"[\[【〔](?P<head>[^\[\]【】〔〕:。;]{2,40})[\]】〕] ?[:、]?(?=.{3})"
)
_PERSONS_IN_BRACKETS = re.compile(
    r"[(\[【〔](?:责任|牵头|配合|联系|分管)?(?:领导|人|单位|负责人|[\u4e00-\u9fff]{0,3}(?:主任|[队所站组局科院校部园]长|书记|主席))[:：][^)）]*?[)\]】〕]"
)


@dataclass(frozen=True)
class UnitHead:
    """The units in front of a line, and where the words begin that say what they do."""

    names: tuple[str, ...]
    body_at: int


def unit_head(
    text: str, known: Collection[str] = (), over: str = "", near: str | None = None
) -> UnitHead | None:
    """The units that head the text of a line (without its numbering), or None.

    ``over`` are the headings that the line stands under, ``near`` the nearest. Below those of duties
    (工作职责, 任务分工) names count that elsewhere are too unlike a unit; right below one, words may
    follow without a colon.
    """
    duties = DUTIES.search(over) is not None and _NO_DUTIES.search(over) is None
    folded = fold(text)
    plain = _PERSONS_IN_BRACKETS.sub(lambda hit: "·" * len(hit.group()), folded)
    hit = _NAMES_ITS_DUTIES.fullmatch(folded.strip())
    if (
        hit
        and not _FULFILS.search(folded)
        and re.search(r"(?:工作|事项)(?:分工)? ?:$", hit.group())
    ):
        hit = None  # 派出所工作：
    if hit and not _BODIES.search(folded):
        names = names_in(text[: hit.end(1)], known, lenient=False)
        if names:
            return UnitHead(names, len(text))
    if hit := _HEAD_IN_BRACKETS.match(folded):
        # 【派出所】查处盗窃。
        names = names_in(text[slice(*hit.span("head"))], known, lenient=duties)
        if names and is_work(folded[hit.end() :].strip(), known):
            return UnitHead(names, hit.end())
    stops = re.finditer(r"[:。;]|[—–]{1,2}|--+|\n", plain[: _LONGEST_HEAD + 1])
    # 动员部署（11月1日—11月10日）: what stands in a bracket ends no name.
    stop = next((each for each in stops if is_open(plain[: each.start()])), None)
    # 信访办——牵头接访: a dash is a colon.
    colon = stop is not None and stop.group()[0] in ":—–-"
    if stop and stop.group() != ";":
        names = names_in(text[: stop.start()], known, lenient=colon and duties)
        body = folded[stop.end() :].strip()
        full_stop = stop.group() == "。" and (
            DUTIES_OF_UNITS.search(over) or _BEGINS_DUTY.match(body)
        )
        if names and full_stop and not colon and _others_lead(body, names, known):
            return None  # 安全生产和消防。…，由应急办负责: it is what is done.
        if names and is_work(body, known) and (colon or (body and full_stop)):
            return UnitHead(names, stop.end())
    alone = stop is None and len(folded) <= _LONGEST_HEAD and DUTIES_OF_UNITS.search(over)
    if alone and (names := names_in(text.rstrip(" 。"), known, lenient=False)):
        return UnitHead(names, len(text))
    right_below = duties and DUTIES.search(over if near is None else near)
    # 由应急办整治…，各村配合, 司法所督促各村落实制度: only below 职责 is it the part of the first.
    sentence = DUTIES_OF_UNITS.search(over) is None and (
        folded.startswith("由") or bool(watched_units(text, known)) or helps_others(text, known)
    )
    if right_below and not sentence and (verb := leading_verb(text, known)):
        names, end = verb
        general = any(_GENERAL.fullmatch(fold(name)) for name in names)
        return None if general or _ROLE_ALONE.match(folded, end) else UnitHead(names, end)
    return None


# 派出所牵头；各村落实；…: who leads and who answers, and nothing that is done.
_ROLE_ALONE = re.compile("(?:牵头|主办|主抓)(?:负责|落实|抓总)?(?=$|[;,。])")
_ANNOUNCES = re.compile(
    r"(?:为|根据|按照|经|现)[^。;]{2,120}(?:如下|制定[^。;]{0,12}(?:方案|安排|意见))[:。]?"
)


def is_open(before: str) -> bool:
    """Whether no bracket is open behind some words."""
    folded = fold(before)
    return sum(char in "([【〔" for char in folded) <= sum(char in ")]】〕" for char in folded)


def names_in(head: str, known: Collection[str], *, lenient: bool) -> tuple[str, ...]:
    """The units that words in front of a colon name, without persons in brackets and 职责 behind them."""
    bare = _PERSONS_IN_BRACKETS.sub("", fold(head))
    if len(bare) == len(head):
        bare = head
    if _LABELS.search(fold(bare).strip()):
        return ()
    if names := unit_list(bare, known):
        return names
    shortened = _SUFFIX.sub("", fold(bare).strip())
    if len(shortened) < len(bare.strip()) and (
        names := unit_list(bare.strip()[: len(shortened)], known)
    ):
        return names
    return unit_list(bare, known, lenient=True) if lenient else ()


def _others_lead(body: str, names: Collection[str], known: Collection[str]) -> bool:
    """Whether the words behind some units say that others lead: 各村。各村对水域负总责 says it of them."""
    said = read_sentences(body, known)
    return bool(set(said.lead) - set(names)) and not said.weak


def is_work(body: str, known: Collection[str]) -> bool:
    """Whether what stands behind the units of a line may be work: no persons, no list of units, no number."""
    if not body:
        return True
    if _ANNOUNCES.fullmatch(body):
        return False  # 各村、乡直各单位：为做好…工作，现将…安排如下：
    if body.startswith("由") and not re.match("由[^，,。；;]{2,24}(?:担任|兼任)", body):
        return False  # 学校医院：由卫生院负责: it is what is inspected.
    first = re.split(r"[。;\n]", body)[0]
    persons = without_persons(first)[1] if len(first) <= _LONGEST_OFFICER else ""
    if is_list_of_people(first) or persons or re.fullmatch(r"[\d\s\-—~至()]+", first):
        return False
    if len(first) > _LONGEST_OFFICE and DOES.match(first) and not _OFFICE.search(first):
        return True  # 清查无照经营棋牌室 ends like a unit.
    return not unit_list(first, known) and not (looks_like_unit(first, known) and len(first) < 12)


_OFFICE = re.compile("[办所站局队委组部会]$|中心$")
_LONGEST_OFFICE = 5
# 领办书记：老街村党支部书记 张某
_LONGEST_OFFICER = 20
