"""The wording of a kind of paper as the operator set it: own words, fields, pieces worded from data.

A wording is lines of text. A line that is 【总体】 alone stands for a piece that the program words from
the records; 【乡镇】 within a line is filled in. What has nothing to say leaves no line.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from gaotang_desktop.domain.documents.blocks import Block, OfficialPaper, Paragraph
from gaotang_desktop.domain.documents.gates import NO_DATA
from gaotang_desktop.domain.documents.notices import paragraph
from gaotang_desktop.domain.documents.wordings import numeral
from gaotang_desktop.domain.errors import Invalid

PIECES = {
    "opening": "开头", "overall": "总体", "requests": "要求", "problems": "问题", "incidents": "发案",
    "contact": "联系办法", "decisions": "会议决定", "decision-items": "决定事项", "basis": "依据",
    "villages": "各村", "validity": "效力", "unfinished": "未完成", "tasks": "任务", "spots": "重点地区",
    "result": "结果", "matter": "诉求内容", "praise": "表扬", "polls": "民调", "opinions": "意见建议", "open": "未办结",
    "losses": "失分", "intakes": "诉求", "disputes": "纠纷", "corrections": "更正", "contents": "内容",
    "checks": "检查", "brought": "提交事项", "rewards": "奖惩", "risks": "风险", NO_DATA: "没有登记",
}  # fmt: skip
"""What the pieces are called that are worded from data, by their key."""
FIELDS = ("乡镇", "发文单位", "联系人", "期间", "日期")
TITLE = "标题"
"""The title as the program words it; it may stand in the title line alone."""
_CHIP = re.compile(r"【([^【】\n]{1,20})】")
_TABLE = re.compile(r"表[1-9]\d?")
_HEADING = re.compile(r"[一二三四五六七八九十百]+、")
_LONGEST_TITLE, _LONGEST = 120, 20_000


@dataclass(frozen=True, slots=True)
class Wording:
    """``known`` are the pieces that there were when it was set: a newer one comes in by itself."""

    title: str
    body: str
    known: tuple[str, ...] = ()


def shipped(paper: OfficialPaper) -> Wording:
    """The program's own wording of a paper, with its pieces and fields as chips.

    ``paper`` was worded with 【乡镇】 and the like where a field stands.
    """
    lines: list[str] = []
    named = _pieces(paper.blocks)
    for name, blocks in named:
        if name:
            lines.append(f"【{name}】")
        else:
            lines += [each.text for each in blocks if isinstance(each, Paragraph)]
    has_data = any(name for name, _ in named)
    title = f"【{TITLE}】" if has_data else paper.title
    return Wording(title, "\n".join(lines), tuple(name for name, _ in named if name))


def checked(wording: Wording) -> Wording:
    """The wording without blanks at its ends.

    Raises:
        Invalid: it has no title or text, is too long, or names a field that there is not.
    """
    title, body = " ".join(wording.title.split()), wording.body.strip()
    if not title or not body:
        raise Invalid({"body": "范文要有标题和正文，请写上再保存。"})
    if len(title) > _LONGEST_TITLE or len(body) > _LONGEST:
        raise Invalid(
            {"body": f"范文太长，标题最多 {_LONGEST_TITLE} 个字，正文最多 {_LONGEST} 个字。"}
        )
    known = {*PIECES.values(), *FIELDS, *wording.known}
    for name in _CHIP.findall(f"{title}\n{body}"):
        if (
            name not in known
            and not _TABLE.fullmatch(name)
            and (name, name in title) != (TITLE, True)
        ):
            fits = "、".join(sorted(each for each in known if set(each) & set(name))[:4])
            raise Invalid(
                {
                    "body": f"没有“【{name}】”这一项。{f'相近的有{fits}；' if fits else ''}请点上面的按钮插入，或者去掉方头括号。"
                }
            )
    for line in body.splitlines():
        pieces = [each for each in _CHIP.findall(line) if each not in FIELDS]
        if pieces and not _CHIP.fullmatch(line.strip()):
            raise Invalid({"body": f"“【{pieces[0]}】”是台账写出来的一段，要单独占一行。"})
    return Wording(title, body, wording.known)


def left_out(wording: Wording) -> tuple[str, ...]:
    """The pieces from the records that a wording does not name: they are in no paper of it."""
    named = {*_CHIP.findall(wording.body), PIECES[NO_DATA]}
    return tuple(each for each in wording.known if each not in named)


def worded(wording: Wording, paper: OfficialPaper, fields: Mapping[str, str]) -> OfficialPaper:
    """The paper in that wording. What says that there is no data always stays."""
    named = _pieces(paper.blocks)
    there = {name: blocks for name, blocks in named if name}
    out: list[tuple[str, Block]] = []
    for line in filter(None, map(str.strip, wording.body.splitlines())):
        chip = _CHIP.fullmatch(line)
        if chip and chip[1] not in FIELDS:
            out += [(chip[1], each) for each in there.get(chip[1], ())]
            if chip[1] not in there:
                out.append((_GONE, Paragraph("")))
        else:
            out.append(("", paragraph(_filled(line, fields))))
    placed = set(_CHIP.findall(wording.body))
    before = ""
    for name, blocks in named:
        new = name and name not in placed
        if new and (name not in wording.known or name == PIECES[NO_DATA]):
            at = max((n for n, (own, _) in enumerate(out) if own == before), default=-1) + 1
            out[at:at] = [(name, each) for each in blocks]
        before = name or before
    title = _filled(wording.title, {**fields, TITLE: paper.title})
    return replace(paper, title=title, blocks=tuple(_numbered(_without_empty(out))))


_GONE = "\0"
"""Marks the place of a piece that has nothing to say."""


def _pieces(blocks: Iterable[Block]) -> list[tuple[str, tuple[Block, ...]]]:
    """Neighbours of one key together under their name, tables by their number, fixed words as ""."""
    found: list[tuple[str, tuple[Block, ...]]] = []
    tables = 0
    seen: set[str] = set()
    for key, group in groupby(
        blocks, lambda each: each.key if isinstance(each, Paragraph) else None
    ):
        members = tuple(group)
        if key is None:
            for each in members:
                tables += 1
                found.append((f"表{tables}", (each,)))
        elif not key:
            found.append(("", members))
        else:
            name = PIECES.get(key, key)
            if name in seen:
                # A key that comes again is one piece with what stood there before.
                at = next(n for n, (own, _) in enumerate(found) if own == name)
                found[at] = (name, (*found[at][1], *members))
            else:
                seen.add(name)
                found.append((name, members))
    return found


def _filled(text: str, fields: Mapping[str, str]) -> str:
    return _CHIP.sub(lambda chip: fields.get(chip[1], chip[0]), text)


def _without_empty(out: list[tuple[str, Block]]) -> Iterator[Block]:
    """The blocks without headings of the first level below which nothing is left to say."""
    for at, (name, block) in enumerate(out):
        if name == _GONE:
            continue
        if not name and isinstance(block, Paragraph) and _is_head(block):
            rest = out[at + 1 :]
            ends = next((n for n, (_, b) in enumerate(rest) if isinstance(b, Paragraph) and _is_head(b)), len(rest))  # fmt: skip
            under = rest[:ends]
            if any(own == _GONE for own, _ in under) and all(own == _GONE for own, _ in under):
                continue
        yield block


def _is_head(block: Paragraph) -> bool:
    return block.level == 1 and "。" not in block.text


def _numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Headings of the first level count on without a gap."""
    number = 0
    for block in blocks:
        if isinstance(block, Paragraph) and _is_head(block) and _HEADING.match(block.text):
            number += 1
            yield replace(block, text=_HEADING.sub(f"{numeral(number)}、", block.text, count=1))
        else:
            yield block
