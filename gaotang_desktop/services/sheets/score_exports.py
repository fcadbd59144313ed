"""The score table as a workbook, the ranking as a picture (得分表、排名图)."""

from pathlib import Path

from gaotang_desktop.domain.documents.covering import covered
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.wording import ranks
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.polls import wilson
from gaotang_desktop.services.evaluation import evaluate
from gaotang_desktop.services.workplace import Workplace


def export(work: Workplace, period: Period, path: Path) -> int:
    """The score table as a workbook; returns the number of villages."""
    from gaotang_desktop.domain.fields import Kind
    from gaotang_desktop.workbooks.writing import Column, Sheet, write_tables

    done = evaluate(work, period)
    scheme = done.result.scheme
    columns = [Column("名次"), Column("村")]
    for item in scheme.items:
        full = done.result.full_word(item.code)
        columns.append(Column(f"{item.code}{item.name}（{full}）", Kind.DECIMAL))
        if FACTS[item.fact].polled:
            columns.append(Column(f"{item.code}样本（份）"))
            columns.append(Column(f"{item.code}可信范围"))
    columns += [Column(name, Kind.DECIMAL) for name in ("加分", "扣分", "总分")]
    columns += [Column("名次区间"), Column("档次"), Column("说明")]
    rows = []
    for each in done.result.villages:
        points: list[object] = []
        for item in scheme.items:
            found = each.items[item.code]
            points.append(found.points)
            if FACTS[item.fact].polled:
                sample = int(found.fact.of or 0)
                span = wilson(int(found.fact.value or 0), sample)
                points.append(str(sample) if sample else found.fact.note or "无样本")
                points.append(f"{span[0]}%–{span[1]}%" if span else "")
        rows.append(
            (
                each.rank_word,
                each.village,
                *points,
                each.bonus,
                each.deduction,
                each.total if each.is_scored else None,
                ranks(*each.rank_range) if each.rank_range else "",
                each.band,
                f"一票否决：{each.veto}" if each.veto else each.unranked,
            )
        )
    title = f"{work.settings['town']}{period.label}村级考评得分表"
    if work.mark:
        title = f"【{work.mark}】{title}"
    notes = (scheme.label, *done.result.notes, *done.result.ties)
    sheet = covered(
        Sheet("得分表", tuple(columns), tuple(rows), title=title, notes=notes), work.cover
    )
    write_tables(path, [sheet])
    return len(rows)


def save_chart(work: Workplace, period: Period, path: Path) -> None:
    """The ranking with its ranges as a picture, PNG or SVG by the file's name."""
    from gaotang_desktop.documents.charts import saving
    from gaotang_desktop.documents.charts.ranking import VillageRank, ranking, ranking_finding

    rows = []
    for each in evaluate(work, period).result.villages:
        low, high = each.rank_range or (None, None)
        total = None if each.unranked else each.total
        rows.append(
            VillageRank(each.village, total, each.rank, low, high, each.band, bool(each.veto))
        )
    title = f"【{work.mark}】{ranking_finding(rows)}" if work.mark else None
    saving.save(ranking(rows, title=title), path)
