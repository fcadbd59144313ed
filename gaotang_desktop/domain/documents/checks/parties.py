"""Who sends, who receives, who gets copies: nobody writes to himself, nobody is named twice."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from gaotang_desktop.domain.documents.findings import STOPS, Finding
from gaotang_desktop.domain.documents.kinds import BY_NAME

_SPLIT = re.compile(r"[、，,；;\s　]+")
_JOINT = re.compile(r"[、，,;；\n]+")
_GENERAL = re.compile(r"[各全诸]|有关|相关|所有|居民|群众|村民|父老|乡亲|同志|先生|女士")
_SHORTEST, _OWN = 2, 2
_TOLD_SINGLY = 3
_REPORTED = re.compile(r"(?:抄报|抄呈|报送|呈送|抄发|主报|分送)[：:]")
_LOWER = re.compile(r"^(?:各|全镇各?|辖区各)(?:行政)?(?:村|社区)")
"""党政机关公文处理工作条例, 第十五条: a paper that goes upwards gives no copies to offices below."""


def of_parties(
    values: Mapping[str, Any],
    known: Collection[str],
    offices: Sequence[str],
    below: Collection[str] = (),
) -> Iterator[Finding]:
    """The findings about 主送, 抄送, 署名 and 联合发文机关.

    ``known`` are the names of units, groups and villages as the registers have them now,
    ``offices`` the own office by its name, by its letterhead, and its town; ``below`` are the
    villages. Papers that go downwards go to those in the registers.
    """
    kind = BY_NAME.get(values["kind"])
    if kind is None:
        return
    signer = str(values["signer"] or "").strip()
    typed_joint = _names(values.get("joint"), _JOINT)
    senders = {signer, *typed_joint} - {""}
    to, copies = _names(values["addressee"]), _names(values.get("copies_to"))
    if signer in offices[:_OWN]:
        senders |= set(offices[:_OWN])  # the office by its full name and as its letterhead says
    for name in dict.fromkeys(each for each in to if each in senders):
        yield Finding(0, f"主送里的“{name}”就是发文机关自己，请改主送。", severity=STOPS)
    for name in dict.fromkeys(each for each in copies if each in senders):
        yield Finding(0, f"抄送里的“{name}”就是发文机关自己，请删去。")
    for label, names in (("主送", to), ("抄送", copies), ("联合发文机关", typed_joint)):
        for name in dict.fromkeys(each for each in names if names.count(each) > 1):
            yield Finding(0, f"{label}里“{name}”写了 {names.count(name)} 次，请删去多的。")
    for name in dict.fromkeys(each for each in copies if each in to):
        yield Finding(0, f"“{name}”已经是主送，抄送里不用再写，请删去一处。")
    if (single := [each for each in to if each in below]) and any(map(_LOWER.search, to)):
        every = next(each for each in to if _LOWER.search(each))
        yield Finding(
            0,
            f"主送里已经写了“{every}”，又单独写了“{'、'.join(single[:_TOLD_SINGLY])}”，请删去一处。",
        )
    for label, name in (("主送", "addressee"), ("抄送", "copies_to")):
        if found := re.search(r"[、，,;；]\s*$", str(values.get(name) or "")):
            yield Finding(0, f"{label}末尾多了“{found[0].strip()}”，请删去，或者补上后面的单位。")
    if said := _REPORTED.match(str(values.get("copies_to") or "").strip()):
        yield Finding(
            0, f"抄送里写着“{said[0]}”，对上级也一律写抄送，前面的字请删去，只留单位名称。"
        )
    if kind.upward and (lower := [each for each in copies if each in below or _LOWER.search(each)]):
        named = "、".join(lower[:_TOLD_SINGLY])
        yield Finding(
            0,
            f"抄送里的“{named}”是下级，{kind.word}不抄送下级机关，请删去，要告知的另发通知。",
        )
    if signer and signer in typed_joint:
        yield Finding(0, f"联合发文机关里的“{signer}”就是署名的主办机关，请删去。")
    if known and kind.addressed and not kind.upward and kind.form == "文件":
        yield from _strangers(to, senders, known)
    if signer and offices and not _is_known(signer, {*known, *offices}):
        yield Finding(
            0,
            f"署名“{signer}”不是设置里的发文单位“{next(iter(offices))}”，也不在单位里，请核对。",
        )


def _strangers(
    to: Sequence[str], senders: Collection[str], known: Collection[str]
) -> Iterator[Finding]:
    """Recipients that are in no register; many of them are told in one sentence."""
    found = [
        name
        for name in dict.fromkeys(each for each in to if each not in senders)
        if "××" not in name and not _GENERAL.search(name) and not _is_known(name, known)
    ]
    if len(found) > _TOLD_SINGLY:
        first = "".join(f"“{name}”" for name in found[:_TOLD_SINGLY])
        yield Finding(
            0,
            f"主送里有 {len(found)} 个名称不在现在的单位和村里（{first}等），可能写错了，或者已经改名、停用，请核对。",
        )
        return
    for name in found:
        yield Finding(
            0, f"主送里的“{name}”不在现在的单位和村里，可能写错了，或者已经改名、停用，请核对。"
        )


def of_elements(values: Mapping[str, Any]) -> Iterator[Finding]:
    """密级 without its term, 紧急程度 without a day (党政机关公文处理工作条例, 第九条)."""
    secrecy = str(values.get("secrecy") or "").strip()
    if secrecy in ("绝密", "机密", "秘密"):
        yield Finding(0, f"密级“{secrecy}”没有写保密期限，请写成“{secrecy}★1年”的样子。")
    if (values.get("urgency") or "").strip() and not _WHEN.search(values["body"] or ""):
        yield Finding(0, f"标了“{values['urgency']}”，正文却没有写明什么时候办完，请写上时限。")


_WHEN = re.compile(r"\d+月\d+日|\d{1,2}日前|立即|立刻|马上|即日|当[天日]|今[天日]|明[天日]|\d+\s*(?:小时|个工作日|日|天)内|接.{0,6}(?:后|起)")  # fmt: skip


def _names(text: Any, split: re.Pattern[str] = _SPLIT) -> list[str]:
    words = str(text or "").strip().removeprefix("抄送：").rstrip("：:。.")
    return [each for each in map(str.strip, split.split(words)) if each]


def _is_known(name: str, known: Collection[str]) -> bool:
    """Whether one of the names is meant: 郭桥村村民委员会 is 郭桥村, 派出所 is 高塘派出所."""
    return any(
        name == each
        or (len(each) >= _SHORTEST and each in name)
        or (len(name) >= _SHORTEST and name in each)
        for each in known
    )
