"""Cells emptied in a sheet that was exported: what the record holds stays, and that is told."""

from collections.abc import Sequence

_NAMED = 5
"""So many rows are named, the others counted."""


class LeftStanding:
    """Gathers rows of known records with empty cells for which the record has something."""

    def __init__(self) -> None:
        self._rows: list[str] = []

    def notice(self, where: str, labels: Sequence[str]) -> None:
        """A row, and the fields that it would have taken away."""
        if labels:
            self._rows.append(f"{where}的{'、'.join(f'“{each}”' for each in labels)}")

    def told(self) -> list[str]:
        """One sentence that names them, with how they are emptied; nothing where there are none."""
        if not self._rows:
            return []
        named = "；".join(self._rows[:_NAMED])
        more = f"；等 {len(self._rows)} 行" if len(self._rows) > _NAMED else ""
        return [
            f"表里空着、已有的记录里有内容，照旧留着：{named}{more}。"
            "要去掉这些内容的，请勾上“空格清空已有的内容”（命令行是 --empty-clears）。"
        ]
