"""Writing an archive (归档): every table as a workbook, papers and attached files beside them."""

import json
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from gaotang_desktop.data import attachments, migrating, soundness
from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import archive as queries
from gaotang_desktop.data.queries import issued_documents
from gaotang_desktop.domain.archiving import contents as words
from gaotang_desktop.domain.archiving.cells import Stored
from gaotang_desktop.domain.archiving.contents import ArchivedSheet, Contents
from gaotang_desktop.domain.archiving.file_names import FileNames, allowed
from gaotang_desktop.domain.archiving.tables import ATTACHED, Column, Table, places
from gaotang_desktop.domain.errors import NotFound
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.privacy import Cover
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.paths import ATTACHMENTS
from gaotang_desktop.services import tampering
from gaotang_desktop.services.archiving import catalogue, reading, rows
from gaotang_desktop.services.archiving.rows import Row
from gaotang_desktop.services.archiving.shelf import Shelf, require_new, require_room, shelf
from gaotang_desktop.services.workplace import Workplace

_PLAIN = Field("", "", Kind.LONG_TEXT)
ROWS_OF_A_SHEET = 50_000
"""A longer table goes into several workbooks, so that each can be read in bounded memory."""
_HIDDEN_WIDTH = 10.0


def years(work: Workplace) -> list[int]:
    """The years that can be archived, the newest first."""
    with work.database.reading() as session:
        return queries.years(session)


def name_for(work: Workplace, *, year: int | None, masked: bool) -> str:
    """A name for the folder: ``高塘镇综治中心归档 2026年 20261128``."""
    scope = words.scope_words(year) + ("（打码）" if masked else "")
    return allowed(f"{work.settings['town']}综治中心归档 {scope} {work.today():%Y%m%d}")


def write(
    work: Workplace,
    target: Path,
    *,
    year: int | None = None,
    masked: bool = False,
    rows_of_a_sheet: int = ROWS_OF_A_SHEET,
    progress: Progress | None = None,
) -> Contents:
    """Write everything, or what belongs to a year, into the folder ``target``, which is new.

    It is read back before it has its name. ``masked`` covers the names of residents and leaves
    out attached files and the history: that archive is for reading and cannot be restored.

    Raises:
        Conflict: there is something at ``target``.
        NotFound: there is no record of that year.
        StorageProblem: no room, no right to write.
        DamagedDatabase: the data are damaged; nothing is written.
        Cancelled: ``progress`` said so; nothing stays.
    """
    target = target.resolve()  # `..` at its end would be its own parent
    require_new(target, work.folder)
    soundness.require_sound(work.path)
    watched = progress or Silent()
    if year is not None and year not in (known := years(work)):
        offered = "、".join(map(str, known)) or "没有"
        raise NotFound(f"没有 {year} 年的记录，没有归档。有记录的年份：{offered}。")
    with work.database.reading() as session, shelf(target) as place:
        chosen = None if year is None else queries.of_year(session, year)
        require_room(target, _size(work, session, chosen))
        head = tampering.head(work)
        contents = Contents(
            town=str(work.settings["town"]),
            year=year,
            made_at=f"{work.now():%Y-%m-%d %H:%M}",
            revision=migrating.REVISIONS[-1],
            masked=masked,
            head=head.words if head else "",
        )
        _Writer(work, session, place, contents, chosen, rows_of_a_sheet, watched).write()
        if not masked:
            _read_back(place.root, contents, watched)
    return contents


def _size(work: Workplace, session: Session, chosen: Mapping[str, set[int]] | None) -> int:
    """About how many bytes the archive will take."""
    [attached] = [each for each in queries.tables() if each.name == ATTACHED]
    found = queries.rows(session, attached, None if chosen is None else chosen[ATTACHED])
    digests = [str(row["digest"]) for row in found]
    store = work.folder / ATTACHMENTS
    return work.path.stat().st_size + sum(attachments.found_size(store, each) for each in digests)


