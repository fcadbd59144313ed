"""Commands about records: demo, import-plan, import, list, export."""

import argparse
import json
from dataclasses import asdict
from typing import Any

from gaotang_desktop.commands import sheet_answers
from gaotang_desktop.commands.outcome import Outcome, plain
from gaotang_desktop.commands.scores import day
from gaotang_desktop.domain import fields, periods
from gaotang_desktop.domain.errors import StorageProblem, Unreadable
from gaotang_desktop.domain.evaluation.scheme_text import to_json
from gaotang_desktop.domain.fields import Reference
from gaotang_desktop.services import evaluation, holidays, records
from gaotang_desktop.services.schemes import register
from gaotang_desktop.services.sheets import exports, imports, score_exports
from gaotang_desktop.services.workplace import Workplace


def demo(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Fill an empty folder with a year of sample data."""
    from gaotang_desktop.services import demo as samples

    end = day(typed.until) if typed.until else None
    samples.require_room(work)
    try:
        filled = samples.fill(work, seed=typed.seed, end=end)
    except StorageProblem as problem:
        said = "示例数据没有填完，请换一个空文件夹再填。"
        raise StorageProblem(f"{problem}{said}") from problem
    lines = [f"已填入示例数据：{work.folder}"]
    lines += [f"  {records.label_of(kind)} {count} 条" for kind, count in filled.counts.items()]
    return Outcome({"counts": dict(filled.counts)}, lines)


def import_plan(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Read a plan document and store its tasks, unless it is a dry run."""
    from gaotang_desktop.services import plans

    result = plans.import_file(
        work,
        typed.file,
        dry_run=typed.dry_run,
        part=str(typed.part) if typed.part is not None else "",
        renews=typed.renews or "",
        year=typed.year,
    )
    return Outcome(result.contract(), list(result.lines()), list(result.warnings()))


def import_sheet(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Take in a sheet; every bad row is named with its column."""
    choices = imports.Choices(
        update_similar=typed.update_similar,
        empty_clears=typed.empty_clears,
        all_or_nothing=typed.all_or_nothing,
        fills=sheet_answers.fills(typed.kind, typed.fill),
        meant=sheet_answers.meant(typed.kind, typed.meant),
        register=sheet_answers.register(typed.register),
        columns=sheet_answers.columns(typed.kind, typed.column),
    )
    try:
        result = imports.import_sheet(
            work, typed.kind, typed.file, town=typed.town, dry_run=typed.dry_run, choices=choices,
            only=typed.worksheet,
        )  # fmt: skip
    except imports.LacksColumns as problem:
        raise Unreadable(sheet_answers.refusal(problem)) from None
    result.notes[:0] = sheet_answers.read_as(typed.kind, [*typed.fill, *typed.meant])
    lines = [counted(result) + ("（试导入，没有保存）" if typed.dry_run else "")]
    data = contract(result)
    return Outcome(data, lines, told(result), code=1 if result.rejected else 0)


def contract(result: imports.Imported) -> dict[str, Any]:
    """What became of a sheet, as the contract of the command line says it."""
    return {
        "rows": result.rows,
        "imported": result.imported,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "rejected": result.rejected,
        "errors": [
            {
                "row": result.row(each.row),
                "column": each.column,
                "message": each.message,
                "offers": list(each.offers),
            }
            for each in result.errors
        ],
        "error_copy": str(result.error_copy) if result.error_copy else None,
        "import_id": result.import_id,
        "notes": list(result.notes),
        "similar": [
            {
                "row": result.row(each.number),
                "id": each.record_id,
                "title": each.title,
                "changes": [
                    {"column": cell.label, "stored": cell.before, "sheet": cell.after}
                    for cell in each.changes
                ],
            }
            for each in result.similar
        ],
        **sheet_answers.contract(result),
    }


def counted(result: imports.Imported) -> str:
    """The outcome in figures."""
    return (
        f"共 {result.rows} 行：新增 {result.imported}，更新 {result.updated}，"
        f"没有变化 {result.unchanged}，有问题 {result.rejected}。"
    )


def told(result: imports.Imported) -> list[str]:
    """The notes, every problem, and where the bad rows are."""
    said = [*result.notes, *sheet_answers.told(result)]
    said += [f"有问题的行另存在“{path}”，改正后可以再导入。" for path in result.error_copies]
    return said


def import_holidays(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Take in the announced holidays of a year; they take the place of those of the same days."""
    taken = holidays.import_sheet(work, typed.file)
    return Outcome(asdict(taken), [taken.summary, *taken.detail.splitlines()])


def template(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """A blank workbook to fill in and import."""
    exports.template(work, typed.kind, typed.file)
    return Outcome({"file": str(typed.file)}, [f"已写好模板：{typed.file}"])


def list_records(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """The records of a kind, keyed by field name; references by name."""
    if typed.kind == "schemes":
        return _schemes(work)
    if typed.kind == "frozen-results":
        return _frozen_results(work, periods.parse(typed.period) if typed.period else None)
    period, told = _period_of(typed.kind, typed.period)
    listed = records.listing(work, typed.kind, period=period)
    if not typed.unmasked:
        listed = work.cover.listing(listed)
    names = [each.name.removesuffix("_id") for each in listed.fields]
    data = [
        {"id": record_id, **dict(zip(names, map(_shown, row), strict=True))}
        for record_id, row in zip(listed.ids, listed.rows, strict=True)
    ]
    lines = ["\t".join(each.label for each in listed.fields if each.listed)]
    for row in listed.rows:
        shown = zip(listed.fields, row, strict=True)
        lines.append("\t".join(fields.show(each, value) for each, value in shown if each.listed))
    return Outcome(data, lines, told)


def _schemes(work: Workplace) -> Outcome:
    """Every version of the rules with its whole text, the shipped one too."""
    found = register.versions(work)
    data = [
        {
            "id": each.id,
            "name": each.scheme.name,
            "version": each.scheme.version,
            "starts_on": each.scheme.starts_on,
            "template": each.scheme.template,
            "in_force": each.in_force,
            "scheme": json.loads(to_json(each.scheme)),
        }
        for each in found
    ]
    lines = ["方案\t启用日期\t项目"]
    lines += [
        f"{each.scheme.label}\t{each.scheme.starts_on:%Y-%m-%d}\t{len(each.scheme.items)} 项"
        for each in found
    ]
    return Outcome(data, lines)


def _frozen_results(work: Workplace, period: periods.Period | None) -> Outcome:
    """Every frozen version with its whole text; its digest is of the canonical JSON."""
    found = evaluation.frozen_results(work, period)
    data = [
        {
            "id": row.id,
            "period": row.period,
            "version": row.version,
            "frozen_at": str(row.frozen_at),
            "frozen_by": row.frozen_by,
            "reason": row.reason,
            "digest": row.digest,
            "whole": evaluation.is_whole(row),
            "body": _parsed(row.body),
        }
        for row in found
    ]
    lines = ["期间\t版次\t冻结时间\t冻结人\t校验码"]
    lines += [
        f"{row.period}\t{row.version}\t{row.frozen_at:%Y-%m-%d %H:%M}\t{row.frozen_by}\t{row.digest}"
        for row in found
    ]
    return Outcome(data, lines)


def _parsed(body: str) -> Any:
    """The text as JSON, or as it is where an earlier program wrote something else."""
    try:
        return json.loads(body)
    except ValueError:
        return body


def _shown(value: Any) -> Any:
    return plain(value) if isinstance(value, Reference) else value


def _period_of(kind: str, asked: str | None) -> tuple[periods.Period | None, list[str]]:
    """The period asked for, and what is said where all of a ledger are taken: one without days."""
    period = periods.parse(asked) if asked else None
    if period is None or records.belongs_to_days(kind):
        return period, []
    told = f"“{records.label_of(kind)}”不按日期登记，分不出{period.label}的，取的是全部。"
    return None, [told]


def export(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """A ledger, or the score table, as a workbook."""
    told: list[str] = []
    if typed.kind == "scores":
        scored = periods.parse(typed.period) if typed.period else evaluation.latest_period(work)
        count = score_exports.export(work, scored, typed.file)
    else:
        period, told = _period_of(typed.kind, typed.period)
        count = exports.export(work, typed.kind, typed.file, period=period, unmasked=typed.unmasked)
    done = f"已导出 {count} 行：{typed.file}"
    return Outcome({"file": str(typed.file), "rows": count}, [done], told)
