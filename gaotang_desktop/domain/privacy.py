"""Names of residents, their phones and ID numbers: what is covered wherever something leaves the office.

The rule, said once. What stands in a field for residents is covered whole (张某某). A name entered
there is **known**, and covered wherever it stands in any other text, with the phones and ID numbers
of people. A known name that is also an official's (officers, contacts of units, leaders of patrols)
or a word of every day (平安, 高兴) would damage texts that do not mean the resident: it is covered only
in his own matters, the record that names him and those that belong to it. Names of villages and units
stay everywhere, also longer names in which a known one stands (officer 王强生, beside a party 王强), and
so do the phones of officials and of the office. Where a text was cut (…), what is left of a known name or
of a number at the cut is covered as the whole of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from gaotang_desktop.domain.fields import Field, Kind, Listing, Privacy, Reference
from gaotang_desktop.domain.writings.names import COMPOUND, GAP, closed_up, written_wide

_SEPARATORS = re.compile(r"([、，,；;/／\s\u3000]+)")
# What follows a name and says nothing about who it is.
_AFTER = re.compile(r"(等(?:[0-9一二三四五六七八九十几多]+[人户名方])?|[（(][^（）()]*[）)])$")
_COVER = "某某"


def masked_name(names: str) -> str:
    """The names with everything after the surname covered: 张三、欧阳修 → 张某某、欧阳某某.

    Several names may be parted by 、，,；;/ or blanks, which stay; so do 等3人 and a bracket behind
    a name, and what is nobody's name (匿名, 群众). 张 三, written wide, is one name. An empty text
    stays empty.
    """
    parts = _SEPARATORS.split(closed_up(names.strip()))
    return "".join(part if _SEPARATORS.fullmatch(part) else _covered(part) for part in parts)


def _covered(name: str) -> str:
    if not name:
        return ""
    after = ""
    if (found := _AFTER.search(name)) and found.start() > 0:
        name, after = name[: found.start()], found[0]
    if name in _NOBODY:
        return name + after
    length = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return name[:length] + _COVER + after


_ROLES = "夫妇|夫妻|父子|父女|母子|母女|兄弟|姐妹|一家|家属|本人|等|代表|户"
_HEAD = re.compile(r"^(?:被?申请人|当事人|诉求人|[甲乙]方|[原被]告)[:：]?(?=.{2})")
_TAIL = re.compile(rf"(?:(?:{_ROLES})|[\s\d*＊:：+\-－—]|[（(].*)+$")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff]{2})[与和诉](?=[\u3400-\u9fff]{2})")
_NOBODY_TEXT = """
村民 群众 双方 邻居 业主 家属 商户 租户 住户 农户 居民 村委 村组 甲方 乙方 原告
被告 对方 本人 其他 多人 不详 匿名 若干 老人 妇女 学生 工人 路人 司机 车主 房东
租客 顾客 店主 老板 职工 员工 工友 同学 亲属 邻里
佚名 无名氏 未留名 未留姓名 不愿留名 不愿透露姓名 匿名群众 匿名举报 匿名人
"""
_NOBODY = frozenset(_NOBODY_TEXT.split())
_WORDS_TEXT = """
平安 平时 平均 平方 平整 高兴 高度 高原 高中 高峰 高速 高温 高空 高效 任何 任务
任期 方案 方法 方便 方面 方向 方式 安全 安排 安置 安装 安心 和平 和谐 和解 文明
文化 文件 文书 成立 成员 成功 成效 成本 明确 明显 明年 明天 时间 时限 时候 金额
金融 白天 包括 包村 包装 包围 全部 全镇 全面 全村 全体 全年 关于 关系 关闭 关注
关停 应当 应该 应急 应对 应付 施工 施肥 房屋 房产 房子 万元 常见 常住 常年 向上
向前 向阳 路口 路面 路灯 计划 计生 于是 从事 从而 从严 连续 连接 项目 强化 强调
强制 强行 水利 水库 水井 水田 水沟 田地 田间 田埂 石头 石桥 石料 古城 古树 林地
林木 花园 花生 车辆 车位 车站 马路 马上 江河 河道 温度 温馨 温室 康复 健康 宣传
宣讲 经济 经过 经常 经营 公开 公安 公路 公司 公平 公正 公示 单位 单独 解决 解释
解除 支部 支付 支持 管理 管道 管控 管护 严格 严重 严肃 丰收 丰富 年度 年底 年内
年初 国家 国土 国道 东西 东边 边界 边坡 党员 党委 党建 景区 程序 程度 陆续 危险
危房 危害 容易 农田 农村 农业 农户 农药 农机 别人 尚未 相关 相邻 相互 相信 有关
有效 有序 来访 来信 来电 周边 周围 周期 周末 周报 周日 周一 章程 范围 毕业 齐全
余款 余额 顾虑 谈话 谈心 纪律 纪委 季度 季节 夏季 夏收 秋收 干部 干预 干旱 洪水
左右 滑坡 家庭 家长 家里 家访 段落 富裕 焦点 山林 山坡 班组 班子 仲裁 祖坟 符合
幸福 司机 司法 台账 池塘 能力 能够 劳动 劳务 申请 申报 申诉 扶贫 扶持 堵塞 通知
通报 通行 充分 充电 鱼塘 终止 终于 居住 居委 步行 步骤 满意 满足 文物 广场 广播
广泛 利用 利息 利益 越级 师傅 巩固 简单 简易 简报 空地 空调 曾经 养殖 养老 养护
须知 查处 查看 查找 查询 后来 后续 权利 权益 权属 盖房 商店 商量 商业 商户 阳光
福利 火灾 位置 海边 开展 要求 要点 工作 工程 工地 工资 过道 过界
"""
WORDS = frozenset(_WORDS_TEXT.split())
"""Words of two characters that begin as a surname does: a party called so is covered in his own matters."""

_FAR = r"(?<![\da-f])(?<!\d[-－—])"  # not within a longer number, nor a digest
_NUMBERS = re.compile(
    rf"{_FAR}(?P<id>[1-9]\d{{5}}(?:1[89]|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}[\dXxＸ])(?![\da-f])"
    rf"|{_FAR}(?:(?:\+|00)?86[- ]?)?(?P<mobile>1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}})(?![\da-f])"
    rf"|{_FAR}(?P<begun>1[3-9]\d[- ]?\d{{4}}[- ]?\d{{0,3}}|[1-9]\d{{6,16}})(?=…)"
    rf"|{_FAR}(?P<line>0\d{{2,3}}[-－—]\d{{7,8}})(?![\da-f])"
)
_CUT = re.compile("…")
_CUT_TITLE = re.compile("…|，|$")  # titles of older steps were cut without a sign
_ANY_NUMBER = re.compile(r"\d{4}")
_BARE = re.compile(r"[\u3400-\u9fff·]{2,4}")
_SIGN = re.compile(r"[\u3400-\u9fff]{4,}")  # 王强超市 is what stands over its door
_LETTER = re.compile(r"[^\W\d_]")
_PERSONS = ("人", "员", "姓名")


def bare_names(entry: str) -> list[str]:
    """The names in what was entered as a person: 张三等3人、李四（村民）13800000000 → 张三, 李四.

    What is no name is none: 村民, 双方, a name that is covered already.
    """
    names = []
    for part in _SEPARATORS.split(closed_up(entry)):
        for each in _BETWEEN.split(_HEAD.sub("", part)):
            name = _TAIL.sub("", _AFTER.sub("", each))
            if len(name) > 1 and name not in _NOBODY and not name.endswith("某"):
                names.append(name)
    return names


def names_somebody(entries: Iterable[str] | None) -> bool:
    """Whether what was entered as persons names anybody: 匿名 and 群众 name nobody."""
    parts = (part for entry in entries or () for part in _SEPARATORS.split(entry) if part.strip())
    return any(not _SEPARATORS.fullmatch(part) and part not in _NOBODY for part in parts)


def _phones_in(text: str) -> Iterator[str]:
    yield digits_in(text)
    for found in _NUMBERS.finditer(text):
        yield digits_in(found[str(found.lastgroup)])


def digits_in(text: str) -> str:
    """The digits of a phone, however it was written."""
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


@dataclass(frozen=True, slots=True)
class Known:
    """Who must not leave the office by name, and what looks like it and may.

    ``residents`` are entries of fields for residents as they were typed; ``officials`` the names of
    those who hold an office; ``places`` names of villages, units and the office itself, ``shops``
    those of places that are inspected, in which a name may stand; ``phones`` those of officials. ``matters`` are the residents by kind and id of the record that names them.
    """

    residents: frozenset[str] = frozenset()
    officials: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    shops: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    matters: Callable[[frozenset[str]], dict[tuple[str, int], frozenset[str]]] = lambda _names: {}


class Cover:
    """What covers known names and numbers in texts, values and lists; made once and asked often."""

    def __init__(self, known: Known) -> None:
        names = {name for entry in known.residents for name in bare_names(entry)}
        names -= known.places
        self.ambiguous = frozenset(names & (known.officials | WORDS))
        """Names that are covered in their own matters alone."""
        self._certain = frozenset(names - self.ambiguous)
        self._phones = frozenset(number for each in known.phones for number in _phones_in(each))
        words = _Words(names, ())
        signs = {each for each in known.shops if _SIGN.fullmatch(each)}
        longer = known.officials | known.places | signs
        self._longer = {each for each in longer if words.holds(each)}
        self._words = _Words(self._certain, self._longer | self.ambiguous)
        stays = names | known.officials | known.places | WORDS | COMPOUND
        self._begun = {name[:end] for name in self._certain for end in range(2, len(name))} - stays
        self._matters = known.matters(self.ambiguous) if self.ambiguous else {}
        self._own: dict[frozenset[str], _Words] = {}

    def __call__(self, text: str, own: frozenset[str] = frozenset()) -> str:
        """A text with what is known in it covered; ``own`` are the residents whose matter it is."""
        pieces = self.found(text, own)
        if not pieces:
            return text
        said: list[str] = []
        end = 0
        for start, stop, cover in pieces:
            said += (text[end:start], cover)
            end = stop
        return "".join((*said, text[end:]))

    def found(self, text: str, own: frozenset[str] = frozenset()) -> list[tuple[int, int, str]]:
        """Where something is covered, and what stands there instead, from left to right."""
        pieces = self.named(text, own)
        if _ANY_NUMBER.search(text):
            pieces += self._numbers(text)
            pieces.sort()
        return pieces

    def named(self, text: str, own: frozenset[str] = frozenset()) -> list[tuple[int, int, str]]:
        """The same of names alone."""
        words = self._words
        if own:
            if own not in self._own:
                stay = self._longer | (self.ambiguous - own)
                self._own[own] = _Words(self._certain | own, stay)
            words = self._own[own]
        return self._cut_short(text, words.places(text), _CUT)

    def title(self, text: str) -> str:
        """The title of a step of the history, covered; an older one may be cut within a name."""
        said = self(text)
        for start, stop, cover in reversed(self._cut_short(said, [], _CUT_TITLE)):
            said = f"{said[:start]}{cover}{said[stop:]}"
        return said

    def _cut_short(
        self, text: str, found: list[tuple[int, int, str]], ends: re.Pattern[str]
    ) -> list[tuple[int, int, str]]:
        """What was found, and the beginnings of names that stand where a text was cut."""
        cuts = list(ends.finditer(text)) if self._begun else []
        for cut in cuts:
            at = cut.start()
            if any(start < at <= stop for start, stop, _cover in found):
                continue
            size = next((n for n in (4, 3, 2) if text[max(0, at - n) : at] in self._begun), 0)
            if size:
                found.append((at - size, at, masked_name(text[at - size : at])))
        return sorted(found) if cuts else found

    def numbers(self, text: str) -> list[tuple[int, int, str]]:
        """Where phones and ID numbers of people stand, and as they are written there."""
        return [(start, stop, text[start:stop]) for start, stop, _cover in self._numbers(text)]

    def names(self, text: str) -> list[str]:
        """The known names that stand in a text, each once."""
        found = (text[start:stop] for start, stop, _cover in self._words.places(text))
        return list(dict.fromkeys(found))

    def value(self, field: Field, value: Any, own: frozenset[str] = frozenset()) -> Any:
        """A value of a record as it leaves the office; equal where there is nothing to cover."""
        if value is None or not _tells(field):
            return value
        if isinstance(value, Reference):
            return value._replace(label=self(value.label, own))
        if isinstance(value, tuple):
            return tuple(self._person(field, each, own) for each in value)
        return self._person(field, value, own) if isinstance(value, str) else value

    def _person(self, field: Field, text: str, own: frozenset[str]) -> str:
        """A single name or a short text: a longer name than the known one is another person."""
        if field.privacy is Privacy.RESIDENT:
            text = self._without_numbers(text)
            return masked_name(text) if _LETTER.search(text) else text
        if field.kind is Kind.NAMES or field.label.endswith(_PERSONS):
            names = self._certain | own
            if _BARE.fullmatch(text) and text not in names:
                return text
        return self(text, own)

    def listing(self, listed: Listing) -> Listing:
        """The same list as it leaves the office."""
        texts = [at for at, each in enumerate(listed.fields) if _tells(each)]
        said: dict[tuple[int, Any, frozenset[str]], Any] = {}  # most values stand in many rows
        rows = []
        for record_id, row in zip(listed.ids, listed.rows, strict=True):
            own = self.own(listed.kind, record_id, listed.fields, row) if self.ambiguous else _NONE
            new: list[Any] | None = None
            for at in texts:
                if row[at] is not None:
                    key = (at, row[at], own)
                    if key not in said:
                        said[key] = self.value(listed.fields[at], row[at], own)
                    if said[key] != row[at]:
                        new = new or list(row)
                        new[at] = said[key]
            rows.append(row if new is None else tuple(new))
        return replace(listed, rows=tuple(rows))

    def own(
        self, kind: str, record_id: int, fields: Iterable[Field], row: Iterable[Any]
    ) -> frozenset[str]:
        """The residents with names of double meaning whose matter a record is."""
        if not self._matters:
            return _NONE
        found = set(self._matters.get((kind, record_id), _NONE))
        for each, value in zip(fields, row, strict=True):
            if each.refers_to and value is not None:
                number = value.id if isinstance(value, Reference) else value
                found |= self._matters.get((each.refers_to, number), _NONE)
        return frozenset(found)

    def _without_numbers(self, text: str) -> str:
        for start, stop, cover in reversed(list(self._numbers(text))):
            text = text[:start] + cover + text[stop:]
        return text

    def _numbers(self, text: str) -> Iterator[tuple[int, int, str]]:
        for found in _NUMBERS.finditer(text):
            kind = str(found.lastgroup)
            if digits_in(found[kind]) not in self._phones:
                yield found.start(kind), found.end(kind), _covered_number(kind, found[kind])


_NONE: frozenset[str] = frozenset()
_NUMBERLIKE = (
    Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.MONTH, Kind.WEEK, Kind.TIME, Kind.MOMENT, Kind.FLAG,
)  # fmt: skip


def _tells(field: Field) -> bool:
    """Whether a value of a field may tell of somebody: words, but none from a list, and no 工单号."""
    if field.privacy is Privacy.RESIDENT:
        return True
    if field.kind in _NUMBERLIKE or (field.kind is Kind.CHOICE and field.strict_choices):
        return False
    return not field.label.endswith("号")


def _covered_number(kind: str, text: str) -> str:
    """138****5678, 0396-****678, 411***********123X: enough to tell two apart, not to call."""
    if kind == "line":
        return f"{text[:-7]}****{text[-3:]}"
    plain = "".join(sign for sign in text if sign not in "- ")
    if kind == "begun":
        return plain[:3] + "*" * (len(plain) - 3)
    return f"{plain[:3]}{'*' * (len(plain) - 7)}{plain[-4:]}"


class _Words:
    """Names looked for at each place of a text, the longest first; ``stay`` are found and left."""

    def __init__(self, names: Iterable[str], stay: Iterable[str]) -> None:
        self._covers = {name: masked_name(name) for name in names}
        self._covers.update(dict.fromkeys(stay, ""))
        self._lengths: dict[str, list[int]] = {}
        self._by_first: dict[str, list[str]] = {}
        for name in self._covers:
            self._lengths.setdefault(name[:2], []).append(len(name))
            self._by_first.setdefault(name[0], []).append(name)
        for begun, lengths in self._lengths.items():
            self._lengths[begun] = sorted(set(lengths), reverse=True)
        firsts, seconds = (
            "".join(sorted({re.escape(name[at]) for name in self._covers})) for at in (0, 1)
        )
        self._begin = (
            re.compile(f"[{firsts}](?=[{GAP}]{{0,2}}[{seconds}])") if self._covers else None
        )

    def holds(self, text: str) -> bool:
        """Whether a name stands in a text and is not all of it."""
        return any(stop - start < len(text) for start, stop, _cover in self.places(text))

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Where names stand that are covered, and their covers."""
        found: list[tuple[int, int, str]] = []
        end = 0
        for begun in self._begin.finditer(text) if self._begin is not None else ():
            at = begun.start()
            if at < end:
                continue
            lengths = self._lengths.get(text[at : at + 2])
            stop, cover = self._longest(text, at, lengths) if lengths else (0, "")
            if not stop and (text[at + 1] in GAP or text[at : at + 2] in COMPOUND):
                stop, name = written_wide(text, at, self._by_first[text[at]])
                cover = self._covers.get(name, "")
            if stop:
                end = stop
                if cover:
                    found.append((at, stop, cover))
        return found

    def _longest(self, text: str, at: int, lengths: list[int]) -> tuple[int, str]:
        for length in lengths:
            cover = self._covers.get(text[at : at + length])
            if cover is not None:
                return at + length, cover
        return 0, ""
