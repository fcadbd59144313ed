"""How a village is called, and on which days there is one (村名、设立、撤并)."""

from datetime import date

from gaotang_desktop.domain.fields import bare_text
from gaotang_desktop.domain.units import is_all_villages

_SUFFIXES = ("村民委员会", "居民委员会", "村委会", "居委会")
_WHOLE_TOWN = frozenset({
    "全镇", "全乡", "全街道", "全镇范围", "全域", "镇级", "乡级", "镇直", "镇直单位", "不分村", "本级", "镇本级", "乡本级",
    "街道本级", "本镇", "本乡", "机关", "镇机关", "乡机关", "政府机关", "镇政府", "乡政府", "镇党委政府", "街道办事处",
})  # fmt: skip


def is_whole_town(words: str, town: str = "") -> bool:
    """Whether words name no village but all of them, or the ``town`` itself: 全镇, 各村, 本级, 镇政府."""
    bare = bare_text(words)
    own = bare_text(town)
    named = bool(own) and bare in {
        f"{own}{end}" for end in ("", "政府", "人民政府", "机关", "本级")
    }
    return named or bare in _WHOLE_TOWN or is_all_villages(words)


def display_name(written: str) -> str:
    """The name papers use: 荷塘社区居民委员会 → 荷塘社区, 北村村委会 → 北村, 董大村委会 → 董大村, 新街居委会 → 新街社区."""
    for suffix in _SUFFIXES:
        if written.endswith(suffix) and len(written) > len(suffix):
            stem = written.removesuffix(suffix)
            if suffix.startswith("村") and not stem.endswith("村"):
                return stem + "村"
            return stem if stem.endswith(("社区", "村")) else stem + "社区"
    return written


def kind_of(name: str) -> str:
    """行政村, 社区 or 街道, as its name says."""
    return "社区" if name.endswith(("社区", "居委会", "居民委员会")) else "行政村"


def exists_on(day: date, joined_on: date | None, withdrawn_on: date | None) -> bool:
    """Whether there is a village on a day: from its joining on, until the day before it withdraws.

    What lies outside a village's life counts in no figure; what is due belongs to the day on which
    it is due.
    """
    return (joined_on is None or joined_on <= day) and (withdrawn_on is None or day < withdrawn_on)
