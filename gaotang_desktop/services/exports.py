"""Ledgers as workbooks (导出)."""

from pathlib import Path
from typing import Any

from gaotang_desktop.domain.fields import Field, Privacy
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace


def mask(each: Field, value: Any) -> Any:
    """Names of residents do not leave the office: the first character stays (张某某)."""
    if each.privacy is Privacy.RESIDENT and isinstance(value, str) and value:
        return value[0] + "某某"
    return value


def export(
    work: Workplace, kind: str, path: Path, *, period: Period | None = None, unmasked: bool = False
) -> int:
    """Write a ledger as .xlsx; returns the number of rows.

    Raises:
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    from gaotang_desktop.workbooks.writing import write_listing

    listed = records.listing(work, kind, period=period)
    title = f"{work.settings['town']}{period.label if period else ''}{records.label_of(kind)}"
    write_listing(listed, path, title=title, mask=None if unmasked else mask)
    return len(listed.ids)
