"""Every paper from live data: what can be made, and how (公文和表单)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from gaotang_desktop.data.queries import paper_wordings
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents import forms, kinds
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    OfficialPaper,
    Paper,
    Paragraph,
    Sheet,
    written_date,
)
from gaotang_desktop.domain.documents.circulars.evaluation import evaluation_circular
from gaotang_desktop.domain.documents.circulars.inspections import inspection_circular
from gaotang_desktop.domain.documents.circulars.patrols import patrol_circular
from gaotang_desktop.domain.documents.circulars.polls import poll_circular
from gaotang_desktop.domain.documents.covering import covered
from gaotang_desktop.domain.documents.gates import NO_DATA
from gaotang_desktop.domain.documents.joint import others_in
from gaotang_desktop.domain.documents.notices import notice_paper
from gaotang_desktop.domain.documents.office.quick_cards import quick_card
from gaotang_desktop.domain.documents.paper_wordings import Wording, worded
from gaotang_desktop.domain.documents.publicity_notices import publicity_notice
from gaotang_desktop.domain.documents.rectification_notices import rectification_notice
from gaotang_desktop.domain.documents.registers import file_name
from gaotang_desktop.domain.documents.ruler_sheets import ruler_sheet
from gaotang_desktop.domain.documents.wordings import Envelope
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import evaluation, rewards
from gaotang_desktop.services.papers import circulars, office_papers, plain_papers, score_papers
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

P = TypeVar("P")
By = Literal["", "period", "poll", "meeting", "intake"]
SUBJECTS = ("poll", "meeting", "intake")
"""What a paper about one record is about."""
_NEXT_MONTH_FROM = 20
_LOOKING_BACK = ("patrol-circular", "evaluation-circular", "inspection-circular", "month-report",
                 "progress-report", "news", "public-notice", "mending-report", "commendation")  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper that can be made. ``kind`` is its 文种 if it goes out under a number, else empty.

    ``by`` says what it is made of: a period, a record (a poll, a meeting, an intake), or simply what
    is stored now.
    """

    name: str
    label: str
    group: str
    by: By = ""
    kind: str = ""


DOCUMENTS = (
    PaperKind("patrol-circular", "平安夜巡情况通报", "通报", "period", "夜巡通报"),
    PaperKind("poll-circular", "民意调查结果通报", "通报", "poll", "民调通报"),
    PaperKind("evaluation-circular", "村级考评结果通报", "通报", "period", "考评通报"),
    PaperKind("inspection-circular", "检查督查情况通报", "通报", "period", "检查通报"),
    PaperKind("month-report", "综治中心月报", "简报", "period", "月报"),
    PaperKind("news", "工作简报", "简报", "period", "工作简报"),
    PaperKind("minutes", "会议纪要", "简报", "meeting", "会议纪要"),
    PaperKind("progress-report", "双提升工作报告", "上行文", "period", "工作报告"),
    PaperKind("mending-report", "整改情况反馈", "上行文", "period", "整改反馈"),
    PaperKind("request", "请示", "上行文", "", "请示"),
    PaperKind("publicity-notice", "集中宣传轮次通知", "通知", "period", "宣传通知"),
    PaperKind("notice", "会议通知", "通知", "", "会议通知"),
    PaperKind("rectification-notice", "限期整改通知", "通知", "", "整改通知"),
    PaperKind("letter", "函", "其他公文", "", "函"),
    PaperKind("announcement", "通告", "其他公文", "", "通告"),
    PaperKind("reply", "批复", "其他公文", "", "批复"),
    PaperKind("commendation", "表彰决定", "其他公文", "period", "表彰决定"),
    PaperKind("intake-receipt", "诉求受理告知书", "致群众", "intake", "受理告知书"),
    PaperKind("intake-answer", "诉求答复意见书", "致群众", "intake", "答复意见书"),
    PaperKind("open-letter", "致群众的一封信", "致群众", "", "一封信"),
    PaperKind("public-notice", "民情通知书", "致群众", "period", "民情通知书"),
    PaperKind("ranking", "村级考评得分排名表", "考评表", "period"),
    PaperKind("village-report", "村考评明细", "考评表", "period"),
    PaperKind("responsibility-table", "责任分解表", "任务"),
    PaperKind("supervision-slips", "督办单", "任务"),
    PaperKind("meeting-agenda", "会议议程", "任务"),
    PaperKind("phone-list", "通讯录", "任务"),
    PaperKind("patrol-form", "夜巡登记表", "空白表"),
    PaperKind("visit-form", "走访登记表", "空白表"),
    PaperKind("questionnaire", "群众问卷", "空白表"),
    PaperKind("dispute-form", "纠纷登记表", "空白表"),
    PaperKind("checklist-form", "检查表", "空白表"),
    PaperKind("ruler-sheet", "打印测试页", "空白表"),
    PaperKind("quick-card", "速查卡", "空白表"),
)
BY_NAME = {each.name: each for each in DOCUMENTS}
DRAFTED = {
    "通报": "通报（夜巡、民调、考评、检查）",
    "通知": "通知（集中宣传、会议、限期整改）",
    "简报": "简报、月报和会议纪要",
    "上行文": "报告和请示（上行文）",
    "其他公文": "函、通告、批复、表彰决定",
    "致群众": "给群众的（告知、答复、一封信、通知书）",
}
"""The groups of papers that are drafted, named by what is in them, those of every month first."""
BY_KIND = {each.kind: each for each in DOCUMENTS if each.kind}
NAMING = frozenset(
    each.name for each in DOCUMENTS if each.kind and kinds.BY_NAME[each.kind].personal
)
"""Papers that go to the residents themselves and name them as 主送 (受理告知书, 答复意见书)."""


