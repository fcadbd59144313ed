"""民调通报: what a poll found, with its samples and intervals; never who answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Column,
    OfficialPaper,
    Paragraph,
    Table,
    written_date,
)
from gaotang_desktop.domain.documents.wordings import (
    CIRCULAR_CLOSING,
    Envelope,
    before_day,
    enclose,
    heading,
    in_sentence,
    numbered,
    percent,
    rate,
    villages,
)
from gaotang_desktop.domain.polls import MINIMUM_SAMPLE, wilson


@dataclass(frozen=True, slots=True)
class PollVillage:
    """One village: valid sample and how many were satisfied, by question; ``None``: not asked."""

    village: str
    sample: int
    hits: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class PollProblem:
    """A problem that residents named, what is done about it, who does it until when, or did it."""

    text: str
    measure: str = ""
    responsible: str = ""
    due: date | None = None
    mended_on: date | None = None


@dataclass(frozen=True, slots=True)
class PollFigures:
    """One poll. ``before`` holds the rates of the poll before by question, in per cent.

    ``overlaps`` says by question whether the ranges of the two overlap: then neither rose nor fell
    for certain.
    """

    name: str
    level: str
    span: str
    source: str
    questions: tuple[str, ...]
    villages: tuple[PollVillage, ...]
    before: tuple[Decimal | None, ...] = ()
    overlaps: tuple[bool, ...] = ()
    against: str = "上期"
    problems: tuple[PollProblem, ...] = ()
    minimum_sample: int = MINIMUM_SAMPLE


def poll_circular(figures: PollFigures, envelope: Envelope, *, answer_by: date) -> OfficialPaper:
    """The circular with its annex of all villages."""
    named = poll_title(figures.name, figures.level)
    title = f"关于{named}结果的通报"
    opening = Paragraph(f"现将{named}结果通报如下：", key="opening")
    sample = sum(each.sample for each in figures.villages)
    if not sample:
        said = f"{named}没有收到有效样本，本期不评价各村结果。收到数据后另行通报。"
        return enclose(
            "通报",
            title,
            [opening, Paragraph(said, key="no-data"), Paragraph(CIRCULAR_CLOSING)],
            envelope,
        )
    blocks = [
        opening,
        heading(1, "基本情况"),
        Paragraph(_basis(figures, sample), key="basis"),
        heading(2, "总体结果"),
        Paragraph(_overall(figures), key="overall"),
        heading(3, "各村情况"),
        Paragraph(_by_village(figures), key="villages"),
        heading(4, "群众反映的问题"),
        *_problems(figures),
        heading(5, "整改要求"),
        *_requests(figures, envelope.dated_on, answer_by),
        Paragraph(CIRCULAR_CLOSING),
    ]
    annex = Annex(f"{named}各村结果", _tables(figures))
    return enclose("通报", title, blocks, envelope, [annex])


def poll_title(name: str, level: str) -> str:
    """What a title calls a poll: its name, with what it is where the name does not say so."""
    name = name.strip()
    if any(word in name for word in ("调查", "民调", "测评", "访问")):
        return name
    return f"{name}民意调查" if level in name or "自测" in name else f"{name}{level}民意调查"


def _basis(figures: PollFigures, sample: int) -> str:
    asked = [each for each in figures.villages if each.sample]
    level = figures.level if len(figures.level) > 1 else f"{figures.level}级"
    basis = f"本次民意调查为{level}调查，时间为{figures.span}"
    basis += f"，数据来源为{figures.source}。" if figures.source.strip() else "。"
    basis += f"{len(asked)}个村有有效样本，合计{sample}份。"
    none = [each.village for each in figures.villages if not each.sample]
    if none:
        basis += f"{in_sentence(none)}没有样本，不参加比较。"
    return basis


def _overall(figures: PollFigures) -> str:
    parts: list[str] = []
    moved: list[str] = []
    unclear: list[str] = []
    few = sum(each.sample for each in figures.villages) < figures.minimum_sample
    for at, question in enumerate(figures.questions):
        hits, sample = _asked(figures, at)
        now = rate(hits, sample)
        was = figures.before[at] if at < len(figures.before) and not few else None
        if now is None:
            parts.append(f"{question}没有样本")
            continue
        said = (
            f"{question}的占{percent(now, fixed=True)}"
            f"（{sample}份，可信范围{_interval(hits, sample)}）"
        )
        if was is not None:
            # Named once: the others are compared with the same poll.
            joined = "与" if now == was else "比"
            against = "" if moved else f"{joined}{figures.against}"
            said += f"，{against}{_step(now - was)}"
            moved.append(question)
            if now != was and at < len(figures.overlaps) and figures.overlaps[at]:
                unclear.append(question)
        parts.append(said)
    if few:
        ending = f"全镇有效样本不足{figures.minimum_sample}份，只作参考，不与以前比较。"
    elif not moved:
        ending = f"没有{figures.against}数据可比。"
    elif unclear:
        named = "" if len(moved) == 1 else "各项" if unclear == moved else "、".join(unclear)
        whose = f"{named}的" if named else ""
        ending = f"{whose}可信范围与{figures.against}的重叠，升降不能断定。"
    else:
        ending = ""
    return "全镇" + "；".join(parts) + "。" + ending


def _step(change: Decimal) -> str:
    if not change:
        return "持平"
    return f"{'上升' if change > 0 else '下降'}{abs(change)}个百分点"


def _asked(figures: PollFigures, at: int) -> tuple[int, int]:
    asked = [each for each in figures.villages if each.sample and each.hits[at] is not None]
    return sum(each.hits[at] or 0 for each in asked), sum(each.sample for each in asked)


def _interval(hits: int, sample: int) -> str:
    found = wilson(hits, sample)
    return (
        "—"
        if found is None
        else f"{percent(found[0], fixed=True)}至{percent(found[1], fixed=True)}"
    )


def _by_village(figures: PollFigures) -> str:
    enough = [v for v in figures.villages if v.sample >= figures.minimum_sample]
    few = [v.village for v in figures.villages if 0 < v.sample < figures.minimum_sample]
    said = []
    for at, question in enumerate(figures.questions):
        rated = [v for v in enough if v.hits[at] is not None]
        if len(rated) > 1:
            said.append(_compared(question, at, rated))
    compared = bool(said)
    if not compared:
        said.append("有足够样本的村不到两个，各村之间不作比较。")
    if few:
        said.append(
            f"{in_sentence(few)}样本不足{figures.minimum_sample}份，结果仅供参考，不参加比较。"
        )
    if compared:
        said.append("各村样本有限，可信范围重叠的村之间差别可能出于偶然，不宜据此断定高下。")
    return "".join(said)


def _compared(question: str, at: int, rated: Sequence[PollVillage]) -> str:
    """The highest and the lowest village, where the samples can tell the two apart."""
    rates = {v.village: rate(v.hits[at] or 0, v.sample) or Decimal(0) for v in rated}
    high, low = max(rates.values()), min(rates.values())
    if high == low:
        return f"{question}的比率各村都是{percent(high, fixed=True)}。"
    spans = {
        v.village: wilson(v.hits[at] or 0, v.sample) or (Decimal(0), Decimal(100)) for v in rated
    }
    top = [name for name, value in rates.items() if value == high]
    least = [name for name, value in rates.items() if value == low]
    ends = f"{percent(low, fixed=True)}至{percent(high, fixed=True)}"
    if min(spans[name][0] for name in top) <= max(spans[name][1] for name in least):
        return f"{question}的比率各村在{ends}之间，最高和最低的可信范围重叠，不分高下。"
    return (
        f"{question}的比率最高的是{villages(top)}（{percent(high, fixed=True)}），"
        f"最低的是{villages(least)}（{percent(low, fixed=True)}），两者的可信范围不重叠。"
    )


def _problems(figures: PollFigures) -> list[Paragraph]:
    if not figures.problems:
        return [Paragraph("本次调查没有登记群众反映的具体问题。", key="problems")]
    return numbered([f"{each.text.rstrip('。')}。" for each in figures.problems], "problems")


def _requests(figures: PollFigures, dated_on: date, answer_by: date) -> list[Paragraph]:
    said = []
    for each in figures.problems:
        who = each.responsible.strip() or "有关村和单位"
        what = each.measure.strip().rstrip("。") or "查明原因，采取措施解决"
        matter = f"针对“{each.text.rstrip('。')}”，"
        if each.mended_on is not None:
            said.append(f"{matter}{who}已于{written_date(each.mended_on)}整改，要防止反弹。")
        elif each.due is not None and each.due < dated_on:
            said.append(
                f"{matter}由{who}{what}；{written_date(each.due)}的期限已过，"
                f"要于{before_day(answer_by)}完成并书面说明原因。"
            )
        else:
            said.append(f"{matter}由{who}{what}，于{before_day(each.due or answer_by)}完成。")
    said.append(
        f"各村、各责任单位要对照反馈认真整改，于{before_day(answer_by)}把整改情况书面报镇综治中心。"
        "要靠解决问题提高群众满意度，不得干预群众如实回答。"
    )
    return numbered(said, "requests")


_BESIDE = 2
"""Questions that stand beside each other in one table of an upright page."""


def _tables(figures: PollFigures) -> tuple[Table, ...]:
    """All villages by question; more than two questions take tables of their own."""
    count = len(figures.questions)
    return tuple(
        _table(figures, range(at, min(at + _BESIDE, count)), last=at + _BESIDE >= count)
        for at in range(0, count, _BESIDE)
    )


def _table(figures: PollFigures, asked: range, *, last: bool) -> Table:
    columns = [Column("序号", 5, "centre"), Column("村", 8), Column("有效样本", 6, "decimal")]
    for question in (figures.questions[at] for at in asked):
        columns += [
            Column("人数", 5, "decimal", question),
            Column("比率", 7.5, "decimal", question),
            Column("可信范围", 11, "centre", question),
        ]
    columns.append(Column("备注", 8))
    rows = []
    for number, each in enumerate(figures.villages, start=1):
        cells = [str(number), each.village, str(each.sample) if each.sample else "—"]
        for hits in (each.hits[at] for at in asked):
            if hits is None or not each.sample:
                cells += ["—", "—", "—"]
            else:
                found = wilson(hits, each.sample) or (Decimal(0), Decimal(100))
                cells += [str(hits), f"{rate(hits, each.sample)}%", f"{found[0]}–{found[1]}"]
        few = 0 < each.sample < figures.minimum_sample
        rows.append((*cells, "样本不足" if few else "" if each.sample else "无样本"))
    notes = [
        "比率为回答肯定的人数除以有效样本；可信范围是真实比率有95%的把握落在里面的范围，"
        "样本越少范围越宽，两个村的范围重叠时不能断定高下。"
    ]
    if any("—" in row for row in rows):
        notes.append("“—”为没有样本或者没有问这一题。")
    if any(row[-1] == "样本不足" for row in rows):
        notes.append(f"“样本不足”为有效样本不到{figures.minimum_sample}份，只作参考，不参加比较。")
    return Table(tuple(columns), tuple(rows), notes=tuple(notes) if last else ())
