"""整改情况反馈: what inspections found, what was put right, what is still open."""

from dataclasses import replace

from gaotang_desktop.domain.documents.blocks import Annex, OfficialPaper, Paragraph
from gaotang_desktop.domain.documents.circulars.inspections import InspectionFigures, findings_table
from gaotang_desktop.domain.documents.gates import NO_DATA
from gaotang_desktop.domain.documents.office.month_reports import CARRIES
from gaotang_desktop.domain.documents.wordings import (
    Envelope,
    heading,
    numbered,
    of_all,
    of_kind,
    share,
)


def mending_report(figures: InspectionFigures, envelope: Envelope) -> OfficialPaper:
    """The report with all findings as its annex."""
    title = f"关于{figures.period}检查督查发现问题整改情况的报告"
    findings = figures.findings
    if not findings:
        said = f"{figures.period}没有登记检查发现的问题，没有整改情况可以反馈。"
        made = of_kind("整改反馈", title, [Paragraph(said, key=NO_DATA)], envelope)
        return replace(made, addressee="××：")
    mended = [each for each in findings if each.mended_on]
    waits = [each for each in findings if not each.mended_on]
    in_time = sum(
        each.due is None or each.mended_on is None or each.mended_on <= each.due for each in mended
    )
    all_in_time = in_time == len(mended) > 0
    done = of_all(len(findings), len(mended), "个", "按期整改" if all_in_time else "整改")
    said = f"{figures.period}检查发现问题{len(findings)}个，{done}"
    said += f"，整改率{share(len(mended), len(findings))}" if len(findings) >= CARRIES else ""
    said += "。" if all_in_time or not mended else f"，其中按期整改{in_time}个。"
    blocks = [
        Paragraph(f"现将{figures.period}检查督查发现问题的整改情况报告如下：", key="opening"),
        heading(1, "整改情况"),
        Paragraph(f"{said}逐项情况见附件。", key="overall"),
    ]
    if waits:
        items = []
        for each in waits:
            words = each.text.strip().rstrip("。；")
            due = f"期限{each.due.month}月{each.due.day}日" if each.due else "没有定期限"
            other = each.responsible and each.responsible != each.place
            who = f"{each.responsible}，" if other else ""
            late = figures.today and each.due and each.due < figures.today
            items.append(f"{each.place}：{words}（{who}{due}{'，已经逾期' if late else ''}）。")
        blocks += [heading(2, "没有整改到位的问题"), *numbered(items, "open")]
    blocks += [heading(3 if waits else 2, "下步措施"), Paragraph("××。"), Paragraph("特此报告。")]
    annexes = [Annex(f"{figures.period}检查督查问题整改清单", (findings_table(findings),))]
    return replace(of_kind("整改反馈", title, blocks, envelope, annexes), addressee="××：")