def envelope(work: Workplace, dated_on: date | None = None) -> Envelope:
    """What stands around the text of a new paper."""
    settings = work.settings
    return Envelope(
        town=str(settings["town"]),
        signer=str(settings["office"]),
        dated_on=dated_on or work.today(),
        letterhead=str(settings["letterhead"] or ""),
        addressee=str(settings["addressee"] or ""),
        copies_to=str(settings["copies_to"] or ""),
        contact=str(settings["contact"] or ""),
    )


def usual_period(work: Workplace, name: str) -> Period:
    """The period that a paper is usually about: :func:`evaluation.latest_period`.

    A notice looks forward: to this month, from the 20th on to the next one.
    """
    if name == "publicity-notice":
        now = periods.month_of(work.today())
        return now.shifted(1) if work.today().day >= _NEXT_MONTH_FROM else now
    return evaluation.latest_period(work)


def official(
    work: Workplace,
    name: str,
    period: Period | None = None,
    subject_id: int | None = None,
    *,
    dated_on: date | None = None,
) -> tuple[OfficialPaper, Any]:
    """A notice or circular worded from the records of now, and the figures behind it.

    What tells of residents is covered; a paper of ``NAMING`` is addressed to its own by name.

    Raises:
        DomainError: there is nothing to tell of, or the period has not begun.
    """
    made, figures = _worded(work, name, period, subject_id, dated_on)
    made = _of_town(work, made)
    span = period or usual_period(work, name)
    made = in_own_words(work, name, made, span)
    made = replace(made, even_imprint=bool(work.settings["even_imprint"]))
    said = work.marked(covered(made, work.cover))
    return (replace(said, addressee=made.addressee) if name in NAMING else said), figures


def in_own_words(
    work: Workplace, name: str, made: OfficialPaper, span: Period | None = None
) -> OfficialPaper:
    """The paper in the office's own wording, where one was set."""
    with work.database.reading() as session:
        own = paper_wordings.newest(session, name)
    if own is None or not own.body:
        return made
    wording = Wording(own.name, own.body, tuple(filter(None, own.known.split("、"))))
    label = (span or usual_period(work, name)).label
    return worded(wording, made, fields_of(work, made, label))


def raw(work: Workplace, name: str, *, fields: bool = False) -> OfficialPaper:
    """A paper in the program's own words; with ``fields`` 【乡镇】 and 【联系人】 stand for the office's.

    Raises:
        DomainError: there is nothing to tell of.
    """
    return _of_town(work, _worded(work, name, None, None, None, fields=fields)[0])


def _of_town(work: Workplace, made: P) -> P:
    return covered(made, work.of_town)


def fields_of(work: Workplace, paper: OfficialPaper, period: str) -> dict[str, str]:
    """What the fields of a wording are filled in with."""
    settings = work.settings
    return {
        "乡镇": str(settings["town"]),
        "发文单位": str(settings["office"]),
        "联系人": str(
            settings["contact"] or (paper.signer if paper.kind == "通知" else "××，电话：××")
        ),
        "期间": period,
        "日期": written_date(paper.date or work.today()),
    }


