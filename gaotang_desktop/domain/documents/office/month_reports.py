"""综治中心月报: what came in, how it was handled, what the villages counted, what is still open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gaotang_desktop.domain.casework.grids import Figures as Grids
from gaotang_desktop.domain.casework.incident_counts import Reported, change_said, count_said
from gaotang_desktop.domain.casework.intakes import Figures as Intakes
from gaotang_desktop.domain.casework.meetings import Figures as Meetings
from gaotang_desktop.domain.casework.pressing import Deeds
from gaotang_desktop.domain.casework.settlements import UNSAID
from gaotang_desktop.domain.casework.settlements import Figures as Endings
from gaotang_desktop.domain.casework.trouble_spots import Figures as Spots
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Block,
    Column,
    OfficialPaper,
    Paragraph,
    Table,
    written_date,
)
from gaotang_desktop.domain.documents.circulars.inspections import InspectionFigures
from gaotang_desktop.domain.documents.gates import NO_DATA
from gaotang_desktop.domain.documents.wordings import (
    Envelope,
    compared,
    heading,
    listed,
    numbered,
    of_kind,
    of_no_village,
    said_once,
    share,
    short_day,
)

CARRIES = 20
"""Below so many a percentage would move by more than five points with one matter: counts are told."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """The opinions ``received``, of them ``repeated``, ``open`` without an answer, ``of_town`` no village's.

    Whenever they came in: ``in_time`` of ``due``, what fell due; ``content`` of ``asked``.
    """

    received: int = 0
    due: int = 0
    in_time: int = 0
    asked: int = 0
    content: int = 0
    repeated: int = 0
    open: int = 0
    of_town: int = 0


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One kind of incident: now, in the span before, a year ago."""

    label: str
    unit: str
    now: Reported
    before: Reported
    last_year: Reported


@dataclass(frozen=True, slots=True)
class OpenIntake:
    """An intake that nobody was told the end of: without the person and the matter."""

    number: str
    received_on: date
    way: str
    village: str
    sort: str
    unit: str
    due_on: date | None
    stage: str
    late: bool


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision of a meeting that is not carried out."""

    held_on: date
    text: str
    unit: str
    due_on: date | None
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a month's paper tells, as it stands on ``today``.

    ``before`` is ``None`` for a ledger in which the span before has no line: then nothing is
    compared, and nothing where the span ``runs``. ``unsettled`` counts the open disputes past their deadline today, ``grid_count`` the
    grids on the list; ``inspections`` is what their own circular tells.
    """

    period: str
    against: str
    today: date
    intakes: Intakes
    intakes_before: int | None
    found: int
    found_before: int | None
    by_category: Mapping[str, int]
    endings: Endings
    unsettled: int
    opinions: Opinions
    opinions_before: int | None
    spots: Spots
    incidents: tuple[IncidentLine, ...]
    decisions: tuple[OpenDecision, ...] = ()
    open_intakes: tuple[OpenIntake, ...] = ()
    deeds: Deeds = field(default_factory=Deeds)
    inspections: InspectionFigures = field(default_factory=lambda: InspectionFigures("", (), ()))
    grids: Grids = field(default_factory=Grids)
    grid_count: int = 0
    meetings: Meetings = field(default_factory=Meetings)
    runs: bool = False

    def compared(self, now: int, before: int | None) -> str:
        """，比上月增加3件."""
        return compared(now, before, self.against, "件", runs=self.runs)

    @property
    def is_empty(self) -> bool:
        """Whether no ledger has a line of the span."""
        told, ended, heard = self.intakes, self.endings, self.opinions
        counted = (
            told.received, told.due, told.asked, self.found, ended.closed, ended.asked,
            heard.received, heard.due, heard.asked, self.spots.standing, self.spots.removed,
        )  # fmt: skip
        return not (
            any(counted)
            or self.decisions
            or self.open_intakes
            or any(self.deeds)
            or self.inspections.kinds
            or self.inspections.findings
            or self.grids.reports
            or self.meetings.held
            or any(each.now.count is not None for each in self.incidents)
        )


