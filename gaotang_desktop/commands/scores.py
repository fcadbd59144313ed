"""The command that scores: evaluate."""

import argparse

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation import freezing
from gaotang_desktop.services import evaluation
from gaotang_desktop.services.workplace import Workplace


def evaluate(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Scores and ranks of a period; with ``--freeze`` they are kept for good."""
    period = periods.parse(typed.period)
    if typed.unfreeze:
        evaluation.withdraw(work, period, reason=typed.reason or "")
    if typed.freeze:
        done = evaluation.freeze(
            work, period, reason=typed.reason or "", accept_incomplete=typed.incomplete
        )
    else:
        done = evaluation.evaluate(work, period)
    result = done.result
    lines = [f"{period.label} · {result.scheme.label}"]
    for each in () if result.is_empty else result.villages:
        span = f"{each.rank_range[0]}–{each.rank_range[1]}" if each.rank_range else ""
        rank = each.rank_word
        lines.append(f"{rank}\t{each.village}\t{each.total}\t{span}\t{each.band}")
    lines += [*result.ties, *result.notes]
    warnings = []
    if result.is_empty:
        lines.append(f"{period.label}没有数据：没有一个村有考评要用的记录，不排名次。")
    elif result.is_incomplete:
        warnings.append(f"{result.lacking}，超过总分的一半，名次只反映其余几项。")
    if result.pending:
        warnings.append(f"还有 {len(result.pending)} 项待补，补齐前不能冻结。")
    if done.frozen is not None and not typed.freeze:
        if done.differences:
            warnings.append("上面是冻结的结果；冻结以后记录有变化：")
        warnings += done.differences or (f"{freezing.SAME}。",)
    data = freezing.contract(
        result, frozen=done.frozen is not None and done.readable, empty=result.is_empty
    )
    data["joint_ranges"] = {
        each.village: list(each.joint_range) for each in result.villages if each.joint_range
    }
    if done.frozen is not None:
        data["version"], data["digest"] = done.frozen.version, done.frozen.digest
        data["frozen_at"], data["frozen_by"] = str(done.frozen.frozen_at), done.frozen.frozen_by
        data["reason"] = done.frozen.reason
        data["readable"] = done.readable
        data["now"] = freezing.contract(done.now, frozen=False, empty=done.now.is_empty)
        data["differences"] = list(done.differences)
    data["no_data"] = result.is_empty
    data["without_records"] = [item.code for item in result.without_records]
    return Outcome(data, lines, list(warnings))
