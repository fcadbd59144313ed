"""双提升工作报告, 工作简报 and 民情通知书: what was done in a span, worked out from the records."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from gaotang_desktop.domain.casework.intakes import Figures as Intakes
from gaotang_desktop.domain.casework.settlements import Figures as Endings
from gaotang_desktop.domain.casework.trouble_spots import Figures as Spots
from gaotang_desktop.domain.documents.blocks import (
    Block,
    OfficialPaper,
    Paragraph,
    written_date,
)
from gaotang_desktop.domain.documents.gates import NO_DATA
from gaotang_desktop.domain.documents.office.month_reports import (
    CARRIES,
    IncidentLine,
    Opinions,
)
from gaotang_desktop.domain.documents.wordings import (
    Envelope,
    counted_as_none,
    heading,
    left_out,
    numbered,
    numeral,
    of_all,
    of_kind,
    percent,
    rate,
    share,
    until_words,
)

_TEN_THOUSAND = 10000
_TOLD_OF = "夜巡、宣传、纠纷、诉求、意见、检查和会议"


@dataclass(frozen=True, slots=True)
class Nights:
    """Nights of all villages: due, kept (a village's more do not make up for another's less).

    ``gaps`` are months of which nothing is on record: they are in no figure; ``silent`` those that
    count all the same, as the evaluation counts them. ``since`` is the first night of the ledger
    where that lies within the span: nothing was due before.
    """

    villages: int = 0
    due: int = 0
    kept: int = 0
    people: int = 0
    hazards: int = 0
    without: int = 0
    gaps: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class PollLine:
    """A poll of the span: its valid sample and how many said so, by question."""

    name: str
    level: str
    sample: int
    minimum: int
    hits: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressFigures:
    """What the ledgers have of a span, as they stand on ``today``.

    ``tasks`` counts assignments of the plan by state, ``overdue`` those of them past their day.
    """

    span: str
    today: date
    nights: Nights = Nights()
    publicity: int = 0
    households: int = 0
    found: int = 0
    endings: Endings = field(default_factory=Endings)
    unsettled: int = 0
    intakes: Intakes = field(default_factory=Intakes)
    opinions: Opinions = field(default_factory=Opinions)
    inspections: int = 0
    problems: int = 0
    mended: int = 0
    late_problems: int = 0
    spots: Spots = field(default_factory=lambda: Spots(0, 0, 0, 0))
    meetings: int = 0
    late_decisions: int = 0
    polls: tuple[PollLine, ...] = ()
    incidents: tuple[IncidentLine, ...] = ()
    tasks: Mapping[str, int] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no ledger has a line of the span."""
        counted = any(each.now.count is not None for each in self.incidents)
        return not (_told(self) or self.polls or counted)


def progress_report(figures: ProgressFigures, envelope: Envelope) -> OfficialPaper:
    """The report that goes upwards; what comes next is the office's to say."""
    title = f"关于{figures.span}平安建设“双提升”工作情况的报告"
    if figures.is_empty:
        return replace(_nothing("工作报告", title, figures, envelope), addressee="××：")
    opening = (
        f"现将{figures.span}平安建设“双提升”工作情况报告如下，"
        f"办理进度截至{written_date(figures.today)}。"
    )
    blocks: list[Block] = [Paragraph(opening, key="opening"), heading(1, "工作开展情况")]
    blocks += _done(figures) or [Paragraph(f"{figures.span}{_TOLD_OF}台账里没有登记。", key="done")]
    blocks += [heading(2, "群众安全感和满意度"), *_polls(figures)]
    blocks += [heading(3, "治安形势"), Paragraph(_incidents(figures), key="incidents")]
    blocks += [heading(4, "存在问题"), *_problems(figures)]
    blocks += [heading(5, "下步打算"), Paragraph("××。"), Paragraph("特此报告。")]
    made = of_kind("工作报告", title, blocks, envelope)
    return replace(made, addressee="××：")


def news(figures: ProgressFigures, envelope: Envelope) -> OfficialPaper:
    """工作简报: the same of one period, without what is lacking."""
    title = f"{figures.span}平安建设工作动态"
    if not _told(figures):
        return _nothing("工作简报", title, figures, envelope, _TOLD_OF)
    return of_kind("工作简报", title, _done(figures, level=1), envelope)


