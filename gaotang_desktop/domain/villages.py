"""How a village is called (村名)."""

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
