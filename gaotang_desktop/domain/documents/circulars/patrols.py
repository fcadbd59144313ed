"""夜巡通报: how the villages kept their nights in a period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Column,
    OfficialPaper,
    Paragraph,
    Table,
)
from gaotang_desktop.domain.documents.wordings import (
    CIRCULAR_CLOSING,
    MANY,
    SEE_ANNEX,
    Envelope,
    alike,
    alike_or_foremost,
    before_day,
    counted_as_none,
    enclose,
    foremost,
    heading,
    in_sentence,
    left_out,
    moved,
    numbered,
    percent,
    rate,
    share,
    until_words,
    villages,
)

_NAMED_AGAIN = 3
_COUNTS = ("due", "done", "checked", "on_duty", "missed", "person_times", "hazards",
           "self_reported", "verified")  # fmt: skip


@dataclass(frozen=True, slots=True)
class VillageNights:
    """One village in the period: nights due and done, checks, people, hazards.

    ``due`` are whole nights (14 of 13.29; none where less than one was due), so that no village is
    praised here that loses points in the evaluation; ``surplus`` of the nights done went beyond
    what was due of their month.

    ``checked`` spot checks found ``on_duty``; ``missed`` nights are registered as 未巡;
    of the nights ``self_reported`` rest on the village's word, ``verified`` on a check.
    """

    village: str
    due: int
    done: int
    checked: int = 0
    on_duty: int = 0
    missed: int = 0
    person_times: int = 0
    hazards: int = 0
    self_reported: int = 0
    verified: int = 0
    surplus: int | None = None
    remark: str = ""

    @property
    def kept(self) -> int:
        """Nights within what was due of their month: what 到位率 counts."""
        return self.done - (max(0, self.done - self.due) if self.surplus is None else self.surplus)

    @property
    def is_kept(self) -> bool:
        """Whether anything is on record of the village."""
        return bool(self.done or self.missed or self.checked)

    def plus(self, other: "VillageNights") -> "VillageNights":
        """The village in both spans together, each with its own due."""
        counts = {name: getattr(self, name) + getattr(other, name) for name in _COUNTS}
        beyond = self.done - self.kept + other.done - other.kept
        return VillageNights(self.village, **counts, surplus=beyond, remark=self.remark)


@dataclass(frozen=True, slots=True)
class PatrolFigures:
    """The figures of a period; ``before`` are the same sums of the period before, if there are any.

    ``against`` names that period (上月, 上季度). ``handled`` of all hazards were dealt with. Of a
    period that still runs ``until`` is its last day told: nothing of it stands beside a whole period.
    ``gaps`` are the months of which nothing is on record: they are in no figure. ``silent`` are
    those without a night on record that the evaluation counts, as other ledgers have records of them.

    ``lacking`` says of each village how many nights it lacks, where that is not all of ``due``:
    tonight may still be patrolled. ``since`` is the office's first night on record if that lies in
    the period: before it nothing was due.
    """

    period: str
    villages: tuple[VillageNights, ...]
    handled: int = 0
    against: str = "上月"
    before: VillageNights | None = None
    until: date | None = None
    gaps: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()
    lacking: tuple[int, ...] | None = None
    since: date | None = None

    @property
    def lacks(self) -> Mapping[str, int]:
        """By village the nights it is blamed for, none where it lacks none."""
        told = self.lacking or [max(0, row.due - row.kept) for row in self.villages]
        return {row.village: n for row, n in zip(self.villages, told, strict=True)}


def patrol_circular(
    figures: PatrolFigures, envelope: Envelope, *, answer_by: date
) -> OfficialPaper:
    """The circular with its annex of all villages; villages in their given order."""
    title = f"关于{figures.period}平安夜巡工作情况的通报"
    total = total_of(figures.villages)
    opening = Paragraph(f"现将{figures.period}全镇平安夜巡工作情况通报如下：", key="opening")
    if not total.done and not total.missed and not total.checked:
        said = (
            f"{figures.period}没有收到各村的夜巡登记，也没有抽查记录，到位情况无法统计。"
            f"请各村于{before_day(answer_by)}向综治中心补报夜巡登记表；确未开展的，一并说明原因。"
        )
        if figures.silent and total.due:
            said += f"补报以前，考评按应巡{total.due}次、实巡0次计。"
        return enclose(
            "通报",
            title,
            [opening, Paragraph(said, key="no-data"), Paragraph(CIRCULAR_CLOSING)],
            envelope,
        )
    blocks = [
        opening,
        heading(1, "总体情况"),
        *_overall(figures, total),
    ]
    # A heading over nobody would read as blame of all.
    praised = _praise(figures.villages)
    if praised:
        blocks += [heading(2, "好的做法"), Paragraph(praised, key="praise")]
    after = 3 if praised else 2
    blocks += [
        heading(after, "存在问题"),
        *_problems(figures),
        heading(after + 1, "下步要求"),
        *_requests(figures, answer_by),
        Paragraph(CIRCULAR_CLOSING),
    ]
    annex = Annex(f"{figures.period}平安夜巡情况统计表", (_table(figures.villages, total),))
    return enclose("通报", title, blocks, envelope, [annex])


def total_of(rows: Iterable[VillageNights]) -> VillageNights:
    """All villages: what one of them did beyond its due does not count for another."""
    total = VillageNights("合计", 0, 0)
    for row in rows:
        total = total.plus(row)
    return total


def _overall(figures: PatrolFigures, total: VillageNights) -> list[Paragraph]:
    before = figures.before
    arrived = rate(total.kept, total.due)
    was = rate(before.kept, before.due) if before else None
    # Of no night nobody went out: that is not told, nor compared.
    people = f"，出动{total.person_times}人次" if total.done else ""
    arrival = f"到位率{percent(arrived, fixed=True)}"
    if not total.due:
        said = people.removeprefix("，") + "。" if people else ""
        compared = f"{said}各村应巡都不到一次或者没有规定次数，不计到位率。"
    elif figures.until is not None:
        # Part of a month beside a whole one: what is due is made whole nights, tonight is open.
        compared = f"{arrival}{people}。本期没有结束，不与{figures.against}相比。"
    elif before is None:
        compared = f"{arrival}{people}。没有{figures.against}数据可比。"
    else:
        compared = f"{arrival}，{moved(arrived, was, figures.against, '个百分点')}"
        if people:
            crowd = moved(total.person_times, before.person_times, figures.against, "人次")
            compared += f"；{people.removeprefix('，')}，{crowd}"
        compared += "。"
    done = f"实巡{total.done}次"
    if total.kept < total.done and total.due:
        done += (
            f"，其中应巡次数以内的{total.kept}次（各村多巡的不抵{_others(figures.villages)}的缺额）"
        )
    owed = f"应巡{total.due}次，" if total.due else ""
    without = (left_out(figures.gaps, "夜巡"), counted_as_none(figures.silent, "夜巡"))
    span = figures.period + until_words(figures.until, "，".join(filter(None, without)))
    overall = f"{span}，全镇{len(figures.villages)}个村{owed}{done}，{compared}"
    if figures.since is not None and total.due:
        overall += f"夜巡从{figures.since.month}月{figures.since.day}日开始登记，应巡从这一天算起。"
    known = total.self_reported + total.verified
    if known and total.verified:
        overall += (
            f"实巡记录中，村自报{total.self_reported}次，抽查或者带队核实{total.verified}次。"
        )
    elif known:
        # Where there were spot checks the next sentence tells of them.
        overall += f"实巡记录都是村自报{'' if total.checked else '，没有抽查或者带队核实'}。"
    if total.checked:
        checks = (
            f"镇综治中心抽查{total.checked}次，在岗{total.on_duty}次，"
            f"在岗率{share(total.on_duty, total.checked, fixed=True)}。"
        )
    else:
        checks = "本期没有开展抽查。"
    if total.hazards:
        left = total.hazards - figures.handled
        if left <= 0:
            handled = "均已处置" if total.hazards > 1 else "已处置"
        elif figures.handled:
            handled = f"已处置{figures.handled}处，还有{left}处没有登记处置情况"
        else:
            handled = "还没有登记处置情况"
        checks += f"夜巡中发现隐患和问题{total.hazards}处，{handled}。"
    elif total.done:
        checks += "夜巡中没有发现隐患和问题。"
    return [Paragraph(overall, key="overall"), Paragraph(checks, key="checks")]


def _others(rows: Iterable[VillageNights]) -> str:
    """Whose lack the surplus of a village does not make up for: in several months its own too."""
    return "别村" if all(row.surplus is None for row in rows) else "别村和别月"


def _is_blamed(row: VillageNights, lacks: Mapping[str, int]) -> bool:
    """Whether the paper names the village among its problems."""
    return lacks[row.village] > 0 or row.on_duty < row.checked


def _praise(rows: tuple[VillageNights, ...]) -> str:
    """Who did all that was due; nothing where nobody did."""
    sound = [r for r in rows if r.due and r.kept >= r.due and r.on_duty >= r.checked]
    seen = [r.village for r in sound if r.checked]
    unseen = [r.village for r in sound if not r.checked]
    praise = ""
    if seen:
        praise = f"{in_sentence(seen)}完成了应巡次数，抽查时都在岗。"
    if unseen:
        also = "也" if seen else ""
        # Where nobody was checked the paper has said so.
        unchecked = "，本期没有抽查到" if any(row.checked for row in rows) else ""
        praise += f"{in_sentence(unseen)}{also}完成了应巡次数{unchecked}。"
    counts = sorted(((r.hazards, r.village) for r in sound if r.hazards > 1), key=lambda e: -e[0])
    if finders := foremost(counts, 3):
        named = alike((village, f"{count}处") for count, village in finders)
        praise += (
            f"夜巡发现并登记隐患{finders[0][0]}处。"
            if len(sound) == 1
            else f"其中夜巡发现并登记隐患较多的有{named}。"
        )
    return praise


def _problems(figures: PatrolFigures) -> list[Paragraph]:
    found = []
    rows, lacks = figures.villages, figures.lacks
    silent = [r.village for r in rows if lacks[r.village] and not r.done]
    behind = sorted((r for r in rows if r.done and lacks[r.village]), key=lambda r: r.kept / r.due)
    absent = sorted((r for r in rows if r.on_duty < r.checked), key=lambda r: r.on_duty - r.checked)
    if silent:
        still = "还" if figures.until else "整期"
        found.append(f"没有夜巡记录。{in_sentence(silent)}{still}没有夜巡记录。")
    if behind and figures.lacking is not None:
        # As it is told: what a village lacks counts, not its share of what was due.
        behind = sorted(behind, key=lambda r: -lacks[r.village])
        named, cut = alike_or_foremost(
            [(r.village, f"差{lacks[r.village]}次", lacks[r.village]) for r in behind]
        )
        see = SEE_ANNEX if cut else ""
        found.append(f"夜巡次数不足。按{_judged(figures)}应巡的次数，{named}没有完成{see}。")
    elif behind:
        named, cut = alike_or_foremost(
            [(r.village, f"{r.kept}/{r.due}次", r.kept / r.due) for r in behind]
        )
        # Of one month what counts is what was done; of several months it may be less.
        by_month = any(r.kept < r.done for r in behind)
        basis = (
            "没有完成每个月的应巡次数（计入/应巡）" if by_month else "没有完成应巡次数（实巡/应巡）"
        )
        found.append(f"夜巡次数不足。{named}{basis}{SEE_ANNEX if cut else ''}。")
    if absent:
        named, cut = alike_or_foremost(
            [(r.village, f"{r.checked - r.on_duty}次", r.checked - r.on_duty) for r in absent]
        )
        found.append(f"抽查不在岗。抽查时{named}脱岗或者未巡{SEE_ANNEX if cut else ''}。")
    if not found:
        checked = any(r.checked for r in rows)
        seen = "抽查没有发现脱岗" if checked else "本期没有开展抽查"
        nights = ""
        if any(r.due for r in rows) and all(r.kept >= r.due for r in rows):
            nights = "各村都完成了应巡次数，"
        elif any(r.due for r in rows) and not _first_day(figures):
            nights = f"按{_judged(figures)}应巡的次数，没有村落后，"
        found.append(f"{nights}{seen}。")
    return numbered(found, "problems")


def _first_day(figures: PatrolFigures) -> bool:
    """Whether no night of the month is over by which a village could be judged."""
    return figures.until is not None and figures.until.day == 1


def _judged(figures: PatrolFigures) -> str:
    """到10月23日: the nights by which villages are judged, tonight not among them."""
    if figures.until is None:
        return ""
    last = figures.until - timedelta(days=1)
    return f"到{last.month}月{last.day}日"


def _again(names: list[str]) -> str:
    """Villages that stand by name in the section above: a few again, many as 上述.

    Of more than a sentence holds the section above names the foremost alone.
    """
    if len(names) > MANY:
        return f"没有完成应巡次数或者抽查不在岗的{len(names)}个村"
    return villages(names) if len(names) <= _NAMED_AGAIN else f"上述{len(names)}个村"


def _requests(figures: PatrolFigures, answer_by: date) -> list[Paragraph]:
    lacks = figures.lacks
    behind = [r.village for r in figures.villages if _is_blamed(r, lacks)]
    requests = []
    if behind:
        requests.append(
            f"限期整改。{_again(behind)}要查明原因，于{before_day(answer_by)}把整改情况书面报镇综治中心。"
        )
    requests += [
        "坚持常态。各村书记是第一责任人，综治资料员是具体责任人，要按规定的次数、人数、时长组织夜巡，"
        "当晚巡、当晚记，没有发现问题的也如实登记。",
        "闭环处置。发现的隐患能当场处置的当场处置，不能当场处置的当晚报镇综治中心，"
        "由综治中心会同派出所等单位督促销号。",
    ]
    return numbered(requests, "requests")


def _table(rows: tuple[VillageNights, ...], total: VillageNights) -> Table:
    columns = (
        Column("序号", 4, "centre"),
        Column("村", 8),
        Column("应巡", 5, "decimal", "夜巡次数"),
        Column("实巡", 5, "decimal", "夜巡次数"),
        Column("计入", 5, "decimal", "夜巡次数"),
        Column("自报", 5, "decimal", "其中"),
        Column("核实", 5, "decimal", "其中"),
        Column("抽查", 5, "decimal", "抽查"),
        Column("在岗", 5, "decimal", "抽查"),
        Column("未巡", 5, "decimal"),
        Column("人次", 7, "decimal"),
        Column("隐患", 5, "decimal"),
        Column("备注", 8.5),
    )
    lines = [_line(str(place), row) for place, row in enumerate(rows, start=1)]
    notes = [
        "应巡按规定的次数和当月天数计，零头进为一次，总共不到一次的不计；实巡按夜晚计，一个村同一晚记一次；计入为当月应巡次数以内的，"
        f"多巡的不抵{_others(rows)}的缺额。到位率=计入合计÷应巡合计。",
        "自报为只有村里登记的，核实为抽查核实、带队核实或者警民联合的。在岗为抽查时在岗的次数，未巡为登记了原因的。",
    ]
    return Table(columns, (*lines, _line("", total)), total=True, notes=tuple(notes))


def _line(place: str, row: VillageNights) -> tuple[str, ...]:
    counts = (
        row.due,
        row.done,
        row.kept,
        row.self_reported,
        row.verified,
        row.checked,
        row.on_duty,
        row.missed,
        row.person_times,
        row.hazards,
    )
    return (place, row.village, *(str(count) for count in counts), row.remark)
