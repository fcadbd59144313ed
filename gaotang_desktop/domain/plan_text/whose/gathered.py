"""Units that the sentences of a clause name, gathered with their roles."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Who leads and who assists by the sentences; ``weak`` when only 要 and 应 told it.

    ``spans`` are the stretches of the text that say it, ``open_ended`` the words 等部门;
    ``beside`` are those that assist of which only 要, 应 or a deed tells where others lead firmly; ``half`` are
    words of which some read like units and not all, so that none was taken.
    """

    lead: tuple[str, ...] = ()
    assist: tuple[str, ...] = ()
    weak: bool = False
    open_ended: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    beside: tuple[str, ...] = ()
    half: str = ""

    @property
    def found(self) -> bool:
        """Whether any unit was named."""
        return bool(self.lead or self.assist)


class Gathered:
    """Names in the order of the text with their roles."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.spans: list[tuple[int, int]] = []
        self.open_ended = ""
        self._led = self._led_before = False

    def add(self, names: tuple[str, ...], role: str, start: int, end: int) -> None:
        """A name that leads once leads."""
        for name in names:
            if self.names.get(name) != "lead":
                self.names[name] = role
        self._led |= role == "lead"
        self.spans.append((start, end))

    def end_sentence(self, *, bare: bool) -> None:
        """Who answers for a part (落实, 负责) assists one that leads (牵头) in the same sentence, and where
        ``bare`` sentences say nothing else one behind the other: 农业中心牵头；各村落实。
        """
        led = self._led or (bare and self._led_before)
        for name, role in self.names.items():
            if role == "answer":
                self.names[name] = "assist" if led else "lead"
        self._led_before = bare and led
        self._led = False

    def join(self, other: "Gathered") -> None:
        """Take in the names of another that are not here yet."""
        self.names = self.names | {n: r for n, r in other.names.items() if n not in self.names}
        self.spans += other.spans
        self.open_ended = self.open_ended or other.open_ended

    def said(self, *, weak: bool) -> Said:
        """Who leads and who assists by what was gathered."""
        lead = tuple(name for name, role in self.names.items() if role == "lead")
        # 按职责分工 is to help the one that leads; where none does, all answer alike.
        lead = lead or tuple(name for name, role in self.names.items() if role == "shared")
        assist = tuple(name for name in self.names if name not in lead)
        return Said(lead, assist, weak and bool(self.names), self.open_ended, tuple(self.spans))
