"""Papers from live data: the ranking, the responsibility table, notices (公文)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from gaotang_desktop.domain.documents.blocks import Paper
from gaotang_desktop.domain.documents.kinds import DOCUMENT_KINDS
from gaotang_desktop.domain.documents.notices import notice_paper
from gaotang_desktop.domain.documents.rankings import RankingRow, ranking_paper
from gaotang_desktop.domain.documents.responsibility_tables import (
    ResponsibilityRow,
    responsibility_paper,
)
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.results import ItemScore, VillageScore
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import evaluation, records, tasks
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

__all__ = ["DOCUMENTS", "DOCUMENT_KINDS", "Draft", "draft_notice", "make", "paper", "preview"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper that can be made, as a list offers it."""

    name: str
    label: str
    by_period: bool


DOCUMENTS = (
    Draft("ranking", "村级考评得分排名表", by_period=True),
    Draft("responsibility-table", "责任分解表", by_period=False),
)


def ranking(work: Workplace, period: Period) -> Paper:
    """The ranking of a period as the records stand now, with what the polls can support."""
    settings = work.settings
    done = evaluation.evaluate(work, period)
    before = _ranks_before(work, period)
    scheme = done.result.scheme
    rows = tuple(_ranking_row(each, before.get(each.village)) for each in done.result.villages)
    notes = [
        "总分相同的名次并列；得分四舍五入到两位小数，名次按印出的总分排列。",
        "名次区间：民调得分按样本重抽 1 万次，名次落在其中的 95% 范围。"
        "整个区间都在最前或最后几名的村才列前列或待改进，其余列中间，不能断定高下。",
    ]
    notes += [*done.result.ties, *done.result.notes]
    if done.frozen and not done.differences:
        notes.append(f"本结果已冻结，校验码 {done.frozen.digest[:16]}。")
    elif done.frozen:
        notes.append("冻结以后记录有变化，本表按现在的记录重算，仅供核对。")
    else:
        notes.append("本结果未冻结，仅供核对。")
    if done.result.pending:
        notes.append(f"有 {len(done.result.pending)} 项数据待补，表中标“待补”，补齐前按 0 分计。")
    return ranking_paper(
        town=str(settings["town"]),
        period_label=period.label,
        scheme_line=f"依据：{scheme.label}",
        item_heads=tuple(f"{item.name} {item.full}" for item in scheme.items),
        rows=rows,
        notes=tuple(notes),
        issuer=str(settings["office"]),
        made_on=work.today(),
    )


def _ranks_before(work: Workplace, period: Period) -> dict[str, int | None]:
    try:
        done = evaluation.evaluate(work, period.shifted(-1), draws=0)
    except DomainError:
        # Nothing was registered then: there is no earlier rank to print.
        return {}
    if not any(item.fact.records for v in done.result.villages for item in v.items.values()):
        return {}
    return {each.village: each.rank for each in done.result.villages}


def _ranking_row(each: VillageScore, before: int | None) -> RankingRow:
    change = "—"
    if before is not None and each.rank is not None:
        moved = before - each.rank
        change = "持平" if moved == 0 else f"升{moved}" if moved > 0 else f"降{-moved}"
    remarks = [each.band] if each.band else []
    if each.veto:
        remarks.append(f"一票否决：{each.veto}")
    if each.unranked:
        remarks.append(each.unranked)
    return RankingRow(
        rank=each.rank_word,
        village=each.village,
        items=tuple(_points(item) for item in each.items.values()),
        bonus=_figure(each.bonus),
        deduction=_figure(each.deduction),
        total=f"{each.total}",
        rank_range=f"{each.rank_range[0]}–{each.rank_range[1]}" if each.rank_range else "—",
        previous="—" if before is None else str(before),
        change=change,
        remark="；".join(remarks),
    )


def _points(item: ItemScore) -> str:
    if item.policy == "pending":
        return "待补"
    shown = "—" if item.points is None else f"{item.points}"
    if FACTS[item.item.fact].polled and item.fact.of:
        shown += f" n={item.fact.of}"
        shown += " 样本不足" if "样本不足" in item.fact.note else ""
    return shown


