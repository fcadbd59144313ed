"""考评通报 and 更正通报: who stands where and why, and how an earlier paper is put right."""

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
from gaotang_desktop.domain.documents.rankings import RankingRow, ranking_table
from gaotang_desktop.domain.documents.wordings import (
    CIRCULAR_CLOSING,
    Envelope,
    alike,
    before_day,
    enclose,
    heading,
    numbered,
    until_words,
    villages,
)


@dataclass(frozen=True, slots=True)
class Loss:
    """An item that cost points: the villages that lost most, why, and how many more lost some.

    Where none is named, ``alike`` of the ``more`` villages lost most, ``equal`` points each.
    ``unsent`` of those not named did not report and so have nothing. ``converted``: months in which
    other items did not count were made a hundred, so that more than the item's own points may be lost.
    ``silent``: nobody has a record of it, which counts as not done.
    """

    item: str
    villages: tuple[str, ...]
    reason: str = ""
    more: int = 0
    equal: str = ""
    alike: int = 0
    converted: bool = False
    unsent: int = 0
    silent: bool = False


@dataclass(frozen=True, slots=True)
class EvaluationFigures:
    """The result of a period. ``best`` and ``worst`` are the villages that may be named.

    ``vetoed`` pairs village and reason; ``rewards`` are whole sentences on what follows from the
    result; ``note`` says what the polls can support, when there were polls. ``notes`` explain the
    ranking table. ``polled``: a poll is among what was scored. ``unnamed`` says why nobody
    stands among ``best`` or ``worst``. Of a period that still runs
    ``until`` is the last day counted. A ``trial`` follows a template: nothing is owed for it.
    """

    period: str
    scheme: str
    item_heads: tuple[str, ...]
    rows: tuple[RankingRow, ...]
    best: tuple[str, ...] = ()
    worst: tuple[str, ...] = ()
    vetoed: tuple[tuple[str, str], ...] = ()
    losses: tuple[Loss, ...] = ()
    rewards: tuple[str, ...] = ()
    note: str = ""
    notes: tuple[str, ...] = ()
    until: date | None = None
    polled: bool = True
    unnamed: str = "各村得分的差别不足以断定前列和待改进，本期不分档次。"
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that was wrong: what the old paper said, what is right, why."""

    subject: str
    was: str
    right: str
    reason: str


def evaluation_circular(
    figures: EvaluationFigures, envelope: Envelope, *, answer_by: date
) -> OfficialPaper:
    """The circular with the ranking as an annex that lies across."""
    title = f"关于{figures.period}村级考评结果的通报"
    opening = Paragraph(f"现将{figures.period}村级考评结果通报如下：", key="opening")
    if not figures.rows:
        said = f"{figures.period}没有参加考评的村，本期没有考评结果。"
        return enclose(
            "通报",
            title,
            [opening, Paragraph(said, key="no-data"), Paragraph(CIRCULAR_CLOSING)],
            envelope,
        )
    scheme = figures.scheme.strip()
    basis = f"本次考评依据{scheme}，" if scheme else "本次"
    blocks = [
        opening,
        heading(1, "考评依据和范围"),
        Paragraph(
            f"{basis}对全镇{len(figures.rows)}个村{figures.period}{until_words(figures.until)}的工作进行考评，"
            f"得分按日常登记{'、抽查和民意调查' if figures.polled else '和抽查'}数据计算，各项得分见附件。",
            key="basis",
        ),
        heading(2, "考评结果"),
        Paragraph(_result(figures), key="result"),
        heading(3, "主要扣分原因"),
        *_losses(figures.losses),
        heading(4, "结果运用"),
        *_rewards(figures, answer_by),
        Paragraph(CIRCULAR_CLOSING),
    ]
    table = ranking_table(figures.item_heads, figures.rows, size=9.0, notes=figures.notes)
    annex = Annex(f"{figures.period}村级考评得分排名表", (table,), landscape=True)
    return enclose("通报", title, blocks, envelope, [annex])


def _result(figures: EvaluationFigures) -> str:
    said = []
    if figures.best:
        said.append(f"{villages(figures.best)}列前列。")
    if figures.worst:
        said.append(f"{villages(figures.worst)}列待改进。")
    if not said:
        said.append(figures.unnamed)
    for village, reason in figures.vetoed:
        said.append(f"{village}因{reason.rstrip('。')}一票否决，保留得分，不排名次。")
    changes = [row.change[:1] for row in figures.rows]
    up, down = changes.count("升"), changes.count("降")
    if (up or down) and figures.until is None:
        said.append(f"与上期相比，名次上升的{up}个村、下降的{down}个村，见附件。")
    if figures.note.strip():
        said.append(figures.note.strip().rstrip("。") + "。")
    return "".join(said)


def _losses(losses: tuple[Loss, ...]) -> list[Paragraph]:
    if not losses:
        return [Paragraph("本期没有村被扣分。", key="losses")]
    said = []
    for loss in losses:
        reason = f"，主要是{loss.reason.rstrip('。')}" if loss.reason.strip() else ""
        if loss.converted:
            reason += "（分数是各月折算成百分后的平均）"
        item = f"{loss.item}。{'全镇没有一条记录，按没有完成计，' if loss.silent else ''}"
        if not loss.villages:
            said.append(f"{item}{_unnamed(loss)}{_unsent(loss)}{reason}。")
            continue
        words = f"失分较多，另有{loss.more}个村失分{_unsent(loss)}" if loss.more else "失分"
        said.append(f"{item}{_losers(loss.villages)}{words}{reason}。")
    return numbered(said, "losses")


def _losers(named: tuple[str, ...]) -> str:
    """北侯村（9.78分）、南堡村、留马村（各7.68分）3个村: equal losses are said once."""
    pairs = [each.rstrip("）").rpartition("（") for each in named]
    if any(not name for name, _, _ in pairs):
        return villages(named)
    said = alike((name, lost) for name, _, lost in pairs)
    return f"{said}{len(named)}个村" if len(named) > 2 else said


def _unsent(loss: Loss) -> str:
    """Nothing counted is not nothing done: of those without a report it is said."""
    if not loss.unsent:
        return ""
    whole = loss.unsent == loss.more
    return "，都是没有报送的" if whole and loss.unsent > 1 else f"，其中{loss.unsent}个村没有报送"


def _unnamed(loss: Loss) -> str:
    if loss.alike == loss.more:
        return f"{loss.more}个村{'各' if loss.more > 1 else ''}失{loss.equal}分"
    most = f"，其中{loss.alike}个村各失{loss.equal}分" if loss.alike > 1 else ""
    return f"{loss.more}个村失分{most}"


def _rewards(figures: EvaluationFigures, answer_by: date) -> list[Paragraph]:
    said = [each.strip().rstrip("。") + "。" for each in figures.rewards if each.strip()]
    if not said and figures.trial:
        said.append("本次依据的是参考模板，结果供各村对照查找差距，不作为奖惩依据。")
    elif not said:
        said.append("考评结果按考评办法兑现奖惩，兑现情况另行公布。")
    late = (*figures.worst, *(village for village, _ in figures.vetoed))
    if late:
        named = villages(tuple(dict.fromkeys(late)))
        said.append(
            f"{named}要对照扣分原因逐项整改，于{before_day(answer_by)}把整改情况书面报镇综治中心。"
        )
    said.append(
        f"各村对得分有异议的，于{before_day(answer_by)}向镇综治中心提出，由综治中心核对原始记录后答复。"
    )
    return numbered(said, "rewards")


def correction_circular(
    *,
    old_title: str,
    old_number: str,
    old_date: date,
    corrections: tuple[Correction, ...],
    envelope: Envelope,
    annexes: tuple[Annex, ...] = (),
) -> OfficialPaper:
    """更正通报: names the old paper and every figure that was wrong; the old one stays as it is."""
    number = f"（{old_number.strip()}）" if old_number.strip() else ""
    named = f"《{old_title.strip()}》{number}"
    blocks: list[Paragraph | Table] = [
        Paragraph(
            f"{written_date(old_date)}印发的{named}，经核对有{len(corrections)}处需要更正。"
            "现将更正情况通报如下："
            if corrections
            else f"现对{written_date(old_date)}印发的{named}作如下更正：",
            key="opening",
        )
    ]
    if len(corrections) > 1:
        columns = (
            Column("序号", 4, "centre"),
            Column("更正内容", 12),
            Column("原文", 8, "centre"),
            Column("更正为", 8, "centre"),
            Column("原因", 14),
        )
        rows = tuple(
            (str(n), c.subject, c.was, c.right, c.reason) for n, c in enumerate(corrections, 1)
        )
        blocks.append(Table(columns, rows))
    else:
        blocks += [
            Paragraph(
                f"{c.subject}由“{c.was}”更正为“{c.right}”，原因是{c.reason.rstrip('。')}。",
                key="corrections",
            )
            for c in corrections
        ]
    blocks += [
        Paragraph("原通报的其他内容不变，以本通报为准使用更正后的数据。", key="validity"),
        Paragraph(CIRCULAR_CLOSING),
    ]
    title = f"关于更正《{old_title.strip()}》的通报"
    return enclose("更正通报", title, blocks, envelope, annexes)
