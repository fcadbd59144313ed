"""检查督查通报: where was looked, what was found, who puts it right until when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

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
    UNITS,
    Envelope,
    alike_or_foremost,
    before_day,
    enclose,
    heading,
    in_sentence,
    listed,
    moved,
    numbered,
    share,
    until_words,
)


@dataclass(frozen=True, slots=True)
class InspectionFinding:
    """A problem that was found; ``mended_on`` is the day it was put right, if it was.

    What a recheck found as it had been was not put right, whatever was told before.
    """

    place: str
    text: str
    responsible: str
    due: date | None = None
    mended_on: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether it was put right after its deadline."""
        return self.mended_on is not None and self.due is not None and self.mended_on > self.due


@dataclass(frozen=True, slots=True)
class InspectionFigures:
    """The inspections of a period: how many of each kind, where, what was found.

    Of a period that still runs ``until`` is the last day told. ``unlisted`` inspections say that
    something was found and have no finding that says what.
    """

    period: str
    kinds: tuple[tuple[str, int], ...]
    places: tuple[str, ...]
    findings: tuple[InspectionFinding, ...] = ()
    today: date | None = None
    until: date | None = None
    against: str = "上月"
    before_findings: int | None = None
    unlisted: int = 0

    @property
    def without_findings(self) -> str:
        """What is said of inspections of which no finding was entered, without a full stop."""
        if self.unlisted:
            return f"其中{self.unlisted}次发现了问题，还没有逐条登记"
        return "没有发现问题"


def inspection_circular(
    figures: InspectionFigures, envelope: Envelope, *, answer_by: date
) -> OfficialPaper:
    """The circular, with an annex of all findings when there are any."""
    title = f"关于{figures.period}检查督查情况的通报"
    opening = Paragraph(f"现将{figures.period}检查督查情况通报如下：", key="opening")
    count = sum(number for _, number in figures.kinds)
    if not count:
        said = f"{figures.period}没有登记检查督查，本期没有结果可以通报。"
        return enclose(
            "通报",
            title,
            [opening, Paragraph(said, key="no-data"), Paragraph(CIRCULAR_CLOSING)],
            envelope,
        )
    findings = figures.findings
    blocks = [
        opening,
        heading(1, "总体情况"),
        Paragraph(_overall(figures, count), key="overall"),
        heading(2, "存在问题"),
        Paragraph(_problems(figures), key="problems"),
        heading(3, "下步要求"),
        *_requests(figures, answer_by),
        Paragraph(CIRCULAR_CLOSING),
    ]
    annexes = (
        [Annex(f"{figures.period}检查督查问题清单", (findings_table(findings),))]
        if findings
        else []
    )
    return enclose("通报", title, blocks, envelope, annexes)


def _overall(figures: InspectionFigures, count: int) -> str:
    kinds = listed(dict(figures.kinds), "次")
    found = len(figures.findings)
    said = f"{figures.period}{until_words(figures.until)}共开展检查督查{count}次（{kinds}），覆盖{len(figures.places)}个村和单位，"
    said += f"发现问题{found}个" if found else figures.without_findings
    if not found and figures.unlisted:
        return f"{said}。"
    # Of a period that still runs the sum stands beside no whole period.
    compared = moved(found, figures.before_findings, figures.against, "个")
    running = figures.until is not None and figures.before_findings is not None
    said += "。" if running else f"，{compared}。"
    if found:
        mended = [each for each in figures.findings if each.mended_on]
        late = sum(1 for each in mended if each.is_late)
        said += (
            f"问题均已整改，整改率{share(len(mended), found)}"
            if len(mended) == found
            else f"已整改{len(mended)}个，整改率{share(len(mended), found)}"
        )
        said += f"，其中{late}个超过期限才整改。" if late else "。"
    return said


def _problems(figures: InspectionFigures) -> str:
    findings = figures.findings
    if not findings and figures.unlisted:
        return f"{figures.unlisted}次检查发现的问题还没有逐条登记。"
    if not findings:
        return "检查中没有发现需要整改的问题。"
    counted = Counter(each.place for each in findings)
    named, cut = alike_or_foremost(
        [(place, f"{number}个", number) for place, number in counted.most_common()]
    )
    said = f"问题涉及{f'{named}和单位' if cut else named}，具体见附件。"
    open_at = tuple(dict.fromkeys(each.place for each in findings if not each.mended_on))
    if open_at:
        said += f"尚未完成整改的有{in_sentence(open_at, UNITS)}。"
    return said


def _requests(figures: InspectionFigures, answer_by: date) -> list[Paragraph]:
    today = figures.today
    said = []
    late = [
        each
        for each in figures.findings
        if today and each.due and not each.mended_on and each.due < today
    ]
    if late:
        who = tuple(dict.fromkeys(each.responsible or each.place for each in late))
        said.append(
            f"逾期问题立即整改。{in_sentence(who, UNITS)}有{len(late)}个问题超过期限，"
            f"要于{before_day(answer_by)}整改到位并书面说明原因。"
        )
    if any(not each.mended_on for each in figures.findings):
        said.append(
            f"逐项销号。各责任单位对照问题清单按期整改，于{before_day(answer_by)}把整改情况报镇综治中心，"
            "综治中心适时开展回头看。"
        )
    said.append("举一反三。没有被检查到的村和单位也要自查自纠，防止同类问题发生。")
    return numbered(said, "requests")


def findings_table(findings: tuple[InspectionFinding, ...]) -> Table:
    """Every finding with who puts it right, until when, and whether that is done."""
    columns = (
        Column("序号", 4, "centre"),
        Column("村或单位", 8),
        Column("问题", 14),
        Column("责任单位", 8),
        Column("整改期限", 12.5, "centre"),
        Column("整改情况", 11, "centre"),
    )
    rows = tuple(
        (
            str(number),
            each.place,
            each.text,
            each.responsible or "—",
            written_date(each.due) if each.due else "—",
            f"{each.mended_on.month}月{each.mended_on.day}日整改" if each.mended_on else "未整改",
        )
        for number, each in enumerate(findings, start=1)
    )
    return Table(columns, rows)
