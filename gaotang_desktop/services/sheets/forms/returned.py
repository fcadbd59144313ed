"""A folder of forms that came back: whose each file is, and what is to be asked about it."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import fill_in_forms as queries
from gaotang_desktop.data.queries import settings as stored_settings
from gaotang_desktop.data.queries import villages as village_queries
from gaotang_desktop.data.queries.fill_in_forms import FormRow
from gaotang_desktop.domain.errors import DomainError, NotFound, StorageProblem
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets import fill_in_forms as forms
from gaotang_desktop.domain.sheets.fill_in_forms import Mark
from gaotang_desktop.domain.sheets.rows import Part, SheetRows
from gaotang_desktop.files import require_name
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import filled_forms, imports, titles, understanding
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.forms import form_rows
from gaotang_desktop.services.sheets.forms.found import TAKEN, Found, Looked, State
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.workplace import Workplace

SUFFIXES = {
    ".xlsx",
    ".xlsm",
    ".xls",
    ".et",
    ".ods",
    ".csv",
    ".txt",
    ".htm",
    ".html",
    ".mht",
    ".xml",
}
_PACKED = (".zip", ".rar", ".7z", ".tar", ".gz")
_MOST_FILES = 2000
_AS_USUAL = Choices()
_NAMED = 4  # forms of one file, each in words


def look(
    work: Workplace,
    folder: Path,
    *,
    kind: str | None = None,
    period: Period | None = None,
    progress: Progress | None = None,
) -> Looked:
    """Read every sheet of a folder and of the folders in it; nothing is stored.

    Without ``kind`` and ``period`` they are those of most forms there.

    Raises:
        StorageProblem: there is no such folder.
        DomainError: nothing says which ledger and period; or there are far too many files.
        Cancelled: the operator stopped it.
    """
    watched = progress or Silent()
    paths, passed = _files(folder)
    with work.database.reading() as session:
        own = stored_settings.folder(session)[:8]
    marked: dict[Path, tuple[Mark, ...]] = {}
    problems: dict[Path, str] = {}
    for at, path in enumerate(paths):
        watched.step(at, 2 * len(paths), path.name)
        if path.suffix.lower() in _PACKED:
            problems[path] = "是压缩包，里面的填报表没有读。请解压到这个文件夹里再收。"
            continue
        try:
            marked[path] = _marks_of(path)
        except DomainError as problem:
            problems[path] = str(problem)
    said = Counter(
        (mark.kind, mark.period)
        for marks in marked.values()
        for mark in marks
        if mark.folder == own and kind in (None, mark.kind) and period in (None, mark.period)
    )
    if kind is None or period is None:
        if not said:
            raise DomainError(
                f"“{folder}”里没有本单位发出的填报表，看不出是哪一种台账、哪一期。"
                "请先选好台账和期间，再选文件夹。"
            )
        kind, period = said.most_common(1)[0][0]
    with work.database.reading() as session:
        sent = tuple(queries.of_period(session, kind, period.key))
        reader = _Reader(session, work, kind, period, own, folder)
        found = []
        for at, path in enumerate(paths, start=len(paths)):
            watched.step(at, 2 * len(paths), path.name)
            if path in problems:
                name = str(path.relative_to(folder))
                found.append(Found(path, name, State.UNREADABLE, problems[path]))
            else:
                found.append(reader.read(path, marked[path]))
    files = _told_apart(found, {row.village_id: row for row in sent})
    return Looked(kind, period, tuple(files), passed, sent)


def _files(folder: Path) -> tuple[list[Path], tuple[str, ...]]:
    if not folder.is_dir():
        raise StorageProblem(f"没有找到文件夹“{folder}”，请检查是不是改了名或者移走了。")
    every = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith((".", "~$"))
    ]
    if len(every) > _MOST_FILES:
        raise DomainError(
            f"“{folder}”里有 {len(every)} 个文件，不像是收回来的填报表。请选只放填报表的文件夹。"
        )
    read = (*SUFFIXES, *_PACKED)
    passed = [str(each.relative_to(folder)) for each in every if each.suffix.lower() not in read]
    return [each for each in every if each.suffix.lower() in read], tuple(passed)


def _marks_of(path: Path) -> tuple[Mark, ...]:
    from gaotang_desktop.workbooks.reading import texts_with

    return tuple(dict.fromkeys(forms.marks_in(texts_with(path, forms.MARK))))


class _Reader:
    """Says of one file after the other whose form it is."""

    def __init__(
        self,
        session: Session,
        work: Workplace,
        kind: str,
        period: Period,
        own: str,
        folder: Path,
    ) -> None:
        self._work, self._own, self._folder = work, own, folder
        self._kind, self._period = kind, period
        self._finder = Finder(session, str(work.settings["town"]))
        self._names = village_queries.names(session)
        self._village = village_field(kind)

    def read(self, path: Path, marks: Sequence[Mark]) -> Found:
        """The file with its rows, or why it is not taken."""
        mark = marks[0] if marks else None
        name = str(path.relative_to(self._folder))
        try:
            require_name(name)
        except StorageProblem as problem:
            shown = name.encode("utf-8", "replace").decode()
            return Found(path, shown, State.UNREADABLE, str(problem))
        try:
            content, changed_at = path.read_bytes(), path.stat().st_mtime
        except OSError:  # it was there a moment ago
            said = "文件刚被移走，或者正被别的程序打开。"
            return Found(path, name, State.UNREADABLE, said)
        found = Found(
            path,
            name,
            State.READY,
            digest=hashlib.sha256(content).hexdigest(),
            changed_at=changed_at,
        )
        if len(marks) > 1:
            named = "、".join(
                f"{self._names.get(each.village_id, '')}{each.period.label}{_label(each.kind)}"
                for each in marks[:_NAMED]
            )
            more = f"等 {len(marks)} 份" if len(marks) > _NAMED else ""
            said = f"里面有几份填报表（{named}{more}），请拆成一份一个文件，或者用“从表格导入”。"
            return replace(found, state=State.NO_FORM, said=said)
        if mark is not None and (other := self._other(mark)):
            return replace(found, state=other[0], said=other[1])
        try:
            sheet = imports.read(self._kind, path, work=self._work)
            # Also where its head or its mark is lost, or where it was typed anew.
            filled = filled_forms.as_filled(self._kind, sheet, certain=True)
            if mark is None and (idle := len(sheet.rows) - len(filled.rows)):
                note = f"有 {idle} 行只有原来印好的内容，别的都空着，当作没有填。"
                filled = replace(filled, notes=(*filled.notes, note))
            sheet = filled
            if twice := form_rows.differing_copies(sheet):
                return replace(found, state=State.NO_FORM, said=twice)
            sheet = form_rows.without_copies(sheet)
            columns, _notes, sheet, *_ = understanding.columns_of(
                self._kind, sheet, _AS_USUAL, files=(path.name, "某村")
            )
        except DomainError as problem:
            state = State.NO_FORM if mark is None else State.UNREADABLE
            return replace(found, state=state, said=str(problem))
        period = titles.period_of(sheet.parts[0], (path.name,) if mark is None else ())
        outside = period.year is not None and period.year != self._period.start.year
        if period.month is not None and not outside:
            months = [each.number for each in self._period.months]
            outside = period.month not in months
        if mark is None and outside:
            said = f"标题或文件名写的不是{self._period.label}。"
            return replace(found, state=State.OTHER_PERIOD, said=said)
        if mark is not None and (
            outside or form_rows.elsewhen(self._kind, sheet, columns, self._period)
        ):
            where = "标题" if outside else "多数日期"
            said = (
                f"表号是{self._period.label}的，{where}却不是，分不清是哪一期的。"
                "请把内容抄进那一期的填报表再收，或者用“从表格导入”。"
            )
            return replace(found, state=State.OTHER_PERIOD, said=said)
        if mark is not None:
            asked = form_rows.asked_days(self._kind, sheet, columns, self._period)
            sheet = replace(sheet, errors=(*sheet.errors, *asked))
        canonical = form_rows.in_our_words(self._kind, sheet, columns, found.name, self._period)
        return self._with_village(replace(found, sheet=canonical), mark, sheet, columns)

    def _other(self, mark: Mark) -> tuple[State, str] | None:
        label = f"{mark.period.label}{_label(mark.kind)}"
        if mark.folder != self._own:
            return State.OTHER_OFFICE, f"这是别的单位（别的数据文件夹）发的{label}填报表。"
        if mark.kind != self._kind:
            return State.OTHER_KIND, f"这是{label}填报表。"
        if mark.period != self._period:
            return State.OTHER_PERIOD, f"这是{label}填报表。"
        return None

    def _with_village(
        self, found: Found, mark: Mark | None, sheet: SheetRows, columns: Mapping[str, str]
    ) -> Found:
        """Whose form it is: its mark, its column, its head and its name must not differ."""
        said: dict[int, str] = {}
        if mark is not None and mark.village_id in self._names:
            said[mark.village_id] = "表号"
        if (header := columns.get(self._village.name)) is not None:
            words = {str(row.values[header]) for row in sheet.rows if row.values.get(header)}
            known = {self._finder.known_as(self._village, word) for word in words}
            if len(known) > 1:
                many = f"里面有 {len(words)} 个村，不是一个村的填报表，请用“从表格导入”。"
                return replace(found, state=State.NO_FORM, said=many)
            for village in known - {None}:
                said.setdefault(village or 0, "“村”一列")
        heads = {self._first(titles.places_of(part)) for part in sheet.parts} - {None}
        if len(heads) > 1:
            many = f"里面有 {len(heads)} 个村的表，不是一个村的填报表，请拆开，或者用“从表格导入”。"
            return replace(found, state=State.NO_FORM, said=many)
        for village, where in (
            (next(iter(heads), None), "表头"),
            (self._in_name(found.path.name), "文件名"),
        ):
            if village is not None:
                said.setdefault(village, where)
        if len(said) > 1:
            told = "，".join(f"{where}是{self._names[at]}" for at, where in said.items())
            return replace(found, state=State.UNCLEAR, said=f"{told}，请选是哪个村的。")
        if not said:
            return replace(found, state=State.UNCLEAR, said="表里和文件名里都没有村名，请选村。")
        [(village_id, where)] = said.items()
        state = State.READY if found.rows else State.EMPTY
        note = "" if where == "表号" else f"村取自{where}。"
        return replace(
            found, state=state, said=note, village_id=village_id, village=self._names[village_id]
        )

    def _first(self, places: Iterable[tuple[str, str]]) -> int | None:
        names = (self._finder.known_as(self._village, name) for name, _text in places)
        return next((each for each in names if each is not None), None)

    def _in_name(self, file: str) -> int | None:
        """The village that a file's name holds: 郭桥8月夜巡.xlsx is of 郭桥社区."""
        found = self._first(titles.places_of(Part(), (file,)))
        if found is not None:
            return found
        held: dict[str, int] = {}
        for number, name in self._names.items():
            stem = re.sub(r"(村|社区|居委会)$", "", name)
            if len(stem) > 1 and stem in file:
                held[stem] = number
        whole = [
            stem for stem in held if not any(stem != other and stem in other for other in held)
        ]
        return held[whole[0]] if len(whole) == 1 else None


