"""Names copied without any heading: one a line, numbered or not, or several in a line."""

import re

_NUMBER = re.compile(r"^\s*[（(]?\d{1,3}[)）.．、:：]\s*")
_APART = re.compile(r"[、，,；;\s]+")
_NO_NAME = re.compile(r"[\d。：:？！?!]")
_LONGEST = 20


def names_in(text: str) -> list[str]:
    """The names in their order; none where something else was copied: columns, figures, sentences."""
    if "\t" in text:
        return []
    lines = (_NUMBER.sub("", line).strip().rstrip("。") for line in text.splitlines())
    found = [name for line in lines for name in _APART.split(line) if name]
    return [] if any(len(each) > _LONGEST or _NO_NAME.search(each) for each in found) else found
