"""Which column is which field, as the operator said it of sheets with the same heads before.

Kept among the settings by the import that it was said for, and undone with it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import SettingValue
from gaotang_desktop.data.queries import settings as queries
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services.sheets.asking.part_answers import answerable
from gaotang_desktop.workbooks.matching import header_key

_KEY = "sheet columns"
_MOST = 100
"""Heads that are remembered; the oldest go first."""
_SHOWN = 20


def of_sheet(session: Session, kind: str, header: Sequence[str]) -> dict[str, str]:
    """By header what was said of a sheet with these heads; ``{}`` where nothing was."""
    known = answerable(kind)
    said = _all(session).get(_head(kind, header), {})
    return {
        label: name
        for label, name in said.items()
        if label in header and (not name or name in known)
    }


def headings(session: Session, kind: str) -> list[str]:
    """Every heading of sheets of a kind that was said to be a field."""
    return [
        label
        for head, said in _all(session).items()
        for label, name in said.items()
        if name and head.startswith(f"{kind}|")
    ]


def remember(
    session: Session, kind: str, header: Sequence[str], columns: Mapping[str, str]
) -> None:
    """Keep what was said of a sheet, as far as it names a field."""
    said = {label: name for label, name in columns.items() if label in header}
    known = _all(session)
    head = _head(kind, header)
    if not any(said.values()) or known.get(head) == said:
        return
    known.pop(head, None)
    known = dict([*known.items(), (head, said)][-_MOST:])
    text = json.dumps(known, ensure_ascii=False)
    stored = queries.value_of(session, _KEY)
    if stored is None:
        session.add(SettingValue(key=_KEY, value=text))
    else:
        stored.value = text
    session.flush()


def told(kind: str, said: Mapping[str, str]) -> str:
    """That a sheet was read as one with the same heads before; ``""`` where nothing was said then."""
    known = answerable(kind)
    each = (f"“{h}”{f'是{known[n].label}' if n else '不导入'}" for h, n in said.items())
    return f"按同样的表上次说的：{'、'.join(each)}。" if said else ""


def typed(sheet: SheetRows, said: Mapping[str, str]) -> dict[str, str]:
    """What was said of columns by headings as the operator writes them, by those of the sheet.

    Raises:
        Unreadable: the sheet has no such column.
    """
    heads = {header_key(label): label for label in sheet.header}
    found: dict[str, str] = {}
    for label, name in said.items():
        if header_key(label) not in heads:
            there = "、".join(each for each in sheet.header[:_SHOWN] if each.strip())
            raise Unreadable(f"表里没有“{label}”这一列。表头有：{there}。")
        found[heads[header_key(label)]] = name
    return found


def _head(kind: str, header: Sequence[str]) -> str:
    return f"{kind}|{'|'.join(header)}"


def _all(session: Session) -> dict[str, Any]:
    stored = queries.value_of(session, _KEY)
    return dict(json.loads(stored.value)) if stored is not None else {}
