"""A printed form of one record (登记表): labels beside their values instead of above them."""

import re
from collections.abc import Collection
from typing import Any

from gaotang_desktop.domain.sheets.rows import Part, RowError, SheetRow, SheetRows
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks import turned
from gaotang_desktop.workbooks.grids import Grid, blank
from gaotang_desktop.workbooks.matching import bare_key, header_key, may_be_heading

_LONGEST = 40  # rows of a form
_LONGEST_LABEL = 16
_SIGNED = re.compile(r"[^：:]{0,8}(?:人|签字|签名|盖章|签章|审核|审批)[^：:]{0,4}[：:]")
_FEWEST = 4  # labels with a value
_NO_LABEL = re.compile(r"[:：，。；、\d]|注|签|审核|审批|盖章|填表|制表|说明$")


def read_all(grid: Grid, known: Collection[str]) -> list[SheetRows]:
    """The records of the forms that stand one below another in a sheet, one or several of one form.

    Empty where the sheet is no such form. A form ends where its first label comes again; what stands
    between two of them (a title, the number of the next) belongs to the one below.
    """
    if not known or not grid.rows:
        return []
    if turned_over := turned.read_all(grid, known):
        return turned_over
    labels = [(at, _first_text(values)) for at, (_, values) in enumerate(grid.rows)]
    said = [header_key(text) for _, text in labels]
    again = [key for key in dict.fromkeys(said) if key and said.count(key) > 1]
    keys = _keys(known)
    heads = [key for key in again if {key, bare_key(key)} & keys]
    tops = [at for at, key in enumerate(said) if heads and key == heads[0]]
    if len(tops) < 2:
        return [record] if (record := read(grid, known)) is not None else []
    found: list[SheetRows] = []
    begin = 0
    for at, top in enumerate(tops):
        end = tops[at + 1] if at + 1 < len(tops) else len(grid.rows)
        last = end
        while at + 1 < len(tops) and last - 1 > top:
            text = labels[last - 1][1]
            if _is_known(said[last - 1], keys) or _SIGNED.match(text):
                break
            last -= 1
        rows = grid.rows[begin:last]
        numbers = {number for number, _ in rows}
        problems = {place: each for place, each in grid.problems.items() if place[0] in numbers}
        record = read(Grid(grid.name, rows, problems, list(grid.notes)), known)
        if record is None or (found and record.header != found[0].header):
            return []
        found.append(record)
        begin = last
    return found


def _first_text(values: list[Any]) -> str:
    first = next((value for value in values if not blank(value)), None)
    return simplified(first) if isinstance(first, str) else ""


def _is_known(key: str, keys: set[str]) -> bool:
    return bool({key, bare_key(key)} & keys) or may_be_heading(key)


def _keys(known: Collection[str]) -> set[str]:
    return {key for word in known for key in (header_key(word), bare_key(word))}


def read(grid: Grid, known: Collection[str]) -> SheetRows | None:
    """The one record of a form in two, four or more columns; ``None`` for any other table.

    Every other column holds labels and nothing else; below them no row goes on as a list would.
    """
    if not known or len(grid.rows) > _LONGEST:
        return None
    keys = _keys(known)

    def is_label(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        said = simplified(value)
        return bool(keys & {header_key(said), bare_key(said)}) or may_be_heading(said)

    columns = _label_columns(grid, is_label)
    if not columns or columns[0] + 1 in columns:
        return None
    labelled = [i for i, (_, values) in enumerate(grid.rows) if is_label(_at(values, columns[0]))]
    start, last = labelled[0], grid.rows[labelled[-1]][0]
    found: dict[str, tuple[int, int, Any]] = {}
    below: list[str] = []
    for number, values in grid.rows[start:]:
        said = [place for place, value in enumerate(values) if not blank(value)]
        if below or said[0] != columns[0] or (number > last and not _goes_on(values, columns)):
            below += [str(values[place]).strip() for place in said]
            continue  # signatures and notes below the form
        for at, column in enumerate(columns):
            label = _at(values, column)
            end = columns[at + 1] if at + 1 < len(columns) else len(values)
            if blank(label):
                continue
            if not isinstance(label, str) or len(label.strip()) > _LONGEST_LABEL:
                return None
            beside = [place for place in said if column < place < end]
            if at + 1 < len(columns) and blank(_at(values, end)):
                beside = [place for place in said if column < place]
            if len(beside) > 1 or label.strip() in found:
                return None
            place = beside[0] if beside else column + 1
            found[label.strip()] = (number, place, _at(values, place))
    filled = [each for each in found.values() if not blank(each[2])]
    if len(filled) < _FEWEST or len({number for number, _, _ in found.values()}) < 3:
        return None
    above = tuple(str(v) for _, values in grid.rows[:start] for v in values if not blank(v))
    first = next(iter(found.values()))[0]
    part = Part(
        grid.name, above, {label: place for label, (_, place, _) in found.items()}, grid.name,
        rows={label: number for label, (number, _, _) in found.items()},
    )  # fmt: skip
    errors = tuple(
        RowError(first, label, grid.problems[number, place])
        for label, (number, place, _) in found.items()
        if (number, place) in grid.problems
    )
    cells = {label: None if blank(value) else value for label, (_, _, value) in found.items()}
    notes = (*grid.notes, "这是一张一条记录的登记表，项目和内容左右排列，读成了一行。")
    if below:
        notes = (*notes, f"登记表下面的没有读入：{'；'.join(f'“{each}”' for each in below)}。")
    return SheetRows(tuple(found), (SheetRow(first, cells),), notes, errors, grid.name, (part,))


def _goes_on(values: list[Any], columns: list[int]) -> bool:
    """Whether a line below the last known label has one too, of other words: 研判风险 | 岁末盗窃."""
    label, beside = _at(values, columns[0]), _at(values, columns[0] + 1)
    if not isinstance(label, str) or blank(beside) or columns[0] + 1 in columns:
        return False
    said = simplified(label).strip()
    return 2 <= len(said) <= _LONGEST_LABEL // 2 and _NO_LABEL.search(said) is None


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _label_columns(grid: Grid, is_label: Any) -> list[int]:
    """The columns in which all but a title and a closing line are labels."""
    width = max((len(values) for _, values in grid.rows), default=0)
    found: list[int] = []
    for column in range(width):
        said = [value for _, values in grid.rows if not blank(value := _at(values, column))]
        said = [each for each in said if not _SIGNED.match(str(each))]
        labels = sum(map(is_label, said))
        # 天气 is no word of ours: beside a column of labels half of them are enough.
        beside = bool(found) and column == found[-1] + 2 and labels * 2 >= len(said)
        if labels and ((labels >= 2 and labels * 10 >= len(said) * 6) or beside):
            found.append(column)
    return found