def month_report(figures: MonthFigures, envelope: Envelope) -> OfficialPaper:
    """The paper, with the intakes that are still open as its annex."""
    title = f"{figures.period}社会治安综合治理工作情况"
    if figures.is_empty:
        said = (
            f"{figures.period}没有登记诉求、纠纷、意见建议、检查督查、治安重点地区、发案、网格工作和"
            "会议，本期没有情况可以刊发。"
        )
        return of_kind("月报", title, [Paragraph(said, key=NO_DATA)], envelope)
    opening = (
        f"{figures.period}综治中心受理、化解、整治和发案情况如下，"
        f"办理进度截至{written_date(figures.today)}。"
    )
    parts = (_intakes(figures), _disputes(figures), _opinions(figures))
    told = said_once(figures.compared(0, None), parts)
    blocks: list[Block] = [
        Paragraph(opening, key="opening"),
        heading(1, "群众诉求受理办理"),
        Paragraph(told[0], key="intakes"),
        heading(2, "矛盾纠纷排查化解"),
        Paragraph(told[1], key="disputes"),
        heading(3, "群众意见建议"),
        Paragraph(told[2], key="opinions"),
        heading(4, "期限和督办"),
        Paragraph(_deeds(figures.deeds, figures.period), key="deeds"),
        heading(5, "检查督查"),
        Paragraph(_inspections(figures.inspections, figures.period), key="inspections"),
        heading(6, "治安重点地区整治"),
        Paragraph(_spots(figures.spots, figures.period), key="spots"),
        heading(7, "发案统计"),
        *_incidents(figures),
        heading(8, "网格工作"),
        Paragraph(_grids(figures), key="grids"),
        heading(9, "会议和决定落实"),
        Paragraph(_meetings(figures.meetings, figures.period), key="meetings"),
        *_decisions(figures),
    ]
    annexes = []
    if figures.open_intakes:
        annexes = [Annex("未办结诉求清单", (_open_table(figures.open_intakes, figures.today),))]
    return of_kind("月报", title, blocks, envelope, annexes)


def _of(part: int, whole: int, words: str, unit: str = "件") -> str:
    """20件中18件按期办结, with a percentage where the number carries one."""
    if part == whole:
        said = f"{whole}{unit}"
        return f"{said}均{words.replace('已经', '已', 1)}" if whole > 1 else f"{said}{words}"
    if not part:
        return f"{whole}{unit}{'都' if whole > 1 else ''}没有{words.removeprefix('已经')}"
    rate = f"，占{share(part, whole)}" if whole >= CARRIES else ""
    return f"{whole}{unit}中{part}{unit}{words}{rate}"


def _intakes(figures: MonthFigures) -> str:
    found = figures.intakes
    if not found.received:
        said = f"{figures.period}没有登记群众诉求。"
    else:
        said = (
            f"登记群众诉求{found.received}件（{listed(found.by_way)}）"
            f"{figures.compared(found.received, figures.intakes_before)}。"
            f"{of_no_village(found.of_town)}"
        )
        sorts = {word: n for word, n in (found.by_sort or {}).items() if word != "待分流"}
        waiting = found.received - found.sorted
        if sorts:
            said += f"已分流{found.sorted}件（{listed(sorts)}）"
            said += f"，待分流{waiting}件。" if waiting else "。"
        else:
            said += f"{waiting}件待分流。"
        said += f"{_of(found.done, found.received, '已经办结')}"
        if found.told and found.told == found.done:
            said += "，并已告知诉求人。"
        else:
            said += f"，其中{found.told}件已告知诉求人。" if found.told else "。"
        if found.repeated:
            said += f"重复诉求{found.repeated}件。"
    said += _due(found.due - found.late, found.due, "诉求（含以前登记的）", "按期办结")
    said += _asked(found.content, found.asked, "告知诉求人时")
    if figures.open_intakes:
        late = sum(each.late for each in figures.open_intakes)
        said += f"截至{written_date(figures.today)}还有{len(figures.open_intakes)}件没有办完告知"
        said += f"，其中{late}件逾期" if late else ""
        said += "，见附件。"
    return said


def _due(in_time: int, due: int, what: str, words: str) -> str:
    """本期到期的诉求（含以前登记的）9件中8件按期办结。 Nothing where nothing fell due."""
    return f"本期到期的{what}{_of(in_time, due, words)}。" if due else ""


def _asked(content: int, asked: int, when: str) -> str:
    told = _of(content, asked, "满意或者基本满意")
    return f"本期{when}问过满意情况的{told}。" if asked else ""


