"""How plans write the names of responsible units (责任单位), and when two spellings are one unit.

Nothing here is fuzzy: a name is a unit of the register by its name, an alias, or the same name
without the township in front, or it is unknown and the operator decides.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

ALL_VILLAGES = "各村"
"""The group that stands for every village of the town."""

GROUP_WORDS: tuple[str, ...] = (
    ALL_VILLAGES,
    "镇直各单位",
    "镇班子成员",
    "政法各单位",
    "包村干部",
    "各包村干部",
    "各中小学校",
    "各站所",
    "镇直各部门",
    "镇属各单位",
)
"""Words that name several units at once; each is a group unit with members."""

_OPEN, _CLOSE = "([【〔〖{", ")]】〕〗}"
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_QUOTES = re.compile("[“”‘’\"'「」『』]")

_VILLAGE = "(?:行政|自然)?(?:村民委员会|居民委员会|村民?委会|居民?委会|村委|居委|村社|村居|村|社区|居|街道|街|场)"
_EVERY_VILLAGE = re.compile(
    rf"(?:全镇|全乡|全街道|辖区|镇辖|所辖)?各个?{_VILLAGE}"
    rf"(?:[(/、·]*各?{_VILLAGE}\)?)*(?:(?:两委|村民?委会|村民委员会|委员会|支部|党支部|党组织|委会|民委员会))?"
)
_WITHOUT_A_VILLAGE = re.compile(r"各个?(?:社区|居|街|街道|场|居委|居民?委会|居民委员会)+$")

# 和, 及 and 与 also stand inside names (和平村, 党建和组织人事办): they separate two names only
# behind an ending that closes the name of a unit.
_ENDS_A_NAME = re.compile(
    r"(?:[所办院校站局队室厅府庭委联街员警者组司]|(?<![农乡])村|(?<![社])会|单位|部门|支部|武装部|"
    r"中心|社区|学区|街道|企业|银行|信用社|合作社|供销社|共青团|大学|中学|小学|专班|干部|[)\]】〕])$"
)
# A longer piece without any 、 is prose, not names joined by 和.
_LONGEST_LIST = 80
_JOINERS = re.compile(r"以及|和(?!平(?!安)|谐|睦|顺|合|美)|[及与暨]")
_LEADING_JOINER = re.compile(r"^(?:以及|[和及与暨])(?=各|镇|乡|全|其他)")
_SEPARATORS = re.compile(r"[、,;/|\\\n]+")
_AND_OTHERS = re.compile(r"等(?:其他|有关|相关|镇直|职能|责任)*(?:单位|部门|站所|人员)?$")


@dataclass(frozen=True)
class UnitName:
    """What the register knows of one unit; ``everyone`` marks the group of all villages."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()
    everyone: bool = False


@dataclass(frozen=True)
class Match:
    """A name of a plan held against the register.

    ``unit`` is None when the name is unknown or when ``candidates`` names several units.
    """

    name: str
    unit: UnitName | None = None
    candidates: tuple[UnitName, ...] = ()


@dataclass(frozen=True)
class Note:
    """Words beside a name that are not part of it: ``派出所（包片民警）``, ``…等单位``."""

    name: str
    text: str


@dataclass(frozen=True)
class UnitList:
    """The names of a list in the order of the plan, each once, and the notes beside them."""

    names: tuple[str, ...]
    notes: tuple[Note, ...] = ()


def fold(text: str) -> str:
    """The same text with half-width letters, digits and punctuation, character for character."""
    return text.translate(_FOLDS)


_FOLDS: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{ord(blank): " " for blank in "\t\xa0\u3000\u2002\u2003\u2009\u202f"},
    ord("∶"): ":",
    ord("︰"): ":",
    ord("﹕"): ":",
    ord("﹙"): "(",
    ord("﹚"): ")",
    ord("､"): "、",
    ord("﹝"): "〔",
    ord("﹞"): "〕",
}


