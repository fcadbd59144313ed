"""Lines of a group chat as rows of a ledger, each beside what it said."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.sheets import chat_lines, chat_reports, chat_text
from gaotang_desktop.domain.sheets.chat_lines import ChatLine
from gaotang_desktop.domain.sheets.chat_reports import Report
from gaotang_desktop.domain.sheets.rows import Part, RowError, SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import titles
from gaotang_desktop.services.sheets.heads.reading import matched_columns
from gaotang_desktop.services.sheets.pasted_reports import SHAPES, words_of
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.workplace import Workplace

PATROLS = "patrols"
MISSED = "missed-nights"
KINDS = frozenset((PATROLS, MISSED, *SHAPES))
"""The ledgers that take lines of a chat."""
SAID = "原话"
_FIELDS = ("night", "start", "end", "leader", "people", "names", "finding", "handling", "remark")
_TOLD = 10
_SEPARATOR = re.compile(r"[\t,，;；|]")
_ASKED = re.compile(
    r"(?<=[\t,，;；|])[\s\"]*[Qq]?\d{1,2}[.、．](?=\D)"
)  # a form's second question, and on
_FEWEST = 3  # columns of a table: lines of a chat have fewer


def read(work: Workplace, kind: str, text: str) -> SheetRows | None:
    """The records that lines of a chat tell of; ``None`` where no line names a village.

    Words that nothing was made of stand in the remark, so that nothing is lost. A numbered line whose
    village is not in the register is a row too: it is asked about.

    Raises:
        Unreadable: the lines tell of patrols where nights without one were asked for, or of none.
    """
    if not chat_text.looks_like_chat(text, fewest=3 if kind == PATROLS else 2):
        return None
    village = next(each for each in records.fields_for(kind) if each.refers_to == "villages")
    with work.database.reading() as session:
        finder = Finder(session, str(work.settings["town"]))

        def is_known(word: str) -> bool:
            return finder.known_as(village, word) is not None

        if not any(line.village for line in chat_text.reported(text, is_known)):
            return None
        strange = {*chat_text.unknown_places(text, is_known, titles.is_some_village)}

        def is_village(word: str) -> bool:
            return word in strange or is_known(word)

        if kind in (PATROLS, MISSED):
            return _nights(kind, text, is_village)
        told, heads = chat_reports.read(text, is_village, words_of(kind, finder))
        left = _left(text, {at for n in told for at in (n.number, *n.replaces)}, is_village)
    return _reports(kind, told, heads, left) if told else None


def _nights(kind: str, text: str, is_village: Callable[[str], bool]) -> SheetRows:
    told = chat_lines.read(text, is_village)
    wanted = [line for line in told if bool(line.missed) == (kind == MISSED)]
    if not wanted:
        said = "没有一行写着没有巡" if kind == MISSED else "写的都是没有巡，没有夜巡可以登记"
        other = "夜巡请粘贴到“夜巡”里" if kind == MISSED else "未巡请粘贴到“未巡”里"
        raise Unreadable(f"这些行{said}。{other}。")
    known = {each.name: each for each in records.fields_for(kind)}
    names = _FIELDS if kind == PATROLS else ("night", "reason")
    labels = {name: known[name].label for name in names}
    village = known["village_id"].label
    rows, asked = [], []
    for number, line in zip(_numbers(wanted), wanted, strict=True):
        line.remark = "；".join(filter(None, (line.remark, " ".join(line.rest))))
        values = {labels[n]: getattr(line, "missed" if n == "reason" else n) or None for n in names}
        cells = {village: line.village, **values, SAID: line.text}
        rows.append(SheetRow(number, cells, at=line.number))
        if line.asked and kind == PATROLS:
            asked.append(RowError(number, known[line.asked_of].label, line.asked))
    header = (labels["night"], village, *(labels[name] for name in names[1:]), SAID)
    notes = [*_counted(len(rows)), *_corrections((n.number, n.replaces, n.village) for n in wanted)]
    if kind == PATROLS and (counted := sum(line.counted for line in wanted)):
        notes.append(f"{counted} 行没有写人数，按写了名字的人数（带班人也算一人），请核对。")
    others = [(line.number, line.text) for line in told if line not in wanted]
    if others and kind == PATROLS:
        notes.append(
            f"这些行写的是没有巡，没有当作夜巡：{_quoted(others)}。同样的内容在“未巡”里再粘贴一次，就登记成未巡。"
        )
    elif others:
        notes.append(f"这些行写的是夜巡，没有登记成未巡：{_quoted(others)}。")
    if nobodys := chat_lines.nobodys(text, is_village):
        notes.append(f"这些行写着没有巡，没有写是哪个村，没有读入：{_quoted(nobodys)}。")
    used = {at for line in told for at in (line.number, *line.replaces)}
    notes += _left(text, used, is_village)
    return SheetRows(header, tuple(rows), tuple(notes), questions=tuple(asked))


def _reports(
    kind: str, told: Sequence[Report], heads: tuple[str, ...], left: Sequence[str]
) -> SheetRows:
    """Reports as rows: a column for each field that some line speaks of, and the words themselves."""
    known = {each.name: each for each in records.fields_for(kind)}
    village = next(each.label for each in known.values() if each.refers_to == "villages")
    # A count that nobody wrote is no 0.
    counts = [
        each.name for each in known.values() if each.kind is Kind.INTEGER and each.default == 0
    ]
    spoken = [n for n in known if n in counts[:1] or any(n in line.values for line in told)]
    header = (*(known[name].label for name in spoken), village, SAID)
    rows, asked = [], []
    for number, line in zip(_numbers(told), told, strict=True):
        values = {known[name].label: line.values.get(name) for name in spoken}
        rows.append(
            SheetRow(number, {**values, village: line.village, SAID: line.text}, at=line.number)
        )
        if counts and not any(name in line.values for name in counts):
            said = "这一行没有写数，看不出是多少：有的填数，没有的填 0，不是上报的删掉这一行。"
            asked.append(RowError(number, known[counts[0]].label, said))
        elif (tells := SHAPES[kind].tells) and not tells.search(" ".join((*heads, line.text))):
            said = (
                f"看不出说的是不是{records.label_of(kind)}：是的请写明反映什么，不是的删掉这一行。"
            )
            asked.append(RowError(number, known[SHAPES[kind].free].label, said))
        elif line.not_held:
            said = f"写的是“{line.not_held}”，没有办的不登记，请删掉这一行；办了的请改正。"
            asked.append(RowError(number, village, said))
        if line.several:
            asked.append(RowError(number, village, line.whose))
        for piece in line.asked:
            said = f"“{piece}”没有认出是哪一栏的数，先放在备注里了。请填到那一栏，备注里不用留的就清空；留着就选备注里的写法。"
            free = known[SHAPES[kind].free].label
            asked.append(RowError(number, free, said, (line.values[SHAPES[kind].free],)))
    notes = [*_counted(len(rows)), *_corrections((n.number, n.replaces, n.village) for n in told)]
    day = known[SHAPES[kind].day]
    since = {each.values.get(day.name, "") for each in told} & {*chat_text.RELATIVE}
    if day.kind is not Kind.DATE and since:  # of a day it is asked
        notes.append(f"“{'”“'.join(sorted(since))}”没有写日子，是从今天算的，请核对“{day.label}”。")
    return SheetRows(
        header, tuple(rows), (*notes, *left), parts=(Part(above=heads),), questions=tuple(asked)
    )


def _numbers(lines: Iterable[ChatLine | Report]) -> Iterator[int]:
    """A number of its own for each report: that of its line, unless the line holds several."""
    places = [line.number for line in lines]
    last = max(places)
    for at, place in enumerate(places):
        last += place in places[:at]
        yield last if place in places[:at] else place


def _counted(rows: int) -> list[str]:
    return [f"从聊天记录里读了 {rows} 行，请逐行对照最后一列的原话核对。"]


def _corrections(lines: Iterable[tuple[int, Sequence[int], str]]) -> list[str]:
    return [
        f"第 {number} 行是更正，代替第 {'、'.join(map(str, earlier))} 行：{village}。"
        for number, earlier, village in lines
        if earlier
    ]


def _left(text: str, used: Collection[int], is_village: Callable[[str], bool]) -> list[str]:
    """What is to be told of lines that were not read."""
    notes = []
    lines = enumerate(text.splitlines(), start=1)
    if shown := [(at, line.strip()) for at, line in lines if chat_text.is_example(line)]:
        notes.append(f"这些行是写法的例子，没有读入：{_quoted(shown)}。")
    why_not = chat_text.passed_over(text, is_village)
    used = {*used, *(at for lines in why_not.values() for at, _line in lines)}
    if left := [each for each in chat_text.numbered(text) if each[0] not in used]:
        notes.append(f"这些行里没有认出村，没有读入：{_quoted(left)}。")
    for why, passed in why_not.items():
        notes.append(f"这些行{why}，没有读入：{_quoted(passed)}。")
    return notes


def _quoted(lines: Sequence[tuple[int, str]]) -> str:
    named = "；".join(f"第 {number} 行“{line}”" for number, line in lines[:_TOLD])
    return named + (f"；等 {len(lines)} 行" if len(lines) > _TOLD else "")


def or_lines(work: Workplace, kind: str, text: str, as_table: Callable[[], SheetRows]) -> SheetRows:
    """What was pasted: its table, or the lines of a chat where it is no table of the ledger.

    Raises:
        Unreadable: as ``as_table``, where it holds no such lines either.
    """
    return _instead(
        kind, as_table, lambda: None if _has_heads(text.splitlines()) else read(work, kind, text)
    )


def or_of_file(
    work: Workplace, kind: str, path: Path, as_table: Callable[[], SheetRows], *, named: bool
) -> SheetRows:
    """A file of a ledger: its table, or the lines of a chat where it holds no table of the ledger.

    Where a worksheet was ``named`` and there is none, that is said: no lines take its place.

    Raises:
        Unreadable, StorageProblem: as ``as_table``, where it holds no such lines either.
    """
    return _instead(kind, as_table, lambda: None if named else _of_file(work, kind, path))


def _instead(
    kind: str, as_table: Callable[[], SheetRows], as_lines: Callable[[], SheetRows | None]
) -> SheetRows:
    if kind not in KINDS:
        return as_table()
    try:
        sheet = as_table()
    except Unreadable:
        if (lines := as_lines()) is None:
            raise
        return lines
    if len(sheet.header) >= _FEWEST and matched_columns(kind, sheet).matched.by_field:
        return sheet
    return as_lines() or sheet


def _has_heads(lines: Sequence[str]) -> bool:
    """Whether lines are a table whose heads nobody knows: as many cells in each, and no figure over them
    but the numbers of a form's questions.
    """
    said = [line for line in lines if line.strip()]
    if len(said) < 2 or re.search(r"\d", _ASKED.sub("", said[0])):
        return False
    counted = {len(_SEPARATOR.split(line)) for line in said}
    return len(counted) == 1 and min(counted) >= _FEWEST


def _of_file(work: Workplace, kind: str, path: Path) -> SheetRows | None:
    from gaotang_desktop.documents import plan_files
    from gaotang_desktop.workbooks.reading import read_lines

    try:
        if path.suffix.lower() == ".docx":
            text = plan_files.read_text(path)
            lines = list(enumerate(text.splitlines(), start=1))
        else:
            lines = read_lines(path, placed=kind == PATROLS)
    except Unreadable:
        return None
    if _has_heads([line for _at, line in lines]):
        return None
    found = read(work, kind, "\n".join(line for _at, line in lines))
    return None if found is None else _placed(found, [at for at, _line in lines])


def _placed(sheet: SheetRows, places: Sequence[int]) -> SheetRows:
    """Rows that say where their lines stand in the file: a cell may hold several."""
    rows = tuple(replace(row, at=places[row.row - 1]) for row in sheet.rows)
    return replace(sheet, rows=rows)