def _disputes(figures: MonthFigures) -> str:
    ended = figures.endings
    if figures.found:
        named = f"（{listed(figures.by_category)}）" if figures.by_category else ""
        said = f"新发现矛盾纠纷{figures.found}件{named}{figures.compared(figures.found, figures.found_before)}。"
    else:
        said = f"{figures.period}没有登记新发现的矛盾纠纷。"
    if ended.closed:
        ways = {word: n for word, n in (ended.by_way or {}).items() if word != UNSAID}
        unsaid = (ended.by_way or {}).get(UNSAID, 0)
        said += f"了结{ended.closed}件（{listed(ended.by_category)}）"
        said += f"，了结方式是{listed(ways)}" if ways else ""
        said += f"，没有写明方式的{unsaid}件" if unsaid else ""
        # Behind those without a way, 其中 would speak of them alone.
        of_all = f"了结的{ended.closed}件中" if unsaid else "其中"
        is_all = ended.settled == ended.closed
        said += "，" + ("了结的" if is_all and unsaid else "" if is_all else of_all)
        said += "均已化解。" if is_all else f"化解{ended.settled}件。"
        if ended.agreements:
            said += f"签订调解协议{ended.agreements}份"
            lacking = ended.agreements - ended.kept
            each = "均" if lacking == ended.agreements > 1 else f"{lacking}份"
            said += f"，{each}没有存原件。" if lacking else "。"
    else:
        said += f"{figures.period}没有了结的纠纷。"
    if ended.owed:
        said += f"调解协议应当履行的{_of(ended.performed, ended.owed, '已经履行')}。"
    if ended.performing:
        said += f"了结的纠纷中协议还在履行的{ended.performing}件。"
    said += _asked(ended.content, ended.asked, "回访时")
    if figures.unsettled:
        said += f"截至{written_date(figures.today)}，超过化解期限没有了结的{figures.unsettled}件。"
    return said


def _opinions(figures: MonthFigures) -> str:
    found = figures.opinions
    said = f"{figures.period}没有登记群众意见建议。"
    if found.received:
        against = figures.compared(found.received, figures.opinions_before)
        said = f"收到意见建议{found.received}件{against}。{of_no_village(found.of_town)}"
    if found.repeated:
        said += f"重复反映{found.repeated}件。"
    said += _due(found.in_time, found.due, "意见建议（含以前收到的）", "按期答复")
    return said + _asked(found.content, found.asked, "反馈答复时")


def _deeds(found: Deeds, period: str) -> str:
    said = [f"批准延期{found.extended}次"] if found.extended else []
    said += [f"提级督办{found.raised}次"] if found.raised else []
    if found.looked:
        back = found.looked - found.passed
        said.append(f"办结以后验收{found.looked}次" + (f"，退回{back}次" if back else "，均通过"))
    return f"{'，'.join(said)}。" if said else f"{period}没有延期、提级督办和验收。"


def _inspections(found: InspectionFigures, period: str) -> str:
    count = sum(number for _, number in found.kinds)
    if not (count or found.findings):
        return f"{period}没有登记检查督查。"
    said = f"开展检查督查{count}次（{listed(dict(found.kinds), '次')}）" if count else ""
    if not found.findings:
        return f"{said}，{found.without_findings}。"
    said += "，" if said else ""
    said += f"发现问题{len(found.findings)}个，"
    mended = [each for each in found.findings if each.mended_on]
    said += _of(len(mended), len(found.findings), "已经整改", "个")
    late = sum(each.is_late for each in mended)
    return said + (f"，其中{late}个超过期限才整改。" if late else "。")


def _grids(figures: MonthFigures) -> str:
    found, count = figures.grids, figures.grid_count
    if not found.reports:
        standing = f"在册网格{count}个，" if count else ""
        return f"{standing}{figures.period}没有网格上报月报。"
    said = f"在册网格{count}个，" if count else ""
    said += f"上报月报{found.reports}份，走访{found.visits}户次，"
    said += f"上报事项{found.reported}件，办结{found.handled}件"
    if found.handled:
        said += f"，办结的{_of(found.in_time, found.handled, '按期办结')}"
    return f"{said}。"


def _meetings(found: Meetings, period: str) -> str:
    if not found.held:
        return f"{period}没有登记会议。"
    said = f"召开会议{found.held}次（{listed(found.by_kind, '次')}），"
    return said + (f"形成决定{found.decided}项。" if found.decided else "没有形成决定。")


