"""A printed form of one record (登记表): labels beside their values instead of above them."""

from collections.abc import Collection
from typing import Any

from gaotang_desktop.domain.sheets.rows import Part, RowError, SheetRow, SheetRows
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.grids import Grid, blank
from gaotang_desktop.workbooks.matching import bare_key, header_key, may_be_heading

_LONGEST = 40  # rows of a form
_LONGEST_LABEL = 16
_FEWEST = 4  # labels with a value


def read(grid: Grid, known: Collection[str]) -> SheetRows | None:
    """The one record of a form in two, four or more columns; ``None`` for any other table.

    Every other column holds labels and nothing else; below them no row goes on as a list would.
    """
    if not known or len(grid.rows) > _LONGEST:
        return None
    keys = {key for word in known for key in (header_key(word), bare_key(word))}

    def is_label(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        said = simplified(value)
        return bool(keys & {header_key(said), bare_key(said)}) or may_be_heading(said)

    columns = _label_columns(grid, is_label)
    if not columns or columns[0] + 1 in columns:
        return None
    start = next(i for i, (_, values) in enumerate(grid.rows) if is_label(_at(values, columns[0])))
    found: dict[str, tuple[int, int, Any]] = {}
    for number, values in grid.rows[start:]:
        said = [place for place, value in enumerate(values) if not blank(value)]
        if said[0] != columns[0] or not is_label(values[said[0]]):
            break  # signatures and notes below the form
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
    return SheetRows(tuple(found), (SheetRow(first, cells),), notes, errors, grid.name, (part,))


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _label_columns(grid: Grid, is_label: Any) -> list[int]:
    """The columns in which all but a title and a closing line are labels."""
    width = max((len(values) for _, values in grid.rows), default=0)
    found = []
    for column in range(width):
        said = [value for _, values in grid.rows if not blank(value := _at(values, column))]
        labels = sum(map(is_label, said))
        if labels and labels >= 2 and labels * 10 >= len(said) * 6:
            found.append(column)
    return found