def village_field(kind: str) -> Field:
    """The field of a ledger that names the village."""
    return next(each for each in records.fields_for(kind) if each.refers_to == "villages")


def _label(kind: str) -> str:
    return records.label_of(kind) if kind in forms.SHAPES else ""


def _told_apart(found: Sequence[Found], sent: Mapping[int, FormRow]) -> list[Found]:
    """Files of one village: the same content, mended copies, what came before, real doubles."""
    from gaotang_desktop.workbooks.error_copies import original_stem

    told = list(found)
    seen: dict[tuple[int, tuple[Any, ...]], str] = {}
    for at, each in enumerate(told):
        if each.state not in TAKEN or each.village_id is None:
            continue
        same = seen.setdefault((each.village_id, _said_by(each)), each.name)
        if same != each.name:
            told[at] = replace(each, state=State.SAME, said=f"和“{same}”一模一样。")
        else:
            told[at] = _beside_received(each, sent.get(each.village_id))
    open_ = [each for each in told if each.state in (*TAKEN, State.DOUBLE)]
    copies: dict[tuple[Path, str], list[Found]] = defaultdict(list)
    for each in open_:
        copies[each.path.parent, original_stem(each.path)].append(each)
    for alike in copies.values():
        if all(original_stem(each.path) == each.path.stem for each in alike):
            continue  # 北村.xls and 北村.xlsx: neither is the mended one
        newest = max(alike, key=lambda each: (each.changed_at, each.name))
        for each in alike:
            if each is not newest and each.village_id == newest.village_id:
                said = f"改过的一份是“{newest.name}”，收那一份。"
                told[told.index(each)] = replace(each, state=State.MENDED, said=said)
    by_village: dict[int, list[Found]] = defaultdict(list)
    for each in told:
        if each.state in (*TAKEN, State.DOUBLE) and each.village_id is not None:
            by_village[each.village_id].append(each)
    for several in by_village.values():
        if len(several) < 2:
            continue
        ordered = sorted(several, key=lambda each: each.changed_at)
        for at, each in enumerate(ordered):
            age = "最新" if at == len(ordered) - 1 else "较早" if at else "最早"
            said = f"{each.village}有 {len(several)} 份，这一份{age}，请选收哪一份。"
            told[told.index(each)] = replace(each, state=State.DOUBLE, said=said)
    return told


