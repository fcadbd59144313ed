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
        warnings += done.differences or (f"{freezing.SAME}。",)
    data = freezing.contract(result, frozen=done.frozen is not None, empty=result.is_empty)
    data["no_data"] = result.is_empty
    data["without_records"] = [item.code for item in result.without_records]
    return Outcome(data, lines, list(warnings))
