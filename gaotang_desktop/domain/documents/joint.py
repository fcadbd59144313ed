"""联合行文: several units send one paper; the lead unit's number, letterheads and signatures in order."""

import re

MOST = 9
"""Units whose seals stand three in a row and leave the page some text (GB/T 9704-2012, 7.3.5)."""
_SPLIT = re.compile(r"[、，,;；\n]+")


def others_in(text: str | None, lead: str) -> tuple[str, ...]:
    """The units that send with the ``lead``, in the order typed; nobody stands twice."""
    named = (" ".join(each.split()) for each in _SPLIT.split(text or ""))
    return tuple(dict.fromkeys(each for each in named if each and each != lead.strip()))


def titled(title: str, lead: str, others: tuple[str, ...]) -> str:
    """The title with who sends the paper in front of 关于, where nobody stands there yet."""
    if not title.startswith("关于"):
        return title
    return f"{' '.join((lead.strip(), *others))}{title}".strip()
