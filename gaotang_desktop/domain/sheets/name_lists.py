"""Names in a list: copied without any heading, and those of who went along, counted."""

import re

_NUMBER = re.compile(r"^\s*[（(]?\d{1,3}[)）.．、:：]\s*")
_APART = re.compile(r"[、，,；;\s]+")
_NO_NAME = re.compile(r"[\d。：:？！?!]")
_LONGEST = 20
_LISTED = re.compile(r"[、,，;；/／\s]+|[和及与](?=[\u3400-\u9fff]{2,4}(?:$|[、,，;；\s]))")
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_PERSON = re.compile(r"[\u3400-\u9fff]{2,4}(?:·[\u3400-\u9fff]{1,6})?")


def names_in(text: str) -> list[str]:
    """The names in their order; none where something else was copied: columns, figures, sentences."""
    if "\t" in text:
        return []
    lines = (_NUMBER.sub("", line).strip().rstrip("。") for line in text.splitlines())
    found = [name for line in lines for name in _APART.split(line) if name]
    return [] if any(len(each) > _LONGEST or _NO_NAME.search(each) for each in found) else found


def count_named(names: str, leader: str = "") -> int | None:
    """How many people a list names, with who leads them; ``None`` where it is no list of names (张三等5人)."""
    found = {_BRACKETS.sub("", each) for each in _LISTED.split(names.strip()) if each}
    if not found or not all(
        _PERSON.fullmatch(each) and not each.endswith(("队员", "干部", "人员")) for each in found
    ):
        return None
    first = _BRACKETS.sub("", leader).strip()
    return len(found | ({first} if _PERSON.fullmatch(first) else set()))
