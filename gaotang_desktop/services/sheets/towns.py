"""Official lists of villages hold those of a whole county: which town is the office's own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.sheets.rows import SheetRow, SheetRows

_HEAD = re.compile(r"town|street|乡|镇|街道", re.IGNORECASE)
_TOWN_CODE = re.compile(r"\d{9}(?:000)?")
_VILLAGE_CODE = re.compile(r"\d{12}")
_TOWN_NAME = re.compile(r".{1,20}(?:镇|乡|街道|办事处|苏木|农场|林场)")
_PARTS = ("province", "city", "county", "town")


class SeveralTowns(Unreadable):
    """A village list names several towns and nobody said which one; ``towns`` by code."""

    def __init__(self, towns: Mapping[str, str]) -> None:
        self.towns = dict(towns)
        said = "；".join(f"{code} {name}" for code, name in towns.items())
        super().__init__(
            f"这份名单里有 {len(towns)} 个乡镇（{said}），不知道是哪一个。"
            "请指定乡镇代码（--town 代码）后再导入。"
        )


def listed(sheet: SheetRows) -> dict[str, str]:
    """The towns that a list names: by code where it has one, with their names in words."""
    key = _key(sheet)
    found: dict[str, str] = {}
    if key is None:
        return found
    named = _naming(sheet)
    for row in sheet.rows:
        if (town := key(row)) and town not in found:
            found[town] = named(row)
    return found


def of_one(sheet: SheetRows, town: str | None) -> SheetRows:
    """The rows of one town; the sheet as it is where it names at most one.

    What tells the towns apart is found by what stands in a column, whatever its head: the code of
    the town, the first nine digits of the village's, or the town's name.

    Raises:
        SeveralTowns: there are several and none was said.
        Unreadable: there is no such town.
    """
    key, found = _key(sheet), listed(sheet)
    if town is None and len(found) > 1:
        raise SeveralTowns(found)
    if town is None or key is None or not found:
        return sheet
    meant = [each for each in found if _same(each, town) or found[each].endswith(town)]
    if len(meant) != 1:
        raise Unreadable(f"名单里没有代码是“{town}”的乡镇，请检查代码。")
    return replace(sheet, rows=tuple(row for row in sheet.rows if key(row) == meant[0]))


def _key(sheet: SheetRows) -> Callable[[SheetRow], str] | None:
    """What names the town of a row."""
    texts = _texts(sheet)
    codes = [
        label
        for label, found in texts.items()
        if found and all(map(_TOWN_CODE.fullmatch, found)) and _HEAD.search(label)
    ]
    codes += [
        label
        for label, found in texts.items()
        if found and all(map(_TOWN_CODE.fullmatch, found)) and len(set(found)) < len(found)
    ]
    if codes:
        return lambda row: str(row.values.get(codes[0]) or "").strip()
    villages = [
        label
        for label, found in texts.items()
        if found and all(map(_VILLAGE_CODE.fullmatch, found))
    ]
    if villages:
        return lambda row: str(row.values.get(villages[0]) or "").strip()[:9]
    names = _name_columns(texts)
    if names:
        return lambda row: str(row.values.get(names[0]) or "").strip()
    return None


def _name_columns(texts: Mapping[str, list[str]]) -> list[str]:
    return [
        label
        for label, found in texts.items()
        if found and all(map(_TOWN_NAME.fullmatch, found)) and len(set(found)) < len(found)
    ]


def _naming(sheet: SheetRows) -> Callable[[SheetRow], str]:
    """Province, county and town in words, as far as the list has them."""
    names = _name_columns(_texts(sheet))

    def named(row: SheetRow) -> str:
        said = "".join(str(row.values.get(part) or "") for part in _PARTS)
        return said or (str(row.values.get(names[0]) or "") if names else "")

    return named


def _texts(sheet: SheetRows) -> dict[str, list[str]]:
    return {
        label: [str(row.values[label]).strip() for row in sheet.rows if row.values.get(label)]
        for label in sheet.header
    }


def _same(one: str, other: str) -> bool:
    """Codes of nine digits and of twelve are the same town."""
    one, other = one.strip(), other.strip()
    codes = _TOWN_CODE.fullmatch(one) and _TOWN_CODE.fullmatch(other)
    return one == other or bool(codes and one[:9] == other[:9])
