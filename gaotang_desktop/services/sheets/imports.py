"""Sheets of the office become records: all good rows in one step, every bad row explained."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.progress import Progress, Silent
from gaotang_desktop.domain.sheets import SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import identity
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS
from gaotang_desktop.services.sheets.taking import Choices, Taking
from gaotang_desktop.services.workplace import Workplace

__all__ = ["Choices", "Imported"]

IMPORTABLE = tuple(kind for kind, model in CATALOGUE.items() if model.record_kind.keys)
_AS_USUAL = Choices()


class SeveralTowns(Unreadable):
    """A village list names several towns and nobody said which one; ``towns`` by code."""

    def __init__(self, towns: Mapping[str, str]) -> None:
        self.towns = dict(towns)
        said = "；".join(f"{code} {name}" for code, name in towns.items())
        super().__init__(
            f"这份名单里有 {len(towns)} 个乡镇（{said}），不知道是哪一个。"
            "请指定乡镇代码（--town 代码）后再导入。"
        )


def towns(sheet: SheetRows) -> dict[str, str]:
    """The towns that a village list names, by town code; empty where it names none."""
    if "town_code" not in sheet.header:
        return {}
    parts = ("province", "city", "county", "town")
    return {
        str(row.values["town_code"]): "".join(str(row.values.get(part) or "") for part in parts)
        for row in sheet.rows
        if row.values.get("town_code")
    }


def read(kind: str, path: Path, progress: Progress | None = None) -> SheetRows:
    """Read a sheet for a kind of record; of a mended error copy without its column of problems.

    Raises:
        Unreadable, StorageProblem: with a whole sentence.
    """
    from gaotang_desktop.workbooks.reading import read_sheet
    from gaotang_desktop.workbooks.writing import without_problems

    return without_problems(read_sheet(path, known=_headers(kind), progress=progress))


def read_pasted(kind: str, text: str) -> SheetRows:
    """Read rows copied from WPS or Excel, the header among them.

    Raises:
        Unreadable: nothing was copied, or no header is among it.
    """
    from gaotang_desktop.workbooks.reading import read_pasted as rows_of
    from gaotang_desktop.workbooks.writing import without_problems

    return without_problems(rows_of(text, known=_headers(kind)))


def _headers(kind: str) -> list[str]:
    known = [word for each in records.fields_for(kind) for word in (each.label, each.name)]
    known.append(identity.LABEL)
    return known + [word for words in SYNONYMS.get(kind, {}).values() for word in words]


def import_sheet(
    work: Workplace,
    kind: str,
    path: Path,
    *,
    town: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    choices: Choices = _AS_USUAL,
) -> Imported:
    """Take in a .csv or .xlsx file; one operation, so one undo takes all of it back.

    Raises:
        Unreadable: the file cannot be understood, lacks a required column, or lists several
            towns while none is chosen; nothing is stored.
        Cancelled: the operator stopped it; nothing is stored.
    """
    progress = progress or Silent()
    sheet = read(kind, path, progress)
    if kind == "villages":
        sheet = _of_one_town(sheet, town)
    result = import_rows(
        work, kind, sheet, dry_run=dry_run, progress=progress, name=path.name, choices=choices
    )
    if result.errors and not dry_run:
        from gaotang_desktop.workbooks.writing import write_error_copy

        result.error_copy = path.with_name(f"{path.stem}-有问题的行.xlsx")
        write_error_copy(sheet, result.errors, result.error_copy)
    return result


def _of_one_town(sheet: SheetRows, town: str | None) -> SheetRows:
    listed = towns(sheet)
    if town is None and len(listed) > 1:
        raise SeveralTowns(listed)
    if town is None or not listed:
        return sheet
    if town not in listed:
        raise Unreadable(f"名单里没有代码是“{town}”的乡镇，请检查代码。")
    kept = tuple(row for row in sheet.rows if str(row.values.get("town_code")) == town)
    return replace(sheet, rows=kept)


def import_rows(
    work: Workplace,
    kind: str,
    sheet: SheetRows,
    *,
    dry_run: bool,
    progress: Progress,
    name: str,
    choices: Choices = _AS_USUAL,
) -> Imported:
    """Take in rows that were already read (a file or a paste).

    With ``choices.all_or_nothing`` a single bad row keeps all others out.
    """
    from gaotang_desktop.workbooks.matching import match_header

    known = records.fields_for(kind)
    matched = match_header(sheet.header, known, SYNONYMS.get(kind, {}))
    matched.require()
    result = Imported(rows=len(sheet.rows), notes=list(sheet.notes))
    # The official lists of villages name province, county and town beside what is kept.
    unknown = [each for each in matched.unknown if each.strip() and each != identity.LABEL]
    if kind != "villages" and unknown:
        result.notes.append(f"这些列认不出来，没有导入：{'、'.join(unknown)}。")
    columns = {
        each.name: matched.by_field[each.name] for each in known if each.name in matched.by_field
    }
    title = f"导入{records.label_of(kind)}：{name}"
    with work.database.operation(title) as session:
        taking = Taking(session, work, kind, sheet, columns, choices, result)
        taking.take(progress)
        stopped = choices.all_or_nothing and result.rejected
        if stopped:
            result.notes.append("有不能导入的行，所以一行都没有导入。")
        if dry_run or stopped:
            session.rollback()
    result.say_similar()
    return result
