"""How a village is called, and on which days there is one (村名、设立、撤并)."""

from datetime import date

_SUFFIXES = ("村民委员会", "居民委员会", "村委会", "居委会")


def display_name(written: str) -> str:
    """The name papers use: 荷塘社区居民委员会 → 荷塘社区, 北村村委会 → 北村, 董大村委会 → 董大村."""
    for suffix in _SUFFIXES:
        if written.endswith(suffix) and len(written) > len(suffix):
            stem = written.removesuffix(suffix)
            if suffix.startswith("村") and not stem.endswith("村"):
                return stem + "村"
            return stem
    return written


def kind_of(name: str) -> str:
    """行政村, 社区 or 街道, as its name says."""
    return "社区" if name.endswith("社区") else "行政村"


def exists_on(day: date, joined_on: date | None, withdrawn_on: date | None) -> bool:
    """Whether there is a village on a day: from its joining on, until the day before it withdraws.

    What lies outside a village's life counts in no figure; what is due belongs to the day on which
    it is due.
    """
    return (joined_on is None or joined_on <= day) and (withdrawn_on is None or day < withdrawn_on)
