"""Which ledgers villages report to in a group chat beside night patrols, and how they speak of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.chat_reports import Words
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import settled
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS, SYNONYMS


@dataclass(frozen=True, slots=True)
class Shape:
    """How a ledger is reported: ``day`` is its day, week or month, ``free`` the field of words of no other.

    ``words`` are further headings as people say them, ``nothing`` what says of figures that there was none,
    ``person`` the field of a name that stands there by itself. ``tells`` are words of which a report, or a
    line over it, has one: without them it may be of another ledger, and is asked. ``beside`` are figures that
    are commonly told beside and that no field holds: they stay among the free words.
    """

    day: str
    free: str = "remark"
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nothing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    person: str = ""
    tells: re.Pattern[str] | None = None
    beside: re.Pattern[str] | None = None


_VOICE = re.compile(r"反映|建议|希望|意见|要求|诉求|请求|咨询|投诉|求助|来访|来电|盼|想要|群众说")
_NO_DISPUTE = (
    "零报告", "无纠纷", "无矛盾纠纷", "未发现纠纷", "未发现矛盾纠纷", "没有纠纷", "无矛盾", "零纠纷", "无新增", "无新增纠纷", "无",
)  # fmt: skip
_SETTLED = re.compile(r"(?:其中)?(?:已|成功)*(?:化解|调解|调处)[^\d]{0,6}\d+[起件]")
_CASES = ("frauds", "fraud_loss", "thefts", "killings")
_NO_CASE = ("零发案", "无发案", "未发案", "无案件", "没有发案", "零案件")
SHAPES: Mapping[str, Shape] = {
    "spot-checks": Shape("night", words={"checked_by": ("检查人", "带队", "抽查人员")}),
    "publicity-activities": Shape("held_on", words={
        "households": ("走访", "入户", "走访群众", "走访农户", "走访住户"),
        "audience": ("参加群众", "参与群众", "受众群众", "覆盖群众", "群众", "参加", "参与", "受教育群众", "参会", "参会群众", "到会", "参会人员"),
        "staff": ("出动", "出动人员", "参加干部", "宣传人员"),
        "letters": ("发公开信", "发放公开信", "一封信"),
        "materials": ("传单", "发放传单", "宣传单", "发放宣传单", "明白纸", "发放明白纸", "宣传册", "发放宣传册", "资料", "发放资料",
                      "发放宣传材料", "发宣传单"),
        "questionnaires": ("收回问卷", "问卷调查"),
    }),
    "inspections": Shape("held_on", free="text"),
    "disputes": Shape("found_on", free="summary"),
    "opinions": Shape("received_on", free="text", tells=_VOICE),
    "intakes": Shape("received_on", free="matter", tells=_VOICE, person="persons"),
    "dispute-reports": Shape("week", beside=_SETTLED, nothing=dict.fromkeys(_NO_DISPUTE, ("found",)), person="reported_by", words={
        "found": ("排查", "排查纠纷", "排查出纠纷", "排查矛盾", "排查矛盾纠纷", "排查出矛盾纠纷", "纠纷", "矛盾纠纷", "发现", "发现纠纷",
                  "新增", "新增纠纷", "上报", "上报纠纷"),
    }),
    "key-group-counts": Shape("month"),
    "incident-counts": Shape("month", nothing=dict.fromkeys(_NO_CASE, _CASES), words={
        "fraud_loss": ("损失", "被骗"), "alarms": ("报警", "接警"), "frauds": ("诈骗",),
    }),
    "grid-counts": Shape("month", person="worker"),
}  # fmt: skip
"""By kind of record; night patrols have a grammar of their own (``domain/sheets/chat_lines``)."""


def words_of(kind: str, finder: Finder) -> Words:
    """How a ledger is spoken of, with ``finder`` for its registers."""
    shape = SHAPES[kind]
    known = [each for each in records.fields_for(kind) if each.refers_to != "villages"]
    headings: dict[str, str] = {}
    for each in known:
        own = (
            each.label,
            *SYNONYMS.get(kind, {}).get(each.name, ()),
            *shape.words.get(each.name, ()),
        )
        for word in own:
            headings.setdefault(word, each.name)
            if each.kind is Kind.INTEGER:
                headings.setdefault(f"{word}数", each.name)
    return Words(
        known,
        headings,
        shape.day,
        shape.free,
        _register(known, finder),
        shape.nothing,
        shape.person,
        {each.name: CHOICE_WORDS.get((kind, each.name), {}) for each in known},
        _within(kind, known, finder),
        shape.beside,
    )


def _within(kind: str, known: list[Field], finder: Finder) -> Callable[[str], Mapping[str, str]]:
    """What a piece of a report tells by the way: the one name of a register in it, the state of its matter."""
    registers = [e for e in known if e.kind is Kind.REFERENCE and e.required]
    state = settled.ENDINGS[kind].state if kind in settled.ENDINGS else ""

    def of(piece: str) -> Mapping[str, str]:
        told = {}
        for each in registers:
            if len(named := finder.standing_in(each, piece)) == 1:
                told[each.name] = named[0]
        if kind == "disputes" and (stands := settled.state_in(kind, piece)):
            told[state] = stands
        return told

    return of


def _register(known: list[Field], finder: Finder) -> Callable[[str], str | None]:
    """Which field of a register a name belongs to: a category of disputes, a unit, a place."""
    registers = [each for each in known if each.kind is Kind.REFERENCE]

    def of(piece: str) -> str | None:
        found = (each.name for each in registers if finder.known_as(each, piece) is not None)
        return next(found, None)

    return of
