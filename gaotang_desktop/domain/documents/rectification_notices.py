"""整改通知: what was found and is still open, who puts it right until when."""

from datetime import date

from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Column,
    OfficialPaper,
    Paragraph,
    Table,
    written_date,
)
from gaotang_desktop.domain.documents.circulars.inspections import InspectionFinding
from gaotang_desktop.domain.documents.wordings import (
    NOTICE_CLOSING,
    UNITS,
    Envelope,
    before_day,
    enclose,
    heading,
    in_sentence,
)


def rectification_notice(
    findings: tuple[InspectionFinding, ...], envelope: Envelope, *, today: date, answer_by: date
) -> OfficialPaper:
    """The notice with the list of everything open as its annex, overdue ones named in the text."""
    title = "关于限期整改检查督查和群众反映问题的通知"
    if not findings:
        said = "目前登记的问题都已整改，没有需要限期整改的问题。"
        return enclose(
            "通知",
            title,
            [Paragraph(said, key="no-data"), Paragraph(NOTICE_CLOSING)],
            envelope,
        )
    owners = tuple(dict.fromkeys(each.responsible or each.place for each in findings))
    late = [each for each in findings if each.due and each.due < today]
    overall = (
        f"经梳理，检查督查、民意调查和群众意见中还有{len(findings)}个问题没有完成整改，"
        f"涉及{in_sentence(owners, UNITS)}，具体见附件。"
    )
    if late:
        who = tuple(dict.fromkeys(each.responsible or each.place for each in late))
        if len(late) < len(findings):
            overall += f"其中{len(late)}个已经超过期限，责任单位为{in_sentence(who, UNITS)}。"
        else:
            overall += f"{'均已' if len(late) > 1 else '已经'}超过期限。"
    by = f"于{before_day(answer_by)}"
    when = (
        by
        if len(late) == len(findings)
        else f"在整改期限内完成，已经超过期限的{by}"
        if late
        else "在整改期限内"
    )
    requests = [
        f"逐项整改。各责任单位对照问题清单明确责任人和措施，{when}完成"
        + ("，并书面说明超期的原因；" if late else "；")
        + "确有困难的，提前书面说明原因和完成时间。",
        f"按时报告。整改情况于{before_day(answer_by)}书面报镇综治中心。",
        "防止反弹。镇综治中心对整改情况开展回头看，没有整改到位的继续督办。",
    ]
    blocks = [
        Paragraph("现将限期整改有关事项通知如下：", key="opening"),
        heading(1, "需要整改的问题"),
        Paragraph(overall, key="overall"),
        heading(2, "整改要求"),
        *(Paragraph(f"{n}. {words}", 3, key="requests") for n, words in enumerate(requests, 1)),
    ]
    if envelope.contact.strip():
        blocks.append(Paragraph(f"联系人：{envelope.contact.strip()}", key="contact"))
    blocks.append(Paragraph(NOTICE_CLOSING))
    return enclose(
        "通知", title, blocks, envelope, [Annex("限期整改问题清单", (_table(findings),))]
    )


def _table(findings: tuple[InspectionFinding, ...]) -> Table:
    columns = (
        Column("序号", 4, "centre"),
        Column("村或单位", 8),
        Column("问题", 20),
        Column("责任单位", 8),
        Column("整改期限", 12.5, "centre"),
    )
    rows = tuple(
        (
            str(number),
            each.place,
            each.text,
            each.responsible or "—",
            written_date(each.due) if each.due else "—",
        )
        for number, each in enumerate(findings, start=1)
    )
    return Table(columns, rows)
