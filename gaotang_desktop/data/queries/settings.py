"""The settings that the operator changed (设置)."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import Change, SettingValue


def stored(session: Session) -> dict[str, str]:
    """The stored text (JSON) of every changed setting by its name."""
    found = session.execute(select(SettingValue.key, SettingValue.value))
    return {row.key: row.value for row in found}


def value_of(session: Session, name: str) -> SettingValue | None:
    """The stored value of one setting, to be changed; ``None`` while the shipped one holds."""
    return session.scalar(select(SettingValue).where(SettingValue.key == name))


def folder(session: Session) -> str:
    """The random name given to this data folder when it was made; its copies and backups share it."""
    stored_name = session.scalar(select(SettingValue.value).where(SettingValue.key == "folder"))
    return str(json.loads(stored_name)) if stored_name else ""


def key_of(session: Session, row_id: int) -> str:
    """The name of the setting that a row holds, or held by its newest image; ``""`` for none known."""
    if stored_key := session.scalar(select(SettingValue.key).where(SettingValue.id == row_id)):
        return stored_key
    noted = session.execute(
        select(Change.before, Change.after)
        .where(Change.table_name == SettingValue.__tablename__, Change.row_id == row_id)
        .order_by(Change.id.desc())
    ).first()
    image = (noted.after or noted.before) if noted else None
    try:
        return str(json.loads(image or "{}").get("key", ""))
    except (ValueError, AttributeError):  # the history was altered too, which is told
        return ""