def _said_by(found: Found) -> tuple[Any, ...]:
    """What a file says, whatever kind of file it is; of one that says nothing itself."""
    if found.sheet is None or not found.sheet.rows:
        return (found.digest,)
    return tuple(
        tuple((label, _plain(value)) for label, value in sorted(row.values.items()) if value)
        for row in found.sheet.rows
    )


def _plain(value: Any) -> str:
    """A cell as a text holds it: a day, a time and a number of a workbook stand so in a .csv."""
    return f"{value:%H:%M}" if isinstance(value, time) else str(value).removesuffix(" 00:00:00")


def _beside_received(found: Found, form: FormRow | None) -> Found:
    """A form beside what came from the village before."""
    if form is None or form.received_on is None:
        return found
    when = f"{form.received_on.month}月{form.received_on.day}日"
    if form.digest == found.digest:
        left = f"，有 {form.wrong} 行有问题还没有改" if form.wrong else ""
        return replace(found, state=State.KNOWN, said=f"{when}收过了{left}。")
    if form.wrong:
        said = f"{when}收过“{form.file}”，有 {form.wrong} 行有问题；这一份和已收的逐行比较。"
        return replace(found, said=said)
    said = f"{when}已经收过“{form.file}”（{form.rows} 行），又来了一份，请选要不要收。"
    return replace(found, state=State.DOUBLE, said=said)