def public_notice(figures: ProgressFigures, envelope: Envelope) -> OfficialPaper:
    """民情通知书: what residents brought and what came of it; it asks nobody for a good word."""
    title = f"{figures.span}民情通知书"
    if not _brought(figures):
        return _nothing("民情通知书", title, figures, envelope, "诉求和意见")
    waits = figures.intakes.received > figures.intakes.done or figures.opinions.open
    unfinished = (
        [heading(2, "还没有办完的"), Paragraph(_unfinished(figures), key="unfinished")]
        if waits
        else []
    )
    said = [
        Paragraph(
            f"{figures.span}，大家向综治中心反映的诉求和意见，办理情况如下，截至{written_date(figures.today)}。",
            key="opening",
        ),
        heading(1, "收到和办理"),
        Paragraph(_brought(figures), key="brought"),
        *unfinished,
        heading(3 if unfinished else 2, "联系办法"),
        Paragraph(
            f"您还有什么诉求和意见，请告诉村里的网格员，或者与综治中心联系"
            f"（{envelope.contact or '联系人：××，电话：××'}）。我们如实登记，逐件办理。",
            key="contact",
        ),
    ]
    made = of_kind("民情通知书", title, said, envelope)
    return replace(made, addressee="全镇居民朋友们：", copies_to="")


def _nothing(
    kind: str, title: str, figures: ProgressFigures, envelope: Envelope, which: str = ""
) -> OfficialPaper:
    said = f"{figures.span}{which}台账里没有登记，没有情况可以写。"
    return of_kind(kind, title, [Paragraph(said, key=NO_DATA)], envelope)


def _done(figures: ProgressFigures, *, level: int = 2) -> list[Block]:
    blocks: list[Block] = []
    for at, (words, said) in enumerate(_told(figures), start=1):
        below = Paragraph(f"（{numeral(at)}）{words}", 2)
        blocks.append(heading(at, words) if level == 1 else below)
        blocks.append(Paragraph(said, key=words))
    return blocks


def _told(figures: ProgressFigures) -> list[tuple[str, str]]:
    """What was done, ledger by ledger; a ledger without a line is left out."""
    told = (
        ("平安夜巡", _nights(figures.nights)),
        ("集中宣传", _publicity(figures)),
        ("矛盾纠纷排查化解", _disputes(figures)),
        ("诉求和意见办理", _brought(figures)),
        ("检查督查和重点整治", _inspections(figures)),
        ("研判调度", f"召开研判、调度等会议{figures.meetings}次。" if figures.meetings else ""),
    )
    return [each for each in told if each[1]]


def _nights(found: Nights) -> str:
    if not found.kept:
        return ""
    said = f"{found.villages}个村应巡{found.due}次，按应巡次数计到位{found.kept}次"
    said += f"，到位率{share(found.kept, found.due, fixed=True)}" if found.due >= CARRIES else ""
    said += f"，参加{found.people}人次" if found.people else ""
    said += f"，发现隐患{found.hazards}处" if found.hazards else ""
    first = found.since
    without = (
        left_out(found.gaps, "夜巡"),
        counted_as_none(found.silent, "夜巡"),
        f"从{first.month}月{first.day}日开始登记，应巡从这一天算起" if first else "",
    )
    said += until_words(None, "，".join(filter(None, without)))
    return f"{said}。"


def _publicity(figures: ProgressFigures) -> str:
    if not figures.publicity:
        return ""
    more = f"，入户走访{figures.households}户" if figures.households else ""
    return f"开展宣传活动{figures.publicity}场{more}。"


def _disputes(figures: ProgressFigures) -> str:
    ended = figures.endings
    if not (figures.found or ended.closed):
        return ""
    said = f"排查发现矛盾纠纷{figures.found}件，同期" if figures.found else "矛盾纠纷"
    said += f"了结{ended.closed}件" if ended.closed else "没有了结的"
    if ended.closed:
        # What ended in the span may have been found before it.
        said += "（含以前发现的）" if ended.closed > figures.found else ""
        whole = of_all(ended.closed, ended.settled, "件", "化解")
        partly = 0 < ended.settled < ended.closed
        said += f"，其中化解{ended.settled}件" if partly else f"，{whole}"
    return f"{said}，签订调解协议{ended.agreements}份。" if ended.agreements else f"{said}。"


def _brought(figures: ProgressFigures) -> str:
    told, heard = figures.intakes, figures.opinions
    came, kept = [], []
    if told.received:
        done = of_all(told.received, told.done, "件", "办结")
        came.append(f"登记诉求{told.received}件，{done}")
    came += _due(told, told.due - told.late, "诉求", "登记", "办结")
    if heard.received:
        kept.append(f"收到意见建议{heard.received}件")
    kept += _due(heard, heard.in_time, "意见建议", "收到", "答复")
    said = ["，".join(each) for each in (came, kept) if each]
    return f"{'；'.join(said)}。" if said else ""


def _due(found: Intakes | Opinions, in_time: int, what: str, came: str, done: str) -> list[str]:
    """What fell due in the same span, whenever it had come in; nothing where nothing did."""
    if not found.due:
        return []
    named = "同期到期" if found.received else f"到期的{what}"
    before = f"（含以前{came}的）" if found.due > found.received else ""
    every = "均" if found.due > 1 else ""
    if in_time == found.due:
        kept = f"{every or '已'}按期{done}"
    else:
        kept = f"其中按期{done}{in_time}件" if in_time else f"{every}没有按期{done}"
    return [f"{named}{found.due}件{before}", kept]


