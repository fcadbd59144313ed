"""Reading an archive: each row as it was written, or a sentence with file, sheet and row."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from gaotang_desktop.domain.archiving.cells import Stored
from gaotang_desktop.domain.archiving.contents import LEDGERS, ArchivedSheet, Contents
from gaotang_desktop.domain.archiving.tables import places
from gaotang_desktop.domain.attachments import LARGEST
from gaotang_desktop.domain.errors import StorageProblem, Unreadable
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.services.archiving import catalogue, rows
from gaotang_desktop.workbooks.grids import Grid

_TOLD = 10
"""Rows that are named one by one; of the others the number."""
_MEND = "没有恢复。请用没有改动过的归档再试；要改数据，请先恢复，再在程序里改。"


class Archive:
    """An archive opened for reading; ``notes`` are sentences about what was found on the way."""

    def __init__(self, folder: Path, contents: Contents) -> None:
        self.folder, self.contents = folder, contents
        self._files = {each.path: each for each in contents.files}
        self._inside = folder.resolve()

    def require_whole(self, progress: Progress | None = None) -> tuple[str, ...]:
        """Look at every file; returns the workbooks that were saved anew, whose rows tell more.

        Raises:
            Unreadable: a file is missing, or is not what it was.
        """
        watched, anew = progress or Silent(), []
        for number, each in enumerate(self.contents.files):
            watched.step(number, len(self.contents.files), f"正在核对“{each.path}”")
            with self.open(each.path) as file:
                is_same = hashlib.file_digest(file, "sha256").hexdigest() == each.digest  # type: ignore[arg-type]
            if is_same:
                continue
            if not each.path.startswith(f"{LEDGERS}/"):
                raise Unreadable(f"归档里的“{each.path}”被改动过，{_MEND}")
            anew.append(each.path)
        return tuple(anew)

    def open(self, path: str) -> IO[bytes]:
        """A file of the archive.

        Raises:
            Unreadable: it is not there, or is a way to somewhere else.
            StorageProblem: it cannot be read.
        """
        place = self.folder / path
        if path not in self._files or not place.resolve().is_relative_to(self._inside):
            raise Unreadable(f"归档的目录里没有“{path}”这个文件，{_MEND}")
        try:
            return place.open("rb")
        except FileNotFoundError:
            raise Unreadable(f"归档里缺“{path}”这个文件，{_MEND}") from None
        except OSError as problem:
            raise StorageProblem(
                f"归档里的“{path}”读不出来，可能正被别的程序打开，没有恢复。请关闭它再试。"
            ) from problem

    def content(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            Unreadable: as :meth:`open`, or it is larger than any file of ours.
        """
        with self.open(path) as file:
            found = file.read(LARGEST + 1)
        if len(found) > LARGEST:
            raise Unreadable(f"归档里的“{path}”太大，不像是正常的文件，{_MEND}")
        return found

    def rows(
        self, sheet: ArchivedSheet, progress: Progress | None = None
    ) -> Iterator[tuple[dict[str, Stored], str]]:
        """The rows of a table that stand on a sheet, each with the path of its file.

        Raises:
            Unreadable: the sheet is not there, lacks a column, or its rows are not those that were
                written; the sentence names file, sheet and rows.
            Cancelled: ``progress`` said so.
        """
        if not sheet.file:
            return
        with self.open(sheet.file):
            pass  # it is there, and inside
        from gaotang_desktop.workbooks.reading import read_grid

        grid = read_grid(self.folder / sheet.file, sheet.sheet, progress=progress)
        where = f"归档里“{sheet.file}”的工作表“{sheet.sheet}”"
        body = _under_header(grid, sheet, where)
        wrong, seen = [], set[int]()
        for line, values in body:
            try:
                row, number, file = rows.read(
                    sheet.table, values, text_of=self._text, bytes_of=self.content
                )
            except rows.Unlike as problem:
                wrong.append(f"第 {line} 行{problem}")
                continue
            if number in seen:
                wrong.append(f"第 {line} 行重复了")
                continue
            seen.add(number)
            if not wrong:
                yield row, file
        if not wrong and (gone := sorted(set(range(1, sheet.rows + 1)) - seen)):
            wrong = [f"少了行号为 {each} 的一行" for each in gone]
        if wrong or seen - set(range(1, sheet.rows + 1)):
            raise Unreadable(f"{where}{_listed(wrong or ['多出了几行'])}，{_MEND}")

    def _text(self, path: str) -> str:
        try:
            return self.content(path).decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as problem:
            raise Unreadable(f"归档里的“{path}”不是文本，{_MEND}") from problem


def _listed(wrong: list[str]) -> str:
    more = f"，另外还有 {len(wrong) - _TOLD} 处" if len(wrong) > _TOLD else ""
    return "，".join(wrong[:_TOLD]) + more


def _under_header(
    grid: Grid, sheet: ArchivedSheet, where: str
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows under the header with their numbers in the file, cells in the order of the places."""
    wanted = [each.heading for each in places(sheet.table)]
    best: set[str] = set(wanted)
    for index, (_, heads) in enumerate(grid.rows[:10]):
        lacking = set(wanted) - {head for head in heads if isinstance(head, str)}
        best = min(best, lacking, key=len)
        if lacking:
            continue
        at = [heads.index(head) for head in wanted]
        broken = {number for number, column in grid.problems if column in at}
        for number, values in grid.rows[index + 1 :]:
            if number in broken:
                yield number, (*[None] * (len(at) - 1), "")
                continue
            found = tuple(values[each] if each < len(values) else None for each in at)
            if any(cell is not None for cell in found):
                yield number, found
        return
    named = "、".join(f"“{head}”" for head in wanted if head in best)
    raise Unreadable(f"{where}缺少列{named}，可能改了名或者删掉了，{_MEND}")


def opened(folder: Path) -> Archive:
    """An archive with its contents read.

    Raises:
        Unreadable, NewerDatabase, StorageProblem: with a whole sentence.
    """
    return Archive(folder, catalogue.read(folder))