def _read_back(root: Path, contents: Contents, progress: Progress) -> None:
    """Nothing is an archive that was not read once."""
    opened = reading.opened(root)
    for number, sheet in enumerate(contents.sheets):
        progress.step(number, len(contents.sheets), f"正在核对“{sheet.table.label}”")
        for _ in opened.rows(sheet, progress):
            pass


class _Writer:
    """One archive while it is written."""

    def __init__(
        self,
        work: Workplace,
        session: Session,
        place: Shelf,
        contents: Contents,
        chosen: Mapping[str, set[int]] | None,
        rows_of_a_sheet: int,
        progress: Progress,
    ) -> None:
        self.work, self.session, self.shelf, self.contents = work, session, place, contents
        self.chosen, self.progress = chosen, progress
        self.rows_of_a_sheet = rows_of_a_sheet
        self.files = FileNames()
        self.by_table = {each.name: each for each in queries.tables()}
        self._names: dict[str, Mapping[int, str]] = {}
        self._papers: dict[str, tuple[str, str]] = {}
        # The parties of disputes are covered wherever they stand in a text.
        cover = work.cover if contents.masked else None
        self.cover: Callable[[Column, Stored], Stored] = _covered(cover)

    def write(self) -> None:
        """Every table, then the papers about the archive itself."""
        self._papers = {
            each.digest: (str(each.year), f"{each.number} {each.name}")
            for each in reversed(issued_documents.every(self.session))
            if each.digest
        }
        tables = [
            each
            for each in queries.tables()
            if not (self.contents.masked and each.name == ATTACHED)
        ]
        for number, table in enumerate(tables):
            self.progress.step(number, len(tables), f"正在归档“{table.label}”")
            self._table(table)
        if not self.contents.masked:
            self._history()
        self.shelf.put(words.ABOUT, b"\xef\xbb\xbf" + self._about().encode())
        catalogue.write(self.shelf.root / words.CONTENTS, self.contents)

    def _about(self) -> str:
        self.contents.files = sorted(self.shelf.found, key=lambda each: each.path)
        return words.about(self.contents)

    def _table(self, table: Table) -> None:
        ids = None if self.chosen is None else self.chosen[table.name]
        stored = queries.rows(self.session, table, ids)
        part = 0
        while chunk := list(islice(stored, self.rows_of_a_sheet)):
            part += 1
            self._sheet(table, chunk, part)
        if part == 0:
            self.contents.sheets.append(ArchivedSheet(table, "", "", 0))

    def _sheet(self, table: Table, stored: list[dict[str, Stored]], part: int) -> None:
        from gaotang_desktop.workbooks.writing import Column as SheetColumn
        from gaotang_desktop.workbooks.writing import Sheet, write_tables

        whole = not self.contents.masked
        label = table.label if part == 1 else f"{table.label} {part}"
        path = self.files.place(words.LEDGERS, label, ".xlsx")
        shown = [each for each in places(table) if whole or not each.is_hidden]
        made = []
        for number, row in enumerate(stored, start=1):
            if number % 500 == 0:
                self.progress.step(number, len(stored), f"正在归档“{table.label}”")
            made.append(self._row(table, row, number, whole=whole))
        columns = [
            SheetColumn(
                each.heading,
                rows.kind_of(each),
                width=_HIDDEN_WIDTH if each.is_hidden else None,
                hidden=each.is_hidden,
            )
            for each in shown
        ]
        title = self._titled(f"{self.contents.town}{table.label}（{self.contents.scope}）")
        sheet = Sheet(allowed(table.label), columns, made, title=title)
        write_tables(self.shelf.path(path), [sheet], progress=self.progress)
        self.shelf.note(path)
        self.contents.sheets.append(ArchivedSheet(table, path, sheet.name, len(made)))

    def _row(self, table: Table, row: Row, number: int, *, whole: bool) -> tuple[Any, ...]:
        file = ""
        if table.name == ATTACHED:
            file = self._attached(row)
        for column in table.columns:
            content = row[column.name]
            if isinstance(content, bytes) and column.refers_to is None:
                file = self._paper(row, content)
        seen = {each.name: self.cover(each, row[each.name]) for each in table.columns}
        owner = ""
        if table.has_owner:
            kind, owner_id = rows.owner_of(row)
            owner = self._owner(kind, owner_id)
        return rows.written(
            table,
            seen,
            number,
            names=self._name,
            keep_text=self._keep_text,
            owner=owner,
            file=file,
            whole=whole,
        )

    def _name(self, table: str, number: int) -> str:
        if table not in self._names:
            try:
                self._names[table] = queries.names_of(self.session, table)
            except (ValueError, TypeError, AttributeError):
                self._names[table] = {}  # a value of another type than its column's: ids will do
        said = self._names[table].get(number, f"第 {number} 条")
        covered = self.cover(self.by_table[table].columns[0], said)
        return str(covered)

    def _owner(self, kind: str, number: int) -> str:
        if kind not in CATALOGUE:
            return f"{kind} {number}"
        said = CATALOGUE[kind]
        return f"{said.record_kind.label}：{self._name(said.__tablename__, number)}"

    def _keep_text(self, table: Table, number: int, column: Column, text: str) -> str:
        name = f"{table.label}{number} {column.label or column.name}"
        path = self.files.place(words.TEXTS, name, ".txt")
        self.shelf.put(path, text.encode("utf-8", "surrogatepass"))
        return path

    def _paper(self, row: Row, content: bytes) -> str:
        year, name = self._papers.get(str(row.get("digest")), ("", f"第 {rows.id_in(row)} 件"))
        folder = f"{words.PAPERS}/{year}" if year else words.PAPERS
        ending = ".pdf" if content.startswith(b"%PDF") else ".bin"
        path = self.files.place(folder, name, ending)
        self.shelf.put(path, content)
        return path

    def _attached(self, row: Row) -> str:
        kind, number = rows.owner_of(row)
        label = CATALOGUE[kind].record_kind.label if kind in CATALOGUE else kind
        name = f"{number} {row['name']!s}"
        path = self.files.place(f"{words.ATTACHMENTS}/{allowed(label)}", name)
        if self.shelf.bring(path, self.work.folder / ATTACHMENTS, str(row["digest"])):
            return path
        self.contents.missing += 1
        return ""

    def _titled(self, title: str) -> str:
        """What stands over a sheet; one of a sample says that it is one."""
        return f"【{self.work.mark}】{title}" if self.work.mark else title

    def _history(self) -> None:
        """What was done, for reading: with it goes no undo."""
        from gaotang_desktop.workbooks.writing import Column as SheetColumn
        from gaotang_desktop.workbooks.writing import Sheet, write_tables

        year = self.contents.year
        done = [
            (each.id, each.at, each.title, each.done_by, "已撤销" if each.undone else None)
            for each in queries.operations(self.session)
            if year is None or each.at.year == year
        ]
        columns = [SheetColumn(each) for each in ("步", "时间", "操作", "操作人", "状态")]
        write_tables(
            self.shelf.path(words.HISTORY),
            [
                Sheet(
                    "修改历史",
                    columns,
                    done,
                    title=self._titled(f"{self.contents.town}修改历史（只供阅读）"),
                )
            ],
        )
        self.shelf.note(words.HISTORY)


def _covered(cover: Cover | None) -> Callable[[Column, Stored], Stored]:
    """How a stored value leaves the office: as it is, or with the names of residents covered."""
    if cover is None:
        return lambda _column, value: value

    def covered(column: Column, value: Stored) -> Stored:
        if not isinstance(value, str):
            return value
        field = column.field or _PLAIN
        try:
            names = json.loads(value) if column.shape == "names" else None
        except ValueError:
            names = None
        if isinstance(names, list):
            said = [str(cover.value(field, str(name))) for name in names]
            return json.dumps(said, ensure_ascii=False)
        return str(cover.value(field, value))

    return covered
