"""Rows of a sheet that say the same as an earlier one: two records, and told."""

from collections.abc import Mapping
from typing import Any

_NAMED = 20


class SaidAgain:
    """Gathers where a new record's row repeats another word by word."""

    def __init__(self) -> None:
        self._said: set[int] = set()
        self._again: list[str] = []

    def notice(self, where: str, values: Mapping[str, Any]) -> None:
        """A row that became a record, and where it stands."""
        said = hash(tuple(map(str, values.values())))
        if said in self._said:
            self._again.append(where)
        self._said.add(said)

    def told(self) -> list[str]:
        """One sentence that names them; nothing where there are none."""
        if not self._again:
            return []
        named = "、".join(self._again[:_NAMED])
        more = f"等 {len(self._again)} 行" if len(self._again) > _NAMED else ""
        return [f"{named}{more}和前面的一行完全一样，也新增了，请核对是不是写重了。"]
