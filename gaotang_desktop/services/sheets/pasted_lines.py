"""Lines of a group chat as rows of the patrol ledger, each beside what it said."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.sheets import chat_lines
from gaotang_desktop.domain.sheets.rows import SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import titles
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.workplace import Workplace

KIND = "patrols"
SAID = "原话"
_FIELDS = ("night", "start", "end", "leader", "people", "names", "remark")
_TOLD = 10


def read(work: Workplace, text: str) -> SheetRows | None:
    """The patrols that lines of a chat tell of; ``None`` where no line names a village.

    Words that nothing was made of stand in the remark, so that nothing is lost. A numbered line whose
    village is not in the register is a row too: it is asked about.
    """
    if not chat_lines.looks_like_chat(text):
        return None
    known = {each.name: each for each in records.fields_for(KIND)}
    with work.database.reading() as session:
        finder = Finder(session, str(work.settings["town"]))

        def is_known(word: str) -> bool:
            return finder.known_as(known["village_id"], word) is not None

        if not chat_lines.read(text, is_known):
            return None
        strange = {*chat_lines.unknown_places(text, is_known, titles.is_some_village)}
        told = chat_lines.read(text, lambda word: word in strange or is_known(word))
    labels = {name: known[name].label for name in _FIELDS}
    village = known["village_id"].label
    rows = []
    for line in told:
        line.remark = "；".join(filter(None, (line.remark, " ".join(line.rest))))
        values = {labels[name]: getattr(line, name) or None for name in _FIELDS}
        rows.append(SheetRow(line.number, {village: line.village, **values, SAID: line.text}))
    header = (labels["night"], village, *(labels[name] for name in _FIELDS[1:]), SAID)
    notes = [f"从聊天记录里读了 {len(rows)} 行，请逐行对照最后一列的原话核对。"]
    notes += [
        f"第 {line.number} 行是更正，代替第 {line.corrects} 行：{line.village}。"
        for line in told
        if line.corrects
    ]
    shown = [
        f"第 {number} 行“{line.strip()}”"
        for number, line in enumerate(text.splitlines(), start=1)
        if chat_lines.is_example(line)
    ]
    if shown:
        notes.append(f"这些行是写法的例子，没有读入：{'；'.join(shown[:_TOLD])}。")
    used = {line.number for line in told} | {line.corrects for line in told}
    if left := [each for each in chat_lines.numbered(text) if each[0] not in used]:
        named = "；".join(f"第 {number} 行“{line}”" for number, line in left[:_TOLD])
        more = f"；等 {len(left)} 行" if len(left) > _TOLD else ""
        notes.append(f"这些行里没有认出村，没有读入：{named}{more}。")
    return SheetRows(header, tuple(rows), tuple(notes))


def read_file(
    work: Workplace,
    path: Path,
    as_table: Callable[[], SheetRows],
    lacks: Callable[[SheetRows], bool],
    *,
    named: bool = False,
) -> SheetRows:
    """A file of patrols: its table, or the lines of a chat where it holds no table with what is needed.

    Where a worksheet was ``named`` and there is none, that is said: no lines take its place.

    Raises:
        Unreadable, StorageProblem: as ``as_table``, where it holds no such lines either.
    """
    try:
        sheet = as_table()
    except Unreadable:
        if not named and (lines := _of_file(work, path)) is not None:
            return lines
        raise
    return (_of_file(work, path) or sheet) if lacks(sheet) else sheet


def _of_file(work: Workplace, path: Path) -> SheetRows | None:
    from gaotang_desktop.documents import plan_files
    from gaotang_desktop.workbooks.reading import read_lines

    try:
        if path.suffix.lower() == ".docx":
            text = plan_files.read_text(path)
            lines = list(enumerate(text.splitlines(), start=1))
        else:
            lines = read_lines(path)
    except Unreadable:
        return None
    found = read(work, "\n".join(line for _at, line in lines))
    return None if found is None else _placed(found, [at for at, _line in lines])


def _placed(sheet: SheetRows, places: Sequence[int]) -> SheetRows:
    """Rows that say where their lines stand in the file: a cell may hold several."""
    rows = tuple(replace(row, at=places[row.number - 1]) for row in sheet.rows)
    return replace(sheet, rows=rows)
