"""Sentences that were torn or never finished: lines without an end, marks that stand alone."""

import re
from collections.abc import Iterator, Sequence

from gaotang_desktop.domain.documents.findings import STOPS, Finding
from gaotang_desktop.domain.documents.kinds import BY_NAME

_ENDED = re.compile(r"[。！？；：…—，、.!?;:][”’）》】)]*$|[”）》】)]$")
_HEAD = re.compile(r"[一二三四五六七八九十百]+[、.．,，]|[（(][一二三四五六七八九十百\d]+[）)]|\d+[.．、]|【.*】$|附\s*件|[^：:。，]{1,10}[：:]")  # fmt: skip
_ITEM = re.compile(
    rf"{_HEAD.pattern}|第?[一二三四五六七八九十]+[是要，]|首先|其次|再次|最后|.*；$|[①-⑳]|[—-]"
)
_TORN = re.compile(r"[^。！？；：…!?;:”’）》】)]$")
_PAIRS = ("“”", "‘’", "（）", "《》", "〔〕", "【】", "「」")
_SAID = re.compile(r"[\u3400-\u9fff\U00020000-\U000323afA-Za-z0-9]")
_BARE_SUM = re.compile(
    r"(?:补助|奖励|奖金|资金|经费|金额|罚款|补贴)[^\d，。；、：]{0,4}\d+(?:\.\d+)?万?(?=[，。；、]|$)",
    re.MULTILINE,
)
_BARE_COUNT = re.compile(
    r"(?:宣传[单册品页]|传单|手册|资料|海报|横幅|标语|明白纸|一封信|公开信|倡议书|告知书|问卷|环保袋|纪念品|反光背心|手电筒?)"
    r"(?:共计|共|约|累计|合计|近|各)?\d{2,}(?:\.\d+)?[余多]?[万千]?[余多]?(?=[，。；、]|$)"
    r"|(?:走访|入户|慰问|出动|投入|劝导|教育|调解|化解|排查|巡逻|受教育|覆盖)(?:了)?"
    r"(?:群众|村民|居民|农户|住户|人员|警力|干部|志愿者|车辆|商户|店铺|学生|矛盾纠纷|纠纷|隐患|老人)"
    r"(?:共计|共|约|累计|合计|近|各)?\d+[余多]?[万千]?(?=[，。；、]|$)",
    re.MULTILINE,
)
_PURPOSE = re.compile(
    r"^(为[^人民了]?(?:了|进一步)?[^。；：\n]{6,120})。(?=(?:根据|按照|依据|经|现|特))",
    re.MULTILINE,
)
_NO_SUBJECT = re.compile(
    r"(?:^|[。；])((?:通过|经过|随着|由于)[^。；，\n]{2,40}，(?:使得?|让)[^，。；\n]{1,6})",
    re.MULTILINE,
)
_VERB_TWICE = re.compile(
    r"(追究|开展|进行|加强|组织|推进|完成|做好|抓好|强化|整改|处理|化解|落实)(?!再|又|一|好|率|情况|结果|进度|措施|方案|工作)(?:(?!的|当场|不)[\u3400-\u9fff]){2,6}(?<![再又边和与及前后未])\1(?=[，。；])"
)
_TWO_CHAIRS = re.compile(
    r"由([^，。；\n]{2,16})主持(?!工作)[^。\n]*?[，；]([^，。；\n]{2,12}?)(?<!受委托)主持(?:会议|召开)"
)
_CHAIR_TOLD_AGAIN = re.compile(
    r"([\u3400-\u9fff]{2,12}?)主持召开[^。\n]*[，。；](?:会议)?由([\u3400-\u9fff]{2,14}?)主持(?!工作)"
)
_TWO_LEADS = re.compile(
    r"(?:由|(?<![\u3400-\u9fff]))((?:(?!由)[\u3400-\u9fff]){2,10})牵头[、，和]由?((?:(?!由)[\u3400-\u9fff]){2,10})牵头(?=[，、。；]|$)",
    re.MULTILINE,
)
_REPEATED_OPENING = re.compile(r"（（|““|《《|【【|〔〔")
_NAME = 2
"""Characters by which two writings of one person are alike."""
_CLOSING = re.compile(r"^特此\w{2,4}。?$")


