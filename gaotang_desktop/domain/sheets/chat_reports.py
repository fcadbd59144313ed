"""What villages report in a group chat beside night patrols: counts of a day, a week or a month, short lines.

``北村 入户走访35户，发放公开信35份`` and ``江村：警情2起，电诈1起，损失5000元，其余为0``. A figure is known by the word
at its side, which is a heading of the ledger, or by what it counts where one field alone is counted so.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets import chat_text, group_log

_COUNTERS = "万元|人次|户次|[人名户份件次家场起条项张处个元支辆块本所册幅批台套篇宗例位天封晚卡](?![委员民长])"
_NUMBER = (
    rf"(?:大约|大概|约|近)?\s*(?:\d+(?:\.\d+)?(?:\s*[-~至]\s*\d+)?\s*万?[余多来]?"
    rf"|[零一二两三四五六七八九十百千]+(?=\s*(?:{_COUNTERS})))"
)
_FIGURE = re.compile(rf"(\D*?)({_NUMBER})\s*((?:{_COUNTERS})?)")
_LIKE = ("人名位人次", "件起个例宗条项", "户户次家", "次场户次人次", "元万元")
"""Units in which the same may be counted: 3户 are no 3 件."""
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_BEFORE = re.compile(
    r"^(?:今天|今日|今晚|昨天|昨日|本周|本月|当月|当天|全村|全社区|我村|我社区|共计|总共|累计|合计|共|计|其中|已|开展|组织|进行|完成"
    r"|接到?|发生|出现|新增|上门|集中|并|和|及)+"
)
_BEHIND = re.compile(r"(?:共计|总共|累计|合计|共|计|为|是|有|了|数|达)+$")
_NONE = re.compile(r"(?:零|无|没有|未发生|未出现)(\S+)|(\S+?)(?:为零|为0|无|没有|零)")
_ALL_NONE = re.compile(
    r"(?:其余|其他|其它|各项|全部|所有|以上|均|全|都|数据|指标|数)*(?:为|是)?(?:0|零|无)"
)
_DAYS: Mapping[Kind, re.Pattern[str]] = {
    Kind.DATE: re.compile(
        r"(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]?|\d{1,2}[日号]|昨[天晚日]|今[天晚日]"
    ),
    Kind.WEEK: re.compile(
        r"(?:\d{4}年)?第?[\d一二三四五]+周|本周|上周|(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}日?(?:-(?:\d{1,2}[月./-])?\d{1,2}日?)?"
    ),
    Kind.MONTH: re.compile(r"(?:\d{4}[年./-])?\d{1,2}月份?|\d{4}[./-]\d{1,2}(?![\d./-])|本月|上月|上个月"),
}  # fmt: skip
_IN_HEADS: Mapping[Kind, re.Pattern[str]] = {
    Kind.DATE: re.compile(
        r"(?:\d{4}[年./-])?\d{1,2}月\d{1,2}[日号]|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)|昨[天晚]|今[天晚]"
    ),
    Kind.WEEK: re.compile(
        r"(?:\d{4}[年.])?\d{1,2}[月.]\d{1,2}日?\s*[-—~～至到]+\s*(?:\d{1,2}[月.])?\d{1,2}日?|(?:\d{4}年)?第?\d{1,2}周|本周|上周"
    ),
    Kind.MONTH: re.compile(r"(?:\d{4}年)?\d{1,2}月(?!\d)份?|\d{4}[./-]\d{1,2}(?![\d./-])"),
}
_SEVERAL = re.compile(r"(?:[2-9]|\d{2,}|[两二三四五六七八九十])\s*[起件](?!因)")
_SPOKEN = re.compile(r"今[天日晚]|昨[天日晚]")
_TODAY = {"今日": "今天", "昨日": "昨天"}


@dataclass(frozen=True, slots=True)
class Words:
    """How a ledger is spoken of: its fields, the heading of each in words, and who knows the registers.

    ``free`` is the field of words that belong to no other; ``day`` that of the day, week or month. ``named``
    says which field a name of a register belongs to, ``person`` is the field of a bare name of somebody;
    ``nothing`` are words that say of some fields that there was none, ``choices`` by field other words for
    its choices. ``within`` says what a piece tells by the way: names of registers, how a matter stands. ``beside`` are figures
    that no field holds and that stay among the free words unasked.
    """

    fields: Sequence[Field]
    headings: Mapping[str, str]
    day: str
    free: str
    named: Callable[[str], str | None]
    nothing: Mapping[str, Sequence[str]]
    person: str = ""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    within: Callable[[str], Mapping[str, str]] = lambda _piece: {}
    beside: re.Pattern[str] | None = None

    @property
    def counted(self) -> list[Field]:
        """The fields of figures."""
        return [each for each in self.fields if each.kind is Kind.INTEGER]


@dataclass(slots=True)
class Report:
    """One report with what was understood, by field; ``asked`` are pieces with a figure nobody knows.

    ``not_held`` are the words by which it says that nothing was done (未开展).
    """

    text: str
    village: str
    number: int
    values: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    replaces: tuple[int, ...] = ()
    several: tuple[str, ...] = ()
    whose: str = ""
    not_held: str = ""

    @property
    def tells(self) -> bool:
        """Whether it says anything of its village."""
        return bool(self.values)


def read(
    text: str, is_village: Callable[[str], bool], words: Words
) -> tuple[list[Report], tuple[str, ...]]:
    """The reports of a text, and the lines over them that say of which day, week or month they are."""
    kind = next(each.kind for each in words.fields if each.name == words.day)
    found: list[Report] = []
    heads: list[str] = []
    day = ""
    for line in chat_text.reported(_THOUSANDS.sub("", text), is_village):
        if line.passed:
            continue
        if not line.village:
            if said := [each[0] for each in _IN_HEADS[kind].finditer(line.text)]:
                # 本周（10月5日-11日）: the days say it more exactly than the word.
                day = min(said, key=lambda each: each in chat_text.RELATIVE)
                day = chat_text.on_day(day, line.sent)
                heads.append(line.text)
            continue
        told = Report(line.text, line.village, line.number, several=line.others, whose=line.whose)
        told.not_held = group_log.says_not_held(line.pieces)
        _understand(told, line.pieces, words, kind)
        own = told.values.get(words.day, "")
        if (
            not own
            and not day
            and kind is Kind.DATE
            and len(spoken := {*_SPOKEN.findall(line.text)}) == 1
        ):
            own = spoken.pop()  # 我村今天开展反诈宣传
        own = _TODAY.get(own, own)
        own = "" if day and own in ("今晚", "今天") else own
        if when := chat_text.on_day(own or day, line.sent):
            told.values[words.day] = when
        if line.corrects:
            found = _corrected(found, told, words)
        if told.tells:
            found.append(told)
    return found, tuple(heads)


def _corrected(found: list[Report], told: Report, words: Words) -> list[Report]:
    """The reports without the last one of the same village and day; what it alone said is kept."""
    for before in reversed(found):
        mine, other = told.values.get(words.day), before.values.get(words.day)
        if before.village == told.village and (not mine or not other or mine == other):
            told.values = {**before.values, **told.values}
            told.replaces = (*before.replaces, before.number)
            return [each for each in found if each is not before]
    return found


def _understand(told: Report, pieces: Sequence[str], words: Words, kind: Kind) -> None:
    taking = _Taking(told, words, kind)
    for piece in pieces:
        taking.take(piece)
    taking.finish()


def _alike(unit: str, other: str) -> bool:
    """Whether a figure told in one unit may be one of a field that is counted in the other."""
    known = [unit in group for group in _LIKE], [other in group for group in _LIKE]
    if not (unit and other and any(known[0]) and any(known[1])):
        return True
    return any(map(all, zip(*known, strict=True)))


class _Taking:
    """The pieces of one report, one after the other."""

    def __init__(self, told: Report, words: Words, kind: Kind) -> None:
        self.values = told.values
        self._told, self._words, self._kind = told, words, kind
        self._known = {each.name: each for each in words.fields}
        self._waiting: tuple[str, str] | None = None
        self._rest: list[str] = []

    def take(self, piece: str) -> None:
        """Put a piece where it belongs."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            if self._says(waiting[1], piece):
                self.values[waiting[1]] = piece
                return
            self._left(waiting[0])
        if _DAYS[self._kind].fullmatch(piece) and self._words.day not in self.values:
            self.values[self._words.day] = piece
        elif none := self._words.nothing.get(piece):
            for counted in none:
                self.values.setdefault(counted, "0")
        elif name := self._heading(piece):
            self._choose(piece)
            self._waiting = (piece, name)
        elif not (self._choose(piece) or self._figures(piece) or self._named(piece)):
            self._left(piece)

    def finish(self) -> None:
        """What was left over goes to the field of free words, or is asked about."""
        self._choose_within()
        self._tell_within()
        if self._waiting is not None and self._waiting[0] not in self.values.values():
            self._left(self._waiting[0])
        if self._rest:
            self.values[self._words.free] = "，".join(self._rest)

    def _tell_within(self) -> None:
        """What one piece alone tells by the way: 排查出邻里纠纷1起, 司法所负责, 正在调解. The pieces stay."""
        found: dict[str, set[str]] = {}
        for piece in self._rest:
            for name, value in self._words.within(piece).items():
                found.setdefault(name, set()).add(value)
        for name, values in found.items():
            if len(values) == 1:
                self.values.setdefault(name, values.pop())

    def _left(self, piece: str) -> None:
        self._rest.append(piece)
        if self._words.free == "summary" and _SEVERAL.search(piece):
            self._told.asked.append(piece)  # two disputes are no one record
        if self._words.beside is not None and self._words.beside.fullmatch(piece):
            return
        if re.search(r"\d", piece) and self._known[self._words.free].name == "remark":
            self._told.asked.append(piece)

    def _says(self, name: str, piece: str) -> bool:
        """Whether a piece is the value of the field whose heading stood before it."""
        each = self._known[name]
        if name in self.values:
            return False
        if each.kind is Kind.INTEGER:
            return re.fullmatch(rf"{_NUMBER}\s*(?:{_COUNTERS})?|无|没有|零", piece) is not None
        if each.kind is Kind.CHOICE and each.strict_choices:
            return piece in each.choices
        return self._heading(piece) is None

    def _heading(self, said: str) -> str | None:
        """The field that words are a heading of, whatever is commonly said round it."""
        for word in (said, _BEFORE.sub("", said)):
            for bare in (word, _BEHIND.sub("", word)):
                if bare in self._words.headings:
                    return self._words.headings[bare]
        return None

    def _choose(self, piece: str) -> bool:
        for each in self._words.fields:
            if each.kind is Kind.CHOICE and piece in each.choices and each.name not in self.values:
                self.values[each.name] = piece
                return True
        return False

    def _choose_within(self) -> None:
        """A choice that every report must make and that one piece alone names: 庭院会1场, 广播宣传冬季防火.

        The piece stays among the free words, unless it says no more than that it was done once.
        """
        for each in self._words.fields:
            if each.kind is not Kind.CHOICE or not each.required or each.name in self.values:
                continue
            meant = {**self._words.choices.get(each.name, {}), **{w: w for w in each.choices}}
            found = [
                (piece, word)
                for piece in self._rest
                for word in meant
                if len(word) > 1 and word in piece and not re.search(r"[未没不]", piece)
            ]
            told = [
                (piece, word)
                for piece, word in found
                if not any(p == piece and word in w and w != word for p, w in found)
            ]
            if len({piece for piece, _word in told}) == len({meant[w] for _p, w in told}) == 1:
                piece, word = told[0]
                self.values[each.name] = meant[word]
                held = rf"(?:召开|开展|组织|举办|利用|通过)?了?\S{{0,3}}{word}(?:宣传|播放)?"
                if re.fullmatch(
                    rf"{held}\d{{0,3}}[场次期遍回条幅块]?", piece
                ):  # no field says how often
                    self._told.asked = [said for said in self._told.asked if said != piece]
                if re.fullmatch(rf"(?:召开|开展|组织|举办)?了?{word}[1一]?[场次期]?", piece):
                    self._rest.remove(piece)

    def _figures(self, piece: str) -> bool:
        """走访35户发放公开信30份, 3起警情, 盗窃无, 其余为0."""
        none = _NONE.fullmatch(piece)
        name = self._heading(none[1] or none[2]) if none else None
        if name and self._known[name].kind is Kind.INTEGER and name not in self.values:
            self.values[name] = "0"
            return True
        if _ALL_NONE.fullmatch(piece) and len(piece) > 1:
            for each in self._words.counted:
                self.values.setdefault(each.name, "0")
            return True
        found = [*_FIGURE.finditer(piece)]
        if not found or found[0].start():
            return False
        after = piece[found[-1].end() :]
        told = [(each[1].strip(), f"{each[2].strip()}{each[3]}", each[3]) for each in found]
        if after and (len(told) > 1 or told[0][0]):
            return False
        values: dict[str, str] = {}
        for before, value, unit in told:
            name = self._heading(before or after) if before or after else self._by_unit(unit)
            if name is None or self._known[name].kind is not Kind.INTEGER:
                return False
            if not _alike(unit, self._known[name].unit):
                return False
            if name in self.values or name in values:
                return False
            values[name] = value
        self.values |= values
        for before, _value, _unit in told:
            self._choose(_BEFORE.sub("", before))
        return True

    def _by_unit(self, unit: str) -> str | None:
        """The one field that is counted so; where a ledger has one figure, that one."""
        counted = self._words.counted
        found = [each.name for each in counted if each.unit == unit] if unit else []
        if len(counted) == 1:
            found = [counted[0].name]
        return found[0] if len(found) == 1 else None

    def _named(self, piece: str) -> bool:
        """A name of a register, a time, a grid, or a heading of words written together with its words."""
        name = self._words.named(piece)
        if name is not None and name not in self.values:
            self.values[name] = piece
            return True
        for each in self._words.fields:
            if each.name in self.values:
                continue
            if each.kind is Kind.TIME and chat_text.is_time(piece):
                self.values[each.name] = piece
                return True
            if each.kind is Kind.TEXT and piece.endswith(each.label) and piece != each.label:
                self.values[each.name] = piece
                return True
            if each.kind in (Kind.TEXT, Kind.NAMES) and re.fullmatch(
                rf"{re.escape(each.label)}\S{{2,}}", piece
            ):
                self.values[each.name] = piece.removeprefix(each.label)
                return True
        person = self._words.person
        if person and person not in self.values and chat_text.is_name(piece):
            self.values[person] = piece
            return True
        return False