def with_villages(work: Workplace, looked: Looked, answers: Mapping[str, str]) -> Looked:
    """The same with the operator's word on whose some files are (file → village).

    Raises:
        NotFound: there is no such file, or no such village.
    """
    files = list(looked.files)
    with work.database.reading() as session:
        names = {name: number for number, name in village_queries.names(session).items()}
    for name, village in answers.items():
        at = next((at for at, each in enumerate(files) if each.name == name), None)
        if at is None or village not in names:
            what = f"文件夹里没有“{name}”" if at is None else f"村名单里没有“{village}”"
            raise NotFound(f"{what}，请检查写法。")
        files[at] = of_village(files[at], names[village], village)
    answered = [each for each in files if each.name in answers]
    told = _told_apart(files, {row.village_id: row for row in looked.sent}) if answered else files
    return replace(looked, files=tuple(told))


def of_village(found: Found, village_id: int, village: str) -> Found:
    """A file of which the operator says whose it is."""
    state = found.state
    if state is State.UNCLEAR:
        state = State.READY if found.rows else State.EMPTY
    return replace(found, state=state, said="", village_id=village_id, village=village)


def newest_of(files: Sequence[Found]) -> list[Found]:
    """The files to take when of each village the newest is wanted."""
    best: dict[int, Found] = {}
    for each in files:
        if each.state not in (*TAKEN, State.DOUBLE) or each.village_id is None:
            continue
        before = best.get(each.village_id)
        if before is None or before.changed_at <= each.changed_at:
            best[each.village_id] = each
    return list(best.values())
