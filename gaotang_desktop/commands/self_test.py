"""The program proves itself in a temporary folder: what a frozen build must still be able to do."""

import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from gaotang_desktop import paths
from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.data import migrating
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.paths import DATABASE_NAME
from gaotang_desktop.services import backups, demo, evaluation, plans, records
from gaotang_desktop.services.papers import catalogue, drafts, issued_documents, word_files
from gaotang_desktop.services.sheets import exports, imports, score_exports
from gaotang_desktop.services.workplace import Workplace

Step = tuple[str, Callable[[], object]]


def self_test(window: Callable[[Workplace, Path], Sequence[Step]]) -> Outcome:
    """Migrate, save, import, evaluate, draw, print, back up, restore, show; one line each.

    ``window(work, pdf)`` gives the steps that need a window: commands themselves know none.
    """
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="gaotang-") as name:
        place = Path(name)
        lines.append(f"迁移旧数据：通过（{_migrated(place / 'old')}）")
        work = Workplace.open(place / "data")
        try:
            for label, step in _steps(work, place):
                lines.append(f"{label}：通过（{step()}）")
            for label, step in window(work, place / "r.pdf"):
                lines.append(f"{label}：通过（{step()}）")
        finally:
            work.close()
        backups.restore(place / "data", place / "copy.sqlite")
        lines.append("恢复备份：通过")
    return Outcome({"passed": lines}, lines)


def _steps(work: Workplace, place: Path) -> list[Step]:
    month = periods.month_of(work.today()).shifted(-1)
    plan = paths.resources() / "demo" / "plan_outline.txt"

    def save() -> str:
        record = records.save(
            work, "villages", {"name": "自检村", "withdrawn_on": date(2000, 1, 1)}
        )
        work.undo()
        work.redo()
        records.bin_records(work, "villages", [record])
        return "新增、撤销、重做、删除"

    return [
        ("填入示例数据", lambda: f"{len(demo.fill(work).counts)} 种记录"),
        ("读方案", lambda: f"{len(plans.import_file(work, plan).plan.clauses)} 项任务"),
        ("导入", lambda: _imported(work)),
        ("保存与撤销", save),
        ("考评", lambda: f"{len(evaluation.evaluate(work, month).result.villages)} 个村"),
        ("画图", lambda: _chart(work, month, place / "ranking.png")),
        ("导出", lambda: f"{exports.export(work, 'patrols', place / 'patrols.xlsx')} 行"),
        ("印排名", lambda: f"{catalogue.make(work, place / 'r.pdf', 'ranking', month).pages} 页"),
        ("印全部公文", lambda: f"{sum(_pages(work, place, month).values())} 页"),
        ("另存 Word", lambda: _word(work, place)),
        ("取号印发", lambda: _issued(work)),
        ("备份", lambda: backups.back_up(work, place / "copy.sqlite")[0].name),
        ("检查数据", lambda: f"{len(backups.check(work))} 个问题"),
    ]


def _issued(work: Workplace) -> str:
    draft = drafts.create(work, "notice")
    # Invented words are issued here: nobody is to be asked about them.
    return issued_documents.issue(work, draft, despite_reminders=True).number


def _migrated(folder: Path) -> str:
    """A folder of the program's first version opens, and what was in it is there."""
    folder.mkdir()
    path = folder / DATABASE_NAME
    migrating.make(path, migrating.REVISIONS[0])
    with closing(sqlite3.connect(path)) as old:
        old.execute(
            "INSERT INTO villages (name, kind, created_at, changed_at) VALUES (?, ?, ?, ?)",
            ("自检村", "行政村", "2026-01-01 08:00:00", "2026-01-01 08:00:00"),
        )
        old.commit()
    work = Workplace.open(folder)
    try:
        names = [each.label for each in records.references(work, "villages")]
    finally:
        work.close()
    if names != ["自检村"]:
        raise StorageProblem("旧版本的数据没有完整迁移过来，请不要使用这个安装包。")
    return f"{migrating.REVISIONS[0]} → {migrating.REVISIONS[-1]}"


def _imported(work: Workplace) -> str:
    found = imports.import_sheet(
        work, "villages", paths.resources() / "demo" / "villages.csv", dry_run=True
    )
    return f"{found.rows} 行"


def _chart(work: Workplace, month: Period, path: Path) -> str:
    score_exports.save_chart(work, month, path)
    return f"{path.stat().st_size // 1024} KB"


def _pages(work: Workplace, place: Path, month: Period) -> dict[str, int]:
    return {
        each.name: catalogue.make(
            work,
            place / f"{each.name}.pdf",
            each.name,
            None if each.by in catalogue.SUBJECTS else month,
        ).pages
        for each in catalogue.DOCUMENTS
    }


def _word(work: Workplace, place: Path) -> str:
    word_files.save_word(catalogue.paper(work, "notice"), place / "n.docx")
    return f"{(place / 'n.docx').stat().st_size // 1024} KB"