def _worded(
    work: Workplace,
    name: str,
    period: Period | None,
    subject_id: int | None,
    dated_on: date | None,
    *,
    fields: bool = False,
) -> tuple[OfficialPaper, Any]:
    around = envelope(work, dated_on)
    if fields:
        around = replace(around, town="【乡镇】", contact="【联系人】")
    by = circulars.answer_by(work, around.dated_on)
    span = period or usual_period(work, name)
    if name in _LOOKING_BACK and span.start > work.today():
        raise DomainError(f"{span.label}还没有开始，没有情况可以通报。请选择已经开始的期间。")
    if name == "patrol-circular":
        nights = circulars.patrol_figures(work, span)
        return patrol_circular(nights, around, answer_by=by), nights
    if name == "poll-circular":
        poll = subject_of(work, name, period, subject_id)
        assert poll is not None
        asked = circulars.poll_figures(work, poll)
        return poll_circular(asked, around, answer_by=by), asked
    if name == "evaluation-circular":
        scores = score_papers.evaluation_figures(work, span)
        paper = evaluation_circular(scores, around, answer_by=by)
        return _with_chart(work, paper, span), scores
    if name == "inspection-circular":
        looked = circulars.inspection_figures(work, span)
        return inspection_circular(looked, around, answer_by=by), looked
    if name == "publicity-notice":
        weeks = circulars.publicity_span(work, span)
        # Nobody can report on publicity that is still to come.
        last = max([around.dated_on, *(week.last_day for week in weeks if week.villages)])
        by = circulars.answer_by(work, last)
        made = publicity_notice(period=span.label, weeks=weeks, envelope=around, answer_by=by)
        return made, {"period": span.label, "weeks": weeks}
    if name == "rectification-notice":
        found = circulars.open_findings(work)
        made = rectification_notice(found, around, today=work.today(), answer_by=by)
        return made, {"findings": found}
    if name == "notice":
        return _meeting(work, around), None
    about = subject_of(work, name, period, subject_id)
    return office_papers.made(work, name, span, about, around)


def subject_of(
    work: Workplace, name: str, period: Period | None, subject_id: int | None
) -> int | None:
    """The record that a paper is about: the one given, else the newest (of a period).

    Raises:
        DomainError: there is none.
    """
    by = BY_NAME[name].by
    if by not in SUBJECTS or subject_id is not None:
        return subject_id
    return office_papers.newest(work, name, by, period)


def _with_chart(work: Workplace, paper: OfficialPaper, period: Period) -> OfficialPaper:
    done = evaluation.for_paper(work, period)
    if not paper.annexes or not score_papers.is_polled(done.result):
        return paper  # without a poll a rank has no range that a chart could show
    chart = Annex(f"{period.label}考评名次和名次区间", score_papers.rank_charts(work, period))
    return replace(paper, annexes=(*paper.annexes, chart))


def _meeting(work: Workplace, around: Envelope) -> OfficialPaper:
    words = str(work.settings["meeting_words"] or "")
    # In braces as settings of earlier versions have them.
    for name, value in (("乡镇", around.town), ("联系人", around.contact or around.signer)):
        words = words.replace(f"【{name}】", value).replace(f"{{{name}}}", value)
    return notice_paper(
        title=f"关于召开{around.town}平安建设“双提升”工作推进会的通知",
        number="",
        addressee=around.addressee,
        body_text=words,
        signer=around.signer,
        dated_on=around.dated_on,
        copies_to=around.copies_to,
        letterhead=around.letterhead,
    )


_PLAIN: Mapping[str, Callable[[Workplace], Paper]] = {
    "responsibility-table": plain_papers.responsibility_table,
    "supervision-slips": plain_papers.slips,
    "meeting-agenda": plain_papers.agenda,
    "phone-list": plain_papers.phones,
    "patrol-form": lambda work: forms.patrol_form(town=str(work.settings["town"])),
    "visit-form": lambda work: forms.visit_form(town=str(work.settings["town"])),
    "questionnaire": lambda work: forms.questionnaire(town=str(work.settings["town"])),
    "dispute-form": lambda work: forms.dispute_form(town=str(work.settings["town"])),
    "checklist-form": plain_papers.checklist_forms,
    "ruler-sheet": lambda _work: ruler_sheet(),
    "quick-card": lambda _work: quick_card(),
}