def _spots(found: Spots, period: str) -> str:
    if not (found.standing or found.listed or found.removed):
        return f"{period}没有挂牌整治的治安重点地区。"
    said = f"在册治安重点地区{found.standing}处" if found.standing else "治安重点地区目前没有在册的"
    said += f"，本期挂牌{found.listed}处" if found.listed else ""
    said += f"，摘牌{found.removed}处" if found.removed else ""
    said += f"，超过整治期限的{found.late}处" if found.late else ""
    return f"{said}。"


def _incidents(figures: MonthFigures) -> list[Block]:
    known = [each for each in figures.incidents if each.now.count is not None]
    if not known:
        said = f"{figures.period}没有村上报发案统计，不作统计。"
        return [Paragraph(said, key="incidents")]
    most = max((each.now for each in known), key=lambda each: (each.reports, each.villages))
    if all(each.now.whole for each in known):
        each_month = "每个月" if most.months > 1 else ""
        said = f"{most.of}个村{each_month}均已上报，各项见下表。"
    else:
        said = f"{most.of}个村里已经上报的有{most.villages}个"
        if most.months > 1:
            every = (
                f"每个月都报了的有{most.villages}个村" if most.villages else "没有每个月都报的村"
            )
            said = f"{most.of}个村{most.months}个月应当上报{most.due}份，已经上报{most.reports}份，{every}"
        said += "，下表是已经上报的数之和，不是全镇数，不与以前比较。"
    return [Paragraph(said, key="incidents"), _incident_table(known, figures.against)]


def _incident_table(lines: list[IncidentLine], against: str) -> Table:
    rows = []
    for each in lines:
        cells = [f"{each.label}（{each.unit}）", count_said(each.now)]
        for other in (each.before, each.last_year):
            cells += [count_said(other), change_said(each.now, other)]
        rows.append(tuple(cells))
    partly = any(
        not r.whole and r.count is not None
        for each in lines
        for r in (each.now, each.before, each.last_year)
    )
    notes = ["— 是没有上报，或者两期里有村没有上报、两期月数不同，不能比较。"]
    if partly:
        notes.append("带 * 的数有村没有报全，只是已经上报的数之和。")
    columns = (
        Column("项目", 9),
        Column("本期", 6, "centre"),
        Column(against, 6, "centre"),
        Column(f"比{against}", 6, "centre"),
        Column("去年同期", 7, "centre"),
        Column("比去年", 6, "centre"),
    )
    return Table(columns, tuple(rows), notes=tuple(notes))


def _decisions(figures: MonthFigures) -> list[Paragraph]:
    if not figures.decisions:
        said = f"截至{written_date(figures.today)}，以前会议的决定没有待落实的。"
        return [Paragraph(said, key="decisions")]
    late = sum(each.late for each in figures.decisions)
    said = f"以前会议的决定还有{len(figures.decisions)}项没有落实"
    said += f"，其中逾期{late}项，由责任单位说明原因：" if late else "："
    items = []
    for each in figures.decisions:
        due = f"，期限{short_day(each.due_on, figures.today)}" if each.due_on else ""
        words = each.text.strip().rstrip("。；")
        held = f"{short_day(each.held_on, figures.today)}会议"
        items.append(f"{words}（{held}，{each.unit}{due}，{each.state}）。")
    return [Paragraph(said, key="decisions"), *numbered(items, "decision-items")]


def _open_table(rows: tuple[OpenIntake, ...], today: date) -> Table:
    columns = (
        Column("编号", 9.5),
        Column("登记日期", 8, "centre"),
        Column("途径", 8.5),
        Column("村", 8),
        Column("分流", 6, "centre"),
        Column("交办单位", 9.5),
        Column("期限", 8, "centre"),
        Column("进度", 11, "centre"),
    )

    def day(value: date | None) -> str:
        return short_day(value, today) if value else "—"

    return Table(
        columns,
        tuple(
            (
                each.number,
                day(each.received_on),
                each.way,
                each.village or "—",
                each.sort or "—",
                each.unit or "—",
                day(each.due_on),
                f"{each.stage}{'，逾期' if each.late else ''}",
            )
            for each in rows
        ),
        size=10.5,
        notes=(
            "期限是下一步的期限：分流、签收、办结或者告知。诉求人和内容在诉求登记里，不在这里刊发。",
        ),
    )
