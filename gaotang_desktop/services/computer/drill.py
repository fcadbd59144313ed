"""The restore drill (恢复演练): the newest backup is put back elsewhere, checked and used.

A backup that nobody ever restored is a hope. Nothing of the data is touched.
"""

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import sealed
from gaotang_desktop.data.problems import not_writable
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError, StorageProblem
from gaotang_desktop.paths import BACKUP_FILES, DRILL
from gaotang_desktop.services import backups, evaluation, history, records
from gaotang_desktop.services.papers import issued_documents
from gaotang_desktop.services.workplace import Workplace

EVERY_DAYS = 30
_RESULT = DRILL
_TOLD = 5
_COUNTED = ("villages", "patrols", "disputes", "intakes", "inspections", "issued-documents")


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a drill: a line for each step, what failed in sentences of its own."""

    on: str
    backup: str
    lines: tuple[str, ...]
    problems: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """``恢复演练 2026-10-24：通过``, for the page 系统."""
        said = f"没有通过：{'；'.join(self.problems)[:120]}" if self.problems else "通过"
        return f"恢复演练 {self.on}：{said}"


def run(work: Workplace) -> Report:
    """Restore the newest backup into a temporary folder and use it; the report is kept.

    Raises:
        StorageProblem: there is no backup, or no room for the drill.
    """
    copies = backups.listed(work.folder)
    if not copies:
        raise StorageProblem("还没有备份，不能演练恢复。请先在“系统”里备份一次。")
    newest = copies[0]
    with tempfile.TemporaryDirectory(prefix="gaotang-drill-") as name:
        folder = Path(name) / "data"
        folder.mkdir(mode=0o700)
        files = newest.path.parent / BACKUP_FILES
        size = newest.size * 2 + sum(
            each.stat().st_size for each in files.rglob("*") if each.is_file()
        )
        if shutil.disk_usage(folder).free < size:
            raise StorageProblem(
                f"临时文件夹所在的磁盘空间不够，没有演练恢复：要 {size // 1_000_000 + 1} MB。"
                "数据没有受影响，请清理磁盘以后再试。"
            )
        report = _drilled(work, newest, folder)
    try:
        _keep(work, report)
    except OSError as error:
        said = f"这次演练的结果没有记下来：{not_writable(work.folder, error)}"
        return replace(report, lines=(*report.lines, said))
    return report


def _drilled(work: Workplace, newest: backups.Backup, folder: Path) -> Report:
    lines = [f"备份：{newest.path.name}（{newest.made_at:%Y-%m-%d %H:%M}）"]
    problems: list[str] = []
    try:
        backups.restore(folder, newest.path, now=work.now)
        copy = Workplace.open(folder, now=work.now)
    except DomainError as problem:
        return Report(f"{work.today()}", newest.path.name, tuple(lines), (str(problem),))
    try:
        lines.append("恢复：已恢复到临时文件夹")
        found = history.check_everything(copy)
        problems += found[:_TOLD]
        lines.append(f"检查数据：{f'{len(found)} 个问题' if found else '完好'}")
        for step in (_counts, _ranking, _reprint):
            try:
                lines.append(step(work, copy))
            except DomainError as problem:
                problems.append(str(problem))
    finally:
        copy.close()
    return Report(f"{work.today()}", newest.path.name, tuple(lines), tuple(problems))


def _counts(work: Workplace, copy: Workplace) -> str:
    """What the copy holds beside what there is now."""
    said = []
    with work.database.reading() as now, copy.database.reading() as then:
        live, kept = queries.counts(now), queries.counts(then)
    for kind in _COUNTED:
        if live[kind] or kept[kind]:
            change = "" if live[kind] == kept[kind] else f" → 现在 {live[kind]}"
            said.append(f"{records.label_of(kind)} {kept[kind]}{change}")
    return f"记录：{'，'.join(said)}" if said else "记录：没有"


def _ranking(_work: Workplace, copy: Workplace) -> str:
    """The last frozen ranking, computed anew from the restored records."""
    frozen = evaluation.frozen_results(copy, None)
    if not frozen:
        return "考评：没有冻结过结果"
    last = max(frozen, key=lambda each: each.frozen_at)
    done = evaluation.evaluate(copy, periods.parse(last.period), draws=0)
    if not done.readable:
        raise DomainError(f"{last.period} 冻结的结果读不出来。")
    unlike = sum(
        then.total != now.total
        for then, now in zip(
            sorted(done.result.villages, key=lambda each: each.village),
            sorted(done.now.villages, key=lambda each: each.village),
            strict=False,
        )
    )
    said = (
        "和冻结的一样"
        if not unlike
        else f"{unlike} 个村和冻结时不同（冻结以后记录或者计分规则有变化）"
    )
    return f"考评：{last.period} 重算 {len(done.now.villages)} 个村，{said}"


def _reprint(work: Workplace, copy: Workplace) -> str:
    """The last paper that went out, byte for byte."""
    listed = issued_documents.listing(copy)
    at = listed.column("number")
    for number, row in zip(listed.ids, listed.rows, strict=True):
        if issued_documents.entry(copy, number).document_id is None:
            continue  # entered by hand: the program has no paper of it
        content = issued_documents.reprint(copy, number)
        if content != issued_documents.reprint(work, number):
            raise DomainError(f"{row[at]}从备份里重印出来和现在的不一样。")
        return f"重印：{row[at]} 逐字节相同（{len(content):,} 字节）"
    return "重印：还没有印发过公文"


def last(work: Workplace) -> Report | None:
    """The report of the last drill; ``None`` where there was none."""
    try:
        known = json.loads(sealed.content(work.backup_folder / _RESULT))
        date.fromisoformat(known["on"])
        return Report(known["on"], known["backup"], tuple(known["lines"]), tuple(known["problems"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def is_due(work: Workplace) -> bool:
    """Whether the month's drill has to be made: 30 days after the last one, or the first backup."""
    copies = backups.listed(work.folder)
    if work.why_not is not None or not copies:
        return False
    before = last(work)
    since = copies[-1].made_at.date() if before is None else date.fromisoformat(before.on)
    return (work.today() - since).days >= EVERY_DAYS


def _keep(work: Workplace, report: Report) -> None:
    text = json.dumps(asdict(report), ensure_ascii=False)
    # What was found may name a record.
    key = keys.of_folder(work.folder)
    sealed.write_whole(work.backup_folder / _RESULT, text.encode(), key)