def of_sentences(kind: str, body: str) -> Iterator[Finding]:
    """The findings about the sentences of a text; what hangs below 此致 in a letter is no sentence."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    if lines and not any(_SAID.search(line) and not _CLOSING.match(line) for line in lines):
        yield Finding(0, "正文除了结束语没有内容，请写正文。", severity=STOPS)
    if kind not in BY_NAME or BY_NAME[kind].form != "文书":
        if found := torn(lines):
            yield Finding(
                0,
                f"“{lines[found[0]][-12:]}”{_and_more(found)}后面没有标点，像是被换行断开了，"
                "请接上下一行，或者补上标点。",
                mend="joined",
            )
        if found := unended(lines):
            yield Finding(
                0,
                f"“{lines[found[0]][-12:]}”{_and_more(found)}末尾没有标点，请补上。",
                mend="ended",
            )
    yield from _half_ended(lines)
    for found_bare in _BARE_SUM.finditer(body):
        yield Finding(0, f"“{found_bare[0]}”后面没有单位，请写明多少元或者万元。")
    for found_bare in _BARE_COUNT.finditer(body):
        yield Finding(0, f"“{found_bare[0]}”后面没有单位，请写明多少份、户、人或者件。")
    yield from _wording(body)
    yield from of_pairs("\n".join(lines))


def _wording(body: str) -> Iterator[Finding]:
    """A purpose cut off by a full stop, a sentence without a subject, a verb on both sides of its object."""
    for found in filter(_is_cut_off, _PURPOSE.finditer(body)):
        yield Finding(0, f"“{found[1][-12:]}。”前面的“{found[1][:6]}……”没有说完，句号应当是逗号。")
    for found in _NO_SUBJECT.finditer(body):
        yield Finding(0, f"“{found[1]}”没有主语，请删去“{found[1][:2]}”或者“使”“让”。")
    for found in _TWO_CHAIRS.finditer(body):
        yield Finding(0, f"“{found[1]}”和“{found[2]}”都写着主持会议，请核对是谁。")
    for found in _CHAIR_TOLD_AGAIN.finditer(body):
        if found[1][-_NAME:] != found[2][-_NAME:]:
            yield Finding(0, f"“{found[1]}”和“{found[2]}”都写着主持会议，请核对是谁。")
    for found in _TWO_LEADS.finditer(body):
        yield Finding(0, f"“{found[0]}”有两个牵头单位，一件事由一个单位牵头，请核对哪一个是配合。")
    for found in _VERB_TWICE.finditer(body):
        yield Finding(0, f"“{found[0]}”里“{found[1]}”写了两遍，请删去一个。")


def _is_cut_off(purpose: re.Match[str]) -> bool:
    """Whether nothing but the purpose stands before the full stop: 为××，拟××。 says what is done."""
    return not re.search("拟|决定|已|将|应|要|需|我|特|请", purpose[1])


def _half_ended(lines: Sequence[str]) -> Iterator[Finding]:
    """A paragraph that stops at a ， or 、, or at a ； behind which no other item comes."""
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if line.endswith(("，", "、")) or (line.endswith("；") and not _ITEM.match(below)):
            yield Finding(0, f"“{line[-12:]}”这一段到“{line[-1]}”就完了，请写完，或者改成句号。")


def of_pairs(text: str) -> Iterator[Finding]:
    """Quotes and brackets of which one half is missing, or an opening one that stands twice."""
    for line in text.splitlines():
        for twice in _REPEATED_OPENING.finditer(line):
            around = line[twice.start() : twice.end() + 6]
            yield Finding(0, f"“{around}”这里的“{twice[0][0]}”写了两个，请核对。")
        for pair in unpaired(line):
            yield Finding(0, f"“{_around(line, pair)}”这里的{pair[0]}和{pair[1]}没有成对，请核对。")


def _and_more(found: Sequence[int]) -> str:
    return f"等 {len(found)} 处" if len(found) > 1 else ""


def torn(lines: Sequence[str]) -> list[int]:
    """Lines (from 0) that break off before a line that goes on with them."""
    return [
        at
        for at, line in enumerate(lines[:-1])
        if _plain(line) and _TORN.search(line) and _plain(lines[at + 1]) and _SAID.search(line)
    ]


def unended(lines: Sequence[str]) -> list[int]:
    """Paragraphs (from 0) that end without a mark and are followed by none that goes on."""
    broken = set(torn(lines))
    return [
        at
        for at, line in enumerate(lines)
        if _plain(line) and not _ENDED.search(line) and at not in broken and _SAID.search(line)
    ]


def joined(body: str) -> str:
    """The text with torn lines put together."""
    lines = [line for line in body.split("\n") if line.strip()]
    broken = set(torn([line.strip() for line in lines]))
    if not broken:
        return body
    out: list[str] = []
    for at, line in enumerate(lines):
        if at - 1 in broken:
            out[-1] = out[-1].rstrip() + line.strip()
        else:
            out.append(line)
    return "\n".join(out)


def ended(body: str) -> str:
    """The text with a full stop where a paragraph ends with none."""
    lines = body.split("\n")
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in unended([lines[at].strip() for at in filled]):
        lines[filled[at]] = f"{lines[filled[at]].rstrip()}。"
    return "\n".join(lines)


def unpaired(line: str) -> list[str]:
    """The pairs of marks of which one half is missing in a line."""
    found = []
    for pair in _PAIRS:
        depth = 0
        for char in line:
            depth += (char == pair[0]) - (char == pair[1])
            if depth < 0:
                break
        if depth != 0:
            found.append(pair)
    return found


def _plain(line: str) -> bool:
    return not _HEAD.match(line)


def _around(line: str, pair: str) -> str:
    at = next(at for at, char in enumerate(line) if char in pair)
    return line[max(0, at - 4) : at + 8].strip("“”")