def _unfinished(figures: ProgressFigures) -> str:
    """What waits of both; of what nobody brought nothing is said."""
    told, heard = figures.intakes, figures.opinions
    said = []
    if waits := told.received - told.done:
        said.append(f"诉求还有{waits}件正在办理，办结以后逐件告诉本人")
    elif told.received:
        said.append("登记的诉求均已办结")
    if heard.open:
        said.append(f"意见建议还有{heard.open}件没有答复")
    elif heard.received:
        said.append("收到的意见建议均已答复")
    return f"{'；'.join(said)}。"


def _inspections(figures: ProgressFigures) -> str:
    said = []
    if figures.inspections or figures.problems:
        looked = f"开展检查督查{figures.inspections}次，" if figures.inspections else ""
        found = f"发现问题{figures.problems}个" if figures.problems else "没有登记问题"
        words = f"{looked}{found}"
        mended = of_all(figures.problems, figures.mended, "个", "整改")
        said.append(f"{words}，{mended}" if figures.problems else words)
    if figures.spots.standing or figures.spots.removed:
        gone = f"摘牌{figures.spots.removed}处" if figures.spots.removed else ""
        standing = f"在册{figures.spots.standing}处" if figures.spots.standing else "目前没有在册的"
        said.append(f"治安重点地区{'，'.join(filter(None, (gone, standing)))}")
    return f"{'；'.join(said)}。" if said else ""


def _polls(figures: ProgressFigures) -> list[Paragraph]:
    """Rates only of samples that carry one; polls of different levels are never compared."""
    items = []
    for each in figures.polls:
        named = each.name if each.level in each.name else f"{each.name}（{each.level}）"
        if each.sample < max(each.minimum, 1):
            items.append(f"{named}有效样本{each.sample}份，样本不足，不作结论。")
            continue
        rates = "，".join(
            f"{question}{percent(rate(Decimal(hits), each.sample), fixed=True)}"
            for question, hits in each.hits
        )
        items.append(f"{named}有效样本{each.sample}份，{rates}。")
    if not items:
        return [Paragraph(f"{figures.span}没有登记民意调查，不作结论。", key="polls")]
    return numbered(items, "polls")


def _incidents(figures: ProgressFigures) -> str:
    known = [each for each in figures.incidents if each.now.count is not None]
    if not known:
        return f"{figures.span}没有村上报发案统计，不作统计。"
    said: list[str] = []
    none: dict[bool, list[str]] = {True: [], False: []}  # by whether all villages reported it
    for each in known:
        now, label = each.now.count or 0, each.label.removesuffix("起数")
        against = each.last_year.count if each.now.compares_with(each.last_year) else None
        if not (now or against):
            none[each.now.whole].append(label)
            continue
        words = f"{label}{_amount(now, each.unit)}"
        if against is not None:
            change = now - against
            words += (
                f"（比去年同期{'增加' if change > 0 else '减少'}{_amount(abs(change), each.unit)}）"
                if change
                else "（与去年同期持平）"
            )
        said.append(words)
    nothing = [
        f"{words}{'、'.join(none[whole])}"
        for whole, words in ((True, "没有"), (False, "已经上报的村没有"))
        if none[whole]
    ]
    told = "；".join(filter(None, ("、".join(said), *nothing)))
    partly = not all(each.now.whole for each in known)
    ending = "；有村没有每月上报，只是已经上报的数之和，不与去年比较。" if partly else "。"
    return told + ending


def _amount(count: int, unit: str) -> str:
    """688起; sums of money from ten thousand on as 105.8万元, to the yuan."""
    if unit == "元" and count >= _TEN_THOUSAND:
        return f"{(Decimal(count) / _TEN_THOUSAND).normalize():f}万元"
    return f"{count}{unit}"


def _problems(figures: ProgressFigures) -> list[Paragraph]:
    states = figures.tasks or {}
    unanswered = figures.opinions.due - figures.opinions.in_time
    said = [
        (figures.nights.without, f"{figures.nights.without}个村整期没有夜巡记录。"),
        (figures.unsettled, f"有{figures.unsettled}件纠纷超过化解期限没有了结。"),
        (figures.intakes.late, f"到期的诉求有{figures.intakes.late}件没有按期办结。"),
        (unanswered, f"到期的意见建议有{unanswered}件没有按期答复。"),
        (figures.late_problems, f"有{figures.late_problems}个检查发现的问题超过期限没有整改。"),
        (figures.late_decisions, f"有{figures.late_decisions}项会议决定超过期限没有落实。"),
        (states.get("逾期", 0), f"方案分工里有{states.get('逾期', 0)}项任务逾期没有完成。"),
    ]
    items = [words for count, words in said if count]
    if not items:
        return [Paragraph("台账里没有逾期事项。××。", key="problems")]
    return numbered(items, "problems")