def paper(
    work: Workplace, name: str, period: Period | None = None, subject_id: int | None = None
) -> Paper:
    """The paper of that name from the records as they are now, residents covered.

    Raises:
        DomainError: there is nothing to print yet.
    """
    known = BY_NAME[name]
    if known.kind:
        return official(work, name, period, subject_id)[0]
    if known.by:
        span = period or usual_period(work, name)
        made: Paper = (
            score_papers.ranking(work, span)
            if name == "ranking"
            else score_papers.village_reports(work, span)
        )
    else:
        made = _PLAIN[name](work)
    return work.marked(covered(_of_town(work, made), work.cover))


def make(
    work: Workplace,
    out: Path,
    name: str,
    period: Period | None = None,
    subject_id: int | None = None,
    *,
    joint: str = "",
    annexes: tuple[Annex, ...] = (),
) -> "Made":
    """Write a paper's PDF; ``joint`` are the units that send it with the office, ``annexes`` its own.

    Raises:
        DomainError: there is nothing to print yet.
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    from gaotang_desktop.documents.render import make_pdf

    return make_pdf(composed(work, name, period, subject_id, joint, annexes), out)


def composed(
    work: Workplace,
    name: str,
    period: Period | None,
    subject_id: int | None,
    joint: str,
    annexes: tuple[Annex, ...],
) -> Paper:
    """What :func:`make` writes; the same errors, also where the paper has no place for these."""
    made = paper(work, name, period, subject_id)
    if isinstance(made, OfficialPaper):
        own = (*made.annexes, *annexes)
        return replace(made, joint=others_in(joint, made.signer), annexes=own)
    if joint or annexes:
        what = "没有联合发文机关" if joint else "不能加附件"
        raise DomainError(f"“{BY_NAME[name].label}”是内部表单，{what}。")
    return made


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written into a folder, and a sentence for each paper of which there is nothing yet."""

    made: "tuple[tuple[Path, Made], ...]"
    without: tuple[tuple[str, str], ...] = ()


def make_all(work: Workplace, folder: Path, period: Period) -> Printed:
    """Write every paper of a period into a folder: those by month for each month that has begun.

    A circular about a poll is made for each poll that ended in the period. A paper of which there
    is nothing to print yet keeps no other from being made: blank forms come out in an empty town.

    Raises:
        StorageProblem: a file cannot be written; those before it stay.
    """
    from gaotang_desktop.documents.render import make_pdf

    months = [each for each in period.months if each.start <= work.today()]
    made, without = [], []
    for kind in DOCUMENTS:
        wanted: list[tuple[str, Callable[[], Paper]]]
        if kind.name == "commendation":
            # Of months that praise nobody one blank is enough.
            spans = [each for each in (*months, period) if rewards.praised(work, each)]
            wanted = [(each.key, partial(paper, work, kind.name, each)) for each in spans]
            wanted = wanted or [("", partial(paper, work, kind.name, period))]
        elif kind.by == "period":
            wanted = [(each.key, partial(paper, work, kind.name, each)) for each in months]
        elif kind.by == "intake":
            said = "一件诉求一份，只交给本人，不成批印。请在“公文打印”里逐件起草。"
            without.append((kind.label, said))
            continue
        elif kind.by:
            about = office_papers.subjects(work, kind.name, kind.by, period)
            wanted = [
                (words.partition("（")[0], partial(paper, work, kind.name, None, each))
                for words, each in about
            ]
        else:
            wanted = [("", partial(paper, work, kind.name))]
        for words, build in wanted:
            try:
                each = build()
            except DomainError as problem:
                without.append((" ".join(filter(None, (kind.label, words))), str(problem)))
                continue
            if said := _nothing_in(each):
                without.append((" ".join(filter(None, (kind.label, words))), said))
                continue
            path = folder / file_name(kind.label, work.cover(words))
            made.append((path, make_pdf(each, path)))
    return Printed(tuple(made), tuple(without))


def _nothing_in(made: Paper) -> str:
    """What a paper says that has nothing to tell of, or ``""``."""
    if isinstance(made, Sheet):
        only = made.blocks[0] if len(made.blocks) == 1 else None
        return only.text if isinstance(only, Paragraph) else ""
    words = (
        each.text for each in made.blocks if isinstance(each, Paragraph) and each.key == NO_DATA
    )
    return next(words, "")


def drawn(build: Callable[[], Paper]) -> "tuple[bytes, Made]":
    """A paper's PDF in memory, for the screen."""
    from gaotang_desktop.documents.render import pdf_bytes

    return pdf_bytes(build())
