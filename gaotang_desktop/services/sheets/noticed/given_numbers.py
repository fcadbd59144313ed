"""Numbers that a sheet writes and the register gives anew: never put aside without a word."""

import re
from collections.abc import Callable, Mapping
from typing import Any

_OF_A_ROW = re.compile(r"\d{1,4}")  # 1, 2, 3: of the row, in no register
_NAMED = 5
"""So many numbers are named, the others counted."""


class GivenNumbers:
    """Which new records have another number (编号) than their row says."""

    def __init__(self) -> None:
        self._other: list[str] = []

    def notice(
        self, where: Callable[[], str], said: Mapping[str, Any], values: Mapping[str, Any]
    ) -> None:
        """``said`` is what the row says, ``values`` the record that it becomes."""
        own, given = said.get("number"), values.get("number")
        if own and given and own != given and not _OF_A_ROW.fullmatch(str(own)):
            self._other.append(f"{where()}“{own}”登记为“{given}”")

    def told(self) -> list[str]:
        """One sentence on all of them, with how the old numbers can be kept."""
        if not self._other:
            return []
        more = len(self._other) - _NAMED
        named = "、".join(self._other[:_NAMED]) + (f"，另有 {more} 行" if more > 0 else "")
        return [
            f"编号由本机按年给，表里的编号没有采用：{named}。要留住原来的编号，请指定这一列是“备注”。"
        ]
