"""The state of a dispute whose sheet has no such column: it follows from the end of its row."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from gaotang_desktop.services.sheets.sheet_words import CHOICE_WORDS

KIND = "disputes"
_SETTLED = re.compile(
    r"(?:已经?)?(?:调解|化解|和解|调处|说|调|谈)(?:成功|好了?|成了?|完毕|了结)[。！]?|和好了?[。！]?"
    r"|已(?:化解|调解|和解|办结|解决)[。！]?|(?:双方)?(?:已)?(?:达成(?:调解|和解)?协议|握手言和)[。！]?"
)
_TOLD = 20


def says_settled(kind: str, values: Mapping[str, Any]) -> bool:
    """Whether a dispute without a state is settled: the day of its end stands there, or 调解成功."""
    if kind != KIND or values.get("state") is not None:
        return False
    if values.get("closed_on") is not None:
        return True
    return _SETTLED.fullmatch(str(values.get("result") or "").strip()) is not None


def state_of(kind: str, values: Mapping[str, Any]) -> str | None:
    """The state that the end of a row without one tells: 已化解, or its result is a state (正在调解)."""
    if says_settled(kind, values):
        return "已化解"
    if kind != KIND or values.get("state") is not None:
        return None
    words = CHOICE_WORDS[KIND, "state"]
    said = str(values.get("result") or "").strip(" 。")
    return said if said in words.values() else words.get(said) if len(said) > 1 else None


class Unsaid:
    """The rows of one sheet without a state, of whose results nobody can say whether they settled it."""

    def __init__(self, kind: str) -> None:
        self._of_disputes = kind == KIND
        self._rows: list[int] = []

    def notice(self, row: int, values: Mapping[str, Any], wrong: Collection[str]) -> None:
        """Look at what a row says (``wrong`` are its cells that cannot be read)."""
        unsaid = self._of_disputes and "state" not in {*values, *wrong}
        if unsaid and values.get("result") and state_of(KIND, values) is None:
            self._rows.append(row)

    def told(self) -> list[str]:
        """A sentence for the operator, if there are such rows."""
        named = "、".join(f"第 {row} 行" for row in self._rows[:_TOLD])
        return [f"这些行没有写状态，结果里也看不出化解没有，请核对：{named}。"] if named else []