def _figure(value: Decimal) -> str:
    return f"{value}" if value else "—"


def responsibility_table(work: Workplace, period: Period | None = None) -> Paper:
    """Every task with who leads and who assists.

    Raises:
        DomainError: no plan was read yet.
    """
    found = tasks.matrix(work)
    if not found.tasks:
        raise DomainError("还没有任务，不能印责任分解表。请先在“任务分工”导入方案。")
    rows = []
    for number, task in enumerate(found.tasks, start=1):
        names = {
            role: "、".join(a.who for a in task.assignments if a.role == role)
            for role in ("牵头", "配合")
        }
        due = f"{task.deadline:%Y-%m-%d}" if task.deadline else task.deadline_text or task.cycle
        rows.append(
            ResponsibilityRow(
                str(number), task.name, task.requirement, names["牵头"], names["配合"], due
            )
        )
    listed = records.listing(work, "plans")
    number, name = listed.rows[-1][listed.column("number")], listed.rows[-1][listed.column("name")]
    return responsibility_paper(
        town=str(work.settings["town"]),
        plan_number=number,
        plan_title=name,
        rows=tuple(rows),
        issuer=str(work.settings["office"]),
        made_on=work.today(),
    )


def notice(work: Workplace, document_id: int) -> Paper:
    """The paper of a notice as it is drafted."""
    values = records.get(work, "documents", document_id)
    return notice_paper(
        title=values["name"],
        number=values["number"] or "",
        addressee=values["addressee"],
        body_text=values["body"],
        signer=values["signer"],
        dated_on=values["dated_on"],
        copies_to=values["copies_to"] or "",
        letterhead=str(work.settings["letterhead"]),
    )


def draft_notice(work: Workplace) -> dict[str, object]:
    """What a new meeting notice starts with: the operator's words replace it."""
    settings = work.settings
    contact = settings["contact"] or "镇综治中心"
    return {
        "kind": DOCUMENT_KINDS[0],
        "name": f"关于召开{settings['town']}平安建设“双提升”工作推进会的通知",
        "number": "",
        "addressee": "各村、镇直各单位",
        "body": (
            "为进一步提升群众安全感、满意度，经研究，决定召开平安建设“双提升”工作推进会。现将有关事项通知如下：\n"
            "一、会议时间和地点\n会议时间另行通知，地点为镇政府会议室。\n"
            "二、参会人员\n各村党组织书记、综治资料员，镇直各单位负责人。\n"
            "三、有关要求\n请参会人员提前安排好工作，按时参会，不得无故缺席。\n"
            f"联系人：{contact}"
        ),
        "signer": settings["office"],
        "dated_on": work.today(),
        "copies_to": "",
    }


def paper(work: Workplace, name: str, period: Period | None = None) -> Paper:
    """The paper of that name (``ranking``, ``responsibility-table``, ``notice``).

    Raises:
        DomainError: there is nothing to print yet.
    """
    if name == "ranking":
        return ranking(work, period or evaluation.latest_period(work))
    if name == "responsibility-table":
        return responsibility_table(work)
    listed = records.listing(work, "documents")
    if not listed.ids:
        values = draft_notice(work)
        return notice_paper(
            title=str(values["name"]),
            number="",
            addressee=str(values["addressee"]),
            body_text=str(values["body"]),
            signer=str(values["signer"]),
            dated_on=work.today(),
            copies_to="",
            letterhead=str(work.settings["letterhead"]),
        )
    return notice(work, listed.ids[0])


def make(work: Workplace, out: Path, name: str, period: Period | None = None) -> "Made":
    """Write a paper's PDF.

    Raises:
        DomainError: there is nothing to print yet.
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    from gaotang_desktop.documents.render import make_pdf

    return make_pdf(paper(work, name, period), out)


def preview(build: Callable[[], Paper]) -> tuple[bytes, "Made"]:
    """A paper's PDF in memory, for the screen."""
    from gaotang_desktop.documents.render import pdf_bytes

    return pdf_bytes(build())
