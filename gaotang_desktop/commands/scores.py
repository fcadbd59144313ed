"""The commands that score: evaluate, and the rules as a file."""

import argparse
from dataclasses import replace
from datetime import date

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid
from gaotang_desktop.domain.evaluation import freezing, rewarding
from gaotang_desktop.domain.evaluation.wording import ranks
from gaotang_desktop.services import evaluation, rewards
from gaotang_desktop.services import scheme_previews as previews
from gaotang_desktop.services.schemes import files, register
from gaotang_desktop.services.workplace import Workplace


def evaluate(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Scores and ranks of a period; with ``--freeze`` they are kept for good."""
    period = periods.parse(typed.period)
    if typed.unfreeze:
        evaluation.withdraw(work, period, reason=typed.reason or "")
    if typed.freeze:
        done = evaluation.freeze(
            work,
            period,
            reason=typed.reason or "",
            accept_incomplete=typed.incomplete,
            accept_running=typed.incomplete,
        )
    else:
        done = evaluation.evaluate(work, period)
    result = done.result
    lines = [f"{period.label} · {result.scheme.label}"]
    for each in () if result.is_empty else result.villages:
        span = ranks(*each.rank_range) if each.rank_range else ""
        rank = each.rank_word
        total = each.total if each.is_scored else "—"
        lines.append(f"{rank}\t{each.village}\t{total}\t{span}\t{each.band}")
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
            warnings.append("上面是冻结的结果；冻结以后记录或者计分规则有变化：")
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
    data["notes"] = list(result.notes)
    data["no_data"] = result.is_empty
    data["without_records"] = [item.code for item in result.without_records]
    return Outcome(data, lines, list(warnings))


def propose_rewards(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """What the scheme's rules propose of a frozen period; ``--confirm`` registers the certain ones."""
    period = periods.parse(typed.period)
    found = rewards.proposed(work, period)
    certain = [
        at for at, each in enumerate(found.proposals) if each.certain and at not in found.stored
    ]
    stored = rewards.confirm(work, period, certain) if typed.confirm and certain else 0
    data = {
        "period": period.key,
        "proposals": [
            {"village": each.village, "reward": each.rule.reward, "rule": rewarding.line(each.rule),
             "why": each.why, "certain": each.certain, "registered": at in found.stored}
            for at, each in enumerate(found.proposals)
        ],
        "notes": list(found.notes),
        "stored": stored,
    }  # fmt: skip
    lines = [f"{each.village}\t{each.rule.reward}\t{each.why}" for each in found.proposals]
    lines.append(
        f"登记了 {stored} 项。" if typed.confirm else "加 --confirm 登记分得出先后的各项。"
    )
    return Outcome(data, lines, list(found.notes))


def export_scheme(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """The version in force (of a period), or a template that ships, as a file."""
    period = periods.parse(typed.period) if typed.period else periods.month_of(work.today())
    scheme = (
        register.from_template(work, typed.template)
        if typed.template
        else register.as_written(work, period)
    )
    covered = files.export(work, scheme, typed.file)
    data = {"file": str(typed.file), "name": scheme.name, "version": scheme.version}
    said = "（其中的居民姓名已经遮住）" if covered else ""
    return Outcome(data, [f"已导出 {scheme.label}：{typed.file}{said}"])


def import_scheme(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Adopt the version that a file holds; what is doubtful needs ``--confirm``."""
    scheme = files.read(work, typed.file)
    if typed.start:
        scheme = replace(scheme, starts_on=day(typed.start))
    if problems := register.problems(work, scheme):
        raise Invalid(problems)
    asked = register.questions(work, scheme)
    if said := previews.rescored(work, scheme):
        asked["starts_on"] = said
    period = evaluation.latest_period(work)
    moved = previews.preview(work, scheme, period)
    if asked and not (typed.confirm or typed.dry_run):
        raise Conflict(f"{''.join(asked.values())}确实是这样定的，请加 --confirm。")
    if not typed.dry_run:
        register.save(work, scheme)
    data = {
        "name": scheme.name,
        "version": scheme.version,
        "starts_on": scheme.starts_on,
        "stored": not typed.dry_run,
        "questions": asked,
        "preview": {
            "period": period.key,
            "villages": [
                {"village": each.village, "rank": each.after, "rank_before": each.before,
                 "total": str(each.total), "total_before": str(each.was)}
                for each in moved
            ],
        },
    }  # fmt: skip
    word = "试读" if typed.dry_run else "已启用"
    lines = [f"{word}考评方案：{scheme.name}第{scheme.version}版（{scheme.starts_on:%Y-%m-%d} 起）"]
    changed = sum(each.before != each.after for each in moved)
    lines.append(f"{period.label}按它试算，{changed} 个村名次变。")
    return Outcome(data, lines, list(asked.values()))


def day(text: str) -> date:
    """A day as it is typed after ``--start``.

    Raises:
        DomainError: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise DomainError(f"“{text}”不是日期，请写成 2026-12-01。") from problem