def split_units(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """The names in a list of responsible units, in order, each once.

    Separators are 、 ， , ； ; / blanks, and 和 及 与 between two names. ``known`` are names of
    the register, which are never taken apart.
    """
    return read_units(text, known).names


def read_units(text: str, known: Collection[str] = ()) -> UnitList:
    """Like :func:`split_units`, with what was written beside the names kept as notes."""
    keys = {_plain(name) for name in known}
    names: dict[str, None] = {}
    notes: list[Note] = []
    for token in _tokens(_unwrapped(text.strip()), keys):
        name, extra = _without_notes(token, keys)
        notes += [Note(name, note) for note in extra]
        if name:
            names.setdefault(name)
    return UnitList(tuple(names), tuple(notes))


def canonical_key(name: str, town: str = "") -> str:
    """The spelling under which two names are one unit: 镇平安办 and 高塘镇平安办公室 are 平安办.

    Blanks, quotes and widths do not count; the town's own name (``town``, for example 高塘镇)
    and a leading 镇, 乡 or 街道 are dropped, 办公室 is 办.
    """
    key = _plain(name)
    own = _plain(town)
    short = re.sub(r"(?:镇|乡|街道)$", "", own)
    # 高塘镇直各单位 is 高塘 + 镇直各单位.
    if own and re.match(re.escape(own) + "[^直级属]", key):
        key = key.removeprefix(own)
    elif len(short) >= 2 and key.startswith(short) and not _is_place(key.removeprefix(short)):
        key = key.removeprefix(short)
    # 乡村振兴办, 镇直各单位 and 街道办 begin with these characters as part of the name.
    key = re.sub(r"^(?:[本我]?(?:镇|乡(?![村贤镇土])|街道(?!办)))(?=..)(?![直级村属街])", "", key)
    return re.sub(r"(?<=.)办公室$", "办", key)


def is_all_villages(name: str) -> bool:
    """Whether a name means every village: 各村, 各村（社区）, 各村（居）委员会, 各行政村…"""
    plain = _plain(name)
    return _EVERY_VILLAGE.fullmatch(plain) is not None and not _WITHOUT_A_VILLAGE.match(plain)


def is_group(name: str, town: str = "") -> bool:
    """Whether a name stands for several units, by the words that plans use for groups."""
    key = canonical_key(name, town)
    return is_all_villages(name) or any(key == canonical_key(word, town) for word in GROUP_WORDS)


def match(name: str, register: Sequence[UnitName], town: str = "") -> Match:
    """Find a name of a plan in the register, exactly as written before by its canonical key.

    The order keeps 镇中学 and 中学 apart where the register has both. Several units of one key
    are all returned as candidates and none is chosen.
    """
    plain = _plain(name)
    found = [unit for unit in register if plain in {_plain(each) for each in _names(unit)}]
    if not found and is_all_villages(name):
        found = [unit for unit in register if unit.everyone]
    if not found:
        key = canonical_key(name, town)
        found = [unit for unit in register if key in {canonical_key(n, town) for n in _names(unit)}]
    if len(found) == 1:
        return Match(name, found[0], (found[0],))
    return Match(name, None, tuple(found))


_SAME_WORK: tuple[tuple[str, ...], ...] = (
    ("综治", "平安", "政法", "维稳"),
    ("应急", "安监", "安办", "安委", "消防"),
    ("市场监管", "市场监督", "工商", "食药", "食安"),
    ("民政", "社会事务", "残联"),
    ("城建", "村建", "村镇", "规划", "住建"),
    ("农业", "农办", "农技", "农村", "农服"),
    ("文化", "文广", "文旅", "宣传"),
    ("教育", "中心校", "中心学校", "学区"),
    ("国土", "自然资源"),
    ("环保", "生态"),
    ("党政", "政府办", "党委办"),
    ("城管", "综合执法", "执法"),
    ("供电", "电力"),
    ("水利", "水务"),
    ("交警", "交管", "公路"),
)
"""Words in the names of offices that do the same work in another town, or did before a reform."""


def alike(name: str, register: Sequence[UnitName], town: str = "") -> tuple[UnitName, ...]:
    """Units of the register that a new name may mean, likeliest first, at most three; a guess.

    Alike are names for the same work (综治办, 平安办), and such as share most of their characters.
    """
    key = canonical_key(name, town)
    scored: list[tuple[float, int, UnitName]] = []
    for unit in register:
        best = max(_likeness(key, canonical_key(each, town)) for each in _names(unit))
        if best >= 0.6:
            scored.append((-best, len(scored), unit))
    return tuple(unit for _, _, unit in sorted(scored, key=lambda each: each[:2])[:3])


def _likeness(one: str, other: str) -> float:
    same_work = any(
        any(word in one for word in words) and any(word in other for word in words)
        for words in _SAME_WORK
    )
    shared = len(set(one) & set(other)) / max(1, min(len(set(one)), len(set(other))))
    return max(0.9 if same_work else 0.0, shared if shared > 0.65 else 0.0)


def _names(unit: UnitName) -> tuple[str, ...]:
    return (unit.name, *unit.aliases)


def _plain(name: str) -> str:
    folded = fold(unicodedata.normalize("NFKC", name))
    return _QUOTES.sub("", _BLANKS.sub("", folded)).casefold()


def _is_place(rest: str) -> bool:
    """高塘村 or 高塘社区居委会 is a village that bears the town's name, not the town's 村."""
    return len(rest) < 2 or re.fullmatch(rf"{_VILLAGE}+", rest) is not None


def _tokens(text: str, keys: Collection[str]) -> Iterable[str]:
    for part in _cut(text, _SEPARATORS):
        for piece in _joined_blanks(part, keys):
            piece = piece.strip(" 。.:!?、")
            if not piece:
                continue
            if not _is_known(piece, keys):
                piece = _LEADING_JOINER.sub("", piece)
            yield from _split_joiners(piece, keys)


def _cut(text: str, pattern: re.Pattern[str]) -> list[str]:
    """Split at separators that do not stand in brackets."""
    folded, parts, start, depth = fold(text), [], 0, 0
    at = 0
    while at < len(folded):
        depth = max(0, depth + (folded[at] in _OPEN) - (folded[at] in _CLOSE))
        hit = pattern.match(folded, at) if depth == 0 else None
        if hit:
            parts.append(text[start:at])
            start = at = hit.end()
        else:
            at += 1
    return [*parts, text[start:]]


def _joined_blanks(part: str, keys: Collection[str]) -> list[str]:
    """Blanks separate names, except in a name spread over its width (各 村) or a known one."""
    part = re.sub(r"\s+(?=[(（\[【〔])|(?<=[(（\[【〔])\s+|\s+(?=[)）\]】〕])", "", part.strip())
    if _is_known(part, keys):
        return [part]
    pieces: list[str] = []
    spread = False
    for piece in _cut(part, re.compile(r"[\s\u200b\ufeff]+")):
        single = len(re.split(r"[(（\[【〔]", piece)[0]) == 1
        if spread and single:
            pieces[-1] += piece
        else:
            pieces.append(piece)
        spread = single and piece[-1] not in _CLOSE + "）"
    return pieces


def _split_joiners(piece: str, keys: Collection[str]) -> Iterable[str]:
    if len(piece) > _LONGEST_LIST or _is_known(piece, keys):
        yield piece
        return
    folded, depth = fold(piece), 0
    for at, char in enumerate(folded):
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        joiner = _JOINERS.match(folded, at) if depth == 0 else None
        if not joiner:
            continue
        left, right = piece[:at], piece[joiner.end() :]
        if len(right) < 2 or len(left) < 2:
            continue
        closed = _ENDS_A_NAME.search(folded[:at]) or _is_known(left, keys)
        if closed or joiner.group() == "以及" or _is_known(right, keys):
            yield left
            yield from _split_joiners(right, keys)
            return
    yield piece


def _is_known(name: str, keys: Collection[str]) -> bool:
    return _plain(name) in keys


def _unwrapped(text: str) -> str:
    folded = fold(text)
    if folded[:1] in tuple(_OPEN) and folded[-1:] in tuple(_CLOSE):
        inner = text[1:-1]
        if not any(char in _OPEN + _CLOSE for char in fold(inner)):
            return inner
    return text


# 社区戒毒（康复）工作站: the brackets stand inside of the name.
_INNER = re.compile(r"(?<=\S)\(([^()、,;:]{1,4})\)(?=[^\s()、,;:等]{2,})")
_ROLE = re.compile(r"牵头|配合|主办|协办|责任|负责|参与|参加")


def _with_inner_words(token: str) -> tuple[str, list[tuple[str, str]]]:
    """A name with marks for the brackets inside of it, and what each mark stands for."""
    kept: list[tuple[str, str]] = []

    def mark(hit: re.Match[str]) -> str:
        if _ROLE.search(hit.group()):
            return token[hit.start() : hit.end()]
        sign = chr(0xE000 + len(kept))
        kept.append((sign, token[hit.start() : hit.end()]))
        return sign

    made, at = "", 0
    for hit in _INNER.finditer(fold(token)):
        made += token[at : hit.start()] + mark(hit)
        at = hit.end()
    return made + token[at:], kept


def _without_notes(token: str, keys: Collection[str]) -> tuple[str, list[str]]:
    """A name and the notes that stand in brackets or behind it."""
    # 村（社区） is one word; whether it means all villages is for the operator to say.
    word = re.fullmatch(
        rf"(?:各|相关|有关|沿线|所辖|辖区|所在)*{_VILLAGE}\({_VILLAGE}\)[^()]*", fold(token)
    )
    if word or _is_known(token, keys) or is_all_villages(token):
        return token, []
    notes: list[str] = []
    name, note, depth = "", "", 0
    token, kept = _with_inner_words(token)
    for char, folded in zip(token, fold(token), strict=True):
        if folded in _OPEN and depth == 0:
            depth, note = 1, ""
        elif depth:
            depth += (folded in _OPEN) - (folded in _CLOSE)
            if depth:
                note += char
            else:
                notes.append(note.strip())
        else:
            name += char
    if depth:
        notes.append(note.strip())
    for mark, words in kept:
        name = name.replace(mark, words)
        notes = [note.replace(mark, words) for note in notes]
    others = _AND_OTHERS.search(name)
    if others and len(name) > len(others.group()):
        notes.append(others.group())
        name = name[: others.start()]
    return name.strip(), [note for note in notes if note]
