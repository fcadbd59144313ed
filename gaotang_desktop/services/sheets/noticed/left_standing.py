"""Cells emptied in a sheet that was exported: what the record holds stays, and that is told."""

from collections.abc import Sequence

from gaotang_desktop.domain.fields import Field

_NAMED = 5
"""So many rows are named, the others counted."""


class LeftStanding:
    """Gathers rows of known records with empty cells for which the record has something."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._needed: list[str] = []

    def notice(self, where: str, stay: Sequence[Field]) -> None:
        """A row, and the fields that stand empty in it and keep what the record has."""
        for rows, needed in ((self._rows, False), (self._needed, True)):
            if labels := [f"“{each.label}”" for each in stay if each.required is needed]:
                rows.append(f"{where}的{'、'.join(labels)}")

    def told(self) -> list[str]:
        """A sentence that names them, with how they are emptied, and one for what must be there."""
        found = []
        if self._rows:
            found.append(
                f"表里空着、已有的记录里有内容，照旧留着：{_some(self._rows)}。"
                "要去掉这些内容的，请勾上“空格清空已有的内容”（命令行是 --empty-clears）。"
            )
        if self._needed:
            found.append(
                f"必填的格不能清空，照旧留着：{_some(self._needed)}。要改的请写上新的内容。"
            )
        return found


def _some(rows: Sequence[str]) -> str:
    more = f"；等 {len(rows)} 行" if len(rows) > _NAMED else ""
    return "；".join(rows[:_NAMED]) + more
