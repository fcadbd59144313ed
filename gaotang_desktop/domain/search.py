"""What a search over everything answers with."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: what it is called, what it is, and where a press on it leads.

    ``group`` is what the office calls this kind of thing; ``more`` counts the hits of the group
    that are not shown.
    """

    text: str
    detail: str
    icon: str
    page: str
    context: dict[str, object] = field(default_factory=dict)
    group: str = ""
    more: int = 0
