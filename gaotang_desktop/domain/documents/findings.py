"""What deserves a look before a paper goes out: a sentence, its place, how grave it is (预检)."""

import re
from dataclasses import dataclass
from typing import Literal

Severity = Literal["阻止", "提醒"]
STOPS: Severity = "阻止"
REMINDS: Severity = "提醒"

_QUOTED = re.compile(r"“(.+?)”")


@dataclass(frozen=True)
class Finding:
    """Something that the operator should know before a paper is printed or issued.

    ``page`` counts from 1, 0 means the paper as a whole; ``line`` is the line of the grid, 0 where
    it is not one line that is meant. 阻止 keeps a paper from being issued, 提醒 asks. ``mend`` names
    what the program can do about it (see ``mends``). ``known`` is said but needs no answer: it is
    the machine's, not the paper's, or comes by itself.
    """

    page: int
    sentence: str
    line: int = 0
    severity: Severity = REMINDS
    mend: str = ""
    known: bool = False

    @property
    def place(self) -> str:
        """第2页第5行, as a list of findings shows it; nothing for the whole paper."""
        if not self.page:
            return ""
        return f"第{self.page}页" + (f"第{self.line}行" if self.line else "")

    @property
    def placed(self) -> str:
        """The sentence behind its place."""
        return f"{self.place}：{self.sentence}" if self.place else self.sentence

    @property
    def stops(self) -> bool:
        """Whether the paper cannot go out as it is."""
        return self.severity == STOPS

    @property
    def asks(self) -> bool:
        """Whether somebody has to say that it is to go out all the same."""
        return not self.stops and not self.known

    @property
    def words(self) -> str:
        """The words of the paper that are meant, where the sentence quotes them."""
        found = _QUOTED.search(self.sentence)
        return found[1] if found else ""
