"""Commands about records: demo, import-plan, import, list, export."""

import argparse
from datetime import date
from typing import Any

from gaotang_desktop.commands.outcome import Outcome, plain
from gaotang_desktop.domain import fields, periods
from gaotang_desktop.domain.fields import Reference
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.workplace import Workplace


def demo(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Fill an empty folder with a year of sample data."""
    from gaotang_desktop.services import demo as samples

    end = date.fromisoformat(typed.until) if typed.until else None
    filled = samples.fill(work, seed=typed.seed, end=end)
    lines = [f"已填入示例数据：{work.folder}"]
    lines += [f"  {records.label_of(kind)} {count} 条" for kind, count in filled.counts.items()]
    return Outcome({"counts": dict(filled.counts)}, lines)


def import_plan(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Read a plan document and store its tasks, unless it is a dry run."""
    from gaotang_desktop.services import plans

    result = plans.import_file(work, typed.file, dry_run=typed.dry_run)
    return Outcome(result.contract(), list(result.lines()), list(result.warnings()))


def import_sheet(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """Take in a sheet; every bad row is named with its column."""
    result = imports.import_sheet(
        work,
        typed.kind,
        typed.file,
        town=typed.town,
        dry_run=typed.dry_run,
        choices=imports.Choices(
            update_similar=typed.update_similar,
            empty_clears=typed.empty_clears,
            all_or_nothing=typed.all_or_nothing,
        ),
    )
    data = {
        "rows": result.rows,
        "imported": result.imported,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "rejected": result.rejected,
        "errors": [
            {"row": each.row, "column": each.column, "message": each.message}
            for each in result.errors
        ],
        "error_copy": str(result.error_copy) if result.error_copy else None,
        "notes": list(result.notes),
        "similar": [
            {
                "row": each.number,
                "id": each.record_id,
                "title": each.title,
                "changes": [
                    {"column": cell.label, "stored": cell.before, "sheet": cell.after}
                    for cell in each.changes
                ],
            }
            for each in result.similar
        ],
    }
    lines = [
        f"共 {result.rows} 行：新增 {result.imported}，更新 {result.updated}，"
        f"没有变化 {result.unchanged}，有问题 {result.rejected}。"
        + ("（试导入，没有保存）" if typed.dry_run else "")
    ]
    warnings = [*result.notes]
    warnings += [f"第 {each.row} 行 {each.column}：{each.message}" for each in result.errors]
    if result.error_copy:
        warnings.append(f"有问题的行另存在“{result.error_copy}”，改正后可以再导入。")
    return Outcome(data, lines, warnings, code=1 if result.rejected else 0)


def template(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """A blank workbook to fill in and import."""
    exports.template(work, typed.kind, typed.file)
    return Outcome({"file": str(typed.file)}, [f"已写好模板：{typed.file}"])


def list_records(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """The records of a kind, keyed by field name; references by name."""
    period = periods.parse(typed.period) if typed.period else None
    listed = records.listing(work, typed.kind, period=period)
    names = [each.name.removesuffix("_id") for each in listed.fields]
    data = [
        {"id": record_id, **dict(zip(names, map(_shown, row), strict=True))}
        for record_id, row in zip(listed.ids, listed.rows, strict=True)
    ]
    lines = ["\t".join(each.label for each in listed.fields if each.listed)]
    for row in listed.rows:
        shown = zip(listed.fields, row, strict=True)
        lines.append("\t".join(fields.show(each, value) for each, value in shown if each.listed))
    return Outcome(data, lines)


def _shown(value: Any) -> Any:
    return plain(value) if isinstance(value, Reference) else value


def export(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """A ledger, or the score table, as a workbook."""
    period = periods.parse(typed.period) if typed.period else None
    if typed.kind == "scores":
        from gaotang_desktop.services import evaluation

        count = evaluation.export(work, period or evaluation.latest_period(work), typed.file)
    else:
        count = exports.export(work, typed.kind, typed.file, period=period, unmasked=typed.unmasked)
    return Outcome({"file": str(typed.file), "rows": count}, [f"已导出 {count} 行：{typed.file}"])
